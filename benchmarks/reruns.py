"""Server time of one rerun, from the request over the websocket to `script_finished`: no browser in it.

Three servers take turns: ours, the same pages with the naive map, and a page that has only the same widgets. All three
are driven by the same small client, and the cost of the wire is in all of them.
"""

from contextlib import ExitStack

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.scale import Scale
from benchmarks.servers import BARE, BARE_WHAT_IF, NAIVE, OURS, Server
from benchmarks.wire import Session

BARE_PAGE = "a page with only the same widgets"
NAIVE_PAGE = "the same page with folium.GeoJson"


def measure(house: House) -> list[Figure]:
    """Times in ms: a month nobody has asked for yet, one asked for before, and a click on the map."""
    with ExitStack() as open_now:
        sessions = []
        for app in (OURS, BARE, NAIVE):
            server = open_now.enter_context(Server(app, house))
            sessions.append(open_now.enter_context(Session(server.port, "" if app == BARE else "peta")))
            sessions[-1].open()
        progress("rerun: month changes …")
        walks = [_months(sessions, button, house.scale) for button in ("month_earlier", "month_later")]
        progress("rerun: map clicks …")
        clicks = _clicks((sessions[0], sessions[2]), house)
    slid, bare_slid = _slides(house)
    (fresh, bare, naive_fresh), (known, bare_known, naive_known) = walks
    ours_clicked, naive_clicked = clicks
    return [
        Figure("rerun: month nobody has seen", fresh, bare, BARE_PAGE),
        Figure("rerun: month nobody has seen", fresh, naive_fresh, NAIVE_PAGE),
        Figure("rerun: month seen before", known, bare_known, BARE_PAGE),
        Figure("rerun: month seen before", known, naive_known, NAIVE_PAGE),
        Figure("rerun: map click (fragment)", ours_clicked, bare_known, BARE_PAGE),
        Figure("rerun: map click (fragment)", ours_clicked, naive_clicked, NAIVE_PAGE),
        Figure("rerun: what-if, a slider moved (fragment)", slid, bare_slid, BARE_PAGE),
    ]


def _slides(house: House) -> list[Measured]:
    """A pillar's slider moved, on ours and on a page with only its widgets."""
    progress("rerun: sliders of the what-if …")
    with ExitStack() as open_now:
        sessions = []
        for app, page, query in ((OURS, "risiko", "bagian=simulasi"), (BARE_WHAT_IF, "", "")):
            server = open_now.enter_context(Server(app, house))
            sessions.append(open_now.enter_context(Session(server.port, page, query)))
            sessions[-1].open()
        taken = [
            [session.slide("simulasi.konteks", 21 + turn % 60) for session in sessions]
            for turn in range(house.scale.reruns)
        ]
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]


def _months(sessions: list[Session], button: str, scale: Scale) -> list[Measured]:
    """One way through the months, and back again on the second call: then every answer is remembered."""
    steps = min(scale.reruns, scale.months - 1)
    taken = [[session.press(button) for session in sessions] for _ in range(steps)]
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]


def _clicks(sessions: tuple[Session, ...], house: House) -> list[Measured]:
    """Clicks on one kecamatan after another."""
    areas = [house.areas[turn % len(house.areas)] for turn in range(house.scale.reruns)]
    taken = [[session.click(area) for session in sessions] for area in areas]
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]
