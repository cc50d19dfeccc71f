"""Above the page that a document's link opens: which of its numbers have changed since it was made."""

from dataclasses import replace

import streamlit as st

from timpora import settings
from timpora.access.lines import BookDamaged
from timpora.draw import documents
from timpora.draw.markup import plain
from timpora.draw.slide import Slide
from timpora.measure import outdated
from timpora.measure.outdated import Changed
from timpora.store import document_book
from timpora.store.document_book import Document
from timpora.store.stories import Scene
from timpora.text import day, language, number, say
from timpora.web import made_slides, scenes, state
from timpora.web.access import Viewer
from timpora.web.answers import NoSnapshot, snapshot_id

PARAMETER = "dokumen"  # "000012-3": the third slide of document 12
_SHOWN = 30  # changes that are listed
_OF_PLACES = ("peta", "risiko", "kecamatan")  # slides whose every number is of a kecamatan that it names


def strip(who: Viewer) -> None:
    """One line where the address names a document, and behind it what has changed; nothing where it names none."""
    asked = state.carried(PARAMETER)
    if not asked:
        return
    try:
        document, page = _page(asked)
    except (BookDamaged, OSError) as problem:
        st.warning(plain(str(problem)))
        return
    if document is None:
        st.info(say("documents.unknown"))
    elif document.view == "exact" and (settings.view() != "exact" or not who.may("eksak")):
        st.info(say("documents.exact", day=day(document.moment)))
    elif who.scope not in (None, document.scope) and document.pages[page].scene.page not in _OF_PLACES:
        st.info(say("documents.other_areas", day=day(document.moment)))
    else:
        _say(document, _since(who, document, page))


def _page(asked: str) -> tuple[Document | None, int]:
    name, _, place = asked.partition("-")
    document = document_book.find(name)
    page = int(place) - 1 if place.isdecimal() and len(place) < 4 else 0
    return document, page if document and 0 <= page < len(document.pages) else 0


def _since(who: Viewer, document: Document, page: int) -> list[Changed]:
    if who.scope is None:  # what was made for a part is held against that part
        who = replace(who, scope=document.scope)
    asking = scenes.shown_to(who) if document.view == "protected" else who
    then = document.pages[page]
    try:
        now = _now(snapshot_id(asking), language(), asking, made_slides.books(), document.id, page, then.scene).figures
    except NoSnapshot:
        now = {}
    return outdated.changed(then.figures, now, is_whole=who.scope == document.scope)


@st.cache_resource(max_entries=50, show_spinner=False)
def _now(snapshot_id: str, language: str, who: Viewer, books: tuple, document: str, page: int, _scene: Scene) -> Slide:
    return scenes.slide(who, _scene)


def _say(document: Document, since: list[Changed]) -> None:
    words = {"day": day(document.moment), "snapshot": document.snapshot}
    if not since:
        st.success(say("documents.unchanged", **words))
        return
    st.warning(say("documents.changed", n=number(len(since)), **words))
    with st.expander(say("documents.which")):
        st.html(documents.changes(since[:_SHOWN]))
        if len(since) > _SHOWN:
            st.caption(say("documents.more", n=number(len(since) - _SHOWN)))
