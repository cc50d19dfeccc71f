"""People at one server: each opens pages, filters, clicks, presents, over a websocket and HTTP of their own."""

import random
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from benchmarks.house import House
from benchmarks.servers import Server
from benchmarks.wire import Session
from timpora.measure import ways
from timpora.text import say

PATIENCE_SECONDS = 60


@dataclass
class Done:
    """What became of the acts of many people. Filled by all of them at once."""

    ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def went_well(self) -> list[bool]:
        return [True] * len(self.ms) + [False] * len(self.failed)


class User:
    """One person. Who sits where decides where in the round they begin and what they look at."""

    def __init__(self, server: Server, house: House, seat: int):
        self._address, self._house = server.address, house
        self._random = random.Random(seat)
        self._session = Session(server.port, "peta")
        self._acts = self._round(seat)

    def __enter__(self) -> "User":
        self._session.__enter__()
        self._session.open()
        return self

    def __exit__(self, *problem: object) -> None:
        self._session.__exit__(*problem)

    def act(self, done: Done) -> None:
        """The next thing, its time or what went wrong with it."""
        try:
            done.ms.append(next(self._acts)())
        except Exception as problem:  # whatever it was: it is what the person would have seen
            done.failed.append(f"{type(problem).__name__}: {problem}")
            self._acts = self._round(0)

    def _round(self, seat: int) -> Iterator[Callable[[], float]]:
        """Ten things, over and over: five of them on the map. Who begins in the middle goes to its page first."""
        rounds = [self._map, self._trend, self._profile, self._meeting]
        for turn in count(seat):
            yield from rounds[turn % len(rounds)]()

    def _map(self) -> Iterator[Callable[[], float]]:
        session, chance = self._session, self._random
        layer = self._house.snapshot.ask("layers").sample(random_state=chance.randrange(1000)).iloc[0]
        yield lambda: session.go("peta")
        yield lambda: session.say(periode=f"{chance.choice(self._house.periods):%Y-%m}", play=0)
        yield lambda: session.say(code=chance.choice(self._house.areas))
        yield lambda: session.choose("lapisan", say("layer.name", group=layer.layer_group, name=layer.layer_name))
        yield lambda: session.say(code=chance.choice(self._house.areas))

    def _trend(self) -> Iterator[Callable[[], float]]:
        way = self._random.choice([way for way in ways.WAYS if way != ways.SUM])
        yield lambda: self._session.go("tren")
        yield lambda: self._session.choose("cara", say(f"trend.way.{way}"))

    def _profile(self) -> Iterator[Callable[[], float]]:
        yield lambda: self._session.go("kecamatan", f"wilayah={self._random.choice(self._house.areas)}")

    def _meeting(self) -> Iterator[Callable[[], float]]:
        yield lambda: self._session.go("paparan", f"salindia={self._random.randint(1, 8)}")
        yield self._present

    def _present(self) -> float:
        """The whole story on the full screen: a page of its own."""
        started = time.perf_counter()
        with urllib.request.urlopen(f"{self._address}/tayang", timeout=PATIENCE_SECONDS) as page:
            page.read()
        return (time.perf_counter() - started) * 1000


def together(users: list[User], stop: Callable[[Done], bool], think_seconds: float) -> Done:
    """All of them act until `stop`, each waiting `think_seconds` on average before every act."""
    done = Done()

    def sit(user: User, chance: random.Random) -> None:
        while not stop(done):
            if think_seconds and _waited(chance.expovariate(1 / think_seconds), lambda: stop(done)):
                return
            user.act(done)

    threads = [threading.Thread(target=sit, args=(user, random.Random(seat))) for seat, user in enumerate(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def _waited(seconds: float, is_over: Callable[[], bool]) -> bool:
    """Wait so long, or until it is over; whether it is."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not is_over():
        time.sleep(min(left, 0.2))
    return is_over()
