"""The view as a URL: what is chosen on a page is in its address, and opening the address chooses it again.

Streamlit's own binding writes an option's label into the URL; ours writes its code, so that links outlive wording.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from timpora.text import say

_WRITTEN = "_url"


def pick(widget: Callable, name: str, options: Sequence[str], default: str, **arguments: object) -> str:
    """One choice, kept in the URL under `name` and carried from page to page.

    widget: a Streamlit widget that takes a label and options (say it with functools.partial);
    options: codes as they stand in the URL. A code the URL asks for and we do not have is said, and left alone.
    """
    _adopt(name, default, lambda asked: asked[-1] if asked[-1] in options else None)
    if st.session_state[name] not in options:
        st.session_state[name] = default
    value = widget(options=options, key=name, persist_state="session", **arguments)
    value = default if value is None else value
    _write(name, [value])
    return value


def held(name: str, options: Sequence[str], default: str) -> str:
    """A choice that no single widget holds, kept in the URL all the same; `st.session_state[name] = …` changes it."""
    _adopt(name, default, lambda asked: asked[-1] if asked[-1] in options else None)
    if st.session_state[name] not in options:
        st.session_state[name] = default
    _write(name, [st.session_state[name]])
    return st.session_state[name]


def pick_several(widget: Callable, name: str, options: Sequence[str], **arguments: object) -> list[str]:
    """Any number of choices, kept in the URL as repeated values."""
    _adopt(name, [], lambda asked: list(asked) if set(asked) <= set(options) else None)
    st.session_state[name] = [value for value in st.session_state[name] if value in options]
    values = widget(options=options, key=name, persist_state="session", **arguments)
    _write(name, values)
    return values


def _adopt(name: str, default: object, read: Callable) -> None:
    """Seed the widget from the URL where the URL says something new: a link opened, or the browser's back button."""
    asked = st.query_params.get_all(name)
    written = st.session_state.setdefault(_WRITTEN, {})
    if asked and asked != written.get(name):
        if (value := read(asked)) is not None:
            st.session_state[name] = value
        else:
            st.warning(say("url.unknown", name=name, value=", ".join(asked)))
    st.session_state.setdefault(name, default)


def _write(name: str, values: list[str]) -> None:
    if st.query_params.get_all(name) != values:
        st.query_params[name] = values
    st.session_state[_WRITTEN][name] = values
