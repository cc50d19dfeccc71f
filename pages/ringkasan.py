"""Ten minutes before the meeting: how long until the vote, how many, and how fresh the numbers are."""

import streamlit as st

from timpora.draw import figures, provenance, sentences, tables
from timpora.text import month, say
from timpora.web import access, navigation, ui
from timpora.web.answers import ask, today

who = access.viewer()
st.title(say("overview.title"))

elections = ask(who, "elections", areas=("kantor",))
ui.answer(sentences.election_clock(elections, today(who)))
st.caption(say("overview.exposure"))

periods = ask(who, "periods")
if periods.empty:
    st.info(say("app.no_snapshot"))
    st.stop()
period = periods["period"].iloc[0].date()

st.subheader(say("overview.period", period=month(period)))
layers = ask(who, "layers").query("indicator.isna()")
for column, layer in zip(st.columns(len(layers)), layers.itertuples(), strict=True):
    whole = ask(who, "layer_value", layer=layer.layer, area="kantor", period=period).iloc[0]
    shown = figures.in_layer(whole, layer)
    reporting = sentences.coverage(whole.areas_reporting, whole.areas_expected)
    column.metric(
        layer.layer_name, shown, help=layer.meaning, border=True, delta=reporting, delta_color="off", delta_arrow="off"
    )
    column.html(provenance.layer_links(layer, "kantor", period))
ui.rounding_note(layers)

st.subheader(say("overview.fresh"))
st.html(tables.freshness(ask(who, "freshness"), today(who)))

to_map, to_trend, to_risk, _ = st.columns([1, 1, 1, 3])
with to_map:
    navigation.link("peta", say("overview.to_map"))
with to_trend:
    navigation.link("tren", say("overview.to_trend"))
with to_risk:
    navigation.link("risiko", say("overview.to_risk"))
