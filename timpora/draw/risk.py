"""The index in words and pictures: which kecamatan ask for attention, why, how sure that is, and what helps.

Rows are of answers/risk_scores.sql and answers/risk_parts.sql. A place is never named without how sure its class is
and between which ranks it lies.
"""

from collections.abc import Iterable
from math import ceil, floor

import pandas as pd

from timpora.draw import figures
from timpora.draw.maps import Layer
from timpora.draw.markup import Markup, href, join, profile_href, tag
from timpora.draw.palettes import palette
from timpora.measure.method import Method
from timpora.text import month, number, say

CLASSES = ("low", "medium", "high")
COLOURS = dict(zip(CLASSES, palette("attention", 3), strict=True))
SHOWN = 5  # places on one screen
NAMED = 2  # reasons in one sentence


def layer(method: Method) -> Layer:
    """How the classes are drawn on the map."""
    rules = method.rules
    bounds = {"medium": number(rules.medium), "high": number(rules.high)}
    return Layer(
        name=say("risk.index"),
        unit=say("risk.unit"),
        decimals=1,
        breaks=(rules.medium, rules.high),
        palette=tuple(COLOURS.values()),
        zero_colour=None,
        words=tuple(say(f"risk.legend.{name}", **bounds) for name in CLASSES),
    )


def mapped(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores as the map wants them."""
    return scores.assign(value=scores["score"], numerator_value=None, base_value=None, is_rounded=False, cells=1)


def texts(scores: pd.DataFrame) -> pd.Series:
    """What the map says of each kecamatan, by area_code: "Tinggi, 55,1 (39–69)"."""
    said = [class_and_score(row) for row in scores.itertuples()]
    return pd.Series(said, index=scores["area_code"].to_numpy())


def class_and_score(row) -> str:
    """ "Tinggi, 55,1 (39–69)", or that there is not enough data."""
    if row.state != "reported":
        return say("empty.insufficient")
    return say("risk.score", name=class_name(row), score=number(row.score, 1), between=interval(row))


def class_name(row) -> str:
    return say(f"risk.class.{row.class_code}")


def attention(scores: pd.DataFrame, method: Method) -> pd.DataFrame:
    """The kecamatan to look at, by score: of the high class, or high in so many draws."""
    is_named = (scores["class_code"] == "high") | (scores["share_high"] >= method.rules.attention)
    return scores[is_named & (scores["state"] == "reported")].sort_values(
        ["score", "area_code"], ascending=[False, True]
    )


def answer(scores: pd.DataFrame, method: Method, period: pd.Timestamp) -> str:
    """ "Oktober 2024: 3 dari 59 kecamatan berkelas Tinggi, 44 Sedang, 12 Rendah; 9 lagi data tidak cukup. …"."""
    counts = scores["class_code"].value_counts()
    known = int((scores["state"] == "reported").sum())
    words = {name: number(int(counts.get(name, 0))) for name in CLASSES}
    if not known:
        return say("risk.answer_none", period=month(period))
    said = [say("risk.answer", period=month(period), n=number(known), **words)]
    if lacking := len(scores) - known:
        said.append(say("risk.answer_lacking", n=number(lacking)))
    moved = scores.dropna(subset=["class_code", "class_code_before"])
    if len(moved):
        steps = moved["class_code"].map(CLASSES.index) - moved["class_code_before"].map(CLASSES.index)
        said.append(say("risk.answer_moved", up=number(int((steps > 0).sum())), down=number(int((steps < 0).sum()))))
    return " ".join(said)


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
    head = tag(
        "header",
        tag("a", row.area_name, href=address),
        tag("span", row.kabupaten_name, class_="muted"),
        chip(row),
    )
    why = drivers(own).head(NAMED)
    certainty = tag("p", sure(row), " · ", to_profile(row, period), class_="muted")
    lines = [head, strip(row, method), certainty]
    if len(why):
        lines.append(tag("p", tag("b", say("risk.because")), " ", join(map(_reason, why.itertuples()), "; "), "."))
        mend = own.dropna(subset="gain").sort_values("gain", ascending=False).iloc[0]
        lines.append(tag("p", tag("b", say("risk.helps")), " ", mend.helps, class_="helps"))
    return tag("article", *lines, class_="place")


def chip(row) -> Markup:
    """The class in its colour, and the score."""
    if row.state != "reported":
        return tag("span", say("empty.insufficient"), class_="chip none")
    return tag("span", f"{class_name(row)} {number(row.score, 1)}", class_=f"chip {row.class_code}")


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


def sure(row) -> str:
    """ "Tinggi dalam 74 % simulasi · urutan 1, antara 1 dan 12 dari 59"."""
    ranks = {"rank": number(row.rank), "low": number(row.rank_low), "high": number(row.rank_high)}
    share = say("risk.share", name=class_name(row), share=percent(row.class_share))
    return f"{share} · {say('risk.rank', **ranks, n=number(row.places_ranked))}"


def percent(share: float) -> str:
    """A share of the draws without a false certainty: 99,6 % is "lebih dari 99 %"."""
    whole = round(100 * share)
    if share < 1 and whole == 100:
        return say("risk.over", n=number(99))
    return say("risk.percent", n=number(whole))


def drivers(own: pd.DataFrame) -> pd.DataFrame:
    """The indicators that raise a score above the office's middle most, the largest first."""
    raising = own[own["gain"].notna() & (own["points"] >= 0.5)]
    return raising.sort_values("points", ascending=False)


def why(row, own: pd.DataFrame, lacking: Iterable[str], method: Method) -> str:
    """Why this colour, in one sentence by fixed rules: class, the two largest reasons, the way to the next class, gaps.

    own: the row's parts; lacking: names of the indicators that were not reported.
    """
    lacking = list(lacking)
    gap = say("risk.why.lacking", names=", ".join(lacking)) if lacking else ""
    if row.state != "reported":
        share = {"share": percent(row.share_present), "needed": percent(method.rules.smallest_share)}
        return " ".join(filter(None, (say("risk.why.none", name=row.area_name, **share), gap)))
    words = {"name": row.area_name, "class_name": class_name(row), "score": number(row.score, 1)}
    said = [say("risk.why.is", **words, share=percent(row.class_share))]
    if len(reasons := drivers(own).head(NAMED)):
        said.append(say("risk.why.because", reasons=say("risk.and").join(map(plain_reason, reasons.itertuples()))))
    else:
        said.append(say("risk.why.middle"))
    return " ".join(filter(None, (*said, to_next(row, method), gap)))


def why_block(row, own: pd.DataFrame, lacking: Iterable[str], method: Method) -> Markup:
    """The sentence, with how sure the class is and between which ranks the place lies."""
    said = [tag("p", why(row, own, lacking, method), class_="why")]
    if row.state == "reported":
        said += [strip(row, method), tag("p", sure(row), class_="muted")]
    return join(said)


def head(row, period: str) -> Markup:
    """Name, kabupaten, the way to the profile, class. period: "2024-10"."""
    about = tag("span", row.kabupaten_name, " · ", to_profile(row, period), class_="muted")
    return tag("div", tag("header", tag("span", row.area_name, class_="area"), about, chip(row)), class_="place")


def to_profile(row, period: str) -> Markup:
    return tag("a", say("profile.link"), href=profile_href(row.area_code, period), class_="more")


def to_next(row, method: Method) -> str:
    """How far it is to the next class, up and down."""
    rules, score = method.rules, row.score
    up = [(bound, name) for bound, name in ((rules.medium, "medium"), (rules.high, "high")) if round(score, 1) < bound]
    down = [
        (bound, name) for bound, name in ((rules.high, "high"), (rules.medium, "medium")) if round(score, 1) >= bound
    ]
    said = []
    if up:
        said.append(say("risk.to_next.below", n=number(up[0][0] - score, 1), name=say(f"risk.class.{up[0][1]}")))
    if down:
        said.append(say("risk.to_next.above", n=number(score - down[0][0], 1), name=say(f"risk.class.{down[0][1]}")))
    return " ".join(said)


def signed(points: float) -> str:
    """ "+3,2", "−0,4"; "0,0" where nothing is left of it when written."""
    text = number(abs(points), 1)
    return text if text == number(0, 1) else f"{'+' if points > 0 else '−'}{text}"


def value(row) -> str:
    """An indicator's value with its unit, or why there is none; one of rounded counts says so."""
    if row.state != "reported":
        return say(f"empty.{row.state}")
    return f"{written(row.value, row)} {row.unit}"


def written(value: float, row) -> str:
    """The number of an indicator. row: decimals, is_rounded, per, base."""
    return figures.written(value, int(row.decimals), is_rounded=bool(row.is_rounded), one=row.per / row.base)


def presence(row) -> str:
    """Foreign nationals per 10,000 inhabitants, which stand beside the score; a dash where that is not known."""
    if pd.isna(row.presence_value):
        return "–"
    one = row.presence_per / row.presence_base
    return figures.written(row.presence_value, 1, is_rounded=bool(row.is_presence_rounded), one=one)


def _reason(part) -> Markup:
    return join([part.indicator_name, tag("span", f"{signed(part.points)} {say('risk.points')}", class_="muted")], " ")


def plain_reason(part) -> str:
    return say("risk.reason", name=part.indicator_name, points=signed(part.points))


def interval(row) -> str:
    return f"{number(floor(row.score_low))}–{number(ceil(row.score_high))}"
