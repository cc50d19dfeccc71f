"""Frame → small HTML tables, for what is read rather than sorted. Every text is escaped."""

from datetime import date
from html import escape

import pandas as pd

from timpora.draw import figures
from timpora.draw.markup import href, origin_href, tag
from timpora.draw.sentences import coverage
from timpora.text import age, day, number, period_of, say


def freshness(sources: pd.DataFrame, today: date) -> str:
    """One line per source, the oldest first: newest month, when it came, how old, how much of the office.

    The source is a link to its row in the matrix of reports. sources: answers/freshness.sql.
    """
    heads = ("source", "period", "received", "age", "coverage")
    rows = ["".join(f"<th>{escape(say(f'overview.fresh.{head}'))}</th>" for head in heads)]
    for row in sources.sort_values("last_received_on", na_position="first").itertuples():
        words = say("source.name", agency=row.agency_name, source=row.source_name)
        name = tag("a", words, href=href("mutu-data", sumber=row.source))
        if pd.isna(row.newest_period):
            cells = [name, say("overview.fresh.never"), "–", "–", "–"]
        else:
            received = row.last_received_on.date()
            cells = [
                name,
                period_of(row.newest_period, row.rhythm),
                day(received),
                age((today - received).days),
                _coverage(row),
            ]
        rows.append("".join(tag("td", cell) for cell in cells))
    return f'<div style="overflow-x:auto">{_table(rows)}</div>'


def _coverage(row) -> str:
    """How much of the office a report covers; a list of agreed items has nothing to cover."""
    if row.grain == "kabupaten":
        words = {"n": number(row.areas_reporting), "all": number(row.areas_expected)}
        return say("freshness.coverage_kabupaten", **words)
    return "–" if row.grain == "item" else coverage(row.areas_reporting, row.areas_expected)


def profile(facts: pd.DataFrame, sources: pd.DataFrame, area: str, period: date) -> str:
    """What is known of one area, under the source it comes from; an older month is said beside its number.

    Every number is a link to the files and rows it was made from. facts: answers/area_profile.sql; sources:
    answers/sources.sql, for names and rhythm; area: the group code.
    """
    described = sources.set_index("source")
    rows = []
    for source, own in facts.groupby("source", sort=False):
        about = described.loc[source]
        rows.append(f'<th colspan="2">{escape(about["agency_name"])}</th>')
        for fact in own.itertuples():
            rows.append(f"<td>{escape(fact.measure_name)}</td>" + _value(fact, about, area, period))
    return _table(rows)


def _value(fact, source: pd.Series, area: str, period: date) -> str:
    if fact.state == "not_reported":
        return f'<td class="n empty">{escape(figures.said(fact, fact.unit))}</td>'
    notes = []
    if fact.areas_reporting < fact.areas_expected:
        notes.append(f"{fact.areas_reporting}/{fact.areas_expected}")
    if fact.oldest_period.date() != period:
        notes.append(period_of(fact.oldest_period, source["rhythm"]))
    note = f' <span class="muted">({escape("; ".join(notes))})</span>' if notes else ""
    address = origin_href(fact.measure, area, f"{period:%Y-%m}")
    kind = "n" if fact.state == "reported" else "n empty"
    return f'<td class="{kind}">{tag("a", figures.said(fact, fact.unit), href=address)}{note}</td>'


def _table(rows: list[str]) -> str:
    group = ' class="group"'
    lines = "".join(f"<tr{group if 'colspan' in row else ''}>{row}</tr>" for row in rows)
    return f'<table class="facts">{lines}</table>'


def value_head(layer: pd.Series) -> str:
    """What the column of values is called in `map_table`."""
    return say("table.value", layer=layer.layer_name, unit=layer.unit)


def map_table(values: pd.DataFrame, layer: pd.Series) -> pd.DataFrame:
    """The map as a table; where there is no number, the word for the kind of empty it is.

    Measures stand by value with a rank, which equal ones share, because they are written alike. Indicators and the
    index stand by name: estimates have no rank without its interval.
    """
    if isinstance(layer.indicator, str):
        ordered, rank = values.sort_values(["kabupaten_name", "area_name"]), {}
    else:
        ordered = values.sort_values(["value", "area_code"], ascending=[False, True], na_position="last")
        rank = {say("table.rank"): figures.ranks(ordered["value"], int(layer.decimals)).astype("Int64")}
    return pd.DataFrame(
        rank
        | {
            say("table.kecamatan"): ordered["area_name"],
            say("table.kabupaten"): ordered["kabupaten_name"],
            value_head(layer): [
                figures.in_layer(row, layer, with_unit=False) if row.state == "reported" else ""
                for row in ordered.itertuples()
            ],
            say("table.state"): [_kind(row) for row in ordered.itertuples()],
        }
    )


def _kind(row) -> str:
    """Whether there is a number, on how small a base, and if not, why; a zero is one only where it is known to be."""
    if row.is_small_base:
        return say("table.small_base")
    if row.state == "reported" and row.value == 0:
        return say("empty.rounded_zero" if row.is_rounded else "empty.zero")
    return say(f"empty.{row.state}")
