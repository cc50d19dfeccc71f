"""Slides of the standing agenda: what changed, how sure that is, what is open, what is asked of each agency."""

from dataclasses import replace
from datetime import date
from math import ceil

import pandas as pd

from timpora.draw import (
    agenda_slide,
    asks,
    followups,
    headline,
    presenter,
    reports,
    risk,
    risk_tables,
    sentences,
    since_words,
)
from timpora.draw.slide import Slide, Table
from timpora.store import meeting_book
from timpora.store.meeting_book import Meeting
from timpora.store.stories import PARTS, Scene
from timpora.text import day, month, number, say
from timpora.web import agreement_view, alarm_answers, followup_answers, risk_view, scene_choices, since_answers
from timpora.web.access import Viewer
from timpora.web.alarm_view import told_first
from timpora.web.answers import ask, today
from timpora.web.data_words import judgement

ASKED = 5  # agencies on a slide: each hears its own
_MOST_TURNS = 9
_MONTHS = 12  # of reports that are still asked for: older ones nobody will write any more


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """One part of the agenda (`bagian`), as of a month (`periode`)."""
    part = scene.one("bagian", PARTS, PARTS[0])
    period = _period(who, scene)
    area = ask(who, "groups").iloc[0].group_name
    title, points, (table, behind), cautions, note = _OF[part](who, period, scene)
    return Slide(
        title=title,
        filters=(say(f"agenda.{part}"), month(period), area),
        address=address,
        source_note=_sources(who),
        alt=" ".join([title, *points]),
        points=tuple(points),
        table=table,
        behind=behind,
        cautions=tuple(cautions),
        note=note,
        figures=agenda_slide.written(table, period) if table else {},
    )


def settled(who: Viewer, scene: Scene) -> Scene:
    """The scene with its month said, and the meeting that it is compared with."""
    meeting = _meeting(scene) if scene.one("bagian", PARTS, PARTS[0]) == PARTS[0] else None
    told = {"periode": [f"{_period(who, scene):%Y-%m}"]} | ({"rapat": [meeting.id]} if meeting else {})
    return replace(scene, choices=scene.choices | told)


def _period(who: Viewer, scene: Scene) -> date:
    return scene_choices.period(who, scene) if scene.choices.get("periode") else since_answers.shown_month(who)


_Tables = tuple[Table | None, Table | None]  # of the slide, and the list behind its counts
_Part = tuple[str, list[str], _Tables, list[str], str]  # title, points, tables, cautions, note


def _changed(who: Viewer, period: date, scene: Scene) -> _Part:
    meeting = _meeting(scene)
    seen = since_answers.since(who, meeting, None if period == since_answers.shown_month(who) else period)
    counts = seen.classes["kind"].value_counts()
    opened = int((seen.alarms["kind"] == "opened").sum()) if len(seen.alarms) else 0
    words = {kind: number(int(counts.get(kind, 0))) for kind in ("up", "down")} | {"alarms": number(opened)}
    held = seen.meeting and not seen.instead
    since = say("agenda.since", day=day(seen.on)) if held else say("agenda.since_month", month=month(seen.then))
    told = [
        since_words.alarms_line(seen.alarms, seen.now),
        since_words.sources_line(seen.sources, today(who)),
        since_words.corrections_line(seen.corrections),
    ]
    cautions = [say("agenda.compared", now=month(seen.now), then=month(seen.then)), say("agenda.unsure_means")]
    points = [agenda_slide.line(each) for each in told]
    title = say("agenda.changed", since=since, **words)
    return title, points, (agenda_slide.moved(seen.classes), None), cautions, presenter.of_changes(seen.classes)


def _meeting(scene: Scene) -> Meeting | None:
    """The one that is compared with (`rapat`), at first the newest; None while none is recorded, or can be read."""
    try:
        known = {meeting.id: meeting for meeting in meeting_book.meetings()}
    except OSError:
        return None
    return known[scene.one("rapat", list(known), next(iter(known)))] if known else None


def _sure(who: Viewer, period: date, scene: Scene) -> _Part:
    cells = ask(who, "report_matrix", today=today(who), months=None)
    title, rest = headline.split(reports.answer(cells[cells["period"] <= pd.Timestamp(period)]))
    scores = ask(who, "risk_scores", period=period, method=None)
    coverage = ask(who, "risk_coverage", period=period)
    points = [
        *rest,
        agenda_slide.certainty(scores, risk_view.in_force(who).rules.interval),
        risk_tables.missing(coverage),
    ]
    waited = ask(who, "report_matrix", today=today(who), months=_MONTHS)
    table = agenda_slide.known(ask(who, "freshness"), waited, today(who))
    is_rounded = ask(who, "snapshot").iloc[0]["view"] != "exact"
    return title, points, (table, None), [say("figure.rounding")] if is_rounded else [], say("note.slide.yakin")


def _open(who: Viewer, period: date, scene: Scene) -> _Part:
    alarms = alarm_answers.read(who, period).open
    items = followup_answers.items(who, today(who))
    quarter = pd.Timestamp(today(who)).to_period("Q").start_time
    counts = followup_answers.by_agency(items, quarter.date())
    words = {"alarms": number(len(alarms)), "open": number(counts["open"].sum())}
    title = say("agenda.open", **words, overdue=number(counts["overdue"].sum()))
    first, _ = told_first(alarms)
    points = agenda_slide.alarms(first) if len(first) else [say("alarm.none")]
    beside = filter(None, [followups.beside_file(items)])
    cautions = [followups.done_since(quarter), *beside, say("agenda.alarm_means")]
    tables = agenda_slide.followups(counts), agenda_slide.open_items(items)
    return title, points, tables, cautions, say("note.slide.terbuka")


def _asked(who: Viewer, period: date, scene: Scene) -> _Part:
    found = asked(who, period)
    lines = asks.by_agency(found)
    late = sum(since is not None for _, _, since in lines)
    words = {"n": number(len(lines)), "late": number(late)}
    title = say("agenda.asked", **words) if lines else say("agenda.asked_nothing")
    n, of = _turn(scene)
    if lines and of > 1:
        title = say("agenda.asked_turn", title=title, n=number(n), of=number(of))
    each = max(ceil(len(lines) / of), 1)
    # The last of them has all that is left: there may be more agencies than when the story was kept.
    own = lines[(n - 1) * each : n * each if n < of else None]
    points = [] if own or not lines else [say("agenda.asked_before")]
    return title, points, (agenda_slide.asked(own), None), [say("agenda.ask_rules")], say("note.slide.minta")


def _turn(scene: Scene) -> tuple[int, int]:
    """Which of how many slides this is (`lanjutan`, "1/2")."""
    n, _, of = scene.text_of("lanjutan").partition("/")
    if n.isdecimal() and of.isdecimal() and 1 <= int(n) <= int(of) <= _MOST_TURNS:
        return int(n), int(of)
    return 1, 1


def asked(who: Viewer, period: date) -> list[asks.Ask]:
    """What is asked of the agencies as of a month."""
    described = ask(who, "measures").set_index("measure", drop=False)
    pairs = [agreement_view.compared(who, pair, described, period) for pair in judgement().pairs.values()]
    places = risk.attention(ask(who, "risk_scores", period=period, method=None), risk_view.in_force(who))
    return [
        *asks.of_reports(ask(who, "report_matrix", today=today(who), months=_MONTHS)),
        *asks.of_followups(followup_answers.items(who, today(who))),
        *asks.of_differences(pairs),
        *asks.of_attention(places, ask(who, "risk_parts", period=period)),
    ]


def _sources(who: Viewer) -> str:
    known = ask(who, "freshness").rename(columns={"last_received_on": "first_received_on"})
    known = known.assign(last_received_on=known["first_received_on"], oldest_period=known["newest_period"])
    return sentences.brief_source_note(known, today(who))


_OF = {"berubah": _changed, "yakin": _sure, "terbuka": _open, "minta": _asked}
