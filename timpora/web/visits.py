"""Who looked at what: each view of a session goes into the log once, however often the page is drawn again."""

import streamlit as st

from timpora.web import access
from timpora.web.access import Viewer

_LAST = "_last_visit"


def open_page(name: str) -> None:
    """The page that what follows is about, by its address."""
    st.session_state[access.PAGE] = name


def note(who: Viewer) -> None:
    """The page and what is chosen on it, if that is another view than the one before."""
    chosen = {name: " ".join(values) for name, values in st.session_state.get("_view", {}).items() if values}
    chosen |= {"page": st.session_state[access.PAGE], "through": access.eyes_of(who)}
    visit = (who, chosen)
    if st.session_state.get(_LAST) != visit:
        st.session_state[_LAST] = visit
        access.record("lihat", access.actor(who), **chosen)
