"""Where the table is: the header, on one line or two, and what stands in each column, for one contract.

A column of numbers holds one field of the contract; in a wide table its heading also names a month or a category
("Januari 2024", "Jan" under a title that names the year, "Malaysia"). In a long table the field itself stands in
the rows ("JENIS IZIN: ITAS; JUMLAH: 12").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from timpora.intake.contracts import Column, Contract, heading
from timpora.intake.periods import parse_period, years_named
from timpora.intake.reading import Sheet

HEADER_WITHIN_ROWS = 40


@dataclass(frozen=True)
class Place:
    """One column of numbers, and what its heading says of them."""

    column: int
    field: str
    period: date | None = None
    keys: tuple[tuple[str, str], ...] = ()  # (key column of the contract, value)


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
    row_totals: tuple[Place, ...] = ()  # of a wide table: the sum of a row
    twice: tuple[tuple[str, int], ...] = ()  # headings of a field that has a column already
    ignored: tuple[tuple[str, int], ...] = ()  # headings nothing answers to

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
        if not place & set(self.area_columns):
            return 0
        required = [column for column in self.contract.required if not column.is_part]
        return sum(self._has(column) for column in required) / len(required)

    def _has(self, column: Column) -> bool:
        if column.is_key:
            wide = any(name == column.name for place in self.places for name, _ in place.keys)
            return wide or column.name in self.key_columns
        return self.long is not None or any(place.field == column.name for place in self.places)

    @property
    def rank(self) -> tuple:
        """The better reading of a sheet: more of what is required, nothing twice, more columns, fewer header lines."""
        return (self.fit, not self.twice, len(self.understood), -self.lines)


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
            if places & (words[row] | (words[row - 1] if count == 2 else set()))
        ]
        best = max(readings, key=lambda layout: layout.rank, default=None)
        if best and best.fit > 0:
            found.append(best)
    return found


def _words(cells: list[object]) -> dict[int, object]:
    return {column: value for column, value in enumerate(cells) if value not in (None, "")}


def _one_year(lines: list[dict[int, object]], otherwise: int | None) -> int | None:
    named = {year for line in lines for value in line.values() for year in years_named(str(value))}
    return named.pop() if len(named) == 1 else otherwise


def _layout(sheet: Sheet, contract: Contract, row: int, count: int, lines: list[dict], year: int | None) -> Layout:
    headings = _Headings(contract, year)
    top: object = None
    for column in sorted(lines[row].keys() | (lines[row - 1].keys() if count == 2 else set())):
        above = lines[row - 1].get(column) if count == 2 else None
        below = lines[row].get(column)
        top = above if above is not None else top
        # A group's heading stands over its first column only; a column with nothing below is headed from above.
        headings.add(column, (top, below) if below is not None and count == 2 else (above,) if count == 2 else (below,))
    return headings.layout(sheet, row, count)


class _Headings:
    """Gathers what the headings of one candidate header mean."""

    def __init__(self, contract: Contract, year: int | None):
        self.contract, self.year = contract, year
        self.known = _known(contract)
        single = [column for column in contract.fields if column.required and column.is_number]
        self.single = single[0].name if len(single) == 1 else None
        self.places: dict[tuple, Place] = {}
        self.columns: dict[tuple, int] = {}
        self.twice: list[tuple[str, int]] = []
        self.ignored: list[tuple[str, int]] = []

    def add(self, column: int, cells: tuple[object, ...]) -> None:
        cells = tuple(value for value in cells if value is not None)
        meanings = dict(self._meanings(cells))
        shown = " ".join(str(value) for value in cells)
        named = {kind: value for kind, value in meanings.items() if kind in ("period", "keys")}
        name = meanings.get("field") or (self.single if named else None)
        if not name and "column" not in meanings:
            self.ignored.append((shown, column))
        elif "column" in meanings:
            if meanings["column"] in self.columns:
                self.twice.append((shown, column))
            self.columns.setdefault(meanings["column"], column)
        else:
            place = Place(column, name, named.get("period"), tuple(named.get("keys", {}).items()))
            if (name, place.period, place.keys) in self.places:
                self.twice.append((shown, column))
            self.places.setdefault((name, place.period, place.keys), place)

    def _meanings(self, cells: tuple[object, ...]) -> Iterator[tuple[str, object]]:
        """What a column's heading, or the two above each other, say: the lower line goes before the upper."""
        joined = heading(" ".join(str(cell) for cell in cells))
        if joined in self.known:
            yield self.known[joined]
            return
        keys: dict[str, str] = {}
        for value in cells:  # the lower line comes last, and wins
            words = heading(value) if isinstance(value, str) else ""
            if words in self.known:
                yield self.known[words]
                continue
            if key := next((c for c in self.contract.keys if words in c.value_of), None):
                keys[key.name] = key.value_of[words].id
                yield "keys", keys
            elif period := self._period(value):
                yield "period", period
            elif both := self._field_and_period(words):
                yield "field", both[0]
                yield "period", both[1]

    def _period(self, value: object) -> date | None:
        contract = self.contract
        if isinstance(value, bool) or (isinstance(value, int | float) and contract.rhythm != "yearly"):
            return None
        return parse_period(value, contract.rhythm, contract.period_anchor, self.year)

    def _field_and_period(self, words: str) -> tuple[str, date] | None:
        """ "PENDUDUK 2024", "ITAS JANUARI 2024"."""
        for column in self.contract.fields:
            for header in column.headers:
                if words.startswith(header + " ") and (period := self._period(words.removeprefix(header + " "))):
                    return column.name, period
        return None

    def layout(self, sheet: Sheet, row: int, lines: int) -> Layout:
        places, totals = list(self.places.values()), []
        if any(place.period or place.keys for place in places):
            wide = {place.field for place in places if place.period or place.keys}
            totals = [p for p in places if p.field in wide and not (p.period or p.keys)]
            places = [place for place in places if place not in totals]
        columns = self.columns
        long = None
        if ("long", "names") in columns and (number := columns.get(("long", "values"), self._value_column(places))):
            long, places = (columns["long", "names"], number), []
        return Layout(
            self.contract,
            sheet,
            row,
            lines,
            places=tuple(places),
            period_column=columns.get(("period", None)),
            area_columns={part: column for (kind, part), column in columns.items() if kind == "area"},
            key_columns={name: column for (kind, name), column in columns.items() if kind == "key"},
            long=long,
            row_totals=tuple(totals),
            twice=tuple(self.twice),
            ignored=tuple(self.ignored),
        )

    def _value_column(self, places: list[Place]) -> int | None:
        # "JUMLAH" may head the total of a table with a column per type, or the numbers of one with a row per type.
        return places[0].column if len(places) == 1 else None


def _known(contract: Contract) -> dict[str, tuple[str, object]]:
    """Heading → what it says: ("field", name) or ("column", what kind of column)."""
    known: dict[str, tuple[str, object]] = {}
    for header in contract.long_values:
        known[header] = ("column", ("long", "values"))
    for column in contract.fields:
        known |= dict.fromkeys(column.headers, ("field", column.name))
    for column in contract.keys:
        known |= dict.fromkeys(column.headers, ("column", ("key", column.name)))
    known |= dict.fromkeys(contract.long_names, ("column", ("long", "names")))
    known |= dict.fromkeys(contract.period_headers, ("column", ("period", None)))
    known |= {h: ("column", ("area", part)) for part, headers in contract.area_headers.items() for h in headers}
    return known
