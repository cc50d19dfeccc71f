"""The map of a slide as a PNG: map and legend, for a slide says its headline and its sources in text of its own."""

from collections.abc import Sequence
from dataclasses import replace

from timpora.draw import image_column, image_shapes, map_image
from timpora.draw.image_column import Block, Column
from timpora.draw.image_sheet import Sheet
from timpora.draw.pictures import Picture
from timpora.draw.slide import Map

_SHARE, _LEAST, _WIDEST = 0.34, 262, 330  # of the width that the legend has beside the map; pixels
_ROWS = (25, 22, 20, 18, 16, 14)  # heights of a row of the legend, from what reads best
_AIR = 10


def png(
    shown: Map, *, size: tuple[int, int], scale: float = 2, is_sample: bool = False, is_under: bool = False
) -> bytes:
    """One PNG of `scale` times `size` pixels: the legend beside the map, or in lines under it.

    Raises ValueError for more pictures than an image holds. Threads may draw at once.
    """
    if not 1 <= len(shown.pictures) <= map_image.MOST:
        raise ValueError(f"one image holds 1 to {map_image.MOST} pictures, not {len(shown.pictures)}")
    sheet = Sheet(size, scale)
    plane = image_shapes.read(shown.geometry.path)
    pictures = [replace(picture, ends=()) for picture in shown.pictures]  # its sentences stand beside it
    place = (0.0, 0.0, float(sheet.width), float(sheet.height))
    if map_image.is_shared(pictures):
        place = _under(sheet, pictures) if is_under else _beside(sheet, pictures)
    map_image.maps(sheet, plane, pictures, place, is_sample=is_sample, spotlight=shown.spotlight)
    return sheet.png()


def _beside(sheet: Sheet, pictures: Sequence[Picture]) -> tuple[float, float, float, float]:
    """Writes the legends on the left; returns the place that is left for the map."""
    wide = max(min(sheet.width * _SHARE, _WIDEST), _LEAST)
    blocks: list[Block] = []
    for row in _ROWS:
        column = Column(sheet, 0, wide, row=row)
        blocks = [image_column.warning(column, words) for words in _warnings(pictures)]
        for own in map_image.scales(pictures):
            blocks += [*image_column.legend(column, own), image_column.space(_AIR)]
        if image_column.height(blocks) <= sheet.height:
            break
    image_column.paint(blocks, 0)
    return wide + _AIR, 0, sheet.width, sheet.height


def _under(sheet: Sheet, pictures: Sequence[Picture]) -> tuple[float, float, float, float]:
    """Writes the legends in lines at the lower edge; returns the place above."""
    strips = [image_column.strip(sheet, own[0], sheet.width) for own in map_image.scales(pictures)]
    top = sheet.height - sum(strip.height for strip in strips)
    bottom = top - 4
    for strip in strips:
        strip.paint(0, top)
        top += strip.height
    return 0, 0, sheet.width, bottom


def _warnings(pictures: Sequence[Picture]) -> list[str]:
    return list(dict.fromkeys(picture.warning for picture in pictures if picture.warning))
