"""The map in Chromium: bytes per interaction, time to repaint, and whether the map and its viewport live through it.

"Naive" is a page with folium.Choropleth of the same data (apps/naive_page.py). The two pages take turns, so that
whatever else the machine does falls on both. What only our map has stands beside the naive page's change of layer:
there every interaction sends the whole map.
"""

import random
from collections.abc import Callable
from contextlib import ExitStack

from benchmarks import browser
from benchmarks.browser import Interaction, MapPage
from benchmarks.figure import COUNTED, Budget, Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE, NAIVE, OURS, Server
from timpora.text import month, say

WHAT = "a page with folium.Choropleth of the same data"
DOWN = "bytes down"
AT_MOST_KB = at_most(8)
Of = Callable[[Interaction], float]


def measure(house: House) -> list[Figure]:
    """Bytes over the websocket in kB, times from click to repaint in ms, maps and viewports that stayed."""
    with ExitStack() as open_now:
        chromium = open_now.enter_context(browser.chromium())
        pages = [MapPage(chromium, open_now.enter_context(Server(app, house)).address) for app in (OURS, NAIVE)]
        clicks, months = _taken_in_turns(pages, house)
        text = MapPage(chromium, open_now.enter_context(Server(BARE, house)).address, "", is_map=False)
        turns = range(min(5, max(2, house.scale.interactions // 4)))
        # Before the oldest month is shown, which has none to stand beside; and months while the first layer is shown:
        # of a sparse one two months may look alike, and nothing is repainted.
        kept, looks = _only_ours(pages[0], len(turns))
        progress("map: months beside text …")
        beside = [(pages[0].month(), text.month(f"bulan {1 + turn}")) for turn in turns]
        layers = _layers(pages, house)
    stayed = tuple(page_clicks + page_months for page_clicks, page_months in zip(clicks, months, strict=True))
    figures = []
    for name, pair in (("click", clicks), ("month", months), ("layer", layers)):
        figures.append(_figure(f"map, another {name}: {DOWN}", "kB", pair, _kb, AT_MOST_KB))
    figures += [
        _figure(f"map, a class kept: {DOWN}", "kB", (kept, layers[1]), _kb, AT_MOST_KB),
        _figure(f"map, one beside another: {DOWN}", "kB", (looks, layers[1]), _kb, AT_MOST_KB),
        _figure("map, another click: bytes up", "kB", clicks, lambda done: done.kb_up),
        _figure("map, another month: bytes up", "kB", months, lambda done: done.kb_up),
        _figure("map, another click: to outline and numbers", "ms", clicks, lambda done: done.ms),
        _figure("map, another month: to repainted map", "ms", months, lambda done: done.ms),
        Figure(
            "map, another month: to repainted map (2 × wanted)",
            *(Measured([done.ms for done in page], "ms") for page in zip(*beside, strict=True)),
            "a page of the same widgets that changes only its text",
        ),
        _figure("map, another layer: to repainted map", "ms", layers, lambda done: done.ms),
        _figure("map, a class kept: to repainted map", "ms", (kept, layers[1]), lambda done: done.ms),
        _figure("map, one beside another: to both maps", "ms", (looks, layers[1]), lambda done: done.ms),
        _figure("the map object survived", COUNTED, stayed, lambda done: done.is_same_map),
        _figure("the viewport stayed", COUNTED, stayed, lambda done: done.is_same_view),
    ]
    return figures


def _only_ours(page: MapPage, count: int) -> tuple[list[Interaction], list[Interaction]]:
    """A class of the legend kept and let go, and one map to two, `count` times each; the way back is not counted."""
    progress("map: classes and looks …")
    kept, looks = [], []
    for _ in range(count):
        kept.append(page.keep(1))
        page.keep(1)
        looks.append(page.take("mode", "tampilan", say("map.mode.banding")))
        page.take("mode", "tampilan", say("map.mode.satu"))
    return kept, looks


def _kb(done: Interaction) -> float:
    return done.kb_down


def _figure(
    name: str, unit: str, pages: tuple[list[Interaction], list[Interaction]], of: Of, budget: Budget | None = None
) -> Figure:
    ours, naive = (Measured([of(done) for done in page], unit) for page in pages)
    return Figure(name, ours, naive, WHAT, budget)


def _taken_in_turns(pages: list[MapPage], house: House) -> tuple[list[list[Interaction]], list[list[Interaction]]]:
    """Clicks on different kecamatan and months back on every page: (clicks, months) per page."""
    # One more of each comes first and is not counted: it pays for what is loaded once.
    count = house.scale.interactions
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
                written = month(house.periods[len(changed) + 1])
                changed.append(page.month(None if page is pages[0] else written))
    return [page[1:] for page in clicks], [page[1:] for page in months]


def _layers(pages: list[MapPage], house: House) -> list[list[Interaction]]:
    """One layer after another: Streamlit sends no message twice that a browser had in its last two runs."""
    progress("map: layers …")
    names = list(house.snapshot.ask("layers")["layer_name"][1 : 1 + min(5, max(2, house.scale.interactions // 4))])
    return [list(done) for done in zip(*[[page.layer(name) for page in pages] for name in names], strict=True)]
