"""Commands about what is served: snapshots, sample data, set-up."""

import argparse
import json
import sys
from datetime import date

from timpora import paths, settings
from timpora.access import log
from timpora.commands import boundaries
from timpora.intake import ledger
from timpora.measure import office_files
from timpora.text import day, month, say

FULL_SAMPLE = 82  # months: January 2018 to October 2024
_WHOLE_SAMPLE = argparse.Namespace(scope="office", months=FULL_SAMPLE, remove=False, apart=False)


def publish(options: argparse.Namespace) -> int:
    from timpora.store import publish as publication

    try:
        snapshot = publication.publish(_progress, agree=options.agree)
    except publication.PublicationError as problem:
        print(problem, file=sys.stderr)
        return 1
    log.write("terbit", ledger.person(), snapshot=snapshot.stem)
    return 0


def status(options: argparse.Namespace) -> int:
    from timpora.measure import boundary_sets
    from timpora.store import journal, room
    from timpora.store.publish import is_current

    entries = ledger.entries()
    file = room.served()
    served = file.stem if file else None
    stale = bool(entries) and not is_current()
    attribution = boundary_sets.source(boundary_sets.in_force(paths.boundaries())).get("attribution")
    sources = {source: [entry for entry in entries if entry.source == source] for source in {e.source for e in entries}}
    if options.json:
        answer = {
            "snapshot": served,
            "view": settings.view(),
            "unpublished": stale,
            "publishing": journal.running(),
            "interrupted": journal.interrupted(),
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
    for sentence in filter(None, (journal.running(), journal.interrupted())):
        print(sentence)
    for source, own in sorted(sources.items()):
        newest = date.fromisoformat(max(period for entry in own for period in entry.periods))
        words = {"source": source, "n": len(own), "newest": month(newest), "received": day(own[-1].received)}
        print(say("cli.status.loads", **words))
    print(say("cli.status.boundaries", attribution=attribution) if attribution else say("cli.status.no_boundaries"))
    if stale:
        print(say("cli.status.stale"))
    return 0


def check(options: argparse.Namespace) -> int:
    from timpora.store.snapshot import UNKNOWN, DamagedSnapshot, NoSnapshot, current

    try:
        snapshot = current(None)
        snapshot.verify()
    except DamagedSnapshot as problem:
        print(say("cli.check.damaged", problem=str(problem).splitlines()[0]), file=sys.stderr)
        return 1
    except NoSnapshot:
        print(say("cli.status.none"), file=sys.stderr)
        return 1
    except UNKNOWN:
        print(say("snapshot.other_form", id=snapshot.id), file=sys.stderr)
        return 1
    print(say("cli.check.ok", id=snapshot.id))
    return 0


def sample(options: argparse.Namespace) -> int:
    from timpora.sample import apart, loading

    if options.apart and options.remove:
        return apart.remove()
    if options.apart:
        return apart.make(options.months, lambda: publish(argparse.Namespace(agree=None)))
    return loading.run(options.scope, options.months, options.remove)


def setup(options: argparse.Namespace) -> int:
    """What `make run` needs, once; each step only if it is not there yet."""
    tried = paths.boundaries() / "tried"
    if not (paths.boundaries() / "kecamatan.parquet").exists():
        # Without them the product goes on with the tile map; a closed network is not asked again at every start.
        if tried.exists():
            print(say("cli.status.no_boundaries"))
        elif boundaries.fetch(argparse.Namespace(packages=None, out=sys.stdout)):
            tried.parent.mkdir(parents=True, exist_ok=True)
            tried.touch()
    if not ledger.entries() and office_files.is_set():
        # An office's own folder begins empty, and the pages say with what: sample data has a folder apart.
        print(say("cli.setup.empty", name=settings.office().name))
        return 0
    if not ledger.entries() and (code := sample(_WHOLE_SAMPLE)):
        return code
    from timpora.store import journal
    from timpora.store.publish import is_current, is_sound

    # What became of a publication that died is said by the next one, which is this.
    if is_current() and is_sound() and not journal.interrupted():
        return 0
    print(say("cli.setup.publish"), flush=True)
    code = publish(argparse.Namespace(agree=say("agreed.setup")))
    # What is there to be served is served, though it is not the newest; why was said.
    return 0 if code and is_sound() else code


def _progress(line: str) -> None:
    print(line, flush=True)
