"""What is wrong with a method's file, each fault with the line to mend."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from math import isfinite

from timpora.text import say

_NOISES = ("share", "rate", "none")
_SHARES = (
    "smallest_share",
    "smallest_pillar",
    "largest_deviation",
    "attention",
    "weights_vary",
    "posts_vary",
    "interval",
)
_OTHER = {bool: (), date: datetime}  # what Python takes for one of the kind, and is not
Needed = dict[str, dict[str, type]]


def of(text: str, computed: set[str] | None, needed: Needed) -> list[str]:
    """Every fault of a method's TOML as a sentence; none where it can be computed by.

    computed: the indicators there are queries for (None does not ask); needed: table → its keys and their types.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return [say("method.fault.toml", problem=problem)]
    lines = Lines(text)
    # What lacks a key cannot be judged further.
    faults = list(shapes(read, needed, lines)) or [*_names(read, computed, lines), *_numbers(read, lines)]
    return [say("method.fault.at", line=line, what=what) for line, what in sorted(set(faults))]


class Lines:
    """Where things stand in the file."""

    def __init__(self, text: str):
        self.lines = text.splitlines()

    def at(self, table: str, number: int, key: str = "") -> int:
        """The line of a key in the so-manyth [[table]] or [table]; of its head where the key is not there."""
        heads = [i for i, line in enumerate(self.lines) if re.match(rf"\[\[?{table}\]", line)] if table else [-1]
        start = heads[number]
        for i in range(start + 1, len(self.lines)):
            if re.match(r"\[", self.lines[i]):
                break
            if key and re.match(rf"{key}\s*=", self.lines[i]):
                return i + 1
        return max(start, 0) + 1


def shapes(read: dict, needed: Needed, lines: Lines) -> Iterator[tuple[int, str]]:
    """Keys that are missing, unknown, or of another kind."""
    for table, keys in needed.items():
        rows = [read] if not table else read.get(table, [])
        rows = rows if isinstance(rows, list) else [rows]
        if not rows:
            yield 1, say("method.fault.no_table", table=table)
        for number, row in enumerate(rows):
            for key, kind in keys.items():
                kinds = (int, float) if kind is float else kind
                if key not in row:
                    yield lines.at(table, number), say("method.fault.missing", key=key, of=row.get("id", table))
                elif not isinstance(row[key], kinds) or isinstance(row[key], _OTHER.get(kind, bool)):
                    yield lines.at(table, number, key), say("method.fault.kind", key=key, kind=kind.__name__)
            if table:
                for key in row.keys() - keys.keys():
                    yield lines.at(table, number, key), say("method.fault.unknown", key=key)


def _names(read: dict, computed: set[str] | None, lines: Lines) -> Iterator[tuple[int, str]]:
    """Two of one name, pillars that are not there, and what no query computes or no one describes."""
    for table in ("pillars", "indicators"):
        ids = sorted((row["id"], number) for number, row in enumerate(read[table]))
        for name, same in groupby(ids, key=lambda pair: pair[0]):
            for _, number in list(same)[1:]:
                yield lines.at(table, number, "id"), say("method.fault.twice", id=name)
    pillars = {pillar["id"] for pillar in read["pillars"]}
    for number, one in enumerate(read["indicators"]):
        if one["pillar"] not in pillars:
            yield lines.at("indicators", number, "pillar"), say("method.fault.pillar", id=one["pillar"])
        if computed is not None and one["id"] not in computed:
            yield lines.at("indicators", number, "id"), say("method.fault.query", id=one["id"])
    if computed is not None:
        for name in sorted(computed - {one["id"] for one in read["indicators"]}):
            yield len(lines.lines), say("method.fault.undescribed", id=name)


def _numbers(read: dict, lines: Lines) -> Iterator[tuple[int, str]]:
    """Weights, posts, classes and shares that cannot be computed by."""
    weight = {pillar["id"]: pillar["weight"] for pillar in read["pillars"]}
    for table in ("pillars", "indicators"):
        for number, row in enumerate(read[table]):
            if not 0 <= row["weight"] < float("inf"):
                yield lines.at(table, number, "weight"), say("method.fault.weight", id=row["id"], n=row["weight"])
    for number, pillar in enumerate(read["pillars"]):
        own = [one["weight"] for one in read["indicators"] if one["pillar"] == pillar["id"]]
        if pillar["weight"] and not any(own):
            yield lines.at("pillars", number, "weight"), say("method.fault.zero", id=pillar["id"])
    if not any(weight.values()):
        yield lines.at("pillars", 0, "weight"), say("method.fault.all_zero")
    for number, one in enumerate(read["indicators"]):
        if one["pillar"] in weight and one["weight"] and not weight[one["pillar"]]:
            yield lines.at("indicators", number, "weight"), say("method.fault.beside", id=one["id"])
        if not (isfinite(one["low"]) and isfinite(one["high"]) and one["low"] < one["high"]):
            yield (
                lines.at("indicators", number, "high"),
                say("method.fault.posts", id=one["id"], low=one["low"], high=one["high"]),
            )
        if one["direction"] not in (1, -1):
            yield lines.at("indicators", number, "direction"), say("method.fault.direction", id=one["id"])
        if one["noise"] not in _NOISES:
            yield lines.at("indicators", number, "noise"), say("method.fault.noise", known=", ".join(_NOISES))
        for key in ("decimals", "smallest_base", "shelf_life"):
            if not 0 <= one[key] < float("inf"):
                yield lines.at("indicators", number, key), say("method.fault.negative", key=key, id=one["id"])
        if one["per"] <= 0:
            yield lines.at("indicators", number, "per"), say("method.fault.per", id=one["id"])
    if not re.fullmatch(r"[\w.-]{1,20}", read["version"]):
        yield lines.at("", 0, "version"), say("method.fault.version")
    rules = read["index"]
    if not 0 < rules["medium"] < rules["high"] < 100:
        yield lines.at("index", 0, "medium"), say("method.fault.classes")
    if rules["draws"] < 1000:
        yield lines.at("index", 0, "draws"), say("method.fault.draws")
    for key in _SHARES:
        if not 0 < rules[key] < 1:
            yield lines.at("index", 0, key), say("method.fault.share", key=key)
    if rules["posts_vary"] >= 0.5:
        yield lines.at("index", 0, "posts_vary"), say("method.fault.posts_vary")
    if rules["smallest_pillars"] < 1:
        yield lines.at("index", 0, "smallest_pillars"), say("method.fault.pillars")
    if rules["shift"] <= 0:
        yield lines.at("index", 0, "shift"), say("method.fault.shift")
