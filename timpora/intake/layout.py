"""Where the table is: the header, on one line or two, and what stands in each column, for one contract.

A column of numbers holds one field of the contract; in a wide table its heading also names a month or a category
("Januari 2024", "Jan" under a title that names the year, "Malaysia"). In a long table the field itself stands in
the rows ("JENIS IZIN: ITAS; JUMLAH: 12").
"""

from dataclasses import dataclass, field

from timpora.intake.contracts import Column, Contract, heading
from timpora.intake.furniture import cell, is_amount
from timpora.intake.headings import Headings, Place
from timpora.intake.periods import title_years
from timpora.intake.reading import Sheet

HEADER_WITHIN_ROWS = 40
NUMBERING = {"NO", "NOMOR", "NO URUT", "NOMOR URUT"}


@dataclass(frozen=True)
class Layout:
    contract: Contract
    sheet: Sheet
    header_row: int  # the last line of the header
    lines: int  # 1 or 2
    places: tuple[Place, ...] = ()
    period_column: int | None = None
    area_columns: dict[str, int] = field(default_factory=dict)  # code, kabupaten_code, kabupaten, kecamatan → column
    key_columns: dict[str, int] = field(default_factory=dict)
    long: tuple[int, int] | None = None  # the column that names the field, the column of the number
    long_share: float = 1  # of the rows of a long table, how many name a field of this contract
    row_totals: tuple[Place, ...] = ()  # of a wide table: the sum of a row
    twice: tuple[tuple[str, int], ...] = ()  # headings of a field that has a column already
    ignored: tuple[tuple[str, int], ...] = ()  # headings nothing answers to
    unclear: tuple[tuple[str, int], ...] = ()  # headings of numbers that must not be lost, of nobody knows which month
    odd: tuple[Place, ...] = ()  # … of which these are fields

    @property
    def header_rows(self) -> range:
        return range(self.header_row - self.lines + 1, self.header_row + 1)

    @property
    def is_wide(self) -> bool:
        return any(place.period or place.keys for place in self.places)

    @property
    def says_period(self) -> bool:
        """Whether the table's own columns name its months."""
        return self.period_column is not None or (self.is_wide and all(place.period for place in self.places))

    @property
    def holds_numbers(self) -> bool:
        """Whether any row below the header has a number where numbers are read."""
        body = self.sheet.rows[self.header_row + 1 :]
        columns = {self.long[1]} if self.long else {place.column for place in self.places}
        return any(is_amount(value) for cells in body for c in columns if (value := cell(cells, c)) not in (None, ""))

    @property
    def understood(self) -> set[int]:
        """Every column that is read."""
        columns = {place.column for place in (*self.places, *self.row_totals)}
        columns |= {*self.area_columns.values(), *self.key_columns.values(), *(self.long or ())}
        return columns | ({self.period_column} - {None})

    @property
    def missing(self) -> list[str]:
        """Headings of what the contract requires and the table lacks; a part (which roll) may stand in a title."""
        return [c.shown for c in self.contract.required if not self._has(c) and not c.is_part]

    @property
    def fit(self) -> float:
        """How much of what the contract requires is there, 0 to 1; 0 if no column says which area."""
        place = {"code", "kecamatan"} if self.contract.area_part == "kecamatan" else {"kabupaten_code", "kabupaten"}
        required = [column for column in self.contract.required if not column.is_part]
        share = sum(self._has(column) for column in required) / len(required) * self.long_share
        if place & set(self.area_columns):
            return share
        # A table about one kabupaten may name it in its title alone, if everything else is there.
        return 0.9 if self.contract.grain == "kabupaten" and share == 1 and not self.area_columns else 0

    def _has(self, column: Column) -> bool:
        if column.is_key:
            wide = any(name == column.name for place in self.places for name, _ in place.keys)
            return wide or column.name in self.key_columns
        return self.long is not None or any(place.field == column.name for place in (*self.places, *self.odd))

    @property
    def rank(self) -> tuple:
        """The better reading of a sheet: more of what is required, nothing twice, more columns, fewer header lines."""
        return (self.fit, not self.twice, len(self.understood), not self.unclear, -self.lines)


def layouts(sheet: Sheet, contracts: list[Contract], year: int | None = None) -> list[Layout]:
    """The best layout of one sheet for each contract that it fits at all.

    year: of the file, where neither headings nor the lines above them name one.
    """
    found = []
    lines = [_words(cells) for cells in sheet.rows[:HEADER_WITHIN_ROWS]]
    # The year of headings that name only months stands above them, or in the file's name.
    above = [_one_year(lines[:row], year) for row in range(len(lines))]
    words = [{heading(value) for value in line.values() if isinstance(value, str)} for line in lines]
    for contract in contracts:
        places = {header for headers in contract.area_headers.values() for header in headers}
        readings = [
            _layout(sheet, contract, row, count, lines, above[row])
            for row in range(len(lines))
            for count in (1, 2)
            if lines[row] and (count == 1 or (row and lines[row - 1]))
            if contract.grain == "kabupaten" or places & (words[row] | (words[row - 1] if count == 2 else set()))
        ]
        best = max(readings, key=lambda layout: layout.rank, default=None)
        if best and best.fit > 0:
            found.append(best)
    return found


def _words(cells: list[object]) -> dict[int, object]:
    return {column: value for column, value in enumerate(cells) if value not in (None, "")}


def _one_year(lines: list[dict[int, object]], otherwise: int | None) -> int | None:
    """The one year that titles name, or of the file's name where they name none; None where they name several."""
    named = {year for line in lines for value in line.values() for year in title_years(str(value))}
    return (named.pop() if len(named) == 1 else None) if named else otherwise


def _layout(sheet: Sheet, contract: Contract, row: int, count: int, lines: list[dict], year: int | None) -> Layout:
    headings = Headings(contract, year)
    group: object = None
    for column in sorted(lines[row].keys() | (lines[row - 1].keys() if count == 2 else set())):
        lower = lines[row].get(column)
        upper = lines[row - 1].get(column) if count == 2 else None
        # A group's heading stands over its first column and goes on to the right, until one that is no group's: an
        # area (under a title of the whole table), or a heading merged downwards.
        group = upper if upper is not None else group
        is_in_group = headings.add(column, upper if lower is None else group, lower)
        group = group if is_in_group else None
    return _found(headings, sheet, row, count)


def _found(headings: Headings, sheet: Sheet, row: int, lines: int) -> Layout:
    columns = headings.columns
    places, totals, odd = headings.sorted_places()
    unclear = [*headings.unclear, *((" ".join(headings.shown[place.column]), place.column) for place in odd)]
    long, share = None, 1.0
    # "JUMLAH" may head the total of a table with a column per type, or the numbers of one with a row per type.
    only = places[0].column if len(places) == 1 else None
    if ("long", "names") in columns and (number := columns.get(("long", "values"), only)):
        long, places = (columns["long", "names"], number), []
        fields = {header for field in headings.contract.fields for header in field.headers}
        named = [value for cells in sheet.rows[row + 1 : row + 200] if (value := cell(cells, long[0]))]
        share = sum(heading(value) in fields for value in named) / len(named) if named else 0
    ignored = list(headings.ignored)
    if any(place.keys for place in places):
        # Beside "Malaysia" and "RRT", numbers under a heading nobody knows are of one more country.
        numbers = [one for one in ignored if _holds_numbers(sheet.rows[row + 1 : row + 200], one[1])]
        unclear += [one for one in numbers if heading(one[0]) not in NUMBERING]
    return Layout(
        headings.contract,
        sheet,
        row,
        lines,
        places=tuple(places),
        period_column=columns.get(("period", None)),
        area_columns={part: column for (kind, part), column in columns.items() if kind == "area"},
        key_columns={name: column for (kind, name), column in columns.items() if kind == "key"},
        long=long,
        long_share=share,
        row_totals=tuple(totals),
        twice=tuple(headings.twice),
        ignored=tuple(one for one in ignored if one not in unclear),
        unclear=tuple(unclear),
        odd=tuple(odd),
    )


def _holds_numbers(rows: list[list[object]], column: int) -> bool:
    return any(is_amount(cell(cells, column)) for cells in rows if cell(cells, column) not in (None, ""))
