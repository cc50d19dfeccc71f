"""Marts that are computed from a snapshot's file and written into it: the index, the alarms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from timpora.store import scope
from timpora.store.snapshot import add_figures, is_small


@contextmanager
def opened(file: Path, *groups: Mapping[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with all that questions read, and these marts, empty, in the file. groups: mart → its columns."""
    with duckdb.connect(config={"threads": 1} if is_small(file) else {}) as con:
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


def fill(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write each frame into its mart. An empty one does not know what its columns would hold, and is left out."""
    con.execute("begin")  # the disk is waited for once, and not for every mart
    for mart, frame in frames.items():
        if len(frame):
            con.register("frame", frame)
            con.execute(f"insert into snapshot.marts.{mart} by name from frame order by all")
            con.unregister("frame")
    con.execute("commit")
