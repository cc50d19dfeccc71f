"""An office's own reference tables beside its data: areas, name and clock, elections. What was there is set aside."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.measure.boundaries import write_whole
from timpora.measure.national import Kabupaten
from timpora.measure.office_tables import KABUPATEN, KECAMATAN, Tables

OFFICE = "office.toml"
FILES = ("kabupaten.csv", "kecamatan.csv", "elections.toml", OFFICE)
# Keppres 41/1987, by province: WITA and WIT; the others have WIB.
_CLOCKS = {
    "Asia/Makassar": "51 52 53 63 64 65 71 72 73 74 75 76",
    "Asia/Jayapura": "81 82 91 92 93 94 95 96",
}
# Elections that every kabupaten and kota has; who voted in 2018 and who in 2020 differs, and is for the office to add.
_EVERYWHERE = ("pilkada-2024", "pilkada-2031")
_NAME_LENGTH = 28  # characters that the short name may have


def is_set() -> bool:
    """Whether this installation says itself which office it is."""
    return paths.data() != paths.ROOT / "data" and (paths.own_reference() / OFFICE).is_file()


def write(office: Sequence[Kabupaten], tables: Tables, name: str, at: datetime) -> Path | None:
    """Write the tables of this office; returns the folder that what was there before now lies in."""
    before = _set_aside(at)
    own = paths.own_reference()
    write_whole(own / "kabupaten.csv", _csv(KABUPATEN, tables.kabupaten))
    write_whole(own / "kecamatan.csv", _csv(KECAMATAN, tables.kecamatan))
    write_whole(own / "elections.toml", elections([one.code for one in office]).encode())
    # Last, for with it the installation has its office.
    write_whole(own / OFFICE, settings_of(office, name).encode())
    return before


def keep_shipped(at: datetime) -> Path | None:
    """The shipped office is this installation's: its settings lie beside the data, to be changed; as write()."""
    before = _set_aside(at)
    write_whole(paths.own_reference() / OFFICE, (paths.ROOT / "data" / "reference" / OFFICE).read_bytes())
    return before


def settings_of(office: Sequence[Kabupaten], name: str) -> str:
    """office.toml: as it is shipped, with this office's name, clock and kabupaten."""
    shipped = (paths.ROOT / "data" / "reference" / OFFICE).read_text("utf-8")
    words = {"name": name, "short_name": short_name(office, name), "timezone": clock(office)}
    for key, value in words.items():
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        shipped = re.sub(rf"^{key} = .*$", lambda _, line=line: line, shipped, flags=re.MULTILINE)
    codes = "".join(f'    "{one.code}", # {one.name}\n' for one in office)
    listed = re.compile(r"^kabupaten = \[.*?^\]", re.DOTALL | re.MULTILINE)
    return listed.sub(lambda _: f"kabupaten = [\n{codes}]", shipped)


def elections(codes: Sequence[str]) -> str:
    """elections.toml: as it is shipped, with the votes that every kabupaten has, in these."""
    shipped = (paths.ROOT / "data" / "reference" / "elections.toml").read_text("utf-8")
    parts = re.split(r"^(?=\[\[(?:elections|stage_kinds)\]\]$)", shipped, flags=re.MULTILINE)
    kept = [part for part in parts if not part.startswith("[[elections]]") or _id(part) in _EVERYWHERE]
    listed = f"kabupaten = {json.dumps(list(codes))}"
    return "".join(re.sub(r"^kabupaten = \[.*\]$", listed, part, flags=re.MULTILINE) for part in kept)


def clock(office: Sequence[Kabupaten]) -> str:
    """The time zone of the office: of the province in which it has most kecamatan."""
    provinces = [one.province for one in office for _ in one.members]
    most = max(sorted(set(provinces)), key=provinces.count)
    return next((zone for zone, codes in _CLOCKS.items() if most in codes.split()), "Asia/Jakarta")


def short_name(office: Sequence[Kabupaten], name: str) -> str:
    """What fits into a list: the name itself, or "Kantor" and the place it ends in, else the first of its kabupaten."""
    if len(name) <= _NAME_LENGTH:
        return name
    plain = [re.sub(r"^(Kabupaten|Kota( Administrasi)?) ", "", one.name) for one in office]
    return f"Kantor {next((place for place in plain if name.endswith(place)), plain[0])}"


def _id(part: str) -> str:
    found = re.search(r'^id = "(.*)"$', part, re.MULTILINE)
    return found[1] if found else ""


def _set_aside(at: datetime) -> Path | None:
    """The files that will be written anew go to a folder beside; others of the office's own stay."""
    there = [file for name in FILES if (file := paths.own_reference() / name).is_file()]
    if not there:
        return None
    before = paths.own_reference().with_name(f"reference-{at:%Y%m%d-%H%M%S}")
    before.mkdir()
    for file in there:
        file.rename(before / file.name)
    return before


def _csv(columns: list[str], rows: list[dict]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
