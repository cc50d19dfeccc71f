"""Where foreign nationals are, by kecamatan: one month or many, one layer or two, on the land or as tiles."""

from contextlib import nullcontext

import streamlit as st

from timpora.draw import map_table, sentences
from timpora.text import say
from timpora.web import access, map_choices, map_modes, map_panel, map_view, state, story_here, take_along, ui
from timpora.web.answers import ask
from timpora.web.map_choices import Look
from timpora.web.measuring import part

who = access.viewer()

with map_panel.titled():
    is_empty = ask(who, "periods").empty
if is_empty:
    st.title(say("map.title"))
    st.info(say("app.no_snapshot"))
    st.stop()


@st.fragment
@part
def choices() -> None:
    """Every choice above the map redraws these and the map, and nothing around them."""
    if state.has_moved():
        st.rerun()
    state.forget()
    line = st.container(horizontal=True, vertical_alignment="bottom")
    state.warn_in(line)
    look, take = map_choices.choose(who)
    line.title(sentences.map_title(look.layer))
    if look.is_large:
        ui.enlarge()
    with take:
        map_panel.take_along(who, look)
    with line:
        story_here.box(who, "peta")
    the_map(look)


@st.fragment
@part
def the_map(look: Look) -> None:
    """What is chosen in the map's own frame redraws this much and no more."""
    if state.has_moved():
        st.rerun()
    before, look = look, map_choices.now(who, look)
    if before.period != look.period and take_along.is_open():
        st.rerun()
    codes = map_panel.compared(who)
    seen = map_modes.seen(who, look)
    look = map_choices.fitting(look, seen.pictures)
    ui.answer(seen.sentence)
    is_wide = len(seen.pictures) > 1
    if is_wide:  # the panel is below the maps
        map_panel.cautions(who, look, seen)

    picture, beside = (nullcontext(), nullcontext()) if is_wide else st.columns([7, 3])
    with picture, map_view.frame(is_low=look.is_low):
        area = ui.held_area(who)
        map_view.show(seen.pictures, look.shapes, area.group_code, look.map_key, compared=codes, **look.travels)
    with beside:
        if not is_wide:
            map_panel.cautions(who, look, seen)
        map_panel.show(who, look, seen, area, codes)

    map_panel.notes(who, look, seen)
    if (table := st.expander(say("map.table"), key="tabel_peta", on_change="rerun")).open:
        grid = map_table.of(seen.pictures, map_modes.kept(who, look, seen, area), look.layer)
        ui.table(table, grid, numbers=map_table.numbers(seen.pictures), hide_index=True)
    state.write(is_passing=map_view.is_playing(look.map_key))


choices()
