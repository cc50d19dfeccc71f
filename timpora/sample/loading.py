"""`python -m timpora sample`: the sample files are written, and walk in through the same door as real ones."""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from timpora import paths, settings
from timpora.intake import door, ledger
from timpora.sample import LAST, areas_of, followups, write
from timpora.store import meeting_book
from timpora.text import day, say

PLACE = "Parepare"  # where the team of the sample meets
SMALL = 12  # months: a smaller sample has no meeting, and is not published half way


def run(scope: str, months: int, is_removal: bool) -> int:
    """Write and load the sample, or remove it; returns the exit code."""
    entries = ledger.entries()
    if any(not entry.is_sample for entry in entries):
        return _refuse("cli.sample.real_present")
    if is_removal:
        return _remove(bool(entries))
    if entries:
        return _refuse("cli.sample.present")
    if scope == "national":
        if paths.data() == paths.ROOT / "data":
            return _refuse("cli.sample.needs_own_folder")
        if not (paths.boundaries() / "kecamatan.parquet").exists():
            return _refuse("cli.sample.needs_boundaries")
        from timpora.sample.national import write_reference

        write_reference(paths.boundaries(), paths.own_reference())
    return _load(months, followups.met_before(LAST) if scope == "office" and months > SMALL else None)


def _load(months: int, meeting: date | None) -> int:
    """meeting: the day of the last one; what had been received by then is published for it, before the rest comes."""
    count, shown = 0, None
    with tempfile.TemporaryDirectory() as folder:
        areas = areas_of(paths.reference("kabupaten.csv"), paths.reference("kecamatan.csv"))
        for file in write(Path(folder), areas, months=months, last=LAST):
            if meeting and file.received_at.date() > meeting:
                _meet(meeting)
                meeting = None
            outcome = door.examine(
                file.path, source=file.source, period=file.period, received_at=file.received_at, is_sample=True
            )
            # A few are made to raise doubts; the others are kept without a word, as real ones are.
            door.keep(outcome, reason=say("sample.reason") if outcome.doubts else None, by=ledger.person())
            if outcome.entry is None:
                for found in outcome.findings:
                    print(f"  {found.message}", file=sys.stderr)
                return _refuse("cli.sample.refused", file=file.path.name)
            count += 1
            if (year := file.received_at.year) != shown:
                shown = year
                print(say("cli.sample.writing", n=count, source=file.source, period=year), flush=True)
            file.path.unlink()
    print(say("cli.sample.done", n=count), flush=True)
    return 0


def _meet(on: date) -> None:
    from timpora.store import publish

    print(say("cli.sample.meeting", day=day(on)), flush=True)
    try:
        shown = publish.publish()
    except publish.PublicationError as problem:  # the sample is whole without it
        print(problem, file=sys.stderr)
        return
    meeting_book.record(on, PLACE, shown.stem, ledger.person(), settings.now())


def _remove(is_there: bool) -> int:
    if not is_there:
        return _refuse("cli.sample.no_sample")
    # What was agreed to hide of the sample would hide real numbers too; its alarms and meetings were not theirs.
    made = (paths.extracts(), paths.published(), paths.disclosure(), paths.methods(), paths.alarms(), paths.meetings())
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    print(say("cli.sample.removed"))
    return 0


def _refuse(sentence: str, **words: object) -> int:
    print(say(sentence, **words), file=sys.stderr)
    return 1
