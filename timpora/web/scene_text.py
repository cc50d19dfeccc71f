"""A slide of words: what its author wrote, or, of an opening that nobody wrote over, what the data say today."""

from timpora.draw import sentences
from timpora.draw.slide import Slide
from timpora.store.stories import OPENING, Scene
from timpora.text import month, say
from timpora.web import scene_choices
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_LINES = 6  # of the agenda


def slide(who: Viewer, scene: Scene, address: str) -> Slide:
    """Its title and its lines; no number of ours, and so no source."""
    is_opening = scene.text_of("bagian") == OPENING
    title = scene.title or (_name(who, scene) if is_opening else say("slide.text"))
    points = lines(who, scene)
    return Slide(
        title=title,
        filters=(),
        address=address,
        source_note="",
        alt=" ".join([title, *points]),
        points=points,
        note=say("standard.note") if is_opening else "",
    )


def lines(who: Viewer, scene: Scene) -> tuple[str, ...]:
    """What stands on it: how long until the vote, and the agenda, as long as nothing was written in their place."""
    if scene.text or scene.text_of("bagian") != OPENING:
        return scene.text
    clock = sentences.election_clock(ask(who, "elections", areas=("kantor",)), today(who))
    return clock, *(say(f"standard.line.{place}") for place in range(1, _LINES + 1))


def _name(who: Viewer, scene: Scene) -> str:
    if ask(who, "periods").empty:
        return say("standard.name_plain")
    return say("standard.name", month=month(scene_choices.period(who, scene)))
