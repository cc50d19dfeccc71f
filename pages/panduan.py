"""The guide, chapter by chapter, in the reader's language. "?" in the bar of every page opens it at that page."""

import streamlit as st

from timpora.draw import guide
from timpora.text import say
from timpora.web import access, guide_view

access.viewer()
known = guide.chapters()

if guide.INDEX not in known:
    st.title(say("page.panduan"))
    st.info(say("guide.absent"))
    st.stop()

name = guide_view.chosen(known)
beside, middle = st.columns([3, 11], gap="medium")
with beside:
    guide_view.contents(known, name)
with middle:
    guide_view.show(known[name])
