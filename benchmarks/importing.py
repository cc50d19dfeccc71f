"""A boundary file taken in: read, keyed, checked against what is in force, kept; beside geopandas only reading it."""

import csv
import shutil
import sys
from pathlib import Path

import geopandas

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.publishing import watched
from benchmarks.report import progress
from timpora import paths

WHAT = "geopandas.read_file of the same file"
READ = "import sys, geopandas; geopandas.read_file(sys.argv[1])"
COLLAPSES = "Boyolali"  # comes out of the cleaning of the national coverage without any area, and is then refused
TAKE = ("--attribution", "uji", "--yes")


def measure(house: House) -> list[Figure]:
    """Wall time in s and the most resident memory in MB of a process each; a GeoJSON of 68 kecamatan, and of all."""
    figures = []
    for name, owner, turns in (("office", house, min(house.scale.publications, 5)), ("national", house.nation, 1)):
        file = house.folder / f"{name}.geojson"
        count = _written(owner, file)
        taken, read = [], []
        for turn in range(turns):
            progress(f"boundaries of {count:,} kecamatan: {turn + 1} of {turns} …")
            own = _folder(owner, house.folder / f"importing-{name}-{turn}")
            command = [sys.executable, "-m", "timpora", "boundaries", "import", str(file), *TAKE]
            taken.append(watched(command, owner, own))
            read.append(watched([sys.executable, "-c", READ, str(file)], owner, own))
            shutil.rmtree(own)
        title = f"import boundaries of {count:,} kecamatan"
        (seconds, megabytes), (raw_seconds, raw_megabytes) = zip(*taken, strict=True), zip(*read, strict=True)
        figures += [
            Figure(title, Measured(seconds, "s"), Measured(raw_seconds, "s"), WHAT),
            Figure(f"{title}: peak memory", Measured(megabytes, "MB"), Measured(raw_megabytes, "MB"), WHAT),
        ]
    return figures


def _written(house: House, file: Path) -> int:
    """The polygons in force, of the kecamatan of this house, as an office would bring them; returns how many."""
    reference = house.data / "reference"
    folder = reference if reference.is_dir() else paths.ROOT / "data" / "reference"
    with (folder / "kecamatan.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["kode_bps"] for row in csv.DictReader(lines)}
    frame = geopandas.read_parquet(house.data / "boundaries" / "kecamatan.parquet")
    frame = frame[frame["bps_code"].isin(codes) & (frame["kind"] == "kecamatan") & (frame["name"] != COLLAPSES)]
    frame[["bps_code", "name", "geometry"]].to_file(file, driver="GeoJSON")
    return len(frame)


def _folder(house: House, own: Path) -> Path:
    """A data folder with the reference tables of this house and the boundaries of the beginning."""
    shutil.copytree(house.data / "boundaries", own / "boundaries", ignore=shutil.ignore_patterns("scripts"))
    if (house.data / "reference").is_dir():
        shutil.copytree(house.data / "reference", own / "reference")
    return own
