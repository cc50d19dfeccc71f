"""What / is made of: the month that is shown, and what changed since a meeting, by what was known there and is now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from timpora import settings
from timpora.measure import since as changes
from timpora.store.meeting_book import Meeting
from timpora.text import language
from timpora.web import alarm_answers, followup_answers, risk_view
from timpora.web.access import Viewer
from timpora.web.answers import DamagedSnapshot, NoSnapshot, OtherForm, ask, snapshot_id, today

MONTHS = 24  # of reports that are held against one another, and that are waited for
# Why the month before is compared with, and not what a meeting was shown.
NO_MEETING, GONE, OTHER = "no_meeting", "gone", "other"


@dataclass(frozen=True)
class Since:
    """What changed, frames as `timpora.measure.since` gives them.

    instead: why it is not held against what a meeting was shown.
    """

    key: tuple  # of what it was made from
    meeting: Meeting | None
    instead: str  # "", or one of NO_MEETING, GONE, OTHER
    on: date  # corrections and follow-up items count from this day on
    then: date  # month that was shown then
    now: date  # month that is shown now
    classes: pd.DataFrame
    alarms: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    cells: pd.DataFrame  # answers/report_matrix.sql as of today
    scores: pd.DataFrame  # answers/risk_scores.sql of the month shown now


def since(who: Viewer, meeting: Meeting | None, month: date | None = None) -> Since:
    """Made once of a pair of snapshots, for all who may see the same. month: shown in place of the one shown now."""
    closings = (tuple(alarm_answers.book()), tuple(alarm_answers.book(_end(meeting.on))) if meeting else ())
    return _since((snapshot_id(who), language(), who, today(who), meeting, closings, month))


@st.cache_resource(max_entries=100, show_spinner=False)
def _since(key: tuple) -> Since:
    _, _, who, day, meeting, closings, month = key
    instead = NO_MEETING
    if meeting:
        try:
            then = replace(who, known_at=meeting.snapshot)
            return Since(key, meeting, "", **_compared(who, then, meeting.on, day, "", closings, month))
        except OtherForm:
            instead = OTHER
        except DamagedSnapshot:
            raise
        except NoSnapshot:
            instead = GONE
    on = meeting.on if meeting else (pd.Timestamp(day) - pd.DateOffset(months=1)).date()
    return Since(key, meeting, instead, **_compared(who, who, on, day, instead, closings, month))


def shown_month(who: Viewer) -> date:
    """The newest month that is not nearly empty: what is shown unless another is asked for."""
    return _known(who, changes.month_to_show(ask(who, "report_matrix", today=today(who), months=MONTHS)))


def followups(who: Viewer, seen: Since) -> tuple[pd.DataFrame, int, int]:
    """The items that were done or became overdue since then (`timpora.measure.since`); how many are overdue in all, and

    how many of these only the page has, so that the index does not count them.

    Asked anew each time: what is agreed and done on the page is in a book of its own.
    """
    items = followup_answers.items(who, today(who))
    late = items[items["state"] == followup_answers.OVERDUE]
    return changes.followups(items, seen.on), len(late), int((late["origin"] == followup_answers.PAGE).sum())


def _compared(
    who: Viewer, then: Viewer, on: date, day: date, instead: str, closings: tuple, month: date | None
) -> dict:
    """What of Since is answered; then: who asks what was known then, the same as who where the month before counts."""
    cells = ask(who, "report_matrix", today=day, months=MONTHS)
    corrected = ask(who, "corrections", today=day, months=None)
    now = month or _known(who, changes.month_to_show(cells))
    if instead:
        before = (pd.Timestamp(now) - pd.DateOffset(months=1)).date()
        cells_then = cells[cells["period"] < pd.Timestamp(now)]
        corrected = _received_after(corrected, on)
    else:
        cells_then = ask(then, "report_matrix", today=on, months=MONTHS)
        before = _known(then, changes.month_to_show(cells_then))
        corrected = changes.corrections(corrected, ask(then, "published_loads")["load_id"])
    scores = ask(who, "risk_scores", period=now, method=None)
    rules = risk_view.parsed(ask(who, "methods").query("is_current")["text"].iloc[0]).rules
    return {
        "on": on,
        "then": before,
        "now": now,
        "classes": changes.classes(ask(then, "risk_scores", period=before, method=None), scores, 1 - rules.interval),
        "alarms": _alarms(who, then, before, now, *closings),
        "sources": changes.sources(cells_then, cells),
        "corrections": corrected,
        "cells": cells,
        "scores": scores,
    }


def _alarms(who: Viewer, then: Viewer, before: date, now: date, closed: tuple, closed_then: tuple) -> pd.DataFrame:
    found = alarm_answers.judged(ask(then, "alarms", period=before), list(closed_then), last="period")
    was_open = found[found["verdict"] == ""].drop(columns=["verdict", "reason", "by", "closed_at"])
    is_open = alarm_answers.judged(ask(who, "alarms", period=now), list(closed), last="period")
    is_open = is_open[is_open["verdict"] == ""]
    return changes.alarms(alarm_answers.judged(was_open, list(closed), last="period"), is_open)


def _received_after(cells: pd.DataFrame, on: date) -> pd.DataFrame:
    return cells[cells["received_at"] >= pd.Timestamp(on) + pd.Timedelta(days=1)]


def _known(who: Viewer, found: date | None) -> date:
    return found or ask(who, "periods")["period"].iloc[0].date()


def _end(on: date) -> datetime:
    """The end of a day, on the office's clock."""
    return datetime.combine(on + timedelta(days=1), datetime.min.time(), ZoneInfo(settings.office().timezone))
