"""A reader in a real browser, watched: whatever a page asks of anybody but us, or complains about, fails the test."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lent import DESK, heard, lent
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from timpora import paths

WALL, PHONE = (1920, 1080), (390, 844)
OURS = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
# Below a page's address Streamlit first looks for its own there, which is not there.
STREAMLITS_OWN = re.compile(r"/[a-z-]+/_stcore/")


@contextmanager
def watched(browser: Browser, size: tuple[int, int] = DESK, **how: object) -> Iterator[Page]:
    """A page in a browser of one's own, its window of this size. how: of the browser, as Playwright has it."""
    asked, complaints = [], []
    with (
        lent(browser, size, **how) as page,
        heard(
            page.context,
            request=lambda request: asked.append(request.url),
            console=lambda said: complaints.append(said.text) if is_complaint(said) else None,
            weberror=lambda problem: complaints.append(str(problem.error)),
        ),
    ):
        yield page
    assert [url for url in asked if not url.startswith(OURS)] == []
    assert complaints == []


def is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and not STREAMLITS_OWN.search(said.location.get("url", ""))


def settled(page: Page) -> Page:
    """The page as it stays: its run has ended and all of it is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for late in page.get_by_test_id("stPlotlyChart").all():
        late.locator(".main-svg").first.wait_for()
    for frame in page.locator("iframe[title^='streamlit_folium']").all():
        frame.content_frame.locator(".timpora-key button").first.wait_for()
    return page


def sample(folder: Path) -> Path:
    """The sample of this checkout in a folder of its own: a server writes beside what it reads."""
    made = paths.ROOT / "data"
    if not (made / "published" / "current").exists():
        pytest.skip("the sample is not there: python -m timpora setup")
    leave = shutil.ignore_patterns("reference", "contracts", "access", "documents")
    return Path(shutil.copytree(made, folder / "data", symlinks=True, ignore=leave))
