"""Extracts → one published snapshot, built aside, checked, and swapped in whole.

A snapshot is a pure function of ledger, extracts, queries and reference tables: its id is their digest, so the same
inputs are never built twice, and a lost snapshot comes back the same.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from timpora import paths
from timpora.intake import ledger
from timpora.intake.contracts import contracts
from timpora.intake.ledger import Entry
from timpora.store import raw
from timpora.store.queries import LAYERS, Query, queries
from timpora.text import say

KEPT = 24  # snapshots that stay, so that what was shown in a meeting can be shown again


class PublicationError(RuntimeError):
    """Why nothing was published, in the reader's language. The snapshot that was there still serves."""


def publish(progress: Callable[[str], None] = lambda line: None) -> Path:
    """Build, check and swap in the snapshot of all extracts in force; returns its file.

    progress: called with a line for each step. Raises PublicationError, and leaves what is served untouched.
    """
    with _locked():
        # Read under the lock, or a slow publisher would swap in what a quicker one has already outdated.
        entries = ledger.entries()
        _may_publish(entries)
        _sweep()
        snapshot_id = _identity(entries)
        target = paths.published() / f"{snapshot_id}.duckdb"
        if target.exists() and _is_sound(target):
            progress(say("publish.unchanged", id=snapshot_id))
        else:
            _build(target, snapshot_id, entries, progress)
        _swap(target)
        _prune(target)
    return target


def is_current() -> bool:
    """Whether the snapshot that is served is the one the extracts would give now."""
    link, entries = paths.published() / "current", ledger.entries()
    return link.exists() and bool(entries) and link.resolve().stem == _identity(entries)


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
    for folder in (paths.contracts(), paths.reference()):
        for file in sorted(folder.iterdir()):
            digest.update(file.name.encode() + file.read_bytes())
    for layer in LAYERS:
        for query in queries(layer):
            digest.update(f"{layer}.{query.name}".encode() + query.sql.encode())
    newest = max(period for entry in entries for period in entry.periods)
    return f"{newest[:7]}-{digest.hexdigest()[:12]}"


def _build(target: Path, snapshot_id: str, entries: list[Entry], progress: Callable[[str], None]) -> None:
    stage = target.with_name(f"stage-{os.getpid()}.duckdb")
    try:
        with duckdb.connect(config={"temp_directory": str(paths.published() / "tmp")}) as con:
            progress(say("publish.reading", n=len(entries)))
            raw.fill(con, entries)
            con.execute("set variable snapshot_id = ?", [snapshot_id])
            con.execute("set variable extracts = ?", [[f"staging.{source}" for source in contracts()]])
            for layer in ("staging", "marts"):
                progress(say(f"publish.{layer}"))
                con.execute(f"create schema {layer}")
                for query in queries(layer):
                    _create(con, layer, query)
            progress(say("publish.checks"))
            _check(con)
            _write(con, stage)
        _verify(stage, snapshot_id)
        stage.chmod(0o444)
        stage.rename(target)
        progress(say("publish.done", id=snapshot_id))
    except duckdb.Error as problem:
        raise PublicationError(say("publish.failed", problem=problem)) from problem
    finally:
        _sweep()


def _create(con: duckdb.DuckDBPyConnection, layer: str, query: Query) -> None:
    try:
        con.execute(f"create table {layer}.{query.name} as {query.sql}")
    except duckdb.Error as problem:
        name = f"queries/{layer}/{query.name}.sql"
        raise PublicationError(say("publish.query_failed", query=name, problem=problem)) from problem


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
    with stage.open("rb") as file:
        os.fsync(file.fileno())


def _verify(stage: Path, snapshot_id: str) -> None:
    """A fresh process must be able to open the file and answer from it, or it is not served."""
    script = "import sys; from timpora.store.snapshot import Snapshot as S; s = S(sys.argv[1]); s.verify(); print(s.id)"
    child = subprocess.run(
        [sys.executable, "-c", script, str(stage.resolve())],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        check=False,
    )
    if child.stdout.strip() != snapshot_id:
        raise PublicationError(say("publish.unreadable", problem=child.stderr.strip().splitlines()[-1:]))


def _is_sound(target: Path) -> bool:
    """A snapshot that was damaged since it was published is built again, not served again."""
    try:
        _verify(target, target.stem)
    except PublicationError:
        return False
    return True


def _swap(target: Path) -> None:
    # Never the same path again: a server that has the old file open goes on reading it until it looks at the link.
    folder = paths.published()
    aside = folder / "current.part"
    aside.unlink(missing_ok=True)
    aside.symlink_to(target.name)
    aside.replace(folder / "current")
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _prune(current: Path) -> None:
    others = sorted(paths.published().glob("[0-9]*.duckdb"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in others[KEPT:]:
        if file != current:
            file.unlink()


def _sweep() -> None:
    """What a killed publication left behind."""
    for file in paths.published().glob("stage-*"):
        file.unlink()


@contextmanager
def _locked() -> Iterator[None]:
    paths.published().mkdir(parents=True, exist_ok=True)
    with (paths.published() / "publish.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel lets go of it when a publisher is killed
        yield
