"""What a count is expected to be after its reference months: quasi-Poisson, many series at once.

After Farrington et al. (1996): log-linear, with with a trend only where there is one. After Noufaily et al. (2013):
reference months that were far too high themselves count for less, once.
"""

from dataclasses import dataclass

import numpy as np

OUTLIER = 2.58  # Anscombe residual from which a reference month counts for less (Noufaily et al. 2013)
TREND_Z = 1.959964  # normal quantile of a trend that is significant at 5 %, two-sided
STEEPEST = 3.0  # log units a year; a trend that runs away from sparse counts is held here and then refused
TURNS, NEAR = 25, 1e-8  # of the iteration for a trend
TINY = 1e-9


@dataclass(frozen=True)
class Expectation:
    """One value a series; NaN where there are no reference months."""

    mean: np.ndarray  # people
    dispersion: np.ndarray  # variance ÷ mean of one count, at least that of chance and rounding
    error: np.ndarray  # standard error of the mean, people


def expect(counts: np.ndarray, years: np.ndarray, noise: np.ndarray, with_trend: bool = True) -> Expectation:
    """What is expected at year 0.

    counts: (series, references), NaN where not reported; years: (references,), when each was, below 0; noise:
    (series,), the variance that rounding adds to a count. The dispersion is never below 1 + noise ÷ mean.
    """
    known = ~np.isnan(counts)
    seen = np.where(known, counts, 0.0)
    weights = known.astype(float)
    fit = _fit(seen, weights, years, noise, with_trend)
    weights = _reweighted(seen, weights, fit, noise)
    if (changed := (weights != known).any(axis=1)).any():
        again = _fit(seen[changed], weights[changed], years, noise[changed], with_trend)
        for name, values in vars(again).items():
            getattr(fit, name)[changed] = values
    empty = ~known.any(axis=1)
    mean = np.where(empty, np.nan, fit.mean)
    return Expectation(mean, np.where(empty, np.nan, fit.dispersion), fit.error)


@dataclass(frozen=True)
class _Fit:
    mean: np.ndarray  # at year 0
    error: np.ndarray
    dispersion: np.ndarray
    means: np.ndarray  # (series, references)
    leverage: np.ndarray  # (series, references)


def _fit(seen: np.ndarray, weights: np.ndarray, years: np.ndarray, noise: np.ndarray, with_trend: bool) -> _Fit:
    size = np.maximum(weights.sum(axis=1), TINY)
    mean = (weights * seen).sum(axis=1) / size
    means = np.repeat(mean[:, None], seen.shape[1], axis=1)
    leverage = weights / size[:, None]
    dispersion = _dispersion(seen, weights, means, noise, 1)
    fit = _Fit(mean, np.sqrt(dispersion * mean / size), dispersion, means, leverage)
    if with_trend:
        _bend(fit, seen, weights, years, noise)
    return fit


def _dispersion(seen: np.ndarray, weights: np.ndarray, means: np.ndarray, noise: np.ndarray, terms: int) -> np.ndarray:
    floor = np.maximum(means, TINY)
    free = np.maximum((weights > 0).sum(axis=1) - terms, 1)
    found = (weights * (seen - means) ** 2 / floor).sum(axis=1) / free
    level = np.maximum((weights * means).sum(axis=1) / np.maximum(weights.sum(axis=1), TINY), TINY)
    return np.maximum(found, 1 + noise / level)


def _bend(fit: _Fit, seen: np.ndarray, weights: np.ndarray, years: np.ndarray, noise: np.ndarray) -> None:
    """Put a trend into those fits whose references have a significant one that leads no higher than they ever were."""
    size = np.maximum(weights.sum(axis=1, keepdims=True), TINY)
    apart = years - (weights * years).sum(axis=1, keepdims=True) / size
    spread = (weights * apart**2).sum(axis=1)
    slope = (weights * seen * apart).sum(axis=1)
    free = (weights > 0).sum(axis=1) - 2
    # The score test: before any trend is fitted, is there one? Without a dispersion floor that rounding made wider.
    limit = _student(TREND_Z, np.maximum(free, 1)) * np.sqrt(fit.dispersion * fit.mean * spread)
    trending = np.flatnonzero((free >= 1) & (fit.mean > 0) & (np.abs(slope) > limit))
    if not len(trending):
        return
    seen, weights, noise = seen[trending], weights[trending], noise[trending]
    level, steep, (a, b, c) = _trend(seen, weights, years, fit.mean[trending])
    means = np.exp(np.clip(level[:, None] + steep[:, None] * years, -30, 30))
    mean = np.exp(np.clip(level, -30, 30))
    within = (mean <= np.where(weights > 0, seen, 0).max(axis=1)) & (np.abs(steep) < STEEPEST)
    dispersion = _dispersion(seen, weights, means, noise, 2)
    determinant = a * c - b * b
    within &= determinant > TINY
    at = trending[within]
    determinant = determinant[within]
    a, b, c = a[within], b[within], c[within]
    fit.mean[at] = mean[within]
    fit.dispersion[at] = dispersion[within]
    fit.error[at] = mean[within] * np.sqrt(dispersion[within] * c / determinant)
    fit.means[at] = means[within]
    spread = c[:, None] - 2 * b[:, None] * years + a[:, None] * years**2
    fit.leverage[at] = weights[within] * means[within] * spread / determinant[:, None]


def _trend(seen: np.ndarray, weights: np.ndarray, years: np.ndarray, start: np.ndarray):
    """Level at year 0 and slope a year, in logs, and their information (a, b; b, c), by Newton's iteration."""
    level, steep = np.log(start), np.zeros(len(start))
    for _ in range(TURNS):
        means = weights * np.exp(np.clip(level[:, None] + steep[:, None] * years, -30, 30))
        left = weights * seen - means
        a, b, c = means.sum(axis=1), (means * years).sum(axis=1), (means * years**2).sum(axis=1)
        first, second = left.sum(axis=1), (left * years).sum(axis=1)
        determinant = np.maximum(a * c - b * b, TINY)
        step = np.clip((a * second - b * first) / determinant, -1, 1)
        move = np.clip((c * first - b * second) / determinant, -3, 3)
        level, steep = level + move, np.clip(steep + step, -STEEPEST, STEEPEST)
        if max(np.abs(step).max(), np.abs(move).max()) < NEAR:
            break
    return level, steep, (a, b, c)


def _reweighted(seen: np.ndarray, weights: np.ndarray, fit: _Fit, noise: np.ndarray) -> np.ndarray:
    """Weights of the reference months, those that were far too high in inverse square, adding up to as many months.

    Each is measured by the dispersion of the others: among so few months one outbreak makes a dispersion in which it
    is nothing special. (Noufaily's weekly references are several times as many.) The dispersion of a few others being
    uncertain, the threshold is Student's, at the level that 2.58 has in the normal.
    """
    means = np.maximum(fit.means, TINY)
    left = np.maximum(1 - fit.leverage, TINY)
    pearson = weights * (seen - means) ** 2 / means
    free = np.maximum((weights > 0).sum(axis=1, keepdims=True) - 2, 1)
    others = (pearson.sum(axis=1, keepdims=True) - pearson / left) / free
    dispersion = np.maximum(others, 1 + noise[:, None] / means)
    residual = 1.5 * (np.cbrt(seen) ** 2 - np.cbrt(means) ** 2) / (np.sqrt(dispersion * left) * means ** (1 / 6))
    outlier = (residual > _student(OUTLIER, free)) & (weights > 0)
    changed = np.where(outlier, 1 / np.maximum(residual, OUTLIER) ** 2, weights)
    return changed * (weights.sum(axis=1) / np.maximum(changed.sum(axis=1), TINY))[:, None]


def _student(z: float, free: np.ndarray) -> np.ndarray:
    """Student's t with the tail that z has in the normal, expanded around z (Abramowitz and Stegun 26.7.5)."""
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / free + second / free**2 + third / free**3
