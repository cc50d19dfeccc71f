"""What is wrong, or worth knowing, of the areas of a boundary file: pure functions from frames to findings.

`new` is what the file says, as drawn: area (Area), label (its name in the file), geometry (valid, EPSG:4326), one row
per area. Square kilometres are those of EPSG:6933.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pandas as pd

from timpora.intake.areas import Area
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, finding
from timpora.measure import coverage
from timpora.text import number, say

INDONESIA = (94.0, -12.0, 142.0, 7.0)  # west, south, east, north in degrees, with room
SAME_LAND = 0.1  # of the smaller of two drawings of one area: with less in common they are not the same land
ODD_AREA = 0.25  # of an area by the set before: a larger difference is asked about
OFFICIAL = 0.05  # of the official area of a kabupaten
REPORTED = 0.1  # of the area of a kecamatan as its agency reported it
BOTH = 0.2  # of the smaller of two areas that lie on each other: more is not an edge drawn twice
THIN_KM2, THIN = 1.0, 0.02  # km², of the smaller area: less than both is an edge that was drawn twice
MOST = 12  # names in one sentence
MANY_PARTS = 25


def place(labels: list[str], shapes: np.ndarray) -> list[Finding]:
    """Whether all of it lies in Indonesia; latitude and longitude exchanged are told apart."""
    import shapely

    west, south, east, north = INDONESIA
    bounds = shapely.bounds(shapes)
    inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    if inside.all():
        return []
    turned = (bounds[:, 1] >= west) & (bounds[:, 0] >= south) & (bounds[:, 3] <= east) & (bounds[:, 2] <= north)
    if turned.all():
        return [finding(REFUSE, "boundary_swapped")]
    away = [label for label, ok in zip(labels, inside, strict=True) if not ok]
    words = {"n": len(away), "all": len(labels), "names": few(away)}
    return [finding(REFUSE, "boundary_far", value=_box(bounds[~inside]), **words)]


def validity(labels: list[str], shapes: np.ndarray) -> list[Finding]:
    """Shapes that cross themselves: they are repaired, and named."""
    import shapely

    broken = [label for label, ok in zip(labels, shapely.is_valid(shapes), strict=True) if not ok]
    return [finding(WARN, "boundary_repaired", n=len(broken), names=few(broken))] if broken else []


def once(rows: pd.DataFrame) -> list[Finding]:
    """Every code once: several parts of one area are joined, two areas with one code are refused.

    rows: area, label, geometry (valid), one row per feature of the file.
    """
    codes = rows["area"].map(lambda area: area.code)
    found, joined = [], []
    for code, own in rows[codes.duplicated(keep=False)].groupby(codes):
        labels = own["label"].unique()
        metric = coverage.equal_area(np.asarray(own.geometry))
        is_double = bool(coverage.overlaps(metric))
        if len(labels) > 1 or is_double:
            names = few(labels)
            found.append(finding(REFUSE, "boundary_twice", value=code, n=len(own), names=names))
        else:
            joined.append(f"{own['area'].iloc[0].name} ({len(own)})")
    if joined:
        found.append(finding(NOTE, "boundary_joined", n=len(joined), names=few(joined)))
    return found


def covered(new: pd.DataFrame, office: Iterable[Area], old_codes: set[str]) -> list[Finding]:
    """Areas of the office the file does not name: they keep the land of the set before, where it has any.

    old_codes: BPS codes the set before has a polygon for.
    """
    named = {area.code for area in new["area"]}
    missing = [area for area in office if area.code not in named]
    kept = [area.name for area in missing if area.bps_code in old_codes]
    without = [area.name for area in missing if area.bps_code not in old_codes]
    found = [finding(WARN, "boundary_missing", n=len(kept), names=few(kept))] if kept else []
    if without:
        found.append(finding(WARN, "boundary_missing_all", n=len(without), names=few(without)))
    return found


def edges(new: pd.DataFrame, filled: np.ndarray) -> list[Finding]:
    """Overlaps, gaps, areas without a neighbour, areas in very many parts. filled: shapes that may lie in a hole."""
    import shapely

    names = [area.name for area in new["area"]]
    metric = coverage.equal_area(np.asarray(new.geometry))
    sizes = shapely.area(metric) / 1e6
    found = []
    thin = []
    for one, other, shared in coverage.overlaps(metric):
        share = shared / min(sizes[one], sizes[other])
        if shared < THIN_KM2 and share < THIN:
            thin.append((f"{names[one]}–{names[other]}", shared))
            continue
        words = {"first": names[one], "second": names[other], "km2": km2_said(shared), "share": number(100 * share, 1)}
        found.append(
            finding(REFUSE if share > BOTH else WARN, "boundary_overlap", value=f"{names[one]}–{names[other]}", **words)
        )
    found += _seams("boundary_overlaps_thin", thin)
    holes = [(", ".join(names[at] for at in gap.beside[:4]), gap.km2) for gap in coverage.gaps(metric, _metric(filled))]
    for beside, size in holes:
        if size >= THIN_KM2:
            found.append(finding(WARN, "boundary_gap", value=km2_said(size), km2=km2_said(size), names=beside))
    found += _seams("boundary_gaps_thin", [(beside, size) for beside, size in holes if size < THIN_KM2])
    if len(new) > 1 and (islands := [names[at] for at in coverage.alone(metric)]):
        found.append(finding(NOTE, "boundary_island", n=len(islands), names=few(islands)))
    parts = shapely.get_num_geometries(np.asarray(new.geometry))
    if many := [f"{name} ({n})" for name, n in zip(names, parts, strict=True) if n >= MANY_PARTS]:
        found.append(finding(NOTE, "boundary_parts", n=len(many), names=few(many)))
    return found


def against_old(new: pd.DataFrame, old: dict[str, object]) -> list[Finding]:
    """Area and place beside the set before. old: BPS code → its shape there."""
    import shapely

    pairs = [(area, shape, old[area.bps_code]) for area, shape in zip(new["area"], new.geometry, strict=True)
             if area.bps_code in old]  # fmt: skip
    if not pairs:
        return []
    areas, shapes, before = zip(*pairs, strict=True)
    now, was = (coverage.equal_area(np.array(side, dtype=object)) for side in (shapes, before))
    now_km2, was_km2 = shapely.area(now) / 1e6, shapely.area(was) / 1e6
    shared = shapely.area(shapely.intersection(now, was)) / 1e6
    is_elsewhere = shared < SAME_LAND * np.minimum(now_km2, was_km2)
    elsewhere = [area.name for area, away in zip(areas, is_elsewhere, strict=True) if away]
    if len(elsewhere) > len(areas) / 2:
        return [finding(REFUSE, "boundary_elsewhere", n=len(elsewhere), all=len(areas), names=few(elsewhere))]
    found = [finding(WARN, "boundary_moved", n=len(elsewhere), names=few(elsewhere))] if elsewhere else []
    for area, size, before_size in zip(areas, now_km2, was_km2, strict=True):
        if abs(size - before_size) > max(ODD_AREA * before_size, 1.0):
            words = {"name": area.name, "new": km2_said(size), "old": km2_said(before_size)}
            words["share"] = _signed(size / before_size - 1, 0)
            found.append(finding(WARN, "boundary_area", value=area.name, **words))
    return found


def against_reported(new: pd.DataFrame, reported: dict[str, float]) -> list[Finding]:
    """Each kecamatan beside the km² that its agency reported. reported: code → km²; empty where nothing was loaded."""
    if not reported:
        return [finding(NOTE, "boundary_none_reported")]
    found, agreeing = [], 0
    for area, size in zip(new["area"], coverage.km2(np.asarray(new.geometry)), strict=True):
        if not (said := reported.get(area.code)):
            continue
        if abs(size - said) <= max(REPORTED * said, 1.0):
            agreeing += 1
            continue
        words = {"name": area.name, "new": km2_said(size), "reported": km2_said(said)}
        found.append(finding(WARN, "boundary_reported", value=area.name, share=_signed(size / said - 1, 0), **words))
    return [*found, finding(NOTE, "boundary_reported_agrees", n=agreeing)] if agreeing else found


def against_official(new: pd.DataFrame, members: dict[str, list[Area]], official: dict[str, float]) -> list[Finding]:
    """The kecamatan of a kabupaten together beside its official km²; only kabupaten of which all are in the file.

    members: kabupaten code → its kecamatan; official: kabupaten code → km².
    """
    sizes = dict(zip([area.code for area in new["area"]], coverage.km2(np.asarray(new.geometry)), strict=True))
    found, agreeing = [], []
    for code, areas in members.items():
        if code not in official or not areas or any(area.code not in sizes for area in areas):
            continue
        total = sum(sizes[area.code] for area in areas)
        words = {"name": areas[0].kabupaten_name, "new": km2_said(total), "official": km2_said(official[code])}
        words["share"] = _signed(total / official[code] - 1, 1)
        if abs(total / official[code] - 1) > OFFICIAL:
            found.append(finding(WARN, "boundary_official", value=words["name"], **words))
        else:
            agreeing.append(words["name"])
    if agreeing:
        found.append(finding(NOTE, "boundary_official_agrees", n=len(agreeing), names=few(agreeing)))
    return found


def _seams(rule: str, places: list[tuple[str, float]]) -> list[Finding]:
    """One sentence on all that is thin: how many, how much together, where most. places: names and km²."""
    if not places:
        return []
    total, (where, most) = sum(size for _, size in places), max(places, key=lambda place: place[1])
    return [finding(NOTE, rule, n=len(places), km2=km2_said(total), most=km2_said(most), names=where)]


def _metric(shapes: np.ndarray) -> np.ndarray:
    return coverage.equal_area(shapes) if len(shapes) else shapes


def few(names: Iterable[str]) -> str:
    """Names in one sentence; of very many the first ones."""
    names = list(dict.fromkeys(names))
    more = len(names) - MOST
    return ", ".join(names[:MOST]) + (" " + say("boundary.and_more", n=more) if more > 0 else "")


def _signed(share: float, decimals: int) -> str:
    return ("+" if share > 0 else "") + number(100 * share, decimals)


def km2_said(value: float) -> str:
    return number(value, 2 if value < 10 else 1)


def _box(bounds: np.ndarray) -> str:
    corners = [*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0)]
    return " – ".join(f"{lon:.2f}, {lat:.2f}" for lon, lat in list(pairwise(corners))[::2])
