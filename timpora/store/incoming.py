"""Rows from Python into tables of a database that is being filled."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


def table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple]) -> None:
    con.execute(f"create table raw.{name} ({columns})")
    names = [column.split()[0] for column in columns.split(", ")]
    with _incoming(con, rows, names):
        con.execute(f"insert into raw.{name} select * from incoming")


def frame(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict]) -> None:
    with _incoming(con, rows):
        con.execute(f"create table raw.{name} as select * from incoming")


@contextmanager
def _incoming(con: duckdb.DuckDBPyConnection, rows: list, names: list[str] | None = None) -> Iterator[None]:
    import pandas as pd  # most of a second, which asking whether anything is new need not cost

    con.register("incoming", pd.DataFrame(rows, columns=names))
    yield
    con.unregister("incoming")
