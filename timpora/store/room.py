"""What lies in published/: which snapshots stay, what is swept away, and whether there is room for one more."""

import shutil
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from timpora import paths, settings

# A team meets about once a month, and publishes again whenever an agency corrects: the newest snapshots cover the
# corrections between two meetings, and the last one of a month what a meeting after it was shown.
KEPT = 24  # the newest snapshots, and of older ones the last of each of the newest 24 months: two years of meetings
KEPT_WHEN_SHORT = 3  # on a disk without room: what is served, the meeting before, and the one before that
# One for the file itself, one for what the database writes aside while it counts, one so that the next load has room.
TIMES = 3
FREE_AT_LEAST = 32_000_000  # bytes


def snapshots() -> list[Path]:
    """Every published snapshot, the one last put in service first."""
    files = paths.published().glob("[0-9]*.duckdb")
    return sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)


def served() -> Path | None:
    """The snapshot that is served; None before the first one, or when its file is gone."""
    link = paths.published() / "current"
    return paths.published() / link.resolve().name if link.exists() else None


def prune() -> None:
    """Let go of snapshots that no meeting will ask for any more."""
    newest_first = snapshots()
    months = [next(same) for _, same in groupby(newest_first, key=_month)]
    _remove(set(newest_first) - {*newest_first[:KEPT], *months[:KEPT]})


def make() -> int:
    """On a disk that is short of room, let go of the oldest snapshots but a few; returns how many went."""
    gone = 0
    for file in reversed(snapshots()[KEPT_WHEN_SHORT:]):
        if not lacking():
            break
        gone += _remove({file})
    return gone


def lacking() -> int:
    """Bytes that the disk lacks for building one more snapshot; 0 when there is room."""
    return max(0, needed() - free())


def needed() -> int:
    """Bytes that have to be free before building begins."""
    newest = snapshots()[:1]
    return max(FREE_AT_LEAST, *(TIMES * file.stat().st_size for file in newest), 0)


def free() -> int:
    return shutil.disk_usage(paths.published()).free


def sweep() -> list[Path]:
    """What a killed publication left behind goes; returns it. Only for the one who holds the lock: all else is dead."""
    folder = paths.published()
    left = [*folder.glob("stage-*"), *folder.glob("current.part"), *folder.glob("tmp")]
    for each in left:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    return left


def _remove(files: set[Path]) -> int:
    gone = 0
    for file in files - {served()}:
        # One more old snapshot on the disk is no reason to call a publication failed.
        with suppress(OSError):
            file.unlink()
            gone += 1
    return gone


def _month(file: Path) -> tuple[int, int]:
    """Year and month in which it was put in service, on the office's clock."""
    moment = datetime.fromtimestamp(file.stat().st_mtime, ZoneInfo(settings.office().timezone))
    return moment.year, moment.month
