"""A story as a thing: its name, who sees it, the file of it."""

import streamlit as st

from timpora import settings
from timpora.store import story_book, story_file
from timpora.store.stories import Story
from timpora.store.story_book import Kept
from timpora.store.story_faults import LONGEST_NAME, StoryRefused
from timpora.text import say
from timpora.web import access, state, story_change, story_choice
from timpora.web.access import Viewer

_NAME, _FILE = "cerita_nama", "cerita_berkas"


def show(who: Viewer, kept: Kept) -> None:
    """In boxes that open: name and sharing of one's own story, and the file of any."""
    story = kept.story
    with st.container(horizontal=True):
        if story_change.may_change(who, story):
            with st.popover(say("story.keep"), icon=":material/bookmark:"):
                _own(who, kept)
        with st.popover(say("story.file"), icon=":material/description:"):
            _files(who, story)


def _own(who: Viewer, kept: Kept) -> None:
    story = kept.story
    st.text_input(say("story.name"), story.name, LONGEST_NAME, key=f"{_NAME}_{story.id}_{story.at}")
    st.button(say("story.rename"), on_click=_renamed, args=(story,), key="cerita_ganti_nama")
    if kept.is_shared:
        st.button(say("story.unshare"), on_click=_told, args=("batal bagikan", story.id), key="cerita_batal_bagi")
    elif who.may("menilai"):
        st.button(say("story.share"), on_click=_told, args=("bagikan", story.id), key="cerita_bagikan")
    st.button(say("story.withdraw"), on_click=_told, args=("buang", story.id), key="cerita_buang")


def _files(who: Viewer, story: Story) -> None:
    if who.may("unduh") and not who.through:
        name = f"{say('story.file_name')}-{story.id}.json"
        st.download_button(
            say("story.download"), story_file.as_file(story), name, "application/json", on_click="ignore"
        )
    if who.through:
        return
    most = say("story.upload_most", most=story_file.MOST_BYTES // 1000)
    st.file_uploader(say("story.upload"), type="json", key=_FILE, help=most, max_upload_size=1)
    st.button(say("story.open_file"), on_click=_brought, key="cerita_buka_berkas")


def _renamed(story: Story) -> None:
    name = st.session_state.get(f"{_NAME}_{story.id}_{story.at}", "")
    story_change.changed(story.id, list, name)


def _told(step: str, story: str) -> None:
    change = {"bagikan": story_book.share, "batal bagikan": story_book.unshare, "buang": story_book.withdraw}[step]
    right = "menilai" if step == "bagikan" else "lihat"
    if story_change.do(step, lambda by: change(story, by, settings.now()), right=right) and step == "buang":
        state.put("cerita", story_choice.STANDARD)
        state.put("salindia", "1")


def _brought() -> None:
    file = st.session_state.get(_FILE)

    def keep(by: str) -> Story:
        if file is None:
            raise StoryRefused(say("story.no_file"))
        content = file.getvalue()[: story_file.MOST_BYTES + 1]
        brought = story_file.from_file(content)
        name = story_choice.free_name(access.viewer(), brought.name)
        return story_book.keep(name, brought.scenes, by, settings.now())

    story_change.do("simpan", keep, opens=True)
