"""Rows of a table that are no data: totals, footnotes, repeated headers, the numbering under a header."""

import re

from timpora.intake.contracts import heading
from timpora.intake.numbers import ZERO_SIGNS
from timpora.intake.periods import MONTHS

_TOTAL = re.compile(r"^(SUB ?TOTAL|SUB JUMLAH|GRAND TOTAL|TOTAL|JUMLAH|JML)\b")
_BARE = {"JUMLAH", "TOTAL", "JML", "SUBTOTAL", "SUB TOTAL", "GRAND TOTAL", "JUMLAH TOTAL", "TOTAL JUMLAH"}
_AVERAGE = re.compile(r"^(RATA RATA|RERATA|PERSENTASE|PERSEN)\b")
_FOOTNOTE = re.compile(r"^(SUMBER|CATATAN|KETERANGAN|KET|DICETAK|MENGETAHUI)\b")


_SIGNATURE = re.compile(
    rf"^(?:[^\d,]{{3,40}},\s*(?:\d{{1,2}}|[\s._…]*)\s*(?:{'|'.join(MONTHS)})\s+20\d\d|NIP\b.*)$", re.I
)


def is_total(labels: list[str]) -> bool:
    return any(_TOTAL.match(_closed(label)) for label in labels)


def _closed(label: str) -> str:
    """ "J U M L A H" is JUMLAH."""
    words = heading(label)
    return words.replace(" ", "") if re.fullmatch(r"[A-Z]( [A-Z]){4,}", words) else words


def is_bare_total(labels: list[str]) -> bool:
    """A label that is the word for a total and nothing else."""
    return any(heading(label) in _BARE for label in labels)


def is_average(labels: list[str]) -> bool:
    """A row of means or shares: no data, and nothing to check sums by."""
    return any(_AVERAGE.match(heading(label)) for label in labels)


def is_footnote(labels: list[str]) -> bool:
    return any(_FOOTNOTE.match(heading(label)) or label[:1] in "*)" for label in labels)


def is_repeated_header(cells: list[object], header: list[object], columns: set[int]) -> bool:
    """Whether the columns of numbers hold their headings once more."""
    headed = [column for column in columns if text(cell(header, column))]
    return bool(headed) and all(
        isinstance(cell(cells, column), str) and heading(cell(cells, column)) == heading(cell(header, column))
        for column in headed
    )


def is_numbering(cells: list[object]) -> bool:
    """The row "1 2 3 4" or "(1) (2) (3)" that some templates have under the header."""
    # "(9) = (3) + (4)" is number 9 too.
    filled = [heading(text(value) or "").split(" ")[0] for value in cells if value not in (None, "")]
    return len(filled) > 2 and filled == [str(place) for place in range(1, len(filled) + 1)]


def is_signature(value: object) -> bool:
    """The place and day of a signature, or the number of who signs, wherever below the table they stand."""
    return isinstance(value, str) and bool(_SIGNATURE.match(value.strip()))


def cell(cells: list[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def is_amount(value: object) -> bool:
    """Whether a cell says a number, zero in words or signs included."""
    return bool(re.search(r"\d", str(value))) or str(value).strip().lower() in ZERO_SIGNS
