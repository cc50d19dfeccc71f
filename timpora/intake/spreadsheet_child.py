"""Opens one spreadsheet in a process of its own, with limits, and prints its cells as JSON. Run by reading.py.

Kept apart from the package: it must not import anything of ours, and it may die without taking anything with it.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime

MEMORY, SECONDS, MAX_ROWS, MAX_COLUMNS = 1_500_000_000, 40, 200_000, 400
TOO_WIDE = 3  # exit code: something stands far outside any table
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.S)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets, broken = [], _broken_cells(path)
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            sys.exit(TOO_WIDE)
        # Empty rows and columns at the edge stay, so that every cell keeps the address its sender sees.
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        for row, column, rule in broken.get(meta.name, ()):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = {"broken": rule}
        sheets.append({"name": meta.name, "is_hidden": meta.visible != SheetVisibleEnum.Visible, "rows": rows})
    json.dump(sheets, sys.stdout)


def _broken_cells(path: str) -> dict[str, list[tuple[int, int, str]]]:
    """Cells of an XLSX file that show an error, or a formula nobody has calculated: the reader gives both as blank.

    Sheet name → (row, column, rule), counted from 0. Empty for other formats.
    """
    if not zipfile.is_zipfile(path):
        return {}
    found: dict[str, list[tuple[int, int, str]]] = {}
    with zipfile.ZipFile(path) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            return {}
        targets = dict(_pairs(parts.read("xl/_rels/workbook.xml.rels"), rb"Relationship", rb"Id", rb"Target"))
        for name, link in _pairs(parts.read("xl/workbook.xml"), rb"sheet", rb"name", rb"r:id"):
            part = "xl/" + targets.get(link, "").removeprefix("/xl/").removeprefix("xl/")
            if part in parts.namelist():
                found[name] = list(_broken_of(parts.read(part)))
    return found


def _broken_of(xml: bytes):
    if b"<f" not in xml and b't="e"' not in xml:
        return
    for head, body in _CELL.findall(xml):
        is_error, has_formula = b't="e"' in head, b"<f" in body
        if not is_error and not has_formula:
            continue
        is_text, is_empty = b't="str"' in head, not re.search(rb"<v[^>]*>[^<]", body)
        address = _ADDRESS.search(head)
        if address and (is_error or (is_empty and not is_text)):
            column = 0
            for letter in address[1]:
                column = column * 26 + letter - 64
            yield int(address[2]) - 1, column - 1, "formula_error" if is_error else "formula_not_calculated"


def _pairs(xml: bytes, tag: bytes, first: bytes, second: bytes):
    """The two attributes of every such element, as text."""
    for element in re.findall(rb"<(?:\w+:)?" + tag + rb"\b([^>]*)>", xml):
        values = [re.search(rb"(?<![\w:])" + name + rb'="([^"]*)"', element) for name in (first, second)]
        if all(values):
            yield tuple(_unescaped(value[1].decode("utf-8", "replace")) for value in values)


def _unescaped(text: str) -> str:
    from xml.sax.saxutils import unescape

    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def _cell(value: object) -> object:
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()[:10]}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float | bool):
        return value
    return str(value)


if __name__ == "__main__":
    main(sys.argv[1])
