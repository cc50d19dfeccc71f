"""Frame → small HTML tables, for what is read rather than sorted. Every text is escaped."""

from collections.abc import Sequence
from datetime import date
from html import escape

import pandas as pd

from timpora.draw import figures
from timpora.draw.markup import href, origin_href, table, tag
from timpora.draw.pictures import Picture
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


def compared(pictures: Sequence[Picture], areas: pd.DataFrame, codes: Sequence[str]) -> str:
    """The kecamatan taken for comparison, one under another, with what each picture says of them.

    areas: answers/areas.sql; codes: area codes, in this order.
    """
    names = areas.set_index("area_code")["area_name"]
    is_of_months = len({picture.when for picture in pictures}) > 1
    heads = [say("table.kecamatan"), *(picture.when if is_of_months else picture.name for picture in pictures)]
    rows = [
        [tag("td", names[code]), *(tag("td", picture.texts[code], class_="n") for picture in pictures)]
        for code in codes
    ]
    return table(heads, rows)
