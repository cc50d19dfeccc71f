"""Tables in which two unknowns change against each other: what the one gains, the other gives where there is no room.

Most small counts that cannot change alone are bound by a total; a neighbour under the same total sets them free, which
is seen at once for all of them, where a linear program would be asked for each.
"""

import numpy as np
import pandas as pd

from timpora.disclosure.lattice import Lattice
from timpora.disclosure.witness import ranges, room

ROOM = 3  # steps: with fewer of them a move needs another against it
MOVES = 3  # of a row, those that have most room without what binds them
PARTNERS = 4  # in the row that binds, the fullest


def exchanges(lattice: Lattice, table: pd.DataFrame, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far down and up every row can go by two unknowns of which the one changes one of `rows`: shapes (rows,).

    table: `witness.effects` of this lattice.
    """
    pairs = _pairs(lattice, table, rows)
    steps = pd.concat(
        [
            pairs[["pair", "one"]].rename(columns={"one": "move"}).assign(sign=1),
            pairs[["pair", "other", "sign"]].rename(columns={"other": "move"}),
        ]
    )
    both = steps.merge(table, on="move")
    both["effect"] *= both["sign"]
    both = both.groupby(["row", "pair"], as_index=False)["effect"].sum().rename(columns={"pair": "move"})
    return ranges(lattice, both[both["effect"] != 0], len(pairs))


def _pairs(lattice: Lattice, table: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """pair, one, other, sign: a step of one move with one of the other, forwards or backwards, that leaves the row

    alone that binds the first: the one with the fewest unknowns, a kabupaten's before the office's.
    """
    forwards, backwards = room(lattice, table["row"].to_numpy(), table["effect"].to_numpy())
    table = table.assign(room=np.minimum(forwards, backwards))
    width = pd.Series(np.bincount(lattice.row, minlength=len(lattice.low)))
    asked = table[table["row"].isin(rows) & (table["effect"].abs() == 1)]
    asked = asked.sort_values("room", ascending=False).groupby("row").head(MOVES)[["row", "move"]]
    binding = asked.merge(table[table["room"] < ROOM], on="move", suffixes=("", "_bound"))
    binding = binding[(binding["row"] != binding["row_bound"]) & (binding["row_bound"].map(width) > 1)]
    binding = binding.assign(width=binding["row_bound"].map(width)).sort_values("width")
    binding = binding.drop_duplicates(["row", "move"])
    partners = table[table["row"].isin(binding["row_bound"])]
    partners = partners.assign(truth=lattice.truth[partners["move"]]).sort_values("truth", ascending=False)
    partners = partners.groupby("row").head(PARTNERS + 1)[["row", "move", "effect"]]
    found = binding.merge(partners, left_on="row_bound", right_on="row", suffixes=("", "_other"))
    found = found[(found["move"] != found["move_other"]) & (found["effect"].abs() == found["effect_other"].abs())]
    return pd.DataFrame(
        {
            "pair": np.arange(len(found)),
            "one": found["move"].to_numpy(),
            "other": found["move_other"].to_numpy(),
            "sign": -np.sign(found["effect"] * found["effect_other"]).to_numpy(),
        }
    )
