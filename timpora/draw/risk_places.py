"""The places to look at as cards: class, interval on the whole scale, how sure, why, what helps.

Rows are of answers/risk_scores.sql, parts of answers/risk_parts.sql.
"""

from collections.abc import Iterable
from math import ceil, floor

import pandas as pd

from timpora.draw import risk
from timpora.draw.markup import Markup, href, join, profile_href, tag
from timpora.measure.method import Method
from timpora.text import number, say

SHOWN = 5  # places on one screen


def places(found: pd.DataFrame, parts: pd.DataFrame, method: Method, period: str) -> Markup:
    """The kecamatan to look at, each with how sure, why, and what helps. found: rows of `attention`."""
    if found.empty:
        return tag("p", say("risk.nobody", share=number(100 * method.rules.attention)), class_="muted")
    cards = [
        tag("li", card(row, parts[parts["area_code"] == row.area_code], method, period))
        for row in found.head(SHOWN).itertuples()
    ]
    more = len(found) - SHOWN
    rest = tag("p", say("risk.more", n=number(more)), class_="muted") if more > 0 else ""
    return join([tag("ol", *cards, class_="places"), rest])


def card(row, own: pd.DataFrame, method: Method, period: str) -> Markup:
    """One kecamatan: class and score, the interval on the whole scale, why, what helps."""
    address = href("risiko", bagian="penjelasan", wilayah=row.area_code, periode=period)
    head = tag("header", tag("a", row.area_name, href=address), _about(row, period), chip(row))
    why = risk.drivers(own).head(risk.NAMED)
    lines = [head, strip(row, method), tag("p", risk.sure(row), class_="muted")]
    if len(why):
        lines.append(tag("p", tag("b", say("risk.because")), " ", join(map(_reason, why.itertuples()), "; "), "."))
        for mend in risk.mendable(own).head(1).itertuples():
            lines.append(tag("p", tag("b", say("risk.helps")), " ", mend.helps, class_="helps"))
    return tag("article", *lines, class_="place")


def chip(row) -> Markup:
    """The class in its colour, and the score."""
    if row.state != "reported":
        return tag("span", say("empty.insufficient"), class_="chip none")
    return tag("span", f"{risk.class_name(row)} {number(row.score, 1)}", class_=f"chip {row.class_code}")


def strip(row, method: Method) -> Markup:
    """The scale from 0 to 100 with its classes, the interval and the score on it."""
    rules = method.rules
    bounds = f"--medium:{rules.medium}%;--high:{rules.high}%"
    between = tag("i", class_="between", style=f"left:{row.score_low:.1f}%;width:{row.score_high - row.score_low:.1f}%")
    at = tag("i", class_="at", style=f"left:{row.score:.1f}%")
    words = say(
        "risk.strip", score=number(row.score, 1), low=number(floor(row.score_low)), high=number(ceil(row.score_high))
    )
    return tag("div", between, at, class_="strip", style=bounds, role="img", aria_label=words, title=words)


def why_block(row, own: pd.DataFrame, lacking: Iterable[str], method: Method) -> Markup:
    """The sentence, with how sure the class is and between which ranks the place lies."""
    said = [tag("p", risk.why(row, own, lacking, method), class_="why")]
    if row.state == "reported":
        said += [strip(row, method), tag("p", risk.sure(row), class_="muted")]
    return join(said)


def head(row, period: str) -> Markup:
    """Name, kabupaten, the way to the profile, class. period: "2024-10"."""
    name = tag("span", row.area_name, class_="area")
    return tag("div", tag("header", name, _about(row, period), chip(row)), class_="place")


def _about(row, period: str) -> Markup:
    link = tag("a", say("profile.link"), href=profile_href(row.area_code, period), class_="more")
    return tag("span", row.kabupaten_name, " · ", link, class_="muted")


def _reason(part) -> Markup:
    points = tag("span", f"{risk.signed(part.points)} {say('risk.points')}", class_="muted")
    return join([part.indicator_name, points], " ")
