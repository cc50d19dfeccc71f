"""The templates offices use: which columns, under which headings, written how. They stand in templates/."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Style:
    name: str
    source: str
    file: str  # its name, without suffix
    headings: Mapping[str, str]  # what stands in a column → its heading, from left to right
    groups: Mapping[str, str] = field(default_factory=dict)  # a column → what stands above its heading
    kabupaten: str = "official"
    kecamatan: str = "official"
    prefix: str = ""  # before the kecamatan
    period: str | None = None  # how the period column is written; without one the titles say the period
    says_period: bool = True  # False: neither column nor title, so the sender is asked
    months: int = 0  # that one file holds; 0: as many as one period of its source lasts
    sheets: Literal["one", "period", "kabupaten"] = "one"
    across: str = ""  # what has a column for each of its values: "periode" or a category
    across_as: str = "official"  # how those values are written: a period, or a spelling of the category
    spread: tuple[str, ...] = ()  # the columns that are there for each of them
    long: Mapping[str, str] = field(default_factory=dict)  # column → what it is called in a row of its own
    spellings: str = "official"  # of the values of a category
    yes: str = "Ya"
    no: str = "Tidak"
    days: str = "day_slash"  # how a day is written
    titles: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    total: Mapping[str, str] = field(default_factory=dict)  # the total row's label, and its column
    subtotal: str = ""  # the label of a total under each kabupaten
    has_sections: bool = False  # the kabupaten stands in a row of its own above its kecamatan
    zero: str = "0"
    thousands: str = ""
    trailing_columns: int = 0
    is_kabupaten_merged: bool = False
    is_period_merged: bool = False
    format: Literal["csv", "xlsx"] = "csv"
    encoding: str = "utf-8"
    separator: str = ","
    scope: Literal["office", "national"] = "office"
    since: int = 2018

    @property
    def fields(self) -> set[str]:
        """The columns of the contract that are in it, wherever they stand."""
        return {*self.headings, *self.long, self.across} - {""}


def style_for(source: str, year: int, turn: int = 0, scope: str = "office") -> Style:
    """The template in use in a year. Where senders have their own (turn: which sender), they take turns."""
    mine = [style for style in styles() if style.source == source and style.scope == scope]
    begun = max((style.since for style in mine if style.since <= year), default=min(s.since for s in mine))
    in_use = [style for style in mine if style.since == begun]
    return in_use[turn % len(in_use)]


@cache
def styles() -> tuple[Style, ...]:
    return tuple(_style(**entry) for path in _templates() for entry in _read(path).get("style", ()))


@cache
def spellings() -> Mapping[str, Mapping[str, list[str]]]:
    """Category → value → how it is spelled, the official way first."""
    (path,) = (path for path in _templates() if path.stem == "spellings")
    return _read(path)


def _templates() -> list[Path]:
    return sorted(Path(__file__).with_name("templates").glob("*.toml"))


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


def _style(titles=(), footnotes=(), spread=(), **entry) -> Style:
    return Style(titles=tuple(titles), footnotes=tuple(footnotes), spread=tuple(spread), **entry)
