"""Many tests at once: the published example, what stands alone, and what stands together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.measure.discoveries import adjusted, joint, stouffer, upper_tail
from timpora.measure.watch import Rule, watch

# The fifteen p of Benjamini and Hochberg (1995), section 2: at 5 % the first four stand.
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
PUBLISHED += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
RULE = Rule(alpha=0.003, least_count=5, least_excess=3, least_spread=1.0, discovery_rate=0.25)
MONTHS = pd.date_range("2018-01-01", periods=84, freq="MS")
P = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=12)


# The false discovery rate


def test_of_benjamini_and_hochbergs_fifteen_the_first_four_stand():
    q = adjusted(PUBLISHED)
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q[:8] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0298 * 15 / 7, 0.0298 * 15 / 7, 0.0645])
    assert q[-1] == 1


def test_what_was_not_tested_counts_for_nothing():
    order = np.random.default_rng(3).permutation(18)
    mixed = np.array([*PUBLISHED, np.nan, np.nan, np.nan])[order]
    np.testing.assert_allclose(adjusted(mixed), np.array([*adjusted(PUBLISHED), *[np.nan] * 3])[order])
    assert np.isnan(adjusted([np.nan, np.nan])).all() and adjusted([]).shape == (0,)


def test_each_month_is_adjusted_over_its_own_series():
    p = np.column_stack([PUBLISHED, np.full(15, 0.5), [np.nan] * 15])
    made = adjusted(p)
    np.testing.assert_allclose(made[:, 0], adjusted(PUBLISHED))
    assert (made[:, 1] == 0.5).all() and np.isnan(made[:, 2]).all()
    np.testing.assert_allclose(adjusted(p.T, axis=1).T, made)


@given(p=P)
def test_adjusted_p_is_its_definition(p):
    known = [each for each in p if each == each]
    for each, made in zip(p, adjusted(p), strict=True):
        if each == each:
            least = min(other * len(known) / sum(low <= other for low in known) for other in known if other >= each)
            assert made == pytest.approx(min(least, 1))
        else:
            assert np.isnan(made)


@given(p=P, place=st.integers(0, 11), share=st.floats(0, 1))
def test_a_smaller_p_never_has_a_larger_q(p, place, share):
    if place < len(p):
        lower = [*p[:place], p[place] * share, *p[place + 1 :]]
        before, after = adjusted(p), adjusted(lower)
        assert not (after > before + 1e-12).any()


def test_a_probability_outside_0_to_1_is_refused():
    for p in ([-0.1], [0.5, 1.1]):
        with pytest.raises(ValueError, match="outside 0 to 1"):
            adjusted(p)


# Together


def test_stouffer_adds_standard_scores_up():
    scores = np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 1.0], [np.nan, 3.0]])
    assert stouffer(scores) == pytest.approx(upper_tail(np.array([6, 6]) / np.sqrt(3)))
    assert np.isnan(stouffer(scores[:2])).all() and stouffer(scores.T, axis=1) == pytest.approx(stouffer(scores))


def test_the_upper_tail_is_that_of_the_normal_distribution():
    assert upper_tail(np.array([0, 1.6448536, 3.0902323, 40])) == pytest.approx([0.5, 0.05, 0.001, 0], rel=1e-6)


def office(mean: float, rounded: bool = False) -> tuple[np.ndarray, float]:
    """Counts of 600 series in which nothing happens, and the variance of their rounding."""
    random = np.random.default_rng(6)
    counts = random.poisson(mean, (600, 84)).astype(float)
    if rounded:
        rest = counts % 5
        counts += np.where(random.random(counts.shape) < rest / 5, 5, 0) - rest
    return counts, 4.0 if rounded else 0.0


def test_twelve_series_each_a_little_high_are_found_together_and_none_alone():
    counts, _ = office(6)
    counts[:12, -1] = [10, 11, 9, 10, 12, 10, 9, 11, 10, 12, 8, 11]
    found = watch(counts, MONTHS, RULE)
    groups = np.arange(600) // 12
    q = adjusted(joint(found, groups))[:, -1]
    assert not found.alarm[:12, -1].any()
    assert q[0] < 0.01 and (q[1:] > 0.05).all()


@pytest.mark.parametrize(("mean", "rounded"), [(0.3, False), (2, False), (10, False), (0.3, True), (2, True)])
def test_where_nothing_happens_groups_come_below_p_as_often_as_p_says_or_less(mean, rounded):
    counts, noise = office(mean, rounded)
    p = joint(watch(counts, MONTHS, RULE, noise=noise), np.arange(600) // 12)[:, 40:]
    # 50 groups in 44 months; those that follow each other share references.
    assert (p < 0.05).mean() < 0.075 and (p < 0.01).mean() < 0.022


def test_a_group_is_judged_by_its_members_and_too_few_are_not_judged():
    counts, _ = office(6)
    counts[:12, -1] *= 3
    found = watch(counts[:20], MONTHS, RULE)
    groups = np.array([0] * 12 + [1] * 2 + [-1] * 3 + [3] * 3)
    p = joint(found, groups)
    assert p.shape == (4, 84) and p[0, -1] < 1e-6 and np.isnan(p[1:3]).all() and not np.isnan(p[3, -1])
    np.testing.assert_allclose(p[0], stouffer(found.score[:12]))
    assert joint(found, np.full(20, -1)).shape == (0, 84)
    with pytest.raises(ValueError, match="one number for each of 20 series"):
        joint(found, groups[:5])
