"""Ours and the same widgets with nothing behind them, side by side: the page whole, or what one act in it draws again.

The second is made anew from what the first has just drawn (skeleton.py), so it has what the page has today.
"""

from collections.abc import Callable

from benchmarks import skeleton
from benchmarks.figure import Measured
from benchmarks.house import PART, House
from benchmarks.servers import BARE_ANY, Server
from benchmarks.wire import Session
from timpora.web import navigation

PAGES = list(navigation.PAGES)
WHOLE_PAGE = "a page of the same widgets and nothing else, the whole page again"
PART_OF_PAGE = "the same widgets and nothing else, drawn again"
Act = Callable[[Session, int], float]  # what is done on a page, the how manieth time; returns ms


def address(page: str) -> str:
    """Where a page is: the first one at `/`."""
    return "" if page == PAGES[0] else page


def whole(house: House, ours: Server, bare: Server, page: str, count: int) -> list[Measured]:
    """ms of the page run from its beginning, as after a choice in it: ours, bare; in turns on two warm sessions."""
    with Session(ours.port, address(page)) as mine:
        mine.open()
        skeleton.write(house.skeletons, page, mine.messages, is_fragment=False)
        with Session(bare.port, address(page)) as widgets:
            widgets.open()
            return _in_turns(count, lambda turn: mine.open(), lambda turn: widgets.open())


def part(house: House, mine: Session, act: Act, beside: Act, count: int) -> list[Measured]:
    """ms of an act on an open session of ours, and of `beside` on the widgets that the act drew again.

    Both acts are told which time it is, from 0; the first is not counted.
    """
    act(mine, 0)
    is_fragment = not any(message.WhichOneof("type") == "navigation" for message in mine.messages)
    skeleton.write(house.skeletons, PART, mine.messages, is_fragment=is_fragment)
    with Server(BARE_ANY, house) as server, Session(server.port, PART) as widgets:
        widgets.open()
        beside(widgets, 0)
        return _in_turns(count, lambda turn: act(mine, turn), lambda turn: beside(widgets, turn))


def _in_turns(count: int, *acts: Callable[[int], float]) -> list[Measured]:
    taken = [[act(turn) for act in acts] for turn in range(1, count + 1)]
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]
