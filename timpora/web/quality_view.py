"""What /mutu-data shows: which part of it, which report, which comparison, which number; all chosen in the URL."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from timpora.draw import agreement, provenance, reports
from timpora.draw.maps import STATIC
from timpora.measure.quality import Pair
from timpora.text import month, number, period_of, say
from timpora.web import state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement

PARTS = ("masuk", "banding", "koreksi", "asal")
ALL = "semua"
_RANGES = {"12": 12, "24": 24, ALL: None}
_USUAL = "24"


@dataclass(frozen=True)
class Comparison:
    pair: Pair
    period: date
    rows: pd.DataFrame  # answers/agreement.sql
    first: agreement.Side
    second: agreement.Side
    described: pd.DataFrame  # both measures, of answers/measures.sql

    @property
    def measures(self) -> tuple[str, str]:
        return self.pair.first, self.pair.second

    @property
    def notes(self) -> list[str]:
        return notes(self.pair, self.described)


@dataclass(frozen=True)
class Origin:
    measure: pd.Series  # answers/measures.sql
    area: pd.Series  # answers/groups.sql
    period: date
    beside: pd.Series | None  # the measure that must be known too, where one was asked for
    rows: pd.DataFrame  # answers/origin.sql
    whole: pd.Series  # the number of the area itself: value, state, is_rounded, cells

    @property
    def answer(self) -> str:
        beside = None if self.beside is None else self.beside.measure_name
        name = self.area.group_name
        return provenance.origin_answer(self.rows, self.whole, self.measure, name, self.period, beside)

    @property
    def notes(self) -> list[str]:
        """What a reader of the rows must know: which month counts, and where one number is of many rows."""
        notes = [say("origin.as_of", period=month(self.period))]
        if provenance.is_rounded_apart(self.rows, self.whole):
            notes.append(say("origin.rounded_apart"))
        if self.measure.grain == "item" or self.measure.rhythm == "stage":
            notes.append(say("origin.first_row"))
        return notes


def notes(pair: Pair, described: pd.DataFrame) -> list[str]:
    """Why the two of a pair may differ although nobody is wrong, and by which rule they are judged.

    described: both measures, of answers/measures.sql.
    """
    words = {"share": number(100 * pair.share), "unit": described["unit"].iloc[0]}
    rule = say("agreement.rule", allowed=pair.allowed, smallest=pair.smallest, **words)
    if described["is_rounded"].any():
        rule += f" {say('agreement.rule_rounded')}"
    return [pair.caution, f"{rule} {pair.why}"]


def style() -> None:
    st.html(STATIC / "mutu.css")


def choose_part() -> str:
    """The part of the page (`bagian` in the URL). A link to the origin of a number opens that part."""
    if "asal" in st.query_params and "bagian" not in st.query_params:
        state.put("bagian", "asal")
    return _segments("bagian", PARTS, PARTS[0], say("quality.part"), "quality.part")


def choose_cells(who: Viewer) -> pd.DataFrame:
    """The matrix of the chosen range (`rentang` in the URL): answers/report_matrix.sql."""
    chosen = _segments("rentang", tuple(_RANGES), _USUAL, say("trend.range"), "trend.range")
    return ask(who, "report_matrix", today=today(who), months=_RANGES[chosen])


def kept() -> dict[str, str]:
    """What the links of the matrix keep of the view."""
    return {"bagian": PARTS[0], "rentang": st.session_state["rentang"]}


def _segments(name: str, options: tuple[str, ...], default: str, label: str, words: str) -> str:
    widget = partial(
        st.segmented_control,
        label,
        format_func=lambda code: say(f"{words}.{code}"),
        label_visibility="collapsed",
        required=True,
    )
    return state.pick(widget, name, options, default)


def choose_report(cells: pd.DataFrame) -> pd.Series | None:
    """One cell of the matrix (`sumber` and `bulan` in the URL); None for a source that never came.

    Unless asked otherwise it is one that needs a look: the newest that is waited for, else the newest of all.
    """
    asked = cells[cells["state"] != "not_expected"]
    first = pd.concat([reports.awaited(asked), asked.sort_values("period", ascending=False, kind="stable")])
    names = {row.source: reports.source_name(row) for row in cells.drop_duplicates("source").itertuples()}
    which, when, words = st.columns([4, 2, 6], vertical_alignment="bottom")
    with which:
        widget = partial(st.selectbox, say("reports.source"), format_func=names.get)
        source = state.pick(widget, "sumber", list(names), first.iloc[0].source)
    own = asked[asked["source"] == source].sort_values("period", ascending=False)
    if own.empty:
        words.info(say("reports.never_of_source"))
        return None
    months = {f"{row.period:%Y-%m}": period_of(row.period, row.rhythm) for row in own.itertuples()}
    wanted = first[first["source"] == source].iloc[0]
    with when:
        widget = partial(st.selectbox, say("reports.period"), format_func=months.get)
        chosen = state.pick(widget, "bulan", list(months), f"{wanted.period:%Y-%m}")
    cell = own.iloc[list(months).index(chosen)]
    words.html(reports.chosen(cell))
    return cell


def compare(who: Viewer) -> Comparison:
    """Two numbers side by side (`pasangan` and `periode` in the URL)."""
    _needs_a_month(who)
    pairs = judgement().pairs
    which, when, _ = st.columns([6, 4, 3], vertical_alignment="bottom")
    with which:
        widget = partial(
            st.segmented_control, say("agreement.pair"), format_func=lambda code: pairs[code].name, required=True
        )
        pair = pairs[state.pick(widget, "pasangan", list(pairs), next(iter(pairs)))]
    with when:
        period = ui.choose_period(who)
    rows = ask(
        who,
        "agreement",
        first=pair.first,
        second=pair.second,
        period=period,
        smallest=pair.smallest,
        allowed=pair.allowed,
        share=pair.share,
    )
    described = ask(who, "measures").set_index("measure", drop=False)
    both = described.loc[[pair.first, pair.second]]
    sides = [agreement.Side(row.measure, row.measure_name, row.agency_name, row.rhythm) for row in both.itertuples()]
    return Comparison(pair, period, rows, *sides, both)


def _needs_a_month(who: Viewer) -> None:
    """Ends the page with a sentence while no monthly report has come: there is no month to choose."""
    if ask(who, "periods").empty:
        st.info(say("quality.no_month"))
        st.stop()


def choose_corrections(who: Viewer) -> pd.DataFrame:
    """The log of corrections, those that matter or all (`koreksi` in the URL): answers/corrections.sql."""
    chosen = _segments("koreksi", ("baru", ALL), "baru", say("corrections.which"), "corrections.which")
    months = None if chosen == ALL else judgement().months
    return ask(who, "corrections", today=today(who), months=months)


def rule_of_corrections() -> str:
    """How long a correction is shown, and why."""
    return say("corrections.rule", months=judgement().months, why=judgement().why_months)


def trace(who: Viewer) -> Origin:
    """The number whose origin is asked for (`asal`, `wilayah`, `periode` and `bersama` in the URL)."""
    _needs_a_month(who)
    measures = ask(who, "measures").set_index("measure", drop=False)
    names = {row.measure: f"{row.measure_name} · {row.agency_name}" for row in measures.itertuples()}
    which, where, when, base = st.columns([4, 3, 4, 3], vertical_alignment="bottom")
    with which:
        widget = partial(st.selectbox, say("origin.measure"), format_func=names.get)
        measure = measures.loc[state.pick(widget, "asal", list(names), next(iter(names)))]
    with where:
        area = ui.choose_area(who)
    with when:
        period = ui.choose_period(who)
    with base:
        beside = _beside(who, measure.measure, measures)
    rows = ask(who, "origin", measure=measure.measure, area=area.group_code, period=period, beside=beside)
    whole = _own_number(who, measure.measure, area.group_code, period, beside)
    return Origin(measure, area, period, None if beside is None else measures.loc[beside], rows, whole)


def _own_number(who: Viewer, measure: str, area: str, period: date, beside: str | None) -> pd.Series:
    """The number of an area as every page shows it, over the kecamatan that have the measure beside it too."""
    if beside is None:
        return ask(who, "area_profile", area=area, period=period).set_index("measure").loc[measure]
    pair = {"first": measure, "second": beside, "smallest": 0, "allowed": 0, "share": 0}
    rows = ask(who, "agreement", period=period, **pair).set_index("group_code")
    names = {"first_value": "value", "first_state": "state", "first_rounded": "is_rounded", "first_cells": "cells"}
    return rows.loc[area, list(names)].rename(names)


def _beside(who: Viewer, measure: str, measures: pd.DataFrame) -> str | None:
    """The other half of a ratio or a comparison that this measure stands in, where a link asked for it."""
    layers = ask(who, "layers").dropna(subset="denominator")
    pairs = [*zip(layers["numerator"], layers["denominator"], strict=True)]
    pairs += [(pair.first, pair.second) for pair in judgement().pairs.values()]
    others = [other for a, b in pairs for own, other in ((a, b), (b, a)) if own == measure and other in measures.index]
    asked = st.query_params.get("bersama", st.session_state.get("bersama"))
    if asked not in [*others, ALL]:
        return None
    names = {ALL: say("origin.beside_all"), **{other: measures.loc[other, "measure_name"] for other in others}}
    widget = partial(st.selectbox, say("origin.beside_label"), format_func=names.get)
    chosen = state.pick(widget, "bersama", list(names), ALL)
    return None if chosen == ALL else chosen
