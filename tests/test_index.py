"""The arithmetic of the index: figures from the literature, what holds for any numbers, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timpora.measure.index import MEANS, aggregate, goalposts, minmax, score, zscore

bounded = settings(derandomize=True, max_examples=12)
NODE = ["code", "parent", "weight", "direction", "low", "high"]
# Three levels, a leaf beside an inner node, a leaf and a whole pillar of weight 0.
TREE = pd.DataFrame(
    [
        ("all", None, np.nan, np.nan, np.nan, np.nan),
        ("near", "all", 2, np.nan, np.nan, np.nan),
        ("far", "all", 1, np.nan, np.nan, np.nan),
        ("shown", "all", 0, np.nan, np.nan, np.nan),
        ("inner", "near", 1, np.nan, np.nan, np.nan),
        ("a", "inner", 3, 1, 0, 10),
        ("b", "inner", 1, -1, 0, 10),
        ("c", "near", 3, 1, -5, 5),
        ("d", "far", 1, 1, 0, 100),
        ("idle", "far", 0, 1, 0, 100),
        ("e", "shown", 1, 1, 0, 1),
    ],
    columns=NODE,
)
LEAVES = ["a", "b", "c", "d", "idle", "e"]
# (normalise, method): all that go together; standard deviations are negative, and only the arithmetic mean takes them.
WAYS = [(scale, method) for scale in ("goalposts", "minmax") for method in MEANS] + [("zscore", "arithmetic")]

numbers = st.floats(-20, 120, allow_subnormal=False)
points = st.floats(0, 100, allow_subnormal=False)
tables = st.lists(st.lists(numbers | st.none(), min_size=6, max_size=6), min_size=1, max_size=4).map(
    lambda rows: pd.DataFrame(rows, columns=LEAVES, dtype=float)
)
rows_with_weights = st.lists(st.tuples(points, st.floats(0.1, 10)), min_size=1, max_size=5)


def tree(*nodes: tuple) -> pd.DataFrame:
    return pd.DataFrame([(*node, *[None] * (6 - len(node))) for node in nodes], columns=NODE)


def near(expected) -> object:
    return pytest.approx(expected, abs=1e-9, nan_ok=True)


# Figures from the literature


def test_a_value_of_1_on_posts_0_to_10_turned_is_90():
    """COINr, test-normalise.R: n_goalposts(1, c(0, 10, 1), direction = -1) is 0.9; beyond the posts it is cut."""
    assert [goalposts(value, 0, 10, -1) for value in (1, -1, 11)] == [90, 100, 0]
    assert [goalposts(value, 0, 10) for value in (1, -1, 11)] == [10, 0, 100]


def test_the_weighted_geometric_and_harmonic_means_are_those_of_the_literature():
    """1, 2, 3 with weights 1, 1, 2 and 2, 1, 1: worked by hand, as in COINr's a_gmean and a_hmean."""
    assert aggregate([1, 2, 3], [1, 1, 2], "geometric") == pytest.approx(18 ** (1 / 4))
    assert aggregate([1, 2, 3], [2, 1, 1], "harmonic") == pytest.approx(4 / (2 + 1 / 2 + 1 / 3))


def test_the_human_development_index_of_2000_is_an_arithmetic_mean():
    """Mozambique National Human Development Report 2000 (UNDP, SARDC), technical note: illustration of the HDI."""
    germany_china_mozambique = [[0.870, 0.954, 0.895], [0.747, 0.782, 0.575], [0.288, 0.370, 0.334]]
    assert aggregate(germany_china_mozambique, [1, 1, 1]).round(3).tolist() == [0.906, 0.701, 0.331]


def test_the_human_development_index_of_2000_comes_out_of_its_raw_figures_through_the_tree():
    """The same note: years of life, literacy (weight 2) and enrolment (1) in %, log of income, on their goalposts."""
    raw = pd.DataFrame(
        {"life": [77.2, 69.8, 42.3], "read": [99.0, 82.9, 39.5], "enrol": [88.1, 68.9, 32.0]},
        index=["Germany", "China", "Mozambique"],
    ).assign(income=np.log([21_260, 3_130, 740]))
    hdi = tree(
        ("hdi", None),
        ("life", "hdi", 1, 1, 25, 85),
        ("education", "hdi", 1),
        ("read", "education", 2, 1, 0, 100),
        ("enrol", "education", 1, 1, 0, 100),
        ("income", "hdi", 1, 1, np.log(100), np.log(40_000)),
    )
    found = score(raw, hdi)
    assert found["education"].round(1).tolist() == [95.4, 78.2, 37.0]
    assert found["hdi"].tolist() == pytest.approx([90.6, 70.1, 33.1], abs=0.06)  # the note rounds at every step


def test_the_human_development_index_since_2010_is_a_geometric_mean():
    """UNDP, Human Development Report 2020, technical note 1: income index of $3,829, and the HDI 0.510."""
    income = goalposts(np.log(3_829), np.log(100), np.log(75_000))
    assert income == pytest.approx(55.06, abs=0.005)
    assert round(aggregate([0.6971, 0.3447, 0.5506], [1, 1, 1], "geometric"), 3) == 0.510


def test_the_shifted_geometric_mean_is_that_of_water_quality_and_of_inform():
    """Water & Wastes Digest, Handling Zeros in Geometric Mean Calculation (2019), method 1; and INFORM's formula."""
    assert aggregate([100, 50, 0, 25, 0, 60], [1] * 6, "geometric", shift=1) == pytest.approx(13.19, abs=0.005)
    hazards = np.array([[3.2, 8.1], [0, 10], [10, 10]])
    inform = (10 - np.sqrt(((10 - hazards) / 10 * 9 + 1).prod(axis=1))) / 9 * 10
    ours = 100 - aggregate(100 - 10 * hazards, [1, 1], "geometric", shift=100 / 9)
    assert ours == near(10 * inform)


# What holds for any numbers


@pytest.mark.parametrize(("scale", "whole"), [("goalposts", 100), ("minmax", 100), ("zscore", 0)])
@bounded
@given(table=tables)
def test_turning_every_direction_mirrors_every_score(scale, whole, table):
    turned = score(table, TREE.assign(direction=-TREE["direction"]), scale)
    assert turned.to_numpy() == near(whole - score(table, TREE, scale).to_numpy())


@pytest.mark.parametrize(("scale", "method"), WAYS)
@bounded
@given(table=tables, leaf=st.sampled_from(LEAVES), less=st.floats(0, 50), shift=st.sampled_from([0, 10]))
def test_a_value_that_needs_less_attention_never_raises_a_score(scale, method, table, leaf, less, shift):
    better = table.copy()
    better.loc[0, leaf] -= less * TREE.set_index("code").loc[leaf, "direction"]
    before, after = (score(frame, TREE, scale, method, shift).loc[0] for frame in (table, better))
    assert not (after > before + 1e-9).any()


@pytest.mark.parametrize(("scale", "method"), WAYS)
@bounded
@given(table=tables)
def test_equal_units_get_equal_scores(scale, method, table):
    twice = score(pd.concat([table, table], ignore_index=True), TREE, scale, method)
    first, second = twice.iloc[: len(table)], twice.iloc[len(table) :].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, second, check_exact=True)


@pytest.mark.parametrize(("scale", "method"), WAYS)
@bounded
@given(table=tables)
def test_dropping_an_indicator_or_a_pillar_of_weight_0_changes_nothing(scale, method, table):
    without = TREE[~TREE["code"].isin(["idle", "shown", "e"])]
    found = score(table, TREE, scale, method)[without["code"]]
    pd.testing.assert_frame_equal(found, score(table, without, scale, method), check_exact=True)


@pytest.mark.parametrize("method", MEANS)
@bounded
@given(present=rows_with_weights, place=st.integers(0, 5), weight=st.floats(0.1, 10))
def test_what_is_missing_is_left_out_and_the_rest_make_up_the_whole(method, present, place, weight):
    values, weights = zip(*present, strict=True)
    with_gap = [*values[:place], np.nan, *values[place:]], [*weights[:place], weight, *weights[place:]]
    assert aggregate(*with_gap, method) == near(aggregate(list(values), list(weights), method))


@pytest.mark.parametrize(("scale", "method"), WAYS[:-1])
@pytest.mark.parametrize("shift", [0, 10])
@bounded
@given(table=tables)
def test_points_stay_from_0_to_100_and_are_missing_only_where_nothing_is_known(scale, method, shift, table):
    found = score(table, TREE, scale, method, shift)
    assert ((found >= 0) & (found <= 100) | found.isna()).all(axis=None)
    assert (found["all"].isna() == table[["a", "b", "c", "d"]].isna().all(axis=1)).all()


@pytest.mark.parametrize("method", MEANS)
@pytest.mark.parametrize("shift", [0, 3, 100 / 9])
@bounded
@given(present=rows_with_weights)
def test_a_mean_lies_between_the_least_and_the_greatest_value(method, shift, present):
    values, weights = zip(*present, strict=True)
    assert min(values) <= aggregate(list(values), list(weights), method, shift=shift) <= max(values)


@pytest.mark.parametrize(("scale", "method"), WAYS)
@bounded
@given(table=tables, random=st.randoms(use_true_random=False))
def test_the_order_of_units_columns_and_nodes_does_not_matter(scale, method, table, random):
    shuffled = table.sample(frac=1, random_state=random.randrange(99))[random.sample(LEAVES, 6)]
    nodes = TREE.sample(frac=1, random_state=random.randrange(99))
    found = score(shuffled, nodes, scale, method)
    assert list(found.columns) == list(nodes["code"]) and list(found.index) == list(shuffled.index)
    assert found.loc[table.index, TREE["code"]].to_numpy() == near(score(table, TREE, scale, method).to_numpy())


@bounded
@given(present=rows_with_weights)
def test_the_means_are_in_the_order_harmonic_geometric_shifted_arithmetic(present):
    values, weights = (list(part) for part in zip(*present, strict=True))
    harmonic, geometric, arithmetic = (aggregate(values, weights, m) for m in ("harmonic", "geometric", "arithmetic"))
    shifted = aggregate(values, weights, "geometric", shift=10)
    assert harmonic <= geometric + 1e-9 and geometric <= shifted + 1e-9 and shifted <= arithmetic + 1e-9


# Normalising, by hand


def test_what_is_normalised_comes_back_as_the_kind_it_was():
    frame = pd.DataFrame({"a": [0.0, 5], "b": [np.nan, 10]}, index=["x", "y"])
    pd.testing.assert_series_equal(goalposts(frame["a"], 0, 10), pd.Series([0.0, 50], index=["x", "y"], name="a"))
    pd.testing.assert_frame_equal(goalposts(frame, 0, 10), frame * 10)
    assert goalposts([0, 5], 0, 10) == [0, 50]
    assert goalposts(np.array([0, 5]), 0, 10).tolist() == [0, 50]
    assert goalposts(np.array([[0, 5]]), 0, 10).tolist() == [[0, 50]]
    assert type(goalposts(5, 0, 10)) is float and np.isnan(goalposts(np.nan, 0, 10, -1))
    for normalise in (minmax, zscore):
        assert normalise(frame).index.equals(frame.index) and isinstance(normalise([1, 2]), list)
        assert isinstance(normalise(frame["a"]), pd.Series) and type(normalise(3)) is float


def test_posts_and_directions_may_differ_by_column_in_order_or_by_name():
    frame = pd.DataFrame({"a": [1.0], "b": [1.0]})
    expected = pd.DataFrame({"a": [10.0], "b": [99.0]})
    pd.testing.assert_frame_equal(goalposts(frame, 0, [10, 100], [1, -1]), expected)
    by_name = goalposts(frame, {"b": 0, "a": 0}, pd.Series({"b": 100, "a": 10}), pd.Series({"b": -1, "a": 1}))
    pd.testing.assert_frame_equal(by_name, expected)
    assert minmax(np.array([[1, 1], [3, 2]]), [1, -1]).tolist() == [[0, 100], [100, 0]]


def test_minmax_spans_the_values_present_of_each_column():
    frame = pd.DataFrame({"a": [2.0, np.nan, 4, 3], "b": [7.0, 7, np.nan, 7], "c": np.nan})
    expected = pd.DataFrame({"a": [0, np.nan, 100, 50], "b": [50, 50, np.nan, 50], "c": np.nan})
    pd.testing.assert_frame_equal(minmax(frame), expected)
    pd.testing.assert_frame_equal(minmax(frame, -1), 100 - expected)


def test_zscore_has_mean_0_and_standard_deviation_1_over_the_values_present():
    frame = pd.DataFrame({"a": [2.0, np.nan, 4, 3], "b": [0.1, 0.1, np.nan, 0.1], "c": np.nan})
    expected = pd.DataFrame({"a": [-1, np.nan, 1, 0], "b": [0, 0, np.nan, 0], "c": np.nan})
    pd.testing.assert_frame_equal(zscore(frame), expected)
    pd.testing.assert_frame_equal(zscore(frame, -1), 0 - expected)
    assert zscore([1e-200, 0]) == near([0.5**0.5, -(0.5**0.5)])  # whose squares are no longer floats


def test_normalising_leaves_the_given_values_as_they_were():
    frame = pd.DataFrame({"a": [2.0, -4], "b": [7.0, 120]})
    before = frame.copy()
    for normalised in (goalposts(frame, 0, 10, -1), minmax(frame, -1), zscore(frame, -1)):
        normalised.iloc[:, :] = -1
    pd.testing.assert_frame_equal(frame, before)


# Means, by hand


def test_a_mean_has_the_kind_of_its_values_and_takes_weights_in_order_or_by_name():
    frame = pd.DataFrame({"a": [0.0, 4], "b": [4.0, np.nan]}, index=["x", "y"])
    for weights in ([3, 1], {"b": 1, "a": 3}, pd.Series({"b": 1, "a": 3})):
        pd.testing.assert_series_equal(aggregate(frame, weights), pd.Series([1.0, 4], index=["x", "y"]))
    assert aggregate(frame.to_numpy(), [3, 1]).tolist() == [1, 4]
    assert aggregate([[0, 4], [4, None]], [3, 1]).tolist() == [1, 4]
    assert aggregate(frame.loc["x"], {"b": 1, "a": 3}) == 1 and type(aggregate([0, 4], [3, 1])) is float


@pytest.mark.parametrize("method", MEANS)
def test_a_unit_without_any_value_of_positive_weight_has_no_mean(method):
    assert np.isnan(aggregate([[np.nan, 5]], [1, 0], method)).tolist() == [True]


def test_a_zero_erases_a_geometric_or_harmonic_mean_unless_it_weighs_nothing_or_is_shifted():
    for method in ("geometric", "harmonic"):
        assert aggregate([0, 100], [1, 1], method) == 0
        assert aggregate([0, 100], [0, 1], method) == near(100)
    assert aggregate([0, 100], [1, 1], "geometric", shift=10) == pytest.approx((10 * 110) ** 0.5 - 10)
    assert aggregate([1, 2, 3], [2, 1, 1], "harmonic", shift=10) == aggregate([1, 2, 3], [2, 1, 1], "harmonic")


def test_a_column_of_weight_0_is_not_looked_at():
    assert aggregate([-1, np.inf, 7], [0, 0, 1], "harmonic") == near(7)


# The tree, by hand


def test_a_tree_of_three_levels_is_worked_from_the_leaves_up():
    table = pd.DataFrame({"a": [8.0], "b": [6.0], "c": [4.0], "d": [50.0], "idle": [0.0], "e": [1.0], "name": ["x"]})
    found = score(table, TREE, method=("arithmetic", "geometric", "harmonic"))
    inner = (3 * 80 + 40) / 4
    nearer = (inner * 90**3) ** (1 / 4)
    expected = {"all": 3 / (2 / nearer + 1 / 50), "near": nearer, "far": 50, "shown": 100, "inner": inner}
    leaves = {"a": 80, "b": 40, "c": 90, "d": 50, "idle": 0, "e": 100}
    assert found.columns.tolist() == TREE["code"].tolist()
    assert found.loc[0].to_dict() == near(expected | leaves)


def test_the_last_method_counts_for_all_levels_above():
    table = pd.DataFrame({leaf: [3.0, 9] for leaf in LEAVES})
    assert score(table, TREE, method=["geometric"]).equals(score(table, TREE, method="geometric"))
    pair, triple = ("arithmetic", "geometric"), ("arithmetic", "geometric", "geometric")
    assert score(table, TREE, method=pair).equals(score(table, TREE, method=triple))


def test_the_shift_reaches_the_geometric_levels():
    two = tree(("all", ""), ("a", "all", 1, 1, 0, 100), ("b", "all", 1, 1, 0, 100))
    table = pd.DataFrame({"a": [0.0], "b": [100.0]})
    assert score(table, two, method="geometric")["all"].tolist() == [0]
    assert score(table, two, method="geometric", shift=10)["all"].tolist() == near([(10 * 110) ** 0.5 - 10])
    assert score(table, two, method="arithmetic", shift=10)["all"].tolist() == [50]


def test_posts_are_needed_for_goalposts_alone():
    table = pd.DataFrame({"a": [1.0, 3], "b": [1.0, 3]})
    bare = tree(("all", np.nan), ("a", "all", 1, 1), ("b", "all", 3, -1)).drop(columns=["low", "high"])
    assert score(table, bare, "minmax")["all"].tolist() == [75, 25]
    with pytest.raises(ValueError, match="no column high, low"):
        score(table, bare)


# What is refused, and how

ONE = pd.DataFrame({"a": [1.0], "b": [2.0]})
TWO_LEAVES = (("all", None), ("a", "all", 1, 1, 0, 10), ("b", "all", 1, 1, 0, 10))


@pytest.mark.parametrize(
    ("low", "high"),
    [(5, 5), (10, 0), (np.nan, 1), (0, np.inf), (-np.inf, 0), (0, [10, 0]), (0, {"a": 10, "b": np.nan})],
)
def test_posts_that_are_no_range_are_refused_with_what_to_do(low, high):
    with pytest.raises(ValueError, match=r"posts of '[ab]' .* give two finite numbers, low below high"):
        goalposts(ONE, low, high)


@pytest.mark.parametrize("normalise", [lambda x, d: goalposts(x, 0, 1, d), minmax, zscore])
@pytest.mark.parametrize("direction", [0, 2, np.nan, [1, -2]])
def test_a_direction_is_1_or_minus_1(normalise, direction):
    with pytest.raises(ValueError, match=r"direction of '[ab]'"):
        normalise(ONE, direction)


@pytest.mark.parametrize("normalise", [minmax, zscore])
def test_infinite_values_have_no_range(normalise):
    with pytest.raises(ValueError, match="'b' has an infinite value"):
        normalise(pd.DataFrame({"a": [0.0, 1], "b": [0.0, np.inf]}))


@pytest.mark.parametrize(
    ("posts", "message"), [([10, 10, 10], "3 values of high for 2 columns"), ({"a": 10}, "no high for 'b'")]
)
def test_posts_are_one_for_all_or_one_for_each_column(posts, message):
    with pytest.raises(ValueError, match=message):
        goalposts(ONE, 0, posts)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, -1], "weight of 'b' is -1"),
        ([np.nan, 1], "weight of 'a' is nan"),
        ([1, np.inf], "weight of 'b' is inf"),
        ([0, 0], "all weights are 0"),
        ([1], "1 weights for 2 columns"),
        ([1, 1, 1], "3 weights for 2 columns"),
        ({"a": 1}, "1 weights for 2 columns"),
        ({"a": 1, "c": 1}, "no weight for 'b'"),
        (pd.Series([1, 1]), "no weight for 'a'"),
    ],
)
def test_weights_are_one_number_not_below_0_for_each_column(weights, message):
    with pytest.raises(ValueError, match=message):
        aggregate(ONE, weights)


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
@pytest.mark.parametrize("shift", [0, 10])
def test_a_negative_value_has_no_geometric_or_harmonic_mean(method, shift):
    with pytest.raises(ValueError, match=f"'b' has a value below 0, of which there is no {method} mean"):
        aggregate(pd.DataFrame({"a": [1.0, 1], "b": [1.0, -1]}), [1, 1], method, shift=shift)
    assert aggregate([1, -1], [1, 1]) == 0


def test_an_infinite_value_has_no_mean():
    with pytest.raises(ValueError, match="'b' has an infinite value"):
        aggregate(ONE.assign(b=np.inf), [1, 1])


@pytest.mark.parametrize("shift", [-1, np.nan, np.inf])
def test_a_shift_is_finite_and_not_below_0(shift):
    with pytest.raises(ValueError, match="the shift is"):
        aggregate([1, 2], [1, 1], "geometric", shift=shift)


def test_an_unknown_mean_is_refused_by_name():
    with pytest.raises(ValueError, match="method is one of arithmetic, geometric, harmonic, not 'median'"):
        aggregate([1, 2], [1, 1], "median")


@pytest.mark.parametrize(
    ("nodes", "options", "message"),
    [
        (TWO_LEAVES, {"normalise": "rank"}, "normalise is one of goalposts, minmax, zscore, not 'rank'"),
        (TWO_LEAVES, {"method": "median"}, "method is one of .* not 'median'"),
        (TWO_LEAVES, {"method": ("arithmetic", "median")}, "method is one of .*'median'"),
        (TWO_LEAVES, {"method": ()}, "method is one of"),
        ((*TWO_LEAVES, ("c", "all", 1, 1, 0, 10)), {}, "exactly one column 'c'"),
        ((*TWO_LEAVES, ("a", "all", 1, 1, 0, 10)), {}, "'a' is described twice"),
        ((*TWO_LEAVES, ("c", "al", 1, 1, 0, 10)), {}, "'c' has the parent 'al', which is not described"),
        ((*TWO_LEAVES, ("x", "y", 1), ("y", "x", 1)), {}, "a cycle: (x → y → x|y → x → y)"),
        ((*TWO_LEAVES, ("x", "x", 1)), {}, "a cycle: x → x"),
        (
            (("all", None), ("a", "all", 0, 1, 0, 10), ("b", "all", 0, 1, 0, 10)),
            {},
            "below 'all': all weights are 0",
        ),
        ((("all", None), ("a", "all", None, 1, 0, 10)), {}, "below 'all': the weight of 'a' is nan"),
        ((("all", None), ("a", "all", 1, None, 0, 10)), {}, "the direction of 'a' is nan"),
        ((("all", None), ("a", "all", 1, 1, 10, 0)), {}, "the posts of 'a' are 10 and 0"),
        (TWO_LEAVES, {"method": "geometric", "shift": -1}, "below 'all': the shift is -1"),
    ],
)
def test_a_description_that_is_no_tree_of_weights_is_refused_by_name(nodes, options, message):
    with pytest.raises(ValueError, match=message):
        score(ONE, tree(*nodes), **options)


def test_standard_deviations_are_refused_by_other_means_than_the_arithmetic():
    with pytest.raises(ValueError, match="below 'all': 'a' has a value below 0"):
        score(pd.DataFrame({"a": [1.0, 2], "b": [3.0, 1]}), tree(*TWO_LEAVES), "zscore", "geometric")


def test_a_leaf_that_the_table_has_twice_is_refused():
    with pytest.raises(ValueError, match="exactly one column 'a'"):
        score(pd.DataFrame([[1.0, 2, 3]], columns=["a", "a", "b"]), tree(*TWO_LEAVES))
