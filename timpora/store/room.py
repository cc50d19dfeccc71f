"""What lies in published/: which snapshots stay, what is swept away, and whether there is room for one more.

A snapshot is a pair of files of one name: the exact one in published/exact/, and the protected one beside that folder.
"""

import shutil
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from timpora import paths, settings
from timpora.store import meeting_book
from timpora.store.meeting_book import MeetingRefused

# A team meets about once a month, and publishes again whenever an agency corrects: the newest snapshots cover the
# corrections between two meetings, and the last one of a month what a meeting after it was shown.
KEPT = 24  # the newest snapshots, and of older ones the last of each of the newest 24 months: two years of meetings
KEPT_WHEN_SHORT = 3  # on a disk without room: what is served, and two before it
MEETINGS_WHEN_SHORT = 2  # and what the last meetings were shown
# One for the files themselves, one for what the database writes aside, one so that the next load has room.
TIMES = 3
FREE_AT_LEAST = 32_000_000  # bytes


def pair(snapshot_id: str) -> tuple[Path, Path]:
    """The exact and the protected file of a snapshot."""
    return paths.exact() / f"{snapshot_id}.duckdb", paths.published() / f"{snapshot_id}.duckdb"


def snapshots() -> list[str]:
    """The id of every whole snapshot, the one last put in service first."""
    whole = [file for file in paths.published().glob("[0-9]*.duckdb") if pair(file.stem)[0].exists()]
    return [file.stem for file in sorted(whole, key=_put_in_service, reverse=True)]


def protected() -> list[Path]:
    """Every file that lies where protected ones do; without the exact folder they may be older than the rounding."""
    return list(paths.published().glob("[0-9]*.duckdb"))


def served() -> Path | None:
    """The file that this process's view serves; None before the first one, or when its file is gone."""
    return served_in(folder())


def folder() -> Path:
    """Where the snapshots of this process's view lie. Of the other folder it may not have the right to read."""
    return paths.exact() if settings.view() == "exact" else paths.published()


def served_in(place: Path) -> Path | None:
    link = place / "current"
    return place / link.resolve().name if link.exists() else None


def prune() -> None:
    """Let go of snapshots that no meeting will ask for any more."""
    newest_first = snapshots()
    months = [next(same) for _, same in groupby(newest_first, key=_month)]
    if (pinned := _pinned()) is None:
        return  # which ones meetings ask for cannot be read: none is let go of
    # Half a pair is what a killed publication left, or what was published when there was no other half.
    every = {file.stem for place in (paths.exact(), paths.published()) for file in place.glob("[0-9]*.duckdb")}
    _remove(every - {*newest_first[:KEPT], *months[:KEPT], *pinned})


def make() -> int:
    """On a disk that is short of room, let go of the oldest snapshots but a few; returns how many went."""
    gone = 0
    pinned = _pinned()
    if pinned is None:
        return gone
    # What a meeting was shown goes last, and never what the last ones were.
    older = [one for one in reversed(snapshots()[KEPT_WHEN_SHORT:]) if one not in pinned[:MEETINGS_WHEN_SHORT]]
    for snapshot_id in sorted(older, key=lambda one: one in pinned):
        if not lacking():
            break
        gone += _remove({snapshot_id})
    return gone


def shown_on(day: date) -> str | None:
    """The id of the snapshot that was in service on a day, on the office's clock, or else is now; None without any.

    A snapshot that is put in service once more, as when a newer one is damaged, counts from then on.
    """
    by_then = (one for one in snapshots() if _moment(one).date() <= day)
    return next(by_then, None) or next(iter(snapshots()), None)


def lacking() -> int:
    """Bytes that the disk lacks for building one more snapshot; 0 when there is room."""
    return max(0, needed() - free())


def needed() -> int:
    """Bytes that have to be free before building begins."""
    sizes = [sum(file.stat().st_size for file in pair(newest)) for newest in snapshots()[:1]]
    return max(FREE_AT_LEAST, *(TIMES * size for size in sizes), 0)


def free() -> int:
    return shutil.disk_usage(paths.published()).free


def sweep() -> list[Path]:
    """What a killed publication left behind goes; returns it. Only for the one who holds the lock: all else is dead."""
    names = ("stage-*", "current.part", "tmp")
    left = [file for place in (paths.exact(), paths.published()) for name in names for file in place.glob(name)]
    for each in left:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    return left


def _remove(ids: set[str]) -> int:
    gone = 0
    kept = {file.stem for place in (paths.exact(), paths.published()) if (file := served_in(place))}
    for snapshot_id in ids - kept:
        # One more old snapshot on the disk is no reason to call a publication failed.
        with suppress(OSError):
            for file in pair(snapshot_id):
                file.unlink(missing_ok=True)
            gone += 1
    return gone


def _pinned() -> list[str] | None:
    """What meetings were shown, newest first; None where their book cannot be read."""
    try:
        return meeting_book.pinned()
    except (MeetingRefused, OSError):
        return None


def _month(snapshot_id: str) -> tuple[int, int]:
    """Year and month in which it was put in service."""
    moment = _moment(snapshot_id)
    return moment.year, moment.month


def _moment(snapshot_id: str) -> datetime:
    """When it was put in service, on the office's clock."""
    return datetime.fromtimestamp(_put_in_service(pair(snapshot_id)[1]) / 1e9, ZoneInfo(settings.office().timezone))


def _put_in_service(file: Path) -> int:
    return file.stat().st_mtime_ns
