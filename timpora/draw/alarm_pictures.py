"""Small pictures of early warning: a series with what is usual for it, and how many alarms each month would bring."""

from collections.abc import Sequence
from itertools import groupby

import pandas as pd

from timpora.draw.markup import Markup
from timpora.draw.palettes import ALARM
from timpora.draw.small_pictures import GROUND, LINE, line, picture
from timpora.text import number, say, short_month

_WIDTH, _HEIGHT, _EDGE = 320, 76, 6  # pixels
_BAND = ALARM["band"]


def series(own: pd.DataFrame, words: str) -> Markup:
    """One series: the band up to its bound, what was expected, what was observed; its last month is marked.

    own: period, observed, expected, upper, one row a month, oldest first; NaN is a gap, never joined, nor are months
    of another `segment`, where it has one; words: the same in a sentence.
    """
    most = max(own[["observed", "upper"]].max(skipna=True).max(skipna=True), 1)
    across = (_WIDTH - 2 * _EDGE) / max(len(own) - 1, 1)

    def spot(place: int, value: float) -> str:
        return f"{_EDGE + place * across:.1f} {_HEIGHT - _EDGE - value / most * (_HEIGHT - 2 * _EDGE):.1f}"

    segment = own["segment"].tolist() if "segment" in own else [0] * len(own)
    marks = [_area(stretch, own["upper"], spot) for stretch in _stretches(own["upper"], segment)]
    marks.append(line(f"M{_EDGE} {_HEIGHT - _EDGE}H{_WIDTH - _EDGE}", GROUND, 1))
    for column, colour, width in (("expected", ALARM["expected"], 1), ("observed", LINE, 1.5)):
        marks += [
            line(_path(stretch, own[column], spot), colour, width) for stretch in _stretches(own[column], segment)
        ]
    if pd.notna(own["observed"].iloc[-1]):
        marks.append(line(f"M{spot(len(own) - 1, own['observed'].iloc[-1])}h.01", ALARM["month"], 7))
    return picture(marks, _WIDTH, _HEIGHT, words)


def months(periods: Sequence[pd.Timestamp], tried: Sequence[int], in_force: Sequence[int]) -> Markup:
    """How many alarms began in each month: by the rule that is tried, in brown, beside the one in force, in grey."""
    width, height, ground = 720, 96, 80
    most = max([*tried, *in_force, 1])
    step = (width - 2 * _EDGE) / max(len(periods), 1)
    marks = [line(f"M{_EDGE} {ground}H{width - _EDGE}", GROUND, 1)]
    for place, (new, old) in enumerate(zip(tried, in_force, strict=True)):
        for shift, value, colour in ((0.3, old, ALARM["other"]), (0.62, new, ALARM["month"])):
            if value:
                x = _EDGE + (place + shift) * step
                marks.append(_bar(x, ground, value / most * (ground - 12), step * 0.26, colour))
    total = {"n": number(sum(tried)), "m": number(sum(in_force))}
    words = say("alarm.months.alt", first=short_month(periods[0]), last=short_month(periods[-1]), **total)
    return picture(marks, width, height, words)


def _bar(x: float, ground: float, height: float, width: float, colour: str) -> str:
    return f"<rect x='{x:.1f}' y='{ground - height:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{colour}'/>"


def _stretches(values: pd.Series, segment: Sequence[int]) -> list[range]:
    """The places of months of one segment that follow one another with a number."""
    kinds = [each if is_known else None for each, is_known in zip(segment, values.notna(), strict=True)]
    found, first = [], 0
    for kind, own in groupby(kinds):
        ends = first + len(list(own))
        if kind is not None:
            found.append(range(first, ends))
        first = ends
    return found


def _path(stretch: range, values: pd.Series, spot) -> str:
    path = "M" + "L".join(spot(place, values.iloc[place]) for place in stretch)
    return path if len(stretch) > 1 else f"{path}h.01"


def _area(stretch: range, upper: pd.Series, spot) -> str:
    above = "L".join(spot(place, upper.iloc[place]) for place in stretch)
    path = f"M{spot(stretch[0], 0)}L{above}L{spot(stretch[-1], 0)}Z"
    return f"<path d='{path}' fill='{_BAND}' fill-opacity='.4'/>"
