"""How a published number is written, wherever it stands: exact as it is, rounded as what it may be.

A count of people that was rounded (disclosure/rounding.py) says so: 15 is "≈15". A rounded zero is no zero but "0–4",
or "0–12" where three published numbers were added up; a rate follows its numerator: "≈1,2", "0–0,4".
A row is one of an answer, or a Published: value, state, is_rounded, and cells, the published numbers it is the sum of.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import inf

import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.text import number, say

STRAY = BASE - 1  # how far rounding may carry one published number from what was counted
ABOUT = "≈"


@dataclass(frozen=True)
class Published:
    """A number that is no row of an answer by itself."""

    value: float
    state: str
    is_rounded: bool
    cells: int


def shown(value: float, decimals: int = 0) -> float:
    """The number that is written: class, rank and text are all made from this one, so that they agree."""
    return float(_rounded(value, decimals))


def written(value: float, decimals: int = 0, *, is_rounded: bool = False, cells: int = 1, one: float = 1.0) -> str:
    """The number without its unit: "1.234", "≈15", "0–4", "<0,1".

    cells: published numbers it is the sum of; one: what one person is worth in it, 1 for a count, per ÷ base for a
    rate.
    """
    if value == 0:
        return f"0–{bound(most(cells, one, decimals), decimals)}" if is_rounded else number(0)
    if shown(value, decimals) == 0:
        return f"<{number(10**-decimals, decimals)}"
    return f"{ABOUT if is_rounded else ''}{number(_rounded(value, decimals), decimals)}"


def text(row, decimals: int | None = None, one: float = 1.0) -> str:
    """The number of a row, or the word for the kind of empty it is. decimals: none for a whole number, else 1."""
    if row.state != "reported":
        return say(f"empty.{row.state}")
    if decimals is None:
        decimals = 0 if float(row.value).is_integer() else 1
    return written(row.value, decimals, is_rounded=bool(row.is_rounded), cells=int(row.cells), one=one)


def said(row, unit: str, decimals: int | None = None, one: float = 1.0) -> str:
    """ "≈15 orang", "0–4 orang", "disamarkan": as `text`, a number with its unit."""
    words = text(row, decimals, one)
    return f"{words} {unit}" if row.state == "reported" else words


def in_layer(row, layer, *, with_unit: bool = True) -> str:
    """What a row of layer_values says. layer: unit, decimals, per (answers/layers.sql or classes.Layer)."""
    one = one_in(row, layer)
    return said(row, layer.unit, int(layer.decimals), one) if with_unit else text(row, int(layer.decimals), one)


def on_base(row, layer) -> str:
    """As `in_layer`, and whether that stands on a small base: "12 % (basis kecil)"."""
    words = in_layer(row, layer)
    return say("figure.small_base", value=words) if row.is_small_base else words


def one_in(row, layer) -> float:
    """What one person is worth in the number of a row: per ÷ base in a rate, 1 in a count."""
    return layer.per if pd.isna(row.base_value) or not row.base_value else layer.per / row.base_value


def most(cells: int, one: float, decimals: int) -> Decimal:
    """The upper end of a rounded zero, as it is written: up, never down, for it is a bound."""
    return _rounded(STRAY * int(cells) * one, decimals, ROUND_CEILING)


def difference(one, other) -> str:
    """How much more the other is: "+3", "−3", "0"; where one of them is rounded "≈+5"."""
    return f"{ABOUT if one.is_rounded or other.is_rounded else ''}{signed(other.value - one.value)}"


def signed(gap: float, decimals: int = 0) -> str:
    """ "+3", "−0,4", "0"."""
    gap = shown(gap, decimals)
    return f"{'+' if gap > 0 else '−' if gap < 0 else ''}{number(abs(gap), decimals if gap else 0)}"


def is_told(one, other) -> bool:
    """Whether the numbers of two rows are further apart than rounding alone can bring them."""
    noise = sum(STRAY * int(row.cells) for row in (one, other) if row.is_rounded)
    return noise == 0 or abs(one.value - other.value) > noise


def stray(row, layer) -> float:
    """How far rounding alone may have carried a row's number in a layer, in the layer's unit; 0 if nothing is rounded.

    Of a rate the base may have been rounded as the numerator was, and is taken to be; infinite if that leaves no base.
    """
    if not row.is_rounded:
        return 0.0
    people = STRAY * int(row.cells)
    if not layer.is_rate:
        return people * one_in(row, layer)
    if pd.isna(row.base_value) or row.base_value <= people:
        return inf
    return people * layer.per / row.base_value + abs(row.value) * people / (row.base_value - people)


def ranks(values: pd.Series, decimals: int = 0) -> pd.Series:
    """1 for the largest; numbers that are written alike share a rank, and where there is no number there is none."""
    return values.map(lambda value: shown(value, decimals), na_action="ignore").rank(method="min", ascending=False)


def bound(value: float | Decimal, decimals: int) -> str:
    """The end of a range, without decimals where it has none: "5", "0,5"."""
    return number(value, 0 if value == int(value) else decimals)


def _rounded(value: float, decimals: int, how: str | None = None) -> Decimal:
    # By the digits a person would write, as Babel does; nine of them, so that 4 × 0.1 is no more than 0.4.
    return Decimal(f"{value:.9f}").quantize(Decimal(1).scaleb(-decimals), rounding=how)
