"""The view as a URL: what is chosen on a page is in its address, and opening the address chooses it again.

Streamlit's own binding writes an option's label into the URL; ours writes its code, so that links outlive wording.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timpora import text
from timpora.draw.markup import plain
from timpora.text import LOCALE, say
from timpora.web import access, answers, visits
from timpora.web.spoken import PARAMETER as LANGUAGE

_SEEN = "_url"  # name → values as this session last put them into the URL
_AT = "_url_at"  # when it did
_OF_PAGE = "_choices_of"  # page → names of all it was ever chosen by in this session
_SPOKEN = "_spoken"  # the language of the run before
_WARNINGS = ContextVar("warnings", default=None)  # (where they stand, what was said there)
_UNTOLD = "_untold"  # widget → (value set here, when a run that told the browser ended: None while none has)
_SETTLED = 2.0  # seconds after which what a run told has surely left the server
_CATCHING_UP = 1.5  # seconds in which a browser may still send the URL of before our last change


def pick(widget: Callable, name: str, options: Sequence[str], default: str, **arguments: object) -> str:
    """One choice, kept in the URL under `name` and carried from page to page.

    widget: a Streamlit widget that takes a label and options (say it with functools.partial);
    options: codes as they stand in the URL. A code the URL asks for and we do not have is said, and left alone.
    """
    held(name, options, default)
    value = widget(options=options, key=name, persist_state="session", **arguments)
    return _keep(name, [default if value is None else value])[0]


def held(name: str, options: Sequence[str], default: str) -> str:
    """A choice that no single widget holds, kept in the URL all the same; `st.session_state[name] = …` changes it."""
    _adopt(name, default, lambda asked: asked[-1] if asked[-1] in options else None)
    if st.session_state[name] not in options:
        put(name, default)
    return _keep(name, [st.session_state[name]])[0]


def held_text(name: str, default: str, read: Callable[[str], str]) -> str:
    """As `held`, for what cannot be listed. read: of a text, what is kept; it says itself what is not."""
    _adopt(name, default, lambda asked: asked[-1])
    st.session_state[name] = read(st.session_state[name])
    return _keep(name, [st.session_state[name]])[0]


def held_several(name: str, options: Sequence[str], most: int) -> list[str]:
    """As `held`, up to `most` of them."""
    _adopt(name, [], lambda asked: asked[:most] if set(asked) <= set(options) else None)
    st.session_state[name] = [value for value in dict.fromkeys(st.session_state[name]) if value in options][:most]
    return _keep(name, st.session_state[name])


def carried(name: str) -> str:
    """What the address says and nothing on the page changes: it stays in the URL as long as the page is not another."""
    return _keep(name, st.query_params.get_all(name)[-1:] or [""])[0]


def pick_several(widget: Callable, name: str, options: Sequence[str], most: int, **arguments: object) -> list[str]:
    """Up to `most` choices, kept in the URL as repeated values."""
    _adopt(name, [], lambda asked: asked[:most] if set(asked) <= set(options) else None)
    st.session_state[name] = [value for value in dict.fromkeys(st.session_state[name]) if value in options][:most]
    values = widget(options=options, key=name, persist_state="session", max_selections=most, **arguments)
    return _keep(name, values)


def write(*, is_passing: bool = False) -> None:
    """Put the view into the URL, once at the end of a run: one step for the browser's back button, not four.

    is_passing: the view goes by, as one of a film; only where it stops is an address.
    """
    view = addressed()
    if not is_passing:
        if {name: st.query_params.get_all(name) for name in st.query_params} != view:
            st.query_params.from_dict(view)
            st.session_state[_AT] = time.monotonic()
        st.session_state[_SEEN] = view
    now = time.monotonic()
    st.session_state[_UNTOLD] = {name: (value, at or now) for name, (value, at) in _untold().items()}
    visits.note(access.viewer())


def chosen() -> dict[str, list[str]]:
    """What the page is chosen by so far: parameter of the URL → its values."""
    return {name: list(values) for name, values in st.session_state.get("_view", {}).items() if any(values)}


def addressed() -> dict[str, list[str]]:
    """As `chosen`, with the language, which is the reader's and not the view's: whoever keeps a view keeps none."""
    spoken = st.session_state.get(LANGUAGE, LOCALE)
    is_said = spoken != LOCALE or LANGUAGE in st.query_params
    return chosen() | ({LANGUAGE: [spoken]} if is_said else {})


def spoken() -> str:
    """The language of this session; an address that asks for one nobody speaks is read in Indonesian."""
    _adopt(LANGUAGE, LOCALE, lambda asked: text.known(asked[-1]))
    value = st.session_state[LANGUAGE]
    if st.session_state.setdefault(_SPOKEN, value) != value:
        _say_anew()
    st.session_state[_SPOKEN] = value
    return value


def _say_anew() -> None:
    """A list in the browser holds what was chosen by its words, and these are others from here on."""
    for name in set().union(*st.session_state.get(_OF_PAGE, {}).values()):
        if name in st.session_state:
            put(name, st.session_state[name])


def reopen(view: Mapping[str, Sequence[str]]) -> None:
    """From a callback: the page as an address with this view opens it. What the view does not say is as at first."""
    for name in {*st.session_state.get(_OF_PAGE, {}).get(st.session_state.get(access.PAGE), ()), *view}:
        st.session_state.pop(name, None)
    st.session_state[_SEEN] = {}
    st.query_params.from_dict(dict(view))


def forget(*names: str) -> None:
    """A page begins, or draws all its choices anew: what was shown before is not part of its URL.

    names: where only a part of the page is drawn anew, the choices that may be gone from it.
    """
    tell_again(is_part=True)
    _WARNINGS.set(None)
    kept = st.session_state.get("_view", {}) if names else {}
    st.session_state["_view"] = {name: values for name, values in kept.items() if name not in names}


def put(name: str, value: object) -> None:
    """Set what the widget of this name shows.

    Streamlit tells the browser in the run in which this is set, and only then. Where another run follows before that
    was sent (a quick click, a slow machine), the browser is never told: it goes on with the widget's own first value
    and sends that as if somebody had chosen it. So it is told again until it has surely heard.
    """
    st.session_state[name] = value
    _untold()[name] = (value, None)


def tell_again(*, is_part: bool = False) -> None:
    """A run begins: what may not have reached the browser is set once more, before any widget is drawn.

    is_part: a part of the page says so, which counts where it is drawn alone; else the page has said it already.
    """
    if is_part and not _is_part_alone():
        return
    for name, (value, at) in list(_untold().items()):
        if st.session_state.get(name) == value and (at is None or time.monotonic() - at < _SETTLED):
            put(name, value)
        else:
            del _untold()[name]


def _is_part_alone() -> bool:
    """Whether this run draws a part of the page and nothing around it."""
    context = get_script_run_ctx()
    return bool(context and context.fragment_ids_this_run)


def _untold() -> dict[str, tuple[object, float | None]]:
    return st.session_state.setdefault(_UNTOLD, {})


def warn_in(place: DeltaGenerator) -> None:
    """From here on it is said in this place, and once, what a link asks for and we do not have.

    Without it that is said where the choice stands, which may be a narrow column.
    """
    _WARNINGS.set((place, set()))


def has_moved(**drawn: str) -> bool:
    """Whether the view has gone on since the surrounding page was drawn with these values, or who may see it has, or

    what is published: a part that is drawn alone must not stand in a page of other numbers.
    """
    moved = visits.is_for_another() or (_is_part_alone() and answers.is_outdated())
    return moved or any(st.session_state.get(name) != value for name, value in drawn.items())


def _adopt(name: str, default: object, read: Callable) -> None:
    """Seed the widget from the URL where the URL says something new: a link opened, or the browser's back button."""
    asked = list(dict.fromkeys(st.query_params.get_all(name)))
    seen = st.session_state.get(_SEEN, {})
    # A click that left the browser before our last URL reached it still carries the old one: that is no new wish.
    is_late = time.monotonic() - st.session_state.get(_AT, 0.0) < _CATCHING_UP and name in st.session_state
    if asked and asked != seen.get(name) and not is_late:
        if (value := read(asked)) is not None:
            put(name, value)
        else:
            _warn(say("url.unknown", name=name, value=plain(", ".join(asked))))
    if name not in st.session_state:
        put(name, default)


def _warn(sentence: str) -> None:
    place, said = _WARNINGS.get() or (st, set())
    if sentence not in said:
        place.warning(sentence)
        said.add(sentence)


def _keep(name: str, values: list[str]) -> list[str]:
    st.session_state.setdefault("_view", {})[name] = list(values)
    st.session_state.setdefault(_OF_PAGE, {}).setdefault(st.session_state.get(access.PAGE), set()).add(name)
    return values
