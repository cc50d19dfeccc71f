"""What is served: the app, its routes and its guards. `streamlit run dashboard.py` starts it."""

import sys

import streamlit as st
from starlette.middleware import Middleware

from timpora.store.journal import interrupted
from timpora.web import document_folders, starting
from timpora.web.gate import Gate
from timpora.web.routes import routes

starting.insist()
document_folders.sweep()

if sentence := interrupted():
    print(sentence, file=sys.stderr)

app = st.App("timpora/web/frame.py", routes=routes(), middleware=[Middleware(Gate)])
