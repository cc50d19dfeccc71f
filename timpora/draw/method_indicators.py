"""The indicators of a method: one table of all, and of each the reasons, what it is counted from and the SQL."""

from collections.abc import Mapping

from timpora.draw.markup import Markup, join, origin_href, table, tag
from timpora.draw.method import because, exact, heads, percent, section
from timpora.measure.method import Indicator, Method
from timpora.text import number, say

_HEADS = (
    "indicator",
    "formula",
    "posts",
    "direction",
    "weight",
    "share",
    "smallest_base",
    "shrink",
    "noise",
    "shelf_life",
    "agency",
    "source",
)


def indicators(
    method: Method, counted: Mapping[str, str], measures: Mapping[str, Mapping[str, str]], period: str
) -> Markup:
    """All indicators, then each by itself.

    counted: indicator → its SQL; measures: indicator → the measures it is counted from and their names; period:
    "2024-10", the month whose files a link to a measure shows.
    """
    shares = method.shares()
    parts: list[Markup] = []
    for pillar in method.pillars:
        own = [one for one in method.indicators if one.pillar == pillar.id]
        parts.append(tag("h3", pillar.name))
        parts.append(table(heads(*_HEADS), [_row(one, shares[one.id]) for one in own], css="facts wide"))
    for one in method.indicators:
        parts.append(_alone(one, shares[one.id], counted.get(one.id), measures.get(one.id, {}), period))
    return section("indikator", tag("p", say("metode.indicators")), *parts)


def posts(one: Indicator) -> str:
    """ "10 → 50 %": the value of 0 points, the value of 100."""
    low, high = exact(one.low), exact(one.high)
    first, last = (low, high) if one.direction == 1 else (high, low)
    return say("metode.posts", low=first, high=last, unit=one.unit)


def direction(one: Indicator) -> str:
    return say("metode.direction.more" if one.direction == 1 else "metode.direction.less")


def _row(one: Indicator, share: float) -> list[Markup]:
    is_shrunk = "yes" if one.shrink else "no"
    return [
        tag("th", tag("a", one.name, href=f"#{_anchor(one)}"), scope="row"),
        tag("td", one.formula),
        tag("td", posts(one)),
        tag("td", direction(one)),
        tag("td", exact(one.weight), class_="n"),
        tag("td", percent(share), class_="n"),
        tag("td", exact(one.smallest_base), class_="n"),
        tag("td", say(f"metode.shrunk.{is_shrunk}")),
        tag("td", say(f"metode.noise.{one.noise}")),
        tag("td", say("metode.months", n=number(one.shelf_life)), class_="when"),
        tag("td", one.agency),
        tag("td", one.source),
    ]


def _alone(one: Indicator, share: float, sql: str | None, measures: Mapping[str, str], period: str) -> Markup:
    stated = say("metode.posts_of", posts=posts(one), direction=direction(one))
    links = [tag("a", name, href=origin_href(code, "kantor", period)) for code, name in measures.items()]
    facts = [
        ("formula", tag("p", say("metode.per", formula=one.formula, per=exact(one.per), unit=one.unit))),
        ("posts", join([tag("p", stated), because(one.why_posts)])),
        ("weight", join([tag("p", _weight(one, share)), because(one.why_weight)])),
        ("helps", tag("p", one.helps, " ", tag("span", one.agency, class_="muted"))),
    ]
    if links:
        facts.append(("counted_from", tag("p", join(links, " · "))))
    rows = [join([tag("dt", say(f"metode.head.{name}")), tag("dd", content)]) for name, content in facts]
    file = f"queries/indicators/{one.id}.sql"
    counting = tag("p", say("metode.no_sql", file=file), class_="muted")
    if sql is not None:
        counting = tag("details", tag("summary", say("metode.sql", file=file)), tag("pre", tag("code", sql)))
    return tag("article", tag("h4", one.name, id=_anchor(one)), tag("dl", *rows), counting, class_="indicator")


def _weight(one: Indicator, share: float) -> str:
    if not share:
        return say("metode.beside", weight=exact(one.weight))
    return say("metode.weight_of", weight=exact(one.weight), share=percent(share))


def _anchor(one: Indicator) -> str:
    return f"indikator-{one.id}"
