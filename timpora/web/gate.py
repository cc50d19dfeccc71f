"""The gate in front of everything this server answers: no page, file or frame gets past it but to somebody let in.

Pages ask once more who is there (web/access.py). The gate is what no page can forget.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import ClientDisconnect

from timpora import settings
from timpora.access import log
from timpora.store import story_file
from timpora.text import LANGUAGES, say, speak
from timpora.web import failing, gate_doors, gate_login, gate_streamlit, logins, spoken
from timpora.web.gate_answers import Answer
from timpora.web.gate_doors import VIEWER, Door
from timpora.web.gate_files import Media, Uploads
from timpora.web.gate_login import LoginAnswer
from timpora.web.gate_stream import Message, Receive, Send, Stream
from timpora.web.gate_streamlit import Frame
from timpora.web.gate_visit import Visit
from timpora.web.logins import Guest, Stranger

_LOGGER = logging.getLogger(__name__)
_NOTED_A_MINUTE = 30  # refusals: a flood of them must not fill the disk
_PAGES_AT_ONCE = 20  # of one login
_MOST_OF_A_STORY = story_file.MOST_BYTES + 4096  # bytes of its file and of the form around it
_NOBODY = "tanpa-nama"
_ODD = {
    400: "alamat-ganda",
    403: "dari-luar",
    405: "cara-lain",
    421: "nama-server-lain",
    431: "kepala-terlalu-besar",
}  # told to the log
_TROUBLE = (OSError, sqlite3.Error)  # the log, or the file of logins, cannot be used


class Gate:
    """ASGI middleware; one for each server process, since it knows what this process holds for whom."""

    def __init__(self, app: Callable):
        self._app = app
        logins.asked()  # decided now, not by whoever comes first
        self._media, self._uploads = Media(), Uploads()
        self._minute, self._noted = 0, set()
        self._behind = {Door.STREAM: self._stream, Door.MEDIA: self._file, Door.UPLOAD: self._upload}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            _log("buka", "server", view=settings.view())
            await self._app(scope, receive, send)
            return
        with speak(spoken.of_query(scope["query_string"].decode("latin-1"))):
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        which, names = gate_doors.door(scope)
        answer = (LoginAnswer if which is Door.LOGIN else Answer)(scope, send, which)
        try:
            await self._meet(Visit(which, names, scope, receive, answer))
        except ClientDisconnect:
            return
        except Exception as problem:
            if answer.has_begun:
                raise
            await answer.refuse(503 if isinstance(problem, _TROUBLE) else 500, failing.sentence(problem, which.value))

    async def _meet(self, visit: Visit) -> None:
        if status := visit.misfit():
            if status in _ODD:
                self._note(visit, _ODD[status])
            await visit.answer.refuse(status)
        elif visit.which in (Door.OPEN, Door.LOGIN, Door.METRICS):
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
            await visit.answer.lead(gate_streamlit.login_address(), gate_login.remember(visit.scope))
            return
        self._note(visit, stranger.reason, stranger.name)
        if is_page:
            sentence = say(f"access.refused.{stranger.reason}", name=stranger.name)
            await visit.answer.refuse(403, sentence, ("/auth/logout", say("gate.other_account")))
        else:
            await visit.answer.refuse(403 if visit.which is Door.STREAM else 401)

    async def _page(self, visit: Visit, guest: Guest) -> None:
        if visit.which is Door.PAGE:
            logins.is_used(guest.cookie, settings.now())
        visit.scope[VIEWER] = guest.viewer
        await self._pass(visit)

    async def _file(self, visit: Visit, guest: Guest) -> None:
        """A picture of a page, or what a page gives to keep."""
        file_id = visit.names["file"]
        if not self._media.is_of(file_id, guest.cookie):
            await self._refuse(visit, guest, 404, "bukan-miliknya")
            return
        name = gate_streamlit.download_name(file_id)
        if name is not None and not guest.viewer.may(_right_to(name)):
            await self._refuse(visit, guest, 403, "tanpa-hak")
            return
        if name is not None and visit.scope["method"] == "GET":
            log.write("unduh", guest.viewer.name, what=name)
        await self._pass(visit)

    async def _upload(self, visit: Visit, guest: Guest) -> None:
        """Decided before the body is read: who may not bring so much does not fill our memory with it.

        Files of agencies are for who loads data; whoever keeps stories brings the small file of one.
        """
        most = gate_streamlit.most_upload_bytes() if guest.viewer.may("muat") else _MOST_OF_A_STORY
        if not guest.viewer.may("lihat"):
            await self._refuse(visit, guest, 403, "tanpa-hak")
        elif visit.names["session"] not in gate_streamlit.live_sessions(guest.cookie):
            await self._refuse(visit, guest, 404, "bukan-miliknya")
        elif visit.scope["method"] == "DELETE":
            await self._pass(visit)
        elif (size := visit.length()) is None:
            await visit.answer.refuse(411)
        else:
            with self._uploads.room(size, guest.cookie, most) as is_room:
                if is_room and size <= most:
                    await self._pass(visit)
                else:
                    await self._refuse(visit, guest, 413, "terlalu-besar")

    async def _stream(self, visit: Visit, guest: Guest) -> None:
        if reason := visit.wrong_handshake():
            await self._refuse(visit, guest, 403, reason)
            return
        if guest.cookie and len(gate_streamlit.live_sessions(guest.cookie)) >= _PAGES_AT_ONCE:
            await self._refuse(visit, guest, 403, "terlalu-banyak")
            return
        try:
            await Stream(visit.receive, visit.answer.send, _Line(visit, self._media)).run(self._app, visit.scope)
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
        _log("ditolak", who or _NOBODY, reason=reason, path=visit.which.value)


def _right_to(name: str) -> str:
    """The right to keep a file of this name: the log is its readers', who take nothing else away."""
    for language in LANGUAGES:
        with speak(language):
            if name.startswith(say("log.file", month="").removesuffix(".csv")):
                return "catatan"
    return "unduh"


def _log(action: str, who: str, **details: str) -> None:
    """A line that is missed where it cannot be written, but changes nothing."""
    try:
        log.write(action, who, **details)
    except OSError as problem:
        _LOGGER.error("log_unwritable", exc_info=problem)


@dataclass(frozen=True)
class _Line:
    """The browser at the other end of a websocket."""

    visit: Visit
    media: Media

    def why_not(self) -> str:
        try:
            somebody = self.visit.guest()
        except _TROUBLE as problem:
            _LOGGER.error("nobody_let_in", exc_info=problem)
            return "tidak-tercatat"
        return somebody.reason if isinstance(somebody, Stranger) else ""

    def may_say(self, frame: Frame) -> bool:
        if frame.kind == "rerun_script":
            self.media.remember_shown(self.visit.cookie)
        if frame.is_by_person:
            logins.is_used(self.visit.cookie, settings.now())
        # A file that is made when it is asked for is made for whom it was offered to.
        return not frame.file_id or self.media.is_of(frame.file_id, self.visit.cookie)

    def is_told(self, content: bytes) -> None:
        if file_id := gate_streamlit.file_made(content):
            self.media.remember([file_id], self.visit.cookie)
