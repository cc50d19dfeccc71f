"""Boundary sets over time: which one is in force in a month, and the book of those taken and taken back.

boundaries/kecamatan.parquet, source.json     the set from the beginning (GADM by `boundaries fetch`)
boundaries/sets.json                          every set taken and every one taken back, oldest first; only added to
boundaries/sets/<id>/kecamatan.parquet, …     one set, whole: areas it does not name are those of the set below it

A month uses the set with the newest first month that is not later; of equal ones the one that was taken last. What
was taken back is in the book for good, and so are its polygons.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from timpora.measure.boundaries import PARQUET, SOURCE, BoundaryError, fingerprint, source, write_whole
from timpora.text import say

BOOK = "sets.json"
FOLDER = "sets"


@dataclass(frozen=True)
class BoundarySet:
    """One line of the book."""

    id: str  # "0001", in the order they were taken
    file: str  # what its sender called it
    received_at: str  # ISO 8601 with offset
    by: str
    attribution: str
    vintage: str
    valid_from: str | None  # "2024-10"; None is from the beginning
    sha256: str  # of the stored polygons
    file_sha256: str
    named: int  # kecamatan the file gave
    inherited: int  # kecamatan of the office that are those of the set below
    over: str  # id of the set below it, "" for the one from the beginning

    @property
    def received(self) -> datetime:
        return datetime.fromisoformat(self.received_at)

    @property
    def since(self) -> date | None:
        return date.fromisoformat(f"{self.valid_from}-01") if self.valid_from else None


class NothingToUndo(LookupError):
    """No set that could be taken back."""


@dataclass(frozen=True)
class Span:
    """A set and the months it is in force. `set` is None for the one from the beginning."""

    since: date | None  # None: from the beginning
    until: date | None  # the first month that is not its own any more; None: to this day
    set: BoundarySet | None
    folder: Path

    @property
    def about(self) -> dict:
        """What source.json says: attribution, vintage; {} where it cannot be read."""
        return source(self.folder)


def history(folder: Path) -> list[dict]:
    """Every line of the book, oldest first: {"take": …} or {"undo": id, "by", "at"}. Raises BoundaryError."""
    book = Path(folder) / BOOK
    try:
        status = book.stat()
    except FileNotFoundError:
        return []
    return list(_lines(book, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=8)
def _lines(book: Path, size: int, changed: int) -> tuple[dict, ...]:
    try:
        lines = json.loads(book.read_text("utf-8"))
        [BoundarySet(**line["take"]) for line in lines if "take" in line]
        return tuple(lines)
    except (OSError, ValueError, TypeError) as broken:
        raise BoundaryError(say("boundary.book_damaged", file=BOOK)) from broken


def taken(folder: Path) -> list[BoundarySet]:
    """The sets that were taken and not taken back, oldest first. Raises BoundaryError."""
    lines = history(folder)
    gone = {line["undo"] for line in lines if "undo" in line}
    return [BoundarySet(**line["take"]) for line in lines if "take" in line and line["take"]["id"] not in gone]


def in_force(folder: Path, period: date | None = None) -> Path:
    """The folder with the polygons of a month, to be read by `timpora.measure.boundaries`; of no month: the newest.

    Where the book cannot be read it is a folder without any, so that equal tiles are drawn and nothing wrong.
    """
    folder = Path(folder)
    try:
        spans = timeline(folder)
    except BoundaryError:
        return folder / FOLDER
    there = [span for span in spans if period is None or span.since is None or span.since <= period]
    return there[-1].folder if there else folder


def below(folder: Path, valid_from: date | None) -> Path:
    """What is in force in the month a new set would begin, before it is taken."""
    return in_force(folder, valid_from or date.min)


def timeline(folder: Path) -> list[Span]:
    """The sets in the order of the months they are in force; one that another one took all months of is left out.

    Raises BoundaryError.
    """
    folder = Path(folder)
    first = [(None, None, folder)] if (folder / PARQUET).is_file() else []
    ordered = sorted(taken(folder), key=lambda one: one.valid_from or "")  # of equal ones the last one stays last
    found = {since: (since, one, place) for since, one, place in first}
    found |= {one.since: (one.since, one, folder / FOLDER / one.id) for one in ordered}
    sets = list(found.values())
    ends = [*(since for since, *_ in sets[1:]), None][: len(sets)]
    return [Span(since, end, one, place) for (since, one, place), end in zip(sets, ends, strict=True)]


def take(folder: Path, polygons: bytes, about: dict, **line: object) -> BoundarySet:
    """Write a set and its line in the book. polygons: the parquet file; about: what source.json says beside its sum.

    line: the fields of BoundarySet that the caller knows. Raises OSError, and BoundaryError for a damaged book.
    """
    folder = Path(folder)
    with _alone(folder):
        lines = history(folder)
        number = 1 + sum("take" in known for known in lines)
        one = BoundarySet(id=f"{number:04d}", **line)
        place = folder / FOLDER / one.id
        write_whole(place / SOURCE, _json(about | {"sha256": one.sha256}))
        write_whole(place / PARQUET, polygons)
        write_whole(folder / BOOK, _json([*lines, {"take": asdict(one)}]))
    return one


def undo(folder: Path, by: str, at: datetime) -> BoundarySet:
    """Take back the set that was taken last; what was before is in force again. Raises NothingToUndo, BoundaryError."""
    folder = Path(folder)
    with _alone(folder):
        sets = taken(folder)
        if not sets:
            raise NothingToUndo
        line = {"undo": sets[-1].id, "by": by, "at": at.isoformat(timespec="seconds")}
        write_whole(folder / BOOK, _json([*history(folder), line]))
    return sets[-1]


def stamp(folder: Path, period: date | None = None) -> tuple[str, int]:
    """What changes when other polygons are in force in a month: where they lie, and since when."""
    place = in_force(folder, period)
    file = place / PARQUET
    return str(place), file.stat().st_mtime_ns if file.is_file() else 0


def attribution(folder: Path, own: str) -> str:
    """Whose boundaries a set over the one in `folder` shows: its own, and those of what it leaves as it was."""
    before = source(folder).get("attribution", "") if fingerprint(folder) else ""
    parts = [own, *(part for part in before.split("; ") if part and part != own)]
    return "; ".join(dict.fromkeys(parts))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".sets.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
