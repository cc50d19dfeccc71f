"""Who is publishing, and what became of a publication that died: so that the next start can say what happened.

published/publish.lock       held by the publisher at work; the kernel lets go of it when that one is killed
published/publishing.json    what it is building and how far it got; there from before the first step to after the swap
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from timpora import paths, settings
from timpora.intake import ledger
from timpora.text import moment, say


@dataclass(frozen=True)
class Attempt:
    id: str  # of the snapshot that was to be served
    step: str  # one of publish.step.* in the catalogue
    started_at: str  # ISO 8601 with offset
    pid: int

    @property
    def words(self) -> dict[str, str]:
        """For sentences: the snapshot, the step and the moment, as people write them."""
        started = moment(datetime.fromisoformat(self.started_at))
        return {"id": self.id, "step": say(f"publish.step.{self.step}"), "moment": started}


@contextmanager
def locked(waiting: Callable[[], None]) -> Iterator[None]:
    """One publisher at a time. `waiting` is called once if another one is at work and has to finish first."""
    paths.published().mkdir(parents=True, exist_ok=True)
    with _lock_file().open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def attempt(snapshot_id: str) -> Iterator[Callable[..., None]]:
    """Keep the journal of one publication; gives the function that notes its next step, and the id, where it changed.

    However the publication ends, the journal is gone: only a kill leaves it behind. Raises OSError (a full disk).
    """
    started = settings.now().isoformat(timespec="seconds")

    def note(step: str, now: str = "") -> None:
        nonlocal snapshot_id
        snapshot_id = now or snapshot_id
        _write(Attempt(snapshot_id, step, started, os.getpid()))

    try:
        yield note
    finally:
        clear()


def interrupted() -> str | None:
    """What became of a publication that died, as a sentence; None when none did. The next publication clears it."""
    with _looking() as is_at_work:
        return None if is_at_work else died()


def running() -> str | None:
    """What a publisher is doing at this moment, as a sentence; None when none is at work."""
    with _looking() as is_at_work:
        # One that has the lock may not have come to its first step yet, or be past its last.
        now = _read() if is_at_work else None
        return say("publish.running", **now.words) if now else None


def clear() -> None:
    for file in (_journal(), _aside()):
        file.unlink(missing_ok=True)


def died() -> str | None:
    """The same for the one who holds the lock."""
    if not _journal().exists():
        return None
    link, last = paths.published() / "current", _read()
    served = link.resolve().stem if link.exists() else None
    if last and last.step == "swapping" and last.id == served:
        return say("publish.interrupted_after", **last.words)
    still = say("publish.still_served", id=served) if served else say("publish.none_served")
    if not last:
        return say("publish.interrupted_unreadable", served=still)
    return say("publish.interrupted", **last.words, served=still)


@contextmanager
def _looking() -> Iterator[bool]:
    """Whether a publisher is at work. None can begin while we look, or its journal would be taken for a dead one's."""
    try:
        lock = _lock_file().open()
    except FileNotFoundError:
        yield False
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield True
        else:
            yield False


def _read() -> Attempt | None:
    """None when there is none, or what is there is no journal (a disk that lost bytes)."""
    try:
        found = Attempt(**json.loads(_journal().read_bytes()))
        return found if found.words else None
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _write(attempt: Attempt) -> None:
    with _aside().open("w", encoding="utf-8") as file:
        json.dump(asdict(attempt), file)
        file.flush()
        os.fsync(file.fileno())
    _aside().replace(_journal())
    ledger.sync(paths.published())


def _lock_file() -> Path:
    return paths.published() / "publish.lock"


def _journal() -> Path:
    return paths.published() / "publishing.json"


def _aside() -> Path:
    return paths.published() / "publishing.json.part"
