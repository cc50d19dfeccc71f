"""A server of a page that has the map page's widgets and nothing else."""

from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

app = st.App(Path(__file__).with_name("bare_page.py"), routes=[Route("/healthz", lambda request: Response())])
