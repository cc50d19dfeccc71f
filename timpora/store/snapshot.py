"""Opens a published snapshot and answers questions from it. Nothing else reads the database."""

import threading
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from timpora import paths
from timpora.store.queries import queries, query

# A snapshot answers questions and does nothing else: no files, no network, no extensions, no writing.
_READ_ONLY = {
    "access_mode": "read_only",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}


# What DuckDB raises when the file itself is at fault, not the question; the last, once it was let go of as damaged.
_DAMAGED = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.ConnectionException)


class NoSnapshot(RuntimeError):
    """Nothing has been published yet, or what was published cannot be opened."""


class DamagedSnapshot(NoSnapshot):
    """What was published is there and cannot be read."""


class Snapshot:
    """One published file. Safe to ask from many threads at once."""

    def __init__(self, path: str | Path):
        try:
            self._con = duckdb.connect(str(path), config=_READ_ONLY)
            self.id: str = self._con.execute("select snapshot_id from marts.snapshot").fetchone()[0]
        except duckdb.Error as problem:
            raise DamagedSnapshot(str(problem)) from problem

    def ask(self, question: str, **parameters: object) -> pd.DataFrame:
        """The answer to queries/answers/<question>.sql with its $parameters bound."""
        # A cursor per question: one connection shared by two threads hands each the other's rows.
        try:
            with self._con.cursor() as cursor:
                return cursor.execute(query(f"answers.{question}").sql, parameters).df()
        except _DAMAGED as problem:
            # Built again it has the same name: only a reader that opens it anew sees that it is whole.
            _opened.cache_clear()
            self._con.close()
            raise DamagedSnapshot(str(problem)) from problem

    def verify(self) -> None:
        """Every answer must be able to run: with null parameters, so that nothing is asked but the form."""
        for each in queries("answers"):
            self.ask(each.name, **dict.fromkeys(each.parameters))


_opening = threading.Lock()


def current() -> Snapshot:
    """The snapshot that is served now. Raises NoSnapshot."""
    link = paths.published() / "current"
    if not link.exists():
        raise NoSnapshot(str(link))
    with _opening:
        return _opened(link.resolve())


@lru_cache(maxsize=2)
def _opened(path: Path) -> Snapshot:
    return Snapshot(path)
