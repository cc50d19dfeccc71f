"""Fixed keyed random rounding, and what each published number tells whoever reads it.

The method is Statistics New Zealand's and ABS's fixed random rounding, to base 5 instead of 3: of what was tried on
tables as sparse as these it alone left no small count exact, and no cell blank above the finest level.
"""

import hashlib
import hmac
from collections.abc import Sequence

import numpy as np

BASE = 5
SECRET_BYTES = 16
WITHHELD_BELOW = 10  # at the finest level: an exact value below it is not shown, because presence alone may tell

REPORTED, SUPPRESSED, HIDDEN = "reported", "suppressed", "hidden"
FAR = 1 << 40  # stands for "no upper end": more people than there are, few enough to add up without overflow


def cell_id(measure: str, category: str, group_code: str) -> str:
    """What the secret is applied to: a count's measure, category ("" mostly) and area, without its month.

    The month is left out on purpose. A count that does not change keeps its published value month after month: nothing
    flickers on the map, and there is no fresh draw each month that could be averaged.
    """
    return f"{measure}|{category}|{group_code}"


def rounded(values: Sequence[int] | np.ndarray, cells: Sequence[str], secret: bytes, base: int = BASE) -> np.ndarray:
    """Each value as it is published: itself if divisible by `base`, else one of its two neighbours that are.

    values: counts, not negative, shape (n,); cells: the `cell_id` of each, shape (n,). Up with probability
    (v mod base) / base, so unbiased; the random number is HMAC-SHA256(secret, cell id ‖ v), so that the same cell and
    value give the same answer always. Never off by more than base - 1, and zero stays zero.
    Raises ValueError for a negative value, for columns of unequal length and for a secret under SECRET_BYTES.
    """
    counts = np.asarray(values, dtype=np.int64)
    if counts.shape != (len(cells),):
        raise ValueError(f"{counts.size} values for {len(cells)} cells: give one cell id for every value")
    for place in np.flatnonzero(counts < 0)[:1]:
        raise ValueError(f"{cells[place]} is {int(counts[place])}: a count of people is not below zero")
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the secret has {len(secret)} bytes: it must have at least {SECRET_BYTES}, or it is guessed")
    over = counts % base
    published = counts - over
    # Of one cell the same value comes back in most months; where its months stand together, all are drawn here.
    cell, drawn = None, {}
    for place in np.flatnonzero(over):
        if cells[place] != cell:
            cell, drawn = cells[place], {}
        value = int(counts[place])
        goes_up = drawn.get(value)
        if goes_up is None:
            goes_up = drawn[value] = _chance(secret, cell, value) * base < (value % base) << 64
        if goes_up:
            published[place] += base
    return published


def _chance(secret: bytes, cell: str, value: int) -> int:
    """A whole number below 2**64 that only the holder of the secret can know."""
    # NUL ends the cell's id: no id and value can run into another pair's.
    drawn = hmac.digest(secret, f"{cell}\0{value}".encode(), hashlib.sha256)
    return int.from_bytes(drawn[:8], "big")


def intervals(
    shown: np.ndarray, state: np.ndarray, is_finest: np.ndarray, floor: np.ndarray | int = 0, base: int = BASE
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that each cell could be, from what is published of it alone; FAR where nothing bounds it.

    shown: the published numbers, anything where there is none; state: REPORTED, SUPPRESSED or HIDDEN; is_finest: where
    values below WITHHELD_BELOW are withheld, so that a number shown tells that it is not below; floor: what an outsider
    knows from elsewhere (employers, each with a worker or more). All of shape (n,).
    """
    shown, state, is_finest = np.asarray(shown, dtype=float), np.asarray(state), np.asarray(is_finest, dtype=bool)
    if unknown := sorted(set(state) - {REPORTED, SUPPRESSED, HIDDEN}):
        raise ValueError(f"a cell is reported, suppressed or hidden, not {', '.join(map(str, unknown))}")
    is_reported = state == REPORTED
    if np.isnan(shown[is_reported]).any():
        raise ValueError("a cell counts as reported and has no published number: call it suppressed or hidden")
    number = np.where(is_reported, np.nan_to_num(shown), 0).astype(np.int64)
    least = np.where(is_reported, np.maximum(number - (base - 1), np.where(is_finest, WITHHELD_BELOW, 0)), 0)
    most = np.where(is_reported, number + base - 1, np.where(state == SUPPRESSED, WITHHELD_BELOW - 1, FAR))
    return np.maximum(least, floor), most
