"""What every answer carries: what a browser may load, where it may be shown, how cookies are kept."""

import re
from functools import cache

from timpora.access import sessions
from timpora.web import gate_streamlit

Headers = list[tuple[bytes, bytes]]

_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_HTTPS_ONLY = {b"strict-transport-security": b"max-age=31536000; includeSubDomains"}
_FOLIUM = re.compile(r"/component/streamlit_folium\.st_folium/")
# Each map of a page is a frame with these scripts in it. Streamlit says that they may be kept, and not for how long,
# which a browser takes for not at all; their names change with what is in them.
_BY_CONTENT = re.compile(r"/component/.+\.[0-9a-f]{8,}\.(?:js|css)")
_UNDATED, _FOR_GOOD = (b"cache-control", b"public"), b"public, max-age=31536000, immutable"
_PAGE_RULES = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The map's frame is told what to draw as a script, and runs it by eval: only there, and only what we send.
_FRAME_RULES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def with_ours(headers: Headers, path: str, is_https: bool, is_public: bool) -> Headers:
    """The headers of an answer, ours in place of any of the same name. is_public: the same for everybody."""
    ours = _ALWAYS | {b"content-security-policy": rules(path).encode()} | (_HTTPS_ONLY if is_https else {})
    kept = [(name.lower(), value) for name, value in headers if name.lower() not in ours]
    if _BY_CONTENT.fullmatch(path):
        kept = [(name, _FOR_GOOD if (name, value) == _UNDATED else value) for name, value in kept]
    if not any(name == b"cache-control" for name, _ in kept):
        kept.append((b"cache-control", b"no-store"))
    return [(name, _own(name, value, is_https, is_public)) for name, value in kept] + list(ours.items())


def _own(name: bytes, value: bytes, is_https: bool, is_public: bool) -> bytes:
    if name == b"set-cookie":
        return cookie(value.decode("latin-1"), is_https).encode("latin-1")
    if name == b"cache-control" and not is_public:
        return value.replace(b"public", b"private")  # a cache between us and the browser serves other people too
    return value


def rules(path: str) -> str:
    """The Content-Security-Policy of an address."""
    return _FRAME_RULES if _FOLIUM.match(path) else _page_rules()


@cache
def _page_rules() -> str:
    return _PAGE_RULES.format(scripts=" ".join(gate_streamlit.inline_scripts()))


def cookie(header: str, is_https: bool) -> str:
    """A Set-Cookie with what Streamlit leaves out: Secure, and for who a person is no longer life than a login's."""
    value, *marks = [part.strip() for part in header.split(";")]
    told = {mark.partition("=")[0].lower(): mark for mark in marks}
    told["samesite"] = "SameSite=Lax"
    if is_https:
        told["secure"] = "Secure"
    if value.startswith(gate_streamlit.USER_COOKIES):
        told["httponly"] = "HttpOnly"
        if told.get("max-age") != "Max-Age=0":
            told["max-age"] = f"Max-Age={sessions.LIFE}"
            told.pop("expires", None)
    return "; ".join([value, *told.values()])
