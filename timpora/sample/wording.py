"""How offices write a period and a place, in Indonesian."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from timpora.sample.areas import Area
from timpora.sample.chance import trait
from timpora.sample.styles import spellings

MONTHS = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
]
SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
QUARTERS = ["I", "II", "III", "IV"]

Cell = str | int | float | date | None
Period = Callable[[date], str | date]


def month_name(period: date) -> str:
    return f"{MONTHS[period.month - 1]} {period.year}"


def month_alone(period: date) -> str:
    return MONTHS[period.month - 1]


def month_abbreviated(period: date) -> str:
    return SHORT_MONTHS[period.month - 1]


def month_short(period: date) -> str:
    return f"{SHORT_MONTHS[period.month - 1]}-{period.year % 100:02}"


def month_number(period: date) -> str:
    return f"{period.month:02}/{period.year}"


def last_day(period: date) -> str:
    return f"{next_month(period) - timedelta(days=1):%d/%m/%Y}"


def quarter(period: date) -> str:
    """The quarter a month lies in: "Triwulan III 2024"."""
    return f"Triwulan {QUARTERS[(period.month - 1) // 3]} {period.year}"


def quarter_short(period: date) -> str:
    return quarter(period).replace("Triwulan", "TW")


def quarter_alone(period: date) -> str:
    return f"TW {QUARTERS[(period.month - 1) // 3]}"


def semester(period: date) -> str:
    """The half year a month lies in: "Semester I 2024"."""
    return f"Semester {QUARTERS[(period.month - 1) // 6]} {period.year}"


def school_semester(period: date) -> str:
    """The same as schools count: "Semester Genap 2023/2024" is the first half of 2024."""
    if period.month <= 6:
        return f"Semester Genap {period.year - 1}/{period.year}"
    return f"Semester Ganjil {period.year}/{period.year + 1}"


def year(period: date) -> str:
    return str(period.year)


def excel_date(period: date) -> date:
    """Not a word: a cell that Excel knows as a date."""
    return period


PERIODS: dict[str, Period] = {
    write.__name__: write
    for write in (
        *(month_name, month_alone, month_abbreviated, month_short, month_number, last_day, excel_date),
        *(quarter, quarter_short, quarter_alone, semester, school_semester, year),
    )
}


def day_slash(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def day_words(day: date) -> str:
    return f"{day.day} {month_name(day)}"


def excel_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


DAYS: dict[str, Callable[[date], str | date]] = {write.__name__: write for write in (day_slash, day_words, excel_day)}


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def kabupaten(area: Area, manner: str, whose: str) -> str:
    """A kabupaten or kota: "official" Kabupaten Barru · "upper" KAB. BARRU · "plain" Barru, Kota Parepare ·
    "bare" without either word · "seen": one of the spellings seen (SIDRAP, PARE-PARE), always the same for the same
    template (whose)."""
    name = area.kabupaten_name
    if manner == "bare":
        return name.removeprefix("Kabupaten ").removeprefix("Kota ")
    if manner == "upper":
        return name.upper().replace("KABUPATEN ", "KAB. ")
    if manner == "plain":
        return name.removeprefix("Kabupaten ")
    if manner == "seen" and area.kabupaten_spellings:
        return _one_of(area.kabupaten_spellings, area.kabupaten_code, whose)
    return name


def kecamatan(area: Area, manner: str, whose: str) -> str:
    """A kecamatan: "official" Bacukiki Barat · "upper" BACUKIKI BARAT · "seen" BACUKIKI BRT."""
    if manner == "upper":
        return area.name.upper()
    if manner == "seen" and area.spellings:
        return _one_of(area.spellings, area.code, whose)
    return area.name


def _one_of(spellings: tuple[str, ...], code: str, whose: str) -> str:
    return spellings[int(trait(code, whose) * len(spellings))]


def spelled(category: str, value: str, manner: str) -> str:
    """A value of a category: "official", "seen" (another spelling, where there is one), "upper"."""
    known = spellings().get(category, {}).get(value, [value])
    written = known[-1] if manner == "seen" else known[0]
    return written.upper() if manner == "upper" else written
