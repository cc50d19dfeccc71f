"""Rates on small bases, drawn towards the rate of the group they belong to."""

import numpy as np


def empirical_bayes(
    events: np.ndarray, bases: np.ndarray, groups: np.ndarray, kind: str = "rate", noise: np.ndarray | float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """(estimates, standard deviations) of the rates events ÷ bases, each drawn towards the rate of its group.

    events, bases: one value a unit, NaN where not known, bases > 0; groups: the group of each unit, as whole numbers
    from 0 (−1 for none: nothing is estimated). kind: "rate" for counts (Poisson), "share" where events are some of the
    base (binomial); noise: the variance that rounding adds to a rate. The weight of a unit's own rate is A ÷ (A + V), A
    being how much the rates of the group differ beyond chance and V what chance and rounding alone do to a rate on this
    base: the method of moments of Marshall (1991), "Mapping disease and mortality rates using empirical Bayes
    estimators", Applied Statistics 40, local form, with half a case added where chance is reckoned.
    """
    known = ~np.isnan(events) & (bases > 0) & (groups >= 0)
    where = np.where(known, groups, 0)
    size = int(groups.max(initial=-1)) + 1 or 1

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(where, np.where(known, values, 0.0), minlength=size)

    with np.errstate(divide="ignore", invalid="ignore"):
        base, units = summed(np.nan_to_num(bases)), summed(np.ones(len(events)))
        mean = summed(np.nan_to_num(events)) / base
        # Half a case more, so that a group in which nothing ever happened is not called certain.
        likely = (summed(np.nan_to_num(events)) + 0.5) / (base + 1)
        chance = likely * (1 - likely) if kind == "share" else likely
        rate = events / bases
        spread = summed(np.nan_to_num(bases * (rate - mean[where]) ** 2)) / base
        by_noise = summed(np.nan_to_num(bases * noise)) / base
        beyond = np.maximum(spread - chance / (base / units) - by_noise, 0)[where]
        by_chance = np.maximum(chance[where], 0) / bases + noise
        own = np.where(beyond + by_chance > 0, beyond / (beyond + by_chance), 0.0)
        estimate = mean[where] + own * (rate - mean[where])
        # What remains unknown of a unit's rate, and of the group's own mean.
        of_mean = chance[where] / base[where] + summed(np.nan_to_num(bases**2 * noise))[where] / base[where] ** 2
        deviation = np.sqrt(beyond * (1 - own) + (1 - own) ** 2 * of_mean)
    return np.where(known, estimate, np.nan), np.where(known, deviation, np.nan)
