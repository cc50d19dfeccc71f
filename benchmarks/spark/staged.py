"""The tables of a house for another engine: what marts read, and what a snapshot of it holds, as Parquet.

    python -m benchmarks.spark.staged FOLDER    of the house that TIMPORA_DATA names, its snapshot published

FOLDER/staged.duckdb            raw, staging and marts, made as publication makes them
FOLDER/exact.duckdb             a copy of the published snapshot
FOLDER/staging/<table>.parquet  what marts read
FOLDER/marts/<table>.parquet    the published marts
FOLDER/extracts.json            variable → names of the staging tables that marts read as one
"""

import json
import shutil
import sys
from pathlib import Path

import duckdb

from timpora import paths
from timpora.intake import ledger
from timpora.store import build, method_book, room

VARIABLES = ("extracts", "kabupaten_extracts")


def export(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    served = room.served_in(paths.exact())
    shutil.copyfile(served, folder / "exact.duckdb")
    with duckdb.connect(str(folder / "staged.duckdb")) as con:
        build.gather(con, served.stem, ledger.entries(), method_book.methods())
        _copy(con, "staging", folder / "staging")
        read = {name: con.execute("select getvariable(?)", [name]).fetchone()[0] for name in VARIABLES}
    (folder / "extracts.json").write_text(json.dumps(read), "utf-8")
    with duckdb.connect(str(folder / "exact.duckdb"), read_only=True) as con:
        _copy(con, "marts", folder / "marts")


def _copy(con: duckdb.DuckDBPyConnection, schema: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in build.tables(con, schema):
        con.table(f"{schema}.{name}").write_parquet(str(folder / f"{name}.parquet"))


if __name__ == "__main__":
    export(Path(sys.argv[1]))
