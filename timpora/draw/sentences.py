"""Answers as sentences, by fixed rules: frame → Indonesian. No language model writes here."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.text import age, day, month, number, period_of, say


def source_note(sources: pd.DataFrame, today: date) -> str:
    """Agency, period, received when, how old, for every source behind a picture.

    sources: one row per source as answers/layer_sources.sql gives it. First and last arrival are both named; the age
    counts from the last.
    """
    notes = [_one_source(row, today) for row in sources.itertuples()]
    return say("source.note", sources=" · ".join(notes))


def _one_source(row, today: date) -> str:
    name = say("source.name", agency=row.agency_name, source=row.source_name)
    if pd.isna(row.newest_period):
        return say("source.nothing", name=name)
    first, last = row.first_received_on.date(), row.last_received_on.date()
    return say(
        "source.received" if first == last else "source.received_between",
        name=name,
        period=_span(row.oldest_period, row.newest_period, lambda period: period_of(period, row.rhythm)),
        first=day(first),
        received=day(last),
        age=age((today - last).days),
    )


def _span(first: date, last: date, show: Callable[[date], str]) -> str:
    return show(last) if first == last else f"{show(first)}–{show(last)}"


def coverage(reporting: int, expected: int) -> str:
    """ "61 dari 68 kecamatan melaporkan"."""
    return say("coverage", n=number(reporting), all=number(expected))


def map_answer(values: pd.DataFrame, whole: pd.Series, layer: pd.Series, period: date) -> str:
    """The sentence above the map: the office's number and how many kecamatan stand behind it.

    values: answers/map_layer.sql; whole: the row of answers/layer_value.sql for the office; layer: answers/layers.sql.
    """
    counts = values["state"].value_counts()
    words = {"layer": layer.layer_name, "period": month(period)}
    if whole.state != "reported":
        return say("map.answer_empty", **words, empty=say(f"empty.{whole.state}"))
    words["value"] = figures.in_layer(whole, layer)
    if isinstance(layer.indicator, str):
        said = [say("map.answer_median", **words, n=number(whole.areas_reporting))]
    elif isinstance(layer.denominator, str):
        said = [say("map.answer_rate", **words, coverage=coverage(whole.areas_reporting, whole.areas_expected))]
    else:
        some, zero = (number(int(count)) for count in ((values["value"] > 0).sum(), (values["value"] == 0).sum()))
        # A kecamatan of "0–4" may have people too, so it is not said that they are only in the others.
        key = "map.answer_rounded" if whole.is_rounded else "map.answer_count"
        said = [say(key, **words, some=some, zero=zero)]
    if not isinstance(layer.denominator, str):  # of a ratio, who reported was said
        said += [say("map.answer_missing", n=number(count)) for count in [counts.get("not_reported", 0)] if count]
    for state in ("suppressed", "insufficient"):
        if count := counts.get(state, 0):
            said.append(say(f"map.answer.{state}", n=number(int(count))))
    return " ".join(said)


def map_title(layer: pd.Series) -> str:
    """What the map answers: where people are, or where there is something to mend."""
    return say("map.title" if layer.palette == "exposure" else "map.title_attention")


def layer_note(layer: pd.Series) -> str:
    """Beside the map: what a layer means, what of it asks for attention, and who brings the numbers.

    layer: a row of answers/layers.sql.
    """
    said = [layer.meaning, say(f"layer.direction.{layer.direction}")]
    if layer.is_shrunk:
        said.append(say("layer.shrunk"))
    return " ".join([*said, say("layer.source", agency=layer.agency)])


def trend_answer(trend: pd.DataFrame, unit: str) -> str:
    """What the lines show: for each group its newest value and that of the same month a year before.

    trend: answers/trend.sql. Where part of the kecamatan reported it is said, and two months are compared only when
    as many kecamatan stand behind both; a difference that rounding can make is said to be none.
    """
    return " ".join(_line_answer(name, series, unit) for name, series in trend.groupby("group_name", sort=False))


def _line_answer(name: str, series: pd.DataFrame, unit: str) -> str:
    known = series[series["state"] != "not_reported"]
    if known.empty:
        return say("trend.answer_none", name=name)
    last = known.iloc[-1]
    words = {"name": name, "value": figures.said(last, unit), "period": month(last.period)}
    is_comparable = (
        (known["period"] == last.period - pd.DateOffset(years=1))
        & (known["state"] == "reported")
        & (known["areas_reporting"] == last.areas_reporting)
    )
    if last.state == "reported" and is_comparable.any():
        before = known[is_comparable].iloc[0]
        sentence = say("trend.answer_then", **words, then=figures.said(before, unit))
        if not figures.is_told(last, before):
            sentence += f" ({say('figure.within_rounding')})"
    else:
        sentence = say("trend.answer_now", **words)
    if last.areas_reporting < last.areas_expected:
        sentence += f" ({coverage(last.areas_reporting, last.areas_expected)})"
    return f"{sentence}."


def election_clock(elections: pd.DataFrame, today: date) -> str:
    """ "22 hari menuju pemungutan suara Pilkada 2024 (27 November 2024)": the vote that matters now.

    elections: answers/elections.sql, oldest first; see `nearest_election`. The days to an estimate are not counted.
    """
    chosen = nearest_election(elections, today)
    if chosen is None:
        return say("election.none")
    words = {"name": chosen.election_name, "day": day(chosen.voting_day)}
    if chosen.is_estimate:
        return say("election.estimate", **words, source=chosen.election_source)
    days = (chosen.voting_day.date() - today).days
    key = "election.ahead" if days > 0 else "election.today" if days == 0 else "election.past"
    return say(key, n=number(abs(days)), **words)


def nearest_election(elections: pd.DataFrame, today: date):
    """The next certain vote; else the last one held; else an estimate; None where none is known. A row of elections."""
    certain = elections[~elections["is_estimate"].astype(bool)]
    ahead = certain[certain["voting_day"] >= pd.Timestamp(today)]
    for candidates in (ahead, certain.iloc[::-1], elections):
        if len(candidates):
            return candidates.iloc[0]
    return None


def made_from(chosen: pd.Series, layer: pd.Series) -> str:
    """What the number of an area stands on: "Izin tinggal aktif · 12 dari 15 · 3 dari 4 kecamatan melaporkan"."""
    parts = [layer.layer_name]
    if chosen.state == "insufficient" and isinstance(layer.denominator, str):
        parts.append(say("map.small_base", n=number(layer.smallest_base)))
    elif isinstance(layer.denominator, str) and chosen.state == "reported":
        top = figures.written(chosen.numerator_value, is_rounded=chosen.is_rounded, cells=chosen.cells)
        parts.append(say("map.fraction", top=top, base=number(chosen.base_value)))
    if chosen.is_small_base:
        parts.append(say("table.small_base"))
    if chosen.areas_expected > 1 and isinstance(layer.indicator, str):
        of = {"n": number(chosen.areas_reporting), "all": number(chosen.areas_expected)}
        parts.append(say("layer.median", **of))
    elif chosen.areas_expected > 1:
        parts.append(coverage(chosen.areas_reporting, chosen.areas_expected))
    return " · ".join(parts)


def trend_notes(
    trend: pd.DataFrame, stages: pd.DataFrame, elections: pd.DataFrame, election: str | None, starts: date, ends: date
) -> list[str]:
    """What a reader of the chart must know: gaps and partial months where there are any, a vote out of sight."""
    notes = []
    if (trend["areas_reporting"] < trend["areas_expected"]).any():
        notes.append(say("trend.partial"))
    if (trend["state"] == "suppressed").any():
        notes.append(say("trend.withheld"))
    if len(zeros := trend[trend["value"] == 0]):
        notes.append(say("trend.zero", n=figures.written(0, is_rounded=bool(zeros["is_rounded"].any()))))
    for row in elections[elections["election"] == election].itertuples():
        if not starts <= row.voting_day.date() <= ends:
            notes.append(say("trend.vote_out_of_range", name=row.election_name, day=day(row.voting_day)))
        elif stages.empty:
            notes.append(say("trend.no_stages", name=row.election_name))
    return notes
