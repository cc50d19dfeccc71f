"""Notes for whoever presents: what to say first, what not to conclude. By fixed rules, of the numbers on the slide."""

from collections.abc import Sequence

import pandas as pd

from timpora.draw import risk
from timpora.text import number, say

_NAMED = 3  # kecamatan in one sentence


def of_map(ends: Sequence[str], values: pd.DataFrame, *, is_exposure: bool) -> str:
    """values: answers/layer_values.sql; ends: where it is most and where least; is_exposure: it counts people."""
    said = [say("note.slide.say", what="; ".join(ends))] if ends else []
    said.append(say("note.slide.exposure" if is_exposure else "note.slide.attention"))
    if silent := int((values["state"] == "not_reported").sum()):
        said.append(say("note.slide.silent", n=number(silent)))
    return " ".join(said)


def of_trend(sentence: str, notes: Sequence[str]) -> str:
    """sentence: what the lines show; notes: what a reader of them must know, most important first."""
    said = [say("note.slide.say", what=sentence.removesuffix("."))]
    return " ".join([*said, *notes[:1], say("note.slide.trend")])


def of_places(found: pd.DataFrame) -> str:
    """found: rows of risk.attention."""
    if found.empty:
        return say("note.slide.nobody")
    named = [
        say("note.slide.between", name=row.area_name, low=number(row.rank_low), high=number(row.rank_high))
        for row in found.head(_NAMED).itertuples()
    ]
    return " ".join([say("note.slide.ranks", places=", ".join(named)), say("note.slide.attention")])


def of_why(row, own: pd.DataFrame) -> str:
    """row: of risk_scores.sql; own: its parts."""
    if row.state != "reported":
        return say("note.slide.no_score", name=row.area_name)
    said = [say("note.slide.sure", name=row.area_name, sure=risk.sure(row))]
    for each in risk.mendable(own).head(1).itertuples():
        said.append(say("note.slide.helps", agency=each.agency, act=each.helps))
    return " ".join([*said, say("note.slide.attention")])


def of_changes(classes: pd.DataFrame) -> str:
    """classes: measure.since.classes."""
    moves = classes[classes["kind"].isin(["up", "down"])]
    unsure = int((~moves["is_sure"].astype(bool)).sum())
    return say("note.slide.changed", n=number(len(moves)), sure=number(len(moves) - unsure), unsure=number(unsure))
