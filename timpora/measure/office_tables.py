"""The area tables of an office: its kabupaten and kecamatan, with the codes, places and boundaries that are certain.

What is not certain stays empty and is a finding, for a person to fill in: a BPS code where no name of the BPS list is
exactly the kecamatan's, or where the boundary of that code is called by quite another name. Places are for the tile map
only, and `letak_dari` says what each is from: batas (a point in its polygon), kabupaten (the middle of its kabupaten's
polygons), pulau (the middle of the kabupaten's islands), or nothing that is known (the middle of the office).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rapidfuzz import fuzz, process

from timpora.intake.findings import NOTE, WARN, Finding, finding
from timpora.measure import boundaries
from timpora.measure.national import Kabupaten, Kecamatan, Nation, key

KABUPATEN = [
    "kode_kemendagri",
    "kode_bps",
    "kabupaten",
    "ibu_kota",
    "jumlah_kecamatan",
    "penduduk_dukcapil_2024",
    "luas_km2_big_2024",
    "pilkada_sebelum_2024",
    "spellings_seen",
]
KECAMATAN = [
    "kode_kemendagri",
    "kode_bps",
    "kode_kabupaten_kemendagri",
    "kode_kabupaten_bps",
    "kabupaten",
    "kecamatan",
    "spellings_seen",
    "kelurahan",
    "desa",
    "lat",
    "lon",
    "letak_dari",
]
ALIKE = 75  # of 100: one name spelled in two ways, where the code is the same already
_OFFERED = 80  # of 100: near enough to be offered to a person

Place = tuple[float, float]  # latitude, longitude in degrees


class UnknownArea(ValueError):
    """A code that is no kabupaten, kota or province; `code` is that one."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Polygon:
    """What the boundary file says of one area."""

    name: str
    place: Place  # a point inside


@dataclass(frozen=True)
class Tables:
    kabupaten: list[dict[str, object]]  # rows of KABUPATEN
    kecamatan: list[dict[str, object]]  # rows of KECAMATAN
    findings: list[Finding]

    @property
    def drawn(self) -> int:
        """How many kecamatan have a polygon."""
        return sum(row["letak_dari"] == "batas" for row in self.kecamatan)


def chosen(nation: Nation, codes: Iterable[str], provinces: Iterable[str] = ()) -> list[Kabupaten]:
    """The kabupaten of these codes and provinces, by code. Raises UnknownArea."""
    found = {}
    for code in codes:
        if code not in nation.kabupaten:
            raise UnknownArea(code)
        found[code] = nation.kabupaten[code]
    for province in provinces:
        own = {code: one for code, one in nation.kabupaten.items() if one.province == province}
        if not own:
            raise UnknownArea(province)
        found |= own
    return [found[code] for code in sorted(found)]


def polygons(folder: Path, office: Sequence[Kabupaten]) -> dict[str, Polygon] | None:
    """BPS code → polygon, of these kabupaten; None where there is no boundary file. Raises BoundaryError."""
    frame = boundaries.everything(folder)
    if frame is None:
        return None
    own = {one.bps_code for one in office if one.bps_code}
    frame = frame[(frame["kind"] == "kecamatan") & frame["bps_code"].str[:4].isin(own)]
    points = frame.geometry.representative_point()
    rows = zip(frame["bps_code"], frame["name"], points.y, points.x, strict=True)
    return {code: Polygon(name, (lat, lon)) for code, name, lat, lon in rows}


def tables(office: Sequence[Kabupaten], known: dict[str, Polygon] | None) -> Tables:
    """The rows of kabupaten.csv and kecamatan.csv, and what is left open. known: of polygons()."""
    findings: list[Finding] = []
    has_file, known = known is not None, known or {}
    coded = {one.code: _code(one, known, findings) for kabupaten in office for one in kabupaten.members}
    for kabupaten in office:
        _tell(kabupaten, coded, known if has_file else None, findings)
    places = _places(office, coded, known)
    rows = [_kecamatan(kabupaten, one, coded, places) for kabupaten in office for one in kabupaten.members]
    if has_file and any(row["letak_dari"] != "batas" for row in rows):
        findings.append(finding(NOTE, "init_splits"))
    return Tables([_kabupaten(one) for one in office], rows, findings)


def _code(one: Kecamatan, known: dict[str, Polygon], findings: list[Finding]) -> str:
    """Its BPS code, unless the polygon of that code is called by another name."""
    polygon = known.get(one.bps_code)
    if polygon is None or _alike(polygon.name, one.name):
        return one.bps_code
    words = {"code": one.code, "bps": one.bps_code, "other": polygon.name}
    findings.append(finding(WARN, "init_other_name", value=one.name, **words))
    return ""


def _alike(shape: str, name: str) -> bool:
    ours, theirs = key(name), key(shape)
    # Names in the boundary file are cut off after 25 letters, and some say less than the whole name.
    return ours.startswith(theirs) or theirs.startswith(ours) or fuzz.ratio(ours, theirs) >= ALIKE


def _tell(kabupaten: Kabupaten, coded: dict[str, str], known: dict[str, Polygon] | None, findings: list) -> None:
    """What a kabupaten lacks, in one finding of a kind."""
    without = [one for one in kabupaten.members if not one.bps_code]
    if without:
        names = ", ".join(_offering(one, kabupaten) for one in without)
        findings.append(finding(WARN, "init_no_code", value=kabupaten.name, n=len(without), names=names))
    if known is None:
        return
    if bare := [one.name for one in kabupaten.members if coded[one.code] and coded[one.code] not in known]:
        findings.append(finding(WARN, "init_no_polygon", value=kabupaten.name, n=len(bare), names=", ".join(bare)))


def _offering(one: Kecamatan, kabupaten: Kabupaten) -> str:
    """ "Kuok", and the name of the BPS list that is like it and is nobody's, if there is one."""
    names = {code: key(name) for code, name in kabupaten.unused}
    best = process.extractOne(key(one.name), names, scorer=fuzz.ratio, score_cutoff=_OFFERED)
    return f"{one.name} (~ {dict(kabupaten.unused)[best[2]]} {best[2]}?)" if best else one.name


def _places(
    office: Sequence[Kabupaten], coded: dict[str, str], known: dict[str, Polygon]
) -> dict[str, tuple[Place, str]]:
    """Kecamatan code → (place, what it is from)."""
    found: dict[str, tuple[Place, str]] = {}
    for kabupaten in office:
        own = [known[code].place for one in kabupaten.members if (code := coded[one.code]) in known]
        # Polygons of the kabupaten that none of today's kecamatan is called by tell where it lies all the same.
        own = own or [at.place for code, at in known.items() if kabupaten.bps_code and code[:4] == kabupaten.bps_code]
        middle = (_middle(own), "kabupaten") if own else (kabupaten.islands, "pulau") if kabupaten.islands else None
        for one in kabupaten.members:
            polygon = known.get(coded[one.code])
            if polygon or middle:
                found[one.code] = (polygon.place, "batas") if polygon else middle
    centre = _middle([place for place, _ in found.values()]) if found else (0.0, 0.0)
    return {one.code: found.get(one.code, (centre, "")) for kabupaten in office for one in kabupaten.members}


def _middle(places: Sequence[Place]) -> Place:
    return fmean(lat for lat, _ in places), fmean(lon for _, lon in places)


def _kabupaten(one: Kabupaten) -> dict[str, object]:
    return {
        "kode_kemendagri": one.code,
        "kode_bps": one.bps_code,
        "kabupaten": one.name,
        "jumlah_kecamatan": len(one.members),
    }


def _kecamatan(
    kabupaten: Kabupaten, one: Kecamatan, coded: dict[str, str], places: dict[str, tuple[Place, str]]
) -> dict[str, object]:
    (lat, lon), source = places[one.code]
    return {
        "kode_kemendagri": one.code,
        "kode_bps": coded[one.code],
        "kode_kabupaten_kemendagri": kabupaten.code,
        "kode_kabupaten_bps": kabupaten.bps_code,
        "kabupaten": kabupaten.name,
        "kecamatan": one.name,
        "spellings_seen": "|".join(_spellings(one)),
        "kelurahan": one.kelurahan,
        "desa": one.desa,
        "lat": round(lat, 3),
        "lon": round(lon, 3),
        "letak_dari": source,
    }


def _spellings(one: Kecamatan) -> list[str]:
    """How else the name is written: as BPS does, and drawn together as boundary files do."""
    joined = "".join(one.name.split()) if " " in one.name else ""
    return list(dict.fromkeys(filter(None, (one.bps_name, joined))))
