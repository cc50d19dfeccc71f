"""Axes of the trend's figures: months as pages say them, heights from zero up or around it, no finer than rounding."""

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from timpora.disclosure.rounding import BASE
from timpora.draw.on_screen import GROUND, INK
from timpora.measure import ways
from timpora.text import number, short_month

PLAIN = go.layout.Template()  # plotly's own is six kilobytes that the page's theme replaces
LAYOUT = {
    "template": PLAIN,
    "plot_bgcolor": GROUND,
    "font": {"size": 14, "color": INK},
    "separators": ",.",
    "dragmode": False,
    "showlegend": False,
}


def days(series: pd.DataFrame) -> list[str]:
    return series["period"].dt.strftime("%Y-%m-%d").tolist()


def ticks(starts: date, ends: date, most: int = 14) -> dict:
    """Months as the page says them; plotly itself always writes English. Hover titles are months too."""
    months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    step = next((step for step in (1, 3, 6, 12, 24) if months / step <= most), 48)
    shown = [m for m in pd.date_range(starts, ends, freq="MS") if (12 * m.year + m.month - 1) % step == 0]
    text = [str(m.year) if step >= 12 else short_month(m) for m in shown]
    return {"tickvals": [m.strftime("%Y-%m-%d") for m in shown], "ticktext": text, "hoverformat": "%m/%Y"}


def heights(values: pd.DataFrame, way: str = ways.LEVEL) -> dict:
    """The axis: from zero up, of changes around zero. Of small rounded numbers it is no finer than they are.

    values: of all that share the axis, as a way has them.
    """
    known = values["value"].dropna()
    top, bottom = (max(known.max(), 0), min(known.min(), 0)) if len(known) else (0, 0)
    noise = values.loc[values["value"].notna(), "noise"].replace(np.inf, np.nan).max() if "noise" in values else 0
    if way in ways.CHANGES:
        noise = 0 if pd.isna(noise) else noise
        return _axis(1.1 * min(bottom, -noise, -0.1), 1.1 * max(top, noise, 1))
    if way in ways.ADDITIVE and values["is_rounded"].any() and not top > 4 * BASE:
        return {"range": [0, 4.2 * BASE], "dtick": BASE}
    if way == ways.INDEX:
        top = max(top, 110)
    return _axis(0, 1.08 * top or 1)


def _axis(low: float, high: float) -> dict:
    """A range, and steps of 1, 2 or 5 that are written as numbers are here."""
    rough = (high - low) / 7
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    at = [float(place) for place in np.arange(np.ceil(low / step), high / step + 1e-9) * step]
    decimals = 0 if step >= 1 else int(np.ceil(-np.log10(step)))
    text = [("−" if place < 0 else "") + number(abs(place), decimals) for place in at]
    return {"range": [float(low), float(high)], "tickvals": [round(place, 6) for place in at], "ticktext": text}
