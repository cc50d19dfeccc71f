"""The templates offices use: which columns, under which headings, written how. They stand in styles.toml."""

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
    kabupaten: str = "official"
    kecamatan: str = "official"
    prefix: str = ""  # before the kecamatan
    period: str | None = None  # how the period column is written; without one the titles say the period
    says_period: bool = True  # False: neither column nor title, so the sender is asked
    titles: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    total: Mapping[str, str] = field(default_factory=dict)  # the total row's label, and its column
    zero: str = "0"
    thousands: str = ""
    trailing_columns: int = 0
    is_kabupaten_merged: bool = False
    format: Literal["csv", "xlsx"] = "csv"
    encoding: str = "utf-8"
    separator: str = ","
    scope: Literal["office", "national"] = "office"
    since: int = 2018


def style_for(source: str, year: int, turn: int = 0, scope: str = "office") -> Style:
    """The template in use in a year. Where senders have their own (turn: which sender), they take turns."""
    mine = [style for style in styles() if style.source == source and style.scope == scope]
    begun = max((style.since for style in mine if style.since <= year), default=min(s.since for s in mine))
    in_use = [style for style in mine if style.since == begun]
    return in_use[turn % len(in_use)]


@cache
def styles() -> tuple[Style, ...]:
    text = Path(__file__).with_name("styles.toml").read_text("utf-8")
    return tuple(_style(**entry) for entry in tomllib.loads(text)["style"])


def _style(titles=(), footnotes=(), **entry) -> Style:
    return Style(titles=tuple(titles), footnotes=tuple(footnotes), **entry)
