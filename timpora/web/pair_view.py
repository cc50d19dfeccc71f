"""Two agencies on /tren: two numbers that should agree, drawn together, and the month in which they parted."""

from functools import partial

import pandas as pd
import streamlit as st

from timpora.draw import disagreement, pair_chart, pair_words
from timpora.measure.quality import Pair
from timpora.text import say
from timpora.web import agreement_view, chart, quality_view, state, trend_choices, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement


def show(who: Viewer) -> None:
    """The choices, the answer in a sentence, both lines and their difference, which file to ask for, the table."""
    periods = ask(who, "periods")["period"]
    quality_view.style()
    answer = st.empty()
    which, where, span = st.columns([6, 3, 3], vertical_alignment="bottom")
    with which:
        pair = _choose_pair()
    with where:
        area = ui.choose_area(who)
    with span:
        starts = pd.Timestamp(trend_choices.starts(periods))
    until = periods.max().date()
    described = ask(who, "measures").set_index("measure", drop=False)
    both = described.loc[[pair.first, pair.second]]
    limits = {"smallest": pair.smallest, "allowed": pair.allowed, "share": pair.share}
    asked = {"first": pair.first, "second": pair.second, **limits}
    rows = ask(who, "pair_trend", area=area.group_code, until=until, **asked)
    partings = ask(who, "pair_parting", areas=(area.group_code,), period=until, **asked)
    parting = next(partings.itertuples(), None)
    names, unit = tuple(both["measure_name"]), both["unit"].iloc[0]
    sentence = pair_words.answer(rows, parting, names, area.group_name, unit)
    with answer.container():
        ui.answer(sentence)
    seen = rows[rows["month"] >= starts]
    lines = [say("pair.line", name=row.measure_name, agency=row.agency_name) for row in both.itertuples()]
    figure = pair_chart.pair(seen, pair_chart.Names(*lines, unit, parting.since if parting else None))
    alt = say("pair.alt", first=names[0], second=names[1], place=area.group_name, answer=sentence)
    chart.show(figure, "instansi", alt)
    st.caption(say("pair.how"))
    ui.source_note(ask(who, "agreement_sources", measures=(pair.first, pair.second), period=until), who)
    ui.rounding_note(both)
    for note in quality_view.notes(pair, both):
        st.caption(note)
    _ask_for(who, pair, area, described, until)
    if table := chart.numbers("tabel_instansi"):
        written = pair_words.table(seen, names)
        ui.table(table, written, numbers=written.columns[:3])


def _choose_pair() -> Pair:
    """The two that are compared (`pasangan` in the URL)."""
    pairs = judgement().pairs
    names = {pair.id: pair.name for pair in pairs.values()}
    widget = partial(st.segmented_control, say("agreement.pair"), format_func=names.get, required=True)
    return pairs[state.pick(widget, "pasangan", list(pairs), next(iter(pairs)))]


def _ask_for(who: Viewer, pair: Pair, area: pd.Series, described: pd.DataFrame, until) -> None:
    """Which places of the area are apart now, since when, and which file to ask for first: as on /risiko."""
    found = agreement_view.compared(who, pair, described, until)
    if area.group_kind != "office":
        is_own = found.rows["group_code"].str.startswith(area.group_code)
        found = disagreement.only(found, is_own)
    st.html(disagreement.by_pair([found], until, today(who), with_course=False))
    st.html(disagreement.finding_link(until))
