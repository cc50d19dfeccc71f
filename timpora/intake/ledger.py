"""The ledger: one line for every extract that was accepted or taken back, append-only, and the files it speaks of.

extracts/ledger.jsonl
extracts/<source>/<id>-received.xlsx      as received, never edited
extracts/<source>/<id>-understood.csv     as understood: one row per kecamatan and month, whole numbers
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
from pathlib import Path

from timpora import paths

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
    covers: tuple[tuple[str, str], ...]  # (period, kabupaten code): what this extract speaks for
    is_sample: bool

    @property
    def periods(self) -> list[str]:
        return sorted({period for period, _ in self.covers})

    @property
    def received(self) -> datetime:
        return datetime.fromisoformat(self.received_at)

    def received_file(self) -> Path:
        return _folder(self.source) / f"{self.id}-received{Path(self.original_name).suffix.lower()}"

    def understood_file(self) -> Path:
        return _folder(self.source) / f"{self.id}-understood.csv"


class UnknownLoad(LookupError):
    """No extract by that id that could be taken back."""


def entries() -> list[Entry]:
    """Every accepted extract that was not taken back, oldest first."""
    lines = _lines()
    undone = {line["undoes"] for line in lines if "undoes" in line}
    loads = [line for line in lines if "undoes" not in line and line["id"] not in undone]
    return [Entry(**line | {"covers": tuple(map(tuple, line["covers"]))}) for line in loads]


def _lines() -> list[dict]:
    # A line that was being written when the power went has no end, and does not count.
    # Cut into lines as bytes: names may hold characters that text counts as line ends, and a cut may split a letter.
    path = paths.extracts() / "ledger.jsonl"
    whole = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in whole]


def in_force(entries: list[Entry]) -> dict[tuple[str, str, str], str]:
    """(source, period, kabupaten) → id of the extract that speaks for it: the last one received.

    A corrected file replaces what was known of the kabupaten and months it covers, whole, and nothing else: a row
    that the correction leaves out is no longer reported, and no number is ever counted twice.
    """
    return {(entry.source, period, kab): entry.id for entry in entries for period, kab in entry.covers}


def keep(
    received: Path,
    source: str,
    columns: list[str],
    rows: list[dict],
    *,
    covers: set[tuple[date, str]],
    received_at: datetime,
    by: str,
    is_sample: bool,
) -> Entry:
    """Store an accepted extract: both files first, on disk for certain, then its line in the ledger."""
    with _locked():
        content = received.read_bytes()
        entry = Entry(
            id=_next_id(),
            source=source,
            # A name from another system may hold bytes that are no text here.
            original_name=os.fsencode(received.name).decode("utf-8", "replace"),
            sha256=hashlib.sha256(content).hexdigest(),
            understood_sha256="",
            received_at=received_at.isoformat(timespec="seconds"),
            by=by,
            rows=len(rows),
            covers=tuple(sorted((period.isoformat(), kab) for period, kab in covers)),
            is_sample=is_sample,
        )
        _folder(source).mkdir(parents=True, exist_ok=True)
        _write(entry.received_file(), content)
        _write(entry.understood_file(), _understood(columns, rows))
        entry = Entry(**asdict(entry) | {"understood_sha256": digest(entry.understood_file())})
        _append(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    return entry


def undo(load_id: str, *, by: str, at: datetime) -> Entry:
    """Take an extract back, by a line of its own: what spoke for its kabupaten and months before does so again.

    Its files and its line stay. Raises UnknownLoad for an id that is not there or was taken back already.
    """
    with _locked():
        found = [entry for entry in entries() if entry.id == load_id]
        if not found:
            raise UnknownLoad(load_id)
        line = {"id": _next_id(), "undoes": load_id, "by": by, "at": at.isoformat(timespec="seconds")}
        _append(json.dumps(line, ensure_ascii=False) + "\n")
    return found[0]


def _next_id() -> str:
    return f"{len(_lines()) + 1:06d}"


def person() -> str:
    """Who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return f"uid {os.getuid()}"


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _understood(columns: list[str], rows: list[dict]) -> bytes:
    lines = [",".join([*PROVENANCE, *columns])]
    lines += [",".join(_plain(row[name]) for name in (*PROVENANCE, *columns)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _plain(value: object) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.rename(path)


def _append(line: str) -> None:
    path = paths.extracts() / "ledger.jsonl"
    with path.open("ab+") as file:
        # A torn last line is of an extract that was never accepted: it goes before the next one is written.
        file.seek(0)
        whole = file.read().rpartition(b"\n")
        file.truncate(len(whole[0]) + len(whole[1]))
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _locked() -> Iterator[None]:
    paths.extracts().mkdir(parents=True, exist_ok=True)
    with (paths.extracts() / "ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(source: str) -> Path:
    return paths.extracts() / source
