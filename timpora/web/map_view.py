"""The map in a page: geometry from its route, classes from the answer, the clicked kecamatan back into the view."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from timpora import paths
from timpora.draw import geometry as geometries
from timpora.draw import maps, palettes, risk
from timpora.draw.classes import Layer
from timpora.draw.pictures import Picture
from timpora.measure import boundary_sets
from timpora.measure.method import INDEX
from timpora.text import language
from timpora.web import spoken, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id

FORMS = {"peta": "polygons", "ubin": "tiles"}  # as the URL has it → kind of geometry
# As the map says it → as the URL has it. All of them whole: what is said twice changes nothing.
_SAID = {"code": "wilayah", "periode": "periode", "keep": "kelas", "compared": "bandingkan"}
_PLAYING, _HEARD = "_berjalan", "_didengar"
HEIGHT = 520  # pixels; the browser stretches it where the screen is taller


def choose_form(who: Viewer, period: date) -> tuple[str | None, geometries.Geometry]:
    """The land as it was cut in a month, or equal tiles (`bentuk` in the URL), and its shapes.

    No choice, and tiles, where there is no land.
    """
    shapes = geometry(who, period=period)
    if shapes.kind == "tiles":
        return None, shapes
    form = ui.switch("bentuk", tuple(FORMS), "map.form")
    return form, geometry(who, FORMS[form], period)


def geometry(who: Viewer, kind: str = "polygons", period: date | None = None) -> geometries.Geometry:
    """The shapes of the areas this viewer sees, as they were cut in a month (None: as they are now).

    Made once and kept on disk; tiles where there are no boundaries.
    """
    place, stamp = boundary_sets.stamp(paths.boundaries(), period)
    return _geometry(snapshot_id(who), language(), place, stamp, who, kind)


@spoken.cached(32, "map.preparing")
def _geometry(snapshot_id: str, language: str, place: str, stamp: int, who: Viewer, kind: str) -> geometries.Geometry:
    return geometries.script(ask(who, "areas"), Path(place), paths.boundaries() / "scripts", kind)


def described(layer: pd.Series) -> Layer:
    """How a row of answers/layers.sql is drawn. No presence has a look of its own; any other zero is a value."""
    is_judged = isinstance(layer.indicator, str)
    colours = palettes.palette(layer.palette, len(layer.breaks) + 1, layer.darkest)
    return Layer(
        name=layer.layer_name,
        unit=layer.unit,
        decimals=int(layer.decimals),
        breaks=tuple(layer.breaks),
        palette=tuple(colours),
        zero_colour=palettes.ZERO["exposure"] if layer.palette == "exposure" and not is_judged else None,
        per=layer.per,
        is_rate=is_judged or isinstance(layer.denominator, str),
        is_rounded=bool(layer.is_rounded),
        words=risk.legend_words(*layer.breaks) if layer.indicator == INDEX else (),
    )


def show(
    pictures: Sequence[Picture], shapes: geometries.Geometry, selected: str, key: str = "peta", **chosen: object
) -> None:
    """Draw one map, or several side by side; a click on a kecamatan chooses it as the view's area (`wilayah`).

    key: of the map in its page; two maps of one page have two. The two forms of one map are two maps, each with its
    own shapes and viewport. chosen: what else travels, see maps.table.
    """
    # It makes itself known to the server that is running, so it is not to be imported before one is.
    from streamlit_folium import st_folium

    key = f"{key}_{shapes.kind}"
    said = {"heard": st.session_state.get(_HEARD, 0), "is_playing": st.session_state.get(_PLAYING) == key}
    table = maps.table(pictures, shapes, selected, **said, **chosen)
    urls = maps.Urls("/leaflet", f"/statis/{maps.static_version()}", f"/geometri/{shapes.version}.js")
    st_folium(
        maps.base_map(shapes, urls),
        feature_group_to_add=maps.painted(table),
        returned_objects=["last_active_drawing"],
        height=HEIGHT,
        use_container_width=True,
        key=key,
        on_change=lambda: heard(key),
    )


def is_playing(key: str) -> bool:
    """Whether this run was asked for by a map that plays, its month one of a film. key: as for `show`.

    Asked once a run: a map that is left while it plays never says that it stopped.
    """
    return st.session_state.pop(_PLAYING, "").startswith(f"{key}_")


def frame(*, is_low: bool) -> AbstractContextManager:
    """What the map stands in; only the lower one is something of its own, which every answer would have to bring."""
    return st.container(key="bingkai_rendah") if is_low else nullcontext()


def compare(code: str) -> None:
    """Take one more kecamatan for comparison."""
    st.session_state["bandingkan"] = [*st.session_state.get("bandingkan", []), code]


def heard(key: str) -> None:
    """What the map was told, into the view: an area clicked or named, a month, classes of the legend, a comparison."""
    said = (st.session_state.get(key) or {}).get("last_active_drawing")
    if not said:
        return
    said = said["properties"]
    st.session_state[_HEARD] = said["click"]
    st.session_state[_PLAYING] = key if said.get("play") else ""
    for name, field in _SAID.items():
        if name in said:
            st.session_state[field] = said[name]
