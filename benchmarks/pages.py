"""Every page in Chromium: from its address to a page that has stopped changing, and from one choice in it to the same.

Beside it the page of the same widgets and nothing else (bare.py), opened in turns by the same browser. A map is a frame
of its own, which is not looked into here: what stands on it has its own figures (opening.py, interactions.py).
"""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks import bare, browser, skeleton
from benchmarks.browser import PATIENCE_MS, WINDOW
from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE_ANY, OURS, Server
from benchmarks.wire import Session

SETTLE = (Path(__file__).parent / "settle.js").read_text("utf-8")
WHAT = "a page of the same widgets and nothing else"
OTHER = '[data-testid="stButtonGroup"] button[aria-checked="false"]'
BOX = '[data-testid="stSelectbox"] input'


def measure(house: House) -> list[Figure]:
    """ms until drawn, nothing in the browser's cache; and ms until a choice was answered, where a page has one."""
    figures = []
    with ExitStack() as open_now:
        chromium = open_now.enter_context(browser.chromium())
        ours, widgets = (open_now.enter_context(Server(app, house)) for app in (OURS, BARE_ANY))
        for name in bare.PAGES:
            progress(f"pages: /{bare.address(name)} …")
            with Session(ours.port, bare.address(name)) as session:
                session.open()  # pays for what a server loads once, and says what is on the page
                skeleton.write(house.skeletons, name, session.messages, is_fragment=False)
            turns = range(max(house.scale.openings // 2, 1))
            taken = [[_opened(chromium, server, name) for server in (ours, widgets)] for _ in turns]
            for place, what in enumerate(("until drawn", "a choice, until answered")):
                samples = [[one[place] for one in pair] for pair in taken]
                if None not in [ms for pair in samples for ms in pair]:
                    both = (Measured(of, "ms") for of in zip(*samples, strict=True))
                    figures.append(Figure(f"/{bare.address(name)} in Chromium: {what}", *both, WHAT))
    return figures


def _opened(chromium: Browser, server: Server, name: str) -> tuple[float, float | None]:
    page = chromium.new_page(**WINDOW)
    try:
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(f"if (window === top) {{ {SETTLE} }}")
        page.goto(f"{server.address}/{bare.address(name)}")
        first = _still(page, 0)
        return first, _choice(page)
    finally:
        page.close()


def _choice(page: Page) -> float | None:
    """The first other option there is to press, else the next in the first box; None on a page without a choice."""
    other, box = page.locator(OTHER).first, page.locator(BOX).first
    if other.is_visible():
        started = page.evaluate("performance.now()")
        other.click()
    elif box.is_visible():
        box.click()
        box.press("ArrowDown")
        started = page.evaluate("performance.now()")
        box.press("Enter")
    else:
        return None
    return _still(page, started)


def _still(page: Page, started: float) -> float:
    ms = page.evaluate("started => still.since(started)", started)
    if ms is None:
        raise TimeoutError(f"{page.url} did not come to rest in {PATIENCE_MS / 1000:.0f} s")
    return ms
