"""/tren: bytes down and server time of another way of looking, for each shape, beside a page with no chart.

Both pages have the same widgets and are driven by the same small client over the websocket; they take turns.
"""

from contextlib import ExitStack
from itertools import cycle, islice

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE_TREND, OURS, Server
from benchmarks.wire import Session
from timpora.measure import ways
from timpora.text import say

BARE_PAGE = "a page of the same widgets without a chart"
SIX = "wilayah=73.72&banding=73.15&banding=73.11&banding=73.14&banding=73.12&banding=73.13"
SHAPES = {
    "6 lines of 24 months": SIX,
    "6 stacked": f"rupa=tumpuk&{SIX}",
    "7 small multiples": "rupa=deret",
    "heat table of all kecamatan, 24 months": "rupa=panas",
    "slope": "rupa=lereng",
}
_ASKED = [way for way in ways.WAYS if way != ways.SUM]  # there is no sum of a stock over months


def measure(house: House) -> list[Figure]:
    """Bytes in kB, the whole answer counted; times in ms. The first turn, which asks what nobody asked, is counted."""
    figures = []
    with ExitStack() as open_now:
        ours, bare = (open_now.enter_context(Server(app, house)) for app in (OURS, BARE_TREND))
        for name, query in SHAPES.items():
            progress(f"trend: {name} …")
            with Session(ours.port, "tren", query) as page, Session(bare.port, "") as text:
                page.open()
                text.open()
                taken = [
                    (*_chosen(page, say(f"trend.way.{way}")), *_chosen(text, f"cara {1 + place % 6}"))
                    for place, way in enumerate(islice(cycle(reversed(_ASKED)), max(house.scale.reruns // 3, 3)))
                ]
            ms, kb, bare_ms, bare_kb = zip(*taken, strict=True)
            figures += [
                Figure(
                    f"trend, {name}, another way: bytes down (60 kB wanted)",
                    Measured(kb, "kB"),
                    Measured(bare_kb, "kB"),
                    BARE_PAGE,
                ),
                Figure(
                    f"trend, {name}, another way: rerun (2 × wanted)",
                    Measured(ms, "ms"),
                    Measured(bare_ms, "ms"),
                    BARE_PAGE,
                ),
            ]
    return figures


def _chosen(page: Session, option: str) -> tuple[float, float]:
    """Milliseconds until the page was drawn, and kB that came."""
    return page.choose("cara", option), page.received / 1000
