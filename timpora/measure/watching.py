"""From the numbers of measures, places and months to alarms: of a place, of a total, and of many members together."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.measure import discoveries
from timpora.measure.indicators import ROUNDING_VARIANCE
from timpora.measure.watch import Rule, Watched, watch

PLACE, TOTAL, JOINT = "place", "total", "joint"
_KEY = ["measure", "group_code"]


@dataclass(frozen=True)
class Found:
    """bounds: measure, group_code, period, observed, is_rounded, is_stock, expected, upper, method, of every number.

    alarms: measure, group_code, period, kind, observed, cells, expected, upper, p, q, method, members, members_high,
    since. observed, expected, upper: in the measure's unit; kind: PLACE (a kecamatan), TOTAL (of a kabupaten or the
    office) or JOINT; cells: randomly rounded numbers that observed is the sum of, 0 where it is exact; members,
    members_high: of a joint alarm, how many kecamatan were judged and how many were above what was expected.
    """

    bounds: pd.DataFrame
    alarms: pd.DataFrame


def watched(
    numbers: pd.DataFrame,
    members: pd.DataFrame,
    months: pd.DatetimeIndex,
    rule: Rule,
    *,
    starts: Callable[[pd.DataFrame], np.ndarray] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """Every alarm of these months.

    numbers: measure, group_code, period, value, is_rounded (figures/watched_series.sql), is_stock; members: group_code,
    area_code of every group above kecamatan; months: all of them, without a hole; starts: of the series (a frame of
    measure, group_code) the array that `watch` takes, where series were broken off; progress: as `watch` calls it.
    """
    if numbers.empty or not len(months):
        return Found(_none(_BOUNDS), _none(_ALARMS))
    series = numbers[[*_KEY, "is_rounded", "is_stock"]].drop_duplicates(_KEY).sort_values(_KEY, ignore_index=True)
    index = pd.MultiIndex.from_frame(series[_KEY])
    counts = np.full((len(series), len(months)), np.nan)
    rows = index.get_indexer(pd.MultiIndex.from_frame(numbers[_KEY]))
    counts[rows, months.get_indexer(numbers["period"])] = numbers["value"]
    noise = np.where(series["is_rounded"], ROUNDING_VARIANCE, 0.0)[:, None]
    breaks, stocks = starts(series) if starts else None, series["is_stock"].to_numpy(bool)
    seen = watch(counts, months, rule, noise=noise, starts=breaks, stocks=stocks, progress=progress)
    above = set(members["group_code"])
    is_place = ~series["group_code"].isin(above).to_numpy()
    single = _alarms_of(series, months, counts, seen, is_place)
    both = pd.concat([single, _joint(series, months, counts, seen, members, is_place, rule, single)], ignore_index=True)
    return Found(_bounds(series, months, counts, seen), _with_since(both, series, months, counts))


_BOUNDS = ("measure", "group_code", "period", "observed", "is_rounded", "is_stock", "expected", "upper", "method")
_ALARMS = (
    *("measure", "group_code", "period", "kind", "observed", "cells", "expected", "upper", "p", "q", "method"),
    *("members", "members_high", "since"),
)


def _none(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def _bounds(series: pd.DataFrame, months: pd.DatetimeIndex, counts: np.ndarray, seen: Watched) -> pd.DataFrame:
    at, when = np.nonzero(~np.isnan(counts) | ~np.isnan(seen.expected))
    numbers = {"observed": counts, "expected": seen.expected, "upper": seen.upper, "method": seen.method}
    return (
        series.iloc[at]
        .reset_index(drop=True)
        .assign(period=months[when], **{name: values[at, when] for name, values in numbers.items()})
    )


def _alarms_of(
    series: pd.DataFrame, months: pd.DatetimeIndex, counts: np.ndarray, seen: Watched, is_place: np.ndarray
) -> pd.DataFrame:
    at, when = np.nonzero(seen.alarm)
    of = series.iloc[at].reset_index(drop=True)
    return of[_KEY].assign(
        period=months[when],
        kind=np.where(is_place[at], PLACE, TOTAL),
        observed=counts[at, when],
        cells=of["is_rounded"].astype(int),
        **{name: getattr(seen, name)[at, when] for name in ("expected", "upper", "p", "q", "method")},
        members=0,
        members_high=0,
    )


def _joint(
    series: pd.DataFrame,
    months: pd.DatetimeIndex,
    counts: np.ndarray,
    seen: Watched,
    members: pd.DataFrame,
    is_place: np.ndarray,
    rule: Rule,
    single: pd.DataFrame,
) -> pd.DataFrame:
    """Groups many of whose members are a little high, where the total is no alarm by itself.

    A member with an alarm of its own has been told, and adds nothing here; nor does one whose rounding is larger than
    what was expected of it: the score of so small a number is no score. The false among them are kept to the rule's
    share in a family of their own: one test for each measure and group of the month.
    """
    is_rounded = series["is_rounded"].to_numpy()[:, None]
    told = seen.alarm | np.isnan(counts) | (is_rounded & ~(seen.expected >= BASE))
    score = np.where(told, np.nan, seen.score)
    at = np.flatnonzero(is_place)
    within = series.loc[at, _KEY].assign(at=at).rename(columns={"group_code": "area_code"})
    within = within.merge(members, on="area_code").sort_values(["group_code", "measure", "at"], ignore_index=True)
    if within.empty:
        return single.iloc[:0]
    tests = within.groupby(["group_code", "measure"], sort=False)
    found = [(measure, code, own["at"].to_numpy()) for (code, measure), own in tests]
    left = replace(seen, score=score[within["at"]])
    p = discoveries.joint(left, tests.ngroup().to_numpy())
    q = discoveries.adjusted(p)
    totals = set(zip(single["measure"], single["group_code"], single["period"], strict=True))
    rows = []
    for test, month in zip(*np.nonzero((p <= rule.alpha) & (q <= rule.discovery_rate)), strict=True):
        measure, group_code, at = found[test]
        judged = at[~np.isnan(score[at, month])]
        observed, expected = counts[judged, month].sum(), seen.expected[judged, month].sum()
        is_enough = observed >= rule.least_count and observed - expected >= rule.least_excess
        if is_enough and (measure, group_code, months[month]) not in totals:
            is_rounded = bool(series["is_rounded"].iloc[at[0]])
            rows.append(
                {
                    "measure": measure,
                    "group_code": group_code,
                    "period": months[month],
                    "kind": JOINT,
                    "observed": observed,
                    "cells": len(judged) * is_rounded,
                    "expected": expected,
                    "upper": np.nan,
                    "p": p[test, month],
                    "q": q[test, month],
                    "method": int(seen.method[judged, month].max()),
                    "members": len(judged),
                    "members_high": int((counts[judged, month] > seen.expected[judged, month]).sum()),
                }
            )
    return pd.DataFrame(rows, columns=single.columns).astype(single.dtypes.to_dict()) if rows else single.iloc[:0]


def _with_since(
    alarms: pd.DataFrame, series: pd.DataFrame, months: pd.DatetimeIndex, counts: np.ndarray
) -> pd.DataFrame:
    """The first month of each run. A month that was not reported does not end it: nothing says that it is over."""
    index = pd.MultiIndex.from_frame(series[_KEY])
    since = pd.Series(pd.NaT, index=alarms.index, dtype="datetime64[us]")
    for key, own in alarms.groupby(_KEY):
        places = months.get_indexer(own["period"])
        # Of a group whose total is no series there are the alarms of its members only.
        reported = ~np.isnan(counts[index.get_loc(key)]) if key in index else np.ones(len(months), bool)
        order = np.argsort(places)
        first = before = None
        for place, row in zip(places[order], own.index[order], strict=True):
            if before is None or reported[before + 1 : place].any():
                first = place
            since[row], before = months[first], place
    return alarms.assign(since=since)
