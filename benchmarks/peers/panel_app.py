"""The same page in Panel with Bokeh: `panel serve panel_app.py`, with the folder of the data in PEERS_DATA."""

import json
import os
from pathlib import Path

import pandas as pd
import panel as pn
from bokeh.models import ColumnDataSource, LinearColorMapper
from bokeh.palettes import Blues9
from bokeh.plotting import figure

pn.extension()
FOLDER = Path(os.environ["PEERS_DATA"])
DATA = pn.state.as_cached("data", lambda: pd.read_csv(FOLDER / "orang.csv", dtype={"kode": str}))
SHAPES = pn.state.as_cached("shapes", lambda: json.loads((FOLDER / "kecamatan.geojson").read_text("utf-8")))
MONTHS = sorted(DATA["bulan"].unique(), reverse=True)


def outline(feature: dict) -> list[list[float]]:
    """The largest ring of a kecamatan, as xs and ys."""
    shape = feature["geometry"]
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    ring = max((part[0] for part in parts), key=len)
    return [[point[0] for point in ring], [point[1] for point in ring]]


def values(month: str) -> list[float]:
    shown = DATA[DATA["bulan"] == month].set_index("kode")["orang"]
    return [float(shown.get(code, float("nan"))) for code in codes]


codes = [feature["properties"]["code"] for feature in SHAPES["features"]]
xs, ys = zip(*map(outline, SHAPES["features"]), strict=True)
source = ColumnDataSource({"xs": xs, "ys": ys, "orang": values(MONTHS[0])})
picture = figure(height=600, sizing_mode="stretch_width", tools="tap,pan,wheel_zoom", match_aspect=True)
fill = {"field": "orang", "transform": LinearColorMapper(Blues9[::-1])}
picture.patches("xs", "ys", source=source, fill_color=fill, line_color="gray")

line = ColumnDataSource({"x": [], "y": []})
trend = figure(height=300, sizing_mode="stretch_width")
trend.line("x", "y", source=line)
month = pn.widgets.Select(name="Bulan", options=MONTHS)
answer, area = pn.pane.HTML(), pn.pane.HTML()


def show(*changed: object) -> None:
    shown = DATA[DATA["bulan"] == month.value]
    answer.object = f'<p class="answer">{month.value}: {shown["orang"].sum():.0f} orang</p>'
    chosen = codes[source.selected.indices[0]] if source.selected.indices else codes[0]
    here = DATA[DATA["kode"] == chosen].sort_values("bulan")
    now = here.loc[here["bulan"] == month.value, "orang"].sum()
    area.object = f'<p class="area">{here["kecamatan"].iloc[0]}: {now:.0f} orang</p>'
    line.data = {"x": list(range(len(here))), "y": list(here["orang"])}


def recolour(*changed: object) -> None:
    source.patch({"orang": [(slice(len(codes)), values(month.value))]})
    show()


month.param.watch(recolour, "value")
source.selected.on_change("indices", lambda attr, old, new: show())
show()
pn.Column("# Izin tinggal aktif", month, answer, picture, area, trend).servable()
