"""The map in Chromium: bytes per click, time to repaint, and whether the map and its viewport live through it.

"Naive" is the same page with the map drawn by apps/naive_map.py. The two pages take turns, so that whatever else the
machine does falls on both.
"""

import random
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks import browser
from benchmarks.browser import Interaction, MapPage
from benchmarks.figure import COUNTED, Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import NAIVE, OURS, Server

WHAT = "the same page with folium.GeoJson on every rerun"


def measure(house: House) -> list[Figure]:
    """Bytes over the websocket in kB, times from click to repaint in ms, maps and viewports that stayed."""
    with ExitStack() as open_now:
        chromium = open_now.enter_context(browser.chromium())
        pages = [MapPage(chromium, open_now.enter_context(Server(app, house)).address) for app in (OURS, NAIVE)]
        clicks, months = _taken_in_turns(pages, house.scale.interactions)
    ours, naive = (page_clicks + page_months for page_clicks, page_months in zip(clicks, months, strict=True))
    return [
        _figure("map click: bytes down", "kB", clicks, lambda done: done.kb_down),
        _figure("map click: bytes up", "kB", clicks, lambda done: done.kb_up),
        _figure("month change: bytes down", "kB", months, lambda done: done.kb_down),
        _figure("month change: bytes up", "kB", months, lambda done: done.kb_up),
        _figure("map click: to outline and numbers", "ms", clicks, lambda done: done.ms),
        _figure("month change: to repainted map", "ms", months, lambda done: done.ms),
        _figure("the map object survived", COUNTED, (ours, naive), lambda done: done.is_same_map),
        _figure("the viewport stayed", COUNTED, (ours, naive), lambda done: done.is_same_view),
    ]


def _figure(name: str, unit: str, pages: tuple[list[Interaction], ...], of: Callable[[Interaction], float]) -> Figure:
    ours, naive = (Measured([of(done) for done in page], unit) for page in pages)
    return Figure(name, ours, naive, WHAT)


def _taken_in_turns(pages: list[MapPage], count: int) -> tuple[list[list[Interaction]], list[list[Interaction]]]:
    """`count` clicks on different kecamatan and `count` months back on every page: (clicks, months) per page."""
    # One more of each comes first and is not counted: it pays for what is loaded once.
    order = random.Random(68).sample(range(pages[0].areas), pages[0].areas)
    clicks: list[list[Interaction]] = [[] for _ in pages]
    months: list[list[Interaction]] = [[] for _ in pages]
    for turn, area in enumerate(order):
        if min(map(len, clicks)) > count:
            break
        if turn % 10 == 0:
            progress(f"map: interaction {turn} of about {count} …")
        for page, clicked, changed in zip(pages, clicks, months, strict=True):
            if done := page.click(area):
                clicked.append(done)
            if len(changed) <= count:
                changed.append(page.earlier(area))
    return [page[1:] for page in clicks], [page[1:] for page in months]
