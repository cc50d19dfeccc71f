"""Boundaries: which are in force, a file of new ones over them, taken or taken back, and what was cut anew."""

import streamlit as st

from timpora.text import say
from timpora.web import access, boundary_view, ui

who = access.demand("muat")
boundary_view.style()
st.title(say("page.batas"))
ui.answer(boundary_view.answer())

boundary_view.in_force(names_people=who.may("siapa-memuat"))

st.header(say("boundary.new"))
candidate = boundary_view.receive()
if candidate:
    boundary_view.understand(who, candidate)
    told, seen = st.columns([6, 5])
    with told:
        boundary_view.findings(candidate)
        boundary_view.confirm(candidate)
    with seen:
        boundary_view.preview(candidate)

boundary_view.cut_anew()
