"""How the numbers of a way of looking are written, wherever they stand: in a hover, a label, a table, a sentence."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.draw.sentences import coverage
from timpora.measure import ways
from timpora.text import month, number, say, short_month


@dataclass(frozen=True)
class Reading:
    """A way of looking at a measure: `unit` is the measure's own; base_month of an index; months of one report."""

    way: str
    unit: str
    base_month: date | None = None
    decimals: int | None = None  # of a rate, as its layer has it

    @property
    def is_change(self) -> bool:
        return self.way in ways.CHANGES

    @property
    def axis(self) -> str:
        """The title of the axis: the unit, and what was done to it."""
        if self.way == ways.LEVEL:
            return self.unit
        base = short_month(self.base_month) if self.base_month else ""
        return say(f"trend.axis.{self.way}", unit=self.unit, base=base)

    def text(self, row) -> str:
        """The number of a row without its unit, or the word for what it is instead."""
        if row.state != "reported":
            return say(f"empty.{row.state}")
        if self.is_change:
            return self._change(row)
        # The mean of rounded numbers is no more precise than they are.
        decimals = {ways.RATE: self.decimals, ways.INDEX: 0, ways.MEAN: 0 if row.is_rounded else 1}.get(self.way)
        return figures.text(row, decimals, row.one)

    def said(self, row) -> str:
        """With its unit: "≈35 orang", "≈+15 orang", "≈1,2 orang per 10.000 penduduk", "indeks ≈143"."""
        if self.is_change:
            return self._change(row, f" {self.unit}") if row.state == "reported" else self.text(row)
        words = self.text(row)
        if row.state != "reported":
            return words
        if self.way == ways.INDEX:
            words = say("trend.index", value=words)
        elif self.way == ways.RATE:
            words = say("trend.rate", value=words, unit=self.unit)
        else:
            words = f"{words} {self.unit}"
        return say("figure.small_base", value=words) if row.is_small_base else words

    def told(self, row) -> str:
        """As `said`, and of how much of the area it speaks where that is not all, and what is not settled in it."""
        words = self.said(row)
        if row.areas_reporting < row.areas_expected:
            words += f" ({coverage(row.areas_reporting, row.areas_expected)})"
        return f"{words} · {row.mark}" if getattr(row, "mark", "") else words

    def _change(self, row, unit: str = "") -> str:
        if not row.is_told:
            return say("trend.within")
        about = figures.ABOUT if row.is_rounded else ""
        words = f"{about}{figures.signed(row.value, 0 if float(row.value).is_integer() else 1)}{unit}"
        if pd.notna(row.percent):
            words += f" ({about}{figures.signed(row.percent)} %)"
        return words


def seen(values: pd.DataFrame) -> pd.DataFrame:
    """The frame with the columns of a way; a frame that has none is looked at as it is."""
    return values if "one" in values else ways.level(values)


def table(values: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """The same numbers as a table: a row a month, newest first, a column a group; words where there is no number."""
    shown = seen(values).assign(month=lambda rows: [month(period) for period in rows["period"]])
    shown["text"] = [reading.text(row) for row in shown.itertuples()]
    shown = shown.sort_values("period", ascending=False, kind="stable")
    pivot = shown.pivot_table(
        index=["period", "month"], columns="group_name", values="text", aggfunc="first", sort=False
    )
    return pivot.reset_index("period", drop=True).rename_axis(index=None, columns=None)


def matrix(values: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """A row a group, a column a month, as in the heat table."""
    return table(values, reading).iloc[::-1].T


def slope_table(pairs: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """A row a group: both months and the change. pairs: trend_slope.pairs."""
    return pd.DataFrame(
        {
            month(first): list(pairs["first_text"]),
            month(last): list(pairs["last_text"]),
            say("trend.change"): list(pairs["change_text"]),
        },
        index=list(pairs["group_name"]),
    )


def count(some: int, whole: int) -> str:
    """ "2 dari 7"."""
    return say("trend.count", n=number(some), all=number(whole))
