"""Pictures to a PNG for a slide, drawn here without a browser: the answer and the legend on the left, the map beside.

Several pictures of one geometry stand beside one another, in rows that make them as large as they go; pictures on one
scale share one legend. matplotlib is imported when the first is drawn.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil

from timpora import theme
from timpora.draw import image_column, image_map, image_shapes
from timpora.draw.geometry import Geometry
from timpora.draw.image_column import Block, Column
from timpora.draw.image_shapes import Plane
from timpora.draw.image_sheet import INK, Place, Sheet
from timpora.draw.map_caption import Caption
from timpora.draw.pictures import Picture
from timpora.text import say

MOST = 12  # pictures in one image
LEAST = (1024, 576)  # pixels below which the words have no room
COLUMN, MARGIN = 412, 28
STRIP = 30  # height of a mark across the sheet
HEAD = 26  # above each of several maps
SAMPLE, SAMPLE_GROUND = theme.PAPER["notice"], theme.PAPER["notice-ground"]
LETTERED = 2  # as many pictures have their counts side by side, under letters
LARGE = 2  # as many pictures are large enough for names
SCALES = 2  # as many have room for their legends in the column; with more each map has its own above it
# Headline and rows of the legend, from what reads best to what still reads.
_TYPE = ((28, 26), (25, 25), (22, 24), (20, 22), (18, 20), (16, 18), (14, 16), (12, 14))
_MONTH = re.compile(r"\b([^\W\d_]{3})[^\W\d_]+ ((?:19|20)\d\d)\b")  # "November 2024", which is "Nov 2024" for short
_FOOT_LINES = 7  # of small type in the column; more goes under the whole sheet


def png(
    pictures: Sequence[Picture],
    geometry: Geometry,
    caption: Caption,
    *,
    size: tuple[int, int] = (1280, 720),
    scale: float = 2,
    selected: str | None = None,
) -> bytes:
    """One PNG of `scale` times `size` pixels; 1 s an office, 4 s a nation.

    pictures: 1 to MOST, of the areas of this geometry; selected: a code to outline. The same pictures give the same
    bytes, and threads may draw at once. Raises ValueError for none or too many pictures, or a size without room.
    """
    if not 1 <= len(pictures) <= MOST:
        raise ValueError(f"one image holds 1 to {MOST} pictures, not {len(pictures)}")
    if size[0] < LEAST[0] or size[1] < LEAST[1]:
        raise ValueError(f"an image is at least {LEAST[0]}×{LEAST[1]} pixels, not {size[0]}×{size[1]}")
    plane = image_shapes.read(geometry.path)
    sheet = Sheet(size, scale)
    top = _strips(sheet, caption)
    column, foot, bottom = _foot(sheet, plane, caption)
    words = _fitted(column, pictures, caption, bottom - top - 2 * MARGIN - image_column.height(foot))
    place = (MARGIN + COLUMN + MARGIN / 2, top, sheet.width, bottom)
    maps(sheet, plane, pictures, place, is_sample=bool(caption.sample), selected=selected)
    image_column.paint(words, top + MARGIN)
    image_column.paint(foot, bottom - MARGIN * 0.6 - image_column.height(foot))
    return sheet.png()


def _strips(sheet: Sheet, caption: Caption) -> float:
    """Marks across the upper edge, which a picture cut out of the slide keeps; returns where the rest begins."""
    top = 0.0
    for words, colour, ground in [(caption.sample, SAMPLE, SAMPLE_GROUND)] + [
        (mark, image_column.WARNING, image_column.WARNING_GROUND) for mark in caption.marks
    ]:
        if words:
            sheet.box((0, top, sheet.width, top + STRIP), ground)
            text = sheet.shortened(words, 15, sheet.width - 2 * MARGIN, True)
            sheet.write(text, MARGIN, top + STRIP / 2, 15, colour=colour, bold=True, down="center_baseline")
            top += STRIP
    return top


def _foot(sheet: Sheet, plane: Plane, caption: Caption) -> tuple[Column, list[Block], float]:
    """Where the numbers are from, in the column; where that is long, under the whole sheet. And where maps end."""
    column = Column(sheet, MARGIN, COLUMN)
    made = " · ".join([plane.attribution, say("picture.snapshot", snapshot=caption.snapshot)])
    foot = image_column.notes(column, [*caption.cautions, *caption.notes, caption.source_note, made])
    if image_column.height(foot) <= _FOOT_LINES * image_column.SMALL_TYPE * 1.3:
        return column, foot, sheet.height
    wide = Column(sheet, MARGIN, sheet.width - 2 * MARGIN)
    under = image_column.notes(wide, [" ".join(caption.cautions), caption.source_note])
    bottom = sheet.height - image_column.height(under) - 10
    image_column.paint(under, bottom + 4)
    return column, image_column.notes(column, [*caption.notes, made]), bottom


def _fitted(column: Column, pictures: Sequence[Picture], caption: Caption, room: float) -> list[Block]:
    """Headline, warnings and legends in the largest type in which they have room."""
    warnings = dict.fromkeys(picture.warning for picture in pictures if picture.warning)
    blocks: list[Block] = []
    if when := _shared_month(pictures):
        caption = replace(caption, title=f"{caption.title} · {when}")
    is_one = is_shared(pictures)
    for headline, row in _TYPE:
        column = replace(column, headline=headline, row=row)
        blocks = image_column.headline(column, caption)
        for words in warnings:
            blocks += [image_column.space(12), image_column.warning(column, words)]
        if not is_one:
            blocks += [image_column.space(12), image_column.warning(column, say("picture.own_scales"))]
        for own in scales(pictures) if is_one else ():
            blocks += [image_column.space(18), *image_column.legend(column, own)]
        if image_column.height(blocks) <= room:
            break
    return blocks


def is_shared(pictures: Sequence[Picture]) -> bool:
    """Whether the legends stand in the column, because they are few."""
    return len(set(map(image_column.scale, pictures))) <= SCALES


def scales(pictures: Sequence[Picture]) -> Iterable[list[Picture]]:
    """Pictures on one scale together, in the order in which scales appear."""
    seen = list(dict.fromkeys(map(image_column.scale, pictures)))
    ordered = sorted(pictures, key=lambda picture: seen.index(image_column.scale(picture)))
    return (list(own) for _, own in groupby(ordered, key=image_column.scale))


def maps(
    sheet: Sheet,
    plane: Plane,
    pictures: Sequence[Picture],
    place: Place,
    *,
    is_sample: bool,
    selected: str | None = None,
    spotlight: Sequence[str] = (),
) -> None:
    """One map in a place, or several side by side with their heads; of many scales each with its own legend."""
    mark = say("picture.sample") if is_sample else ""
    if len(pictures) == 1:
        image_map.draw(sheet, plane, pictures[0], place, selected=selected, spotlight=spotlight, mark=mark)
        return
    is_large = len(pictures) <= LARGE
    cells = _cells(plane, len(pictures), place)
    wide = cells[0][2] - cells[0][0] - 4
    strips = [] if is_shared(pictures) else [image_column.strip(sheet, picture, wide) for picture in pictures]
    heads, size = _heads(sheet, pictures, wide)
    for number, (picture, cell) in enumerate(zip(pictures, cells, strict=True)):
        left, top, right, bottom = cell
        head = sheet.shortened(heads[number], size, wide, True)
        sheet.write(head, left + 2, top + HEAD / 2 + 1, size, colour=INK, bold=True, down="center_baseline")
        top += HEAD
        if strips:
            strips[number].paint(left + 2, top)
            top += max(strip.height for strip in strips)
        here = (left, top, right, bottom)
        image_map.draw(
            sheet, plane, picture, here, selected=selected, spotlight=spotlight, mark=mark, is_large=is_large
        )


def _heads(sheet: Sheet, pictures: Sequence[Picture], wide: float) -> tuple[list[str], float]:
    """The head of each map, and the size in which all are written: months are short before type is small."""
    heads = [_head(picture, pictures) for picture in pictures]
    if len(pictures) == LETTERED:
        heads = [f"{letter} · {head}" for letter, head in zip("AB", heads, strict=True)]
    size = 16 if len(pictures) <= LARGE else 14

    def are_in(told: Sequence[str], at: float) -> bool:
        return all(sheet.measured(head, at, True) <= wide for head in told)

    if not are_in(heads, size):
        heads = [_MONTH.sub(r"\1 \2", head) for head in heads]
    while size > 11 and not are_in(heads, size):
        size -= 1
    return heads, size


def _head(picture: Picture, pictures: Sequence[Picture]) -> str:
    """What tells one of several from the others: its layer, its month; a month that all share stands above them."""
    if len({one.name for one in pictures}) == 1:
        return picture.when
    name = picture.name if is_shared(pictures) else say("table.value", layer=picture.name, unit=picture.unit)
    return name if _shared_month(pictures) else f"{name} · {picture.when}"


def _shared_month(pictures: Sequence[Picture]) -> str:
    months = {picture.when for picture in pictures}
    return months.pop() if len(months) == 1 and len(pictures) > 1 else ""


def _cells(plane: Plane, count: int, place: Place, gap: float = 8) -> list[Place]:
    """A place for each of several maps, in rows that make the maps as large as they go."""
    west, south, east, north = plane.bounds
    left, top, right, bottom = place
    top, right, bottom = top + gap, right - gap, bottom - gap

    def sized(columns: int) -> tuple[float, float]:
        rows = ceil(count / columns)
        return (right - left - gap * (columns - 1)) / columns, (bottom - top - gap * (rows - 1)) / rows

    def large(columns: int) -> float:
        wide, high = sized(columns)
        pad = 2 * (image_map.PAD if count <= LARGE else image_map.SMALL_PAD)
        return min((wide - pad) / (east - west), (high - HEAD - pad) / (north - south))

    columns = max(range(1, count + 1), key=large)
    wide, high = sized(columns)
    # No higher than what is known around the areas, or heads would stand far above their maps.
    known = plane.view[3] - plane.view[1] if len(plane.land.points) else 1.1 * (north - south)
    high = min(high, HEAD + max(large(columns) * known, 60))
    corners = [(left + i % columns * (wide + gap), top + i // columns * (high + gap)) for i in range(count)]
    return [(x, y, x + wide, y + high) for x, y in corners]
