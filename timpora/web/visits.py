"""Who looked at what: each view of a session goes into the log once, however often the page is drawn again."""

import streamlit as st

from timpora.access.details import fit
from timpora.web import access
from timpora.web.access import Viewer

_FOR, _LAST = "_page_for", "_last_visit"


def open_page(name: str, who: Viewer) -> None:
    """The page that what follows is about, by its address, and for whom it is drawn."""
    st.session_state[access.PAGE], st.session_state[_FOR] = name, who


def is_for_another() -> bool:
    """Whether the page was drawn for somebody else than this session's viewer is by now: role or area have changed."""
    return st.session_state[_FOR] != access.viewer()


def note(who: Viewer) -> None:
    """The page and what is chosen on it, if that is another view than the one before."""
    chosen = {name: " ".join(values) for name, values in st.session_state.get("_view", {}).items() if values}
    chosen |= {"page": st.session_state[access.PAGE], "through": access.eyes_of(who)}
    visit = (who, fit("lihat", chosen))  # what the log would tell in the same words is no other view
    if st.session_state.get(_LAST) != visit:
        st.session_state[_LAST] = visit
        access.record("lihat", who.name, **chosen)
