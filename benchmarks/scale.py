"""How much is measured: in full, or only enough to see that everything can be measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    months: int  # of sample data
    interactions: int  # clicks, and as many month changes, on each page in Chromium
    sizes: tuple[int, ...]  # kecamatan of made-up offices
    spans: tuple[int, ...]  # months of each
    reruns: int  # of each kind, over the websocket
    publications: int
    servers: int  # started afresh to measure their memory
    sessions: int  # held open in one server
    crowd: int  # sessions that come to one server, stay idle, leave, and come again
    users: int  # that use one server at the same time
    think_seconds: float  # on average between two acts of one of them
    paced_seconds: float  # for which they do so
    actions: int  # of all of them together, without a pause
    starts: int
    questions: int
    openings: int  # of a map in a browser that has nothing in its cache; files made


FULL = Scale(
    months=82,
    interactions=30,
    sizes=(68, 307, 6700),
    spans=(12, 84, 240),
    reruns=40,
    publications=3,
    servers=3,
    sessions=20,
    crowd=200,
    users=50,
    think_seconds=20,
    paced_seconds=60,
    actions=1000,
    starts=7,
    questions=300,
    openings=5,
)
SMOKE = Scale(
    months=6,
    interactions=2,
    sizes=(68, 136),
    spans=(3, 6),
    reruns=3,
    publications=1,
    servers=1,
    sessions=3,
    crowd=6,
    users=3,
    think_seconds=1,
    paced_seconds=5,
    actions=12,
    starts=1,
    questions=9,
    openings=1,
)
