"""Pictures for one line of a table: where a kecamatan stands among others, and how it went over the years.

Each is an SVG inside an `img`: `st.html` takes SVG out of a page but not out of a picture, a printer leaves
backgrounds out but not pictures, and what the picture says stands beside it in words.
"""

from collections.abc import Iterable
from math import isnan
from urllib.parse import quote

import pandas as pd

from timpora.draw.markup import Markup, tag
from timpora.draw.palettes import SMALL

OFFICE, KABUPATEN, LINE, GROUND, HALO = SMALL.values()
_WIDTH, _HEIGHT, _EDGE = 136, 18, 6  # pixels; the outermost dots need room
_MIDDLE = _HEIGHT / 2
# So many dots on one spot are as dark as that many translucent ones over each other.
_DARKNESS = {1: 0.35, 2: 0.58, 3: 0.73, 4: 0.85}


def strip(spread: pd.DataFrame, at: float | None, median_at: float | None, colour: str, words: str) -> Markup:
    """One dot a kecamatan, those of the kabupaten darker, its median a line, this kecamatan large and in colour.

    spread: place (0–100), is_near, areas; at, median_at: places, None where there is none; colour: "#rrggbb".
    """
    marks = [line(f"M{_EDGE} {_MIDDLE}H{_WIDTH - _EDGE}", GROUND, 1)]
    far, near = spread[~spread["is_near"]], spread[spread["is_near"]]
    for dark, own in far.groupby(far["areas"].clip(upper=max(_DARKNESS))):
        marks.append(line(_dots(own["place"]), OFFICE, 5, _DARKNESS[dark]))
    marks.append(line(_dots(near["place"]), KABUPATEN, 4.5))
    if median_at is not None:
        marks.append(line(f"M{_x(median_at)} 1V{_HEIGHT - 1}", KABUPATEN, 1.6))
    if at is not None:
        spot = _dots([at])
        marks += [line(spot, HALO, 11), line(spot, colour, 8.5)]
    return picture(marks, _WIDTH, _HEIGHT, words)


def sparkline(values: Iterable[float], marked: int | None, colour: str, words: str) -> Markup:
    """A line over the months, from zero (or what lies below it) to the largest value; one without a value is a gap.

    values: one a month, NaN where there is none; marked: the place of the month that is looked at.
    """
    values = [float(value) for value in values]
    known = [value for value in values if not isnan(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    across = (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    up = (_HEIGHT - 6) / ((high - low) or 1.0)
    ground = _HEIGHT - 3 + low * up
    points = [
        None if isnan(value) else (_EDGE + place * across, ground - value * up) for place, value in enumerate(values)
    ]
    path, is_begun = "", False
    for point in points:
        if point:
            path += f"{'L' if is_begun else 'M'}{point[0]:.1f} {point[1]:.1f}"
            path += "" if is_begun else "h.01"  # a month between two gaps is a spot
        is_begun = point is not None
    marks = [line(f"M{_EDGE} {ground:.1f}H{_WIDTH - _EDGE}", GROUND, 1), line(path, LINE, 1.4)]
    if marked is not None and (point := points[marked]):
        marks.append(line(f"M{point[0]:.1f} {point[1]:.1f}h.01", colour, 6))
    return picture(marks, _WIDTH, _HEIGHT, words)


def _x(place: float) -> str:
    return f"{_EDGE + place / 100 * (_WIDTH - 2 * _EDGE):.1f}"


def _dots(places: Iterable[float]) -> str:
    return "".join(f"M{_x(place)} {_MIDDLE}h.01" for place in places)


def line(path: str, colour: str, width: float, opacity: float = 1.0) -> str:
    clear = f" stroke-opacity='{opacity}'" if opacity < 1 else ""
    return f"<path d='{path}' stroke='{colour}' stroke-width='{width}'{clear}/>"


def picture(marks: Iterable[str], width: int, height: int, words: str) -> Markup:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' fill='none'"
    drawn = f"{head} stroke-linecap='round' stroke-linejoin='round'>{''.join(marks)}</svg>"
    source = "data:image/svg+xml," + quote(drawn, safe=" '=/:,.")
    return tag("img", src=source, width=width, height=height, alt=words, title=words)
