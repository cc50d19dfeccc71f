"""The numbers of pictures as tables, where a page has them nowhere else: each says what its picture shows, no more."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from timpora.draw import alarm_words, risk, risk_charts, risk_places
from timpora.draw.markup import Markup, table, tag
from timpora.text import day, month, number, say

_UNKNOWN = "–"


def waterfall(own: pd.DataFrame, row) -> Markup:
    """The way from the office's middle to a score, a step a row. own, row: as for `risk_charts.waterfall`."""
    steps = [(step.name, risk.signed(step.points)) for step in risk_charts.steps(own).itertuples(index=False)]
    whole = [
        (say("risk.part_of.median"), number(risk_charts.middle(own), 1)),
        *steps,
        (row.area_name, number(row.score, 1)),
    ]
    heads = [say("risk.head.reason"), tag("th", say("risk.head.change"), scope="col", class_="n")]
    return table(heads, [[tag("th", name, scope="row"), tag("td", points, class_="n")] for name, points in whole])


def history(found: pd.DataFrame) -> Markup:
    """Score and interval of every month, the newest first. found: answers/risk_history.sql."""
    is_one = found["method"].nunique() == 1
    heads = [say("table.month"), *([] if is_one else [say("risk.method")])]
    heads += [say("risk.head.class"), tag("th", say("risk.head.between"), scope="col", class_="n")]
    newest_first = found.sort_values(["period", "is_current"], ascending=[False, False], kind="stable")
    rows = [
        [
            tag("th", month(row.period), scope="row"),
            *([] if is_one else [tag("td", row.method)]),
            tag("td", risk_places.chip(row)),
            tag("td", risk.interval(row) if row.state == "reported" else _UNKNOWN, class_="n"),
        ]
        for row in newest_first.itertuples()
    ]
    return table(heads, rows)


def alarms_by_month(periods: Iterable[date], tried: Sequence[int], in_force: Sequence[int]) -> Markup:
    """How many alarms began in each month, by the rule that is tried and by the one in force, the newest first."""
    heads = [say("table.month")]
    heads += [tag("th", say(f"alarm.trial.{name}"), scope="col", class_="n") for name in ("this", "force")]
    rows = [
        [tag("th", month(period), scope="row"), *(tag("td", number(int(n)), class_="n") for n in counts)]
        for period, *counts in zip(periods, tried, in_force, strict=True)
    ]
    return table(heads, rows[::-1])


def alarm_series(alarms: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """What was seen, expected and still no alarm in every month of these alarms, the newest month first.

    alarms: rows of answers/alarms.sql; series: answers/alarm_series.sql. Columns: what, where, month, three numbers.
    """
    heads = [say("alarm.record.measure"), say("alarm.record.place"), say("table.month")]
    heads += [say(f"alarm.number.{name}") for name in ("observed", "expected", "bound")]
    rows = []
    for row in alarms.itertuples():
        own = series[(series["measure"] == row.measure) & (series["group_code"] == row.group_code)]
        for seen in own.sort_values("period", ascending=False).itertuples():
            observed = alarm_words.observed(row._replace(observed=seen.observed)) if pd.notna(seen.observed) else ""
            expected = alarm_words.usual(seen.expected) if pd.notna(seen.expected) else ""
            numbers = observed or _UNKNOWN, expected or _UNKNOWN, alarm_words.bound(seen.upper)
            rows.append((row.measure_name, alarm_words.place(row), month(seen.period), *numbers))
    return pd.DataFrame(rows, columns=heads)


def stages(found: pd.DataFrame, on: date) -> Markup:
    """Every stage of an election, when it begins and ends, and how it stands on a day. found: answers/stages.sql."""
    heads = [say(f"vote.head.{name}") for name in ("stage", "starts", "ends", "state")]
    rows = [
        [
            tag("th", row.stage_name, scope="row"),
            tag("td", day(row.starts)),
            tag("td", day(row.ends)),
            tag("td", say(f"vote.state.{_state(row.starts.date(), row.ends.date(), on)}")),
        ]
        for row in found.itertuples()
    ]
    return table(heads, rows)


def _state(starts: date, ends: date, on: date) -> str:
    return "coming" if starts > on else "past" if ends < on else "running"
