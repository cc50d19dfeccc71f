"""What two agencies say of the same places, side by side. Which of them is right is not known, and never said.

rows: answers/agreement.sql; a pair is named by what the reader knows it by ("ITAS", "SKTT").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from timpora.draw import figures
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

    Said of kabupaten; those that cannot be told apart, are withheld, or were not reported by one side are counted.
    """
    own = rows[rows["group_kind"] == "kabupaten"]
    differs = own[own["state"] == "differs"]
    words = {"name": name, "period": month(period), "all": number(len(own))}
    if (own["state"] == "not_reported").all():
        return say("agreement.answer_none", **words)
    if own["state"].isin(["not_reported", "suppressed"]).all():
        return say("agreement.answer_withheld", **words)
    if differs.empty:
        said = [say("agreement.answer_agrees", **words)]
    else:
        said = [say("agreement.answer", **words, n=number(len(differs)), names=", ".join(differs["group_name"]))]
    judged = own["state"].mask([is_noise(row) for row in own.itertuples()], "within_rounding")
    for state in ("too_small", "within_rounding", "suppressed", "not_reported"):
        if count := int((judged == state).sum()):
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
    known = [value for value in (rows["first_value"].max(), rows["second_value"].max()) if not pd.isna(value)]
    most = max([*known, 1])
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
    one, two = numbers(row)
    view = (row.group_code, f"{period:%Y-%m}")
    yield _cell(one, row.first_areas, origin_href(first.measure, *view, second.measure))
    yield _cell(two, row.second_areas, origin_href(second.measure, *view, first.measure))
    is_told = figures.is_told(one, two)
    if row.state in ("agrees", "differs", "too_small"):
        yield tag("td", figures.difference(one, two), class_="n" if is_told else "n muted")
        yield tag("td", _share(one, two) if is_told else "–", class_="n")
        yield tag("td", _bar("a", one.value / most), _bar("b", two.value / most), class_="bars")
    else:
        yield from (tag("td", "–", class_="n"), tag("td", "–", class_="n"), tag("td", ""))
    if not is_areas:
        apart = say("agreement.areas_of", n=row.areas_differing, all=row.areas_compared) if row.areas_compared else "–"
        yield tag("td", apart)
    state = say("figure.within_rounding" if is_noise(row) else f"agreement.state.{row.state}")
    yield tag("td", state, class_=f"judged {row.state}")


def is_noise(row) -> bool:
    """Not judged because rounding alone can bring the two so far apart; not because they are few."""
    return row.state == "too_small" and not figures.is_told(*numbers(row))


def numbers(row) -> tuple[figures.Published, figures.Published]:
    """Both numbers of a row, as they may be written."""
    # Of two numbers that cannot be compared, the one that is there says nothing of the members of both.
    states = ("not_reported",) * 2 if row.state == "not_reported" else (row.first_state, row.second_state)
    return (
        figures.Published(row.first_value, states[0], row.first_rounded, row.first_cells),
        figures.Published(row.second_value, states[1], row.second_rounded, row.second_cells),
    )


def _cell(shown: figures.Published, areas: int, address: str) -> Markup:
    """One agency's number, a link to its origin, or why there is none. areas: in how many kecamatan it reported."""
    if shown.state == "reported":
        return tag("td", tag("a", figures.text(shown), href=address), class_="n")
    is_alone = shown.state == "not_reported" and areas
    return tag("td", say("agreement.reported") if is_alone else figures.text(shown), class_="n empty")


def _share(one: figures.Published, two: figures.Published) -> str:
    """The second as a share of the first: "90 %", "≈90 %"."""
    if not one.value:
        return "–"
    per = 100 / one.value
    is_rounded = bool(one.is_rounded or two.is_rounded)
    text = figures.written(two.value * per, is_rounded=is_rounded, cells=two.cells, one=per)
    return say("agreement.per", n=text)


def _bar(side: str, share: float) -> Markup:
    return tag("i", class_=side, style=f"width:{100 * share:.0f}%", aria_hidden="true")
