"""Extracts → one published snapshot, built aside, checked, and swapped in whole.

A snapshot is a pure function of ledger, extracts, queries and reference tables: its id is their digest, so the same
inputs are never built twice, and a lost snapshot comes back the same.
"""

import errno
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb

from timpora import paths
from timpora.intake import ledger
from timpora.intake.ledger import Entry
from timpora.store import journal, proof, raw, room
from timpora.store.queries import LAYERS, Query, queries
from timpora.text import number, say

Progress = Callable[[str], None]


class PublicationError(RuntimeError):
    """Why nothing was published, in the reader's language. The snapshot that was there still serves."""


def publish(progress: Progress = lambda line: None) -> Path:
    """Build, check and swap in the snapshot of all extracts in force; returns its file.

    progress: called with a line for each step. Raises PublicationError, and leaves what is served untouched; only if
    that is damaged and cannot be built again, the newest sound one before it is served, and the error says so.
    """
    try:
        with journal.locked(lambda: progress(say("publish.waiting"))):
            _clear_away(progress)
            try:
                target, outcome = _publish(progress)
            except (PublicationError, OSError, duckdb.Error) as problem:
                said = filter(None, (_why(problem), _fall_back()))
                raise PublicationError("\n".join(said)) from problem
            room.prune()
    except OSError as problem:
        raise PublicationError(_why(problem)) from problem
    progress(say(outcome, id=target.stem))
    return target


def _publish(progress: Progress) -> tuple[Path, str]:
    """The file that is served now, and the sentence about it."""
    # Read under the lock, or a slow publisher would swap in what a quicker one has already outdated.
    entries = ledger.entries()
    _may_publish(entries)
    target = paths.published() / f"{_identity(entries)}.duckdb"
    with journal.attempt(target.stem) as step:
        outcome = "publish.done"
        if target.exists() and not proof.fault(target, target.stem):
            outcome = "publish.unchanged" if room.served() == target else "publish.found"
        else:
            _make_room(progress)
            _build(target, entries, progress, step)
        if room.served() != target:
            step("swapping")
            _swap(target)
    return target, outcome


def is_current() -> bool:
    """Whether the snapshot that is served is the one the extracts would give now."""
    served, entries = room.served(), ledger.entries()
    return served is not None and bool(entries) and served.stem == _identity(entries)


def is_sound() -> bool:
    """Whether what is served reads whole and answers, asked of a fresh process (most of a second)."""
    served = room.served()
    return served is not None and not proof.fault(served, served.stem)


def _may_publish(entries: list[Entry]) -> None:
    if not entries:
        raise PublicationError(say("publish.nothing"))
    if len({entry.is_sample for entry in entries}) > 1:
        raise PublicationError(say("publish.sample_and_real"))
    for entry in entries:
        file = entry.understood_file()
        if not file.exists() or ledger.digest(file) != entry.understood_sha256:
            raise PublicationError(say("publish.extract_damaged", id=entry.id, file=file.name))


def _identity(entries: list[Entry]) -> str:
    """The newest month and a digest of everything the snapshot is made from."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for key, load_id in sorted(ledger.in_force(entries).items()):
        digest.update("|".join((*key, load_id)).encode())
    for entry in entries:
        digest.update(f"{entry.id}|{entry.understood_sha256}|{entry.received_at}|{entry.is_sample}".encode())
    for file in [*paths.layered("contracts", "*.toml").values(), *sorted(paths.reference().iterdir())]:
        digest.update(file.name.encode() + file.read_bytes())
    for layer in LAYERS:
        for query in queries(layer):
            digest.update(f"{layer}.{query.name}".encode() + query.sql.encode())
    newest = max(period for entry in entries for period in entry.periods)
    return f"{newest[:7]}-{digest.hexdigest()[:12]}"


def _build(target: Path, entries: list[Entry], progress: Progress, step: Callable[[str], None]) -> None:
    """Build aside, ask a fresh process, and only then give the file its name."""
    stage = target.with_name(f"stage-{os.getpid()}.duckdb")

    def begin(name: str, **words: object) -> None:
        step(name)
        progress(say(f"publish.{name}", **words))

    try:
        begin("reading", n=len(entries))
        with duckdb.connect(config={"temp_directory": str(paths.published() / "tmp")}) as con:
            raw.fill(con, entries)
            con.execute("set variable snapshot_id = ?", [target.stem])
            raw.name_extracts(con)
            for layer in ("staging", "marts"):
                begin(layer)
                con.execute(f"create schema {layer}")
                for query in queries(layer):
                    _create(con, layer, query)
            begin("checks")
            _check(con)
            step("writing")
            _write(con, stage)
        step("verifying")
        if problem := proof.fault(stage, target.stem):
            raise PublicationError(say("publish.unreadable", problem=problem))
        stage.rename(target)
        ledger.sync(target.parent)
    finally:
        room.sweep()


def _create(con: duckdb.DuckDBPyConnection, layer: str, query: Query) -> None:
    try:
        con.execute(f"create table {layer}.{query.name} as {query.sql}")
    except duckdb.Error as problem:
        raise PublicationError(_why(problem, f"queries/{layer}/{query.name}.sql")) from problem


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """A check is a query that must return no rows; its comment is what the person who publishes is told."""
    for query in queries("checks"):
        found = con.execute(query.sql).df()
        if len(found):
            rows = found.head(5).to_string(index=False)
            raise PublicationError(say("publish.check_failed", claim=query.doc, n=len(found), rows=rows))


def _write(con: duckdb.DuckDBPyConnection, stage: Path) -> None:
    """Only the marts leave: what an agency sent stays in its extract."""
    name = str(stage).replace("'", "''")
    con.execute(f"attach '{name}' as snapshot")
    con.execute("create schema snapshot.marts")
    for query in queries("marts"):
        con.execute(f"create table snapshot.marts.{query.name} as from marts.{query.name}")
    con.execute("detach snapshot")
    stage.chmod(0o444)
    ledger.sync(stage)


def _swap(target: Path) -> None:
    # Never the same path again: a server that has the old file open goes on reading it until it looks at the link.
    with suppress(PermissionError):  # another user's file
        os.utime(target)  # when it was put in service: what is kept and what is fallen back to go by it
    aside = paths.published() / "current.part"
    aside.symlink_to(target.name)
    aside.replace(paths.published() / "current")
    ledger.sync(paths.published())


def _fall_back() -> str | None:
    """If what is served is damaged, serve the newest sound snapshot before it; says so. Never neither."""
    served = room.served()
    if is_sound():
        return None
    for file in room.snapshots():
        if file != served and not proof.fault(file, file.stem):
            _swap(file)
            return say("publish.fell_back", id=served.stem if served else "–", other=file.stem)
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


def _why(problem: Exception, query: str = "") -> str:
    """What went wrong, as a sentence; query: the file of the query that failed, where one did."""
    if isinstance(problem, PublicationError):
        return str(problem)
    # The last is DuckDB's way of saying that what it sets aside while counting found no room.
    full = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "max_temp_directory_size")
    if any(words in str(problem) for words in full):
        return say("publish.disk_full", folder=paths.published())
    name = "publish.query_failed" if query else "publish.failed"
    return say(name, query=query, problem=problem)


def _megabytes(size: int) -> str:
    return number(size / 1e6, 1)
