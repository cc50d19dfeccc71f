"""A server of pages that have the widgets of ours and nothing else (bare_any_page.py)."""

from pathlib import Path

import streamlit as st
from starlette.responses import Response
from starlette.routing import Route

app = st.App(Path(__file__).with_name("bare_any_page.py"), routes=[Route("/healthz", lambda request: Response())])
