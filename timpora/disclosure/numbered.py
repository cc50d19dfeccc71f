"""Whole numbers in the place of names: what is merged by them is merged in a fraction of the time."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from timpora.disclosure.relations import SIZES, Relation


def numbered(
    cells: pd.DataFrame, members: pd.DataFrame, inside: pd.DataFrame, relations: Sequence[Relation]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[Relation]]:
    """The same four with a number for every name, and of the cells only what hangs together.

    Raises ValueError for a name that is none of its kind, as a group_kind that is not in SIZES.
    cells: version, measure, category, group_code, size (the place of its kind in SIZES) and value, all int64, shape
    (n, 6); category is `relations.NO_CATEGORY` where there is none. Places are numbered in the order of their codes.
    """
    places = pd.Index(sorted({*members["group_code"], *members["area_code"], *_names(cells["group_code"])}))
    measures = sorted({*_names(cells["measure"]), *(name for one in relations for name in (one.child, one.parent))})
    categories = pd.Index(sorted({"", *_names(cells["category"])}))  # "" is the first
    own = pd.DataFrame(
        {
            "version": pd.factorize(cells["version"])[0],
            "measure": _in(pd.Index(measures), cells["measure"]),
            "category": _in(categories, cells["category"]),
            "group_code": _in(places, cells["group_code"]),
            "size": _in(pd.Index(SIZES), cells["group_kind"]),
            "value": cells["value"].to_numpy(dtype=np.int64),
        }
    )
    groups, within = (
        pd.DataFrame({name: _in(places, frame[name]) for name in frame.columns}) for frame in (members, inside)
    )
    number = {name: place for place, name in enumerate(measures)}
    return own, groups, within, [replace(one, child=number[one.child], parent=number[one.parent]) for one in relations]


def _names(column: pd.Series) -> Sequence[Hashable]:
    return column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column.unique()


def _in(names: pd.Index, column: pd.Series) -> np.ndarray:
    """The place of each value among these names: whoever holds many months has their names once, as categories."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        # At the end, for what is not there at all: its code is -1.
        found = np.append(names.get_indexer(column.cat.categories), -1)[column.cat.codes]
    else:
        found = names.get_indexer(column)
    for place in np.flatnonzero(found < 0)[:1]:
        raise ValueError(f"{column.name} is {column.iloc[place]!r}: give one of {', '.join(map(str, names[:20]))}")
    return found
