"""The ways of looking at the map: what is chosen → pictures, and the sentences that say what they show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from timpora import paths
from timpora.draw import bivariate, cluster_picture, differences, neighbourhood, pictures, risk, sentences
from timpora.draw.classes import STATES, ZERO, is_kept
from timpora.draw.cluster_picture import ClusterLook
from timpora.draw.free_scale import free
from timpora.draw.map_export import Part
from timpora.draw.pictures import Picture
from timpora.measure import boundary_sets
from timpora.measure.method import INDEX
from timpora.text import language, month, number, say
from timpora.web import map_view, spoken
from timpora.web.access import Viewer
from timpora.web.answers import ask, asker, snapshot_id
from timpora.web.map_choices import FIXED, LAYERS, MODES, MOST_PERIODS, STEPS, Look
from timpora.web.remembered import Remembered, bytes_of


def _size(key: tuple, drawn: Picture) -> int:
    return bytes_of(pd.DataFrame({"marks": drawn.marks, "texts": drawn.texts, "labels": drawn.labels}))


_PICTURES = Remembered(40_000_000, _size)  # some forty of a country


@dataclass(frozen=True)
class Seen:
    """What one look shows. behind: the plain layers and months that the pictures are made from."""

    pictures: tuple[Picture, ...]
    sentence: str
    behind: tuple[tuple[pd.Series, date], ...]
    notes: tuple[str, ...] = ()


def seen(who: Viewer, look: Look) -> Seen:
    """The pictures of the chosen way of looking; the plain map and a sentence why, where it cannot be had."""
    if look.other_period == look.period:
        return _one(who, look, say("map.same_period", period=month(look.period)))
    if look.mode != "deret" and look.layer.layer in look.other_layers:
        return _one(who, look, say("map.same_layer"))
    made = _WAYS[look.mode](who, look)
    if look.mode != MODES[0] and not any(_has_numbers(picture) for picture in made.pictures):
        return replace(made, sentence=f"{made.sentence} {say('map.nothing')}")
    return made


def _has_numbers(picture: Picture) -> bool:
    return bool((~picture.marks.isin(STATES.values())).any())


def kept(who: Viewer, look: Look, seen: Seen, area: pd.Series) -> pd.DataFrame:
    """What stands in the table: of the classes that are kept, in the kabupaten that fills the map.

    One row per kecamatan as of answers/layer_values.sql, of the chosen layer and month.
    """
    values = _values(who, look.layer, look.period)
    if area.group_kind == "kabupaten":
        values = values[values["kabupaten_name"] == area.group_name]
    codes = values["area_code"]
    kept = [is_kept(picture.marks.reindex(codes), look.kept).to_numpy() for picture in seen.pictures]
    return values[np.any(kept, axis=0)]


def parts(who: Viewer, seen: Seen) -> list[Part]:
    """For the tables to take along: the pictures, or what one picture of several layers or months was made from."""
    if len(seen.pictures) == len(seen.behind):
        both = zip(seen.pictures, seen.behind, strict=True)
        return [Part(drawn, _values(who, layer, period), layer) for drawn, (layer, period) in both]
    return [Part(_picture(who, layer, period), _values(who, layer, period), layer) for layer, period in seen.behind]


def _picture(who: Viewer, layer: pd.Series, period: date, like: pd.Series | None = None) -> Picture:
    """One layer in one month; like: the layer whose scale it is drawn in, where not its own."""
    scale = layer.layer if like is None else like.layer
    # A click redraws the same picture: it is made once of a snapshot for all who may see the same, in each language.
    one = asker(who)
    key = (snapshot_id(who), language(), one, layer.layer, scale, period)
    return _PICTURES.get(key, lambda: _drawn(one, layer.layer, scale, period))


def _drawn(who: Viewer, layer: str, scale: str, period: date) -> Picture:
    layers = ask(who, "layers").set_index("layer", drop=False)
    row, drawn = layers.loc[layer], map_view.described(layers.loc[layer])
    if scale != layer:
        other = map_view.described(layers.loc[scale])
        drawn = replace(drawn, breaks=other.breaks, palette=other.palette, words=other.words)
    return pictures.picture(_values(who, row, period), drawn, month(period), _texts(who, row, period))


def _texts(who: Viewer, layer: pd.Series, period: date) -> pd.Series | None:
    """What the map says of each kecamatan where that is more than its number: a score has its interval with it."""
    if layer.indicator != INDEX:
        return None
    return risk.texts(ask(who, "risk_scores", period=period, method=None))


def value(who: Viewer, layer: pd.Series, area: str, period: date) -> pd.Series:
    """The row of answers/layer_values.sql of one group: the office, a kabupaten, a kecamatan."""
    every = _every(who, layer, period)
    return every.iloc[list(every["group_code"]).index(area)]


def _values(who: Viewer, layer: pd.Series, period: date) -> pd.DataFrame:
    return pictures.of_kecamatan(_every(who, layer, period))


def _every(who: Viewer, layer: pd.Series, period: date) -> pd.DataFrame:
    # One question for the map, its sentence and the panel of every area that may be clicked: most of the cost of a
    # question is that it is understood.
    return ask(who, "layer_values", layer=layer.layer, period=period)


def _one(who: Viewer, look: Look, *notes: str) -> Seen:
    values = _values(who, look.layer, look.period)
    whole = value(who, look.layer, "kantor", look.period)
    sentence = sentences.map_answer(values, whole, look.layer, look.period)
    drawn = _picture(who, look.layer, look.period)
    if look.scheme != FIXED:
        scale = free(map_view.described(look.layer), values, look.scheme, look.classes, look.breaks)
        texts = _texts(who, look.layer, look.period)
        drawn = replace(pictures.picture(values, scale.layer, month(look.period), texts), warning=scale.warning)
        notes = (*notes, *filter(None, [scale.notice]))
    return Seen((drawn,), sentence, ((look.layer, look.period),), notes)


def _row(who: Viewer, look: Look) -> Seen:
    """Small multiples: up to twelve months of one layer, or up to six layers of one month."""
    if look.step == LAYERS:
        layers = [look.layer, *(look.at(layer) for layer in look.other_layers)]
        drawn, notes = _alike(who, layers, look.period)
        words = {"n": number(len(drawn)), "period": month(look.period)}
        return Seen(drawn, say("map.row_layers", **words), tuple((layer, look.period) for layer in layers), notes)
    apart = STEPS[look.step]
    wanted = [period for period in look.periods if period <= look.period][: apart * MOST_PERIODS : apart][::-1]
    drawn = tuple(_picture(who, look.layer, period) for period in wanted)
    words = {"layer": look.layer.layer_name, "first": month(wanted[0]), "last": month(wanted[-1])}
    sentence = say("map.row_periods", n=number(len(drawn)), **words)
    return Seen(drawn, sentence, tuple((look.layer, period) for period in wanted))


def _pair(who: Viewer, look: Look) -> Seen:
    """Two dates, or two layers, side by side."""
    if look.against == LAYERS:
        layers = [look.layer, look.at(look.other_layers[0])]
        drawn, notes = _alike(who, layers, look.period)
        words = {"one": layers[0].layer_name, "other": layers[1].layer_name, "period": month(look.period)}
        return Seen(drawn, say("map.pair_layers", **words), tuple((layer, look.period) for layer in layers), notes)
    both = (look.other_period, look.period)
    words = {"layer": look.layer.layer_name, "one": month(both[0]), "other": month(both[1])}
    drawn = tuple(_picture(who, look.layer, period) for period in both)
    return Seen(drawn, say("map.pair_periods", **words), tuple((look.layer, period) for period in both))


def _alike(who: Viewer, layers: Sequence[pd.Series], period: date) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Layers of one kind and unit are drawn in the scale of the first; where they are not, that is said."""
    kinds = {(layer.unit, layer.palette, layer.darkest, layer.indicator == INDEX) for layer in layers}
    if len(kinds) == 1:
        drawn = tuple(_picture(who, layer, period, like=layers[0]) for layer in layers)
        return drawn, (say("map.one_scale", layer=layers[0].layer_name),)
    return tuple(_picture(who, layer, period) for layer in layers), (say("map.own_scales"),)


def _difference(who: Viewer, look: Look) -> Seen:
    """What became of a layer between two months, or by how much one layer is larger than another."""
    if look.against == LAYERS:
        return _between(who, look)
    drawn = map_view.described(look.layer)
    before, after = (_values(who, look.layer, period) for period in (look.other_period, look.period))
    when = [month(look.other_period), month(look.period)]
    picture = differences.over_time(before, after, look.layer, drawn, when)
    behind = ((look.layer, look.other_period), (look.layer, look.period))
    return Seen((picture,), _changed(picture), behind)


def _between(who: Viewer, look: Look) -> Seen:
    rows = (look.layer, look.at(look.other_layers[0]))
    frames = tuple(_values(who, row, look.period) for row in rows)
    layers = tuple(map_view.described(row) for row in rows)
    try:
        picture = differences.between(frames, rows, layers, month(look.period))
    except ValueError as other_units:
        return _one(who, look, str(other_units))
    return Seen((picture,), _changed(picture), tuple((row, look.period) for row in rows))


def _changed(picture: Picture) -> str:
    """What the difference is of, and for how many kecamatan rounding alone could make it."""
    untold = next((row.count for row in picture.rows if row.mark == ZERO), 0)
    if not untold:
        return _told(picture)
    words = {"n": number(untold), "all": number(len(picture.marks))}
    return f"{_told(picture)} {say('difference.untold_of', **words)}"


def _told(picture: Picture) -> str:
    return say("map.shown", name=picture.name, period=picture.when)


def _two(who: Viewer, look: Look) -> Seen:
    """Two layers at once, in three by three classes."""
    rows = (look.layer, look.at(look.other_layers[0]))
    frames = tuple(_values(who, row, look.period) for row in rows)
    picture = bivariate.both(frames, rows, tuple(map_view.described(row) for row in rows), month(look.period))
    behind = tuple((row, look.period) for row in rows)
    return Seen((picture,), " ".join([_told(picture), *picture.ends]), behind)


def _clusters(who: Viewer, look: Look) -> Seen:
    """Where high values lie beside high ones, with what that does not mean."""
    place, stamp = boundary_sets.stamp(paths.boundaries(), look.period)
    found = _clustered(snapshot_id(who), language(), place, stamp, who, look.layer.layer, look.period, look.test)
    if found.picture is None:
        return _one(who, look, *found.sentences)
    return Seen((found.picture,), _told(found.picture), ((look.layer, look.period),), found.sentences)


@spoken.cached(64, "map.clustering")
def _clustered(
    snapshot_id: str, language: str, place: str, stamp: int, who: Viewer, layer: str, period: date, test: str
) -> ClusterLook:
    row = ask(who, "layers").set_index("layer", drop=False).loc[layer]
    around = neighbourhood.neighbourhood(ask(who, "areas"), Path(place), paths.boundaries() / "scripts")
    return cluster_picture.clustered(
        _values(who, row, period), row, map_view.described(row), around, test, month(period)
    )


_WAYS: dict[str, Callable[[Viewer, Look], Seen]] = {
    "satu": _one,
    "deret": _row,
    "banding": _pair,
    "selisih": _difference,
    "dua": _two,
    "kelompok": _clusters,
}
