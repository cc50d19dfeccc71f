"""The office's map taken along: a PNG and an XLSX, the first of a process and the next, beside the plain way.

The plain way is geopandas' own plot of the same polygons and values in as many pixels, and pandas' own spreadsheet.
Each turn is a process of its own: `python -m benchmarks.taking ours|plain FOLDER GEOJSON`.
"""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.figure import Figure, Measured
from benchmarks.house import ENOUGH_SECONDS, House
from benchmarks.report import progress
from timpora import paths

NEXT = 3  # of each kind after the first
PLAIN = {"png": "geopandas: plot and savefig", "xlsx": "pandas: to_excel"}


def measure(house: House) -> list[Figure]:
    """Time in ms in which each file was made."""
    taken: dict[str, list[dict]] = {"ours": [], "plain": []}
    for turn in range(house.scale.openings):
        progress(f"files to take along: {turn + 1} of {house.scale.openings} …")
        for who, samples in taken.items():
            samples.append(_process(house, who))
    figures = []
    for kind, what in PLAIN.items():
        for name, which in (("the first of a process", slice(0, 1)), ("the next", slice(1, None))):
            ours, plain = (
                Measured([ms for turn in samples for ms in turn[kind][which]], "ms") for samples in taken.values()
            )
            figures.append(Figure(f"{kind.upper()} of the office, {name}", ours, plain, what))
    return figures


def _process(house: House, who: str) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "benchmarks.taking", who, str(house.snapshot_file), str(house.geojson)]
    done = subprocess.run(
        command, cwd=paths.ROOT, env=house.environment(), capture_output=True, text=True, timeout=ENOUGH_SECONDS
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    return json.loads(done.stdout)


def _made(make: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    return {kind: [_ms(one) for _ in range(1 + NEXT)] for kind, one in make.items()}


def _ms(make: Callable[[], object]) -> float:
    started = time.perf_counter()
    make()
    return (time.perf_counter() - started) * 1000


def _ours(snapshot_file: Path) -> dict[str, Callable[[], object]]:
    from timpora.draw import geometry, map_export, pictures
    from timpora.draw.map_caption import Caption
    from timpora.store.snapshot import Snapshot
    from timpora.text import month
    from timpora.web import map_view, take_along

    asked = Snapshot(snapshot_file)
    layer, period = asked.ask("layers").iloc[0], asked.ask("periods")["period"][0].date()
    values = pictures.of_kecamatan(asked.ask("layer_values", layer=layer.layer, period=period))
    part = map_export.Part(pictures.picture(values, map_view.described(layer), month(period)), values, layer)
    shapes = geometry.script(asked.ask("areas"), paths.boundaries(), paths.boundaries() / "scripts")
    about = Caption(layer.layer_name, f"{layer.layer_name}, {month(period)}.", "Sumber: Imigrasi", asked.id, "Contoh")
    made = take_along.files([part.picture], [part], shapes, about)
    return {kind: made[kind] for kind in PLAIN}


def _plain(snapshot_file: Path, geojson: Path) -> dict[str, Callable[[], object]]:
    import geopandas

    from timpora.draw.pictures import of_kecamatan
    from timpora.store.snapshot import Snapshot

    asked = Snapshot(snapshot_file)
    period = asked.ask("periods")["period"][0].date()
    values = of_kecamatan(asked.ask("layer_values", layer=asked.ask("layers")["layer"][0], period=period))
    frame = geopandas.read_file(geojson).merge(values, left_on="code", right_on="area_code")
    return {"png": partial(_plot, frame), "xlsx": lambda: values.to_excel(io.BytesIO(), engine="xlsxwriter")}


def _plot(frame) -> bytes:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(12.8, 7.2))
    frame.plot("value", ax=axes, legend=True)
    out = io.BytesIO()
    figure.savefig(out, dpi=200)  # 2560 × 1440, as ours
    plt.close(figure)
    return out.getvalue()


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[2:]]
    print(json.dumps(_made(_ours(given[0]) if sys.argv[1] == "ours" else _plain(*given))))
