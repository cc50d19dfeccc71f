"""What a PowerPoint document begins as: our own look, or an office's, whose layout "Paparan" says where things stand.

The layout has four placeholders, found by their names: judul (the title), isi (sentences), gambar (map, chart or table)
and kaki (the foot). Every document we make has it: an office changes the look of one in the slide master of PowerPoint
and keeps it as templates/paparan.pptx beside its data.
"""

from io import BytesIO
from zipfile import BadZipFile

from timpora import paths
from timpora.draw.deck_fit import DEFAULT, Places
from timpora.text import say

LAYOUT = "Paparan"
NAMES = ("judul", "isi", "gambar", "kaki")
PIXEL = 9525  # English metric units, of 96 pixels an inch
WIDE, HIGH = 1280, 720
_BEGUN_AS = "Picture with Caption"  # of python-pptx' own template: the one with places for all four


class TemplateFault(ValueError):
    """The office's template cannot be used; the message says what it lacks."""


def shipped() -> bytes | None:
    """The office's own template, where it has one."""
    file = paths.layered("templates", "paparan.pptx").get("paparan.pptx")
    return file.read_bytes() if file else None


def opened(template: bytes | None):
    """(presentation without slides, its layout). Raises TemplateFault."""
    from pptx import Presentation

    if template is None:
        made = _own(Presentation())
        return made, made.slide_layouts[0]
    try:
        made = Presentation(BytesIO(template))
    except (ValueError, KeyError, BadZipFile, SyntaxError) as problem:
        raise TemplateFault(say("deck.template.unreadable")) from problem
    layout = made.slide_layouts.get_by_name(LAYOUT)
    if layout is None:
        raise TemplateFault(say("deck.template.layout", layout=LAYOUT))
    there = {_name(placeholder) for placeholder in layout.placeholders}
    if missing := [name for name in NAMES if name not in there]:
        raise TemplateFault(say("deck.template.lacks", layout=LAYOUT, names=", ".join(missing)))
    for slide in list(made.slides._sldIdLst):
        made.part.drop_rel(slide.rId)
        made.slides._sldIdLst.remove(slide)
    return made, layout


def placeholder(layout, name: str):
    """The placeholder of a layout that has this name."""
    return next(one for one in layout.placeholders if _name(one) == name)


def places(made, layout) -> Places:
    """Where a layout puts things, in pixels of a slide 1280 wide."""
    pixel = made.slide_width / WIDE

    def place(name: str) -> tuple[float, float, float, float]:
        own = placeholder(layout, name)
        return own.left / pixel, own.top / pixel, (own.left + own.width) / pixel, (own.top + own.height) / pixel

    return Places(place("judul"), place("gambar"), place("isi"), place("kaki"))


def _own(made):
    """16:9, one layout of ours."""
    made.slide_width, made.slide_height = WIDE * PIXEL, HIGH * PIXEL
    for layout in list(made.slide_layouts):
        if layout.name != _BEGUN_AS:
            made.slide_layouts.remove(layout)
    layout = made.slide_layouts[0]
    layout.name = LAYOUT
    title, picture, words, _, foot, *_ = layout.placeholders
    for one in list(layout.placeholders):
        if one not in (title, picture, words, foot):
            one._element.getparent().remove(one._element)
    own = {"judul": title, "gambar": picture, "isi": words, "kaki": foot}
    for name, place in zip(own, (DEFAULT.title, DEFAULT.picture, DEFAULT.words, DEFAULT.foot), strict=True):
        own[name]._element.nvSpPr.cNvPr.set("name", name)
        _put(own[name], place)
    for one in made.slide_master.placeholders:
        # The master is of 4:3; what it holds is as wide as the slide now.
        one.left, one.width = round(one.left * WIDE * PIXEL / 9144000), round(one.width * WIDE * PIXEL / 9144000)
        one.top, one.height = round(one.top * HIGH * PIXEL / 6858000), round(one.height * HIGH * PIXEL / 6858000)
    return made


def _put(shape, place: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = (round(edge * PIXEL) for edge in place)
    shape.left, shape.top, shape.width, shape.height = left, top, right - left, bottom - top


def _name(shape) -> str:
    return shape.name.strip().lower()
