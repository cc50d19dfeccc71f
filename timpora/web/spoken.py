"""Which language is spoken: the view's own (`lang` in the URL), on pages, in presses on them, and before them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from urllib.parse import parse_qs

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timpora import text
from timpora.text import LANGUAGES, LOCALE, language, say, speak

PARAMETER = "lang"


@lru_cache(maxsize=200)
def of_query(query: str) -> str:
    """The language that an address asks for by its query; Indonesian where it asks for none, or for an unknown one."""
    return text.known(parse_qs(query).get(PARAMETER, [LOCALE])[-1])


def listen() -> None:
    """From here on a press on a page, or a part of one that is drawn alone, is answered as its address says."""
    text.listen_to(_of_session)


def _of_session() -> str:
    # A press is answered before the frame runs, a part of a page without it; whoever is neither has no session.
    context = get_script_run_ctx(suppress_warning=True)
    return of_query(context.query_string) if context else LOCALE


def switch() -> None:
    """The way into the other language, named in that language, from the same view."""
    other = next(each for each in LANGUAGES if each != language())
    st.button(
        say("language.other"),
        key="bahasa",
        type="tertiary",
        help=say("language.switch"),
        on_click=_turn_to,
        args=(other,),
    )


def _turn_to(other: str) -> None:
    st.session_state[PARAMETER] = other


def cached(entries: int, waiting: str) -> Callable[[Callable], Callable]:
    """`st.cache_resource` that says `waiting`, a name of the catalogue, in the language of who waits.

    What is kept holds for all languages: a function whose result speaks takes `language()` among its arguments.
    """

    def decorate(function: Callable) -> Callable:
        each_its_own = {}
        for spoken in LANGUAGES:
            with speak(spoken):
                each_its_own[spoken] = st.cache_resource(max_entries=entries, show_spinner=say(waiting))(function)

        @wraps(function)
        def call(*arguments: object) -> object:
            return each_its_own[language()](*arguments)

        return call

    return decorate
