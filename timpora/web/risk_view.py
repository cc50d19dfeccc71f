"""What /risiko shows: its parts, the month, the kecamatan, and the answers that several parts share."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import pandas as pd
import streamlit as st

from timpora.draw import chart_tables, pictures, risk, risk_charts, risk_places, risk_tables
from timpora.draw.maps import STATIC
from timpora.measure import method as methods
from timpora.measure.method import Method
from timpora.text import language, month, number, say
from timpora.text.data import translated
from timpora.web import chart, map_view, measuring, state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask

PARTS = ("perhatian", "penjelasan", "pemilihan", "instansi", "simulasi")


@dataclass(frozen=True)
class Risk:
    """The index of one month, by one method."""

    period: date
    method: Method
    is_current: bool
    scores: pd.DataFrame  # answers/risk_scores.sql
    parts: pd.DataFrame  # answers/risk_parts.sql; of the method in force

    def row(self, code: str):
        """One kecamatan's row."""
        return next(self.scores[self.scores["area_code"] == code].itertuples())

    def own(self, code: str) -> pd.DataFrame:
        return self.parts[self.parts["area_code"] == code]


def style() -> None:
    st.html(STATIC / "risiko.css")


def choose_part() -> str:
    """The part of the page (`bagian` in the URL)."""
    return ui.switch("bagian", PARTS, "risk.part")


def choose_method(who: Viewer) -> pd.Series:
    """The method that is chosen (`metode` in the URL), where there is more than one: a row of answers/methods.sql."""
    known = ask(who, "methods").set_index("method", drop=False)
    chosen = known.index[0]
    if len(known) > 1:
        names = {row.method: say("risk.method_name", version=row.method) for row in known.itertuples()}
        widget = partial(st.selectbox, say("risk.method"), format_func=names.get)
        with st.columns([3, 9])[0]:
            chosen = state.pick(widget, "metode", list(known.index), chosen)
    return known.loc[chosen]


def read(who: Viewer, period: date) -> Risk:
    """The index of a month by the method that is chosen."""
    return of_method(who, period, choose_method(who))


def of_method(who: Viewer, period: date, chosen: pd.Series) -> Risk:
    """The index of a month by a method. chosen: a row of answers/methods.sql."""
    scores = ask(who, "risk_scores", period=period, method=chosen.method)
    parts = ask(who, "risk_parts", period=period)
    if not chosen.is_current:
        parts = parts.iloc[:0]  # they are of the method in force: they do not explain another one's scores
    return Risk(period, parsed(chosen.text), bool(chosen.is_current), scores, parts)


def parsed(text: str) -> Method:
    """A method as it is told: its words in the language of the moment, its numbers as they are."""
    return _parsed(text, language())


@lru_cache(maxsize=8)
def _parsed(text: str, language: str) -> Method:
    return translated(methods.parse(text))


def in_force(who: Viewer) -> Method:
    """The method that the published scores are explained by."""
    known = ask(who, "methods")
    return parsed(known.loc[known["is_current"].astype(bool), "text"].iloc[0])


def how(seen: Risk) -> str:
    """Under every part: how the scores were made, and by which method."""
    rules = seen.method.rules
    words = {"version": seen.method.version, "share": number(100 * rules.interval), "draws": number(rules.draws)}
    said = say("risk.how", n=number(len(seen.method.scored)), **words)
    return said if seen.is_current else " ".join([say("risk.how_older"), said])


def overview(who: Viewer, seen: Risk, known: str) -> None:
    """One screen for leaders: the map, the few kecamatan to look at; known: how fresh, and what is missing."""
    found = risk.attention(seen.scores, seen.method)
    drawn, values = risk.layer(seen.method), risk.mapped(seen.scores)
    form, shapes = map_view.choose_form(who, seen.period)
    _map_and_places(who, seen, values, drawn, (form, shapes), found)
    st.caption(say("risk.exposure") + " " + known)


@st.fragment
@measuring.part
def _map_and_places(who: Viewer, seen: Risk, values: pd.DataFrame, drawn, chosen, found: pd.DataFrame) -> None:
    """A click on the map reruns this much and no more. chosen: answer of map_view.choose_form."""
    form, shapes = chosen
    if state.has_moved(periode=f"{seen.period:%Y-%m}", bentuk=form):
        st.rerun()
    picture, beside = st.columns([7, 5])
    area = ui.held_area(who)
    with beside, st.container(key="beside_risk"):
        if area.group_kind == "kecamatan":
            ui.area_head(area, seen.period)
            explain_briefly(who, seen, area.group_code)
        else:
            st.html(risk_places.places(found, seen.parts, seen.method, f"{seen.period:%Y-%m}"))
    with picture, st.container(key="peta_risiko"):
        drawn = pictures.picture(values, drawn, month(seen.period), risk.texts(seen.scores))
        map_view.show([drawn], shapes, area.group_code)
    state.write()


def explain_briefly(who: Viewer, seen: Risk, code: str) -> None:
    """Why this colour, for the kecamatan that was clicked."""
    row, values = seen.row(code), ask(who, "risk_values", area=code, period=seen.period)
    st.html(risk_places.why_block(row, seen.own(code), risk_tables.lacking(values), seen.method))
    st.html(risk_tables.briefly(values))


def choose_kecamatan(who: Viewer, seen: Risk) -> str:
    """The kecamatan of the view; where none is chosen, the first of those to look at."""
    area = ui.held_area(who)
    if area.group_kind == "kecamatan":
        return area.group_code
    inside = seen.scores
    if area.group_kind == "kabupaten":
        inside = inside[inside["kabupaten_code"] == area.group_code]
    return first_to_look_at(inside)


def first_to_look_at(scores: pd.DataFrame) -> str:
    """The kecamatan with the highest score; one without a score only where no other is there."""
    return scores.sort_values("score", ascending=False, na_position="last")["area_code"].iloc[0]


def explain(who: Viewer, seen: Risk) -> None:
    """One kecamatan: the way from the office's middle to its score, what changed, every indicator, what helps."""
    with st.columns([3, 9])[0]:
        ui.search_area(who)
    code = choose_kecamatan(who, seen)
    row, own = seen.row(code), seen.own(code)
    values = ask(who, "risk_values", area=code, period=seen.period)
    changes = ask(who, "risk_changes", area=code, period=seen.period)
    st.html(risk_places.head(row, f"{seen.period:%Y-%m}"))
    st.html(risk_places.why_block(row, own, risk_tables.lacking(values), seen.method))
    if not seen.is_current:
        _history(who, code, row, seen)
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        if row.state == "reported":
            figure, alt = risk_charts.waterfall(own, row), risk_charts.waterfall_words(own, row)
            chart.show(figure, "air_terjun", alt)
            if box := chart.numbers("tabel_air_terjun"):
                box.html(chart_tables.waterfall(own, row))
        st.html(risk_tables.mending(own))
    with right:
        st.html(risk_tables.changes(changes, values, row))
        _history(who, code, row, seen)
    st.html(risk_tables.values(values, seen.period))


def _history(who: Viewer, code: str, row, seen: Risk) -> None:
    history = ask(who, "risk_history", area=code)
    figure, alt = risk_charts.history(history, seen.method), risk_charts.history_words(history, row)
    chart.show(figure, "riwayat", alt)
    if box := chart.numbers("tabel_riwayat"):
        box.html(chart_tables.history(history))
