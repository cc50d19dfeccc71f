"""The method of the index as data/reference/indicators.toml states it: read whole, or refused by line."""

import hashlib
import tomllib
from dataclasses import astuple, dataclass, fields
from datetime import date

import pandas as pd

from timpora.measure import method_faults

INDEX = "index"


@dataclass(frozen=True)
class Pillar:
    id: str
    name: str
    weight: float  # in the index; 0: stands beside it
    why: str


@dataclass(frozen=True)
class Indicator:
    id: str
    name: str
    pillar: str
    unit: str
    per: float  # value = numerator ÷ base × per
    decimals: int
    direction: int  # 1: more asks for more attention
    low: float  # in unit: 0 points
    high: float  # in unit: 100 points
    why_posts: str
    weight: float  # within the pillar
    why_weight: str
    smallest_base: float  # on less there is not enough data
    shrink: bool
    noise: str  # share · rate · none
    shelf_life: int  # months
    agency: str
    source: str
    formula: str
    helps: str


@dataclass(frozen=True)
class Rules:
    """How indicators become a score, a class and an interval."""

    smallest_share: float  # of the weight that applies
    why_smallest_share: str
    smallest_pillar: float  # of a pillar's weight
    why_smallest_pillar: str
    smallest_pillars: int  # pillars that a score needs
    why_smallest_pillars: str
    largest_deviation: float  # share of the way from post to post
    why_largest_deviation: str
    medium: float  # points from which a score is of the middle class
    high: float
    why_classes: str
    attention: float  # share of draws in the high class from which a place is named
    why_attention: str
    shift: float  # points, of the geometric mean
    why_shift: str
    draws: int
    seed: int
    weights_vary: float  # share
    posts_vary: float  # share of the way from post to post
    interval: float  # share of the draws within it
    why_uncertainty: str


@dataclass(frozen=True)
class Method:
    version: str
    since: date  # the first month for which it is what leaders are shown
    name: str
    what_changed: str
    rules: Rules
    pillars: tuple[Pillar, ...]
    indicators: tuple[Indicator, ...]
    unused: tuple[tuple[str, str], ...]  # what is deliberately not used, and why
    text: str

    @property
    def scored(self) -> tuple[Indicator, ...]:
        """The indicators that a score is made of, in the order of the file."""
        weights = {pillar.id: pillar.weight for pillar in self.pillars}
        return tuple(one for one in self.indicators if weights[one.pillar] * one.weight > 0)

    def shares(self) -> dict[str, float]:
        """Indicator → share of the whole index, 0 for what stands beside it; together 1."""
        pillars = {pillar.id: pillar.weight for pillar in self.pillars}
        whole = sum(pillars.values())
        within = {p: sum(one.weight for one in self.indicators if one.pillar == p) for p in pillars}
        return {
            one.id: pillars[one.pillar] / whole * one.weight / within[one.pillar] if within[one.pillar] else 0.0
            for one in self.indicators
        }

    def description(self) -> pd.DataFrame:
        """The tree of what is scored, as `index.score` wants it: code, parent, weight, direction, low, high."""
        names = [field.name for field in fields(Indicator)]
        leaves = pd.DataFrame([astuple(one) for one in self.scored], columns=names)
        leaves = leaves.rename(columns={"id": "code", "pillar": "parent"})
        nodes = [(p.id, INDEX, p.weight) for p in self.pillars if p.id in set(leaves["parent"])]
        above = pd.DataFrame([(INDEX, None, 1.0), *nodes], columns=["code", "parent", "weight"])
        return pd.concat([above, leaves[["code", "parent", "weight", "direction", "low", "high"]]], ignore_index=True)

    def essence(self) -> str:
        """A digest of what a score depends on: two texts of one essence are one method, told in other words."""
        told = {"name", "why_posts", "why_weight", "agency", "source", "formula", "helps", "unit", "decimals"}
        computing = [
            [getattr(one, field.name) for field in fields(Indicator) if field.name not in told]
            for one in self.indicators
        ]
        rules = [getattr(self.rules, field.name) for field in fields(Rules) if not field.name.startswith("why")]
        pillars = [(pillar.id, pillar.weight) for pillar in self.pillars]
        return hashlib.sha256(repr((str(self.since), rules, pillars, computing)).encode()).hexdigest()[:16]


class MethodError(ValueError):
    """Why a method cannot be computed by: one sentence for each fault, with its line."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def parse(text: str, computed: set[str] | None = None) -> Method:
    """A method from its TOML. computed: the indicators there are queries for; None does not ask. Raises MethodError."""
    if faults := method_faults.of(text, computed, _needed()):
        raise MethodError(faults)
    read = tomllib.loads(text)
    return Method(
        version=read["version"],
        since=read["since"],
        name=read["name"],
        what_changed=read["what_changed"],
        rules=Rules(**read["index"]),
        pillars=tuple(Pillar(**pillar) for pillar in read["pillars"]),
        indicators=tuple(Indicator(**one) for one in read["indicators"]),
        unused=tuple((one["name"], one["why"]) for one in read.get("unused", [])),
        text=text,
    )


def _needed() -> dict[str, dict[str, type]]:
    """Table of the file → its keys and what each has to be."""
    return {
        "index": {field.name: field.type for field in fields(Rules)},
        "pillars": {field.name: field.type for field in fields(Pillar)},
        "indicators": {field.name: field.type for field in fields(Indicator)},
        "": {"version": str, "since": date, "name": str, "what_changed": str},
    }
