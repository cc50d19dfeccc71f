"""The log on disk: append-only files that continue one another, and beside them the head that says where they end.

access/log/2026-11-001.jsonl    a new one every month, and when one is full; its first line carries on the chain
access/log/head.json            number and hash of the last line: without it nobody would miss lines cut off the end
access/log/lock                 held by whoever writes
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.access import chain, files
from timpora.access.chain import BEGINNING, Record

HEAD = "head.json"
FULL = 10_000_000  # bytes, after which a new file begins
TORN, NO_HEAD = "torn", "no-head"  # lines the log writes about itself
_LONGEST_LINE = 65_536  # bytes; the details of no action can fill as many
_KEPT_OF_TORN = 300  # characters


def folder() -> Path:
    return paths.access() / "log"


def written() -> list[Path]:
    """The files of the log, oldest first."""
    return sorted(folder().glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9].jsonl"))


def head() -> tuple[int, str] | None:
    """Number and hash of the last line as the head has them; None without a readable one."""
    try:
        found = json.loads((folder() / HEAD).read_bytes())
        return (found["seq"], found["hash"]) if type(found["seq"]) is int and isinstance(found["hash"], str) else None
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        return None


def as_it_stands() -> tuple[tuple[int, str] | None, list[tuple[Path, int]]]:
    """Head, and files with their sizes in bytes, at one moment: what is appended later lies beyond them."""
    if not folder().is_dir():
        return None, []
    with files.locked(folder() / "lock"):
        return head(), [(file, file.stat().st_size) for file in written()]


def lines(file: Path, size: int) -> Iterator[bytes]:
    """The lines in the first `size` bytes of a file, the last one perhaps without its end; none when it is gone."""
    try:
        with file.open("rb") as content:
            while size > 0 and (line := content.readline(size)):
                size -= len(line)
                yield line
    except FileNotFoundError:
        return


def append(at: datetime, who: str, action: str, details: dict[str, str]) -> None:
    """Add one line, on disk for certain. Raises OSError, and then the line is not there."""
    files.folder("log")
    with files.locked(folder() / "lock"):
        about_itself = []
        if torn := _cut_torn():
            about_itself.append((TORN, {"piece": torn}))
        if _is_headless():
            about_itself.append((NO_HEAD, {}))
        for name, words in about_itself:
            _add(at, "", name, words)
        _add(at, who, action, details)


def _add(at: datetime, who: str, action: str, details: dict[str, str]) -> None:
    seq, last = _end()
    record = chain.seal(seq + 1, at, who, action, details, prev=last)
    file = _file_for(at)
    is_new = not file.exists()
    with files.open_private(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT) as handle:
        before = os.fstat(handle).st_size
        try:
            files.write_all(handle, chain.line(record))
            os.fsync(handle)
            if is_new:
                files.sync(folder())
            files.replace(folder() / HEAD, json.dumps({"seq": record.seq, "hash": record.hash}).encode())
        except OSError:
            os.ftruncate(handle, before)
            raise


def _file_for(at: datetime) -> Path:
    """Where a line of this moment goes. Never before the newest file, even if the clock was set back."""
    month, files_there = f"{at:%Y-%m}", written()
    if not files_there or files_there[-1].name[:7] < month:
        return folder() / f"{month}-001.jsonl"
    newest = files_there[-1]
    number = int(newest.stem[8:])
    is_full = newest.stat().st_size >= FULL and number < 999
    return folder() / f"{newest.name[:7]}-{number + 1:03d}.jsonl" if is_full else newest


def _end() -> tuple[int, str]:
    """Number and hash that the next line follows. Where lines were cut off it follows the head, and the gap shows."""
    of_head, last = head() or (0, BEGINNING), _last()
    return (last.seq, last.hash) if last and last.seq > of_head[0] else of_head


def _is_headless() -> bool:
    """Whether lines are there that no head knows of. A crash may leave one: the head is written after its line."""
    of_head = head()
    if of_head is None:
        return bool(written())
    last = _last()
    return last is not None and last.seq > of_head[0] + 1


def _last() -> Record | None:
    """The last whole line; None without any, or when it cannot be read."""
    for file in reversed(written()):
        whole, _ = _tail(file)
        if whole:
            return chain.record(whole)
    return None


def _cut_torn() -> str:
    """Take away what a power failure left of a line, and return it as text; empty when there is none."""
    newest = written()[-1:]
    piece = _tail(newest[0])[1] if newest else b""
    if piece:
        os.truncate(newest[0], newest[0].stat().st_size - len(piece))
    return piece.decode("latin-1")[:_KEPT_OF_TORN]


def _tail(file: Path) -> tuple[bytes, bytes]:
    """The last whole line of a file without its end, and what stands after it."""
    with file.open("rb") as content:
        size = content.seek(0, os.SEEK_END)
        content.seek(max(0, size - _LONGEST_LINE))
        tail = content.read()
        if b"\n" not in tail and len(tail) < size:
            content.seek(0)
            tail = content.read()
    whole, _, piece = tail.rpartition(b"\n")
    return whole.rpartition(b"\n")[2], piece
