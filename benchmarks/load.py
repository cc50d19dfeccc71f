"""Many people on one server process: how long each waits, what goes wrong, and whether its memory keeps still.

Two things are asked, and a machine of two cores that also plays the people could not answer both at once:

- How long does an act take while 50 people use it as people do? Each does something every 20 seconds on average, at
  moments that chance draws, for a minute; beside one person alone who never pauses, through the same acts.
- Does memory grow? An hour's worth of acts (50 people, each one every three minutes: 1,000), done without any pause.
"""

import time
from contextlib import ExitStack

from benchmarks.figure import ALL, COUNTED, Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from benchmarks.servers import OURS, Server
from benchmarks.users import Done, User, together

MOST_SECONDS = 150.0  # for the acts without a pause, on a slow machine
ALONE = "one user alone, without pausing"
P95 = 0.95


def measure(house: House) -> list[Figure]:
    """ms of an act (p95), acts that went well, acts a second, MB of the server after the first and last of the hour."""
    count, actions = house.scale.users, house.scale.actions
    with Server(OURS, house) as server, ExitStack() as open_now:
        progress("load: one user alone …")
        alone_acts = max(actions // 15, 10)
        first = open_now.enter_context(User(server, house, 0))
        together([first], _after(10), 0)  # pays for what is loaded once
        started = time.monotonic()
        alone = together([first], _after(alone_acts), 0)
        alone_rate = len(alone.ms) / (time.monotonic() - started)
        think = house.scale.think_seconds
        progress(f"load: {count} users, each every {think:g} s …")
        users = [first, *(open_now.enter_context(User(server, house, seat)) for seat in range(1, count))]
        paced = together(users, _for(house.scale.paced_seconds), think)
        sizes, crowded, rates = [server.resident_mb()], Done(), []
        for part in range(3):
            progress(f"load: {actions} acts without a pause, part {part + 1} of 3 …")
            started = time.monotonic()
            done = together(users, _either(_after(actions // 3), _for(MOST_SECONDS / 3)), 0)
            rates.append(len(done.ms) / (time.monotonic() - started))
            crowded.ms += done.ms
            crowded.failed += done.failed
            sizes.append(server.resident_mb())
    for problem in sorted({*alone.failed, *paced.failed, *crowded.failed})[:3]:
        progress(f"load: went wrong: {problem}")
    name = f"load: {count} users, each an act every {think:g} s"
    hour = f"load: {len(crowded.went_well):,} acts of {count} users without a pause"
    well = [Measured(done.went_well, COUNTED) for done in (alone, paced, crowded)]
    return [
        Figure(name, _p95(paced), _p95(alone), ALONE, at_most(5, of="ratio")),
        Figure(f"{name}: acts that went well", well[1], well[0], ALONE, ALL),
        Figure(f"{hour}: that went well", well[2], well[0], ALONE, ALL),
        Figure(f"{hour}: acts a second", Measured(rates, "a second"), Measured([alone_rate], "a second"), ALONE),
        Figure(
            f"{hour}: memory at the end",
            Measured(sizes[-1:], "MB"),
            Measured(sizes[1:2], "MB"),
            "after a third of them",
            at_most(1.1, of="ratio"),
        ),
    ]


def _p95(done: Done) -> Measured:
    return Measured(done.ms, "ms", share=P95)


def _after(acts: int):
    return lambda done: len(done.ms) + len(done.failed) >= acts


def _for(seconds: float):
    until = time.monotonic() + seconds
    return lambda done: time.monotonic() > until


def _either(*ends):
    return lambda done: any(is_over(done) for is_over in ends)
