"""The one door for answers: pages ask here, in a viewer's name, and nowhere else."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora import settings
from timpora.store import snapshot
from timpora.store.snapshot import DamagedSnapshot, NoSnapshot, OtherForm
from timpora.web import measuring
from timpora.web.access import Viewer

__all__ = ["DamagedSnapshot", "NoSnapshot", "OtherForm", "ask", "snapshot_id", "today"]


def ask(viewer: Viewer, question: str, **parameters: object) -> pd.DataFrame:
    """The answer to a question of queries/answers, as this viewer may see it. Lists are given as tuples.

    Raises NoSnapshot when nothing has been published, or the older snapshot that is asked is no longer kept;
    OtherForm where the snapshot was built too long ago to know the question.
    """
    measuring.asked()
    known = tuple(sorted(parameters.items()))
    return _remembered(snapshot_id(viewer), viewer.scope, viewer.view, viewer.known_at, question, known)


def snapshot_id(viewer: Viewer | None = None) -> str:
    """The snapshot that answers now; viewer: where it is asked for somebody who may ask an older one."""
    return viewer.known_at if viewer and viewer.known_at else snapshot.current(None, viewer.view if viewer else "").id


def today(viewer: Viewer) -> date:
    """The day the numbers are looked at: today, or the sample's own day while sample data is shown."""
    meta = ask(viewer, "snapshot").iloc[0]
    return meta.sample_day.date() if meta.is_sample else settings.now().date()


# Keyed on the snapshot it answers from, never on time: a new snapshot is seen at once, an old answer never.
@st.cache_data(max_entries=2000, show_spinner=False)
def _remembered(
    snapshot_id: str, scope: tuple[str, ...] | None, view: str, known_at: str, question: str, parameters: tuple
) -> pd.DataFrame:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with measuring.question(question):
        return snapshot.current(scope, view, known_at).ask(question, **bound)
