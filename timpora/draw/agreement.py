"""What two agencies say of the same places, side by side. Which of them is right is not known, and never said.

rows: answers/agreement.sql; a pair is named by what the reader knows it by ("ITAS", "SKTT").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from timpora.draw.markup import Markup, join, origin_href, table, tag
from timpora.text import month, number, period_of, say


@dataclass(frozen=True)
class Side:
    """One of the two numbers: a row of answers/measures.sql."""

    measure: str
    measure_name: str
    agency_name: str
    rhythm: str


def answer(rows: pd.DataFrame, name: str, period: pd.Timestamp) -> str:
    """ "ITAS dan SKTT, Oktober 2024: 1 dari 7 kabupaten/kota berbeda melebihi batas (Kabupaten Barru); …".

    Said of kabupaten; those too small to judge, or that one side has not reported, are counted as such.
    """
    own = rows[rows["group_kind"] == "kabupaten"]
    differs = own[own["state"] == "differs"]
    words = {"name": name, "period": month(period), "all": number(len(own))}
    if (own["state"] == "not_reported").all():
        return say("agreement.answer_none", **words)
    if differs.empty:
        said = [say("agreement.answer_agrees", **words)]
    else:
        said = [say("agreement.answer", **words, n=number(len(differs)), names=", ".join(differs["group_name"]))]
    for state in ("too_small", "not_reported"):
        if count := int((own["state"] == state).sum()):
            said.append(say(f"agreement.answer.{state}", n=number(count)))
    if len(differs):
        said.append(say("agreement.unknown"))
    return " ".join(said)


def by_kabupaten(rows: pd.DataFrame, first: Side, second: Side, period: pd.Timestamp) -> Markup:
    """One line per kabupaten and one for the office: both numbers, how far apart, and in how many kecamatan."""
    own = rows[rows["group_kind"] != "kecamatan"]
    ordered = pd.concat([own[own["group_kind"] == "kabupaten"], own[own["group_kind"] == "office"]])
    return _table(ordered, first, second, period, say("table.kabupaten"), is_areas=False)


def differing(rows: pd.DataFrame) -> int:
    """In how many kecamatan the two are further apart than allowed."""
    return int(((rows["group_kind"] == "kecamatan") & (rows["state"] == "differs")).sum())


def by_kecamatan(rows: pd.DataFrame, first: Side, second: Side, period: pd.Timestamp) -> Markup:
    """The kecamatan where the two are further apart than allowed, the furthest first."""
    apart = rows[(rows["group_kind"] == "kecamatan") & (rows["state"] == "differs")]
    distance = (apart["first_value"] - apart["second_value"]).abs()
    ordered = apart.loc[distance.sort_values(ascending=False, kind="stable").index]
    return _table(ordered, first, second, period, say("table.kecamatan"), is_areas=True)


def _table(
    rows: pd.DataFrame, first: Side, second: Side, period: pd.Timestamp, place: str, *, is_areas: bool
) -> Markup:
    most = max(rows["first_value"].max(), rows["second_value"].max(), 1)
    heads = [place, _head(first, rows["first_period"], "a"), _head(second, rows["second_period"], "b")]
    heads += [say(f"agreement.{name}") for name in ("difference", "share", "picture")]
    heads += [] if is_areas else [say("agreement.areas")]
    heads.append(say("table.state"))
    body = [_row(row, first, second, period, most, is_areas=is_areas) for row in rows.itertuples()]
    return table(heads, body, css="facts agreement")


def _head(side: Side, periods: pd.Series, bar: str) -> Markup:
    """Whose number it is and of which months: the two are seldom of the same one; and which bar is its."""
    known = periods.dropna()
    ends = [] if known.empty else [known.min(), known.max()]
    shown = " – ".join(dict.fromkeys(period_of(end, side.rhythm) for end in ends))
    note = tag("span", ", ".join(part for part in (side.agency_name, shown) if part), class_="muted")
    return tag("th", tag("i", class_=bar, aria_hidden="true"), side.measure_name, " ", note, scope="col", class_="n")


def _row(row, first: Side, second: Side, period: pd.Timestamp, most: float, *, is_areas: bool) -> Iterable[Markup]:
    name = join([row.group_name, tag("span", row.kabupaten_name, class_="muted")], " ") if is_areas else row.group_name
    yield tag("th", name, scope="row", class_="total" if row.group_kind == "office" else None)
    if row.state == "not_reported":
        for known in (row.first_areas, row.second_areas):
            yield tag("td", say("agreement.reported" if known else "empty.not_reported"), class_="n empty")
        yield from (tag("td", "–", class_="n"), tag("td", "–", class_="n"), tag("td", ""))
    else:
        for value, side, other in ((row.first_value, first, second), (row.second_value, second, first)):
            address = origin_href(side.measure, row.group_code, f"{period:%Y-%m}", other.measure)
            yield tag("td", tag("a", number(value), href=address), class_="n")
        gap = row.second_value - row.first_value
        yield tag("td", f"{'+' if gap > 0 else '−' if gap < 0 else ''}{number(abs(gap))}", class_="n")
        share = say("agreement.per", n=number(100 * row.second_value / row.first_value)) if row.first_value else "–"
        yield tag("td", share, class_="n")
        yield tag("td", _bar("a", row.first_value / most), _bar("b", row.second_value / most), class_="bars")
    if not is_areas:
        apart = say("agreement.areas_of", n=row.areas_differing, all=row.areas_compared) if row.areas_compared else "–"
        yield tag("td", apart)
    yield tag("td", say(f"agreement.state.{row.state}"), class_=f"judged {row.state}")


def _bar(side: str, share: float) -> Markup:
    return tag("i", class_=side, style=f"width:{100 * share:.0f}%", aria_hidden="true")
