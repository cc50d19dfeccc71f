"""Expected counts and their upper bounds, one series at a time, as the literature has them.

A series goes in oldest first (a pandas Series, list or array of counts, NaN: not reported), a frame comes out on the
same index: expected, upper, alarm. These are the textbook's rules; the product's own, for many series at once, with
floors and the control of false discoveries, is `timpora.measure.watch`.

Sources: Hutwagner, Thompson, Seeman and Treadwell (2003), "The bioterrorism preparedness and response Early Aberration
Reporting System (EARS)", Journal of Urban Health 80, i89-i96. Fricker, Hegler and Dunfee (2008), "Comparing syndromic
surveillance detection methods: EARS versus a CUSUM-based methodology", Statistics in Medicine 27, 3407-3429. Salmon,
Schumacher and Höhle (2016), "Monitoring count time series in R", Journal of Statistical Software 70(10): earsC.
Farrington, Andrews, Beale and Catchpole (1996), "A statistical algorithm for the early detection of outbreaks of
infectious disease", JRSS A 159, 547-563. Noufaily et al. (2013), "An improved algorithm for outbreak detection in
multiple surveillance systems", Statistics in Medicine 32, 1206-1222. Montgomery, Introduction to Statistical Quality
Control: the c-chart.
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

Counts = pd.Series | Sequence[float] | np.ndarray
GUARD = 2  # months between the baseline of C2 and the month that is judged
FEWEST = 3  # months in a baseline, as in earsC


class Bounds(NamedTuple):
    """Ends of a prediction interval, in the unit of the expected value: numbers, or arrays of its shape."""

    lower: float | np.ndarray
    upper: float | np.ndarray


def ears_c1(counts: Counts, baseline: int = 7, alpha: float = 0.05, min_sigma: float = 0.0) -> pd.DataFrame:
    """EARS C1: above mean + z(1 − alpha) × standard deviation of the `baseline` months just before.

    Deviations are the sample's (n − 1), never below min_sigma. The first `baseline` months have no bound (NaN). A month
    not reported (NaN) is never an alarm; where it lies in a baseline, the others of that baseline are taken, if more
    than half of them and at least three are there, and else there is no bound. With min_sigma 0 a baseline without
    spread makes an alarm of one person after seven months with nobody; Burkom advises 0.5 or 1 (help of earsC).
    ValueError: counts that are negative, infinite or no numbers, baseline < 3, alpha outside (0, 1), min_sigma < 0.
    """
    series = _series(counts)
    expected, sigma = _moving(series, baseline, 0, min_sigma)
    return _judged(series, expected, expected + _z(alpha) * sigma)


def ears_c2(counts: Counts, baseline: int = 7, alpha: float = 0.05, min_sigma: float = 0.0) -> pd.DataFrame:
    """EARS C2: as `ears_c1`, the baseline ending two months earlier, so that a rise does not hide itself."""
    series = _series(counts)
    expected, sigma = _moving(series, baseline, GUARD, min_sigma)
    return _judged(series, expected, expected + _z(alpha) * sigma)


def ears_c3(counts: Counts, baseline: int = 7, alpha: float = 0.05, min_sigma: float = 0.0) -> pd.DataFrame:
    """EARS C3: the bound of C2, lowered by what the two months before were above one standard deviation.

    upper = mean + sd × (z − Σ max(0, C2 − 1) over the last two months), C2 being (count − mean) ÷ sd of each: the
    formula in the help of earsC (its code puts the count where the mean belongs). earsC cuts the bound at 0; here it is
    never below the expected value, so that no month is an alarm that is not above what was expected. A month that was
    not reported, or has no baseline, adds nothing to the sum.
    """
    series = _series(counts)
    expected, sigma = _moving(series, baseline, GUARD, min_sigma)
    above = (series - expected).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(above > 0, above / sigma.to_numpy(), 0.0)  # no spread: endlessly far above
    carried = pd.Series(np.maximum(score - 1, 0), series.index)
    carried = carried.shift(1, fill_value=0.0) + carried.shift(2, fill_value=0.0)
    # Without spread nothing can lower the bound, whatever was carried.
    lowered = np.where(sigma == 0, 0.0, sigma) * np.where(sigma == 0, 0.0, _z(alpha) - carried)
    return _judged(series, expected, np.maximum(expected + lowered, expected))


def c_chart(counts: Counts) -> pd.DataFrame:
    """Montgomery's c-chart: outside c̄ ± 3 √c̄, c̄ being the mean of all the counts there are; also `lower`.

    A count below the lower limit is a signal too. Each count is judged by limits it had a part in (phase I).
    """
    series = _series(counts)
    mean = series.mean()
    expected = pd.Series(mean, series.index, dtype=float)
    made = _judged(series, expected, expected + 3 * np.sqrt(expected))
    made["lower"] = np.maximum(expected - 3 * np.sqrt(expected), 0)
    made["alarm"] |= series < made["lower"]
    return made[["expected", "lower", "upper", "alarm"]]


def farrington_bound(
    expected: float | np.ndarray,
    standard_error: float | np.ndarray,
    dispersion: float | np.ndarray,
    alpha: float,
    power: float = 2 / 3,
) -> Bounds:
    """Where a new count of this expected value falls with probability alpha above, and alpha below (Farrington 1996).

    expected: people; standard_error: of that expected value; dispersion: variance ÷ mean of a count; alpha: one-sided;
    power: on this scale the count is taken as normal: 1 as it is, 1/2 for a steady variance, 2/3 for no skewness. The
    deviation there is power × expected^(power − 1) × √(dispersion × expected + standard_error²). Numbers or arrays,
    broadcast; the lower end is never below 0. Where nobody is expected no power can be taken: the bound is the plain
    one. ValueError: power outside (0, 1], alpha outside (0, 1), anything negative.
    """
    if not 0 < power <= 1:
        raise ValueError(f"power is {power:g}: give 1, 1/2 or 2/3")
    mean, error, phi = (np.asarray(each, float) for each in (expected, standard_error, dispersion))
    for name, values in (("expected", mean), ("standard_error", error), ("dispersion", phi)):
        if (values < 0).any():
            raise ValueError(f"{name} has a value below 0: give people, their standard error and a ratio of variances")
    reach = _z(alpha) * np.sqrt(phi * mean + error**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, either = mean**power, power * mean ** (power - 1) * reach
        ends = [np.maximum(middle + side * either, 0) ** (1 / power) for side in (-1, 1)]
    plain = [np.maximum(mean - reach, 0), mean + reach]
    # `[()]` makes a number of an array without dimensions.
    return Bounds(*(np.where(mean > 0, end, other)[()] for end, other in zip(ends, plain, strict=True)))


def _series(counts: Counts) -> pd.Series:
    series = counts if isinstance(counts, pd.Series) else pd.Series(counts, dtype=object)
    try:
        values = series.astype(float)
    except (TypeError, ValueError):
        raise ValueError("the counts hold something that is no number: give counts, NaN where not reported") from None
    wrong = np.flatnonzero((values < 0) | np.isinf(values))
    if len(wrong):
        where = f"{values.iloc[wrong[0]]:g} at {series.index[wrong[0]]!r}"
        raise ValueError(f"{where} is no count: give 0 or more, NaN where not reported")
    return values


def _moving(series: pd.Series, baseline: int, guard: int, min_sigma: float) -> tuple[pd.Series, pd.Series]:
    """Mean and deviation of the `baseline` months that end `guard` months before the one before each."""
    if baseline != int(baseline) or baseline < FEWEST:
        raise ValueError(f"baseline is {baseline}: give whole months, {FEWEST} at least")
    if not min_sigma >= 0:
        raise ValueError(f"min_sigma is {min_sigma}: give people, 0 or more")
    # One window at a time: running sums leave a trace of large counts that have long passed.
    places = np.arange(len(series))[:, None] - guard - np.arange(baseline, 0, -1)
    values = series.to_numpy()[np.maximum(places, 0)] if len(series) else np.empty((0, int(baseline)))
    there = ~np.isnan(values)
    enough = (places >= 0).all(axis=1) & (there.sum(axis=1) >= max(FEWEST, baseline // 2 + 1))
    mean, sigma = np.full(len(series), np.nan), np.full(len(series), np.nan)
    mean[enough] = np.nanmean(values[enough], axis=1)
    sigma[enough] = np.maximum(np.nanstd(values[enough], axis=1, ddof=1), min_sigma)
    return pd.Series(mean, series.index), pd.Series(sigma, series.index)


def _judged(series: pd.Series, expected: pd.Series, upper: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"expected": expected, "upper": upper, "alarm": series > upper}, index=series.index)


def _z(alpha: float) -> float:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}: give a share between 0 and 1")
    return NormalDist().inv_cdf(1 - alpha)
