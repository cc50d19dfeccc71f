"""A table of colours: kecamatan down, months across, in fixed classes; each kind of empty has a sign of its own."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from timpora.disclosure.rounding import BASE
from timpora.draw.on_screen import INK, MIDDLE, MUTED, SHADE
from timpora.draw.palettes import BLUES, DIVERGING, UNTOLD, ZERO
from timpora.draw.trend_axes import LAYOUT
from timpora.draw.trend_words import Reading
from timpora.measure import ways
from timpora.text import number, say, short_month

_ROW, _FEW, _KEY = 11, 22, 30  # pixels of a row; of few rows; of a class in the key
_COUNTS, _CHANGES = (5, 10, 25, 100), (5, 10, 25)
_INDEX = (50, 80, 125, 200)
# As the map has them: lines, dots, a grid, a dash.
_SIGNS = {
    "not_reported": ("line-ne-open", MIDDLE),
    "suppressed": ("circle", INK),
    "insufficient": ("cross-thin-open", MIDDLE),
    "not_applicable": ("line-ew-open", MUTED),
}


def breaks(largest: float, way: str, fixed: Sequence[float] = ()) -> tuple[float, ...]:
    """Lower bounds of the second class onward; of a change the same up and down.

    largest: of the whole measure, not of what is filtered, so that filtering moves no class; fixed: those of the map's
    layer, where it has one for these numbers.
    """
    if way == ways.INDEX:
        return _INDEX
    if len(fixed):
        return tuple(fixed)
    usual = _CHANGES if way in ways.CHANGES else _COUNTS
    power = next((p for p in (1, 10, 100, 1_000, 10_000, 100_000) if largest < 10 * usual[-1] * p), 1_000_000)
    return tuple(bound * power for bound in usual)


def heat(values: pd.DataFrame, reading: Reading, bounds: Sequence[float], heads: Sequence[str] = ()) -> go.Figure:
    """One row a group in the order given, one column a month. values: as a way has them.

    heads: per group what it lies under (its kabupaten): named at the right where a new one begins.
    """
    names = list(dict.fromkeys(values["group_code"]))
    months = sorted(values["period"].unique())
    row = values["group_code"].map({code: place for place, code in enumerate(names)}).to_numpy()
    column = values["period"].map({month: place for place, month in enumerate(months)}).to_numpy()
    classes, colours, words = _classes(values, reading, bounds)
    grid = np.full((len(names), len(months)), np.nan)
    grid[row, column] = classes
    texts = np.full(grid.shape, "", dtype=object)
    texts[row, column] = _texts(values, reading)
    top = len(colours)
    is_long = len(names) > 30
    traces = [
        {
            "type": "heatmap",
            "z": [[None if np.isnan(cell) else int(cell) for cell in line] for line in grid],
            "x": [short_month(pd.Timestamp(month)) for month in months],
            "y": _labels(values, names, heads),
            "text": texts.tolist(),
            "hovertemplate": "%{y}, %{x}: <b>%{text}</b><extra></extra>",
            "zmin": -0.5,
            "zmax": top - 0.5,
            "colorscale": [[edge / top, colour] for place, colour in enumerate(colours) for edge in (place, place + 1)],
            "colorbar": _key(reading, words, heads),
            "xgap": 1,
            "ygap": 1,
        }
    ]
    for state, (symbol, colour) in _SIGNS.items():
        if (is_state := (values["state"] == state).to_numpy()).any():
            traces.append(_signs(column[is_state], row[is_state], state, symbol, colour))
    parting, names_at = _heads(heads)
    across, down = [-0.5, len(months) - 0.5], [len(names) - 0.5, -0.5]
    every = -(-len(months) // 14)
    hidden = {"visible": False, "fixedrange": True}
    layout = LAYOUT | {
        "plot_bgcolor": SHADE,
        "height": 100 + max((_ROW if is_long else _FEW) * len(names), _KEY * len(words) + 60),
        "margin": {"l": 8, "r": 8, "t": 62, "b": 38},
        "xaxis": {
            "side": "top",
            "showgrid": False,
            "tickvals": list(range(0, len(months), every)),
            "tickangle": 0,
            "type": "category",
            "range": across,
        },
        "yaxis": {
            "range": down,
            "showgrid": False,
            "dtick": 1,
            "automargin": True,
            "type": "category",
            "tickfont": {"size": 9 if is_long else 12},
        },
        # The signs stand on places and not on names, which would have to be sent for each.
        "xaxis2": {**hidden, "overlaying": "x", "range": across},
        "yaxis2": {**hidden, "overlaying": "y", "range": down},
        "shapes": parting,
        "annotations": names_at,
        "legend": {"orientation": "h", "x": 0, "y": 0, "yanchor": "top"},
        "showlegend": True,
        "hovermode": "closest",
        "font": {"size": 12, "color": INK},
    }
    return go.Figure(traces, layout)


def _classes(
    values: pd.DataFrame, reading: Reading, bounds: Sequence[float]
) -> tuple[np.ndarray, list[str], list[str]]:
    """The class of each number, none where there is none; colour and words of all classes, the lowest first."""
    numbers = values["value"].to_numpy(dtype=float)
    is_rounded = bool(values["is_rounded"].any())
    at = [number(bound, 0 if bound == int(bound) else 1) for bound in bounds]
    if reading.is_change:
        found, colours, words = _change_classes(values, numbers, bounds, at)
    elif reading.way == ways.INDEX:
        found, colours = np.searchsorted(bounds, numbers, side="right"), DIVERGING["neutral"][5]
        words = [f"< {at[0]}", *[f"≥ {bound}" for bound in at]]
    else:
        found = np.where(numbers == 0, 0, 1 + np.searchsorted(bounds, numbers, side="right"))
        zeros = values[values["value"] == 0]
        words = [_zero(zeros if len(zeros) else values.head(1), reading), f"< {at[0]}", *[f"≥ {b}" for b in at]]
        colours = [ZERO["exposure"], *BLUES[len(bounds) + 1]]
        if is_rounded and reading.way == ways.LEVEL and bounds[0] <= BASE:  # no rounded number lies between
            found, colours, words = np.maximum(found - 1, 0), [colours[0], *colours[2:]], [words[0], *words[2:]]
    return np.where(np.isnan(numbers), np.nan, found), list(colours), words


def _change_classes(
    values: pd.DataFrame, numbers: np.ndarray, bounds: Sequence[float], at: Sequence[str]
) -> tuple[np.ndarray, list[str], list[str]]:
    """Falls by size, what cannot be told, what stayed within the first bound, rises by size."""
    many = len(bounds)
    colours = DIVERGING["neutral"][2 * many + 1]
    middle = [(UNTOLD, say("trend.within")), (colours[many], f"< ±{at[0]}")]
    falls = np.searchsorted([-bound for bound in reversed(bounds)], numbers, side="left")
    rises = many + 1 + np.searchsorted(bounds, numbers, side="right")
    found = np.where(numbers < 0, np.where(falls < many, falls, many + 1), rises)
    found = np.where(values["is_told"].to_numpy(dtype=bool), found, many)
    is_told = values["is_told"][values["state"] == "reported"]
    # Of exact numbers every change is told; of rounded ones none is both told and small.
    if is_told.all():
        middle, found = middle[1:], np.where(found > many, found - 1, found)
    elif not (found == many + 1).any():
        middle, found = middle[:1], np.where(found > many, found - 1, found)
    words = [f"≤ −{bound}" for bound in reversed(at)], [f"≥ +{bound}" for bound in at]
    return (
        found,
        [*colours[:many], *[colour for colour, _ in middle], *colours[many + 1 :]],
        [*words[0], *[word for _, word in middle], *words[1]],
    )


def _zero(rows: pd.DataFrame, reading: Reading) -> str:
    """How a zero is written here: "0", or "0–4"."""
    row = rows.sort_values("cells").tail(1).assign(state="reported", value=0.0)
    return reading.text(next(row.itertuples()))


def _texts(values: pd.DataFrame, reading: Reading) -> list[str]:
    """What each cell says. Numbers of a table are few and small: the same one is written once."""
    known: dict[tuple, str] = {}
    written = []
    for row in values.itertuples():
        key = (
            row.state,
            None if pd.isna(row.value) else row.value,
            row.is_rounded,
            row.cells,
            row.one,
            row.is_told,
            None if pd.isna(row.percent) else row.percent,
        )
        if key not in known:
            is_untold = row.state == "reported" and reading.is_change and not row.is_told
            # Within what rounding can make: short, for there may be a thousand of them.
            known[key] = f"±{number(row.noise)}" if is_untold else reading.text(row)
        written.append(known[key])
    return written


def _labels(values: pd.DataFrame, names: Sequence[str], heads: Sequence[str]) -> list[str]:
    """Names of the rows; two that are alike say where they lie."""
    called = values.drop_duplicates("group_code").set_index("group_code")["group_name"].reindex(names)
    twice = called.duplicated(keep=False)
    under = heads or [""] * len(names)
    return [f"{name} ({head})" if two and head else name for name, two, head in zip(called, twice, under, strict=True)]


def _key(reading: Reading, words: Sequence[str], heads: Sequence[str]) -> dict:
    """The colours and what they stand for, beside the table."""
    return {
        "tickvals": list(range(len(words))),
        "ticktext": list(words),
        "title": {"text": reading.axis.replace(", ", ",<br>"), "side": "top"},
        "thickness": 14,
        "len": _KEY * len(words) + 50,
        "lenmode": "pixels",
        "y": 1,
        "yanchor": "top",
        "x": 1,
        # Beside the names of the kabupaten.
        "xpad": 16 + int(6.4 * max(map(len, heads), default=0)) if len(set(heads)) > 1 else 16,
    }


def _signs(columns: np.ndarray, rows: np.ndarray, state: str, symbol: str, colour: str) -> dict:
    """The cells that are empty in one way. What they are is said by the table under them."""
    return {
        "type": "scatter",
        "x": columns.tolist(),
        "y": rows.tolist(),
        "mode": "markers",
        "name": say(f"empty.{state}"),
        "marker": {
            "symbol": symbol,
            "size": 5 if state == "suppressed" else 7,
            "color": colour,
            "line": {"width": 1.2, "color": colour},
        },
        "hoverinfo": "skip",
        "xaxis": "x2",
        "yaxis": "y2",
    }


def _heads(heads: Sequence[str]) -> tuple[list[dict], list[dict]]:
    """Shapes and annotations: a line where another kabupaten begins, its name at the right."""
    lines, names = [], []
    if len(set(heads)) < 2:
        return lines, names
    for place, head in enumerate(heads):
        if place and head == heads[place - 1]:
            continue
        if place:
            across = {"x0": 0, "x1": 1, "xref": "x domain", "y0": place - 0.5, "y1": place - 0.5}
            lines.append({"type": "line", **across, "line": {"color": INK, "width": 1}})
        at = {"x": 1, "xref": "paper", "y": place, "xanchor": "left", "xshift": 4}
        names.append({**at, "text": head, "showarrow": False, "font": {"size": 11, "color": INK}})
    return lines, names
