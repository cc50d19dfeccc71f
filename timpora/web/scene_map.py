"""A slide of the map: the look that a link to /peta asks for, read without a widget."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from timpora.draw import headline, map_export, presenter, sentences
from timpora.draw.free_scale import FEWEST, MOST, SCHEMES
from timpora.draw.map_export import Part
from timpora.draw.slide import Cell, Figure, Map, Slide, Table
from timpora.measure.clusters import METHODS
from timpora.store.stories import Scene
from timpora.text import month, say
from timpora.web import map_modes, map_view
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.map_choices import FIXED, LAYERS, MODES, MOST_LAYERS, STEPS, Look


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """The map as it was chosen; what was chosen and is not known any more is as at first."""
    look = _look(who, scene)
    seen = map_modes.seen(who, look)
    parts = map_modes.parts(who, seen)
    periods = [period for _, period in seen.behind]
    table = map_export.table(parts)
    ends = [end for picture in seen.pictures for end in picture.ends] if len(seen.pictures) == 1 else []
    title, rest = headline.split(seen.sentence)
    return Slide(
        title=title,
        filters=_filters(who, look, periods),
        address=address,
        source_note=_sources(who, parts, periods),
        alt=" ".join([seen.sentence, *ends]),
        points=(*rest, *ends, *_outlined(scene, parts[0].values)),
        map=Map(seen.pictures, look.shapes, scene.spotlight),
        table=_table(table),
        note=presenter.of_map(ends, parts[0].values, is_exposure=look.layer.palette == "exposure"),
        cautions=seen.notes,
        figures=_figures(table),
    )


def _outlined(scene: Scene, values: pd.DataFrame) -> list[str]:
    """Which kecamatan the spotlight is on: the small ones have no room for their name."""
    names = values.set_index("area_code")["area_name"].to_dict()
    lit = [names[code] for code in scene.spotlight if code in names]
    return [say("slide.spotlight", areas=", ".join(lit))] if lit else []


def _figures(table: pd.DataFrame) -> dict[str, str]:
    """ "Ujung, Izin tinggal aktif, Oktober 2024" → as it is written; of two of one name each with its kabupaten."""
    twice = table.duplicated(["area", "layer", "period"], keep=False)
    names = table["area"].where(~twice, table["area"] + " (" + table["kabupaten"] + ")")
    said = table["said"].where(table["said"] != "", table["state"])
    return dict(zip(names + ", " + table["layer"] + ", " + table["period"], said, strict=True))


def _look(who: Viewer, scene: Scene) -> Look:
    """As map_choices.choose, from the choices of a scene."""
    layers = ask(who, "layers").set_index("layer", drop=False)
    periods = tuple(period.date() for period in ask(who, "periods")["period"])
    codes = {f"{period:%Y-%m}": period for period in periods}
    period = codes[scene.one("periode", list(codes), next(iter(codes)))]
    layer = layers.loc[scene.one("lapisan", list(layers.index), layers.index[0])]
    form, shapes = _shapes(who, scene, period)
    mode = scene.one("tampilan", MODES, MODES[0])
    more = _scale(scene) if mode == MODES[0] else _more(scene, mode, layers, layer, codes, period)
    return Look(layer, period, mode, form, shapes, scene.text_of("kelas"), False, layers, periods, **more)


def _shapes(who: Viewer, scene: Scene, period: date) -> tuple:
    shapes = map_view.geometry(who, period=period)
    if shapes.kind == "tiles":
        return None, shapes
    form = scene.one("bentuk", tuple(map_view.FORMS), next(iter(map_view.FORMS)))
    return form, map_view.geometry(who, map_view.FORMS[form], period)


def _scale(scene: Scene) -> dict:
    scheme = scene.one("skala", (FIXED, *SCHEMES), FIXED)
    if scheme == FIXED:
        return {}
    if scheme == "sendiri":
        return {"scheme": scheme, "breaks": scene.text_of("batas")}
    classes = scene.one("jumlah_kelas", [str(count) for count in range(FEWEST, MOST + 1)], "5")
    return {"scheme": scheme, "classes": int(classes)}


def _more(
    scene: Scene, mode: str, layers: pd.DataFrame, layer: pd.Series, codes: dict[str, date], period: date
) -> dict:
    other_layer = scene.one("lapisan_lain", list(layers.index), "readiness_gap")
    if mode == "deret":
        step = scene.one("deret", (*STEPS, LAYERS), next(iter(STEPS)))
        others = layers[layers["layer"] != layer.layer]
        chosen = scene.several("lapisan_deret", set(others["layer"]), MOST_LAYERS - 1)
        alike = others.loc[others["layer_group"] == layer.layer_group, "layer"].head(MOST_LAYERS - 1)
        return {"step": step} | ({"other_layers": tuple(chosen or alike)} if step == LAYERS else {})
    if mode in ("banding", "selisih"):
        against = scene.one("lawan", ("waktu", LAYERS), "waktu")
        if against == LAYERS:
            return {"against": against, "other_layers": (other_layer,)}
        year_before = f"{period.year - 1}-{period:%m}"
        default = year_before if year_before in codes else list(codes)[-1]
        return {"against": against, "other_period": codes[scene.one("periode_lain", list(codes), default)]}
    return {"other_layers": (other_layer,)} if mode == "dua" else {"test": scene.one("uji", METHODS, METHODS[0])}


def _filters(who: Viewer, look: Look, periods: list[date]) -> tuple[str, ...]:
    """Layer, month or months, way of looking, areas: what a reader at the back must know without the page."""
    layers = [look.layer.layer_name, *(look.at(layer).layer_name for layer in look.other_layers)]
    months = dict.fromkeys(month(period) for period in (min(periods), max(periods)))
    way = [say(f"map.mode.{look.mode}")] if look.mode != MODES[0] else []
    area = ask(who, "groups").iloc[0].group_name
    return (" · ".join(layers), "–".join(months), *way, area)


def _sources(who: Viewer, parts: Sequence[Part], periods: Sequence[date]) -> str:
    """Of each layer and month where it is from, each told once."""
    told = [
        ask(who, "layer_sources", layer=part.layer.layer, period=period, areas=tuple(part.values["area_code"]))
        for part, period in zip(parts, periods, strict=True)
    ]
    return " ".join(dict.fromkeys(sentences.brief_source_note(sources, today(who)) for sources in told))


def _table(table: pd.DataFrame) -> Table:
    """code, area, kabupaten, layer, period, number as it is written, unit, state, class."""
    names = ["code", "area", "kabupaten", "layer", "period", "number", "unit", "state", "class"]
    rows: list[tuple[Cell, ...]] = []
    for row in table.to_dict("records"):
        value = row["number"]
        row["number"] = Figure(row["said"], None if pd.isna(value) else float(value)) if row["said"] else None
        rows.append(tuple(row[name] for name in names))
    return Table(tuple(map_export.heads(names)), tuple(rows))
