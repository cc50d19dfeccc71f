"""Answers as sentences, by fixed rules: frame → text. No language model writes here."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.text import age, day, month, number, period_of, say

_FEW = 3  # sources that are each told with their months and days


def source_note(sources: pd.DataFrame, today: date) -> str:
    """Agency, period, received when, how old, for every source behind a picture.

    sources: one row per source as answers/layer_sources.sql gives it. First and last arrival are both named; the age
    counts from the last.
    """
    notes = [_one_source(row, today) for row in sources.itertuples()]
    return say("source.note", sources=" · ".join(notes))


def brief_source_note(sources: pd.DataFrame, today: date) -> str:
    """As `source_note`; of many sources the agencies, and between which months their newest reports are."""
    known = sources.dropna(subset="newest_period")
    if len(sources) <= _FEW or known.empty:
        return source_note(sources, today)
    agencies = ", ".join(dict.fromkeys(known["agency_name"]))
    newest, oldest = known["newest_period"].max(), known["newest_period"].min()
    return say("source.brief", agencies=agencies, newest=month(newest), oldest=month(oldest))


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

    values: answers/layer_values.sql of the kecamatan; whole: its row of the office; layer: answers/layers.sql.
    """
    counts = Counter(values["state"])
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
