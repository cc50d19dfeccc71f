"""The benchmarks say when the product costs more than it may, and a full run of them then fails."""

import pytest

from benchmarks.__main__ import code
from benchmarks.figure import ALL, COUNTED, Figure, Measured, at_most, past


def figure(ours, beside, budget, unit="ms", **how):
    return Figure("rerun", Measured(ours, unit, **how), Measured(beside, unit, **how), "a bare page", budget)


@pytest.mark.parametrize(
    ("ours", "budget", "verdict"),
    [
        ([30], at_most(3, of="ratio"), "held, ≤ 3 ×"),
        ([31], at_most(3, of="ratio"), "PAST, ≤ 3 ×"),
        ([8], at_most(8), "held, ≤ 8 ms"),
        ([8.1], at_most(8), "PAST, ≤ 8 ms"),
        ([9, 1, 9], at_most(8), "PAST, ≤ 8 ms"),  # the median, not the best
        ([5], None, ""),
    ],
)
def test_a_figure_says_whether_its_budget_is_held(ours, budget, verdict):
    assert figure(ours, [10], budget).row()[-1] == verdict


def test_what_must_always_go_well_is_past_its_budget_by_one_failure():
    assert not figure([True] * 9, [True] * 9, ALL, COUNTED).is_past
    assert figure([True] * 8 + [False], [True] * 9, ALL, COUNTED).is_past


def test_the_slowest_of_twenty_is_held_where_it_is_asked_for():
    one_slow = [10] * 18 + [90] * 2
    assert not figure(one_slow, [10] * 20, at_most(5, of="ratio")).is_past
    slow = figure(one_slow, [10] * 20, at_most(5, of="ratio"), share=0.95)
    assert slow.is_past and str(slow.ours) == "p95 90.0 ms (median 10.0)"


def test_a_budget_on_a_figure_that_has_no_ratio_is_a_mistake_and_not_held():
    with pytest.raises(ValueError, match="no ratio"):
        figure([1], [0], at_most(3, of="ratio")).row()


def test_a_full_run_past_a_budget_fails_and_a_smoke_run_only_says_so():
    over = past([figure([31], [10], at_most(3, of="ratio")), figure([1], [10], at_most(3, of="ratio"))])
    assert over == ["past its budget: rerun: 3.10 ×, ≤ 3 ×"]
    assert (code([], over, False), code([], over, True), code([], [], False)) == (1, 0, 0)
    assert code(["start: could not be measured"], [], True) == 1
