"""A grid as a file: CSV as Excel saves it in Indonesia, or XLSX. The same grid gives the same bytes."""

import csv
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from timpora.sample.styles import Style
from timpora.sample.tables import Cell, Grid


def save(path: Path, style: Style, grid: Grid) -> None:
    if style.format == "xlsx":
        _save_xlsx(path, style, grid)
    else:
        _save_csv(path, style, grid)


def _save_csv(path: Path, style: Style, grid: Grid) -> None:
    # The heading row has only text, so it may pass through like any other.
    with path.open("w", encoding=style.encoding, newline="") as file:
        out = csv.writer(file, delimiter=style.separator, lineterminator="\r\n")
        out.writerows([_written(cell, style) for cell in row] for row in grid.rows)


def _written(cell: Cell, style: Style) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        whole, decimals = f"{cell:,.2f}".split(".")
        return f"{whole.replace(',', style.thousands)},{decimals}"
    if cell == 0:
        return style.zero
    return f"{cell:,}".replace(",", style.thousands) if cell >= 1000 else str(cell)


def _save_xlsx(path: Path, style: Style, grid: Grid) -> None:
    # In memory, xlsxwriter dates every part of the file 1 January 1980; the rest of the clock is set here.
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2018, 1, 1), "author": ""})
        sheet = book.add_worksheet("Rekap")
        looks = {
            str: book.add_format({}),
            int: book.add_format({"num_format": "#,##0" if style.thousands else "0"}),
            float: book.add_format({"num_format": "#,##0.00"}),
            date: book.add_format({"num_format": "mmm-yy"}),
        }
        for i, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(i, column, cell, looks[date])
                elif cell == 0 and style.zero != "0":
                    sheet.write_string(i, column, style.zero)
                elif cell is not None and cell != "":
                    sheet.write(i, column, cell, looks[type(cell)])
        heading = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        sheet.set_row(grid.title_rows, None, heading)
        for i in range(grid.title_rows):
            if grid.rows[i][0]:
                sheet.merge_range(i, 0, i, len(grid.rows[i]) - 1, grid.rows[i][0], heading)
        for column, first, last in grid.merged:
            sheet.merge_range(first, column, last, column, grid.rows[first][column], heading)
        sheet.set_column(0, len(grid.rows[0]) - 1, 16)
