"""The map page opened in Chromium: first paint of one map and of twelve, and what a second visit fetches."""

from contextlib import ExitStack

from benchmarks import browser
from benchmarks.browser import WINDOW, MapPage
from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import NAIVE, OURS, Server

LOADED = {"geometry": "/geometri/", "Leaflet": "/leaflet/", "our scripts": "/statis/", "the frame": "/component/"}


def measure(house: House) -> list[Figure]:
    """First paint in ms after the navigation began, nothing in the browser's cache; kB over the network per visit."""
    with ExitStack() as open_now:
        chromium = open_now.enter_context(browser.chromium())
        ours, naive = (open_now.enter_context(Server(app, house)).address for app in (OURS, NAIVE))
        asked = [(ours, "peta"), (naive, ""), (ours, "peta?tampilan=deret")]
        firsts = []
        for turn in range(house.scale.openings + 1):
            progress(f"opening: {turn} of {house.scale.openings} …")
            firsts.append([_first(chromium, *one) for one in asked])
        visits = [_visits(chromium, ours) for _ in range(house.scale.openings)]
    # The first of each paid for what a server loads once.
    one, plain, twelve = (Measured(samples, "ms") for samples in zip(*firsts[1:], strict=True))
    figures = [
        Figure("first paint of the map", one, plain, "a page with folium.Choropleth of the same data"),
        Figure("first paint of twelve small maps", twelve, one, "of one map"),
    ]
    for name in LOADED:
        first, *others = (Measured([visit[turn][name] for visit in visits], "kB") for turn in range(3))
        for visit, fetched in zip(("second visit", "another page's map"), others, strict=True):
            figures.append(Figure(f"{name} over the network, {visit}", fetched, first, "the first visit"))
    return figures


def _first(chromium, address: str, path: str) -> float:
    page = MapPage(chromium, address, path)
    page.close()
    return page.first_ms


def _visits(chromium, address: str) -> list[dict[str, float]]:
    """What three pages of one browser fetch: the map, the map again, the map of the index."""
    with chromium.new_context(**WINDOW) as context:
        fetched = []
        for path in ("peta", "peta", "risiko"):
            page = MapPage(context, address, path)
            fetched.append({name: page.fetched_kb(of) for name, of in LOADED.items()})
            page.close()
        return fetched
