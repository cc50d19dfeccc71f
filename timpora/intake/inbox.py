"""A folder that agencies' files are dropped into: each is loaded and put away, with its report beside it.

inbox/accepted/Izin Tinggal Oktober 2024.xlsx           kept, with …laporan.txt
inbox/refused/Rekap APOA.xlsx                           nothing of it was kept; …laporan.txt says what to mend

Safe to run twice at once, and to be killed: a file leaves the inbox only after the ledger knows what became of it.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from timpora.intake import door
from timpora.intake.door import Outcome
from timpora.text import say

_QUIET = 2.0  # seconds without a change, after which a file is taken for complete
_NOT_YET = (".part", ".tmp", ".crdownload", ".filepart", ".swp")
_NOT_ITS_FAULT = {"not_kept", "file_changed", "no_file", "no_permission"}
_OURS = ".laporan.txt"


def take(inbox: Path, *, by: str, told: Callable[[Path, Outcome], None] = lambda file, outcome: None) -> list[Outcome]:
    """Load every complete file of a folder, in the order of their names.

    told: called with each file's new place and what happened to it. Raises NotADirectoryError.
    """
    if not inbox.is_dir():
        raise NotADirectoryError(str(inbox))
    outcomes = []
    with _alone(inbox):
        for file in sorted(inbox.iterdir()):
            if not _is_complete(file):
                continue
            outcome = door.keep(door.examine(file), by=by)
            if any(found.rule in _NOT_ITS_FAULT for found in outcome.findings):
                outcomes.append(outcome)
                told(file, outcome)
                continue  # a full disk says nothing of the file: it waits for the next run
            is_kept = outcome.entry is not None or (outcome.is_accepted and outcome.is_known)
            place = _put_away(file, inbox / ("accepted" if is_kept else "refused"), report(outcome))
            told(place, outcome)
            outcomes.append(outcome)
    return outcomes


def report(outcome: Outcome) -> str:
    """What happened to a file, in lines a person reads."""
    lines = [verdict(outcome)]
    lines += [f"  {say(f'cli.severity.{found.severity}')}  {found.message}" for found in outcome.findings]
    return "\n".join(lines) + "\n"


def verdict(outcome: Outcome, *, is_dry_run: bool = False) -> str:
    """One line: accepted, refused, in doubt, or known already."""
    words = {
        "file": outcome.file,
        "source": outcome.source,
        "periods": span(outcome.periods),
        "id": outcome.entry.id if outcome.entry else "",
        "n": outcome.rows,
    }
    if not outcome.is_accepted:
        return say("cli.refused", **words)
    if outcome.entry:
        return say("cli.accepted", **words)
    if outcome.is_known:
        return say("cli.unchanged", **words)
    if is_dry_run:
        return say("cli.dry_run", **words)
    return say("cli.needs_reason", **words | {"n": len(outcome.doubts)})


def span(periods: list[str]) -> str:
    """2024-10, or 2024-01..2024-10."""
    return periods[0] if len(periods) == 1 else f"{periods[0]}..{periods[-1]}" if periods else ""


def _is_complete(file: Path) -> bool:
    """A file of the inbox itself that nobody is writing; never a link that leads out of it."""
    if (
        file.name.startswith((".", "~$"))
        or file.name.endswith(_OURS)
        or file.suffix.lower() in _NOT_YET
        or file.is_symlink()
        or not file.is_file()
    ):
        return False
    return time.time() - file.stat().st_mtime >= _QUIET


def _put_away(file: Path, folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    place = _free(folder, file)
    # The report first: a file without one would be a riddle.
    (folder / (place.name + _OURS)).write_text(text, "utf-8", errors="replace")
    return file.rename(place)


def _free(folder: Path, file: Path) -> Path:
    """A name nobody has there yet: last month's file of the same name is not overwritten."""
    # The report's name is longer, and a file system takes 255 bytes.
    stem = os.fsdecode(os.fsencode(file.stem)[: 255 - len(os.fsencode(file.suffix + _OURS)) - 10])
    place, number = folder / (stem + file.suffix), 2
    while place.exists():
        place, number = folder / f"{stem} ({number}){file.suffix}", number + 1
    return place


@contextmanager
def _alone(inbox: Path) -> Iterator[None]:
    with (inbox / ".timpora.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
