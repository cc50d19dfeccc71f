"""A deck as PDF: its text is text, its fonts are inside, and the same deck gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO

from timpora.draw import deck_fit, deck_type, readable, slide_chart, slide_picture
from timpora.draw import deck_words as words
from timpora.draw.deck_fit import DEFAULT, PAD, Fitted, Laid
from timpora.draw.image_sheet import BAND, HEAD, INK, LEADING, LINK, LOUD, MUTED, PAPER, Place, face
from timpora.draw.map_image import SAMPLE, SAMPLE_GROUND
from timpora.draw.slide import Deck, Slide
from timpora.text import say

WIDE, HIGH = 1280, 720
STRIP = 28
_FONT = "DejaVu"
_POINT = 0.75  # of a pixel
_LOGO = 150  # pixels that a logo is wide at most
_TITLE = (34, 32, 30, 28, 26, 24, 22, 20, 18)


class Paper:
    """Pages to write on, in pixels of 1/96 inch from the upper left corner."""

    def __init__(self, deck: Deck, size: tuple[float, float]):
        from fpdf import FPDF

        self.size = size
        self.pdf = FPDF(unit=_POINT, format=size)
        self.pdf.set_auto_page_break(False)
        self.pdf.c_margin = 0
        for style, is_bold in (("", False), ("B", True)):
            self.pdf.add_font(_FONT, style, str(face(is_bold)))
        self.pdf.set_lang("id-ID")
        self.pdf.set_title(deck.title)
        self.pdf.set_author(deck.office)
        self.pdf.set_subject(words.about(deck))
        self.pdf.set_creation_date(datetime.combine(deck.made_on, time(), UTC))

    def page(self, deck: Deck) -> None:
        """A new page, with the mark across its upper edge."""
        self.pdf.add_page()
        if over := words.strip(deck):
            self.box((0, 0, self.size[0], STRIP), SAMPLE_GROUND if deck.sample else LOUD)
            said = deck_fit.fitted([over], self.size[0] - 96, STRIP, (16, 14, 12), bold=True)
            self.write(said, 48, (STRIP - said.height) / 2, SAMPLE if deck.sample else PAPER, bold=True)

    def box(self, place: Place, colour: str) -> None:
        left, top, right, bottom = place
        self.pdf.set_fill_color(colour)
        self.pdf.rect(left, top, right - left, bottom - top, style="F")

    def write(
        self,
        text: Fitted,
        left: float,
        top: float,
        colour: str = INK,
        *,
        bold: bool = False,
        bullets: bool = False,
        loud_from: int | None = None,
    ) -> float:
        """Paragraphs; returns where they end."""
        for number, lines in enumerate(text.paragraphs):
            is_loud = loud_from is not None and number >= loud_from
            top += text.size * deck_fit.GAP if number else 0
            if bullets:
                self.line("•", left, top, text.size, colour)
            for line in lines:
                indent = text.size if bullets else 0
                self.line(line, left + indent, top, text.size, LOUD if is_loud else colour, bold=bold)
                top += text.size * LEADING
        return top

    def line(
        self, text: str, left: float, top: float, size: float, colour: str, *, bold: bool = False, link: str = ""
    ) -> None:
        self.pdf.set_font(_FONT, "B" if bold else "", size * _POINT)
        self.pdf.set_text_color(colour)
        self.pdf.text(left, top + size, text)
        if link:
            self.pdf.link(left, top, deck_type.measured(text, size, bold), size * LEADING, link)

    def picture(self, png: bytes, place: Place, alt: str) -> None:
        left, top, right, bottom = place
        self.pdf.image(BytesIO(png), left, top, right - left, bottom - top, alt_text=alt)

    def table(self, laid: Laid, left: float, top: float) -> float:
        """Returns where it ends."""
        for number, row in enumerate([laid.heads, *laid.rows]):
            height, x = laid.row_height(row), left
            if number % 2 == 0:
                self.box((left, top, left + sum(laid.widths), top + height), BAND if number else HEAD)
            for width, is_number, lines in zip(laid.widths, laid.is_number, row, strict=True):
                for place, line in enumerate(lines):
                    wide = deck_type.measured(line, laid.size, not number)
                    at = x + width - PAD - wide if is_number else x + PAD
                    y = top + 0.25 * laid.size + place * laid.size * LEADING
                    self.line(line, at, y, laid.size, INK, bold=not number)
                x += width
            top += height
        return top

    def content(self) -> bytes:
        return bytes(self.pdf.output())


def storyboard(deck: Deck) -> bytes:
    """One slide a page, 16:9."""
    deck = words.clean(deck)
    paper = Paper(deck, (WIDE, HIGH))
    for slide in deck.slides:
        paper.page(deck)
        _slide(paper, deck, slide)
    if not deck.slides:
        paper.page(deck)
        paper.write(deck_fit.fitted([say("deck.empty")], 1100, 80, _TITLE, bold=True), 48, 60, bold=True)
    return paper.content()


def _slide(paper: Paper, deck: Deck, slide: Slide) -> None:
    places = DEFAULT.arranged(slide)
    left, top, right, bottom = places.title
    lower = bottom - 30
    title = deck_fit.fitted([slide.title], right - left, lower - top, _TITLE, bold=True)
    paper.write(title, left, lower - title.height, bold=True)
    chosen = deck_fit.fitted([words.filters(slide)], right - left, 26, (deck_fit.LEAST, 18, 16, 14))
    paper.write(chosen, left, lower + 2, MUTED)
    if words.words(slide):
        left, top, right, bottom = places.words
        is_alone = not (slide.map or slide.chart or slide.table)
        sizes = deck_fit.ALONE if is_alone else deck_fit.WORDS
        text, loud = deck_fit.said(slide, right - left - 34, bottom - top, sizes)
        paper.write(text, left, top, bullets=len(text.paragraphs) > 1, loud_from=loud)
    picture(paper, deck, slide, places.picture, deck_fit.TABLE, zoom=deck_fit.MAP)
    left, top, right, bottom = places.foot
    foot(paper, deck, slide, places.foot)


def picture(
    paper: Paper,
    deck: Deck,
    slide: Slide,
    place: Place,
    sizes: Sequence[float],
    *,
    rows: int = readable.ROWS,
    zoom: float = 1,
) -> float:
    """Map, chart or table of a slide in a place; returns where it ends. zoom: how much smaller pictures are written."""
    left, top, right, bottom = place
    size = round((right - left) * zoom), round((bottom - top) * zoom)
    if slide.map:
        drawn = slide_picture.png(slide.map, size=size, scale=2 / zoom, is_sample=bool(deck.sample))
        paper.picture(drawn, place, slide.alt)
    elif slide.chart:
        drawn = slide_chart.png(slide.chart, size=size, scale=2 / zoom, type_size=deck_fit.LEAST * zoom)
        paper.picture(drawn, place, slide.alt)
    elif slide.table and slide.table.heads:
        laid = deck_fit.laid(slide.table, right - left, bottom - top - 34, sizes, rows)
        lower = paper.table(laid, left, top)
        if laid.more:
            more = deck_fit.fitted([readable.rest(laid.more, slide.address)], right - left, 30, (laid.size,))
            lower = paper.write(more, left, lower + 4, MUTED)
        return lower
    else:
        return top
    return bottom


def logo(paper: Paper, deck: Deck, place: Place) -> float:
    """The office's logo at the right edge of a place, where it has one; returns how much of the width it takes."""
    if not deck.logo:
        return 0
    _, top, right, bottom = place
    wide, high = deck.logo.within(_LOGO, bottom - top)
    paper.picture(deck.logo.png, (right - wide, top, right, top + high), deck.office)
    return wide + 16


def foot(paper: Paper, deck: Deck, slide: Slide, place: Place) -> None:
    """What this is, with the link to its exact view; where its numbers are from."""
    left, top, right, bottom = place
    right -= logo(paper, deck, (left, top, right, bottom))
    open_it = say("deck.open")
    first = f"{words.publication(deck)} · {words.place(deck, slide)} ·"
    room = right - left - deck_type.measured(f" {open_it}", 14)
    line = deck_type.shortened(first, 14, room)
    paper.line(line, left, top, 14, MUTED)
    at = left + deck_type.measured(f"{line} ", 14)
    paper.line(open_it, at, top, 14, LINK, link=words.link(deck, slide))
    text = deck_fit.fitted([words.sources(deck, slide)], right - left, bottom - top - 20, (14, 13, 12, 11))
    paper.write(text, left, top + 20, MUTED)
