"""Which area a row means: by code if there is one, else by exact or known spelling within its kabupaten.

Never guessed: an unknown spelling comes back with the nearest names, for a person to choose from.
"""

import copy
import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from timpora import paths
from timpora.intake import spellings

_KEMENDAGRI = re.compile(r"^(\d{2})\.?(\d{2})\.?(\d{2})$")
_BPS = re.compile(r"^\d{7}$")
_SAYS_KABUPATEN = re.compile(r"^(KABUPATEN|KAB|KOTA)\b")


@dataclass(frozen=True)
class Area:
    code: str  # Kemendagri, the key of everything
    bps_code: str  # which polygons are kept by; its own code where BPS's is not known
    name: str
    kabupaten_code: str
    kabupaten_name: str


class UnknownArea(ValueError):
    """No area, or more than one, by that name. `rule` names the finding; `nearest` are areas to offer."""

    def __init__(self, rule: str, nearest: Iterable[str] = ()):
        super().__init__(rule)
        self.rule, self.nearest = rule, list(nearest)


class Gazetteer:
    """All kecamatan of the reference tables with every spelling seen in real files, and those a person confirmed."""

    def __init__(self, kabupaten: Path, kecamatan: Path):
        self.areas: dict[str, Area] = {}
        self.kabupaten: dict[str, Area] = {}
        self._by_bps: dict[str, Area] = {}
        self._by_name: dict[tuple[str, str], Area] = {}
        self._anywhere: dict[str, list[Area]] = defaultdict(list)
        self._members: dict[str, list[Area]] = defaultdict(list)
        self._kabupaten_names: dict[str, set[str]] = defaultdict(set)
        self._confirmed: dict[tuple[str | None, str], str | None] = {}
        for row in _rows(kabupaten):
            code, name = row["kode_kemendagri"], row["kabupaten"]
            self.kabupaten[code] = Area(code, row["kode_bps"], name, code, name)
            for spelling in [name, *_spellings(row)]:
                self._kabupaten_names[_key(spelling)].add(code)
                self._kabupaten_names[_plain(spelling)].add(code)
        for row in _rows(kecamatan):
            self._add(row)

    def _add(self, row: dict[str, str]) -> None:
        code, kabupaten = row["kode_kemendagri"], row["kode_kabupaten_kemendagri"]
        area = Area(code, row["kode_bps"] or code, row["kecamatan"], kabupaten, row["kabupaten"])
        self.areas[area.code] = self._by_bps[area.bps_code] = area
        self._members[kabupaten].append(area)
        for spelling in {_bare(area.name), *map(_bare, _spellings(row))}:
            self._by_name[area.kabupaten_code, spelling] = area
            self._anywhere[spelling].append(area)

    def knowing(self, confirmed: list[dict]) -> "Gazetteer":
        """The same with the spellings of spellings.confirmed()."""
        other = copy.copy(self)
        other._confirmed = {(line["kabupaten"], _bare(line["spelling"])): line["area_code"] for line in confirmed}
        return other

    def resolve(self, code: str | None, kabupaten: str | None, kecamatan: str | None) -> Area:
        """The kecamatan a row names. Raises UnknownArea; a code and a name that disagree are stopped too.

        kabupaten: a name, or a code that kabupaten_of() has understood.
        """
        named = self._named(kabupaten, kecamatan) if kecamatan else None
        if not code:
            if named is None:
                raise UnknownArea("no_area")
            return named
        coded = self._coded(code)
        # A code that is another kabupaten's in the other system shows itself here.
        elsewhere = kabupaten and self.kabupaten_of(None, kabupaten).code != coded.kabupaten_code
        if elsewhere or (named and named != coded):
            raise UnknownArea("code_name_mismatch", [f"{coded.code} = {coded.name}, {coded.kabupaten_name}"])
        return coded

    def kabupaten_of(self, code: str | None, name: str | None) -> Area:
        """The kabupaten or kota a row names. Raises UnknownArea.

        Four digits without a dot are BPS's (7311 is Bone) or Kemendagri's (73.11 is Barru): told apart by the name
        beside them, and stopped where nothing tells.
        """
        named = self._kabupaten_named(name) if name else None
        if not code:
            if named is None:
                raise UnknownArea("no_kabupaten")
            return named
        digits = re.sub(r"^'|\.0*$", "", code.strip())
        readings = [k for k in self.kabupaten.values() if digits in (k.code, k.code.replace(".", ""), k.bps_code)]
        if "." in digits:
            readings = [k for k in readings if k.code == digits]
        if not readings:
            raise UnknownArea("unknown_kabupaten_code")
        if named:
            if named not in readings:
                raise UnknownArea("code_name_mismatch", [f"{k.code} = {k.name}" for k in readings])
            return named
        if "." not in digits and {k.code.replace(".", "") for k in readings} != {k.bps_code for k in readings}:
            raise UnknownArea(
                "ambiguous_code", [f"{k.name}: {k.code} (Kemendagri), {k.bps_code} (BPS)" for k in readings]
            )
        return readings[0]

    def kabupaten_in(self, text: str) -> Area | None:
        """The one kabupaten that a title names as such ("PEMERINTAH KABUPATEN BARRU"); None for none or several."""
        words = f" {_key(text)} "
        found = {
            code
            for spelling, codes in self._kabupaten_names.items()
            for prefix in ("KABUPATEN ", "KAB ", "KOTA ")
            if f" {prefix}{_plain(spelling)} " in words and len(codes) == 1
            for code in codes
        }
        return self.kabupaten[found.pop()] if len(found) == 1 else None

    def kabupaten_called(self, text: str, *, must_say_so: bool = False) -> Area | None:
        """The kabupaten a short text is the name of; must_say_so: only with KAB or KOTA before it."""
        if must_say_so and not _SAYS_KABUPATEN.match(_key(text)):
            return None
        codes = self._kabupaten_names.get(_key(text)) or self._kabupaten_names.get(_plain(text)) or set()
        return self.kabupaten[next(iter(codes))] if len(codes) == 1 else None

    def named_exactly(self, spelling: str, within: Area) -> Area | None:
        """The other kecamatan of the same kabupaten that is called so already: its name cannot mean two."""
        found = self._by_name.get((within.kabupaten_code, _bare(spelling)))
        return found if found and within.code in self.areas and found != within else None

    def called(self, kecamatan: str, kabupaten_code: str | None = None) -> list[Area]:
        """Every area of exactly that name or a known spelling of it, within a kabupaten where one is given."""
        spelling = _bare(kecamatan)
        if not kabupaten_code:
            return self._anywhere.get(spelling, [])
        known = self._confirmed.get((kabupaten_code, spelling)) or ""
        found = self._by_name.get((kabupaten_code, spelling)) or self.areas.get(known)
        return [found] if found else []

    def members(self, kabupaten_code: str) -> list[Area]:
        return self._members[kabupaten_code]

    def _coded(self, code: str) -> Area:
        # The two systems are told apart by their shape, never derived from one another.
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
            # Confirmed within one kabupaten, it serves a table that names none; within two it does not.
            meant = {code for (_, known), code in self._confirmed.items() if known == spelling and code in self.areas}
            if not found and len(meant) == 1:
                return self.areas[meant.pop()]
            if found:
                raise UnknownArea("ambiguous_area", [f"{a.name} ({a.kabupaten_name})" for a in found])
            raise UnknownArea("unknown_area", self._nearest(spelling, self.areas.values()))
        code = self.kabupaten_of(None, kabupaten).code
        if area := self._by_name.get((code, spelling)):
            return area
        if known := self._confirmed.get((code, spelling)):
            return self.areas[known]
        if elsewhere := self._anywhere.get(spelling):
            raise UnknownArea("area_elsewhere", [f"{area.name} ({area.kabupaten_name})" for area in elsewhere])
        raise UnknownArea("unknown_area", self._nearest(spelling, self.members(code)))

    def _kabupaten_named(self, name: str) -> Area:
        if area := self.kabupaten.get(name):
            return area
        if (known := self._confirmed.get((None, _bare(name)))) and known in self.kabupaten:
            return self.kabupaten[known]
        if area := self.kabupaten_called(name):
            return area
        nearest = self._nearest(_plain(name), self.kabupaten.values())
        # With none alike, the few there are; a nation's five hundred would help nobody.
        raise UnknownArea("unknown_kabupaten", nearest or [k.name for k in self.kabupaten.values()][:20])

    def nearest(self, spelling: str, kabupaten_code: str | None) -> list[Area]:
        """The areas whose names are most like a spelling, best first: what a person is offered."""
        among = self.members(kabupaten_code) if kabupaten_code else list(self.areas.values())
        return _best(_bare(spelling), among)

    def _nearest(self, spelling: str, areas: Iterable[Area]) -> list[str]:
        return list(dict.fromkeys(area.name for area in _best(spelling, areas)))


def gazetteer() -> Gazetteer:
    """The areas of the reference tables, with the spellings confirmed so far."""
    return reference().knowing(spellings.confirmed())


def reference() -> Gazetteer:
    """The areas of the reference tables alone."""
    return _gazetteer(paths.reference("kabupaten.csv"), paths.reference("kecamatan.csv"))


@cache
def _gazetteer(kabupaten: Path, kecamatan: Path) -> Gazetteer:
    return Gazetteer(kabupaten, kecamatan)


def _best(spelling: str, areas: Iterable[Area]) -> list[Area]:
    names = {area: _key(area.name) for area in areas}
    best = process.extract(spelling, names, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    return [area for _, _, area in best]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _spellings(row: dict[str, str]) -> list[str]:
    return [spelling for spelling in row.get("spellings_seen", "").split("|") if spelling]


def _key(name: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", name.upper()))


def _bare(kecamatan: str) -> str:
    """ "1. Kec. Ujung" is Ujung."""
    return re.sub(r"^(?:\d{1,2} )?(?:(?:KECAMATAN|KEC)\s+)?(?=[A-Z])", "", _key(kecamatan))


def _plain(kabupaten: str) -> str:
    return re.sub(r"^(KABUPATEN|KAB|KOTA)\s+", "", _key(kabupaten))
