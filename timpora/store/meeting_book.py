"""The book of meetings: when and where the team met, and which snapshot it was shown; only added to.

meetings/book.jsonl    a JSON line each, oldest first, on disk for certain; no line is ever changed or taken out
meetings/lock          held by whoever writes

{"record": {"id", "day", "place", "snapshot", "by", "at"}}
{"withdraw": id, "by", "at"}
"""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from timpora import paths
from timpora.access import line_fields, lines
from timpora.access.line_fields import LineFault
from timpora.access.lines import Damage
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


class MeetingRefused(ValueError):
    """A meeting that cannot be recorded, or a book that cannot be read; the message says why and what to do."""


def meetings() -> list[Meeting]:
    """Every meeting that was not withdrawn and can be read, the newest first. Raises OSError."""
    return sorted(_read()[0].values(), key=lambda meeting: (meeting.day, meeting.id), reverse=True)


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises OSError."""
    return _read()[2]


def record(on: date, place: str, snapshot: str, by: str, at: datetime) -> Meeting:
    """Keep a meeting; its snapshot is kept from then on. at: now, on the office's clock.

    Raises MeetingRefused for a day to come, a place that is missing, too long, or speaks of a person, a meeting that is
    recorded already, no snapshot, or a damaged book; OSError.
    """
    place = " ".join(place.split())
    if on > at.date():
        raise MeetingRefused(say("meeting.future", day=day(on)))
    if not 2 <= len(place) <= LONGEST_PLACE:
        raise MeetingRefused(say("meeting.place", most=LONGEST_PLACE))
    if personal_in_text(place):
        raise MeetingRefused(say("meeting.personal"))
    if counts_people(place):
        raise MeetingRefused(say("meeting.people"))
    if not _SNAPSHOT.fullmatch(snapshot):
        raise MeetingRefused(say("meeting.no_snapshot"))
    with lines.alone(paths.meetings()):
        known, count = _sound()
        if any(one.on == on and one.place.casefold() == place.casefold() for one in known.values()):
            raise MeetingRefused(say("meeting.known", day=day(on), place=place))
        meeting = Meeting(f"{count + 1:04d}", f"{on}", place, snapshot, by, at.isoformat(timespec="seconds"))
        lines.append(_book(), {"record": asdict(meeting)})
    return meeting


def withdraw(meeting: str, by: str, at: datetime) -> Meeting:
    """Take a meeting back that was recorded by mistake; the book still says that it was. Raises as `record`."""
    with lines.alone(paths.meetings()):
        known = _sound()[0].get(meeting)
        if known is None:
            raise MeetingRefused(say("meeting.gone"))
        lines.append(_book(), {"withdraw": meeting, "by": by, "at": at.isoformat(timespec="seconds")})
    return known


def pinned() -> list[str]:
    """Ids of the snapshots that meetings of MONTHS_PINNED months were shown, newest first.

    The months are counted back from the newest meeting, so that what stays does not hang on the clock. Raises
    MeetingRefused for a damaged book, for what cannot be read may have been shown, too; OSError.
    """
    _sound()
    known = meetings()
    return list(dict.fromkeys(one.snapshot for one in known if _months(one.on, known[0].on) <= MONTHS_PINNED))


def _months(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    return 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)


def _read() -> tuple[dict[str, Meeting], int, list[Damage]]:
    """Meetings by id; how many were ever recorded; damaged lines."""
    known: dict[str, Meeting] = {}
    recorded: list[str] = []

    def take(line: dict) -> None:
        if line_fields.act(line, ("record", "withdraw")) == "record":
            meeting = line_fields.built(Meeting, line["record"], "record")
            line_fields.code(meeting.id, r"\d{4,6}", "record.id")
            line_fields.code(meeting.snapshot, _SNAPSHOT.pattern, "record.snapshot")
            line_fields.day(meeting.day, "record.day")
            line_fields.moment(meeting.at, "record.at")
            if meeting.id in recorded:
                raise LineFault(say("book.fault.twice", id=meeting.id))
            known[meeting.id] = meeting
            recorded.append(meeting.id)
        else:
            line_fields.signed(line)
            if known.pop(line_fields.text(line, "withdraw"), None) is None:
                raise LineFault(say("book.fault.nothing", id=line["withdraw"]))

    damaged = lines.read(_book(), take)
    return known, len(recorded), damaged


def _sound() -> tuple[dict[str, Meeting], int]:
    """As `_read`, for whoever writes. Raises MeetingRefused for a damaged book; OSError."""
    known, count, damaged = _read()
    if damaged:
        raise MeetingRefused(damaged[0].refusal)
    return known, count


def _book() -> Path:
    return paths.meetings() / "book.jsonl"
