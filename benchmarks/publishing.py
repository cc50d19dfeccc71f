"""Time and memory to publish everything that was received, beside reading the same files and nothing else."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figure import Figure, Measured
from benchmarks.house import ENOUGH_SECONDS, House
from benchmarks.report import progress
from benchmarks.servers import memory_mb
from timpora import paths

# A process of its own, as publication is: both pay for starting Python and loading DuckDB. The columns are named, as
# publication names them, because guessing the form of 358 files takes DuckDB 2 s and reading them a quarter of one.
READ = """
import sys, duckdb
by_header = {}
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as lines:
        by_header.setdefault(lines.readline().strip(), []).append(file)
con = duckdb.connect()
for place, (header, files) in enumerate(by_header.items()):
    columns = {name: "varchar" for name in header.split(",")}
    con.execute("create table t" + str(place) + " as from read_csv($files, header = true, auto_detect = false, "
                "delim = ',', quote = '\\"', escape = '\\"', columns = $columns)", {"files": files, "columns": columns})
"""
WHAT = "DuckDB reading the same understood CSV files"


def measure(house: House) -> list[Figure]:
    """Wall time in s and the most resident memory in MB of the publishing process; the sample's own time in s."""
    # Its own folder over the same extracts: the snapshot that other figures are measured on stays where it is.
    own = house.folder / "publishing"
    own.mkdir(exist_ok=True)
    if not (own / "extracts").exists():
        (own / "extracts").symlink_to(house.data / "extracts")
    command = [sys.executable, "-m", "timpora", "publish"]
    progress("publish for the first time, with the audit of every month …")
    for made in ("published", "disclosure"):
        shutil.rmtree(own / made, ignore_errors=True)
    first = Measured([watched(command, house, own)[0]], "s")
    published, read = [], []
    for turn in range(house.scale.publications):
        progress(f"publish: {turn + 1} of {house.scale.publications} …")
        shutil.rmtree(own / "published", ignore_errors=True)
        published.append(watched(command, house, own))
        read.append(watched([sys.executable, "-c", READ, *map(str, house.understood)], house, own))
    seconds, megabytes = zip(*published, strict=True)
    raw_seconds, raw_megabytes = zip(*read, strict=True)
    raw = Measured(raw_seconds, "s")
    size = f"{house.scale.months} months, {len(house.understood)} files"
    return [
        Figure(f"publish {size}, for the first time", first, raw, WHAT),
        Figure(f"publish {size}, audited before", Measured(seconds, "s"), raw, WHAT),
        Figure("publish: peak memory", Measured(megabytes, "MB"), Measured(raw_megabytes, "MB"), WHAT),
        Figure(f"write and load the sample, {size}", Measured([house.sample_seconds], "s"), raw, WHAT),
    ]


def watched(
    command: list[str], house: House, data: Path, code: int = 0, most_seconds: float = ENOUGH_SECONDS
) -> tuple[float, float]:
    """Run to the end: (seconds, peak MB of it and its children). Raises RuntimeError unless it ends with `code`,

    TimeoutError when it does not end in `most_seconds`.
    """
    log = (house.folder / "watched.log").open("w+")
    started, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(command, cwd=paths.ROOT, env=house.environment(data), stdout=log, stderr=log)
    with log:
        try:
            # The high-water mark only grows, so looking often enough misses no more than the last moment.
            while process.poll() is None:
                peak = max(peak, _peak_mb(process.pid))
                if time.perf_counter() - started > most_seconds:
                    raise TimeoutError(f"not done in {most_seconds:.0f} s")
                time.sleep(0.005)
            seconds = time.perf_counter() - started
        finally:
            process.kill()
            process.wait()
        if process.returncode != code:
            log.seek(0)
            raise RuntimeError(log.read()[-1000:].strip())
    return seconds, peak


def _peak_mb(pid: int) -> float:
    """The most it had itself, or what it and its children have now: pages that they share are counted for each."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        now = sum(memory_mb(int(one), "VmRSS") for one in [pid, *children]) if children else 0.0
        return max(now, memory_mb(pid, "VmHWM"))
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # one of them ended since
