"""The audit finds every number that can be worked out, and the cuts it takes are enough and no more than needed."""

import itertools
import math
import os
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timpora.disclosure.audit import KNOWN, audit, digest, figures, leaks, print_of, prints
from timpora.disclosure.cuts import hidden, needed, settle
from timpora.disclosure.exchange import exchanges
from timpora.disclosure.lattice import AuditError, lattice
from timpora.disclosure.program import Program
from timpora.disclosure.relations import Relation
from timpora.disclosure.rounding import cell_id, rounded
from timpora.disclosure.verdicts import FEW, all_cuts, all_figures, judge, successive
from timpora.disclosure.witness import effects, moves
from timpora.disclosure.workers import each

SECRET = b"a secret of these tests"
GONE = math.nan
PLACES = ["73.72.01", "73.72.02", "73.72.03", "73.72.04"]
MEMBERS = pd.DataFrame(
    [(group, area) for group in ("73.72", "office") for area in PLACES], columns=["group_code", "area_code"]
)
KIND = {"73.72": "kabupaten", "office": "office"}


def table(values: dict, shown: dict | None = None, version="2024-10", finest=()) -> pd.DataFrame:
    """Cells (measure, group) → exact value; shown as `shown` says, GONE for withheld below ten, else as it is.

    What is published as it is says no more than its own rounding would: this audit knows rounded numbers only.
    """
    rows = []
    for (measure, group), value in values.items():
        number = (shown or {}).get((measure, group), value - value % 5)
        rows.append(
            {
                "version": version,
                "measure": measure,
                "category": "",
                "group_code": group,
                "group_kind": KIND.get(group, "kecamatan"),
                "value": value,
                "shown": number,
                "state": "suppressed" if math.isnan(number) else "reported",
                "is_finest": (measure, group) in finest or math.isnan(number),
            }
        )
    return pd.DataFrame(rows)


def kabupaten(numbers: list[int], shown: list[float], total_shown: float, version="2024-10") -> pd.DataFrame:
    places = [("workers", place) for place in PLACES[: len(numbers)]]
    values = {**dict(zip(places, numbers, strict=True)), ("workers", "73.72"): sum(numbers)}
    return table(values, {**dict(zip(places, shown, strict=True)), ("workers", "73.72"): total_shown}, version)


def possible(result: pd.DataFrame) -> dict:
    return {(row.version, row.group_code): (row.least, row.most, row.possible) for row in result.itertuples()}


def test_four_ones_shown_as_fives_with_a_total_shown_as_none_are_known_exactly():
    result = audit(kabupaten([1, 1, 1, 1], [5, 5, 5, 5], 0), MEMBERS)
    assert (result["possible"] == 1).all() and (result["least"] == result["value"]).all()
    assert len(leaks(result)) == len(result) == 5 and figures(result)[1] == 5


def test_the_same_four_under_another_draw_are_safe():
    result = audit(kabupaten([1, 1, 1, 1], [0, 5, 0, 5], 5), MEMBERS)
    assert leaks(result).empty and (result["possible"] >= 3).all()


def test_a_change_between_two_months_that_pins_what_stayed_is_found():
    """73.72.01 stays: with the rest shown as none in one month, and at least 8 in the other, it cannot hide."""
    first = kabupaten([4, 0], [0, 0], 0, "2024-09")
    second = kabupaten([4, 1], [0, 0], 5, "2024-10")
    third = kabupaten([4, 4], [0, 0], 10, "2024-11")
    assert leaks(audit(first, MEMBERS)).empty and leaks(audit(second, MEMBERS)).empty
    both = audit(pd.concat([first, third]), MEMBERS)
    assert possible(both)["2024-09", "73.72.01"][2] <= 3
    assert len(leaks(both, fewest=4)) > len(leaks(audit(first, MEMBERS), fewest=4))


def test_an_old_snapshot_beside_the_new_one_is_held_against_it():
    """A correction of one kecamatan: the others stayed, so both totals speak of the same three unknowns."""
    old = kabupaten([1, 1, 1, 5], [5, 5, 5, 5], 10, "2024-10 as of 2024-11-05")
    new = kabupaten([1, 1, 1, 1], [5, 5, 5, 5], 0, "2024-10")
    assert leaks(audit(old, MEMBERS)).empty
    found = possible(audit(pd.concat([old, new]), MEMBERS))
    assert found["2024-10 as of 2024-11-05", "73.72.01"] == (1, 1, 1)


def test_what_an_outsider_knows_at_least_narrows_a_count():
    cells = kabupaten([4, 0], [0, 0], 5)
    assert possible(audit(cells, MEMBERS))["2024-10", "73.72.01"] == (0, 4, 5)
    result = audit(cells.assign(floor=[3, 0, 0]), MEMBERS)
    assert possible(result)["2024-10", "73.72.01"] == (3, 4, 2)


# Kota Mojokerto 2023, kecamatan × sex, published by BPS: men 1, 33, 0; women 1, 0, 0; the city 34, 1 = 35.
MOJOKERTO = {("men", "01"): 1, ("men", "02"): 33, ("men", "03"): 0}
MOJOKERTO |= {("women", "01"): 1, ("women", "02"): 0, ("women", "03"): 0}


def exact(values: dict, sums: dict, withheld: set) -> pd.DataFrame:
    """Cells published as they are, but for `withheld`, which are below ten: to be audited with base 1, no rounding."""
    cells = table({**values, **sums}, {cell: float(value) for cell, value in {**values, **sums}.items()})
    is_withheld = [(row.measure, row.group_code) in withheld for row in cells.itertuples()]
    cells.loc[is_withheld, ["state", "shown"]] = ["suppressed", GONE]
    return cells


def margins(values: dict, whole="all") -> dict:
    """Totals of each measure over areas, of each area over measures, and of everything."""
    sums: dict = {}
    for (measure, area), value in values.items():
        for cell in ((measure, "73.72"), (whole, area), (whole, "73.72")):
            sums[cell] = sums.get(cell, 0) + value
    return sums


def around(areas) -> pd.DataFrame:
    return pd.DataFrame([("73.72", area) for area in areas], columns=["group_code", "area_code"])


def test_kota_mojokerto_with_only_numbers_below_five_hidden_is_recovered():
    relations = [Relation("men", "all"), Relation("women", "all")]
    small = {cell for cell, value in MOJOKERTO.items() if value < 5}
    withheld = small | {("women", "73.72")}
    cells = exact(MOJOKERTO, margins(MOJOKERTO), withheld)
    result = audit(cells, around(["01", "02", "03"]), relations, base=1)
    # Men of 01: 34 - 33 - men of 03, and 03 has none at all; so every hidden one follows.
    assert (result["possible"] == 1).all() and {"men", "women"} <= set(result["measure"])


# GaussSuppression's example: persons by age and country.
COUNTRIES = {("young", "ES"): 5, ("young", "IS"): 2, ("young", "PT"): 0}
COUNTRIES |= {("old", "ES"): 6, ("old", "IS"): 3, ("old", "PT"): 4}
AGES = [Relation("young", "all"), Relation("old", "all")]
PRIMARY = {("young", "IS"), ("young", "PT"), ("old", "IS"), ("old", "PT")}


def countries(withheld: set) -> pd.DataFrame:
    """The withheld small counts that leak; the total of a country is published as it is, small or not."""
    cells = exact(COUNTRIES, margins(COUNTRIES), withheld)
    return leaks(audit(cells, around(["ES", "IS", "PT"]), AGES, base=1, only=cells["state"] == "suppressed"))


def test_hiding_only_the_smallest_cells_leaks_and_complementary_suppression_does_not():
    assert not countries({("young", "IS")}).empty
    # Two by two cells hidden: one degree of freedom, within which young of Iceland is 0 to 2.
    assert countries(PRIMARY).empty


@pytest.mark.parametrize("cell", sorted(PRIMARY - {("young", "IS")}))
def test_showing_any_one_of_the_complementary_cells_is_noticed(cell):
    assert not countries(PRIMARY - {cell}).empty


def published(values: np.ndarray, version: str, secret: bytes = SECRET) -> pd.DataFrame:
    """Two types and their sum by kecamatan (shape (2, areas)), as the product publishes them."""
    exact_values = {}
    for number, measure in enumerate(["a", "b"]):
        exact_values |= {(measure, place): int(v) for place, v in zip(PLACES, values[number], strict=False)}
    exact_values |= margins(exact_values)
    names = list(exact_values)
    numbers = rounded(list(exact_values.values()), [cell_id(m, "", g) for m, g in names], secret)
    finest = {(measure, group) for measure, group in names if measure != "all" and group in PLACES}
    shown = {
        name: GONE if name in finest and exact_values[name] < 10 else float(number)
        for name, number in zip(names, numbers, strict=True)
    }
    return table(exact_values, shown, version, finest)


PARTS = [Relation("a", "all"), Relation("b", "all")]


def by_brute_force(cells: pd.DataFrame) -> dict:
    """Every table of whole numbers that agrees with all that is shown: (version, measure, group) → values."""
    system = lattice(cells, MEMBERS, PARTS)
    tables = np.array([*itertools.product(range(10), repeat=len(system.truth))])
    weights = np.array([system.sums(one) for one in np.eye(len(system.truth), dtype=int)])  # unknown by row
    sums = tables @ weights
    possible = sums[((system.low <= sums) & (sums <= system.high)).all(axis=1)]
    return {row: set(possible[:, row].tolist()) for row in range(len(cells))}


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.binary(min_size=16, max_size=16))
def test_the_audit_agrees_with_trying_every_table(numbers, secret):
    cells = published(np.array(numbers).reshape(2, 2), "2024-10", secret)
    expected = by_brute_force(cells)
    result = audit(cells, MEMBERS, PARTS)
    rows = {(c.measure, c.group_code): place for place, c in enumerate(cells.itertuples())}
    for row in result.itertuples():
        values = expected[rows[row.measure, row.group_code]]
        assert row.possible == min(len(values), KNOWN)
        if row.proof == "program":
            assert (row.least, row.most) == (min(values), max(values))


@settings(max_examples=8)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.binary(min_size=16, max_size=16))
def test_what_one_gives_and_another_takes_is_a_table_that_would_be_published_the_same(numbers, secret):
    cells = published(np.array(numbers).reshape(2, 2), "2024-10", secret)
    system, expected = lattice(cells, MEMBERS, PARTS), by_brute_force(cells)
    down, up = exchanges(system, effects(system), np.arange(len(cells)))
    for row, value in enumerate(cells["value"]):
        assert set(range(value - down[row], value + up[row] + 1)) <= expected[row]


def test_a_total_that_leaves_no_room_is_made_room_for_by_a_neighbour():
    """Each total stands at the most it can be: 73.72.01 goes up only where another goes down."""
    system = lattice(kabupaten([1, 4, 4], [0, 0, 5], 5), MEMBERS)
    table_, row = effects(system), 0
    assert moves(system, table_)[1][row] == 0
    assert exchanges(system, table_, np.array([row]))[1][row] >= 3


def bounds(system) -> list[tuple[float, float]]:
    """The ends of every unknown by the linear program."""
    program, unit = Program(system), np.eye(len(system.truth))
    return [(round(-program.extreme(-one)[0], 6), round(program.extreme(one)[0], 6)) for one in unit]


def test_five_hundred_sums_of_published_cells_tell_no_more_than_the_cells():
    """A filter's answer is made from published cells; were it rounded from the exact ones, it would tell more."""
    random = np.random.default_rng(5)
    cells = published(random.integers(0, 5, (2, 4)), "2024-10")
    system = lattice(cells, MEMBERS, PARTS)
    areas = np.flatnonzero((cells["measure"] == "all") & cells["group_code"].isin(PLACES))
    matrix = np.zeros((len(system.low), len(system.truth)), dtype=np.int64)
    matrix[system.row, system.column] = system.weight
    filters = random.random((500, len(areas))) < 0.5
    asked = filters @ matrix[areas]
    row, column = np.nonzero(asked)

    def with_answers(low: np.ndarray, high: np.ndarray):
        return replace(
            system,
            row=np.concatenate([system.row, row + len(system.low)]),
            column=np.concatenate([system.column, column]),
            weight=np.concatenate([system.weight, asked[row, column]]),
            low=np.concatenate([system.low, low]),
            high=np.concatenate([system.high, high]),
        )

    before = bounds(system)
    assert bounds(with_answers(filters @ system.low[areas], filters @ system.high[areas])) == before
    truth = asked @ system.truth
    fresh = rounded(truth, [cell_id("all", "", str(places)) for places in filters], SECRET)
    assert bounds(with_answers(np.maximum(fresh - 4, 0), fresh + 4)) != before


def test_cuts_stop_the_leak_and_hide_no_more_than_needed():
    cells = kabupaten([1, 1, 1, 1], [5, 5, 5, 5], 0)
    verdict = settle(cells, MEMBERS)
    assert leaks(verdict.result).empty and [cut.level for cut in verdict.cuts] == ["kecamatan"]
    assert len(verdict.result) == 5
    after = hidden(cells, MEMBERS, verdict.cuts)
    assert after.loc[after["group_code"] == "73.72", "state"].item() == "reported"
    assert leaks(audit(after, MEMBERS)).empty


def test_what_does_not_leak_is_not_cut():
    assert settle(kabupaten([1, 1, 1, 1], [0, 5, 0, 5], 5), MEMBERS).cuts == ()


def test_a_leaking_part_costs_the_split_and_leaves_the_total():
    parts = {("a", "73.72"): 1, ("b", "73.72"): 1, ("c", "73.72"): 2}
    cells = table({**parts, ("all", "73.72"): 4}, {**dict.fromkeys(parts, 5), ("all", "73.72"): 0})
    relations = [*PARTS, Relation("c", "all")]
    assert set(leaks(audit(cells, MEMBERS, relations))["measure"]) == {"a", "b", "c", "all"}
    verdict = settle(cells, MEMBERS, relations)
    assert [(cut.level, cut.measure, cut.measures) for cut in verdict.cuts] == [("split", "all", ("a", "b", "c"))]


def test_categories_that_add_up_to_another_agencys_number_are_held_against_it():
    parent = table({("permits", "73.72"): 4}, {("permits", "73.72"): 0})
    children = [
        table({("nationals", "73.72"): number}, {("nationals", "73.72"): shown}).assign(category=category)
        for category, number, shown in (("CN", 1, 5), ("JP", 1, 5), ("KR", 2, 5))
    ]
    cells = pd.concat([parent, *children])
    assert leaks(audit(cells, MEMBERS)).empty
    result = audit(cells, MEMBERS, [Relation("nationals", "permits", "categories")])
    assert possible(result[result["category"] == "CN"])["2024-10", "73.72"] == (1, 2, 2)
    # The other way round: two that look empty must make up ten.
    parent = parent.assign(value=8, shown=10)
    children = [child.assign(value=4, shown=0) for child in children[:2]]
    result = audit(pd.concat([parent, *children]), MEMBERS, [Relation("nationals", "permits", "categories")])
    assert set(result["least"]) == {2} and set(result["possible"]) == {3}


@pytest.mark.parametrize("order", [("73.72", "kantor"), ("kantor", "73.72")])
def test_an_office_of_one_kabupaten_is_audited_whichever_of_the_two_is_named_first(order):
    members = pd.DataFrame([(group, area) for group in order for area in PLACES[:2]], columns=MEMBERS.columns)
    values = {("permits", PLACES[0]): 1, ("permits", PLACES[1]): 1, ("permits", "73.72"): 2, ("permits", "kantor"): 2}
    counts = table(values, {cell: GONE if cell[1] in PLACES else 0 for cell in values})
    counts["group_kind"] = counts["group_kind"].mask(counts["group_code"] == "kantor", "office")
    split = table({("nationals", "73.72"): 2}, {("nationals", "73.72"): GONE}).assign(category="CN")
    result = audit(pd.concat([counts, split]), members, [Relation("nationals", "permits", "categories")])
    assert set(result["possible"]) == {KNOWN}


def test_where_one_part_was_not_reported_the_others_still_bound_their_total():
    parts = {(part, "73.72.01"): 1 for part in "abc"}
    cells = table({**parts, ("all", "73.72.01"): 4}, {**dict.fromkeys(parts, 5), ("all", "73.72.01"): 0})
    result = audit(cells, MEMBERS, [Relation(part, "all") for part in "abcd"])
    # Each of the three is one or more and all is four or less: 3 or 4 is left of it, 1 or 2 of each.
    assert set(zip(result["measure"], result["least"], result["most"], strict=True)) == {
        ("all", 3, 4),
        *((part, 1, 2) for part in "abc"),
    }


def test_a_total_that_stayed_while_its_parts_changed_is_one_number_in_both_months():
    measures = ["a", "b", "c", "d"]

    def month(version: str, numbers: list[int], shown: int) -> pd.DataFrame:
        parts = {(part, "73.72.01"): number for part, number in zip(measures, numbers, strict=True)}
        return table(
            {**parts, ("all", "73.72.01"): 4}, {**dict.fromkeys(parts, shown), ("all", "73.72.01"): 0}, version
        )

    months = pd.concat([month("2024-09", [4, 0, 0, 0], 0), month("2024-10", [1, 1, 1, 1], 5)])
    result = audit(months, MEMBERS, [Relation(part, "all") for part in measures])
    totals = result[result["measure"] == "all"]
    assert list(zip(totals["version"], totals["least"], totals["most"], strict=True)) == [
        ("2024-09", 4, 4),
        ("2024-10", 4, 4),
    ]


def test_what_people_have_seen_is_never_what_is_cut():
    old = kabupaten([1, 1, 1, 5], [5, 5, 5, 5], 10, "2024-10 as of 2024-11-05")
    new = kabupaten([1, 1, 1, 1], [5, 5, 5, 5], 0, "2024-10")
    both = pd.concat([old, new])
    verdict = settle(both, MEMBERS, seen=["2024-10 as of 2024-11-05"])
    assert leaks(verdict.result).empty and {cut.version for cut in verdict.cuts} == {"2024-10"}
    with pytest.raises(AuditError, match="leaks with all around it hidden"):
        settle(both, MEMBERS, seen=["2024-10 as of 2024-11-05", "2024-10"])
    assert told(both) != told(both, seen=["2024-10"])


def test_a_measure_within_another_is_no_larger():
    values = {("permits", "73.72.01"): 2, ("expiring", "73.72.01"): 2}
    cells = table(values, {("permits", "73.72.01"): 0, ("expiring", "73.72.01"): 5})
    result = audit(cells, MEMBERS, [Relation("expiring", "permits", "within")])
    assert set(result["most"]) == {4} and set(result["least"]) == {1}


def test_numbers_that_do_not_add_up_are_refused_with_the_cell():
    cells = kabupaten([1, 2], [0, 5], 5)
    with pytest.raises(AuditError, match=r"workers of 73\.72 in 2024-10 is 9, and its parts add up to 3"):
        audit(cells.assign(value=[1, 2, 9]), MEMBERS)
    with pytest.raises(AuditError, match=r"workers of 73\.72\.01 in 2024-10 is 1, .* 6 to 14"):
        audit(cells.assign(shown=[10, 5, 5]), MEMBERS)


def test_a_verdict_is_remembered_by_what_was_audited_in_any_order():
    cells = kabupaten([1, 2], [0, 5], 5)
    assert told(cells) == told(cells[::-1], MEMBERS[::-1])
    assert told(cells) != told(cells.assign(value=[2, 1, 3]))
    assert told(cells) != told(cells, relations=PARTS)
    assert told(cells) != told(cells, MEMBERS[:-1])


def test_a_place_of_a_kind_that_nobody_knows_is_refused_and_not_taken_for_the_finest():
    cells = kabupaten([1, 2], [0, 5], 5)
    for kind in (cells["group_kind"], cells["group_kind"].astype("category")):
        unknown = kind.astype(str).replace("kabupaten", "province").astype(kind.dtype.name)
        with pytest.raises(ValueError, match="group_kind is 'province': give one of kecamatan, kabupaten, office"):
            audit(cells.assign(group_kind=unknown), MEMBERS)


def told(cells, members=MEMBERS, **rest):
    return digest(prints(cells).values(), print_of(members), **rest)


def test_months_are_judged_in_pairs_and_what_did_not_change_is_remembered():
    months = [kabupaten([1, 1, 1, 2], [5, 5, 5, 0], 5, f"2024-0{month}") for month in (1, 2, 3)]
    cells, units, remembered, said = pd.concat(months), successive(["2024-01", "2024-02", "2024-03"]), {}, []
    assert units == [("2024-01", "2024-02"), ("2024-02", "2024-03")]
    judge(cells, MEMBERS, [], units, remembered, progress=lambda *done: said.append(done))
    assert said == [(1, 2), (2, 2)]
    said.clear()
    later = pd.concat([*months[:2], kabupaten([1, 1, 1, 1], [5, 5, 5, 5], 0, "2024-03")])
    verdicts = judge(later, MEMBERS, [], units, remembered, progress=lambda *done: said.append(done))
    assert said == [(1, 1)]
    # February's kecamatan are cut as well: what did not change since would tell March's.
    assert verdicts[0].cuts == () and {cut.version for cut in all_cuts(verdicts)} == {"2024-02", "2024-03"}
    counted = all_figures(verdicts)
    assert counted[1] == counted[2] == 0 and sum(counted.values()) == 13


@pytest.mark.slow
def test_many_units_are_judged_by_other_processes_with_the_same_verdicts():
    months = [kabupaten([1, 1, 1, month % 4], [5, 5, 5, 0], 5, f"2024-{month:02d}") for month in range(1, 12)]
    cells, units = pd.concat(months), successive([f"2024-{month:02d}" for month in range(1, 12)])
    assert len(units) > FEW
    here, there = (judge(cells, MEMBERS, [], units, processes=processes) for processes in (1, 2))
    assert all_cuts(here) == all_cuts(there) and all_figures(here) == all_figures(there)
    assert all(one.result.equals(other.result) for one, other in zip(here, there, strict=True))
    wrong = cells.assign(value=cells["value"].where(cells["group_code"] != "73.72", 9))
    with pytest.raises(AuditError, match="its parts add up to"):
        judge(wrong, MEMBERS, [], units, processes=2)


@pytest.mark.parametrize("only", [[], [0], [30], [0, 1, 2], [3, 17, 18, 39], range(40)])
def test_cuts_that_are_not_needed_are_left_out_in_few_steps(only):
    asked = []

    def suffice(cuts):
        asked.append(cuts)
        return set(only) <= set(cuts)

    assert needed(range(40), suffice) == list(only)
    assert len(asked) <= 12 + 6 * len(only)


def test_one_that_takes_long_holds_up_none_of_the_others(tmp_path):
    fifo = tmp_path / "go"
    os.mkfifo(fifo)
    held = os.open(fifo, os.O_RDWR)

    def asked():
        yield (["timeout", "60", "grep", "-qm1", "go", str(fifo)],)
        yield from [(["true"],)] * 8
        os.write(held, b"go\n")  # too late where the first answer was waited for

    assert list(each(subprocess.call, asked(), 2)) == [0] * 9
    os.close(held)


def test_a_process_that_ends_before_its_answer_is_an_error_and_no_wait_without_end():
    with pytest.raises(ChildProcessError, match="_exit"):
        list(each(os._exit, [(3,), (3,)], 2))
