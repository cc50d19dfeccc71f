"""The table of a comparison, on the screen and in SPARK.md, with the machine it was made on."""

import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

from timpora import paths

RESULTS = Path(__file__).parent.parent / "SPARK.md"
HEAD = ["house", "query", "asked", "rows", "DuckDB, CPU ms", "Spark, CPU ms", "ratio", "answers"]
_LIBRARIES = ("pyspark", "duckdb", "sqlglot", "pyarrow")


@dataclass
class Compared:
    """One query of one house. problem: why it is not equal; empty where it is."""

    house: str
    query: str
    rows: int = 0  # of all that was asked
    problem: str = ""
    duckdb_seconds: list[float] = field(default_factory=list)
    spark_seconds: list[float] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.problem

    def add(self, rows: int, duckdb_seconds: float, spark_seconds: float, differing: list[str]) -> None:
        self.rows += rows
        self.duckdb_seconds.append(duckdb_seconds)
        self.spark_seconds.append(spark_seconds)
        if differing and not self.problem:
            self.problem = f"different: {'; '.join(differing)}"

    def row(self) -> list[str]:
        ours, theirs = (1000 * median(of) if of else 0.0 for of in (self.duckdb_seconds, self.spark_seconds))
        ratio = f"{theirs / ours:,.0f} ×" if ours else ""
        verdict = self.problem or "equal"
        asked = str(len(self.spark_seconds))
        return [self.house, self.query, asked, f"{self.rows:,}", f"{ours:,.1f}", f"{theirs:,.0f}", ratio, verdict]


def table(found: list[Compared]) -> str:
    """Columns padded to their widest cell."""
    rows = [HEAD, *(one.row() for one in found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def summary(found: list[Compared]) -> str:
    """How many are equal, of how many rows, and what the whole set cost on either side."""
    equal = [one for one in found if one.is_equal]
    ours, theirs = (sum(sum(getattr(one, name)) for one in found) for name in ("duckdb_seconds", "spark_seconds"))
    ratio = f", {theirs / ours:.0f} ×" if ours else ""
    return (
        f"{len(equal)} of {len(found)} equal, {sum(len(one.spark_seconds) for one in found)} times asked, "
        f"{sum(one.rows for one in equal):,} rows; DuckDB {ours:.1f} s of CPU, Spark {theirs:.0f} s{ratio}"
    )


def conditions() -> list[str]:
    """What the figures depend on: day, commit, machine, versions."""
    memory = int(Path("/proc/meminfo").read_text().split()[1]) * 1024 / 1e9
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True, timeout=30).stderr
    return [
        f"{date.today():%Y-%m-%d}, commit {_commit()}",
        f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GB memory, {platform.system()} {platform.machine()}, "
        f"load {os.getloadavg()[0]:.1f} before",
        f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}, "
        f"{java.splitlines()[0]}",
    ]


def write(found: list[Compared], facts: list[str]) -> None:
    """Rewrite SPARK.md."""
    houses = list(dict.fromkeys(one.house for one in found))
    sums = [f"{house}: {summary([one for one in found if one.house == house])}" for house in houses]
    listed = "\n".join(f"- {fact}" for fact in [*facts, *sums])
    rows = [HEAD, ["---"] * len(HEAD), *(one.row() for one in found)]
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    RESULTS.write_text(f"{_PREFACE}\n{listed}\n\n{body}\n", "utf-8")


def _commit() -> str:
    command = ["git", "-C", str(paths.ROOT), "describe", "--always", "--dirty=, with changes", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


_PREFACE = """# The same questions on Spark

Written by `make bench-spark`; not edited by hand. Every mart is made by Spark from the staging tables, every answer
from those marts, with the figures put in their place, and held against DuckDB's: row for row, column for column, in the
same order. Whole numbers, texts, days and lists must be the same; numbers with a point to one part in 10⁹, because sums
are added up in another order. What Python computes at publication is taken over as it is: `indicator_values`, `scores`,
`pillar_scores`, `score_parts`, `score_changes`, `bounds`, `alarms`, `alarm_rule`, `disclosure`.

nation: 6,614 kecamatan, four months, the four sources that its sample has. office: 68 kecamatan, all thirteen sources.
CPU ms: the median of what each process computed for one answer, in all its threads, planning included. Spark runs
with two threads on one machine, which is not what it is made for: the ratio is what asking it too early costs.
"""
