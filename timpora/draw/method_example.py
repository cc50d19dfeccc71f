"""One kecamatan's score worked out: each step an equation with the published numbers, to be checked by hand.

The right side of an equation is what was published; on the left stand the published numbers that it is made of.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from timpora.draw import figures, risk
from timpora.draw.markup import Markup, href, join, table, tag
from timpora.draw.method import exact, heads, percent, scored_pillars, section
from timpora.measure.method import Indicator, Method, Pillar
from timpora.text import month, number, say

_DIGITS = 3  # so many decimals that the score comes out to the one that is shown


def heading() -> Markup:
    """Above the choice of the kecamatan and the month."""
    return section("contoh")


def none(period: date) -> Markup:
    """No kecamatan has a score in that month."""
    return tag("p", say("metode.example.none", period=month(period)))


def example(row, values: pd.DataFrame, pillars: Mapping[str, float], method: Method, period: date) -> Markup:
    """The way from the counts of one kecamatan to its score.

    row: of answers/risk_scores.sql; values: answers/risk_values.sql; pillars: the points of those that count
    (answers/risk_pillars.sql); method: the one in force, by which all three were computed.
    """
    known = {found.indicator: found for found in values.itertuples() if found.state == "reported"}
    rows = {found.indicator: found for found in values.itertuples()}
    body = [_indicator(one, rows[one.id]) for one in method.scored if one.id in rows]
    words = {"name": row.area_name, "kabupaten": row.kabupaten_name, "version": method.version}
    about = tag("p", say("metode.example.rounded"), class_="muted") if values["is_rounded"].any() else ""
    return tag(
        "section",
        tag("p", say("metode.example.of", period=month(period), **words)),
        about,
        tag("h3", say("metode.example.points")),
        table(heads("indicator", "counted", "to_points", "weight"), body),
        tag("h3", say("metode.example.pillars")),
        *[_pillar(pillar, known, pillars, method) for pillar in scored_pillars(method)],
        tag("h3", say("metode.example.score")),
        _score(row, pillars, method),
        tag("p", tag("a", say("metode.example.more", name=row.area_name), href=_address(row, period))),
        class_="method",
    )


def _indicator(one: Indicator, found) -> list[Markup]:
    name, weight = tag("th", one.name, scope="row"), tag("td", exact(one.weight), class_="n")
    if found.state != "reported":
        said = tag("td", say(f"empty.{found.state}"), class_="empty")
        return [name, said, tag("td", say("metode.example.left_out"), class_="muted"), weight]
    return [name, tag("td", _value(one, found)), tag("td", _points(one, found)), weight]


def _value(one: Indicator, found) -> Markup:
    """ "≈ 4 ÷ 32.771 × 10.000 = 1,221"; what is drawn towards its kabupaten says to what."""
    about = f"{figures.ABOUT} " if found.is_rounded else ""
    own = found.numerator / found.base * one.per
    counted = f"{exact(found.numerator)} ÷ {exact(found.base)} × {exact(one.per)} = {_digits(own)}"
    told = join([about, _sum(counted)])
    if not one.shrink:
        return told
    return join([told, "; ", say("metode.example.drawn", value=_digits(found.value))])


def _points(one: Indicator, found) -> Markup:
    """ "100 × (15,759 − 10) ÷ (50 − 10) = 14,397"; beyond the posts, what it is cut to."""
    low, high = exact(one.low), exact(one.high)
    along = 100 * (found.value - one.low) / (one.high - one.low)
    mirror, straight = ("", along) if one.direction == 1 else ("100 − ", 100 - along)
    counted = f"{mirror}100 × ({_digits(found.value)} − {_bracketed(low)}) ÷ ({high} − {_bracketed(low)})"
    if 0 <= along <= 100:
        return _sum(f"{counted} = {_digits(found.points)}")
    cut = say("metode.example.cut", points=_digits(found.points))
    return join([_sum(f"{counted} = {_digits(straight)}"), cut], ", ")


def _pillar(pillar: Pillar, known: Mapping, points: Mapping[str, float], method: Method) -> Markup:
    own = [one for one in method.scored if one.pillar == pillar.id]
    there = [one for one in own if one.id in known]
    whole, present = sum(one.weight for one in own), sum(one.weight for one in there)
    if pillar.id not in points:
        words = {"share": percent(present / whole), "smallest": percent(method.rules.smallest_pillar)}
        return tag("p", say("metode.example.pillar_left_out", name=pillar.name, **words), class_="formula")
    summed = " + ".join(f"{exact(one.weight)} × {_digits(known[one.id].points)}" for one in there)
    weights = " + ".join(exact(one.weight) for one in there)
    made = _sum(f"({summed}) ÷ ({weights}) = {_digits(points[pillar.id])}")
    return tag("p", tag("b", pillar.name), ": ", made, class_="formula")


def _score(row, points: Mapping[str, float], method: Method) -> Markup:
    rules = method.rules
    needed = {"share": risk.percent(row.share_present), "smallest": percent(rules.smallest_share)}
    if row.state != "reported":
        words = {"pillars": number(len(points)), "smallest_pillars": number(rules.smallest_pillars)}
        return tag("p", say("metode.example.no_score", **words, **needed), class_="formula")
    there = [pillar for pillar in scored_pillars(method) if pillar.id in points]
    whole, shift = round(sum(pillar.weight for pillar in there), 6), exact(rules.shift)
    of_whole = "" if whole == 1 else f" ÷ {exact(whole)}"
    factors = [
        join([f"({_digits(points[pillar.id])} + {shift})", tag("sup", f"{exact(pillar.weight)}{of_whole}")])
        for pillar in there
    ]
    # One digit more than before: where it is near a half, the reader sees to which side it is rounded.
    made = _sum(join([join(factors, " × "), f" − {shift} = {number(row.score, _DIGITS + 1)}"]))
    words = {"score": number(row.score, 1), "name": risk.class_name(row), "between": risk.interval(row)}
    bounds = {"medium": exact(rules.medium), "high": exact(rules.high), "interval": percent(rules.interval)}
    return join(
        [
            tag("p", made, class_="formula"),
            tag("p", say("metode.example.is", **words, **bounds, **needed)),
            tag("p", risk.sure(row), class_="muted"),
        ]
    )


def _address(row, period: date) -> str:
    return href("risiko", bagian="penjelasan", wilayah=row.area_code, periode=f"{period:%Y-%m}")


def _sum(equation: str) -> Markup:
    """An equation that a reader can check."""
    return tag("span", equation, class_="sum")


def _digits(value: float) -> str:
    text = number(abs(value), _DIGITS)
    return text if value >= 0 or text == number(0, _DIGITS) else f"−{text}"


def _bracketed(number_text: str) -> str:
    return f"({number_text})" if number_text.startswith("-") else number_text
