"""One request, or one websocket, and what can be said of it before Streamlit sees it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from timpora import settings
from timpora.web import gate_doors, gate_streamlit, logins
from timpora.web.gate_answers import Answer
from timpora.web.gate_doors import Door
from timpora.web.gate_stream import Message, Receive
from timpora.web.gate_streamlit import Cookie
from timpora.web.logins import Guest, Stranger


@dataclass
class Visit:
    """One request, or one websocket."""

    which: Door
    names: dict[str, str]
    scope: Message
    receive: Receive
    answer: Answer
    cookie: Cookie | None = field(init=False)

    def __post_init__(self):
        self.sent = HTTPConnection(self.scope)
        self.cookie = gate_streamlit.cookie(self.sent.cookies) if logins.asked() else None

    @property
    def host(self) -> str:
        return self.sent.headers.get("host", "")

    def guest(self) -> Guest | Stranger:
        return logins.guest(self.cookie, settings.now())

    def misfit(self) -> int:
        """The status for what no person's browser sends us, whoever it is; 0 where there is nothing wrong."""
        if gate_doors.header_bytes(self.scope) > gate_doors.MAX_HEADER_BYTES:
            return 431
        if self.which is Door.TRAP:
            return 400
        if self.which is Door.CLOSED or (self.which in (Door.LOGIN, Door.LOGOUT) and not logins.asked()):
            return 404
        if self.which is Door.METRICS and not gate_doors.is_scraper(self.scope, self.host):
            return 404  # for everybody else there is no such address
        if not gate_doors.has_method(self.which, self.scope):
            return 405
        if self.which is Door.LOGOUT and self.sent.headers.get("sec-fetch-site") == "cross-site":
            return 403  # another site's link logs nobody out
        names = [*gate_streamlit.allowed_hosts(), urlsplit(gate_streamlit.public_origin() or "").hostname]
        if self.which is not Door.OPEN and not logins.asked() and not gate_doors.is_alone(self.scope):
            return 403  # nobody but who sits at this computer has all rights
        # Those who watch over the server ask for its health by its number.
        return 0 if self.which is Door.OPEN or gate_doors.is_known_host(self.host, names) else 421

    def wrong_handshake(self) -> str:
        """Why a websocket is not opened by our own page for the person whose cookie it carries; "" where it is."""
        origin = self.sent.headers.get("origin")
        if not logins.asked():
            # Without login a foreign page could act as the local user; what is no browser names no page.
            return "" if origin is None or urlsplit(origin).netloc == self.host else "asal-asing"
        if not origin or origin != gate_streamlit.public_origin() or origin != self.cookie.origin:
            return "asal-asing"
        protocols = self.scope["subprotocols"]
        if not gate_streamlit.is_own_page(self.sent.cookies, protocols):
            return "bukan-halaman-ini"
        wanted = gate_streamlit.wanted_session(protocols)
        return "bukan-miliknya" if wanted and gate_streamlit.belongs_to_another(wanted, self.cookie) else ""

    def length(self) -> int | None:
        """Bytes that will arrive, which the server holds a client to; None where it does not say so beforehand."""
        headers = self.sent.headers
        length = re.fullmatch(r"[0-9]{1,12}", headers.get("content-length", ""))
        return int(length[0]) if length and "transfer-encoding" not in headers else None
