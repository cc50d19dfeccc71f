"""The audit: for every small count, how many values it could have for somebody who knows all that is published.

A value counts as possible only if a whole table with it was found that keeps every interval, sum and relation, checked
in whole numbers. What rests on floating point is only that there are no more. So the audit errs on the safe side.
Source: the attack of Fischetti and Salazar on suppressed tables, with the linear program of HiGHS.
"""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Sequence
from contextlib import closing

import numpy as np
import pandas as pd

from timpora.disclosure.bounds import bounded
from timpora.disclosure.exchange import exchanges
from timpora.disclosure.lattice import AuditError, Lattice, Part, lattice, named
from timpora.disclosure.program import ROUND, Program
from timpora.disclosure.relations import CELL, Relation
from timpora.disclosure.rounding import BASE
from timpora.disclosure.witness import Seen, effects, moves

SMALL = (1, 4)
FEWEST = 3  # possible values that a small count must keep
KNOWN = 5  # beyond this many it does not matter how many
# Rows. Of a whole country's table only that a count keeps the FEWEST is looked for, among the tables that differ from
# the truth in a few kabupaten or one measure: where none is found there the count is taken for one that leaks.
LARGE = 10_000
ALONE, WITNESS, PROGRAM = "alone", "witness", "program"
BESIDE = 0, 1, 3  # kabupaten that may take up what one gives, where the office's total leaves it no room
RULES = "4"  # part of every digest: a change of the audit is a reason to audit again


def audit(
    cells: pd.DataFrame,
    members: pd.DataFrame,
    relations: Sequence[Relation] = (),
    base: int = BASE,
    only: Sequence[bool] | None = None,
) -> pd.DataFrame:
    """One row per small count (exact value 1 to 4, shown or not): the columns of CELL, group_kind, value and

    least, most: what it could be (seen at least, or the ends of the linear program); possible: how many values it has
    at least, KNOWN standing for that many or more; proof:
    ALONE (one unknown changes), WITNESS (another table), PROGRAM.
    cells, members, relations, base: as for `lattice.lattice`; only: for each cell whether it is asked for.
    Raises AuditError for numbers that contradict each other.
    """
    return audited(cells, lattice(cells, members, relations, base), only)


def audited(cells: pd.DataFrame, system: Lattice, only: Sequence[bool] | None = None) -> pd.DataFrame:
    """The same of cells whose system is known."""
    cells = cells.reset_index(drop=True)
    is_small = cells["value"].between(*SMALL).to_numpy()
    rows = np.flatnonzero(is_small if only is None else is_small & np.asarray(only, dtype=bool))
    if not len(rows):  # of which nothing need be looked for
        nothing = np.zeros(0, dtype=np.int64)
        found = cells.loc[rows, [*CELL, "group_kind", "value"]].reset_index(drop=True)
        return found.assign(least=nothing, most=nothing, possible=nothing, proof=nothing.astype(object))
    seen = Seen(system)
    table = effects(system)
    seen.add_ranges(*moves(system, table))
    proof = np.where(seen.count() >= KNOWN, ALONE, WITNESS).astype(object)
    enough = np.minimum(_looked_for(system), system.high - system.low + 1)
    seen.add_ranges(*exchanges(system, table, rows[seen.count(rows) < enough[rows]]))
    for beside in BESIDE:
        _move_within(system, seen, rows, enough, beside)
    _move_along(system, seen, rows, enough)
    proof[_bounded_within(system, seen, rows, enough)] = PROGRAM
    ends = _narrowed(cells, system, seen, rows, enough) if len(system.low) <= LARGE else {}
    proof[list(ends)] = PROGRAM
    found = cells.loc[rows, [*CELL, "group_kind", "value"]].copy()
    found["least"], found["most"] = seen.ends(rows)
    for row, (least, most) in ends.items():
        found.loc[row, ["least", "most"]] = least, most
    found["possible"] = np.minimum(seen.count()[rows], _looked_for(system))
    found["proof"] = proof[rows]
    return found.reset_index(drop=True)


def figures(result: pd.DataFrame) -> dict[int, int]:
    """How many small counts have 1, 2, 3, 4 and KNOWN or more possible values."""
    counted = result["possible"].value_counts()
    return {values: int(counted.get(values, 0)) for values in range(1, KNOWN + 1)}


def leaks(result: pd.DataFrame, fewest: int = FEWEST) -> pd.DataFrame:
    """The small counts of an audit's result that have fewer possible values."""
    return result[result["possible"] < fewest].reset_index(drop=True)


def prints(cells: pd.DataFrame) -> dict[Hashable, bytes]:
    """For each version what is the same for the same of its cells, columns and all, in any order."""
    rows, places = _hashed(cells), cells.groupby("version", sort=False).indices
    return {version: _print(cells, rows[own]) for version, own in places.items()}


def print_of(frame: pd.DataFrame) -> bytes:
    """The same for a table as a whole."""
    return _print(frame, _hashed(frame))


def _hashed(frame: pd.DataFrame) -> np.ndarray:
    return pd.util.hash_pandas_object(frame[sorted(frame.columns)], index=False).to_numpy()


def _print(frame: pd.DataFrame, rows: np.ndarray) -> bytes:
    return hashlib.sha256(repr(sorted(frame.columns)).encode() + np.sort(rows).tobytes()).digest()


def digest(
    versions: Iterable[bytes],
    members: bytes,
    relations: Sequence[Relation] = (),
    fewest: int = FEWEST,
    seen: Collection[Hashable] = (),
) -> str:
    """The same for the same numbers to audit in any order: a verdict may be remembered by it.

    versions: their `prints`; members: its `print_of`; seen: those of the versions that were published before
    (`cuts.settle`).
    """
    known = f"{RULES} {BASE} {fewest} {sorted(map(str, seen))} {sorted(map(repr, relations))}"
    return hashlib.sha256(b"".join([*sorted(versions), members, known.encode()])).hexdigest()


def _move_within(system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray, beside: int) -> None:
    """Look for tables that differ from the truth in one kabupaten, and `beside` others, only: small and quick.

    enough: how many values to look for, for every row: no more than the interval leaves that anybody reads off it.
    """
    is_asked = _wanting(system, seen, rows, enough)
    _look_in(system.parts(is_asked, beside), seen, is_asked, enough)


def _move_along(system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray) -> None:
    """The same in one sum at a time that reaches beyond a kabupaten: a measure's unknowns, everywhere."""
    is_asked = _wanting(system, seen, rows, enough)
    _look_in(system.along(is_asked), seen, is_asked, enough)


def _wanting(system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray) -> np.ndarray:
    """For every row whether it is one of `rows` of which too few values were seen yet."""
    is_asked = np.zeros(len(system.low), dtype=bool)
    is_asked[rows] = seen.count(rows) < enough[rows]
    return is_asked


def _look_in(parts: Iterable[Part], seen: Seen, is_asked: np.ndarray, enough: np.ndarray) -> None:
    for part in parts:
        asked = np.flatnonzero(is_asked[part.rows] & (seen.count(part.rows) < enough[part.rows]))
        own, program = seen.within(part), Program(part.lattice)
        _ask_together(program, part.lattice, own, asked, enough[part.rows])
        for row in asked:
            if own.count(row) < enough[part.rows[row]]:
                _ask(program, part.lattice, own, row, enough[part.rows[row]])
        seen.keep(part, own)


def _bounded_within(system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray) -> list[int]:
    """The rows that their own kabupaten, with what the others leave it, narrows to values all of which were seen.

    `enough` is lowered to what it leaves of each row that is asked about: of those, the whole need not be asked.
    """
    is_asked = _wanting(system, seen, rows, enough)
    narrow: list[int] = []
    for part in bounded(system, is_asked):
        program = Program(part.lattice)
        for row in np.flatnonzero((part.rows >= 0) & is_asked[part.rows]):
            whole = part.rows[row]
            least, most = _ends(program, part.lattice, row, seen.truth(whole))
            enough[whole] = min(enough[whole], most - least + 1)
            narrow += [whole] if seen.count([whole])[0] >= enough[whole] else []
    return narrow


def _narrowed(
    cells: pd.DataFrame, system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray
) -> dict[int, tuple[int, int]]:
    """Ask the whole program about every row of which too few values were seen yet: {row: (least, most)}."""
    ends: dict[int, tuple[int, int]] = {}
    asked = rows[seen.count(rows) < enough[rows]]
    if not len(asked):
        return ends
    program = Program(system)
    _ask_together(program, system, seen, asked, enough)
    for row in asked:
        if seen.count(row) >= enough[row]:
            continue  # tables found for another row prove it by the way
        least, most = ends[row] = _ask(program, system, seen, row, enough[row])
        if not least <= cells.at[row, "value"] <= most:
            raise AuditError(
                f"{named(cells.loc[row])} is {cells.at[row, 'value']}, and the audit says {least} to {most}"
            )
    return ends


def _looked_for(system: Lattice) -> int:
    return KNOWN if len(system.low) <= LARGE else FEWEST


def _ask_together(program: Program, system: Lattice, seen: Seen, rows: np.ndarray, enough: np.ndarray) -> None:
    """Keep the tables that are furthest in all these rows at once: one shows of most of them what each would be asked.

    Again for those that still want one, as long as it helps.
    """
    wanting = rows
    while len(wanting) > 1:
        before = seen.count(wanting).sum()
        for side in (1, -1):
            seen.add(program.extreme(side * system.weights(wanting))[1])
        if seen.count(wanting).sum() == before:
            return
        wanting = wanting[seen.count(wanting) < enough[wanting]]


def _ask(program: Program, system: Lattice, seen: Seen, row: int, enough: int) -> tuple[int, int]:
    """The ends of a row by a program over these unknowns; the tables met on the way are kept in `seen`."""
    weights = system.weights([row])
    value = seen.truth(row)
    fixed = value - int(weights @ system.truth)
    least, most = _ends(program, system, row, value, seen)
    for other in sorted(range(least, most + 1), key=lambda other: abs(other - value)):
        if seen.count(row) >= enough:
            break
        if other not in seen.values(row):
            # Closed at once: an open question would still bind the program in the next.
            with closing(program.with_value(weights, other - fixed)) as tables:
                any(seen.add(table) for table in tables)
    return least, most


def _ends(program: Program, system: Lattice, row: int, value: int, seen: Seen | None = None) -> tuple[int, int]:
    """The least and the most that a row, in truth `value`, can be; the tables that have them are kept in `seen`."""
    weights = system.weights([row])
    fixed = value - int(weights @ system.truth)
    (highest, high), (lowest, low) = program.extreme(weights), program.extreme(-weights)
    for table in (high, low) if seen else ():
        seen.add(table)
    return int(np.ceil(fixed - lowest - ROUND)), int(np.floor(fixed + highest + ROUND))
