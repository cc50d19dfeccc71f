"""A CSV file → rows of text, whatever it was written with.

Never more of the file in memory than a line, and no line longer than a table could need.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from typing import BinaryIO

from timpora.intake.guard import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, UnreadableFile, address, refuse_active

_BLOCK = 1 << 20
_WORDS_KEPT = 50_000
_MEMORY = 80_000_000  # bytes of text, words that stand in many cells counted once
_SEPARATOR = re.compile(r"sep=([;,\t|])[\r\n]*", re.I)
_QUOTED = re.compile(r'"[^"]*"')
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # how systems keep Excel from reading 73.72.02 as a number
_CALL = re.compile(r"[=@]\s*[+-]*[a-z_][\w.]*\s*\(", re.I)
_COMMAND = re.compile(r"[=@+-][^|]*\|.*!", re.S)


def read_rows(file: BinaryIO) -> list[list[str | None]]:
    """Rows from the first on; a cell is its text without spaces around it, or None. Raises UnreadableFile."""
    encoding = _encoding(file)
    with closing(_lines(file, encoding)) as lines:
        first = list(islice(lines, 60))
        # "sep=;" is a word to Excel, which does not show it: the row below it is the first.
        stated = _SEPARATOR.fullmatch(first[0]) if first else None
        delimiter = stated[1] if stated else _delimiter(first)
        return _rows(chain(first[1:] if stated else first, lines), delimiter)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(4096)
    for encoding in _candidates(head):
        if _is_text(file, encoding):
            return encoding
    raise UnreadableFile("unreadable_file")


def _candidates(head: bytes) -> Iterator[str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
        return
    # In UTF-16 every second byte of plain letters is zero; elsewhere none is.
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 5 and min(even, odd) < len(head) / 50:
        yield "utf-16-le" if odd > even else "utf-16-be"
        return
    yield from ("utf-8-sig", "cp1252")


def _is_text(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    is_last = False
    while not is_last:
        block = file.read(_BLOCK)
        is_last = not block
        try:
            text = decoder.decode(block, is_last)
        except UnicodeDecodeError:
            return False
        if "\x00" in text:
            raise UnreadableFile("nul_bytes")
    return True


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        while line := text.readline(MAX_TEXT + 1):
            if len(line) > MAX_TEXT:
                raise UnreadableFile("line_too_long")
            yield line
    finally:
        text.detach()


def _delimiter(first: list[str]) -> str:
    """The separator that cuts most of the first lines into the same number of columns, more than one."""
    bare = [_QUOTED.sub("", line) for line in first]

    def evenness(delimiter: str) -> int:
        widths = Counter(count for line in bare if (count := line.count(delimiter)))
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(";\t|,", key=evenness)


def _rows(lines: Iterator[str], delimiter: str) -> list[list[str | None]]:
    left = MAX_TEXT

    def counted() -> Iterator[str]:
        nonlocal left
        for line in lines:
            left -= len(line)
            if left < 0:  # a quotation mark that is never closed swallows every row below it
                raise UnreadableFile("csv_quotes")
            yield line

    rows: list[list[str | None]] = []
    known: dict[str, str | None] = {}  # the same words stand in a table a thousand times
    cells, memory = 0, _MEMORY

    def cell(text: str, column: int) -> str | None:
        nonlocal memory
        if text in known:
            return known[text]
        memory -= len(text) + 50
        if memory < 0:
            raise UnreadableFile("too_much_text", cell=address(len(rows), column))
        value = _cell(text, len(rows), column)
        if len(known) < _WORDS_KEPT:
            known[text] = value
        return value

    try:
        for row in csv.reader(counted(), delimiter=delimiter, strict=True):
            left = MAX_TEXT
            cells += len(row)
            if len(rows) == MAX_ROWS or len(row) > MAX_COLUMNS:
                raise UnreadableFile("sheet_too_wide", cell=address(len(rows), len(row) - 1))
            if cells > MAX_CELLS:
                raise UnreadableFile("too_many_cells", cell=address(len(rows), 0))
            rows.append([cell(text, column) for column, text in enumerate(row)])
    except csv.Error as problem:
        raise UnreadableFile("csv_quotes") from problem
    return rows


def _cell(text: str, row: int, column: int) -> str | None:
    text = text.strip()
    if text[:1] in ("=", "@", "+", "-"):
        if _COMMAND.match(text):
            raise UnreadableFile("active_formula", cell=address(row, column))
        if kept := _KEPT_AS_TEXT.fullmatch(text):
            return kept[1].strip() or None
        if _CALL.match(text):
            refuse_active(text, cell=address(row, column))
            raise UnreadableFile("csv_formula", cell=address(row, column))
    return text or None
