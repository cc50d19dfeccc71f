"""Whether a person who has logged in is let in, and as whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from timpora import settings
from timpora.access import entries
from timpora.access.entries import Entry
from timpora.access.roles import LOCAL, OFFICE_ONLY, RIGHTS, ROLES, Viewer

__all__ = ["LOCAL", "OFFICE_ONLY", "RIGHTS", "ROLES", "Refusal", "Viewer", "admit", "is_configured"]


@dataclass(frozen=True)
class Refusal:
    reason: str  # tidak-terverifikasi · tidak-terdaftar · berakhir · berkas-rusak


def is_configured() -> bool:
    """Whether anybody was ever listed: without it there is the one local user."""
    return entries.file().exists()


def admit(claims: Mapping[str, object], at: datetime) -> Viewer | Refusal:
    """Who this is by access.toml as it stands now.

    claims: of a verified ID token; `email` counts only where `email_verified` is true, and of `groups` only a list.
    at: with its offset. An entry for the e-mail wins over any for a group; of those, the first in the file.
    """
    email = entries.address(claims.get("email"))
    if not email or claims.get("email_verified") is not True:
        return Refusal("tidak-terverifikasi")
    listing = entries.listing()
    if listing.findings:
        return Refusal("berkas-rusak")
    groups = claims.get("groups")
    entry = _entry_for(listing.entries, email, groups if isinstance(groups, list) else [])
    if entry is None:
        return Refusal("tidak-terdaftar")
    if not entry.is_active(at.astimezone(ZoneInfo(settings.office().timezone)).date()):
        return Refusal("berakhir")
    return Viewer(email, entry.role, entry.scope)


def _entry_for(listed: tuple[Entry, ...], email: str, groups: list[object]) -> Entry | None:
    own = (entry for entry in listed if entry.email == email)
    shared = (entry for entry in listed if entry.group and entry.group in groups)
    return next(own, None) or next(shared, None)
