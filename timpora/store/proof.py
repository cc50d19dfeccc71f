"""Proves a snapshot by a fresh process: what that one cannot read and answer from is not served."""

import subprocess
import sys
from pathlib import Path

import duckdb

from timpora import paths
from timpora.store.snapshot import Snapshot


def fault(file: Path, snapshot_id: str) -> str | None:
    """What is wrong with a snapshot; None when all of it reads, every answer runs, and it is the one it should be.

    In a process of its own: a damaged file may take the one that opens it down with it.
    """
    child = subprocess.run(
        [sys.executable, "-m", __name__, str(file.resolve())],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        check=False,
    )
    if child.returncode == 0 and child.stdout.strip() == snapshot_id:
        return None
    said = child.stderr.strip().splitlines() or [f"exit {child.returncode}: {child.stdout.strip()}"]
    return said[-1]


def _read_whole(file: Path) -> None:
    """Every block of every table, or a flipped bit would be found by a page before it is found here."""
    with duckdb.connect(str(file), read_only=True) as con:
        for (name,) in con.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall():
            con.table(f"marts.{name}").aggregate("bit_xor(hash(columns(*)))").fetchall()


if __name__ == "__main__":
    _read_whole(Path(sys.argv[1]))
    found = Snapshot(sys.argv[1])
    found.verify()
    print(found.id)
