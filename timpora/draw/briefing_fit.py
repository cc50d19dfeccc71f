"""What of a briefing has room: what is told twice gives first, what a deck closes with gives last."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from timpora.draw import briefing_blocks
from timpora.draw.briefing_blocks import Block, Told
from timpora.draw.slide import Slide

LEAST, USUAL, LARGEST = 160.0, 205.0, 330.0  # heights of a picture
GAP = 14.0  # between two blocks
_WIDEST_GAP = 26.0
_CUTS = 3  # between the two pages that are tried, each a few tenths of a second


@dataclass(frozen=True)
class Fitted:
    """pages: one or two, with the air between their blocks; left: slides without room."""

    pages: tuple[tuple[Sequence[Block], float], ...]
    left: tuple[Slide, ...]


def fitted(
    slides: Sequence[Slide], told: Told, rooms: tuple[float, float], spare: Callable[[Sequence[Slide]], float]
) -> Fitted:
    """On one page where all of it has room there, else on two about as full.

    rooms: heights of the two; spare: what a page with these slides alone has more of it.
    """
    blocks = briefing_blocks.paired(slides, USUAL)
    whole = [briefing_blocks.height(block, told) for block in blocks]
    if _used(whole) <= rooms[0]:
        return Fitted((_spread(blocks, told, rooms[0]),), ())
    kept = _kept(blocks)
    shown = _given([*blocks], told, kept, lambda heights: _over(heights, rooms))
    heights = [briefing_blocks.height(block, told) for block in shown]
    without: set[int] = set()
    while shown and _over(heights, rooms) > 0:
        others = [place for place, block in enumerate(shown) if not any(block.slides is own for own in kept)]
        place = (others or [len(shown) - 1])[-1]
        without.update(map(id, shown.pop(place).slides))
        heights.pop(place)
    blocks = [block for block in blocks if id(block.slides[0]) not in without]
    usual, best = _cut(heights, rooms), ()
    # Where a page alone has room for more than both of them had together, it tells more: how much hangs on the cut.
    for at in sorted(range(len(shown) + 1), key=lambda at: abs(at - usual))[:_CUTS]:
        pages = []
        for own, room in ((slice(at), rooms[0]), (slice(at, len(shown)), rooms[1])):
            room += spare([slide for block in blocks[own] for slide in block.slides])
            again = _given(blocks[own], told, kept, lambda heights, room=room: _used(heights) - room)
            if not _has_room(again, told, room):
                again = [*shown[own]]
            pages.append((_regained(again, told, kept, room), room))
        if all(_has_room(own, told, room) for own, room in pages) and (not best or _tells(pages) > _tells(best)):
            best = pages
    spread = tuple(_spread(own, told, room) for own, room in best)
    return Fitted(spread, tuple(slide for slide in slides if id(slide) in without))


def _has_room(blocks: Sequence[Block], told: Told, room: float) -> bool:
    return _used([briefing_blocks.height(block, told) for block in blocks]) <= room


def _tells(pages: Sequence[tuple[Sequence[Block], float]]) -> float:
    """How much two pages tell: the first rows of a table say more than the twentieth, and three more than none."""
    return sum(math.log1p(briefing_blocks.rows_of(block)) for own, _ in pages for block in own)


def _kept(blocks: Sequence[Block]) -> tuple[Sequence[Slide], ...]:
    """What gives last: the first picture, lists behind counts, and the last table: a deck closes with what it asks."""
    pictures = [block.slides for block in blocks if block.picture]
    tables = [block.slides for block in blocks if block.slides[0].table and not block.picture]
    lists = [own for own in tables if own[0].behind]
    return *pictures[:1], *lists, *tables[-1:]


def _given(
    blocks: list[Block], told: Told, kept: Sequence[Sequence[Slide]], over: Callable[[Sequence[float]], float]
) -> list[Block]:
    """As little given up as makes room, in the order of `_STEPS`."""
    heights = [briefing_blocks.height(block, told) for block in blocks]
    has_pairs = any(block.is_pair for block in blocks)
    for give, is_kept_too, is_backwards in _STEPS:
        if give is _told_alone and not has_pairs:
            continue
        for place in sorted(range(len(blocks)), reverse=is_backwards):
            if over(heights) <= 0:
                return blocks
            if is_kept_too or not any(blocks[place].slides is own for own in kept):
                blocks[place] = give(blocks[place])
                heights[place] = briefing_blocks.height(blocks[place], told)
    return blocks


def _rows(most: int) -> Callable[[Block], Block]:
    return lambda block: replace(block, rows=min(block.rows, most))


def _points(most: int) -> Callable[[Block], Block]:
    return lambda block: replace(block, points=min(block.points, most))


def _told(block: Block) -> Block:
    return replace(block, picture=0)


def _small(block: Block) -> Block:
    return replace(block, picture=min(block.picture, LEAST))


def _told_alone(block: Block) -> Block:
    return block if block.is_pair else _told(block)


# What gives; whether that which gives last gives too; whether the last of a deck give first.
_STEPS = (
    (_rows(12), True, False),
    (_points(3), True, False),
    (_told_alone, False, False),
    (_rows(10), True, False),
    (_points(2), True, False),
    (_small, True, False),
    (_told, False, True),
    (_rows(8), False, False),
    (_points(1), True, False),
    *((_rows(most), False, True) for most in (6, 5, 4, 3)),
    (_rows(0), False, True),
    *((_rows(most), True, True) for most in (8, 5, 3)),
)
_ROWS = tuple({"rows": rows} for rows in range(3, 41))  # of what gives last first, then of all
_WISHES = (
    *_ROWS,
    *({"picture": high} for high in (LEAST, LEAST + 15, LEAST + 30, USUAL)),
    *({"points": points} for points in (1, 2, 3)),
)


def _regained(shown: list[Block], told: Told, kept: Sequence[Sequence[Slide]], room: float) -> list[Block]:
    """What was given up and has room all the same: rows of a table, a row of each in turn; pictures, sentences."""
    heights = [briefing_blocks.height(block, told) for block in shown]
    last = [place for place, block in enumerate(shown) if any(block.slides is own for own in kept)]
    for wish, places in [*((wish, last) for wish in _ROWS), *((wish, range(len(shown))) for wish in _WISHES)]:
        for place in places:
            more = replace(shown[place], **wish)
            if not _is_more(more, shown[place]):
                continue
            high = briefing_blocks.height(more, told)
            if _used(heights) - heights[place] + high <= room:
                shown[place], heights[place] = more, high
    return shown


def _is_more(more: Block, block: Block) -> bool:
    if more.picture > block.picture:
        return any(slide.map or slide.chart for slide in block.slides)
    table = briefing_blocks.table_of(block.slides[0])
    return block.rows < min(more.rows, len(table.rows) if table else 0) or more.points > block.points


def _spread(blocks: Sequence[Block], told: Told, room: float) -> tuple[Sequence[Block], float]:
    """What is spare makes pictures larger, then the air between blocks."""
    spare = room - _used([briefing_blocks.height(block, told) for block in blocks])
    pictures = sum(bool(block.picture) for block in blocks)
    more = min(max(spare, 0) / pictures, LARGEST - USUAL) if pictures else 0
    grown = [replace(block, picture=block.picture + more) if block.picture else block for block in blocks]
    spare = room - _used([briefing_blocks.height(block, told) for block in grown])
    return grown, min(GAP + max(spare, 0) / max(len(grown) - 1, 1), _WIDEST_GAP)


def _used(heights: Sequence[float]) -> float:
    return sum(heights) + GAP * max(len(heights) - 1, 0)


def _cut(heights: Sequence[float], rooms: tuple[float, float]) -> int:
    """How many stand on the first page."""
    return min(
        range(len(heights) + 1), key=lambda at: max(_used(heights[:at]) - rooms[0], _used(heights[at:]) - rooms[1])
    )


def _over(heights: Sequence[float], rooms: tuple[float, float]) -> float:
    at = _cut(heights, rooms)
    return max(_used(heights[:at]) - rooms[0], _used(heights[at:]) - rooms[1])
