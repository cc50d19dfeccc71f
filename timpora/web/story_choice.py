"""The stories somebody may show: the standard one that is made from the data, their own, and those that are shared."""

from itertools import chain, count

import streamlit as st

from timpora.store import notes, story_book
from timpora.store.stories import Story
from timpora.store.story_book import Kept
from timpora.store.story_faults import LONGEST_NAME
from timpora.text import language
from timpora.web import access, made_slides, scenes, standard_story
from timpora.web.access import Viewer
from timpora.web.answers import asker, held

STANDARD = standard_story.ID


def standard(who: Viewer) -> Story:
    """The story of the standard agenda."""
    asking = held(asker(scenes.shown_to(who)))  # what is published meanwhile stands under no other name
    return _standard(language(), made_slides.books(), asking)


# How many slides ask the agencies for something is known once all of that is made, and each press draws the page anew.
# What of a book cannot be read is said each time all the same: Streamlit's cache tells again what was told in it.
@st.cache_resource(max_entries=100, show_spinner=False)
def _standard(language: str, books: tuple, who: Viewer) -> Story:
    return standard_story.standard(who)


def find(who: Viewer, story: str) -> Story | None:
    """The story of this id, where this person may see it. Raises OSError."""
    if story == STANDARD:
        return standard(who)
    kept = story_book.get(story, access.signature(who))
    return kept.story if kept and _may_see(who, kept.story) else None


def all_of(who: Viewer) -> tuple[list[Kept], list[Kept]]:
    """Own and shared ones, each by name. Raises as `find`."""
    own, shared = story_book.seen_by(access.signature(who))
    return own, [kept for kept in shared if _may_see(who, kept.story)]


def _may_see(who: Viewer, story: Story) -> bool:
    """Their own, and of others' those that name no area beyond theirs: beside a name there may be a number."""
    said = [story.name, *chain.from_iterable((scene.title, scene.note, *scene.text) for scene in story.scenes)]
    return story.by == access.signature(who) or all(notes.names_no_other(text, who.scope) for text in said)


def free_name(who: Viewer, name: str) -> str:
    """The name, or with a number behind it where this person has a story of that name. Raises as `find`."""
    taken = {kept.story.name.casefold() for kept in all_of(who)[0]}
    names = chain([name], (f"{name[: LONGEST_NAME - 4]} ({number})" for number in count(2)))
    return next(each for each in names if each.casefold() not in taken)
