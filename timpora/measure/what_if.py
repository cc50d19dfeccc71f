"""What if: the index under other weights and posts, reckoned beside the official one and never in its place.

Only what a method scores can be changed. What stands beside the index stays there: presence is exposure, not threat.
A change is asked for by key: `konteks` (a pillar's weight), `late_reporting` (an indicator's weight; 0: it is off),
`late_reporting.low` and `late_reporting.high` (its posts, in its unit). As text: "konteks:0.3,late_reporting.high:60".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import pandas as pd

from timpora.measure import explain
from timpora.measure.explain import CLASSES
from timpora.measure.index import goalposts
from timpora.measure.indicators import NO_LACK
from timpora.measure.method import Method, MethodError
from timpora.measure.uncertainty import simulate
from timpora.text import number, say

OFFICIAL = "resmi"  # the text of no change
_FIGURE = re.compile(r"-?\d{1,7}(\.\d{1,9})?", re.ASCII)
MOST, DRAWS = 1000, 200  # areas whose places are drawn while somebody waits, and how often
_DIGITS = 2  # decimals of a change: weights move in hundredths
_ENDS = ("low", "high")


def official(method: Method) -> dict[str, float]:
    """Every key that can be changed, and its number in the method."""
    scored = {one.pillar for one in method.scored}
    known = {pillar.id: pillar.weight for pillar in method.pillars if pillar.id in scored}
    for one in method.scored:
        known |= {one.id: one.weight} | {f"{one.id}.{end}": getattr(one, end) for end in _ENDS}
    return known


def heaviest(method: Method) -> float:
    """The largest weight that can be asked for: 1, or twice the largest of a method whose weights go beyond it."""
    weights = [known for key, known in official(method).items() if "." not in key]
    return 1.0 if max(weights) <= 1 else 2 * max(weights)


def read(text: str, method: Method) -> tuple[dict[str, float], list[str]]:
    """(the changes that a text asks for, a sentence for each part of it that is not to be had)."""
    changes, faults = {}, []
    known = official(method)
    for part in filter(None, text.split(",") if text != OFFICIAL else ()):
        key, _, figure = part.partition(":")
        if not _FIGURE.fullmatch(figure):
            faults.append(say("what_if.fault.form", part=part))
        elif fault := _fault(key, float(figure), method):
            faults.append(say("what_if.fault.part", part=part, why=fault))
        else:
            changes[key] = round(float(figure), _DIGITS) + 0.0  # no minus before a zero
    # In the order of the method, so that two ways to one simulation are one address.
    return {key: changes[key] for key in known if key in changes and changes[key] != round(known[key], _DIGITS)}, faults


def text(changes: Mapping[str, float]) -> str:
    """The changes as they stand in a URL."""
    return ",".join(f"{key}:{value:.12g}" for key, value in changes.items()) or OFFICIAL


def put(written: str, key: str, value: float) -> str:
    """A text of changes with one more, which takes the place of an earlier one of its key."""
    others = [part for part in written.split(",") if part != OFFICIAL and part.partition(":")[0] != key]
    return ",".join([*others, f"{key}:{value:.12g}"])


def changed(method: Method, changes: Mapping[str, float]) -> Method:
    """The method with these changes. Raises MethodError with a sentence for each reason why it cannot be computed by.

    A pillar none of whose indicators weighs anything is left out of the index.
    """
    if faults := [fault for key, value in changes.items() if (fault := _fault(key, value, method))]:
        raise MethodError(faults)
    now = official(method) | dict(changes)
    indicators = tuple(
        replace(one, weight=now[one.id], low=now[f"{one.id}.low"], high=now[f"{one.id}.high"]) if one.id in now else one
        for one in method.indicators
    )
    weighing = {one.pillar for one in indicators if one.weight > 0}
    pillars = tuple(
        replace(pillar, weight=now.get(pillar.id, pillar.weight) if pillar.id in weighing else 0.0)
        for pillar in method.pillars
    )
    faults = [
        say("what_if.fault.posts", name=one.name, low=written(one.low), high=written(one.high))
        for one in indicators
        if not (isfinite(one.low) and isfinite(one.high) and one.low < one.high)
    ]
    made = replace(method, indicators=indicators, pillars=pillars, text="")
    if not made.scored:
        faults.append(say("what_if.fault.all_zero"))
    if faults:
        raise MethodError(faults)
    return made


def written(post: float) -> str:
    """A post as a person reads it: "50", "12,50"."""
    return number(post, 0 if float(post).is_integer() else _DIGITS)


@dataclass(frozen=True)
class Panel:
    """What the scores of one month are made of: (areas, indicators that the official method scores)."""

    areas: tuple[str, ...]
    official: Method
    values: np.ndarray  # in the indicator's unit; NaN where there is none
    deviations: np.ndarray  # of chance and rounding, same unit
    is_lacking: np.ndarray  # nobody reported it, though it applies


def panel(found: pd.DataFrame, areas: Iterable[str], method: Method) -> Panel:
    """found: answers/risk_points.sql of the method."""
    rows, columns = pd.Index(areas), pd.Index([one.id for one in method.scored])
    values, deviations = (np.full((len(rows), len(columns)), np.nan) for _ in range(2))
    is_beside = np.zeros(values.shape, dtype=bool)
    at = rows.get_indexer(found["area_code"]), columns.get_indexer(found["indicator"])
    values[at] = found["value"].astype(float).where(found["state"] == "reported")
    deviations[at] = found["deviation"].astype(float)
    is_beside[at] = found["state"].isin(NO_LACK)
    return Panel(tuple(rows), method, values, deviations, np.isnan(values) & ~is_beside)


def scores(panel: Panel, method: Method) -> pd.DataFrame:
    """One row per area of the panel: area_code, score, class_code, place (null without enough data), uncounted.

    method: the panel's, or that one changed. place: 1 for the highest score of these areas; scores that are written
    alike share a place, as the published ranks do. uncounted: pillars that the method scores and that do not count
    here, because too little of them is known. A value that the official method found too unsure stays out, however wide
    the posts are made.
    """
    judged = _judged(panel, method)
    score = explain.scores(judged, method)
    place = explain.classes(score, method)
    names = np.where(place < 0, None, np.array(CLASSES, dtype=object)[place])
    frame = pd.DataFrame({"area_code": panel.areas, "score": score, "class_code": names})
    uncounted = np.isnan(explain.pillars(judged, method)).sum(axis=1)
    return frame.assign(place=places(frame["score"]), uncounted=uncounted)


def ranged(frame: pd.DataFrame, panel: Panel, method: Method) -> pd.DataFrame:
    """`scores` with place_low and place_high: between which places each lies in the method's own draws.

    A nation takes seconds: beyond MOST areas both are null.
    """
    known = frame["place"].notna().to_numpy()
    low, high = np.full((2, len(frame)), np.nan)
    if known.any() and known.sum() <= MOST:
        own = _own(panel, method)
        is_made = ~np.isnan(_judged(panel, method))
        values = np.where(is_made, panel.values[:, own], np.nan)[known]
        quick = replace(method, rules=replace(method.rules, draws=DRAWS))
        drawn = simulate(values, panel.deviations[:, own][known], quick)
        low[known] = np.minimum(drawn.rank_low, frame["place"][known])
        high[known] = np.maximum(drawn.rank_high, frame["place"][known])
    return frame.assign(place_low=low, place_high=high)


def _own(panel: Panel, method: Method) -> list[int]:
    """Which of the panel's indicators the method scores."""
    kept = {one.id for one in method.scored}
    return [place for place, one in enumerate(panel.official.scored) if one.id in kept]


def _judged(panel: Panel, method: Method) -> np.ndarray:
    """(areas, indicators of the method): the points that make a score."""
    own = _own(panel, method)
    low, high, turn = ([getattr(one, name) for one in method.scored] for name in (*_ENDS, "direction"))
    return explain.judged(goalposts(panel.values[:, own], low, high, turn), panel.is_lacking[:, own], method)[0]


def places(score: pd.Series) -> pd.Series:
    """1 for the highest; scores that are written alike share a place."""
    return score.round(1).rank(method="min", ascending=False)


def compare(published: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The official rows (answers/risk_scores.sql) with score_now, class_code_now, place_now, and what moved.

    then, now: `scores` of the same areas by the official method and by the changed one (`ranged`, where its places are
    to be told). place: the official one among the rows given, which are all that a viewer sees; steps: classes up (+)
    or down (−); up: places towards the first; both NaN where one of the two has no score. is_other: the class is
    another, or a score came or went; is_thinner: with a score in both, and more pillars uncounted.
    """
    order = {name: place for place, name in enumerate(CLASSES)}
    was, is_now = (frame["class_code"].map(order).to_numpy(float) for frame in (published, now))
    thinner = now["uncounted"].to_numpy() > then["uncounted"].to_numpy()
    return published.reset_index(drop=True).assign(
        score_now=now["score"],
        class_code_now=now["class_code"],
        place_now=now["place"],
        place_now_low=now.get("place_low", np.nan),
        place_now_high=now.get("place_high", np.nan),
        place=then["place"],
        steps=is_now - was,
        up=then["place"] - now["place"],
        is_other=np.nan_to_num(was, nan=-1) != np.nan_to_num(is_now, nan=-1),
        is_thinner=~np.isnan(is_now - was) & thinner,
    )


def _fault(key: str, value: float, method: Method) -> str:
    """Why this change is not to be had; "" where it is."""
    name, _, end = key.partition(".")
    names = {one.id: one.name for one in (*method.indicators, *method.pillars)}
    if key not in official(method):
        beside = name in names and (not end or end in _ENDS)
        return say("what_if.fault.beside", name=names[name]) if beside else say("what_if.fault.unknown")
    if not end and not 0 <= value <= heaviest(method):
        return say("what_if.fault.weight", most=number(heaviest(method), 1))
    return ""
