"""The map's table as bytes to take along: XLSX and CSV, with what must be known to read it. Nothing in them runs.

table: `map_export.table`; notes: `map_export.notes`.
"""

import csv as writing
import io
import re
from collections.abc import Sequence

import pandas as pd

from timpora.draw.map_export import NUMERIC, heads
from timpora.draw.uploads import harmless
from timpora.text import say
from timpora.theme import PAPER

_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_WIDEST = {"area": 28, "kabupaten": 28, "layer": 34, "said": 26, "class": 30}  # characters; others fit their heads
_NOTE_WIDTHS = (30, 100)
_LONGEST = 32_767  # characters in a cell of a spreadsheet
_LONGEST_NAME = 200


def csv(table: pd.DataFrame, notes: Sequence[tuple[str, str]], *, is_sample: bool) -> bytes:
    """For Excel on an Indonesian computer: semicolons, decimal commas, a mark that it knows UTF-8 by.

    The notes stand under the table, after an empty line. is_sample: every row bears the mark.
    """
    text, sample = io.StringIO(), _mark(is_sample)
    writer = writing.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*heads(table.columns), *([say("take.head.sample")] if sample else [])])
    for row in _records(table):
        cells = [decimal(cell) if isinstance(cell, float) else _plain(cell) for cell in row]
        writer.writerow([*cells, *([sample] if sample else [])])
    writer.writerow([])
    writer.writerows([[_plain(name), _plain(note)] for name, note in notes])
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx(table: pd.DataFrame, notes: Sequence[tuple[str, str]], *, is_sample: bool) -> bytes:
    """Two sheets: the data, its numbers numbers, to filter and sort; and what must be known to read it."""
    import xlsxwriter

    content, sample = io.BytesIO(), _mark(is_sample)
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": notes[0][1][:_LONGEST_NAME] if notes else "", "comments": sample})
        _data(book, table, sample)
        notes_sheet(book, say("take.sheet.notes"), notes, _NOTE_WIDTHS)
    return content.getvalue()


def _data(book, table: pd.DataFrame, sample: str) -> None:
    sheet = book.add_worksheet(say("take.sheet.data"))
    head = book.add_format(
        {"bold": True, "bg_color": PAPER["info-ground"], "text_wrap": True, "valign": "top", "bottom": 1}
    )
    text = book.add_format({"num_format": "@"})
    marked = book.add_format({"bg_color": PAPER["notice-ground"], "font_color": PAPER["notice"]})
    looks: dict[str, object] = {}
    names = [*heads(table.columns), *([say("take.head.sample")] if sample else [])]
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    rounded = say("take.yes")
    about = list(table["is_rounded"] == rounded)
    for line, row in enumerate(_records(table), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, float):
                written = form(cell, is_rounded=about[line - 1])
                look = looks.setdefault(written, book.add_format({"num_format": written}))
                sheet.write_number(line, column, cell, look)
            elif cell:
                sheet.write_string(line, column, str(cell)[:_LONGEST], text)
        if sample:
            sheet.write_string(line, len(row), sample, marked)
    for column, name in enumerate([*table.columns, *(["sample"] if sample else [])]):
        longest = max([len(str(cell)) for cell in table[name].head(500)], default=0) if name in table else 14
        sheet.set_column(column, column, min(max(longest, len(names[column])) + 2, _WIDEST.get(name, 18)))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table), 1), len(names) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if sample:
        sheet.set_header(f"&C&B{sample}")


def notes_sheet(book, name: str, notes: Sequence[tuple[str, str]], widths: tuple[int, int]) -> None:
    """A sheet of what must be known: what it is about, and what is to know. widths: of its columns, in characters."""
    sheet = book.add_worksheet(name)
    label = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    for line, (about, note) in enumerate(notes):
        sheet.write_string(line, 0, about[:_LONGEST], label)
        sheet.write_string(line, 1, note[:_LONGEST], text)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _mark(is_sample: bool) -> str:
    return say("picture.sample") if is_sample else ""


def form(value: float, *, is_rounded: bool) -> str:
    """How a spreadsheet writes a number: with no more decimals than it has, and "≈" before one that was rounded."""
    decimals = len(f"{value:.9f}".rstrip("0").partition(".")[2])
    return ('"≈"' if is_rounded else "") + "#,##0" + ("." + "0" * decimals if decimals else "")


def _records(table: pd.DataFrame) -> list[list]:
    """Rows in which a number is a float, and nothing is None."""
    place = list(table.columns).index(NUMERIC)
    return [
        [None if pd.isna(cell) else float(cell) if column == place else cell for column, cell in enumerate(row)]
        for row in table.itertuples(index=False)
    ]


def decimal(value: float) -> str:
    """Digits with a comma and nothing between thousands, as a spreadsheet in Indonesia reads a number."""
    return f"{value:.9f}".rstrip("0").rstrip(".").replace(".", ",")


def _plain(cell: str | None) -> str:
    """Text that no spreadsheet runs; a number with a sign is left one."""
    text = "" if cell is None else str(cell)
    return text if _NUMBER.fullmatch(text) else harmless(text)
