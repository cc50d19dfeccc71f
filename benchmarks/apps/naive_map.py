"""The map as tutorials draw it: folium.GeoJson with shapes and values inside, handed to st_folium on every rerun."""

import json
import os
from datetime import date
from functools import cache
from pathlib import Path

import folium
import pandas as pd
from streamlit_folium import st_folium

from timpora.draw import maps, palettes
from timpora.draw.geometry import Geometry
from timpora.web import map_view

OUTLINE_PX = 3.5  # as the product draws the chosen area: watch.js knows an outline by its width
EMPTY = {letter: palettes.EMPTY[f"{state}_ground"] for state, letter in maps.STATES.items()}


class LocalMap(folium.Map):
    """folium's map, with Leaflet from this server instead of six libraries from the internet."""

    default_js = (("leaflet", "/leaflet/leaflet.js"),)
    default_css = (("leaflet_css", "/leaflet/leaflet.css"),)


@cache
def shapes_of_areas() -> list[dict]:
    """The features of the GeoJSON file, read once a process."""
    return json.loads(Path(os.environ["BENCH_GEOJSON"]).read_text("utf-8"))["features"]


def show(
    values: pd.DataFrame,
    layer: maps.Layer,
    period: date,
    selected: str,
    shapes: Geometry,
    texts: pd.Series | None = None,
    key: str = "peta",
) -> None:
    """Draw what timpora.web.map_view.show draws; a click chooses the area through the same callback."""
    drawn = maps.letters(values, layer)
    said = (maps.said(values, layer) if texts is None else texts).to_dict()

    def with_value(feature: dict) -> dict:
        properties = feature["properties"]
        return feature | {"properties": properties | {"value": said.get(properties["code"], "")}}

    def style(feature: dict) -> dict:
        code = feature["properties"]["code"]
        colour = {"fillColor": _colour(drawn.get(code, "-"), layer), "fillOpacity": 1, "color": palettes.MAP["edge"]}
        return colour | {"weight": OUTLINE_PX if code == selected else 0.7}

    collection = {"type": "FeatureCollection", "features": [with_value(feature) for feature in shapes_of_areas()]}
    whole = folium.GeoJson(collection, style_function=style, tooltip=folium.GeoJsonTooltip(["name", "value"]))
    drawing = LocalMap(tiles=None)
    whole.add_to(drawing)
    drawing.fit_bounds(whole.get_bounds())
    st_folium(
        drawing,
        returned_objects=["last_active_drawing"],
        height=map_view.HEIGHT,
        use_container_width=True,
        key=key,
        on_change=lambda: map_view._choose_clicked(key),
    )


def _colour(letter: str, layer: maps.Layer) -> str:
    if letter.isdigit():
        return layer.palette[int(letter)]
    return layer.zero_colour if letter == maps.ZERO else EMPTY.get(letter, palettes.MAP["land"])
