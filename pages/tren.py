"""How presence changed: month by month, with the election's stages under it."""

import streamlit as st

from timpora.draw import charts, provenance, sentences
from timpora.text import say
from timpora.web import access, trend_view, ui
from timpora.web.answers import ask

MEASURE = "active_permits"

who = access.viewer()
st.title(say("trend.title"))
answer = st.empty()

view = trend_view.choose(who)
if view is None:
    st.info(say("app.no_snapshot"))
    st.stop()

values = ask(who, "trend", measure=MEASURE, areas=view.areas)
values = values[values["period"] >= view.starts_at]
sources = ask(who, "measure_sources", measure=MEASURE, areas=view.areas, since=view.starts)
unit = sources["unit"].iloc[0]
sentence = sentences.trend_answer(values, unit)
with answer.container():
    ui.answer(sentence)

figure = charts.trend(
    values,
    unit,
    starts=view.starts,
    ends=view.ends,
    stages=view.stages,
    elections=view.elections,
)
alt = say("trend.alt", measure=sources["measure_name"].iloc[0], answer=sentence)
st.plotly_chart(figure, key="tren", config={"displayModeBar": False}, alt=alt)
ui.source_note(sources, who)
ui.rounding_note(values)
st.html(provenance.trend_links(values, MEASURE))
for note in sentences.trend_notes(values, view.stages, view.elections, view.election, view.starts, view.ends):
    st.caption(note)

if (table := st.expander(say("trend.table"), key="tabel_tren", on_change="rerun")).open:
    written = charts.trend_table(values)
    ui.table(table, written, numbers=written.columns)
