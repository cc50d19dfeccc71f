"""One question to the snapshot, beside the same SQL run in DuckDB without anything of ours around it."""

import shutil
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice, product

import duckdb

from benchmarks.figure import Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.report import progress
from timpora.store.queries import query
from timpora.store.snapshot import Snapshot, add_figures

WHAT = "the same SQL raw in DuckDB"
WITHIN = at_most(1.5, of="ratio")


def measure(house: House) -> list[Figure]:
    """Time in ms of a question, to a frame both times, over all that can be asked by it in turn."""
    snapshot = house.snapshot
    figures = []
    # A copy, because DuckDB gives one process one configuration per file, and the raw side is to have its defaults.
    copy = shutil.copyfile(house.snapshot_file, house.folder / "raw.duckdb")
    with duckdb.connect(str(copy)) as con:
        add_figures(con)
        for question, (times, wanted) in _wanted(house).items():
            progress(f"question {question}: {times} times …")
            both = _in_turns(snapshot, con, question, islice(cycle(wanted), times))
            figures.append(Figure(f"question {question}", *both, WHAT, WITHIN))
    return figures


def _in_turns(
    snapshot: Snapshot, con: duckdb.DuckDBPyConnection, question: str, wanted: Iterable[dict]
) -> list[Measured]:
    sql = query(f"answers.{question}").sql
    taken = [
        (
            _ms(lambda bound=parameters: snapshot.ask(question, **bound)),
            _ms(lambda bound=parameters: con.execute(sql, bound).df()),
        )
        for parameters in wanted
    ]
    return [Measured(times, "ms") for times in zip(*taken, strict=True)]


def _wanted(house: House) -> dict[str, tuple[int, list[dict]]]:
    """How often each question is asked, and with what."""
    ask, many = house.snapshot.ask, house.scale.questions
    few = max(many // 4, 9)
    return {
        "layer_values": (
            many,
            [{"layer": layer, "period": period} for period, layer in product(house.periods, ask("layers")["layer"])],
        ),
        "trend": (few, [{"measure": one, "areas": ["kantor", *house.areas[:5]]} for one in ask("measures")["measure"]]),
        "risk_scores": (few, [{"period": period, "method": None} for period in house.periods]),
        "area_profile": (few, [{"area": area, "period": house.periods[0]} for area in house.areas]),
    }


def _ms(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000
