"""What the page on data quality judges by: `data/reference/quality.toml`, and an installation's own beside its data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timpora import paths


@dataclass(frozen=True)
class Pair:
    """Two measures that should be near each other: of two agencies, or both ends of what one of them counts."""

    id: str
    name: str
    first: str
    second: str
    smallest: int  # in the measures' unit: where the larger number is below it, a difference says nothing
    allowed: int  # in the measures' unit: so many apart is no difference …
    share: float  # … nor is this share of the larger number
    why: str
    caution: str  # why the two may differ although nobody is wrong


@dataclass(frozen=True)
class Judgement:
    months: int  # how far back missing reports and corrections are of interest
    why_months: str
    pairs: dict[str, Pair]  # by id, in the order of the file


def judgement() -> Judgement:
    """What counts as old, and what as different. Raises KeyError or TypeError where the file lacks a part."""
    return _read(paths.layered("reference", "quality.toml")["quality.toml"])


@cache
def _read(path: Path) -> Judgement:
    text = tomllib.loads(path.read_text("utf-8"))
    pairs = [Pair(**pair) for pair in text["pairs"]]
    return Judgement(text["looking_back"]["months"], text["looking_back"]["why"], {pair.id: pair for pair in pairs})
