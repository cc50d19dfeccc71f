"""The legend: what each colour and pattern stands for, and how many kecamatan it stands for now.

Rows follow the letters of `timpora.draw.classes.letters`, so that map and legend cannot disagree. peta-legend.js and
the pictures made on the server draw it.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.draw import figures
from timpora.draw.classes import HATCHED, SMALL, STATES, ZERO, Layer
from timpora.text import number, say


@dataclass(frozen=True)
class Row:
    mark: str  # the letter on the map: '0'…'9', 'z', 'n', 's', 'i', 'x'; HATCHED
    label: str
    colour: str | None  # None: a pattern; of HATCHED what lies under it
    count: int  # areas drawn so


def legend(drawn: pd.Series, layer: Layer) -> list[Row]:
    """One row per class that can occur, highest first, then zero, what of these is hatched, the empties that occur.

    drawn: of `letters`; the counts add up to its rows, without that of what is hatched.
    """
    counts = Counter(SMALL.get(mark, mark) for mark in drawn)
    classes = [
        Row(str(index), label, layer.palette[index], counts[str(index)])
        for index, label in reversed(list(enumerate(class_labels(layer))))
        if label
    ]
    zero = [Row(ZERO, zero_label(layer), layer.zero_colour, counts[ZERO])] if layer.zero_colour else []
    return classes + zero + beside(drawn, layer.palette[len(layer.palette) // 2])


def beside(marks: pd.Series, colour: str) -> list[Row]:
    """The rows below the classes: what of these is hatched, on a sample of `colour`, and the empties that occur."""
    counts = Counter(marks)
    hatched = sum(counts[mark] for mark in SMALL)
    small = [Row(HATCHED, say("legend.small_base"), colour, hatched)] if hatched else []
    return small + [
        Row(mark, say(f"empty.{state}"), None, counts[mark]) for state, mark in STATES.items() if mark in counts
    ]


def zero_label(layer: Layer) -> str:
    """ "0"; of rounded counts "0–4", and of a rate that its numerator is so: how much that is depends on the base."""
    text = figures.written(0, is_rounded=layer.is_rounded)
    return say("map.legend_zero_rate", n=text) if layer.is_rounded and layer.is_rate else text


def class_labels(layer: Layer) -> list[str]:
    """Labels of the classes, lowest first: "1–4", "5–9", "≥10" for whole numbers, "<0,5", "0,5–<1" for others.

    Of rounded counts "≈5", "≈10–20", "≥25", and nothing for a class into which no rounded number falls.
    """
    if layer.words:
        return list(layer.words)
    breaks = [figures.bound(value, layer.decimals) for value in layer.breaks]
    if not breaks:
        return ["≥1" if layer.decimals == 0 and layer.zero_colour else say("map.legend_all")]
    if layer.decimals:
        first = f"<{breaks[0]}"
        between = [f"{low}–<{high}" for low, high in pairwise(breaks)]
    else:
        # Zero has a colour of its own, so the lowest class of whole numbers begins at one.
        lowest = 1 if layer.zero_colour else 0
        whole = [lowest, *layer.breaks]
        between_breaks = _rounded if layer.is_rounded and not layer.is_rate else _whole
        first, *between = [between_breaks(low, high) for low, high in pairwise(whole)]
    return [first, *between, f"≥{breaks[-1]}"]


def _whole(low: float, high: float) -> str:
    """The whole numbers from `low` up to but without `high`."""
    last = int(high) - 1
    if last < low:
        return f"<{number(high)}"
    return number(low) if last == low else f"{number(low)}–{number(last)}"


def _rounded(low: float, high: float) -> str:
    """The rounded numbers from `low` up to but without `high`: "≈10–20", "≈5", or "" where there is none."""
    within = range(BASE * ceil(low / BASE), ceil(high), BASE)
    if not within:
        return ""
    ends = dict.fromkeys([number(within[0]), number(within[-1])])
    return figures.ABOUT + "–".join(ends)
