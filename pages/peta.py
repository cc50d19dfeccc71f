"""Where foreign nationals are, by kecamatan, in one month."""

import streamlit as st

from timpora.draw import legend, provenance, sentences, tables
from timpora.text import say
from timpora.web import access, map_view, state, ui
from timpora.web.answers import ask

who = access.viewer()
head, which, when, where = st.columns([6, 5, 4, 3], vertical_alignment="bottom")
title, answer = head.empty(), head.empty()

if ask(who, "periods").empty:
    title.title(say("map.title"))
    st.info(say("app.no_snapshot"))
    st.stop()

with which:
    layer = ui.choose_layer(who)
with when:
    period = ui.choose_period(who)
with where:
    ui.search_area(who)
title.title(sentences.map_title(layer))

values = ask(who, "map_layer", layer=layer.layer, period=period)
whole = ask(who, "layer_value", layer=layer.layer, area="kantor", period=period).iloc[0]
with answer.container():
    ui.answer(sentences.map_answer(values, whole, layer, period))

drawn = map_view.described(layer)
key, main = st.columns([2, 11])

with key:
    form, shapes = map_view.choose_form(who)
    st.html(legend.legend_html(legend.legend(values, drawn), layer.layer_name, layer.unit))
    st.caption(sentences.layer_note(layer))


@st.fragment
def map_and_area() -> None:
    """A click on the map reruns this much and no more."""
    if state.has_moved(lapisan=layer.layer, periode=f"{period:%Y-%m}", bentuk=form):
        st.rerun()
    picture, beside = st.columns([7, 4])
    with beside:
        area = ui.held_area(who)
        ui.area_head(area, period)
        ui.headline(ask(who, "layer_value", layer=layer.layer, area=area.group_code, period=period).iloc[0], layer)
        st.html(provenance.layer_links(layer, area.group_code, period))
        facts = ask(who, "area_profile", area=area.group_code, period=period)
        with st.container(key="beside"):
            st.html(tables.profile(facts, ask(who, "sources"), area.group_code, period))
    with picture:
        texts = map_view.texts(who, layer, period)
        map_view.show(values, drawn, period, area.group_code, shapes, texts)
    state.write()


with main:
    map_and_area()

ui.source_note(ask(who, "layer_sources", layer=layer.layer, period=period, areas=tuple(values["area_code"])), who)
ui.rounding_note(ask(who, "measures"))
for notice in ui.geometry_notices(shapes, values):
    st.caption(notice)

if (table := st.expander(say("map.table"), key="tabel_peta", on_change="rerun")).open:
    ui.table(table, tables.map_table(values, layer), numbers=[tables.value_head(layer)], hide_index=True)
