"""The ledger: one line for every extract that was accepted or taken back, append-only, and the files it speaks of.

extracts/ledger.jsonl
extracts/<source>/<id>-received.xlsx      as received, never edited
extracts/<source>/<id>-understood.csv     as understood: one row per area, month and key, numbers as numbers
"""

import fcntl
import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from timpora import paths
from timpora.intake.disk import digest, sync, write

PROVENANCE = ("period", "area_code", "sheet", "source_row")


@dataclass(frozen=True)
class Entry:
    id: str
    source: str
    original_name: str
    sha256: str
    understood_sha256: str
    received_at: str  # ISO 8601 with offset
    by: str
    rows: int
    covers: tuple[tuple[str, str, str], ...]  # (period, kabupaten code, part): what this extract speaks for
    is_sample: bool
    suffix: str = ".csv"  # of the received file, as its content says
    replaces: tuple[str, ...] = ()  # extracts that spoke for some of it before
    warnings: tuple[dict, ...] = ()  # findings that were accepted with it
    reason: str | None = None  # why, in the words of whoever accepted them

    @property
    def periods(self) -> list[str]:
        return sorted({period for period, _, _ in self.covers})

    @property
    def received(self) -> datetime:
        return datetime.fromisoformat(self.received_at)

    def received_file(self) -> Path:
        return _folder(self.source) / f"{self.id}-received{self.suffix}"

    def understood_file(self) -> Path:
        return _folder(self.source) / f"{self.id}-understood.csv"


class UnknownLoad(LookupError):
    """No extract by that id that could be taken back."""


class ChangedFile(ValueError):
    """The file is not the one that was checked any more."""


def entries() -> list[Entry]:
    """Every accepted extract that was not taken back, oldest first."""
    return list(_entries(*_stamp()))


def history() -> list[dict]:
    """Every line of the ledger, oldest first: extracts, and extracts taken back."""
    return list(_lines(*_stamp()))


def _stamp() -> tuple[Path, int, int]:
    """The ledger as it is on disk now: what was read of it once is read again only when it has changed."""
    path = paths.extracts() / "ledger.jsonl"
    try:
        status = path.stat()
    except FileNotFoundError:
        return path, 0, 0
    return path, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _lines(path: Path, size: int, changed: int) -> tuple[dict, ...]:
    # A line that was being written when the power went has no end, and does not count.
    # Cut into lines as bytes: names may hold characters that text counts as line ends, and a cut may split a letter.
    whole = path.read_bytes().split(b"\n")[:-1] if size else []
    return tuple(json.loads(line) for line in whole)


@lru_cache(maxsize=4)
def _entries(path: Path, size: int, changed: int) -> tuple["Entry", ...]:
    lines = _lines(path, size, changed)
    undone = {line["undoes"] for line in lines if "undoes" in line}
    return tuple(_entry(line) for line in lines if "undoes" not in line and line["id"] not in undone)


def _entry(line: dict) -> Entry:
    lists = {name: tuple(line[name]) for name in ("replaces", "warnings") if name in line}
    return Entry(**line | lists | {"covers": tuple(map(tuple, line["covers"]))})


def in_force(entries: list[Entry]) -> dict[tuple[str, str, str, str], str]:
    """(source, period, kabupaten, part) → id of the extract that speaks for it: the last one received.

    A corrected file replaces what was known of the kabupaten and months it covers, whole, and nothing else: a row
    that the correction leaves out is no longer reported, and no number is ever counted twice.
    """
    return {(entry.source, *covered): entry.id for entry in entries for covered in entry.covers}


def keep(
    received: Path,
    source: str,
    columns: list[str],
    rows: list[dict],
    *,
    sha256: str,
    suffix: str,
    covers: set[tuple[date, str, str]],
    received_at: datetime,
    by: str,
    is_sample: bool,
    original_name: str | None = None,
    warnings: list[dict] = (),
    reason: str | None = None,
) -> Entry:
    """Store an accepted extract: both files first, on disk for certain, then its line in the ledger.

    sha256: of the file as it was checked. Raises ChangedFile when it is another one by now.
    """
    with locked():
        content = received.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ChangedFile(received.name)
        covered = tuple(sorted((period.isoformat(), kab, part) for period, kab, part in covers))
        force = in_force(entries())
        entry = Entry(
            id=_next_id(),
            source=source,
            # A name from another system may hold bytes that are no text here.
            original_name=os.fsencode(original_name or received.name).decode("utf-8", "replace"),
            sha256=sha256,
            understood_sha256="",
            received_at=received_at.isoformat(timespec="seconds"),
            by=by,
            rows=len(rows),
            covers=covered,
            is_sample=is_sample,
            suffix=suffix,
            replaces=tuple(sorted({force[source, *key] for key in covered if (source, *key) in force})),
            warnings=tuple(warnings),
            reason=reason,
        )
        _folder(source).mkdir(parents=True, exist_ok=True)
        write(entry.received_file(), content)
        write(entry.understood_file(), _understood(columns, rows))
        entry = Entry(**asdict(entry) | {"understood_sha256": digest(entry.understood_file())})
        _append(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    return entry


def undo(load_id: str, *, by: str, at: datetime) -> Entry:
    """Take an extract back, by a line of its own: what spoke for its kabupaten and months before does so again.

    Its files and its line stay. Raises UnknownLoad for an id that is not there or was taken back already.
    """
    with locked():
        found = [entry for entry in entries() if entry.id == load_id]
        if not found:
            raise UnknownLoad(load_id)
        line = {"id": _next_id(), "undoes": load_id, "by": by, "at": at.isoformat(timespec="seconds")}
        _append(json.dumps(line, ensure_ascii=False) + "\n")
    return found[0]


def _next_id() -> str:
    return f"{len(history()) + 1:06d}"


def person() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return f"uid {os.getuid()}"


def _understood(columns: list[str], rows: list[dict]) -> bytes:
    lines = [",".join([*PROVENANCE, *columns])]
    lines += [",".join(_plain(row[name]) for name in (*PROVENANCE, *columns)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _plain(value: object) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text


def _append(line: str) -> None:
    path = paths.extracts() / "ledger.jsonl"
    is_new = not path.exists()
    with path.open("ab+") as file:
        # A torn last line is of an extract that was never accepted: it goes before the next one is written.
        file.seek(0)
        whole = file.read().rpartition(b"\n")
        file.truncate(len(whole[0]) + len(whole[1]))
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync(path.parent)


@contextmanager
def locked() -> Iterator[None]:
    """One writer at a time; the kernel lets go of the lock when a writer is killed."""
    paths.extracts().mkdir(parents=True, exist_ok=True)
    with (paths.extracts() / "ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(source: str) -> Path:
    return paths.extracts() / source
