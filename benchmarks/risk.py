"""What the index costs: every score of a nation, its draws for one month, and the index of a whole snapshot."""

import shutil
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.report import progress
from timpora import paths
from timpora.measure import explain, index, method
from timpora.measure.method import INDEX, Method
from timpora.measure.uncertainty import simulate
from timpora.store import added, scoring
from timpora.store.method_book import Methods

AREAS, MONTHS = 6700, 84
TURNS = 3


def measure(house: House) -> list[Figure]:
    """Times in s. The nation is made up: 6,700 kecamatan, every scored indicator, a fifth of the values gone."""
    current = method.parse(paths.reference("indicators.toml").read_text("utf-8"))
    months = MONTHS if house.scale.months > 12 else 2
    values, deviations = _made_up(AREAS * months, current)
    progress(f"index: scores of {AREAS} kecamatan in {months} months …")
    table = pd.DataFrame(values, columns=[one.id for one in current.scored])
    scored = Measured([_seconds(lambda: _scores(table, current)) for _ in range(TURNS)], "s")
    plain = Measured([_seconds(lambda: table.mean(axis=1)) for _ in range(TURNS)], "s")
    progress(f"index: {current.rules.draws} draws of {AREAS} kecamatan …")
    month, noise = values[:AREAS], deviations[:AREAS]
    drawn = Measured([_seconds(lambda: simulate(month, noise, current)) for _ in range(TURNS)], "s")
    once = Measured([_seconds(lambda: _scores(table.iloc[:AREAS], current)) for _ in range(TURNS)], "s")
    progress("index: parts and gains …")
    points = _points(table, current)
    parts = Measured([_seconds(lambda: explain.gains(points, current))], "s")
    size = f"{AREAS:,} kecamatan × {len(current.scored)} indicators × {months} months"
    return [
        Figure(f"scores of {size}", scored, plain, "pandas: the plain mean of the same table"),
        Figure(f"{current.rules.draws:,} draws of {AREAS:,} kecamatan, one month", drawn, once, "their scores, once"),
        Figure(f"what mending gains, {size}", parts, plain, "pandas: the plain mean of the same table"),
        _of_a_snapshot(house),
    ]


def _of_a_snapshot(house: House) -> Figure:
    """The index of the sample's protected file: counted, judged, drawn, taken apart and written."""
    progress("index: of the sample's snapshot …")
    methods = Methods(method.parse(paths.reference("indicators.toml").read_text("utf-8")), None)
    taken, read = [], []
    for _ in range(TURNS):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.duckdb"
            shutil.copy(house.snapshot_file, copy)
            copy.chmod(0o600)
            with duckdb.connect(str(copy)) as con:
                read.append(_seconds(lambda con=con: con.execute("from marts.measures").df()))
                for mart in scoring.MARTS:
                    con.execute(f"drop table marts.{mart}")
            taken.append(_seconds(lambda copy=copy: _scored(copy, methods)))
    name = f"index of a snapshot, {house.scale.months} months"
    return Figure(name, Measured(taken, "s"), Measured(read, "s"), "reading its measures into pandas")


def _scored(file: Path, methods: Methods) -> None:
    with added.opened(file, scoring.MARTS) as con:
        scoring.add(con, methods)


def _scores(table: pd.DataFrame, current: Method) -> pd.Series:
    tree = current.description()
    return index.score(table, tree, method=("arithmetic", "geometric"), shift=current.rules.shift)[INDEX]


def _points(table: pd.DataFrame, current: Method) -> np.ndarray:
    own = [index.goalposts(table[one.id].to_numpy(), one.low, one.high, one.direction) for one in current.scored]
    return explain.counted(np.column_stack(own), current)


def _made_up(rows: int, current: Method) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    low, high = (np.array([getattr(one, end) for one in current.scored]) for end in ("low", "high"))
    values = low + random.random((rows, len(low))) * (high - low)
    values[random.random(values.shape) < 0.2] = np.nan
    return values, np.broadcast_to(0.1 * (high - low), values.shape)


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
