"""The product's early warning: what every series was expected to be in every month, and where it was above its bound.

One series is one measure in one place. What is expected, and from which months, is in `references`: by season where
three years are there (Farrington), else by the months before (EARS). Both end in the same bound, Farrington's on the
2/3 power, with floors for small counts and for random rounding. What is above it must also stand once false discoveries
are controlled over all series of the month (`discoveries`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from timpora.measure.discoveries import adjusted, upper_tail
from timpora.measure.expectation import Expectation
from timpora.measure.references import EARS, FARRINGTON, NONE, YEARS, Past, Span, expected_in

__all__ = ["EARS", "FARRINGTON", "NONE", "Rule", "Watched", "watch"]
TINY = 1e-6  # people
BLOCK = 2048  # series at a time: what fits a processor's cache


@dataclass(frozen=True)
class Rule:
    """When a count is an alarm: every condition must hold.

    alpha: one-sided level of the upper bound of one series in one month, a share (0.01: one month in a hundred).
    least_count: people; a count below it is never an alarm.
    least_excess: people; a count must be above what was expected by at least so many.
    least_spread: people; the standard deviation of a count is never taken to be smaller, so that one person after
    months with nobody is no alarm.
    discovery_rate: a share; of the alarms of one month over all series, how many may be false (Benjamini-Hochberg q).
    years: how many years back reference months reach.
    half_window: calendar months on either side of the same month that are references too.
    baseline: months, ending two before, that are the reference where there are less than three years, and else say at
    what level a series already is.
    """

    alpha: float
    least_count: int
    least_excess: int
    least_spread: float
    discovery_rate: float
    years: int = 5
    half_window: int = 1
    baseline: int = 7

    def __post_init__(self) -> None:
        faults = [
            (not 0 < self.alpha < 0.5, "alpha", "a share above 0 and below 0.5"),
            (not self.least_count >= 0, "least_count", "people, 0 or more"),
            (not self.least_excess >= 0, "least_excess", "people, 0 or more"),
            (not self.least_spread >= 0, "least_spread", "people, 0 or more"),
            (not 0 < self.discovery_rate <= 1, "discovery_rate", "a share above 0, at most 1"),
            (not self.years >= YEARS, "years", f"{YEARS} or more"),
            (not 0 <= self.half_window <= 5, "half_window", "0 to 5 months"),
            (not self.baseline >= 3, "baseline", "3 months or more"),
        ]
        for is_wrong, name, wanted in faults:
            if is_wrong:
                raise ValueError(f"{name} is {getattr(self, name)}: give {wanted}")


@dataclass(frozen=True)
class Watched:
    """Arrays (series, months)."""

    expected: np.ndarray  # people; NaN where nothing can be expected
    upper: np.ndarray  # people: a count above it is above the bound
    p: np.ndarray  # of so high a count or a higher one; NaN where not reported or nothing expected
    q: np.ndarray  # p adjusted over all series of the month
    method: np.ndarray  # int8: 0 none, 1 EARS, 2 Farrington
    alarm: np.ndarray  # bool
    score: np.ndarray  # (count − expected) ÷ standard deviation of the count: what `discoveries.joint` adds up


def watch(
    counts: np.ndarray,
    months: pd.DatetimeIndex,
    rule: Rule,
    *,
    noise: float | np.ndarray = 0.0,
    starts: np.ndarray | None = None,
    stocks: np.ndarray | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Watched:
    """Judge every month of every series by the months before it.

    counts: (series, months), people, NaN: not reported or withheld; months: first days, one after another without a
    hole; noise: variance that random rounding adds to a count, one number or (series, 1); starts: (series, months),
    place of the first month of the segment each month belongs to: nothing before it is a reference; stocks: (series,),
    whether each counts who is there (permits in force) and not who came, which nobody is where it is not given;
    progress: called with (series done, series). A month that was not reported is no alarm, and no reference. Raises
    ValueError.
    """
    counts = np.asarray(counts, float)
    _check(counts, months, starts, stocks)
    noises = np.broadcast_to(np.asarray(noise, float), (len(counts), 1))[:, 0]
    is_stock = np.zeros(len(counts), bool) if stocks is None else np.asarray(stocks, bool)
    parts = []
    for first in range(0, max(len(counts), 1), BLOCK):
        here = slice(first, first + BLOCK)
        begun = None if starts is None else starts[here]
        usual = np.full(counts[here].shape, np.nan)
        parts.append(_block(Past(counts[here], usual, noises[here], begun, is_stock[here]), rule))
        if progress:
            progress(min(first + BLOCK, len(counts)), len(counts))
    expected, upper, p, method, score = (np.concatenate(each) for each in zip(*parts, strict=True))
    q = adjusted(p)
    with np.errstate(invalid="ignore"):
        alarm = (counts > upper) & (counts >= rule.least_count) & (counts - expected >= rule.least_excess)
        alarm &= q <= rule.discovery_rate
    return Watched(expected, upper, p, q, method, alarm, score)


def _check(counts: np.ndarray, months: pd.DatetimeIndex, starts: np.ndarray | None, stocks: np.ndarray | None) -> None:
    if counts.ndim != 2 or counts.shape[1] != len(months):
        raise ValueError(f"counts has the shape {counts.shape}: give (series, {len(months)} months)")
    if (np.diff(months.year * 12 + months.month) != 1).any():
        raise ValueError("the months have a hole or are out of order: give every month once, oldest first")
    if ((counts < 0) | np.isinf(counts)).any():
        raise ValueError("a count is negative or infinite: give 0 or more, NaN where not reported")
    if starts is not None and np.shape(starts) != counts.shape:
        raise ValueError(f"starts has the shape {np.shape(starts)}: give that of counts, {counts.shape}")
    if stocks is not None and np.shape(stocks) != (len(counts),):
        raise ValueError(f"stocks has the shape {np.shape(stocks)}: give yes or no for each of {len(counts)} series")


def _block(past: Past, rule: Rule) -> tuple[np.ndarray, ...]:
    """expected, upper, p, method, score of some series."""
    expected, upper, z, score = (np.full(past.counts.shape, np.nan) for _ in range(4))
    method = np.zeros(past.counts.shape, np.int8)
    span = Span(rule.years, rule.half_window, rule.baseline)
    for month, seen in enumerate(past.counts.T):
        made, method[:, month] = expected_in(past, month, span)
        expected[:, month] = made.mean
        upper[:, month], z[:, month] = _bound(seen, made, rule, past.noise)
        score[:, month] = _score(seen, made, rule, past.noise)
    return expected, upper, upper_tail(z), method, score


def _bound(seen: np.ndarray, made: Expectation, rule: Rule, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Upper bound, and standard score of a count, on the 2/3 power.

    Whoever expects less than least_spread² people has the bound of a count that expects so many, whose deviation by
    chance is least_spread: the power of a smaller mean would put the bound the higher, the fewer are expected.
    """
    mean = np.maximum(made.mean, max(rule.least_spread**2, TINY))
    deviation = 2 / 3 / np.cbrt(mean) * np.sqrt(_variance(made, rule, noise))
    middle = np.cbrt(mean) ** 2
    upper = (middle + NormalDist().inv_cdf(1 - rule.alpha) * deviation) ** 1.5
    return upper, (np.cbrt(seen) ** 2 - middle) / deviation


def _score(seen: np.ndarray, made: Expectation, rule: Rule, noise: np.ndarray) -> np.ndarray:
    """Pearson's residual: its mean is 0 however few are expected, as that of no power of a small count is."""
    return (seen - made.mean) / np.sqrt(_variance(made, rule, noise))


def _variance(made: Expectation, rule: Rule, noise: np.ndarray) -> np.ndarray:
    """Of a new count around its expectation: by chance, by what is not known of the mean, by rounding; with the floor.

    The dispersion of rounded references holds the rounding already.
    """
    variance = made.dispersion * made.mean + made.error**2
    return np.maximum(variance, np.maximum(made.mean, max(rule.least_spread**2, TINY)) + noise)
