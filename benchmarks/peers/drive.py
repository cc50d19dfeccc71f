"""One tool driven in Chromium: first page, months, clicks; time and bytes of each, and what it asks for abroad."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request

from benchmarks.browser import WINDOW
from benchmarks.peers.tools import MONTHS, Tool
from benchmarks.servers import memory_mb

WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
PATIENCE_SECONDS = 90
QUIET_MS = 700
# No name but that of this machine is found. A refused request would do too, but switches the browser's cache off.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# What Dash draws maps with wants WebGL, which here the processor has to do.
WEBGL = "--enable-unsafe-swiftshader"


@dataclass
class Taken:
    """Samples of one tool; a list stays empty where it cannot do what is asked."""

    start_s: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    first_kb: list[float] = field(default_factory=list)
    month_ms: list[float] = field(default_factory=list)
    month_kb: list[float] = field(default_factory=list)
    click_ms: list[float] = field(default_factory=list)
    click_kb: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    abroad: set[str] = field(default_factory=set)  # hosts it asked for, which were not answered


def taken(chromium: Browser, tool: Tool, data: Path, programs: Path, turns: int) -> Taken:
    """Start it `turns` times, each with a browser that has nothing in its cache."""
    found = Taken()
    for _ in range(turns):
        with _served(tool, data, programs, found) as (port, pid):
            page = chromium.new_page(**WINDOW)
            try:
                _used(page, tool, f"http://127.0.0.1:{port}{tool.page}", found)
                found.memory_mb.append(_tree_mb(pid))
            finally:
                page.close()
    return found


def _used(page: Page, tool: Tool, address: str, found: Taken) -> None:
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    page.add_init_script(f"if (window === top) {{ {WATCH} }}")
    page.on("request", lambda request: _note(request, found.abroad))
    count = _counted(page)
    page.goto(address)
    # Of a map that stays blank there is nothing to wait for but the number beside it.
    drawn = _load_ms(page) if tool.is_page_each else page.evaluate("of => peer.drawn(of)", tool.drawn)
    if drawn is not None:
        found.first_ms.append(drawn)
    page.wait_for_timeout(QUIET_MS)
    found.first_kb.append(count())
    for turn in range(MONTHS):
        _acted(page, tool, lambda turn=turn: tool.month(page, turn), ".answer", found.month_ms, found.month_kb, count)
    if tool.click:
        for turn in range(MONTHS):
            if tool.is_page_each:
                page.goto(address)
                page.wait_for_timeout(QUIET_MS)
                count()
            _acted(page, tool, lambda turn=turn: tool.click(page, turn), ".area", found.click_ms, found.click_kb, count)


def first_kb(chromium: Browser, address: str, drawn: str) -> float:
    """kB of a first page, counted as those of the tools are; drawn: a selector of what its map is made of."""
    page = chromium.new_page(**WINDOW)
    try:
        page.add_init_script(f"if (window === top) {{ {WATCH} }}")
        count = _counted(page)
        page.goto(address)
        page.evaluate("of => peer.drawn(of)", drawn)
        page.wait_for_timeout(QUIET_MS)
        return count()
    finally:
        page.close()


def _acted(
    page: Page, tool: Tool, act: Callable[[], None], of: str, ms: list[float], kb: list[float], count: Callable
) -> None:
    if tool.is_page_each:
        act()
        took = _load_ms(page)
    else:
        page.evaluate("of => peer.arm(of)", of)
        act()
        took = page.evaluate("peer.answered()")
    page.wait_for_timeout(QUIET_MS)
    received = count()
    if took is not None:  # a click beside a kecamatan, or on the one that is chosen
        ms.append(took)
        kb.append(received)


def _load_ms(page: Page) -> float:
    page.wait_for_load_state("load")
    return page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")


def _note(request: Request, abroad: set[str]) -> None:
    parts = urlsplit(request.url)
    if parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1":
        abroad.add(parts.hostname)


def _counted(page: Page) -> Callable[[], float]:
    """A function that says the kB that came since it was last asked: over HTTP as sent, over websockets as long."""
    came = [0]
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    wire.on("Network.webSocketFrameReceived", lambda event: came.append(_length(event["response"])))

    def since() -> float:
        total = sum(came) / 1000
        came.clear()
        return total

    return since


def _length(frame: dict) -> int:
    # Binary frames are told in base64.
    return len(frame["payloadData"]) * 3 // 4 if frame["opcode"] == 2 else len(frame["payloadData"].encode())


@contextmanager
def _served(tool: Tool, data: Path, programs: Path, found: Taken):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [part.format(port=port, data=data) for part in tool.command]
    environment = os.environ | {"PEERS_DATA": str(data)}
    log = (data / f"{port}.log").open("w+")
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(programs / command[0]), *command[1:]],
        cwd=data,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        while not _answers(port, tool.page):
            if process.poll() is not None or time.perf_counter() - started > PATIENCE_SECONDS:
                log.seek(0)
                raise RuntimeError(f"{tool.name} did not start: {log.read()[-800:]}")
            time.sleep(0.02)
        found.start_s.append(time.perf_counter() - started)
        yield port, process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def _answers(port: int, page: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", page)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tree_mb(pid: int) -> float:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(memory_mb(int(one), "VmRSS") for one in [pid, *children])
