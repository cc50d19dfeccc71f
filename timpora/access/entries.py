"""access.toml: who is let in, as what, to see where, until when. Read strictly: a doubt in it admits nobody.

[[people]]
email = "siti@kantor.go.id"     or  group = "nama grup di penyedia login"
role = "analis"                 pimpinan · analis · penyaji · petugas · admin
scope = ["73.72", "73.11.03"]   Kemendagri codes of kabupaten and kecamatan, or "kantor"
until = 2026-12-31              the last day, on the office's clock
note = "…"                      optional
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from timpora import paths
from timpora.access.areas import areas
from timpora.access.roles import OFFICE_ONLY, ROLES
from timpora.text import say

WHOLE_OFFICE = "kantor"
LONGEST = 200  # characters of a group's name or a note
_MAX_BYTES = 1_000_000
_KEYS = ("email", "group", "role", "scope", "until", "note")
# ASCII only: letters that look alike in other scripts are other people.
_EMAIL = re.compile(r"(?=.{3,254}$)[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.ASCII)


@dataclass(frozen=True)
class Entry:
    email: str  # in lower case; "" where the entry is for a group
    group: str
    role: str
    scope: tuple[str, ...] | None  # sorted codes; None is the whole office
    until: date
    note: str = ""

    @property
    def who(self) -> str:
        return self.email or say("access.group", group=self.group)

    def is_active(self, on: date) -> bool:
        return on <= self.until


@dataclass(frozen=True)
class Listing:
    """What the file says. With findings it admits nobody, whatever entries could be read."""

    entries: tuple[Entry, ...]
    findings: tuple[str, ...]  # sentences: which entry, what is wrong, what to do


def file() -> Path:
    return paths.access() / "access.toml"


def listing() -> Listing:
    """The file as it is on disk now; without a file an empty one. Never raises because of what is in it."""
    path = file()
    try:
        now = path.stat()
    except FileNotFoundError:
        return Listing((), ())
    except OSError as problem:
        return Listing((), (_unreadable(problem),))
    # Never by time: what an admin has just ended must not be let in a second later.
    return _listing(path, paths.own_reference(), now.st_mtime_ns, now.st_size, now.st_ino)


@lru_cache(maxsize=4)
def _listing(path: Path, own_reference: Path, changed: int, size: int, inode: int) -> Listing:
    try:
        return parse(path.read_bytes())
    except OSError as problem:
        return Listing((), (_unreadable(problem),))


def _unreadable(problem: OSError) -> str:
    return say("access.unreadable", file=file().name, problem=problem.strerror)


def parse(content: bytes) -> Listing:
    """Entries in the order of the file, and everything that is wrong with them."""
    try:
        if len(content) > _MAX_BYTES:
            raise ValueError
        whole = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        line = re.search(r"at line (\d+)", str(problem))
        return Listing((), (say("access.no_toml", line=line[1] if line else "?"),))
    people = whole.pop("people", [])
    findings = [say("access.unknown_table", name=_shown(name)) for name in whole]
    if not isinstance(people, list) or not all(isinstance(each, dict) for each in people):
        return Listing((), (*findings, say("access.no_list")))
    entries, known = [], set()
    for n, raw in enumerate(people, 1):
        who = raw.get("email") or raw.get("group")
        wrong = faults(raw)
        if not wrong:
            entries.append(entry := understood(raw))
            if entry.who in known:
                wrong = [say("access.twice")]
            known.add(entry.who)
        findings += [say("access.entry", n=n, who=_shown(who), what=what) for what in wrong]
    return Listing(tuple(entries), tuple(findings))


def faults(raw: dict) -> list[str]:
    """Everything that is wrong with one entry as it stands in the file, as the ends of sentences."""
    return [
        *(say("access.unknown_key", key=_shown(key), known=", ".join(_KEYS)) for key in raw if key not in _KEYS),
        *_wrong_person(raw),
        *_wrong_role(raw.get("role"), raw.get("scope")),
        *_wrong_scope(raw.get("scope")),
        *_wrong_until(raw.get("until")),
        *([] if is_line(raw.get("note", ""), may_be_empty=True) else [say("access.bad_note", n=LONGEST)]),
    ]


def _wrong_person(raw: dict) -> list[str]:
    if ("email" in raw) == ("group" in raw):
        return [say("access.email_or_group")]
    if "email" in raw:
        return [] if address(raw["email"]) else [say("access.bad_email")]
    return [] if is_line(raw["group"]) else [say("access.bad_group", n=LONGEST)]


def _wrong_role(role: object, scope: object) -> list[str]:
    if role not in ROLES:
        return [say("access.unknown_role", role=_shown(role), known=", ".join(ROLES))]
    return [say("access.office_only", role=role)] if role in OFFICE_ONLY and scope != WHOLE_OFFICE else []


def _wrong_scope(scope: object) -> list[str]:
    if scope == WHOLE_OFFICE:
        return []
    if not isinstance(scope, list) or not scope or not all(isinstance(code, str) for code in scope):
        return [say("access.bad_scope")]
    known = areas()
    return [say("access.unknown_area", code=_shown(code)) for code in scope if code not in known]


def _wrong_until(until: object) -> list[str]:
    # A moment is a date too, in Python: but whose clock is it on?
    is_day = isinstance(until, date) and not isinstance(until, datetime)
    return [] if is_day else [say("access.bad_until")]


def understood(raw: dict) -> Entry:
    """The entry of what faults() finds nothing wrong with."""
    scope = None if raw["scope"] == WHOLE_OFFICE else tuple(sorted(set(raw["scope"])))
    email = address(raw["email"]) if "email" in raw else ""
    return Entry(email, raw.get("group", ""), raw["role"], scope, raw["until"], raw.get("note", ""))


def address(text: object) -> str:
    """An e-mail address as it is compared: ASCII, in lower case. Empty for what is none."""
    if not isinstance(text, str) or not text.isascii():
        return ""
    lower = text.lower()
    return lower if _EMAIL.fullmatch(lower) else ""


def is_line(text: object, *, may_be_empty: bool = False) -> bool:
    """Whether it is one bounded line that can be shown as it is."""
    if not isinstance(text, str) or len(text) > LONGEST or text != text.strip():
        return False
    return text.isprintable() and (bool(text) or may_be_empty)


def _shown(value: object) -> str:
    """What somebody wrote, short and on one line, for a sentence."""
    return "".join(c if c.isprintable() else "·" for c in str(value)[:60])
