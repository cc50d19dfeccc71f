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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import folium
import numpy as np
import pandas as pd
from folium.template import Template

from timpora.draw import figures
from timpora.draw.geometry import NATIONAL, Geometry

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("peta-fills.js", "peta-tiles.js", "peta-names.js", "peta-inset.js", "peta-keys.js", "peta.js")
STATES = {"not_reported": "n", "suppressed": "s", "insufficient": "i", "not_applicable": "x"}
ZERO, OUTSIDE = "z", "-"
# On a small base the class is drawn hatched: the letter of that → the letter of the class.
SMALL = dict(zip("ABCDEFGHIJ", "0123456789", strict=True)) | {"Z": ZERO}
_HATCHED = {mark: small for small, mark in SMALL.items()}


@dataclass(frozen=True)
class Layer:
    """How one indicator is drawn. `breaks`: lower bounds of the second class and up, ascending, in `unit`.

    A class is half-open: a value on a break belongs to the class above. `zero_colour` None means that zero is a
    value like any other (a coverage of 0 % is the worst class, not an absence). `per`: a rate is per so many;
    `is_rounded`: made of randomly rounded counts of people (figures.py). `words`: names of the classes, lowest first,
    where they have some.
    """

    name: str
    unit: str
    decimals: int
    breaks: tuple[float, ...]
    palette: tuple[str, ...]
    zero_colour: str | None
    per: float = 1.0
    is_rate: bool = False
    is_rounded: bool = False
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if list(self.breaks) != sorted(set(self.breaks)):
            raise ValueError(f"breaks of {self.name!r} must ascend: {self.breaks}")
        if len(self.palette) != len(self.breaks) + 1:
            raise ValueError(f"{self.name!r} has {len(self.breaks) + 1} classes and {len(self.palette)} colours")


@dataclass(frozen=True)
class Urls:
    """Where this server serves what the map loads: paths on the same host, without a slash at the end."""

    leaflet: str  # the folder of XStatic-Leaflet
    static: str  # our own STATIC folder
    geometry: str  # the geometry script itself


def classify(values: np.ndarray | pd.Series, breaks: Sequence[float]) -> np.ndarray:
    """Index of the class of every value: 0 below the first break, k from the k-th break on. NaN gives -1."""
    values = np.asarray(values, dtype=float)
    return np.where(np.isnan(values), -1, np.searchsorted(np.asarray(breaks, dtype=float), values, side="right"))


def letters(values_frame: pd.DataFrame, layer: Layer) -> pd.Series:
    """What each area is drawn as, indexed by area_code: '0'…'9' class, 'z' zero, 'n' 's' 'i' 'x' the other empties,

    'A'…'J' and 'Z' a class and zero on a small base. `values_frame`: area_code, value, is_small_base, and state, one of
    reported, not_reported, suppressed, insufficient, not_applicable. The class is that of the number as shown, or a
    reader would see "5,0" in the class below 5. A value that is only written as zero is not zero. Raises ValueError for
    a state we do not know or a reported area without a number.
    """
    state = values_frame["state"]
    reported = state == "reported"
    if unknown := sorted(set(state[~reported]) - set(STATES)):
        raise ValueError(f"unknown state: {unknown}")
    values = pd.to_numeric(values_frame["value"]).astype(float)
    if not np.isfinite(values[reported]).all():
        raise ValueError(f"reported without a number: {sorted(values_frame['area_code'][reported & values.isna()])}")
    as_shown = values.map(lambda value: figures.shown(value, layer.decimals), na_action="ignore")
    drawn = pd.Series(classify(as_shown, layer.breaks), index=values.index).astype(str)
    if layer.zero_colour is not None:
        drawn = drawn.mask(values == 0, ZERO)
    drawn = drawn.mask(values_frame["is_small_base"].astype(bool), drawn.map(_HATCHED))
    drawn = drawn.where(reported, state.map(STATES))
    return pd.Series(drawn.to_numpy(), index=values_frame["area_code"].to_numpy())


def table(
    values_frame: pd.DataFrame,
    layer: Layer,
    geometry: Geometry,
    selected: str | None,
    period_label: str,
    texts: pd.Series | None = None,
) -> dict:
    """The table `timpora.paint` reads (peta.js), in the order of the geometry: 0.6 kB for 68 areas, 22–47 kB for 6,600.

    `values_frame`: answers/map_layer.sql; an area of the geometry without a row is outside this view and drawn as
    plain land, a row without a polygon is left out. What is said of an area travels written: few texts differ, so each
    is sent once. Numbers of areas that are not reported never travel. texts: what is said of each area, by area_code,
    where that is not its number.
    """
    codes = list(geometry.codes)
    drawn = letters(values_frame, layer).reindex(codes, fill_value=OUTSIDE)
    texts = (said(values_frame, layer) if texts is None else texts).reindex(codes)
    places, distinct = pd.factorize(texts)
    return {
        "t": list(distinct),
        "v": ",".join(str(place) if place >= 0 else "" for place in places),
        "c": "".join(drawn),
        "k": list(layer.palette),
        "z": layer.zero_colour,
        "s": selected,
        "n": layer.name,
        "p": period_label,
    }


def said(values_frame: pd.DataFrame, layer: Layer) -> pd.Series:
    """What is said of each area, indexed by area_code: "≈15 orang", "0–4 orang", "12 % (basis kecil)", "disamarkan"."""
    texts: dict[tuple, str] = {}

    def text(row) -> str:
        # A nation has thousands of areas and a few hundred texts; writing one takes longer than looking it up.
        number = figures.shown(row.value, layer.decimals) if row.state == "reported" else None
        end = figures.most(row.cells, figures.one_in(row, layer), layer.decimals) if row.value == 0 else None
        alike = (row.state, number, end, row.is_rounded, row.is_small_base)
        if alike not in texts:
            texts[alike] = figures.on_base(row, layer)
        return texts[alike]

    return pd.Series([text(row) for row in values_frame.itertuples()], index=values_frame["area_code"].to_numpy())


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
        # In the script, so that another geometry is another map and the component makes it anew.
        self.geometry = geometry.version
        self.canvas = int(len(geometry.codes) > NATIONAL)
        # The geometry before our scripts: the words they say come with it.
        js = [f"{urls.leaflet}/leaflet.js", urls.geometry, *(f"{urls.static}/{name}" for name in SCRIPTS)]
        css = [f"{urls.leaflet}/leaflet.css", f"{urls.static}/peta.css"]
        self.default_js = [(url, url) for url in js]
        self.default_css = [(url, url) for url in css]


class PaintedLayer(folium.FeatureGroup):
    """A group without shapes: it tells the map it is put on how to fill the polygons it already has."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }}=L.featureGroup();"
        "timpora.paint({{ this._parent.get_name() }},{{ this.table }});"
        "{% endmacro %}"
    )

    def __init__(self, table: dict):
        # show=False: streamlit-folium puts the group on the map itself, once is enough.
        super().__init__(show=False)
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        self.table = text.replace("<", "\\u003c")  # a name must not be able to end the script it travels in


def base_map(geometry: Geometry, urls: Urls) -> BaseMap:
    """The empty map of this geometry: sea, controls and viewport. Loads nothing but what `urls` names."""
    return BaseMap(geometry, urls)


def painted(table: dict) -> folium.FeatureGroup:
    """What st_folium takes as `feature_group_to_add`: the table, and the call that paints it."""
    return PaintedLayer(table)


@cache
def static_version() -> str:
    """12 hex digits of the contents of STATIC: in the URL of that folder, it may be cached for ever."""
    files = sorted(path for path in STATIC.iterdir() if path.is_file())
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]
