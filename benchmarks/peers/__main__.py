"""The product beside what users would pick instead, same data and questions, into PEERS.md: `make bench-peers`.

Needs the registry once, for an environment of their own in the user's cache folder; the tools themselves run without
network: what they ask for beyond this machine is refused, and named.
"""

import argparse
import csv
import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from benchmarks import browser, naive_shapes, report
from benchmarks.browser import MapPage
from benchmarks.house import House, furnished
from benchmarks.peers.drive import OFFLINE, WEBGL, Taken, first_kb, taken
from benchmarks.peers.table import written
from benchmarks.peers.tools import MONTHS, TOOLS
from benchmarks.scale import FULL, SMOKE
from benchmarks.servers import OURS, Server
from timpora.draw.pictures import of_kecamatan

HERE = Path(__file__).parent
RESULTS = HERE.parent / "PEERS.md"
OURS_NAME = "Peta Timpora"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="The product beside its peers.")
    parser.add_argument("--smoke", action="store_true", help="once, on little data; PEERS.md stays as it is")
    smoke = parser.parse_args().smoke
    programs = _environment()
    facts, missing = report.conditions(), []
    columns: dict[str, Taken] = {}
    with furnished(SMOKE if smoke else FULL) as house, browser.chromium(OFFLINE, WEBGL) as chromium:
        data = _data(house)
        turns = 1 if smoke else 3
        report.progress(f"{OURS_NAME} …")
        columns[OURS_NAME] = _ours(chromium, house, turns)
        for tool in TOOLS:
            report.progress(f"{tool.name} …")
            try:
                columns[tool.name] = taken(chromium, tool, data, programs, turns)
            except Exception as problem:  # whatever it was, the others are still wanted
                missing.append(f"{tool.name}: could not be measured: {type(problem).__name__}: {problem}")
    text = written(columns, [*facts, _versions(programs), *missing])
    print(text)
    if not smoke and not missing:
        RESULTS.write_text(text, "utf-8")
        print(f"written: {RESULTS}")
    return 1 if missing else 0


def _environment() -> Path:
    """Where the programs of the peers are: an environment in the user's cache, made anew when its list has changed."""
    wanted = HERE / "requirements.txt"
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "timpora-peers" / hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]
    ready = folder / ".ready"
    if not ready.exists():
        report.progress(f"peers: an environment of their own in {folder} (once, some minutes) …")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        quiet = ["--disable-pip-version-check", "--quiet"]
        subprocess.run([str(folder / "bin/python"), "-m", "pip", "install", *quiet, "-r", str(wanted)], check=True)
        ready.touch()
    return folder / "bin"


def _data(house: House) -> Path:
    """The first layer of every month, as the product publishes it: CSV, SQLite, and the polygons as GeoJSON."""
    naive_shapes.write(house)
    folder = house.folder / "peers"
    folder.mkdir()
    house.geojson.rename(folder / "kecamatan.geojson")
    layer = house.snapshot.ask("layers")["layer"][0]
    places = house.snapshot.ask("areas").set_index("area_code")
    rows = []
    for period in house.periods:
        for row in of_kecamatan(house.snapshot.ask("layer_values", layer=layer, period=period)).itertuples():
            number = row.value if row.state == "reported" else None
            at = places.loc[row.area_code]
            rows.append((row.area_code, row.area_name, row.kabupaten_name, f"{period:%Y-%m}", number, at.lat, at.lon))
    heads = ("kode", "kecamatan", "kabupaten", "bulan", "orang", "lat", "lon")
    with (folder / "orang.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    with sqlite3.connect(folder / "orang.db") as con:
        con.execute(f"create table orang ({', '.join(heads)})")
        con.executemany("insert into orang values (?, ?, ?, ?, ?, ?, ?)", rows)
    return folder


def _ours(chromium, house: House, turns: int) -> Taken:
    """The same of the product's own map, by the instrument that RESULTS.md is measured with."""
    found = Taken()
    for _ in range(turns):
        with Server(OURS, house) as server:
            found.start_s.append(server.healthy_seconds)
            page = MapPage(chromium, server.address)
            found.first_kb.append(first_kb(chromium, f"{server.address}/peta", "canvas"))
            found.first_ms.append(page.first_ms)
            months = [page.month() for _ in range(MONTHS)]
            clicks = [done for area in range(3, 3 + 7 * MONTHS, 7) if (done := page.click(area))]
            found.month_ms += [done.ms for done in months]
            found.month_kb += [done.kb_down for done in months]
            found.click_ms += [done.ms for done in clicks]
            found.click_kb += [done.kb_down for done in clicks]
            found.memory_mb.append(server.resident_mb())
            page.close()
    return found


def _versions(programs: Path) -> str:
    said = subprocess.run(
        [str(programs / "python"), "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    ).stdout
    known = dict(line.split("==") for line in said.splitlines() if "==" in line)
    names = ("streamlit", "folium", "streamlit-folium", "dash", "plotly", "panel", "bokeh", "datasette")
    return "peers: " + ", ".join(f"{name} {known.get(name, '?')}" for name in names)


if __name__ == "__main__":
    sys.exit(main())
