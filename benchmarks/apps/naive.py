"""A server of the map as tutorials draw it (naive_page.py), with Leaflet and the product's other routes."""

from pathlib import Path

import streamlit as st

from timpora.web.routes import routes

app = st.App(Path(__file__).with_name("naive_page.py"), routes=routes())
