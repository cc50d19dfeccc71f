"""Where in an election a day is: which stages run, which come, and what to look at.

stages: answers/stages.sql, in the order in which they begin; a stage begins and ends with whole days, both counted.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Standing:
    """Where a day is. Every frame has the columns of answers/stages.sql."""

    on: date
    running: pd.DataFrame  # the shortest first: what has the fewest days is what cannot wait
    coming: pd.DataFrame  # the next first
    past: pd.DataFrame  # the one that ended last, first

    @property
    def matters(self) -> pd.DataFrame:
        """The stages to look at: those that run; between two the next one; after all of them the last."""
        if len(self.running):
            return self.running
        return (self.coming if len(self.coming) else self.past).head(1)

    @property
    def indicators(self) -> tuple[str, ...]:
        """What to look at, each once, that of the most urgent stage first."""
        lists = self.matters["indicators"].dropna()
        return tuple(dict.fromkeys(indicator for each in lists for indicator in each))


def standing(stages: pd.DataFrame, on: date) -> Standing:
    """Where `on` is in an election with these stages."""
    now = pd.Timestamp(on)
    days = stages["ends"] - stages["starts"]
    runs = (stages["starts"] <= now) & (now <= stages["ends"])
    # Of two that are equally long, the one that ends first.
    shortest = stages.assign(days=days)[runs].sort_values(["days", "ends"], kind="stable").drop(columns="days")
    coming = stages[stages["starts"] > now].sort_values("starts", kind="stable")
    past = stages[stages["ends"] < now].sort_values("ends", ascending=False, kind="stable")
    return Standing(on, shortest, coming, past)
