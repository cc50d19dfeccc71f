"""One series as lines: gaps stay gaps, stretches are never joined, what is not settled does not look settled."""

from collections.abc import Iterator, Sequence

import pandas as pd

from timpora.draw.on_screen import GROUND, MIDDLE, SERIES
from timpora.draw.trend_axes import days
from timpora.draw.trend_words import Reading
from timpora.text import say

HOVER = "%{fullData.name}: <b>%{customdata}</b><extra></extra>"
_DASHES = ("solid", "dash", "dot")  # beyond the colours there are, another stroke
_UNTOLD = MIDDLE  # a change that rounding alone can make
_SMALL = "hash-open"  # as the map hatches


# Months without a number that are no gap: withheld; too little to go by; a way that does not apply.
_EMPTY = {"suppressed": "circle-open-dot", "insufficient": "x-thin-open", "not_applicable": "line-ew-open"}


def style(place: int) -> tuple[str, str]:
    """Colour and stroke of the line at this place."""
    return SERIES[place % len(SERIES)], _DASHES[place // len(SERIES) % len(_DASHES)]


def lines(
    series: pd.DataFrame, reading: Reading, colour: str, stroke: str = "solid", size: int = 6, **more
) -> Iterator[dict]:
    """The traces of one group: each `segment` a line of its own, the provisional months at its end dashed.

    series: the rows of one group as a way has them, oldest first; beside its columns it may have `segment`,
    is_provisional, is_corrected and is_late. size: of a marker, in pixels; more: for every trace.
    """
    for stretch in _stretches(series):
        tail = _tail(stretch)
        if tail is None:
            yield _points(stretch, reading, colour, stroke, "lines+markers", size, **more)
            continue
        settled = stretch.drop(tail.index)
        yield _points(settled, reading, colour, stroke, "lines+markers", size, **more)
        joined = pd.concat([settled.dropna(subset="value").tail(1), tail])
        yield {
            "type": "scatter",
            "x": days(joined),
            "y": _heights(joined),
            "mode": "lines",
            "line": {"color": colour, "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
            "showlegend": False,
            **more,
        }
        yield _points(tail, reading, colour, stroke, "markers", size, **more)


def _stretches(series: pd.DataFrame) -> list[pd.DataFrame]:
    if "segment" not in series:
        return [series]
    # A month that is in no stretch goes with the one before it.
    return [stretch for _, stretch in series.groupby(series["segment"].ffill().fillna(0), sort=False)]


def _tail(stretch: pd.DataFrame) -> pd.DataFrame | None:
    """The rows after the last number that is settled, where they are provisional."""
    if "is_provisional" not in stretch or not (is_provisional := stretch["is_provisional"].eq(True)).any():
        return None
    settled = stretch.loc[stretch["value"].notna() & ~is_provisional, "period"]
    is_after = stretch["period"] > settled.max() if len(settled) else pd.Series(True, stretch.index)
    return stretch[is_after] if (is_after & is_provisional).any() else None


def _points(series: pd.DataFrame, reading: Reading, colour: str, stroke: str, mode: str, size: int, **more) -> dict:
    rows = list(series.itertuples(index=False))
    looks = [_look(row, reading, colour, size) for row in rows]
    sizes, symbols, fills, edges = (_short(each) for each in zip(*looks, strict=True)) if looks else ([], [], [], [])
    return {
        "type": "scatter",
        "x": days(series),
        "y": _heights(series),
        "name": str(rows[0].group_name) if rows else "",
        "mode": mode,
        "connectgaps": False,
        "cliponaxis": False,  # half a diamond on the axis would be another sign
        "line": {"color": colour, "width": 2.5, "dash": stroke},
        "marker": {"size": sizes, "symbol": symbols, "color": fills, "line": {"color": edges, "width": 1.5}},
        "hovertemplate": HOVER,
        "customdata": [reading.told(row) for row in rows],
        **more,
    }


def _look(row, reading: Reading, colour: str, size: int) -> tuple[int, str, str, str]:
    """Size, symbol, fill and edge of a marker.

    Hollow: part of the kecamatan, provisional, or a change that rounding alone can make. Diamond: zero. Square:
    corrected, or came late. Hatched: on a small base.
    """
    edge = colour if row.is_told else _UNTOLD
    if row.is_small_base:
        return size + 2, _SMALL, edge, edge
    is_marked = getattr(row, "is_corrected", False) is True or getattr(row, "is_late", False) is True
    is_open = row.areas_reporting < row.areas_expected or getattr(row, "is_provisional", False) is True
    fill = GROUND if is_open or not row.is_told else edge
    if row.value == 0 and not reading.is_change:
        return size + 3, "diamond", fill, edge
    return (size + 2, "square", fill, edge) if is_marked else (size, "circle", fill, edge)


def marked(series: pd.DataFrame) -> pd.DataFrame:
    """The months that have no number and yet are no gap."""
    return series[series["state"].isin(list(_EMPTY))]


def empties(months: pd.DataFrame, height: float, colour: str, **more) -> dict:
    """Marks for such months, in a lane of their own: no height, no zero, no silence. months: as `marked` gives them."""
    states = months["state"].tolist()
    return {
        "type": "scatter",
        "x": days(months),
        "y": [height] * len(months),
        "name": str(months["group_name"].iloc[0]),
        "mode": "markers",
        "showlegend": False,
        "marker": {
            "size": 9,
            "symbol": _short([_EMPTY[state] for state in states]),
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "hovertemplate": HOVER,
        "customdata": [say(f"empty.{state}") for state in states],
        **more,
    }


def _heights(series: pd.DataFrame) -> list[float | None]:
    return [None if value != value else round(value, 4) for value in series["value"].tolist()]


def _short(each: Sequence) -> object:
    """What all points have in common is sent once."""
    return each[0] if each and len(set(each)) == 1 else list(each)
