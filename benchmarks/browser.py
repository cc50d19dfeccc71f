"""A map page in a real Chromium: what one interaction takes, in time and bytes, and what becomes of the map."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, WebSocket, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
PATIENCE_MS = 30_000
QUIET_SECONDS = 0.5  # without a message, all reruns answered: the interaction is over
SILENT_SECONDS = 5  # without a message, whatever is outstanding


class NoBrowser(RuntimeError):
    """There is no Chromium; the message says how to get one."""


@dataclass(frozen=True)
class Interaction:
    ms: float  # from the click to the frame after its answer stood on the page
    kb_down: float  # over the websocket, as the messages are long: Streamlit does not compress them
    kb_up: float
    is_same_map: bool
    is_same_view: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Raises NoBrowser."""
    program = shutil.which("chromium")
    if not program:
        raise NoBrowser("no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class MapPage:
    """/peta of one server, opened and drawn. `areas`: how many kecamatan are on the map."""

    def __init__(self, browser: Browser, address: str):
        self._down: list[int] = []
        self._up: list[int] = []
        self._asked = self._finished = 0
        self._last = time.monotonic()
        self._abroad: list[str] = []
        self._errors: list[str] = []
        # What measures is evaluated in the page, which its Content-Security-Policy would refuse.
        self._page = browser.new_page(viewport={"width": 1366, "height": 768}, bypass_csp=True)
        self._page.set_default_timeout(PATIENCE_MS)
        self._page.add_init_script(f"if (window === top) {{ {WATCH} }}")
        self._page.on("websocket", self._listen)
        self._page.on("request", self._note)
        self._page.on("pageerror", lambda error: self._errors.append(str(error)))
        self._page.goto(f"{address}/peta")
        self._wait_until_drawn()
        self._settle()
        self.areas = self._page.evaluate("bench.ready()")

    def click(self, area: int) -> Interaction | None:
        """Click area number `area`; None where no point of it can be clicked."""
        point = self._place(area)
        return self._timed("area", lambda: self._page.mouse.click(*point)) if point else None

    def earlier(self, area: int) -> Interaction:
        """One month back, with the map on area number `area`."""
        self._place(area)
        return self._timed("month", self._page.locator(".st-key-month_earlier button").click)

    def close(self) -> None:
        self._page.close()

    def _wait_until_drawn(self) -> None:
        try:
            self._page.wait_for_function("bench.ready()", polling=100)
        except PlaywrightError as problem:
            shown = self._page.locator("body").inner_text()
            errors = "; ".join(self._errors)
            raise RuntimeError(
                f"{self._page.url} was not drawn: {errors or problem} It shows: {shown[:500]!r}"
            ) from None

    def _place(self, area: int) -> list[float] | None:
        self._page.bring_to_front()
        self._page.evaluate("scrollTo(0, 0)")
        return self._page.evaluate("index => bench.place(index)", area)

    def _timed(self, kind: str, act) -> Interaction:
        self._settle()
        self._down.clear()
        self._up.clear()
        self._page.evaluate("kind => bench.arm(kind)", kind)
        act()
        ms = self._page.evaluate("bench.waited()")
        self._settle()
        if self._abroad:
            raise RuntimeError(f"the page asked beyond this machine, so the network was measured: {self._abroad[0]}")
        if ms is None:
            raise TimeoutError(f"{kind}: no repaint within {PATIENCE_MS / 1000:.0f} s of the click")
        kept = self._page.evaluate("bench.kept()")
        return Interaction(ms, sum(self._down) / 1000, sum(self._up) / 1000, kept["map"], kept["view"])

    def _settle(self) -> None:
        """Until the server has nothing more to say. Not timed."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            quiet = time.monotonic() - self._last
            if quiet > (QUIET_SECONDS if self._finished >= self._asked else SILENT_SECONDS):
                return
            self._page.wait_for_timeout(50)
        raise TimeoutError("the page did not come to rest")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._received)
        socket.on("framesent", self._sent)

    def _received(self, payload: bytes) -> None:
        self._last = time.monotonic()
        self._down.append(len(payload))
        self._finished += ForwardMsg.FromString(payload).WhichOneof("type") == "script_finished"

    def _sent(self, payload: bytes) -> None:
        self._last = time.monotonic()
        self._up.append(len(payload))
        self._asked += BackMsg.FromString(payload).WhichOneof("type") == "rerun_script"

    def _note(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self._abroad.append(request.url)
