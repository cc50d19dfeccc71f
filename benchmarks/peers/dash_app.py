"""The same page in Plotly Dash: `python dash_app.py PORT`, with the folder of the data in PEERS_DATA."""

import json
import os
import sys
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

FOLDER = Path(os.environ["PEERS_DATA"])
DATA = pd.read_csv(FOLDER / "orang.csv", dtype={"kode": str})
SHAPES = json.loads((FOLDER / "kecamatan.geojson").read_text("utf-8"))
MONTHS = sorted(DATA["bulan"].unique(), reverse=True)

app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1("Izin tinggal aktif"),
        dcc.Dropdown(MONTHS, MONTHS[0], id="bulan", clearable=False),
        html.P(id="jawaban", className="answer"),
        dcc.Graph(id="peta", style={"height": 600}),
        html.P(id="wilayah", className="area"),
        dcc.Graph(id="tren"),
    ]
)


@app.callback(Output("jawaban", "children"), Output("peta", "figure"), Input("bulan", "value"))
def drawn(month: str) -> tuple[str, go.Figure]:
    shown = DATA[DATA["bulan"] == month]
    # Its plain choropleth fetches outlines of the world from the internet and draws nothing without them.
    shape = go.Choroplethmap(
        geojson=SHAPES,
        featureidkey="properties.code",
        locations=shown["kode"],
        z=shown["orang"],
        text=shown["kecamatan"],
        colorscale="Blues",
    )
    picture = go.Figure(shape)
    middle = {"lat": DATA["lat"].mean(), "lon": DATA["lon"].mean()}
    picture.update_layout(map={"style": "white-bg", "zoom": 8, "center": middle}, uirevision="same")
    picture.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return f"{month}: {shown['orang'].sum():.0f} orang", picture


@app.callback(
    Output("wilayah", "children"), Output("tren", "figure"), Input("peta", "clickData"), Input("bulan", "value")
)
def beside(clicked: dict | None, month: str) -> tuple[str, go.Figure]:
    code = clicked["points"][0]["location"] if clicked else DATA["kode"].iloc[0]
    here = DATA[DATA["kode"] == code].sort_values("bulan")
    now = here.loc[here["bulan"] == month, "orang"].sum()
    return f"{here['kecamatan'].iloc[0]}: {now:.0f} orang", go.Figure(go.Scatter(x=here["bulan"], y=here["orang"]))


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
