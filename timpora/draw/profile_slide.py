"""One kecamatan on one slide: every scored indicator against its kabupaten, beside the line of a few months."""

import pandas as pd

from timpora.draw import figures, headline, profile, profile_rows, risk, risk_tables
from timpora.draw.profile_rows import Profile
from timpora.draw.slide import Figure, Table
from timpora.text import month, say

_HEADS = ("risk.head.indicator", "risk.head.value", "slide.profile.against", "risk.head.points", "risk.head.agency")


def said(seen: Profile) -> tuple[str, tuple[str, ...]]:
    """Class, score and how many foreign nationals; beneath why, how sure, and what that number means."""
    row = seen.row
    if not seen.is_known:
        return say("slide.profile.unknown", name=row.area_name, period=month(seen.period)), ()
    why = risk.why(row, seen.parts, risk_tables.lacking(seen.values), seen.method)
    told = (why,)
    if row.state == "reported":  # the first sentence is in the title; of the others some have room
        told = (*(f"{one.removesuffix('.')}." for one in why.split(". ")[1:]), risk.sure(row))
    return headline.split(_title(seen))[0], (*told, profile.exposure(seen))


def _title(seen: Profile) -> str:
    facts = seen.facts[seen.facts["measure"] == "active_permits"]
    many = [figures.text(fact) for fact in facts.itertuples()] or [say("empty.not_reported")]
    return say("slide.profile.title", name=seen.row.area_name, score=risk.class_and_score(seen.row), n=many[0])


def indicators(seen: Profile) -> Table | None:
    """A row for each scored indicator that was reported: value, against the kabupaten's median, points, agency."""
    medians = seen.medians.set_index("indicator")
    rows = [
        (row.indicator_name, _figure(row), _against(row, medians.loc[row.indicator]), _points(row), row.agency)
        for row in _shown(seen).itertuples()
    ]
    return Table(tuple(map(say, _HEADS)), tuple(rows)) if rows else None


def _shown(seen: Profile) -> pd.DataFrame:
    return seen.values[(seen.values["share"] > 0) & (seen.values["state"] == "reported")]


def _figure(row) -> Figure:
    is_number = not (row.is_rounded and row.value == 0)
    return Figure(risk.value(row), figures.shown(row.value, int(row.decimals)) if is_number else None)


def _points(row) -> Figure:
    return Figure(risk_tables.points(row), figures.shown(row.points))


def _against(row, median) -> str:
    value = profile_rows.median_value(median)
    if value is None:
        return "–"
    told = say("profile.median", value=profile_rows.median_written(value, median, row))
    return f"{say(f'profile.against.{profile_rows.against(row, median)}')}, {told}"


def written(seen: Profile) -> dict[str, str]:
    """ "Ujung, Kesenjangan kesiapan, Oktober 2024" → "25 %", and its score."""
    name, when = seen.row.area_name, month(seen.period)
    found = {f"{name}, {row.indicator_name}, {when}": risk.value(row) for row in seen.values.itertuples()}
    facts = {f"{name}, {fact.measure_name}, {when}": figures.said(fact, fact.unit) for fact in seen.facts.itertuples()}
    return {**found, **facts, f"{name}, {say('risk.index')}, {when}": risk.class_and_score(seen.row)}
