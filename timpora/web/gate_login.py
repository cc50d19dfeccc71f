"""Login as a person meets it: on to the page they asked for, and a sentence where it does not work out."""

import re
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection

from timpora.text import say
from timpora.web import gate_doors, gate_streamlit
from timpora.web.gate_answers import Answer
from timpora.web.gate_doors import Door
from timpora.web.gate_stream import Message, Send

_WANTED = "timpora_tujuan"
_MINUTES = 10  # that a login may take
_LONGEST = 1000  # characters of an address; a longer one is not gone back to
# Addresses of views are made of these; of them no header and no other site can be made.
_QUERY = re.compile(r"[\w.~=&%+-]*", re.ASCII)


def remember(scope: Message) -> str:
    """A Set-Cookie with the page that was asked for, until the login is done; "" for one that is not gone back to."""
    query = scope["query_string"].decode("latin-1")
    address = f"{scope['path']}?{query}" if query else scope["path"]
    return f"{_WANTED}={address}; Max-Age={_MINUTES * 60}; Path=/; HttpOnly" if _is_ours(address) else ""


def _is_ours(address: str) -> bool:
    path, _, query = address.partition("?")
    here = {"type": "http", "path": path, "raw_path": path.encode("latin-1")}
    return len(address) <= _LONGEST and gate_doors.door(here)[0] is Door.PAGE and bool(_QUERY.fullmatch(query))


class LoginAnswer(Answer):
    """The answer of either step of a login."""

    def __init__(self, scope: Message, send: Send, which: Door):
        super().__init__(scope, send, which)
        self._cookies = HTTPConnection(scope).cookies
        # The provider sends people back after a logout, too, and then says neither.
        query = parse_qs(scope["query_string"])
        self._is_return = bool(query.keys() & {b"code", b"error"})

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            await super().send(message)
        elif self._has_failed(message):
            self.replaces = True
            await self.refuse(403, say("gate.login_failed"), ("/", say("gate.try_again")))
        else:
            await super().send(message | {"headers": self._onward(message["headers"])})

    def _has_failed(self, message: Message) -> bool:
        # Streamlit leads on to the first page all the same: from there a login that cannot succeed would begin again.
        return message["status"] >= 400 or (self._is_return and not _has_person(message["headers"]))

    def _onward(self, headers: list) -> list:
        wanted = self._cookies.get(_WANTED, "")
        if not (_has_person(headers) and _is_ours(wanted)):
            return headers
        kept = [(name, value) for name, value in headers if name.lower() != b"location"]
        forgotten = f"{_WANTED}=; Max-Age=0; Path=/; HttpOnly"
        return [*kept, (b"location", wanted.encode()), (b"set-cookie", forgotten.encode())]


def _has_person(headers: list) -> bool:
    """Whether an answer makes the browser somebody."""
    person = f"{gate_streamlit.USER_COOKIES}=".encode()
    given = [value for name, value in headers if name.lower() == b"set-cookie" and value.startswith(person)]
    return any(b"Max-Age=0" not in value for value in given)
