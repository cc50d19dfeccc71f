"""The book of alarms: which were closed, by whom and why, which were opened again, and the rules that were kept.

data/alarms/book.jsonl    a JSON line each, oldest first, on disk for certain; no line is ever changed or taken out
data/alarms/lock          held by whoever writes

{"act": "close", "measure", "group_code", "since", "view", "verdict", "reason", "by", "at"}
{"act": "reopen", "measure", "group_code", "since", "view", "reason", "by", "at"}
{"act": "rule", "version", "parameters", "reason", "by", "at"}

An alarm is known by its measure, its area and the first month of its run. `view` is the snapshot it was seen in: what
was closed on exact numbers is not told beside protected ones, for it says that there was something to close.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from timpora import paths
from timpora.access import line_fields, lines
from timpora.access.line_fields import LineFault
from timpora.access.lines import Damage
from timpora.intake.personal import personal_in_text
from timpora.measure import alarm_rules
from timpora.measure.alarm_rules import AlarmRules, AlarmRulesError
from timpora.store.notes import counts_people
from timpora.store.refused import PublicationError
from timpora.text import say

VERDICTS = ("kejadian", "data", "nihil")  # it happened · the data was wrong or late · nothing to it
LONGEST = 300  # characters of a reason


class AlarmRefused(ValueError):
    """The book cannot be read, or does not take what it is given; the message says why and what to do."""


@dataclass(frozen=True)
class Closing:
    """An alarm that somebody closed, or opened again (verdict "")."""

    measure: str
    group_code: str
    since: str  # "2024-08": the first month of its run
    view: str  # protected or exact
    verdict: str  # one of VERDICTS
    reason: str
    by: str
    at: str  # ISO 8601 with offset

    @property
    def is_open(self) -> bool:
        return not self.verdict

    @property
    def month(self) -> date:
        return date.fromisoformat(f"{self.since}-01")

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Kept:
    """A rule that takes the place of the file's, while the file has this version."""

    version: str
    parameters: Mapping[str, float]
    reason: str
    by: str
    at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class InForce:
    """What is watched, and the parameters of the rule it is watched by."""

    rules: AlarmRules
    kept: Kept | None

    @property
    def parameters(self) -> Mapping[str, float]:
        return self.kept.parameters if self.kept else self.rules.parameters

    @property
    def inputs(self) -> str:
        """What alarms are made from, beside the numbers: a part of what names a snapshot."""
        return json.dumps([self.rules.text, dict(self.parameters)], sort_keys=True)


def close(closing: Closing) -> None:
    """Raises AlarmRefused for a reason that is missing, too long, or speaks of a person or of how many, or a damaged

    book; OSError.
    """
    if closing.verdict not in VERDICTS:
        raise AlarmRefused(say("alarm.book.verdict", known=", ".join(VERDICTS)))
    _append("close", closing)


def reopen(closing: Closing) -> None:
    """closing: with the verdict "". Raises as `close`."""
    _append("reopen", closing)


def keep(kept: Kept) -> None:
    """Raises as `close`, and AlarmRefused for parameters that are no rule."""
    if faults := alarm_rules.faults(kept.parameters):
        raise AlarmRefused(" ".join(faults))
    _append("rule", kept)


def closings(view: str, until: datetime | None = None) -> list[Closing]:
    """The newest word on every alarm that was closed, or closed and opened again, oldest first. Raises OSError.

    view: of the snapshot that is looked at; beside exact numbers what was closed on protected ones counts too; until:
    what was said later does not count.
    """
    found: dict[tuple, Closing] = {}
    for line in _read()[0]:
        if not isinstance(line, Closing) or (until and line.moment > until):
            continue
        if view == "exact" or line.view == "protected":
            key = (line.measure, line.group_code, line.since)
            found.pop(key, None)
            found[key] = line
    return list(found.values())


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises OSError."""
    return _read()[1]


def kept() -> list[Kept]:
    """Every rule ever kept, oldest first. Raises AlarmRefused for a damaged book: a line may have been a rule."""
    return [line for line in _sound() if isinstance(line, Kept)]


def in_force() -> InForce:
    """Raises AlarmRulesError, AlarmRefused: by which rule to watch is never guessed."""
    rules = alarm_rules.alarm_rules()
    last = next((one for one in reversed(kept()) if one.version == rules.version), None)
    return InForce(rules, last)


def to_publish_by() -> InForce:
    """As `in_force`, for who publishes. Raises PublicationError with every fault."""
    try:
        return in_force()
    except AlarmRulesError as problem:
        faults = "\n".join(f"– {fault}" for fault in problem.faults)
        raise PublicationError(say("alarm.refused", file=alarm_rules.FILE, faults=faults)) from problem
    except AlarmRefused as problem:
        raise PublicationError(str(problem)) from problem


def _append(act: str, line: Closing | Kept) -> None:
    reason = line.reason.strip()
    if len(reason) < 3:
        raise AlarmRefused(say("alarm.book.reason"))
    if len(reason) > LONGEST:
        raise AlarmRefused(say("alarm.book.long", n=LONGEST))
    if personal_in_text(reason):
        raise AlarmRefused(say("alarm.book.personal"))
    if counts_people(reason):  # what is published is rounded, and a reason would say it exactly
        raise AlarmRefused(say("alarm.book.people"))
    with lines.alone(paths.alarms()):
        _sound()  # nothing is added to a book that cannot be read
        lines.append(_file(), {"act": act, **asdict(line), "reason": reason})


_KINDS = {"close": Closing, "reopen": Closing, "rule": Kept}


def _read() -> tuple[list[Closing | Kept], list[Damage]]:
    found: list[Closing | Kept] = []

    def take(line: dict) -> None:
        act = line_fields.known(line_fields.text(line, "act"), _KINDS, "act")
        told = line_fields.built(_KINDS[act], {name: value for name, value in line.items() if name != "act"}, act)
        line_fields.moment(told.at, f"{act}.at")
        if isinstance(told, Kept):
            if faults := alarm_rules.faults(told.parameters):
                raise LineFault(" ".join(faults).rstrip("."))
        else:
            line_fields.day(f"{told.since}-01", f"{act}.since")
            line_fields.known(told.view, ("protected", "exact"), f"{act}.view")
            line_fields.known(told.verdict, VERDICTS if act == "close" else ("",), f"{act}.verdict")
        found.append(told)

    return found, lines.read(_file(), take)


def _sound() -> list[Closing | Kept]:
    found, damaged = _read()
    if damaged:
        raise AlarmRefused(damaged[0].refusal)
    return found


def _file() -> Path:
    return paths.alarms() / "book.jsonl"
