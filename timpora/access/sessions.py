"""Logins: which are known, when each was last used, which have ended. One small file that all servers share.

A login is a signed cookie, and a cookie cannot be taken back: whoever kept a copy could come again after logout. So
each is written down when it is first seen, and what is not written down, or is written down as ended, is refused.
Moments are seconds since 1970. Every function raises sqlite3.Error or OSError when the file cannot be used.
"""

import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from timpora import paths

LIFE = 8 * 3600  # seconds that a login lasts
IDLE = 30 * 60  # seconds without a person's doing after which it has ended
FRESH = 120  # seconds within which a login must be seen first: if this file is lost, no older one comes back
_TOUCHED = 60  # seconds within which another sign of life is not worth a write
_PATIENCE = 5  # seconds to wait for another server that writes
_TABLES = """
create table if not exists logins (id text primary key, email text not null, issued real not null,
                                   seen real not null, ended real) without rowid;
create table if not exists endings (email text primary key, at real not null) without rowid;
"""
# One question, since it is asked at every frame of every websocket.
_STANDING = """
select seen, ended, coalesce((select at from endings where endings.email = ?), 0)
from (select 1) left join logins on id = ?
"""


@dataclass(frozen=True)
class Login:
    id: str  # a digest of what was signed, never the cookie itself
    email: str  # in lower case
    issued: float  # when the cookie was signed


def state(login: Login, at: float) -> str:
    """Where a login stands: "aktif" or "baru" are good; "lewat-masa", "diam", "keluar", "tidak-dikenal" are not."""
    if not -_PATIENCE <= at - login.issued <= LIFE:
        return "lewat-masa"
    seen, ended, all_ended = _ask(_STANDING, login.email, login.id)
    if ended is not None or all_ended >= login.issued:
        return "keluar"
    if seen is None:
        return "baru" if at - login.issued <= FRESH else "tidak-dikenal"
    return "diam" if at - seen > IDLE else "aktif"


def begin(login: Login, at: float) -> bool:
    """Write down a login seen for the first time; False where another request or server has done so."""
    _change("delete from logins where issued < ?", at - 2 * LIFE)
    _change("delete from endings where at < ?", at - 2 * LIFE)
    added = _change("insert or ignore into logins values (?, ?, ?, ?, null)", login.id, login.email, login.issued, at)
    return added == 1


def touch(login: Login, at: float) -> None:
    """A person has done something. What has gone idle or ended stays so."""
    if _ask("select 1 from logins where id = ? and seen < ?", login.id, at - _TOUCHED):
        _change("update logins set seen = ? where id = ? and seen >= ? and ended is null", at, login.id, at - IDLE)


def end(login: Login, at: float) -> bool:
    """Logout; False where it had ended before. A login that nobody has seen yet is ended all the same."""
    ended = _change(
        "insert into logins values (?, ?, ?, ?, ?)"
        " on conflict (id) do update set ended = excluded.ended where ended is null",
        *(login.id, login.email, login.issued, at, at),
    )
    return ended == 1


def end_all(email: str, at: float) -> int:
    """End every login of this person up to now; returns how many were in use."""
    email = email.casefold()
    _change("insert into endings values (?, ?) on conflict (email) do update set at = max(at, excluded.at)", email, at)
    return _change("update logins set ended = ? where email = ? and ended is null and seen >= ?", at, email, at - IDLE)


_own = threading.local()  # each thread has its own connection


def _ask(question: str, *values: object) -> tuple | None:
    return _connection().execute(question, values).fetchone()


def _change(change: str, *values: object) -> int:
    """How many rows it has changed. Each change is a transaction of its own, on disk when this returns."""
    return _connection().execute(change, values).rowcount


def _connection() -> sqlite3.Connection:
    path = paths.access() / "sessions.sqlite"
    file = _identity(path)
    if file is None or getattr(_own, "file", None) != file:
        # Also when it was deleted under us: what is then unknown must not be answered from a file without a name.
        _own.connection = _open(path)
        _own.file = _identity(path)
    return _own.connection


def _identity(path: Path) -> tuple | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return path, status.st_dev, status.st_ino


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    connection.executescript(_TABLES)
    return connection
