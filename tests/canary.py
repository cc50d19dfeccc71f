"""Numbers planted in every source, that stand nowhere else; and a nose that finds them in whatever left a server."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import count

import duckdb
import numpy as np
from conftest import House

from timpora import paths
from timpora.store import publish

KABUPATEN = {
    "73.72": ("Parepare", "Ujung", "Soreang"),
    "73.15": ("Pinrang", "Suppa", "Cempa"),
    "73.11": ("Barru", "Balusu", "Mallusetasi"),
}
_HEADS = {
    "izin_tinggal": "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP",
    "adminduk": "TRIWULAN;KAB/KOTA;KECAMATAN;SKTT;KTP-EL OA",
    "tka": "TRIWULAN;KAB/KOTA;KECAMATAN;TKA;PEMBERI KERJA",
    "pelajar": "SEMESTER;KAB/KOTA;KECAMATAN;PELAJAR;MAHASISWA;PENGAJAR",
    "apoa": ("PERIODE;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR;MALAM-TAMU"),
    "dpt": "PERIODE;KAB/KOTA;KECAMATAN;TAHAPAN;TPS;L;P;TOTAL;TEMUAN WNA;WNA SELESAI",
}
_PERIODS = {"adminduk": "Triwulan III 2024", "tka": "Triwulan III 2024", "pelajar": "Semester I 2024"}
# Names that a server draws by chance, for sessions and runs: six digits of some hundred of them are some number.
_DRAWN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])"
)
_LARGE = 100_000  # smaller numbers stand in a page for other reasons


def plant(house: House) -> set[int]:
    """Load six sources of three kabupaten, one file of each, and corrections; publish. Returns what was corrected."""
    fresh = (number for number in count(112_003, 2_711) if number % 5)
    for source, heads in _HEADS.items():
        for name, *places in KABUPATEN.values():
            rows = [_row(source, heads, name, place, fresh) for place in places]
            sheet = "\n".join([heads, *rows])
            assert house.load(house.file(sheet, f"{source}-{name}.csv"), source=source, reason="uji kenari").entry
    countries = "\n".join(f"{name};{next(fresh)};{next(fresh)}" for name, *_ in KABUPATEN.values())
    assert house.load(f"Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\n{countries}\n", reason="uji kenari").entry
    wrong = {next(fresh) for _ in KABUPATEN}
    for (name, *places), number in zip(KABUPATEN.values(), sorted(wrong), strict=True):
        row = f"Sep-24;{name};{places[0]};0;0;0;0;{number};0"
        right = f"Sep-24;{name};{places[0]};0;0;0;0;{next(fresh)};0"
        for line, reason in ((row, "uji kenari"), (right, f"seharusnya bukan {number}")):
            assert house.load("\n".join([_HEADS["izin_tinggal"], line]), source="izin_tinggal", reason=reason).entry
    publish.publish()
    return wrong


def _row(source: str, heads: str, name: str, place: str, fresh: Iterator[int]) -> str:
    period = _PERIODS.get(source, "Okt-24")
    numbers = [next(fresh) for _ in heads.split(";")[3:]]
    if source == "apoa":
        numbers = [numbers[0], numbers[0] - 1, *sorted(numbers[1:3], reverse=True), numbers[4]]
    if source == "dpt":
        men, women, found = numbers[1:4]
        return f"{period};{name};{place};DPT;40;{men};{women};{men + women};{found};{found - 2}"
    if source == "tka":
        numbers[1] = 7
    return ";".join([period, name, place, *map(str, numbers)])


def differing() -> set[int]:
    """Every exact count of people, of a kecamatan, kabupaten or the office, that is not published as it is."""
    return _numbers("select value from gate.audited where value is distinct from shown")


def published() -> set[int]:
    """Every count of people as it is published."""
    return _numbers("select shown from gate.audited where shown is not null")


def belonging_to(kabupaten: str) -> set[int]:
    """Every number of this kabupaten and its kecamatan, of people and of things, exact and published."""
    both = (
        "select value from marts.measures where area_code[:5] = $code union all "
        "select value from marts.totals where group_code = $code union all "
        "select value from gate.audited where group_code[:5] = $code union all "
        "select shown from gate.audited where group_code[:5] = $code"
    )
    return _numbers(both, code=kabupaten)


def _numbers(question: str, **words: str) -> set[int]:
    with duckdb.connect(str((paths.exact() / "current").resolve()), read_only=True) as con:
        found = {int(number) for (number,) in con.execute(question, words).fetchall() if number is not None}
    return {number for number in found if number >= _LARGE}


class Nose:
    """Looks for numbers however they are written: as text with any separator, or as in a table or a chart."""

    def __init__(self, numbers: Iterable[int]):
        self._numbers = set(numbers)

    def in_bytes(self, content: bytes) -> set[int]:
        found: set[int] = set()
        for piece in _layers(content):
            for form in ("<i8", "<f8", "<i4", "<f4", ">i8", ">f8"):
                size = np.dtype(form).itemsize
                for start in range(min(size, len(piece))):
                    whole = piece[start : start + (len(piece) - start) // size * size]
                    seen = self._among(np.frombuffer(whole, form))
                    # Four bytes look like some number by chance once in a million; a column of numbers has several.
                    found |= seen if size == 8 or len(seen) > 1 else set()
            text = _DRAWN.sub(" ", piece.decode("utf-8", "replace"))
            joined = re.sub(r"(?<=\d)[.,'\s\u00a0\u202f](?=\d{3}(?!\d))", "", text)
            for written in (text, joined):
                found |= {int(n) for n in re.findall(r"(?<!\d)\d{6,10}(?!\d)", written)} & self._numbers
        return found

    def _among(self, values: np.ndarray) -> set[int]:
        with np.errstate(invalid="ignore"):
            near = values[(values >= min(self._numbers)) & (values <= max(self._numbers))]
            return {int(value) for value in near[np.isin(near, list(self._numbers))]}


def _layers(content: bytes) -> Iterator[bytes]:
    """What was sent, and what is wrapped in it: compressed, or as base64 (how a chart sends its numbers)."""
    yield content
    if content[:2] == b"\x1f\x8b":
        yield zlib.decompress(content, 31)
    pieces = re.findall(rb"[A-Za-z0-9+/]{10,}={0,2}", content)
    yield b"\0".join(base64.b64decode(piece[: len(piece) // 4 * 4]) for piece in pieces)
