"""What pages share on the screen: choices, marks, notes. The only thing here is Streamlit; numbers come as answers."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from html import escape

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from timpora.draw import figures, looks, sentences
from timpora.draw.geometry import Geometry
from timpora.draw.maps import STATIC
from timpora.draw.markup import Markup, join, profile_href, tag
from timpora.text import day, month, say
from timpora.web import state
from timpora.web.access import Viewer, viewer
from timpora.web.answers import ask, today

_FEW = 3  # areas that are named where more are meant
_STYLE = "".join((STATIC / name).read_text("utf-8") for name in ("dasar.css", "akses.css"))


def style() -> None:
    """The colours of both themes, and what all pages look like."""
    # What Streamlit puts outside of its own element, a list that drops down for one, has the theme of the session.
    st.html(f"<style>{looks.variables(st.context.theme.type or 'light')}{_STYLE}</style>")


def enlarge() -> None:
    """The words of a page as they are read from the back of a room."""
    st.html(
        "<style>.answer{font-size:1.6rem}.area{font-size:1.6rem}.headline{font-size:2.4rem}.facts,.muted,.note,"
        "[data-testid=stCaptionContainer]{font-size:1.15rem}</style>"
    )


def sample_mark() -> None:
    """Every page says so while sample data is shown."""
    meta = ask(viewer(), "snapshot").iloc[0]
    if meta.is_sample:
        words = say("app.sample", day=day(meta.sample_day))
        st.html(f'<div class="sample-mark" role="note">{escape(words)}</div>')


def answer(sentence: str) -> None:
    """The one sentence under a page's title."""
    st.html(f'<p class="answer">{escape(sentence)}</p>')


def switch(name: str, options: Sequence[str], sentence: str) -> str:
    """One of a few, all of them to be seen, at first the first; an option is called {sentence}.{option}.

    name: in the URL.
    """
    widget = partial(
        st.segmented_control,
        say(sentence),
        format_func=lambda code: say(f"{sentence}.{code}"),
        label_visibility="collapsed",
        required=True,
    )
    return state.pick(widget, name, options, options[0])


def choose_period(who: Viewer) -> date:
    """The month of the view (`periode=2024-10` in the URL), with a step back and a step forward beside it."""
    months = {f"{period:%Y-%m}": period.date() for period in ask(who, "periods")["period"]}
    codes = list(months)
    back, choice, forward = st.columns([1, 4, 1], gap="xxsmall", vertical_alignment="bottom")
    with choice:
        widget = partial(st.selectbox, say("map.period"), format_func=lambda code: month(months[code]))
        chosen = state.pick(widget, "periode", codes, codes[0])
    place = codes.index(chosen)
    for column, step, icon, name in ((back, 1, "chevron_left", "earlier"), (forward, -1, "chevron_right", "later")):
        there = place + step
        column.button(
            say(f"map.{name}"),
            icon=f":material/{icon}:",
            key=f"month_{name}",
            disabled=not 0 <= there < len(codes),
            on_click=_step,
            args=(codes, step),
        )
    return months[chosen]


def choose_area(who: Viewer) -> pd.Series:
    """The area of the view (`wilayah` in the URL): the office, a kabupaten or a kecamatan."""
    groups = _groups(who)
    widget = partial(st.selectbox, say("map.area"), format_func=area_names(groups).get)
    return groups.loc[state.pick(widget, "wilayah", list(groups.index), groups.index[0])]


def choose_election(elections: pd.DataFrame, now: date) -> str | None:
    """The election of the view (`pemilihan` in the URL), at first the nearest; None where none is known.

    elections: answers/elections.sql.
    """
    nearest = sentences.nearest_election(elections, now)
    if nearest is None:
        st.caption(say("election.none"))
        return None
    names = {
        row.election: f"{row.election_name} ({say('estimate')})" if row.is_estimate else row.election_name
        for row in elections.itertuples()
    }
    widget = partial(st.selectbox, say("trend.election"), format_func=names.get)
    return state.pick(widget, "pemilihan", list(names), nearest.election)


def search_area(who: Viewer) -> None:
    """A box to find an area by name; it empties itself, because a click on the map chooses areas too."""
    groups = _groups(who)
    st.selectbox(
        say("map.search"),
        list(groups.index),
        index=None,
        format_func=area_names(groups).get,
        placeholder=say("map.search_hint"),
        key="cari",
        on_change=_found,
    )


def held_area(who: Viewer) -> pd.Series:
    """The area of the view as it stands, chosen by a click, a search or the URL."""
    groups = _groups(who)
    return groups.loc[state.held("wilayah", list(groups.index), groups.index[0])]


def area_head(area: pd.Series, period: date) -> None:
    """The name of the chosen area, the way to a kecamatan's profile, and the way back to the whole office."""
    is_whole, parent = area.group_kind == "office", ""
    # A name alone needs no line around it, which every answer would have to bring.
    line = st if is_whole else st.container(horizontal=True, vertical_alignment="center")
    if area.group_kind == "kecamatan":
        to_profile = tag("a", say("profile.link"), href=profile_href(area.group_code, f"{period:%Y-%m}"))
        parent = tag("p", area.kabupaten_name, " · ", to_profile, class_="muted")
    line.html(f'<p class="area">{escape(area.group_name)}</p>{parent}')
    if not is_whole:
        line.button(say("map.whole_office"), on_click=_set, args=("wilayah", "kantor"), type="tertiary")


def _groups(who: Viewer) -> pd.DataFrame:
    return ask(who, "groups").set_index("group_code", drop=False)


def _found() -> None:
    if code := st.session_state["cari"]:
        state.put("wilayah", code)
        st.session_state["cari"] = None


def area_names(groups: pd.DataFrame) -> dict[str, str]:
    """How each area is called in a list: a kecamatan with its kabupaten, for there is more than one Barru."""
    named = zip(groups["group_code"], groups["group_name"], groups["group_kind"], groups["kabupaten_name"], strict=True)
    return {code: f"{name}, {parent}" if kind == "kecamatan" else name for code, name, kind, parent in named}


def _step(codes: list[str], step: int) -> None:
    # From where the view is when the click arrives: a second quick click is a second month.
    place = codes.index(st.session_state["periode"]) + step
    state.put("periode", codes[min(max(place, 0), len(codes) - 1)])


def _set(name: str, value: str) -> None:
    state.put(name, value)


def source_note(sources: pd.DataFrame, who: Viewer) -> None:
    """Under every picture: agency, period, received when, how old."""
    st.caption(sentences.source_note(sources, today(who)))


def rounding_note(*answers: pd.DataFrame) -> None:
    """Once on a page, under its pictures: what ≈ means, where any of these answers has a rounded number."""
    for said in rounding_notes(*answers):
        st.caption(said)


def rounding_notes(*answers: pd.DataFrame) -> list[str]:
    """What `rounding_note` says, for whoever says it with something else."""
    return [say("figure.rounding")] if any(answer["is_rounded"].any() for answer in answers) else []


def table(
    place: DeltaGenerator, frame: pd.DataFrame | Styler, numbers: Iterable[str], *, hide_index: bool = False
) -> None:
    """A table that can be searched. numbers: columns of written numbers, which end under one another."""
    right = {name: st.column_config.Column(alignment="right") for name in numbers}
    place.dataframe(frame, hide_index=hide_index, column_config=right)


def headline(chosen: pd.Series, layer: pd.Series, links: Markup) -> None:
    """The layer's number for the chosen area, large, what it was made from, the way there, and what the layer means."""
    number = tag("p", figures.in_layer(chosen, layer), class_="headline")
    made = tag("p", sentences.made_from(chosen, layer), class_="muted")
    # One element: each further one would bring a hundred bytes of its own with every answer.
    st.html(join([number, made, links, tag("p", sentences.layer_note(layer), class_="note")]))


def geometry_notices(shapes: Geometry, values: pd.DataFrame) -> list[str]:
    """What the map cannot show, said beside it: no boundaries, or kecamatan without a polygon, the first by name."""
    missing = list(values.loc[values["area_code"].isin(shapes.missing), "area_name"])
    notices = [shapes.notice] if shapes.notice else []
    if missing:
        more = say("scope.more", n=len(missing) - _FEW) if len(missing) > _FEW else ""
        notices.append(say("map.without_polygon", n=len(missing), names=", ".join(missing[:_FEW]) + more))
    return notices
