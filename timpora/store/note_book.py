"""The book of notes: what people of the office noted on the time line, and what they withdrew; only added to.

notes/notes.jsonl    a line a note, or a withdrawal with its reason, oldest first
notes/lock           held by whoever writes
"""

import json
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from timpora import paths, settings
from timpora.access import lines
from timpora.intake.contracts import contracts
from timpora.measure.breaks import COLUMNS
from timpora.store import notes
from timpora.store.notes import Note, NoteError
from timpora.text import say

if TYPE_CHECKING:
    import pandas as pd

_WRITTEN = ("id", "kind", "starts", "ends", "area", "text", "measures", "sources", "is_break", "by", "at")


def book() -> Path:
    return paths.notes() / "notes.jsonl"


def written() -> list[Note]:
    """Every note of the book, oldest first; a withdrawn one says by whom, when and why. Raises NoteError."""
    found: dict[str, Note] = {}
    for line in _history():
        if "note" in line:
            note = _note(line["note"])
            found[note.id] = note
        else:
            gone = {f"withdrawn_{name}": line[name] for name in ("by", "at", "why")}
            found[line["withdraw"]] = replace(found[line["withdraw"]], **gone)
    return list(found.values())


def in_force() -> list[Note]:
    """The notes of the reference files and those of the book that were not withdrawn. Raises NoteError."""
    return [*notes.reference(), *(note for note in written() if not note.is_withdrawn)]


def add(draft: Note, by: str, scope: tuple[str, ...] | None) -> Note:
    """Keep a note; it is on disk for certain. draft: its id, by and at are given here; scope: the writer's.

    Raises NoteError with what is wrong with it, or with the book; OSError, and then it is not there.
    """
    if found := notes.faults(draft, scope):
        raise NoteError("\n".join(found))

    with lines.alone(paths.notes()):
        number = 1 + sum("note" in known for known in _history())
        note = replace(draft, id=f"{number:06d}", text=draft.text.strip(), by=by, at=_now())
        lines.append(book(), {"note": {name: value for name, value in asdict(note).items() if name in _WRITTEN}})
    return note


def withdraw(note_id: str, why: str, by: str, scope: tuple[str, ...] | None) -> Note:
    """Take a note back; it stays in the book with who did it and why. Raises as `add`."""
    if found := notes.text_faults(why, say("note.why_missing")):
        raise NoteError("\n".join(found))

    with lines.alone(paths.notes()):
        known = {note.id: note for note in written()}
        note = known.get(note_id)
        if note is None or note.is_withdrawn:
            raise NoteError(say("note.gone"))
        if not notes.may_write(note.area, scope):
            raise NoteError(say("note.not_your_area"))
        lines.append(book(), {"withdraw": note_id, "by": by, "at": _now(), "why": why.strip()})
    return next(note for note in written() if note.id == note_id)


def breaks() -> "pd.DataFrame":
    """measure, area, since (`timpora.measure.breaks`): a row for each measure a break in force concerns.

    Of every area, whoever asks: a series is in pieces also for those who may not read why. Raises NoteError.
    """
    import pandas as pd  # half a second, which a command that only asks what is new need not cost

    rows = [(measure, note.area, note.since) for note in in_force() if note.is_break for measure in _measures(note)]
    found = pd.DataFrame(sorted(set(rows)), columns=list(COLUMNS))
    return found.astype({"since": "datetime64[ns]"})


def essence() -> str:
    """What of all notes a snapshot is made from: the breaks. Another note makes no other snapshot. Raises NoteError."""
    told = [(note.area, f"{note.since}", sorted(_measures(note))) for note in in_force() if note.is_break]
    return json.dumps(sorted(told))


def _measures(note: Note) -> list[str]:
    """The ids of all measures a note concerns."""
    return [
        measure["id"]
        for contract in contracts().values()
        for measure in contract.measures
        if note.concerns(measure["id"], contract.id)
    ]


def _now() -> str:
    return settings.now().isoformat(timespec="seconds")


def _history() -> list[dict]:
    """Every line of the book, oldest first. Raises NoteError."""
    try:
        status = book().stat()
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise NoteError(say("note.book_unreadable", file=book(), problem=problem.strerror)) from problem
    return list(_lines(book(), status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=8)
def _lines(file: Path, size: int, changed: int) -> tuple[dict, ...]:
    try:
        content = lines.whole(file)
    except OSError as problem:
        raise NoteError(say("note.book_unreadable", file=file, problem=problem.strerror)) from problem
    found: list[dict] = []
    known: set[str] = set()
    for place, text in enumerate(content, start=1):
        try:
            line = json.loads(text)
            if "note" in line:
                known.add(_checked(line["note"]).id)
            elif not (line["withdraw"] in known and line["by"] and line["at"] and line["why"]):
                raise ValueError("a withdrawal of nothing")
        except (ValueError, TypeError, KeyError) as problem:
            raise NoteError(say("note.book_damaged", file=file, line=place)) from problem
        found.append(line)
    return tuple(found)


def _note(line: dict) -> Note:
    return Note(**line | {name: tuple(line[name]) for name in ("measures", "sources")})


def _checked(line: dict) -> Note:
    note = _note(line)
    if note.kind not in notes.KINDS or note.last < note.first or not note.written:
        raise ValueError(note.id)
    return note
