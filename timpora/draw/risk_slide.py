"""What a slide of /risiko shows: the kecamatan to look at as a table, or why one of them has its score as bars.

Rows are of answers/risk_scores.sql and answers/risk_parts.sql.
"""

from collections.abc import Sequence

import pandas as pd

from timpora.draw import figures, headline, risk, risk_charts
from timpora.draw.palettes import TEXT_MUTED
from timpora.draw.slide import Chart, Figure, Series, Table
from timpora.measure.method import Method
from timpora.text import month, number, say

ROWS = 10  # of a table that is read from the back of a room
_HEADS = ("place", "class", "rank", "certainty")


def places(found: pd.DataFrame, parts: pd.DataFrame, most: int | None = ROWS) -> Table:
    """The kecamatan to look at: class, score and interval, rank and its range, how sure, what raises the score most.

    found: rows of risk.attention; most: rows, None: all.
    """
    rows = []
    for row in found[:most].itertuples():
        ranks = say("risk.ranks", rank=number(row.rank), low=number(row.rank_low), high=number(row.rank_high))
        strongest = risk.drivers(parts[parts["area_code"] == row.area_code]).head(1)["indicator_name"]
        rows.append(
            (
                say("alarm.place", name=row.area_name, kabupaten=row.kabupaten_name),
                Figure(risk.class_and_score(row), figures.shown(row.score, 1)),
                ranks,
                risk.percent(row.class_share),
                next(iter(strongest), "–"),
            )
        )
    heads = [*(say(f"risk.head.{name}") for name in _HEADS), say("slide.risk.strongest")]
    return Table(tuple(heads), tuple(rows))


def written(scores: pd.DataFrame, period: pd.Timestamp) -> dict[str, str]:
    """ "Ujung, Indeks, Oktober 2024" → "Tinggi, 55,1 (39–69)"."""
    index, when = say("risk.index"), month(period)
    twice = scores["area_name"].duplicated(keep=False)
    names = scores["area_name"].where(~twice, scores["area_name"] + " (" + scores["kabupaten_name"] + ")")
    said = [risk.class_and_score(row) for row in scores.itertuples()]
    return {f"{name}, {index}, {when}": text for name, text in zip(names, said, strict=True)}


def why_title(row, own: pd.DataFrame) -> str:
    """ "Ujung: Tinggi, 55,1 poin; paling dinaikkan oleh …": of two reasons the first alone where both are too long."""
    names = list(risk.drivers(own).head(risk.NAMED)["indicator_name"])
    words = {"name": row.area_name, "class_name": risk.class_name(row), "score": number(row.score, 1)}
    for count in range(len(names), 0, -1):
        said = say("slide.risk.because", **words, reasons=say("risk.and").join(names[:count]))
        if len(said) <= headline.MOST or count == 1:
            return said
    return say("slide.risk.is", **words)


def why_points(row, own: pd.DataFrame, lacking: Sequence[str], method: Method) -> tuple[str, ...]:
    """How sure it is, how far to the next class, what is not reported, what helps."""
    said = [risk.sure(row), risk.to_next(row, method)]
    if lacking:
        said.append(say("risk.why.lacking", names=", ".join(lacking)))
    if len(own):
        said += [say("slide.risk.helps", act=each.helps) for each in risk.mendable(own).head(1).itertuples()]
        said.append(
            say("slide.risk.from_middle", middle=number(risk_charts.middle(own), 1), score=number(row.score, 1))
        )
    return tuple(said)


def cautions(method: Method) -> tuple[str, ...]:
    """Presence is no part of it, and it is no ranking."""
    return (say("risk.exposure"), say("slide.risk.no_ranking", version=method.version))


def bars(own: pd.DataFrame) -> Chart:
    """What raises and what lowers a score against the office's middle, in points, the largest first."""
    steps = risk_charts.steps(own)
    values = tuple(figures.shown(points, 1) for points in steps["points"])
    return Chart(
        "bar", tuple(steps["name"]), (Series(say("risk.head.points"), values, TEXT_MUTED),), say("risk.axis"), 1
    )


def steps(own: pd.DataFrame, row) -> Table:
    """From the office's middle to the score: they add up to it."""
    parts = risk_charts.steps(own)
    middle = risk_charts.middle(own)
    rows = [(say("risk.part_of.median"), Figure(number(middle, 1), figures.shown(middle, 1)))]
    rows += [
        (part.name, Figure(risk.signed(part.points), figures.shown(part.points, 1)))
        for part in parts.itertuples(index=False)
    ]
    rows.append((row.area_name, Figure(number(row.score, 1), figures.shown(row.score, 1))))
    return Table((say("risk.head.indicator"), say("risk.head.change")), tuple(rows))
