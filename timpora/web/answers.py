"""The one door for answers: pages ask here, in a viewer's name, and nowhere else."""

from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timpora import settings
from timpora.store import snapshot
from timpora.store.snapshot import DamagedSnapshot, NoSnapshot, OtherForm
from timpora.text import language
from timpora.web import data_words, measuring
from timpora.web.access import Viewer
from timpora.web.measuring import DRAWN_FROM
from timpora.web.remembered import Remembered, frame_bytes

__all__ = [
    "DamagedSnapshot",
    "NoSnapshot",
    "OtherForm",
    "ask",
    "asker",
    "begin",
    "held",
    "is_outdated",
    "snapshot_id",
    "today",
]


def begin() -> None:
    """A page is drawn anew, from what is published now: what is published meanwhile is for the next time."""
    st.session_state[DRAWN_FROM] = {}


def is_outdated() -> bool:
    """Whether something else is published by now than the page was drawn from, of which a part is to be drawn anew."""
    drawn = st.session_state.get(DRAWN_FROM, {})
    try:
        return any(snapshot.served(view) != known for view, known in drawn.items())
    except NoSnapshot:
        return True


def held(viewer: Viewer) -> Viewer:
    """The viewer whose every question goes to what is published now: for what is made in many seconds, off a page."""
    return replace(viewer, known_at=snapshot_id(viewer))


def ask(viewer: Viewer, question: str, **parameters: object) -> pd.DataFrame:
    """The answer to a question of queries/answers, as this viewer may see it. Lists are given as tuples.

    Raises NoSnapshot when nothing has been published, or the older snapshot that is asked is no longer kept;
    OtherForm where the snapshot was built too long ago to know the question.
    """
    measuring.asked()
    known = tuple(sorted(parameters.items()))
    key = (snapshot_id(viewer), language(), viewer.scope, viewer.view, question, known)
    frame = _REMEMBERED.get(key, partial(_asked, *key))
    # Its numbers, too: of whoever shared a column pandas keeps a note, up to 500 of those that are gone, and what is
    # often asked came to weigh ten times as much (half a megabyte).
    return frame.copy()


def snapshot_id(viewer: Viewer | None = None) -> str:
    """The snapshot that answers: on a page the one it is drawn from. viewer: who may ask an older one, or one view."""
    if viewer and viewer.known_at:
        return viewer.known_at
    view = (viewer.view if viewer else "") or settings.view()
    drawn = st.session_state.get(DRAWN_FROM) if get_script_run_ctx(suppress_warning=True) else None
    if drawn is None:
        return snapshot.served(view)
    if view not in drawn:
        drawn[view] = snapshot.served(view)
    return drawn[view]


def asker(viewer: Viewer) -> Viewer:
    """The viewer as answers know them, without name and role: what is made of answers alone is kept by it for all who

    may see the same, and may not depend on a right, for it has none.
    """
    return Viewer("", "", viewer.scope, view=viewer.view, known_at=viewer.known_at)


def today(viewer: Viewer) -> date:
    """The day the numbers are looked at: today, or the sample's own day while sample data is shown."""
    meta = ask(viewer, "snapshot").iloc[0]
    return meta.sample_day.date() if meta.is_sample else settings.now().date()


# Keyed on the snapshot it answers from, never on time: a new one is seen at once, an old answer never. And that very
# one is asked: what is published between two questions must not stand under the name of the one before.
_REMEMBERED = Remembered(100_000_000, frame_bytes)


def _asked(
    snapshot_id: str, language: str, scope: tuple[str, ...] | None, view: str, question: str, parameters: tuple
) -> pd.DataFrame:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with measuring.question(question):
        return data_words.told(snapshot.current(scope, view, snapshot_id).ask(question, **bound))
