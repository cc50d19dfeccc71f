"""From a command to a server that can answer: the server alone, and all that a second `make run` does."""

import time

from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import BARE, OURS, Server
from benchmarks.wire import Session

WHAT = "a server of the page with only the same widgets"


def measure(house: House) -> list[Figure]:
    """Seconds until /healthz says 200; with `python -m timpora setup` on a ready folder before it; first page in ms."""
    healthy: dict = {OURS: [], BARE: []}
    first: dict = {OURS: [], BARE: []}
    again = []
    for turn in range(house.scale.starts):
        progress(f"start: {turn + 1} of {house.scale.starts} …")
        started = time.perf_counter()
        house.command("setup")
        setup = time.perf_counter() - started
        for app in (OURS, BARE):
            with Server(app, house) as server:
                healthy[app].append(server.healthy_seconds)
                with Session(server.port, "" if app == BARE else "peta") as session:
                    first[app].append(session.open())
        again.append(setup + healthy[OURS][-1])
    ours, bare = (Measured(samples, "s") for samples in healthy.values())
    ours_first, bare_first = (Measured(samples, "ms") for samples in first.values())
    return [
        Figure("start to healthy", ours, bare, WHAT, at_most(8)),
        Figure("second `make run` to healthy", Measured(again, "s"), bare, WHAT, at_most(8)),
        Figure("first page after the start (/peta)", ours_first, bare_first, WHAT),
    ]
