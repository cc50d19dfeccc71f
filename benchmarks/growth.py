"""What grows with the size of an office and the months it has: publication, the snapshot, a question, a rerun.

Made-up offices (made_up.py) of every size and span of the scale, the small ones first; what there was no time for is
named. How each grows is the exponent between the two largest that were measured: 1 where twice as much takes twice as
long, 0 where it takes no longer.
"""

import sys
import time
from dataclasses import dataclass, field
from itertools import product
from math import log
from typing import Literal

from benchmarks.figure import Budget, Figure, Measured, at_most
from benchmarks.house import House
from benchmarks.publishing import READ, WHAT, watched
from benchmarks.report import progress
from benchmarks.servers import OURS, Server
from benchmarks.wire import Session

MOST_SECONDS = 120.0
TIMES = 15  # each question and rerun
HELD = NATION, MONTHS = 6700, 84  # what publication has a budget for: measured however long it takes
GIVEN_UP_SECONDS = 330.0
LINEAR = at_most(1.2)
Axis = Literal["kecamatan", "months"]
Cell = tuple[int, int]  # kecamatan, months


@dataclass
class Sized:
    """What one made-up office costs."""

    publish: Measured  # s
    memory: Measured  # MB
    read: Measured  # s: DuckDB reading the same files
    read_memory: Measured  # MB
    others: dict[str, Measured] = field(default_factory=dict)  # by name, in their own units


def measure(house: House) -> list[Figure]:
    """s and MB of publication, MB of the snapshot, ms of questions and of a month changed on the map; exponents."""
    until = time.monotonic() + MOST_SECONDS
    scale, cells = house.scale, {}
    largest = max(scale.sizes)
    progress("growth: one month of the largest …")
    month = _published(House(house.folder / "growth-month", scale), largest, 1)
    for cell in sorted(product(scale.sizes, scale.spans), key=lambda cell: cell[0] * cell[1]):
        if cells and cell != HELD and time.monotonic() + _foreseen(cells, cell) > until:
            house.left_out.append(f"growth: {_name(cell)} left out: no time for it")
            continue
        progress(f"growth: {_name(cell)} …")
        try:
            cells[cell] = _sized(house, cell)
        except TimeoutError as problem:
            house.given_up.append(f"past its budget: publish {_name(cell)}: {problem}")
    first = min(cells)
    figures = [
        _publication(f"publish {largest:,} kecamatan, one month", month, 10 if largest == NATION else None),
        *(_publication(f"publish {_name(cell)}", one, _seconds(cell)) for cell, one in sorted(cells.items())),
        *(
            Figure(f"publish {_name(cell)}: peak memory", one.memory, one.read_memory, WHAT, _memory(cell))
            for cell, one in sorted(cells.items())
            if cell in (first, HELD, max(cells))
        ),
    ]
    for name in cells[first].others:
        figures += [
            Figure(f"{name}, {_name(cell)}", one.others[name], cells[first].others[name], _name(first))
            for cell, one in sorted(cells.items())
            if cell != first
        ]
    kinds = {"publish": {cell: one.publish.median for cell, one in cells.items()}}
    for name in cells[first].others:
        kinds[name] = {cell: one.others[name].median for cell, one in cells.items()}
    return [*figures, *(figure for name, values in kinds.items() for figure in _exponents(name, values))]


def exponent(values: dict[Cell, float], axis: Axis) -> tuple[float, Cell, Cell] | None:
    """How a value grows along an axis between the two largest cells that differ in nothing else; and those cells.

    None where there are no two.
    """
    along, across = (0, 1) if axis == "kecamatan" else (1, 0)
    lines: dict[int, list[Cell]] = {}
    for cell in sorted(values):
        lines.setdefault(cell[across], []).append(cell)
    long = [line for line in lines.values() if len(line) > 1]
    if not long:
        return None
    low, high = max(long, key=lambda line: line[-1][0] * line[-1][1])[-2:]
    return log(values[high] / values[low]) / log(high[along] / low[along]), low, high


def _exponents(name: str, values: dict[Cell, float]) -> list[Figure]:
    figures = []
    for axis in ("kecamatan", "months"):
        if found := exponent(values, axis):
            power, low, high = found
            words = f"{name}: grows with {axis} to the power of, {_name(low)} to {_name(high)}"
            figures.append(Figure(words, Measured([power], ""), Measured([1.0], ""), "what is linear", LINEAR))
    return figures


def _sized(house: House, cell: Cell) -> Sized:
    own = House(house.folder / f"growth-{cell[0]}-{cell[1]}", house.scale)
    one = _published(own, *cell)
    one.others["snapshot file"] = Measured([own.snapshot_file.stat().st_size / 1e6], "MB")
    period = own.periods[0]
    layer = own.snapshot.ask("layers")["layer"][0]
    questions = {
        "layer_values": {"layer": layer, "period": period},
        "trend": {"measure": "active_permits", "areas": ["kantor"]},
        "risk_scores": {"period": period, "method": None},
    }
    for question, bound in questions.items():
        one.others[f"question {question}"] = Measured([_asked(own, question, bound) for _ in range(TIMES)], "ms")
    with Server(OURS, own) as server, Session(server.port, "peta") as page:
        page.open()
        taken = [page.say(periode=f"{own.periods[turn % 2]:%Y-%m}", play=0) for turn in range(TIMES + 2)]
        one.others["rerun of the map, another month"] = Measured(taken[2:], "ms")
    return one


def _published(own: House, size: int, months: int) -> Sized:
    own.data.mkdir(parents=True)
    own.python("-m", "benchmarks.made_up", str(size), str(months))
    read = watched([sys.executable, "-c", READ, *map(str, own.understood)], own, own.data)
    published = watched([sys.executable, "-m", "timpora", "publish"], own, own.data, most_seconds=GIVEN_UP_SECONDS)
    (seconds, megabytes), (read_seconds, read_megabytes) = published, read
    return Sized(
        *(
            Measured([number], unit)
            for number, unit in zip(
                (seconds, megabytes, read_seconds, read_megabytes), ("s", "MB", "s", "MB"), strict=True
            )
        )
    )


def _asked(own: House, question: str, bound: dict) -> float:
    started = time.perf_counter()
    own.snapshot.ask(question, **bound)
    return (time.perf_counter() - started) * 1000


def _foreseen(cells: dict[Cell, Sized], cell: Cell) -> float:
    """Seconds that publication will take at least, by the largest that was measured; 0 before anything was."""
    if not cells:
        return 0.0
    (areas, span), one = max(cells.items(), key=lambda item: item[0][0] * item[0][1])
    # Most of the small ones is what every publication costs, however small.
    times = cell[1] / span if cell[0] == areas else 1
    return one.publish.median * times


def _publication(name: str, one: Sized, seconds: float | None) -> Figure:
    return Figure(name, one.publish, one.read, WHAT, at_most(seconds) if seconds else None)


def _seconds(cell: Cell) -> float | None:
    return 300 if cell == HELD else None


def _memory(cell: Cell) -> Budget | None:
    return at_most(4000) if cell == HELD else None


def _name(cell: Cell) -> str:
    return f"{cell[0]:,} kecamatan × {cell[1]} months"
