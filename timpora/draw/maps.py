"""Values to a folium map: a base map that never changes, and one short table of classes per look at it.

`base_map` and `painted` go to streamlit-folium together, with a fixed key:

    st_folium(maps.base_map(geometry, urls), feature_group_to_add=maps.painted(table), key="peta",
              returned_objects=["last_active_drawing"], use_container_width=True)

The base map is the same string every time, so the browser keeps its map; the painted layer only tells it how to
fill the polygons it already has. A click comes back as last_active_drawing["properties"]["code"].
Everything loaded comes from `urls`; folium's own list of public CDNs is replaced.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import folium
import pandas as pd
from folium.template import Template

from timpora.draw import looks
from timpora.draw.classes import OUTSIDE
from timpora.draw.geometry import NATIONAL, Geometry
from timpora.draw.packed import packed
from timpora.draw.pictures import Picture

STATIC = Path(__file__).parent / "static"
_PARTS = (
    "packed",
    "theme",
    "view",
    "fills",
    "tiles",
    "names",
    "labels",
    "inset",
    "keys",
    "legend",
    "time",
    "panel",
    "frame",
)
SCRIPTS = tuple(f"peta-{part}.js" for part in _PARTS)  # in the order in which they are read
BUNDLE = "peta.js"  # all of them as one file: each address travels with every answer


@dataclass(frozen=True)
class Urls:
    """Where this server serves what the map loads: paths on the same host, without a slash at the end."""

    leaflet: str  # the folder of XStatic-Leaflet
    static: str  # our own STATIC folder
    geometry: str  # the geometry script itself


def table(
    pictures: Sequence[Picture],
    geometry: Geometry,
    selected: str | None,
    *,
    compared: Sequence[str] = (),
    kept: str = "",
    is_large: bool = False,
    months: Sequence[str] | None = None,
    heard: int = 0,
    is_playing: bool = False,
) -> dict:
    """What `timpora.paint` reads (peta-frame.js), in the order of the geometry; it travels `packed`.

    An area of the geometry that a picture does not have is outside this view and drawn as plain land; one without a
    polygon is left out. What is said of an area travels written: few texts differ, so each is sent once. Numbers of
    areas that are not reported never travel. kept: marks of the legend; months: the first, the last and the chosen
    one, where the map may choose them; heard: the number of the last message of the map that was heard;
    is_playing: it was one of a film, which goes on though this table may make another map.
    """
    codes, names = list(geometry.codes), {picture.name for picture in pictures}
    return {
        "a": heard,
        "s": selected,
        "q": list(compared),
        "w": kept,
        "m": int(is_large),
        "d": months and list(months),
        "f": int(is_playing),
        "i": [_one(picture, codes, is_named=len(names) > 1) for picture in pictures],
    }


def _one(picture: Picture, codes: list[str], *, is_named: bool) -> dict:
    places, distinct = pd.factorize(picture.texts.reindex(codes))
    short = dict(zip(picture.texts, picture.labels, strict=True))
    return {
        "n": picture.name,
        "h": picture.name if is_named else "",
        "p": picture.when,
        "u": picture.unit,
        "t": list(distinct),
        # What stands on the area begins what is said of it: how much of it is all that need travel.
        "l": [len(short[text]) if text.startswith(short[text]) else short[text] for text in distinct],
        "v": ",".join(str(place) if place >= 0 else "" for place in places),
        "c": "".join(picture.marks.reindex(codes, fill_value=OUTSIDE)),
        "k": list(picture.palette),
        "z": picture.zero_colour,
        "r": [[row.mark, row.label, row.count] for row in picture.rows],
        "e": list(picture.ends),
        "w": picture.warning,
        "g": picture.axes,
    }


class BaseMap(folium.Map):
    """A folium map with nothing in its header and one call for a script: both travel on every rerun."""

    _template = Template(
        '{% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}" ></div>{% endmacro %}'
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }}=timpora.map("{{ this.get_name() }}","{{ this.geometry }}",{{ this.canvas }});'
        "{% endmacro %}"
    )

    def __init__(self, geometry: Geometry, urls: Urls):
        super().__init__(tiles=None)
        self.get_root().header._children.pop("meta_http")  # the frame that it is put into has a charset
        # In the script, so that another geometry is another map and the component makes it anew.
        self.geometry = geometry.version
        self.canvas = int(len(geometry.codes) > NATIONAL)
        # The geometry before our scripts: the words they say come with it.
        js = [f"{urls.leaflet}/leaflet.js", urls.geometry, f"{urls.static}/{BUNDLE}"]
        css = [f"{urls.leaflet}/leaflet.css", f"{urls.static}/peta.css"]
        self.default_js = [(url, url) for url in js]
        self.default_css = [(url, url) for url in css]


class PaintedLayer(folium.FeatureGroup):
    """A group without shapes: it tells the map it is put on how to fill the polygons it already has."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }}=L.featureGroup();"
        "timpora.repaint({{ this._parent.get_name() }},{{ this.table }});"
        "{% endmacro %}"
    )

    def __init__(self, table: dict):
        # show=False: streamlit-folium puts the group on the map itself, once is enough.
        super().__init__(show=False)
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        # The script travels within a JSON text, where each double quote takes two bytes and a single one does not.
        text = re.sub(r"\\.", lambda found: "\\u0022" if found[0] == '\\"' else found[0], text)
        text = text.replace("'", "\\u0027").replace('"', "'")
        self.table = text.replace("<", "\\u003c")  # a name must not be able to end the script it travels in


def base_map(geometry: Geometry, urls: Urls) -> BaseMap:
    """The empty map of this geometry: sea, controls and viewport. Loads nothing but what `urls` names."""
    return BaseMap(geometry, urls)


def painted(table: dict) -> folium.FeatureGroup:
    """What st_folium takes as `feature_group_to_add`: the table, and the call that paints it."""
    return PaintedLayer(packed(table))


@cache
def bundle() -> bytes:
    """Our scripts, one after another."""
    return b"\n".join((STATIC / name).read_bytes() for name in SCRIPTS)


def styled(file: Path) -> bytes:
    """A file of STATIC as it is served: a stylesheet with the colours of the themes before it."""
    colours = looks.variables().encode() + b"\n" if file.suffix == ".css" else b""
    return colours + file.read_bytes()


@cache
def static_version() -> str:
    """12 hex digits of what is served from STATIC: in the URL of that folder, it may be cached for ever."""
    files = sorted(path for path in STATIC.iterdir() if path.is_file())
    return hashlib.sha256(b"\0".join(map(styled, files))).hexdigest()[:12]
