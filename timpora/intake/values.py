"""One cell → the value its column holds. Nothing is guessed: what cannot be read raises CellError with its rule."""

import re
from collections.abc import Callable
from datetime import date

from timpora.intake.contracts import Column, heading
from timpora.intake.numbers import ZERO_SIGNS, BrokenCell, NumberError, parse_count, parse_decimal
from timpora.intake.periods import parse_date

CellError = NumberError
_YES = {"YA", "ADA", "SUDAH", "V", "1", "TRUE", "YES", "SUDAH ADA"}
_NO = {"TIDAK", "TIDAK ADA", "BELUM", "BELUM ADA", "0", "FALSE", "NO", "NIHIL"}
_TICKS, _CROSSES = set("✓✔√"), set("✗✘×")

Value = int | float | bool | str | date | None


def reader(column: Column, style: str | None = None) -> Callable[[object], Value]:
    """How cells of this column are read; style: see numbers.column_style."""
    read, known = _reader(column, style), {}

    def remembering(cell: object) -> Value:
        # A column of 80,000 counts holds a few hundred different texts.
        if not isinstance(cell, str):
            return read(cell)
        if cell not in known:
            known[cell] = read(cell)
        return known[cell]

    return remembering


def _reader(column: Column, style: str | None) -> Callable[[object], Value]:
    if column.kind == "count":
        return lambda cell: parse_count(cell, style)
    if column.kind == "decimal":
        return lambda cell: parse_decimal(cell, style)
    if column.kind == "category":
        return lambda cell: _category(cell, column)
    if column.kind == "label":
        return lambda cell: _label(cell, column)
    return {"date": _date, "yes_no": _yes_no}[column.kind]


def _date(cell: object) -> date | None:
    """A day; `-` says that there is none."""
    if _is_blank(cell) or str(cell).strip().lower() in (*ZERO_SIGNS, "belum"):
        return None
    if (day := parse_date(cell)) is None:
        raise CellError("not_a_date")
    return day


def _yes_no(cell: object) -> bool | None:
    if _is_blank(cell):
        return None
    text = str(cell).strip()
    words = heading(int(cell) if isinstance(cell, float) and cell.is_integer() else text)
    if words in _YES or text in _TICKS:
        return True
    if words in _NO or text in _CROSSES or text in ZERO_SIGNS:
        return False
    raise CellError("not_yes_no")


def _category(cell: object, column: Column) -> str | None:
    if _is_blank(cell):
        return None
    if value := column.value_of.get(heading(cell)):
        return value.id
    raise CellError("not_allowed")


def _label(cell: object, column: Column) -> str | None:
    if _is_blank(cell):
        return None
    text = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
    if not re.fullmatch(column.pattern or r".{1,60}", text):
        raise CellError("not_a_label")
    return text


def _is_blank(cell: object) -> bool:
    if isinstance(cell, BrokenCell):
        raise CellError(cell.rule)
    return cell is None or (isinstance(cell, str) and not cell.strip())
