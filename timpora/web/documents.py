"""A document is made: its slides settled on their months, written down with their figures, and linked to both."""

from collections.abc import Callable
from dataclasses import replace

from timpora import settings
from timpora.draw.slide import Deck, Slide
from timpora.store import document_book
from timpora.store.document_book import Page
from timpora.store.stories import Story
from timpora.web import scenes
from timpora.web.access import Viewer
from timpora.web.answers import held, snapshot_id


def made(who: Viewer, story: Story, by: str, origin: str, progress: Callable[[int, int], None]) -> Deck:
    """The deck of a story as a document: opened later, each of its links says what has changed since.

    who: see scenes.shown_to; by: who takes it out, as the book has it; progress: called with how many slides are made,
    of how many. Raises NoSnapshot, OSError.
    """
    who = held(who)
    story = replace(story, scenes=tuple(scenes.settled(who, scene) for scene in story.scenes))
    drawn: list[Slide] = []
    for slide in scenes.slides(who, story):
        drawn.append(slide)
        progress(len(drawn), len(story.scenes))
    pages = [Page(scene, dict(slide.figures)) for scene, slide in zip(story.scenes, drawn, strict=True)]
    view = who.view or settings.view()
    document = document_book.add(story.name, snapshot_id(who), view, pages, by, settings.now(), who.scope)
    linked = [replace(slide, address=_linked(slide.address, document.id, n)) for n, slide in enumerate(drawn, 1)]
    return scenes.deck(who, story, tuple(linked), origin)


def _linked(address: str, document: str, place: int) -> str:
    return f"{address}{'&' if '?' in address else '?'}dokumen={document}-{place}"
