"""One slide as a picture for a phone, upright and readable in a hand, and as text to paste beside it."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from timpora.draw import deck_fit, map_image, slide_chart, slide_picture
from timpora.draw import deck_words as words
from timpora.draw.deck_fit import Fitted
from timpora.draw.image_sheet import INK, LEADING, MUTED, PAPER, Sheet
from timpora.draw.map_image import SAMPLE, SAMPLE_GROUND
from timpora.draw.slide import Deck, Slide, Table
from timpora.text import say

WIDE, HIGH = 1080, 1350
LARGEST = 300_000  # bytes, below which messengers leave a picture as it is
LEAST = 34  # pixels of the smallest writing
_MARGIN = 44
_MAP_SCALE, _MAPS_SCALE = 3.1, 1.6  # at which a map's smallest writing is LEAST; at which many maps have room for any
_ACCENT = "#7a1610"
_COLOURS = (256, 128, 64, 32)
_ROWS = 5  # of a table, as lines


def phone(deck: Deck, slide: Slide) -> bytes:
    """PNG of 1080×1350 pixels, smaller than LARGEST. Threads may draw at once."""
    deck, slide = words.clean(replace(deck, slides=())), words.clean(slide)
    sheet = Sheet((WIDE, HIGH), 1)
    inner = WIDE - 2 * _MARGIN
    top = _strip(sheet, deck) + 26
    top = _write(sheet, deck_fit.fitted([slide.title], inner, 270, (60, 56, 52, 48, 44, 40), bold=True), top, bold=True)
    chosen = deck_fit.fitted([words.filters(slide)], inner, 2 * LEAST * LEADING, (36, LEAST))
    top = _write(sheet, chosen, top + 8, colour=MUTED) + 14
    bottom = _foot(sheet, deck, slide)
    picture = bool(slide.map or slide.chart)
    said = [*words.words(slide), *(_lines(slide.table) if slide.table and not picture else [])]
    if said:
        room = (bottom - top) * (0.3 if picture else 1)
        sizes = (44, 40, 38, 36, LEAST)
        text = deck_fit.fitted(said, inner - 40, room, sizes, cut=say("deck.cut"))
        start = bottom - text.height - 10 if picture else top
        _write(sheet, text, start, bullets=len(text.paragraphs) > 1, loud=_loud(slide))
        bottom = start - 16 if picture else bottom
    drawn = _drawn(deck, slide, (inner, int(bottom - top))) if picture else None
    return _small(sheet.png(), drawn, (_MARGIN, round(top)))


def alternative(slide: Slide, deck: Deck) -> str:
    """The slide as text to paste: all that the picture says, and where its exact view is."""
    slide, deck = words.clean(slide), words.clean(replace(deck, slides=()))
    shown = slide.alt if slide.alt not in (slide.title, "") else ""
    lines = [words.strip(deck), slide.title, words.filters(slide), shown]
    lines += [one for one in words.words(slide) if one not in shown]
    if slide.table and not (slide.map or slide.chart):
        lines += _lines(slide.table)
    lines += [words.sources(deck, slide), words.publication(deck), words.link(deck, slide)]
    return "\n".join(filter(None, lines))


def _strip(sheet: Sheet, deck: Deck) -> float:
    if not (over := words.strip(deck)):
        return 0
    text = deck_fit.fitted([over], WIDE - 2 * _MARGIN, 3 * LEAST * LEADING, (LEAST,), bold=True)
    height = text.height + 20
    sheet.box((0, 0, WIDE, height), SAMPLE_GROUND if deck.sample else _ACCENT)
    _write(sheet, text, 10, colour=SAMPLE if deck.sample else PAPER, bold=True)
    return height


def _foot(sheet: Sheet, deck: Deck, slide: Slide) -> float:
    """At the lower edge; returns where it begins."""
    inner = WIDE - 2 * _MARGIN
    about = deck_fit.fitted([words.publication(deck)], inner, 2 * LEAST * LEADING, (LEAST,))
    source = deck_fit.fitted([slide.source_note, *deck.notes], inner, 4 * LEAST * LEADING, (LEAST,))
    top = HIGH - 24 - about.height - source.height
    sheet.box((_MARGIN, top - 12, WIDE - _MARGIN, top - 10), "#d5dde2")
    _write(sheet, source, _write(sheet, about, top, colour=MUTED), colour=MUTED)
    return top - 18


def _drawn(deck: Deck, slide: Slide, size: tuple[int, int]) -> bytes:
    if slide.chart:
        return slide_chart.png(slide.chart, size=size, scale=1, type_size=LEAST)
    scale = _MAP_SCALE if len(slide.map.pictures) <= map_image.LARGE else _MAPS_SCALE
    logical = round(size[0] / scale), round(size[1] / scale)
    return slide_picture.png(slide.map, size=logical, scale=scale, is_sample=bool(deck.sample), is_under=True)


def _lines(table: Table) -> list[str]:
    """The first rows, each as one line: a table as it stands has no room on a phone."""
    lines = [" · ".join(filter(None, map(words.written, row))) for row in table.rows[:_ROWS]]
    more = len(table.rows) - len(lines)
    return [*lines, say("deck.more_rows", n=more)] if more else lines


def _loud(slide: Slide) -> Sequence[int]:
    return range(len([one for one in slide.points if one]), len(words.words(slide)))


def _write(
    sheet: Sheet,
    text: Fitted,
    top: float,
    *,
    colour: str = INK,
    bold: bool = False,
    bullets: bool = False,
    loud: Sequence[int] = (),
) -> float:
    for number, lines in enumerate(text.paragraphs):
        top += text.size * deck_fit.GAP if number else 0
        ink = _ACCENT if number in loud else colour
        if bullets:
            sheet.write("•", _MARGIN, top + text.size, text.size, colour=ink)
        for line in lines:
            sheet.write(line, _MARGIN + (36 if bullets else 0), top + text.size, text.size, colour=ink, bold=bold)
            top += text.size * LEADING
    return top


def _small(page: bytes, drawn: bytes | None, at: tuple[int, int]) -> bytes:
    """Page and picture as one, in as many colours as a messenger takes whole."""
    from PIL import Image

    image = Image.open(BytesIO(page)).convert("RGB")
    if drawn:
        image.paste(Image.open(BytesIO(drawn)).convert("RGB"), at)
    content = BytesIO()
    for colours in _COLOURS:
        content = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        if content.tell() < LARGEST:
            break
    return content.getvalue()
