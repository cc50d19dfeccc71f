"""An ODS file → sheets of cells, as they come out of its one long XML part.

Runs in the child that opens spreadsheets. The library that reads XLSX and XLS gives blanks for errors in ODS, for
formulas never calculated and for text without a type, so this format is read here.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from timpora.intake.formats.xlsx import parse, parser
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

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_ERROR = re.compile(r"#[A-Z/0]+[!?A]|(Err|Galat):\d{3}")
_VALUES = {
    "float": "office:value",
    "percentage": "office:value",
    "currency": "office:value",
    "date": "office:date-value",
    "boolean": "office:boolean-value",
}
_ELSEWHERE = {"office:dde-source", "table:table-source", "table:cell-range-source"}
_SPACES = {"text:tab": "\t", "text:line-break": "\n"}
_CELLS = {"table:table-cell", "table:covered-table-cell"}
# What hangs on a cell is not what stands in it: comments, pictures, text boxes; nor are former versions.
_ASIDE = ("office:annotation", "draw:", "table:tracked-changes", "table:shapes")


def read_content(
    blocks: Iterable[bytes], begin_sheet: Callable[[str, bool], None], add_row: Callable[[list[object]], None]
) -> None:
    """Parse content.xml: `begin_sheet` gets each sheet's name and whether it is hidden, `add_row` its rows in turn.

    A cell is str, int, float, bool or None, {"date": "2024-10-31"} or {"broken": rule}. Rows end with their last
    filled cell, sheets with their last filled row. Raises UnreadableFile or ExpatError.
    """
    made = parser()
    hidden: set[str] = set()
    style = sheet = None
    attributes: dict[str, str] = {}
    texts: list[str] | None = None  # of the cell that is open
    row: list[object] = []
    sheets = rows = cells = blank_rows = blank_cells = aside = length = 0
    row_times = 1
    is_spreadsheet = False

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal style, sheet, attributes, texts, row, sheets, rows, blank_rows, blank_cells, row_times, aside
        nonlocal length, is_spreadsheet
        if aside:
            aside += 1
        elif tag in _CELLS:
            attributes, texts, length = given, [], 0
            if _VALUES.get(given.get("office:value-type"), "") in given and "table:formula" not in given:
                made.StartElementHandler = None  # nothing inside could change its value
        elif tag == "text:p" and texts is not None:
            texts.append("\n")
            made.CharacterDataHandler = characters
        elif tag == "text:s" and texts:
            characters(" " * min(int(given.get("text:c", 1)), 100))
        elif tag in _SPACES and texts:
            characters(_SPACES[tag])
        elif tag == "table:table-row":
            row, blank_cells = [], 0
            row_times = int(given.get("table:number-rows-repeated", 1))
        elif tag == "table:table":
            sheets += 1
            if sheets > MAX_SHEETS:
                raise UnreadableFile("too_many_sheets")
            sheet, rows, blank_rows = given.get("table:name", ""), 0, 0
            begin_sheet(sheet, given.get("table:style-name") in hidden)
        elif tag == "style:style":
            style = given.get("style:name")
        elif tag == "style:table-properties" and given.get("table:display") == "false" and style:
            hidden.add(style)
        elif tag in _ELSEWHERE:
            raise UnreadableFile("external_links", sheet=sheet)
        elif tag == "office:spreadsheet":
            is_spreadsheet = True
        elif tag == "office:document-content":
            if given.get("xmlns:table") != f"{_URN}table:1.0":  # every program that writes ODS calls it so
                raise UnreadableFile("unreadable_file")
        elif tag.startswith(_ASIDE):
            aside = 1

    def characters(text: str) -> None:
        nonlocal length
        if not aside:
            texts.append(text)
            length += len(text)
            if length > MAX_TEXT:
                raise UnreadableFile("too_much_text", sheet=sheet, cell=address(rows + blank_rows, len(row)))

    def end(tag: str) -> None:
        nonlocal aside, sheet, texts
        if aside:
            aside -= 1
        elif tag in _CELLS:
            if texts is None:  # a table stood inside it, with rows that no address here could name
                raise UnreadableFile("unreadable_file")
            made.StartElementHandler = start
            add_cell()
            texts = None
        elif tag == "text:p":
            made.CharacterDataHandler = None
        elif tag == "table:table-row":
            end_row()
        elif tag == "table:table":
            sheet = None

    def add_cell() -> None:
        nonlocal blank_cells
        column = len(row) + blank_cells
        times = int(attributes.get("table:number-columns-repeated", 1))
        formula = attributes.get("table:formula")
        if formula is not None:
            refuse_active(formula, sheet=sheet, cell=address(rows + blank_rows, column))
        value = _value(attributes, formula is not None, "".join(texts or ()).strip())
        if times < 1 or (value is not None and column + times > MAX_COLUMNS):
            raise UnreadableFile("sheet_too_wide", sheet=sheet, cell=address(rows + blank_rows, column))
        if value is None:
            blank_cells += times
            return
        row.extend([None] * blank_cells + [value] * times)
        blank_cells = 0

    def end_row() -> None:
        nonlocal rows, blank_rows, cells
        here = address(rows + blank_rows, 0)
        if row_times < 1 or (row and rows + blank_rows + row_times > MAX_ROWS):
            raise UnreadableFile("sheet_too_wide", sheet=sheet, cell=here)
        if not row:
            blank_rows += row_times
            return
        cells += len(row) * row_times
        if cells > MAX_CELLS:
            raise UnreadableFile("too_many_cells", sheet=sheet, cell=here)
        for filled in [[]] * blank_rows + [row] * row_times:
            add_row(filled)
        rows, blank_rows = rows + blank_rows + row_times, 0

    made.StartElementHandler, made.EndElementHandler = start, end
    parse(made, blocks)
    if not is_spreadsheet:
        raise UnreadableFile("document_file")


def _value(attributes: dict[str, str], is_formula: bool, text: str) -> object:
    kind = attributes.get("office:value-type")
    if is_formula:
        if attributes.get("calcext:value-type") == "error" or _ERROR.fullmatch(text):
            return {"broken": "formula_error"}
        if kind is None and not text:
            return {"broken": "formula_not_calculated"}
    value = attributes.get(_VALUES.get(kind, ""))
    if value is None:  # text, or a cell that no program gave a type: what it shows counts
        return attributes.get("office:string-value", "").strip() or text or None
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        try:
            return {"date": date.fromisoformat(value[:10]).isoformat()}
        except ValueError:  # a month alone
            return value
    number = float(value)
    return int(number) if number.is_integer() else number
