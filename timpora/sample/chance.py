"""Chance that repeats: a draw is a pure function of what it is drawn for, never of what was drawn before."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from math import exp, sqrt
from statistics import NormalDist
from struct import unpack

KNOT_MONTHS = 8
_NORMAL = NormalDist()


def draws(*key: str | int) -> Iterator[float]:
    """Sixteen numbers, uniform between 0 and 1 and never either, that belong to this key."""
    digest = blake2b(repr(key).encode(), digest_size=64).digest()
    return ((word + 0.5) / 2**32 for word in unpack("<16I", digest))


def draw(*key: str | int) -> float:
    return next(draws(*key))


def normal(uniform: float) -> float:
    return _NORMAL.inv_cdf(uniform)


def poisson(mean: float, uniform: float) -> int:
    """The Poisson count that a uniform number stands for."""
    if mean <= 0:
        return 0
    if mean > 30:
        return max(0, round(mean + sqrt(mean) * normal(uniform)))
    count, term = 0, exp(-mean)
    reached = term
    while uniform > reached:
        count += 1
        term *= mean / count
        reached += term
    return count


def drift(code: str, purpose: str, month_number: int) -> float:
    """A level between -1 and 1 that wanders over the months without jumping, and needs no past to start from.

    Smooth between knots that are drawn each for itself, so any month can be asked for alone.
    """
    knot, months = divmod(month_number, KNOT_MONTHS)
    left, right = _knot(code, purpose, knot), _knot(code, purpose, knot + 1)
    share = months / KNOT_MONTHS
    return left + (right - left) * share * share * (3 - 2 * share)


# A nation's kecamatan with a handful of purposes each; a lost knot is only drawn again.
@lru_cache(maxsize=200_000)
def _knot(code: str, purpose: str, knot: int) -> float:
    return 2 * draw(code, purpose, knot) - 1


@lru_cache(maxsize=200_000)
def trait(code: str, purpose: str) -> float:
    """What stays the same about an area through all months, between 0 and 1."""
    return draw(code, purpose)
