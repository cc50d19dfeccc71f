"""What a slide of /tren says and draws: lines that can be edited, or a table where lines would be too many.

values: as a way of looking has them (measure/ways.py), with the marks of answers/trend_marks.sql.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from timpora.draw import figures
from timpora.draw.palettes import SERIES, STACK
from timpora.draw.slide import Cell, Chart, Figure, Series, Table
from timpora.draw.trend_words import Reading, seen
from timpora.measure import ways
from timpora.text import month, number, say, short_month

MOST = len(STACK)  # lines that can be told apart
_MONTHS = 6  # columns of a table by month
_NAMED = 3  # alarms in one sentence


def lines(values: pd.DataFrame, reading: Reading) -> Chart:
    """A line a group; where what its numbers mean changed, another line of the same colour begins."""
    values = seen(values)
    months = sorted(values["period"].unique())
    decimals = _decimals(values, reading)
    colours = SERIES if values["group_code"].nunique() <= len(SERIES) else STACK
    drawn = []
    for place, (_, own) in enumerate(values.groupby("group_code", sort=False)):
        for name, stretch in _stretches(own):
            by_month = {row.period: _height(row, reading, decimals) for row in stretch.itertuples()}
            texts = {row.period: reading.text(row) for row in stretch.itertuples()}
            values, said = tuple(by_month.get(each) for each in months), tuple(texts.get(each, "") for each in months)
            drawn.append(Series(name, values, colours[place], said))
    return Chart("line", tuple(short_month(each) for each in months), tuple(drawn), reading.axis, decimals)


def _stretches(own: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The parts of a group between breaks, by name: the first by the group's own, each later one by its first month."""
    name = str(own["group_name"].iloc[0])
    if "segment" not in own:
        return [(name, own)]
    parts = [part for _, part in own.groupby(own["segment"].ffill().fillna(0), sort=False)]
    later = [(say("slide.trend.since", name=name, month=short_month(part["period"].min())), part) for part in parts[1:]]
    return [(name, parts[0]), *later]


def _decimals(values: pd.DataFrame, reading: Reading) -> int:
    known = values["value"].dropna()
    usual = 0 if (known == known.round()).all() else 1
    return int({ways.RATE: reading.decimals or 0, ways.INDEX: 0}.get(reading.way, usual))


def _height(row, reading: Reading, decimals: int) -> float | None:
    if pd.isna(row.value) or (reading.is_change and not row.is_told):
        return None
    return figures.shown(row.value, decimals)


def by_month(values: pd.DataFrame, reading: Reading) -> Table:
    """Every number of the lines: a row a month, newest first, a column a group."""
    values = seen(values)
    names = values.drop_duplicates("group_code").set_index("group_code")["group_name"]
    cells = {(row.period, row.group_code): _cell(row, reading) for row in values.itertuples()}
    rows = [
        (month(period), *(cells.get((period, code)) for code in names.index))
        for period in sorted(values["period"].unique(), reverse=True)
    ]
    return Table((say("slide.month"), *names), tuple(rows))


def largest(values: pd.DataFrame) -> list[str]:
    """Many groups, the one that is largest in the newest month that has a number first."""
    values = seen(values)
    then = values[values["period"] == _newest(values)].sort_values("value", ascending=False, kind="stable")
    return list(then["group_code"])


def last_months(values: pd.DataFrame) -> pd.DataFrame:
    """Of the last few months up to the newest that has a number, as many as a table has room for."""
    newest = _newest(values)
    months = sorted(period for period in values["period"].unique() if period <= newest)[-_MONTHS:]
    return values[values["period"].isin(months)]


def _newest(values: pd.DataFrame) -> pd.Timestamp:
    known = values.loc[values["state"] == "reported", "period"]
    return known.max() if len(known) else values["period"].max()


def by_area(values: pd.DataFrame, reading: Reading, codes: Sequence[str]) -> Table:
    """A row a group, in the order of the codes, and a column a month."""
    values = seen(values)
    names = values.drop_duplicates("group_code").set_index("group_code")["group_name"]
    months = sorted(values["period"].unique())
    cells = {(row.group_code, row.period): _cell(row, reading) for row in values.itertuples()}
    rows = [(names[code], *(cells.get((code, period)) for period in months)) for code in codes]
    return Table((say("slide.area"), *map(short_month, months)), tuple(rows))


def _cell(row, reading: Reading) -> Cell:
    """A rounded zero and a change within rounding are words, and no number."""
    text = reading.text(row)
    is_number = row.state == "reported" and not (row.is_rounded and row.value == 0)
    is_number = is_number and (row.is_told or not reading.is_change)
    return Figure(text, figures.shown(row.value, 1) if is_number else None)


def slope(compared: pd.DataFrame, first: date, last: date, unit: str) -> Chart:
    """Two months and a line between them for each group. compared: trend_slope.pairs, at most MOST rows."""
    colours = SERIES if len(compared) <= len(SERIES) else STACK
    ends = compared[["first_value", "last_value"]]
    known = ends.stack().dropna()
    decimals = 0 if (known == known.round()).all() else 1
    drawn = [
        Series(
            row.group_name,
            tuple(None if pd.isna(end) else figures.shown(end, decimals) for end in (row.first_value, row.last_value)),
            colour,
            (row.first_text, row.last_text),
        )
        for row, colour in zip(compared.itertuples(), colours, strict=False)
    ]
    return Chart("line", (month(first), month(last)), tuple(drawn), unit, decimals)


def slope_table(compared: pd.DataFrame, first: date, last: date) -> Table:
    """A row a group: both months and the change, as written."""
    rows = [(row.group_name, row.first_text, row.last_text, row.change_text) for row in compared.itertuples()]
    return Table((say("slide.area"), month(first), month(last), say("trend.change")), tuple(rows))


def written(values: pd.DataFrame, reading: Reading, measure: str) -> dict[str, str]:
    """ "Ujung, Izin tinggal aktif, Oktober 2024" → "≈15 orang"."""
    return {f"{row.group_name}, {measure}, {month(row.period)}": reading.said(row) for row in seen(values).itertuples()}


def notes(values: pd.DataFrame, alarms: pd.DataFrame) -> list[str]:
    """What a reader of the lines must know, most important first. alarms: rows of answers/trend_bounds.sql."""
    values, said = seen(values), []
    names = dict(zip(values["group_code"], values["group_name"], strict=True))
    found = alarms[alarms["group_code"].isin(names)].sort_values("period", ascending=False, kind="stable")
    if len(found):
        first = found.head(_NAMED).itertuples()
        listed = [say("slide.trend.alarm", name=names[row.group_code], month=month(row.period)) for row in first]
        more = [say("slide.trend.more", n=number(len(found) - _NAMED))] if len(found) > _NAMED else []
        said.append(say("slide.trend.alarms", list=", ".join([*listed, *more])))
    if "segment" in values:
        starts = sorted(
            {part["period"].min() for _, own in values.groupby("group_code") for _, part in _stretches(own)[1:]}
        )
        said += [say("slide.trend.break", month=month(each)) for each in starts[-1:]]
    if "is_provisional" in values and len(open_ := values[values["is_provisional"].eq(True)]):
        said.append(say("slide.trend.provisional", months=_months(open_["period"])))
    partly = values[(values["areas_reporting"] < values["areas_expected"]) & (values["state"] == "reported")]
    if len(partly):
        said.append(say("slide.trend.partial", months=_months(partly["period"])))
    return said


def cautions(values: pd.DataFrame, reading: Reading) -> list[str]:
    """What the lines must not be read without: gaps are no zeros, a rounded zero is no zero, noise is not drawn."""
    values, said = seen(values), []
    zeros = values[(values["state"] == "reported") & (values["value"] == 0) & values["is_rounded"].astype(bool)]
    if len(zeros) and not reading.is_change:
        row = next(zeros.sort_values("cells").tail(1).itertuples())
        said.append(say("slide.trend.zero", n=reading.text(row)))
    if reading.is_change and not values["is_told"].all():
        said.append(say("slide.trend.untold"))
    if (values["state"] != "reported").any():
        said.append(say("slide.trend.gaps"))
    return said


def _months(periods: pd.Series) -> str:
    months = sorted(set(periods))
    return ", ".join(map(month, months)) if len(months) <= 2 else say("mark.months", n=number(len(months)))
