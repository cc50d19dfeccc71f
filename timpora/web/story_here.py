"""What a page shows becomes a slide: its address as it stands, as the last slide of a story of one's own."""

import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.store import story_book, view_book
from timpora.store.stories import Scene
from timpora.text import say
from timpora.web import access, book_damage, scenes, state, story_change, story_choice
from timpora.web.access import Viewer

_BOX, _TO = "cerita_ke_buka", "cerita_ke"


def box(who: Viewer, page: str) -> None:
    """A button that opens on the choice of a story; nothing for whoever keeps none, or of a look that no slide tells.

    page: the address of this one, whose choices are made.
    """
    if not may(who, page) or scenes.untold(_scene(page)):
        return
    opened = st.popover(say("story.to_story"), icon=":material/co_present:", key=_BOX, on_change="rerun")
    if opened.open:
        with opened:
            show(who, page)


def may(who: Viewer, page: str) -> bool:
    return who.may("lihat") and not who.through and page in scenes.LINKED


def show(who: Viewer, page: str) -> None:
    """Which story, and the press."""
    if not may(who, page):
        return
    try:
        own, _ = story_choice.all_of(who)
    except OSError as problem:
        st.error(plain(str(problem)))
        return
    book_damage.tell(story_book.damages)
    names = {"": say("story.new_one")} | {kept.story.id: kept.story.name for kept in own}
    story_change.said()
    st.selectbox(say("story.add_here"), list(names), format_func=names.get, key=_TO)
    st.button(say("story.add_do"), on_click=_added, args=(page,), key="cerita_tambah_di_sini")


def _added(page: str) -> None:
    to, scene = st.session_state.get(_TO, ""), _scene(page)
    if to:
        is_kept = story_change.changed(to, lambda kept: [*kept, scene])
    else:
        name = story_choice.free_name(access.viewer(), say("story.new_name"))
        is_kept = story_change.do("simpan", lambda by: story_book.keep(name, [scene], by, settings.now()))
    if is_kept:
        story_change.warn(scene)


def _scene(page: str) -> Scene:
    return Scene(page, view_book.allowed(state.chosen()))
