"""DuckDB's side of one house: the tables that staged.py left, opened as publication and as a snapshot open them."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.spark.parameters import Known, known
from timpora.measure.quality import judgement
from timpora.store import scope
from timpora.store.queries import Query
from timpora.store.snapshot import add_figures


@dataclass(frozen=True)
class Staged:
    """folder: as staged.py leaves it; its name is the house's."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def extracts(self) -> dict[str, list[str]]:
        """Variable → names of the staging tables that marts read as one."""
        return json.loads((self.folder / "extracts.json").read_text("utf-8"))

    @cached_property
    def snapshot(self) -> duckdb.DuckDBPyConnection:
        """The published marts, and the figures over them, with nothing of ours around."""
        con = duckdb.connect()
        con.execute(f"attach '{self.folder / 'exact.duckdb'}' as snapshot (read_only)")
        scope.limit(con, None)
        add_figures(con)
        return con

    @cached_property
    def snapshot_id(self) -> str:
        return self.snapshot.execute("select snapshot_id from marts.snapshot").fetchone()[0]

    @cached_property
    def staging(self) -> duckdb.DuckDBPyConnection:
        """What marts are made from, with the variables that they read."""
        con = duckdb.connect(str(self.folder / "staged.duckdb"), read_only=True)
        for name, value in {**self.extracts, "snapshot_id": self.snapshot_id}.items():
            con.execute(f"set variable {name} = ?", [value])
        return con

    @cached_property
    def known(self) -> Known:
        return known(self.snapshot, list(judgement().pairs.values()))

    def files(self, layer: str) -> list[Path]:
        """The Parquet files of a layer, one a table."""
        return sorted((self.folder / layer).glob("*.parquet"))

    def mart(self, query: Query) -> pa.Table:
        return self.staging.execute(query.sql).to_arrow_table()

    def answer(self, query: Query, parameters: dict[str, object]) -> pa.Table:
        return self.snapshot.execute(query.sql, parameters).to_arrow_table()
