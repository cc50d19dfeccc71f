"""Follow-up: what was agreed in meetings and with whom, what is open, late or done, and a way to say so."""

import streamlit as st

from timpora.text import say
from timpora.web import access, followup_form, followup_view, ui
from timpora.web.answers import ask

who = access.viewer()
followup_view.style()
head, forms = st.columns([5, 7], vertical_alignment="bottom")
head.title(say("followup.title"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

followup_form.told()
sentence = st.container()
seen = followup_view.choose(who)
with forms:
    followup_form.show(who, seen.items)
with sentence:
    ui.answer(followup_view.answer(seen))

numbers, items = st.columns([4, 9], gap="medium")
with numbers:
    followup_view.counts(seen)
with items:
    followup_view.listed(who, seen)

followup_view.source(who)
