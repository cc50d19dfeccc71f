"""A map page in a real Chromium: what one interaction takes, in time and bytes, and what becomes of the map."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, FrameLocator, WebSocket, sync_playwright
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
# What measures is evaluated in the page, which its Content-Security-Policy would refuse.
WINDOW = {"viewport": {"width": 1366, "height": 768}, "bypass_csp": True}
PATIENCE_MS = 60_000
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
def chromium(*more: str) -> Iterator[Browser]:
    """Debian's Chromium, with more arguments where they are needed. Raises NoBrowser."""
    program = shutil.which("chromium")
    if not program:
        raise NoBrowser("no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            browser.close()


class MapPage:
    """A map of one server, opened and drawn. `areas`: how many kecamatan are on it; `first_ms`: until they were.

    place: a browser, for a page that has nothing in its cache, or a context that pages share; is_map: False for a page
    that has only text to show.
    """

    def __init__(self, place: Browser | BrowserContext, address: str, path: str = "peta", *, is_map: bool = True):
        self._down: list[int] = []
        self._up: list[int] = []
        self._asked = self._finished = 0
        self._last = time.monotonic()
        self._abroad: list[str] = []
        self._errors: list[str] = []
        self._is_map = is_map
        self._page = place.new_page(**({} if isinstance(place, BrowserContext) else WINDOW))
        self._page.set_default_timeout(PATIENCE_MS)
        self._page.add_init_script(f"if (window === top) {{ {WATCH} }}")
        self._page.on("websocket", self._listen)
        self._page.on("request", self._note)
        self._page.on("pageerror", lambda error: self._errors.append(str(error)))
        self._page.goto(f"{address}/{path}")
        self._wait_until_drawn()
        self.first_ms: float = self._page.evaluate("bench.first()") if is_map else 0.0
        self._settle()
        self.areas: int = self._page.evaluate("bench.ready(true)")

    def click(self, area: int) -> Interaction | None:
        """Click area number `area`; None where no point of it can be clicked."""
        point = self._place(area)
        return self._timed("area", lambda: self._page.mouse.click(*point)) if point else None

    def month(self, written: str | None = None) -> Interaction:
        """One month back, by the button in our map's frame; `written`, where months are in a selectbox."""
        if written:
            return self._choose("month" if self._is_map else "text", "periode", written)
        return self._timed("month", self._map.locator(".timpora-time button").nth(1).click)

    def layer(self, name: str) -> Interaction:
        """Another layer, by what its name ends in."""
        return self._choose("layer", "lapisan", name)

    def keep(self, row: int) -> Interaction:
        """Keep this row of the legend too, or let it go."""
        return self._timed("keep", self._map.locator(".timpora-key li button").nth(row).click)

    def take(self, kind: str, key: str, option: str) -> Interaction:
        """The option of a segmented control: kind "mode" of `tampilan`, "form" of `bentuk`."""
        control = self._page.locator(f".st-key-{key}").get_by_text(option, exact=True)
        return self._timed(kind, control.click)

    def fetched_kb(self, of: str) -> float:
        """What came over the network of the files under this path that the map has loaded; 0 from the cache."""
        fetched = self._page.evaluate("of => bench.fetched(of)", of)
        if fetched is None:
            raise RuntimeError(f"the map has loaded nothing from {of}")
        return fetched / 1000

    def close(self) -> None:
        self._page.close()

    @property
    def _map(self) -> FrameLocator:
        return self._page.frame_locator('iframe[title^="streamlit_folium"]')

    def _choose(self, kind: str, key: str, option: str) -> Interaction:
        self._page.locator(f".st-key-{key} input").fill(option)
        return self._timed(kind, self._page.get_by_role("option").filter(has_text=re.compile(f"{option}$")).first.click)

    def _wait_until_drawn(self) -> None:
        try:
            self._page.wait_for_function("isMap => bench.ready(isMap)", arg=self._is_map, polling=100)
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
        asked = self._asked
        act()
        ms = self._page.evaluate("bench.waited()")
        self._settle(asked + 1)
        if self._abroad:
            raise RuntimeError(f"the page asked beyond this machine, so the network was measured: {self._abroad[0]}")
        if ms is None:
            raise TimeoutError(f"{kind}: no repaint within {PATIENCE_MS / 1000:.0f} s of the click")
        kept = self._page.evaluate("bench.kept()")
        return Interaction(ms, sum(self._down) / 1000, sum(self._up) / 1000, kept["map"], kept["view"])

    def _settle(self, asked: int = 0) -> None:
        """Until so many reruns were asked for and the server has nothing more to say. Not timed."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < deadline:
            quiet = time.monotonic() - self._last
            is_done = self._finished >= self._asked >= asked
            if quiet > (QUIET_SECONDS if is_done else SILENT_SECONDS):
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
