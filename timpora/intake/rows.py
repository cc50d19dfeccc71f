"""The rows below one header, read from top to bottom by a contract."""

from collections import Counter
from datetime import date

from timpora.intake.areas import Area, Gazetteer, UnknownArea
from timpora.intake.arithmetic import plain
from timpora.intake.contracts import Column, heading
from timpora.intake.findings import REFUSE, WARN, Finding, address, finding
from timpora.intake.furniture import (
    cell,
    is_amount,
    is_average,
    is_bare_total,
    is_footnote,
    is_numbering,
    is_repeated_header,
    is_signature,
    is_total,
    text,
)
from timpora.intake.headings import Place
from timpora.intake.kept import Kept, is_number
from timpora.intake.layout import Layout
from timpora.intake.months import Months
from timpora.intake.numbers import column_style
from timpora.intake.personal import speaks_of_somebody
from timpora.intake.places import Places
from timpora.intake.table import MOST, Table
from timpora.intake.titles import Titles
from timpora.intake.values import CellError, Value, reader

_UNREADABLE = {"not_a_number", "not_a_date", "not_yes_no", "not_allowed", "not_a_label", "unknown_field"}


class Reader:
    """Walks the rows below one header; area and period carry down where merged cells leave them blank."""

    def __init__(
        self,
        layout: Layout,
        gazetteer: Gazetteer,
        today: date,
        titles: Titles,
        given: date | None,
        table: Table,
        several_sheets: bool,
    ):
        self.layout, self.table, self.contract, self.sheet = layout, table, layout.contract, layout.sheet.name
        self.body = layout.sheet.rows[layout.header_row + 1 :]
        self.months = Months(layout, titles.period(given, table.findings), today, titles.year())
        self.places = Places(layout, gazetteer, titles.kabupaten(gazetteer))
        self.today, self.past = today, {column.name for column in self.contract.fields if column.is_past}
        self.kept = Kept(layout, table, several_sheets)
        understood = layout.understood
        numbers = {place.column for place in (*layout.places, *layout.row_totals)} | set(layout.long or ())
        self.value_columns = numbers | set(layout.key_columns.values())
        # "TOTAL" stands under NO, under the month, the kabupaten or the kecamatan: never in a column of remarks.
        labels = understood - self.value_columns
        self.labels = [c for c in range(max(understood) + 1) if c in labels or c < min(understood)]
        self.headed = {c for r in layout.header_rows for c, v in enumerate(layout.sheet.rows[r]) if text(v)}
        self.first_column = min(understood)
        # A row of a CSV file with more cells than its header and the other rows was cut where it should not be.
        lengths = Counter(len(cells) for cells in self.body) if self.sheet is None else Counter()
        header = max(len(layout.sheet.rows[row]) for row in layout.header_rows)
        usual, times = lengths.most_common(1)[0] if lengths else (0, 0)
        self.width = max(header, usual if times > 2 else 0) if lengths else 0
        self.fixed = titles.keys(table.findings)
        columns = {column.name: column for column in self.contract.columns}
        self.readers = {
            place.column: reader(columns[place.field], self._style(columns[place.field], place.column))
            for place in (*layout.places, *layout.row_totals)
        }
        self.read_key = {c.name: reader(c) for c in self.contract.keys if c.name in layout.key_columns}
        self.groups: dict[tuple, list[Place]] = {}
        for place in layout.places:
            self.groups.setdefault((place.period, place.keys), []).append(place)
        if layout.long:
            number = next(column for column in self.contract.fields if column.is_number)
            self.readers[layout.long[1]] = reader(number, self._style(number, layout.long[1]))

    def _style(self, column: Column, place: int) -> str | None:
        return column_style(cell(cells, place) for cells in self.body) if column.is_number else None

    def read(self) -> None:
        """Every row into the table, and what is wrong with it."""
        start, refused = self.layout.header_row + 1, 0
        for number, cells in enumerate(self.body, start=start):
            if any(value not in (None, "") for value in cells):
                found = self._row(number, cells)
                self.table.findings += found
                refused += sum(each.severity == REFUSE for each in found)
            if refused >= MOST:
                return
        found = self.kept.close()
        self.table.findings += found
        if refused or any(each.severity == REFUSE for each in found):
            return  # with a row missing no total can agree
        for number, column, value, added in self.kept.totals.disagreements():
            words = {"value": plain(value), "computed": plain(added)}
            self.table.findings.append(
                finding(REFUSE, "total_disagrees", sheet=self.sheet, cell=address(number, column), **words)
            )

    def _row(self, number: int, cells: list[object]) -> list[Finding]:
        labels = [label for column in self.labels if (label := text(cell(cells, column)))]
        values = [value for c in self.value_columns if (value := cell(cells, c)) not in (None, "")]
        values = [value for value in values if not is_signature(value)]
        keys = [label for c in self.layout.key_columns.values() if (label := text(cell(cells, c)))]
        if is_total(labels) or is_bare_total(keys):
            return self._total(number, cells, self.places.called(labels))
        if not labels and not values:
            return self._beside(number, cells)
        header = self.layout.sheet.rows[self.layout.header_row]
        if is_repeated_header(cells, header, self.value_columns) or is_numbering(cells):
            return []
        if is_average(labels) or (not values and is_footnote(labels)):
            return []
        if kabupaten := self.places.section(cells, labels, bool(values)):
            # "KAB. BARRU" alone heads the rows below it; with numbers it is their total.
            return self._total(number, cells, kabupaten) if values else []
        if not self.places.is_named(cells) and not any(is_amount(value) for value in values):
            return self.months.stated_anew(number, cells)  # a signature, a remark, or the title of a second table
        findings: list[Finding] = []
        area = self._area(number, cells, findings)
        if area is None and not any(is_amount(value) for value in values):
            # Whatever stands there may be the name of whoever signed: it is not repeated.
            skipped = finding(WARN, "row_skipped", sheet=self.sheet, cell=self.places.where(number))
            return self.months.stated_anew(number, cells) or [skipped]
        period = self.months.of(number, cells, self.places.where(number), findings)
        if not values:
            # A prepared row that stayed empty reports nothing, and its file does not speak for it.
            return findings + self._beside(number, cells)
        keys = self.fixed | self._keys(number, cells, findings)
        findings += self._beside(number, cells)
        if self.layout.long:
            findings += self._named_field(number, cells, area, period, keys)
        else:
            for (own_period, own_keys), places in self.groups.items():
                findings += self._group(number, cells, area, own_period or period, keys | dict(own_keys), places)
            findings += self._row_totals(number, cells)
        return findings

    def _total(self, number: int, cells: list[object], kabupaten: str | None) -> list[Finding]:
        numbers = {}
        for column, read in self.readers.items():
            try:
                value = read(cell(cells, column))
            except CellError:
                continue  # a total nobody calculated checks nothing
            if is_number(value):
                numbers[column] = value
        self.kept.totals.state(number, kabupaten, numbers)
        return []

    def _area(self, number: int, cells: list[object], findings: list[Finding]) -> Area | None:
        try:
            return self.places.of(cells)
        except UnknownArea as unknown:
            findings.append(self.places.finding(unknown, number, cells))
            return None

    def _keys(self, number: int, cells: list[object], findings: list[Finding]) -> dict[str, Value]:
        keys: dict[str, Value] = {}
        for name, read in self.read_key.items():
            column = self.layout.key_columns[name]
            value = cell(cells, column)
            try:
                keys[name] = read(value)
            except CellError as wrong:
                findings.append(self._refuse(wrong.rule, address(number, column), value))
                keys[name] = None
                continue
            if keys[name] is None:
                findings.append(self._refuse("no_key", address(number, column), name.upper()))
        return keys

    def _group(self, number, cells, area, period, keys: dict, places: list[Place]) -> list[Finding]:
        """The numbers of one row that belong to one month and category."""
        findings, numbers = [], dict.fromkeys(column.name for column in self.contract.fields)
        for place in places:
            value = cell(cells, place.column)
            try:
                numbers[place.field] = self.readers[place.column](value)
            except CellError as wrong:
                findings.append(self._refuse(wrong.rule, address(number, place.column), value))
                continue
            if place.field in self.past and (numbers[place.field] or self.today) > self.today:
                words = {"today": plain(self.today)}
                findings.append(
                    self._refuse("future_date", address(number, place.column), plain(numbers[place.field]), **words)
                )
        is_empty = all(numbers[place.field] is None for place in places)
        if findings or (self.layout.is_wide and is_empty):
            return findings
        if places[0].period:
            findings += self.months.not_yet(places[0].period, address(number, places[0].column))
        cells_of = {place.field: (number, place.column) for place in places}
        return findings + self.kept.row(number, self.places.where(number), area, period, keys, numbers, cells_of)

    def _named_field(self, number, cells, area, period, keys: dict) -> list[Finding]:
        """One row of a long table: it names its field, and holds that number alone."""
        names, values = self.layout.long
        column = self.kept.fields.get(heading(cell(cells, names)))
        if column is None:
            known = ", ".join(field.shown for field in self.contract.fields)
            return [self._refuse("unknown_field", address(number, names), cell(cells, names), known=known)]
        try:
            amount = self.readers[values](cell(cells, values))
        except CellError as wrong:
            return [self._refuse(wrong.rule, address(number, values), cell(cells, values))]
        if not (area and period):
            return []
        return self.kept.part(number, self.places.where(number), area, period, keys, column, amount)

    def _row_totals(self, number: int, cells: list[object]) -> list[Finding]:
        """The total at the end of a row by category must be the sum of that row."""
        findings = []
        for total in self.layout.row_totals:
            parts = [p for p in self.layout.places if p.field == total.field and p.keys and p.period == total.period]
            try:
                stated = self.readers[total.column](cell(cells, total.column))
                added = sum(self.readers[part.column](cell(cells, part.column)) or 0 for part in parts)
            except CellError:
                continue  # the cell itself was refused, or nobody calculated the total
            if parts and stated is not None and stated != added:
                words = {"computed": plain(added)}
                findings.append(self._refuse("sum_disagrees", address(number, total.column), plain(stated), **words))
        return findings

    def _beside(self, number: int, cells: list[object]) -> list[Finding]:
        """A number without a heading above it may be half of a number cut in two: `1,234` in a file cut at commas."""
        beside = [
            self._refuse("cell_without_heading", address(number, column), value)
            for column, value in enumerate(cells)
            if value not in (None, "") and column > self.first_column and column not in self.headed
        ]
        if not beside and self.width and len(cells) > self.width:
            beside = [self._refuse("cell_without_heading", address(number, len(cells) - 1), "")]
        return beside

    def _refuse(self, rule: str, where: str | None, value: object, **words: object) -> Finding:
        # A cell that should hold a number or an office and holds a person is pointed at, not repeated.
        shown = "…" if rule in _UNREADABLE and speaks_of_somebody(str(value)) else value
        return finding(REFUSE, rule, sheet=self.sheet, cell=where, value=shown, **words)
