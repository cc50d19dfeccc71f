"""What anybody may know of counts beside what is published of each: how measures hang together, and what stayed."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

CELL = ["version", "measure", "category", "group_code"]
PART, WITHIN, CATEGORIES = "part", "within", "categories"
SIZES = ["kecamatan", "kabupaten", "office"]  # the finest first
NO_CATEGORY = 0  # the number of "", once names are numbers


@dataclass(frozen=True)
class Relation:
    """What anybody may know of two measures: `child` is a PART of `parent` (with its sisters it makes it up), lies
    WITHIN it (is some of it), or its CATEGORIES add up to it. It holds wherever the exact numbers obey it.
    """

    child: Hashable
    parent: Hashable
    kind: str = PART

    def __post_init__(self) -> None:
        if self.kind not in (PART, WITHIN, CATEGORIES):
            raise ValueError(f"{self.child} is related to {self.parent} by {self.kind!r}, which is no kind of relation")


def related(
    cells: pd.DataFrame, relations: Sequence[Relation], entries: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows parent - children ≥ 0, or = 0: (row, column, weight), and for each row whether it is an equality.

    cells, relations: as `numbered.numbered` gives them; entries: cell, column, the unknowns that make up each cell.
    Rows follow the cells'.
    """
    found, equal, start = [], [], len(cells)
    there = set(cells["measure"])
    bundles = [
        _bundle(cells, children, parent, kind)
        for children, parent, kind in _bundles(relations)
        if parent in there and not there.isdisjoint(children)  # of what is not there, nothing hangs together
    ]
    for terms, is_equal in [*bundles, (_unchanged(cells, entries), True)]:
        found.append(terms.assign(row=terms["row"] + start))
        equal += [is_equal] * terms["row"].nunique()
        start += terms["row"].nunique()
    terms = pd.concat(found).merge(entries[["cell", "column"]], on="cell")
    signed = terms.groupby(["row", "column"], as_index=False)["sign"].sum().rename(columns={"sign": "weight"})
    return signed[signed["weight"] != 0], np.array(equal, dtype=bool)


def _bundles(relations: Sequence[Relation]) -> list[tuple[list[Hashable], Hashable, str]]:
    """(children, parent, kind): all the parts of a parent together, everything else by itself."""
    parts: dict[Hashable, list[Hashable]] = {}
    for one in relations:
        if one.kind == PART:
            parts.setdefault(one.parent, []).append(one.child)
    whole = [(children, parent, PART) for parent, children in parts.items()]
    return whole + [([one.child], one.parent, one.kind) for one in relations if one.kind != PART]


def _bundle(cells: pd.DataFrame, children: list[Hashable], parent: Hashable, kind: str) -> tuple[pd.DataFrame, bool]:
    """row, cell, sign: parent - children for every place where the exact numbers obey it; whether it is zero there."""
    rows = cells.assign(cell=cells.index)[["version", "measure", "category", "group_code", "cell", "value"]]
    is_split = kind == CATEGORIES
    below = rows[rows["measure"].isin(children) & ((rows["category"] != NO_CATEGORY) | (not is_split))]
    above = rows[(rows["measure"] == parent) & ((rows["category"] == NO_CATEGORY) | (not is_split))]
    place = ["version", "group_code"] if is_split else ["version", "group_code", "category"]
    both = above.merge(below, on=place, suffixes=("", "_child"))
    by_parent = both.groupby("cell")["value_child"]
    total = by_parent.transform("sum")
    holds = total == both["value"] if is_split else total <= both["value"]
    if kind == PART:
        # A parent that all its parts make up has no unknown of its own; where a part is missing, the others bound it.
        holds &= (by_parent.transform("size") < len(children)) | (total < both["value"])
    both = both[holds]
    number, parents = pd.factorize(both["cell"])
    terms = [
        pd.DataFrame({"row": number, "cell": both["cell_child"], "sign": -1}),
        pd.DataFrame({"row": np.arange(len(parents)), "cell": parents, "sign": 1}),
    ]
    return pd.concat(terms), is_split


def _unchanged(cells: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """row, cell, sign: a place's number less the same in the version before, where it stayed and its parts did not."""
    is_place = cells["size"] == cells.groupby(CELL[:3])["size"].transform("min")
    rows = cells[is_place].assign(cell=cells.index[is_place])
    rows["before"] = rows.groupby(["measure", "category", "group_code", "value"])["cell"].shift()
    rows = rows.dropna(subset="before").astype({"before": np.int64})
    rows = rows[~_made_of_the_same(rows["cell"].to_numpy(), rows["before"].to_numpy(), entries)]
    number = np.arange(len(rows))
    terms = [
        pd.DataFrame({"row": number, "cell": rows["cell"].to_numpy(), "sign": 1}),
        pd.DataFrame({"row": number, "cell": rows["before"].to_numpy(), "sign": -1}),
    ]
    return pd.concat(terms)


def _made_of_the_same(one: np.ndarray, other: np.ndarray, entries: pd.DataFrame) -> np.ndarray:
    """Whether each of these cells has the unknowns of the other beside it, shape (n,)."""
    columns = entries[["cell", "column"]].drop_duplicates()
    sizes = columns.groupby("cell").size()
    pairs = pd.DataFrame({"row": np.arange(len(one)), "cell": one, "other": other})
    both = pairs.merge(columns, on="cell").merge(columns, left_on=["other", "column"], right_on=["cell", "column"])
    shared = np.bincount(both["row"], minlength=len(one))
    return (shared == sizes.reindex(one).to_numpy()) & (shared == sizes.reindex(other).to_numpy())
