"""The map in a page: geometry from its route, classes from the answer, the clicked kecamatan back into the view."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from timpora import paths
from timpora.draw import geometry as geometries
from timpora.draw import maps, palettes, risk
from timpora.measure.method import INDEX
from timpora.text import month, say
from timpora.web import state
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id

FORMS = {"peta": "polygons", "ubin": "tiles"}  # as the URL has it → kind of geometry
HEIGHT = 520  # pixels; the browser stretches it where the screen is taller


def choose_form(who: Viewer) -> tuple[str | None, geometries.Geometry]:
    """The land or equal tiles (`bentuk` in the URL), and its shapes; no choice, and tiles, where there is no land."""
    shapes = geometry(who)
    if shapes.kind == "tiles":
        return None, shapes
    widget = partial(
        st.segmented_control,
        say("map.form"),
        format_func=lambda code: say(f"map.form.{code}"),
        label_visibility="collapsed",
        required=True,
    )
    form = state.pick(widget, "bentuk", list(FORMS), "peta")
    return form, geometry(who, FORMS[form])


def geometry(who: Viewer, kind: str = "polygons") -> geometries.Geometry:
    """The shapes of the areas this viewer sees; made once and kept on disk, tiles where there are no boundaries."""
    folder = paths.boundaries()
    stamp = (folder / "kecamatan.parquet").stat().st_mtime_ns if (folder / "kecamatan.parquet").exists() else 0
    return _geometry(snapshot_id(), stamp, who, kind)


@st.cache_resource(max_entries=16, show_spinner=say("map.preparing"))
def _geometry(snapshot_id: str, boundary_stamp: int, who: Viewer, kind: str) -> geometries.Geometry:
    folder = paths.boundaries()
    return geometries.script(ask(who, "areas"), folder, folder / "scripts", kind)


def described(layer: pd.Series) -> maps.Layer:
    """How a row of answers/layers.sql is drawn. No presence has a look of its own; any other zero is a value."""
    is_judged = isinstance(layer.indicator, str)
    colours = palettes.palette(layer.palette, len(layer.breaks) + 1, layer.darkest)
    return maps.Layer(
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


def texts(who: Viewer, layer: pd.Series, period: date) -> pd.Series | None:
    """What the map says of each kecamatan where that is not its number: a score has its interval with it."""
    if layer.indicator != INDEX:
        return None
    return risk.texts(ask(who, "risk_scores", period=period, method=None))


def show(
    values: pd.DataFrame,
    layer: maps.Layer,
    period: date,
    selected: str,
    shapes: geometries.Geometry,
    texts: pd.Series | None = None,
    key: str = "peta",
) -> None:
    """Draw the map; a click on a kecamatan chooses it as the view's area (`wilayah`). texts: see maps.table.

    key: of the map in its page; two maps of one page have two. The two forms of one map are two maps, each with its
    own shapes and viewport.
    """
    key = f"{key}_{shapes.kind}"
    urls = maps.Urls("/leaflet", f"/statis/{maps.static_version()}", f"/geometri/{shapes.version}.js")
    st_folium(
        maps.base_map(shapes, urls),
        feature_group_to_add=maps.painted(maps.table(values, layer, shapes, selected, month(period), texts)),
        returned_objects=["last_active_drawing"],
        height=HEIGHT,
        use_container_width=True,
        key=key,
        on_change=lambda: _choose_clicked(key),
    )


def _choose_clicked(key: str) -> None:
    clicked = (st.session_state.get(key) or {}).get("last_active_drawing")
    if clicked:
        st.session_state["wilayah"] = clicked["properties"]["code"]
