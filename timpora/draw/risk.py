"""The index in words and pictures: which kecamatan ask for attention, why, how sure that is, and what helps.

Rows are of answers/risk_scores.sql and answers/risk_parts.sql. A place is never named without how sure its class is
and between which ranks it lies.
"""

from collections.abc import Iterable
from math import ceil, floor

import pandas as pd

from timpora.draw import figures
from timpora.draw.classes import Layer
from timpora.draw.palettes import palette
from timpora.measure.explain import CLASSES
from timpora.measure.method import Method
from timpora.text import month, number, say

COLOURS = dict(zip(CLASSES, palette("attention", 3), strict=True))
NAMED = 2  # reasons in one sentence


def layer(method: Method) -> Layer:
    """How the classes are drawn on the map."""
    rules = method.rules
    return Layer(
        name=say("risk.index"),
        unit=say("risk.unit"),
        decimals=1,
        breaks=(rules.medium, rules.high),
        palette=tuple(COLOURS.values()),
        zero_colour=None,
        words=legend_words(rules.medium, rules.high),
    )


def legend_words(medium: float, high: float) -> tuple[str, ...]:
    """Names of the classes, lowest first, with the score from which each is reached."""
    bounds = {"medium": number(medium), "high": number(high)}
    return tuple(say(f"risk.legend.{name}", **bounds) for name in CLASSES)


def mapped(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores as the map wants them."""
    return scores.assign(
        value=scores["score"], numerator_value=None, base_value=None, is_rounded=False, cells=1, is_small_base=False
    )


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


def sure(row) -> str:
    """ "Tinggi dalam 74 % simulasi · urutan 1, antara 1 dan 12 dari 59"."""
    ranks = {"rank": number(row.rank), "low": number(row.rank_low), "high": number(row.rank_high)}
    said = [say("risk.share", name=class_name(row), share=percent(row.class_share))]
    others = {"low": row.share_low, "medium": 1 - row.share_low - row.share_high, "high": row.share_high}
    leading = max(others, key=others.get)
    if others[leading] > row.class_share + 0.005:
        said[0] += say("risk.leading", name=say(f"risk.class.{leading}"), share=percent(others[leading]))
    said.append(say("risk.rank", **ranks, n=number(row.places_ranked)))
    if row.weight_known < 0.995:
        said.append(say("risk.weight", share=percent(row.weight_known)))
    return " · ".join(said)


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


def mendable(own: pd.DataFrame) -> pd.DataFrame:
    """What would lower a score most if it were mended, the most first; where a kecamatan itself has nothing open, there

    is nothing to mend, though its value was drawn towards the kabupaten's.
    """
    able = own[(own["gain"] >= 0.5) & (own["numerator"] > 0)]
    return able.sort_values("gain", ascending=False)


def why(row, own: pd.DataFrame, lacking: Iterable[str], method: Method) -> str:
    """Why this colour, in one sentence by fixed rules: class, the two largest reasons, the way to the next class, gaps.

    own: the row's parts; lacking: names of the indicators that were not reported.
    """
    lacking = list(lacking)
    gap = say("risk.why.lacking", names=", ".join(lacking)) if lacking else ""
    if row.state != "reported":
        share = {"share": percent(row.share_present), "needed": percent(method.rules.smallest_share)}
        share["pillars"] = number(method.rules.smallest_pillars)
        return " ".join(filter(None, (say("risk.why.none", name=row.area_name, **share), gap)))
    words = {"name": row.area_name, "class_name": class_name(row), "score": number(row.score, 1)}
    said = [say("risk.why.is", **words, share=percent(row.class_share))]
    if own.empty:  # of another method than the one whose parts are published
        return " ".join([*said, to_next(row, method)])
    if len(reasons := drivers(own).head(NAMED)):
        said.append(say("risk.why.because", reasons=say("risk.and").join(map(plain_reason, reasons.itertuples()))))
    else:
        said.append(say("risk.why.middle"))
    return " ".join(filter(None, (*said, to_next(row, method), gap)))


def to_next(row, method: Method) -> str:
    """How far it is to the next class, up and down."""
    rules, score = method.rules, row.score
    score = round(score, 1)  # as it is written
    up = [(bound, name) for bound, name in ((rules.medium, "medium"), (rules.high, "high")) if score < bound]
    down = [(bound, name) for bound, name in ((rules.high, "high"), (rules.medium, "medium")) if score >= bound]
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
    one = row.per / row.base
    return figures.written(value, int(row.decimals), is_rounded=bool(row.is_rounded), cells=int(row.cells), one=one)


def presence(row) -> str:
    """Foreign nationals per 10,000 inhabitants, which stand beside the score; a dash where that is not known."""
    if pd.isna(row.presence_value):
        return "–"
    one = row.presence_per / row.presence_base
    return figures.written(row.presence_value, 1, is_rounded=bool(row.is_presence_rounded), one=one)


def plain_reason(part) -> str:
    return say("risk.reason", name=part.indicator_name, points=signed(part.points))


def interval(row) -> str:
    return f"{number(floor(row.score_low))}–{number(ceil(row.score_high))}"
