"""One slide as a picture for a phone, upright and readable in a hand, and as text to paste beside it."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from timpora.draw import deck_fit, map_image, readable, slide_chart, slide_picture
from timpora.draw import deck_words as words
from timpora.draw.deck_fit import Fitted
from timpora.draw.image_sheet import HAIR, INK, LEADING, LOUD, MUTED, PAPER, Sheet
from timpora.draw.logo import Logo
from timpora.draw.map_image import SAMPLE, SAMPLE_GROUND
from timpora.draw.slide import Cell, Deck, Slide, Table

WIDE, HIGH = 1080, 1350
LARGEST = 300_000  # bytes, below which messengers leave a picture as it is
LEAST = 34  # pixels of the smallest writing
_MARGIN = 44
_MAP_SCALE, _MAPS_SCALE = 3.1, 1.6  # at which a map's smallest writing is LEAST; at which many maps have room for any
_FEW = 4  # rows of a table for which sentences make room
_SHARES = (0.3, 0.4, 0.5)  # of the room, for the words under a picture: as little as holds what must be read with it
_LOGO = (150, 90)  # pixels that it may take
_COLOURS = (256, 128, 64, 32)
_BODY = (44, 40, 38, 36)  # the last one is readable.least(HIGH) or more


def phone(deck: Deck, slide: Slide) -> bytes:
    """PNG of 1080×1350 pixels, smaller than LARGEST. Threads may draw at once."""
    deck, slide = words.clean(replace(deck, slides=())), words.clean(slide)
    sheet = Sheet((WIDE, HIGH), 1)
    inner = WIDE - 2 * _MARGIN
    top = _strip(sheet, deck) + 26
    top = _write(sheet, deck_fit.fitted([slide.title], inner, 210, (60, 56, 52, 48, 44, 40), bold=True), top, bold=True)
    chosen = deck_fit.fitted([words.filters(slide)], inner, 2 * LEAST * LEADING, (36, LEAST))
    top = _write(sheet, chosen, top + 8, colour=MUTED) + 14
    bottom = foot = _foot(sheet, deck, slide)
    picture = bool(slide.map or slide.chart)
    if words.words(slide) or (slide.table and not picture):
        for share in _SHARES if picture else (1,):
            text, loud = _said(slide, inner - 40, (bottom - top) * share)
            if not text.is_cut:
                break
        start = bottom - text.height - 10 if picture else top
        _write(sheet, text, start, bullets=len(text.paragraphs) > 1, loud=loud)
        bottom = start - 16 if picture else bottom
    drawn = _drawn(deck, slide, (inner, int(bottom - top))) if picture else None
    return _small(sheet.png(), drawn, (_MARGIN, round(top)), deck.logo, foot)


def alternative(slide: Slide, deck: Deck) -> str:
    """The slide as text to paste: all that the picture says, and where its exact view is."""
    slide, deck = words.clean(slide), words.clean(replace(deck, slides=()))
    shown = slide.alt if slide.alt not in (slide.title, "") else ""
    lines = [words.strip(deck), slide.title, words.filters(slide), shown]
    lines += [one for one in words.words(slide) if one not in shown]
    if slide.table and not (slide.map or slide.chart):
        lines += _lines(slide.table, readable.ROWS)
        left = len(slide.table.rows) - readable.ROWS
        lines += [readable.rest(left, slide.address)] if left > 0 else []
    lines += [words.sources(deck, slide), words.publication(deck), words.link(deck, slide)]
    return "\n".join(filter(None, lines))


def _strip(sheet: Sheet, deck: Deck) -> float:
    if not (over := words.strip(deck)):
        return 0
    text = deck_fit.fitted([over], WIDE - 2 * _MARGIN, 3 * LEAST * LEADING, (LEAST,), bold=True)
    height = text.height + 20
    sheet.box((0, 0, WIDE, height), SAMPLE_GROUND if deck.sample else LOUD)
    _write(sheet, text, 10, colour=SAMPLE if deck.sample else PAPER, bold=True)
    return height


def _foot(sheet: Sheet, deck: Deck, slide: Slide) -> float:
    """At the lower edge; returns where it begins."""
    inner = WIDE - 2 * _MARGIN - (deck.logo.within(*_LOGO)[0] + 24 if deck.logo else 0)
    about = deck_fit.fitted([words.publication(deck)], inner, 2 * LEAST * LEADING, (LEAST,))
    source = deck_fit.fitted([slide.source_note, *deck.notes], inner, 3 * LEAST * LEADING, (LEAST,))
    top = HIGH - 24 - about.height - source.height
    sheet.box((_MARGIN, top - 12, WIDE - _MARGIN, top - 10), HAIR)
    _write(sheet, source, _write(sheet, about, top, colour=MUTED), colour=MUTED)
    return top - 18


def _drawn(deck: Deck, slide: Slide, size: tuple[int, int]) -> bytes:
    if slide.chart:
        return slide_chart.png(slide.chart, size=size, scale=1, type_size=LEAST)
    scale = _MAP_SCALE if len(slide.map.pictures) <= map_image.LARGE else _MAPS_SCALE
    logical = round(size[0] / scale), round(size[1] / scale)
    return slide_picture.png(slide.map, size=logical, scale=scale, is_sample=bool(deck.sample), is_under=True)


def _said(slide: Slide, width: float, room: float) -> tuple[Fitted, Sequence[int]]:
    """Sentences, rows of a table, cautions; and which are the cautions, of which none is left out.

    Where not all have room, rows are left out down to a few, then sentences, then rows.
    """
    points, cautions = [one for one in slide.points if one], [one for one in slide.cautions if one]
    table = slide.table if slide.table and not (slide.map or slide.chart) else Table((), ())
    few, most = min(len(table.rows), _FEW), min(len(table.rows), readable.ROWS)
    ways = [(len(points), count) for count in range(most, few, -1)]
    ways += [(count, few) for count in range(len(points), 0, -1)] + [(0, count) for count in range(few, -1, -1)]
    text, told = Fitted(_BODY[-1], (), ()), []
    for said, count in ways:
        left = len(points) - said + len(table.rows) - count
        more = [readable.rest(left, slide.address, is_said=not table.rows)] if left else []
        told = [*points[:said], *_lines(table, count), *more]
        text = deck_fit.fitted([*told, *cautions], width, room, _BODY)
        if not text.is_cut:
            break
    return text, range(len(told), len(told) + len(cautions))


def _lines(table: Table, most: int) -> list[str]:
    """The first rows, each as one line: a table as it stands has no room on a phone."""
    return [" · ".join(filter(None, map(_cell, table.heads, row))) for row in table.rows[:most]]


def _cell(head: str, cell: Cell) -> str:
    """What is a number by itself has the head of its column before it."""
    text = words.written(cell)
    return text if not text or any(map(str.isalpha, text)) else f"{head} {text}"


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
        ink = LOUD if number in loud else colour
        if bullets:
            sheet.write("•", _MARGIN, top + text.size, text.size, colour=ink)
        for line in lines:
            sheet.write(line, _MARGIN + (36 if bullets else 0), top + text.size, text.size, colour=ink, bold=bold)
            top += text.size * LEADING
    return top


def _small(page: bytes, drawn: bytes | None, at: tuple[int, int], logo: Logo | None, foot: float) -> bytes:
    """Page, picture and logo as one, in as many colours as a messenger takes whole. foot: where the foot begins."""
    from PIL import Image

    image = Image.open(BytesIO(page)).convert("RGB")
    if drawn:
        image.paste(Image.open(BytesIO(drawn)).convert("RGB"), at)
    if logo:
        wide, high = map(round, logo.within(*_LOGO))
        small = Image.open(BytesIO(logo.png)).convert("RGBA").resize((wide, high))
        image.paste(small, (WIDE - _MARGIN - wide, round(foot) + 24), small)
    content = BytesIO()
    for colours in _COLOURS:
        content = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        if content.tell() < LARGEST:
            break
    return content.getvalue()
