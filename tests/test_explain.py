"""Parts of a score sum to it, exactly, whatever is missing; and small bases are drawn to where they belong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from timpora import paths
from timpora.measure import explain, index, method
from timpora.measure.shrinkage import empirical_bayes
from timpora.measure.uncertainty import simulate

METHOD = method.parse((paths.ROOT / "data" / "reference" / "indicators.toml").read_text("utf-8"))
COUNT = len(METHOD.scored)
ONES = st.one_of(st.floats(0, 100), st.just(0.0), st.just(100.0), st.just(float("nan")))
some = settings(derandomize=True)


def points(units: int) -> st.SearchStrategy:
    return arrays(float, (units, COUNT), elements=ONES)


def at(**known: float) -> np.ndarray:
    """One unit: points of the indicators that are named, nothing of the others."""
    return np.array([[known.get(one.id, np.nan) for one in METHOD.scored]])


def test_a_score_is_the_shifted_geometric_mean_of_the_pillars_means():
    unit = at(apoa_coverage_gap=60, late_reporting=20, tps_flag_density=30, readiness_gap=90, overdue_followup=0)
    compliance = (0.25 * 60 + 0.15 * 20) / 0.4
    capacity = (0.3 * 90 + 0.2 * 0) / 0.5
    assert explain.pillars(unit, METHOD)[0] == pytest.approx([compliance, 30, capacity])
    by_hand = (compliance + 10) ** 0.4 * (30 + 10) ** 0.2 * (capacity + 10) ** 0.4 - 10
    assert explain.scores(unit, METHOD)[0] == pytest.approx(by_hand)


def test_the_public_function_and_the_published_score_are_one():
    import pandas as pd

    values = {one.id: [one.low + 0.37 * (one.high - one.low)] for one in METHOD.scored}
    found = index.score(
        pd.DataFrame(values), METHOD.description(), method=("arithmetic", "geometric"), shift=METHOD.rules.shift
    )
    assert found["index"].iloc[0] == pytest.approx(37) and explain.scores(np.full((1, COUNT), 37.0), METHOD)[0] == (
        pytest.approx(37)
    )


@some
@given(points(3))
def test_the_way_from_the_middle_ends_at_the_score(unit):
    way, score = explain.from_median(unit, METHOD), explain.scores(unit, METHOD)
    known = ~np.isnan(score)
    whole = way.median + way.missing + way.parts.sum(axis=1)
    assert whole[known] == pytest.approx(score[known], abs=1e-7)


@some
@given(points(2), points(2))
def test_what_moved_and_what_arrived_sum_to_the_change(before, now):
    change = explain.change(before, now, METHOD)
    whole = explain.scores(now, METHOD) - explain.scores(before, METHOD)
    known = ~np.isnan(whole)
    assert (change.moved.sum(axis=1) + change.data)[known] == pytest.approx(whole[known], abs=1e-7)
    # Where the same indicators are known, nothing arrived.
    same = (np.isnan(before) == np.isnan(now)).all(axis=1) & known
    assert change.data[same] == pytest.approx(np.zeros(same.sum()), abs=1e-7)


@some
@given(points(1), points(1))
def test_a_part_has_the_sign_of_what_moved(before, now):
    both = np.isnan(before) | np.isnan(now)
    before, now = np.where(both, np.nan, before), np.where(both, np.nan, now)
    moved = np.nan_to_num(explain.change(before, now, METHOD).moved)
    step = np.nan_to_num(now - before)
    assert (moved[step > 0] >= 0).all() and (moved[step < 0] <= 0).all() and (moved[step == 0] == 0).all()


@some
@given(points(1))
def test_what_mending_one_indicator_gains_is_what_the_score_then_loses(unit):
    gains, score = explain.gains(unit, METHOD)[0], explain.scores(unit, METHOD)[0]
    for place in np.flatnonzero(~np.isnan(unit[0])):
        mended = unit.copy()
        mended[0, place] = 0
        assert gains[place] == pytest.approx(score - explain.scores(mended, METHOD)[0], abs=1e-7)
    assert np.isnan(gains[np.isnan(unit[0])]).all()


def test_a_pillar_of_which_one_light_indicator_is_known_does_not_speak_and_one_pillar_is_no_index():
    light = at(late_reporting=100, tps_flag_density=10, open_roll_findings=10, readiness_gap=20, early_detection_gap=20)
    counted = explain.counted(light, METHOD)
    assert np.isnan(explain.pillars(counted, METHOD)[0, 0]) and explain.scores(counted, METHOD)[0] < 20
    alone = at(readiness_gap=20, early_detection_gap=20)
    assert np.isnan(explain.counted(alone, METHOD)).all()


def test_the_share_that_is_known_counts_what_is_lacking_and_not_what_does_not_apply():
    unit = at(readiness_gap=20, early_detection_gap=20, tps_flag_density=10, open_roll_findings=10)
    there = 0.4 * 0.6 + 0.2
    nothing_lacking = np.zeros(unit.shape, bool)
    assert explain.shares(unit, nothing_lacking, METHOD)[0] == 1
    assert explain.shares(unit, np.isnan(unit), METHOD)[0] == pytest.approx(there)


def test_draws_are_the_same_for_the_same_values_and_surer_values_have_narrower_intervals():
    random = np.random.default_rng(1)
    values = np.array([[one.low + share * (one.high - one.low) for one in METHOD.scored] for share in random.random(9)])
    none = np.zeros(values.shape)
    noisy = np.array([[0.3 * (one.high - one.low) for one in METHOD.scored]] * 9)
    first, again, unsure = (simulate(values, noise, METHOD) for noise in (none, none, noisy))
    assert np.array_equal(first.low, again.low) and np.array_equal(first.rank_high, again.rank_high)
    assert (unsure.high - unsure.low > first.high - first.low).all()
    assert first.shares.sum(axis=1) == pytest.approx(np.ones(9))


def test_an_interval_holds_the_score_and_a_place_far_above_the_others_is_always_the_first():
    shares = np.array([0.9, 0.3, 0.28, 0.1])
    values = np.array([[one.low + share * (one.high - one.low) for one in METHOD.scored] for share in shares])
    found = simulate(values, np.zeros(values.shape), METHOD)
    score = explain.scores(np.repeat(100 * shares[:, None], COUNT, axis=1), METHOD)
    assert (found.low <= score).all() and (score <= found.high).all()
    assert (found.rank_low[0], found.rank_high[0]) == (1, 1) and found.shares[0, 2] == 1
    assert (found.rank_low[1], found.rank_high[2]) == (2, 3)


def test_draws_vary_posts_and_leave_out_each_indicator_in_turn():
    """All at 50 points but one, which stands at its bad post: without it the score is 50 and the interval says so."""
    middle = [one.low + 0.5 * (one.high - one.low) for one in METHOD.scored]
    place = [one.id for one in METHOD.scored].index("readiness_gap")
    values = np.array([middle])
    values[0, place] = METHOD.scored[place].high
    found = simulate(values, np.zeros(values.shape), METHOD)
    assert found.low[0] < 55 < explain.scores(np.where(np.arange(COUNT) == place, 100.0, 50.0)[None, :], METHOD)[0]


def test_a_rate_on_a_small_base_is_drawn_to_its_kabupaten_as_marshall_does_it():
    """Marshall (1991), by hand: m = Σe ÷ Σn, s² = Σ n (r − m)² ÷ Σ n, A = s² − m ÷ n̄, weight = A ÷ (A + m ÷ n).

    Where he takes m for what chance does, half a case is added to it, so that nothing is ever certain.
    """
    events, bases = np.array([0.0, 1.0, 5.0]), np.array([10.0, 40.0, 10.0])
    mean, chance = 6 / 60, 6.5 / 61
    spread = (10 * 0.1**2 + 40 * 0.075**2 + 10 * 0.4**2) / 60
    beyond = spread - chance / 20
    weights = beyond / (beyond + chance / bases)
    expected = mean + weights * (events / bases - mean)
    found, _ = empirical_bayes(events, bases, np.zeros(3, int))
    assert found == pytest.approx(expected)


def test_where_nothing_ever_happened_the_rate_is_nought_and_not_certain():
    found, deviation = empirical_bayes(np.zeros(3), np.array([1.0, 4.0, 2.0]), np.zeros(3, int), kind="share")
    assert (found == 0).all() and (deviation > 0).all()


def test_equal_scores_share_a_range_of_places():
    values = np.array([[one.low + 0.5 * (one.high - one.low) for one in METHOD.scored]] * 4)
    found = simulate(values, np.zeros(values.shape), METHOD)
    assert (found.rank_low == 1).all() and (found.rank_high == 1).all()


def test_without_more_spread_than_chance_every_rate_is_the_kabupatens_and_another_kabupaten_has_its_own():
    events, bases = np.array([1.0, 2.0, 30.0, 90.0]), np.array([10.0, 20.0, 60.0, 180.0])
    found, deviation = empirical_bayes(events, bases, np.array([0, 0, 1, 1]), kind="share")
    assert found == pytest.approx([0.1, 0.1, 0.5, 0.5]) and (deviation > 0).all()


def test_rounding_counts_as_chance_and_what_is_not_known_stays_unknown():
    events, bases, group = np.array([0.0, 5.0, np.nan]), np.array([10.0, 10.0, 10.0]), np.zeros(3, int)
    plain, _ = empirical_bayes(events, bases, group)
    rounded, _ = empirical_bayes(events, bases, group, noise=np.full(3, 0.25))
    assert plain[0] < rounded[0] == pytest.approx(0.25) and np.isnan(plain[2]) and np.isnan(rounded[2])
