"""The legend: what each colour and pattern stands for, and how many kecamatan it stands for now.

Rows follow the letters of `timpora.draw.maps.letters`, so that map and legend cannot disagree. The swatches wear
the patterns of peta.js as CSS backgrounds, because `st.html` takes SVG out.
"""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil

import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.draw import figures
from timpora.draw.maps import SMALL, STATES, ZERO, Layer, letters
from timpora.draw.palettes import EMPTY, MAP, SMALL_BASE
from timpora.text import number, say

STYLE = (
    "<style>.legenda{font-size:.875rem;font-variant-numeric:tabular-nums;max-width:16rem}"
    ".legenda ul,.legenda p{list-style:none;margin:0;padding:0}"
    ".legenda li,.legenda p{display:flex;align-items:center;gap:.5rem;margin:0;padding:.1rem 0}"
    f".legenda i{{flex:none;width:26px;height:16px;box-sizing:border-box;border:1px solid {MAP['edge']}}}"
    ".legenda i[data-mark=x]{border-style:dashed}"
    ".legenda b{margin-left:auto;font-weight:400;opacity:.7}</style>"
)


HATCHED = "h"  # numbers on a small base, whatever their class: they are counted in their classes too


@dataclass(frozen=True)
class Row:
    mark: str  # the letter on the map: '0'…'9', 'z', 'n', 's', 'i', 'x'; HATCHED
    label: str
    colour: str | None  # None: a pattern; of HATCHED what lies under it
    count: int  # areas drawn so


def legend(values_frame: pd.DataFrame, layer: Layer) -> list[Row]:
    """One row per class that can occur, highest first, then zero, what of these is hatched, the empties that occur.

    `values_frame`: as for `letters`; the counts add up to its rows, without that of what is hatched.
    """
    drawn = letters(values_frame, layer)
    counts = drawn.replace(SMALL).value_counts()
    classes = [
        Row(str(index), label, layer.palette[index], int(counts.get(str(index), 0)))
        for index, label in reversed(list(enumerate(class_labels(layer))))
        if label
    ]
    zero = [Row(ZERO, zero_label(layer), layer.zero_colour, int(counts.get(ZERO, 0)))] if layer.zero_colour else []
    empties = [
        Row(mark, say(f"empty.{state}"), None, int(counts[mark])) for state, mark in STATES.items() if mark in counts
    ]
    hatched = int(drawn.isin(SMALL.keys()).sum())
    small = [Row(HATCHED, say("legend.small_base"), layer.palette[len(layer.palette) // 2], hatched)] if hatched else []
    return classes + zero + small + empties


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


def legend_html(rows: list[Row], title: str, unit: str, counted: str = "kecamatan") -> str:
    """The legend as one self-contained piece of HTML, for `st.html`; 1.4 kB, sent on every rerun. Text is escaped."""
    items = "".join(
        f'<li><i style="background:{escape(_background(row))}" data-mark="{row.mark}"></i>'
        f"{escape(row.label)}<b>{number(row.count)}</b></li>"
        for row in rows
    )
    return (
        f'{STYLE}<div class="legenda"><strong>{escape(title)}</strong>'
        f"<p>{escape(unit)}<b>{escape(counted)}</b></p><ul>{items}</ul></div>"
    )


def _background(row: Row) -> str:
    if row.mark == HATCHED:
        case, line = SMALL_BASE["small_base_case"], SMALL_BASE["small_base_line"]
        lines = f"transparent 0 5px,{case} 5px 5.8px,{line} 5.8px 6.8px,{case} 6.8px 7.6px"
        return f"repeating-linear-gradient(45deg,{lines}),{row.colour}"
    if row.mark == "n":
        ground, line = EMPTY["not_reported_ground"], EMPTY["not_reported_line"]
        return f"repeating-linear-gradient(135deg,{ground} 0 4px,{line} 4px 5.6px)"
    if row.mark == "s":
        ground, dot = EMPTY["suppressed_ground"], EMPTY["suppressed_dot"]
        return f"radial-gradient({dot} 1.3px,transparent 1.7px) 0 0/7px 7px,{ground}"
    if row.mark == "i":
        ground, grid = EMPTY["insufficient_ground"], EMPTY["insufficient_grid"]
        lines = (f"linear-gradient({turn}{grid} 1px,transparent 1px) 0 0/7px 7px" for turn in ("", "90deg,"))
        return f"{','.join(lines)},{ground}"
    if row.mark == "x":
        ground, dash = EMPTY["not_applicable_ground"], EMPTY["not_applicable_dash"]
        mark = f"linear-gradient({dash},{dash})"
        return f"{mark} 3px 6px/6px 1.4px no-repeat,{mark} 14px 6px/6px 1.4px no-repeat,{ground}"
    return row.colour


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
