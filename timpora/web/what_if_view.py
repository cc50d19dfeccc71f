"""What /risiko shows under `simulasi`: the index under other weights and posts, marked, beside the official result.

What is changed is one text in the URL (`simulasi`); every slider, switch and box is a look at it and writes into it.
Nothing of it is stored.
"""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from timpora.draw import pictures, risk, risk_tables
from timpora.draw import what_if as drawing
from timpora.draw.markup import plain
from timpora.measure import what_if
from timpora.measure.method import Method, MethodError
from timpora.measure.what_if import OFFICIAL, Panel
from timpora.text import month, number, say
from timpora.web import map_view, measuring, state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask
from timpora.web.risk_view import Risk

_NAME = "simulasi"
_LOOKS = ("tabel", "resmi", "simulasi")
_TOLD = 4  # faults of a URL that are said


def show(who: Viewer, seen: Risk) -> None:
    """The controls, and what they make of the scores of the month."""
    ui.answer(say("what_if.official", answer=risk.answer(seen.scores, seen.method, seen.period)))
    if not seen.is_current:
        st.info(say("what_if.older"))
        return
    points = ask(who, "risk_points", period=seen.period)
    panel = what_if.panel(points, seen.scores["area_code"], seen.method)
    _play(who, seen, panel, what_if.scores(panel, seen.method))


@st.fragment
@measuring.part
def _play(who: Viewer, seen: Risk, panel: Panel, official: pd.DataFrame) -> None:
    """A slider that moves reruns this much and no more; nothing in it asks the snapshot for numbers."""
    if state.has_moved(periode=f"{seen.period:%Y-%m}"):
        st.rerun()
    state.tell_again(is_part=True)
    changes = _changes(seen.method)
    marked, reset = st.columns([8, 2], vertical_alignment="center")
    marked.html(drawing.band(changes, seen.method))
    reset.button(say("what_if.reset"), key="kembali_ke_resmi", on_click=_reset, disabled=not changes)
    try:
        method = what_if.changed(seen.method, changes)
    except MethodError as problem:
        method = None
        for fault in problem.faults:
            st.warning(plain(fault))
    left, right = st.columns([5, 7], gap="medium")
    with left, st.container(key="what_if_controls"):
        _controls(seen.method, what_if.official(seen.method) | changes, method)
    with right, st.container(key="what_if_results"):
        if method:
            now = what_if.ranged(what_if.scores(panel, method), panel, method)
            _results(who, seen, what_if.compare(seen.scores, official, now))
        else:
            st.caption(say("what_if.stopped"))
            st.html(risk_tables.all_places(seen.scores, f"{seen.period:%Y-%m}"))
    state.write()


def _changes(method: Method) -> dict[str, float]:
    """What is changed now; what a URL asks for and cannot have is said, and the rest of it kept."""

    def read(asked: str) -> str:
        changes, faults = what_if.read(asked, method)
        for fault in faults[:_TOLD]:
            st.warning(plain(fault))
        return what_if.text(changes)

    return what_if.read(state.held_text(_NAME, OFFICIAL, read), method)[0]


def _controls(method: Method, now: Mapping[str, float], made: Method | None) -> None:
    """A slider for each pillar, and under each its indicators. made: the changed method, where there is one."""
    shares = made.shares() if made else {}
    of = {pillar.id: [one for one in method.scored if one.pillar == pillar.id] for pillar in method.pillars}
    pillars = [pillar for pillar in method.pillars if of[pillar.id]]
    for place, pillar in zip(st.columns(len(pillars), vertical_alignment="bottom"), pillars, strict=True):
        with place:
            whole = sum(shares.get(one.id, 0.0) for one in of[pillar.id])
            _weight(pillar.id, _labelled(pillar.name, whole, made), now, method)
    for turn, pillar in enumerate(pillars):
        box = st.expander(pillar.name, key=f"pilar_{pillar.id}", expanded=turn == 0, on_change="rerun")
        if box.open:
            with box:
                for one in of[pillar.id]:
                    _indicator(one, now, method, shares.get(one.id, 0.0), made)
    st.caption(say("what_if.exposure"))


def _indicator(one, now: Mapping[str, float], method: Method, share: float, made: Method | None) -> None:
    """On or off, weight, and the two posts."""
    switch, weight, low, high = st.columns([11, 9, 5, 5], vertical_alignment="bottom")
    is_on = now[one.id] > 0
    other = 0.0 if is_on else what_if.official(method)[one.id]
    switch.toggle(f"{one.name}, {one.unit}", **_held(f"{one.id}.on", is_on, _put, one.id, other))
    with weight:
        _weight(one.id, _labelled(say("what_if.weight"), share, made), now, method)
    points = {"low": 0, "high": 100} if one.direction == 1 else {"low": 100, "high": 0}
    for place, end in ((low, "low"), (high, "high")):
        key = f"{one.id}.{end}"
        step = 10.0**-one.decimals
        label = say("what_if.post", n=number(points[end]))
        place.number_input(label, step=step, format="%g", **_held(key, float(now[key]), _put_held, key, 1))


def _weight(key: str, label: str, now: Mapping[str, float], method: Method) -> None:
    """A slider in hundredths."""
    most = round(100 * what_if.heaviest(method))
    st.slider(label, 0, most, **_held(key, round(100 * now[key]), _put_held, key, 100))


def _labelled(name: str, share: float, made: Method | None) -> str:
    return say("what_if.share", name=name, share=number(100 * share)) if made else name


def _held(key: str, value: float, change, *arguments: object) -> dict:
    """What makes a widget a look at the changes: it shows what they say, and writes into them."""
    widget = f"{_NAME}.{key}"
    if st.session_state.get(widget) != value:
        state.put(widget, value)
    return {"key": widget, "on_change": change, "args": arguments}


def _put_held(key: str, scale: int) -> None:
    _put(key, st.session_state[f"{_NAME}.{key}"] / scale)


def _put(key: str, value: float) -> None:
    st.session_state[_NAME] = what_if.put(st.session_state[_NAME], key, value)


def _reset() -> None:
    st.session_state[_NAME] = OFFICIAL


def _results(who: Viewer, seen: Risk, both: pd.DataFrame) -> None:
    """Classes before and after, and where it moves: as a table, or on the map."""
    counts, told = st.columns([5, 6], vertical_alignment="center")
    counts.html(drawing.classes(both))
    told.html(drawing.told(both, is_whole=who.scope is None))
    look = st.segmented_control(
        say("what_if.look"),
        _LOOKS,
        default=_LOOKS[0],
        format_func=lambda code: say(f"what_if.look.{code}"),
        label_visibility="collapsed",
        required=True,
        key="simulasi_tampilan",
    )
    if look == "tabel":
        st.html(drawing.places(both, f"{seen.period:%Y-%m}"))
        return
    _map(who, seen, both, is_simulated=look == "simulasi")


def _map(who: Viewer, seen: Risk, both: pd.DataFrame, *, is_simulated: bool) -> None:
    """The map in official or in simulated colours; of the kecamatan that was clicked, both."""
    drawing_as = drawing if is_simulated else risk
    drawn, values = drawing_as.layer(seen.method), drawing_as.mapped(both)
    row = st.container()  # above the map, and there before a click: the map keeps its place in the page
    _, shapes = map_view.choose_form(who, seen.period)
    code = ui.held_area(who).group_code
    drawn = pictures.picture(values, drawn, month(seen.period), drawing.texts(both))
    map_view.show([drawn], shapes, code, "peta_simulasi")
    if len(chosen := both[both["area_code"] == code]):
        row.html(drawing.rows(chosen, f"{seen.period:%Y-%m}", len(both["place_now"].dropna())))
