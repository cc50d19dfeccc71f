"""`python -m timpora sample`: the sample files are written, and walk in through the same door as real ones."""

import shutil
import sys
import tempfile
from pathlib import Path

from timpora import paths
from timpora.intake import door, ledger
from timpora.sample import areas_of, write
from timpora.text import say


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

        write_reference(paths.boundaries(), paths.data() / "reference")
    return _load(months)


def _load(months: int) -> int:
    count, shown = 0, None
    with tempfile.TemporaryDirectory() as folder:
        for file in write(Path(folder), areas_of(paths.reference()), months=months):
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


def _remove(is_there: bool) -> int:
    if not is_there:
        return _refuse("cli.sample.no_sample")
    # What was agreed to hide of the sample would hide real numbers too.
    for folder in (paths.extracts(), paths.published(), paths.disclosure(), paths.methods()):
        shutil.rmtree(folder, ignore_errors=True)
    print(say("cli.sample.removed"))
    return 0


def _refuse(sentence: str, **words: object) -> int:
    print(say(sentence, **words), file=sys.stderr)
    return 1
