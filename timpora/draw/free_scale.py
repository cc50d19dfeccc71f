"""Other classes than the fixed ones, for somebody who looks at one picture closely: quantiles, natural breaks, equal
intervals, or breaks of one's own.

The fixed classes never change (data/reference/layers.toml): this makes another `Layer` beside them, and the sentence
that says so wherever the picture goes. mapclassify names a class by its upper bound, which belongs to it; our classes
are half-open and named by their lower bound. Quantiles and natural breaks divide the values that are there, so the
next class begins at the smallest value above the bound: the same areas stand together either way.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.draw import figures, palettes
from timpora.draw.classes import Layer
from timpora.text import number, say

SCHEMES = ("kuantil", "alami", "sama", "sendiri")  # as the URL has them
FEWEST, MOST = 3, 6  # classes that can be asked for
MOST_JENKS = 600  # values; Fisher-Jenks takes the square of that: 0.3 s, where 2,000 take 4 s


@dataclass(frozen=True)
class FreeScale:
    """A layer in other classes. Without a `warning` it is the fixed scale after all, and `notice` says why."""

    layer: Layer
    warning: str  # for Picture.warning
    notice: str  # why it is not what was asked for; "" where it is


def free(layer: Layer, values: pd.DataFrame, scheme: str, classes: int = 5, own: str = "") -> FreeScale:
    """`layer` with the classes of a scheme, made from the numbers as they are shown.

    values: answers/layer_values.sql; classes: FEWEST to MOST; own: what somebody wrote, "1; 5; 20", lower bounds of the
    second class and up (of "sendiri" only, and then their number decides). Zero keeps its look and is in no class.
    Where fewer numbers differ than classes were asked for there are fewer classes. Raises ValueError for a scheme or
    a number of classes we do not have.
    """
    if scheme not in SCHEMES or not FEWEST <= classes <= MOST:
        raise ValueError(f"no scale {scheme!r} in {classes} classes; schemes: {SCHEMES}, {FEWEST} to {MOST} classes")
    if scheme == "sendiri":
        breaks, fault = own_breaks(own, layer)
        return FreeScale(layer, "", fault) if fault else _freed(layer, breaks, scheme, "")
    numbers = _numbers(values, layer)
    different = len(np.unique(numbers))
    if different < 2:
        return FreeScale(layer, "", say("scale.none" if different == 0 else "scale.alike"))
    breaks = _breaks(numbers, scheme, min(classes, different), layer)
    if not breaks:
        return FreeScale(layer, "", say("scale.alike"))
    found = len(breaks) + 1
    return _freed(layer, breaks, scheme, say("scale.fewer", n=found, asked=classes) if found < classes else "")


def own_breaks(text: str, layer: Layer) -> tuple[tuple[float, ...], str]:
    """The breaks somebody wrote, and a sentence: what to write instead, or "" where they can be used.

    Separated by semicolons or blanks; a comma or a dot before decimals, neither for thousands: "1.000" is refused,
    because it is one to some readers and a thousand to others.
    """
    words = [word for word in re.split(r"[;\s]+", text.strip()) if word]
    if not words or len(words) > MOST - 1:
        return (), say("scale.own_count", most=MOST - 1, n=len(words))
    for word in words:
        if not re.fullmatch(r"\d{1,9}([.,]\d{1,2})?", word):
            return (), say("scale.own_number", word=word[:20])
    breaks = tuple(figures.shown(float(word.replace(",", ".")), layer.decimals) for word in words)
    if list(breaks) != sorted(set(breaks)):
        return (), say("scale.own_order", decimals=layer.decimals)
    # What lies below has no number: zero has a look of its own, and below one there is no whole number beside it.
    lowest = 1 if layer.decimals == 0 and layer.zero_colour else 0
    if breaks[0] <= lowest:
        return (), say("scale.own_lowest", n=number(lowest))
    return breaks, ""


def _numbers(values: pd.DataFrame, layer: Layer) -> np.ndarray:
    known = values.loc[values["state"] == "reported", "value"].astype(float)
    if layer.zero_colour is not None:
        known = known[known != 0]
    return np.array([figures.shown(value, layer.decimals) for value in known])


def _breaks(numbers: np.ndarray, scheme: str, classes: int, layer: Layer) -> tuple[float, ...]:
    """Lower bounds of the second class and up; no class below the smallest number nor above the largest."""
    import mapclassify  # a second and 120 MB: only for whoever asks for it

    # Of fewer classes than asked for we tell the reader; of a missing compiler nobody needs to know.
    for message in ("Numba not installed", "Not enough unique values"):
        warnings.filterwarnings("ignore", message=message)
    if scheme == "sama":
        bounds = mapclassify.EqualInterval(numbers, k=classes).bins[:-1]
    else:
        # Not NaturalBreaks, which starts at random: the same numbers must give the same map.
        divide = {"kuantil": mapclassify.Quantiles, "alami": mapclassify.FisherJenks}[scheme]
        seen = _thinned(numbers) if scheme == "alami" else numbers
        upper = divide(seen, k=min(classes, len(np.unique(seen)))).bins
        bounds = [_following(bound, numbers, seen) for bound in upper if bound < numbers.max()]
    found = {_written(float(bound), layer) for bound in bounds}
    return tuple(sorted(bound for bound in found if numbers.min() < bound <= numbers.max()))


def _following(bound: float, numbers: np.ndarray, seen: np.ndarray) -> float:
    """Where the class above an upper bound begins: the next number, or the widest gap before the next one seen."""
    between = np.unique(numbers[(numbers > bound) & (numbers <= seen[seen > bound].min())])
    return between[np.diff(between, prepend=bound).argmax()]


def _written(bound: float, layer: Layer) -> float:
    """As the legend writes it; between rounded counts there is nothing, so a bound stands on one of them."""
    if layer.is_rounded and not layer.is_rate:
        return float(BASE * ceil(bound / BASE))
    return figures.shown(bound, layer.decimals)


def _thinned(numbers: np.ndarray) -> np.ndarray:
    """At most MOST_JENKS of them, evenly by rank, the smallest and the largest among them."""
    if len(numbers) <= MOST_JENKS:
        return numbers
    return np.sort(numbers)[np.linspace(0, len(numbers) - 1, MOST_JENKS).round().astype(int)]


def _freed(layer: Layer, breaks: Sequence[float], scheme: str, notice: str) -> FreeScale:
    colours = tuple(palettes.resized(layer.palette, len(breaks) + 1))
    freed = replace(layer, breaks=tuple(breaks), palette=colours, words=())
    return FreeScale(freed, say("scale.free", scheme=say(f"scale.{scheme}")), notice)
