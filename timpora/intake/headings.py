"""What the headings of a table mean, for one contract: each column by its heading, or by two above each other."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from timpora.intake.contracts import Contract, heading
from timpora.intake.furniture import is_average, is_bare_total, is_total
from timpora.intake.periods import bare_year, is_only_period, parse_period


@dataclass(frozen=True)
class Place:
    """One column of numbers, and what its heading says of them."""

    column: int
    field: str
    period: date | None = None
    keys: tuple[tuple[str, str], ...] = ()  # (key column of the contract, value)


@dataclass(frozen=True)
class Meaning:
    """What one heading says: which column it is, or which field, month and category stand under it."""

    column: tuple | None = None
    field: str | None = None
    period: date | None = None
    keys: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def says_anything(self) -> bool:
        return bool(self.column or self.field or self.period or self.keys)


class Headings:
    """Gathers the columns of one candidate header, from left to right."""

    def __init__(self, contract: Contract, year: int | None):
        self.contract, self.year = contract, year
        self.known = _known(contract)
        single = [column for column in contract.fields if column.required and column.is_number]
        self.single = single[0].name if len(single) == 1 else None
        self.places: dict[tuple, Place] = {}
        self.shown: dict[int, tuple[str, ...]] = {}  # column → its headings, the upper one first
        self.columns: dict[tuple, int] = {}
        self.twice: list[tuple[str, int]] = []
        self.ignored: list[tuple[str, int]] = []
        self.unclear: list[tuple[str, int]] = []

    def add(self, column: int, upper: object, lower: object) -> bool:
        """Take in one column; returns whether the upper heading may go on over the next one."""
        self.shown[column] = tuple(str(value).strip() for value in (upper, lower) if value is not None)
        shown = " ".join(self.shown[column])
        meaning = self._meaning(upper, lower)
        if meaning.column:
            if meaning.column in self.columns:
                self.twice.append((shown, column))
            self.columns.setdefault(meaning.column, column)
            return False
        if name := meaning.field or (self.single if meaning.period or meaning.keys else None):
            place = Place(column, name, meaning.period, tuple(meaning.keys.items()))
            if (name, place.period, place.keys) in self.places:
                self.twice.append((shown, column))
            self.places.setdefault((name, place.period, place.keys), place)
        else:
            (self.unclear if meaning.period else self.ignored).append((shown, column))
        return lower is not None

    def sorted_places(self) -> tuple[list[Place], list[Place], list[Place]]:
        """Columns of numbers; those that are sums of others; and those that lack the month or category others have."""
        places, totals, odd = [], [], []
        fields = {place.field for place in self.places.values() if place.period}
        is_keyed = any(place.keys for place in self.places.values())
        for place in self.places.values():
            is_dated = place.field in fields
            if (place.period or not is_dated) and (place.keys or not is_keyed):
                places.append(place)
            elif self._is_sum(place, is_checked=is_keyed and bool(place.period or not is_dated)):
                totals.append(place)
            else:
                odd.append(place)
        return places, totals, odd

    def _is_sum(self, place: Place, is_checked: bool) -> bool:
        # A sum over categories is compared with its parts; one over months is only left out, so it must say plainly
        # that it is one: "JUMLAH TKA" beside "JUMLAH TKA TW II" is this quarter's number.
        judge = is_total if is_checked else is_bare_total
        return any(judge([shown]) or is_average([shown]) for shown in self.shown[place.column])

    def _meaning(self, upper: object, lower: object) -> Meaning:
        joined = heading(" ".join(str(value) for value in (upper, lower) if value is not None))
        if joined in self.known:
            return self.known[joined]
        if lower is None:
            return self._of(upper, self.year)
        # "2023" over "TW III" and "TW IV" gives them their year.
        year = bare_year(upper) if upper is not None and self.contract.rhythm != "yearly" else None
        below = self._of(lower, year or self.year)
        if upper is None or year or below.column or not below.says_anything:
            return below
        above = self._of(upper, self.year)
        if above.column:
            return below  # "JENIS IZIN TINGGAL" over the types themselves
        return Meaning(
            field=below.field or above.field, period=below.period or above.period, keys=above.keys | below.keys
        )

    def _of(self, value: object, year: int | None) -> Meaning:
        """What one cell of a heading says by itself."""
        words = heading(value) if isinstance(value, str) else ""
        if words in self.known:
            return self.known[words]
        if key := next((c for c in self.contract.keys if words in c.value_of), None):
            return Meaning(keys={key.name: key.value_of[words].id})
        if period := self._period(value, year):
            return Meaning(period=period)
        for header, known in self.known.items():
            rest = words.removeprefix(header + " ")
            if known.field and rest != words and (period := self._period(rest, year)):
                return Meaning(field=known.field, period=period)  # "PENDUDUK 2024", "ITAS JANUARI 2024"
        return Meaning()

    def _period(self, value: object, year: int | None) -> date | None:
        contract = self.contract
        if isinstance(value, bool) or (isinstance(value, int | float) and contract.rhythm != "yearly"):
            return None
        if isinstance(value, str) and not is_only_period(value):
            return None  # "KEPADATAN 2024" is a name with a year in it
        return parse_period(value, contract.rhythm, contract.period_anchor, year)


def _known(contract: Contract) -> dict[str, Meaning]:
    """Every heading the contract accepts → what it says."""
    known: dict[str, Meaning] = {}
    for header in contract.long_values:
        known[header] = Meaning(column=("long", "values"))
    for column in contract.fields:
        known |= {header: Meaning(field=column.name) for header in column.headers}
    for column in contract.keys:
        known |= {header: Meaning(column=("key", column.name)) for header in column.headers}
    known |= {header: Meaning(column=("long", "names")) for header in contract.long_names}
    known |= {header: Meaning(column=("period", None)) for header in contract.period_headers}
    for part, headers in contract.area_headers.items():
        known |= {header: Meaning(column=("area", part)) for header in headers}
    return known
