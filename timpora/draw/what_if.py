"""A simulation in words and tables, beside the official index and never without it.

Rows are of measure/what_if.compare: those of answers/risk_scores.sql with what the simulation makes of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from timpora.draw import risk, risk_places
from timpora.draw.classes import Layer
from timpora.draw.markup import Markup, href, join, table, tag
from timpora.measure import what_if
from timpora.measure.method import Method
from timpora.text import number, say

SHOWN = 12  # kecamatan in the table


def band(changes: Mapping[str, float], method: Method) -> Markup:
    """That this is a simulation, and what in it differs; nothing where nothing does."""
    if not changes:
        return tag("p", say("what_if.none"), class_="muted")
    said = "; ".join(difference(key, value, method) for key, value in changes.items())
    return tag(
        "div",
        tag("strong", say("what_if.band")),
        tag("span", say("what_if.differs", differences=said)),
        class_="simulation",
        role="status",
    )


def difference(key: str, value: float, method: Method) -> str:
    """One change: "Konteks pemilihan: bobot 20 → 30", "Keterlambatan lapor: dimatikan"."""
    name, _, end = key.partition(".")
    names = {one.id: one.name for one in (*method.indicators, *method.pillars)}
    was = what_if.official(method)[key]
    if end:
        return say(f"what_if.difference.{end}", name=names[name], was=what_if.written(was), now=what_if.written(value))
    if not value:
        return say("what_if.difference.off", name=names[name])
    return say("what_if.difference.weight", name=names[name], was=number(100 * was), now=number(100 * value))


def classes(both: pd.DataFrame) -> Markup:
    """How many kecamatan are of each class, officially and in the simulation."""
    heads = [say("what_if.head.class"), say("what_if.head.official"), say("what_if.head.simulated"), ""]
    body, counts = [], [Counter(both[column].fillna("")) for column in ("class_code", "class_code_now")]
    for name in (*reversed(what_if.CLASSES), ""):
        was, now = (count[name] for count in counts)
        word = say(f"risk.class.{name}") if name else say("empty.insufficient")
        more = f"{'+' if now > was else '−'}{number(abs(now - was))}" if now != was else ""
        body.append(
            [
                tag("th", tag("span", word, class_=f"chip {name or 'none'}"), scope="row"),
                *(tag("td", number(count), class_="n") for count in (was, now)),
                tag("td", more, class_="n muted"),
            ]
        )
    return table(heads, body)


def answer(both: pd.DataFrame) -> str:
    """How much the simulation moves, in one sentence."""
    up, down = int((both["steps"] > 0).sum()), int((both["steps"] < 0).sum())
    said = [say("what_if.moved", n=number(up + down), of=number(len(both)), up=number(up), down=number(down))]
    counts = {
        "gone": both["class_code"].notna() & both["class_code_now"].isna(),
        "come": both["class_code"].isna() & both["class_code_now"].notna(),
        "thinner": both["is_thinner"],
    }
    said += [say(f"what_if.moved.{name}", n=number(int(which.sum()))) for name, which in counts.items() if which.any()]
    return " ".join(said)


def told(both: pd.DataFrame, *, is_whole: bool) -> Markup:
    """What moves, and what the places of a simulation can and cannot say. is_whole: the whole office is seen."""
    limits = [say("what_if.interval")]
    if not is_whole:
        limits.append(say("what_if.own_areas", n=number(len(both))))
    return join([tag("p", answer(both), class_="answer"), tag("p", " ".join(limits), class_="muted")])


def places(both: pd.DataFrame, period: str) -> Markup:
    """The kecamatan that the simulation moves most: another class first, then by places; official beside simulated."""
    by = both.assign(far=both["up"].abs().fillna(0), gap=(both["score_now"] - both["score"]).abs().round(1))
    moving = by[by["is_other"] | (by["far"] > 0) | (by["gap"] > 0)]
    if moving.empty:
        return tag("p", say("what_if.nobody_moves"), class_="muted")
    order = ["is_other", "far", "gap", "area_code"]
    found = moving.sort_values(order, ascending=[False, False, False, True])
    rest = len(found) - SHOWN
    more = tag("p", say("what_if.more", n=number(rest)), class_="muted") if rest > 0 else ""
    return join([rows(found.head(SHOWN), period, len(both["place_now"].dropna())), more])


def rows(found: pd.DataFrame, period: str, ranked: int) -> Markup:
    """One line per kecamatan. ranked: how many have a place in the simulation."""
    heads = [say("risk.head.place")]
    heads += [say(f"what_if.head.{name}") for name in ("official", "official_rank", "simulated")]
    heads += [say("what_if.head.simulated_place", n=number(ranked)), say("what_if.head.moves")]
    return table(heads, [_row(row, period) for row in found.itertuples()])


def texts(both: pd.DataFrame) -> pd.Series:
    """What the map says of each kecamatan, by area_code: official and simulated, whichever of the two is painted."""
    said = [
        say("what_if.on_map", official=risk.class_and_score(row), simulated=_class_and_score(row))
        for row in both.itertuples()
    ]
    return pd.Series(said, index=both["area_code"].to_numpy())


def layer(method: Method) -> Layer:
    """How the map paints the simulated classes: as the official ones, under a name that says so."""
    official = risk.layer(method)
    return replace(official, name=say("what_if.layer", name=official.name))


def mapped(both: pd.DataFrame) -> pd.DataFrame:
    """The simulated scores as the map wants them."""
    state = both["class_code_now"].notna().map({True: "reported", False: "insufficient"})
    return risk.mapped(both.assign(score=both["score_now"], state=state))


def _row(row, period: str) -> list[Markup]:
    address = href("risiko", bagian="penjelasan", wilayah=row.area_code, periode=period)
    name = join([tag("a", row.area_name, href=address), tag("span", row.kabupaten_name, class_="muted")], " ")
    is_known = row.state == "reported"
    ranks = (
        say("risk.ranks", rank=number(row.rank), low=number(row.rank_low), high=number(row.rank_high))
        if is_known
        else "–"
    )
    return [
        tag("th", name, scope="row"),
        tag("td", risk_places.chip(row)),
        tag("td", ranks, class_="n"),
        tag("td", _chip(row)),
        tag("td", _place(row), class_="n"),
        _moves(row),
    ]


def _place(row) -> str:
    """The simulated place with its range; no place without one."""
    if pd.isna(row.place_now_low):
        return "–"
    ranks = {"rank": row.place_now, "low": row.place_now_low, "high": row.place_now_high}
    return say("risk.ranks", **{name: number(value) for name, value in ranks.items()})


def _chip(row) -> Markup:
    """The simulated class in its colour; dashed, so that it is never taken for an official one."""
    return tag("span", _class_and_score(row), class_=f"chip simulated {_class(row) or 'none'}")


def _class_and_score(row) -> str:
    if not _class(row):
        return say("empty.insufficient")
    return f"{say(f'risk.class.{row.class_code_now}')} {number(row.score_now, 1)}"


def _class(row) -> str:
    return "" if pd.isna(row.class_code_now) else row.class_code_now


def _moves(row) -> Markup:
    if pd.isna(row.up) or not row.up:
        return tag("td", "–" if pd.isna(row.up) else "=", class_="n muted")
    arrow, css = ("▲", "n up") if row.up > 0 else ("▼", "n down")
    words = say("what_if.up" if row.up > 0 else "what_if.down", n=number(abs(row.up)))
    return tag("td", f"{arrow} {number(abs(row.up))}", class_=css, title=words, aria_label=words)
