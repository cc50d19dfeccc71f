"""Why a score is what it is: exact parts of a difference between two scores, indicator by indicator.

The index is a mean within pillars and a shifted geometric mean across them. The difference of two such scores is split
by the logarithmic mean Divisia index (Ang 2005, "The LMDI approach to decomposition analysis", Energy Policy 33): the
parts have the sign of what moved, and sum to the whole without a rest.

Arrays of points are (units, indicators of method.scored), 0–100, NaN where there is no value; scores are (units,).
"""

from dataclasses import dataclass

import numpy as np

from timpora.measure import index
from timpora.measure.method import Method

# What `classes` numbers, as snapshots and pages call them.
CLASSES = ("low", "medium", "high")
_METHODS = ("arithmetic", "geometric")  # within pillars, across them


def pillars(points: np.ndarray, method: Method) -> np.ndarray:
    """(units, pillars that are scored): the mean of each pillar."""
    return np.column_stack([index.aggregate(points[:, own], _weights(method)[own]) for own in _members(method)])


def scores(points: np.ndarray, method: Method) -> np.ndarray:
    """The index of each unit, over the indicators that it has; NaN where it has none."""
    return index.aggregate(pillars(points, method), _across(method), _METHODS[1], shift=method.rules.shift)


def counted(points: np.ndarray, method: Method) -> np.ndarray:
    """points without those of pillars of which too little is known to speak for them; none where too few are left."""
    out, left = points.copy(), np.zeros(len(points))
    for own in _members(method):
        weights = _weights(method)[own]
        known = ~np.isnan(points[:, own]) @ weights / weights.sum() >= method.rules.smallest_pillar
        out[np.ix_(~known, own)] = np.nan
        left += known
    out[left < min(method.rules.smallest_pillars, len(_members(method)))] = np.nan
    return out


def shares(points: np.ndarray, is_lacking: np.ndarray, method: Method) -> np.ndarray:
    """Share of a unit's weight that is there, of what is there and what is lacking; is_lacking: (units, indicators)."""
    of_whole = np.array([method.shares()[one.id] for one in method.scored])
    there, lacking = ~np.isnan(points) @ of_whole, is_lacking @ of_whole
    with np.errstate(invalid="ignore"):
        return np.where(there > 0, there / (there + lacking), 0.0)


def judged(points: np.ndarray, is_lacking: np.ndarray, method: Method) -> tuple[np.ndarray, np.ndarray]:
    """(points that make a score, share of the weight present): all NaN where too little is known for a score."""
    out, share = counted(points, method), shares(points, is_lacking, method)
    out[share < method.rules.smallest_share] = np.nan
    return out, share


def weight_known(points: np.ndarray, method: Method) -> np.ndarray:
    """Share of the whole weight that a score stands on."""
    return ~np.isnan(points) @ np.array([method.shares()[one.id] for one in method.scored])


def classes(values: np.ndarray, method: Method) -> np.ndarray:
    """0, 1, 2 for low, medium, high, by the score as it is written; -1 where there is none."""
    shown = np.round(values, 1)
    place = (shown >= method.rules.medium).astype(int) + (shown >= method.rules.high)
    return np.where(np.isnan(values), -1, place)


def split(before: np.ndarray, after: np.ndarray, method: Method) -> np.ndarray:
    """(units, indicators): parts that sum to scores(after) − scores(before), where both have the same indicators.

    A unit whose indicators differ in presence, or that has none, has NaN; an indicator that is not there has 0.
    """
    shift = method.rules.shift
    one, other = pillars(before, method) + shift, pillars(after, method) + shift
    scale = _logarithmic_mean(scores(before, method) + shift, scores(after, method) + shift)
    within, above = _within(before, method), _above(one, method)
    slopes = scale[:, None] * above / _logarithmic_mean(one, other)
    parts = np.nan_to_num(slopes[:, _pillar_of(method)] * within * (after - before))
    is_same = (np.isnan(before) == np.isnan(after)).all(axis=1) & ~np.isnan(scale)
    return np.where(is_same[:, None], parts, np.nan)


def gains(points: np.ndarray, method: Method) -> np.ndarray:
    """(units, indicators): by how much the score would fall if that one indicator were brought to its good post."""
    of, shift = _pillar_of(method), method.rules.shift
    means = pillars(points, method) + shift
    left = (means[:, of] - _within(points, method) * points) / means[:, of]
    falls = (scores(points, method) + shift)[:, None] * (1 - left ** _above(means, method)[:, of])
    return np.where(np.isnan(points), np.nan, falls)


@dataclass(frozen=True)
class FromMedian:
    """score = median + missing + parts.sum(), for every unit: what it has no value for, and what it does otherwise."""

    median: float  # the score of the middle profile: each indicator at its median over the units
    missing: np.ndarray  # (units,)
    parts: np.ndarray  # (units, indicators)


def from_median(points: np.ndarray, method: Method) -> FromMedian:
    """The way from the middle of these units to each one's score."""
    middle = _medians(points)
    profile = np.where(np.isnan(points), np.nan, middle)
    start = float(scores(middle[None, :], method)[0])
    return FromMedian(start, scores(profile, method) - start, split(profile, points, method))


@dataclass(frozen=True)
class Change:
    """score now − score before = moved.sum() + data, for every unit; NaN where one of the two has no score."""

    moved: np.ndarray  # (units, indicators): indicators that both have and whose value moved
    data: np.ndarray  # (units,): values that arrived, and values that went


def change(before: np.ndarray, now: np.ndarray, method: Method) -> Change:
    """What lies between two scores of the same units."""
    both = ~np.isnan(before) & ~np.isnan(now)
    was, is_ = np.where(both, before, np.nan), np.where(both, now, np.nan)
    whole = scores(now, method) - scores(before, method)
    moved = np.nan_to_num(split(was, is_, method))
    return Change(moved, whole - moved.sum(axis=1))


def _members(method: Method) -> list[np.ndarray]:
    """For each pillar that is scored, the places of its indicators."""
    of = [one.pillar for one in method.scored]
    return [np.flatnonzero([name == pillar.id for name in of]) for pillar in method.pillars if pillar.id in of]


def _weights(method: Method) -> np.ndarray:
    return np.array([one.weight for one in method.scored])


def _pillar_of(method: Method) -> np.ndarray:
    """For each indicator, the place of its pillar."""
    of = np.empty(len(method.scored), dtype=int)
    for place, own in enumerate(_members(method)):
        of[own] = place
    return of


def _within(points: np.ndarray, method: Method) -> np.ndarray:
    """(units, indicators): what each weighs in its pillar, over those that are there; together 1."""
    weights = np.where(np.isnan(points), 0.0, _weights(method))
    for own in _members(method):
        whole = weights[:, own].sum(axis=1, keepdims=True)
        weights[:, own] /= np.where(whole > 0, whole, 1)
    return weights


def _above(means: np.ndarray, method: Method) -> np.ndarray:
    """(units, pillars): what each weighs in the index, over those that are there; together 1."""
    weights = np.where(np.isnan(means), 0.0, _across(method))
    whole = weights.sum(axis=1, keepdims=True)
    return weights / np.where(whole > 0, whole, 1)


def _across(method: Method) -> np.ndarray:
    of = {one.pillar for one in method.scored}
    return np.array([pillar.weight for pillar in method.pillars if pillar.id in of])


def _logarithmic_mean(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(a − b) ÷ (ln a − ln b), and a where both are alike."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (one - other) / (np.log(one) - np.log(other))
    # Of neighbours the quotient is noise; their plain mean is the same to twelve digits.
    return np.where(np.abs(one - other) < 1e-6 * np.abs(one), (one + other) / 2, mean)


def _medians(points: np.ndarray) -> np.ndarray:
    """Of each indicator over the units that have it; NaN where none has."""
    out = np.full(points.shape[1], np.nan)
    known = ~np.isnan(points).all(axis=0)
    out[known] = np.nanmedian(points[:, known], axis=0)
    return out
