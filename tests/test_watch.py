"""The product's early warning: by hand, step by step; what must never be an alarm; what must always be one."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.measure import watch as watching
from timpora.measure.alarms import farrington_bound
from timpora.measure.expectation import expect
from timpora.measure.watch import EARS, FARRINGTON, NONE, Rule, watch

RULE = Rule(alpha=0.003, least_count=5, least_excess=3, least_spread=1.0, discovery_rate=1.0)
ALL = 84


def months(count: int = ALL) -> pd.DatetimeIndex:
    return pd.date_range("2018-01-01", periods=count, freq="MS")


def judged(counts, rule: Rule = RULE, **more) -> watching.Watched:
    """One series, or several of one length."""
    counts = np.atleast_2d(np.asarray(counts, float))
    return watch(counts, months(counts.shape[1]), rule, **more)


def chance(mean, size=(1, ALL), seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, size).astype(float)


def with_last(counts, value: float) -> np.ndarray:
    counts = np.array(counts, float, ndmin=2)
    counts[:, -1] = value
    return counts


# By hand


def test_the_season_is_its_references_and_the_bound_is_farringtons():
    counts = chance(12)
    made = judged(counts)
    # Of the last month: five years back the same month and its neighbours, but for the one eleven months ago.
    lags = [each for year in range(12, 61, 12) for each in (year - 1, year, year + 1) if each != 11]
    taken = counts[0, [ALL - 1 - lag for lag in lags]]
    mean = taken.mean()
    dispersion = max(1, ((taken - mean) ** 2 / mean).sum() / (len(taken) - 1))
    bound = farrington_bound(mean, np.sqrt(dispersion * mean / len(taken)), dispersion, RULE.alpha, 2 / 3)
    assert len(taken) == 14 and made.method[0, -1] == FARRINGTON
    assert (made.expected[0, -1], made.upper[0, -1]) == pytest.approx((mean, bound.upper))


def test_a_count_at_its_bound_has_alpha_for_its_p():
    counts = chance(12)
    upper = judged(counts).upper[0, -1]
    assert judged(with_last(counts, upper)).p[0, -1] == pytest.approx(RULE.alpha)
    assert not judged(with_last(counts, np.floor(upper))).alarm[0, -1]
    assert judged(with_last(counts, np.ceil(upper))).alarm[0, -1]


def test_less_than_three_years_are_judged_by_the_months_before_but_for_the_newest_two():
    counts = chance(12, (1, 20))
    made = judged(counts)
    taken = counts[0, 10:17]
    assert made.method[0].tolist() == [NONE] * 6 + [EARS] * 14
    season = counts[0, [6, 7]].mean()
    assert made.expected[0, -1] == pytest.approx(max(taken.mean(), season))
    assert judged(counts, replace(RULE, baseline=5)).expected[0, 10] == pytest.approx(counts[0, 3:8].mean())


def test_the_season_is_known_once_three_years_of_it_are_there():
    made = judged(chance(12))
    assert made.method[0, 35] == FARRINGTON and (made.method[0, 6:35] == EARS).all()
    assert judged(chance(12), replace(RULE, years=3, half_window=0)).method[0, 35:37].tolist() == [EARS, FARRINGTON]


def test_rounding_widens_the_bound_where_chance_alone_explains_the_references():
    counts = np.full(ALL, 20.0)
    bound = farrington_bound(20, np.sqrt(1.2 * 20 / 14), 1 + 4 / 20, RULE.alpha, 2 / 3)
    assert judged(counts, noise=4.0).upper[0, -1] == pytest.approx(bound.upper)


def test_a_trend_has_the_standard_error_of_its_model():
    # The same references in one linear model, by iteratively reweighted least squares as the textbook has it.
    years = -np.arange(14, 0, -1) / 3
    seen = np.array([55, 60, 48, 52, 40, 44, 39, 41, 30, 33, 35, 24, 27, 22.0])
    design = np.column_stack([np.ones(14), years])
    mean = seen.copy()
    for _ in range(20):
        working = np.log(mean) + (seen - mean) / mean
        covariance = np.linalg.inv(design.T @ (design * mean[:, None]))
        mean = np.exp(design @ (covariance @ (design.T @ (mean * working))))
    dispersion = max(1, ((seen - mean) ** 2 / mean).sum() / 12)
    made = expect(seen[None], years, np.zeros(1))
    level = np.exp(covariance @ (design.T @ (mean * working)))[0]
    error = level * np.sqrt(dispersion * covariance[0, 0])
    assert (made.mean[0], made.dispersion[0], made.error[0]) == pytest.approx((level, dispersion, error), rel=1e-6)


def test_the_season_of_a_single_year_is_no_news_the_year_after():
    counts = np.tile([4.0] * 11 + [40], 2)
    made = judged(counts, replace(RULE, half_window=0))
    assert np.flatnonzero(made.alarm[0]).tolist() == [11]
    assert made.expected[0, 23] == 40


def test_a_trend_is_followed_down_and_never_above_what_there_was():
    falling = 80 * 0.8 ** (np.arange(ALL) / 12)
    made = judged(falling)
    assert made.expected[0, 60:] == pytest.approx(falling[60:], rel=1e-3)
    rising = 20 * 1.2 ** (np.arange(ALL) / 12)
    assert (judged(rising).expected[0, 60:] <= rising[60:]).all()
    # Without the newest months, which hold the rise under way.
    season, usual = rising[[-1 - lag for lag in range(12, 62)]].max(), judged(rising, replace(RULE, years=3))
    assert usual.expected[0, -1] <= season * 1.2


def test_what_comes_back_after_a_collapse_is_expected_to_be_no_more_than_there_ever_was():
    counts = np.concatenate([chance(150, (1, 26)), chance(3, (1, 22)), chance(120, (1, ALL - 48), seed=2)], axis=1)
    expected = judged(counts).expected[0]
    seen = np.maximum.accumulate(counts[0])
    assert (expected[48:] > 60).any()  # the level that has lasted is known again
    assert (expected[48:] <= seen[48:] + 1).all()


def test_a_trend_that_chance_explains_is_not_followed():
    counts = chance(10, (400, ALL))
    made = judged(counts)
    lags = [each for year in range(12, 61, 12) for each in (year - 1, year, year + 1) if each != 11]
    plain = counts[:, [ALL - 1 - lag for lag in lags]].mean(axis=1)
    # By chance 5 % have a trend, and as many an outlier.
    assert (np.abs(made.expected[:, -1] - plain) > 0.5).mean() < 0.15


def test_a_past_outbreak_counts_for_less_than_its_share_and_widens_no_bound():
    counts = np.tile([11.0, 13, 12, 10, 14, 12], ALL // 6)
    hidden = counts.copy()
    hidden[-25] = 90
    clean, made = judged(counts), judged(hidden)
    assert made.expected[0, -1] < clean.expected[0, -1] + 1 < clean.expected[0, -1] + (90 - 12) / 14
    assert made.upper[0, -1] < clean.upper[0, -1] + 2
    # A month that is always so is no outbreak.
    every_year = np.where(np.arange(ALL) % 12 == 11, 90, counts)
    assert judged(every_year, replace(RULE, half_window=0)).expected[0, -1] == 90


@pytest.mark.parametrize("change", [{"least_count": 31}, {"least_excess": 19}, {"discovery_rate": 1e-9}])
def test_every_condition_must_hold(change):
    counts = with_last(chance(12), 30)
    assert judged(counts).alarm[0, -1] and not judged(counts, replace(RULE, **change)).alarm[0, -1]


def test_what_is_an_alarm_alone_may_not_be_one_among_many():
    counts = chance(10, (400, ALL), 2)
    rule = replace(RULE, discovery_rate=0.25)
    bound = judged(counts).upper[0, -1]
    counts[0, -1] = np.ceil(bound)
    assert judged(counts[:1], rule).alarm[0, -1] and not judged(counts, rule).alarm[0, -1]
    counts[:40, -1] = np.ceil(judged(counts).upper[:40, -1])
    assert judged(counts, rule).alarm[:40, -1].all()


# What must never be an alarm


@pytest.mark.parametrize("length", [8, 20, ALL])
@pytest.mark.parametrize("people", [1, 2, 3])
def test_one_person_after_months_with_nobody_is_no_alarm(length, people):
    rule = replace(RULE, least_count=1, least_excess=1)
    assert not judged(with_last(np.zeros(length), people), rule).alarm.any()
    assert not judged(with_last(np.zeros(length), 4), RULE).alarm.any()


def test_nor_is_it_one_where_rounding_makes_five_of_it():
    rule = replace(RULE, least_count=1, least_excess=1)
    counts = with_last(np.zeros(ALL), 5)
    assert not judged(counts, rule, noise=4.0).alarm.any() and judged(counts, rule).alarm[0, -1]
    assert judged(with_last(counts, 15), rule, noise=4.0).alarm[0, -1]


def test_a_month_without_a_report_is_neither_alarm_nor_reference():
    counts = chance(12)
    missing = counts.copy()
    missing[0, [-13, -1]] = np.nan
    made, other = judged(missing), judged(with_last(counts, 500))
    assert not made.alarm[0, -1] and np.isnan(made.p[0, -1]) and np.isnan(made.q[0, -1])
    lags = [each for year in range(12, 61, 12) for each in (year - 1, year, year + 1) if each not in (11, 12)]
    assert made.expected[0, -1] == pytest.approx(counts[0, [ALL - 1 - lag for lag in lags]].mean())
    assert other.alarm[0, -1]


def test_nothing_before_a_break_is_a_reference():
    counts = np.concatenate([chance(10, 50), chance(50, 34, 3)])
    starts = np.where(np.arange(ALL) < 50, 0, 50)[None]
    broken, whole = judged(counts, starts=starts), judged(counts)
    assert broken.method[0, 49:57].tolist() == [FARRINGTON] + [NONE] * 6 + [EARS]
    assert not broken.alarm[0, 50:].any() and whole.alarm[0, 50:53].all()


@given(season=st.lists(st.integers(0, 80), min_size=12, max_size=12), half_window=st.integers(0, 2))
def test_a_season_that_comes_back_every_year_the_same_is_no_alarm_once_it_is_known(season, half_window):
    made = judged(np.tile(season, 7), replace(RULE, half_window=half_window, least_count=0, least_excess=0))
    assert not made.alarm[0, 37 + half_window :].any()


@given(season=st.lists(st.integers(0, 80), min_size=12, max_size=12), seed=st.integers(0, 99))
def test_a_season_on_top_moves_what_is_expected_by_itself(season, seed):
    # With the same month only, no trend and no level to raise: the references shift by what the month does.
    counts = np.tile(chance(30, 12, seed), 7)
    rule = replace(RULE, half_window=0)
    before, after = judged(counts, rule), judged(counts + np.tile(season, 7), rule)
    known = before.method[0] == FARRINGTON
    np.testing.assert_allclose((after.expected - before.expected)[0, known], np.tile(season, 7)[known], atol=1e-6)
    assert (before.alarm == after.alarm)[0, known].all()


def test_a_stock_that_stepped_up_is_an_alarm_while_that_is_new_and_no_more_once_it_lasted():
    counts = np.where(np.arange(ALL) < 60, 20.0, 60.0)
    made = judged(counts)
    alarms = np.flatnonzero(made.alarm[0])
    assert alarms[0] == 60 and len(alarms) in range(3, 11) and np.ptp(alarms) == len(alarms) - 1
    assert judged(with_last(counts, 120)).alarm[0, -1]
    assert not judged(np.where(np.arange(ALL) < 60, 0.0, 10.0)).alarm[0, 70:].any()


def test_a_stock_that_already_had_so_many_is_no_alarm_and_a_flow_in_its_low_season_is():
    high, low = np.where(np.arange(ALL) % 12 < 8, 40.0, 10.0), np.arange(ALL) == ALL - 4
    surge = np.where(low, 30, high)
    assert judged(surge, replace(RULE, half_window=0)).alarm[0, -4]
    assert not judged(surge, replace(RULE, half_window=0), stocks=[True]).alarm[0, -4]
    stepped = np.where(np.arange(ALL) < 60, 20.0, 60.0)
    for stocks in ([True], [False]):
        assert np.flatnonzero(judged(stepped, stocks=stocks).alarm[0])[0] == 60


def test_a_single_month_without_any_reference_has_no_method():
    made = judged([[7.0]])
    assert made.method.tolist() == [[NONE]] and np.isnan(made.expected).all() and not made.alarm.any()


# What must always be one


@pytest.mark.parametrize(("length", "seed"), [(20, 1), (ALL, 2)])
def test_a_doubling_of_forty_is_an_alarm_in_the_month_it_comes(length, seed):
    counts = chance(40, (50, length), seed)
    counts[:, -1] = chance(80, 50, seed + 1)
    assert judged(counts).alarm[:, -1].mean() > 0.85


def test_a_rise_under_way_does_not_hide_itself():
    rise = np.concatenate([np.full(72, 20.0), 20 + 3 * np.arange(12.0)])
    made, flat = judged(rise), judged(np.full(ALL, 20.0))
    assert made.alarm[0, 77:].all()
    assert made.expected[0, 76] == flat.expected[0, 76]


@given(
    seed=st.integers(0, 999),
    mean=st.sampled_from([0.3, 2, 10]),
    month=st.integers(0, 59),
    more=st.integers(1, 40),
    rate=st.sampled_from([0.25, 1.0]),
    noise=st.sampled_from([0.0, 4.0]),
)
def test_more_observed_never_takes_an_alarm_away(seed, mean, month, more, rate, noise):
    rule = replace(RULE, discovery_rate=rate, least_excess=1)
    counts = chance(mean, (3, 60), seed)
    counts[chance(0.2, (3, 60), seed + 1) > 0] = np.nan
    before = judged(counts, rule, noise=noise)
    counts[0, month] += more
    after = judged(counts, rule, noise=noise)
    assert (after.alarm >= before.alarm)[:, month].all()
    np.testing.assert_array_equal(after.expected[:, : month + 1], before.expected[:, : month + 1])


@given(seed=st.integers(0, 9999), mean=st.sampled_from([0.01, 0.3, 2, 40]), scale=st.integers(1, 30))
def test_every_answer_is_a_number_and_within_reason(seed, mean, scale):
    counts = chance(mean, (4, 72), seed) * np.array([[1], [scale], [1], [0]])
    counts[2, chance(0.5, 72, seed) > 0] = np.nan
    made = judged(counts, noise=np.array([[0.0], [4.0], [4.0], [0.0]]))
    some = made.method != NONE
    assert (np.isnan(made.expected) == ~some).all() and (np.isnan(made.upper) == ~some).all()
    assert (np.isnan(made.p) == (~some | np.isnan(counts))).all() and np.isfinite(made.score[~np.isnan(made.p)]).all()
    assert (made.upper >= made.expected)[some].all()
    assert (made.expected[some] <= 2 * np.nanmax(counts) + 1).all()
    assert ((made.p >= 0) & (made.p <= 1) | np.isnan(made.p)).all()


# Many


def test_a_series_is_judged_the_same_wherever_it_stands():
    counts = chance(5, (30, 60))
    many = np.tile(counts, (80, 1))
    seen = []
    made = watch(many, months(60), RULE, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2048, 2400), (2400, 2400)]
    np.testing.assert_array_equal(made.upper[-30:], judged(counts).upper)
    assert made.method.dtype == np.int8 and made.alarm.dtype == bool


def test_no_series_at_all_is_no_error():
    made = watch(np.empty((0, 12)), months(12), RULE, noise=4.0)
    assert made.alarm.shape == made.q.shape == (0, 12)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((np.zeros(12), months(12)), "shape"),
        ((np.zeros((2, 11)), months(12)), "12 months"),
        ((np.zeros((1, 2)), pd.DatetimeIndex(["2024-01-01", "2024-03-01"])), "hole"),
        ((np.zeros((1, 2)), pd.DatetimeIndex(["2024-02-01", "2024-01-01"])), "out of order"),
        ((np.full((1, 12), -1.0), months(12)), "negative"),
        ((np.full((1, 12), np.inf), months(12)), "infinite"),
    ],
)
def test_what_cannot_be_judged_is_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        watch(*arguments, RULE)


def test_starts_and_stocks_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="stocks has the shape"):
        judged(np.zeros(12), stocks=[True, False])
    with pytest.raises(ValueError, match="starts has the shape"):
        judged(np.zeros(12), starts=np.zeros((1, 11), int))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("alpha", 0),
        ("alpha", 0.5),
        ("least_count", -1),
        ("least_excess", -1),
        ("least_spread", float("nan")),
        ("discovery_rate", 0),
        ("discovery_rate", 1.1),
        ("years", 2),
        ("half_window", 6),
        ("baseline", 2),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=f"{name} is {value}: give"):
        replace(RULE, **{name: value})
