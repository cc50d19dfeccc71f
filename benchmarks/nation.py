"""The map of the whole nation beside the office's: first paint, another form, and what an interaction costs.

Every pair of figures is taken in turns on two warm servers of the product, one for each house.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import islice

from playwright.sync_api import Browser

from benchmarks import browser
from benchmarks.browser import Interaction, MapPage
from benchmarks.figure import Budget, Figure, Measured, at_most
from benchmarks.house import NATION_MONTHS, House
from benchmarks.report import progress
from benchmarks.servers import OURS, Server
from timpora.text import say

WHAT = "the office's 68 kecamatan"
AT_MOST_KB = at_most(200)


def measure(house: House) -> list[Figure]:
    """First paint and form in ms, bytes over the websocket in kB, times to repaint in ms."""
    nation = house.nation
    with ExitStack() as open_now:
        chromium = open_now.enter_context(browser.chromium())
        addresses = [open_now.enter_context(Server(OURS, one)).address for one in (nation, house)]
        for address in addresses:
            _opened(chromium, address)  # shapes are made for the first who asks, and kept on disk
        progress("nation: first paint …")
        count = house.scale.openings
        opened = [[_opened(chromium, address) for address in addresses] for _ in range(count)]
        pages = [MapPage(chromium, address) for address in addresses]
        areas = f"{pages[0].areas:,} kecamatan"
        progress("nation: interactions …")
        done = {
            "click": list(zip(*[_clicks(page, count + 1) for page in pages], strict=True)),
            # Never the oldest, which would be compared with itself: that is one map.
            "month": _in_turns(pages, [lambda page: page.month()] * (NATION_MONTHS - 2)),
            "layer": _in_turns(pages, _layers(house, count)),
            "class kept": _in_turns(pages, [lambda page: page.keep(1)] * 2),
            "one beside another": _in_turns(pages, [lambda page: page.take("mode", "tampilan", _look("banding"))]),
        }
    return [
        _figure(f"{areas}: first paint (3 × wanted)", "ms", [[first for first, _ in pair] for pair in opened]),
        _figure(f"{areas}: to tiles", "ms", [[form.ms for _, form in pair] for pair in opened]),
        *(_figure(f"{areas}, {name}: bytes down", "kB", _all(pairs, _kb), AT_MOST_KB) for name, pairs in done.items()),
        *(_figure(f"{areas}, {name}: to repainted map", "ms", _all(pairs, _ms)) for name, pairs in done.items()),
    ]


def _opened(chromium: Browser, address: str) -> tuple[float, Interaction]:
    """First paint of a page of its own, in ms, and then from the land to tiles."""
    page = MapPage(chromium, address)
    try:
        return page.first_ms, page.take("form", "bentuk", say("map.form.ubin"))
    finally:
        page.close()


def _clicks(page: MapPage, count: int) -> list[Interaction]:
    """Clicks on different kecamatan that can be clicked."""
    order = random.Random(68).sample(range(page.areas), page.areas)
    return list(islice(filter(None, map(page.click, order)), count))


def _layers(house: House, count: int) -> list[Callable[[MapPage], Interaction]]:
    names = house.snapshot.ask("layers")["layer_name"][1 : 1 + count]
    return [lambda page, name=name: page.layer(name) for name in names]


def _look(mode: str) -> str:
    return say(f"map.mode.{mode}")


def _in_turns(pages: list[MapPage], acts: Sequence[Callable[[MapPage], Interaction]]) -> list[list[Interaction]]:
    return [[act(page) for page in pages] for act in acts]


def _kb(done: Interaction) -> float:
    return done.kb_down


def _ms(done: Interaction) -> float:
    return done.ms


def _all(pairs: Sequence[Sequence[Interaction]], of: Callable[[Interaction], float]) -> list[list[float]]:
    return [[of(one) for one in pair] for pair in pairs]


def _figure(name: str, unit: str, pairs: list[list[float]], budget: Budget | None = None) -> Figure:
    nation, office = (Measured(samples, unit) for samples in zip(*pairs, strict=True))
    return Figure(name, nation, office, WHAT, budget)
