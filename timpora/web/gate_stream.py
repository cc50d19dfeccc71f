"""The websocket: every frame in either direction is let through by somebody who is still let in, or not at all."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Protocol

from timpora.web import gate_streamlit
from timpora.web.gate_streamlit import Frame

Message = MutableMapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MAX_FRAME = 2**20  # bytes: all widgets of a page together are a few thousand
_FRAMES_PER_SECOND, _FRAMES_AT_ONCE = 20, 200
_BYTES_PER_SECOND, _BYTES_AT_ONCE = 2**20, 8 * 2**20
_LOOK_EVERY = 1.0  # seconds; an idle socket is cut too
_ON_ITS_WAY = 5.0  # seconds that a page may need to leave after its logout
_PATIENCE = 2.0  # seconds for a browser to take its last message

# Codes of a close: of the websocket protocol, and from 4000 on our own.
TEXT, MALFORMED, TOO_LARGE, TOO_MANY, ENDED = 1003, 1002, 1009, 1008, 4401


class Unwelcome(Exception):
    """What a browser sent ends its connection."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


class Bucket:
    """So much per second, and so much at once."""

    def __init__(self, per_second: float, at_once: float, now: float):
        self._per_second, self._at_once = per_second, at_once
        self._left, self._at = at_once, now

    def takes(self, amount: float, now: float) -> bool:
        self._left = min(self._at_once, self._left + (now - self._at) * self._per_second) - amount
        self._at = now
        return self._left >= 0


class Line(Protocol):
    """Who is at the other end."""

    def why_not(self) -> str:
        """Why they may not be here any more; "" while they may."""

    def may_say(self, frame: Frame) -> bool:
        """Told of every frame; whether it goes on to Streamlit."""

    def is_told(self, content: bytes) -> None:
        """Told of every message that goes to the browser."""


class Stream:
    """One websocket between a browser and Streamlit."""

    def __init__(self, receive: Receive, send: Send, line: Line):
        self._receive, self._send, self._line = receive, send, line
        self._over = asyncio.Event()
        self._is_closing = False
        self._farewell: asyncio.Task | None = None
        now = time.monotonic()
        self._frames = Bucket(_FRAMES_PER_SECOND, _FRAMES_AT_ONCE, now)
        self._bytes = Bucket(_BYTES_PER_SECOND, _BYTES_AT_ONCE, now)

    async def run(self, app: Callable, scope: Message) -> None:
        watch = asyncio.create_task(self._watch())
        try:
            await app(scope, self.receive, self.send)
        finally:
            watch.cancel()
            if self._farewell:
                await self._farewell

    async def send(self, message: Message) -> None:
        """To the browser."""
        if self._is_closing:
            return
        if message["type"] == "websocket.send":
            if reason := self._line.why_not():
                self._cut(reason)
                return
            self._line.is_told(message["bytes"])
        self._is_closing = message["type"] == "websocket.close"
        await self._send(message)

    async def receive(self) -> Message:
        """From the browser: the next message that Streamlit may see, or the news that there is none any more."""
        while not self._is_closing:
            message = await self._next()
            if message["type"] != "websocket.receive":
                return message
            if reason := self._line.why_not():
                self._cut(reason)
                continue
            try:
                frame = self._read(message.get("bytes"))
            except Unwelcome as unwelcome:
                await self._close(unwelcome.code)
                continue
            if frame.kind and self._line.may_say(frame):
                return message
        return {"type": "websocket.disconnect", "code": ENDED}

    async def _next(self) -> Message:
        incoming, over = asyncio.ensure_future(self._receive()), asyncio.ensure_future(self._over.wait())
        await asyncio.wait({incoming, over}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if incoming.done():
            return incoming.result()
        incoming.cancel()
        return {"type": "websocket.disconnect", "code": ENDED}

    def _read(self, content: bytes | None) -> Frame:
        """Raises Unwelcome for what ends the connection."""
        now = time.monotonic()
        if content is None:
            raise Unwelcome(TEXT)
        if len(content) > MAX_FRAME:
            raise Unwelcome(TOO_LARGE)
        if not (self._frames.takes(1, now) and self._bytes.takes(len(content), now)):
            raise Unwelcome(TOO_MANY)
        try:
            return gate_streamlit.frame(content)
        except ValueError:
            raise Unwelcome(MALFORMED) from None

    async def _watch(self) -> None:
        while not self._is_closing:
            await asyncio.sleep(_LOOK_EVERY)
            if reason := self._line.why_not():
                self._cut(reason)

    def _cut(self, reason: str) -> None:
        """The person is not let in any more: nothing passes from now on, and their browser is sent back to the door.

        After a logout a little later: the page that logs out is on its way to the provider, and must not turn round.
        """
        if not self._is_closing:
            self._is_closing = True
            self._over.set()
            self._farewell = asyncio.create_task(self._send_away(_ON_ITS_WAY if reason == "keluar" else 0))

    async def _send_away(self, after: float) -> None:
        await asyncio.sleep(after)
        await self._close(ENDED, gate_streamlit.load_again())

    async def _close(self, code: int, last: bytes | None = None) -> None:
        self._is_closing = True
        # A browser that does not read, or has gone, must not keep us: then the connection ends without a word.
        with contextlib.suppress(OSError):
            async with asyncio.timeout(_PATIENCE):
                if last:
                    await self._send({"type": "websocket.send", "bytes": last})
                await self._send({"type": "websocket.close", "code": code})
        self._over.set()
