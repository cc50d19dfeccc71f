"""Resident memory of a server while people have its pages open and do nothing, and after they have left."""

from contextlib import ExitStack

from benchmarks import bare, skeleton
from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE, BARE_ANY, OURS, Server
from benchmarks.wire import Session

WHAT = "a server of the page with only the same widgets"
WHAT_CROWD = "a server of pages with only the same widgets"
PER_SESSION = at_most(5)  # MB


def measure(house: House) -> list[Figure]:
    """MB after one session, after `scale.sessions`, and per session beyond the first; then a crowd on all pages."""
    count = house.scale.sessions
    taken = {OURS: [], BARE: []}
    for turn in range(house.scale.servers):
        progress(f"memory: server {turn + 1} of {house.scale.servers} …")
        for app, samples in taken.items():
            samples.append(_one_and_all(app, house, count))
    ours, plain = (list(zip(*samples, strict=True)) for samples in taken.values())
    names = {
        "server with 1 session": None,
        f"server with {count} sessions": None,
        "each further idle session": PER_SESSION,
    }
    return [
        *(
            Figure(f"memory: {name}", Measured(mine, "MB"), Measured(other, "MB"), WHAT, budget)
            for (name, budget), mine, other in zip(names.items(), ours, plain, strict=True)
        ),
        *_crowds(house),
    ]


def _one_and_all(app, house: House, count: int) -> tuple[float, float, float]:
    with Server(app, house) as server, ExitStack() as open_now:
        page = "" if app == BARE else "peta"
        sizes = []
        for _ in range(count):
            open_now.enter_context(Session(server.port, page)).open()
            sizes.append(server.resident_mb())
    first, last = sizes[0], sizes[-1]
    return first, last, (last - first) / max(count - 1, 1)


def _crowds(house: House) -> list[Figure]:
    count = house.scale.crowd
    with Server(OURS, house) as ours:
        mine = _crowd(house, ours, is_kept=True)
    with Server(BARE_ANY, house) as server:
        other = _crowd(house, server, is_kept=False)
    names = {
        f"server with {count} sessions on all pages": None,
        f"each of {count} idle sessions on all pages": PER_SESSION,
        f"each of {count} sessions that left, after as many came once more": PER_SESSION,
    }
    return [
        Figure(f"memory: {name}", Measured([here], "MB"), Measured([there], "MB"), WHAT_CROWD, budget)
        for (name, budget), here, there in zip(names.items(), mine, other, strict=True)
    ]


def _crowd(house: House, server: Server, *, is_kept: bool) -> tuple[float, float, float]:
    """MB of the server with all there; per idle session; and what each that has left still holds.

    Every page was opened once before the first is counted, and what they drew is kept as bare pages where asked for.
    Streamlit keeps a session that lost its connection for two minutes, 128 of them at most, in case it comes back: so
    what is left of those who went is what a second crowd, as big as the first, adds to the first one's memory.
    """
    for page in bare.PAGES:
        with Session(server.port, bare.address(page)) as session:
            session.open()
            if is_kept:
                skeleton.write(house.skeletons, page, session.messages, is_fragment=False)
    count, before = house.scale.crowd, server.resident_mb()
    after = []
    for turn in ("first", "second"):
        progress(f"memory: {turn} crowd of {count} …")
        with ExitStack() as open_now:
            for place in range(count):
                page = bare.address(bare.PAGES[place % len(bare.PAGES)])
                open_now.enter_context(Session(server.port, page)).open()
            after.append(server.resident_mb())
    first, second = after
    return first, (first - before) / count, max(second - first, 0) / count
