"""python -m timpora …: files in, snapshots out. Exit 0 accepted · 1 refused with findings · 2 wrong usage."""

import argparse
import os
import re
import sys
from pathlib import Path

from timpora.access.roles import ROLES
from timpora.commands import access, backup, boundaries, export, init, intake, kinds, serve, serving
from timpora.intake.contracts import ContractError
from timpora.measure.boundaries import CODINGS
from timpora.settings import UnknownView
from timpora.text import LANGUAGES, known, say, speak


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a terminal without "…" or "–" shows a "?" instead of a traceback
    with speak(_language(sys.argv[1:] if arguments is None else arguments)):
        return _run(arguments)


def _language(arguments: list[str]) -> str:
    """By --lang, or TIMPORA_LANG: known before anything is said, also of what is wrong with the arguments."""
    said = re.search(r"--lang[= ](\S+)", " ".join(arguments))
    return known(said[1] if said else os.environ.get("TIMPORA_LANG", ""))


def _run(arguments: list[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except OSError as problem:
        print(say("cli.system", problem=problem), file=sys.stderr)
    except ContractError as problem:
        print(say("cli.contract", problem=problem), file=sys.stderr)
    except UnknownView as problem:
        print(problem, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m timpora", description=say("cli.help.program"))
    _add_language(parser)
    verbs = parser.add_subparsers(required=True, metavar=say("cli.word.command"))

    load = verbs.add_parser("load", help=say("cli.help.load"))
    which = load.add_mutually_exclusive_group(required=True)
    which.add_argument("files", nargs="*", type=Path, metavar=say("cli.word.file"), default=[])
    which.add_argument("--inbox", type=Path, metavar="FOLDER", help=say("cli.help.load.inbox"))
    load.add_argument("--source", metavar="ID", help=say("cli.help.load.source"))
    load.add_argument("--period", type=kinds.period, metavar="YYYY-MM", help=say("cli.help.load.period"))
    load.add_argument("--reason", metavar=say("cli.word.text"), help=say("cli.help.load.reason"))
    _add_language(load)
    load.add_argument("--dry-run", action="store_true", help=say("cli.help.load.dry_run"))
    load.add_argument("--json", action="store_true", help=say("cli.help.load.json"))
    load.set_defaults(run=intake.load)

    undo = verbs.add_parser("undo", help=say("cli.help.undo"))
    undo.add_argument("id", metavar="ID", help=say("cli.help.undo.id"))
    undo.set_defaults(run=intake.undo)

    confirm = verbs.add_parser("confirm", help=say("cli.help.confirm"))
    confirm.add_argument("spelling", metavar=say("cli.word.spelling"))
    confirm.add_argument("code", metavar=say("cli.word.code"), help=say("cli.help.confirm.code"))
    confirm.add_argument("--forget", action="store_true", help=say("cli.help.confirm.forget"))
    confirm.set_defaults(run=intake.confirm)

    template = verbs.add_parser("template", help=say("cli.help.template"))
    template.add_argument("source", metavar=say("cli.word.source"))
    template.add_argument("-o", "--output", type=Path, metavar=say("cli.word.file"))
    template.set_defaults(run=intake.template)

    publish = verbs.add_parser("publish", help=say("cli.help.publish"))
    publish.add_argument(
        "--agree",
        type=kinds.reason,
        metavar=say("cli.word.reason"),
        help=say("cli.help.publish.agree"),
    )
    publish.set_defaults(run=serving.publish)

    status = verbs.add_parser("status", help=say("cli.help.status"))
    status.add_argument("--json", action="store_true")
    status.set_defaults(run=serving.status)

    check = verbs.add_parser("check", help=say("cli.help.check"))
    check.set_defaults(run=serving.check)

    _add_boundaries(verbs)
    _add_export(verbs)
    _add_backup(verbs)

    sample = verbs.add_parser("sample", help=say("cli.help.sample"))
    sample.add_argument("--scope", choices=("office", "national"), default="office")
    sample.add_argument(
        "--months", type=kinds.count, default=serving.FULL_SAMPLE, metavar="N", help=say("cli.help.sample.months")
    )
    sample.add_argument("--remove", action="store_true", help=say("cli.help.sample.remove"))
    sample.add_argument("--apart", action="store_true", help=say("cli.help.sample.apart"))
    sample.set_defaults(run=serving.sample)

    init.add_to(verbs)
    setup = verbs.add_parser("setup", help=say("cli.help.setup"))
    setup.set_defaults(run=serving.setup)
    serve.add_to(verbs)
    _add_access(verbs)
    _add_log(verbs)
    return parser


def _add_boundaries(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("boundaries", help=say("cli.help.boundaries"))
    actions = actions.add_subparsers(required=True, metavar=say("cli.word.action"))

    fetch = actions.add_parser("fetch", help=say("cli.help.boundaries.fetch"))
    fetch.add_argument("--packages", type=Path, metavar="FOLDER", help=say("cli.help.boundaries.packages"))
    fetch.set_defaults(run=boundaries.fetch, out=None)

    takes = actions.add_parser("import", help=say("cli.help.boundaries.import"))
    takes.add_argument("file", type=Path, metavar=say("cli.word.file"))
    takes.add_argument(
        "--attribution",
        required=True,
        type=kinds.stated,
        metavar=say("cli.word.text"),
        help=say("cli.help.boundaries.import.attribution"),
    )
    takes.add_argument(
        "--vintage", default="", metavar=say("cli.word.text"), help=say("cli.help.boundaries.import.vintage")
    )
    takes.add_argument(
        "--valid-from", type=kinds.period, metavar="YYYY-MM", help=say("cli.help.boundaries.import.valid_from")
    )
    takes.add_argument(
        "--code-column", default="", metavar=say("cli.word.column"), help=say("cli.help.boundaries.import.code_column")
    )
    takes.add_argument("--coding", default="", choices=CODINGS, help=say("cli.help.boundaries.import.coding"))
    takes.add_argument(
        "--name-column", default="", metavar=say("cli.word.column"), help=say("cli.help.boundaries.import.name_column")
    )
    takes.add_argument(
        "--kabupaten-column",
        default="",
        metavar=say("cli.word.column"),
        help=say("cli.help.boundaries.import.kabupaten_column"),
    )
    takes.add_argument("--crs", default="", metavar="EPSG:…", help=say("cli.help.boundaries.import.crs"))
    takes.add_argument(
        "--layer", default="", metavar=say("cli.word.name"), help=say("cli.help.boundaries.import.layer")
    )
    takes.add_argument("--yes", action="store_true", help=say("cli.help.boundaries.import.yes"))
    _add_language(takes)
    takes.add_argument("--dry-run", action="store_true", help=say("cli.help.boundaries.import.dry_run"))
    takes.add_argument("--json", action="store_true", help=say("cli.help.boundaries.import.json"))
    takes.set_defaults(run=boundaries.take)

    undo = actions.add_parser("undo", help=say("cli.help.boundaries.undo"))
    undo.set_defaults(run=boundaries.undo)

    listed = actions.add_parser("list", help=say("cli.help.boundaries.list"))
    listed.set_defaults(run=boundaries.listed)


def _add_export(verbs: argparse._SubParsersAction) -> None:
    takes = verbs.add_parser("export", help=say("cli.help.export"))
    takes.add_argument(
        "--story",
        default=export.STANDARD,
        metavar=f"standar|{say('cli.word.number')}|{say('cli.word.file')}.json",
        help=say("cli.help.export.story"),
    )
    takes.add_argument("--format", required=True, choices=export.FORMATS)
    takes.add_argument("--out", required=True, type=Path, metavar="FOLDER")
    takes.add_argument("--address", default="", metavar="URL", help=say("cli.help.export.address"))
    _add_language(takes)
    takes.set_defaults(run=export.run)


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help=say("cli.help.lang"))


def _add_backup(verbs: argparse._SubParsersAction) -> None:
    makes = verbs.add_parser("backup", help=say("cli.help.backup"))
    makes.add_argument("file", type=Path, metavar=say("cli.word.file") + ".tar.gz")
    makes.set_defaults(run=backup.make)

    restores = verbs.add_parser("restore", help=say("cli.help.restore"))
    restores.add_argument("file", type=Path, metavar=say("cli.word.file") + ".tar.gz")
    restores.add_argument("--into", required=True, type=Path, metavar="FOLDER", help=say("cli.help.restore.into"))
    restores.set_defaults(run=backup.restore)


def _add_access(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("access", help=say("cli.help.access"))
    actions = actions.add_subparsers(required=True, metavar=say("cli.word.action"))

    first = actions.add_parser("init", help=say("cli.help.access.init"))
    first.add_argument("email", metavar="EMAIL")
    first.set_defaults(run=access.init)

    listed = actions.add_parser("list", help=say("cli.help.access.list"))
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=access.listed)

    grant = actions.add_parser("grant", help=say("cli.help.access.grant"))
    _add_person(grant)
    grant.add_argument("--role", required=True, choices=ROLES)
    grant.add_argument("--scope", metavar=say("cli.word.code") + ",…", help=say("cli.help.access.grant.scope"))
    grant.add_argument(
        "--until", required=True, type=kinds.day, metavar="YYYY-MM-DD", help=say("cli.help.access.grant.until")
    )
    grant.add_argument("--note", default="", metavar=say("cli.word.text"))
    grant.set_defaults(run=access.grant)

    revoke = actions.add_parser("revoke", help=say("cli.help.access.revoke"))
    _add_person(revoke)
    revoke.set_defaults(run=access.revoke)

    end = actions.add_parser("end-sessions", help=say("cli.help.access.end_sessions"))
    end.add_argument("email", metavar="EMAIL")
    end.set_defaults(run=access.end_sessions)


def _add_person(parser: argparse.ArgumentParser) -> None:
    person = parser.add_mutually_exclusive_group(required=True)
    person.add_argument("email", nargs="?", default="", metavar="EMAIL")
    person.add_argument("--group", default="", metavar=say("cli.word.name"), help=say("cli.help.person.group"))


def _add_log(verbs: argparse._SubParsersAction) -> None:
    actions = verbs.add_parser("log", help=say("cli.help.log"))
    actions = actions.add_subparsers(required=True, metavar=say("cli.word.action"))

    verify = actions.add_parser("verify", help=say("cli.help.log.verify"))
    verify.set_defaults(run=access.verify)

    export = actions.add_parser("export", help=say("cli.help.log.export"))
    export.add_argument("-o", "--output", type=Path, required=True, metavar=say("cli.word.file"))
    export.add_argument("--since", type=kinds.day, metavar="YYYY-MM-DD")
    export.add_argument("--until", type=kinds.day, metavar="YYYY-MM-DD", help=say("cli.help.log.export.until"))
    export.set_defaults(run=access.export)
