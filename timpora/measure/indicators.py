"""From counted numerators and bases to the value of an indicator, how sure it is, and its points."""

import numpy as np
import pandas as pd

from timpora.measure.index import goalposts
from timpora.measure.method import Indicator
from timpora.measure.shrinkage import empirical_bayes

# Random rounding to base 5 carries a count by −4 … 4; over the five remainders its variance is 0, 4, 6, 6, 4.
ROUNDING_VARIANCE = 4.0
NO_LACK = ("not_applicable", "suppressed", "insufficient")  # no value, and nobody failed to report one


def judged(counted: pd.DataFrame, indicator: Indicator, kabupaten: pd.Series, largest: float) -> pd.DataFrame:
    """counted with value (in the indicator's unit), deviation (of chance and rounding, same unit), points and state.

    is_beside: 1 where there is no value and yet nobody failed to report one.

    counted: rows of a query of queries/indicators (area_code, period, numerator, base, state, source_period,
    numerator_cells, base_cells); kabupaten: area_code → kabupaten_code. A value older than the shelf life is not
    reported, one on a base of zero does not apply, one on a base that is too small is insufficient, and so is
    one less sure than `largest`, a share of the way from post to post.
    """
    out = counted.copy()
    if not (out["state"] == "reported").any():  # as most indicators of an office that has few sources
        beside = out["state"].isin(NO_LACK).astype(float)
        return out.assign(value=np.nan, deviation=np.nan, is_beside=beside, points=np.nan)
    age = (out["period"].dt.year - out["source_period"].dt.year) * 12 + (
        out["period"].dt.month - out["source_period"].dt.month
    )
    out.loc[(out["state"] == "reported") & (age > indicator.shelf_life), "state"] = "not_reported"
    is_known = out["state"] == "reported"
    out.loc[is_known & (out["base"] == 0), "state"] = "not_applicable"
    # A base of nobody that was rounded may be of somebody.
    is_small = (out["base"] < indicator.smallest_base) & ((out["base"] > 0) | (out["base_cells"] > 0))
    out.loc[is_known & is_small, "state"] = "insufficient"
    is_known = out["state"] == "reported"
    numerator = out["numerator"].where(is_known).to_numpy(float)
    base = out["base"].where(is_known).to_numpy(float)
    by_rounding = _by_rounding(out, numerator, base)
    if indicator.shrink:
        groups = pd.MultiIndex.from_arrays([out["period"], out["area_code"].map(kabupaten)])
        kind = "share" if indicator.noise == "share" else "rate"
        rate, deviation = empirical_bayes(numerator, base, pd.factorize(groups)[0], kind, by_rounding)
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            rate = numerator / base
        deviation = np.sqrt(_by_chance(numerator, base, indicator.noise) + by_rounding)
    with np.errstate(invalid="ignore"):
        is_unsure = deviation * indicator.per > largest * (indicator.high - indicator.low)
    out.loc[is_unsure, "state"] = "insufficient"
    rate, deviation = (np.where(is_unsure, np.nan, each) for each in (rate, deviation))
    out["value"] = rate * indicator.per
    out["deviation"] = deviation * indicator.per
    out["is_beside"] = out["state"].isin(NO_LACK).astype(float)
    out["points"] = goalposts(out["value"], indicator.low, indicator.high, indicator.direction)
    return out


def _by_chance(numerator: np.ndarray, base: np.ndarray, noise: str) -> np.ndarray:
    """Variance of numerator ÷ base; half a case is added, so that none at all is not called certain."""
    if noise == "none":
        return np.zeros(len(base))
    if noise == "share":
        share = (np.clip(numerator, 0, base) + 0.5) / (base + 1)
        return share * (1 - share) / base
    return (numerator + 0.5) / base**2


def _by_rounding(counted: pd.DataFrame, numerator: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Variance that random rounding of the counts behind a value adds to it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        # Of the same count it is the same in every month: the errors of a sum add up, and do not cancel out.
        cells = counted["numerator_cells"] ** 2 + (numerator / base * counted["base_cells"]) ** 2
        return ROUNDING_VARIANCE * cells.to_numpy(float) / base**2
