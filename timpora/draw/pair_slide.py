"""What a slide of two agencies' numbers draws: each report in its own month, and both by month as a table.

rows: answers/pair_trend.sql.
"""

import pandas as pd

from timpora.draw import agreement, figures, pair_words
from timpora.draw.palettes import SERIES
from timpora.draw.slide import Chart, Figure, Series, Table
from timpora.text import month, say, short_month


def lines(rows: pd.DataFrame, names: tuple[str, str], unit: str) -> Chart:
    """Two lines. How long a report goes on counting is not drawn: a month without a report of its own is a gap."""
    drawn = []
    for at, (side, name) in enumerate(zip(("first", "second"), names, strict=True)):
        known = rows[f"is_{side}_own"] & rows[f"{side}_value"].notna()
        shown = [agreement.numbers(row)[at] if own else None for row, own in zip(rows.itertuples(), known, strict=True)]
        values = tuple(None if one is None else figures.shown(one.value) for one in shown)
        texts = tuple("" if one is None else figures.text(one) for one in shown)
        drawn.append(Series(name, values, SERIES[at], texts))
    return Chart("line", tuple(short_month(each) for each in rows["month"]), tuple(drawn), unit)


def by_month(rows: pd.DataFrame, names: tuple[str, str]) -> Table:
    """A row a month, newest first, as on the page."""
    written = pair_words.table(rows, names)
    cells = [(when, *map(Figure, row[:3]), row[3]) for when, row in zip(written.index, written.to_numpy(), strict=True)]
    return Table((say("slide.month"), *written.columns), tuple(cells))


def written(rows: pd.DataFrame, names: tuple[str, str], place: str, unit: str) -> dict[str, str]:
    """ "Barru, ITAS, Oktober 2024" → "≈45 orang"."""
    return {
        f"{place}, {name}, {month(row.month)}": figures.said(shown, unit)
        for row in rows.itertuples()
        for name, shown in zip(names, agreement.numbers(row), strict=True)
    }
