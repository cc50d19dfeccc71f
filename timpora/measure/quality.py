"""What the page on data quality judges by: `data/reference/quality.toml`, and an installation's own beside its data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timpora import paths

_NOT_SAID = {"why": "", "windows": []}  # by an installation's own file, older than the question


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
    why_provisional: str  # why a number is provisional until its source's due day
    revised: dict[str, int]  # source → days after its due day in which it says that it still revises


def judgement() -> Judgement:
    """What counts as old, and what as different. Raises KeyError or TypeError where the file lacks a part."""
    return _read(paths.reference("quality.toml"))


@cache
def _read(path: Path) -> Judgement:
    text = tomllib.loads(path.read_text("utf-8"))
    pairs = [Pair(**pair) for pair in text["pairs"]]
    back, provisional = text["looking_back"], text.get("provisional", _NOT_SAID)
    revised = {window["source"]: window["days"] for window in provisional["windows"]}
    return Judgement(back["months"], back["why"], {pair.id: pair for pair in pairs}, provisional["why"], revised)
