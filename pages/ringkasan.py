"""Ten minutes before the meeting: how long until the vote, what changed since the last one, whom to ask for what."""

import streamlit as st

from timpora.draw import sentences, tables
from timpora.text import month, say
from timpora.web import access, meeting_view, navigation, overview, since_answers, ui, welcome
from timpora.web.answers import ask, today

who = access.viewer()
overview.style()
head, choice, record = st.columns([6, 4, 3], vertical_alignment="bottom")
head.title(say("overview.title"))
ui.answer(sentences.election_clock(ask(who, "elections", areas=("kantor",)), today(who)))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with choice:
    meeting = meeting_view.choose()
with record:
    meeting_view.record_form(who, meeting)
meeting_view.outcome()
asked = overview.month_asked(who)
seen = since_answers.since(who, meeting, asked)
drawn = overview.drawn(who, seen)

story, picture = st.columns([7, 4], gap="large")
with story:
    st.html(drawn.lines)
    st.html(f"<h2>{say('overview.period', period=month(seen.now))}</h2>")
    overview.numbers(who, seen.now)
    overview.shown_month(who, seen, asked)
with picture:
    st.html(drawn.map)
    overview.scores(seen)

st.caption(say("overview.exposure"))
st.header(say("since.details"))
st.html(drawn.details)
st.header(say("since.missing"))
st.html(drawn.missing)
st.header(say("overview.fresh"))
st.html(tables.freshness(ask(who, "freshness"), today(who)))
ui.rounding_note(ask(who, "layers").query("indicator.isna()"))

to_map, to_trend, to_risk, _ = st.columns([1, 1, 1, 3])
with to_map:
    navigation.link("peta", say("overview.to_map"))
with to_trend:
    navigation.link("tren", say("overview.to_trend"))
with to_risk:
    navigation.link("risiko", say("overview.to_risk"))

welcome.remaining(who)
