"""Opens one spreadsheet in a process of its own, with limits, and prints its cells as JSON. Run by reading.py.

Kept apart from the package: it must not import anything of ours, and it may die without taking anything with it.
"""

import json
import resource
import sys
from datetime import date, datetime

MEMORY, SECONDS, MAX_ROWS, MAX_COLUMNS = 1_500_000_000, 40, 200_000, 400


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            sys.exit(1)
        # Empty rows and columns at the edge stay, so that every cell keeps the address its sender sees.
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        sheets.append({"name": meta.name, "is_hidden": meta.visible != SheetVisibleEnum.Visible, "rows": rows})
    json.dump(sheets, sys.stdout)


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
