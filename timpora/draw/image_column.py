"""The column beside the map: the answer in words, the legend, where the numbers are from. Blocks, one under another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timpora.draw import image_fills
from timpora.draw.image_sheet import INK, LEADING, LOUD, LOUD_GROUND, MUTED, Sheet, rectangle
from timpora.draw.legend import HATCHED, Row
from timpora.draw.map_caption import Caption
from timpora.draw.palettes import MAP, STAGE_BAR
from timpora.draw.pictures import Picture
from timpora.text import number, say

SMALL_TYPE = 12  # of sources and notes
STRIP_TYPE = 11  # of a legend in lines
WARNING, WARNING_GROUND = LOUD, LOUD_GROUND
_SWATCH = (26, 16)
_BAR = STAGE_BAR
_BARS_FROM = 360  # width of a column in which labels leave room for bars


@dataclass(frozen=True)
class Block:
    """height: pixels; paint: draws it with this upper edge."""

    height: float
    paint: Callable[[float], None]


@dataclass(frozen=True)
class Column:
    """Where blocks go, and how large their type is: headline and legend shrink before anything is left out."""

    sheet: Sheet
    left: float
    width: float
    headline: float = 26
    row: float = 25  # height of a row of the legend


def headline(column: Column, caption: Caption) -> list[Block]:
    """What the map is about in small, then the answer: its first sentence large, the others after it."""
    first, rest = re.fullmatch(r"(.*?[.!?])(?: (.*))?|(.*)", " ".join(caption.sentence.split())).group(1, 2)
    first = first or caption.sentence
    blocks = [_lines(column, caption.title, 15, colour=MUTED, most=2), Block(6, _nothing)]
    blocks.append(_lines(column, first.removesuffix("."), column.headline, bold=True, most=8))
    if rest:
        blocks += [Block(6, _nothing), _lines(column, rest, 16, most=6)]
    return blocks


def warning(column: Column, words: str) -> Block:
    """What must not be overlooked, on a ground of its own."""
    lines = column.sheet.wrapped(words, 16, column.width - 24, True)
    height = len(lines) * 16 * LEADING + 18

    def paint(top: float) -> None:
        column.sheet.box((column.left, top, column.left + column.width, top + height), WARNING_GROUND)
        column.sheet.box((column.left, top, column.left + 4, top + height), WARNING)
        _write(column.sheet, lines, column.left + 14, top + 9, 16, WARNING, True)

    return Block(height, paint)


def legend(column: Column, pictures: Sequence[Picture]) -> list[Block]:
    """What colours and patterns stand for, on one scale: with counts as bars for one picture, as numbers for two."""
    first = pictures[0]
    names = list(dict.fromkeys(picture.name for picture in pictures))
    head = f"{first.name} · {first.when}" if len(pictures) == 1 else " · ".join(names)
    blocks = [_lines(column, head, 15, bold=True, most=2), _heads(column, pictures)]
    most = max([row.count for row in first.rows if row.mark != HATCHED] or [1])
    blocks += [_row(column, row, pictures, most) for row in rows(pictures)]
    if len(pictures) == 1 and first.ends:
        blocks += [Block(6, _nothing), *(_lines(column, end, 14, colour=INK, most=2) for end in first.ends)]
    return blocks


def rows(pictures: Sequence[Picture]) -> list[Row]:
    """Every row that one of them has, in the order of a legend."""
    known: dict[str, Row] = {}
    for picture in pictures:
        for row in picture.rows:
            known.setdefault(row.mark, row)
    order = {mark: place for place, mark in enumerate([*"9876543210z", HATCHED, *"nsix"])}
    return sorted(known.values(), key=lambda row: order[row.mark])


def scale(picture: Picture) -> tuple:
    """What two pictures must have in common to share a legend."""
    classes = tuple((row.mark, row.label, row.colour) for row in picture.rows if row.mark in "0123456789z")
    return picture.unit, picture.palette, picture.zero_colour, classes


def notes(column: Column, words: Sequence[str]) -> list[Block]:
    """In small type; all of it is there, or the sheet would promise what it does not say."""
    return [_lines(column, one, SMALL_TYPE, colour=MUTED) for one in words if one]


@dataclass(frozen=True)
class Strip:
    """A legend in lines of small type, for a map with a scale of its own among many."""

    height: float
    paint: Callable[[float, float], None]  # with this left and upper edge


def strip(sheet: Sheet, picture: Picture, width: float) -> Strip:
    """The legend of one picture in as many lines as it needs at this width."""
    items, x, line = [], 0.0, 0
    for row in rows([picture]):
        label = sheet.shortened(row.label, STRIP_TYPE, width - 24)
        wide = 18 + sheet.measured(label, STRIP_TYPE) + 10
        if x and x + wide - 10 > width:
            x, line = 0.0, line + 1
        items.append((row, label, x, line))
        x += wide
    high = STRIP_TYPE * 1.5

    def paint(left: float, top: float) -> None:
        for row, label, x, line in items:
            middle = top + (line + 0.5) * high
            swatch = rectangle(left + x, middle - 5, left + x + 14, middle + 5)
            image_fills.lay(sheet, swatch, row.mark, row.colour or image_fills.ground(row.mark, picture))
            sheet.fill(swatch, edge=MAP["edge"], width=0.6, dashes=(3, 2) if row.mark == "x" else ())
            sheet.write(label, left + x + 18, middle, STRIP_TYPE, down="center_baseline")

    return Strip((line + 1) * high + 4, paint)


def height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)


def paint(blocks: Sequence[Block], top: float) -> None:
    for block in blocks:
        block.paint(top)
        top += block.height


def space(pixels: float) -> Block:
    return Block(pixels, _nothing)


def _row(column: Column, row: Row, pictures: Sequence[Picture], most: int) -> Block:
    size = min(15, column.row * 0.64)
    sheet, right = column.sheet, column.left + column.width
    counts = [next((r.count for r in p.rows if r.mark == row.mark), 0) for p in pictures] if len(pictures) < 3 else []
    bar = 92 if len(counts) == 1 and column.width >= _BARS_FROM else 0

    def paint(top: float) -> None:
        middle = top + column.row / 2
        wide, high = _SWATCH
        high = min(high, column.row - 5)
        swatch = rectangle(column.left, middle - high / 2, column.left + wide, middle + high / 2)
        colour = row.colour or image_fills.ground(row.mark, pictures[0])
        image_fills.lay(sheet, swatch, row.mark, colour)
        sheet.fill(swatch, edge=MAP["edge"], width=0.8, dashes=(3, 2) if row.mark == "x" else ())
        room = column.width - wide - 10 - 46 * len(counts) - bar - (8 if counts else 0)
        label = sheet.shortened(row.label, size, room)
        sheet.write(label, column.left + wide + 10, middle, size, down="center_baseline")
        for place, count in enumerate(counts):
            x = right - 46 * (len(counts) - 1 - place)
            sheet.write(number(count), x, middle, size, across="right", down="center_baseline")
        if bar and row.mark != HATCHED and count_share(row.count, most):
            end = right - 46
            long = bar * count_share(row.count, most)
            sheet.box((end - bar, middle - 5, end - bar + long, middle + 5), _BAR)

    return Block(column.row, paint)


def count_share(count: int, most: int) -> float:
    """How long a bar is, of the longest; one that stands for something can be seen."""
    return max(count / most, 0.02) if count else 0


def _heads(column: Column, pictures: Sequence[Picture]) -> Block:
    """The unit on the left, on the right what is counted: kecamatan, or of two pictures which."""
    right = column.left + column.width
    if len(pictures) == 1:
        heads = [say("picture.counted")]
    else:
        heads = [letter for letter, _ in zip("AB", pictures, strict=False)] if len(pictures) == 2 else []

    def paint(top: float) -> None:
        unit = column.sheet.shortened(pictures[0].unit, 14, column.width - 46 * len(heads) - 60)
        column.sheet.write(unit, column.left, top + 15, 14, colour=MUTED)
        for place, head in enumerate(heads):
            x = right - 46 * (len(heads) - 1 - place)
            column.sheet.write(head, x, top + 15, 14, colour=MUTED, across="right")

    return Block(23, paint)


def _lines(
    column: Column, words: str, size: float, *, colour: str = INK, bold: bool = False, most: int | None = None
) -> Block:
    sheet = column.sheet
    lines = sheet.wrapped(words, size, column.width, bold)
    if most and len(lines) > most:
        last = sheet.shortened(" ".join(lines[most - 1 :]), size, column.width, bold)
        lines = [*lines[: most - 1], last]
    return Block(
        len(lines) * size * LEADING + 2, lambda top: _write(sheet, lines, column.left, top, size, colour, bold)
    )


def _write(sheet: Sheet, lines: Sequence[str], x: float, top: float, size: float, colour: str, bold: bool) -> None:
    for place, line in enumerate(lines):
        sheet.write(line, x, top + (place + 0.82) * size * LEADING, size, colour=colour, bold=bold)


def _nothing(top: float) -> None:
    """A block of air."""
