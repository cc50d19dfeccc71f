"""Beside the map: the number of the chosen area and what it was made from, and the kecamatan taken for comparison."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from timpora import paths
from timpora.draw import provenance, sentences, tables
from timpora.draw.markup import href, tag
from timpora.measure import boundary_sets
from timpora.text import month, say
from timpora.web import map_modes, map_view, state, ui
from timpora.web import take_along as take
from timpora.web.access import Viewer
from timpora.web.answers import NoSnapshot, ask, today
from timpora.web.map_choices import MODES, MOST_COMPARED, Look
from timpora.web.map_modes import Seen

_PARAGRAPH = "\n\n"


@contextmanager
def titled() -> Iterator[None]:
    """The title of the page stands within its choices: where there is nothing to choose from, it is said here."""
    try:
        yield
    except NoSnapshot:
        st.title(say("map.title"))
        raise


def compared(who: Viewer) -> list[str]:
    """Codes of the kecamatan taken for comparison, kept in the URL (`bandingkan`)."""
    groups = ask(who, "groups")
    own = groups.loc[groups["group_kind"] == "kecamatan", "group_code"]
    return state.held_several("bandingkan", list(own), MOST_COMPARED)


def cautions(who: Viewer, look: Look, seen: Seen) -> None:
    """What the pictures must not be read without, what they cannot show among it."""
    for note in (*seen.notes, *ui.geometry_notices(look.shapes, ask(who, "areas"))):
        st.caption(note)


def show(who: Viewer, look: Look, seen: Seen, area: pd.Series, codes: list[str]) -> None:
    """The panel. area: the chosen one, a row of answers/groups.sql; codes: of the compared kecamatan."""
    ui.area_head(area, look.period)
    whole = map_modes.value(who, look.layer, area.group_code, look.period)
    ui.headline(whole, look.layer, provenance.layer_links(look.layer, area.group_code, look.period))
    if area.group_kind == "kecamatan" and area.group_code not in codes and len(codes) < MOST_COMPARED:
        st.button(
            say("map.compare"),
            key="bandingkan_ini",
            on_click=map_view.compare,
            args=(area.group_code,),
            type="tertiary",
        )
    _beside(who, look, seen, area, codes)
    if (all_numbers := st.expander(say("map.all_numbers"), key="semua_angka", on_change="rerun")).open:
        facts = ask(who, "area_profile", area=area.group_code, period=look.period)
        all_numbers.html(tables.profile(facts, ask(who, "sources"), area.group_code, look.period))


def notes(who: Viewer, look: Look, seen: Seen) -> None:
    """Under the map: where the numbers of each layer behind it are from, and what ≈ means."""
    newest = {layer.layer: (layer, period) for layer, period in seen.behind}
    codes = tuple(ask(who, "areas")["area_code"])
    told = [
        ask(who, "layer_sources", layer=layer.layer, period=period, areas=codes) for layer, period in newest.values()
    ]
    said = [sentences.source_note(sources, today(who)) for sources in told]
    said += ui.rounding_notes(ask(who, "measures"))
    if len({boundary_sets.stamp(paths.boundaries(), period) for _, period in seen.behind}) > 1:
        said.append(say("map.one_cut", period=month(look.period)))
    st.caption(_PARAGRAPH.join(said))  # as one: each element more is a hundred bytes more with every answer


def take_along(who: Viewer, look: Look) -> None:
    """What the map is taken along as; the files are made when they are asked for."""
    if (box := take.box(who)) is None or not box.open:
        return
    seen, selected = map_modes.seen(who, look), ui.held_area(who).group_code
    parts, periods = map_modes.parts(who, seen), [period for _, period in seen.behind]
    about = take.caption(who, parts, periods, sentences.map_title(look.layer), seen.sentence, seen.notes)
    what = look.layer.layer if look.mode == "satu" else f"{look.layer.layer}-{look.mode}"
    name = take.file_name(what, periods, is_sample=bool(about.sample))
    take.offer(box, seen.pictures, parts, look.shapes, about, name, selected=selected)


def _beside(who: Viewer, look: Look, seen: Seen, area: pd.Series, codes: list[str]) -> None:
    """What the pictures say of the kecamatan taken for comparison, and of the chosen one where that is no number."""
    is_more = look.mode != MODES[0] and area.group_kind == "kecamatan" and area.group_code not in codes
    if shown := [*codes, *([area.group_code] if is_more else [])]:
        st.html(tables.compared(seen.pictures, ask(who, "areas"), shown))
    if not codes:
        return
    to_trend = href("tren", wilayah=codes[0], banding=codes[1:])
    link, clear = st.columns([3, 2], vertical_alignment="center")
    link.html(tag("p", tag("a", say("map.compare_trend"), href=to_trend), class_="muted"))
    clear.button(say("map.compare_none"), on_click=_none, type="tertiary")


def _none() -> None:
    st.session_state["bandingkan"] = []
