"""What a slide of the election clock draws: of one place lines by days to the vote, of several a row each.

series: answers/clock_series.sql; phases: measure/clock.phases.
"""

import pandas as pd

from timpora.draw import clock_words, figures
from timpora.draw.clock_around import EARLIER
from timpora.draw.palettes import SERIES
from timpora.draw.slide import Cell, Chart, Figure, Series, Table
from timpora.measure import clock
from timpora.text import month, number, say
from timpora.text.order import by_name


def lines(series: pd.DataFrame, unit: str, months: int) -> Chart:
    """Of one place: the chosen election by days, and under it each one before in the month of the same phase.

    months: as for measure/clock.in_phase.
    """
    now = series[series["place"] == 0].sort_values("period")
    known = pd.concat([now["value"], series.loc[series["place"] > 0, "value"]]).dropna()
    decimals = 0 if (known == known.round()).all() else 1
    drawn = [_line(now["election_name"].iloc[0], list(now.itertuples()), decimals, SERIES[0])]
    for _, earlier in series[series["place"] > 0].groupby("place"):
        rows = [_then(earlier, row, months) for row in now.itertuples()]
        drawn.append(_line(earlier["election_name"].iloc[0], rows, decimals, EARLIER))
    return Chart("line", tuple(clock_words.when(row) for row in now.itertuples()), tuple(drawn), unit, decimals)


def _then(earlier: pd.DataFrame, row, months: int):
    return clock.in_phase(earlier, row.period.date(), row.voting_day.date(), months)


def _line(name: str, rows: list, decimals: int, colour: str) -> Series:
    shown = [row if row is not None and row.state == "reported" and not row.is_outside else None for row in rows]
    values = tuple(None if row is None else figures.shown(row.value, decimals) for row in shown)
    texts = tuple("" if row is None else figures.text(row) for row in shown)
    return Series(name, values, colour, texts)


def said(phases: pd.DataFrame, measure: str, unit: str) -> str:
    """What the slide says first: of many places only in how many there are more and fewer, for the table names them."""
    now = phases[phases["place"] == 0]
    if len(now) > clock_words.NAMED and (phases["place"] > 0).any():
        counts = {code: number(len(names)) for code, names in clock_words.compared(phases).items()}
        when = clock_words.when(next(now.itertuples()))
        return say("slide.clock.many", measure=measure, when=when, all=number(len(now)), **counts)
    answer = clock_words.answer(phases, unit)
    return say("slide.clock.title", measure=measure, said=answer[0].lower() + answer[1:])


def places(phases: pd.DataFrame) -> Table | None:
    """A row a place: its number now, and that of the same phase of each election before there, with the months."""
    now = phases[phases["place"] == 0]
    if now.empty:
        return None
    back = sorted(phases.loc[phases["place"] > 0, "place"].unique())
    first = next(now.itertuples())
    is_one = now["period"].nunique() == 1
    head = (
        say("clock.row", when=clock_words.when(first), month=month(first.period)) if is_one else say("slide.clock.now")
    )
    rows: list[tuple[Cell, ...]] = []
    for row in now.itertuples():
        own = phases[phases["group_code"] == row.group_code].set_index("place")
        before = [own.loc[place] if place in own.index else None for place in back]
        rows.append((row.group_name, Figure(_now(row, is_one=is_one)), *(_before(each) for each in before)))
    names = [_name(phases[phases["place"] == place]) for place in back]
    return Table((say("slide.area"), head, *names), tuple(rows))


def _now(row, *, is_one: bool) -> str:
    return figures.text(row) if is_one else clock_words.phase_cell(row)


def _before(row) -> Cell:
    return "–" if row is None else Figure(clock_words.phase_cell(row))


def _name(rows: pd.DataFrame) -> str:
    return say("slide.clock.then", names=" / ".join(sorted(rows["election_name"].unique(), key=by_name)))


def written(phases: pd.DataFrame, measure: str, unit: str) -> dict[str, str]:
    """ "Barru, Izin tinggal aktif, Oktober 2024" → "≈195 orang"."""
    known = phases[~phases["is_outside"]]
    return {f"{row.group_name}, {measure}, {month(row.period)}": figures.said(row, unit) for row in known.itertuples()}


def cautions(series: pd.DataFrame) -> list[str]:
    """What the numbers must not be read without: where a month stands, an estimated day, a break."""
    said = [say("slide.clock.phase")]
    if series["is_estimate"].any():
        said.append(say("slide.clock.estimate"))
    if series.groupby("group_code")["segment"].nunique().gt(1).any():
        said.append(say("clock.break"))
    return said
