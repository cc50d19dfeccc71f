"""Which area each feature of a layer is, by the mapping that was given or else proposed, and what that leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from timpora.intake.areas import Area, Gazetteer
from timpora.intake.findings import REFUSE, WARN, Finding, finding
from timpora.measure import boundary_checks, boundary_columns
from timpora.measure.boundaries import NAME
from timpora.measure.boundary_columns import Mapping, Proposal
from timpora.measure.boundary_file import Layer

MOST = 10  # findings of one kind
DIFFERING = 0.5  # of the names beside the codes: with more of them wrong the coding is another one


@dataclass
class Keyed:
    proposal: Proposal
    mapping: Mapping | None  # the one that was used
    rows: pd.DataFrame | None = None  # area, label (its name in the file), geometry; one row per feature of an area
    findings: list[Finding] = field(default_factory=list)

    def add(self, severity: str, rule: str, **words: object) -> None:
        self.findings.append(finding(severity, rule, **words))


def keyed(layer: Layer, known: Gazetteer, given: Mapping | None = None) -> Keyed:
    """The features that are areas of ours. given: what a person said of the columns; what is left open is proposed."""
    attributes = layer.attributes
    present = ", ".join(map(str, attributes.columns)) or "–"
    proposal = boundary_columns.propose(attributes, known)
    found = Keyed(proposal, _complete(given, proposal))
    mapping = found.mapping
    if mapping is None or mapping.coding == NAME:
        for column, coding, n, agreeing in proposal.doubtful[:MOST]:
            found.add(WARN, "boundary_doubtful", value=column, column=column, coding=coding, n=n, agreeing=agreeing)
    if mapping is None:
        found.add(REFUSE, "boundary_no_key", present=present)
        return found
    for column in (mapping.code_column, mapping.name_column, mapping.kabupaten_column):
        if column and column not in attributes.columns:
            found.add(REFUSE, "boundary_no_column", value=column, present=present)
            return found
    areas = boundary_columns.areas_of(attributes, mapping, known)
    codes = attributes[mapping.code_column].fillna("").astype(str)
    labels = attributes[mapping.name_column or mapping.code_column].fillna("").astype(str)
    if not areas.notna().any():
        found.add(REFUSE, "boundary_no_codes", value=mapping.code_column, coding=mapping.coding)
        return found
    _tell_names(found, areas, labels, known)
    if extra := [f"{code} {label}".strip() for code, label, area in zip(codes, labels, areas, strict=True) if not area]:
        found.add(WARN, "boundary_extra", n=len(extra), names=boundary_checks.few(extra))
    rows = pd.DataFrame({"area": areas, "label": labels, "geometry": layer.geometry})
    found.rows = rows[areas.notna()].reset_index(drop=True)
    return found


def _complete(given: Mapping | None, proposal: Proposal) -> Mapping | None:
    """What a person said, and of the rest what was proposed for the same column."""
    proposed = proposal.mapping
    if given is None or not (given.code_column or given.name_column):
        return proposed
    if not given.code_column:
        return replace(proposed, name_column=given.name_column) if proposed else None
    if given.coding:
        return given
    is_same = proposed and proposed.code_column == given.code_column
    return replace(given, coding=proposed.coding) if is_same else None


def _tell_names(found: Keyed, areas: pd.Series, labels: pd.Series, known: Gazetteer) -> None:
    """Names are the check on codes: one that differs is told, and too many mean another coding."""
    mapping = found.mapping
    if mapping.coding == NAME:
        found.add(WARN, "boundary_by_name", value=mapping.code_column)
        return
    if not mapping.name_column:
        found.add(WARN, "boundary_unnamed", value=mapping.code_column)
        return
    pairs: list[tuple[Area, str]] = [(area, label) for area, label in zip(areas, labels, strict=True) if area]
    wrong = [(area, label) for area, label in pairs if not boundary_columns.agrees(known, area, label)]
    is_other_coding = len(wrong) > DIFFERING * len(pairs)
    for area, label in wrong[: 3 if is_other_coding else MOST]:
        found.add(WARN, "boundary_name_differs", value=label, code=area.code, name=area.name, label=label)
    if is_other_coding:
        words = {"n": len(wrong), "all": len(pairs), "coding": mapping.coding}
        found.add(REFUSE, "boundary_names_disagree", value=mapping.code_column, **words)
