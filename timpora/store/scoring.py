"""The index of a snapshot's file: counted by queries/indicators from what that file holds, judged, and written into it.

So the protected file's scores are made of protected numbers, by the same code as the exact one's.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import duckdb
import numpy as np
import pandas as pd

from timpora.measure import explain
from timpora.measure.explain import CLASSES
from timpora.measure.indicators import judged
from timpora.measure.method import Indicator, Method
from timpora.measure.uncertainty import Simulated, simulate
from timpora.store import added
from timpora.store.method_book import Methods
from timpora.store.queries import queries
from timpora.store.refused import PublicationError, why

_STATES = "create type states as enum ('reported', 'not_reported', 'not_applicable', 'suppressed', 'insufficient')"
# How many counts were rounded is not known where the value is not.
_COUNTED = """
    select
        * replace (
            area_code::area_codes as area_code,
            state::states as state,
            coalesce(numerator_cells, 0)::bigint as numerator_cells,
            coalesce(base_cells, 0)::bigint as base_cells
        ),
        coalesce(numerator_cells, 0)::bigint as cells,
        coalesce(numerator_cells, 0) + coalesce(base_cells, 0) > 0 as is_rounded
    from ({sql}
    )
"""
AT_ONCE = 2  # months drawn: each holds the draws of all its places
RULES = 1  # counted up when the code of the index computes otherwise: a snapshot is made from it too
# What is written, whatever of it there is: an empty frame does not know what its columns would hold.
MARTS = {
    "indicator_values": (
        "indicator varchar, area_code varchar, period date, value double, state varchar, points double, "
        "numerator double, base double, source_period date, is_rounded boolean, cells int, deviation double"
    ),
    "scores": (
        "method varchar, area_code varchar, period date, state varchar, share_present double, weight_known double, "
        "score double, score_low double, score_high double, class varchar, class_share double, share_low double, "
        "share_high double, rank int, "
        "rank_low int, rank_high int, places_ranked int"
    ),
    "pillar_scores": "method varchar, area_code varchar, period date, pillar varchar, points double",
    "score_parts": "area_code varchar, period date, part varchar, points double, gain double",
    "score_changes": "area_code varchar, period date, kind varchar, indicator varchar, points double",
}


def add(con: duckdb.DuckDBPyConnection, methods: Methods) -> None:
    """Fill the marts of the index in a snapshot's file: indicator_values, scores, pillar_scores, score_parts,

    score_changes. con: as added.opened gives it, with MARTS. Raises PublicationError, naming the query that cannot run.
    """
    panel = Panel(con)
    found = [Scores(panel, method) for method in methods.all]
    current = found[-1]
    before = {id(methods.current): current, id(methods.before): found[0]}
    frames = {
        "indicator_values": panel.values(methods.current),
        "scores": (one.frame() for one in found),
        "pillar_scores": chain.from_iterable(one.pillars() for one in found),
        "score_parts": current.parts(),
        "score_changes": current.changes(lambda month: before[id(methods.in_force(month))]),
    }
    added.fill(con, frames)


class Panel:
    """Every indicator of every kecamatan and month, as counted: the axes are months, areas."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        areas = con.execute("from marts.areas order by area_code").df()
        self.areas = pd.Index(areas["area_code"], name="area_code")
        self.months = pd.DatetimeIndex(con.execute("from marts.periods order by period").df()["period"], name="period")
        self.kabupaten = areas.set_index("area_code")["kabupaten_code"]
        self._judged: dict[tuple[Indicator, float], pd.DataFrame] = {}
        # As numbers: all indicators of a country's years are held together, and each names the same places again.
        con.execute("create type area_codes as enum (select area_code from marts.areas order by area_code)")
        con.execute(_STATES)
        # Sixteen queries ask for it, most of them twice.
        con.execute("create table known as from figures.all_known_by_month()")
        con.execute("create or replace macro figures.all_known_by_month() as table (from known)")
        self._con, self.counted = con, {query.name: query.sql for query in queries("indicators")}

    def judged(self, indicator: Indicator, method: Method) -> pd.DataFrame:
        largest = method.rules.largest_deviation
        if (indicator, largest) not in self._judged:
            counted = _counted(self._con, indicator.id, self.counted[indicator.id])
            self._judged[indicator, largest] = judged(counted, indicator, self.kabupaten, largest)
        return self._judged[indicator, largest]

    def cube(self, rows: pd.DataFrame, column: str, empty: float = np.nan) -> np.ndarray:
        """(months, areas) of one column."""
        out = np.full((len(self.months), len(self.areas)), empty)
        out[self.months.get_indexer(rows["period"]), self.areas.get_indexer(rows["area_code"])] = rows[column]
        return out

    def long(self, is_there: np.ndarray, **columns: np.ndarray) -> pd.DataFrame:
        """One row per month and area where something is there; columns: (months, areas)."""
        months, areas = np.nonzero(is_there)
        of = {name: values[months, areas] for name, values in columns.items()}
        return pd.DataFrame({"area_code": self.areas[areas], "period": self.months[months], **of})

    def values(self, method: Method) -> Iterator[pd.DataFrame]:
        """marts.indicator_values, one indicator at a time"""
        names = ["value", "state", "points", "numerator", "base", "source_period", "deviation", "is_rounded", "cells"]
        for one in method.indicators:
            yield self.judged(one, method)[["area_code", "period", *names]].assign(indicator=one.id)


class Scores:
    """The index of a panel by one method: arrays of (months, areas), NaN where there is no score."""

    def __init__(self, panel: Panel, method: Method):
        self.panel, self.method = panel, method
        rows = {one.id: panel.judged(one, method) for one in method.scored if one.id in panel.counted}
        absent = np.full((len(panel.months), len(panel.areas)), np.nan)

        def stacked(column: str) -> np.ndarray:
            of = [panel.cube(rows[one.id], column) if one.id in rows else absent for one in method.scored]
            return np.stack(of, axis=-1)

        flat = (absent.size, len(method.scored))
        known = stacked("points").reshape(flat)
        is_lacking = np.isnan(known) & (np.nan_to_num(stacked("is_beside").reshape(flat)) == 0)
        points, share = explain.judged(known, is_lacking, method)
        self.share = share.reshape(absent.shape)
        self.has = ~np.isnan(points).all(axis=1).reshape(absent.shape)
        self.weight = explain.weight_known(points, method).reshape(absent.shape)
        self.score = explain.scores(points, method).reshape(absent.shape)
        self.points = points.reshape((*absent.shape, len(method.scored)))
        self._values = np.where(np.isnan(self.points), np.nan, stacked("value"))
        self._deviations = stacked("deviation")

    def frame(self) -> pd.DataFrame:
        """marts.scores"""
        shape = self.score.shape
        names = ("score_low", "score_high", "class_share", "share_low", "share_high", "rank", "rank_low", "rank_high")
        out = {name: np.full(shape, np.nan) for name in names}
        shown, place = np.round(self.score, 1), explain.classes(self.score, self.method)

        for month, drawn in self._drawn():
            own = self.has[month]
            score, rank = self.score[month, own], pd.Series(-shown[month, own]).rank(method="min").to_numpy()
            # The published score is one of the ways to compute it: the interval never leaves it out.
            out["score_low"][month, own] = np.minimum(drawn.low, score)
            out["score_high"][month, own] = np.maximum(drawn.high, score)
            out["class_share"][month, own] = drawn.shares[np.arange(own.sum()), place[month, own]]
            out["share_low"][month, own], out["share_high"][month, own] = drawn.shares[:, 0], drawn.shares[:, -1]
            out["rank"][month, own] = rank
            out["rank_low"][month, own] = np.minimum(drawn.rank_low, rank)
            out["rank_high"][month, own] = np.maximum(drawn.rank_high, rank)
        ranked = np.broadcast_to(self.has.sum(axis=1)[:, None], shape)
        frame = self.panel.long(
            np.ones(shape, bool), score=self.score, share_present=self.share, weight_known=self.weight, **out
        )
        frame["class"] = np.where(self.has, np.array(CLASSES)[place], None).ravel()
        frame["state"] = np.where(self.has, "reported", "insufficient").ravel()
        frame["places_ranked"] = ranked.ravel()
        whole = dict.fromkeys(("rank", "rank_low", "rank_high", "places_ranked"), "Int32")
        return frame.astype(whole).assign(method=self.method.version)

    def _drawn(self) -> Iterator[tuple[int, Simulated]]:
        """Every month that has scores, drawn anew; one a core at once, as numpy counts beside other threads."""

        def drawn(month: int) -> Simulated:
            own = self.has[month]
            return simulate(self._values[month, own], self._deviations[month, own], self.method)

        months = np.flatnonzero(self.has.any(axis=1))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from zip(months, pool.map(drawn, months), strict=True)

    def pillars(self) -> Iterator[pd.DataFrame]:
        """marts.pillar_scores, one pillar at a time"""
        months, areas = np.nonzero(self.has)
        means = explain.pillars(self.points[months, areas], self.method)
        of = {one.pillar for one in self.method.scored}
        names = [pillar.id for pillar in self.method.pillars if pillar.id in of]
        where = pd.DataFrame({"area_code": self.panel.areas[areas], "period": self.panel.months[months]})
        for place, name in enumerate(names):
            own = where.assign(pillar=name, points=means[:, place], method=self.method.version)
            yield own.dropna(subset="points")

    def parts(self) -> Iterator[pd.DataFrame]:
        """marts.score_parts, one month at a time: from the office's middle to each score, and what mending one

        indicator would lower.
        """
        for month in np.flatnonzero(self.has.any(axis=1)):
            own = self.has[month]
            points, areas = self.points[month, own], self.panel.areas[own]
            way = explain.from_median(points, self.method)
            gains = explain.gains(points, self.method)
            rows = [_rows(areas, self.panel.months[month], "median", np.full(own.sum(), way.median))]
            rows += [_rows(areas, self.panel.months[month], "missing", way.missing)]
            rows += [
                _rows(areas, self.panel.months[month], one.id, way.parts[:, place], gains[:, place])
                for place, one in enumerate(self.method.scored)
            ]
            found = pd.concat(rows)
            yield found[found["part"].isin(["median", "missing"]) | found["gain"].notna()]

    def changes(self, shown_by) -> Iterator[pd.DataFrame]:
        """marts.score_changes, one month at a time; shown_by: month → the Scores by which leaders were shown it."""
        for month in range(1, len(self.panel.months)):
            then, now = (shown_by(self.panel.months[place].date()) for place in (month - 1, month))
            then = self if then is now else then  # leaders saw both months by one method
            own = self.has[month] & self.has[month - 1] & then.has[month - 1]
            if not own.any():
                continue
            areas, now = self.panel.areas[own], self.panel.months[month]
            change = explain.change(self.points[month - 1, own], self.points[month, own], self.method)
            method = self.score[month - 1, own] - then.score[month - 1, own]
            rows = [
                _rows(areas, now, one.id, change.moved[:, place]).assign(kind="moved")
                for place, one in enumerate(self.method.scored)
            ]
            rows += [_rows(areas, now, "", change.data).assign(kind="data")]
            rows += [_rows(areas, now, "", method).assign(kind="method")]
            found = pd.concat(rows).rename(columns={"part": "indicator"}).drop(columns="gain")
            yield found[found["points"].abs() > 1e-9]


def _rows(
    areas: pd.Index, month: pd.Timestamp, part: str, points: np.ndarray, gain: np.ndarray | None = None
) -> pd.DataFrame:
    gains = np.full(len(areas), np.nan) if gain is None else gain
    return pd.DataFrame({"area_code": areas, "period": month, "part": part, "points": points, "gain": gains})


def _counted(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> pd.DataFrame:
    try:
        return con.execute(_COUNTED.format(sql=sql)).df()
    except duckdb.Error as problem:
        raise PublicationError(why(problem, f"queries/indicators/{name}.sql")) from problem
