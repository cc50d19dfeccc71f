"""The book of meetings: when and where the team met, and which snapshot it was shown; only added to.

meetings/book.jsonl    a JSON line each, oldest first, on disk for certain; no line is ever changed or taken out
meetings/lock          held by whoever writes

{"record": {"id", "day", "place", "snapshot", "by", "at"}}
{"withdraw": id, "by", "at"}
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from timpora import paths
from timpora.access import lines
from timpora.intake.personal import personal_in_text
from timpora.store.notes import counts_people
from timpora.text import day, say

LONGEST_PLACE = 80  # characters
MONTHS_PINNED = 24  # meetings of so many months before the newest one keep their snapshots
_SNAPSHOT = re.compile(r"\d{4}-\d\d-[0-9a-f]{12}")


@dataclass(frozen=True)
class Meeting:
    id: str  # "0001", in the order they were recorded
    day: str  # "2024-10-14"
    place: str
    snapshot: str  # id of the one that was shown
    by: str
    at: str  # ISO 8601 with offset: when it was recorded

    @property
    def on(self) -> date:
        return date.fromisoformat(self.day)


class MeetingError(ValueError):
    """A meeting that cannot be recorded, or a book that cannot be read; the message says why and what to do."""


def meetings() -> list[Meeting]:
    """Every meeting that was not withdrawn, the newest first. Raises MeetingError, OSError."""
    return sorted(_read().values(), key=lambda meeting: (meeting.day, meeting.id), reverse=True)


def record(on: date, place: str, snapshot: str, by: str, at: datetime) -> Meeting:
    """Keep a meeting; its snapshot is kept from then on. at: now, on the office's clock.

    Raises MeetingError for a day to come, a place that is missing, too long, or speaks of a person, a meeting that is
    recorded already, no snapshot, or a damaged book; OSError.
    """
    place = " ".join(place.split())
    if on > at.date():
        raise MeetingError(say("meeting.future", day=day(on)))
    if not 2 <= len(place) <= LONGEST_PLACE:
        raise MeetingError(say("meeting.place", most=LONGEST_PLACE))
    if personal_in_text(place):
        raise MeetingError(say("meeting.personal"))
    if counts_people(place):
        raise MeetingError(say("meeting.people"))
    if not _SNAPSHOT.fullmatch(snapshot):
        raise MeetingError(say("meeting.no_snapshot"))
    with lines.alone(paths.meetings()):
        if any(one.on == on and one.place.casefold() == place.casefold() for one in _read().values()):
            raise MeetingError(say("meeting.known", day=day(on), place=place))
        number = 1 + sum("record" in line for _, line in _lines())
        meeting = Meeting(f"{number:04d}", f"{on}", place, snapshot, by, at.isoformat(timespec="seconds"))
        lines.append(_book(), {"record": asdict(meeting)})
    return meeting


def withdraw(meeting: str, by: str, at: datetime) -> Meeting:
    """Take a meeting back that was recorded by mistake; the book still says that it was. Raises as `record`."""
    with lines.alone(paths.meetings()):
        known = _read().get(meeting)
        if known is None:
            raise MeetingError(say("meeting.gone"))
        lines.append(_book(), {"withdraw": meeting, "by": by, "at": at.isoformat(timespec="seconds")})
    return known


def pinned() -> list[str]:
    """Ids of the snapshots that meetings of MONTHS_PINNED months were shown, newest first. Raises as `meetings`.

    The months are counted back from the newest meeting, so that what stays does not hang on the clock.
    """
    known = meetings()
    return list(dict.fromkeys(one.snapshot for one in known if _months(one.on, known[0].on) <= MONTHS_PINNED))


def _months(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    return 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)


def _read() -> dict[str, Meeting]:
    known: dict[str, Meeting] = {}
    for number, line in _lines():
        try:
            if "record" in line:
                meeting = Meeting(**line["record"])
                if meeting.id in known or not (meeting.on and _SNAPSHOT.fullmatch(meeting.snapshot)):
                    raise ValueError(meeting.id)
                known[meeting.id] = meeting
            else:
                del known[line["withdraw"]]
        except (TypeError, ValueError, KeyError) as problem:
            raise MeetingError(say("meeting.damaged", file=_book(), line=number)) from problem
    return known


def _lines() -> list[tuple[int, dict]]:
    found = []
    for number, text in enumerate(lines.whole(_book()), start=1):
        try:
            line = json.loads(text)
            if not isinstance(line, dict):
                raise ValueError(line)
        except ValueError as problem:
            raise MeetingError(say("meeting.damaged", file=_book(), line=number)) from problem
        found.append((number, line))
    return found


def _book() -> Path:
    return paths.meetings() / "book.jsonl"
