"""EARS, Farrington's bound and the c-chart: the published numbers, the formulas, and what is no count."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.measure import alarms
from timpora.measure.alarms import c_chart, ears_c1, ears_c2, ears_c3, farrington_bound

EARS = [ears_c1, ears_c2, ears_c3]
EVERY = [*EARS, c_chart]
# Nonconformities on 26 samples of 100 printed circuit boards (Montgomery, Introduction to Statistical Quality Control;
# `circuit` in the R package qcc).
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
Z = 1.6448536269514722  # of 95 %
ALONE = [0] * 7 + [1]
COUNTS = st.lists(st.one_of(st.integers(0, 60), st.none()), max_size=24)


# The published numbers


@pytest.mark.parametrize(
    ("power", "lower", "upper"),
    [(1, 1.3073128, 8.6926872), (1 / 2, 1.9891097, 9.3744842), (2 / 3, 1.8084477, 9.1154825)],
)
def test_farringtons_threshold_is_that_of_r_surveillance(power, lower, upper):
    assert farrington_bound(5, 0.2, 1, 0.05, power) == pytest.approx((lower, upper), abs=1e-7)


def test_the_c_chart_is_montgomerys_and_samples_6_and_20_signal():
    made = c_chart(BOARDS)
    assert made.loc[0, ["expected", "lower", "upper"]].tolist() == pytest.approx([19.846, 6.481, 33.211], abs=5e-4)
    assert (np.flatnonzero(made["alarm"]) + 1).tolist() == [6, 20]


def test_c1_is_mean_and_sample_deviation_of_the_seven_months_before():
    counts = [3, 1, 4, 1, 5, 9, 2, 6]
    made = ears_c1(counts)
    assert made.loc[7, "expected"] == pytest.approx(25 / 7)
    assert made.loc[7, "upper"] == pytest.approx(25 / 7 + Z * np.std(counts[:7], ddof=1))
    assert made["expected"].notna().tolist() == [False] * 7 + [True] and not made["alarm"].any()


def test_c2_leaves_two_months_out_so_that_a_rise_does_not_hide_itself():
    counts = [3, 1, 4, 1, 5, 9, 2, 20, 20, 20]
    made = ears_c2(counts)
    assert made.loc[9, "upper"] == pytest.approx(25 / 7 + Z * np.std(counts[:7], ddof=1))
    assert made["expected"].notna().sum() == 1 and made.loc[9, "alarm"] and not ears_c1(counts).loc[9, "alarm"]


def test_c3_lowers_the_bound_by_what_the_two_months_before_had_above_one_deviation():
    counts = pd.Series([4, 6, 3, 5, 7, 4, 6, 5, 3, 8, 7, 7.0])
    made = ears_c3(counts)
    score = [(counts[t] - counts[t - 8 : t - 2].mean()) / counts[t - 8 : t - 2].std() for t in (9, 10)]
    carried = sum(max(0, each - 1) for each in score)
    mean, sigma = counts[3:9].mean(), counts[3:9].std()
    assert ears_c3(counts, baseline=6).loc[11, "upper"] == pytest.approx(mean + sigma * (Z - carried))
    assert carried > 0 and made.loc[11, "upper"] <= ears_c2(counts).loc[11, "upper"]


def test_a_rise_that_is_too_small_for_c2_in_any_month_is_found_by_c3():
    counts = [4, 6, 4, 6, 4, 6, 4, 5, 5, 6.2, 6.2, 6.2]
    assert not ears_c2(counts)["alarm"].any()
    assert ears_c3(counts)["alarm"].tolist() == [False] * 11 + [True]


def test_what_c3_carries_never_makes_an_alarm_of_a_month_that_was_as_expected():
    counts = [0, 1] * 5 + [90, 0, 0, 0]
    made = ears_c3(counts)
    assert np.flatnonzero(made["alarm"]).tolist() == [10]
    assert (made["upper"] >= made["expected"])[9:].all()


# Small counts


def test_one_person_after_seven_months_with_nobody_is_an_alarm_of_c1_until_the_deviation_has_a_floor():
    assert ears_c1(ALONE).loc[7, "alarm"]
    assert not ears_c1(ALONE, min_sigma=1).loc[7, "alarm"]
    assert ears_c1(ALONE, min_sigma=1).loc[7, "upper"] == pytest.approx(Z)


@pytest.mark.parametrize("ears", [ears_c2, ears_c3])
def test_nor_is_it_one_of_c2_and_c3_with_the_floor(ears):
    counts = [0] * 11 + [1, 0, 0]
    assert ears(counts)["alarm"].any() and not ears(counts, min_sigma=1)["alarm"].any()


def test_where_nobody_is_expected_farringtons_bound_is_the_plain_one():
    assert farrington_bound(0, 0, 1, 0.05, 2 / 3) == (0, 0)
    assert farrington_bound(0, 2, 1, 0.05, 2 / 3) == pytest.approx((0, 2 * Z))


def test_farringtons_bound_takes_arrays_and_never_falls_below_nobody():
    made = farrington_bound(np.array([[5.0, 0.5], [40, 0]]), 0.2, np.array([1.0, 3]), 0.05, 2 / 3)
    assert made.upper.shape == (2, 2) and made.upper[0, 0] == pytest.approx(9.1154825)
    assert (made.lower >= 0).all() and made.lower[0, 1] == 0
    assert farrington_bound(0.5, 0.2, 1, 0.05, 1).lower == 0


# Months without a report


@pytest.mark.parametrize("ears", EARS)
def test_a_month_without_a_report_is_no_alarm_and_the_others_of_its_baseline_stand(ears):
    counts = [5, 5, np.nan, 6, 4, 5, 5, 6, 4, 5, 6, 4, 30, np.nan]
    made = ears(counts)
    assert made["alarm"].tolist() == [False] * 12 + [True, False]
    lag = 0 if ears is ears_c1 else 2
    assert made.loc[9, "expected"] == pytest.approx(np.nanmean(counts[9 - lag - 7 : 9 - lag]))


def test_where_half_of_a_baseline_is_missing_there_is_no_bound():
    known = ears_c1([np.nan, np.nan, np.nan, 1, 2, 3, 4, 50])
    assert known.loc[7, "alarm"] and known.loc[7, "expected"] == pytest.approx(2.5)
    made = ears_c1([np.nan, np.nan, np.nan, np.nan, 2, 3, 4, 50])
    assert np.isnan(made.loc[7, "upper"]) and not made.loc[7, "alarm"]


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("counts", [[], [3], [None, None], [np.nan] * 20, pd.Series([], dtype=float)])
def test_series_too_short_or_empty_have_no_bound_and_no_alarm(method, counts):
    made = method(counts)
    assert len(made) == len(counts) and not made["alarm"].any() and made["alarm"].dtype == bool


@pytest.mark.parametrize("method", EVERY)
def test_the_frame_has_the_index_of_the_series(method):
    months = pd.date_range("2023-01-01", periods=26, freq="MS")
    made = method(pd.Series(BOARDS, months))
    assert made.index.equals(months) and {"expected", "upper", "alarm"} <= set(made)
    np.testing.assert_array_equal(made["alarm"], method(np.array(BOARDS))["alarm"])


# What is no count


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize(
    ("counts", "says"),
    [([1, -2, 3], "-2 at 1 is no count"), ([1, np.inf], "inf at 1 is no count"), (["a"], "no number")],
)
def test_what_is_no_count_is_refused_with_its_place(method, counts, says):
    with pytest.raises(ValueError, match=says):
        method(counts)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"baseline": 2}, "baseline is 2"),
        ({"alpha": 0}, "alpha is 0"),
        ({"alpha": 1.5}, "alpha is 1.5"),
        ({"min_sigma": -1}, "min_sigma is -1"),
        ({"min_sigma": np.nan}, "min_sigma is nan"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(parameters, says):
    for ears in EARS:
        with pytest.raises(ValueError, match=says):
            ears(BOARDS, **parameters)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((5, 0.2, 1, 0.05, 0), "power is 0"),
        ((5, 0.2, 1, 0.05, 2), "power is 2"),
        ((-5, 0.2, 1, 0.05, 1), "expected has a value below 0"),
        ((5, -0.2, 1, 0.05, 1), "standard_error has a value below 0"),
        ((5, 0.2, 1, 1, 1), "alpha is 1"),
    ],
)
def test_farringtons_bound_refuses_what_makes_no_sense(arguments, says):
    with pytest.raises(ValueError, match=says):
        farrington_bound(*arguments)


# Properties


@pytest.mark.parametrize("ears", EARS)
@given(counts=COUNTS, more=st.integers(1, 50), place=st.integers(0, 23), floor=st.sampled_from([0.0, 0.5, 1.0]))
def test_more_observed_never_takes_an_alarm_away(ears, counts, more, place, floor):
    if place >= len(counts) or counts[place] is None:
        return
    before = ears(counts, min_sigma=floor)["alarm"][place]
    counts[place] += more
    assert ears(counts, min_sigma=floor)["alarm"][place] >= before


@pytest.mark.parametrize("ears", EARS)
@given(counts=COUNTS, constant=st.integers(1, 1000))
def test_a_constant_on_every_month_changes_no_alarm_and_moves_the_bound_by_itself(ears, counts, constant):
    before, after = ears(counts), ears([None if each is None else each + constant for each in counts])
    np.testing.assert_allclose(after["upper"], before["upper"] + constant, rtol=0, atol=1e-6)
    near = np.isclose(before["upper"], pd.Series(counts, dtype=float), rtol=0, atol=1e-6)
    assert (before["alarm"] == after["alarm"])[~near].all()


@pytest.mark.parametrize("method", EVERY)
@given(counts=COUNTS)
def test_an_alarm_is_above_its_bound_and_never_a_month_with_nobody(method, counts):
    made, series = method(counts), pd.Series(counts, dtype=float)
    if method is c_chart:
        assert (made["alarm"] == ((series > made["upper"]) | (series < made["lower"]))).all()
    else:
        assert (made["alarm"] == (series > made["upper"])).all() and not made["alarm"][series == 0].any()


@given(
    expected=st.floats(0.01, 500),
    error=st.floats(0, 5),
    dispersion=st.floats(1, 5),
    power=st.sampled_from([1, 1 / 2, 2 / 3]),
)
def test_farringtons_bound_lies_around_what_is_expected_and_widens_with_certainty(expected, error, dispersion, power):
    narrow, wide = (farrington_bound(expected, error, dispersion, alpha, power) for alpha in (0.05, 0.01))
    assert wide.lower <= narrow.lower <= expected <= narrow.upper <= wide.upper


def test_every_method_names_its_source():
    for name in ("Hutwagner", "Fricker", "Farrington", "Noufaily", "Montgomery"):
        assert name in alarms.__doc__
