"""The door for boundary files: a file → what it was understood to say, with findings → a set that is in force.

`examine` stores nothing; `keep` stores what was examined, over the set that was in force when it was.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from timpora import paths, settings
from timpora.intake.areas import Area, Gazetteer, gazetteer
from timpora.intake.disk import digest
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, finding
from timpora.measure import boundaries, boundary_checks, boundary_file, boundary_keys, boundary_sets, coverage
from timpora.measure.boundaries import BoundaryError
from timpora.measure.boundary_columns import Mapping, Proposal
from timpora.measure.boundary_file import Layer, UnreadableLayer
from timpora.measure.boundary_overlay import Taken, laid_over
from timpora.measure.boundary_sets import BoundarySet
from timpora.text import month

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass
class Outcome:
    """One file, examined. `new` and `whole` are there only where nothing refuses it."""

    file: str
    valid_from: date | None
    base: Path  # the folder of the set it would lie over
    file_sha256: str = ""
    findings: list[Finding] = field(default_factory=list)
    layer: Layer | None = field(default=None, repr=False)
    proposal: Proposal | None = None
    mapping: Mapping | None = None  # the one that was used: given, or else proposed
    new: GeoDataFrame | None = field(default=None, repr=False)  # bps_code, name, kind, geometry: as it would be kept
    old: GeoDataFrame | None = field(default=None, repr=False)  # the same of the office in the set below
    whole: GeoDataFrame | None = field(default=None, repr=False)  # the new set with what it inherits
    inherited: int = 0
    base_sha256: str = ""

    @property
    def is_refused(self) -> bool:
        return any(found.severity == REFUSE for found in self.findings)

    def add(self, severity: str, rule: str, **words: object) -> None:
        self.findings.append(finding(severity, rule, **words))


def examine(
    path: Path,
    *,
    name: str = "",
    mapping: Mapping | None = None,
    crs: str = "",
    layer: str = "",
    valid_from: date | None = None,
    reported: dict[str, float] | None = None,
) -> Outcome:
    """What a file says and what is wrong with it; nothing is stored. name: what its sender calls it.

    mapping: what a person said of the columns; without one the proposed mapping is used. layer: one of several.
    reported: code → km² of kecamatan, where an agency reported them.
    """
    folder = paths.boundaries()
    outcome = Outcome(name or Path(path).name, valid_from, boundary_sets.below(folder, valid_from))
    try:
        outcome.layer = boundary_file.read(Path(path), crs, layer)
    except UnreadableLayer as problem:
        outcome.add(REFUSE, problem.rule, value=problem.value or outcome.file, **problem.words)
        return outcome
    outcome.file_sha256 = digest(Path(path))
    _told_of_layer(outcome)
    known = gazetteer()
    keyed = boundary_keys.keyed(outcome.layer, known, mapping)
    outcome.proposal, outcome.mapping = keyed.proposal, keyed.mapping
    outcome.findings += keyed.findings
    if keyed.rows is None or outcome.is_refused:
        return outcome
    from shapely.errors import ShapelyError

    try:
        boundary_sets.history(folder)
        _measured(outcome, keyed.rows, known, reported or {})
        if not outcome.is_refused:
            _laid(outcome, folder, known)
    except BoundaryError as problem:
        outcome.add(REFUSE, "boundary_store", problem=str(problem))
    except ShapelyError:
        outcome.add(REFUSE, "boundary_topology", value=outcome.file)
    return outcome


def keep(outcome: Outcome, *, attribution: str, vintage: str, by: str, at: datetime) -> BoundarySet | None:
    """Store what was examined; None, with the finding, where the set below is another one by now."""
    folder = paths.boundaries()
    if outcome.is_refused or outcome.whole is None:
        return None
    if boundary_sets.below(folder, outcome.valid_from) != outcome.base or (
        boundaries.fingerprint(outcome.base) != outcome.base_sha256
    ):
        outcome.add(REFUSE, "boundary_moved_on", value=outcome.file)
        return None
    polygons = boundaries.as_parquet(outcome.whole)
    line = {
        "file": outcome.file,
        "received_at": at.isoformat(timespec="seconds"),
        "by": by,
        "attribution": attribution,
        "vintage": vintage,
        "valid_from": f"{outcome.valid_from:%Y-%m}" if outcome.valid_from else None,
        "sha256": boundaries.digest_of(polygons),
        "file_sha256": outcome.file_sha256,
        "named": len(outcome.new),
        "inherited": outcome.inherited,
        "over": outcome.base.name if outcome.base != folder else "",
    }
    whose = boundary_sets.attribution(outcome.base, attribution)
    about = {"path": boundaries.PARQUET, "attribution": whose, "vintage": vintage, "crs": outcome.layer.crs}
    about |= {"named": outcome.new["bps_code"].tolist(), "mapping": vars(outcome.mapping)}
    return boundary_sets.take(folder, polygons, about, **line)


def _told_of_layer(outcome: Outcome) -> None:
    layer = outcome.layer
    if len(layer.layers) > 1:
        outcome.add(NOTE, "boundary_layer", value=layer.name, layers=", ".join(layer.layers))
    outcome.add(NOTE, "boundary_crs", value=layer.crs)
    if layer.others:
        outcome.add(WARN, "boundary_others", n=layer.others)
    if layer.nothing:
        outcome.add(WARN, "boundary_nothing", n=layer.nothing)
    if layer.has_height:
        outcome.add(NOTE, "boundary_height")


def _measured(outcome: Outcome, rows: pd.DataFrame, known: Gazetteer, reported: dict[str, float]) -> None:
    """Checks that need the file alone; leaves `new`, cleaned and simplified, where nothing refuses it."""
    import geopandas
    import shapely

    labels, drawn = rows["label"].tolist(), np.asarray(rows["geometry"])
    outcome.findings += boundary_checks.place(labels, drawn)
    outcome.findings += boundary_checks.validity(labels, drawn)
    valid = coverage.polygonal(drawn)
    if flat := [label for label, nothing in zip(labels, shapely.is_empty(valid), strict=True) if nothing]:
        outcome.add(REFUSE, "boundary_flat", n=len(flat), names=boundary_checks.few(flat))
    if outcome.is_refused:
        return
    outcome.findings += boundary_checks.once(rows.assign(geometry=valid))
    if outcome.is_refused:
        return
    codes = rows["area"].map(lambda area: area.bps_code)
    firsts = rows[~codes.duplicated()].assign(code=codes).sort_values("code", ignore_index=True)
    own = codes.groupby(codes.to_numpy()).indices  # of each code the places of its polygons
    joined = [shapely.union_all(valid[own[code]]) for code in firsts["code"]]
    new = firsts.assign(geometry=joined)
    old = _below(outcome, known)
    office = settings.office().kabupaten
    members = {code: known.members(code) for code in office}
    areas = [area for own in members.values() for area in own]
    outcome.findings += boundary_checks.covered(new, areas, set(old))
    drawn_now = set(new["code"])
    filled = [shape for code, shape in old.items() if code not in drawn_now] + _lakes(outcome, new)
    outcome.findings += boundary_checks.edges(new, np.array(filled, dtype=object))
    outcome.findings += boundary_checks.against_old(new, old)
    outcome.findings += boundary_checks.against_reported(new, reported)
    outcome.findings += boundary_checks.against_official(new, members, _official())
    if outcome.is_refused:
        return
    simple = coverage.simplified(coverage.clean(np.array(joined, dtype=object)))
    if gone := [area.name for area, empty in zip(firsts["area"], shapely.is_empty(simple), strict=True) if empty]:
        outcome.add(REFUSE, "boundary_flat", n=len(gone), names=boundary_checks.few(gone))
        return
    frame = {"bps_code": firsts["code"], "name": [area.name for area in firsts["area"]], "kind": "kecamatan"}
    outcome.new = geopandas.GeoDataFrame(frame, geometry=simple, crs=4326)


def _below(outcome: Outcome, known: Gazetteer) -> dict[str, object]:
    """BPS code → shape, of every area of ours in the set below. Raises BoundaryError when it cannot be read."""
    outcome.old = boundaries.load(outcome.base, (area.bps_code for area in known.areas.values()))
    old = outcome.old
    return {} if old is None else dict(zip(old["bps_code"], old.geometry, strict=True))


def _lakes(outcome: Outcome, new: pd.DataFrame) -> list:
    import shapely

    if outcome.old is None:
        return []
    water = boundaries.water(outcome.base, tuple(shapely.total_bounds(np.asarray(new["geometry"]))))
    return list(water.geometry)


def _laid(outcome: Outcome, folder: Path, known: Gazetteer) -> None:
    """The new set over the one below it; what it takes from areas it does not name is told."""
    before = boundaries.everything(outcome.base)
    outcome.base_sha256 = boundaries.fingerprint(outcome.base)
    outcome.whole, taken = laid_over(outcome.new, before)
    ours = {area.bps_code: area for area in known.areas.values()}
    for one in taken:
        outcome.findings.append(_told_taken(one, ours.get(one.bps_code)))
    if outcome.old is not None:
        there = set(outcome.whole["bps_code"]) & set(outcome.old["bps_code"])
        outcome.inherited = len(there - set(outcome.new["bps_code"]))
    since = outcome.valid_from
    for one in boundary_sets.taken(folder):
        if one.file_sha256 == outcome.file_sha256:
            outcome.add(WARN, "boundary_same", value=outcome.file, id=one.id)
        elif one.since and (since is None or since < one.since):
            outcome.add(NOTE, "boundary_later", id=one.id, month=month(one.since))


def _told_taken(one: Taken, area: Area | None) -> Finding:
    words = {"name": area.name if area else one.name, "taken": boundary_checks.km2_said(one.taken_km2)}
    words["left"] = boundary_checks.km2_said(one.left_km2)
    return finding(WARN, "boundary_swallowed" if one.is_gone else "boundary_takes", value=words["name"], **words)


def _official() -> dict[str, float]:
    """Kabupaten code → km², of those the reference table knows (BIG 2024)."""
    text = paths.reference("kabupaten.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {row["kode_kemendagri"]: float(row["luas_km2_big_2024"]) for row in rows if row.get("luas_km2_big_2024")}
