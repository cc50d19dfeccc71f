"""What each of many series was expected to be in one month, by its own months before: its season, and its level.

Season: the same calendar month and its neighbours in the years before, never the newest eleven months (`expectation`;
Farrington et al. 1996, Noufaily et al. 2013). Where less than three years are there: the baseline of EARS C2, months
that end two before the one that is judged, so that a rise is not its own reference (Hutwagner et al. 2003). With C1's,
which ends just before, a doubling of ten people is seen in 35 of 100 series within three months instead of 48, at the
same rate of false alarms.
Two things can only raise an expectation, since both say that so many are nothing new:

- the level. What stepped up stays above the same months of other years for a year and more: every month of it would
  be an alarm, and none of them news. So the season is raised by how much the series has already been above its usual
  season in three quarters of the months of that same baseline: a step is an alarm while it is new, for half a year or
  so, and no more once it has lasted. The lower quartile, because a mean would rise with every rise under way. A stock
  (permits in force) has no season to speak of and moves slowly: it is also raised to what it had itself in three
  quarters of those months. A flow is not, or a surge in its low season would be nothing beside its high one. Neither
  is ever raised above the largest count there was;
- the same season of one or two years, where three are not there.
"""

from typing import NamedTuple

import numpy as np

from timpora.measure.expectation import Expectation, expect

NONE, EARS, FARRINGTON = 0, 1, 2
YEARS = 3  # that have a reference month, for the season to be known
GUARD = 2  # months before the one that is judged that are not in its baseline
NEWEST = 11  # months before the one that is judged that are never a reference of its season


class Span(NamedTuple):
    """Which months are references: see `watch.Rule`."""

    years: int
    half_window: int
    baseline: int


class Past(NamedTuple):
    """Some series and what of them may be a reference."""

    counts: np.ndarray  # (series, months), NaN where not reported
    usual: np.ndarray  # (series, months): mean of the season, filled month by month
    noise: np.ndarray  # (series,): variance that rounding adds to a count
    starts: np.ndarray | None  # (series, months): first month of the segment of each month
    is_stock: np.ndarray  # (series,)

    def taken(self, places: np.ndarray, month: int) -> np.ndarray:
        """The counts in these places, NaN those before the segment of this month."""
        if self.starts is None:
            return self.counts[:, places]
        return np.where(places >= self.starts[:, month, None], self.counts[:, places], np.nan)


def expected_in(past: Past, month: int, span: Span) -> tuple[Expectation, np.ndarray]:
    """(expectation, method) of each series in this month, from the months before it; notes its usual in `past`.

    NaN and the method NONE where there are too few references: more than half of the baseline is wanted.
    """
    season, is_known = _season(past, month, span)
    past.usual[:, month] = season.mean
    before = np.arange(max(month - GUARD - span.baseline, 0), max(month - GUARD, 0))
    recent = past.taken(before, month)
    is_near = ~is_known & (_there(recent) > span.baseline / 2)
    latest = expect(recent, np.zeros(len(before)), past.noise, with_trend=False)
    level = _level(recent, past.usual[:, before], np.where(past.is_stock, season.mean, np.inf), span.baseline)
    # Never above all that was seen: after a collapse, of which the season still knows, the ratio is a large one.
    most = (_largest(past, month, span) + 1) / (season.mean + 1)
    level = np.clip(level, 1, np.fmax(most, 1))
    raised = Expectation((season.mean + 1) * level - 1, season.dispersion, season.error * level)
    nearest = _either(season.mean > latest.mean, season, latest)
    nothing = Expectation(*np.full((3, len(recent)), np.nan))
    made = _either(is_known, raised, _either(is_near, nearest, nothing))
    return made, np.where(is_known, FARRINGTON, np.where(is_near, EARS, NONE))


def _largest(past: Past, month: int, span: Span) -> np.ndarray:
    """Of each series the largest count that a season or a baseline could hold; −1 where there is none."""
    places = np.arange(max(month - 12 * span.years - span.half_window, 0), max(month - GUARD, 0))
    return np.fmax.reduce(past.taken(places, month), axis=1, initial=-1.0)


def _season(past: Past, month: int, span: Span) -> tuple[Expectation, np.ndarray]:
    """(expectation, whether enough years bear it) of the season of this month."""
    window = range(-span.half_window, span.half_window + 1)
    lags = [12 * year + near for year in range(1, span.years + 1) for near in window]
    lags = np.array([lag for lag in lags if NEWEST < lag <= month], int)
    taken = past.taken(month - lags, month)
    back = (lags + span.half_window) // 12
    years = sum(_there(taken[:, back == year]) > 0 for year in range(1, span.years + 1))
    # Two thirds of what three whole years would give.
    is_known = (years >= YEARS) & (_there(taken) >= max(3, 2 * len(window)))
    return expect(taken, -lags / 12, past.noise), is_known


def _level(recent: np.ndarray, usual: np.ndarray, season: np.ndarray, baseline: int) -> np.ndarray:
    """How many times its season a series has reached in three quarters of its baseline's months; never below 1.

    By their ratios to their own usual, and by the counts themselves to this season (infinite where that is not asked).
    Of counts plus one, so that nobody can be the usual.
    """
    ratio, count = _lower_quartile((recent + 1) / (usual + 1)), _lower_quartile(recent)
    level = np.fmax(np.fmax(ratio, (count + 1) / (season + 1)), 1)
    return np.where(_there(recent) > baseline / 2, level, 1.0)


def _lower_quartile(values: np.ndarray) -> np.ndarray:
    """Of each row's values that are there, one that three quarters of them reach; NaN where none is there."""
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    places = np.maximum(_there(values) - 1, 0) // 4
    return np.take_along_axis(np.sort(values, axis=1), places[:, None], axis=1)[:, 0]


def _there(counts: np.ndarray) -> np.ndarray:
    return (~np.isnan(counts)).sum(axis=1)


def _either(first_holds: np.ndarray, first: Expectation, second: Expectation) -> Expectation:
    return Expectation(*(np.where(first_holds, vars(first)[each], vars(second)[each]) for each in vars(first)))
