"""Marts that are computed from a snapshot's file and written into it: the index, the alarms."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from timpora import paths
from timpora.store import scope
from timpora.store.snapshot import add_figures, is_small

MEMORY = "1500MB"  # of tables; what a country's years have beyond it waits on disk, beside the snapshot it becomes
ENOUGH = 50_000  # rows that are handed over at once


def working_memory() -> dict[str, str]:
    """How a publication's connections are opened."""
    return {"temp_directory": str(paths.exact() / "tmp"), "memory_limit": MEMORY}


@contextmanager
def opened(file: Path, *groups: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with all that questions read, and these marts, empty, in the file. groups: mart → its columns."""
    with duckdb.connect(config=working_memory() | ({"threads": 1} if is_small(file) else {})) as con:
        name = str(file).replace("'", "''")
        con.execute(f"attach '{name}' as snapshot")
        # Before they are filled: figures that read them are made with the others.
        con.execute("begin")
        for marts in groups:
            for mart, columns in marts.items():
                con.execute(f"create table snapshot.marts.{mart} ({columns})")
        con.execute("commit")
        scope.limit(con, None)
        add_figures(con)
        yield con


def fill(con: duckdb.DuckDBPyConnection, frames: Mapping[str, Iterable[pd.DataFrame]]) -> None:
    """Write into each mart its frames, each of which is made, and let go of, in its turn."""
    con.execute("begin")  # the disk is waited for once, and not for every mart
    for mart, pieces in frames.items():
        con.execute(f"create temp table pieces as from snapshot.marts.{mart} limit 0")
        for piece in _together(pieces):
            con.register("piece", piece)
            con.execute("insert into pieces by name from piece")
            con.unregister("piece")
        con.execute(f"insert into snapshot.marts.{mart} from pieces order by all")
        con.execute("drop table pieces")
    con.execute("commit")


def _together(pieces: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Small ones as one: to be handed over costs each as much as thousands of rows. Empty ones are none.

    An empty one does not know what its columns would hold.
    """
    waiting: list[pd.DataFrame] = []
    for piece in pieces:
        waiting += [piece] if len(piece) else []
        if sum(map(len, waiting)) >= ENOUGH:
            yield pd.concat(waiting) if len(waiting) > 1 else waiting[0]
            waiting = []
    if waiting:
        yield pd.concat(waiting)
