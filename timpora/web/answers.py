"""The one door for answers: pages ask here, in a viewer's name, and nowhere else."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora import settings
from timpora.store import snapshot
from timpora.store.snapshot import DamagedSnapshot, NoSnapshot
from timpora.web.access import Viewer

__all__ = ["DamagedSnapshot", "NoSnapshot", "ask", "snapshot_id", "today"]


def ask(viewer: Viewer, question: str, **parameters: object) -> pd.DataFrame:
    """The answer to a question of queries/answers, as this viewer may see it. Lists are given as tuples.

    Raises NoSnapshot when nothing has been published.
    """
    return _remembered(snapshot_id(), viewer.scope, question, tuple(sorted(parameters.items())))


def snapshot_id() -> str:
    """The snapshot that answers now."""
    return snapshot.current(None).id


def today(viewer: Viewer) -> date:
    """The day the numbers are looked at: today, or the sample's own day while sample data is shown."""
    meta = ask(viewer, "snapshot").iloc[0]
    return meta.sample_day.date() if meta.is_sample else settings.now().date()


# Keyed on the snapshot it answers from, never on time: a new snapshot is seen at once, an old answer never.
@st.cache_data(max_entries=2000, show_spinner=False)
def _remembered(snapshot_id: str, scope: tuple[str, ...] | None, question: str, parameters: tuple) -> pd.DataFrame:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return snapshot.current(scope).ask(question, **bound)
