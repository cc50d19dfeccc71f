"""Changes to access.toml: checked as the file itself is, written whole or not at all, and each one in the log."""

import json
from collections.abc import Callable
from datetime import date

from timpora import settings
from timpora.access import entries, files, log
from timpora.access.entries import WHOLE_OFFICE, Entry
from timpora.text import say


class NotChanged(ValueError):
    """Why the file stays as it was, in sentences for whoever asked."""


def grant(
    *, email: str = "", group: str = "", role: str, scope: tuple[str, ...] | None, until: date, note: str = "", by: str
) -> Entry:
    """Let in a person or a group of the login provider, or change what they are; returns their entry.

    Either email or group. scope: codes, None for the whole office. by: who does this, for the log. Raises NotChanged,
    and OSError when nothing could be written.
    """
    scoped = WHOLE_OFFICE if scope is None else list(scope)
    person = {name: text for name, text in (("email", email.strip()), ("group", group.strip())) if text}
    raw = {**person, "role": role, "scope": scoped, "until": until, "note": note.strip()}
    if wrong := entries.faults(raw):
        raise NotChanged("\n".join(what[:1].upper() + what[1:] for what in wrong))
    if until < settings.now().date():
        raise NotChanged(say("access.until_past", until=until))
    entry = entries.understood(raw)

    def with_it(there: list[Entry]) -> list[Entry]:
        names = [each.who for each in there]
        if entry.who not in names:
            return [*there, entry]
        return [entry if each.who == entry.who else each for each in there]

    _change(entry.who, with_it, by)
    return entry


def revoke(*, email: str = "", group: str = "", by: str) -> None:
    """Take a person or a group off the list. Raises NotChanged, and OSError when nothing could be written."""
    who = entries.address(email.strip()) if email else say("access.group", group=group.strip())

    def without(there: list[Entry]) -> list[Entry]:
        left = [each for each in there if each.who != who]
        if left == there:
            raise NotChanged(say("access.not_listed", who=email or group))
        return left

    _change(who, without, by)


def _change(who: str, change: Callable[[list[Entry]], list[Entry]], by: str) -> None:
    files.folder()
    path = entries.file()
    with files.locked(path.with_name("access.lock")):
        listing = entries.listing()
        if listing.findings:
            raise NotChanged("\n".join((say("access.mend_first", file=path), *listing.findings)))
        before = list(listing.entries)
        after = change(before)
        if after == before:
            return
        if _has_admin(before) and not _has_admin(after):
            raise NotChanged(say("access.last_admin", who=who))
        # Beside it first: so a full disk, or a log that cannot be written, leaves neither without the other.
        aside = files.write_aside(path, _as_toml(after))
        log.write("ubah-akses", by, target=who, **_told(before, who, "_before"), **_told(after, who, ""))
        aside.replace(path)
        files.sync(path.parent)


def _has_admin(there: list[Entry]) -> bool:
    today = settings.now().date()
    return any(entry.role == "admin" and entry.is_active(today) for entry in there)


def _told(there: list[Entry], who: str, suffix: str) -> dict[str, str]:
    """What somebody is in a list, for the log; nothing where they are not in it."""
    return {
        f"{name}{suffix}": text
        for entry in there
        if entry.who == who
        for name, text in (
            ("role", entry.role),
            ("scope", " ".join(entry.scope or (WHOLE_OFFICE,))),
            ("until", entry.until.isoformat()),
        )
    }


def _as_toml(there: list[Entry]) -> bytes:
    lines = [f"# {line}" for line in say("access.header").splitlines()]
    for entry in there:
        scope = json.dumps(WHOLE_OFFICE if entry.scope is None else list(entry.scope))
        person = ("email", entry.email) if entry.email else ("group", entry.group)
        lines += ["", "[[people]]", f"{person[0]} = {_quoted(person[1])}", f'role = "{entry.role}"', f"scope = {scope}"]
        lines.append(f"until = {entry.until.isoformat()}")
        if entry.note:
            lines.append(f"note = {_quoted(entry.note)}")
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    # One printable line, so that JSON's escapes are TOML's too.
    return json.dumps(text, ensure_ascii=False)
