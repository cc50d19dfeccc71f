"""Which kecamatan a row means: by code if there is one, else by exact or known spelling within its kabupaten.

Never guessed: an unknown spelling comes back with the nearest names, for a person to choose from.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from timpora import paths

_KEMENDAGRI = re.compile(r"^(\d{2})\.?(\d{2})\.?(\d{2})$")
_BPS = re.compile(r"^\d{7}$")


@dataclass(frozen=True)
class Area:
    code: str  # Kemendagri, the key of everything
    bps_code: str
    name: str
    kabupaten_code: str
    kabupaten_name: str


class UnknownArea(ValueError):
    """No kecamatan, or more than one, by that name. `rule` names the finding; `nearest` are names to offer."""

    def __init__(self, rule: str, nearest: list[str] = ()):
        super().__init__(rule)
        self.rule, self.nearest = rule, list(nearest)


class Gazetteer:
    """All kecamatan of the reference tables with every spelling seen in real files."""

    def __init__(self, folder: Path):
        kabupaten = _rows(folder / "kabupaten.csv")
        self.areas: dict[str, Area] = {}
        self._by_bps: dict[str, Area] = {}
        self._by_name: dict[tuple[str, str], Area] = {}
        self._anywhere: dict[str, list[Area]] = defaultdict(list)
        self._kabupaten: dict[str, set[str]] = defaultdict(set)
        for row in kabupaten:
            for spelling in [row["kabupaten"], *_spellings(row)]:
                self._kabupaten[_key(spelling)].add(row["kode_kemendagri"])
                self._kabupaten[_plain(spelling)].add(row["kode_kemendagri"])
        for row in _rows(folder / "kecamatan.csv"):
            self._add(row)

    def _add(self, row: dict[str, str]) -> None:
        area = Area(
            row["kode_kemendagri"],
            row["kode_bps"],
            row["kecamatan"],
            row["kode_kabupaten_kemendagri"],
            row["kabupaten"],
        )
        self.areas[area.code] = self._by_bps[area.bps_code] = area
        for spelling in {_bare(area.name), *map(_bare, _spellings(row))}:
            self._by_name[area.kabupaten_code, spelling] = area
            self._anywhere[spelling].append(area)

    def resolve(self, code: str | None, kabupaten: str | None, kecamatan: str | None) -> Area:
        """The kecamatan a row names. Raises UnknownArea; a code and a name that disagree are stopped too."""
        named = self._named(kabupaten, kecamatan) if kecamatan else None
        if not code:
            if named is None:
                raise UnknownArea("no_area")
            return named
        coded = self._coded(code)
        # A code that is another kabupaten's in the other system shows itself here.
        elsewhere = kabupaten and self._kabupaten_code(kabupaten) != coded.kabupaten_code
        if elsewhere or (named and named != coded):
            raise UnknownArea("code_name_mismatch", [f"{coded.code} = {coded.name}, {coded.kabupaten_name}"])
        return coded

    def members(self, kabupaten_code: str) -> list[Area]:
        return [area for area in self.areas.values() if area.kabupaten_code == kabupaten_code]

    def _coded(self, code: str) -> Area:
        # The two systems are told apart by their shape, never derived from one another: BPS 7311 is Bone,
        # Kemendagri 73.11 is Barru.
        code = re.sub(r"^'|\.0*$", "", code.strip())  # as spreadsheets leave codes they took for numbers
        if _BPS.match(code) and code in self._by_bps:
            return self._by_bps[code]
        match = _KEMENDAGRI.match(code)
        if match and (area := self.areas.get(".".join(match.groups()))):
            return area
        raise UnknownArea("unknown_code")

    def _named(self, kabupaten: str | None, kecamatan: str) -> Area:
        spelling = _bare(kecamatan)
        if not kabupaten:
            found = self._anywhere.get(spelling, [])
            if len(found) == 1:
                return found[0]
            if found:
                raise UnknownArea("ambiguous_area", [f"{a.name} ({a.kabupaten_name})" for a in found])
            raise UnknownArea("unknown_area", self._nearest(spelling, self.areas.values()))
        code = self._kabupaten_code(kabupaten)
        if area := self._by_name.get((code, spelling)):
            return area
        if elsewhere := self._anywhere.get(spelling):
            raise UnknownArea("area_elsewhere", [f"{area.name} ({area.kabupaten_name})" for area in elsewhere])
        raise UnknownArea("unknown_area", self._nearest(spelling, self.members(code)))

    def _kabupaten_code(self, kabupaten: str) -> str:
        codes = self._kabupaten.get(_key(kabupaten)) or self._kabupaten.get(_plain(kabupaten))
        if not codes or len(codes) > 1:
            raise UnknownArea("unknown_kabupaten")
        return next(iter(codes))

    def _nearest(self, spelling: str, areas) -> list[str]:
        names = {_key(area.name): area.name for area in areas}
        best = process.extract(spelling, names, scorer=fuzz.WRatio, processor=_key, limit=3, score_cutoff=60)
        return [name for name, _, _ in best]


def gazetteer() -> Gazetteer:
    return _gazetteer(paths.reference())


@cache
def _gazetteer(folder: Path) -> Gazetteer:
    return Gazetteer(folder)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _spellings(row: dict[str, str]) -> list[str]:
    return [spelling for spelling in row.get("spellings_seen", "").split("|") if spelling]


def _key(name: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", name.upper()))


def _bare(kecamatan: str) -> str:
    return re.sub(r"^(KECAMATAN|KEC)\s+(?=\S)", "", _key(kecamatan))


def _plain(kabupaten: str) -> str:
    return re.sub(r"^(KABUPATEN|KAB|KOTA)\s+", "", _key(kabupaten))
