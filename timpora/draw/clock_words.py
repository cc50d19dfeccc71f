"""The election clock in words and as a table: where it stands, and the same phase of the elections before.

series: answers/clock_series.sql; phases: measure/clock.phases.
"""

from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.draw.sentences import coverage
from timpora.measure.clock import MONTH_LENGTH, days, in_phase, missing
from timpora.text import day, month, number, say, short_month

NEAR = 16  # days: the most that two months of one phase lie apart
NAMED = 3  # places whose numbers are said one by one; more are counted


def at(days_: int) -> str:
    """ "H−34", "H", "H+18"."""
    return f"H{'−' if days_ < 0 else '+'}{abs(days_)}" if days_ else "H"


def months_of(days_: int) -> str:
    """ "6 bulan": days in months, rounded; of fewer than half a month the days."""
    count = round(abs(days_) / MONTH_LENGTH)
    return say("age.months", n=number(count)) if count else say("age.days", n=number(abs(days_)))


def when(row) -> str:
    """The day of a row on its clock; to an estimate no days are counted: "± 6 bulan"."""
    return say("clock.about", words=months_of(row.days)) if row.is_estimate else at(row.days)


def answer(phases: pd.DataFrame, unit: str) -> str:
    """ "Pada H−43 (Oktober 2024), Barru ≈195 orang; pada tahap yang sama Pilkada 2020 (Oktober 2020) ≈20 orang."

    Of many places it is counted in how many there are more and fewer than in the same phase of the last election there.
    """
    now = phases[phases["place"] == 0]
    if len(now) <= NAMED:
        return " ".join(_of_one(row, _earlier(phases, row), unit) for row in now.itertuples())
    if (phases["place"] == 0).all():
        values = [say("clock.value", name=row.group_name, value=_covered(row, unit)) for row in now.itertuples()]
        return say("clock.answer_values", values=", ".join(values), **_moment(next(now.itertuples())))
    found = compared(phases)
    is_one_month = now["period"].nunique() == 1
    moment = _moment(next(now.itertuples()))
    head = say("clock.answer_many", **moment) if is_one_month else say("clock.answer_each")
    parts = [
        say(f"clock.many.{code}", n=number(len(names)), all=number(len(now)), names=", ".join(names))
        for code, names in found.items()
        if names
    ]
    return f"{head} {'; '.join(parts)}."


def compared(phases: pd.DataFrame) -> dict[str, list[str]]:
    """Where there are more, fewer, as many as in the same phase of the last election, or where that is not known."""
    found: dict[str, list[str]] = {code: [] for code in ("more", "fewer", "same", "within_rounding", "unknown")}
    for row in phases[phases["place"] == 0].itertuples():
        found[_compare(row, _earlier(phases, row))].append(row.group_name)
    return found


def head(now, earlier: list, unit: str) -> str:
    """Under a place's name: "≈195 · Pilkada 2020 ≈20"."""
    parts = [say("clock.head_now", when=when(now), value=figures.said(now, unit))]
    parts += [say("clock.head_then", name=row.election_name, value=_then(now, row, unit)) for row in earlier]
    return " · ".join(parts)


def heads(phases: pd.DataFrame, unit: str) -> dict[str, str]:
    """By group code. A place whose clock has no number yet has none."""
    now = phases[phases["place"] == 0]
    return {row.group_code: head(row, _earlier(phases, row), unit) for row in now.itertuples()}


def _earlier(phases: pd.DataFrame, row) -> list:
    own = phases[(phases["group_code"] == row.group_code) & (phases["place"] > 0)]
    return list(own.itertuples())


def _moment(row) -> dict[str, str]:
    return {"when": when(row), "month": month(row.period)}


def _of_one(row, earlier: list, unit: str) -> str:
    said = say("clock.answer", value=_covered(row, unit), name=row.group_name, **_moment(row))
    for other in earlier:
        # A report of another month is said to be one, with its own day.
        is_near = abs(other.days - row.days) <= NEAR
        there = month(other.period) if is_near else say("clock.moment", month=month(other.period), when=at(other.days))
        then = {"election": other.election_name, "month": there, "value": _then(row, other, unit)}
        said += "; " + say("clock.answer_then", **then)
        if _compare(row, [other]) == "within_rounding":
            said += f" ({say('figure.within_rounding')})"
    if not earlier:
        said += "; " + say("clock.answer_alone")
    return f"{said}."


def _then(now, row, unit: str) -> str:
    if row.is_outside:
        return say("clock.outside")
    words = _covered(row, unit)
    return f"{words} ({say('clock.broken')})" if _is_broken(now, row) and row.state == "reported" else words


def _is_broken(now, row) -> bool:
    """Whether a break in the series lies between two months: their numbers do not mean the same."""
    return getattr(now, "segment", 0) != getattr(row, "segment", 0)


def _covered(row, unit: str) -> str:
    words = figures.said(row, unit)
    if row.state == "reported" and row.areas_reporting < row.areas_expected:
        words += f" ({coverage(row.areas_reporting, row.areas_expected)})"
    return words


def _compare(row, earlier: list) -> str:
    """Against the last election before: more, fewer, same, within_rounding; unknown where the two do not compare."""
    if not earlier:
        return "unknown"
    other = earlier[0]
    if {row.state, other.state} != {"reported"} or row.areas_reporting != other.areas_reporting:
        return "unknown"
    if _is_broken(row, other):
        return "unknown"
    if row.value == other.value:
        # Two numbers that were rounded to the same one need not be the same.
        return "within_rounding" if row.is_rounded else "same"
    if not figures.is_told(row, other):
        return "within_rounding"
    return "more" if row.value > other.value else "fewer"


def silent(election: pd.Series, newest: date, measure: str, *, is_held: bool) -> str:
    """Instead of the answer: that the chosen election's clock has no number yet, and how far the data is from it.

    election: a row of answers/elections.sql; newest: the newest month there is; is_held: in a chosen place.
    """
    if not is_held:
        return say("clock.not_held", name=election.election_name)
    distance = days(newest, election.voting_day.date())
    far = say("clock.about", words=months_of(distance)) if election.is_estimate or abs(distance) > 400 else at(distance)
    return say("clock.no_number", name=election.election_name, measure=measure, month=month(newest), far=far)


def notes(series: pd.DataFrame, bands: pd.DataFrame, *, is_office: bool) -> list[str]:
    """What a reader of the picture must know: where a month stands, whose dates, what is missing."""
    said = [say("clock.middle")]
    earlier = series[series["place"] > 0]
    if is_office and earlier["voting_day"].nunique() > 1:
        said.append(say("clock.per_kabupaten"))
    for row in missing(series).itertuples():
        names = {"name": row.election_name, "day": day(row.voting_day), "places": ", ".join(row.groups)}
        if pd.isna(row.first):
            said.append(say("clock.missing_all", **names))
        else:
            since = at(days(row.first.date(), row.voting_day.date()))
            said.append(say("clock.missing", since=since, month=month(row.first), **names))
    shaded = bands[bands["is_shaded"] & ~bands["is_earlier"]]
    if len(shaded):
        stages = [
            say("clock.stage_span", name=row.stage_name, first=at(row.start), last=at(row.end - 1))
            for row in shaded.itertuples()
        ]
        said.append(say("clock.shaded", stages=", ".join(stages)))
    known = set(bands["election_name"])
    without = [name for name in dict.fromkeys(series["election_name"]) if name not in known]
    if without:
        said.append(say("clock.no_stages", names=", ".join(without)))
    if (series["is_estimate"]).any():
        said.append(say("clock.estimate"))
    seen = series[~series["is_outside"]]
    if (seen["state"].eq("reported") & (seen["areas_reporting"] < seen["areas_expected"])).any():
        said.append(say("trend.partial"))
    if (seen["state"] == "suppressed").any():
        said.append(say("clock.withheld"))
    if "segment" in seen and seen.groupby("group_code")["segment"].nunique().gt(1).any():
        said.append(say("clock.break"))
    return said


def table(series: pd.DataFrame, months: int = 1) -> pd.DataFrame:
    """A row per month of the chosen election's clock, newest first; a column per place and election.

    Beside a month stands the month of the same phase of each election before, which is named in its cell. months: as
    for measure/clock.in_phase; of a source that does not come monthly only months with a report have a row.
    """
    columns = {}
    rows = series[series["place"] == 0].sort_values("period", ascending=False).drop_duplicates("period")
    if months > 1:
        reported = series[(series["place"] == 0) & (series["state"] != "not_reported")]
        rows = rows[rows["period"].isin(reported["period"])]
    for name, own in series.groupby("group_name", sort=False):
        chosen = own[own["place"] == 0].set_index("period", drop=False)
        vote = chosen["voting_day"].iloc[0].date()
        label = say("clock.column", place=name, election=chosen["election_name"].iloc[0])
        columns[label] = [_cell(row) for row in chosen.loc[rows["period"]].itertuples()]
        for _, other in own[own["place"] > 0].groupby("place"):
            label = say("clock.column", place=name, election=other["election_name"].iloc[0])
            found = [in_phase(other, period.date(), vote, months) for period in rows["period"]]
            columns[label] = [phase_cell(row) for row in found]
    index = [say("clock.row", **_moment(row)) for row in rows.itertuples()]
    return pd.DataFrame(columns, index=index)


def _cell(row) -> str:
    return say("clock.not_yet") if row.is_outside else figures.text(row)


def phase_cell(row) -> str:
    """ "≈20 (Okt 2020)"; "" of no row."""
    if row is None:
        return ""
    value = say("clock.outside") if row.is_outside else figures.text(row)
    return say("clock.phase_cell", value=value, month=short_month(row.period))
