"""Two layers at once: every kecamatan in one of nine cells, three parts of the one by three parts of the other.

The parts are fixed per layer (`thirds` and `third_words` in layers.toml). Each axis runs from what asks for least to
what asks for most, of presence from fewest to most: a layer of which little asks for attention is turned. So the upper
right corner is the one to speak about, and its kecamatan are named.
"""

from dataclasses import dataclass

import pandas as pd

from timpora.draw import figures
from timpora.draw.classes import STATES, Layer, classify, hatched, state_of
from timpora.draw.legend import Row, beside
from timpora.draw.palettes import BIVARIATE
from timpora.draw.pictures import Picture
from timpora.text import say

PARTS = 3
CORNER = str(PARTS * PARTS - 1)  # the mark of the cell with most of both
NAMED = 6  # kecamatan of the corner that are named; of more, the rest is counted


@dataclass(frozen=True)
class Axis:
    """One of the two layers. Parts in the order of the axis: what asks for least first."""

    layer: Layer
    thirds: tuple[float, float]
    words: tuple[str, str, str]
    is_turned: bool  # little asks for attention

    def part(self, value: float) -> int:
        """0, 1 or 2, of the number as it is shown; on a bound it belongs to the part above."""
        place = int(classify([figures.shown(value, self.layer.decimals)], self.thirds)[0])
        return PARTS - 1 - place if self.is_turned else place

    @property
    def ranges(self) -> list[str]:
        """ "<5", "5–<25", "≥25"."""
        low, high = (figures.bound(each, self.layer.decimals) for each in self.thirds)
        upwards = [f"<{low}", f"{low}–<{high}", f"≥{high}"]
        return upwards[::-1] if self.is_turned else upwards

    @property
    def parts(self) -> tuple[str, ...]:
        """ "sedikit (<5)", "sedang (5–<25)", "banyak (≥25)"."""
        pairs = zip(self.words, self.ranges, strict=True)
        return tuple(say("two.part", word=word, within=within) for word, within in pairs)

    @property
    def title(self) -> str:
        name = f"{self.layer.name} ({self.layer.unit})"
        return say("two.turned", name=name) if self.is_turned else name


def both(
    frames: tuple[pd.DataFrame, pd.DataFrame], rows: tuple[pd.Series, pd.Series], layers: tuple[Layer, Layer], when: str
) -> Picture:
    """Two layers in one month.

    frames: answers/layer_values.sql of the same areas; rows: of answers/layers.sql (thirds, third_words, direction,
    palette); layers: how each is drawn by itself. The first runs to the right, unless only the second is presence.
    An area that is empty in one of the two is that kind of empty, the severest of two (classes.state_of). Its axes: the
    blue one to the right, then the orange one upwards; its one end: which kecamatan have most of both,
    where any is known.
    """
    if rows[0].palette != "exposure" and rows[1].palette == "exposure":
        frames, rows, layers = frames[::-1], rows[::-1], layers[::-1]
    across, up = (
        Axis(layer, tuple(row.thirds), tuple(row.third_words), row.direction == "less")
        for row, layer in zip(rows, layers, strict=True)
    )
    first, second = frames[0], frames[1].set_index("area_code", drop=False).loc[frames[0]["area_code"]]
    pairs = list(zip(first.itertuples(), second.itertuples(), strict=True))
    found = pd.DataFrame(
        [_placed(one, other, across, up) for one, other in pairs],
        index=first["area_code"].to_numpy(),
        columns=["mark", "is_small_base", "text", "label"],
    )
    marks = hatched(found["mark"], found["is_small_base"])
    in_corner = first["area_name"][(found["mark"] == CORNER).to_numpy()]
    return Picture(
        name=say("two.name", across=across.layer.name, up=up.layer.name),
        unit=say("two.unit"),
        when=when,
        marks=marks,
        texts=found["text"],
        values=pd.Series(float("nan"), index=found.index),
        labels=found["label"],
        palette=tuple(colour for line in BIVARIATE for colour in line),
        zero_colour=None,
        rows=tuple(_rows(found["mark"], marks, across, up)),
        # Nothing known is no reason to be at ease: then nothing is said of the corner.
        ends=(_corner(list(in_corner), across, up),) if (~found["mark"].isin(STATES.values())).any() else (),
        axes=((across.title, across.parts), (up.title, up.parts)),
    )


def _placed(one, other, across: Axis, up: Axis) -> tuple[str, bool, str, str]:
    """Mark, whether a base is small, text and label of one area."""
    state = state_of(one.state, other.state)
    if one.state == other.state != "reported":
        return STATES[state], False, say(f"empty.{state}"), ""
    told = f"{figures.on_base(one, across.layer)} · {figures.on_base(other, up.layer)}"
    if state != "reported":
        return STATES[state], False, told, ""
    right, high = across.part(one.value), up.part(other.value)
    numbers = (figures.in_layer(row, layer, with_unit=False) for row, layer in ((one, across.layer), (other, up.layer)))
    text = f"{_words(across.words[right], up.words[high])}: {told}"
    return str(PARTS * high + right), bool(one.is_small_base or other.is_small_base), text, " · ".join(numbers)


def _rows(cells: pd.Series, marks: pd.Series, across: Axis, up: Axis) -> list[Row]:
    counts = cells.value_counts()
    classes = [
        Row(mark, _words(across.words[right], up.words[high]), BIVARIATE[high][right], int(counts.get(mark, 0)))
        for high in reversed(range(PARTS))
        for right in reversed(range(PARTS))
        for mark in [str(PARTS * high + right)]
    ]
    return classes + beside(marks, BIVARIATE[1][1])


def _corner(names: list[str], across: Axis, up: Axis) -> str:
    """ "Banyak · kurang siap: Wara, Ujung dan 2 lainnya." """
    words = _words(across.words[-1], up.words[-1])
    if not names:
        return say("two.corner_none", words=words)
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return (
        say("two.corner_more", words=words, names=shown, n=rest)
        if rest > 0
        else say("two.corner", words=words, names=shown)
    )


def _words(across: str, up: str) -> str:
    return f"{across} · {up}"
