"""The audit as a part of publishing: every month with the next, and with what older snapshots showed of it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import pandas as pd

from timpora.disclosure import verdicts
from timpora.disclosure.audit import prints
from timpora.disclosure.cuts import Cut, Verdict, hidden
from timpora.disclosure.lattice import AuditError
from timpora.disclosure.rounding import BASE, cell_id, rounded
from timpora.disclosure.verdicts import Unit, judge, successive
from timpora.store import gate, room
from timpora.store.gate import Counts
from timpora.store.refused import Leak, PublicationError
from timpora.store.verdict_book import Book
from timpora.text import month, say

Progress = Callable[[str], None]
PROCESSES = 2
SHOWN_BEFORE = 3  # snapshots whose numbers people may still have before them
TOLD_EACH = 25  # units between two lines of progress
LISTED = 12  # names in one sentence
_SAME = ["version", "measure", "category", "group_code", "value", "floor", "shown", "state"]  # what an audited cell is


def settled(
    con: duckdb.DuckDBPyConnection,
    counts: Counts,
    cells: pd.DataFrame,
    progress: Progress,
    agree: Callable[[Leak], None],
) -> tuple[pd.DataFrame, list[Verdict]]:
    """Audit what would be published until nothing leaks: the cells with their cuts, the verdicts as `audit` gives them.

    agree: called where small counts could be worked out; the cuts are made unless it raises.
    """
    book = Book()
    while True:
        try:
            return cells, audit(con, counts, cells, book, progress)
        except Leak as found:
            leak = Leak(str(found), found.cuts)  # without what the audit still held when it was raised
        agree(leak)
        cells = hidden(cells, counts.members, leak.cuts)


def audit(
    con: duckdb.DuckDBPyConnection, counts: Counts, cells: pd.DataFrame, book: Book, progress: Progress
) -> list[Verdict]:
    """Audit what would be published; returns the verdicts on each month with its next.

    Raises Leak where small counts could be worked out, with the cuts against it; what older snapshots showed counts,
    but is no part of what is returned: a snapshot must not depend on which others there are.
    """
    before, members = _shown_before(con, counts, cells, progress)
    months = list(_months(cells))

    def told(done: int, of: int) -> None:
        if done == of or done % TOLD_EACH == 0:
            progress(say("publish.audited", done=done, of=of))

    try:
        found = judge(
            pd.concat([cells, before]) if len(before) else cells,
            members,
            counts.relations,
            [*months, *((version, version.partition("@")[0]) for version in before["version"].unique())],
            book,
            processes=PROCESSES,
            progress=told,
            seen=set(before["version"]),
        )
    except AuditError as problem:
        raise PublicationError(say("publish.audit_failed", problem=problem)) from problem
    finally:
        book.keep()
    if cuts := verdicts.all_cuts(found):
        raise Leak(_sentence(found, cuts, counts), tuple(cuts))
    return found[: len(months)]


def disclosure(
    counts: Counts, cells: pd.DataFrame, found: list[Verdict], cuts: Iterable[Cut], secret: bytes
) -> pd.DataFrame:
    """One row per source that counts people: source, months_audited, small_cells, possible_3, possible_4, possible_5

    (small counts with so many possible values; 5 for that many or more), cuts. How many small counts there are is
    itself rounded: it must tell nothing about any of them.
    """
    sources = counts.measures["source"]
    small = verdicts.small_counts(found)
    small = small.assign(source=small["measure"].map(sources))
    periods = cells.groupby(cells["measure"].map(sources))["period"].nunique()
    versions = set(cells["version"].unique())
    cut = pd.Series([sources.get(one.measures[0]) for one in cuts if one.version in versions], dtype=str)
    table = pd.DataFrame({"months_audited": periods})
    table["small_cells"] = small.groupby("source").size()
    for values in (3, 4, 5):
        table[f"possible_{values}"] = small[small["possible"] == values].groupby("source").size()
    table["cuts"] = cut.value_counts()
    table = table.fillna(0).astype("int64").rename_axis("source").reset_index()
    for name in ("small_cells", "possible_3", "possible_4", "possible_5"):
        ids = [cell_id(name, "", source) for source in table["source"]]
        table[name] = rounded(table[name].to_numpy(), ids, secret, BASE)
    return table


def _months(cells: pd.DataFrame) -> Iterator[Unit]:
    """Each month of a family of measures with its next."""
    by_family = sorted(cells["version"].unique(), key=lambda version: (version[10:], version))
    for _, versions in groupby(by_family, key=lambda version: version[10:]):
        yield from successive(list(versions))


def _shown_before(
    con: duckdb.DuckDBPyConnection, counts: Counts, cells: pd.DataFrame, progress: Progress
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The months that an older snapshot showed otherwise: their cells, each version with its print behind an "@".

    And the members of groups, with those they had then: an office may have had a kabupaten more. A sum is made of those
    that a version speaks of.
    """
    now, found, members = prints(cells[_SAME]), {}, counts.members
    for snapshot_id in room.snapshots()[:SHOWN_BEFORE]:
        try:
            older, groups = _audited(con, room.pair(snapshot_id)[0])
        except duckdb.Error as problem:
            progress(say("publish.older_unreadable", id=snapshot_id, problem=str(problem).splitlines()[0]))
            continue
        older = gate.versioned(older, counts)
        for version, shown in prints(older[_SAME]).items():
            if now.get(version, shown) != shown:
                name = f"{version}@{shown.hex()[:16]}"
                found[name] = older[older["version"] == version].assign(version=name)
        both = pd.concat([members, groups], ignore_index=True).drop_duplicates()
        members = both if len(both) > len(members) else members
    return pd.concat([cells.iloc[:0], *found.values()]), members


def _audited(con: duckdb.DuckDBPyConnection, file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cells of an exact snapshot, and which kecamatan its groups had."""
    name = str(file).replace("'", "''")
    con.execute(f"attach '{name}' as older (read_only)")
    try:
        return con.table("older.gate.audited").df(), gate.members_of(con.table("older.marts.area_groups").df())
    finally:
        con.execute("detach older")


def _sentence(found: list[Verdict], cuts: list[Cut], counts: Counts) -> str:
    """Which counts could be worked out, and what would be shown less of; never a number."""
    leaking = sorted({cell for verdict in found for cell in verdict.leaking})
    cells = [
        say(
            "publish.leak.cell",
            measure=_measure(measure, category, counts),
            area=counts.names.get(group, group),
            month=_month(version),
        )
        for version, measure, category, group in leaking
    ]
    taken = [
        say(
            f"publish.cut.{cut.level}",
            measure=_measure(cut.measure, "", counts),
            area=counts.names.get(cut.kabupaten_code, ""),
            month=_month(cut.version),
        )
        for cut in cuts
    ]
    return say("publish.leak.found", n=len(cells), cells=_listed(cells), cuts=_listed(taken))


def _measure(measure: str, category: str, counts: Counts) -> str:
    name = counts.measures["measure_name"].get(measure, measure)
    return f"{name} ({category})" if category else name


def _month(version: str) -> str:
    return month(date.fromisoformat(version[:10]))


def _listed(lines: list[str]) -> str:
    """The same line once, and no more lines than a person reads."""
    lines = list(dict.fromkeys(lines))
    shown = [f"– {line}" for line in lines[:LISTED]]
    more = [say("publish.leak.more", n=len(lines) - LISTED)] if len(lines) > LISTED else []
    return "\n".join([*shown, *more])
