"""The map as tutorials draw it: one folium.Choropleth of the same data, handed to st_folium on every rerun.

The answers come through the product's door and its cache, and Leaflet from this server. All of that is generous to the
naive way, and so is what it leaves out: one box of layers, one of months, no legend, no search, no source.
"""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from timpora.draw import figures, palettes
from timpora.draw.pictures import of_kecamatan
from timpora.text import month
from timpora.web import access, map_view
from timpora.web.answers import ask

OUTLINE_PX = 3.5  # as the product draws the chosen area: watch.js knows an outline by its width


class LocalMap(folium.Map):
    """folium's map, with Leaflet from this server instead of six libraries from the internet."""

    default_js = (("leaflet", "/leaflet/leaflet.js"),)
    default_css = (("leaflet_css", "/leaflet/leaflet.css"),)


@st.cache_resource
def shapes() -> dict:
    """The GeoJSON file, read once a process."""
    return json.loads(Path(os.environ["BENCH_GEOJSON"]).read_text("utf-8"))


def drawing(values: pd.DataFrame, layer: pd.Series, selected: str) -> LocalMap:
    """The layer's own classes, and the chosen kecamatan with an outline."""
    known = pd.to_numeric(values["value"]).where(values["state"] == "reported")
    ends = min(known.min(), layer.breaks[0]) - 1, max(known.max(), layer.breaks[-1]) + 1
    whole = folium.Choropleth(
        shapes(),
        data=pd.DataFrame({"code": values["area_code"], "value": known}),
        columns=["code", "value"],
        key_on="feature.properties.code",
        fill_color="Blues",
        threshold_scale=[ends[0], *layer.breaks, ends[1]],
        nan_fill_color=palettes.MAP["land"],
        fill_opacity=1,
        line_weight=0.7,
    )
    # Its legend would fetch d3 from the internet.
    for name in [name for name in whole._children if name.startswith("color_map")]:
        del whole._children[name]
    whole.geojson.add_child(folium.GeoJsonTooltip(["name"]))
    made = LocalMap(tiles=None)
    whole.add_to(made)
    chosen = [feature for feature in shapes()["features"] if feature["properties"]["code"] == selected]
    if chosen:
        outline = {"fill": False, "weight": OUTLINE_PX, "interactive": False}
        one = {"type": "FeatureCollection", "features": chosen}
        folium.GeoJson(one, style_function=lambda _: outline, interactive=False).add_to(made)
    made.fit_bounds(whole.geojson.get_bounds())
    return made


st.set_page_config(layout="wide")
who = access.viewer()
layers = ask(who, "layers").set_index("layer", drop=False)
periods = {f"{period:%Y-%m}": period.date() for period in ask(who, "periods")["period"]}
which, when = st.columns(2)
layer = layers.loc[which.selectbox("Lapisan", list(layers.index), key="lapisan", format_func=layers.layer_name.get)]
period = periods[when.selectbox("Bulan", list(periods), key="periode", format_func=lambda code: month(periods[code]))]
values = of_kecamatan(ask(who, "layer_values", layer=layer.layer, period=period))
clicked = (st.session_state.get("peta") or {}).get("last_active_drawing") or {"properties": {"code": ""}}
area = clicked["properties"]["code"]

whole = ask(who, "layer_value", layer=layer.layer, area="kantor", period=period).iloc[0]
st.html(f'<p class="answer">{layer.layer_name}, {month(period)}: {figures.in_layer(whole, layer)}</p>')
picture, beside = st.columns([7, 3])
with picture:
    st_folium(
        drawing(values, layer, area),
        returned_objects=["last_active_drawing"],
        height=map_view.HEIGHT,
        use_container_width=True,
        key="peta",
    )
with beside:
    found = values[values["area_code"] == area]
    words = [f"{row.area_name}: {figures.in_layer(row, layer)}" for row in found.itertuples()]
    st.html(f'<p class="area">{"".join(words) or "Seluruh kantor"}</p>')
