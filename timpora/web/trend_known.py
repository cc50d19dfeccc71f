"""What there is to choose from on the trend pages: read once from a snapshot, and never changed."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from timpora.text import language
from timpora.web import ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id

_PART = "part"  # relation of answers/measures.sql


@dataclass(frozen=True)
class Known:
    measures: pd.DataFrame  # answers/measures.sql, by measure
    measure_names: dict[str, str]  # with their agency
    listed: tuple[str, ...]  # measures that are part of no other, in the order of a list
    parts: dict[str, pd.DataFrame]  # measure → its parts, rows of measures
    groups: pd.DataFrame  # answers/groups.sql, by group_code
    group_names: dict[str, str]
    kecamatan: dict[str, str]  # code → name with its kabupaten
    periods: pd.Series  # newest first
    layers: pd.DataFrame  # answers/layers.sql


def known(who: Viewer) -> Known:
    """Of the snapshot that answers now, as far as this viewer may see it. To be read only: all sessions share it."""
    return _known(snapshot_id(who), language(), who)


@st.cache_resource(max_entries=32, show_spinner=False)
def _known(snapshot_id: str, language: str, who: Viewer) -> Known:
    measures = ask(who, "measures").set_index("measure", drop=False)
    groups = ask(who, "groups").set_index("group_code", drop=False)
    names = ui.area_names(groups)
    return Known(
        measures,
        dict(measures["measure_name"] + " · " + measures["agency_name"]),
        _parents_first(measures[measures["relation"] != _PART]),
        dict(iter(measures[measures["relation"] == _PART].groupby("parent_measure", sort=False))),
        groups,
        names,
        {code: names[code] for code in groups.index[groups["group_kind"] == "kecamatan"]},
        ask(who, "periods")["period"],
        ask(who, "layers"),
    )


def _parents_first(measures: pd.DataFrame) -> tuple[str, ...]:
    """Sources in their order; of each the measures that lie within no other before those that do."""
    places = {source: place for place, source in enumerate(measures["source"].unique())}
    keys = zip(measures["source"].map(places), measures["parent_measure"].notna(), range(len(measures)), strict=True)
    order = dict(zip(measures["measure"], keys, strict=True))
    return tuple(sorted(order, key=order.get))
