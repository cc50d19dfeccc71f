"""The coarser cuts that a person agreed to, with the reason. They stay: what was hidden is not shown again by itself.

data/disclosure/agreed.json    a list of {at, by, why, cuts}
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from timpora import paths, settings
from timpora.disclosure.cuts import Cut
from timpora.store import private
from timpora.store.refused import PublicationError
from timpora.text import say


@dataclass(frozen=True)
class Consent:
    """A person's yes to the coarser cuts that a publication needs."""

    why: str
    by: str


def cuts() -> list[Cut]:
    """Every cut that was agreed to. Raises PublicationError where the record cannot be read: nothing is unhidden."""
    try:
        found = [Cut(**{**cut, "measures": tuple(cut["measures"])}) for each in _read() for cut in each["cuts"]]
    except (ValueError, TypeError, KeyError) as problem:
        raise PublicationError(say("agreed.damaged", file=_file())) from problem
    return sorted(set(found))


def add(new: tuple[Cut, ...], consent: Consent) -> None:
    """Record cuts: when, by whom and why."""
    line = {"at": settings.now().isoformat(timespec="seconds"), "by": consent.by, "why": consent.why}
    record = [*_read(), line | {"cuts": [asdict(cut) for cut in new]}]
    private.write(_file(), json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _read() -> list[dict]:
    return json.loads(_file().read_text("utf-8")) if _file().exists() else []


def _file() -> Path:
    return paths.disclosure() / "agreed.json"
