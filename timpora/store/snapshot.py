"""Opens a published snapshot and answers questions from it. Nothing else reads the database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from timpora import paths, settings
from timpora.store import scope as scopes
from timpora.store.queries import Query, queries, query
from timpora.text import say

if TYPE_CHECKING:
    import pandas as pd  # comes with the first answer: half a second, which the proof of a snapshot need not cost

# A snapshot answers questions and does nothing else: no files, no network, no extensions, no writing.
_LIMITS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
}
SMALL = 32 * 2**20  # bytes of a file whose tables one thread reads at once: a second would only wait for the first
_FROM_NOW_ON = "set enable_external_access = false; set lock_configuration = true"


# What DuckDB raises when the file itself is at fault, not the question; the last, once it was let go of as damaged.
_DAMAGED = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.ConnectionException)

# And where it was built by another version: a table or a column that it does not have.
UNKNOWN = (duckdb.CatalogException, duckdb.BinderException)


class NoSnapshot(RuntimeError):
    """Nothing has been published yet, or what was published cannot be opened."""


class DamagedSnapshot(NoSnapshot):
    """What was published is there and cannot be read."""


class OtherForm(NoSnapshot):
    """A snapshot built by another version of this product, that does not know what is asked; the message says so."""


class Snapshot:
    """One published file, as somebody with this scope may see it. Safe to ask from many threads at once.

    scope: Kemendagri codes of kabupaten and kecamatan; None for the whole office. What lies outside is not there: the
    views that questions read have no row of it, so no question can ask for it. answers: without them only `read_all`
    and `form` can be asked, which takes half the time to open.
    """

    def __init__(self, path: str | Path, scope: tuple[str, ...] | None = None, *, answers: bool = True):
        try:
            self._con = duckdb.connect(config=_LIMITS | {"threads": 1 if is_small(Path(path)) else 2})
            name = str(path).replace("'", "''")
            self._con.execute(f"attach '{name}' as snapshot (read_only)")
            if answers:
                scopes.limit(self._con, scope)
                add_figures(self._con)
            self._con.execute(_FROM_NOW_ON)
            what = self._con.execute("select snapshot_id, view from snapshot.marts.snapshot").fetchone()
            self.id, self.view = what  # view: protected or exact
        except duckdb.Error as problem:
            raise DamagedSnapshot(str(problem)) from problem

    def ask(self, question: str, **parameters: object) -> pd.DataFrame:
        """The answer to queries/answers/<question>.sql with its $parameters bound. Raises OtherForm."""
        with self._reading() as cursor:
            try:
                return cursor.execute(query(f"answers.{question}").sql, parameters).df()
            except UNKNOWN as problem:
                raise OtherForm(say("snapshot.other_form", id=self.id)) from problem

    def verify(self) -> None:
        """All of it reads and every answer runs."""
        self.read_all()
        self.answer_all()

    def read_all(self) -> None:
        """Every block of every table must read, or a flipped bit would be found by a page before it is found here."""
        with self._reading() as cursor:
            tables = "select table_name, schema_name from duckdb_tables() where database_name = 'snapshot'"
            for table, schema in cursor.execute(tables).fetchall():
                cursor.table(f"snapshot.{schema}.{table}").aggregate("bit_xor(hash(columns(*)))").fetchall()

    def form(self) -> list[tuple[str, str, str]]:
        """(mart, column, type) of all that answers are made from: whether one can run hangs on nothing else."""
        columns = (
            "select table_name, column_name, data_type from duckdb_columns() "
            "where database_name = 'snapshot' and schema_name = 'marts' order by all"
        )
        with self._reading() as cursor:
            return cursor.execute(columns).fetchall()

    def answer_all(self) -> None:
        """Every answer must be able to run: with null parameters, so that nothing is asked but the form."""
        with self._reading() as cursor:
            for each in queries("answers"):
                cursor.execute(each.sql, dict.fromkeys(each.parameters)).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own: a connection shared by two threads hands each the other's rows."""
        try:
            with self._con.cursor() as cursor:
                yield cursor
        except _DAMAGED as problem:
            # Built again it has the same name: only a reader that opens it anew sees that it is whole.
            _opened.cache_clear()
            self._con.close()
            raise DamagedSnapshot(str(problem)) from problem


_opening = threading.Lock()


def current(scope: tuple[str, ...] | None, view: str = "", known_at: str = "") -> Snapshot:
    """The snapshot that this process serves now, for this scope.

    view: "protected" for that one whichever this process serves, which is what "" asks for; known_at: the id of one
    that is asked by its name, older or not. Raises NoSnapshot, where that one is no longer kept too.
    """
    view = view or settings.view()
    file = _file(view, known_at or "current")
    with _opening:
        found = _opened(file, scope)
    if found.view != view:
        raise NoSnapshot(f"{file} is {found.view}: {view} was asked for")  # whoever moved it there
    return found


def served(view: str = "") -> str:
    """The id, by which its file is named, of the snapshot that `current` gives for this view. Raises NoSnapshot."""
    return _file(view or settings.view(), "current").stem


def _file(view: str, name: str) -> Path:
    folder = paths.exact() if view == "exact" else paths.published()
    link = folder / (name if name == "current" else f"{name}.duckdb")
    if not link.exists():
        raise NoSnapshot(str(link))
    return link.resolve()


@lru_cache(maxsize=16)  # of two snapshots, while one takes the other's place, as many scopes as an office has
def _opened(path: Path, scope: tuple[str, ...] | None) -> Snapshot:
    return Snapshot(path, scope)


def add_figures(con: duckdb.DuckDBPyConnection) -> None:
    """Create figures.*, which answers share, over the marts there are."""
    con.execute("create schema figures")
    for each in _in_order(queries("figures")):
        con.execute(_macro(each))


def is_small(file: Path) -> bool:
    return file.exists() and file.stat().st_size < SMALL


def is_protected(path: Path) -> bool:
    """Whether a published file holds rounded counts; what cannot be read, or is older than the rounding, does not."""
    # Not as a Snapshot: an older file need not have all that today's figures read.
    try:
        with duckdb.connect(config=_LIMITS) as con:
            name = str(path).replace("'", "''")
            con.execute(f"attach '{name}' as snapshot (read_only)")
            return con.execute("select view from snapshot.marts.snapshot").fetchone() == ("protected",)
    except duckdb.Error:
        return False


def _macro(figure: Query) -> str:
    """A figure as a table macro: its parameters are the macro's, under names that no column has."""
    sql = figure.sql
    for name in figure.parameters:
        sql = sql.replace(f"${name}", f"_{name}")
    return f"create macro figures.{figure.name}({', '.join(f'_{name}' for name in figure.parameters)}) as table ({sql})"


def _in_order(figures: tuple[Query, ...]) -> list[Query]:
    """A figure after those that it reads."""
    placed: list[Query] = []
    while waiting := [each for each in figures if each not in placed]:
        names = [each.name for each in waiting]
        placed += [each for each in waiting if not any(f"figures.{name}(" in each.sql for name in names)]
    return placed
