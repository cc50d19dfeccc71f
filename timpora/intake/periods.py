"""Periods as people write them → the first day of the month they describe."""

import re
from datetime import date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4, "GANJIL": 2, "GASAL": 2, "GENAP": 1}
_WORD = re.compile(r"[A-Za-z]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MONTH_AND_SHORT_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[\s\-/']*(\d{2})(?!\d)")
_MONTH_NUMBER = re.compile(r"^(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-]((?:19|20)?\d{2})$")
_ISO = re.compile(r"^((?:19|20)\d{2})[-/](\d{1,2})(?:[-/]\d{1,2})?(?:[ T][\d:.]+)?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
_PARTS = {  # rhythm → how a part of the year is named, and months it lasts
    "quarterly": (
        re.compile(r"\b(?:TRIWULAN|TRIW|TW|KUARTAL|Q)\.?\s*(?:KE)?[\s\-]*(IV|III|II|I|[1-4])(?![A-Z\d])", re.I),
        3,
    ),
    "semester": (
        re.compile(r"\b(?:SEMESTER|SMT|SEM|SM)\.?\s*(?:KE)?[\s\-]*(II|I|[12]|GANJIL|GASAL|GENAP)(?![A-Z\d])", re.I),
        6,
    ),
}
_BARE_QUARTER = re.compile(r"^(IV|III|II|I)[\s/\-]+(?:19|20)\d{2}$", re.I)
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*/\s*(20\d{2})(?!\d)")
_PRINTED = re.compile(r"\b(DICETAK|CETAK|DIUNDUH|DIBUAT|DITANDATANGANI|MENGETAHUI)\b")
_DAY_OF_MONTH = re.compile(rf"\b\d{{1,2}} ({'|'.join(MONTHS).upper()})\b")
_STATES_A_DAY = re.compile(r"\b(PERIODE|KEADAAN|POSISI|PER|SAMPAI|HINGGA|S D)\b")
_SPAN = re.compile(r"\b(S\.?\s?[/.]?\s?D\.?|SAMPAI(?: DENGAN)?|HINGGA)\s", re.I)
_PERIOD_WORDS = {
    *("TAHUN", "BULAN", "PERIODE", "KEADAAN", "PER", "KE", "TRIWULAN", "TRIW", "TW", "KUARTAL", "Q"),
    *("SEMESTER", "SMT", "SEM", "SM", "GANJIL", "GASAL", "GENAP", "I", "II", "III", "IV"),
}
_LAW = re.compile(r"\b(?:NOMOR|NO|UU|PP|PERPRES|PERMENDAGRI)\b\W*\d+\W+TAHUN\W+\d{4}", re.I)


def parse_period(value: object, rhythm: str, anchor: str, year: int | None = None) -> date | None:
    """The month a cell, heading or title names; None when it names none, or more than one, or cannot be told.

    value:  "Januari 2024", "Jan-24", "01/2024", "31/01/2024", "2024-01", a date; for a quarterly source also
            "Triwulan III 2024", for one by semester "Semester I 2024" or "Semester Ganjil 2024/2025", for a yearly
            one "2024". `10/1/2024` is October in one country and January in another, and "Januari s.d. Oktober
            2024" is ten months: neither is guessed.
    rhythm: one of contracts.RHYTHMS; a quarter, semester or year stands for its first or last month (anchor).
    year:   the year of the table, for a value that names only a part of one ("Jan", "TW I").
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _LAW.sub("", str(value)).strip() if value is not None else ""
    month = date(value.year, value.month, 1) if isinstance(value, datetime | date) else _month(text, year)
    if rhythm in _PARTS:
        return _part_of_year(text, month, rhythm, anchor, year)
    if rhythm == "yearly":
        years = {month.year} if month else {int(year) for year in _YEAR.findall(text)}
        return date(years.pop(), 12 if anchor == "last" else 1, 1) if len(years) == 1 else None
    return month


def parse_date(value: object) -> date | None:
    """The day a cell names: a date, "31/01/2024", "5 Maret 2024", "2024-03-05"; None where it names none.

    Where day and month could change places (`10/1/2024`), the day stands first, as Indonesians write it.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if match := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)\d{2})", text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]+)?", text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(?:[A-Za-z']+,\s*)?(\d{1,2})[\s\-]+([A-Za-z]{3,9})\.?[\s\-]+((?:19|20)\d{2})", text):
        return _day(int(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1]))
    return None


def example_of(rhythm: str) -> str:
    """How a period of this rhythm is written, for a finding's remedy."""
    examples = {"quarterly": "Triwulan III 2024", "semester": "Semester I 2024", "yearly": "2024"}
    return examples.get(rhythm, "Oktober 2024")


def years_named(text: str) -> set[int]:
    """The years a text names, laws aside."""
    return {int(year) for year in _YEAR.findall(_LAW.sub("", text))}


def title_years(text: str) -> set[int]:
    """The years a title names as its own: not the one in which a report was printed or signed."""
    return set() if is_printed(text) else years_named(text)


def is_printed(text: str) -> bool:
    """Whether a line tells when a report was made: "Dicetak: 5 November 2024", "Parepare, 5 November 2024"."""
    words = " ".join(re.findall(r"[A-Z0-9]+", text.upper()))
    return bool(_PRINTED.search(words) or (_DAY_OF_MONTH.search(words) and not _STATES_A_DAY.search(words)))


def is_span(text: str) -> bool:
    """Whether a text speaks of a stretch of time: "Januari s.d. Oktober 2024", "sampai dengan Oktober 2024"."""
    return bool(_SPAN.search(text))


def months_named(text: str) -> int:
    """How many different months a text names."""
    return len({MONTHS[word.lower()] for word in _WORD.findall(text) if word.lower() in MONTHS})


def is_only_period(text: str) -> bool:
    """Whether a heading is nothing but a period ("TW III 2024"), not a name with a year in it ("KEPADATAN 2024")."""
    return all(word.lower() in MONTHS or word.upper() in _PERIOD_WORDS for word in _WORD.findall(text))


def bare_year(value: object) -> int | None:
    """The year that a cell is and nothing else: 2024, "2024", "TAHUN 2024"."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    match = re.fullmatch(r"(?:TAHUN\s+)?((?:19|20)\d{2})", text, re.I)
    return int(match[1]) if match and not isinstance(value, bool) else None


def _part_of_year(text: str, month: date | None, rhythm: str, anchor: str, year: int | None) -> date | None:
    pattern, months = _PARTS[rhythm]
    match = pattern.search(text) or (_BARE_QUARTER.match(text) if rhythm == "quarterly" else None)
    school = _SCHOOL_YEAR.search(text)
    years = {int(found) for found in _YEAR.findall(text)} or ({year} if year else set())
    if match and match[1].upper() in ("GANJIL", "GASAL", "GENAP") and not (school and len(years) == 2):
        return None  # an odd semester lies in two years' halves unless the school year is written out
    if match and school and int(school[2]) == int(school[1]) + 1:
        # A school year begins in July: its odd semester is the second half of the first year.
        number = _ROMAN[match[1].upper()] if match[1].isalpha() and len(match[1]) > 2 else 3 - _ROMAN[match[1].upper()]
        return date(int(school[1 if number == 2 else 2]), 6 * number - (0 if anchor == "last" else 5), 1)
    if match and len(years) == 1:
        first = 0 if anchor == "last" else months - 1
        return date(years.pop(), months * _ROMAN[match[1].upper()] - first, 1)
    named = [MONTHS[word.lower()] for word in _WORD.findall(text) if word.lower() in MONTHS]
    if len(named) == 2 and len(years) == 1 and named[0] % months == 1 and named[1] == named[0] + months - 1:
        return date(years.pop(), named[1 if anchor == "last" else 0], 1)  # "Juli s.d. September 2024"
    # A month names a quarter or semester only if it is the one that stands for it.
    return month if month and month.month % months == (0 if anchor == "last" else 1) else None


def _month(text: str, year: int | None) -> date | None:
    for form in (_ISO, _COMPACT):
        if match := form.match(text):
            return _first(int(match[1]), int(match[2]))
    if match := _MONTH_NUMBER.match(text):
        day, month, named = match[1], int(match[2]), int(match[3])
        if day is not None and int(day) <= 12 and int(day) != 1:
            return None
        return _first(named if named > 99 else 2000 + named, month) if day or named > 99 else None
    named = {MONTHS[word.lower()] for word in _WORD.findall(text) if word.lower() in MONTHS}
    years = {int(found) for found in _YEAR.findall(text)}
    if len(named) != 1 or len(years) > 1:
        return None
    if years:
        return _first(years.pop(), named.pop())
    for match in _MONTH_AND_SHORT_YEAR.finditer(text):
        # Digits that follow make "Oktober 20 4" of a damaged 2024.
        if (number := MONTHS.get(match[1].lower())) and not re.search(r"\d", text[match.end() :]):
            return _first(2000 + int(match[2]), number)
    return _first(year, named.pop()) if year and not re.search(r"\d", text) else None


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
