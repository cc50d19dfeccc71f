"""The pages there are, in the order of the menu, and links between them."""

import streamlit as st

from timpora import paths
from timpora.text import say

# address → icon; the first one is `/`
ICONS = {
    "ringkasan": "dashboard",
    "peta": "map",
    "tren": "trending_up",
    "mutu-data": "fact_check",
    "unggah": "upload_file",
}


def pages() -> dict[str, st.Page]:
    return {name: _page(name, icon, is_first=place == 0) for place, (name, icon) in enumerate(ICONS.items())}


def link(name: str, label: str, **view: str | None) -> None:
    """A link to another page, by its address; view: what is chosen there, where anything is."""
    query = {key: value for key, value in view.items() if value}
    st.page_link(pages()[name], label=label, query_params=query or None)


def _page(name: str, icon: str, is_first: bool) -> st.Page:
    word = name.replace("-", "_")  # a file and a sentence have no dash in their name
    file = paths.PAGES / f"{word}.py"
    return st.Page(file, title=say(f"page.{word}"), icon=f":material/{icon}:", url_path=name, default=is_first)
