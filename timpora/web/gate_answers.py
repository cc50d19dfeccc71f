"""What the gate says itself: refusals in a sentence, never what went wrong inside, nor where files lie."""

from html import escape

from timpora.draw import looks
from timpora.text import language, say
from timpora.web import gate_headers, gate_streamlit, measuring
from timpora.web.gate_doors import Door
from timpora.web.gate_stream import Message, Send

_SAID = (400, 401, 403, 404, 405, 411, 413, 421, 431, 500, 503)
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="icon" href="/favicon.png">
<style>{colours}
:root {{ color-scheme: light dark; }}
body {{ margin: 0; background: var(--shade); color: var(--ink); font: 1.05rem/1.5 var(--face); }}
main {{ max-width: 34rem; margin: 14vh auto 0; padding: 2rem; background: var(--ground); border: 1px solid var(--line);
  border-radius: 6px; }}
h1 {{ margin: 0 0 .6rem; font-size: 1.35rem; }}
a {{ color: var(--accent); }}
</style></head>
<body><main><h1>{title}</h1><p>{sentence}</p>{link}</main></body>
</html>
"""


class Answer:
    """The way back to a client: our headers on everything, our words in place of any other refusal's."""

    def __init__(self, scope: Message, send: Send, which: Door):
        self._send, self._which, self._path = send, which, scope["path"]
        self._is_page = which in (Door.PAGE, Door.LOGIN, Door.LOGOUT)
        self._is_https = scope["scheme"] in ("https", "wss")
        self._kind = "websocket.http" if scope["type"] == "websocket" else "http"
        self.has_begun = False
        self.replaces = False  # what the other side still says is left out: ours stands in its place

    async def send(self, message: Message) -> None:
        """Take the place of `send` for what lies behind the gate."""
        kind = message["type"]
        if kind == f"{self._kind}.response.start":
            # Health says in its own words what ails it; it tells no secrets.
            if message["status"] >= 400 and self._which is not Door.OPEN:
                self.replaces = True
                await self.refuse(message["status"])
                return
            await self._start(message["status"], message.get("headers", []))
        elif not (self.replaces and kind == f"{self._kind}.response.body"):
            self.has_begun = True
            if self._which is Door.PAGE and message.get("body"):
                message = message | {"body": gate_streamlit.in_language(message["body"], language())}
            await self._send(message)

    async def refuse(self, status: int, sentence: str = "", way_on: tuple[str, str] | None = None) -> None:
        """A refusal of this status. way_on: address and words of a link, where a person reads it."""
        measuring.refused(self._which.value, status)
        known = status if status in _SAID else status // 100 * 100
        text = sentence or say(f"gate.status.{known}")
        kind = b"text/plain; charset=utf-8"
        if self._is_page:
            link = '<p><a href="{}">{}</a></p>'.format(*map(escape, way_on)) if way_on else ""
            words = {"title": escape(say("app.title")), "sentence": escape(text), "link": link}
            text = _PAGE.format(language=language(), colours=looks.variables(), **words)
            kind = b"text/html; charset=utf-8"
        body = text.encode()
        await self._start(status, [(b"content-type", kind), (b"content-length", str(len(body)).encode())])
        await self._send({"type": f"{self._kind}.response.body", "body": body})

    async def lead(self, address: str, cookie: str = "") -> None:
        """Send a browser to another address of ours, with a cookie where there is one."""
        headers = [(b"location", address.encode()), (b"content-length", b"0")]
        await self._start(302, headers + ([(b"set-cookie", cookie.encode())] if cookie else []))
        await self._send({"type": f"{self._kind}.response.body", "body": b""})

    async def _start(self, status: int, headers: gate_headers.Headers) -> None:
        self.has_begun = True
        dressed = gate_headers.with_ours(headers, self._path, self._is_https, self._which is Door.OPEN)
        await self._send({"type": f"{self._kind}.response.start", "status": status, "headers": dressed})
