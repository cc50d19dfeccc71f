"""The storyboard of a meeting: which story, its slides one by one, the way to the full screen, and its changes."""

import streamlit as st

from timpora.text import say
from timpora.web import access, story_change, story_edit, story_keep, story_view, story_words, ui
from timpora.web.answers import ask

who = access.viewer()
story_view.style()
head, which = st.columns([7, 5], vertical_alignment="bottom")
head.title(say("page.paparan"))

if ask(who, "periods").empty:
    st.info(say("app.no_snapshot"))
    st.stop()

with which:
    kept = story_view.choose(who)
story = kept.story
ui.answer(story_view.answer(story))
at = story_view.chosen(story)
story_view.start(who, story, at)
story_view.numbers(who)
story_change.said()

listed, one = st.columns([5, 6], gap="large")
with one:
    story_view.preview(who, story, at)
    story_words.aside(who, story, at)
    story_edit.show(who, story, at)
with listed:
    story_edit.add(who, story, at)
    story_keep.show(who, kept)
    story_view.slides(who, story, at)
