"""The map of a slide on a screen: drawn once as SVG, its legend beside it in the type of the slide."""

from base64 import b64encode
from collections.abc import Sequence

from timpora.draw import image_fills, image_names, image_shapes, map_image, readable
from timpora.draw.image_column import rows
from timpora.draw.image_sheet import Sheet, rectangle
from timpora.draw.markup import Markup, join, tag
from timpora.draw.palettes import MAP
from timpora.draw.pictures import Picture
from timpora.draw.show_sheet import Drawing
from timpora.draw.slide import Map
from timpora.text import number, say

# One map, and several: the latter so small that on any screen the head of each is readable.LEAST of it.
_ONE, _WIDE = (580, 525), (500, 330)
_HIGH = 0.64  # of a screen that a map has at least; of one of 4:3 it has as much
_LETTERS = readable.NAMES / _HIGH * _ONE[1] / image_names.NAME
_SWATCH = (30, 20)


def image(shown: Map, alt: str, *, is_sample: bool) -> Markup:
    """The map, or several side by side, as an image of its own: some 150 kB an office."""
    plane = image_shapes.read(shown.geometry.path)
    size, letters = (_ONE, _LETTERS) if len(shown.pictures) == 1 else (_WIDE, 1)
    # Of a nation the shapes alone are megabytes; as pixels they are less.
    sheet = Sheet(size, 2, letters) if plane.is_national else Drawing(size, letters)
    place = (0.0, 0.0, float(sheet.width), float(sheet.height))
    map_image.maps(sheet, plane, shown.pictures, place, is_sample=is_sample, spotlight=shown.spotlight)
    source = sheet.address() if isinstance(sheet, Drawing) else _pixels(sheet)
    return tag("img", src=source, alt=alt, class_="map", draggable="false")


def legend(shown: Map) -> Markup:
    """What colours and patterns stand for, once for all maps of one scale; of one map with how many kecamatan."""
    if not map_image.is_shared(shown.pictures):  # each map has its own above it
        return tag("p", say("picture.own_scales"), class_="warning")
    return join(_legend(own) for own in map_image.scales(shown.pictures))


def _legend(own: Sequence[Picture]) -> Markup:
    first = own[0]
    names = " · ".join(dict.fromkeys(picture.name for picture in own))
    counts = len(own) == 1
    head = tag("caption", names, " ", tag("small", first.unit))
    body = [
        tag(
            "tr",
            tag("td", tag("img", src=_swatch(row.mark, row.colour, first), alt="", class_="swatch")),
            tag("td", row.label),
            tag("td", number(row.count), class_="n") if counts else "",
        )
        for row in rows(own)
    ]
    heads = tag("tr", tag("td"), tag("td"), tag("td", say("picture.counted"), class_="n")) if counts else ""
    warnings = [tag("p", words, class_="warning") for words in dict.fromkeys(p.warning for p in own) if words]
    return join([*warnings, tag("table", head, heads, *body, class_="legend")])


def _pixels(sheet: Sheet) -> str:
    return f"data:image/png;base64,{b64encode(sheet.png()).decode()}"


def _swatch(mark: str, colour: str | None, picture: Picture) -> str:
    sheet = Drawing(_SWATCH)
    box = rectangle(1, 1, _SWATCH[0] - 1, _SWATCH[1] - 1)
    image_fills.lay(sheet, box, mark, colour or image_fills.ground(mark, picture))
    sheet.fill(box, edge=MAP["edge"], width=1)
    return sheet.address()
