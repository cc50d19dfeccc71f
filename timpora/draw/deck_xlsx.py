"""The tables of a deck: a workbook with a sheet for each and one on what they mean, its numbers numbers; or CSV."""

import csv as writing
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from timpora.draw import deck_words as words
from timpora.draw import map_files
from timpora.draw.slide import Cell, Deck, Figure, Slide, Table
from timpora.draw.uploads import harmless
from timpora.text import day, say
from timpora.theme import PAPER

_LONGEST = 32_767  # characters in a cell of a spreadsheet
_NAME = 31  # characters in the name of a sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']|[^\u0000-\uffff]")  # Excel counts the latter as two
_WIDEST = 44
_NOTE_WIDTHS = (26, 110)
_EMPTIES = ("zero", "not_reported", "suppressed", "insufficient", "not_applicable")


def tables(deck: Deck) -> list[tuple[str, Slide, Table]]:
    """(name of its sheet, slide, table) of every table, with all of its rows; no name stands twice."""
    named = []
    for number, slide in enumerate(deck.slides, start=1):
        for letter, table in zip(("", "b"), _of_slide(slide), strict=False):
            bare = _NOT_IN_NAMES.sub(" ", slide.title)
            named.append((" ".join(f"{number}{letter} {bare}".split())[:_NAME].strip(), slide, table))
    return named


def _of_slide(slide: Slide) -> list[Table]:
    """Its table with every row; of counts the list behind them is a second one."""
    return [one for one in (slide.table, slide.behind) if one and one.heads]


def xlsx(deck: Deck) -> bytes:
    """First what must be known to read it, then a sheet per table. Nothing in it runs."""
    import xlsxwriter

    deck = words.clean(deck)
    content, plain = io.BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, plain) as book:
        told = {"title": deck.title[:200], "author": deck.office[:200], "comments": words.about(deck)[:200]}
        book.set_properties(told | {"created": datetime.combine(deck.made_on, time())})
        map_files.notes_sheet(book, say("deck.sheet.read_me"), notes(deck), _NOTE_WIDTHS)
        for name, _, table in tables(deck):
            _sheet(book, name, table, words.strip(deck))
    return content.getvalue()


def csv(deck: Deck, slide: Slide) -> bytes:
    """The table of one slide, for Excel on an Indonesian computer; the notes stand under it, after an empty line."""
    deck, slide = words.clean(replace(deck, slides=())), words.clean(slide)
    table, sample = next(iter(_of_slide(slide)), Table((), ())), words.strip(deck)
    text = io.StringIO()
    writer = writing.writer(text, delimiter=";", lineterminator="\r\n")
    marked = bool(sample and table.heads)
    writer.writerow([*map(harmless, table.heads), *([say("take.head.sample")] if marked else [])])
    for row in table.rows:
        writer.writerow([*map(_written, row), *([harmless(sample)] if marked else [])])
    writer.writerow([])
    writer.writerows([harmless(name), harmless(note)] for name, note in [*_general(deck), *_of(deck, slide)])
    return text.getvalue().encode("utf-8-sig", "replace")


def notes(deck: Deck) -> list[tuple[str, str]]:
    """(what it is about, what is to know), in the order in which a reader asks; sample data first of all."""
    told = _general(deck)
    for name, slide, _ in tables(deck):
        told += [(say("deck.sheet.sheet"), name), *_of(deck, slide)]
    told.append((say("take.note.number"), say("take.number")))
    return told + [(say(f"empty.{kind}"), say(f"take.empty.{kind}")) for kind in _EMPTIES]


def _general(deck: Deck) -> list[tuple[str, str]]:
    told = [(say("take.note.sample"), deck.sample)] if deck.sample else []
    told += [(say("take.note.mark"), mark) for mark in deck.marks]
    told += [(say("take.note.title"), deck.title), (say("deck.sheet.office"), deck.office)]
    told += [(say("deck.sheet.classification"), deck.classification), (say("deck.sheet.made"), day(deck.made_on))]
    told.append((say("take.note.snapshot"), deck.snapshot))
    return told + [(say("take.note.rounding"), note) for note in deck.notes]


def _of(deck: Deck, slide: Slide) -> list[tuple[str, str]]:
    told = [(say("take.note.title"), slide.title), (say("deck.sheet.filters"), words.filters(slide))]
    told += [(say("take.note.mark"), caution) for caution in slide.cautions]
    return [*told, (say("take.note.source"), slide.source_note), (say("deck.open"), words.link(deck, slide))]


def _sheet(book, name: str, table: Table, sample: str) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "bg_color": PAPER["info-ground"], "text_wrap": True, "valign": "top", "bottom": 1}
    )
    marked = book.add_format({"bg_color": PAPER["notice-ground"], "font_color": PAPER["notice"]})
    looks: dict[str, object] = {}
    heads = [*table.heads, *([say("take.head.sample")] if sample else [])]
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text[:_LONGEST], head)
    for line, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            form = _form(cell)
            if form not in looks:
                looks[form] = book.add_format({"num_format": form})
            look = looks[form]
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, look)
            elif isinstance(cell, Figure) and cell.value is not None:
                sheet.write_number(line, column, cell.value, look)
            elif text := words.written(cell):
                sheet.write_string(line, column, text[:_LONGEST], look)
        if sample:
            sheet.write_string(line, len(row), sample[:_LONGEST], marked)
    for column, text in enumerate(heads):
        cells = [words.written(row[column]) for row in table.rows[:500] if column < len(row)]
        sheet.set_column(column, column, min(max(map(len, [text, *cells])) + 2, _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if sample:
        sheet.set_header("&C&B" + sample.replace("&", "&&")[:200])


def _form(cell: Cell) -> str:
    """How a spreadsheet writes a cell: a number with "≈" before it where it is written so."""
    if isinstance(cell, date):
        return "d mmm yyyy"
    if isinstance(cell, Figure) and cell.value is not None:
        return map_files.form(cell.value, is_rounded=cell.text.startswith("≈"))
    return "@"


def _written(cell: Cell) -> str:
    """A number with a decimal comma, as a spreadsheet in Indonesia reads it; text that no spreadsheet runs."""
    if isinstance(cell, Figure) and cell.value is not None:
        return map_files.decimal(cell.value)
    return cell.isoformat() if isinstance(cell, date) else harmless(words.written(cell))


def every_csv(deck: Deck) -> Iterable[tuple[int, bytes]]:
    """(number of its slide, CSV) of every table."""
    numbered = enumerate(deck.slides, start=1)
    return ((number, csv(deck, slide)) for number, slide in numbered if slide.table and slide.table.heads)
