"""How far one machine carries: the national snapshot made many times longer, and its heaviest questions asked.

    python -m benchmarks.spark.many FOLDER [TIMES …]    FOLDER: as staged.py leaves the national house

Each length is measured in a process of its own, through the product's own door, with its limits: 1 GB, two threads.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.spark.houses import Staged
from benchmarks.spark.parameters import sets
from timpora.store.queries import query
from timpora.store.snapshot import Snapshot

TIMES = (1, 21, 60)  # four months, 84, 240
AGAIN = 5  # times that each question is asked
QUESTIONS = ("layer_values", "area_profile", "trend", "agreement", "disagreement", "pair_trend", "risk_scores")
# What grows with months, and the days in it that move: months before the first are copies of those there are.
MONTHLY = {
    "measures": ["period"],
    "totals": ["period"],
    "indicator_values": ["period", "source_period"],
    "scores": ["period"],
    "bounds": ["period"],
    "report_places": ["period"],
    "report_files": ["period"],
    "periods": ["period"],
}
_LONGER = """
create table marts.{mart} as
select rows.* replace ({moved})
from short.marts.{mart} as rows
cross join range({times}) as turns (turn)
order by {order}
"""


def lengthened(source: Path, target: Path, times: int) -> int:
    """A snapshot of so many times the months; returns the rows of marts.measures."""
    with duckdb.connect(str(target)) as con:
        con.execute(f"attach '{source}' as short (read_only)")
        con.execute("create schema marts")
        (months,) = con.execute("select count(*) from short.marts.periods").fetchone()
        found = con.execute(
            "select table_name from duckdb_tables() where database_name = 'short' and schema_name = 'marts'"
        )
        for (mart,) in found.fetchall():
            days = MONTHLY.get(mart)
            moved = ", ".join(f"({day} - to_months((turn * {months})::int))::date as {day}" for day in days or ())
            order = "measure, turn desc, period, area_code" if mart == "measures" else "turn desc"
            longer = _LONGER.format(mart=mart, moved=moved, times=times, order=order)
            con.execute(longer if days else f"create table marts.{mart} as from short.marts.{mart}")
        return con.execute("select count(*) from marts.measures").fetchone()[0]


def asked(file: Path, folder: Path) -> None:
    """Print a line for each question: CPU ms and wall ms (medians), and last the memory of this process."""
    snapshot, known = Snapshot(file), Staged(folder).known
    for name in QUESTIONS:
        (bound,) = sets(query(f"answers.{name}"), known, 1)
        cpu, wall = [], []
        for _ in range(AGAIN):
            started, busy = time.perf_counter(), time.process_time()
            rows = len(snapshot.ask(name, **bound))
            wall.append(1000 * (time.perf_counter() - started))
            cpu.append(1000 * (time.process_time() - busy))
        print(f"{name}: {median(cpu):,.0f} ms of CPU, {median(wall):,.0f} ms, {rows:,} rows", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at its highest: {peak:,.0f} MB", flush=True)


def main() -> None:
    if sys.argv[1] == "--ask":
        asked(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="timpora-many-") as place:
        for times in map(int, sys.argv[2:]) if sys.argv[2:] else TIMES:
            file = Path(place) / f"{times}.duckdb"
            rows = lengthened(folder / "exact.duckdb", file, times)
            print(f"\n{times} × the months: {rows:,} rows of measures, {file.stat().st_size / 1e6:,.0f} MB", flush=True)
            command = [sys.executable, "-m", "benchmarks.spark.many", "--ask", str(file), str(folder)]
            subprocess.run(command, check=True, timeout=900)
            file.unlink()


if __name__ == "__main__":
    main()
