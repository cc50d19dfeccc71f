"""How a story is changed on /paparan: each change is a version in the book at once, so that nothing is ever unsaved."""

import streamlit as st

from timpora import settings
from timpora.store import story_book, view_book
from timpora.store.stories import PARTS, Scene, Story
from timpora.text import say
from timpora.web import access, scenes, state, story_change, story_choice, story_words
from timpora.web.access import Viewer
from timpora.web.story_change import MovedOn

_BOX, _LINK, _KIND = "cerita_tambah_buka", "cerita_tautan", "cerita_jenis"
_VIEW, _PART, _TEXT = "tampilan:", "agenda:", "teks"


def show(who: Viewer, story: Story, at: int) -> None:
    """The chosen slide to be changed, moved, removed; another one added behind it. A copy first where it is not one's
    own story."""
    if who.through:
        st.caption(say("access.only_looking"))
        return
    if not story_change.may_change(who, story):
        st.button(say("story.copy"), on_click=_copied, args=(story.id,), icon=":material/content_copy:")
        st.caption(say("story.copy_why"))
        return
    _move(story, at)
    story_words.form(who, story, at)


def add(who: Viewer, story: Story, at: int) -> None:
    """One more slide behind the chosen one: of a link, a named view, a part of the agenda, or of words."""
    if not story_change.may_change(who, story):
        return
    kinds = _kinds(who)
    with st.popover(say("story.add"), icon=":material/add:", key=_BOX, on_change="rerun"):
        st.text_input(say("story.link"), key=_LINK, placeholder="…/peta?lapisan=…", help=say("story.link_help"))
        st.selectbox(say("story.or_kind"), list(kinds), format_func=kinds.get, key=_KIND)
        st.button(say("story.add_do"), on_click=_added, args=(story.id, at), key="cerita_tambah")


def _move(story: Story, at: int) -> None:
    last = len(story.scenes) - 1
    steps = {
        "up": ("arrow_upward", at > 0),
        "down": ("arrow_downward", at < last),
        "double": ("content_copy", True),
        "remove": ("delete", last > 0),
    }
    with st.container(horizontal=True):
        for step, (icon, is_possible) in steps.items():
            st.button(
                say(f"story.{step}"),
                icon=f":material/{icon}:",
                key=f"cerita_{step}",
                on_click=_moved,
                args=(story, at, step),
                disabled=not is_possible,
            )


def _moved(story: Story, at: int, step: str) -> None:
    def change(kept: list[Scene]) -> list[Scene]:
        if tuple(kept) != story.scenes:  # another window may have moved the slides since
            raise MovedOn(say("story.moved_on"))
        if step == "double":
            return [*kept[: at + 1], kept[at], *kept[at + 1 :]]
        moved = kept.pop(at)
        there = at + {"up": -1, "down": 1}.get(step, 0)
        return [*kept[:there], moved, *kept[there:]] if step != "remove" else kept

    if story_change.changed(story.id, change):
        to = {"up": at, "down": at + 2, "double": at + 2, "remove": max(at, 1)}[step]
        state.put("salindia", str(to))


def _kinds(who: Viewer) -> dict[str, str]:
    """What can be added without a link → what it is called."""
    try:
        own, shared = view_book.seen_by(access.signature(who))
    except OSError:
        own, shared = [], []
    views = [view for view in [*own, *shared] if view.page in scenes.LINKED]
    named = {f"{_VIEW}{view.id}": say("story.named_view", name=view.name) for view in views}
    parts = {f"{_PART}{part}": say(f"story.part.{part}") for part in PARTS}
    return {"": say("story.choose")} | named | parts | {_TEXT: say("story.words_only")}


def _added(story: str, at: int) -> None:
    link, kind = st.session_state.get(_LINK, ""), st.session_state.get(_KIND) or ""

    def change(kept: list[Scene]) -> list[Scene]:
        return [*kept[: at + 1], _new(link, kind), *kept[at + 1 :]]

    if story_change.changed(story, change):
        story_change.warn(_new(link, kind))
        state.put("salindia", str(at + 2))
        st.session_state[_LINK], st.session_state[_BOX] = "", False


def _new(link: str, kind: str) -> Scene:
    if kind.startswith(_VIEW) and not link:
        own, shared = view_book.seen_by(access.signature(access.viewer()))
        for view in [*own, *shared]:
            if view.id == kind.removeprefix(_VIEW):
                return Scene(view.page, view.choices)
    if kind.startswith(_PART) and not link:
        return Scene("agenda", {"bagian": [kind.removeprefix(_PART)]})
    return Scene("teks", {}, say("story.new_title")) if kind == _TEXT and not link else scenes.of_address(link)


def _copied(story: str) -> None:
    who = access.viewer()
    found = story_choice.find(who, story)
    if found:
        name = story_choice.free_name(who, found.name)
        story_change.do("simpan", lambda by: story_book.keep(name, found.scenes, by, settings.now()), opens=True)
