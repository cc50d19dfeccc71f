"""Ways of looking at a series: per 10,000, as an index, as a change, over twelve months. Frame in, frame out.

A series is the rows of one group in answers/trend.sql (group_code, period, value, state, is_rounded, cells,
areas_reporting, areas_expected). Every way keeps the rows and gives them a number of its own, or the kind of empty that
it is: a month that is missing is missing in every way, never zero and never filled in. Beside it stand

  one          what one person is worth in the number: 1 in a count, 100 ÷ base in an index
  noise        how far random rounding alone may have carried the number; infinite where it leaves no base
  is_told      whether a change, or an index's distance from 100, is more than rounding alone can make
  percent      a change in per cent of what was before; none where that is too small to divide by, or nothing is told
  base_value   what was divided by
  is_small_base whether that is so small that one case would swing the number

Where the frame has `segment`, a break in the series lies between two of them: what came before it is not compared with
what came after, nor added to it. Such a number does not apply.

Rounding moves a published number by less than its base (disclosure/rounding.py); a sum of several by as much each.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from timpora.disclosure.rounding import BASE

STRAY = BASE - 1
LEVEL, RATE, INDEX, MONTH, YEAR, SUM, MEAN = (
    "jumlah",
    "per_penduduk",
    "indeks",
    "bulan_lalu",
    "tahun_lalu",
    "jumlah_setahun",
    "rerata_setahun",
)
WAYS = (LEVEL, RATE, INDEX, MONTH, YEAR, SUM, MEAN)  # as the URL has them
CHANGES = (MONTH, YEAR)
ADDITIVE = (LEVEL, SUM, MEAN)  # parts of a whole add up to it
SMALLEST_BASE = 5  # on less a ratio has no number; data/reference/layers.toml says why, and where hatching begins


class NotComputable(ValueError):
    """A way that this measure cannot be looked at in; `reason` names a sentence (trend.cannot.…)."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Rhythm:
    """How often a source reports: every so many months; by_stage: not at all regularly."""

    months: int = 1
    by_stage: bool = False


def possible(way: str, *, over_time: str, rhythm: Rhythm) -> None:
    """Raises NotComputable where a measure has no such way. over_time: "flow" or "stock" (intake/contracts.py)."""
    if way == SUM and over_time != "flow":
        raise NotComputable("stock")
    if rhythm.by_stage and way in (*CHANGES, SUM, MEAN):
        raise NotComputable("stage")
    if rhythm.months > 12 and way in (SUM, MEAN, YEAR):
        raise NotComputable("stage")


def level(values: pd.DataFrame) -> pd.DataFrame:
    """The numbers themselves."""
    noise = np.where(values["is_rounded"], STRAY * values["cells"], 0.0)
    return _with(values, noise=np.where(values["state"] == "reported", noise, np.nan))


def per_base(values: pd.DataFrame, per: float, smallest: float, hatched_below: float) -> pd.DataFrame:
    """Per so many of a base. values: as answers/trend_on_base.sql has them, with base_value."""
    base = values["base_value"].astype(float)
    state = values["state"].mask((values["state"] == "reported") & (base == 0), "not_applicable")
    state = state.mask((state == "reported") & base.isna(), "not_reported")
    state = state.mask((state == "reported") & (base < smallest), "insufficient")
    one = per / base.where(base > 0)
    noise = np.where(values["is_rounded"], STRAY * values["cells"], 0.0) * one
    is_small = (state == "reported") & (base < hatched_below)
    return _with(values, value=values["value"] * one, state=state, one=one, noise=noise, is_small_base=is_small)


def index(values: pd.DataFrame, month: pd.Timestamp, hatched_below: float) -> pd.DataFrame:
    """A chosen month is 100. A group whose month is zero, too small, or only part-reported, has no index.

    A base that rounding may have carried below SMALLEST_BASE is too small: nobody knows what was divided by.
    """
    at = values[values["period"] == month].set_index("group_code")
    then = values[["group_code"]].join(at[_compared(at)], on="group_code")
    base, base_noise = then["value"], np.where(values["is_rounded"], STRAY * then["cells"], 0.0)
    kind = then["state"].fillna("not_reported")
    kind = kind.mask((kind == "reported") & (base == 0) & ~values["is_rounded"], "not_applicable")
    kind = kind.mask((kind == "reported") & (base - base_noise < SMALLEST_BASE), "insufficient")
    kind = kind.mask((kind == "reported") & (then["areas_reporting"] != values["areas_reporting"]), "insufficient")
    kind = kind.mask((kind == "reported") & _is_broken(values, then), "not_applicable")
    state = values["state"].mask(values["state"] == "reported", kind)
    # A base that has no number leaves none to any month, were it reported or not.
    one = 100 / base.where(base > 0)
    value = values["value"] * one
    own_noise = np.where(values["is_rounded"], STRAY * values["cells"], 0.0)
    # At most (number + noise) ÷ (base − noise); the other way it is nearer.
    noise = (100 * own_noise + value * base_noise) / (base - base_noise).where(base > base_noise)
    gap = (values["value"] - base).abs()
    told = (gap > own_noise + base_noise) | (own_noise + base_noise == 0)
    is_small = (state == "reported") & (base - base_noise < hatched_below)
    return _with(
        values,
        value=value,
        state=state,
        one=one,
        noise=noise,
        is_told=told | (values["period"] == month),
        base_value=base,
        is_small_base=is_small,
    )


def change(values: pd.DataFrame, months: int, hatched_below: float) -> pd.DataFrame:
    """How much more than so many months before. Months behind which other kecamatan stand are not compared."""
    before = values[["group_code", "period", *_compared(values)]].copy()
    before["period"] = before["period"] + pd.DateOffset(months=months)
    both = values[["group_code", "period"]].merge(before, on=["group_code", "period"], how="left")
    both.index = values.index
    kind = both["state"].fillna("not_reported")
    kind = kind.mask((kind == "reported") & (both["areas_reporting"] != values["areas_reporting"]), "insufficient")
    kind = kind.mask((kind == "reported") & _is_broken(values, both), "not_applicable")
    state = values["state"].mask(values["state"] == "reported", kind)
    gap = values["value"] - both["value"]
    noise = np.where(values["is_rounded"], STRAY * (values["cells"] + both["cells"]), 0.0)
    told = (noise == 0) | (gap.abs() > noise)
    base_noise = np.where(values["is_rounded"], STRAY * both["cells"], 0.0)
    is_divisible = (state == "reported") & told & (both["value"] - base_noise >= hatched_below)
    percent = (100 * gap / both["value"].where(both["value"] > 0)).where(is_divisible)
    return _with(values, value=gap, state=state, noise=noise, is_told=told, percent=percent, base_value=both["value"])


def over_year(values: pd.DataFrame, rhythm: Rhythm, *, is_mean: bool = False) -> pd.DataFrame:
    """The sum, or the mean, of the twelve months up to each. One of them missing, the whole is missing."""
    needed = 12 // rhythm.months
    rolled = _rolled(values, rhythm.months, needed)
    one = 1 / needed if is_mean else 1.0
    noise = np.where(values["is_rounded"], STRAY * rolled["cells"] * one, 0.0)
    return _with(
        values,
        value=rolled["value"] * one,
        state=rolled["state"],
        cells=rolled["cells"],
        areas_reporting=rolled["areas_reporting"],
        one=one,
        noise=noise,
    )


def _compared(values: pd.DataFrame) -> list[str]:
    return ["value", "state", "cells", "areas_reporting", *(["segment"] if "segment" in values else [])]


def _is_broken(values: pd.DataFrame, then: pd.DataFrame) -> pd.Series:
    """Whether a break in the series lies between each month and what it is compared with."""
    if "segment" not in values:
        return pd.Series(False, values.index)
    return values["segment"].notna() & then["segment"].notna() & (values["segment"] != then["segment"])


def _rolled(values: pd.DataFrame, step: int, needed: int) -> pd.DataFrame:
    """Per row: sum, state, cells and fewest kecamatan of the `needed` reports of its group up to it."""
    if values.empty:
        return values[["value", "state", "cells", "areas_reporting"]]
    months = pd.date_range(values["period"].min(), values["period"].max(), freq=f"{step}MS")
    places = pd.MultiIndex.from_frame(values[["period", "group_code"]])

    def wide(column: pd.Series, missing: float = np.nan) -> pd.DataFrame:
        """A row a month, none left out, a column a group."""
        return pd.Series(column.to_numpy(float), places).unstack().reindex(months).fillna(missing)

    def total(column: pd.Series) -> pd.DataFrame:
        return wide(column, 0.0).rolling(needed, min_periods=needed).sum()

    known = total(values["state"] == "reported")
    # What is withheld was reported: the sum is withheld too, unless another of its months is missing.
    withheld = known + total(values["state"] == "suppressed")
    state = np.where(known == needed, "reported", np.where(withheld == needed, "suppressed", "not_reported"))
    if "segment" in values:
        stretch = wide(values["segment"]).ffill().rolling(needed, min_periods=1)
        state = np.where((state == "reported") & (stretch.max() != stretch.min()), "not_applicable", state)
    fewest = wide(values["areas_reporting"], 0.0).rolling(needed, min_periods=1).min()
    row, column = months.get_indexer(values["period"]), known.columns.get_indexer(values["group_code"])
    return pd.DataFrame(
        {
            "value": total(values["value"].fillna(0)).to_numpy()[row, column],
            "state": state[row, column],
            "cells": total(values["cells"]).fillna(1).to_numpy()[row, column].astype(int),
            "areas_reporting": fewest.to_numpy()[row, column].astype(int),
        },
        index=values.index,
    )


def _with(values: pd.DataFrame, **own: object) -> pd.DataFrame:
    """The series with the columns of a way; no number where the state is none."""
    usual = {"one": 1.0, "noise": 0.0, "is_told": True, "percent": np.nan, "is_small_base": False}
    if "base_value" not in values:
        usual["base_value"] = np.nan
    seen = values.assign(**(usual | own))
    seen["value"] = seen["value"].astype(float).where(seen["state"] == "reported")
    return seen
