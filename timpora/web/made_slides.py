"""Slides as they were made: what was drawn once is there at once, until a number or a word of it may have changed."""

import logging
from collections import OrderedDict
from dataclasses import asdict, dataclass
from threading import Lock

from timpora import paths, settings
from timpora.draw import show
from timpora.draw.markup import Markup
from timpora.draw.slide import Deck
from timpora.store.stories import Scene
from timpora.text import language, say
from timpora.web import scenes
from timpora.web.access import Viewer
from timpora.web.answers import snapshot_id

_LOGGER = logging.getLogger(__name__)
_UNTOLD = ("access", "documents", "stories", "views")  # books of which no slide tells anything
MOST = 120  # slides kept, some 200 kB each


@dataclass(frozen=True)
class Made:
    """A slide on a screen. inside: without what every slide of its deck has around it."""

    title: str
    filters: tuple[str, ...]
    note: str
    inside: Markup


_KEPT: OrderedDict[tuple, Made] = OrderedDict()
_LOCK = Lock()


def made(who: Viewer, scene: Scene, deck: Deck) -> Made:
    """The slide of a scene: from memory, or made now (a second for a map). who: see `scenes.shown_to`."""
    key = (
        snapshot_id(who),
        language(),
        who.scope,
        who.view,
        who.role,
        deck.notes,
        deck.sample,
        repr(asdict(scene)),
        books(),
    )
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    slide = scenes.slide(who, scene)
    here = Made(slide.title, slide.filters, slide.note, show.body(slide, deck))
    with _LOCK:
        _KEPT[key] = here
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return here


def tried(who: Viewer, scene: Scene, deck: Deck, number: int) -> Made:
    """As `made`; a slide that cannot be made is one sentence that says so, and the others go on."""
    try:
        return made(who, scene, deck)
    except Exception:  # whatever it was, a room full of people waits for the next slide
        _LOGGER.exception("slide_not_made")
        why = say("show.failed_why", page=say(f"story.page.{scene.page}"))
        return Made(scene.title or say("show.failed", n=number), (), scene.note, show.sentence(why))


def books() -> tuple:
    """What a slide may tell beside the snapshot's numbers: the day, and what people wrote into the office's books."""
    books = [book for book in sorted(paths.data().glob("*/*.jsonl")) if book.parent.name not in _UNTOLD]
    return settings.now().date(), tuple((book, book.stat().st_mtime_ns) for book in books)
