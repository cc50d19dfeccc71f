"""What agencies leave out, send late, or send wrong first: what the data-quality pages have to tell of."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from timpora.sample.areas import Area
from timpora.sample.chance import draw, draws
from timpora.sample.times import number

NEVER_SENT = {("apoa", date(2020, 4, 1)), ("izin_tinggal", date(2021, 8, 1))}
# Kabupaten missing from the office's report: of permits Sidrap, of APOA Enrekang and Soppeng.
WITHOUT = {
    "izin_tinggal": {("73.14", date(2023, 5, 1)), ("73.14", date(2023, 6, 1))},
    "apoa": {
        ("73.16", date(2019, 8, 1)),
        ("73.16", date(2019, 9, 1)),
        ("73.12", date(2022, 3, 1)),
        ("73.12", date(2022, 4, 1)),
        ("73.16", date(2024, 10, 1)),
    },
}
# Quarters of Wajo that never came, by the quarter's last month.
ADMINDUK_NEVER_SENT = {("73.13", date(2020, 6, 1)), ("73.13", date(2023, 12, 1))}

# Only optional columns: without the others a file is refused.
LEFT_BLANK = {"izin_tinggal": ("tanpa_permohonan",), "apoa": ("masuk_30_hari_tanpa_keluar", "malam_tamu")}
BLANK_SHARE = 0.04
LATE_SHARE = 0.09


def is_reported(source: str, kabupaten_code: str, period: date) -> bool:
    if (source, period) in NEVER_SENT or (kabupaten_code, period) in WITHOUT.get(source, ()):
        return False
    if source == "adminduk":
        return (kabupaten_code, period) not in ADMINDUK_NEVER_SENT
    return True


@cache
def blank_columns(source: str, kabupaten_code: str, period: date) -> tuple[str, ...]:
    """Optional columns that a kabupaten left empty this time."""
    columns = LEFT_BLANK.get(source, ())
    return tuple(c for c in columns if draw(source, c, kabupaten_code, number(period)) < BLANK_SHARE)


def days_late(source: str, sender: str, period: date) -> int:
    """Mostly none, now and then three to six weeks."""
    chance = draws("late", source, sender, number(period))
    return 21 + int(21 * next(chance)) if next(chance) < LATE_SHARE else 0


def miscounted(areas: Sequence[Area]) -> dict[str, Mapping[str, int]]:
    """What the report that is corrected later had too many of, by kecamatan: two numbers of one kabupaten.

    A kota's if there is one: the figures are large enough there for nobody to notice at once.
    """
    kota = [area for area in areas if area.role == "kota"] or list(areas)
    mine = [area for area in kota if area.kabupaten_code == kota[0].kabupaten_code]
    return {mine[-1].code: {"itk": 1, "total": 1}, mine[0].code: {"itas": 2, "total": 2}} if mine[1:] else {}
