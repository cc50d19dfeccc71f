"""Many tests at once: how many of what was found is false, and what many say together that none says alone.

Sources: Benjamini and Hochberg (1995), "Controlling the false discovery rate", JRSS B 57, 289-300. Stouffer et al.
(1949), The American Soldier: adding up standard scores.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from timpora.measure.watch import Watched

FEWEST = 3  # members with a count in a month, of a group that is judged together
_erfc = np.frompyfunc(math.erfc, 1, 1)


def adjusted(p: np.ndarray, axis: int = 0) -> np.ndarray:
    """Benjamini and Hochberg's adjusted p along an axis: at most q where false discoveries are kept to a share of q.

    p: NaN where nothing was tested, which counts for nothing and stays NaN. A smaller p never makes its own q larger.
    ValueError: p outside [0, 1].
    """
    p = np.asarray(p, float)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p is outside 0 to 1: give probabilities, NaN where nothing was tested")
    if not p.size:
        return p.copy()
    order = np.argsort(p, axis=axis)  # NaN last
    rising = np.moveaxis(np.take_along_axis(p, order, axis), axis, 0)
    tests = (~np.isnan(rising)).sum(axis=0)
    ranks = np.arange(1, len(rising) + 1).reshape(-1, *[1] * (rising.ndim - 1))
    scaled = np.where(np.isnan(rising), np.inf, rising * tests / ranks)
    kept = np.minimum(np.minimum.accumulate(scaled[::-1], axis=0)[::-1], 1)
    made = np.empty_like(p)
    np.put_along_axis(made, order, np.moveaxis(kept, 0, axis), axis)
    return np.where(np.isnan(p), np.nan, made)


def stouffer(score: np.ndarray, axis: int = 0) -> np.ndarray:
    """One-sided p of independent standard scores added up along an axis: Σ ÷ √n; NaN where fewer than three are there.

    score: mean 0 and deviation 1 where nothing is going on; NaN is left out.
    """
    score = np.asarray(score, float)
    members = (~np.isnan(score)).sum(axis=axis)
    together = np.nansum(score, axis=axis) / np.sqrt(np.maximum(members, 1))
    return np.where(members >= FEWEST, upper_tail(together), np.nan)


def joint(watched: Watched, groups: np.ndarray) -> np.ndarray:
    """p of each group in each month, (groups, months): are many of its members a little high together?

    groups: (series,), whole numbers from 0, −1 for none. Stouffer's sum and not Fisher's product: one member that is
    very high has an alarm of its own and would carry the product. What is added is Pearson's residual (`Watched.score`)
    and not the normal score of p: of counts around 0.3 the 2/3 power, and a p of discrete counts, are off centre, which
    adds up over members. Twelve series without anything come below p = 0.01 in 0.1 % of months where they expect 0.3
    people and in 1 to 1.7 % from two people on; where their variance is twice their mean in 2 to 6 %. Members are taken
    as independent: a season they share must be in what is expected. NaN where fewer than three have a score.
    """
    groups = np.asarray(groups)
    count = int(groups.max(initial=-1)) + 1
    if groups.shape != (len(watched.score),):
        raise ValueError(
            f"groups has the shape {groups.shape}: give one number for each of {len(watched.score)} series"
        )
    made = np.full((count, watched.score.shape[1]), np.nan)
    order = np.argsort(groups, kind="stable")
    edges = np.searchsorted(groups[order], np.arange(count + 1))
    for group, (start, end) in enumerate(pairwise(edges)):
        made[group] = stouffer(watched.score[order[start:end]])
    return made


def upper_tail(z: np.ndarray) -> np.ndarray:
    """Probability that a standard normal is above z; NaN stays NaN."""
    return 0.5 * _erfc(np.asarray(z, float) / math.sqrt(2)).astype(float)
