"""Tables of the index: every indicator of a kecamatan, what mending helps, what changed, and what is missing."""

from datetime import date

import pandas as pd

from timpora.draw import figures, risk, risk_places
from timpora.draw.markup import Markup, href, join, table, tag
from timpora.text import month, number, say
from timpora.text.order import by_name

_NUMBERS = {
    "value",
    "before",
    "points",
    "share",
    "gain",
    "change",
    "known",
    "lacking",
    "between",
    "certainty",
    "rank",
    "presence",
}


def _heads(*names: str) -> list[Markup]:
    return [
        tag("th", say(f"risk.head.{name}") if name else "", scope="col", class_="n" if name in _NUMBERS else None)
        for name in names
    ]


def lacking(values: pd.DataFrame) -> list[str]:
    """Names of the scored indicators that nobody reported. values: answers/risk_values.sql."""
    return list(values.loc[(values["state"] == "not_reported") & (values["share"] > 0), "indicator_name"])


def briefly(found: pd.DataFrame) -> Markup:
    """What each scored indicator is and how many points that makes. found: answers/risk_values.sql."""
    body = [
        [
            tag("th", row.indicator_name, scope="row"),
            tag("td", risk.value(row), class_="n" if row.state == "reported" else "n empty"),
            tag("td", points(row), class_="n"),
        ]
        for row in found.itertuples()
        if row.share
    ]
    return table(_heads("indicator", "value", "points"), body)


def values(found: pd.DataFrame, period: date) -> Markup:
    """Every indicator: its value, that of the month before, points, share of the index, month; exposure apart."""
    heads = _heads("indicator", "value", "before", "points", "share", "as_of", "agency")
    body = [_value(row, period) for row in found.itertuples()]
    return table(heads, body)


def _value(row, period: date) -> list[Markup]:
    css = None if row.share else "muted"
    name = (
        join([row.indicator_name, tag("span", say("risk.beside"), class_="muted")], " ")
        if not row.share
        else row.indicator_name
    )
    now = risk.value(row)
    if row.state == "reported" and row.is_shrunk:
        now = say("risk.shrunk", value=now)
    before = "–"
    if row.state_before == "reported" and row.state == "reported":
        before = risk.written(row.value_before, row)
    as_of = "–" if pd.isna(row.source_period) or row.state == "not_reported" else month(row.source_period)
    is_old = row.state == "reported" and row.source_period.date() != period
    return [
        tag("th", name, scope="row", class_=css),
        tag("td", now, class_="n" if row.state == "reported" else "n empty"),
        tag("td", before, class_="n muted"),
        tag("td", points(row), class_="n"),
        tag("td", say("risk.percent", n=number(100 * row.share)) if row.share else "–", class_="n muted"),
        tag("td", as_of, class_="when" if is_old else "when muted"),
        tag("td", row.agency, class_="muted"),
    ]


def points(row) -> str:
    if row.state != "reported":
        return "–"
    return f"{figures.ABOUT if row.is_rounded else ''}{number(row.points)}"


def mending(own: pd.DataFrame) -> Markup:
    """What helps, the largest first: by how much the score would fall if one indicator alone were at its good post."""
    able = risk.mendable(own).head(4)
    if able.empty:
        return tag("p", say("risk.nothing_to_mend"), class_="muted")
    heads = _heads("mend", "act", "gain")
    body = [
        [
            tag("th", row.indicator_name, scope="row"),
            tag("td", row.helps, " ", tag("span", row.agency, class_="muted")),
            tag("td", risk.signed(-row.gain), class_="n"),
        ]
        for row in able.itertuples()
    ]
    return table(heads, body)


def changes(found: pd.DataFrame, known: pd.DataFrame, row) -> Markup:
    """Why the score is another than the month before: parts that sum to the change, and which values came or went.

    found: answers/risk_changes.sql; known: answers/risk_values.sql.
    """
    title = tag("p", tag("b", say("risk.change.title")))
    if row.state != "reported" or pd.isna(row.score_before):
        return join([title, tag("p", say("risk.change.none"), class_="muted")])
    groups = found.groupby("kind")["points"].sum()
    # What leaders were shown then, which another method may have computed.
    said = say("risk.change.is", before=number(row.score - groups.sum(), 1), now=number(row.score, 1))
    lines = [tag("p", said)]
    body = []
    for kind in ("moved", "data", "method"):
        reasons = {"moved": _moved, "data": _arrived}.get(kind, lambda *_: "")(found, known)
        body.append(
            [
                tag("th", say(f"risk.change.{kind}"), scope="row"),
                tag("td", reasons, class_="muted"),
                tag("td", risk.signed(float(groups.get(kind, 0.0))), class_="n"),
            ]
        )
    whole = float(groups.sum())
    body.append(
        [
            tag("th", say("risk.change.whole"), scope="row", class_="total"),
            tag("td", ""),
            tag("td", risk.signed(whole), class_="n"),
        ]
    )
    heads = _heads("reason", "", "change")
    return join([title, *lines, table(heads, body)])


def _moved(found: pd.DataFrame, _: pd.DataFrame) -> str:
    own = found[(found["kind"] == "moved") & (found["points"].abs() >= 0.05)]
    return ", ".join(risk.plain_reason(part) for part in own.head(3).itertuples())


def _arrived(_: pd.DataFrame, known: pd.DataFrame) -> str:
    """Which scored indicators have a value now and had none, and the other way round."""
    now, before = known["state"] == "reported", known["state_before"] == "reported"
    scored = known["share"] > 0
    said = []
    for name, is_so in (("arrived", now & ~before & scored), ("went", before & ~now & scored)):
        if is_so.any():
            said.append(say(f"risk.change.{name}", names=", ".join(known.loc[is_so, "indicator_name"])))
    return " ".join(said)


def coverage(found: pd.DataFrame, period: date) -> Markup:
    """What of the index is known in a month, and what is lacking. found: answers/risk_coverage.sql."""
    heads = _heads("indicator", "known", "lacking", "newest", "agency")
    body = []
    for row in found.itertuples():
        newest = "–" if pd.isna(row.newest_period) else month(row.newest_period)
        css = "n judged differs" if row.areas_lacking else "n"
        body.append(
            [
                tag("th", row.indicator_name, scope="row"),
                tag("td", number(row.areas_reporting), class_="n"),
                tag("td", number(row.areas_lacking), class_=css),
                tag("td", newest, class_="when"),
                tag("td", row.agency, class_="muted"),
            ]
        )
    return table(heads, body)


def known(found: pd.DataFrame) -> str:
    """How fresh, and what is missing. found: answers/risk_coverage.sql."""
    return f"{fresh(found)} {missing(found)}".strip()


def missing(found: pd.DataFrame) -> str:
    """One sentence: of which indicators how much is lacking, the most first."""
    gaps = found[found["areas_lacking"] > 0].sort_values(["areas_lacking", "share"], ascending=False)
    if gaps.empty:
        return say("risk.missing_none")
    named = [
        say("risk.missing_of", name=row.indicator_name, n=number(row.areas_lacking))
        for row in gaps.head(3).itertuples()
    ]
    more = len(gaps) - len(named)
    rest = [say("risk.missing_more", n=number(more))] if more > 0 else []
    return say("risk.missing", names="; ".join([*named, *rest]))


def fresh(found: pd.DataFrame) -> str:
    """One sentence: of which month the numbers are, from the oldest to the newest."""
    known = found.dropna(subset="oldest_period")
    if known.empty:
        return ""
    oldest = known.sort_values("oldest_period").iloc[0]
    return say(
        "risk.fresh",
        newest=month(known["newest_period"].max()),
        oldest=month(oldest.oldest_period),
        name=oldest.indicator_name,
    )


def all_places(scores: pd.DataFrame, period: str) -> Markup:
    """Every kecamatan by kabupaten and name: class, score, interval, ranks; not in the order of the score."""
    heads = _heads("place", "class", "between", "certainty", "rank", "presence")
    body = []
    for row in scores.sort_values(["kabupaten_name", "area_name"], key=lambda names: names.map(by_name)).itertuples():
        address = href("risiko", bagian="penjelasan", wilayah=row.area_code, periode=period)
        name = join([tag("a", row.area_name, href=address), tag("span", row.kabupaten_name, class_="muted")], " ")
        is_known = row.state == "reported"
        ranks = (
            say("risk.ranks", rank=number(row.rank), low=number(row.rank_low), high=number(row.rank_high))
            if is_known
            else "–"
        )
        body.append(
            [
                tag("th", name, scope="row"),
                tag("td", risk_places.chip(row)),
                tag("td", risk.interval(row) if is_known else "–", class_="n"),
                tag("td", risk.percent(row.class_share) if is_known else "–", class_="n"),
                tag("td", ranks, class_="n"),
                tag("td", risk.presence(row), class_="n muted"),
            ]
        )
    return table(heads, body)
