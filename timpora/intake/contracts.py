"""What each agency sends, as data: `data/contracts/<source>.toml`, and an installation's own beside its data."""

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from timpora import paths

RHYTHMS = {"monthly": 1, "quarterly": 3, "semester": 6, "yearly": 12, "stage": 1}  # months that one period lasts
GRAINS = ("kecamatan", "kabupaten", "item")
OVER_TIME = ("stock", "flow")
KINDS = ("count", "decimal", "date", "yes_no", "category", "label")
_MUST = ("id", "agency", "name", "rhythm", "shelf_life_months", "due_days", "place")


class ContractError(ValueError):
    """A contract file that contradicts itself; the message names the file."""


@dataclass(frozen=True)
class Value:
    """One allowed value of a category."""

    id: str
    name: str
    headers: tuple[str, ...]  # every spelling, as heading() writes it
    stage: str | None = None  # the election stage it names, in a source that reports by stage


@dataclass(frozen=True)
class Column:
    name: str
    headers: tuple[str, ...]
    kind: (
        str  # count: whole people or things · decimal · date · yes_no · category: one of `values` · label: a short code
    )
    required: bool
    shown: str  # the first heading as the contract writes it
    unit: str = ""
    values: tuple[Value, ...] = ()
    is_key: bool = False  # part of what makes a row one row, beside period and area
    is_part: bool = False  # two files that differ in it do not replace each other
    pattern: str = ""
    others: tuple[str, ...] = ()  # what a title may name that is none of `values`
    is_past: bool = False  # a date that cannot lie ahead

    @cached_property
    def value_of(self) -> dict[str, Value]:
        """Spelling → allowed value."""
        return {header: value for value in self.values for header in value.headers}

    @property
    def is_number(self) -> bool:
        return self.kind in ("count", "decimal")


@dataclass(frozen=True)
class Contract:
    id: str
    agency: str
    name: str
    rhythm: str  # one of RHYTHMS
    period_anchor: str  # the month a quarter, semester or year stands for: its first or its last
    grain: str  # one of GRAINS: what one row speaks of
    shelf_life_months: int
    due_days: int  # after the end of the month that stands for a period, until a report is late
    why_shelf_life: str
    why_due: str
    place: int  # in lists of sources
    period_headers: tuple[str, ...]
    area_headers: dict[str, tuple[str, ...]]  # code, kabupaten_code, kabupaten, kecamatan
    columns: tuple[Column, ...]
    sums: tuple[dict, ...]  # {total, parts}: the parts must add up to the total
    at_most: tuple[dict, ...]  # {smaller, larger}
    usually_at_most: tuple[dict, ...]  # {smaller, larger}: worth a second look where it does not hold
    # {id, name, unit, counts} and part_of, within or categories_of, at_least: what the staging query makes of it;
    # over_time: "flow", what happened within a period, whose months add up, or "stock", what there is at its end: the
    # same people again in every month, never added up over months. Where it is not said, a stock.
    measures: tuple[dict, ...]
    long_names: tuple[str, ...]  # headings of the column that says which field a row holds, in a long table
    long_values: tuple[str, ...]  # … and of the column with the number
    may: tuple[str, ...]  # headings allowed here though they are personal data elsewhere
    must_not: tuple[str, ...]  # headings this source may not have

    @cached_property
    def fields(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.is_key)

    @cached_property
    def keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_key)

    @cached_property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)

    @cached_property
    def part(self) -> str | None:
        return next((column.name for column in self.columns if column.is_part), None)

    @property
    def days_after_period(self) -> int:
        """Days after the end of the period itself: a year that stands under its January ends eleven months later."""
        months = RHYTHMS[self.rhythm] - 1 if self.period_anchor == "first" else 0
        return self.due_days - 30 * months

    @property
    def area_part(self) -> str:
        """The part of an area a row must name."""
        return "kabupaten" if self.grain == "kabupaten" else "kecamatan"


def heading(text: object) -> str:
    """A heading as it is compared: upper case, words only. "Akan jatuh tempo (≤30 hari)" is "… TEMPO 30 HARI"."""
    return _heading(str(text))


@lru_cache(maxsize=20_000)  # the same few words stand in thousands of rows
def _heading(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def contracts() -> dict[str, Contract]:
    """Every contract by source id, in the order of `place`."""
    return _read(*files())


def files() -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What contracts are read from, themselves and an installation's own lists: with the same they are the same."""
    own_lists = sorted(paths.own_reference().glob("*.csv"))
    return tuple(sorted(paths.layered("contracts", "*.toml").values())), tuple(own_lists)


@cache
def _read(files: tuple[Path, ...], own_lists: tuple[Path, ...]) -> dict[str, Contract]:
    areas = next((tomllib.loads(f.read_text("utf-8"))["area"] for f in files if f.name == "_area.toml"), {})
    found = [_contract(path, areas) for path in files if not path.name.startswith("_")]
    return {contract.id: contract for contract in sorted(found, key=lambda each: (each.place, each.id))}


def _contract(path: Path, areas: dict[str, list[str]]) -> Contract:
    try:
        text = tomllib.loads(path.read_text("utf-8"))
        contract = Contract(
            **{name: text[name] for name in _MUST},
            period_anchor=text.get("period_anchor", "last"),
            grain=text.get("grain", "kecamatan"),
            why_shelf_life=text.get("why_shelf_life", ""),
            why_due=text.get("why_due", ""),
            period_headers=_headings(text["period"]["headers"]),
            area_headers={part: _headings(names) for part, names in (areas | text.get("area", {})).items()},
            columns=tuple(_column(column) for column in text["columns"]),
            sums=tuple(text.get("sums", ())),
            at_most=tuple(text.get("at_most", ())),
            usually_at_most=tuple(text.get("usually_at_most", ())),
            measures=tuple(text["measures"]),
            long_names=_headings(text.get("long", {}).get("names", ())),
            long_values=_headings(text.get("long", {}).get("values", ())),
            may=_headings(text.get("forbidden", {}).get("may", ())),
            must_not=_headings(text.get("forbidden", {}).get("must_not", ())),
        )
    except KeyError as missing:
        raise ContractError(f"{path.name}: {missing} is missing") from missing
    except tomllib.TOMLDecodeError as problem:
        raise ContractError(f"{path.name}: {problem}") from problem
    for problem in _problems(contract, path):
        raise ContractError(f"{path.name}: {problem}")
    return contract


def _column(text: dict) -> Column:
    values = text.get("values", [])
    if source := text.get("values_from"):
        with paths.reference(f"{source}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        values = [{"id": r["code"], "name": r["name"], "spellings": r["spellings_seen"].split("|")} for r in rows]
    return Column(
        name=text["name"],
        headers=_headings(text["headers"]),
        kind=text["kind"],
        required=text["required"],
        shown=text["headers"][0],
        unit=text.get("unit", ""),
        values=tuple(_value(**value) for value in values),
        is_key=text.get("is_key", False),
        is_part=text.get("is_part", False),
        pattern=text.get("pattern", ""),
        others=_headings(text.get("others", ())),
        is_past=text.get("is_past", False),
    )


def _value(id: str, name: str, spellings: list[str] = (), stage: str | None = None) -> Value:
    # The id is ours and no spelling of theirs: NO is the number of a row, not Norway.
    headers = dict.fromkeys(heading(spelling) for spelling in (name, *spellings))
    return Value(id, name, tuple(header for header in headers if header), stage)


def _problems(contract: Contract, path: Path):
    """What the file says that cannot be, in words for whoever wrote it."""
    names = [contract.id, *(column.name for column in contract.columns)]
    if wrong := [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]:
        yield f"{wrong[0]!r} must be lower case letters, digits and _"
    if contract.id != path.stem:
        yield f"id is {contract.id!r}; it must be the file's name"
    if contract.rhythm not in RHYTHMS:
        yield f"rhythm {contract.rhythm!r} is none of {', '.join(RHYTHMS)}"
    if contract.grain not in GRAINS:
        yield f"grain {contract.grain!r} is none of {', '.join(GRAINS)}"
    for measure in contract.measures:
        if (over_time := measure.get("over_time", OVER_TIME[0])) not in OVER_TIME:
            yield f"measure {measure['id']}: over_time {over_time!r} is none of {', '.join(OVER_TIME)}"
    for column in contract.columns:
        if column.kind not in KINDS:
            yield f"column {column.name}: kind {column.kind!r} is none of {', '.join(KINDS)}"
        if column.kind == "category" and not column.values:
            yield f"column {column.name}: a category needs `values` or `values_from`"
    rules = [{"total": rule["total"], **dict(enumerate(rule["parts"]))} for rule in contract.sums]
    for rule in [*rules, *contract.at_most, *contract.usually_at_most]:
        if unknown := [name for name in rule.values() if name not in names[1:]]:
            yield f"a rule speaks of {unknown[0]!r}, which is no column"


def _headings(names: list[str]) -> tuple[str, ...]:
    return tuple(heading(name) for name in names)
