"""Breaks in series: from a month on a number no longer means what it meant, so nothing is joined or compared across.

A table of breaks has a row per measure: `measure` (its id), `area` (the group of kecamatan the break holds for:
"kantor", a kabupaten "73.72" or a kecamatan "73.72.01") and `since`, the first day of the first month of the new
segment. A break holds for its area and whatever lies inside it. A larger area that only contains it goes on as one
series: a part of it has changed its meaning, the whole has not, and nobody who may write of one kecamatan can cut the
office's series.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

COLUMNS = ("measure", "area", "since")
OFFICE = "kantor"


def covers(area: str, code: str) -> bool:
    """Whether a group of kecamatan ("kantor" or a Kemendagri code) holds all of another one."""
    return area in (OFFICE, code) or code.startswith(f"{area}.")


def since(breaks: pd.DataFrame, measure: str, areas: Sequence[str]) -> np.ndarray:
    """The months in which a series begins a new segment, oldest first, each once; datetime64[D].

    areas: the group code of the series; of a group somebody put together, the codes of all its members: it breaks where
    all of them do.
    """
    own = breaks[breaks["measure"] == measure]
    months = {
        month
        for month, at_once in own.groupby("since")["area"]
        if all(any(covers(area, code) for area in at_once) for code in areas)
    }
    return np.array(sorted(months), dtype="datetime64[D]")


def segments(
    rows: pd.DataFrame, breaks: pd.DataFrame, *, members: Mapping[str, Sequence[str]] | None = None
) -> np.ndarray:
    """The segment each row belongs to: 0 before its series' first break, then 1, 2, …; an int for each row, in order.

    rows: measure, group_code, period (the first of a month). members: group code → codes of its kecamatan, for groups
    that are not the office, a kabupaten or a kecamatan.
    """
    found = np.zeros(len(rows), dtype=int)
    if breaks.empty or rows.empty:
        return found
    periods = _days(rows["period"])
    for (measure, group), places in rows.groupby(["measure", "group_code"], sort=False).indices.items():
        own = since(breaks, measure, (members or {}).get(group, (group,)))
        found[places] = segment(periods[places], own)
    return found


def segment(period, since: np.ndarray) -> np.ndarray:
    """The segment of one series a month lies in. period: dates, or one; since: as the function `since` gives it."""
    return np.searchsorted(since, _days(period), side="right")


def is_across(period, base_period, since: np.ndarray) -> np.ndarray:
    """Whether two months of one series lie on different sides of a break, so that they must not be compared.

    period, base_period: dates of equal length, or one of them a single date. Of a sum over twelve months the base is
    its first month: `is_across(period, period - pd.DateOffset(months=11), since)`; of an index it is the month that
    is 100. Either may be the later one.
    """
    return segment(period, since) != segment(base_period, since)


def starts(breaks: pd.DataFrame, measures: Sequence[str], areas: Sequence[str], months: Iterable) -> np.ndarray:
    """For each series and month the index of the first month of its segment: an int array (series, months).

    measures, areas: of equal length, one a series (a measure's id and a group code); months: first days, oldest first,
    without gaps. A break before the first month cuts nothing, one after the last has not come yet.
    """
    series = pd.DataFrame({"measure": list(measures), "area": list(areas)})
    calendar = _days(list(months))
    found = np.zeros((len(series), len(calendar)), dtype=np.int32)
    inside = {area: series["area"].map(lambda code, area=area: covers(area, code)) for area in set(breaks["area"])}
    for one in breaks.itertuples():
        first = int(np.searchsorted(calendar, np.datetime64(one.since, "D")))
        broken = ((series["measure"] == one.measure) & inside[one.area]).to_numpy()
        found[broken, first:] = np.maximum(found[broken, first:], first)
    return found


def _days(period) -> np.ndarray:
    return np.asarray(period, dtype="datetime64[ns]").astype("datetime64[D]")
