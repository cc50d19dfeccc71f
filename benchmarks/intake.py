"""What it costs to take a file in: rows a second and the most memory, beside pandas reading the same file unchecked."""

import csv
import random
import shutil
import sys
from pathlib import Path

import xlsxwriter

from benchmarks.figure import Figure, Measured
from benchmarks.house import House
from benchmarks.publishing import watched
from benchmarks.report import progress
from timpora import paths

NATION, KABUPATEN, MONTHS = 7_285, 514, 12
TOO_LARGE_MB = 200
TURNS = 3  # of each: a national file takes seconds
FIELDS = ["BVK", "VOA", "ITK", "ITK PERALIHAN", "ITAS", "ITAP", "TOTAL"]
READ = "import sys, pandas; pandas.read_csv(sys.argv[1], sep=';', dtype=str)"
READ_XLSX = "import sys, pandas; pandas.read_excel(sys.argv[1], dtype=str, engine='calamine')"
NOTHING = "import timpora.cli"
CSV, XLSX, START = (
    "pandas.read_csv, unchecked",
    "pandas.read_excel, unchecked",
    "starting Python with the product loaded",
)


def measure(house: House) -> list[Figure]:
    """Wall time in s, rows a second and the most resident memory in MB of `load --dry-run`, each in its own process.

    The spreadsheet's cells are parsed by a child process, whose memory is limited and not counted here.
    """
    own = house.folder / "intake"
    codes = _nation(own / "data" / "reference")
    months = range(1, (MONTHS if house.scale.publications > 1 else 1) + 1)
    figures: list[Figure] = []
    for name, areas, of in (("office", codes[:68], [10]), ("national", codes, list(months))):
        rows = _rows(areas, of)
        for kind, write, read, what in (("csv", _csv, READ, CSV), ("xlsx", _xlsx, READ_XLSX, XLSX)):
            file = own / f"{name}.{kind}"
            write(file, rows)
            load = [sys.executable, "-m", "timpora", "load", str(file), "--dry-run", "--json"]
            size = f"load a {name} {kind.upper()}, {len(rows) - 1:,} rows"
            both = _both(house, own, size, load, [sys.executable, "-c", read, str(file)], what)
            figures += [*both, _per_second(both[0], name, kind, len(rows) - 1)]
    huge = own / "besar.csv"
    with huge.open("wb") as file:
        for _ in range(TOO_LARGE_MB):
            file.write(b"73.72.01;Ujung;1\n" * 58_824)
    load = [sys.executable, "-m", "timpora", "load", str(huge), "--dry-run"]
    figures += _both(house, own, f"refuse a file of {TOO_LARGE_MB} MB", load, [sys.executable, "-c", NOTHING], START, 1)
    shutil.rmtree(own)
    return figures


def _both(
    house: House, own: Path, name: str, ours: list[str], beside: list[str], what: str, code: int = 0
) -> list[Figure]:
    turns, measured, read = min(house.scale.publications, TURNS), [], []
    for turn in range(turns):
        progress(f"{name}: {turn + 1} of {turns} …")
        measured.append(watched(ours, house, own / "data", code))
        read.append(watched(beside, house, own / "data"))
    (seconds, megabytes), (raw_seconds, raw_megabytes) = zip(*measured, strict=True), zip(*read, strict=True)
    return [
        Figure(name, Measured(seconds, "s"), Measured(raw_seconds, "s"), what),
        Figure(f"{name}: peak memory", Measured(megabytes, "MB"), Measured(raw_megabytes, "MB"), what),
    ]


def _per_second(figure: Figure, name: str, kind: str, rows: int) -> Figure:
    ours, beside = ([rows / seconds for seconds in measured.samples] for measured in (figure.ours, figure.beside))
    return Figure(
        f"load a {name} {kind.upper()}: rows a second, process start included",
        Measured(ours, "rows/s"),
        Measured(beside, "rows/s"),
        figure.what,
    )


def _nation(folder: Path) -> list[tuple[str, str, str]]:
    """Reference tables of a made-up country of the real size; returns (code, kabupaten, kecamatan) of each area."""
    shutil.copytree(paths.ROOT / "data" / "reference", folder)
    kabupaten = [(f"{11 + place // 20}.{place % 20 + 1:02}", f"Kabupaten Uji {place:03}") for place in range(KABUPATEN)]
    areas = []
    for place in range(NATION):
        code, name = kabupaten[place % KABUPATEN]
        areas.append((f"{code}.{place // KABUPATEN + 1:02}", name, f"Kecamatan {place // KABUPATEN:02}"))
    areas.sort()
    with (folder / "kabupaten.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["kode_kemendagri", "kode_bps", "kabupaten", "spellings_seen"])
        out.writerows([code, code.replace(".", ""), name, ""] for code, name in kabupaten)
    with (folder / "kecamatan.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["kode_kemendagri", "kode_bps", "kode_kabupaten_kemendagri", "kabupaten", "kecamatan", "spellings_seen"]
        )
        out.writerows([code, code.replace(".", "") + "0", code[:5], kab, name, ""] for code, kab, name in areas)
    return areas


def _rows(areas: list[tuple[str, str, str]], months: list[int]) -> list[list[str]]:
    chance = random.Random(2024)
    rows = [["PERIODE", "KODE", "KAB/KOTA", "KECAMATAN", *FIELDS]]
    for month in months:
        for code, kabupaten, kecamatan in areas:
            counts = [chance.choice([0, 0, 0, 1, 2, 5, 14, 1234]) for _ in FIELDS[:-1]]
            written = [f"{count:,}".replace(",", ".") if count else "-" for count in (*counts, sum(counts))]
            rows.append([f"{month:02}/2023", code, kabupaten, kecamatan, *written])
    return rows


def _csv(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)


def _xlsx(file: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Rekap")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
