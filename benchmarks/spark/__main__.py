"""Make the houses, leave their tables as Parquet, and hold Spark against DuckDB over them: `make bench-spark`.

    python -m benchmarks.spark [--houses FOLDER] [arguments of benchmarks.spark.run]

--houses: keep the tables there, and take those that an earlier run left. Exit 0 where everything is equal, else 1.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.house import House, furnished
from benchmarks.report import progress
from benchmarks.scale import SMOKE
from timpora import paths

SPARK = paths.ROOT / ".venv-spark" / "bin" / "python"
ENOUGH_SECONDS = 3600


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description="Spark beside DuckDB.")
    parser.add_argument("--houses", type=Path, help="where the tables of the houses are kept between runs")
    options, others = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="timpora-spark-") as temporary:
        folders = _staged(options.houses or Path(temporary))
        command = [SPARK, "-m", "benchmarks.spark.run", *folders, *others]
        return subprocess.run(command, cwd=paths.ROOT, timeout=ENOUGH_SECONDS, check=False).returncode


def _staged(folder: Path) -> list[Path]:
    """The tables of the nation's house, and of an office's, which has every source and a past."""
    folders = [folder / "nation", folder / "office"]
    if all((one / "extracts.json").exists() for one in folders):
        return folders
    with furnished(SMOKE) as office:
        for house, place in ((office.nation, folders[0]), (office, folders[1])):
            progress(f"tables of the {place.name} …")
            _export(house, place)
    return folders


def _export(house: House, folder: Path) -> None:
    house.python("-m", "benchmarks.spark.staged", str(folder.resolve()))


if __name__ == "__main__":
    sys.exit(main())
