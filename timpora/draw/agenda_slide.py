"""The slides that no page has: what changed, how sure, what is open, what is asked of each agency."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from timpora.draw import alarm_words, figures, readable, reports, risk
from timpora.draw.asks import until
from timpora.draw.slide import Cell, Figure, Table
from timpora.text import age, month, number, period_of, say

_ASKS = 2  # of one agency, on one line: more would be cut on a slide


def line(told: tuple[str, str, str]) -> str:
    """A line of since_words as a sentence: its number stands before it, where there is one."""
    _, count, words = told
    said = words if count == number(0) else f"{count} {words}"
    return f"{said[0].upper()}{said[1:]}."


def moved(classes: pd.DataFrame) -> Table | None:
    """The kecamatan whose class is another, what rose first. classes: measure.since.classes."""
    rows: list[tuple[Cell, ...]] = []
    for row in classes[classes["kind"].isin(["up", "down"])].itertuples():
        steps = {"then": say(f"risk.class.{row.class_before}"), "now": say(f"risk.class.{row.class_code}")}
        score = Figure(number(row.score, 1), figures.shown(row.score, 1))
        sure = say("agenda.sure" if row.is_sure else "agenda.unsure", share=risk.percent(row.class_share))
        rows.append((readable.place(row), say("agenda.step", **steps), score, sure))
    return (
        Table(tuple(say(f"agenda.head.{name}") for name in ("place", "step", "score", "sure")), tuple(rows))
        if rows
        else None
    )


def known(fresh: pd.DataFrame, cells: pd.DataFrame, today: date) -> Table:
    """A row a source: newest period, age, coverage, what is waited for; what is waited for and old first.

    fresh: answers/freshness.sql; cells: answers/report_matrix.sql.
    """
    waited = reports.awaited(cells).drop_duplicates("source").set_index("source")
    order = fresh.assign(is_settled=~fresh["source"].isin(waited.index))
    order = order.sort_values(["is_settled", "last_received_on"], na_position="first", kind="stable")
    rows = []
    for row in order.itertuples():
        missing = _missing(next(waited.loc[[row.source]].itertuples())) if row.source in waited.index else "–"
        if pd.isna(row.newest_period):
            rows.append((reports.source_name(row), say("overview.fresh.never"), "–", "–", missing))
            continue
        old = age((today - row.last_received_on.date()).days)
        rows.append((reports.source_name(row), period_of(row.newest_period, row.rhythm), old, _coverage(row), missing))
    return Table(
        tuple(say(f"agenda.head.{name}") for name in ("source", "newest", "age", "coverage", "waited")), tuple(rows)
    )


def _missing(cell) -> str:
    period = period_of(cell.period, cell.rhythm)
    if not cell.places_reported:
        return period
    return say("agenda.partly", period=period, n=number(cell.places_reported), all=number(cell.places_expected))


def _coverage(row) -> str:
    if row.grain == "item":
        return "–"
    kind = "kabupaten" if row.grain == "kabupaten" else "kecamatan"
    return say(f"agenda.covered.{kind}", n=number(row.areas_reporting), all=number(row.areas_expected))


def certainty(scores: pd.DataFrame, share: float) -> str:
    """Of how many kecamatan with a class that class hardly changes, whatever is varied. scores: risk_scores.sql."""
    judged = scores[scores["state"] == "reported"]
    firm = int((judged["class_share"] >= share).sum())
    return say("agenda.certainty", n=number(firm), all=number(len(judged)), share=risk.percent(share))


def followups(counts: pd.DataFrame) -> Table | None:
    """A row an agency: open, overdue, done. counts: agency_name, open, overdue, done."""
    rows = [
        (row.agency_name, *(Figure(number(value), float(value)) for value in (row.open, row.overdue, row.done)))
        for row in counts.itertuples(name="Row")
    ]
    return (
        Table(tuple(say(f"agenda.head.{name}") for name in ("agency", "open", "overdue", "done")), tuple(rows))
        if rows
        else None
    )


def alarms(found: pd.DataFrame, most: int = 3) -> list[str]:
    """The alarms to look at first. found: rows of answers/alarms.sql, the surest first."""
    said = [
        say("agenda.alarm", name=alarm_words.name(row), told=alarm_words.told(row))
        for row in found.head(most).itertuples()
    ]
    left = len(found) - most
    return [*said, say("agenda.more_alarms", n=number(left))] if left > 0 else said


def open_items(items: pd.DataFrame) -> Table | None:
    """A row an item that is not done: agency, kecamatan, what was agreed or its number, due day, days overdue.

    items: of `followup_answers.items`, the most overdue first.
    """
    rows = [
        (
            row.agency_name,
            say("alarm.place", name=row.area_name, kabupaten=row.kabupaten_name),
            row.text or row.item,
            row.due.date(),
            Figure(number(row.days_overdue) if row.days_overdue else "–", float(row.days_overdue)),
        )
        for row in items[items["state"] != "done"].itertuples()
    ]
    heads = tuple(say(f"agenda.head.{name}") for name in ("agency", "place", "item", "due", "days_overdue"))
    return Table(heads, tuple(rows)) if rows else None


def asked(lines: Sequence[tuple[str, tuple[str, ...], date | None]]) -> Table | None:
    """A row an agency: what is asked of it, until when. lines: of asks.by_agency."""
    rows = []
    for agency, whats, since in lines:
        more = [say("agenda.more", n=number(len(whats) - _ASKS))] if len(whats) > _ASKS else []
        rows.append((agency, "; ".join([*whats[:_ASKS], *more]), until(since)))
    return (
        Table(tuple(say(f"agenda.head.{name}") for name in ("agency", "ask", "until")), tuple(rows)) if rows else None
    )


def written(table: Table, period: date) -> dict[str, str]:
    """Every cell of a table by what its row and its column are called: "Dukcapil, Terbuka, Oktober 2024" → "3"."""
    when = month(period)
    return {
        f"{row[0]}, {head}, {when}": cell.text if isinstance(cell, Figure) else str(cell)
        for row in table.rows
        for head, cell in zip(table.heads[1:], row[1:], strict=True)
    }
