"""How presence changed: month by month, by days to the vote, and where two agencies parted."""

import streamlit as st

from timpora.text import say
from timpora.web import access, clock_view, pair_view, saved_views, series_view, ui
from timpora.web.answers import ask

_LOOKS = {"seri": series_view.show, "hari": clock_view.show, "instansi": pair_view.show}

who = access.viewer()
head, looks, kept = st.columns([6, 7, 2], vertical_alignment="center")
head.title(say("trend.title"))
if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with looks:
    look = ui.switch("lihat", list(_LOOKS), "trend.look")
_LOOKS[look](who)
with kept:
    saved_views.show(who, "tren")
