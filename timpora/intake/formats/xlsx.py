"""What the XML inside spreadsheets says: where cells stand, which of them are broken, and what is not let in.

Runs in the child that opens spreadsheets: only the standard library and guard. A sheet is never built here from what
the file claims about its size; only cells that hold something count.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pyexpat import ParserCreate

from timpora.intake.guard import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    UnreadableFile,
    address,
    refuse_active,
)

Broken = tuple[int, int, str]  # row and column from 0, rule

_LONGEST_TAG = 4_000_000  # bytes
_SPELT_NUMBER = re.compile(rb"<(?:\w+:)?v\b[^>]*>[^<]*&#")
_COLUMNS = {address(0, column)[:-1]: column for column in range(MAX_COLUMNS)}


def parser():
    """An XML parser that takes no document type, hence no entities, and UTF-8 only, as every spreadsheet writes it."""
    made = ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _no_doctype
    made.XmlDeclHandler = _utf8_only
    return made


def _no_doctype(*_) -> None:
    raise UnreadableFile("forbidden_markup")


def _utf8_only(_version, encoding: str | None, _standalone) -> None:
    if encoding and encoding.lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise UnreadableFile("forbidden_markup")


def parse(made, blocks: Iterable[bytes]) -> None:
    """All of a part. Raises UnreadableFile, ExpatError if it is not well formed, and what the handlers raise."""
    given = 0
    for block in blocks:
        if given == 0 and block[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
            raise UnreadableFile("forbidden_markup")
        made.Parse(block, False)
        given += len(block)
        # A tag that does not end is looked at again with every block: the square of its length.
        if given - made.CurrentByteIndex > _LONGEST_TAG:
            raise UnreadableFile("odd_archive")
    made.Parse(b"", True)


@dataclass
class Book:
    """What the parts of an XLSX file say together, filled in part by part: workbook and relations first."""

    sheets: list[tuple[str, str]] = field(default_factory=list)  # name, relation
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)  # relation → kind, part
    broken: dict[str, list[Broken]] = field(default_factory=dict)  # part of a worksheet → its broken cells
    cells: int = 0
    is_stale: bool = False  # the writer asks for every formula to be calculated when the file is opened

    def worksheets(self) -> list[tuple[str, list[Broken] | None]]:
        """Name and broken cells of every sheet in order; None for charts. Raises UnreadableFile if one was not seen."""
        found: list[tuple[str, list[Broken] | None]] = []
        for name, relation in self.sheets:
            kind, part = self.targets.get(relation, ("", ""))
            if kind == "worksheet" and part not in self.broken:
                raise UnreadableFile("unreadable_file", sheet=name)
            found.append((name, self.broken.get(part)))
        return found

    def sheet_of(self, part: str) -> str | None:
        wanted = {relation for relation, (_, target) in self.targets.items() if target == part}
        return next((name for name, relation in self.sheets if relation in wanted), None)


def look_at(book: Book, part: str, blocks: Iterable[bytes]) -> None:
    """Parse one part of an XLSX file to its end, noting in `book` what it says. Raises UnreadableFile or ExpatError."""
    made = parser()

    def root(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        made.StartElementHandler = None
        if name == "worksheet":
            _worksheet(made, book, part)
        elif name == "workbook":
            made.StartElementHandler = _workbook(made, book)
        elif name == "Relationships":
            made.StartElementHandler = _relations(book, part)

    def looked_at() -> Iterator[bytes]:
        # calamine reads <v>1&#51;</v>, which is 13, as 1. No spreadsheet program writes numbers so.
        tail = b""
        for block in blocks:
            yield block
            text = tail + block
            if b"&#" in text and part.lower() in book.broken and _SPELT_NUMBER.search(text):
                raise UnreadableFile("odd_archive")
            tail = text[-MAX_TEXT:]

    made.StartElementHandler = root
    parse(made, looked_at())


def _relations(book: Book, part: str) -> Callable:
    is_workbook = part.lower() == "xl/_rels/workbook.xml.rels"

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode") == "External" and kind != "hyperlink":
            raise UnreadableFile("external_links")
        if is_workbook and "Id" in attributes:
            target = attributes.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
            book.targets[attributes["Id"]] = (kind, f"xl/{target}".lower())

    return start


def _workbook(made, book: Book) -> Callable:
    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheet" and "name" in attributes:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            book.sheets.append((attributes["name"], relation))
            if len(book.sheets) > MAX_SHEETS:
                raise UnreadableFile("too_many_sheets")
        elif name == "calcPr":
            book.is_stale = attributes.get("fullCalcOnLoad") in ("1", "true")

    return start


def _worksheet(made, book: Book, part: str) -> None:
    """Handlers for one worksheet. A cell is looked at only where it holds something: formats reach far without harm."""
    sheet, broken = book.sheet_of(part.lower()), []
    if part.lower() in book.broken:
        raise UnreadableFile("odd_archive")
    book.broken[part.lower()] = broken
    row, last_row, last_column, others = -1, -1, -1, book.cells
    row_name = ""  # as the row writes it, and every one of its cells again
    here: str | tuple[int, int] = (-1, -1)
    kind, formula, value = "n", None, None

    def place() -> tuple[int, int]:
        if type(here) is tuple:
            return here
        column = _COLUMNS.get(here.removesuffix(row_name))
        if column is not None:
            return row, column
        name = here.rstrip("0123456789")
        at, column = int(here[len(name) :] or 0) - 1, _COLUMNS.get(name)
        if column is None or at < 0:
            raise UnreadableFile("sheet_too_wide", sheet=sheet, cell=here)
        return at, column

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, row_name, here, kind, formula, value, last_row, last_column
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "v" or tag == "is" or tag == "f":
            at, column = place()
            if at > last_row or column > last_column:
                if at >= MAX_ROWS or column >= MAX_COLUMNS:
                    raise UnreadableFile("sheet_too_wide", sheet=sheet, cell=address(at, column))
                last_row, last_column = max(last_row, at), max(last_column, column)
                book.cells = others + (last_row + 1) * (last_column + 1)
                if book.cells > MAX_CELLS:
                    raise UnreadableFile("too_many_cells", sheet=sheet, cell=address(at, column))
            if tag == "f":
                formula = ""
                made.CharacterDataHandler, made.EndElementHandler = formula_text, end
            elif kind == "e":
                broken.append((at, column, "formula_error"))
            elif formula is not None:
                value = ""
                made.CharacterDataHandler = value_text
        elif tag == "c":
            stated = attributes.get("r")
            if stated is None:
                at, column = place()
                stated = (at, column + 1)
            here, kind, formula, value = stated, attributes.get("t"), None, None
        elif tag == "row":
            row_name = attributes.get("r", "")
            row = int(row_name) - 1 if row_name else row + 1
            here = (row, -1)

    def formula_text(text: str) -> None:
        nonlocal formula
        formula += text
        if len(formula) > MAX_TEXT:
            raise UnreadableFile("too_much_text", sheet=sheet, cell=address(*place()))

    def value_text(text: str) -> None:
        nonlocal value
        value = (value + text)[:MAX_TEXT]  # only whether there is one, and whether it is 0, is asked

    def end(tag: str) -> None:
        """Only called within a cell that has a formula."""
        tag = tag.rpartition(":")[2]
        if tag == "f" or tag == "v":
            made.CharacterDataHandler = None
        elif tag == "c":
            made.EndElementHandler = None
            refuse_active(formula, sheet=sheet, cell=address(*place()))
            # A writer that cannot calculate leaves the value out, or writes 0 and asks for it to be calculated.
            if kind not in ("e", "str") and (not value or (book.is_stale and value == "0")):
                broken.append((*place(), "formula_not_calculated"))

    def unknown(*_) -> None:
        raise UnreadableFile("odd_archive", sheet=sheet)

    made.StartElementHandler = start
    # The same holds of comments and the like between the digits of a number.
    made.CommentHandler = made.StartCdataSectionHandler = made.ProcessingInstructionHandler = unknown
