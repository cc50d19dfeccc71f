"""Who is let in, as what, to see where, until when; and the office as another role sees it."""

import streamlit as st

from timpora.text import say
from timpora.web import access, people_view, ui

access.demand("akses")
people_view.style()
st.title(say("people.title"))
listing = people_view.listed()
ui.answer(people_view.overview(listing))
people_view.findings(listing)
if listing.entries:
    st.html(people_view.table(listing))

one, other = st.columns([7, 4], gap="large")
with one:
    people_view.one_person(listing)
with other:
    people_view.eyes()
