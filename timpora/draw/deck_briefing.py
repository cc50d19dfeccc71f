"""A deck as a briefing on at most two pages of A4, for who has ten minutes: pictures side by side, whole sentences."""

from collections import Counter
from collections.abc import Sequence

from timpora.draw import briefing_blocks, briefing_fit, deck_fit, deck_type
from timpora.draw import deck_words as words
from timpora.draw.briefing_blocks import SMALL, WIDTH, Block, Told
from timpora.draw.deck_fit import Fitted
from timpora.draw.deck_pdf import Paper, logo
from timpora.draw.image_sheet import HAIR, INK, LEADING, LINK, MUTED
from timpora.draw.slide import Deck, Slide
from timpora.text import day, say

SIZE = (794, 1123)  # A4 in pixels of 1/96 inch
_LEFT, _BOTTOM = 44, 1100
_TOP = 38  # under the mark
_HEAD = 50  # height of title and what this is
_OPENING = 48  # most height of each of its first words
_FOOT = 118  # most height of cautions, sources and what was published
_LEFT_OUT = SMALL * LEADING + 4  # height of the line that names what has no room


def briefing(deck: Deck) -> bytes:
    """One page or two. Slides without room are named at the end; every slide has the link to its exact view."""
    deck = words.clean(deck)
    opening, slides = _opening(deck)
    sizes = (13, SMALL)
    lines = [deck_fit.fitted([one], WIDTH, _OPENING, (size,)) for one, size in zip(opening, sizes, strict=False)]
    told = _told(deck, slides)
    most = _high(_about(told, slides))
    room = _BOTTOM - most - 14 - _TOP - _HEAD
    rooms = room - sum(line.height + 4 for line in lines), room - _LEFT_OUT
    made = briefing_fit.fitted(slides, told, rooms, lambda own: most - _high(_about(told, own)))
    paper = Paper(deck, SIZE)
    for number, (blocks, gap) in enumerate(made.pages, start=1):
        paper.page(deck)
        top = _head(paper, deck, told, number, len(made.pages))
        for line in lines if number == 1 else ():
            top = paper.write(line, _LEFT, top, INK if line is lines[0] else MUTED) + 4
        if not deck.slides:
            paper.line(say("deck.empty"), _LEFT, top, 14, MUTED)
        for block in blocks:
            briefing_blocks.paint(paper, block, told, _LEFT, top)
            top += briefing_blocks.height(block, told) + gap
        _foot(paper, told, blocks, made.left if number == len(made.pages) else ())
    return paper.content()


def _opening(deck: Deck) -> tuple[list[str], Sequence[Slide]]:
    """Of a first slide that only repeats the title the first sentence, and the others as one; and the other slides."""
    first = deck.slides[0] if deck.slides else None
    if first is None or first.title != deck.title or first.map or first.chart or first.table or not deck.slides[1:]:
        return [], deck.slides
    own = words.words(first)
    return [*own[:1], *filter(None, [" · ".join(own[1:])])], deck.slides[1:]


def _told(deck: Deck, slides: Sequence[Slide]) -> Told:
    chosen, cautions = Counter(), Counter(deck.notes)
    for slide in slides:
        chosen.update({*filter(None, slide.filters)})
        cautions.update({*filter(None, slide.cautions)})
    common = frozenset(one for one, count in chosen.items() if 2 * count > len(slides) > 1)
    return Told(deck, common, frozenset(one for one, count in cautions.items() if count > 1))


def _head(paper: Paper, deck: Deck, told: Told, number: int, of: int) -> float:
    """Returns where it ends."""
    width = WIDTH - logo(paper, deck, (_LEFT, _TOP, _LEFT + WIDTH, _TOP + _HEAD - 12))
    title = deck_fit.fitted([deck.title], width, 28, (20, 18, 17, 16), bold=True)
    paper.write(title, _LEFT, _TOP, bold=True)
    chosen = [one for slide in deck.slides for one in slide.filters if one in told.chosen]
    about = [deck.office, day(deck.made_on), deck.classification, *dict.fromkeys(chosen)]
    about.append(say("deck.place", n=number, of=of))
    paper.line(deck_type.shortened(" · ".join(about), 12, width), _LEFT, _TOP + 25, 12, MUTED)
    return _TOP + _HEAD


def _foot(paper: Paper, told: Told, blocks: Sequence[Block], left: Sequence[Slide]) -> None:
    """At the lower edge: what has no room, cautions of several slides, where numbers are from, what was published."""
    foot = _about(told, [slide for block in blocks for slide in block.slides])
    top = _BOTTOM - _high(foot)
    paper.box((_LEFT, top - 6, _LEFT + WIDTH, top - 5), HAIR)
    y = top
    for text in foot:
        y = paper.write(text, _LEFT, y, MUTED) + 4
    if left:
        whole = f"{say('briefing.whole')} · "
        titles = say("briefing.left", n=len(left), titles="; ".join(slide.title.rstrip(".") for slide in left))
        at, y = _LEFT + deck_type.measured(whole, SMALL), top - 8 - _LEFT_OUT
        paper.line(whole, _LEFT, y, SMALL, LINK, link=f"{told.deck.origin.rstrip('/')}/paparan")
        paper.line(deck_type.shortened(titles, SMALL, _LEFT + WIDTH - at), at, y, SMALL, MUTED)


def _about(told: Told, slides: Sequence[Slide]) -> list[Fitted]:
    """What stands in the foot of a page with these slides."""
    cautions = [one for slide in slides for one in slide.cautions if one in told.shared]
    careful = " ".join(dict.fromkeys([*cautions, *told.deck.notes]))
    published = say("picture.snapshot", snapshot=told.deck.snapshot)
    sources = " · ".join([published, *_sources([slide.source_note for slide in slides])])
    high = (_FOOT - 8) / 2
    return [deck_fit.fitted([text], WIDTH, high, (SMALL, 10.5, 10)) for text in (careful, sources) if text]


def _high(foot: Sequence[Fitted]) -> float:
    return sum(text.height + 4 for text in foot)


def _sources(notes: Sequence[str]) -> list[str]:
    """Each once; one that names no source beside those of another is said with it."""
    named = {note: frozenset(note.split(";")[0].split(", ")) for note in notes if note}
    return [note for note, own in named.items() if not any(own < other for other in named.values())]
