"""The book of documents: what was taken out of the house, made of which views, and the figures that stood in it.

documents/book.jsonl    every document, oldest first; only added to

With it a slide that is months old can be asked what has changed since. It holds no more than the document itself does.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.access import line_fields, lines
from timpora.access.line_fields import LineFault
from timpora.access.lines import BookDamaged, Damage
from timpora.store.stories import PAGES, Scene


@dataclass(frozen=True)
class Page:
    """One slide of a document. figures: what a number is of → the number as it was written."""

    scene: Scene
    figures: dict[str, str]


@dataclass(frozen=True)
class Document:
    id: str  # "000001", in the order they were made
    name: str  # of the story it was made from
    snapshot: str
    view: str  # "protected" or "exact"
    pages: tuple[Page, ...]
    by: str
    at: str  # ISO 8601 with offset
    scope: tuple[str, ...] | None = None  # of who it was made for; None: the whole office

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def add(
    name: str,
    snapshot: str,
    view: str,
    pages: Sequence[Page],
    by: str,
    at: datetime,
    scope: tuple[str, ...] | None = None,
) -> Document:
    """Write a document down before it leaves the house. Raises OSError."""
    with lines.alone(paths.documents()):
        number = 1 + len(lines.whole(_book()))
        moment = at.isoformat(timespec="seconds")
        document = Document(f"{number:06d}", name, snapshot, view, tuple(pages), by, moment, scope)
        lines.append(_book(), asdict(document))
    return document


def find(document: str) -> Document | None:
    """The document of this id, None where there is none. Raises BookDamaged, OSError."""
    known = lines.whole(_book())
    number = int(document) if document.isdecimal() and len(document) == 6 else 0
    if not 1 <= number <= len(known):
        return None
    try:
        return _document(line_fields.parsed(known[number - 1]), document)
    except LineFault as fault:
        raise BookDamaged(str(Damage("documents/book.jsonl", number, str(fault)))) from fault


def _document(told: dict, document: str) -> Document:
    """Raises LineFault."""
    read = line_fields.built(Document, told, "…")
    line_fields.known(read.id, (document,), "id")
    line_fields.known(read.view, ("protected", "exact"), "view")
    line_fields.moment(read.at, "at")
    line_fields.must(bool(read.pages), "pages")
    for page in read.pages:
        line_fields.known(page.scene.page, PAGES, "scene.page")
    return read


def _book() -> Path:
    return paths.documents() / "book.jsonl"
