"""The guide in the app: "?" in the bar of every page, and the page it opens."""

import streamlit as st

from timpora.draw import guide
from timpora.draw.guide import Chapter
from timpora.draw.maps import STATIC
from timpora.draw.markup import plain, tag
from timpora.text import say
from timpora.web import navigation, state

_BETWEEN = " · "
_WIDE = 780  # pixels: a line that is easily read
_MANY = 6  # sections that are seen without being listed
_MARK, _STYLE = (f"<style>{(STATIC / name).read_text('utf-8')}</style>" for name in ("help.css", "guide.css"))


def mark(page: str) -> None:
    """The way to what the guide says of a page, in a tab of its own: nothing that was chosen or brought here is lost.

    page: the address of ours. The guide itself needs none.
    """
    if page == navigation.GUIDE:
        return
    where = "/" if page == next(iter(navigation.PAGES)) else f"/{page}"
    said = {"title": say("guide.open"), "aria_label": say("guide.open")}
    st.html(_MARK + tag("a", "?", href=guide.address(where), target="_blank", class_="help", **said), width="content")


def chosen(known: dict[str, Chapter]) -> str:
    """The chapter that the address names (`bab`), else the index."""
    asked = state.carried(guide.CHAPTER)
    if asked and asked not in known:
        st.warning(say("url.unknown", name=guide.CHAPTER, value=plain(asked)))
    return asked if asked in known else guide.INDEX


def contents(known: dict[str, Chapter], name: str) -> None:
    """Every chapter; the one that is open is no link."""
    st.html(_STYLE)
    with st.container(key="daftar_bab", gap="xxsmall"):
        st.caption(say("guide.contents"))
        for each, chapter in known.items():
            if each == name:
                st.html(tag("p", chapter.title, class_="here", aria_current="page"))
            else:
                navigation.link(navigation.GUIDE, chapter.title, **{guide.CHAPTER: each})


def show(chapter: Chapter) -> None:
    """A chapter, with its pictures; where it is long, its sections first."""
    # Not by the stylesheet, which comes a moment later: where a section is would change after it was gone to.
    with st.container(key="bacaan", width=_WIDE):
        st.title(chapter.title)
        if len(chapter.sections) > _MANY:
            ways = [f"[{plain(title.partition(' (')[0])}](#{at})" for title, at in chapter.sections.items()]
            st.markdown(_BETWEEN.join(ways))
        st.markdown(chapter.words, unsafe_allow_html=True)  # files of ours, in which nobody else writes
