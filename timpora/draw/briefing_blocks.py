"""The blocks of a briefing: one slide over the whole width, or two whose pictures stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from timpora.draw import deck_fit, deck_type, slide_chart, slide_picture
from timpora.draw import deck_words as words
from timpora.draw.deck_fit import GAP
from timpora.draw.deck_pdf import Paper
from timpora.draw.image_sheet import INK, LEADING, LINK, LOUD, MUTED
from timpora.draw.slide import Deck, Slide, Table
from timpora.text import number, say

WIDTH = 706
LEAST_ROWS = 3  # a table of fewer says less than its sentence
SMALL, BODY = 11.0, 12.0  # pixels of 1/96 inch: 8 and 9 points
_TITLE, _CAPTION = (16, 15, 14), (14, 13)
_LINES = 4  # of one sentence; the rest is where its link leads
_BETWEEN = 20  # two columns
_SHARE = 0.56  # of the width that a picture has beside its sentences
_ZOOM = 1.1  # how much smaller than on a screen a picture is written
_NEAR = 3  # slides further on, up to which a map finds another map


@dataclass(frozen=True)
class Block:
    """How much of a slide, or of two, is told. rows: of its table; points: sentences; picture: its height or 0."""

    slides: tuple[Slide, ...]
    rows: int = 40
    points: int = 5
    picture: float = 0

    @property
    def is_pair(self) -> bool:
        return len(self.slides) == 2


@dataclass(frozen=True)
class Told:
    """What all blocks leave to the page: what was chosen for most slides, cautions that several have."""

    deck: Deck
    chosen: frozenset[str]
    shared: frozenset[str]


@dataclass(frozen=True)
class Part:
    """height: pixels; paint: with this left and upper edge."""

    height: float
    paint: Callable[[Paper, float, float], object]


def paired(slides: Sequence[Slide], picture: float) -> list[Block]:
    """In their order; a map comes beside the next map, a chart beside the next chart, else two that are neighbours."""
    left, made = [*range(len(slides))], []
    while left:
        first = left.pop(0)
        other = _partner(slides, first, left)
        if other is not None:
            left.remove(other)
        own = (slides[first],) if other is None else (slides[first], slides[other])
        made.append(Block(own, picture=picture if _kind(slides[first]) else 0))
    return made


def _partner(slides: Sequence[Slide], first: int, left: Sequence[int]) -> int | None:
    if not (kind := _kind(slides[first])):
        return None
    alike = [other for other in left if other - first <= _NEAR and _kind(slides[other]) == kind]
    beside = [other for other in left if other == first + 1 and _kind(slides[other])]
    return next(iter([*alike, *beside]), None)


def _kind(slide: Slide) -> str:
    return "map" if slide.map else "chart" if slide.chart else ""


def height(block: Block, told: Told) -> float:
    return max(sum(part.height for part in column) for column in _columns(block, told))


def paint(paper: Paper, block: Block, told: Told, left: float, top: float) -> None:
    for column in _columns(block, told):
        y = top
        for part in column:
            part.paint(paper, left, y)
            y += part.height
        left += (WIDTH + _BETWEEN) / 2


def _columns(block: Block, told: Told) -> list[list[Part]]:
    if not block.is_pair:
        return [list(_alone(block, told))]
    wide = (WIDTH - _BETWEEN) / 2
    heads = [_head(slide, wide, _CAPTION, 3, told) for slide in block.slides]
    high = max(head.height for head in heads)  # so that pictures begin on one line
    columns = []
    for slide, head in zip(block.slides, heads, strict=True):
        column = [Part(high, head.paint)]
        if block.picture:
            column.append(_picture(slide, told.deck, wide, block.picture))
        columns.append([*column, _sentences(slide, wide, block.points, told, told_only=not block.picture)])
    return columns


def _alone(block: Block, told: Told) -> Iterator[Part]:
    slide = block.slides[0]
    table, rows = table_of(slide), rows_of(block)
    sizes = _CAPTION if _kind(slide) and not block.picture else _TITLE
    yield _head(slide, WIDTH, sizes, 2, told, len(table.rows) if table and not rows else 0)
    if block.picture:
        wide = WIDTH * _SHARE if words.words(slide) else WIDTH
        picture = _picture(slide, told.deck, wide, block.picture)
        beside = _sentences(slide, WIDTH - wide - _BETWEEN, block.points, told) if words.words(slide) else None

        def both(paper: Paper, left: float, top: float) -> None:
            picture.paint(paper, left, top)
            if beside:
                beside.paint(paper, left + wide + _BETWEEN, top)

        yield Part(max(picture.height, beside.height if beside else 0), both)
        return
    yield _sentences(slide, WIDTH, block.points, told, told_only=bool(_kind(slide)))
    if table and rows:
        laid = deck_fit.laid(table, WIDTH, 1e9, (SMALL,), rows)
        yield Part(laid.height + 4, lambda paper, left, top: paper.table(laid, left, top + 2))
        if len(table.rows) > rows:
            yield _rest(slide, len(table.rows) - rows, told.deck)


def table_of(slide: Slide) -> Table | None:
    """What a briefing lists of a slide without a picture: every row that there is, or the list behind its counts."""
    found = slide.behind or slide.table
    return found if found and found.heads and not _kind(slide) else None


def rows_of(block: Block) -> int:
    """How many rows of its table a block has."""
    table = None if block.is_pair else table_of(block.slides[0])
    rows = min(block.rows, len(table.rows)) if table else 0
    return rows if rows >= LEAST_ROWS or (table and rows == len(table.rows)) else 0


def _rest(slide: Slide, more: int, deck: Deck) -> Part:
    """How many rows more there are, and the address to type from paper."""
    at = words.link(deck, slide)
    said = deck_type.shortened(say("briefing.rest", n=number(more), address=at), SMALL, WIDTH)
    return Part(SMALL * LEADING + 5, lambda paper, left, top: paper.line(said, left, top + 2, SMALL, LINK, link=at))


def _head(slide: Slide, wide: float, sizes: Sequence[float], lines: int, told: Told, more: int = 0) -> Part:
    """Its sentence; after it or under it what was chosen for it alone, how many rows are missing, and the link."""
    title = deck_fit.fitted([slide.title], wide, lines * sizes[-1] * LEADING + 1, sizes, bold=True)
    own = [one for one in slide.filters if one and one not in told.chosen]
    own += [say("briefing.more_rows", n=more)] if more else []
    open_it = say("deck.open")
    room = wide - deck_type.measured(f"{open_it} · ", SMALL)
    said = deck_type.shortened(" · ".join(own), SMALL, room) + " · " if own else ""
    at = wide - deck_type.measured(said + open_it, SMALL)
    last = title.paragraphs[-1][-1] if title.paragraphs else ""
    is_after = wide == WIDTH and deck_type.measured(last, title.size, True) + _BETWEEN <= at
    above = (title.height - title.size * LEADING + title.size - SMALL) if is_after else title.height + 1

    def paint(paper: Paper, left: float, top: float) -> None:
        paper.write(title, left, top, bold=True)
        x = left + (at if is_after else 0)
        paper.line(said, x, top + above, SMALL, MUTED)
        x += deck_type.measured(said, SMALL)
        paper.line(open_it, x, top + above, SMALL, LINK, link=words.link(told.deck, slide))

    return Part(title.height + (4 if is_after else SMALL * LEADING + 5), paint)


def _picture(slide: Slide, deck: Deck, wide: float, high: float) -> Part:
    size = round(wide * _ZOOM), round(high * _ZOOM)

    def paint(paper: Paper, left: float, top: float) -> None:
        if slide.map:
            is_sample = bool(deck.sample)
            png = slide_picture.png(slide.map, size=size, scale=2.4 / _ZOOM, is_sample=is_sample, is_under=True)
        else:
            png = slide_chart.png(slide.chart, size=size, scale=2.4 / _ZOOM, type_size=BODY)
        paper.picture(png, (left, top, left + wide, top + high), slide.alt)

    return Part(high + 6, paint)


def _sentences(slide: Slide, wide: float, most: int, told: Told, *, told_only: bool = False) -> Part:
    """told_only: without its picture, so that what it shows is said where nothing else is."""
    said = [point for point in slide.points if point]
    said = (said or ([slide.alt] if told_only and slide.alt != slide.title else []))[:most]
    careful = " ".join(one for one in slide.cautions if one and one not in told.shared) if most else ""
    is_list = len(said) > 1
    room = wide - (BODY if is_list else 0)
    texts = [deck_fit.fitted([one], room, _LINES * BODY * LEADING + 1, (BODY,)) for one in said]
    if careful:
        texts.append(deck_fit.fitted([careful], wide, _LINES * SMALL * LEADING + 1, (SMALL,)))
    gap = BODY * GAP * 0.6

    def paint(paper: Paper, left: float, top: float) -> None:
        for place, text in enumerate(texts):
            is_own = place < len(said)
            paper.write(text, left, top, INK if is_own else LOUD, bullets=is_list and is_own)
            top += text.height + gap

    return Part(sum(text.height + gap for text in texts) + (2 if texts else 0), paint)
