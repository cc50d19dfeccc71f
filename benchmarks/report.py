"""The table, on the screen and in RESULTS.md, with the machine it was measured on."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.figure import Figure
from timpora import paths

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = ["figure", "ours: median (quartiles)", "n", "beside", "its median (quartiles)", "ratio", "budget"]
LIBRARIES = ("streamlit", "streamlit-folium", "folium", "duckdb", "pandas", "playwright")


def progress(line: str) -> None:
    """A line for the person who waits; the table itself goes to standard output."""
    print(f"  {line}", file=sys.stderr, flush=True)


def table(figures: list[Figure]) -> str:
    """Columns padded to their widest cell."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:]])


def write(figures: list[Figure], facts: list[str]) -> None:
    """Rewrite RESULTS.md: what the figures depend on, then the figures."""
    rows = [HEAD, ["---"] * len(HEAD), *(figure.row() for figure in figures)]
    body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    listed = "\n".join(f"- {fact}" for fact in facts)
    RESULTS.write_text(f"{_PREFACE}\n{listed}\n\n{body}\n", "utf-8")


def conditions() -> list[str]:
    """What the figures depend on: day, commit, machine, versions."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"{date.today():%Y-%m-%d}, commit {_commit()}",
        f"{len(os.sched_getaffinity(0))} cores ({_cpu()}), {_memory_gb():.0f} GB memory, "
        f"{platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f} before",
        f"Python {platform.python_version()}, {libraries}{_chromium()}",
    ]


def product() -> str:
    """A digest of all that is measured: if it changes in the middle of a run, the figures are of two products."""
    digest = hashlib.sha256()
    folders = ("timpora", "pages", "queries", "data/contracts", "data/reference", ".streamlit")
    files = [file for folder in folders for file in (paths.ROOT / folder).rglob("*") if file.is_file()]
    for file in sorted([paths.ROOT / "dashboard.py", *files]):
        if file.suffix != ".pyc":
            digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


def _commit() -> str:
    try:
        return _said("git", "-C", str(paths.ROOT), "describe", "--always", "--dirty=, with changes", "--exclude=*")
    except (OSError, subprocess.SubprocessError):
        return "unknown"  # an exported tree has no history


def _chromium() -> str:
    program = shutil.which("chromium")
    return f", {' '.join(_said(program, '--version').split()[:2])}" if program else ""


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gb() -> float:
    return int(Path("/proc/meminfo").read_text().split()[1]) * 1024 / 1e9


_PREFACE = """# What it costs

Written by `make bench ARGS=--write`; not edited by hand. Each figure is the median of `n` samples with its quartiles
(the extremes below five samples), or, where it says p95, what nineteen of twenty samples keep within. It stands beside
something measured in the same run, in turns with it; the ratio is ours over that. kB are 1000 bytes: of websocket
messages, or, where it says "over the network", of files.

"The same widgets and nothing else" is a page read off ours in the same run: every box, button and place of it with the
same labels and choices, behind the same menu, and one line that never changes where ours has words; no table, picture,
map or answer (`benchmarks/skeleton.py`). For an act it is what that act draws again.
It is Streamlit as it comes, which has Python look for garbage after every run: that is most of what it takes, and ours
puts it off (`timpora/web/loaded.py`), so a ratio below 1 says that, and not that ours does less.

The naive map is a page of its own, a folium.Choropleth of the same answers through the same door, with the same caches
and a local Leaflet, without legend, search or source (`benchmarks/apps/naive_page.py`). The nation's
map is measured on four months.

Growth is measured on made-up offices with the four sources a nation has, no boundaries (`benchmarks/made_up.py`). Load
is one process with people who open, filter, click and present: 50 of them at the pace of people, an act every 20
seconds each, beside one alone who never pauses; then an hour's worth of acts, 1,000, without any pause, for memory and
throughput. Who plays the people shares the two cores.

A budget is what a figure may be at most; "PAST" is one that is not held, and a full run with one exits 1.
"""
