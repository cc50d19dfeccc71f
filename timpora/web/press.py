"""A press that changes a book: done in the viewer's name as it is now, and what came of it said once above the form."""

from collections.abc import Callable

import streamlit as st

from timpora.draw.markup import plain
from timpora.text import say
from timpora.web import access
from timpora.web.access import Viewer


def may(who: Viewer, right: str) -> bool:
    """Whether this viewer changes what the right is about; never through another's eyes."""
    return who.may(right) and not who.through


def done(key: str, change: Callable[[Viewer], str], error: type[Exception], right: str, refused: str) -> None:
    """Do it, and keep what came of it under a key of the session.

    change: returns what was done, in a sentence; error: what it raises with a sentence in place of that; right: asked
    anew, for it may have ended; refused: what is said then.
    """
    who = access.viewer()
    try:
        said = (True, change(who)) if may(who, right) else (False, refused)
    except error as problem:
        said = (False, str(problem))
    except OSError as problem:
        said = (False, say("cli.system", problem=problem))
    st.session_state[key] = said


def told(key: str, failed: Callable[[str], object] = st.warning) -> None:
    """What came of the last press. failed: how it is said that nothing was done."""
    if said := st.session_state.pop(key, None):
        is_done, sentence = said
        (st.success if is_done else failed)(plain(sentence))
