"""Who looked at what, took what out, changed what, was refused; and whether anybody has touched the log since."""

import streamlit as st

from timpora.text import say
from timpora.web import access, log_view, ui

access.demand("catatan")
log_view.style()
st.title(say("log.title"))
ui.answer(log_view.verdict())
log_view.faults()

found = log_view.choose()
if found:
    log_view.show(found)
else:
    st.info(say("log.nothing"))
