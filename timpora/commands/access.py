"""Commands about who is let in, and about the log of what they did."""

import argparse
import json
import secrets
import sqlite3
import sys
from dataclasses import asdict
from datetime import timedelta

from timpora import paths, settings
from timpora.access import editing, entries, files, log, sessions
from timpora.access.entries import WHOLE_OFFICE, Entry
from timpora.access.export import as_csv
from timpora.access.roles import OFFICE_ONLY
from timpora.intake import ledger
from timpora.text import day, say

_FIRST_ADMIN_STAYS = timedelta(days=365)


def init(options: argparse.Namespace) -> int:
    """The first admin; and what is still missing before others can log in."""
    today = settings.now().date()
    admins = [entry for entry in entries.listing().entries if entry.role == "admin" and entry.is_active(today)]
    if admins:
        print(say("cli.access.has_admin", who=admins[0].who), file=sys.stderr)
        return 1
    options.group, options.note, options.role, options.scope = "", "", "admin", None
    options.until = today + _FIRST_ADMIN_STAYS
    if code := grant(options):
        return code
    files.folder().chmod(files.PRIVATE_FOLDER)
    print(say("cli.access.then_login", secret=secrets.token_hex(32)))
    return 0


def listed(options: argparse.Namespace) -> int:
    """0 when the file is as it should be, 1 with what is wrong with it."""
    listing = entries.listing()
    if options.json:
        people = [asdict(entry) | {"until": entry.until.isoformat()} for entry in listing.entries]
        print(json.dumps({"people": people, "findings": listing.findings}, ensure_ascii=False, indent=2))
        return 1 if listing.findings else 0
    for entry in listing.entries:
        print(_line(entry))
    if listing.findings:
        print("\n".join((say("cli.access.admits_nobody", file=entries.file()), *listing.findings)), file=sys.stderr)
        return 1
    if not listing.entries:
        print(say("cli.access.nobody"))
    return 0


def _line(entry: Entry) -> str:
    is_over = not entry.is_active(settings.now().date())
    until = say("cli.access.over" if is_over else "cli.access.until", day=day(entry.until))
    scope = " ".join(entry.scope or (WHOLE_OFFICE,))
    return "  ".join(filter(None, (entry.who, entry.role, scope, until, entry.note)))


def grant(options: argparse.Namespace) -> int:
    if options.scope is None and options.role not in OFFICE_ONLY:
        print(say("cli.access.which_scope", role=options.role), file=sys.stderr)
        return 1
    is_office = options.scope in (None, WHOLE_OFFICE)
    try:
        entry = editing.grant(
            email=options.email,
            group=options.group,
            role=options.role,
            scope=None if is_office else tuple(code.strip() for code in options.scope.split(",")),
            until=options.until,
            note=options.note,
            by=ledger.person(),
        )
    except editing.NotChanged as problem:
        print(problem, file=sys.stderr)
        return 1
    print(_line(entry))
    return 0


def revoke(options: argparse.Namespace) -> int:
    try:
        editing.revoke(email=options.email, group=options.group, by=ledger.person())
    except editing.NotChanged as problem:
        print(problem, file=sys.stderr)
        return 1
    print(say("cli.access.revoked", who=options.email or options.group))
    return 0


def end_sessions(options: argparse.Namespace) -> int:
    """Whoever is still listed may log in again at once; see revoke."""
    email = entries.address(options.email)
    if not email:
        print(say("cli.access.no_address", email=options.email), file=sys.stderr)
        return 1
    try:
        ended = sessions.end_all(email, settings.now().timestamp())
    except sqlite3.Error as problem:
        print(say("cli.access.sessions_damaged", folder=paths.access(), problem=problem), file=sys.stderr)
        return 1
    log.write("keluar", ledger.person(), target=email, reason="diakhiri")
    print(say("cli.access.ended", n=ended, who=email))
    return 0


def verify(options: argparse.Namespace) -> int:
    """0 when no line was changed or is missing, 1 with what was found."""
    verdict = log.examine()
    for note in verdict.notes:
        print(note)
    if verdict.faults:
        print("\n".join(verdict.faults), file=sys.stderr)
        return 1
    print(say("cli.log.sound", n=verdict.lines))
    return 0


def export(options: argparse.Namespace) -> int:
    records = log.read(options.since, options.until)
    files.replace(options.output, as_csv(records))
    print(say("cli.log.exported", n=len(records), file=options.output))
    return 0
