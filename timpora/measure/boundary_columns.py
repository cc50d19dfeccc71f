"""Which column of a boundary file holds the code, in which coding, and which the name: proposed, never decided.

BPS codes look like Kemendagri's and mean others (BPS 7311 is Bone, 73.11 is Barru), so a coding is proposed only
where the names beside the codes agree, and neither is ever derived from the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from timpora.intake.areas import Area, Gazetteer
from timpora.measure.boundaries import BPS, KEMENDAGRI, NAME

AGREEING = 0.8  # of the rows with a known code, those whose name must be that area's before a coding is proposed


@dataclass(frozen=True)
class Mapping:
    """Where in the file an area's key stands. With the coding "nama" the names themselves are the key."""

    code_column: str = ""
    coding: str = ""
    name_column: str = ""
    kabupaten_column: str = ""


@dataclass(frozen=True)
class Proposal:
    mapping: Mapping | None  # None where nothing in the file says which area is which
    known: int  # rows whose key is an area of ours
    agreeing: int  # of them, rows whose name is that area's
    doubtful: tuple[tuple[str, str, int, int], ...] = ()  # column, coding, known, agreeing: codes that names contradict


def propose(attributes: pd.DataFrame, known: Gazetteer) -> Proposal:
    """The most likely mapping. attributes: text, one row per polygon."""
    names = _most(attributes, lambda value: bool(known.called(value)))
    kabupaten = _most(attributes.drop(columns=names or []), lambda value: bool(known.kabupaten_called(value)))
    found, doubtful = [], []
    for column in attributes.columns:
        for coding in (KEMENDAGRI, BPS):
            areas = areas_of(attributes, Mapping(str(column), coding), known)
            if not (n := int(areas.notna().sum())):
                continue
            agreeing = sum(agrees(known, a, text) for a, text in _pairs(areas, attributes, names))
            candidate = (agreeing, n, str(column), coding)
            (found if agreeing >= AGREEING * n else doubtful).append(candidate)
    if found:
        agreeing, n, column, coding = max(found, key=lambda candidate: candidate[:2])
        return Proposal(Mapping(column, coding, names or "", kabupaten or ""), n, agreeing)
    if names:
        mapping = Mapping(names, NAME, names, kabupaten or "")
        if n := int(areas_of(attributes, mapping, known).notna().sum()):
            return Proposal(mapping, n, n, _told(doubtful))
    return Proposal(None, 0, 0, _told(doubtful))


def areas_of(attributes: pd.DataFrame, mapping: Mapping, known: Gazetteer) -> pd.Series:
    """The area each row means, None where it is none of ours, or a name that could be two."""
    values = attributes[mapping.code_column].fillna("").astype(str)
    if mapping.coding == NAME:
        beside = attributes[mapping.kabupaten_column] if mapping.kabupaten_column else pd.Series("", attributes.index)
        found = [_named(known, value, text) for value, text in zip(values, beside.fillna(""), strict=True)]
        return pd.Series(found, attributes.index, dtype=object)
    coded = _by_code(known, mapping.coding)
    return pd.Series([coded.get(_digits(value)) for value in values], attributes.index, dtype=object)


def agrees(known: Gazetteer, area: Area, name: str) -> bool:
    """Whether this is a name of the area, however it is spaced and spelled so far."""
    return area in known.called(name, area.kabupaten_code) or _compact(name) == _compact(area.name)


def _by_code(known: Gazetteer, coding: str) -> dict[str, Area]:
    if coding == BPS:
        return {area.bps_code: area for area in known.areas.values()}
    return {_digits(area.code): area for area in known.areas.values()}


def _named(known: Gazetteer, name: str, kabupaten: str) -> Area | None:
    within = known.kabupaten_called(kabupaten) if kabupaten else None
    if kabupaten and within is None:
        return None
    found = known.called(name, within.code if within else None)
    return found[0] if len(found) == 1 else None


def _pairs(areas: pd.Series, attributes: pd.DataFrame, names: str | None) -> list[tuple[Area, str]]:
    if names is None:
        return []
    rows = areas.notna()
    return list(zip(areas[rows], attributes[names][rows].fillna(""), strict=True))


def _most(attributes: pd.DataFrame, is_one: Callable[[str], bool]) -> str | None:
    """The column with the most values that are one; None where no column has any."""
    counts = {
        str(column): sum(n for value, n in attributes[column].dropna().value_counts().items() if is_one(value))
        for column in attributes.columns
    }
    best = max(counts, key=counts.get, default=None)
    return best if best is not None and counts[best] else None


def _told(doubtful: list) -> tuple[tuple[str, str, int, int], ...]:
    return tuple((column, coding, n, agreeing) for agreeing, n, column, coding in sorted(doubtful, reverse=True))


def _digits(code: str) -> str:
    # Spreadsheet-minded tools store codes as numbers: 7372010.0 is the same code.
    digits = re.sub(r"\.0$", "", code.strip().lstrip("'"))
    return digits.replace(".", "") if re.fullmatch(r"[\d.]+", digits) else ""


def _compact(name: str) -> str:
    return re.sub(r"^(kecamatan|kec)(?=.)|[^a-z0-9]", "", re.sub(r"[^a-z0-9]", "", name.lower()))
