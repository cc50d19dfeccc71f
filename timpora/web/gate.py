"""The gate in front of everything this server answers: no page, file or frame gets past it but to somebody let in.

Pages ask once more who is there (web/access.py). The gate is what no page can forget.
"""

import logging
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, HTTPConnection

from timpora import settings
from timpora.access import log
from timpora.text import say
from timpora.web import gate_doors, gate_streamlit, logins
from timpora.web.gate_answers import Answer
from timpora.web.gate_doors import Door
from timpora.web.gate_files import Media, Uploads
from timpora.web.gate_stream import Message, Receive, Send, Stream
from timpora.web.gate_streamlit import Cookie, Frame
from timpora.web.logins import Guest, Stranger

_LOGGER = logging.getLogger(__name__)
_NOTED_A_MINUTE = 30  # refusals: a flood of them must not fill the disk
_NOBODY = "tanpa-nama"
_TROUBLE = (OSError, sqlite3.Error)  # the log, or the file of logins, cannot be used


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


class Gate:
    """ASGI middleware; one for each server process, since it knows what this process holds for whom."""

    def __init__(self, app: Callable):
        self._app = app
        self._media, self._uploads = Media(), Uploads()
        self._minute, self._noted = 0, set()
        self._behind = {Door.STREAM: self._stream, Door.MEDIA: self._file, Door.UPLOAD: self._upload}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        which, names = gate_doors.door(scope)
        answer = Answer(scope, send, which)
        try:
            await self._meet(Visit(which, names, scope, receive, answer))
        except ClientDisconnect:
            return
        except Exception as problem:
            if answer.has_begun:
                raise
            _LOGGER.exception("an answer that could not be given")
            await answer.refuse(503 if isinstance(problem, _TROUBLE) else 500)

    async def _meet(self, visit: Visit) -> None:
        if status := _misfit(visit):
            if visit.which is not Door.CLOSED:
                self._note(visit, f"bentuk-{status}")
            await visit.answer.refuse(status)
        elif visit.which in (Door.OPEN, Door.LOGIN):
            await self._pass(visit)
        elif visit.which is Door.LOGOUT:
            if visit.cookie:
                logins.leave(visit.cookie, settings.now())
            await self._pass(visit)
        elif isinstance(somebody := visit.guest(), Stranger):
            await self._turn_away(visit, somebody)
        else:
            await self._behind.get(visit.which, self._page)(visit, somebody)

    async def _pass(self, visit: Visit) -> None:
        await self._app(visit.scope, visit.receive, visit.answer.send)

    async def _turn_away(self, visit: Visit, stranger: Stranger) -> None:
        is_page = visit.which is Door.PAGE
        if is_page and stranger.may_log_in:
            await visit.answer.lead(gate_streamlit.login_address())
            return
        self._note(visit, stranger.reason, stranger.name)
        if is_page:
            sentence = say(f"access.refused.{stranger.reason}", name=stranger.name)
            await visit.answer.refuse(403, sentence, can_leave=True)
        else:
            await visit.answer.refuse(403 if visit.which is Door.STREAM else 401)

    async def _page(self, visit: Visit, guest: Guest) -> None:
        if visit.which is Door.PAGE:
            logins.is_used(guest.cookie, settings.now())
        await self._pass(visit)

    async def _file(self, visit: Visit, guest: Guest) -> None:
        """A picture of a page, or what a page gives to keep."""
        file_id = visit.names["file"]
        if not self._media.is_of(file_id, guest.cookie):
            await self._refuse(visit, guest, 404, "bukan-miliknya")
            return
        name = gate_streamlit.download_name(file_id)
        if name is not None and not guest.viewer.may("unduh"):
            await self._refuse(visit, guest, 403, "tanpa-hak")
            return
        if name is not None and visit.scope["method"] == "GET":
            log.write("unduh", guest.viewer.name, what=name)
        await self._pass(visit)

    async def _upload(self, visit: Visit, guest: Guest) -> None:
        """Decided before the body is read: who may not bring anything does not fill our memory with it."""
        if not guest.viewer.may("muat"):
            await self._refuse(visit, guest, 403, "tanpa-hak")
        elif visit.names["session"] not in gate_streamlit.live_sessions(guest.cookie):
            await self._refuse(visit, guest, 404, "bukan-miliknya")
        elif visit.scope["method"] == "DELETE":
            await self._pass(visit)
        elif (size := _length(visit)) is None:
            await visit.answer.refuse(411)
        else:
            with self._uploads.room(size, guest.cookie) as is_room:
                if is_room and size <= gate_streamlit.most_upload_bytes():
                    await self._pass(visit)
                else:
                    await self._refuse(visit, guest, 413, "terlalu-besar")

    async def _stream(self, visit: Visit, guest: Guest) -> None:
        if reason := _wrong_handshake(visit):
            await self._refuse(visit, guest, 403, reason)
            return

        def is_let_in() -> bool:
            try:
                return isinstance(visit.guest(), Guest)
            except _TROUBLE as problem:
                _LOGGER.error("nobody is let in: %s", problem)
                return False

        def heard(frame: Frame) -> None:
            if frame.kind == "rerun_script":
                self._media.remember(guest.cookie)
            if frame.is_by_person:
                logins.is_used(guest.cookie, settings.now())

        try:
            await Stream(visit.receive, visit.answer.send, is_let_in, heard).run(self._app, visit.scope)
        finally:
            self._media.forget(guest.cookie)

    async def _refuse(self, visit: Visit, guest: Guest, status: int, reason: str) -> None:
        self._note(visit, reason, guest.viewer.name)
        await visit.answer.refuse(status)

    def _note(self, visit: Visit, reason: str, who: str = "") -> None:
        """A refusal for the log: of one kind once a minute, and of all kinds not many."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._noted = minute, set()
        kind = (who, reason, visit.which)
        if kind in self._noted or len(self._noted) >= _NOTED_A_MINUTE:
            return
        self._noted.add(kind)
        try:
            log.write("ditolak", who or _NOBODY, reason=reason, path=visit.which.value)
        except OSError as problem:
            _LOGGER.error("%s", problem)


def _misfit(visit: Visit) -> int:
    """The status for what no person's browser sends us, whoever it is; 0 where there is nothing wrong."""
    if gate_doors.header_bytes(visit.scope) > gate_doors.MAX_HEADER_BYTES:
        return 431
    if visit.which is Door.TRAP:
        return 400
    if visit.which is Door.CLOSED or (visit.which in (Door.LOGIN, Door.LOGOUT) and not logins.asked()):
        return 404
    if not gate_doors.has_method(visit.which, visit.scope):
        return 405
    names = [*gate_streamlit.allowed_hosts(), urlsplit(gate_streamlit.public_origin() or "").hostname]
    # Those who watch over the server ask for its health by its number.
    return 0 if visit.which is Door.OPEN or gate_doors.is_known_host(visit.host, names) else 421


def _wrong_handshake(visit: Visit) -> str:
    """Why a websocket is not opened by our own page for the person whose cookie it carries; "" where it is."""
    origin = visit.sent.headers.get("origin")
    if not logins.asked():
        # Without login a foreign page could act as the local user; what is no browser names no page.
        return "" if origin is None or urlsplit(origin).netloc == visit.host else "asal-asing"
    if not origin or origin != gate_streamlit.public_origin() or origin != visit.cookie.origin:
        return "asal-asing"
    protocols = visit.scope["subprotocols"]
    if not gate_streamlit.is_own_page(visit.sent.cookies, protocols):
        return "bukan-halaman-ini"
    wanted = gate_streamlit.wanted_session(protocols)
    return "bukan-miliknya" if wanted and gate_streamlit.belongs_to_another(wanted, visit.cookie) else ""


def _length(visit: Visit) -> int | None:
    """Bytes that will arrive, which the server holds a client to; None where it does not say so beforehand."""
    headers = visit.sent.headers
    length = re.fullmatch(r"[0-9]{1,12}", headers.get("content-length", ""))
    return int(length[0]) if length and "transfer-encoding" not in headers else None
