"""What a slide of an election shows: how long to go, what is urgent, and what to look at in each kabupaten.

standing: measure/stages.py; phases: answers/election_phase.sql; places: answers/election_places.sql.
"""

import pandas as pd

from timpora.draw import election
from timpora.draw.slide import Cell, Table
from timpora.measure.stages import Standing
from timpora.text import month, number, say

_STAGES = 2  # that are told: those that run, then those that come
_COLUMNS = 2  # indicators of the most urgent stage that have room side by side


def points(standing: Standing) -> list[str]:
    """Which stages run, and what is urgent in them and in the next."""
    stages = pd.concat([standing.running, standing.coming]).head(_STAGES)
    told = [
        say("slide.election.stage", name=row.stage_name, when=election.when(row, standing.on), urgent=row.urgent)
        for row in stages.itertuples()
    ]
    return told or [election.stands(standing)]


def places(phases: pd.DataFrame, held: pd.DataFrame) -> Table | None:
    """A row a kabupaten in the order of the codes, for this is no ranking: each indicator now and in the same phase."""
    shown = phases[phases["indicator"].isin(_first(phases))]
    if shown.empty:
        return None
    names = shown.drop_duplicates("indicator").set_index("indicator")
    rows: list[tuple[Cell, ...]] = []
    for place in held.itertuples():
        own = shown[shown["kabupaten_code"] == place.kabupaten_code].set_index(["indicator", "phase"])
        rows.append((place.kabupaten_name.removeprefix("Kabupaten "), *(_cell(own, one) for one in names.index)))
    heads = [say("table.value", layer=row.indicator_name, unit=row.unit) for row in names.itertuples()]
    return Table((say("vote.head.kabupaten"), *heads), tuple(rows))


def _first(phases: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(phases["indicator"]))[:_COLUMNS]


def _cell(own: pd.DataFrame, indicator: str) -> str:
    now, before = (own.loc[(indicator, phase)] for phase in ("now", "before"))
    return say("slide.election.cell", now=_text(now), before=_text(before))


def _text(row) -> str:
    return election.shown(row) if row.state == "reported" else say(f"empty.{row.state}")


def cautions(phases: pd.DataFrame) -> list[str]:
    """What the numbers are, and which indicators have no room."""
    left = phases["indicator"].nunique() - _COLUMNS
    more = [say("slide.election.more", n=number(left))] if left > 0 else []
    return [say("slide.election.median"), *more] if len(phases) else [say("vote.no_indicators")]


def written(phases: pd.DataFrame, held: pd.DataFrame, period: pd.Timestamp) -> dict[str, str]:
    """ "Kabupaten Barru, Kesenjangan kesiapan, Oktober 2024" → "33,3"."""
    names, when = held.set_index("kabupaten_code")["kabupaten_name"], month(period)
    now = phases[phases["phase"] == "now"].itertuples()
    return {f"{names[row.kabupaten_code]}, {row.indicator_name}, {when}": _text(row) for row in now}
