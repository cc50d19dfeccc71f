"""How far a score can be trusted: the same index under other weights, posts, aggregation, indicators and chance.

After Saisana, Saltelli and Tarantola (2005), "Uncertainty and sensitivity analysis techniques as tools for the quality
assessment of composite indicators", and the OECD/JRC Handbook (2008), step 7; weights as in COINr.
"""

from dataclasses import dataclass

import numpy as np

from timpora.measure.method import Method

_AT_ONCE = 1 << 21  # numbers held at a time


@dataclass(frozen=True)
class Simulated:
    """One value a unit; NaN where the unit has no score in the draws."""

    low: np.ndarray  # ends of the interval of its scores
    high: np.ndarray
    shares: np.ndarray  # (units, 3): share of the draws in the low, the medium and the high class
    rank_low: np.ndarray  # ends of the interval of its ranks; 1: the highest score
    rank_high: np.ndarray


def simulate(values: np.ndarray, deviations: np.ndarray, method: Method) -> Simulated:
    """Draw the scores of some units anew.

    values, deviations: (units, indicators of method.scored) in their units, NaN where there is no value. The seed is
    the method's: the same values always give the same draws, and every unit meets the same weights and posts.
    """
    rules = method.rules
    scores = np.concatenate(list(_draws(values, np.nan_to_num(deviations), method)))
    outside = (1 - rules.interval) / 2
    ends = [outside, 1 - outside]
    shown = np.round(scores, 1)
    high = (shown >= rules.high).mean(axis=0)
    low = (shown < rules.medium).mean(axis=0)
    ranks = _ranks(shown)
    score_ends, rank_ends = _quantiles(scores, ends), _quantiles(ranks, ends)
    return Simulated(
        *score_ends, np.column_stack([low, 1 - low - high, high]), np.floor(rank_ends[0]), np.ceil(rank_ends[1])
    )


def _draws(values: np.ndarray, deviations: np.ndarray, method: Method):
    """Scores of some draws at a time: (draws, units)."""
    units, count = values.shape
    rules, scored = method.rules, method.scored
    random = np.random.default_rng(rules.seed)
    pillars = [pillar for pillar in method.pillars if any(one.pillar == pillar.id for one in scored)]
    members = np.array([[one.pillar == pillar.id for pillar in pillars] for one in scored], dtype=np.float32)
    low, high = (np.array([getattr(one, end) for one in scored]) for end in ("low", "high"))
    turned = np.array([one.direction == -1 for one in scored])
    weights = np.array([one.weight for one in scored])
    known = ~np.isnan(values)
    present, values = known.astype(np.float32), np.nan_to_num(values).astype(np.float32)
    deviations = deviations.astype(np.float32)
    across = np.array([pillar.weight for pillar in pillars])
    step = max(1, _AT_ONCE // max(1, units * count))
    for start in range(0, rules.draws, step):
        size = min(step, rules.draws - start)
        posts = random.uniform(-rules.posts_vary, rules.posts_vary, (2, size, count)) * (high - low)
        within = weights * random.uniform(1 - rules.weights_vary, 1 + rules.weights_vary, (size, count))
        above = across * random.uniform(1 - rules.weights_vary, 1 + rules.weights_vary, (size, len(across)))
        # Each indicator in turn is left out, and in one draw of so many none.
        left_out = (start + np.arange(size)) % (count + 1)
        within[np.arange(size)[left_out < count], left_out[left_out < count]] = 0
        is_geometric = random.random(size) < 0.5
        bottom = (low + posts[0]).astype(np.float32)
        width = (high + posts[1] - low - posts[0]).astype(np.float32)
        points = random.standard_normal((size, units, count), dtype=np.float32)
        points *= deviations
        points += values
        points -= bottom[:, None]
        points *= 100 / width[:, None]
        np.clip(points, 0, 100, out=points)
        points[:, :, turned] = 100 - points[:, :, turned]
        points *= present
        # (size, indicators, pillars): what an indicator weighs in a pillar in a draw
        weighed = within.astype(np.float32)[:, :, None] * members
        whole = present @ weighed
        with np.errstate(divide="ignore", invalid="ignore"):
            means = np.where(whole > 0, points @ weighed / whole, 0)
            share = (whole > 0) * above.astype(np.float32)[:, None]
            share /= share.sum(axis=2, keepdims=True)
            scores = (share * means).sum(axis=2)
            logarithms = np.log(means[is_geometric] + rules.shift)
            scores[is_geometric] = np.exp((share[is_geometric] * logarithms).sum(axis=2)) - rules.shift
        yield scores.astype(np.float32)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """1 for the highest score of a draw; scores that are written alike share a place."""
    order = np.argsort(-scores, axis=1)
    falling = np.take_along_axis(scores, order, axis=1)
    is_new = np.ones(scores.shape, bool)
    is_new[:, 1:] = falling[:, 1:] != falling[:, :-1]
    places = np.arange(1, scores.shape[1] + 1, dtype=np.int32)
    ranks = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.maximum.accumulate(np.where(is_new, places, 0), axis=1), axis=1)
    return ranks


def _quantiles(drawn: np.ndarray, ends: list[float]) -> np.ndarray:
    """Nearest-rank quantiles down the draws; a full sort is slower than partitioning around the few that are asked."""
    places = [round(end * (len(drawn) - 1)) for end in ends]
    return np.partition(drawn, places, axis=0)[places]
