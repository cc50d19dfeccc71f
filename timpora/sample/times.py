"""What a month is like everywhere: seasons, the pandemic, growth. And months as numbers, to count with."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp

import numpy as np

SEASON = {6: 1.35, 7: 1.6, 8: 1.45, 12: 1.5}
ORDINARY = 0.85
# The pandemic: borders closed in April 2020, visa-free entry came back later and for fewer countries.
VISITORS = (("2020-03", 1.0), ("2020-05", 0.1), ("2021-12", 0.15), ("2023-01", 1.0))
VISA_FREE = (("2020-03", 1.0), ("2020-04", 0.0), ("2022-04", 0.0), ("2023-06", 0.5))
RESIDENTS = (("2020-03", 1.0), ("2021-06", 0.78), ("2023-01", 1.0))


@dataclass(frozen=True)
class Times:
    """Factors by which everything of a kind is more or less than in an ordinary month of 2024."""

    season: float
    visitors: float
    visa_free: float
    residents: float
    trend: float
    site: float


@cache
def times(month: date) -> Times:
    t = number(month)
    return Times(
        season=SEASON.get(month.month, ORDINARY),
        visitors=_between(t, VISITORS),
        visa_free=_between(t, VISA_FREE),
        residents=_between(t, RESIDENTS),
        trend=max(0.6, 1 + 0.03 * (t - number(date(2024, 1, 1))) / 12),
        # Building starts in 2021; before that only a survey team is there.
        site=0.06 + 0.94 / (1 + exp(-(t - number(date(2022, 8, 1))) / 5)),
    )


def number(day: date) -> int:
    """Months since the year 0, to count with."""
    return 12 * day.year + day.month - 1


def month_of(months: int) -> date:
    """The first day of the month that `number` counts so."""
    return date(months // 12, months % 12 + 1, 1)


def _between(t: int, points: tuple[tuple[str, float], ...]) -> float:
    months = [number(date.fromisoformat(f"{month}-01")) for month, _ in points]
    return float(np.interp(t, months, [value for _, value in points]))
