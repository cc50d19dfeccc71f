"""What a kabupaten's counts can be at most, by its own numbers and by what the others leave it of wider sums.

Everything they can be in the whole they can be here too, so what is narrow here is narrow; and a kabupaten is asked in
a thousandth of the time of a country.
"""

from collections.abc import Iterator

import numpy as np

from timpora.disclosure.lattice import FAR, Lattice, Part


def bounded(lattice: Lattice, rows: np.ndarray) -> Iterator[Part]:
    """For each kabupaten with one of these rows, which lies in it whole, its own unknowns.

    rows: shape (rows,), which are asked for. A sum that reaches beyond a kabupaten bounds it by its ends less the most
    and the least of the other kabupaten; those are what is published of the same sum in each.
    """
    width = lattice.place.max(initial=0) + 1
    place = lattice.place[lattice.column]
    sums, of = np.unique(lattice.row * width + place, return_inverse=True)
    row, in_place = np.divmod(sums, width)
    is_whole = (np.bincount(row, minlength=len(lattice.low)) == 1)[row]
    low, high = _published(lattice, row, of, is_whole)
    least, most = (np.bincount(row, ends, len(lattice.low)).astype(np.int64) for ends in (low, high))
    # What the whole sum leaves this part of it, the others being at their most and at their least.
    left_low = np.where(is_whole, lattice.low[row], np.maximum(lattice.low[row] - (most[row] - high), -FAR))
    left_high = np.where(is_whole, lattice.high[row], np.minimum(lattice.high[row] - (least[row] - low), FAR))
    order = np.argsort(place, kind="stable")
    entries = dict(zip(np.unique(place), np.split(order, np.flatnonzero(np.diff(place[order])) + 1), strict=True))
    for number in np.unique(in_place[is_whole & rows[row]]):
        own = entries[number]
        here, row_of = np.unique(of[own], return_inverse=True)
        columns, column = np.unique(lattice.column[own], return_inverse=True)
        by_row = np.lexsort((column, row_of))
        terms = row_of[by_row], column[by_row], lattice.weight[own][by_row]
        part = Lattice(*terms, left_low[here], left_high[here], lattice.truth[columns], lattice.place[columns])
        yield Part(part, np.where(is_whole[here], row[here], -1), np.zeros(len(here), dtype=np.int64))


def _published(
    lattice: Lattice, row: np.ndarray, of: np.ndarray, is_whole: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most of each sum, a row's part in one kabupaten: what is published of the same unknowns there,

    or only that counts are not below zero. row, is_whole: of each sum; of: the sum of each entry.
    """
    drawn = np.random.default_rng(0).random(len(lattice.truth))  # the same unknowns add up to the same number
    print_of = np.bincount(of, lattice.weight * drawn[lattice.column], len(row))
    least_weight = np.full(len(row), np.iinfo(np.int64).max)
    np.minimum.at(least_weight, of, lattice.weight)
    own, group = np.unique(print_of[is_whole], return_inverse=True)
    lows, highs = np.full(len(own), -FAR), np.full(len(own), FAR)
    np.maximum.at(lows, group, lattice.low[row[is_whole]])
    np.minimum.at(highs, group, lattice.high[row[is_whole]])
    found = np.minimum(np.searchsorted(own, print_of), max(len(own) - 1, 0))
    is_found = own[found] == print_of if len(own) else np.zeros(len(row), dtype=bool)
    low, high = np.where(least_weight > 0, 0, -FAR), np.full(len(row), FAR)
    if len(own):
        low, high = np.where(is_found, np.maximum(lows[found], low), low), np.where(is_found, highs[found], high)
    return low, high
