"""What the audit of small counts costs, what they keep, and what an attacker finds who knows every change."""

import time

import numpy as np
import pandas as pd

from benchmarks.figure import COUNTED, Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from timpora.disclosure.audit import FEWEST, audit
from timpora.disclosure.lattice import lattice
from timpora.disclosure.program import Program
from timpora.disclosure.relations import CATEGORIES, WITHIN, Relation
from timpora.disclosure.rounding import WITHHELD_BELOW, cell_id, rounded
from timpora.disclosure.verdicts import all_figures, judge, successive

SECRET = b"a secret of these figures"
TYPES = [f"type_{number}" for number in range(6)]
RELATIONS = [
    *(Relation(kind, "all") for kind in TYPES),
    Relation("expiring", "all", WITHIN),
    Relation("nationals", "all", CATEGORIES),
]
NATIONALITIES = [f"country_{number:02d}" for number in range(14)]
SIZES = (8, 14, 11, 7, 12, 12, 4)  # kecamatan in each kabupaten of an office
CELLS, CHANGES = 3000, 12  # of the attack: cells, and months whose changes are known


def measure(house: House) -> list[Figure]:
    """Time in s of the audit, of months made up at the sample's size; counts of cells that keep enough values."""
    members, cells = made_up(house.scale.months)
    versions = list(cells["version"].unique())
    progress(f"audit: one month, and {len(versions)} in pairs …")
    month = cells[cells["version"] == versions[-1]].reset_index(drop=True)
    seconds = Measured([_seconds(lambda: audit(month, members, RELATIONS)) for _ in range(3)], "s")
    each = Measured([_seconds(lambda: _two_programs_each(month, members))], "s")
    started = time.perf_counter()
    kept = all_figures(judge(cells, members, RELATIONS, successive(versions), processes=2))
    all_months = Measured([time.perf_counter() - started], "s")
    what = "two linear programs for every small count, one month"
    figures = [
        Figure("audit one month", seconds, each, what),
        Figure(f"audit {len(versions)} months in pairs, two processes", all_months, each, what),
    ]
    plain = audit(_plainly_suppressed(month), members, RELATIONS, base=1)["possible"]
    for least in (FEWEST, FEWEST + 1, FEWEST + 2):
        ours = [values >= least for values, number in kept.items() for _ in range(number)]
        beside = Measured([float(value >= least) for value in plain], COUNTED)
        name = f"small counts with {least} or more possible values"
        figures.append(Figure(name, Measured(ours, COUNTED), beside, "hiding only 1–4, one month"))
    progress(f"attack: {CELLS} cells whose every change is known for {CHANGES} months …")
    found = recovered()
    name, ours = f"cells recovered exactly after {CHANGES} known changes", found.pop("random rounding to 5")
    return [*figures, *(Figure(name, ours, beside, what) for what, beside in found.items())]


def recovered() -> dict[str, Measured]:
    """For each way of publishing, whether each of CELLS counts follows from its published values and its changes."""
    random = np.random.default_rng(1)
    values = [random.integers(1, 8, CELLS)]
    for _ in range(CHANGES):
        values.append(np.maximum(values[-1] + random.choice([-1, 0, 1], CELLS, p=[0.3, 0.4, 0.3]), 0))
    ways = {
        "random rounding to 5": lambda now: _around(rounded(now, _CELL_IDS, SECRET, 5), 4),
        "hiding only 1–4": lambda now: (np.where(_is_small(now), 1, now), np.where(_is_small(now), 4, now)),
        "nearest 5": lambda now: _around((now + 2) // 5 * 5, 2),
        "random rounding to 3": lambda now: _around(rounded(now, _CELL_IDS, SECRET, 3), 2),
    }
    found = {}
    for name, way in ways.items():
        ends = [(low - now + values[0], high - now + values[0]) for now in values for low, high in [way(now)]]
        # A count is not below zero in any month, whatever is published.
        least = np.max([*(low for low, _ in ends), *(values[0] - now for now in values)], axis=0)
        most = np.min([high for _, high in ends], axis=0)
        found[name] = Measured((least == most).astype(float).tolist(), COUNTED)
    return found


_CELL_IDS = [cell_id("all", "", str(number)) for number in range(CELLS)]


def _around(shown: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    return np.maximum(shown - width, 0), shown + width


def _is_small(values: np.ndarray) -> np.ndarray:
    return (values >= 1) & (values <= 4)


def made_up(months: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """members and cells as `audit` takes them: an office of sparse counts, a fifth of which change from month to month.

    What the sample's own permits look like, without its files: 68 kecamatan, six types, their sum, one measure within
    it, and fourteen nationalities by kabupaten.
    """
    random = np.random.default_rng(7)
    kabupaten = np.repeat(np.arange(len(SIZES)), SIZES)
    codes = [f"{place:02d}.{number:02d}" for number, place in enumerate(kabupaten)]
    areas = pd.DataFrame({"group_code": [code[:2] for code in codes], "area_code": codes})
    mean = np.exp(random.normal(-2, 1.3, len(codes)))[:, None] * random.gamma(0.6, 2, len(TYPES))
    counts, frames = random.poisson(mean), []
    for month in range(months):
        counts = np.where(random.random(mean.shape) < 0.2, random.poisson(mean), counts)
        frames.append(_published(counts, codes, kabupaten, random).assign(version=f"{month:03d}"))
    return pd.concat([areas, areas.assign(group_code="office")]), pd.concat(frames, ignore_index=True)


def _published(counts: np.ndarray, codes: list[str], kabupaten: np.ndarray, random) -> pd.DataFrame:
    series = dict(zip(TYPES, counts.T, strict=True))
    series |= {"all": counts.sum(axis=1), "expiring": random.binomial(counts.sum(axis=1), 0.1)}
    rows = []
    for measure, numbers in series.items():
        by_kabupaten = np.bincount(kabupaten, numbers)
        rows += [(measure, "", code, "kecamatan", number) for code, number in zip(codes, numbers, strict=True)]
        rows += [(measure, "", f"{place:02d}", "kabupaten", number) for place, number in enumerate(by_kabupaten)]
        rows.append((measure, "", "office", "office", numbers.sum()))
    shares = 0.6 ** np.arange(len(NATIONALITIES)) / (0.6 ** np.arange(len(NATIONALITIES))).sum()
    for place, total in enumerate(np.bincount(kabupaten, series["all"]).astype(int)):
        split = random.multinomial(total, shares)
        rows += [
            ("nationals", name, f"{place:02d}", "kabupaten", n) for name, n in zip(NATIONALITIES, split, strict=True)
        ]
    cells = pd.DataFrame(rows, columns=["measure", "category", "group_code", "group_kind", "value"])
    cells["value"] = cells["value"].astype(int)
    cells["is_finest"] = (cells["group_kind"] == "kecamatan") & (cells["measure"] != "all") | (cells["category"] != "")
    is_withheld = cells["is_finest"] & (cells["value"] < WITHHELD_BELOW)
    names = [cell_id(*row) for row in cells[["measure", "category", "group_code"]].itertuples(index=False)]
    shown = rounded(cells["value"].to_numpy(), names, SECRET).astype(float)
    return cells.assign(
        shown=np.where(is_withheld, np.nan, shown), state=np.where(is_withheld, "suppressed", "reported")
    )


def _plainly_suppressed(cells: pd.DataFrame) -> pd.DataFrame:
    """Everything as it is but for 1 to 4, of which is said that there is somebody."""
    is_small = _is_small(cells["value"].to_numpy())
    return cells.assign(
        shown=np.where(is_small, np.nan, cells["value"]),
        state=np.where(is_small, "suppressed", "reported"),
        floor=is_small.astype(int),
        is_finest=False,
    )


def _two_programs_each(cells: pd.DataFrame, members: pd.DataFrame) -> None:
    system = lattice(cells, members, RELATIONS)
    program = Program(system)
    for row in np.flatnonzero(_is_small(cells["value"].to_numpy())):
        program.extreme(system.weights(row))
        program.extreme(-system.weights(row))


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
