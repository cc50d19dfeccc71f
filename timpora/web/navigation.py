"""The pages there are, in the order of the menu, whose they are, and links between them."""

from typing import NoReturn

import streamlit as st

from timpora import paths
from timpora.draw import guide
from timpora.text import LOCALE, language, say
from timpora.web import spoken
from timpora.web.access import Viewer

# address → (icon, right without which nobody has the page); the first one is `/`
PAGES = {
    "ringkasan": ("dashboard", "lihat"),
    "peta": ("map", "lihat"),
    "tren": ("trending_up", "lihat"),
    "risiko": ("balance", "lihat"),
    "peringatan": ("notifications", "lihat"),
    "tindak-lanjut": ("task_alt", "lihat"),
    "kecamatan": ("location_on", "lihat"),
    "paparan": ("co_present", "lihat"),
    "metode": ("menu_book", "lihat"),
    "mutu-data": ("fact_check", "lihat"),
    "unggah": ("upload_file", "muat"),
    "batas": ("polyline", "muat"),
    "akses": ("group", "akses"),
    "catatan": ("receipt_long", "catatan"),
}
GUIDE = guide.PAGE  # in no menu: "?" in the bar leads there
EVERY = PAGES | {GUIDE: ("help", "lihat")}


def pages(who: Viewer) -> list[st.Page]:
    """Every page; those that are not this viewer's are out of the menu, and say so where an address opens them."""
    return [_page(name, is_hidden=name == GUIDE or not who.may(right)) for name, (_, right) in EVERY.items()]


def name_of(page: st.Page) -> str:
    """The address of a page of ours."""
    return page.url_path or next(iter(PAGES))


def right_of(page: st.Page) -> str:
    return EVERY[name_of(page)][1]


def link(name: str, label: str, **view: str | None) -> None:
    """A link to another page, by its address; view: what is chosen there, where anything is."""
    query = {key: value for key, value in view.items() if value}
    query |= {} if language() == LOCALE else {spoken.PARAMETER: language()}
    st.page_link(_page(name), label=label, query_params=query or None)


def go_to(name: str) -> NoReturn:
    """Leave this page for another one of ours."""
    st.switch_page(_page(name))


def _page(name: str, *, is_hidden: bool = False) -> st.Page:
    word = name.replace("-", "_")  # a file and a sentence have no dash in their name
    return st.Page(
        paths.PAGES / f"{word}.py",
        title=say(f"page.{word}"),
        icon=f":material/{EVERY[name][0]}:",
        url_path=name,
        default=name == next(iter(PAGES)),
        visibility="hidden" if is_hidden else "visible",
    )
