"""The pages there are, in the order of the menu, and links between them."""

import streamlit as st

from timpora import paths
from timpora.text import say

ICONS = {"ringkasan": "dashboard", "peta": "map", "tren": "trending_up"}  # address → icon; the first one is `/`


def pages() -> dict[str, st.Page]:
    return {name: _page(name, icon, is_first=place == 0) for place, (name, icon) in enumerate(ICONS.items())}


def link(name: str, label: str) -> None:
    """A link to another page, by its address."""
    st.page_link(pages()[name], label=label)


def _page(name: str, icon: str, is_first: bool) -> st.Page:
    file = paths.PAGES / f"{name}.py"
    return st.Page(file, title=say(f"page.{name}"), icon=f":material/{icon}:", url_path=name, default=is_first)
