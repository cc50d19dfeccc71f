"""The numbers behind /tren: which groups a shape shows, their answers, and what the way of looking makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from timpora.draw import trend_heat, trend_stack
from timpora.draw.trend_words import Reading
from timpora.measure import own_groups, ways
from timpora.web import trend_marks
from timpora.web.access import Viewer
from timpora.web.answers import ask
from timpora.web.trend_known import known
from timpora.web.trend_view import TrendView

_BASE = "population"


@dataclass(frozen=True)
class Series:
    values: pd.DataFrame  # of the months shown, as the way has them
    reading: Reading
    kinds: pd.Series  # group code → office, kabupaten, kecamatan, own, type
    heads: list[str]  # per group, in order, the kabupaten it lies in; of a heat table
    bounds: tuple[float, ...]  # of the classes of a heat table
    hatched_below: float  # a base below it is too small to divide by
    lacks: str | None  # why there is no number at all: "never", "range" or "way"
    has_areas: bool  # few areas, of each of which the newest number leads back to its files


def read(who: Viewer, view: TrendView) -> Series:
    """The series of the view. Raises ways.NotComputable where the measure has no such way."""
    ways.possible(view.way, over_time=view.measure.over_time, rhythm=view.rhythm)
    layers = known(who).layers
    rate = layers[(layers["denominator"] == _BASE) & layers["numerator"].notna()].iloc[0]
    hatched = float(layers["hatched_below"].max())
    codes, kinds = _codes(who, view)
    asked = codes
    if view.shape == "panas" and not len(view.parts):
        # The classes are those of the whole measure: what is filtered moves none.
        asked = list(known(who).kecamatan)
    raw = _parts(who, view) if len(view.parts) else _areas(who, view, asked)
    every = _looked_at(raw, view, rate, hatched)
    decimals = int(rate.decimals) if view.way == ways.RATE else None
    reading = Reading(view.way, view.measure.unit, view.base_month, decimals)
    bounds = ()
    if view.shape == "panas":
        largest = every["value"].abs().max()
        bounds = trend_heat.breaks(0 if pd.isna(largest) else largest, view.way, _fixed(layers, view, rate))
        every = every[every["group_code"].isin(codes)]
    in_range = every["period"].between(pd.Timestamp(view.starts), pd.Timestamp(view.until))
    values = (every if view.shape == "lereng" else every[in_range]).reset_index(drop=True)
    return Series(
        values,
        reading,
        kinds,
        _heads(who, view, codes),
        bounds,
        hatched,
        _lacks(view, raw, values),
        _is_of_areas(view),
    )


def why_no_stack(series: Series) -> str | None:
    return trend_stack.why_not(series.values, series.reading.way, series.kinds)


def _codes(who: Viewer, view: TrendView) -> tuple[list[str], pd.Series]:
    """The groups a shape shows, in order, and the kind of each."""
    if len(view.parts):
        return list(view.parts.index), pd.Series("type", view.parts.index)
    groups = known(who).groups
    own = [f"{own_groups.CODE}{place + 1}" for place in range(len(view.groups))]
    kinds = pd.concat([groups["group_kind"], pd.Series("own", own, dtype=object)])
    if view.shape == "panas":
        members = {code for group in view.groups for code in group.areas}
        inside = {code for area in view.areas for code in _kecamatan(groups, area)}
        return [code for code in groups.index if code in inside | members], kinds
    codes = [*view.areas, *own]
    if len(codes) == 1 and view.shape != "garis":
        codes = _children(groups, view.area)
    return codes, kinds


def _kecamatan(groups: pd.DataFrame, area: str) -> list[str]:
    of = groups[groups["group_kind"] == "kecamatan"]
    return list(of.index if area == "kantor" else of.index[(of.index == area) | of.index.str.startswith(f"{area}.")])


def _children(groups: pd.DataFrame, area: pd.Series) -> list[str]:
    """What an area is made of: the office of kabupaten, a kabupaten of kecamatan; a kecamatan is itself."""
    if area.group_kind != "office":
        return _kecamatan(groups, area.group_code)
    kabupaten = groups.index[groups["group_kind"] == "kabupaten"]
    rest = [code for code in _kecamatan(groups, "kantor") if code.rpartition(".")[0] not in set(kabupaten)]
    return [*kabupaten, *rest]


def _areas(who: Viewer, view: TrendView, codes: Sequence[str]) -> pd.DataFrame:
    """Answers for areas and for groups of one's own, in the order of the codes."""
    members = [code for group in view.groups for code in group.areas] if view.shape != "panas" else []
    wanted = tuple(dict.fromkeys([*(code for code in codes if not code.startswith(own_groups.CODE)), *members]))
    answer = _answer(who, view, view.measure.measure, wanted)
    listed = answer[answer["group_code"].isin(codes)]
    if view.shape != "panas" and view.groups:
        listed = pd.concat([listed, own_groups.summed(answer, view.groups)], ignore_index=True)
    members = {f"{own_groups.CODE}{place + 1}": group.areas for place, group in enumerate(view.groups)}
    return trend_marks.marked(who, listed, view.measure.measure, members=members)


def _parts(who: Viewer, view: TrendView) -> pd.DataFrame:
    """The permit types of the first area, each a group of its own."""
    answers = [
        trend_marks.marked(who, _answer(who, view, part.measure, (view.area.group_code,)), part.measure).assign(
            group_code=part.measure, group_name=part.measure_name
        )
        for part in view.parts.itertuples()
    ]
    return pd.concat(answers, ignore_index=True)


def _answer(who: Viewer, view: TrendView, measure: str, areas: tuple[str, ...]) -> pd.DataFrame:
    values = ask(who, "trend", measure=measure, areas=areas)
    if view.way != ways.RATE:
        return values
    on_base = ask(who, "trend_on_base", measure=measure, base=_BASE, areas=areas)
    keys, own = ["group_code", "period"], ["value", "state", "cells", "areas_reporting"]
    both = values.drop(columns=["value", "cells", "areas_reporting"]).merge(
        on_base[[*keys, *own, "base_value", "base_period"]], on=keys, how="left", suffixes=("_alone", "")
    )
    # Reported, and nobody knows on how many people: that is not the same as unreported.
    state = both["state"].fillna(both["state_alone"].replace("reported", "insufficient"))
    whole = {"cells": 1, "areas_reporting": 0}
    return both.assign(state=state).fillna(whole).astype({"cells": int, "areas_reporting": int})


def _looked_at(values: pd.DataFrame, view: TrendView, rate: pd.Series, hatched: float) -> pd.DataFrame:
    match view.way:
        case ways.RATE:
            return ways.per_base(values, float(rate.per), float(rate.smallest_base), hatched)
        case ways.INDEX:
            return ways.index(values, pd.Timestamp(view.base_month), hatched)
        case ways.MONTH:
            return ways.change(values, view.rhythm.months, hatched)
        case ways.YEAR:
            return ways.change(values, 12, hatched)
        case ways.SUM | ways.MEAN:
            return ways.over_year(values, view.rhythm, is_mean=view.way == ways.MEAN)
        case _:
            return ways.level(values)


def _fixed(layers: pd.DataFrame, view: TrendView, rate: pd.Series) -> Sequence[float]:
    """The classes of the map's layer of these numbers, of a change those of its difference; () where it has none."""
    if view.way == ways.RATE:
        return rate.breaks if rate.numerator == view.measure.measure else ()
    of = layers[(layers["numerator"] == view.measure.measure) & (layers["denominator"].fillna("") == "")]
    if of.empty or view.way == ways.SUM:
        return ()
    return of["changes" if view.way in ways.CHANGES else "breaks"].iloc[0]


def _heads(who: Viewer, view: TrendView, codes: Sequence[str]) -> list[str]:
    if view.shape != "panas" or len(view.parts):
        return []
    return list(known(who).groups["kabupaten_name"].reindex(codes))


def _is_of_areas(view: TrendView) -> bool:
    return not len(view.parts) and view.shape != "panas"


def _lacks(view: TrendView, raw: pd.DataFrame, values: pd.DataFrame) -> str | None:
    """Nothing was ever reported; nothing in the range; or nothing that this way needs. None where there is a number,

    or a reason of its own for each month.
    """
    if (values["state"] != "not_reported").any():
        return None
    reported = raw.loc[raw["state"] != "not_reported", "period"]
    if reported.empty:
        return "never"
    return "way" if reported.between(pd.Timestamp(view.starts), pd.Timestamp(view.until)).any() else "range"
