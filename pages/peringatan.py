"""Early warning: which places and data to look at this month, what became of those before, and a rule tried first."""

import streamlit as st

from timpora.text import say
from timpora.web import access, alarm_answers, alarm_rehearsal, alarm_view, navigation, ui
from timpora.web.answers import ask

who = access.viewer()
alarm_view.style()
head, parts, when = st.columns([4, 6, 4], vertical_alignment="bottom")
head.title(say("alarm.title"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with parts:
    part = alarm_view.choose_part()

if part == "terbuka":
    with when:
        period = ui.choose_period(who)
    seen = alarm_answers.read(who, period)
    ui.answer(alarm_view.answer(seen))
    alarm_view.open_ones(who, seen)
    ui.rounding_note(seen.open)
    alarm_view.watched()

elif part == "riwayat":
    alarm_view.record(who)

else:
    alarm_rehearsal.show(who)

st.caption(alarm_view.how(who))
navigation.link("metode", say("risk.to_method"))
