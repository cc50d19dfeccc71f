"""A server of the same pages, with the map drawn the naive way (naive_frame.py)."""

from pathlib import Path

import streamlit as st

from timpora.web.routes import routes

app = st.App(Path(__file__).with_name("naive_frame.py"), routes=routes())
