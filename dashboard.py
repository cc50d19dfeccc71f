"""What is served: the app, its routes and its guards. `streamlit run dashboard.py` starts it."""

import logging

import streamlit as st
from starlette.middleware import Middleware

from timpora.store.journal import interrupted
from timpora.web import document_folders, log_lines, starting, unlost, unread
from timpora.web.failing import on_script_error
from timpora.web.gate import Gate
from timpora.web.routes import routes

starting.insist()
document_folders.sweep()
unread.leave_out()
unlost.keep()

if sentence := interrupted():
    logging.getLogger("dashboard").warning(sentence)

app = st.App(
    "timpora/web/frame.py",
    routes=routes(),
    middleware=[Middleware(Gate)],
    lifespan=log_lines.while_serving,
    on_script_error=on_script_error,
)
