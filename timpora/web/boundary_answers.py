"""What a boundary file leaves open or says in columns of its own, proposed and set by a person."""

from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from timpora import settings
from timpora.draw.markup import plain
from timpora.measure.boundaries import CODINGS, NAME
from timpora.measure.boundary_columns import Mapping
from timpora.text import month, say
from timpora.web.boundary_file import Candidate

_ASKS_CRS = {"boundary_no_crs", "boundary_bad_crs", "boundary_not_degrees", "boundary_far", "boundary_elsewhere"}
_FIRST_YEAR = 2010  # of the months a set can begin in


def ask_where(candidate: Candidate) -> None:
    """Where the file leaves it open: its CRS, and which of its layers."""
    layer, rules = candidate.outcome.layer, {found.rule for found in candidate.outcome.findings}
    asks_crs, asks_layer = bool(candidate.crs or rules & _ASKS_CRS), layer is not None and len(layer.layers) > 1
    if not (asks_crs or asks_layer):
        return
    crs, which, _ = st.columns([1, 1, 2])
    if asks_crs:
        said = crs.text_input(
            say("boundary.crs"), candidate.crs, max_chars=60, key=f"batas_crs_{candidate.id}", placeholder="EPSG:32750"
        )
        candidate.crs = said.strip()
    if asks_layer:
        place, key = layer.layers.index(layer.name), f"batas_lapisan_{candidate.id}"
        chosen = which.selectbox(say("boundary.layer"), layer.layers, index=place, key=key)
        if chosen != layer.name:
            candidate.layer, candidate.mapping = chosen, None  # another layer has columns of its own


def ask_columns(candidate: Candidate) -> None:
    """From which month, and the proposed columns, each to be set otherwise."""
    since, key, coding, name = st.columns(4)
    months = [None, *_months()]
    candidate.valid_from = since.selectbox(
        say("boundary.valid_from"),
        months,
        index=months.index(candidate.valid_from),
        format_func=lambda at: month(at) if at else say("boundary.from_the_beginning"),
        key=f"batas_sejak_{candidate.id}",
    )
    used = candidate.outcome.mapping or Mapping()
    chosen = Mapping(
        _column(candidate, key, "code", used.code_column),
        coding.selectbox(
            say("boundary.column.coding"),
            ["", *CODINGS],
            index=["", *CODINGS].index(used.coding),
            format_func=lambda one: say(f"boundary.coding.{one}") if one else "–",
            key=f"batas_pengodean_{candidate.id}",
        ),
        _column(candidate, name, "name", used.name_column),
        used.kabupaten_column,
    )
    if chosen.coding == NAME:
        within, *_ = st.columns(4)
        chosen = replace(chosen, kabupaten_column=_column(candidate, within, "kabupaten", used.kabupaten_column))
    if chosen != used and chosen.code_column and chosen.coding:
        candidate.mapping = chosen


def _column(candidate: Candidate, place: DeltaGenerator, name: str, used: str) -> str:
    options = ["", *map(str, candidate.outcome.layer.attributes.columns)]
    return place.selectbox(
        say(f"boundary.column.{name}"),
        options,
        index=options.index(used) if used in options else 0,
        format_func=lambda column: column or "–",
        key=f"batas_kolom_{name}_{candidate.id}",
    )


def mapping_words(mapping: Mapping) -> dict[str, str]:
    coding = say(f"boundary.coding.{mapping.coding}")
    return {"column": plain(mapping.code_column), "coding": coding, "name": plain(mapping.name_column or "–")}


def _months() -> list[date]:
    """The months a set can begin in, the newest first: to the end of next year."""
    last = settings.now().year + 1
    return [date(year, at, 1) for year in range(last, _FIRST_YEAR - 1, -1) for at in range(12, 0, -1)]
