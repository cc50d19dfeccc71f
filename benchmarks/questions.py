"""One question to the snapshot, beside the same SQL run in DuckDB without anything of ours around it."""

import shutil
import time
from collections.abc import Callable
from itertools import cycle, islice, product

import duckdb

from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from timpora.store.queries import query
from timpora.store.snapshot import add_figures

QUESTION = "map_layer"


def measure(house: House) -> list[Figure]:
    """Time in ms of answers.map_layer, to a frame both times, over all layers and months in turn."""
    progress(f"question: {house.scale.questions} times …")
    snapshot = house.snapshot
    layers = list(snapshot.ask("layers")["layer"])
    periods = [period.date() for period in snapshot.ask("periods")["period"]]
    wanted = [{"layer": layer, "period": period} for period, layer in product(periods, layers)]
    sql = query(f"answers.{QUESTION}").sql
    ours, raw = [], []
    # A copy, because DuckDB gives one process one configuration per file, and the raw side is to have its defaults.
    copy = shutil.copyfile(house.snapshot_file, house.folder / "raw.duckdb")
    with duckdb.connect(str(copy)) as con:
        add_figures(con)
        for parameters in islice(cycle(wanted), house.scale.questions):
            ours.append(_ms(lambda bound=parameters: snapshot.ask(QUESTION, **bound)))
            raw.append(_ms(lambda bound=parameters: con.execute(sql, bound).df()))
    both = (Measured(samples, "ms") for samples in (ours, raw))
    return [Figure(f"question {QUESTION}", *both, "the same SQL raw in DuckDB", at_most(1.5, of="ratio"))]


def _ms(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000
