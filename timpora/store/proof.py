"""Proves a snapshot by a fresh process: what that one cannot read and answer from is not served."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from timpora import paths
from timpora.store.snapshot import Snapshot


def fault(snapshot_id: str, exact: Path, protected: Path) -> str | None:
    """What is wrong with a snapshot; None when all of both files reads, every answer runs, and each is what it should

    be. In a process of its own: a damaged file may take the one that opens it down with it.
    """
    child = subprocess.run(
        [sys.executable, "-m", __name__, str(exact.resolve()), str(protected.resolve())],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        check=False,
    )
    if child.returncode == 0 and child.stdout.split() == [snapshot_id, "exact", snapshot_id, "protected"]:
        return None
    said = child.stderr.strip().splitlines() or [f"exit {child.returncode}: {child.stdout.strip()}"]
    return said[-1]


if __name__ == "__main__":
    exact, protected = sys.argv[1:]
    read = [Snapshot(exact, answers=False), Snapshot(protected)]
    with ThreadPoolExecutor() as both:  # each in a database of its own, one core each
        list(both.map(Snapshot.read_all, read))
    read[1].answer_all()
    if read[0].form() != read[1].form():
        Snapshot(exact).answer_all()
    print(*(part for each in read for part in (each.id, each.view)))
