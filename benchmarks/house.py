"""A data folder of our own for one run: sample data loaded and published, boundaries copied in, removed at the end."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks.report import progress
from benchmarks.scale import Scale
from timpora import paths
from timpora.store.snapshot import Snapshot
from timpora.web import navigation

ENOUGH_SECONDS = 900  # no single step of a run may take longer
NATION_MONTHS = 4
PART = "bagian"  # of the pages of apps/bare_any.py, the one that stands for a part of one of ours
# The small counts of a nation's 6,600 kecamatan take minutes to audit, which changes nothing of how a sample is drawn.
PUBLISH_UNAUDITED = """
from timpora.store import auditing, publish
auditing.audit = lambda *unasked: []
publish.publish()
"""


class House:
    """Where one run keeps its data. `sample_seconds`: how long writing and loading the sample took."""

    def __init__(self, folder: Path, scale: Scale):
        self.folder = folder
        self.data = folder / "data"
        self.geojson = folder / "kecamatan.geojson"  # for apps/naive_map.py, written by naive_shapes.py
        self.skeletons = folder / "skeletons"  # of our pages, for apps/bare_any.py, written by skeleton.py
        self.scale = scale
        self.sample_seconds = 0.0
        self.left_out: list[str] = []  # what was not measured, and why
        self.given_up: list[str] = []  # what took so long past its budget that nobody waited for its end

    def environment(self, data: Path | None = None) -> dict[str, str]:
        """The environment of a process that works on this house's data, or on another data folder."""
        return os.environ | {"TIMPORA_DATA": str(data or self.data)}

    def server_environment(self) -> dict[str, str]:
        """The same, with what the pages under apps/ need to know."""
        pages = {
            "BENCH_GEOJSON": str(self.geojson),
            "BENCH_OPTIONS": json.dumps(self.options),
            "BENCH_SKELETONS": str(self.skeletons),
            "BENCH_PAGES": " ".join([*navigation.PAGES, PART]),
        }
        return self.environment() | pages

    def command(self, *arguments: str) -> None:
        """Run `python -m timpora …` to its end. Raises when it refuses."""
        self.python("-m", "timpora", *arguments)

    def python(self, *arguments: str) -> None:
        """Run Python to its end on the data of this house. Raises when it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=paths.ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=ENOUGH_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")

    @cached_property
    def nation(self) -> "House":
        """A house of the whole nation's sample, with the boundaries of this one; made when it is first asked for."""
        nation = House(self.folder / "nation", self.scale)
        shutil.copytree(self.data / "boundaries", nation.data / "boundaries", ignore=shutil.ignore_patterns("scripts"))
        progress(f"sample data of a nation, {NATION_MONTHS} months …")
        nation.command("sample", "--scope", "national", "--months", str(NATION_MONTHS))
        nation.python("-c", PUBLISH_UNAUDITED)
        return nation

    @property
    def snapshot_file(self) -> Path:
        return (self.data / "published" / "current").resolve()

    @property
    def understood(self) -> list[Path]:
        """The accepted extracts as understood: what publication reads."""
        return sorted((self.data / "extracts").glob("*/*-understood.csv"))

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.snapshot_file)

    @cached_property
    def areas(self) -> list[str]:
        """Codes of the kecamatan."""
        return list(self.snapshot.ask("areas")["area_code"])

    @cached_property
    def periods(self) -> list[date]:
        """The months, newest first."""
        return [period.date() for period in self.snapshot.ask("periods")["period"]]

    @cached_property
    def options(self) -> dict[str, int]:
        """How many there are to choose from, for the page that has the same widgets and nothing else."""
        questions = {"layers": "layers", "months": "periods", "areas": "groups", "measures": "measures"}
        return {name: len(self.snapshot.ask(question)) for name, question in questions.items()}


@contextmanager
def furnished(scale: Scale) -> Iterator[House]:
    """A house with the sample published; the boundaries are those of this installation, the tile map without any."""
    with tempfile.TemporaryDirectory(prefix="timpora-bench-") as folder:
        house = House(Path(folder), scale)
        for name in ("kecamatan.parquet", "source.json"):
            if (file := paths.boundaries() / name).exists():
                target = house.data / "boundaries" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
        progress(f"sample data of {scale.months} months …")
        started = time.perf_counter()
        house.command("sample", "--months", str(scale.months))
        house.sample_seconds = time.perf_counter() - started
        house.command("publish")
        yield house
