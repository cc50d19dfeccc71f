"""A deck as PowerPoint takes it: text, tables and charts that can be edited, maps as pictures at twice their size."""

from datetime import datetime, time
from io import BytesIO

from timpora.draw import deck_fit, deck_pptx_parts, deck_template, readable, slide_picture
from timpora.draw import deck_words as words
from timpora.draw.deck_fit import Places
from timpora.draw.deck_pptx_parts import Page
from timpora.draw.image_sheet import LOUD, MUTED, PAPER
from timpora.draw.map_image import SAMPLE, SAMPLE_GROUND
from timpora.draw.slide import Deck, Slide
from timpora.text import say

STRIP = 28  # height of the mark across the upper edge
_TITLE = (34, 32, 30, 28, 26, 24, 22, 20, 18)
_FOOT = (14, 13, 12, 11)
_FILTERS = deck_fit.LEAST
_LOGO = 150  # pixels that a logo is wide at most


def pptx(deck: Deck, template: bytes | None = None) -> bytes:
    """The document; template: an office's own (`deck_template`). 1 s a slide at most.

    Raises deck_template.TemplateFault.
    """
    deck = words.clean(deck)
    made, layout = deck_template.opened(template)
    places = deck_template.places(made, layout)
    for slide in deck.slides:
        _slide(Page(made, layout), deck, slide, places.arranged(slide))
    if not deck.slides:
        page = Page(made, layout)
        page.write("judul", places.title, deck_fit.fitted([say("deck.empty")], 1100, 80, _TITLE), bold=True)
        page.bare()
    _properties(made, deck)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def _slide(page: Page, deck: Deck, slide: Slide, places: Places) -> None:
    _title(page, slide, places)
    _said(page, slide, places)
    left, top, right, bottom = places.picture
    if slide.map:
        size = round((right - left) * deck_fit.MAP), round((bottom - top) * deck_fit.MAP)
        picture = slide_picture.png(slide.map, size=size, scale=2 / deck_fit.MAP, is_sample=bool(deck.sample))
        deck_pptx_parts.picture(page, picture, places.picture, slide.alt)
    elif slide.chart:
        deck_pptx_parts.chart(page, slide.chart, places.picture, slide.alt)
    elif slide.table and slide.table.heads:
        _table(page, slide, places)
    _foot(page, deck, slide, places)
    if over := words.strip(deck):
        said = deck_fit.fitted([over], deck_template.WIDE - 60, STRIP, (16, 14, 12), bold=True)
        page.strip(said, STRIP, SAMPLE if deck.sample else PAPER, SAMPLE_GROUND if deck.sample else LOUD)
    page.bare()
    page.slide.notes_slide.notes_text_frame.text = "\n\n".join(filter(None, [slide.note, slide.alt]))


def _title(page: Page, slide: Slide, places: Places) -> None:
    left, top, right, bottom = places.title
    lower = bottom - _FILTERS * 1.6
    # PowerPoint keeps some air inside a box.
    title = deck_fit.fitted([slide.title], right - left - 20, lower - top - 8, _TITLE, bold=True)
    page.write("judul", (left, top, right, lower), title, bold=True, is_low=True)
    told = deck_fit.fitted([words.filters(slide)], right - left - 20, _FILTERS * 1.4, (_FILTERS, 18, 16, 14))
    page.text((left, lower, right, bottom), told, colour=MUTED)


def _said(page: Page, slide: Slide, places: Places) -> None:
    if not words.words(slide):
        return
    left, top, right, bottom = places.words
    is_alone = not (slide.map or slide.chart or slide.table)
    sizes = deck_fit.ALONE if is_alone else deck_fit.WORDS
    text, loud = deck_fit.said(slide, right - left - 44, bottom - top - 12, sizes)
    page.write("isi", places.words, text, bullets=len(text.paragraphs) > 1, loud_from=loud, loud=LOUD)


def _table(page: Page, slide: Slide, places: Places) -> None:
    left, top, right, bottom = places.picture
    laid = deck_fit.laid(slide.table, right - left, bottom - top - 36, deck_fit.TABLE)
    lower = deck_pptx_parts.table(page, laid, places.picture, slide.alt)
    if laid.more:
        more = deck_fit.fitted([readable.rest(laid.more, slide.address)], right - left - 20, 30, (deck_fit.LEAST,))
        page.text((left, min(lower + 4, bottom - 32), right, bottom), more, colour=MUTED)


def _foot(page: Page, deck: Deck, slide: Slide, places: Places) -> None:
    """Two paragraphs: what this is, with the link to its exact view; where its numbers are from."""
    left, top, right, bottom = places.foot
    if deck.logo:
        wide, high = deck.logo.within(_LOGO, bottom - top - 8)
        deck_pptx_parts.picture(page, deck.logo.png, (right - wide, top + 4, right, top + 4 + high), deck.office)
        right -= wide + 16
    first = f"{words.publication(deck)} · {words.place(deck, slide)} · {say('deck.open')}"
    text = deck_fit.fitted([first, words.sources(deck, slide)], right - left - 20, bottom - top - 4, _FOOT)
    page.write("kaki", (left, top, right, bottom), text, colour=MUTED)
    page.link(say("deck.open"), words.link(deck, slide), "kaki")


def _properties(made, deck: Deck) -> None:
    told = made.core_properties
    told.title, told.author, told.last_modified_by = deck.title[:250], deck.office[:250], deck.office[:250]
    told.comments, told.subject, told.keywords = words.about(deck)[:250], deck.snapshot[:250], ""
    told.created = told.modified = datetime.combine(deck.made_on, time())
    told.language = "id-ID"
