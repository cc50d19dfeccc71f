"""One kecamatan on one sheet: its score and why, every indicator among its neighbours, what is open, what helps."""

import streamlit as st

from timpora.text import say
from timpora.web import access, profile_view, story_here, ui
from timpora.web.answers import ask

who = access.viewer()
profile_view.style()
with st.container(key="profil_pilihan"):
    head, where, when, take = st.columns([7, 4, 4, 2], vertical_alignment="bottom")
    head.title(say("profile.title"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with where:
    ui.search_area(who)
with when:
    period = ui.choose_period(who)

area = profile_view.chosen(who)
if area.group_kind == "kecamatan":
    with take:
        story_here.box(who, "kecamatan")
    profile_view.show(who, area.group_code, period)
else:
    profile_view.choose(who, area, period)
