"""What is another in one method than in another: weights, posts and rules, computed from the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from timpora.draw.markup import Markup, table, tag
from timpora.draw.method import exact, heads, section
from timpora.measure.method import Method, Rules
from timpora.text import month, say

_OF_AN_INDICATOR = (
    "pillar",
    "weight",
    "low",
    "high",
    "direction",
    "per",
    "smallest_base",
    "shrink",
    "noise",
    "shelf_life",
    "formula",
    "unit",
)
_NUMBERS_AS_THEY_ARE = ("seed",)


@dataclass(frozen=True)
class Difference:
    """One thing that two methods state differently; "–" where one of them does not have it."""

    of: str  # an indicator, a pillar, or the rules of the index
    what: str
    before: str
    now: str


def differences(before: Method, now: Method) -> Iterator[Difference]:
    """Rules first, then pillars, then indicators in the order of the files."""
    for field in fields(Rules):
        if not field.name.startswith("why"):
            pair = [_written(getattr(each.rules, field.name), field.name) for each in (before, now)]
            if pair[0] != pair[1]:
                yield Difference(say("metode.rules"), say(f"metode.rule.{field.name}"), *pair)
    names = {each.id: each.name for method in (before, now) for each in method.pillars}
    yield from _of(before.pillars, now.pillars, ("weight",), names)
    yield from _of(before.indicators, now.indicators, _OF_AN_INDICATOR, names)


def versions(known: Sequence[Method], current: str) -> Markup:
    """Every method that scores are published by, the newest first, and what lies between neighbours."""
    body = [
        [
            tag("th", say("risk.method_name", version=each.version), scope="row"),
            tag("td", month(each.since), class_="when"),
            tag("td", say("metode.in_force" if each.version == current else "metode.to_compare")),
            tag("td", each.what_changed),
        ]
        for each in known
    ]
    parts = [table(heads("version", "since", "in_force", "what_changed"), body)]
    for now, before in pairwise(known):
        parts.append(tag("h3", say("metode.between", before=before.version, now=now.version)))
        parts.append(_table(list(differences(before, now)), before, now))
    if len(known) == 1:
        parts.append(tag("p", say("metode.only_one"), class_="muted"))
    return section("versi", *parts)


def _table(found: list[Difference], before: Method, now: Method) -> Markup:
    if not found:
        return tag("p", say("metode.no_difference"))
    sides = [tag("th", say("risk.method_name", version=each.version), scope="col") for each in (before, now)]
    body = [
        [
            tag("th", each.of, scope="row"),
            tag("td", each.what),
            tag("td", each.before),
            tag("td", each.now),
        ]
        for each in found
    ]
    return table([*heads("of", "what"), *sides], body)


def _of(before: Sequence, now: Sequence, stated: Sequence[str], names: dict[str, str]) -> Iterator[Difference]:
    """Of pillars or indicators: what came, what went, and what of those in both is stated otherwise."""
    then, here = ({each.id: each for each in some} for some in (before, now))
    for name in dict.fromkeys([*here, *then]):
        one, other = then.get(name), here.get(name)
        if one is None or other is None:
            pair = [say("metode.absent") if each is None else say("metode.present") for each in (one, other)]
            yield Difference((one or other).name, say("metode.as_a_whole"), *pair)
            continue
        for field in stated:
            pair = [_written(getattr(each, field), field, names) for each in (one, other)]
            if pair[0] != pair[1]:
                yield Difference(other.name, say(f"metode.field.{field}"), *pair)


def _written(value: object, field: str, names: dict[str, str] | None = None) -> str:
    if field in _NUMBERS_AS_THEY_ARE:
        return str(value)
    if field == "noise":
        return say(f"metode.noise.{value}")
    if isinstance(value, bool):
        return say("metode.shrunk.yes" if value else "metode.shrunk.no")
    if isinstance(value, str):
        return (names or {}).get(value, value)
    return exact(value)
