"""One line of the log: what it holds, and how it is tied to the line before it.

Whoever may write the folder can also make a new chain, whole: the hash of the last line, kept elsewhere (an e-mail
to another office, a printed report), is what shows that too.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

BEGINNING = "0" * 64  # the hash before the first line
_KEYS = {"seq", "at", "who", "action", "details", "prev", "hash"}


@dataclass(frozen=True)
class Record:
    seq: int  # from 1, without a gap
    at: datetime  # on the office's clock, with its offset
    who: str  # e-mail, "lokal", a user of the system; "" for somebody unknown
    action: str
    details: dict[str, str]
    prev: str  # hash of the line before
    hash: str


def seal(seq: int, at: datetime, who: str, action: str, details: dict[str, str], prev: str) -> Record:
    """The record of something that happened, with its hash."""
    draft = Record(seq, at, who, action, details, prev, hash="")
    return replace(draft, hash=_hash(draft))


def line(record: Record) -> bytes:
    """The line of a record, with its end."""
    return _canonical(_body(record) | {"hash": record.hash}) + b"\n"


def record(written: bytes) -> Record | None:
    """The record of a line without its end, just as it stands there; None when it is no line of a log."""
    try:
        found = json.loads(written)
        if not isinstance(found, dict) or found.keys() != _KEYS:
            return None
        texts = [found[name] for name in ("at", "who", "action", "prev", "hash")]
        details = found["details"]
        if type(found["seq"]) is not int or not isinstance(details, dict):
            return None
        if not all(isinstance(text, str) for text in (*texts, *details.values())):
            return None
        at = datetime.fromisoformat(found["at"])
        return Record(**found | {"at": at}) if at.tzinfo else None
    except (ValueError, RecursionError):
        return None


def is_untouched(written: bytes, found: Record) -> bool:
    """Whether a line without its end is, byte for byte, what was written once."""
    whole = line(found)[:-1]
    body = whole.replace(f'"hash":"{found.hash}",'.encode(), b"", 1)
    return whole == written and found.hash == hashlib.sha256(body).hexdigest()


def _body(record: Record) -> dict:
    at = record.at.isoformat(timespec="seconds")
    return {
        "seq": record.seq, "at": at, "who": record.who, "action": record.action, "details": record.details,
        "prev": record.prev,
    }  # fmt: skip


def _hash(record: Record) -> str:
    return hashlib.sha256(_canonical(_body(record))).hexdigest()


def _canonical(body: dict) -> bytes:
    # ASCII: control characters, line ends of other scripts and half letters are all escaped, and stay one line.
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")
