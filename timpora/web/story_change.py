"""The door through which a story is changed: by its owner, in the book at once, over no change of another window."""

from collections.abc import Callable, Sequence

import streamlit as st

from timpora import settings
from timpora.access.lines import BookDamaged
from timpora.draw.markup import plain
from timpora.store import story_book
from timpora.store.stories import Scene, Story
from timpora.store.story_book import Kept
from timpora.store.story_faults import StoryRefused
from timpora.text import say
from timpora.web import access, scenes, state
from timpora.web.access import Viewer

_SAID = "_cerita_kabar"


class MovedOn(StoryRefused):
    """Another window changed what is changed here."""


def may_change(who: Viewer, story: Story) -> bool:
    return story.by == access.signature(who) and not who.through


def said() -> None:
    """What became of the last change."""
    if told := st.session_state.pop(_SAID, None):
        kind, sentence = told
        {"refused": st.error, "untold": st.warning}.get(kind, st.success)(plain(sentence))


def warn(scene: Scene) -> None:
    """Say that a slide that was just added cannot tell the look that it asks for, where that is so."""
    if why := scenes.untold(scene):
        st.session_state[_SAID] = ("untold", why)


def changed(story: str, change: Callable[[list[Scene]], Sequence[Scene]], name: str | None = None) -> bool:
    """A new version of one's own story, made from the newest one. Whether it was kept; what was wrong is said.

    change: raises MovedOn where the newest one is not what was seen; name: a new one.
    """

    def keep(by: str) -> Story:
        kept: Kept | None = story_book.get(story, by)
        if kept is None:
            raise StoryRefused(say("story.not_yours"))
        scenes = change(list(kept.story.scenes))
        return story_book.keep(kept.story.name if name is None else name, scenes, by, settings.now(), of=story)

    return do("ubah", keep)


def do(step: str, change: Callable[[str], Story], *, right: str = "lihat", opens: bool = False) -> bool:
    """One change of the book, said on the page and told to the log. The right is asked anew: it may have ended."""
    who = access.viewer()
    if who.through or not who.may(right):
        st.session_state[_SAID] = ("refused", say("views.no_right"))
        return False
    try:
        story = change(access.signature(who))
    except (StoryRefused, BookDamaged) as problem:
        st.session_state[_SAID] = ("refused", str(problem))
        return False
    except OSError as problem:
        st.session_state[_SAID] = ("refused", say("story.not_written", why=problem.strerror or str(problem)))
        return False
    access.record("cerita", who.name, step=step, set=story.id)
    st.session_state[_SAID] = ("done", say(f"story.done.{step.replace(' ', '_')}", name=story.name))
    if opens:
        state.put("cerita", story.id)
        state.put("salindia", "1")
    return True
