"""Resident memory of a server while people have its map page open and do nothing."""

from contextlib import ExitStack

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE, OURS, Server
from benchmarks.wire import Session

WHAT = "a server of the page with only the same widgets"


def measure(house: House) -> list[Figure]:
    """MB after one session, after `scale.sessions`, and per session beyond the first; every sample a new server."""
    count = house.scale.sessions
    taken = {OURS: [], BARE: []}
    for turn in range(house.scale.servers):
        progress(f"memory: server {turn + 1} of {house.scale.servers} …")
        for app, samples in taken.items():
            samples.append(_one_and_all(app, house, count))
    ours, bare = (list(zip(*samples, strict=True)) for samples in taken.values())
    names = ("server with 1 session", f"server with {count} sessions", "each further idle session")
    return [
        Figure(f"memory: {name}", Measured(mine, "MB"), Measured(other, "MB"), WHAT)
        for name, mine, other in zip(names, ours, bare, strict=True)
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
