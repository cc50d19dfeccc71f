"""What an alarm says, by fixed rules: the place and the data to look at, and nothing about people."""

from collections.abc import Mapping
from datetime import date
from math import floor, log10

import pandas as pd

from timpora.draw import figures
from timpora.measure.watch import EARS, FARRINGTON
from timpora.measure.watching import JOINT
from timpora.text import month, number, say, short_month

_NAMED = 4  # places that the first sentence names of one measure
_STRONG = 0.01  # share of false ones among alarms as sure as this one, below which one is called strong
_NOTHING = 0.5  # in the unit of the measure: less than that is nobody, most months
_RARE = 10_000  # months: rarer than that is not told apart
_METHODS = {EARS: "ears", FARRINGTON: "farrington"}


def answer(alarms: pd.DataFrame, compared: int, closed: int, period: date) -> str:
    """The sentence under the page's title. alarms: those of the month that are open, rows of answers/alarms.sql;

    compared: series that could be; closed: alarms of the month that somebody closed.
    """
    if not compared:
        return say("alarm.answer.too_little", period=month(period))
    words = {"period": month(period), "n": number(len(alarms)), "all": number(compared)}
    more = " " + say("alarm.answer.closed", n=number(closed)) if closed else ""
    if alarms.empty:
        return say("alarm.answer.none", **words) + more
    parts = [_of_measure(name, own) for name, own in alarms.groupby("measure_name", sort=False)]
    return say("alarm.answer.some", **words, which="; ".join(parts)) + more


def _of_measure(name: str, own: pd.DataFrame) -> str:
    places = [row.group_name for row in own.head(_NAMED).itertuples()]
    if len(own) > _NAMED:
        places.append(say("alarm.answer.more", n=number(len(own) - _NAMED)))
    return say("alarm.answer.measure", measure=name.lower(), places=", ".join(places))


def place(row) -> str:
    """ "Ujung, Kota Parepare"; a kabupaten or the office by itself."""
    is_place = row.group_kind == "kecamatan" and isinstance(row.kabupaten_name, str)
    return say("alarm.place", name=row.group_name, kabupaten=row.kabupaten_name) if is_place else row.group_name


def name(row) -> str:
    """What an alarm is called in a list: "Malam tamu · Ujung, Kota Parepare"."""
    return f"{row.measure_name} · {place(row)}"


def told(row) -> str:
    """What is seen, in one sentence."""
    words = {"observed": observed(row), "expected": usual(row.expected), "unit": row.unit}
    if row.kind == JOINT:
        return say("alarm.told.joint", **words, n=number(row.members_high))
    times = row.observed / row.expected if row.expected >= 1 else 0
    many = say("alarm.told.times", n=number(times, 1)) if times >= 1.5 else say("alarm.told.more")
    return say("alarm.told.one", **words, many=many)


def since(row) -> str:
    """Since when; "" for one that is new."""
    if row.months < 2:
        return say("alarm.new")
    return say("alarm.since", n=number(row.months), since=month(row.since))


def observed(row) -> str:
    return figures.written(row.observed, is_rounded=bool(row.is_rounded), cells=max(int(row.cells), 1))


def usual(expected: float) -> str:
    """What is expected is an estimate: whole, with one decimal below ten, and a word where it is next to nothing."""
    if expected < _NOTHING:
        return say("alarm.usual.none")
    return say("alarm.usual", n=number(expected, 0 if expected >= 10 else 1))


def bound(upper: float) -> str:
    """The largest count that is no alarm; "–" where many are judged together."""
    return "–" if pd.isna(upper) else number(floor(upper))


def why(row, rule: Mapping[str, float]) -> str:
    """With what it was compared. rule: parameters by name."""
    words = {"years": number(rule["years"]), "n": number(rule["baseline"])}
    said = say(f"alarm.why.{_METHODS.get(int(row.method), 'ears')}", **words)
    return f"{said} {say('alarm.why.joint')}" if row.kind == JOINT else said


def sure(row) -> str:
    """How seldom chance alone does this, and what is left of that when all series of the month are counted."""
    months = 1 / max(row.p, 1e-12)
    seldom = say("alarm.sure.once", n=number(_two(months)))
    if months > _RARE:
        seldom = say("alarm.sure.rarer", n=number(_RARE))
    return say("alarm.sure", seldom=seldom, strength=say("alarm.strong" if row.q <= _STRONG else "alarm.look"))


def is_strong(row) -> bool:
    return row.q <= _STRONG


def run(row) -> str:
    """The months of a run: "Agu 2024", "Agu–Okt 2024"."""
    first, last = short_month(row.since), short_month(row.last_period)
    return first if first == last else say("alarm.run", first=first, last=last)


def _two(value: float) -> int:
    """Two digits of it: more would be a precision that nobody has."""
    step = 10 ** max(floor(log10(value)) - 1, 0)
    return round(value / step) * step
