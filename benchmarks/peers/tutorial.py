"""The page most tutorials write: pandas reads a CSV, folium draws a choropleth, st_folium says what was clicked.

`streamlit run tutorial.py`, with the folder of the data in PEERS_DATA.
"""

import json
import os
from pathlib import Path

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

FOLDER = Path(os.environ["PEERS_DATA"])


@st.cache_data
def numbers() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "orang.csv", dtype={"kode": str})


@st.cache_data
def shapes() -> dict:
    return json.loads((FOLDER / "kecamatan.geojson").read_text("utf-8"))


st.set_page_config(layout="wide")
st.title("Izin tinggal aktif")
data = numbers()
month = st.selectbox("Bulan", sorted(data["bulan"].unique(), reverse=True))
shown = data[data["bulan"] == month]
st.html(f'<p class="answer">{month}: {shown["orang"].sum():.0f} orang</p>')

picture = folium.Map(location=[shown["lat"].mean(), shown["lon"].mean()], zoom_start=9)
folium.Choropleth(
    shapes(), data=shown, columns=["kode", "orang"], key_on="feature.properties.code", fill_color="Blues"
).add_to(picture)
folium.GeoJson(
    shapes(), style_function=lambda _: {"fillOpacity": 0, "weight": 0}, tooltip=folium.GeoJsonTooltip(["name"])
).add_to(picture)
left, right = st.columns([7, 3])
with left:
    answer = st_folium(picture, use_container_width=True, height=600)
with right:
    clicked = ((answer or {}).get("last_active_drawing") or {}).get("properties", {}).get("code", data["kode"].iloc[0])
    here = data[data["kode"] == clicked].sort_values("bulan")
    now = here.loc[here["bulan"] == month, "orang"].sum()
    st.html(f'<p class="area">{here["kecamatan"].iloc[0]}: {now:.0f} orang</p>')
    st.line_chart(here, x="bulan", y="orang")
