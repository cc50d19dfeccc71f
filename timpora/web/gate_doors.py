"""What a request is for, by its path alone: every address this server answers is behind one of these doors."""

import re
from collections.abc import Mapping
from enum import Enum
from ipaddress import ip_address

# Longer headers never reach a page: cookies grow until a handshake fails, and nobody would know why.
MAX_HEADER_BYTES = 8 * 1024
VIEWER = "timpora.viewer"  # where the gate says in an ASGI scope who was let in
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Door(Enum):
    OPEN = "terbuka"  # health, and what is the same for everybody and tells nothing
    LOGIN = "masuk"  # the two steps of a login
    LOGOUT = "keluar"
    PAGE = "halaman"  # an address a person opens
    ASSET = "bahan"  # what pages are made of, and the geometry of a viewer's areas
    MEDIA = "media"
    UPLOAD = "unggah"
    STREAM = "alur"  # the websocket
    METRICS = "ukuran"  # what the server measures of itself: for a program on this computer
    CLOSED = "tutup"  # nothing of ours
    TRAP = "jebakan"  # a path written so that two programs may read it differently


_PASSED_ON = {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
METHODS = {Door.UPLOAD: ("PUT", "DELETE"), Door.LOGIN: ("GET",), Door.LOGOUT: ("GET",)}
_READING = ("GET", "HEAD")

# Every address of ours is made of these letters, so nothing needs decoding, and nothing can be decoded twice.
_PLAIN = re.compile(rb"/[A-Za-z0-9._~/-]*")
_TWISTED = re.compile(rb"//|/\.\.?(?:/|$)")
_HTTP = (
    (Door.OPEN, re.compile(r"/healthz|/_stcore/health|/favicon\.png|/manifest\.json|/(?:leaflet|statis)/.+")),
    (Door.METRICS, re.compile(r"/metrics")),
    (Door.LOGIN, re.compile(r"/auth/login|/oauth2callback")),
    (Door.LOGOUT, re.compile(r"/auth/logout")),
    (Door.MEDIA, re.compile(r"/media/(?P<file>[0-9a-f]+)(?:\.\w+)?", re.ASCII)),
    (Door.UPLOAD, re.compile(r"/_stcore/upload_file/(?P<session>[\w-]+)/(?P<file>[\w-]+)", re.ASCII)),
    (Door.ASSET, re.compile(r"/_stcore/host-config|/(?:static|component|geometri|_stcore/bidi-components)/.+")),
    (Door.PAGE, re.compile(r"/|/[a-z][a-z0-9-]*/?")),
)


def door(scope: Mapping) -> tuple[Door, dict[str, str]]:
    """Which door a request is at, and the names in its path (`file`, `session`)."""
    raw = scope["raw_path"]
    # The path that is routed by must be the one that was sent: never a URL put together from other headers.
    if not _PLAIN.fullmatch(raw) or _TWISTED.search(raw) or raw.decode() != scope["path"]:
        return Door.TRAP, {}
    if scope["type"] == "websocket":
        return (Door.STREAM if scope["path"] == "/_stcore/stream" else Door.CLOSED), {}
    for which, pattern in _HTTP:
        if found := pattern.fullmatch(scope["path"]):
            return which, found.groupdict()
    return Door.CLOSED, {}


def has_method(which: Door, scope: Mapping) -> bool:
    return scope["type"] == "websocket" or scope["method"] in METHODS.get(which, _READING)


def header_bytes(scope: Mapping) -> int:
    """Of the whole head: the address too, which can be as long."""
    return len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(n) + len(v) for n, v in scope["headers"])


def is_alone(scope: Mapping) -> bool:
    """Whether a request comes from this computer to this computer, past no other program: no proxy, no network."""
    ends = [(scope.get(end) or ("",))[0] for end in ("client", "server")]
    names = {name for name, _ in scope["headers"]}
    return all(map(_is_loopback, ends)) and not names & _PASSED_ON


def is_scraper(scope: Mapping, host: str) -> bool:
    """Whether who asks is a program on this computer that asked for it by this computer's own name.

    What comes through a proxy carries the proxy's mark, or the name under which the public knows this server.
    """
    return is_alone(scope) and is_known_host(host, [])


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def is_known_host(host: str, names: list[str]) -> bool:
    """Whether a Host header names this server; another name that leads here is a foreign page's trick (rebinding)."""
    name = re.sub(r":\d{1,5}$", "", host.lower()).strip("[]")
    return name in LOOPBACK or name in names
