"""A blank workbook per source, made from its contract: what an agency fills in walks back through the door.

The month, and which roll it is, stand once above the table; rows are the office's areas. A row that stays empty reports
nothing. No formulas, no macros.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from timpora import settings
from timpora.intake.areas import Area, gazetteer
from timpora.intake.contracts import RHYTHMS, Column, Contract, heading
from timpora.intake.guidance import column_note, example, guidance
from timpora.intake.layout import HEADER_WITHIN_ROWS
from timpora.text import period_of, say
from timpora.theme import PAPER

PERIODS = {"monthly": 24, "quarterly": 12, "semester": 8, "yearly": 5, "stage": 24}  # to choose from, newest first
WIDE_UP_TO = 40  # categories that stand beside each other as columns; beyond that each has rows of its own
ROWS_PER_AREA = 15  # where one area has a row per category: nationalities of one kabupaten
FREE_ROWS = 200  # below the prepared ones, or of a list of items
LAST_WIDTH = 70  # characters of the last column of the guide
LIST_IN_CELL = 255  # characters that Excel takes for a list within a validation
_LATEST = date(2100, 12, 31)
_LOOKS = {
    "title": {"bold": True, "font_size": 14},
    "label": {"bold": True},
    "choice": {"bg_color": PAPER["notice-ground"], "border": 1, "num_format": "@"},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": PAPER["info-ground"], "border": 1},
    "area": {"bg_color": PAPER["shade"], "border": 1, "num_format": "@"},
    "count": {"border": 1, "num_format": "#,##0"},
    "decimal": {"border": 1, "num_format": "#,##0.00"},
    "date": {"border": 1, "num_format": "dd/mm/yyyy"},
    "text": {"border": 1},
    "sentence": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
}


def template(contract: Contract, *, today: date | None = None) -> bytes:
    """An XLSX workbook: the sheets "Isian" to fill in and "Petunjuk" that explains it, for the office's areas.

    today: the newest periods to choose from end here; by default the present day.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        _Form(book, contract, today or settings.now().date()).write()
    return content.getvalue()


def file_name(contract: Contract) -> str:
    """What the workbook is called when it is downloaded."""
    return f"templat-{contract.id}.xlsx"


def periods(contract: Contract, today: date, years: int | None = None) -> list[date]:
    """The months that the latest periods of this source stand for, newest first; none lies in the future.

    years: how far back; by default as far as the list in a template goes.
    """
    length = RHYTHMS[contract.rhythm]
    month = today.year * 12 + today.month - 1
    last = length - 1 if contract.period_anchor == "last" else 0
    month -= (month - last) % length
    count = years * 12 // length if years else PERIODS[contract.rhythm]
    return [date(m // 12, m % 12 + 1, 1) for m in (month - n * length for n in range(count))]


class _Form:
    """The two sheets of one workbook, and a hidden one for lists too long for a cell's own."""

    def __init__(self, book: Workbook, contract: Contract, today: date):
        self.contract, self.today = contract, today
        self.looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        self.sheet = book.add_worksheet(say("template.sheet"))
        self.guide = book.add_worksheet(say("template.guide"))
        self.lists = book.add_worksheet(say("template.lists"))
        self.lists.hide()
        self.list_count = 0
        self.wide = _wide(contract)
        above = [column for column in contract.keys if column.is_part]
        self.above = [column for column in above if column.kind == "category"]
        self.columns = [c for c in contract.columns if c not in self.above and c is not self.wide]

    def write(self) -> None:
        head = self._titles() + 1
        areas, rows = self._area_headings(), list(self._area_rows())
        names = [name for name, _ in areas]
        self.sheet.set_row(head, 48)
        for place, name in enumerate(names):
            self.sheet.write_string(head, place, name, self.looks["head"])
        fields = list(self._fields())
        for place, (name, column) in enumerate(fields, start=len(areas)):
            self.sheet.write_string(head, place, name, self.looks["head"])
            self.sheet.write_comment(head, place, column_note(column), {"author": "", "x_scale": 2})
        first, last = head + 1, head + len(rows) + self._free_rows()
        for row in range(first, last + 1):
            cells = rows[row - first] if row - first < len(rows) else [""] * len(areas)
            for place, text in enumerate(cells):
                self.sheet.write(row, place, text or None, self.looks["area"])
            for place, (_, column) in enumerate(fields, start=len(areas)):
                self.sheet.write_blank(row, place, None, self.looks.get(column.kind, self.looks["text"]))
        for place, (_, options) in enumerate(areas):
            if options and self._free_rows():
                self._choose(self.sheet, first, last, place, options)
        for place, (_, column) in enumerate(fields, start=len(areas)):
            self._validate(first, last, place, column)
        self._finish(head, len(areas), len(fields))
        self._guide()

    def _titles(self) -> int:
        """What stands once above the table; returns the first row (from 0) that is free."""
        contract, sheet = self.contract, self.sheet
        title = say("template.title", source=contract.name, agency=contract.agency)
        sheet.write_string(0, 0, title, self.looks["title"])
        sheet.write_string(1, 0, contract.period_headers[0], self.looks["label"])
        sheet.write_blank(1, 1, None, self.looks["choice"])
        # Names are few and are what the reader of files knows; a typed one may also be "10/2024" or a date.
        names = [period_of(period, contract.rhythm) for period in periods(contract, self.today)]
        hint = say("template.period_hint", example=example(contract))
        self._choose(sheet, 1, 1, 1, names, is_strict=False, hint=hint)
        for row, column in enumerate(self.above, start=2):
            sheet.write_string(row, 0, column.shown, self.looks["label"])
            sheet.write_blank(row, 1, None, self.looks["choice"])
            self._choose(sheet, row, row, 1, [value.name for value in column.values])
        return 2 + len(self.above)

    def _area_headings(self) -> list[tuple[str, list[str]]]:
        """Headings of the columns that say which area, each with the names to choose from in rows that are free."""
        parts = ("kabupaten_code", "kabupaten") if self.contract.grain == "kabupaten" else ("kabupaten", "kecamatan")
        if self.contract.grain == "kecamatan":
            parts = ("code", *parts)
        headings = []
        for part in parts:
            known, wished = self.contract.area_headers[part], say(f"template.area.{part}")
            names = [area.kabupaten_name if part == "kabupaten" else area.name for area in _areas(self.contract)]
            options = [] if part in ("code", "kabupaten_code") else list(dict.fromkeys(names))
            headings.append((wished if heading(wished) in known else known[0], options))
        return headings

    def _area_rows(self) -> Iterator[list[str]]:
        if self.contract.grain == "item":
            return
        for area in _areas(self.contract):
            names = [area.kabupaten_name] if self.contract.grain == "kabupaten" else [area.kabupaten_name, area.name]
            for _ in range(ROWS_PER_AREA if self._has_rows_per_category() else 1):
                yield [area.code, *names]

    def _has_rows_per_category(self) -> bool:
        return any(column.is_key for column in self.columns)

    def _free_rows(self) -> int:
        return FREE_ROWS if self._has_rows_per_category() else 0

    def _fields(self) -> Iterator[tuple[str, Column]]:
        for column in self.columns:
            if self.wide and column.is_number and column.required:
                yield from ((value.name, column) for value in self.wide.values)
            else:
                yield column.shown, column

    def _validate(self, first: int, last: int, place: int, column: Column) -> None:
        """What a cell takes, with the reason in the reader's language where it does not."""
        if column.kind == "category":
            self._choose(self.sheet, first, last, place, [value.name for value in column.values])
            return
        if column.kind == "yes_no":
            self._choose(self.sheet, first, last, place, [say("template.yes"), say("template.no")])
            return
        rule = {
            "count": {"validate": "integer", "criteria": ">=", "value": 0},
            "decimal": {"validate": "decimal", "criteria": ">=", "value": 0},
            "date": {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": _LATEST},
            "label": {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 60},
        }[column.kind]
        words = {"error_title": say("template.error"), "error_message": say(f"template.error.{column.kind}")}
        self.sheet.data_validation(first, place, last, place, rule | words)

    def _choose(
        self, sheet: Worksheet, first: int, last: int, place: int, options: list[str], is_strict=True, hint: str = ""
    ) -> None:
        rule = {"validate": "list", "source": self._source(options), "error_type": "stop" if is_strict else "warning"}
        rule |= {"error_title": say("template.error"), "error_message": say("template.error.list")}
        if hint:
            rule["input_message"] = hint
        sheet.data_validation(first, place, last, place, rule)

    def _source(self, options: list[str]) -> list[str] | str:
        if len(",".join(options)) <= LIST_IN_CELL and not any("," in option for option in options):
            return options
        place, self.list_count = self.list_count, self.list_count + 1
        # Below the rows in which a header is looked for: a list of countries is no table.
        first = HEADER_WITHIN_ROWS
        for row, option in enumerate(options, start=first):
            self.lists.write_string(row, place, option)
        column = xl_col_to_name(place)
        return f"='{self.lists.get_name()}'!${column}${first + 1}:${column}${first + len(options)}"

    def _finish(self, head: int, areas: int, fields: int) -> None:
        widths = {2: (28, 24), 3: (12, 28, 24)}[areas]
        if self.contract.grain == "kabupaten":
            widths = (16, 28)
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)
        self.sheet.set_column(areas, areas + fields - 1, 16)
        self.sheet.freeze_panes(head + 1, areas)
        self.sheet.set_landscape()
        self.sheet.repeat_rows(head)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.activate()

    def _guide(self) -> None:
        # Text only: a number here would look like a second table.
        self.guide.set_column(0, 0, 44)
        self.guide.set_column(1, 3, 20)
        self.guide.set_column(4, 4, LAST_WIDTH)
        self.guide.set_landscape()
        self.guide.fit_to_pages(1, 0)
        for row, (look, cells) in enumerate(guidance(self.contract)):
            # Not every program makes a row as high as its text.
            self.guide.set_row(row, 15 * (1 + len(cells[4]) // LAST_WIDTH) if len(cells) > 4 else None)
            for place, text in enumerate(cells):
                self.guide.write_string(row, place, text, self.looks[look])


def _wide(contract: Contract) -> Column | None:
    """The category whose values are columns: few, and with one number for each."""
    keys = [column for column in contract.keys if column.kind == "category" and not column.is_part]
    numbers = [column for column in contract.fields if column.is_number]
    is_wide = len(keys) == 1 and len(numbers) == len(contract.fields) == 1 and len(keys[0].values) <= WIDE_UP_TO
    return keys[0] if is_wide else None


def _areas(contract: Contract) -> list[Area]:
    """The areas of the office that a row of this source can be about."""
    known, office = gazetteer(), settings.office().kabupaten
    if contract.grain == "kabupaten":
        return [known.kabupaten[code] for code in office if code in known.kabupaten]
    return [area for code in office for area in sorted(known.members(code), key=lambda area: area.code)]
