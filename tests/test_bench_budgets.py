"""The benchmarks say when the product costs more than it may, and a full run of them then fails."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import skeleton
from benchmarks.__main__ import code
from benchmarks.figure import ALL, COUNTED, Figure, Measured, at_most, past
from benchmarks.growth import exponent


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


def test_growth_is_told_by_the_two_largest_offices_that_differ_in_one_thing():
    took = {(68, 12): 1.0, (68, 84): 1.5, (307, 84): 3.0, (6700, 12): 60.0, (6700, 84): 420.0}
    power, low, high = exponent(took, "months")
    assert power == pytest.approx(1) and (low, high) == ((6700, 12), (6700, 84))
    power, low, high = exponent(took, "kecamatan")
    assert (low, high) == ((307, 84), (6700, 84)) and power == pytest.approx(1.6, abs=0.01)
    assert exponent({(68, 12): 1.0}, "months") is None


def test_the_page_beside_ours_has_our_widgets_and_none_of_our_words():
    ours = message([0, 0])
    ours.delta.add_block.flex_container.direction = 2  # a row
    assert skeleton.tree([ours]) == [{"kind": "flex_container", "is_row": True, "parts": []}]
    words = message([0, 0, 1])
    words.delta.new_element.markdown.body = "Barru: 5 orang"
    box = message([0, 0, 0])
    box.delta.new_element.selectbox.id = "$$ID-ab12-periode"
    box.delta.new_element.selectbox.label = "Bulan"
    box.delta.new_element.selectbox.options.extend(["Oktober", "September"])
    (row,) = skeleton.tree([ours, words, box])
    assert [part["kind"] for part in row["parts"]] == ["selectbox", "markdown"]  # as they stand, not as they came
    assert row["parts"][0]["options"] == ["Oktober", "September"] and row["parts"][0]["key"] == "periode"
    assert "Barru" not in str(row)


def test_what_took_the_place_of_something_else_stands_alone_in_the_page_beside_ours():
    empty, box = message([0, 3]), message([0, 3])
    empty.delta.new_element.empty.SetInParent()
    box.delta.new_element.checkbox.label = "Semua"
    assert [node["kind"] for node in skeleton.tree([empty, box])] == ["checkbox"]


def message(path):
    made = ForwardMsg()
    made.metadata.delta_path.extend(path)
    return made
