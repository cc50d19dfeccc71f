"""The map as a table to take along, and all that must be known to read it: what stands in the XLSX and the CSV.

One row per kecamatan, layer and month, so that several pictures are one table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from timpora.draw import figures
from timpora.draw.classes import SMALL, STATES
from timpora.draw.legend import HATCHED
from timpora.draw.map_caption import Caption
from timpora.draw.pictures import Picture
from timpora.text import number, say

NUMERIC = "number"  # the column of `table` that is a number, or nothing
_EMPTIES = ("zero", "not_reported", "suppressed", "insufficient", "not_applicable")


@dataclass(frozen=True)
class Part:
    """One picture and what it was made from. values: answers/layer_values.sql; layer: a row of answers/layers.sql."""

    picture: Picture
    values: pd.DataFrame
    layer: pd.Series


def table(parts: Sequence[Part]) -> pd.DataFrame:
    """code, area, kabupaten, layer, period, said, number, unit, is_rounded, state, class; all text but the last number.

    said: the number as it is written, "≈15 orang", "0–4 orang"; "" where there is none. number: the published number,
    no more of it than is written, and None where none is: an empty is no number, nor is a rounded zero.
    """
    return pd.DataFrame([row for part in parts for row in _rows(part)], columns=_COLUMNS)


_COLUMNS = ["code", "area", "kabupaten", "layer", "period", "said", NUMERIC, "unit", "is_rounded", "state", "class"]


def heads(names: Iterable[str]) -> list[str]:
    """What the columns are called."""
    return [say(f"take.head.{name}") for name in names]


def _rows(part: Part) -> Iterable[list]:
    picture = part.picture
    labels = {row.mark: row.label for row in picture.rows if row.mark not in {*STATES.values(), HATCHED}}
    for row in part.values.itertuples():
        mark = picture.marks[row.area_code]
        is_known = row.state == "reported"
        yield [
            row.area_code,
            row.area_name,
            row.kabupaten_name,
            picture.name,
            picture.when,
            picture.texts[row.area_code] if is_known else "",
            _number(row, int(part.layer.decimals)) if is_known else None,
            picture.unit,
            say("take.yes" if row.is_rounded else "take.no") if is_known else "",
            _state(row),
            labels.get(SMALL.get(mark, mark), ""),
        ]


def _number(row, decimals: int) -> float | None:
    shown = figures.shown(float(row.value), decimals)
    # "0–4" and "<0,1" are no zero.
    return None if shown == 0 and (row.is_rounded or row.value != 0) else shown


def _state(row) -> str:
    if row.state != "reported":
        return say(f"empty.{row.state}")
    kind = "reported" if row.value else "rounded_zero" if row.is_rounded else "zero"
    state = say(f"empty.{kind}")
    return f"{state}; {say('table.small_base')}" if row.is_small_base else state


def notes(parts: Sequence[Part], caption: Caption, attribution: str) -> list[tuple[str, str]]:
    """(what it is about, what is to know), in the order in which a reader asks; sample data first of all."""
    told = [(say("take.note.sample"), caption.sample)] if caption.sample else []
    told += [(say("take.note.mark"), mark) for mark in caption.marks]
    told += [(say("take.note.title"), caption.title), (say("take.note.answer"), caption.sentence)]
    told += [(say("take.note.mark"), caution) for caution in caption.cautions]
    for part in parts:
        told += _of_layer(part)
    told += [(say("take.note.source"), caption.source_note), (say("take.note.snapshot"), caption.snapshot)]
    told += [(say("take.note.rounding"), note) for note in caption.notes]
    told.append((say("take.note.number"), say("take.number")))
    told += [(say(f"empty.{kind}"), say(f"take.empty.{kind}")) for kind in _EMPTIES]
    return [*told, (say("take.note.boundaries"), attribution)]


def _of_layer(part: Part) -> list[tuple[str, str]]:
    picture, layer = part.picture, part.layer
    head = say("take.note.layer", layer=picture.name, period=picture.when)
    told = [(head, layer.meaning), (say("take.note.unit"), picture.unit)]
    if picture.warning:
        told.append((say("take.note.warning"), picture.warning))
    classes = [
        say("take.class", label=row.label, n=number(row.count))
        for row in picture.rows
        if row.mark != HATCHED and row.mark not in STATES.values()
    ]
    told.append((say("take.note.classes"), "; ".join(classes)))
    if picture.name == layer.layer_name and not picture.warning:  # else these are not the classes of the reason
        told.append((say("take.note.why"), layer.why_breaks))
    if any(row.mark == HATCHED for row in picture.rows):
        told.append((say("table.small_base"), layer.why_hatched))
    return told
