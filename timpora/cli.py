"""python -m timpora …: files in, snapshots out. Exit 0 accepted · 1 refused with findings · 2 wrong usage."""

import argparse
import json
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from timpora import paths
from timpora.intake import door, ledger
from timpora.intake.contracts import ContractError
from timpora.text import day, month, say


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except OSError as problem:
        print(say("cli.system", problem=problem), file=sys.stderr)
    except ContractError as problem:
        print(say("cli.contract", problem=problem), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m timpora", description="Peta Timpora: berkas, terbitan, batas.")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")

    load = commands.add_parser("load", help="muat berkas sebuah instansi (XLSX, XLS, ODS, CSV)")
    load.add_argument("files", nargs="+", type=Path, metavar="BERKAS")
    load.add_argument("--source", metavar="ID", help="sumber, bila kolomnya saja tidak cukup jelas")
    load.add_argument("--period", type=_period, metavar="YYYY-MM", help="periode, bila berkas tidak menyebutnya")
    load.add_argument("--dry-run", action="store_true", help="periksa saja, jangan simpan")
    load.add_argument("--json", action="store_true", help="hasil sebagai satu objek JSON")
    load.set_defaults(run=_load)

    publish = commands.add_parser("publish", help="bangun terbitan dari semua berkas dan layani")
    publish.set_defaults(run=_publish)

    status = commands.add_parser("status", help="apa yang dimuat dan apa yang dilayani")
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=_status)

    check = commands.add_parser("check", help="tanyai terbitan yang dilayani: semua kueri jawaban harus berjalan")
    check.set_defaults(run=_check)

    boundaries = commands.add_parser("boundaries", help="batas wilayah untuk peta")
    actions = boundaries.add_subparsers(required=True, metavar="TINDAKAN")
    fetch = actions.add_parser("fetch", help="ambil lewat npm dan periksa jumlah ujinya")
    fetch.set_defaults(run=_boundaries, file=None, code_column="CC_3")
    imports = actions.add_parser("import", help="ambil dari berkas GeoJSON dengan kode BPS")
    imports.add_argument("file", type=Path, metavar="BERKAS")
    imports.add_argument("--code-column", default="CC_3", metavar="KOLOM", help="kolom kode BPS tujuh angka")
    imports.add_argument("--attribution", required=True, metavar="TEKS", help="asal batas, tampil di peta")
    imports.set_defaults(run=_boundaries)

    sample = commands.add_parser("sample", help="tulis data contoh dan muat lewat pintu yang sama")
    sample.add_argument("--scope", choices=("office", "national"), default="office")
    sample.add_argument("--months", type=_count, default=82, metavar="N", help="bulan sampai Oktober 2024")
    sample.add_argument("--remove", action="store_true", help="hapus data contoh dan terbitannya")
    sample.set_defaults(run=_sample)

    setup = commands.add_parser("setup", help="batas, data contoh, terbitan: yang belum ada saja")
    setup.set_defaults(run=_setup)
    return parser


def _period(text: str) -> date:
    if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(say("cli.bad_period", value=text))
    return date.fromisoformat(f"{text}-01")


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 600:
        raise argparse.ArgumentTypeError("1–600")
    return int(text)


def _load(options: argparse.Namespace) -> int:
    outcomes = [
        door.load(file, source=options.source, period=options.period, is_dry_run=options.dry_run)
        for file in options.files
    ]
    accepted = all(outcome.is_accepted for outcome in outcomes)
    if options.json:
        print(json.dumps(_as_json(outcomes), ensure_ascii=False, indent=2))
        return 0 if accepted else 1
    for outcome in outcomes:
        for found in outcome.findings:
            print(f"  {say(f'cli.severity.{found.severity}')}  {found.message}")
        print(_verdict(outcome, options.dry_run))
    if any(outcome.entry for outcome in outcomes):
        print(say("cli.then_publish"))
    return 0 if accepted else 1


def _verdict(outcome: door.Outcome, is_dry_run: bool) -> str:
    words = {
        "file": outcome.file,
        "source": outcome.source,
        "periods": _span(outcome.periods),
        "rows": outcome.rows,
        "id": outcome.entry.id if outcome.entry else "",
    }
    if not outcome.is_accepted:
        return say("cli.refused", **words)
    if outcome.entry:
        return say("cli.accepted", **words)
    return say("cli.dry_run" if is_dry_run else "cli.unchanged", **words)


def _as_json(outcomes: list[door.Outcome]) -> dict:
    """One object, whatever the number of files; with several, each stands under "files" too."""
    sources = sorted({outcome.source for outcome in outcomes if outcome.source})
    whole = {
        "accepted": all(outcome.is_accepted for outcome in outcomes),
        "source": sources[0] if len(sources) == 1 else None,
        "period": _span(sorted({period for outcome in outcomes for period in outcome.periods})) or None,
        "rows": sum(outcome.rows for outcome in outcomes),
        "findings": [found.as_dict() for outcome in outcomes for found in outcome.findings],
    }
    if len(outcomes) > 1:
        whole["files"] = [_as_json([outcome]) | {"file": outcome.file} for outcome in outcomes]
    return whole


def _span(periods: list[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]}..{periods[-1]}" if periods else ""


def _publish(options: argparse.Namespace) -> int:
    from timpora.store.publish import PublicationError, publish

    try:
        publish(_progress)
    except PublicationError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _status(options: argparse.Namespace) -> int:
    from timpora.measure import boundaries
    from timpora.store.publish import is_current

    entries = ledger.entries()
    link = paths.published() / "current"
    served = link.resolve().stem if link.exists() else None
    stale = bool(entries) and not is_current()
    attribution = boundaries.source(paths.boundaries()).get("attribution")
    sources = {source: [entry for entry in entries if entry.source == source] for source in {e.source for e in entries}}
    if options.json:
        answer = {
            "snapshot": served,
            "unpublished": stale,
            "sample": any(entry.is_sample for entry in entries),
            "boundaries": attribution,
            "loads": [
                {"id": e.id, "source": e.source, "periods": e.periods, "received_at": e.received_at} for e in entries
            ],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    if any(entry.is_sample for entry in entries):
        print(say("cli.status.sample"))
    print(say("cli.status.snapshot", id=served) if served else say("cli.status.none"))
    for source, own in sorted(sources.items()):
        newest = date.fromisoformat(max(period for entry in own for period in entry.periods))
        words = {"source": source, "n": len(own), "newest": month(newest), "received": day(own[-1].received)}
        print(say("cli.status.loads", **words))
    print(say("cli.status.boundaries", attribution=attribution) if attribution else say("cli.status.no_boundaries"))
    if stale:
        print(say("cli.status.stale"))
    return 0


def _check(options: argparse.Namespace) -> int:
    from timpora.store.snapshot import NoSnapshot, current

    try:
        snapshot = current()
    except NoSnapshot:
        print(say("cli.status.none"), file=sys.stderr)
        return 1
    snapshot.verify()
    print(say("cli.check.ok", id=snapshot.id))
    return 0


def _boundaries(options: argparse.Namespace) -> int:
    from timpora.measure import boundaries, gadm

    folder = paths.boundaries()
    try:
        if options.file is None:
            print(say("cli.boundaries.fetching"), flush=True)
            with tempfile.TemporaryDirectory() as aside:
                report = boundaries.import_file(gadm.fetch(Path(aside)), folder)
        else:
            report = boundaries.import_file(
                options.file, folder, options.code_column, attribution=options.attribution, vintage=""
            )
    except boundaries.BoundaryError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(report.sentence)
    return 0


def _sample(options: argparse.Namespace) -> int:
    from timpora.sample import loading

    return loading.run(options.scope, options.months, options.remove)


def _setup(options: argparse.Namespace) -> int:
    """What `make run` needs, once; each step only if it is not there yet."""
    if not (paths.boundaries() / "kecamatan.parquet").exists():
        main(["boundaries", "fetch"])  # without them the product goes on with the tile map
    if not ledger.entries() and (code := main(["sample"])):
        return code
    from timpora.store.publish import is_current

    if is_current():
        return 0
    print(say("cli.setup.publish"), flush=True)
    return main(["publish"])


def _progress(line: str) -> None:
    print(line, flush=True)
