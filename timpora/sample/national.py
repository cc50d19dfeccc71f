"""Reference tables for a sample of the whole nation: every kecamatan of the boundary file.

For benchmarks. The key is the BPS code, because no table of Kemendagri codes for the nation is shipped and one is
never derived from the other; names and kabupaten are the boundary file's (about 2015).
"""

import csv
from pathlib import Path

_KECAMATAN = [
    "kode_kemendagri",
    "kode_bps",
    "kode_kabupaten_kemendagri",
    "kode_kabupaten_bps",
    "kabupaten",
    "kecamatan",
    "lat",
    "lon",
]
_KABUPATEN = ["kode_kemendagri", "kode_bps", "kabupaten"]


def write_reference(boundary_folder: Path, folder: Path) -> int:
    """Write kabupaten.csv, kecamatan.csv and office.toml; returns the kecamatan."""
    import geopandas

    frame = geopandas.read_parquet(boundary_folder / "kecamatan.parquet")
    frame = frame[frame["kind"] == "kecamatan"].sort_values("bps_code")
    places = frame.geometry.representative_point()
    folder.mkdir(parents=True, exist_ok=True)
    kabupaten = {code[:4]: f"Kabupaten {code[:4]}" for code in frame["bps_code"]}
    _write(folder / "kabupaten.csv", _KABUPATEN, [(code, code, name) for code, name in kabupaten.items()])
    _write(
        folder / "kecamatan.csv",
        _KECAMATAN,
        [
            (code, code, code[:4], code[:4], kabupaten[code[:4]], name, round(place.y, 3), round(place.x, 3))
            for code, name, place in zip(frame["bps_code"], frame["name"], places, strict=True)
        ],
    )
    (folder / "office.toml").write_text(
        'name = "Contoh nasional"\nshort_name = "Indonesia"\ntimezone = "Asia/Makassar"\n'
        f"kabupaten = [{', '.join(repr(code) for code in kabupaten)}]\n".replace("'", '"'),
        "utf-8",
    )
    return len(frame)


def _write(path: Path, header: list[str], rows: list[tuple]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
