"""What one kabupaten is asked alone never leaves out what the whole allows, and tells what its own numbers narrow."""

import itertools

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from timpora.disclosure.audit import audit
from timpora.disclosure.bounds import bounded
from timpora.disclosure.lattice import Lattice, lattice
from timpora.disclosure.program import Program
from timpora.disclosure.rounding import cell_id, rounded

PLACES = {"73.72": ["73.72.01", "73.72.02"], "73.12": ["73.12.01", "73.12.02"]}
OFFICE = [place for places in PLACES.values() for place in places]
MEMBERS = pd.DataFrame(
    [(group, area) for group, places in {**PLACES, "office": OFFICE}.items() for area in places],
    columns=["group_code", "area_code"],
)
KINDS = {**dict.fromkeys(PLACES, "kabupaten"), "office": "office"}


def office(numbers: list[int], shown: dict[str, int]) -> pd.DataFrame:
    """Two kabupaten of two kecamatan each, all counts of one measure in one month."""
    of = dict(zip(OFFICE, numbers, strict=True))
    values = {**of, **{group: sum(of[place] for place in places) for group, places in PLACES.items()}}
    values["office"] = sum(numbers)
    return pd.DataFrame(
        {
            "version": "2024-10",
            "measure": "workers",
            "category": "",
            "group_code": list(values),
            "group_kind": [KINDS.get(group, "kecamatan") for group in values],
            "value": list(values.values()),
            "shown": [float(shown[group]) for group in values],
            "state": "reported",
            "is_finest": False,
        }
    )


def drawn(numbers: list[int], secret: bytes) -> pd.DataFrame:
    exact = office(numbers, dict.fromkeys([*OFFICE, *PLACES, "office"], 0))
    names = [cell_id("workers", "", group) for group in exact["group_code"]]
    return exact.assign(shown=rounded(exact["value"].to_numpy(), names, secret).astype(float))


def ends_of(parts) -> dict[int, tuple[int, int]]:
    """Of every row that lies in a kabupaten whole the least and the most it can be there, by its number."""
    found = {}
    for part in parts:
        program = Program(part.lattice)
        for place in np.flatnonzero(part.rows >= 0):
            weights = part.lattice.weights([place])
            found[int(part.rows[place])] = (
                round(-program.extreme(-weights)[0]),
                round(program.extreme(weights)[0]),
            )
    return found


def by_brute_force(system: Lattice) -> np.ndarray:
    """The sums of every possible table, shape (tables, rows)."""
    tables = map(np.array, itertools.product(range(10), repeat=len(system.truth)))
    return np.array([system.sums(one) for one in tables if system.is_possible(one)])


@settings(max_examples=15)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.binary(min_size=16, max_size=16))
def test_a_kabupaten_asked_alone_leaves_out_nothing_that_the_whole_allows(numbers, secret):
    system = lattice(drawn(numbers, secret), MEMBERS)
    possible = by_brute_force(system)
    ends = ends_of(bounded(system, np.ones(len(system.low), dtype=bool)))
    assert len(ends) == len(OFFICE) + len(PLACES)
    for row, (least, most) in ends.items():
        assert least <= possible[:, row].min() and possible[:, row].max() <= most


def test_what_the_others_leave_of_the_offices_total_bounds_a_kabupaten():
    """The office has 4 or less, the other kabupaten 1 or more: this one 3 or less, though 5 is shown."""
    shown = {"73.72.01": 5, "73.72.02": 0, "73.72": 5, "73.12.01": 5, "73.12.02": 0, "73.12": 5, "office": 0}
    system = lattice(office([1, 0, 1, 0], shown), MEMBERS)
    ends = ends_of(bounded(system, np.ones(len(system.low), dtype=bool)))
    assert ends[list(office([0] * 4, shown)["group_code"]).index("73.72")] == (1, 3)


def test_the_unknowns_of_a_sum_that_reaches_beyond_a_kabupaten_are_looked_at_together():
    shown = {"73.72.01": 5, "73.72.02": 0, "73.72": 0, "73.12.01": 0, "73.12.02": 0, "73.12": 0, "office": 5}
    system = lattice(office([1, 0, 3, 2], {**shown, "73.12": 5}), MEMBERS)
    (part,) = system.along(np.arange(len(system.low)) == 0)
    assert len(part.lattice.truth) == len(OFFICE) and np.array_equal(part.fixed, np.zeros(len(part.rows)))


def test_a_count_that_its_own_kabupaten_narrows_is_told_so():
    shown = {"73.72.01": 5, "73.72.02": 5, "73.72": 0, "73.12.01": 0, "73.12.02": 0, "73.12": 0, "office": 0}
    result = audit(office([2, 2, 0, 0], shown), MEMBERS).set_index("group_code")
    # Both are one or more and together four or less: each is one to three, and together two to four.
    assert tuple(result.loc["73.72.01", ["least", "most"]]) == (1, 3)
    assert tuple(result.loc["73.72", ["least", "most", "possible"]]) == (2, 4, 3)
