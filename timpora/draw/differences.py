"""How far two numbers of every kecamatan are apart: of two months, or of two layers in one unit.

The classes are fixed per layer (`changes` in layers.toml) and alike up and down. A difference that random rounding
alone can make is no class but "tidak dapat dibedakan" (mark 'z'), whatever its size: figures.stray. Of what can be
mended the scale says better and worse; of presence only more and fewer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from timpora.disclosure.rounding import BASE
from timpora.draw import figures, palettes
from timpora.draw.classes import SMALL, STATES, ZERO, Layer, hatched, state_of
from timpora.draw.legend import Row, beside
from timpora.draw.pictures import Picture
from timpora.text import number, say

_WORDS = {"more": ("better", "worse"), "less": ("worse", "better"), "none": ("fewer", "more")}  # down, up


def over_time(before: pd.DataFrame, after: pd.DataFrame, row: pd.Series, layer: Layer, when: Sequence[str]) -> Picture:
    """What became of a layer between two months.

    before, after: answers/layer_values.sql of the same areas; row: of answers/layers.sql (changes, direction); layer:
    how it is drawn by itself; when: both months, as they are written.
    """
    down, up = (say(f"difference.{word}") for word in _WORDS[row.direction])
    worse = "low" if row.direction == "less" else "high"
    colours = palettes.diverging("neutral" if row.direction == "none" else "judged", len(row.changes), worse)
    name = say("difference.name", layer=layer.name)
    return _picture((before, after), (layer, layer), row.changes, colours, (down, up), name, " → ".join(when))


def between(
    frames: tuple[pd.DataFrame, pd.DataFrame], rows: tuple[pd.Series, pd.Series], layers: tuple[Layer, Layer], when: str
) -> Picture:
    """By how much the second of two layers is larger than the first, in one month.

    frames, rows, layers: of the first and of the second, as in `over_time`. Which is larger is neither better nor
    worse, so the colours are neutral; the classes are those of the coarser of the two. Raises ValueError, with a
    sentence for the reader, for layers in different units.
    """
    first, second = layers
    if first.unit != second.unit:
        words = {"first": first.name, "second": second.name, "one": first.unit, "other": second.unit}
        raise ValueError(say("difference.units", **words))
    bounds = max(list(row.changes) for row in rows)
    sides = tuple(say("difference.larger", layer=layer.name) for layer in layers)
    name = say("difference.of_layers", first=first.name, second=second.name)
    return _picture(frames, layers, bounds, palettes.diverging("neutral", len(bounds)), sides, name, when)


def _picture(
    frames: tuple[pd.DataFrame, pd.DataFrame],
    layers: tuple[Layer, Layer],
    bounds: Sequence[float],
    colours: Sequence[str],
    sides: tuple[str, str],
    name: str,
    when: str,
) -> Picture:
    """bounds: ascending, above zero; colours: largest decrease first; sides: what a decrease and an increase is."""
    decimals = max(layer.decimals for layer in layers)
    pairs = _pairs(*frames, layers, decimals)
    known = pairs["state"] == "reported"
    is_rounded = bool(pairs.loc[known, "is_rounded"].any())
    marks = _places(pairs["gap"], bounds).astype(str).mask(~pairs["is_told"], ZERO)
    marks = hatched(marks, pairs["is_small_base"]).where(known, pairs["state"].map(STATES))
    step = BASE if is_rounded and not any(layer.is_rate for layer in layers) else 10**-decimals
    labels = _class_labels(bounds, sides, _Written(decimals, step, figures.ABOUT if is_rounded else ""))
    return Picture(
        name=name,
        unit=layers[0].unit,
        when=when,
        marks=marks,
        texts=pairs["text"],
        values=pairs["gap"].where(known),
        labels=pairs["label"],
        palette=tuple(colours),
        zero_colour=palettes.UNTOLD if is_rounded else None,
        rows=tuple(_rows(marks, labels, colours, is_rounded)),
        ends=tuple(_ends(pairs[known & pairs["is_told"]], layers[0].unit, decimals)),
    )


def _pairs(first: pd.DataFrame, second: pd.DataFrame, layers: tuple[Layer, Layer], decimals: int) -> pd.DataFrame:
    """Per area_code: area_name, state, gap (of the numbers as shown), is_told, is_small_base, text, label."""
    second = second.set_index("area_code", drop=False).loc[first["area_code"]]
    rows = [
        _pair(one, other, layers, decimals) for one, other in zip(first.itertuples(), second.itertuples(), strict=True)
    ]
    columns = ["area_name", "state", "gap", "is_told", "is_rounded", "is_small_base", "text", "label"]
    pairs = pd.DataFrame(rows, index=first["area_code"].to_numpy(), columns=columns)
    return pairs.astype({"gap": float, "is_told": bool, "is_rounded": bool, "is_small_base": bool})


def _pair(one, other, layers: tuple[Layer, Layer], decimals: int) -> dict:
    state = state_of(one.state, other.state)
    pair = {"area_name": one.area_name, "state": state, "gap": np.nan, "is_told": True, "label": ""}
    pair |= {"is_rounded": bool(one.is_rounded or other.is_rounded)}
    pair |= {"is_small_base": state == "reported" and bool(one.is_small_base or other.is_small_base)}
    if one.state == other.state != "reported":
        return pair | {"text": say(f"empty.{state}")}
    after = figures.in_layer(other, layers[1])
    if state != "reported":
        return pair | {"text": say("difference.half", before=figures.in_layer(one, layers[0]), after=after)}
    words = {"before": figures.in_layer(one, layers[0], with_unit=False), "after": after}
    numbers = [figures.shown(row.value, layer.decimals) for row, layer in zip((one, other), layers, strict=True)]
    gap = figures.shown(numbers[1] - numbers[0], decimals)
    noise = sum(figures.stray(row, layer) for row, layer in zip((one, other), layers, strict=True))
    is_told = noise == 0 or abs(other.value - one.value) > noise
    about = figures.ABOUT if pair["is_rounded"] else ""
    told = f"{about}{figures.signed(gap, decimals)}" if is_told else figures.ABOUT
    text = say("difference.text", **words, gap=told if is_told else say("difference.untold"))
    if pair["is_small_base"]:
        text = say("figure.small_base", value=text)
    return pair | {"gap": gap, "is_told": is_told, "label": told, "text": text}


def _places(gaps: pd.Series, bounds: Sequence[float]) -> pd.Series:
    """The class of every difference, 0 for the largest decrease; one on a bound belongs to the outer class."""
    steps = np.searchsorted(np.asarray(bounds, dtype=float), gaps.abs().fillna(0), side="right")
    return pd.Series(len(bounds) + np.sign(gaps.fillna(0)) * steps, index=gaps.index).astype(int)


@dataclass(frozen=True)
class _Written:
    """How the bounds of a class are written: with so many decimals, numbers being `step` apart."""

    decimals: int
    step: float
    about: str

    def range(self, low: float, high: float) -> str:
        ends = [figures.signed(end, self.decimals) for end in (low, high)]
        return self.about + (ends[0] if low == high else say("difference.range", low=ends[0], high=ends[1]))


def _class_labels(bounds: Sequence[float], sides: tuple[str, str], written: _Written) -> list[str]:
    """Largest decrease first: "−25 atau kurang: membaik", …, "−9 s.d. +9: hampir tetap", …, "+25 atau lebih: memburuk".

    Both ends of a range belong to it: numbers are as far apart as they are written.
    """
    between = [(low, high - written.step) for low, high in pairwise(bounds)]
    farthest = bounds[-1]
    inner = bounds[0] - written.step
    down = [f"{say('difference.or_less', n=written.range(-farthest, -farthest))}: {sides[0]}"]
    down += [f"{written.range(-high, -low)}: {sides[0]}" for low, high in reversed(between)]
    up = [f"{written.range(low, high)}: {sides[1]}" for low, high in between]
    up += [f"{say('difference.or_more', n=written.range(farthest, farthest))}: {sides[1]}"]
    return [*down, f"{written.range(-inner, inner)}: {say('difference.same')}", *up]


def _rows(marks: pd.Series, labels: Sequence[str], colours: Sequence[str], is_rounded: bool) -> list[Row]:
    counts = marks.replace(SMALL).value_counts()
    classes = [
        Row(str(place), labels[place], colours[place], int(counts.get(str(place), 0)))
        for place in reversed(range(len(labels)))
    ]
    untold = [Row(ZERO, say("figure.within_rounding"), palettes.UNTOLD, int(counts.get(ZERO, 0)))] if is_rounded else []
    return classes + untold + beside(marks, colours[len(colours) // 2])


def _ends(told: pd.DataFrame, unit: str, decimals: int) -> Iterator[str]:
    """Two sentences at most: who rose and who fell the most, by name, or how many share that."""
    for word, farthest in (("risen", told["gap"].max()), ("fallen", told["gap"].min())):
        if (farthest > 0) if word == "risen" else (farthest < 0):
            own = told[told["gap"] == farthest]
            who = own["area_name"].iloc[0] if len(own) == 1 else say("legend.several", n=number(len(own)))
            about = figures.ABOUT if own["is_rounded"].any() else ""
            yield say(f"difference.{word}", who=who, value=f"{about}{figures.signed(farthest, decimals)} {unit}")
