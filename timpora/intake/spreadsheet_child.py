"""Opens the spreadsheet on its standard input in a process of its own, with limits, and prints its cells as JSON.

Run by reading.py, and may die without taking anything with it. Each line of the answer is one object: a sheet that
begins, some of its rows, why the file is refused, or that all was said.
"""

import codecs
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))  # started alone, it would not find its own package

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from timpora.intake.formats import xls
from timpora.intake.formats.archive import open_archive, safe_parts
from timpora.intake.formats.container import Container
from timpora.intake.formats.kinds import kind_of
from timpora.intake.formats.ods import read_content
from timpora.intake.formats.xlsx import Book, Broken, look_at
from timpora.intake.guard import MAX_BYTES, UnreadableFile

MEMORY, SECONDS = 1_500_000_000, 20
MAX_ANSWER = 40_000_000  # bytes of the answer; cells may repeat a long text that the file holds once
TOO_HEAVY = 3  # exit code: the limit on memory was reached
_ROWS_A_LINE = 500


class Answer:
    """What is told to the reader: sheet by sheet, some rows at a time."""

    def __init__(self):
        self._rows: list[list[object]] = []
        self._special: list[tuple[int, int]] = []  # cells that JSON has no word for: dates, broken cells
        self._row, self._left = 0, MAX_ANSWER

    def begin_sheet(self, name: str, is_hidden: bool) -> None:
        self.flush()
        self._row = 0
        self._say({"sheet": name, "is_hidden": is_hidden})

    def add_row(self, row: list[object]) -> None:
        self._special += [(self._row, column) for column, value in enumerate(row) if type(value) is dict]
        self._rows.append(row)
        self._row += 1
        if len(self._rows) == _ROWS_A_LINE:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._say({"rows": self._rows, "special": self._special})
            self._rows, self._special = [], []

    def _say(self, what: dict) -> None:
        line = json.dumps(what, separators=(",", ":"))
        self._left -= len(line)
        if self._left < 0:
            raise UnreadableFile("too_much_text")
        print(line)


def limit() -> None:
    """From here on: so much memory and time, no file written or opened, no process started."""
    for encoding in ("cp437", "utf-16-le"):  # names inside files; later no module can be loaded
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for forbidden in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        resource.setrlimit(forbidden, (0, 0))


def main() -> None:
    limit()
    answer = Answer()
    try:
        content = io.BytesIO(sys.stdin.buffer.read(MAX_BYTES + 1))
        kind = kind_of(content)
        {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[kind](content, answer)
        answer.flush()
        print(json.dumps({"done": True}))
    except UnreadableFile as problem:
        # The file chose these words: no longer than a person would read.
        sheet, cell = (text and text[:60] for text in (problem.sheet, problem.cell))
        print(json.dumps({"refused": problem.rule, "sheet": sheet, "cell": cell}))
    except MemoryError:
        sys.exit(TOO_HEAVY)


def _xlsx(content: io.BytesIO, answer: Answer) -> None:
    """The reader gets an archive of what was looked at and nothing else: whatever else the file is, it never sees."""
    book, clean = Book(), io.BytesIO()
    with open_archive(content) as archive, zipfile.ZipFile(clean, "w") as copy:
        for name, blocks in safe_parts(archive):
            with copy.open(name, "w") as part:
                look_at(book, name, _copied(blocks, part))
    content.close()
    _from_calamine(clean, book.worksheets(), answer)


def _copied(blocks: Iterator[bytes], part) -> Iterator[bytes]:
    for block in blocks:
        part.write(block)
        yield block


def _xls(content: io.BytesIO, answer: Answer) -> None:
    container = Container(content)
    found = xls.sheets(container.stream("Workbook"), is_calculated="\x05SummaryInformation" in container.names)
    _from_calamine(content, [(None, broken) for broken in found], answer)


def _ods(content: io.BytesIO, answer: Answer) -> None:
    with open_archive(content) as archive:
        for name, blocks in safe_parts(archive):
            if name == "content.xml":
                read_content(blocks, answer.begin_sheet, answer.add_row)
            elif name == "META-INF/manifest.xml" and b"encryption-data" in b"".join(blocks):
                raise UnreadableFile("password_file")


def _from_calamine(content: io.BytesIO, sheets: list[tuple[str | None, list[Broken] | None]], answer: Answer) -> None:
    """The cells as calamine reads them, with the broken ones, which it gives as blanks, put where they stand."""
    content.seek(0)
    book = CalamineWorkbook.from_filelike(content)
    known = book.sheets_metadata
    if [name or meta.name for (name, _), meta in zip(sheets, known, strict=True)] != [meta.name for meta in known]:
        raise UnreadableFile("unreadable_file")
    for number, ((_, broken), meta) in enumerate(zip(sheets, known, strict=True)):
        if meta.typ != SheetTypeEnum.WorkSheet or broken is None:
            continue
        answer.begin_sheet(meta.name, meta.visible != SheetVisibleEnum.Visible)
        at: dict[int, list[tuple[int, str]]] = {}
        for row, column, rule in broken:
            at.setdefault(row, []).append((column, rule))
        sheet = book.get_sheet_by_index(number)
        # Empty rows and columns at the edge stay, so that every cell keeps the address its sender sees.
        edge = [None] * (sheet.start[1] if sheet.start else 0)
        rows = iter(sheet.iter_rows())
        for row in range(max(sheet.end[0] + 1 if sheet.end else 0, max(at, default=-1) + 1)):
            cells = edge + [_cell(value) for value in next(rows, ())]
            for column, rule in at.get(row, ()):
                cells += [None] * (column + 1 - len(cells))
                cells[column] = {"broken": rule}
            answer.add_row(cells)


def _cell(value: object) -> object:
    kind = type(value)
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is str:
        return value.strip() or None
    if kind is int or kind is bool:
        return value
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()[:10]}
    return str(value)


if __name__ == "__main__":
    main()
