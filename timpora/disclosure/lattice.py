"""Published cells as a system of whole numbers: what an attacker may combine.

Unknowns are the counts that no other count is made of: a kecamatan's permits of one type, a kabupaten's people of one
nationality. Every other cell, and every relation between measures, is a sum of unknowns that lies in an interval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from timpora.disclosure.numbered import numbered
from timpora.disclosure.relations import CELL, PART, Relation, related
from timpora.disclosure.rounding import BASE, FAR, intervals


class AuditError(Exception):
    """The numbers handed in contradict each other, or the audit itself is wrong. The message names the cell."""


@dataclass(frozen=True)
class Lattice:
    """Rows low ≤ Σ weight · unknown ≤ high; unknowns are whole and not negative.

    row, column, weight: the n entries that are not zero, sorted by row; low, high: shape (rows,); the first rows are
    the cells of the frame, in its order, the others are relations. truth: the exact unknowns, shape (columns,).
    place: for each unknown a number for the kabupaten it lies in.
    """

    row: np.ndarray
    column: np.ndarray
    weight: np.ndarray
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray
    place: np.ndarray

    def sums(self, unknowns: np.ndarray) -> np.ndarray:
        """The sum of every row for these values of the unknowns."""
        return np.bincount(self.row, self.weight * unknowns[self.column], len(self.low)).astype(np.int64)

    def parts(self, rows: np.ndarray, beside: int = 0) -> Iterator["Part"]:
        """For each kabupaten with one of these rows its own unknowns, the others standing at the truth.

        rows: shape (rows,), which are asked for; beside: with the unknowns of as many of the fullest kabupaten, which
        can take up what it gives.
        """
        place = self.place[self.column]
        order = np.argsort(place, kind="stable")
        entries = np.split(order, np.flatnonzero(np.diff(place[order])) + 1)
        fullest = np.argsort(-np.bincount(self.place, self.truth), kind="stable")[:beside]
        whole = self.sums(self.truth)
        for number, own in enumerate(entries):
            if not rows[self.row[own]].any():
                continue
            others = [entries[other] for other in fullest if other != number]
            yield self._part(np.concatenate([own, *others]), whole)

    def along(self, rows: np.ndarray) -> Iterator["Part"]:
        """For each narrowest row that holds unknowns of one of these rows, shape (rows,), and of other kabupaten than

        theirs, its unknowns, all others standing at the truth.
        """
        place = self.place[self.column]
        starts = np.searchsorted(self.row, np.arange(len(self.low) + 1))
        filled = np.flatnonzero(np.diff(starts))
        is_wide = np.zeros(len(self.low), dtype=bool)
        at = starts[filled]
        is_wide[filled] = np.minimum.reduceat(place, at) < np.maximum.reduceat(place, at)
        found = {}
        for row in filled[rows[filled] & ~is_wide[filled]]:
            around = self.row[self.column == self.column[starts[row]]]
            if len(wide := around[is_wide[around]]):
                found[wide[np.argmin(np.diff(starts)[wide])]] = None
        whole = self.sums(self.truth)
        for row in found:
            is_in = np.zeros(len(self.truth), dtype=bool)
            is_in[self.column[starts[row] : starts[row + 1]]] = True
            yield self._part(np.flatnonzero(is_in[self.column]), whole)

    def _part(self, entries: np.ndarray, whole: np.ndarray) -> "Part":
        """The unknowns that these entries hold, all of theirs; whole: the sum of every row."""
        rows, row = np.unique(self.row[entries], return_inverse=True)
        columns, column = np.unique(self.column[entries], return_inverse=True)
        weight, truth = self.weight[entries], self.truth[columns]
        fixed = whole[rows] - np.bincount(row, weight * truth[column], len(rows)).astype(np.int64)
        high = np.where(self.high[rows] >= FAR, FAR, self.high[rows] - fixed)
        order = np.lexsort((column, row))
        terms = row[order], column[order], weight[order]
        return Part(Lattice(*terms, self.low[rows] - fixed, high, truth, self.place[columns]), rows, fixed)

    def weights(self, rows: Sequence[int]) -> np.ndarray:
        """The weight of every unknown in these rows together, shape (columns,)."""
        is_in = np.zeros(len(self.low), dtype=bool)
        is_in[rows] = True
        entries = is_in[self.row]
        return np.bincount(self.column[entries], self.weight[entries], len(self.truth)).astype(np.int64)

    def is_possible(self, unknowns: np.ndarray) -> bool:
        """Whether an attacker must reckon with this table: every interval and relation holds, in whole numbers."""
        sums = self.sums(unknowns)
        return bool((unknowns >= 0).all() and (self.low <= sums).all() and (sums <= self.high).all())


@dataclass(frozen=True)
class Part:
    """Some unknowns of a lattice: the rows they are in, those rows' numbers in the whole, and what the rest adds."""

    lattice: Lattice
    rows: np.ndarray
    fixed: np.ndarray


def lattice(
    cells: pd.DataFrame, members: pd.DataFrame, relations: Sequence[Relation] = (), base: int = BASE
) -> Lattice:
    """The system for one or more versions of the same measures.

    cells: one row per version, measure, category ("" mostly) and group_code, which are unique; also group_kind (one of
    SIZES), value (exact), shown, state, is_finest as `rounding.intervals` takes them, and floor where one is known.
    A version is a month, or a month as an older snapshot showed it: a count that is the same in two of them is one
    unknown, because corrections are listed and quiet months can be guessed. members: group_code, area_code: which
    kecamatan a kabupaten or office has; only those that a version speaks of are added up.
    Raises AuditError for cells that do not add up or lie outside what is published of them.
    """
    cells = cells.reset_index(drop=True)
    own, groups, within, known = numbered(cells, members, inside(members), relations)
    if (repeated := own.duplicated(CELL)).any():
        raise AuditError(f"{named(cells[repeated].iloc[0])} is there twice: give each cell once")
    entries = _entries(own, _made_of(own, within, known))
    same = own.groupby(["measure", "category", "group_code", "value"], sort=False).ngroup().to_numpy()
    entries["same"] = same[entries["leaf"]]
    leaves = entries.groupby("same")["leaf"].first()
    entries["column"] = leaves.index.get_indexer(entries["same"])
    truth = own["value"].to_numpy()[leaves]

    low, high = published(cells, base)
    _check(cells, np.bincount(entries["cell"], truth[entries["column"]], len(cells)), low, high)
    signed, is_equal = related(own, known, entries)
    table = pd.concat([entries.rename(columns={"cell": "row"}).assign(weight=1), signed]).sort_values(["row", "column"])
    return Lattice(
        *(table[name].to_numpy(dtype=np.int64) for name in ("row", "column", "weight")),
        np.concatenate([low, np.zeros(len(is_equal), np.int64)]),
        np.concatenate([high, np.where(is_equal, 0, FAR)]),
        truth,
        _places(own["group_code"].iloc[leaves], groups),
    )


def shown_as(system: Lattice, cells: pd.DataFrame, base: int = BASE) -> Lattice:
    """The same unknowns with what is published of these cells: those it was made of, more or less of them hidden."""
    low, high = published(cells, base)
    n = len(cells)
    return replace(system, low=np.concatenate([low, system.low[n:]]), high=np.concatenate([high, system.high[n:]]))


def published(cells: pd.DataFrame, base: int) -> tuple[np.ndarray, np.ndarray]:
    """The interval of every cell by itself."""
    floor = cells["floor"].fillna(0).to_numpy(dtype=np.int64) if "floor" in cells else np.zeros(len(cells), np.int64)
    # A floor that the exact number does not keep is two agencies differing: nobody learns a number from it.
    floor = np.where(floor <= cells["value"], floor, 0)
    return intervals(cells["shown"], cells["state"], cells["is_finest"], floor, base)


def named(cell: pd.Series) -> str:
    """A cell as a sentence can name it."""
    what = f"{cell['measure']} {cell['category']}".strip()
    return f"{what} of {cell['group_code']} in {cell['version']}"


def inside(members: pd.DataFrame) -> pd.DataFrame:
    """group_code, part_code: the kecamatan of every group, and the groups that lie in another."""
    # As lists: a column of text gives its values out one by one as slowly as a country's are merged.
    return _inside(tuple(members["group_code"].tolist()), tuple(members["area_code"].tolist()))


@lru_cache(maxsize=2)  # of one office; every cut and every unit asks for it again
def _inside(group_codes: tuple[str, ...], area_codes: tuple[str, ...]) -> pd.DataFrame:
    members = pd.DataFrame({"group_code": group_codes, "area_code": area_codes})
    sizes = members.groupby("group_code").size()
    pairs = members.merge(members, on="area_code", suffixes=("", "_part"))
    shared = pairs.groupby(["group_code", "group_code_part"]).size().reset_index(name="shared")
    whole = shared[shared["shared"] == shared["group_code_part"].map(sizes)]
    groups = whole[whole["group_code"] != whole["group_code_part"]].rename(columns={"group_code_part": "part_code"})
    areas = members.rename(columns={"area_code": "part_code"})
    return pd.concat([areas, groups])[["group_code", "part_code"]].drop_duplicates()


def _made_of(cells: pd.DataFrame, within: pd.DataFrame, relations: Sequence[Relation]) -> pd.DataFrame:
    """cell, part: which cells a cell is the exact sum of; a cell that is not there is made of no other."""
    rows = cells.assign(cell=cells.index)
    series = ["version", "measure", "category"]
    is_finest = rows["size"] == rows.groupby(series)["size"].transform("min")
    finest = rows.loc[is_finest, [*series, "group_code", "cell"]]
    finest = finest.rename(columns={"group_code": "part_code", "cell": "part"})
    wider = rows[~is_finest].merge(within, on="group_code").merge(finest, on=[*series, "part_code"])
    found = [wider[["cell", "part"]]]
    for parent in {relation.parent for relation in relations if relation.kind == PART}:
        children = {one.child for one in relations if one.kind == PART and one.parent == parent}
        place = ["version", "category", "group_code"]
        parts = rows.loc[rows["measure"].isin(children), [*place, "cell", "value"]].rename(columns={"cell": "part"})
        whole = rows.loc[is_finest & (rows["measure"] == parent), [*place, "cell", "value"]]
        both = whole.merge(parts, on=place, suffixes=("", "_part"))
        by_cell = both.groupby("cell")
        is_sum = (by_cell["part"].transform("size") == len(children)) & (
            by_cell["value_part"].transform("sum") == both["value"]
        )
        found.append(both.loc[is_sum, ["cell", "part"]])
    return pd.concat(found, ignore_index=True)


def _entries(cells: pd.DataFrame, made_of: pd.DataFrame) -> pd.DataFrame:
    """cell, leaf: the cells that are made of no other and together make up each cell."""
    entries = pd.DataFrame({"cell": cells.index, "leaf": cells.index})
    links = made_of.rename(columns={"cell": "leaf"})
    while entries["leaf"].isin(links["leaf"]).any():
        entries = entries.merge(links, on="leaf", how="left")
        entries["leaf"] = entries["part"].fillna(entries["leaf"]).astype(np.int64)
        entries = entries[["cell", "leaf"]]
    return entries


def _check(cells: pd.DataFrame, sums: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    value = cells["value"].to_numpy(dtype=np.int64)
    for place in np.flatnonzero(sums != value)[:1]:
        raise AuditError(f"{named(cells.iloc[place])} is {value[place]}, and its parts add up to {int(sums[place])}")
    for place in np.flatnonzero((value < low) | (value > high))[:1]:
        raise AuditError(
            f"{named(cells.iloc[place])} is {value[place]}, and what is published of it says "
            f"{low[place]} to {high[place]}: it was not published by this rule"
        )


def _places(codes: pd.Series, members: pd.DataFrame) -> np.ndarray:
    """For every code the number of the smallest group it lies in, or is: its kabupaten."""
    sizes = members.groupby("group_code").size()
    around = members.assign(size=members["group_code"].map(sizes)).sort_values(["size", "group_code"])
    around = around.drop_duplicates("area_code")
    kabupaten = codes.map(around.set_index("area_code")["group_code"]).fillna(codes)
    return pd.factorize(kabupaten)[0]
