"""One snapshot, built aside: raw → staging → marts → checks → gate → protected, two files, index and alarms of each,

and the proof of both.
"""

import os
from collections.abc import Callable
from pathlib import Path

import duckdb

from timpora import paths
from timpora.intake import ledger
from timpora.intake.ledger import Entry
from timpora.store import added, agreed, alarming, auditing, gate, proof, raw, room, scoring
from timpora.store.alarm_book import InForce
from timpora.store.method_book import Methods
from timpora.store.queries import Query, queries
from timpora.store.refused import Leak, PublicationError, why
from timpora.text import say

Progress = Callable[[str], None]
SMALL = 100_000  # rows received: a table of them fits in one row group, and what reads it in one thread is quicker
# Bytes that each column of each table takes at the least: of a small office most would be empty, and read all the same.
SMALL_BLOCK, BLOCK = 2**14, 2**18


def build(
    snapshot_id: str,
    entries: list[Entry],
    secret: bytes,
    methods: Methods,
    alarms: InForce,
    progress: Progress,
    step: Callable[..., None],
    agree: Callable[[Leak], str],
) -> str:
    """Build aside, ask a fresh process, and only then give the files their names; returns the id they have then.

    step: notes how far it got; agree: called where small counts could be worked out: what it raises ends the work,
    what it returns is the id of the snapshot with the cuts. Raises PublicationError.
    """
    paths.exact().mkdir(mode=0o700, parents=True, exist_ok=True)
    exact, protected = (place / f"stage-{os.getpid()}.duckdb" for place in (paths.exact(), paths.published()))

    def begin(name: str, **words: object) -> None:
        step(name)
        progress(say(f"publish.{name}", **words))

    try:
        begin("reading", n=len(entries))
        is_small = sum(entry.rows for entry in entries) < SMALL
        with duckdb.connect(config=added.working_memory() | ({"threads": 1} if is_small else {})) as con:
            gather(con, snapshot_id, entries, methods, begin)
            begin("checks")
            _check(con)
            begin("audit")
            snapshot_id = _protect(con, snapshot_id, secret, progress, step, agree)
            step("writing")
            marts = {f"marts.{name}": f"marts.{name}" for name in tables(con, "marts")}
            block = SMALL_BLOCK if is_small else BLOCK
            write(con, exact, marts | {"gate.audited": "gate.audited"}, block)
            protecting = {f"marts.{name}": f"protected.{name}" for name in tables(con, "protected")}
            write(con, protected, marts | protecting, block)
        marts = (scoring.MARTS, alarming.MARTS)
        with added.opened(exact, *marts) as one, added.opened(protected, *marts) as other:
            begin("scoring")
            for con in (one, other):
                scoring.add(con, methods)
            begin("alarms")
            for con in (one, other):
                alarming.add(con, alarms, progress)
        for stage, mode in ((exact, 0o400), (protected, 0o444)):
            stage.chmod(mode)
            ledger.sync(stage)
        step("verifying")
        if problem := proof.fault(snapshot_id, exact, protected):
            raise PublicationError(say("publish.unreadable", problem=problem))
        for stage, target in zip((exact, protected), room.pair(snapshot_id), strict=True):
            stage.rename(target)
            ledger.sync(target.parent)
        return snapshot_id
    finally:
        room.sweep()


def gather(
    con: duckdb.DuckDBPyConnection,
    snapshot_id: str,
    entries: list[Entry],
    methods: Methods,
    begin: Callable[[str], None] = lambda layer: None,
) -> None:
    """raw → staging → marts, in this connection. begin: told the name of each layer before it is made."""
    raw.fill(con, entries, methods)
    con.execute("set variable snapshot_id = ?", [snapshot_id])
    raw.name_extracts(con)
    for layer in ("staging", "marts"):
        begin(layer)
        _layer(con, layer)


def _protect(
    con: duckdb.DuckDBPyConnection,
    snapshot_id: str,
    secret: bytes,
    progress: Progress,
    step: Callable[..., None],
    agree: Callable[[Leak], str],
) -> str:
    """The layers gate and protected, and what the audit found; returns the id, another one if cuts were agreed to."""
    counts = gate.Counts(con)
    cells = gate.cells(con, counts, secret, agreed.cuts())

    def agreed_to(leak: Leak) -> None:
        nonlocal snapshot_id
        snapshot_id = agree(leak)
        step("audit", snapshot_id)

    cells, verdicts = auditing.settled(con, counts, cells, progress, agreed_to)
    con.execute("set variable snapshot_id = ?", [snapshot_id])
    con.execute("update marts.snapshot set snapshot_id = ?", [snapshot_id])
    con.register("disclosure", auditing.disclosure(counts, cells, verdicts, agreed.cuts(), secret))
    con.execute("create table marts.disclosure as from disclosure order by source")
    con.unregister("disclosure")
    gate.fill(con, cells)
    _layer(con, "protected")
    return snapshot_id


def _layer(con: duckdb.DuckDBPyConnection, layer: str) -> None:
    con.execute(f"create schema {layer}")
    for query in queries(layer):
        _create(con, layer, query)


def _create(con: duckdb.DuckDBPyConnection, layer: str, query: Query) -> None:
    try:
        con.execute(f"create table {layer}.{query.name} as {query.sql}")
    except duckdb.Error as problem:
        raise PublicationError(why(problem, f"queries/{layer}/{query.name}.sql")) from problem


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """A check is a query that must return no rows; its comment is what the person who publishes is told."""
    for query in queries("checks"):
        found = con.execute(query.sql).df()
        if len(found):
            rows = found.head(5).to_string(index=False)
            raise PublicationError(say("publish.check_failed", claim=query.doc, n=len(found), rows=rows))


def tables(con: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    names = con.execute("select table_name from duckdb_tables() where schema_name = ? order by all", [schema])
    return [name for (name,) in names.fetchall()]


def write(con: duckdb.DuckDBPyConnection, stage: Path, named: dict[str, str], block: int = SMALL_BLOCK) -> None:
    """Only what is named leaves: the table in the file → the one it is made from. block: bytes."""
    name = str(stage).replace("'", "''")
    con.execute(f"attach '{name}' as snapshot (block_size {block})")
    con.execute("begin")  # the disk is waited for once, and not for every table
    for schema in sorted({table.partition(".")[0] for table in named}):
        con.execute(f"create schema snapshot.{schema}")
    for table, source in named.items():
        con.execute(f"create table snapshot.{table} as from {source}")
    con.execute("commit")
    con.execute("detach snapshot")
