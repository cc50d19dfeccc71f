"""The book of notes: what people of the office noted on the time line, and what they withdrew; only added to.

notes/notes.jsonl    a line a note, or a withdrawal with its reason, oldest first
notes/lock           held by whoever writes
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from timpora import paths, settings
from timpora.access import line_fields, lines
from timpora.access.line_fields import LineFault
from timpora.access.lines import Damage
from timpora.intake.contracts import contracts
from timpora.measure.breaks import COLUMNS
from timpora.store import notes
from timpora.store.notes import Note, NoteRefused
from timpora.text import say

if TYPE_CHECKING:
    import pandas as pd

_WRITTEN = ("id", "kind", "starts", "ends", "area", "text", "measures", "sources", "is_break", "by", "at")


def book() -> Path:
    return paths.notes() / "notes.jsonl"


def written() -> list[Note]:
    """Every note of the book that can be read, oldest first; a withdrawn one says by whom, when and why.

    Raises NoteRefused where the file cannot be opened.
    """
    return [*_read()[0]]


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises as `written`."""
    return [*_read()[1]]


def in_force() -> list[Note]:
    """The notes of the reference files and those of the book that were not withdrawn. Raises NoteRefused."""
    return [*notes.reference(), *(note for note in written() if not note.is_withdrawn)]


def add(draft: Note, by: str, scope: tuple[str, ...] | None) -> Note:
    """Keep a note; it is on disk for certain. draft: its id, by and at are given here; scope: the writer's.

    Raises NoteRefused with what is wrong with it, or with the book; OSError, and then it is not there.
    """
    if found := notes.faults(draft, scope):
        raise NoteRefused("\n".join(found))

    with lines.alone(paths.notes()):
        note = replace(draft, id=f"{len(_sound()) + 1:06d}", text=draft.text.strip(), by=by, at=_now())
        lines.append(book(), {"note": {name: value for name, value in asdict(note).items() if name in _WRITTEN}})
    return note


def withdraw(note_id: str, why: str, by: str, scope: tuple[str, ...] | None) -> Note:
    """Take a note back; it stays in the book with who did it and why. Raises as `add`."""
    if found := notes.text_faults(why, say("note.why_missing")):
        raise NoteRefused("\n".join(found))

    with lines.alone(paths.notes()):
        known = {note.id: note for note in _sound()}
        note = known.get(note_id)
        if note is None or note.is_withdrawn:
            raise NoteRefused(say("note.gone"))
        if not notes.may_write(note.area, scope):
            raise NoteRefused(say("note.not_your_area"))
        lines.append(book(), {"withdraw": note_id, "by": by, "at": _now(), "why": why.strip()})
    return next(note for note in written() if note.id == note_id)


def breaks() -> "pd.DataFrame":
    """measure, area, since (`timpora.measure.breaks`): a row for each measure a break in force concerns.

    Of every area, whoever asks: a series is in pieces also for those who may not read why. Raises NoteRefused, also for
    a damaged book: what cannot be read may be a break.
    """
    _sound()
    return breaks_of(in_force())


def breaks_of(known: Iterable[Note]) -> "pd.DataFrame":
    """As `breaks`, of these notes."""
    import pandas as pd  # half a second, which a command that only asks what is new need not cost

    rows = [(measure, note.area, note.since) for note in known if note.is_break for measure in _measures(note)]
    found = pd.DataFrame(sorted(set(rows)), columns=list(COLUMNS))
    return found.astype({"since": "datetime64[ns]"})


def essence() -> str:
    """What of all notes a snapshot is made from: the breaks; another note makes no other one. Raises NoteRefused."""
    _sound()
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


def _read() -> tuple[tuple[Note, ...], tuple[Damage, ...]]:
    """Notes, oldest first, and damaged lines. Raises NoteRefused."""
    try:
        status = book().stat()
        return _of(book(), status.st_size, status.st_mtime_ns)
    except FileNotFoundError:
        return (), ()
    except OSError as problem:
        raise NoteRefused(say("note.book_unreadable", file=book(), problem=problem.strerror)) from problem


def _sound() -> tuple[Note, ...]:
    """As `_read`, where nothing may be missed. Raises NoteRefused."""
    known, damaged = _read()
    if damaged:
        raise NoteRefused(damaged[0].refusal)
    return known


@lru_cache(maxsize=8)
def _of(file: Path, size: int, changed: int) -> tuple[tuple[Note, ...], tuple[Damage, ...]]:
    found: dict[str, Note] = {}

    def take(line: dict) -> None:
        if line_fields.act(line, ("note", "withdraw")) == "note":
            note = _note(line["note"])
            if note.id in found:
                raise LineFault(say("book.fault.twice", id=note.id))
            found[note.id] = note
            return
        line_fields.signed(line)
        gone = found.get(line_fields.text(line, "withdraw"))
        if gone is None or gone.is_withdrawn:
            raise LineFault(say("book.fault.nothing", id=line["withdraw"]))
        why = {"withdrawn_why": line_fields.text(line, "why")}
        found[gone.id] = replace(gone, withdrawn_by=line["by"], withdrawn_at=line["at"], **why)

    damaged = lines.read(file, take)
    return tuple(found.values()), tuple(damaged)


def _note(told: object) -> Note:
    note = line_fields.built(Note, told, "note")
    line_fields.code(note.id, r"\d{6,9}", "note.id")
    line_fields.known(note.kind, notes.KINDS, "note.kind")
    for name, written in (("starts", note.starts), ("ends", note.ends or note.starts)):
        line_fields.day(f"{written}-01" if len(written) == 7 else written, f"note.{name}")
    line_fields.must(note.last >= note.first, "note.ends")
    line_fields.moment(note.at, "note.at")
    return note
