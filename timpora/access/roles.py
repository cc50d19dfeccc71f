"""Roles and their rights; who a session belongs to."""

from dataclasses import dataclass

_LOOKS = {"lihat", "unduh"}

# What each role may do. A right that is not here does not exist; a role of access.toml that is not here is refused.
RIGHTS: dict[str, frozenset[str]] = {
    "pimpinan": frozenset(_LOOKS),
    "analis": frozenset(_LOOKS | {"siapa-memuat", "eksak", "menilai", "rapat", "tindak-lanjut"}),
    "penyaji": frozenset(_LOOKS | {"rapat"}),
    "petugas": frozenset(_LOOKS | {"siapa-memuat", "muat", "rapat", "tindak-lanjut"}),
    "admin": frozenset({"lihat", "siapa-memuat", "akses", "catatan"}),
    "lokal": frozenset(
        _LOOKS | {"siapa-memuat", "muat", "eksak", "akses", "catatan", "menilai", "rapat", "tindak-lanjut"}
    ),
}
ROLES = tuple(role for role in RIGHTS if role != "lokal")  # those that can be given to somebody
OFFICE_ONLY = frozenset({"petugas", "admin"})  # what they do touches all areas at once
# Exact numbers of a part are subtracted from published ones of the whole; a meeting is the whole office's.
_NEEDS_THE_OFFICE = frozenset({"eksak", "rapat"})


@dataclass(frozen=True)
class Viewer:
    name: str  # e-mail address in lower case, or "lokal"
    role: str
    scope: tuple[str, ...] | None  # sorted Kemendagri codes: kabupaten "73.72", kecamatan "73.72.03"; None: the office
    through: str = ""  # the admin who looks through this role's eyes
    view: str = ""  # "protected": what is asked for is protected, whichever snapshot this server shows on its pages
    known_at: str = ""  # id of the older snapshot that is asked: what was known when it was published

    def may(self, right: str) -> bool:
        """Whether this person has the right; False for a right or a role that does not exist."""
        if right in _NEEDS_THE_OFFICE and self.scope is not None:
            return False
        return right in RIGHTS.get(self.role, frozenset())


LOCAL = Viewer("lokal", "lokal", None)
