"""The answers that /peringatan is made of: the alarms there are, and what the book says became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.measure.alarm_rules import AlarmRulesError
from timpora.store import alarm_book
from timpora.store.alarm_book import AlarmRefused, Closing, InForce
from timpora.text.data import translated
from timpora.web import book_damage
from timpora.web.access import Viewer
from timpora.web.answers import ask

_WORD = ("verdict", "reason", "by", "closed_at")  # what the book adds to an alarm


@dataclass(frozen=True)
class Alarms:
    """The alarms of one month, as this viewer may see them."""

    period: date
    open: pd.DataFrame  # answers/alarms.sql
    closed: int
    compared: int  # series of the month that there is an expectation of
    rule: Mapping[str, float]  # parameters of the rule that found them


def read(who: Viewer, period: date) -> Alarms:
    found = judged(ask(who, "alarms", period=period), book(), last="period")
    is_open = found["verdict"] == ""
    compared = int(ask(who, "compared", period=period)["series"].iloc[0])
    return Alarms(period, found[is_open], int((~is_open).sum()), compared, published_rule(who))


def runs(who: Viewer) -> pd.DataFrame:
    """Every alarm with what the book says of it; is_now: goes on in the newest month; is_gone: only the book has it."""
    closings = book()
    found = judged(ask(who, "alarm_runs"), closings, last="last_period")
    newest = ask(who, "periods")["period"].iloc[0]
    found = found.assign(is_now=found["last_period"] == newest, is_gone=False)
    return pd.concat([found, _gone(who, found, closings)], ignore_index=True)


def judged(found: pd.DataFrame, closings: list[Closing], last: str) -> pd.DataFrame:
    """With the newest word on each: "" and NaT where it is open. last: the column with the last month of its run.

    A closing is of the run that its month lies in: a correction that moves the beginning of a run does not open it.
    """
    words = []
    for row in found.itertuples():
        ends = getattr(row, last).date()
        of = [
            one
            for one in closings
            if (one.measure, one.group_code) == (row.measure, row.group_code) and row.since.date() <= one.month <= ends
        ]
        words.append(_word(of[-1]) if of and not of[-1].is_open else ("", "", "", pd.NaT))
    if not words:
        return found.assign(verdict="", reason="", by="", closed_at=pd.NaT)
    return found.assign(**dict(zip(_WORD, map(list, zip(*words, strict=True)), strict=True)))


def _word(one: Closing) -> tuple:
    return one.verdict, one.reason, one.by, one.moment


def _gone(who: Viewer, found: pd.DataFrame, closings: list[Closing]) -> pd.DataFrame:
    """Closings of alarms that are in no run any more, of areas and measures this viewer may see."""
    groups = ask(who, "groups").set_index("group_code")
    if who.scope is not None:
        groups = groups.drop(index="kantor", errors="ignore")  # theirs is not the office's
    measures = ask(who, "measures").set_index("measure")
    there = dict(list(found.groupby(["measure", "group_code"])))
    rows = []
    for one in closings:
        own = there.get((one.measure, one.group_code))
        is_there = (
            own is not None and ((own["since"].dt.date <= one.month) & (own["last_period"].dt.date >= one.month)).any()
        )
        if one.is_open or is_there or one.group_code not in groups.index or one.measure not in measures.index:
            continue
        group, when = groups.loc[one.group_code], pd.Timestamp(one.month)
        rows.append(
            {
                "measure": one.measure,
                "measure_name": measures.loc[one.measure, "measure_name"],
                "group_code": one.group_code,
                **group[["group_name", "group_kind", "kabupaten_name"]].to_dict(),
                "since": when,
                "last_period": when,
                **dict(zip(_WORD, _word(one), strict=True)),
                "is_now": False,
                "is_gone": True,
            }
        )
    return pd.DataFrame(rows, columns=found.columns) if rows else found.iloc[:0]


def book(until: datetime | None = None) -> list[Closing]:
    """What was closed, until a moment, as far as the book can be read; what of it cannot is said."""
    if until is None:
        book_damage.tell(alarm_book.damages)
    try:
        return alarm_book.closings(settings.view(), until)
    except OSError as problem:
        st.warning(plain(str(problem)))
        return []


def in_force() -> InForce | None:
    """What the next publication watches by; None, with a warning, where the file or the book cannot be read."""
    try:
        return translated(alarm_book.in_force())
    except (AlarmRulesError, AlarmRefused, OSError) as problem:
        st.warning(plain(str(problem)))
        return None


def published_rule(who: Viewer) -> dict[str, float]:
    """The parameters that the alarms on the page were found by."""
    found = ask(who, "alarm_rule")
    return dict(zip(found["parameter"], found["value"], strict=True))
