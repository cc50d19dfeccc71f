"""What a picture of /tren shows, as sentences by fixed rules: frame → text. No language model writes here."""

from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.draw.sentences import coverage
from timpora.draw.trend_stack import whole_months
from timpora.draw.trend_words import Reading, count, seen
from timpora.measure import ways
from timpora.text import day, month, number, say

_FEW = 3  # so many series are told one by one; of more the largest, and how many rose and fell
_AGAINST = {ways.MONTH: "report", ways.YEAR: "year"}


def answer(values: pd.DataFrame, reading: Reading) -> str:
    """What lines show: of each its newest value and how that stands to the same month a year before.

    values: as a way has them. Where part of the kecamatan reported it is said, and two months are compared only when
    as many kecamatan stand behind both; a difference that rounding can make is said to be none. Of more than three
    series the largest are told, and how many rose and fell.
    """
    values = seen(values)
    if values["group_code"].nunique() > _FEW:
        return _summary(values, reading)
    return " ".join(_line(series, reading) for _, series in values.groupby("group_code", sort=False))


def _line(series: pd.DataFrame, reading: Reading) -> str:
    name = series["group_name"].iloc[0] if len(series) else ""
    known = series[series["state"] != "not_reported"]
    if known.empty:
        return say("trend.answer_none", name=name)
    last = next(known.tail(1).itertuples())
    words = {"name": name, "value": reading.said(last), "period": month(last.period)}
    if last.state != "reported":
        sentence = say("trend.answer_now", **words)
    elif reading.is_change:
        sentence = say(f"trend.answer_{_AGAINST[reading.way]}", **words)
    elif reading.way == ways.INDEX:
        key = "trend.answer_index" if last.is_told else "trend.answer_index_untold"
        sentence = say(key, **words, base=month(reading.base_month))
    else:
        sentence = _beside_year_before(known, last, words, reading)
    if last.areas_reporting < last.areas_expected:
        sentence += f" ({coverage(last.areas_reporting, last.areas_expected)})"
    return f"{sentence}."


def _beside_year_before(known: pd.DataFrame, last, words: dict, reading: Reading) -> str:
    over = {ways.SUM: ".year", ways.MEAN: ".mean"}.get(reading.way, "")
    before = _year_before(known, last)
    if before is None:
        return say(f"trend.answer_now{over}", **words)
    key = _direction(last, before)
    return say(f"trend.answer_{key}{over}", **words, then=reading.text(before))


def _year_before(known: pd.DataFrame, last):
    """The row of the same month a year before, where as many kecamatan stand behind it."""
    is_comparable = (
        (known["period"] == last.period - pd.DateOffset(years=1))
        & (known["state"] == "reported")
        & (known["areas_reporting"] == last.areas_reporting)
        & (known["segment"] == last.segment if "segment" in known else True)
    )
    return next(known[is_comparable].itertuples(), None)


def _direction(last, before) -> str:
    """rose, fell, same; untold where rounding alone can make the difference."""
    gap, noise = last.value - before.value, last.noise + before.noise
    if noise > 0 and abs(gap) <= noise:
        return "untold"
    return "same" if gap == 0 else "rose" if gap > 0 else "fell"


def _summary(values: pd.DataFrame, reading: Reading) -> str:
    """Of many series: the newest month that any has a number in, the largest there, how many rose and fell."""
    known = values[values["state"] == "reported"]
    total = values["group_code"].nunique()
    if known.empty:
        return say("trend.answer_nothing")
    newest = known["period"].max()
    there = known[known["period"] == newest]
    said = [say("trend.answer_known", period=month(newest), count=count(len(there), total))]
    if not reading.is_change:
        largest = there[there["value"] > 0].sort_values("value", ascending=False, kind="stable").head(_FEW)
        if len(largest):
            listed = ", ".join(f"{row.group_name} {reading.said(row)}" for row in largest.itertuples())
            said.append(say("trend.answer_largest", list=listed))
        moves = _moves(known, there)
    else:
        moves = ["untold" if not row.is_told else _sign(row.value) for row in there.itertuples()]
    key = f"trend.answer_moves_{_AGAINST[reading.way]}" if reading.is_change else "trend.answer_moves"
    said.append(say(key, moves=_counted(moves)))
    if withheld := int((values.loc[values["period"] == newest, "state"] == "suppressed").sum()):
        said.append(say("trend.answer_withheld", n=number(withheld)))
    return " ".join(said)


def _counted(moves: list[str]) -> str:
    """ "naik 2, turun 1, dalam ketelitian pembulatan 4": of the kinds there are."""
    kinds = [(kind, moves.count(kind)) for kind in ("rose", "fell", "same", "untold", "none")]
    return ", ".join(say(f"trend.moves.{kind}", n=number(n)) for kind, n in kinds if n)


def _moves(known: pd.DataFrame, there: pd.DataFrame) -> list[str]:
    """For each group of one month: rose, fell, same, untold; none where there is nothing to compare with."""
    year_before = there["period"].iloc[0] - pd.DateOffset(years=1)
    before = {row.group_code: row for row in known[known["period"] == year_before].itertuples()}
    pairs = [(row, before.get(row.group_code)) for row in there.itertuples()]
    return [_direction(row, then) if then is not None and _is_like(row, then) else "none" for row, then in pairs]


def _is_like(row, then) -> bool:
    """Whether two months may be compared: as many kecamatan stand behind both, and no break lies between them."""
    same_stretch = getattr(row, "segment", 0) == getattr(then, "segment", 0)
    return same_stretch and then.areas_reporting == row.areas_reporting


def _sign(value: float) -> str:
    return "same" if value == 0 else "rose" if value > 0 else "fell"


def stack_answer(values: pd.DataFrame, reading: Reading) -> str:
    """The newest month that can be stacked: what its parts add up to, and the largest of them."""
    whole = values[whole_months(values)]
    if whole.empty:
        return say("trend.stack_none")
    newest = whole[whole["period"] == whole["period"].max()]
    total = next(
        pd.DataFrame(
            {
                "value": [newest["value"].sum()],
                "state": ["reported"],
                "is_rounded": [bool(newest["is_rounded"].any())],
                "cells": [int(newest["cells"].sum())],
                "one": [newest["one"].iloc[0]],
                "is_small_base": [False],
            }
        ).itertuples()
    )
    largest = next(newest.sort_values("value", ascending=False, kind="stable").head(1).itertuples())
    words = {"period": month(newest["period"].iloc[0]), "total": reading.said(total), "n": number(len(newest))}
    return say("trend.stack_answer", **words, name=largest.group_name, value=reading.said(largest))


def slope_answer(compared: pd.DataFrame, first: date, last: date) -> str:
    """From one month to another: what rose, what fell, what cannot be told. compared: trend_slope.pairs."""
    told = compared["is_told"].eq(True)
    gap = compared["last_value"] - compared["first_value"]
    said = [
        say(f"trend.slope_{key}", list=_named(rows))
        for key, rows in (("rose", compared[told & (gap > 0)]), ("fell", compared[told & (gap < 0)]))
        if len(rows)
    ]
    others = compared[~(told & (gap != 0))]
    if len(others):
        said.append(_counted(["none" if one is None else "same" if one else "untold" for one in others["is_told"]]))
    return say("trend.slope_answer", first=month(first), last=month(last), moves="; ".join(said))


def _named(rows: pd.DataFrame) -> str:
    listed = [
        say("trend.slope_one", name=row.group_name, first=row.first_text, last=row.last_text)
        for row in rows.head(_FEW).itertuples()
    ]
    if len(rows) > _FEW:
        listed.append(say("trend.slope_more", n=number(len(rows) - _FEW)))
    return ", ".join(listed)


def marks(values: pd.DataFrame, *, is_change: bool = False) -> list[str]:
    """What the markers mean that do occur."""
    values, said = seen(values), []
    reported = values[values["state"] == "reported"]
    if (values["areas_reporting"] < values["areas_expected"]).any():
        said.append(say("trend.partial"))
    for state in ("suppressed", "insufficient", "not_applicable"):
        if (values["state"] == state).any():
            said.append(say("trend.withheld" if state == "suppressed" else f"trend.{state}"))
    if not is_change and len(zeros := reported[reported["value"] == 0]):
        widest = zeros.sort_values("cells").tail(1)
        row = next(widest.itertuples())
        zero = figures.written(0, 0, is_rounded=bool(row.is_rounded), cells=int(row.cells), one=row.one)
        said.append(say("trend.zero", n=zero))
    if not reported["is_told"].all():
        said.append(say("trend.untold"))
    if reported["is_small_base"].any():
        said.append(say("trend.small_base"))
    return said


def vote_notes(
    stages: pd.DataFrame, elections: pd.DataFrame, election: str | None, starts: date, ends: date
) -> list[str]:
    """Of the chosen vote: that it is out of sight, or that its stages are not known."""
    said = []
    for row in elections[elections["election"] == election].itertuples():
        if not starts <= row.voting_day.date() <= ends:
            said.append(say("trend.vote_out_of_range", name=row.election_name, day=day(row.voting_day)))
        elif stages.empty:
            said.append(say("trend.no_stages", name=row.election_name))
    return said


def way_note(reading: Reading) -> str | None:
    """What a way of looking means, in a sentence; of the numbers themselves nothing needs to be said."""
    if reading.way == ways.LEVEL:
        return None
    return say(f"trend.note.{reading.way}", base=month(reading.base_month) if reading.base_month else "")
