"""Which kecamatan ask for attention before the election, why, how sure that is, and what helps."""

import streamlit as st

from timpora.draw import risk, risk_tables
from timpora.text import say
from timpora.web import access, agreement_view, election_view, navigation, risk_view, story_here, ui, what_if_view
from timpora.web.answers import ask

who = access.viewer()
risk_view.style()
head, parts, when, take = st.columns([4, 7, 4, 2], vertical_alignment="bottom")
head.title(say("risk.title"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with parts:
    part = risk_view.choose_part()
with when:
    period = ui.choose_period(who)
with take:
    story_here.box(who, "risiko")
seen = risk_view.read(who, period)
answer = st.empty()

if part == "perhatian":
    with answer.container():
        ui.answer(risk.answer(seen.scores, seen.method, seen.period))
    coverage = ask(who, "risk_coverage", period=period)
    risk_view.overview(who, seen, risk_tables.known(coverage))
    with st.expander(say("risk.coverage")):
        st.html(risk_tables.coverage(coverage, period))
    with st.expander(say("risk.all_places")):
        st.html(risk_tables.all_places(seen.scores, f"{period:%Y-%m}"))

elif part == "penjelasan":
    risk_view.explain(who, seen)

elif part == "pemilihan":
    election_view.show(who, period)

elif part == "instansi":
    agreement_view.show(who, period)

elif part == "simulasi":
    what_if_view.show(who, seen)

st.caption(risk_view.how(seen))
navigation.link("metode", say("risk.to_method"))
