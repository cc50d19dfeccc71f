"""A picture: what every kecamatan is drawn as and what is said of it, before anything is drawn.

The map in the browser, the picture for a slide, the table and the file to take along are all made from this.
"""

from dataclasses import dataclass

import pandas as pd

from timpora.draw import figures
from timpora.draw.classes import ZERO, Layer, briefly, letters, said
from timpora.draw.legend import Row, legend
from timpora.text import number, say

_UNWRITTEN = (ZERO, "Z")  # no presence, said forty times, would cover the map


@dataclass(frozen=True)
class Picture:
    """One look at the areas. The series have one index: area codes, as many as there are in this view."""

    name: str  # of what is shown
    unit: str
    when: str  # the period, as it is written
    marks: pd.Series  # a letter each (classes.letters): a class of the palette, a kind of empty
    texts: pd.Series  # what is said of each: "≈15 orang"; the same text has the same label
    values: pd.Series  # the published number of each, to sort by; NaN where there is none
    labels: pd.Series  # the same as short as it goes, to be written on the area: "≈15"; "" where there is no number
    palette: tuple[str, ...]
    zero_colour: str | None
    rows: tuple[Row, ...]  # the legend
    ends: tuple[str, ...] = ()  # sentences naming the kecamatan with the most and the least
    axes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of two layers at once: each axis and its parts, as they grow
    warning: str = ""  # said loudly beside it: that its scale is not the fixed one


def of_kecamatan(every: pd.DataFrame) -> pd.DataFrame:
    """The kecamatan of answers/layer_values.sql, in the order of their codes: what is drawn is drawn of them."""
    return every[every["area_code"].notna()].reset_index(drop=True)


def picture(values: pd.DataFrame, layer: Layer, when: str, texts: pd.Series | None = None) -> Picture:
    """One layer in one period.

    values: `of_kecamatan`; texts: what is said of each area, by area_code, where that is more than its number: an
    estimate, which stands nowhere without how sure it is.
    """
    codes, marks = values["area_code"].to_numpy(), letters(values, layer)
    return Picture(
        name=layer.name,
        unit=layer.unit,
        when=when,
        marks=marks,
        texts=said(values, layer) if texts is None else texts.reindex(codes),
        values=pd.Series(pd.to_numeric(values["value"]).to_numpy(), index=codes).where(
            (values["state"] == "reported").to_numpy()
        ),
        labels=(briefly(values, layer) if texts is None else pd.Series("", index=codes)).where(
            ~marks.isin(_UNWRITTEN), ""
        ),
        palette=layer.palette,
        zero_colour=layer.zero_colour,
        rows=tuple(legend(marks, layer)),
        ends=ends(values, layer) if texts is None else (),
    )


def ends(values: pd.DataFrame, layer: Layer) -> tuple[str, ...]:
    """Two sentences: the kecamatan with the most and with the least by name, or how many share that.

    Neither where nothing is known or all are alike; numbers that are written alike are alike.
    """
    alike: dict[float, list] = {}
    for row in values.itertuples():
        if row.state == "reported":
            alike.setdefault(figures.shown(row.value, layer.decimals), []).append(row)
    if len(alike) < 2:
        return ()
    return tuple(_end(alike[value], layer, name) for name, value in (("most", max(alike)), ("least", min(alike))))


def _end(own: list, layer: Layer, name: str) -> str:
    who = own[0].area_name if len(own) == 1 else say("legend.several", n=number(len(own)))
    return say(f"legend.{name}", who=who, value=figures.in_layer(own[0], layer))
