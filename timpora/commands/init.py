"""The command that makes an installation an office's: its areas, its clock, its boundaries, in the data folder."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from timpora import paths, settings
from timpora.access import log
from timpora.access.entries import WHOLE_OFFICE
from timpora.commands import boundaries
from timpora.intake import ledger
from timpora.measure import national, office_files
from timpora.measure.boundaries import BoundaryError
from timpora.measure.npm import NpmError
from timpora.text import say


def add_to(verbs: argparse._SubParsersAction) -> None:
    makes = verbs.add_parser("init", help=say("cli.help.init"))
    makes.add_argument("--kabupaten", default=[], type=_codes, metavar="KODE,…", help=say("cli.help.init.kabupaten"))
    makes.add_argument("--province", default=[], type=_codes, metavar="KODE,…", help=say("cli.help.init.province"))
    makes.add_argument("--name", default="", metavar="TEKS", help=say("cli.help.init.name"))
    makes.add_argument("--packages", type=Path, metavar="FOLDER", help=say("cli.help.init.packages"))
    makes.add_argument("--replace", action="store_true", help=say("cli.help.init.replace"))
    makes.add_argument("--json", action="store_true", help=say("cli.help.init.json"))
    makes.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the tables and say what they lack; 1 where nothing was made."""
    if sentence := _refusal(options.replace):
        return _refused(sentence)
    if not (options.kabupaten or options.province):
        return _shipped()
    try:
        nation = _nation(options.packages)
    except _NoAreas as problem:
        return _refused(str(problem))
    from timpora.measure import office_tables

    try:
        office = office_tables.chosen(nation, options.kabupaten, options.province)
    except office_tables.UnknownArea as problem:
        return _refused(say("init.unknown", code=problem.code))
    _polygons(options.packages)
    try:
        known = office_tables.polygons(paths.boundaries(), office)
    except BoundaryError as problem:
        print(problem, file=sys.stderr)
        known = None
    tables = office_tables.tables(office, known)
    name = options.name or say("init.name", places=", ".join(one.name for one in office[:3]))
    before = office_files.write(office, tables, name, settings.now())
    log.write("kantor", ledger.person(), step="pasang", scope=" ".join(one.code for one in office))
    result = {
        "office": name,
        "kabupaten": [one.code for one in office],
        "kecamatan": len(tables.kecamatan),
        "with_boundaries": tables.drawn,
        "timezone": office_files.clock(office),
        "findings": [found.as_dict() for found in tables.findings],
    }
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return 0
    for found in tables.findings:
        print(f"  {say(f'cli.severity.{found.severity}')}  {found.message}")
    print(say("init.done", name=name, n=len(office), folder=paths.own_reference()))
    print(_drawn(tables.drawn, len(tables.kecamatan), known is not None))
    if before:
        print(say("init.set_aside", folder=before))
    print(say("init.next"))
    return 0


class _NoAreas(Exception):
    """The national tables cannot be had; the message says why and what to do."""


def _refusal(may_replace: bool) -> str:
    """Why this folder is not made an office's; "" where it may be."""
    if paths.data().resolve() == (paths.ROOT / "data").resolve():
        return say("init.needs_own_folder")
    entries = ledger.entries()
    if any(entry.is_sample for entry in entries):
        return say("init.sample_present")
    if entries and not may_replace:
        return say("init.data_present", n=len(entries), folder=paths.data())
    if office_files.is_set() and not may_replace:
        return say("init.office_present", name=settings.office().name, folder=paths.own_reference())
    return ""


def _shipped() -> int:
    before = office_files.keep_shipped(settings.now())
    log.write("kantor", ledger.person(), step="bawaan", scope=WHOLE_OFFICE)
    print(say("init.shipped", name=settings.office().name, file=paths.own_reference() / office_files.OFFICE))
    if before:
        print(say("init.set_aside", folder=before))
    print(say("init.next"))
    return 0


def _nation(carried: Path | None) -> national.Nation:
    print(say("init.fetching"), file=sys.stderr, flush=True)
    files = " ".join(package.file for package in (national.KEMENDAGRI, national.BPS))
    try:
        return national.fetch(carried)
    except NpmError as problem:
        cause = say(f"init.cause.{problem.rule}", **problem.words)
        raise _NoAreas(say("init.no_areas", cause=cause, files=files)) from problem
    except OSError as problem:
        raise _NoAreas(say("init.not_carried", problem=problem, files=files)) from problem


def _polygons(carried: Path | None) -> None:
    """The boundaries of the beginning, if there are none; without them the tile map is what there is, which is said."""
    if not (paths.boundaries() / "kecamatan.parquet").exists():
        boundaries.fetch(argparse.Namespace(packages=carried, out=sys.stderr))


def _drawn(drawn: int, of: int, has_file: bool) -> str:
    if not has_file:
        return say("init.no_boundaries")
    return say("init.drawn_all", n=of) if drawn == of else say("init.drawn", n=drawn, all=of)


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _codes(text: str) -> list[str]:
    """Codes apart by commas or blanks."""
    codes = re.split(r"[,\s]+", text.strip())
    if not all(re.fullmatch(r"\d\d(\.\d\d)?", code) for code in codes):
        raise argparse.ArgumentTypeError(say("cli.bad_codes", value=text))
    return codes
