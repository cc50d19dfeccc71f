"""Names and codes of the areas that a scope can be made of."""

import csv
from functools import cache
from pathlib import Path

from timpora import paths, settings


def areas() -> dict[str, str]:
    """Kemendagri code → name, of every kabupaten in the office's jurisdiction and its kecamatan, by code.

    A kecamatan's name says its kabupaten too: several are called alike.
    """
    return dict(_areas(paths.reference("kabupaten.csv"), paths.reference("kecamatan.csv"), settings.office().kabupaten))


@cache
def _areas(kabupaten_file: Path, kecamatan_file: Path, jurisdiction: tuple[str, ...]) -> dict[str, str]:
    kabupaten = {row["kode_kemendagri"]: row["kabupaten"] for row in _rows(kabupaten_file)}
    found = {code: name for code, name in kabupaten.items() if code in jurisdiction}
    for row in _rows(kecamatan_file):
        if row["kode_kabupaten_kemendagri"] in found:
            found[row["kode_kemendagri"]] = f"{row['kecamatan']}, {row['kabupaten']}"
    return dict(sorted(found.items()))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
