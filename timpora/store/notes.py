"""A note on the time line: what happened, when, where, and which numbers it concerns. What a note may say, and to whom.

Some are shipped or stated with a source (`data/reference/notes.toml`, `[[changes]]` of a contract); what people of the
office write is in `timpora.store.note_book`.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from timpora import paths
from timpora.access.areas import areas
from timpora.intake.contracts import contracts
from timpora.intake.personal import personal_in_text
from timpora.measure.breaks import OFFICE, covers
from timpora.store.refused import PublicationError
from timpora.text import number, say

KINDS = ("operasi", "acara", "usaha", "hukum", "definisi", "lain")
LONGEST = 200  # characters of a text, or of a reason
_NUMBER = r"\d[\d.]*|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|\w+ (?:belas|puluh)"
_PEOPLE = "orang|org|wna|wni|warga|tka|pekerja|tamu|pengungsi|turis|pendatang|deteni|pelanggar"
_COUNT_OF_PEOPLE = re.compile(rf"\bseorang\b|\b(?:{_NUMBER})\s*(?:\([^)]*\)\s*)?(?:{_PEOPLE})\b", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d(-\d\d)?")


class NoteRefused(PublicationError):
    """Notes that cannot be read, written or withdrawn; the message is a sentence for whoever asked."""


@dataclass(frozen=True)
class Note:
    """One note, as the book or a reference file has it."""

    id: str  # "000001" in the book, a word in a reference file
    kind: str  # one of KINDS
    starts: str  # "2025-03", or "2025-03-15" for a day
    ends: str  # as starts, the last month or day; "" where it is one moment
    area: str  # "kantor", or a Kemendagri code
    text: str
    measures: tuple[str, ...] = ()  # ids it is about; neither measures nor sources: everything
    sources: tuple[str, ...] = ()
    is_break: bool = False
    by: str = ""
    at: str = ""  # ISO 8601 with offset; "" in a reference file
    withdrawn_by: str = ""
    withdrawn_at: str = ""
    withdrawn_why: str = ""
    stated_by: str = ""  # the source of a reference note; "" for a note of the book
    is_background: bool = False  # general knowledge that no source confirmed

    @property
    def first(self) -> date:
        return _day(self.starts)

    @property
    def last(self) -> date:
        """Its last day."""
        end = self.ends or self.starts
        return _day(end) if len(end) > 7 else _last_day(_day(end))

    @property
    def since(self) -> date:
        """The first month of the segment it begins, where it is a break."""
        return self.first.replace(day=1)

    @property
    def is_reference(self) -> bool:
        return bool(self.stated_by)

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn_at)

    @property
    def written(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None

    def concerns(self, measure: str, source: str) -> bool:
        """Whether it is about a measure of a source."""
        return not (self.measures or self.sources) or measure in self.measures or source in self.sources


def faults(note: Note, scope: tuple[str, ...] | None) -> list[str]:
    """Why this note may not be kept, as sentences for its writer; [] when it may.

    scope: what the writer may see; None for the office. A kind or a measure that no form offers is a ValueError.
    """
    known = contracts()
    strangers = set(note.measures) - {measure["id"] for one in known.values() for measure in one.measures}
    if strangers := strangers | (set(note.sources) - known.keys()) | ({note.kind} - set(KINDS)):
        raise ValueError(f"a note knows no {', '.join(sorted(strangers))}")
    found = text_faults(note.text, say("note.text_missing"))
    if not (_is_moment(note.starts) and (not note.ends or _is_moment(note.ends))):
        found.append(say("note.no_moment"))
    elif note.last < note.first:
        found.append(say("note.ends_first"))
    if note.area != OFFICE and note.area not in areas():
        found.append(say("note.no_area"))
    elif not may_write(note.area, scope):
        found.append(say("note.not_your_area"))
    return found


def text_faults(text: str, missing: str) -> list[str]:
    """What is wrong with a text somebody typed: nothing in it, too much, something about a person, or how many people:

    what is published is rounded, and a note would say it exactly.
    """
    if not text.strip():
        return [missing]
    if len(text) > LONGEST:
        return [say("note.too_long", n=number(len(text)), most=number(LONGEST))]
    if personal_in_text(text):
        return [say("note.personal")]
    return [say("note.people")] if counts_people(text) else []


def counts_people(text: str) -> bool:
    """Whether a text says how many people: "3 orang", "dua WNA", "seorang"."""
    return bool(_COUNT_OF_PEOPLE.search(text))


def may_write(area: str, scope: tuple[str, ...] | None) -> bool:
    """Whether somebody who sees this scope may note something of an area: it lies wholly in it."""
    return scope is None or any(covers(code, area) for code in scope)


def may_see(note: Note, scope: tuple[str, ...] | None) -> bool:
    """Whether a note may be told to this scope: of its own areas, and of the office where no other area is named."""
    if may_write(note.area, scope):
        return True
    return note.area == OFFICE and names_no_other(note.text, scope)


def names_no_other(text: str, scope: tuple[str, ...] | None) -> bool:
    """Whether a text names no area but those of this scope."""
    return scope is None or all(may_write(code, scope) for code in _named(text))


def reference() -> list[Note]:
    """The notes of `data/reference/notes.toml`, and the changes that contracts state. Raises NoteRefused."""
    contract_files = tuple(sorted(paths.layered("contracts", "[!_]*.toml").values()))
    notes_file = paths.layered("reference", "notes.toml").get("notes.toml")
    seen = tuple((file, file.stat().st_mtime_ns) for file in (*filter(None, [notes_file]), *contract_files))
    here = areas()
    return [note for note in _stated(seen) if note.area == OFFICE or note.area in here]


@lru_cache(maxsize=4)
def _stated(files: tuple[tuple[Path, int], ...]) -> tuple[Note, ...]:
    found: list[Note] = []
    for file, _ in files:
        try:
            text = tomllib.loads(file.read_text("utf-8"))
            found += (_of_file(note) for note in text.get("notes", ()))
            found += _of_contract(text, text.get("changes", ()))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
            raise NoteRefused(say("note.reference_damaged", file=file.name, problem=problem)) from problem
    return tuple(found)


def _of_file(line: dict) -> Note:
    """A note of notes.toml. Its `why` is for whoever reads the file."""
    stated = {name: value for name, value in line.items() if name not in ("source", "why")}
    lists = {name: tuple(stated.get(name, ())) for name in ("measures", "sources")}
    note = Note(**({"ends": ""} | stated | lists), stated_by=line["source"])
    if note.kind not in KINDS or not _is_moment(note.starts) or (note.ends and not _is_moment(note.ends)):
        raise ValueError(note.id)
    return note


def _of_contract(contract: dict, changes: Iterable[dict]) -> list[Note]:
    """A contract's `[[changes]]`: since, text, is_break; and measures, where it is not about the whole source."""
    return [
        _of_file(
            {
                "id": f"{contract['id']}-{change['since']}",
                "kind": "definisi",
                "starts": change["since"],
                "area": OFFICE,
                "text": change["text"],
                "is_break": change["is_break"],
                "source": contract["agency"],
                **({"measures": change["measures"]} if "measures" in change else {"sources": [contract["id"]]}),
            }
        )
        for change in changes
    ]


def _named(text: str) -> list[str]:
    """The areas of the office a text names, as codes; of several that are called alike, all."""
    said = f" {_words(text)} "
    names = {code: re.sub(r"^(Kabupaten|Kota) ", "", name.partition(",")[0]) for code, name in areas().items()}
    return [code for code, name in names.items() if f" {_words(name)} " in said]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _is_moment(text: str) -> bool:
    try:
        return bool(_MOMENT.fullmatch(text) and _day(text))
    except ValueError:
        return False


def _day(moment: str) -> date:
    return date.fromisoformat(moment if len(moment) > 7 else f"{moment}-01")


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
