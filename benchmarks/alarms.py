"""Early warning: how often a rule cries wolf, how soon it sees a doubling, and what watching a nation costs.

The series are made up (`counts`), 84 months long; judged are the last three years. A false alarm is a run of months in
alarm, on a series in which nothing happens. A doubling is kept up, and caught if a month of its first year is in alarm.
Every rule is at its defaults; ours judges the series in offices of 352, so that false discoveries are controlled over
as many series as a real office has.
"""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.counts import CELLS, KINDS, MEANS, SHARES, are_stocks, of_people, rises, rounded
from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from timpora.measure import alarm_rules
from timpora.measure.alarms import c_chart, ears_c1, ears_c2, ears_c3
from timpora.measure.watch import FARRINGTON, Rule, watch

# The rule of data/reference/alarms.toml.
RULE = alarm_rules.rule(alarm_rules.alarm_rules().parameters)
MONTHS, KNOWN = 84, 48  # months of a series; those that are not judged
OFFICE = 22 * len(CELLS)  # series judged together
SERIES = 68 * 5 + 8  # of an office: kecamatan and measures, and the totals
NATION, TURNS = 6700 * 5, 3
NOISE = 4.0  # variance that random rounding to base 5 adds to a count
Alarms = Callable[[np.ndarray], np.ndarray]  # counts (series, months) → bool


def measure(house: House) -> list[Figure]:
    """False alarms a series and year, months until a doubling is caught, times in s, memory in MB."""
    is_full = house.scale.months > 12
    found = {name: _tried(name, rule, 60 if is_full else 2) for name, rule in RULES.items()}
    ours = found.pop(OURS)
    return [
        *(_of_an_office(ours, name, other) for name, other in found.items()),
        *(_false(mean, ours, name, other) for name, other in found.items() for mean in MEANS),
        *(_caught(mean, ours, name, other) for name, other in found.items() for mean in MEANS),
        *_cost(NATION if is_full else 300, TURNS if is_full else 1),
    ]


# The rules


def _each(method: Callable[..., pd.DataFrame], **parameters) -> Alarms:
    return lambda counts: np.array([method(series, **parameters)["alarm"] for series in counts])


def _c_chart(counts: np.ndarray) -> np.ndarray:
    """Limits from the months that are not judged (phase I), for those that are (phase II)."""
    limits = [c_chart(series[:KNOWN]).iloc[0] for series in counts]
    lower, upper = (np.array([each[end] for each in limits])[:, None] for end in ("lower", "upper"))
    return (counts > upper) | (counts < lower)


def _ours(counts: np.ndarray, noise: float = 0.0, years: int = 7) -> np.ndarray:
    """Dealt to offices: the cells of `CELLS` follow each other in `counts`, each office has some of every one."""
    offices = max(len(counts) // OFFICE, 1)
    starts = np.maximum(np.arange(MONTHS) - 12 * years, 0)
    alarms = np.empty(counts.shape, bool)
    for office in range(offices):
        here = counts[office::offices]
        begun, stocks = np.broadcast_to(starts, here.shape), are_stocks(len(here))
        made = watch(here, _dates(), RULE, noise=noise, starts=begun, stocks=stocks)
        alarms[office::offices] = made.alarm
    return alarms


def _rounded(counts: np.ndarray) -> np.ndarray:
    return _ours(rounded(counts, np.random.default_rng(5)), noise=NOISE)


def _two_years(counts: np.ndarray) -> np.ndarray:
    """Ours, when no month has more than two years before it."""
    return _ours(counts, years=2)


def _season_alone(counts: np.ndarray) -> np.ndarray:
    """Farrington's bound as it is published: no level, no floors, no control of false discoveries, α 0.01."""
    made = watch(counts, _dates(), Rule(0.01, 0, 0, 0.0, 1.0, baseline=MONTHS))
    return made.alarm & (made.method == FARRINGTON)


OURS = "ours"
RULES: dict[str, Alarms] = {
    OURS: _ours,
    "ours, counts rounded to base 5": _rounded,
    "ours, two years known": _two_years,
    "Farrington alone": _season_alone,
    "EARS C1": _each(ears_c1),
    "EARS C1, σ at least 1": _each(ears_c1, min_sigma=1.0),
    "EARS C2": _each(ears_c2),
    "EARS C3": _each(ears_c3),
    "c-chart": _c_chart,
}


# What they do


def _tried(name: str, rule: Alarms, each: int) -> dict[tuple[str, float], tuple[float, np.ndarray]]:
    """Of every kind and mean: false alarms a series and year, and months until each doubling is caught (NaN: never).

    each: series of a kind and mean. The same numbers for every rule.
    """
    progress(f"alarms: {name} …")
    random = np.random.default_rng(7)
    quiet = rule(_office(each, random, None))[:, KNOWN:]
    since = random.integers(KNOWN, KNOWN + 12, len(CELLS) * each)
    first = _first(_doubled(rule, each, since, random), since)
    starts = quiet & ~np.pad(quiet, ((0, 0), (1, 0)))[:, :-1]
    rate = starts.sum(axis=1) / ((MONTHS - KNOWN) / 12)
    at = {cell: slice(place * each, (place + 1) * each) for place, cell in enumerate(CELLS)}
    return {cell: (float(rate[here].mean()), first[here]) for cell, here in at.items()}


def _office(each: int, random: np.random.Generator, since: np.ndarray | None) -> np.ndarray:
    """`each` series of every cell, one cell after another."""
    made = []
    for place, (kind, mean) in enumerate(CELLS):
        begun = None if since is None else since[place * each : (place + 1) * each]
        made.append(KINDS[kind](mean, rises(each, MONTHS, begun), random))
    return np.concatenate(made).astype(float)


def _doubled(rule: Alarms, each: int, since: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Alarms on series that double, among as many in which nothing happens that a doubling is rare in its office."""
    counts = _office(each, random, since)
    quiet = 21 if rule in (_ours, _rounded, _two_years) else 0
    if not quiet:
        return rule(counts)
    # Of the 352 series of an office one of every cell doubles, in one month or another of a year.
    around = _office(each * quiet, random, None).reshape(len(CELLS), each, quiet, MONTHS)
    among = np.concatenate([counts.reshape(len(CELLS), each, 1, MONTHS), around], axis=2)
    return rule(among.reshape(-1, MONTHS)).reshape(len(CELLS), each, quiet + 1, MONTHS)[:, :, 0].reshape(-1, MONTHS)


def _first(alarms: np.ndarray, since: np.ndarray) -> np.ndarray:
    """Months from the doubling to its first alarm, 1 for the month it comes; NaN where not in twelve."""
    months = np.arange(MONTHS) - since[:, None]
    hit = alarms & (months >= 0) & (months < 12)
    return np.where(hit.any(axis=1), hit.argmax(axis=1) - since + 1, np.nan)


def _of_an_office(ours: dict, name: str, other: dict) -> Figure:
    mine, its = ([_a_month(found, kind) for kind in KINDS] for found in (ours, other))
    what = f"false alarms of an office's {SERIES} series"
    return Figure(what, Measured(mine, "a month"), Measured(its, "a month"), name)


def _a_month(found: dict, kind: str) -> float:
    return SERIES / 12 * sum(share * found[kind, mean][0] for mean, share in zip(MEANS, SHARES, strict=True))


def _false(mean: float, ours: dict, name: str, other: dict) -> Figure:
    mine, its = ([found[kind, mean][0] for kind in KINDS] for found in (ours, other))
    return Figure(
        f"false alarms of a series of {mean:g} people", Measured(mine, "a year"), Measured(its, "a year"), name
    )


def _caught(mean: float, ours: dict, name: str, other: dict) -> Figure:
    mine, its = (np.concatenate([found[kind, mean][1] for kind in KINDS]) for found in (ours, other))
    caught = f"{(~np.isnan(mine)).mean():.0%} caught, {(~np.isnan(its)).mean():.0%} beside"
    return Figure(f"until {mean:g} people doubled are seen ({caught})", _months(mine), _months(its), name)


def _months(first: np.ndarray) -> Measured:
    """Of those not caught in a year 13, so that a rule that catches few does not look quick."""
    return Measured(np.nan_to_num(first, nan=13).tolist(), "months")


# What it costs


def _cost(series: int, turns: int) -> list[Figure]:
    counts = of_people(series, MONTHS, np.random.default_rng(9))
    table = pd.DataFrame(counts.T, _dates())
    progress(f"alarms: {series:,} series in {MONTHS} months …")
    works = (lambda: watch(counts, _dates(), RULE, noise=NOISE), lambda: _plain(table))
    taken = [[_seconds(work) for work in works] for _ in range(turns)]
    peaks = [_peak(work) for work in works]
    what = "pandas: above mean + 2 sd of the seven months before"
    name = f"all alarms of {series:,} series × {MONTHS} months"
    ours, plain = zip(*taken, strict=True)
    return [
        Figure(f"{name} (60 s wanted)", Measured(ours, "s"), Measured(plain, "s"), what),
        Figure(f"{name}: memory beside them", Measured(peaks[:1], "MB"), Measured(peaks[1:], "MB"), what),
    ]


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    before = table.shift().rolling(7)
    return table > before.mean() + 2 * before.std()


def _dates() -> pd.DatetimeIndex:
    return pd.date_range("2018-01-01", periods=MONTHS, freq="MS")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak(work: Callable[[], object]) -> float:
    """MB that were held at once, of what was asked for during the work."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
