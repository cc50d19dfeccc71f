"""What is watched and by which rule, as data/reference/alarms.toml states it: read whole, or refused by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from timpora import paths
from timpora.intake.contracts import Contract, contracts
from timpora.measure.method_faults import Lines, shapes
from timpora.text import say

if TYPE_CHECKING:
    from timpora.measure.watch import Rule

FILE = "alarms.toml"
# Parameter → its kind, the least and the most it may be. Wider is no rule but a switch: everything, or nothing.
LIMITS: dict[str, tuple[type, float, float]] = {
    "alpha": (float, 0.0001, 0.2),
    "least_count": (int, 1, 1000),
    "least_excess": (int, 0, 1000),
    "least_spread": (float, 0.1, 100.0),
    "discovery_rate": (float, 0.001, 1.0),
    "years": (int, 3, 10),
    "half_window": (int, 0, 3),
    "baseline": (int, 3, 24),
}
# No alarm is ever about what a person is; `tests/test_alarm_rules.py` holds it for every measure of every contract.
_NEVER = re.compile(
    r"nationalit|kebangsaan|warga ?negara|agama|religi|etni|suku|bahasa|pengungsi|refugee|asylum|suaka|kelamin|gender",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Watch:
    """One measure that is watched; name and unit are the contract's."""

    measure: str
    name: str
    unit: str
    is_stock: bool  # counts who is there, and not what came in the month
    why: str


@dataclass(frozen=True)
class AlarmRules:
    version: str
    watched: tuple[Watch, ...]
    parameters: Mapping[str, float]  # of the rule: the keys of LIMITS
    whys: Mapping[str, str]  # parameter → why it is what it is
    text: str

    @property
    def stocks(self) -> list[str]:
        return [one.measure for one in self.watched if one.is_stock]

    @property
    def measures(self) -> list[str]:
        return [one.measure for one in self.watched]


class AlarmRulesError(ValueError):
    """Why nothing can be watched by a file: one sentence for each fault, with its line."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def alarm_rules() -> AlarmRules:
    """The file in force. Raises AlarmRulesError."""
    file = paths.reference(FILE)
    return parse(_text(file, file.stat().st_mtime_ns), contracts())


@cache
def _text(file: Path, changed: int) -> str:
    return file.read_text("utf-8")


def parse(text: str, sources: Mapping[str, Contract]) -> AlarmRules:
    """The rules of a TOML text. sources: the contracts whose measures may be watched. Raises AlarmRulesError."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise AlarmRulesError([say("method.fault.toml", problem=problem)]) from problem
    lines = Lines(text)
    # What lacks a key cannot be judged further.
    found = list(shapes(read, _needed(), lines)) or [*_watched(read, sources, lines), *_rule(read["rule"], lines)]
    if found:
        raise AlarmRulesError([say("method.fault.at", line=line, what=what) for line, what in sorted(set(found))])
    known = _measures(sources)
    return AlarmRules(
        version=read["version"],
        watched=tuple(
            Watch(name=known[one["measure"]]["name"], unit=known[one["measure"]]["unit"], **one)
            for one in read["watched"]
        ),
        parameters={key: kind(read["rule"][key]) for key, (kind, *_) in LIMITS.items()},
        whys={key: read["rule"][f"why_{key}"] for key in LIMITS},
        text=text,
    )


def rule(parameters: Mapping[str, float]) -> Rule:
    """The rule of these parameters, as `watch` takes it."""
    from timpora.measure.watch import Rule  # statistics are heavy, and asking what is in force needs none

    return Rule(**parameters)


def faults(parameters: Mapping[str, object]) -> list[str]:
    """What is wrong with the parameters of a rule that no file states, each a sentence; [] where nothing is."""
    missing = [say("method.fault.missing", key=key, of="rule") for key in LIMITS if key not in parameters]
    unknown = [say("method.fault.unknown", key=key) for key in parameters if key not in LIMITS]
    return missing + unknown + [fault for _, fault in _out_of_bounds(parameters)]


def read_changes(text: str) -> tuple[dict[str, float], list[str]]:
    """Parameters as they stand in a URL ("alpha:0.01,least_count:8"), and a sentence for each that cannot be had."""
    changes: dict[str, float] = {}
    wrong = []
    for part in filter(None, text.split(",")):
        key, _, value = part.partition(":")
        try:
            one = {key: LIMITS[key][0](value)}
        except (KeyError, ValueError):
            wrong.append(say("alarm.fault.unknown"))
            continue
        found = [fault for _, fault in _out_of_bounds(one)]
        wrong += found
        changes |= {} if found else one
    return changes, list(dict.fromkeys(wrong))


def written(changes: Mapping[str, float]) -> str:
    """The changes as they stand in a URL."""
    return ",".join(f"{key}:{value:.12g}" for key, value in changes.items())


def _needed() -> dict[str, dict[str, type]]:
    """Table of the file → its keys and what each has to be."""
    kinds = {key: kind for key, (kind, *_) in LIMITS.items()}
    named = {"measure": str, "is_stock": bool, "why": str}
    return {"": {"version": str}, "watched": named, "rule": kinds | {f"why_{key}": str for key in LIMITS}}


def _measures(sources: Mapping[str, Contract]) -> dict[str, dict]:
    return {measure["id"]: measure for source in sources.values() for measure in source.measures}


def _watched(read: dict, sources: Mapping[str, Contract], lines: Lines) -> Iterator[tuple[int, str]]:
    """Measures that are not there, twice there, or that nobody may watch."""
    of = {measure["id"]: (source, measure) for source in sources.values() for measure in source.measures}
    for number, one in enumerate(read["watched"]):
        line, name = lines.at("watched", number, "measure"), one["measure"]
        if name in [other["measure"] for other in read["watched"][:number]]:
            yield line, say("method.fault.twice", id=name)
        if name not in of:
            yield line, say("alarm.fault.measure", id=name)
        elif is_about_what_people_are(*of[name]):
            yield line, say("alarm.fault.never", id=name)
        elif of[name][0].rhythm != "monthly" or of[name][0].grain != "kecamatan":
            yield line, say("alarm.fault.rhythm", id=name)
        if not one["why"].strip():
            yield lines.at("watched", number, "why"), say("alarm.fault.why", key="why")


def is_about_what_people_are(source: Contract, measure: Mapping[str, object]) -> bool:
    """Whether a measure counts people by nationality, religion, ethnicity or what is like them."""
    words = (measure["id"], measure["name"], source.id, source.name, *(column.name for column in source.keys))
    return bool(measure.get("categories_of")) or any(_NEVER.search(str(word)) for word in words)


def _rule(read: Mapping[str, object], lines: Lines) -> Iterator[tuple[int, str]]:
    for key, fault in _out_of_bounds(read):
        yield lines.at("rule", 0, key), fault
    for key in LIMITS:
        if not str(read[f"why_{key}"]).strip():
            yield lines.at("rule", 0, f"why_{key}"), say("alarm.fault.why", key=f"why_{key}")


def _out_of_bounds(read: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, (kind, low, high) in LIMITS.items():
        if key not in read:
            continue
        value = read[key]
        is_number = isinstance(value, (int, float) if kind is float else int) and not isinstance(value, bool)
        if not is_number:
            yield key, say("method.fault.kind", key=key, kind=kind.__name__)
        elif not low <= value <= high:
            yield key, say("alarm.fault.bounds", key=key, low=f"{low:g}", high=f"{high:g}", n=f"{value:g}")
