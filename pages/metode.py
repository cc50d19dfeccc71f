"""The whole method of the index, printed from the files that compute it."""

import streamlit as st

from timpora.draw import method
from timpora.text import say
from timpora.web import access, method_view, ui
from timpora.web.answers import ask

who = access.viewer()
method_view.style()
head, which = st.columns([9, 3], vertical_alignment="bottom")
head.title(say("metode.title"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with which:
    seen = method_view.read(who)
snapshot = ask(who, "snapshot").iloc[0]
ui.answer(method.answer(seen.method))
st.caption(method.printed_from(seen.method, snapshot.snapshot_id))
if not seen.is_current:
    st.caption(say("risk.how_older"))

st.html(method.contents())
st.html(method.steps(seen.method))
method_view.example(who, seen)
st.html(method.pillars(seen.method))
method_view.indicators(who, seen)
method_view.versions(seen)
method_view.judged(who)
st.html(method.limits(snapshot.view == "protected"))
st.html(method.unused(seen.method))
st.html(method.literature(seen.method))
