"""Extracts → one published snapshot, built aside, checked, audited, and swapped in whole.

A snapshot is a pair of files, exact and protected. It is a pure function of ledger, extracts, queries, reference
tables, the rounding key, the cuts that were agreed to and the rule of alarms in force: its id is their digest, so the
same inputs are never built twice, and a lost snapshot comes back the same.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from timpora import paths
from timpora.disclosure.audit import RULES
from timpora.disclosure.rounding import BASE, WITHHELD_BELOW
from timpora.intake import ledger
from timpora.intake.ledger import Entry
from timpora.store import agreed, alarm_book, alarming, journal, key, method_book, note_book, proof, room, scoring
from timpora.store.agreed import Consent
from timpora.store.alarm_book import InForce
from timpora.store.build import Progress, build
from timpora.store.method_book import Methods
from timpora.store.queries import LAYERS, queries
from timpora.store.refused import Leak, PublicationError, why
from timpora.store.snapshot import is_protected
from timpora.text import number, say


def publish(progress: Progress = lambda line: None, agree: str | None = None, by: str | None = None) -> Path:
    """Build, check, audit and swap in the snapshot of all extracts in force; returns the file of this process's view.

    progress: called with a line for each step; agree: why the coarser cuts are agreed to that small counts may need,
    by whom (the user of this machine). Raises PublicationError, a Leak where cuts are needed and nobody agreed, and
    leaves what is served untouched; only if that is damaged and cannot be built again, the newest sound one before it
    is served, and the error says so.
    """
    consent = Consent(agree, by or ledger.person()) if agree else None
    try:
        with journal.locked(lambda: progress(say("publish.waiting"))):
            _clear_away(progress)
            try:
                snapshot_id, outcome = _publish(progress, consent)
            except (PublicationError, OSError, duckdb.Error) as problem:
                said = "\n".join(filter(None, (why(problem), _fall_back())))
                raise Leak(said, problem.cuts) if isinstance(problem, Leak) else PublicationError(said) from problem
            room.prune()
    except OSError as problem:
        raise PublicationError(why(problem)) from problem
    progress(say(outcome, id=snapshot_id))
    return room.folder() / f"{snapshot_id}.duckdb"


def _publish(progress: Progress, consent: Consent | None) -> tuple[str, str]:
    """The id of what is served now, and the name of the sentence about it."""
    # Read under the lock, or a slow publisher would swap in what a quicker one has already outdated.
    entries = ledger.entries()
    _may_publish(entries)
    if not consent and all(entry.is_sample for entry in entries):
        consent = Consent(say("agreed.sample"), ledger.person())
    secret = key.secret(is_drawn_before=any(map(is_protected, room.protected())))
    methods, alarms = method_book.methods(), alarm_book.to_publish_by()

    def agree(leak: Leak) -> str:
        if not consent:
            raise leak
        progress(say("publish.agreed", n=len(leak.cuts)))
        agreed.add(leak.cuts, consent)
        # Agreed cuts are a part of what a snapshot is made from: it is another one now. What else it is made from is
        # what was read; what became of those files since is for the next.
        return _with_cuts(made_of)

    made_of = _made_of(entries, methods, alarms)
    published = _attempt(_with_cuts(made_of), entries, secret, methods, alarms, progress, agree)
    method_book.keep(methods.current)
    return published


def _attempt(
    snapshot_id: str,
    entries: list[Entry],
    secret: bytes,
    methods: Methods,
    alarms: InForce,
    progress: Progress,
    agree: Callable[[Leak], str],
) -> tuple[str, str]:
    with journal.attempt(snapshot_id) as step:
        outcome, files = "publish.done", room.pair(snapshot_id)
        if all(file.exists() for file in files) and not proof.fault(snapshot_id, *files):
            outcome = "publish.unchanged" if _is_served(snapshot_id) else "publish.found"
        else:
            _make_room(progress)
            snapshot_id = build(snapshot_id, entries, secret, methods, alarms, progress, step, agree)
        if not _is_served(snapshot_id):
            step("swapping")
            _swap(snapshot_id)
    return snapshot_id, outcome


def is_current() -> bool:
    """Whether the snapshot that is served is the one the extracts would give now.

    A server without the right to read the key or the agreed cuts cannot tell, and has no part in publishing: True.
    """
    served, entries = room.served(), ledger.entries()
    try:
        if served is None or not entries:
            return False
        return served.stem == identity(entries, method_book.methods(), alarm_book.to_publish_by())
    except PermissionError:
        return True
    except PublicationError:
        return False  # why is said by publishing


def is_sound() -> bool:
    """Whether what is served reads whole and answers, asked of a fresh process (most of a second)."""
    served = room.served()
    return served is not None and not proof.fault(served.stem, *room.pair(served.stem))


def _may_publish(entries: list[Entry]) -> None:
    if not entries:
        raise PublicationError(say("publish.nothing"))
    if len({entry.is_sample for entry in entries}) > 1:
        raise PublicationError(say("publish.sample_and_real"))
    for entry in entries:
        file = entry.understood_file()
        if not file.exists() or ledger.digest(file) != entry.understood_sha256:
            raise PublicationError(say("publish.extract_damaged", id=entry.id, file=file.name))


def identity(entries: list[Entry], methods: Methods, alarms: InForce) -> str:
    """The newest month and a digest of everything the snapshot is made from."""
    return _with_cuts(_made_of(entries, methods, alarms))


def _with_cuts(made_of: str) -> str:
    """The id of the snapshot that is made of this and of the cuts that are agreed to now."""
    return f"{made_of[:7]}-{hashlib.sha256(f'{made_of} {agreed.cuts()}'.encode()).hexdigest()[:12]}"


def _made_of(entries: list[Entry], methods: Methods, alarms: InForce) -> str:
    """The same for all but the cuts."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for scope, load_id in sorted(ledger.in_force(entries).items()):
        digest.update("|".join((*scope, load_id)).encode())
    for entry in entries:
        digest.update(f"{entry.id}|{entry.understood_sha256}|{entry.received_at}|{entry.is_sample}".encode())
    reference = sorted(paths.layered("reference", "*").items())
    for file in [*paths.layered("contracts", "*.toml").values(), *(file for _, file in reference)]:
        digest.update(file.name.encode() + file.read_bytes())
    digest.update(f"{key.fingerprint()} {RULES} {BASE} {WITHHELD_BELOW} {scoring.RULES}".encode())
    digest.update(" ".join(one.text for one in methods.all).encode())
    digest.update(f"{alarms.inputs} {alarming.RULES} {note_book.essence()}".encode())
    for layer in LAYERS:
        for query in queries(layer):
            digest.update(f"{layer}.{query.name}".encode() + query.sql.encode())
    newest = max(period for entry in entries for period in entry.periods)
    return f"{newest[:7]}-{digest.hexdigest()}"


def _is_served(snapshot_id: str) -> bool:
    return all(room.served_in(file.parent) == file for file in room.pair(snapshot_id))


def _swap(snapshot_id: str) -> None:
    """The exact one first: whoever finds the protected one of a snapshot finds the exact one too."""
    for file in room.pair(snapshot_id):
        # Never the same path again: a server that has the old file open goes on reading it until it looks at the link.
        with suppress(PermissionError):  # another user's file
            os.utime(file)  # when it was put in service: what is kept and what is fallen back to go by it
        aside = file.with_name("current.part")
        aside.symlink_to(file.name)
        aside.replace(file.with_name("current"))
        ledger.sync(file.parent)


def _fall_back() -> str | None:
    """If what is served is damaged, serve the newest sound snapshot before it; says so. Never neither."""
    served = room.served()
    if is_sound():
        return None
    for other in room.snapshots():
        if (served is None or other != served.stem) and not proof.fault(other, *room.pair(other)):
            _swap(other)
            return say("publish.fell_back", id=served.stem if served else "–", other=other)
    return None


def _make_room(progress: Progress) -> None:
    if gone := room.make():
        progress(say("publish.let_go", n=gone, kept=room.KEPT_WHEN_SHORT))
    if room.lacking():
        sizes = {"needed": _megabytes(room.needed()), "free": _megabytes(room.free())}
        raise PublicationError(say("publish.no_room", folder=paths.published(), **sizes))


def _clear_away(progress: Progress) -> None:
    """Say what became of a publication that was killed, and what of it was swept away."""
    if sentence := journal.died():
        progress(sentence)
    if left := room.sweep():
        progress(say("publish.swept", names=", ".join(file.name for file in left)))
    journal.clear()


def _megabytes(size: int) -> str:
    return number(size / 1e6, 1)
