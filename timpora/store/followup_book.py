"""The book of follow-up items: what was agreed on the page, which items were marked done there; only added to.

data/followups/book.jsonl    a JSON line each, oldest first, on disk for certain
data/followups/lock          held by whoever writes

{"act": "agree", "item": {…}} · {"act": "done", "key", "on", "by", "at"} · {"act": "reopen", "key", "by", "at"} ·
{"act": "withdraw", "key", "why", "by", "at"}

An item of the book is known by its number there ("000001"), one of the secretariat's file by its kecamatan and its
number in the file ("73.72.03/RTL-2024/12"): that one, too, can be marked done here, until the file says so itself.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from timpora import paths, settings
from timpora.access import line_fields, lines
from timpora.access.areas import areas
from timpora.access.line_fields import LineFault
from timpora.access.lines import Damage
from timpora.intake.contracts import Column, contracts
from timpora.intake.personal import personal_in_text
from timpora.store.notes import counts_people, may_write
from timpora.text import number, say

LONGEST = 200  # characters of what was agreed, or of a reason


class FollowupRefused(ValueError):
    """The book cannot be read, or does not take what it is given; the message says why and what to do."""


@dataclass(frozen=True)
class Item:
    """What was agreed, as the page was told."""

    area: str  # code of a kecamatan
    agency: str  # one of `agencies`
    agreed: str  # ISO day: that of the meeting
    due: str  # ISO day
    text: str
    number: str = ""  # the secretariat's, where there is one already: then the file's item of that number is this one
    id: str = ""  # "000001"; given by the book, as by and at are
    by: str = ""
    at: str = ""  # ISO 8601 with offset


@dataclass(frozen=True)
class Mark:
    """An item that somebody marked done."""

    on: str  # ISO day
    by: str
    at: str


@dataclass(frozen=True)
class Book:
    """What holds now: items that were not withdrawn, oldest first, and marks that were not taken back, by key."""

    items: tuple[Item, ...]
    marks: dict[str, Mark]


def agencies() -> dict[str, str]:
    """Id → name of every agency that something can be agreed with, in the contract's order."""
    return {value.id: value.name for value in _column("instansi").values}


def file_key(area: str, item: str) -> str:
    return f"{area}/{item}"


def book() -> Book:
    """What of the book can be read. Raises FollowupRefused where the file cannot be opened."""
    return _read()[0]


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises as `book`."""
    return _read()[2]


def agree(draft: Item, by: str, scope: tuple[str, ...] | None, today: date) -> Item:
    """Keep an item; it is on disk for certain. scope: the writer's; today: nothing is agreed after it.

    Raises FollowupRefused with all that is wrong, or for the book; OSError, and then it is not there.
    """
    text, name = draft.text.strip(), draft.number.strip()
    if found := [*_faults(draft, name, scope, today), *_text_faults(text)]:
        raise FollowupRefused("\n".join(found))
    with lines.alone(paths.followups()):
        known, count = _sound()
        if name and any((one.area, one.number) == (draft.area, name) for one in known.items):
            raise FollowupRefused(say("followup.number_taken", number=name))
        kept = asdict(draft) | {"id": f"{count + 1:06d}", "text": text, "number": name, "by": by, "at": _now()}
        lines.append(_file(), {"act": "agree", "item": kept})
    return Item(**kept)


def done(key: str, on: date, agreed: date, by: str, scope: tuple[str, ...] | None, today: date) -> None:
    """Mark an item done on a day from when it was agreed until today. Raises as `agree`."""
    if not agreed <= on <= today:
        raise FollowupRefused(say("followup.done_when"))
    with lines.alone(paths.followups()):
        if key in _own(key, scope).marks:
            raise FollowupRefused(say("followup.already_done"))
        lines.append(_file(), {"act": "done", "key": key, "on": on.isoformat(), "by": by, "at": _now()})


def reopen(key: str, by: str, scope: tuple[str, ...] | None) -> None:
    """Take a mark back. Raises as `agree`."""
    with lines.alone(paths.followups()):
        if key not in _own(key, scope).marks:
            raise FollowupRefused(say("followup.not_done"))
        lines.append(_file(), {"act": "reopen", "key": key, "by": by, "at": _now()})


def withdraw(key: str, why: str, by: str, scope: tuple[str, ...] | None) -> None:
    """Take an item of the book back; it stays there, with who did it and why. Raises as `agree`."""
    why = why.strip()
    if found := list(_text_faults(why)):
        raise FollowupRefused("\n".join(found))
    with lines.alone(paths.followups()):
        if all(item.id != key for item in _own(key, scope).items):
            raise FollowupRefused(say("followup.gone"))
        lines.append(_file(), {"act": "withdraw", "key": key, "why": why, "by": by, "at": _now()})


def _own(key: str, scope: tuple[str, ...] | None) -> Book:
    """The book, for whoever may write of this item. Raises FollowupRefused."""
    known, _ = _sound()
    area, is_of_file, _ = key.partition("/")
    if not is_of_file:
        area = next((item.area for item in known.items if item.id == key), None)
    if area is None:
        raise FollowupRefused(say("followup.gone"))
    if not may_write(area, scope):
        raise FollowupRefused(say("followup.not_your_area"))
    return known


def _faults(draft: Item, name: str, scope: tuple[str, ...] | None, today: date) -> Iterable[str]:
    if draft.area not in areas() or draft.area.count(".") < 2:
        yield say("followup.no_area")
    elif not may_write(draft.area, scope):
        yield say("followup.not_your_area")
    if draft.agency not in agencies():
        yield say("followup.no_agency")
    if date.fromisoformat(draft.agreed) > today:
        yield say("followup.agreed_ahead")
    if draft.due < draft.agreed:
        yield say("followup.due_first")
    if name and not re.fullmatch(_column("nomor").pattern, name):
        yield say("followup.no_number", number=name)


def _text_faults(text: str) -> Iterable[str]:
    if len(text) < 3:
        yield say("followup.text_missing")
    elif len(text) > LONGEST:
        yield say("followup.text_long", n=number(len(text)), most=number(LONGEST))
    elif personal_in_text(text):
        yield say("followup.text_personal")
    elif counts_people(text):  # what is published is rounded, and an item would say it exactly
        yield say("followup.text_people")


def _column(name: str) -> Column:
    return next(column for column in contracts()["rtl"].columns if column.name == name)


def _now() -> str:
    return settings.now().isoformat(timespec="seconds")


def _read() -> tuple[Book, int, list[Damage]]:
    """What holds now; how many items were ever agreed; damaged lines. Raises FollowupRefused."""
    items: dict[str, Item] = {}
    marks: dict[str, Mark] = {}
    agreed: list[str] = []

    def take(line: dict) -> None:
        act = line_fields.known(line_fields.text(line, "act"), ("agree", "done", "reopen", "withdraw"), "act")
        if act == "agree":
            item = _item(line)
            if item.id in agreed:
                raise LineFault(say("book.fault.twice", id=item.id))
            items[item.id] = item
            agreed.append(item.id)
            return
        line_fields.signed(line)
        key = line_fields.text(line, "key")
        # One of the file is not known here, and not withdrawn here.
        if key not in items and ("/" not in key or act == "withdraw"):
            raise LineFault(say("book.fault.nothing", id=key))
        if act == "done":
            line_fields.day(line_fields.text(line, "on"), "on")
            marks[key] = Mark(line["on"], line["by"], line["at"])
            return
        marks.pop(key, None)
        if act == "withdraw":
            del items[key]

    try:
        damaged = lines.read(_file(), take)
    except OSError as problem:
        raise FollowupRefused(say("followup.unreadable", file=_file(), problem=problem.strerror)) from problem
    return Book(tuple(items.values()), marks), len(agreed), damaged


def _item(line: dict) -> Item:
    """Raises LineFault."""
    item = line_fields.built(Item, line.get("item"), "item")
    line_fields.code(item.id, r"\d{6,9}", "item.id")
    line_fields.day(item.agreed, "item.agreed")
    line_fields.day(item.due, "item.due")
    line_fields.moment(item.at, "item.at")
    for name in ("area", "agency", "text", "by"):
        line_fields.text(line["item"], name)
    return item


def _sound() -> tuple[Book, int]:
    """As `_read`, for whoever writes. Raises FollowupRefused."""
    known, count, damaged = _read()
    if damaged:
        raise FollowupRefused(damaged[0].refusal)
    return known, count


def _file() -> Path:
    return paths.followups() / "book.jsonl"
