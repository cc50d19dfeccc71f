"""What /peta shows: chosen by widgets above the map and in its frame, all of it kept in the URL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from timpora.draw.classes import MARKS
from timpora.draw.free_scale import FEWEST, MOST, SCHEMES
from timpora.draw.geometry import Geometry
from timpora.draw.pictures import Picture
from timpora.measure.clusters import METHODS
from timpora.text import month, say
from timpora.web import map_view, state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask

MODES = ("satu", "deret", "banding", "selisih", "dua", "kelompok")  # as the URL has them; the first is at first shown
STEPS = {"bulan": 1, "triwulan": 3, "tahun": 12}  # months between two maps of a row
FIXED = "tetap"
LAYERS = "lapisan"  # a row, or a pair, of layers instead of months
MOST_PERIODS, MOST_LAYERS, MOST_COMPARED = 12, 6, 6


@dataclass(frozen=True)
class Look:
    """The view as it is chosen. Layers are rows of answers/layers.sql."""

    layer: pd.Series
    period: date
    mode: str
    form: str | None  # "peta" or "ubin"; None where there is no choice
    shapes: Geometry
    kept: str  # marks of the legend that are kept, "" for all
    is_large: bool  # read from the back of a room
    layers: pd.DataFrame  # all there are, by id
    periods: tuple[date, ...]  # all there are, newest first
    other_layers: tuple[str, ...] = ()
    other_period: date | None = None
    step: str = ""  # of a row of maps
    against: str = ""  # of a pair: "waktu" or LAYERS
    test: str = ""  # of clusters: one of clusters.METHODS
    scheme: str = FIXED  # or one of free_scale.SCHEMES
    classes: int = 5  # of a free scale
    breaks: str = ""  # of a free scale of one's own, as they were written

    @property
    def map_key(self) -> str:
        """Of the map in its page: each way of looking has a map of its own, with its own viewport."""
        return f"peta_{self.mode}"

    @property
    def is_low(self) -> bool:
        """Whether the map is lower on the screen, for there is a second line of choices."""
        return self.mode != MODES[0]

    @property
    def travels(self) -> dict:
        """What of it the map in the browser is told (maps.table)."""
        months = [f"{period:%Y-%m}" for period in (self.periods[-1], self.periods[0], self.period)]
        return {"kept": self.kept, "is_large": self.is_large, "months": months}

    def at(self, layer: str) -> pd.Series:
        return self.layers.loc[layer]


def choose(who: Viewer) -> tuple[Look, DeltaGenerator]:
    """The choices: one line above the map, a second where the way of looking asks for more.

    And that line, for what else is to stand at its end.
    """
    layers = ask(who, "layers").set_index("layer", drop=False)
    periods = tuple(period.date() for period in ask(who, "periods")["period"])
    codes = {f"{period:%Y-%m}": period for period in periods}
    period = codes[state.held("periode", list(codes), next(iter(codes)))]
    line = st.container(horizontal=True, vertical_alignment="center")
    with line:
        layer = _layer(layers)
        form, shapes = map_view.choose_form(who, period)
        mode = ui.switch("tampilan", MODES, "map.mode")
        is_large = ui.switch("ukuran", ("biasa", "rapat"), "map.size") == "rapat"
        own = _scale() if mode == "satu" else {}
    more = own | _more(mode, layers, layer, codes, period)
    kept = _kept(f"{layer.layer} {mode} {more}")
    return Look(layer, period, mode, form, shapes, kept, is_large, layers, periods, **more), line


def now(who: Viewer, look: Look) -> Look:
    """The look with what has been chosen in the map's own frame since the choices above it were drawn."""
    codes = {f"{period:%Y-%m}": period for period in look.periods}
    period = codes[state.held("periode", list(codes), next(iter(codes)))]
    is_other = period != look.period and look.form is not None
    shapes = map_view.geometry(who, map_view.FORMS[look.form], period) if is_other else look.shapes
    return replace(look, period=period, shapes=shapes, kept=state.held_text("kelas", "", _marks))


def _layer(layers: pd.DataFrame) -> pd.Series:
    widget = partial(
        st.selectbox, say("map.layer"), format_func=_names(layers).get, label_visibility="collapsed", width=300
    )
    return layers.loc[state.pick(widget, "lapisan", list(layers.index), layers.index[0])]


def _names(layers: pd.DataFrame) -> dict[str, str]:
    return {row.layer: say("layer.name", group=row.layer_group, name=row.layer_name) for row in layers.itertuples()}


def _kept(of: str) -> str:
    """Classes that are kept are those of one legend: another legend has all of its own."""
    if st.session_state.get("_kelas_dari", of) != of:
        st.session_state["kelas"] = ""
    st.session_state["_kelas_dari"] = of
    return state.held_text("kelas", "", _marks)


def _marks(asked: str) -> str:
    return "".join(mark for mark in MARKS if mark in asked)


def fitting(look: Look, pictures: Sequence[Picture]) -> Look:
    """Without the classes that no legend of these pictures has: a link may name any."""
    known = {row.mark for picture in pictures for row in picture.rows}
    # An empty that this month happens not to have is still one.
    return replace(look, kept="".join(mark for mark in look.kept if mark in known or not mark.isdigit()))


def _more(mode: str, layers: pd.DataFrame, layer: pd.Series, codes: dict[str, date], period: date) -> dict:
    """What a way of looking asks for beside layer and month, as fields of Look."""
    if mode == "deret":
        with st.container(horizontal=True, vertical_alignment="center"):
            step = ui.switch("deret", [*STEPS, LAYERS], "map.row")
            return {"step": step} | ({"other_layers": _several(layers, layer)} if step == LAYERS else {})
    if mode in ("banding", "selisih"):
        with st.container(horizontal=True, vertical_alignment="center"):
            against = ui.switch("lawan", ["waktu", LAYERS], "map.against")
            if against == LAYERS:
                return {"against": against, "other_layers": (_other_layer(layers, layer),)}
            return {"against": against, "other_period": _other_period(codes, period)}
    if mode == "dua":
        return {"other_layers": (_other_layer(layers, layer),)}
    if mode == "kelompok":
        return {"test": ui.switch("uji", list(METHODS), "map.test")}
    return {}


def _scale() -> dict:
    """The fixed classes, or an analyst's own: which, how many, where. The choice is drawn when it is opened."""
    counts = [str(count) for count in range(FEWEST, MOST + 1)]
    scheme = state.held("skala", [FIXED, *SCHEMES], FIXED)
    box = st.popover(say("map.scale"), key="skala_terbuka", on_change="rerun")
    if box.open:
        with box:
            widget = partial(st.radio, say("map.scale_how"), format_func=lambda code: say(f"map.scale.{code}"))
            scheme = state.pick(widget, "skala", [FIXED, *SCHEMES], FIXED)
            st.caption(say("map.scale_note"))
    if scheme == FIXED:
        return {}
    if scheme == "sendiri":
        written = state.held_text("batas", "", lambda asked: asked[:80])
        if box.open:
            written = box.text_input(say("map.scale_breaks"), key="batas", placeholder="1; 5; 20")
        return {"scheme": scheme, "breaks": written}
    classes = state.held("jumlah_kelas", counts, "5")
    if box.open:
        widget = partial(box.segmented_control, say("map.scale_classes"), required=True)
        classes = state.pick(widget, "jumlah_kelas", counts, "5")
    return {"scheme": scheme, "classes": int(classes)}


def _other_layer(layers: pd.DataFrame, layer: pd.Series) -> str:
    """Of presence readiness is asked first, of everything else presence."""
    default = "readiness_gap" if layer.palette == "exposure" else layers.index[0]
    widget = partial(st.selectbox, say("map.other_layer"), format_func=_names(layers).get, label_visibility="collapsed")
    return state.pick(widget, "lapisan_lain", list(layers.index), default)


def _several(layers: pd.DataFrame, layer: pd.Series) -> tuple[str, ...]:
    """The layers of a row, the chosen one first; without a choice those of its group."""
    others = layers[layers["layer"] != layer.layer]
    names = _names(others)
    widget = partial(
        st.multiselect,
        say("map.other_layers"),
        format_func=names.get,
        label_visibility="collapsed",
        placeholder=say("map.other_layers"),
    )
    chosen = state.pick_several(widget, "lapisan_deret", list(names), most=MOST_LAYERS - 1)
    return tuple(chosen or others.loc[others["layer_group"] == layer.layer_group, "layer"].head(MOST_LAYERS - 1))


def _other_period(codes: dict[str, date], period: date) -> date:
    """The month to compare with, at first the same one a year before."""
    year_before = f"{period.year - 1}-{period:%m}"
    default = year_before if year_before in codes else list(codes)[-1]
    widget = partial(
        st.selectbox,
        say("map.other_period"),
        format_func=lambda code: month(codes[code]),
        label_visibility="collapsed",
        width=240,
    )
    return codes[state.pick(widget, "periode_lain", list(codes), default)]
