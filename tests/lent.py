"""One Chromium for all tests of a process, and the profiles that are lent from test to test.

A page in a new profile costs two to three seconds of CPU. Half of that is for Streamlit's script, fetched, read and
compiled; a page that stood there before has it. So a profile goes round: whoever gives it back leaves no cookie, no
storage and no other page behind, only what the browser keeps of files that never change.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

DESK = (1366, 768)
# Without a file of its own an empty page stands in the process of the one before, which goes on with what it compiled.
LEAVE = """() => location.replace("about:blank")"""
STORED = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
_resting: dict[str, list[Page]] = defaultdict(list)


class Running:
    """A browser that goes on between the modules that use it; what else runs in this thread does not notice."""

    def __init__(self, executable: str, flags: list[str]):
        self._playwright: Playwright = sync_playwright().start()
        self.browser: Browser = self._playwright.chromium.launch(executable_path=executable, args=flags)
        self._loop = asyncio.get_running_loop()  # Playwright's own, which it leaves marked as running

    @contextmanager
    def used(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self._loop)
        try:
            yield self.browser
        finally:
            asyncio._set_running_loop(None)

    def close(self) -> None:
        with self.used():
            _resting.clear()
            self.browser.close()
            self._playwright.stop()


@cache
def running(executable: str, flags: tuple[str, ...], at_the_end: Callable[[Callable[[], None]], None]) -> Running:
    """The one of this process; at_the_end: takes what is to be called when there are no more tests."""
    started = Running(executable, [*flags])
    at_the_end(started.close)
    return started


@contextmanager
def lent(browser: Browser, size: tuple[int, int] = DESK, **how: object) -> Iterator[Page]:
    """A page in a profile of its own, its window of this size. how: of the profile, as Playwright has it."""
    resting = _resting[repr(sorted(how.items()))]
    page = resting.pop() if resting else browser.new_context(**how).new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_default_timeout(60_000)
    try:
        yield page
    finally:
        if _is_clean(page):
            resting.append(page)
        else:
            page.context.close()


@contextmanager
def heard(who: Page | BrowserContext, **told: Callable[[object], object]) -> Iterator[None]:
    """What happens there is told by its name, until the end."""
    for event, listener in told.items():
        who.on(event, listener)
    try:
        yield
    finally:
        for event, listener in told.items():
            who.remove_listener(event, listener)


def _is_clean(page: Page) -> bool:
    """Whether nothing is left for the next who is lent it; a page that was closed is not mended."""
    if page.is_closed():
        return False
    context = page.context
    for other in context.pages:
        if other != page:
            other.close()
    context.set_offline(False)
    context.clear_permissions()
    page.emulate_media(media="null")
    page.mouse.move(0, 0)
    page.evaluate(LEAVE)
    page.wait_for_url("about:blank")
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": STORED})
    session.detach()
    context.clear_cookies()
    return True
