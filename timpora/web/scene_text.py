"""A slide of words alone: what its author wrote."""

from timpora.draw.slide import Slide
from timpora.store.stories import Scene
from timpora.text import say
from timpora.web.access import Viewer


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Its title and its lines; no number of ours, and so no source."""
    title = scene.title or say("slide.text")
    return Slide(
        title=title, filters=(), address=address, source_note="", alt=" ".join([title, *scene.text]), points=scene.text
    )
