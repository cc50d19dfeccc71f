"""The kecamatan that sample figures are made for, and what kind of place each one is."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, floor
from pathlib import Path
from typing import Literal

from timpora.sample.chance import draws, normal

Role = Literal["site", "kota", "capital", "rural"]

# One power plant, smelter or mine per province dwarfs the rest. Balusu stands in for the coast of Barru where
# such works lie; in other provinces a rural kecamatan is drawn.
SITES = {"73": "73.11.07"}
SITE_WEIGHT = 190.0
PILKADA_2024 = date(2024, 11, 27)


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    kabupaten_code: str
    kabupaten_name: str
    spellings: tuple[str, ...]
    kabupaten_spellings: tuple[str, ...]
    role: Role
    weight: float  # foreign nationals in an ordinary month of 2024
    population: int  # 2024
    area_km2: float | None
    elections: tuple[date, ...]  # polling days of local elections


def areas_of(kabupaten_file: Path, kecamatan_file: Path) -> list[Area]:
    """Every kecamatan of kecamatan.csv, with what kabupaten.csv says of its kabupaten, in order of code.

    Totals of a kabupaten (population 2024, km²) are split over its kecamatan and add up to it: people
    exactly, km² to the hundredth. A population not given is invented; an extent not given stays unknown.
    """
    kabupaten = {row["kode_kemendagri"]: row for row in _rows(kabupaten_file)}
    members: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in sorted(_rows(kecamatan_file), key=lambda row: row["kode_kemendagri"]):
        members[row["kode_kabupaten_kemendagri"]].append(row)
    roles = _roles(members, kabupaten)
    found = []
    for code, rows in sorted(members.items()):
        about = kabupaten.get(code, {})
        people = _people(rows, about.get("penduduk_dukcapil_2024"))
        extents = _extents(rows, about.get("luas_km2_big_2024"))
        for row, population, area_km2 in zip(rows, people, extents, strict=True):
            role = roles[row["kode_kemendagri"]]
            found.append(
                Area(
                    code=row["kode_kemendagri"],
                    name=row["kecamatan"],
                    kabupaten_code=code,
                    kabupaten_name=about.get("kabupaten") or row["kabupaten"],
                    spellings=_list(row.get("spellings_seen")),
                    kabupaten_spellings=_list(about.get("spellings_seen")),
                    role=role,
                    weight=_weight(row["kode_kemendagri"], role),
                    population=population,
                    area_km2=area_km2,
                    elections=(
                        *map(date.fromisoformat, _list(about.get("pilkada_sebelum_2024"))),
                        PILKADA_2024,
                    ),
                )
            )
    return found


def apportion(total: int, shares: Sequence[float]) -> list[int]:
    """Whole parts in proportion to the shares that add up to the total, by largest remainder."""
    exact = [total * share / sum(shares) for share in shares]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _roles(members: dict[str, list[dict]], kabupaten: dict[str, dict]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for code, rows in members.items():
        # Kemendagri numbers a province's kota from 71 on.
        is_kota = code.replace(".", "")[2:4] >= "71"
        capital = _capital(rows, kabupaten.get(code, {}).get("ibu_kota") or "")
        for row in rows:
            role = "kota" if is_kota else "capital" if row is capital else "rural"
            roles[row["kode_kemendagri"]] = role
    for province in {code[:2] for code in roles}:
        rural = [code for code, role in roles.items() if role == "rural" and code[:2] == province]
        site = SITES.get(province)
        if rural:
            roles[site if site in roles else min(rural, key=lambda code: next(draws(code, "site")))] = "site"
    return roles


def _capital(rows: list[dict], ibu_kota: str) -> dict:
    # The seat of a kabupaten is where its kelurahan are; its name often is not the kecamatan's.
    return max(rows, key=lambda row: (_int(row.get("kelurahan")), row["kecamatan"] == ibu_kota))


def _weight(code: str, role: Role) -> float:
    chance = draws(code, "weight")
    if role == "site":
        return SITE_WEIGHT
    if role == "kota":
        return 21 * (0.6 + 0.9 * next(chance))
    if role == "capital":
        return 6.5 * (0.6 + next(chance))
    return min(4.0, 1.05 * exp(0.9 * normal(next(chance))))


def _people(rows: list[dict], total: str | None) -> list[int]:
    shares = []
    for row in rows:
        # A kelurahan is denser than a desa.
        units = 1.7 * _int(row.get("kelurahan")) + _int(row.get("desa"))
        shares.append((units or 10) * (0.7 + 0.7 * next(draws(row["kode_kemendagri"], "people"))))
    return apportion(_int(total) or round(sum(shares) * 2600), shares)


def _extents(rows: list[dict], total_km2: str | None) -> list[float | None]:
    if not total_km2:
        return [None] * len(rows)
    shares = []
    for row in rows:
        units = 0.6 * _int(row.get("kelurahan")) + 1.3 * _int(row.get("desa"))
        shares.append((units or 10) * (0.5 + next(draws(row["kode_kemendagri"], "extent"))))
    return [hundredths / 100 for hundredths in apportion(round(float(total_km2) * 100), shares)]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split("|") if part)


def _int(cell: str | None) -> int:
    return int(cell or 0)
