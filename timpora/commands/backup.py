"""Commands about backups: one file out, and back again into a new folder."""

import argparse
import sys

from timpora.access import log
from timpora.intake import ledger
from timpora.text import number, say


def make(options: argparse.Namespace) -> int:
    from timpora.store import backup

    try:
        made = backup.make(
            options.file,
            begins=lambda: log.write("unduh", ledger.person(), what=options.file.name),
            waiting=lambda: print(say("publish.waiting"), flush=True),
        )
    except backup.BackupError as problem:
        print(problem, file=sys.stderr)
        return 1
    words = {"n": number(len(made.files)), "size": number(options.file.stat().st_size / 1e6, 1)}
    print(say("cli.backup.made", file=options.file, **words))
    if made.closed:
        print(say("cli.backup.closed", names=", ".join(made.closed)))
    if backup.key_is_elsewhere():
        print(say("cli.backup.key"))
    return 0


def restore(options: argparse.Namespace) -> int:
    from timpora.store import backup

    try:
        found = backup.restore(options.file, options.into)
    except backup.BackupError as problem:
        print(problem, file=sys.stderr)
        return 1
    words = {"n": number(len(found.files)), "at": found.made_at, "folder": options.into.resolve()}
    print(say("cli.backup.restored", **words))
    if found.pair:
        print(say("cli.backup.sound", id=found.snapshot))
    print(say("cli.backup.logins"))
    return 0
