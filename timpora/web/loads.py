"""What was loaded, told from the ledger: what speaks now, what was replaced or taken back, what an undo would bring."""

from dataclasses import dataclass
from datetime import date, datetime

from timpora import settings
from timpora.intake import ledger
from timpora.intake.areas import gazetteer
from timpora.intake.ledger import Entry
from timpora.store import publish
from timpora.web import access
from timpora.web.access import Viewer
from timpora.web.answers import DamagedSnapshot, NoSnapshot, ask

Scope = tuple[str, str, str]  # period, kabupaten code, part


@dataclass(frozen=True)
class Load:
    """One extract of the ledger, and what became of it."""

    id: str
    file: str
    source: str
    periods: tuple[date, ...]
    by: str
    received: datetime
    rows: int
    replaces: tuple[str, ...]
    reason: str | None
    state: str  # speaks · partly · replaced · withdrawn
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Undoing:
    """What taking one extract back would change."""

    entry: Entry
    again: tuple[tuple[Entry, tuple[Scope, ...]], ...]  # which extracts would speak again, and for what
    silent: tuple[Scope, ...]  # what nobody would speak for any more
    unheard: bool  # it speaks for nothing now, so that nothing changes


def loads() -> list[Load]:
    """Every extract there ever was, newest first."""
    lines, entries = ledger.history(), ledger.entries()
    force = ledger.in_force(entries)
    state = {entry.id: _state(entry, force) for entry in entries}
    undone = {line["undoes"]: line for line in lines if "undoes" in line}
    return [_load(line, state, undone.get(line["id"])) for line in reversed(lines) if "undoes" not in line]


def _load(line: dict, state: dict[str, str], undo: dict | None) -> Load:
    return Load(
        id=line["id"],
        file=line["original_name"],
        source=line["source"],
        periods=tuple(sorted({date.fromisoformat(period) for period, _, _ in line["covers"]})),
        by=line["by"],
        received=datetime.fromisoformat(line["received_at"]),
        rows=line["rows"],
        replaces=tuple(line["replaces"]),
        reason=line.get("reason"),
        state="withdrawn" if undo else state[line["id"]],
        withdrawn_by=undo["by"] if undo else None,
        withdrawn_at=datetime.fromisoformat(undo["at"]) if undo else None,
    )


def _state(entry: Entry, force: dict) -> str:
    own = sum(force.get((entry.source, *scope)) == entry.id for scope in entry.covers)
    return "speaks" if own == len(entry.covers) else "partly" if own else "replaced"


def undoing(load_id: str) -> Undoing | None:
    """What would speak again if this extract were taken back; None where it was already."""
    entries = ledger.entries()
    by_id = {entry.id: entry for entry in entries}
    if load_id not in by_id:
        return None
    entry = by_id[load_id]
    force = ledger.in_force(entries)
    without = ledger.in_force([other for other in entries if other.id != load_id])
    own = [scope for scope in entry.covers if force.get((entry.source, *scope)) == load_id]
    again: dict[str, list[Scope]] = {}
    silent = []
    for scope in own:
        if other := without.get((entry.source, *scope)):
            again.setdefault(other, []).append(scope)
        else:
            silent.append(scope)
    told = tuple((by_id[other], tuple(scopes)) for other, scopes in sorted(again.items()))
    return Undoing(entry, told, tuple(silent), not own)


def undo(load_id: str, by: str) -> bool:
    """Take an extract back in this name; False where somebody did so before."""
    try:
        ledger.undo(load_id, by=by, at=settings.now())
    except ledger.UnknownLoad:
        return False
    access.record("tarik", by, load=load_id)
    return True


def replaced_by(table_covers: set[tuple[date, str, str]], source: str) -> tuple[list[str], int]:
    """(ids of the extracts that a table would replace, number of its kabupaten and months nobody spoke for yet)."""
    force = ledger.in_force(ledger.entries())
    before = [force.get((source, period.isoformat(), kabupaten, part)) for period, kabupaten, part in table_covers]
    return sorted({load_id for load_id in before if load_id}), before.count(None)


def places(scopes: tuple[Scope, ...]) -> tuple[list[str], list[date]]:
    """Names of the kabupaten of these scopes, and their months, in order."""
    known = gazetteer().kabupaten
    codes = sorted({kabupaten for _, kabupaten, _ in scopes})
    return [known[code].name for code in codes], sorted({date.fromisoformat(period) for period, _, _ in scopes})


def unpublished(who: Viewer) -> tuple[list[Entry], list[str]]:
    """(extracts the snapshot that is served does not know, ids of those it knows and that were taken back)."""
    try:
        served = set(ask(who, "published_loads")["load_id"])
    except (NoSnapshot, DamagedSnapshot):
        served = set()
    entries = ledger.entries()
    return [e for e in entries if e.id not in served], sorted(served - {e.id for e in entries})


def has_loads() -> bool:
    """Whether any extract is there that was not taken back."""
    return bool(ledger.entries())


def is_current() -> bool:
    """Whether what is served is what the extracts would give now."""
    return publish.is_current()
