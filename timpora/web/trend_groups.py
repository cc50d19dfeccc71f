"""Groups of kecamatan of one's own, kept in the URL as names and codes: `kelompok=Pesisir:73.72.01 73.72.02`."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from timpora.draw.markup import plain
from timpora.measure import own_groups
from timpora.measure.own_groups import OwnGroup
from timpora.text import number, say
from timpora.web import state
from timpora.web.access import Viewer
from timpora.web.trend_known import known

_NAME, _AREAS = "kelompok_nama", "kelompok_isi"


def held(who: Viewer) -> list[OwnGroup]:
    """The groups of the view. Kecamatan that are not among those the viewer sees are said, and left out."""
    there = known(who).kecamatan

    def read(text: str) -> str:
        kept, strangers = own_groups.within(own_groups.read(text), there)
        if strangers:
            st.warning(say("trend.group_strangers", codes=plain(", ".join(strangers))))
        return own_groups.written(kept)

    return own_groups.read(state.held_text("kelompok", "", read))


def edit(who: Viewer, groups: list[OwnGroup], box: DeltaGenerator) -> None:
    """In an open box: the groups there are, a way to take each away, and a form for another."""
    box.markdown(f"**{say('trend.groups')}**")
    for place, group in enumerate(groups):
        name, away = box.columns([5, 2], vertical_alignment="center")
        name.caption(say("trend.group", name=plain(group.name), n=number(len(group.areas))))
        away.button(
            say("trend.group_drop"), key=f"kelompok_buang_{place}", on_click=_drop, args=(place,), type="tertiary"
        )
    if len(groups) >= own_groups.MOST:
        box.caption(say("trend.groups_full", n=number(own_groups.MOST)))
        return
    there = known(who).kecamatan
    box.text_input(say("trend.group_name"), key=_NAME, max_chars=own_groups.LONGEST_NAME)
    box.multiselect(
        say("trend.group_areas"),
        list(there),
        key=_AREAS,
        format_func=there.get,
        placeholder=say("trend.group_areas_hint"),
    )
    box.button(say("trend.group_make"), key="kelompok_buat", on_click=_make)
    if st.session_state.pop("_kelompok_kurang", False):
        box.caption(say("trend.group_incomplete"))


def _make() -> None:
    groups = own_groups.read(st.session_state.get("kelompok", ""))
    name = st.session_state[_NAME].replace(";", " ").replace(":", " ")
    made = own_groups.read(own_groups.written([*groups, OwnGroup(name, tuple(st.session_state[_AREAS]))]))
    if len(made) == len(groups):
        st.session_state["_kelompok_kurang"] = True
        return
    st.session_state["kelompok"] = own_groups.written(made)
    st.session_state[_NAME], st.session_state[_AREAS] = "", []


def _drop(place: int) -> None:
    groups = own_groups.read(st.session_state.get("kelompok", ""))
    st.session_state["kelompok"] = own_groups.written(groups[:place] + groups[place + 1 :])
