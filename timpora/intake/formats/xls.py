"""The records of an XLS workbook: how far its cells reach, which of them are broken, and what is not let in.

A record is a type, a length and that many bytes; one run of them describes the book, one more each sheet.
"""

import re
import struct
from collections.abc import Callable, Iterator
from functools import partial

from timpora.intake.formats.xlsx import Broken
from timpora.intake.guard import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, UnreadableFile, address

_BEGIN, _END, _SHEET, _NAME, _PASSWORD, _SUPPLEMENT = 0x809, 0x0A, 0x85, 0x18, 0x2F, 0x1AE
_FORMULA, _TRUTH, _MANY_NUMBERS = 0x06, 0x205, 0xBD
_FILLED = {0x203, 0x204, 0x27E, 0xFD, 0xD6, _FORMULA, _TRUTH, _MANY_NUMBERS}
_WORKSHEET, _CHART = 0, 2
_OWN_SHEETS, _ADD_INS = b"\x01\x04", b"\x01\x3a"
_ERROR, _EMPTY_TEXT, _CALCULATE_WHEN_OPENED = 2, b"\x03\x00\x00\x00\x00\x00\xff\xff", 2
_CANNOT_STORE_TEXT = struct.pack("<HH", 0x0DBB, 0x07CC)  # the build and year that LibreOffice states
_TEXT_IN_FORMULA = re.compile(rb"\x17[\x01-\x40]\x00[\x20-\x7e]")


def sheets(stream: bytes, *, is_calculated: bool) -> list[list[Broken] | None]:
    """Broken cells of every sheet in order, None for charts. Raises UnreadableFile, or struct.error if cut short.

    is_calculated: the file comes from a program that calculates formulas, not from one that only writes them.
    """
    found: list[list[Broken] | None] = []
    cells = 0
    rule_of = partial(_broken, is_calculated=is_calculated, loses_text=stream[8:12] == _CANNOT_STORE_TEXT)
    for kind, content in list(_records(stream, 0)):
        if kind == _PASSWORD:
            raise UnreadableFile("password_file")
        if kind == _SUPPLEMENT and content[2:4] not in (_OWN_SHEETS, _ADD_INS):
            raise UnreadableFile("external_links")
        if kind == _NAME and b"WEBSERVICE" in content:
            raise UnreadableFile("active_formula")
        if kind == _SHEET:
            at, _, what = struct.unpack_from("<IBB", content)
            if what not in (_WORKSHEET, _CHART):
                raise UnreadableFile("macro_file")
            if len(found) == MAX_SHEETS:
                raise UnreadableFile("too_many_sheets")
            broken, area = _worksheet(stream, at, rule_of) if what == _WORKSHEET else (None, 0)
            found.append(broken)
            cells += area
            if cells > MAX_CELLS:
                raise UnreadableFile("too_many_cells")
    return found


def _worksheet(stream: bytes, at: int, rule_of: Callable) -> tuple[list[Broken], int]:
    broken: list[Broken] = []
    last_row = last_column = -1
    for kind, content in _records(stream, at):
        if kind not in _FILLED:
            continue
        row, column = struct.unpack_from("<HH", content)
        if kind == _MANY_NUMBERS:
            column = struct.unpack("<H", content[-2:])[0]
        last_row, last_column = max(last_row, row), max(last_column, column)
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise UnreadableFile("sheet_too_wide", cell=address(row, column))
        if kind == _TRUTH and content[7]:
            broken.append((row, column, "formula_error"))
        elif kind == _FORMULA and (rule := rule_of(content)):
            broken.append((row, column, rule))
    return broken, (last_row + 1) * (last_column + 1)


def _broken(formula: bytes, *, is_calculated: bool, loses_text: bool) -> str | None:
    result, options = formula[6:14], struct.unpack_from("<H", formula, 14)[0]
    if result[6:] == b"\xff\xff" and result[0] == _ERROR:
        return "formula_error"
    is_empty, is_zero = result == _EMPTY_TEXT, result == bytes(8)
    # Writers that cannot calculate leave nothing or 0, some with a request to calculate when the file is opened.
    if (is_empty or is_zero) and (not is_calculated or options & _CALCULATE_WHEN_OPENED):
        return "formula_not_calculated"
    # A zero whose formula has text in it may be text: LibreOffice has no other way to write that.
    if is_zero and loses_text and _TEXT_IN_FORMULA.search(formula, 22):
        return "formula_not_calculated"
    return None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Type and content of the records of the book or of one sheet, up to its end, charts inside included."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
