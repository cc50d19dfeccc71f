"""Other tables that would be published the same: each proves, in whole numbers, that a cell could be another value."""

import numpy as np
import pandas as pd

from timpora.disclosure.lattice import Lattice, Part

REACH = 31  # values further than this from zero or from the truth are not looked at: five are enough
_ALL = slice(None)


class Seen:
    """Which values each row was seen to have in a possible table. It only ever holds what was checked."""

    def __init__(self, lattice: Lattice, fixed: np.ndarray | int = 0):
        """fixed: what other unknowns, which stay, add to each row."""
        self._lattice = lattice
        self._fixed = fixed
        self._sums = lattice.sums(lattice.truth) + fixed
        # One bit for every value from 0 to REACH.
        self._bits = np.zeros(len(self._sums), dtype=np.uint32)
        self._mark(self._sums)

    def add(self, unknowns: np.ndarray) -> bool:
        """Keep what this table shows of every row; False, and nothing kept, if it is not a possible one."""
        if not self._lattice.is_possible(unknowns):
            return False
        self._mark(self._lattice.sums(unknowns) + self._fixed)
        return True

    def add_ranges(self, down: np.ndarray, up: np.ndarray) -> None:
        """Keep that every row can have each value from its truth - down to its truth + up."""
        for step in range(1, REACH + 1):
            self._mark(np.where(step <= down, self._sums - step, -1))
            self._mark(np.where(step <= up, self._sums + step, -1))

    def within(self, part: Part) -> "Seen":
        """The same for the rows of a part; `keep` brings back what it sees."""
        own = Seen(part.lattice, part.fixed)
        own._bits |= self._bits[part.rows]
        return own

    def keep(self, part: Part, own: "Seen") -> None:
        self._bits[part.rows] |= own._bits

    def count(self, rows: np.ndarray | slice = _ALL) -> np.ndarray:
        """How many values of each of these rows were seen."""
        return np.bitwise_count(self._bits[rows]).astype(int)

    def truth(self, row: int) -> int:
        return int(self._sums[row])

    def values(self, row: int) -> list[int]:
        return [value for value in range(REACH + 1) if self._bits[row] >> np.uint32(value) & np.uint32(1)]

    def ends(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most value seen of each of these rows."""
        bits = self._bits[rows].astype(np.float64)  # exact: 32 bits
        lowest = (self._bits[rows] & -self._bits[rows].astype(np.int64)).astype(np.float64)
        return np.frexp(lowest)[1] - 1, np.frexp(bits)[1] - 1

    def _mark(self, values: np.ndarray) -> None:
        within = (values >= 0) & (values <= REACH)
        self._bits[within] |= np.uint32(1) << values[within].astype(np.uint32)


def moves(lattice: Lattice, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """How far down and up every row can go when one unknown changes, all else staying: shapes (rows,).

    Where categories add up to another measure, one unknown cannot change alone: a category that is in no other such sum
    changes with it. table: `effects` of this lattice.
    """
    return ranges(lattice, table, len(lattice.truth))


def ranges(lattice: Lattice, table: pd.DataFrame, moves: int) -> tuple[np.ndarray, np.ndarray]:
    """How far down and up every row can go by one of these moves: shapes (rows,).

    table: row, move, effect of a step; moves: how many there are.
    """
    row, move, effect = (table[name].to_numpy() for name in ("row", "move", "effect"))
    rise, fall = room(lattice, row, effect)
    furthest_up, furthest_down = np.full(moves, REACH), np.full(moves, REACH)
    np.minimum.at(furthest_up, move, rise)
    np.minimum.at(furthest_down, move, fall)
    up, down = np.zeros(len(lattice.low), np.int64), np.zeros(len(lattice.low), np.int64)
    alone = np.abs(effect) == 1  # larger steps would leave values out
    row, move, is_plus = row[alone], move[alone], effect[alone] > 0
    np.maximum.at(up, row, np.where(is_plus, furthest_up[move], furthest_down[move]))
    np.maximum.at(down, row, np.where(is_plus, furthest_down[move], furthest_up[move]))
    return down, up


def room(lattice: Lattice, row: np.ndarray, effect: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many steps of so much each of these rows allows, forwards and backwards, until its interval ends."""
    sums = lattice.sums(lattice.truth)
    above, below = np.minimum(lattice.high - sums, REACH)[row], np.minimum(sums - lattice.low, REACH)[row]
    size, is_plus = np.abs(effect), effect > 0
    return np.where(is_plus, above, below) // size, np.where(is_plus, below, above) // size


def effects(lattice: Lattice) -> pd.DataFrame:
    """row, move, effect: what a step of each unknown, with the categories that go with it, does to the rows."""
    entries = pd.DataFrame({"row": lattice.row, "column": lattice.column, "weight": lattice.weight})
    is_equal = lattice.low == lattice.high
    equal = entries[is_equal[entries["row"]] & (entries.groupby("row")["column"].transform("size") > 1)]
    single = equal[equal.groupby("column")["row"].transform("size") == 1]
    roomiest = (
        single.assign(truth=lattice.truth[single["column"]]).sort_values("truth").drop_duplicates("row", keep="last")
    )
    with_it = equal.merge(roomiest[["row", "column", "weight"]], on="row", suffixes=("", "_with"))
    with_it = with_it[with_it["column"] != with_it["column_with"]]
    alone = np.arange(len(lattice.truth))
    steps = pd.concat(
        [
            pd.DataFrame({"move": alone, "column": alone, "step": 1}),
            pd.DataFrame(
                {
                    "move": with_it["column"],
                    "column": with_it["column_with"],
                    "step": -with_it["weight"] * with_it["weight_with"],
                }
            ),
        ]
    )
    both = steps.merge(entries, on="column")
    both["effect"] = both["step"] * both["weight"]
    table = both.groupby(["row", "move"], as_index=False)["effect"].sum()
    return table[table["effect"] != 0]
