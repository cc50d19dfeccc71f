"""Server time of one rerun, from the request over the websocket to `script_finished`: no browser in it.

Three servers take turns: ours, a page with the naive map, and a page that has only the same widgets and changes only
its text. All three are driven by the same small client, and the cost of the wire is in all of them.
"""

from contextlib import ExitStack
from itertools import cycle, islice

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE, BARE_WHAT_IF, NAIVE, OURS, Server
from benchmarks.wire import Session
from timpora.text import month

BARE_PAGE = "a page of the same widgets that changes only its text"
WHOLE_PAGE = "a page of the widgets of /peta, the whole page again"
NAIVE_PAGE = "a page with folium.Choropleth"
ONE_MAP = "the same with one map"
PAGES = {"/": "", "/tindak-lanjut": "tindak-lanjut", "/paparan": "paparan"}  # of the meeting


def measure(house: House) -> list[Figure]:
    """Times in ms: a month nobody has asked for yet, one asked for before, a click on the map, twelve maps at once."""
    with ExitStack() as open_now:
        ours, bare, naive = (_opened(open_now, app, house) for app in (OURS, BARE, NAIVE))
        progress("rerun: month changes …")
        fresh, text, naive_fresh = _months(house, ours, bare, naive)
        known, text_known, naive_known = _months(house, ours, bare, naive)
        progress("rerun: map clicks …")
        clicked, naive_clicked = _clicks(house, ours, naive)
        progress("rerun: twelve maps …")
        twelve, one = _twelve(house, open_now)
        pages = {name: _again(house, open_now, page) for name, page in PAGES.items()}
    slid, bare_slid = _slides(house)
    return [
        Figure("rerun: month nobody has seen", fresh, text, BARE_PAGE),
        Figure("rerun: month nobody has seen", fresh, naive_fresh, NAIVE_PAGE),
        Figure("rerun: month seen before", known, text_known, BARE_PAGE),
        Figure("rerun: month seen before", known, naive_known, NAIVE_PAGE),
        Figure("rerun: map click", clicked, text_known, BARE_PAGE),
        Figure("rerun: map click", clicked, naive_clicked, NAIVE_PAGE),
        Figure("rerun: another month on twelve maps", twelve, one, ONE_MAP),
        Figure("rerun: what-if, a slider moved", slid, bare_slid, BARE_PAGE),
        *(Figure(f"rerun: {name}, the whole page again", *again, WHOLE_PAGE) for name, again in pages.items()),
    ]


def _opened(open_now: ExitStack, app, house: House, page: str = "peta", query: str = "") -> Session:
    server = open_now.enter_context(Server(app, house))
    session = open_now.enter_context(Session(server.port, page if app == OURS else "", query))
    session.open()
    return session


def _months(house: House, ours: Session, bare: Session, naive: Session) -> list[Measured]:
    """The months back from the newest but one; on the second call every answer is remembered."""
    places = range(1, min(house.scale.reruns, house.scale.months - 1) + 1)
    taken = [
        (
            ours.say(periode=f"{house.periods[place]:%Y-%m}", play=0),
            bare.choose("periode", f"bulan {place}"),
            naive.choose("periode", month(house.periods[place])),
        )
        for place in places
    ]
    return _measured(taken)


def _clicks(house: House, *sessions: Session) -> list[Measured]:
    """Clicks on one kecamatan after another."""
    areas = islice(cycle(house.areas), house.scale.reruns)
    return _measured([[session.say(code=area) for session in sessions] for area in areas])


def _twelve(house: House, open_now: ExitStack) -> list[Measured]:
    """A month chosen where it is the last of twelve maps, and where it is the only one; each for the first time."""
    sessions = [_opened(open_now, OURS, house, query=query) for query in ("tampilan=deret", "")]
    periods = islice(house.periods, 1, house.scale.reruns // 3 + 2)
    return _measured([[session.say(periode=f"{period:%Y-%m}", play=0) for session in sessions] for period in periods])


def _again(house: House, open_now: ExitStack, page: str) -> list[Measured]:
    """A page of the meeting run from its beginning, as after a choice in it, and the bare page as well."""
    progress(f"rerun: /{page} …")
    sessions = [_opened(open_now, OURS, house, page), _opened(open_now, BARE, house)]
    return _measured([[session.open() for session in sessions] for _ in range(house.scale.reruns)])


def _slides(house: House) -> list[Measured]:
    """A pillar's slider moved, on ours and on a page with only its widgets."""
    progress("rerun: sliders of the what-if …")
    with ExitStack() as open_now:
        sessions = [
            _opened(open_now, OURS, house, "risiko", "bagian=simulasi"),
            _opened(open_now, BARE_WHAT_IF, house),
        ]
        turns = range(house.scale.reruns)
        return _measured(
            [[session.slide("simulasi.konteks", 21 + turn % 60) for session in sessions] for turn in turns]
        )


def _measured(taken: list) -> list[Measured]:
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]
