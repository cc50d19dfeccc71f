"""An office of any size and months, written straight into the ledger: `python -m benchmarks.made_up 307 84`.

The files of the sample walk in through the door, which at a nation's 240 months would take an hour and is measured
by itself (intake.py). Here the same four sources that the sample sends for a nation are kept as understood: permits and
check-ins every month, the registry every quarter, the population every year. Areas are numbered and have no boundaries.
"""

import csv
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.counts import MEANS, SHARES
from timpora import paths
from timpora.intake import ledger
from timpora.sample import LAST
from timpora.sample.times import month_of, number

IN_A_KABUPATEN = 13  # kecamatan
ZONE = ZoneInfo("Asia/Makassar")
KECAMATAN = "kode_kemendagri,kode_bps,kode_kabupaten_kemendagri,kode_kabupaten_bps,kabupaten,kecamatan,lat,lon"
# Every how many months, and of each column what part of the people who are there it counts.
SOURCES = {
    "izin_tinggal": (1, {"bvk": 0.05, "voa": 0.1, "itk": 0.2, "itk_peralihan": 0.01, "itas": 0.5, "itap": 0.14}),
    "apoa": (1, {"penginapan_terdaftar": 1.5, "penginapan_melapor": 1.2, "lapor_masuk": 3, "lapor_keluar": 2.8}),
    "adminduk": (3, {"sktt": 0.4, "ktp_el_oa": 0.1}),
    "penduduk": (12, {}),
}


def areas(count: int) -> list[tuple[str, str]]:
    """(kabupaten, kecamatan): codes, in order."""
    places = [divmod(place, IN_A_KABUPATEN) for place in range(count)]
    kabupaten = [f"{11 + of // 60:02d}{of % 60 + 1:02d}" for of, _ in places]
    return [(code, f"{code}{10 * (of + 1):03d}") for code, (_, of) in zip(kabupaten, places, strict=True)]


def write(count: int, months: int) -> None:
    """Reference tables and extracts of so many kecamatan and months up to the sample's last, in TIMPORA_DATA."""
    known = areas(count)
    _reference(paths.data() / "reference", known)
    there = np.random.default_rng(count).choice(MEANS, count, p=SHARES)
    with tempfile.TemporaryDirectory() as folder:
        received = Path(folder) / "dibuat.csv"
        for back in reversed(range(months)):
            month = month_of(number(LAST) - back)
            for source, (every, shares) in SOURCES.items():
                # A year's numbers are told in its first month, a quarter's in its last; the oldest month has them all.
                is_due = month.month % every == (1 % every if every == 12 else 0)
                if is_due or (source == "penduduk" and back == months - 1):
                    period = month.replace(month=1) if every == 12 else month
                    _keep(received, source, period, known, list(_rows(source, shares, period, known, there)))


def _keep(received: Path, source: str, period: date, known: list[tuple[str, str]], rows: list[dict]) -> None:
    received.write_text(f"{source} {period}", "utf-8")
    ledger.keep(
        received,
        source,
        [name for name in rows[0] if name not in ledger.PROVENANCE],
        rows,
        sha256=hashlib.sha256(received.read_bytes()).hexdigest(),
        suffix=".csv",
        covers={(period, kabupaten, "") for kabupaten, _ in known},
        received_at=datetime.combine(period, datetime.min.time(), ZONE) + timedelta(days=34),
        by="bench",
        is_sample=True,
    )


def _rows(source: str, shares: dict[str, float], period: date, known: list, there: np.ndarray) -> Iterator[dict]:
    chance = np.random.default_rng([number(period), len(source)])
    season = 1 + 0.2 * np.sin(2 * np.pi * period.month / 12)
    columns = {name: chance.poisson(there * share * season).tolist() for name, share in shares.items()}
    if source == "izin_tinggal":
        columns["total"] = [sum(parts) for parts in zip(*columns.values(), strict=True)]
    if source == "apoa":
        columns["penginapan_melapor"] = list(map(min, columns["penginapan_melapor"], columns["penginapan_terdaftar"]))
        columns["terlambat_24_jam"] = [arrived // 8 for arrived in columns["lapor_masuk"]]
    if source == "penduduk":
        columns["penduduk"] = (20_000 + 10 * np.arange(len(known))).tolist()
    for place, (_, area) in enumerate(known):
        numbers = {name: values[place] for name, values in columns.items()}
        yield {"period": period.isoformat(), "area_code": area, "sheet": None, "source_row": place + 2, **numbers}


def _reference(folder: Path, known: list[tuple[str, str]]) -> None:
    """The product's own tables, with these areas instead of the office's."""
    shutil.copytree(paths.ROOT / "data" / "reference", folder, dirs_exist_ok=True)
    kabupaten = sorted({code for code, _ in known})
    _write(
        folder / "kabupaten.csv",
        "kode_kemendagri,kode_bps,kabupaten",
        [(code, code, f"Kabupaten {code}") for code in kabupaten],
    )
    rows = [
        (area, area, of, of, f"Kabupaten {of}", f"Kecamatan {area}", -6 + place // 100 / 50, 100 + place % 100 / 50)
        for place, (of, area) in enumerate(known)
    ]
    _write(folder / "kecamatan.csv", KECAMATAN, rows)
    listed = ", ".join(f'"{code}"' for code in kabupaten)
    about = f'name = "Contoh"\nshort_name = "Contoh"\ntimezone = "{ZONE.key}"\nkabupaten = [{listed}]\n'
    (folder / "office.toml").write_text(about, "utf-8")


def _write(file: Path, header: str, rows: list[tuple]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]))
