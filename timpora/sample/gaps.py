"""What agencies leave out, send late, or send wrong first: what the data-quality pages have to tell of."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from timpora.sample.areas import Area
from timpora.sample.chance import draw, draws
from timpora.sample.times import month_of, number

NEVER_SENT = {
    ("apoa", date(2020, 4, 1)),
    ("izin_tinggal", date(2021, 8, 1)),
    ("tak", date(2023, 11, 1)),
    ("kebangsaan", date(2024, 2, 1)),
    ("rtl", date(2023, 8, 1)),
}
# Kabupaten missing from the office's report: of permits Sidrap, of APOA Enrekang and Soppeng, and so on.
WITHOUT = {
    "izin_tinggal": {("73.14", date(2023, 5, 1)), ("73.14", date(2023, 6, 1))},
    "apoa": {
        ("73.16", date(2019, 8, 1)),
        ("73.16", date(2019, 9, 1)),
        ("73.12", date(2022, 3, 1)),
        ("73.12", date(2022, 4, 1)),
        ("73.16", date(2024, 10, 1)),
    },
    # Quarters of Wajo that never came, by the quarter's last month.
    "adminduk": {("73.13", date(2020, 6, 1)), ("73.13", date(2023, 12, 1))},
    "tka": {("73.13", date(2021, 3, 1)), ("73.16", date(2023, 9, 1)), ("73.13", date(2024, 9, 1))},
    "pelajar": {("73.16", date(2022, 12, 1)), ("73.12", date(2024, 6, 1))},
    "kesiapan": {("73.13", date(2023, 12, 1)), ("73.13", date(2024, 3, 1)), ("73.14", date(2024, 9, 1))},
    "deteksi_dini": {("73.13", date(2022, 7, 1)), ("73.16", date(2024, 4, 1)), ("73.16", date(2024, 5, 1))},
    "tak": {("73.12", date(2022, 5, 1))},
    "kebangsaan": {("73.14", date(2023, 5, 1)), ("73.14", date(2023, 6, 1))},
}
# Kecamatan that their kabupaten's table leaves out.
ABSENT = {
    ("deteksi_dini", "73.15.07", date(2024, 9, 1)),
    ("kesiapan", "73.16.06", date(2024, 6, 1)),
    ("pelajar", "73.15.12", date(2023, 12, 1)),
}
# Kabupaten whose desa report after the others, in files of their own; the newest month of two is not in yet.
APART_SHARE = 0.05
APART = {("73.12", date(2024, 8, 1)), ("73.12", date(2024, 10, 1)), ("73.16", date(2024, 10, 1))}

# Only optional columns: without the others a file is refused.
LEFT_BLANK = {"izin_tinggal": ("tanpa_permohonan",), "apoa": ("masuk_30_hari_tanpa_keluar", "malam_tamu")}
# Sent weeks late besides those that chance picks.
LATE = {
    ("tak", date(2022, 9, 1)),
    ("tak", date(2024, 3, 1)),
    ("kesiapan", date(2023, 9, 1)),
    ("tka", date(2023, 12, 1)),
    ("pelajar", date(2023, 6, 1)),
}
BLANK_SHARE = 0.04
LATE_SHARE = 0.09


def is_reported(source: str, kabupaten_code: str, period: date) -> bool:
    return (source, period) not in NEVER_SENT and (kabupaten_code, period) not in WITHOUT.get(source, ())


def is_absent(source: str, code: str, period: date) -> bool:
    return (source, code, period) in ABSENT


def is_apart(kabupaten_code: str, period: date) -> bool:
    """Whether a kabupaten missed the office's file and sends its own."""
    return (kabupaten_code, period) in APART or draw("apart", kabupaten_code, number(period)) < APART_SHARE


def days_apart(kabupaten_code: str, period: date) -> int:
    return 12 + int(25 * draw("days apart", kabupaten_code, number(period)))


@cache
def blank_columns(source: str, kabupaten_code: str, period: date) -> tuple[str, ...]:
    """Optional columns that a kabupaten left empty this time."""
    columns = LEFT_BLANK.get(source, ())
    return tuple(c for c in columns if draw(source, c, kabupaten_code, number(period)) < BLANK_SHARE)


def days_late(source: str, sender: str, period: date) -> int:
    """Mostly none, now and then three to six weeks."""
    chance = draws("late", source, sender, number(period))
    is_late = next(chance) < LATE_SHARE or (source, period) in LATE
    return 21 + int(21 * next(chance)) if is_late else 0


def miscounted(areas: Sequence[Area]) -> dict[str, Mapping[str, int]]:
    """What the report that is corrected later had too many of, by kecamatan: two numbers of one kabupaten.

    A kota's if there is one: the figures are large enough there for nobody to notice at once.
    """
    kota = [area for area in areas if area.role == "kota"] or list(areas)
    mine = [area for area in kota if area.kabupaten_code == kota[0].kabupaten_code]
    return {mine[-1].code: {"itk": 1, "total": 1}, mine[0].code: {"itas": 2, "total": 2}} if mine[1:] else {}


def revised(source: str, areas: Sequence[Area], periods: Sequence[date], last: date) -> dict[str, Mapping[str, int]]:
    """What Disnaker had too many of, by kecamatan, in the quarter before the newest: two firms counted twice."""
    quarter = date(last.year, 3 * ((last.month - 1) // 3), 1) if last.month > 3 else None
    if source != "tka" or quarter is None or periods[-1] != month_of(number(quarter) - 3):
        return {}
    return {area.code: {"tka": 38, "pemberi_kerja": 2} for area in areas if area.role == "site"}
