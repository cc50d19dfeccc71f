"""How large text is written so that it has room: measured in DejaVu Sans, which is wider than what offices use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timpora.draw import deck_type, readable
from timpora.draw.deck_words import loud_from, words, written
from timpora.draw.image_sheet import LEADING, Place
from timpora.draw.slide import Figure, Slide, Table

PAD = 7  # pixels of a cell on the left and on the right
_MOST_LINES = 3  # of a cell
_SHORT = 0.22  # of a table's width: a column no wider than this is not broken
_UNDER = 54  # pixels under a table in which few words have room
LEAST = readable.least(720)  # pixels of the smallest type on a slide; what is below it in small is no part of it
WORDS = (24, 22, 20.5, LEAST)
ALONE = (34, 32, 30, 28, 26, *WORDS)
TABLE = (24, 22, 20.5, LEAST)
MAP = 0.74  # of its place a map is drawn, and then made larger: its legend is LEAST, its names readable.NAMES
GAP = 0.45  # between two paragraphs, in lines


@dataclass(frozen=True)
class Fitted:
    """size: of the type, in the unit of the width; paragraphs: the lines of each; texts: the same unbroken."""

    size: float
    paragraphs: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    is_cut: bool = False

    @property
    def height(self) -> float:
        return _height(self.paragraphs, self.size)


@dataclass(frozen=True)
class Laid:
    """A table as it goes into a place: cells as lines; more: rows that had no room."""

    size: float
    widths: tuple[float, ...]
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    is_number: tuple[bool, ...]  # of each column: written at its right edge
    more: int

    @property
    def height(self) -> float:
        return sum(map(self.row_height, [self.heads, *self.rows]))

    def row_height(self, cells: Sequence[Sequence[str]]) -> float:
        return max(map(len, cells), default=1) * self.size * LEADING + 0.6 * self.size


@dataclass(frozen=True)
class Places:
    """Where the parts of a slide stand, in pixels of 1280×720."""

    title: Place
    picture: Place
    words: Place
    foot: Place

    def arranged(self, slide: Slide) -> "Places":
        """Where there is a picture only, or words only, these have the room of both; few words stand under a table."""
        both = tuple(
            pick(ends)
            for pick, ends in zip((min, min, max, max), zip(self.picture, self.words, strict=True), strict=True)
        )
        left, top, right, bottom = both
        if slide.table and not (slide.map or slide.chart) and _are_few(words(slide), right - left):
            return Places(
                self.title, (left, top, right, bottom - _UNDER - PAD), (left, bottom - _UNDER, *both[2:]), self.foot
            )
        has_picture = bool(slide.map or slide.chart or slide.table)
        has_words = bool(slide.points or slide.cautions)
        return Places(self.title, self.picture if has_words else both, self.words if has_picture else both, self.foot)


DEFAULT = Places((48, 38, 1232, 150), (48, 162, 850, 632), (876, 162, 1232, 632), (48, 644, 1232, 708))


def fitted(
    paragraphs: Sequence[str],
    width: float,
    height: float,
    sizes: Sequence[float],
    *,
    bold: bool = False,
) -> Fitted:
    """Paragraphs in the largest of these sizes in which they have room; at the smallest what has none is cut."""
    whole = [text for one in paragraphs if (text := " ".join(one.split()))]
    lines: tuple[tuple[str, ...], ...] = ()
    for size in sizes:
        lines = tuple(tuple(deck_type.wrapped(text, size, width, bold)) for text in whole)
        if _height(lines, size) <= height:
            return Fitted(size, lines, tuple(whole))
    size, kept, room = sizes[-1], [], height / (sizes[-1] * LEADING)
    for number, paragraph in enumerate(lines):
        # Below the last whole paragraph one line is left free for the word that something is missing.
        spare = 0 if number == len(lines) - 1 else 1 + GAP / LEADING
        if len(paragraph) + spare <= room:
            kept.append(paragraph)
            room -= len(paragraph) + GAP / LEADING
            continue
        if (most := int(room + 1e-9)) >= 1:
            rest = " ".join(paragraph[most - 1 :]).rstrip(" .,;")
            last = deck_type.shortened(f"{rest}…", size, width, bold)
            kept.append((*paragraph[: most - 1], last))
        break
    texts = [*whole[: max(len(kept) - 1, 0)], *(" ".join(lines) for lines in kept[-1:])]
    return Fitted(size, tuple(kept), tuple(texts), is_cut=True)


def said(slide: Slide, width: float, height: float, sizes: Sequence[float]) -> tuple[Fitted, int]:
    """The sentences of a slide, and from which on they must not be overlooked: these are all there.

    Where there is no room for the others, the last of them are counted.
    """
    told, loud = words(slide), loud_from(slide)
    text, at = fitted(told, width, height, sizes), loud
    for kept in range(loud - 1, -1, -1):
        if not text.is_cut:
            break
        shown, at = [*told[:kept], readable.rest(loud - kept, slide.address, is_said=True), *told[loud:]], kept + 1
        text = fitted(shown, width, height, sizes)
    return text, at


def laid(table: Table, width: float, height: float, sizes: Sequence[float], most: int = readable.ROWS) -> Laid:
    """As many rows as have room, at most `most`, in the largest type in which these do."""
    rows = [[written(cell) for cell in row] for row in table.rows[:most]]
    numbers = tuple(
        any(isinstance(row[column], Figure) for row in table.rows[:most]) for column in range(len(table.heads))
    )
    made = Laid(sizes[-1], (), (), (), numbers, len(table.rows))
    for size in sizes:
        for widths in _widths(table.heads, rows, width, size):
            heads, *cells = (_cells(row, widths, size, not number) for number, row in enumerate([table.heads, *rows]))
            tried = Laid(size, widths, heads, tuple(cells), numbers, len(table.rows) - len(cells))
            if not made.widths or made.size != size or tried.height < made.height:
                made = tried
        if made.height <= height:
            return made
    left, kept = height - made.row_height(made.heads), []
    for row in made.rows:
        left -= made.row_height(row)
        if left < 0:
            break
        kept.append(row)
    return Laid(made.size, made.widths, made.heads, tuple(kept), numbers, len(table.rows) - len(kept))


def _are_few(said: Sequence[str], width: float) -> bool:
    return bool(said) and not fitted(said, width - 34, _UNDER, (LEAST,), bold=True).is_cut


def _height(paragraphs: Sequence[Sequence[str]], size: float) -> float:
    return (sum(map(len, paragraphs)) * LEADING + max(len(paragraphs) - 1, 0) * GAP) * size


def _cells(row: Sequence[str], widths: Sequence[float], size: float, bold: bool) -> tuple[tuple[str, ...], ...]:
    cells = []
    for text, width in zip(row, widths, strict=True):
        lines = deck_type.wrapped(text, size, width - 2 * PAD, bold)
        if len(lines) > _MOST_LINES:
            last = deck_type.shortened(" ".join(lines[_MOST_LINES - 1 :]), size, width - 2 * PAD, bold)
            lines = [*lines[: _MOST_LINES - 1], last]
        cells.append(tuple(lines))
    return tuple(cells)


def _widths(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: float, size: float
) -> Iterator[tuple[float, ...]]:
    """Ways to share a width: columns as wide as their longest text where all have room, heads in two lines at most;

    else every word has room, and long texts share the rest by what they lack, or so that the shortest are not broken.
    """
    air = 2 * PAD + 2
    least = [max((deck_type.measured(word, size, True) for word in head.split()), default=0) + air for head in heads]
    wanted = [
        max(deck_type.measured(head, size, True) * 0.6 + air, one) for head, one in zip(heads, least, strict=True)
    ]
    for row in rows:
        for column, cell in enumerate(one[:120] for one in row):
            wanted[column] = max(wanted[column], deck_type.measured(cell, size) + air)
            longest = max((deck_type.measured(word, size) for word in cell.split()), default=0)
            least[column] = max(least[column], longest + air)
    if sum(wanted) <= width:
        yield tuple(one + (width - sum(wanted)) / len(wanted) for one in wanted)
        return
    least = [min(one, width / len(least)) for one in least]
    more = [one - own for one, own in zip(wanted, least, strict=True)]
    for shares in (_by_lack(more, width - sum(least)), _shortest_first(more, width - sum(least))):
        yield tuple(own + one for own, one in zip(least, shares, strict=True))
    short = [one if one <= width * _SHORT else own for one, own in zip(wanted, least, strict=True)]
    if sum(short) <= width:
        more = [one - own for one, own in zip(wanted, short, strict=True)]
        yield tuple(own + one for own, one in zip(short, _by_lack(more, width - sum(short)), strict=True))


def _by_lack(more: Sequence[float], room: float) -> list[float]:
    return [one * room / sum(more) for one in more]


def _shortest_first(more: Sequence[float], room: float) -> list[float]:
    """Each what it lacks, from the least, while no other has less than an equal share of the rest."""
    shares = [0.0] * len(more)
    order = sorted(range(len(more)), key=lambda column: more[column])
    for done, column in enumerate(order):
        shares[column] = min(more[column], room / (len(order) - done))
        room -= shares[column]
    return shares
