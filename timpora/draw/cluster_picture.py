"""Clusters as a picture, and the caution that goes with it wherever it goes.

A cluster is a statement about numbers that were reported, of so many areas, beyond so much chance. Read as a statement
about people it is false, so the picture is never without its sentences.
"""

from dataclasses import dataclass

import pandas as pd

from timpora.draw import figures
from timpora.draw.classes import SMALL, STATES, Layer, hatched
from timpora.draw.legend import Row, beside
from timpora.draw.neighbourhood import Neighbourhood
from timpora.draw.palettes import CLUSTERS
from timpora.draw.pictures import Picture
from timpora.measure import clusters
from timpora.measure.clusters import ALPHA, FEWEST, GI_STAR, MORAN, NO_NEIGHBOUR, Clusters
from timpora.text import number, say

NONE = "none"
# What an area can be → its colour; in the order of the palette, and from its end in that of the legend.
_KINDS = {
    MORAN: {NONE: NONE, "LH": "LH", "HL": "HL", "LL": "LL", "HH": "HH"},
    GI_STAR: {NONE: NONE, "cold": "LL", "hot": "HH"},
}


@dataclass(frozen=True)
class ClusterLook:
    """`picture` is None where nothing could be computed; the first sentence then says why."""

    picture: Picture | None
    sentences: tuple[str, ...]  # to be written beside it


def clustered(
    values: pd.DataFrame, row: pd.Series, layer: Layer, around: Neighbourhood, method: str, when: str
) -> ClusterLook:
    """Where a layer has clusters in one month.

    values: answers/layer_values.sql; row: of answers/layers.sql; layer: how it is drawn by itself; method: one of
    clusters.METHODS. Counts are refused: many people together have many permits, and that is no cluster.
    """
    if not layer.is_rate:
        return ClusterLook(None, (say("cluster.count", layer=layer.name),))
    is_standardised = method == MORAN and _has_bases(values, row)
    found = clusters.local(values, around.of, method, is_standardised)
    if found.reason:
        words = {"n": number(found.areas), "fewest": number(FEWEST)}
        return ClusterLook(None, (say(f"cluster.{found.reason}", **words),))
    picture = _picture(values, layer, found, method, when)
    return ClusterLook(picture, tuple(_caution(values, row, layer, around, method, found, is_standardised)))


def _has_bases(values: pd.DataFrame, row: pd.Series) -> bool:
    """Whether its numbers are cases of a base that is counted: then a small base is known to swing."""
    known = values[values["state"] == "reported"]
    return bool(row.smallest_base > 0 and known[["numerator_value", "base_value"]].notna().all(axis=None))


def _picture(values: pd.DataFrame, layer: Layer, made: Clusters, method: str, when: str) -> Picture:
    kinds = list(_KINDS[method])
    kind = made.found["kind"].where(made.found["is_significant"], NONE)
    is_known = made.found["state"] == "reported"
    state = made.found["state"].replace({NO_NEIGHBOUR: "not_applicable"})
    small = pd.Series(values["is_small_base"].to_numpy(dtype=bool), index=kind.index)
    places = kind.map({name: str(place) for place, name in enumerate(kinds)})
    marks = hatched(places, small).where(is_known, state.map(STATES))
    colours = [CLUSTERS[colour] for colour in _KINDS[method].values()]
    counts = marks.replace(SMALL).value_counts()
    rows = [
        Row(str(place), say(f"cluster.kind.{kinds[place]}"), colours[place], int(counts.get(str(place), 0)))
        for place in reversed(range(len(kinds)))
    ]
    told = [
        _told(area, layer, state, kind)
        for area, state, kind in zip(values.itertuples(), made.found["state"], kind, strict=True)
    ]
    texts, labels = zip(*told, strict=True)
    return Picture(
        name=say("cluster.name", layer=layer.name),
        unit=layer.unit,
        when=when,
        marks=marks,
        texts=pd.Series(texts, index=marks.index),
        values=pd.Series(values["value"].to_numpy(dtype=float), index=marks.index).where(is_known),
        labels=pd.Series(labels, index=marks.index),
        palette=tuple(colours),
        zero_colour=None,
        rows=tuple(rows + beside(marks, colours[0])),
    )


def _told(area, layer: Layer, state: str, kind: str) -> tuple[str, str]:
    """What is said of an area, and its number."""
    text = figures.on_base(area, layer)
    if area.state != "reported":
        return text, ""
    what = "no_neighbour" if state == NO_NEIGHBOUR else f"kind.{kind}"
    return f"{say(f'cluster.{what}')}: {text}", figures.in_layer(area, layer, with_unit=False)


def _caution(values, row, layer, around, method, made, is_standardised):
    found = int(made.found["is_significant"].sum())
    yield say(f"cluster.what.{method}")
    words = {"n": number(made.areas), "draws": number(made.draws), "alpha": number(100 * ALPHA), "found": number(found)}
    yield say("cluster.how", **words)
    yield say("cluster.chance") if found else say("cluster.nothing")
    yield say("cluster.reports")
    if is_standardised:
        yield say("cluster.standardised")
    elif row.is_shrunk:
        yield say("cluster.shrunk")
    if values.loc[values["state"] == "reported", "is_rounded"].any():
        yield say("cluster.rounded")
    if alone := int((made.found["state"] == NO_NEIGHBOUR).sum()):
        yield say("cluster.alone", n=number(alone))
    if around.is_of_tiles:
        yield say("cluster.tiles")
