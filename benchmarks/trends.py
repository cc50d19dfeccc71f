"""/tren: bytes down and server time of another way of looking, for each shape, beside the same widgets and no chart.

Both are driven by the same small client over the websocket; they take turns.
"""

from itertools import cycle, islice

from benchmarks import bare
from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import OURS, Server
from benchmarks.wire import Session
from timpora.measure import ways
from timpora.text import say

BARE_PAGE = "the same widgets without a chart"
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
    """Bytes in kB, the whole answer counted; times in ms. Some turns ask what nobody asked before."""
    figures = []
    names = [say(f"trend.way.{way}") for way in islice(cycle(reversed(_ASKED)), max(house.scale.reruns // 3, 3) + 1)]
    with Server(OURS, house) as ours:
        for name, query in SHAPES.items():
            progress(f"trend: {name} …")
            received: dict[int, list[float]] = {}

            def choose(page: Session, turn: int, received: dict = received) -> float:
                ms = page.choose("cara", names[turn])
                received.setdefault(id(page), []).append(page.received / 1000)
                return ms

            with Session(ours.port, "tren", query) as page:
                page.open()
                both = bare.part(house, page, choose, choose, len(names) - 1)
            kb = [Measured(samples[1:], "kB") for samples in received.values()]
            figures += [
                Figure(f"trend, {name}, another way: bytes down (60 kB wanted)", *kb, BARE_PAGE),
                Figure(f"trend, {name}, another way: rerun (2 × wanted)", *both, BARE_PAGE, at_most(3, of="ratio")),
            ]
    return figures
