"""The election clock of /tren: a measure by days to the vote, with the same phase of the elections before under it."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import clock_chart, clock_words, election
from timpora.draw.maps import STATIC
from timpora.intake.contracts import RHYTHMS
from timpora.measure import clock
from timpora.text import say
from timpora.web import chart, navigation, trend_choices, trend_marks, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

MOST = 12  # panels that can be told apart on one screen


def show(who: Viewer) -> None:
    """The choices, the answer in a sentence, the panels, where they are from, the table."""
    periods = ask(who, "periods")["period"]
    st.html(STATIC / "pemilihan.css")
    answer = st.empty()
    what, where, beside, vote, before = st.columns([3, 3, 3, 3, 4], vertical_alignment="bottom")
    with what:
        measure = trend_choices.measure(who)
    with where:
        area = ui.choose_area(who)
    with beside:
        others = trend_choices.others(who)
    areas = places(who, area, others)
    elections = ask(who, "elections", areas=areas)
    with vote:
        code = ui.choose_election(elections, today(who))
    if code is None:
        return
    chosen = elections.set_index("election", drop=False).loc[code]
    asked = {"election": code, "before": clock.BEFORE, "after": clock.AFTER}
    series = ask(who, "clock_series", measure=measure.measure, areas=areas[:MOST], **asked)
    series = trend_marks.segmented(series, measure.measure)
    with before:
        series = _laid_under(series)
        is_shared = (
            series["group_code"].nunique() < 2 or ui.switch("sumbu", ("sama", "sendiri"), "clock.scale") == "sama"
        )
    newest = periods.max().date()
    _draw(who, measure, chosen, series, answer, newest, is_office=area.group_kind == "office", is_shared=is_shared)
    if len(areas) > MOST:
        st.caption(say("clock.too_many", n=MOST, all=len(areas)))


def places(who: Viewer, area: pd.Series, others: list[str]) -> tuple[str, ...]:
    """Group codes of the panels. The office is drawn by kabupaten: its parts voted on different days before."""
    if area.group_kind != "office":
        return tuple(dict.fromkeys([area.group_code, *others]))
    groups = ask(who, "groups").set_index("group_code")["group_kind"]
    for kind in ("kabupaten", "kecamatan"):  # who may see parts of kabupaten only has no whole one
        if len(own := list(groups[groups == kind].index)):
            return tuple(dict.fromkeys([*own, *(code for code in others if code != area.group_code)]))
    return ()


def _laid_under(series: pd.DataFrame) -> pd.DataFrame:
    """The last election before, or all of them (`dulu` in the URL), where there is more than one."""
    if series.empty or series["place"].max() < 2:
        return series
    chosen = ui.switch("dulu", ("terakhir", "semua"), "clock.before_which")
    return series if chosen == "semua" else series[series["place"] <= 1]


def _draw(who, measure, chosen: pd.Series, series: pd.DataFrame, answer, newest: date, *, is_office, is_shared) -> None:
    now = today(who)
    months = RHYTHMS[measure.rhythm]
    phases = clock.phases(series, now, months) if len(series) else series
    if phases.empty:
        sentence = clock_words.silent(chosen, newest, measure.measure_name, is_held=len(series) > 0)
    else:
        sentence = clock_words.answer(phases, measure.unit)
    with answer.container():
        st.html(election.clock(chosen, now))
        ui.answer(sentence)
    if series.empty:
        return
    bands = _bands(who, series)
    axis = clock_chart.Axis(
        unit=measure.unit,
        election_name=chosen.election_name,
        is_estimate=bool(chosen.is_estimate),
        today=_today_on(chosen, now),
        is_shared=is_shared,
        heads=clock_words.heads(phases, measure.unit) if len(phases) else {},
    )
    alt = say("clock.alt", measure=measure.measure_name, name=chosen.election_name, answer=sentence)
    figure = clock_chart.clock(series, bands, axis)
    chart.show(figure, "hari", alt)
    codes = tuple(series["group_code"].unique())
    first = series.loc[~series["is_outside"], "period"].min()
    since = newest if pd.isna(first) else first.date()
    shown = {"areas": codes, "since": since, "until": newest}
    ui.source_note(ask(who, "measure_sources", measure=measure.measure, **shown), who)
    ui.rounding_note(series)
    if not is_shared:
        st.caption(say("clock.own_scales"))
    for note in clock_words.notes(series, bands, is_office=is_office):
        st.caption(note)
    navigation.link("risiko", say("clock.to_stages"), bagian="pemilihan", pemilihan=chosen.election)
    if table := chart.numbers("tabel_hari"):
        written = clock_words.table(series, months)
        ui.table(table, written, numbers=written.columns)


def _today_on(chosen: pd.Series, now: date) -> int | None:
    days = (now - chosen.voting_day.date()).days
    return days if -clock.BEFORE <= days <= clock.AFTER and not chosen.is_estimate else None


def _bands(who: Viewer, series: pd.DataFrame) -> pd.DataFrame:
    """The stages of every election that is drawn, on its own clock, the chosen one's first."""
    drawn = series.drop_duplicates("election").sort_values("place", kind="stable")
    found = [
        clock.bands(ask(who, "stages", election=row.election), row.voting_day.date()).assign(
            election_name=row.election_name, is_earlier=row.place > 0, is_estimate=row.is_estimate
        )
        for row in drawn.itertuples()
    ]
    return pd.concat(found, ignore_index=True)
