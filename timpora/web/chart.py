"""The one way in which a page gets a chart: never without its finding in words, its numbers a table one press away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from timpora.text import say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure
    from streamlit.delta_generator import DeltaGenerator


def show(figure: Figure, key: str, finding: str) -> None:
    """Draw it. key: of the chart in its page; finding: what the picture says, for whoever does not see it."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=finding)


def numbers(key: str) -> DeltaGenerator | None:
    """The box under a picture for its numbers as a table; None while it is closed, for then none need be made."""
    box = st.expander(say("trend.table"), key=key, on_change="rerun")
    return box if box.open else None
