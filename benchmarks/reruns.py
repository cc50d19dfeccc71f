"""Server time of one rerun, from the request over the websocket to `script_finished`: no browser in it.

Ours takes turns with a page that has the same widgets and nothing else (bare.py), and the map with the naive map too.
All are driven by the same small client, and the cost of the wire is in all of them.
"""

from contextlib import ExitStack
from itertools import cycle, islice

from benchmarks import bare
from benchmarks.bare import PART_OF_PAGE, WHOLE_PAGE
from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE_ANY, NAIVE, OURS, Server
from benchmarks.wire import Session
from timpora.text import month

NAIVE_PAGE = "a page with folium.Choropleth"
ONE_MAP = "the same with one map"
WITHIN = at_most(3, of="ratio")


def measure(house: House) -> list[Figure]:
    """Times in ms: of acts on the map, of the what-if, and of every page run whole."""
    with Server(OURS, house) as ours:
        figures = _map(house, ours)
        progress("rerun: twelve maps …")
        figures.append(Figure("rerun: another month on twelve maps", *_twelve(house, ours), ONE_MAP))
        progress("rerun: sliders of the what-if …")
        figures.append(Figure("rerun: what-if, a slider moved", *_slides(house, ours), PART_OF_PAGE, WITHIN))
        with Server(BARE_ANY, house) as widgets:
            for page in bare.PAGES:
                progress(f"rerun: /{page} …")
                both = bare.whole(house, ours, widgets, page, max(house.scale.reruns // 3, 3))
                name = f"rerun: /{bare.address(page)}, the whole page again"
                figures.append(Figure(name, *both, WHOLE_PAGE, WITHIN))
    return figures


def _map(house: House, ours: Server) -> list[Figure]:
    """A month nobody has asked for yet, one asked for before, a click: beside bare widgets, then the naive map."""
    count = min(house.scale.reruns, house.scale.months - 2)
    figures = []
    with ExitStack() as open_now:
        page = open_now.enter_context(Session(ours.port, "peta"))
        page.open()
        for name in ("month nobody has seen", "month seen before"):
            progress(f"rerun: {name} …")
            both = bare.part(house, page, _month(house), _bare_month(house), count)
            figures.append(Figure(f"rerun: {name}", *both, PART_OF_PAGE, WITHIN))
        progress("rerun: map click …")
        both = bare.part(house, page, _click(house), _bare_month(house), house.scale.reruns)
        figures.append(Figure("rerun: map click", *both, PART_OF_PAGE, WITHIN))
        progress("rerun: naive map …")
        naive = open_now.enter_context(Session(open_now.enter_context(Server(NAIVE, house)).port, ""))
        naive.open()
        months, clicks = _beside_naive(house, page, naive, count)
    return [
        *figures,
        Figure("rerun: month seen before", *months, NAIVE_PAGE),
        Figure("rerun: map click", *clicks, NAIVE_PAGE),
    ]


def _month(house: House) -> bare.Act:
    """The months back from the newest but one."""
    return lambda page, turn: page.say(periode=f"{house.periods[turn + 1]:%Y-%m}", play=0)


def _bare_month(house: House) -> bare.Act:
    return lambda page, turn: page.choose("bulan_peta", f"bulan {(turn + 1) % house.scale.months}")


def _click(house: House) -> bare.Act:
    """One kecamatan after another."""
    return lambda page, turn: page.say(code=house.areas[turn % len(house.areas)])


def _beside_naive(house: House, page: Session, naive: Session, count: int) -> tuple[list[Measured], list[Measured]]:
    """Months that both have shown before, and clicks."""
    back = _month(house)
    rounds = [
        [(back(page, turn), naive.choose("periode", month(house.periods[turn + 1]))) for turn in range(count)]
        for _ in range(2)
    ]
    areas = islice(cycle(house.areas), house.scale.reruns)
    return _measured(rounds[1]), _measured([(page.say(code=area), naive.say(code=area)) for area in areas])


def _twelve(house: House, ours: Server) -> list[Measured]:
    """A month chosen where it is the last of twelve maps, and where it is the only one."""
    with ExitStack() as open_now:
        sessions = [open_now.enter_context(Session(ours.port, "peta", query)) for query in ("tampilan=deret", "")]
        for session in sessions:
            session.open()
        periods = list(islice(house.periods, 1, house.scale.reruns // 3 + 2))
        return _measured(
            [[session.say(periode=f"{period:%Y-%m}", play=0) for session in sessions] for period in periods]
        )


def _slides(house: House, ours: Server) -> list[Measured]:
    """A pillar's slider moved."""
    with Session(ours.port, "risiko", "bagian=simulasi") as page:
        page.open()

        def slide(page: Session, turn: int) -> float:
            return page.slide("simulasi.konteks", 21 + turn % 60)

        return bare.part(house, page, slide, slide, house.scale.reruns)


def _measured(taken: list) -> list[Measured]:
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]
