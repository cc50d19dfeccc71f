"""Rows of a table that are no data: totals, footnotes, repeated headers, the numbering under a header."""

import re

from timpora.intake.contracts import heading
from timpora.intake.numbers import ZERO_SIGNS

_TOTAL = re.compile(r"^(SUB ?TOTAL|SUB JUMLAH|GRAND TOTAL|TOTAL|JUMLAH|JML)\b")
_AVERAGE = re.compile(r"^(RATA RATA|RERATA|PERSENTASE|PERSEN)\b")
_FOOTNOTE = re.compile(r"^(SUMBER|CATATAN|KETERANGAN|KET|DICETAK|MENGETAHUI)\b")


def is_total(labels: list[str]) -> bool:
    return any(_TOTAL.match(heading(label)) for label in labels)


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
    filled = [heading(text(value) or "") for value in cells if value not in (None, "")]
    return len(filled) > 2 and filled == [str(place) for place in range(1, len(filled) + 1)]


def cell(cells: list[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def is_amount(value: object) -> bool:
    """Whether a cell says a number, zero in words or signs included."""
    return bool(re.search(r"\d", str(value))) or str(value).strip().lower() in ZERO_SIGNS
