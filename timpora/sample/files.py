"""Sheets as a file: CSV as Excel saves it in Indonesia, or XLSX. The same sheets give the same bytes."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timpora.sample.styles import Style
from timpora.sample.tables import Grid
from timpora.sample.wording import Cell


def save(path: Path, style: Style, grids: Sequence[Grid]) -> None:
    if style.format == "xlsx":
        _save_xlsx(path, style, grids)
    else:
        (grid,) = grids
        _save_csv(path, style, grid)


def _save_csv(path: Path, style: Style, grid: Grid) -> None:
    # The heading rows have only text, so they may pass through like any other.
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


def _save_xlsx(path: Path, style: Style, grids: Sequence[Grid]) -> None:
    # In memory, xlsxwriter dates every part of the file 1 January 1980; the rest of the clock is set here.
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2018, 1, 1), "author": ""})
        looks = {
            str: book.add_format({}),
            int: book.add_format({"num_format": "#,##0" if style.thousands else "0"}),
            float: book.add_format({"num_format": "#,##0.00"}),
            date: book.add_format({"num_format": "mmm-yy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        for grid in grids:
            _fill(book.add_worksheet(grid.name), style, grid, looks, bold)


def _fill(sheet: Worksheet, style: Style, grid: Grid, looks: dict[type, Format], bold: Format) -> None:
    for i, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(i, column, cell, looks[type(cell)])
            elif cell == 0 and style.zero != "0":
                sheet.write_string(i, column, style.zero)
            elif cell is not None and cell != "":
                sheet.write(i, column, cell, looks[type(cell)])
    for i in range(grid.title_rows, grid.title_rows + grid.heading_rows):
        sheet.set_row(i, None, bold)
    for i in range(grid.title_rows):
        if grid.rows[i][0]:
            sheet.merge_range(i, 0, i, len(grid.rows[i]) - 1, grid.rows[i][0], bold)
    for first, column, last, last_column in grid.merged:
        sheet.merge_range(first, column, last, last_column, "", bold)
        cell = grid.rows[first][column]
        if isinstance(cell, date):
            sheet.write_datetime(first, column, cell, looks[type(cell)])
        else:
            sheet.write(first, column, cell, bold)
    sheet.set_column(0, len(grid.rows[0]) - 1, 16)
