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
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORD = re.compile(r"[A-Za-z]+")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MONTH_AND_SHORT_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[\s\-/']*(\d{2})(?!\d)")
_MONTH_NUMBER = re.compile(r"^(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-]((?:19|20)?\d{2})$")
_ISO = re.compile(r"^((?:19|20)\d{2})[-/](\d{1,2})(?:[-/]\d{1,2})?(?:[ T][\d:.]+)?$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
_QUARTER = re.compile(r"\b(?:TRIWULAN|TW|KUARTAL|Q)\.?\s*(?:KE)?[\s\-]*(IV|III|II|I|[1-4])(?![A-Z\d])", re.I)
_BARE_QUARTER = re.compile(r"^(IV|III|II|I)[\s/\-]+(?:19|20)\d{2}$", re.I)
_LAW = re.compile(r"\b(?:NOMOR|NO|UU|PP|PERPRES|PERMENDAGRI)\b\W*\d+\W+TAHUN\W+\d{4}", re.I)


def parse_period(value: object, rhythm: str, anchor: str) -> date | None:
    """The month a cell or title names, or None when it names none, or more than one, or cannot be told.

    value:  "Januari 2024", "Jan-24", "01/2024", "31/01/2024", "2024-01", a date; for a quarterly source also
            "Triwulan III 2024", for a yearly one "2024". `10/1/2024` is October in one country and January in
            another, and "Januari s.d. Oktober 2024" is ten months: neither is guessed.
    rhythm: "monthly", "quarterly" or "yearly"; a quarter or year stands for its first or last month (anchor).
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _LAW.sub("", str(value)).strip() if value is not None else ""
    month = date(value.year, value.month, 1) if isinstance(value, datetime | date) else _month(text)
    if rhythm == "quarterly":
        return _quarter(text, month, anchor)
    if rhythm == "yearly":
        years = {month.year} if month else {int(year) for year in _YEAR.findall(text)}
        return date(years.pop(), 12 if anchor == "last" else 1, 1) if len(years) == 1 else None
    return month


def _quarter(text: str, month: date | None, anchor: str) -> date | None:
    years = set(_YEAR.findall(text))
    match = _QUARTER.search(text) or _BARE_QUARTER.match(text)
    if match and len(years) == 1:
        return date(int(years.pop()), 3 * _ROMAN[match[1].upper()] - (0 if anchor == "last" else 2), 1)
    # A month names a quarter only if it is the one that stands for it.
    return month if month and month.month % 3 == (0 if anchor == "last" else 1) else None


def _month(text: str) -> date | None:
    for form in (_ISO, _COMPACT):
        if match := form.match(text):
            return _first(int(match[1]), int(match[2]))
    if match := _MONTH_NUMBER.match(text):
        day, month, year = match[1], int(match[2]), int(match[3])
        if day is not None and int(day) <= 12 and int(day) != 1:
            return None
        return _first(year if year > 99 else 2000 + year, month) if day or year > 99 else None
    named = {MONTHS[word.lower()] for word in _WORD.findall(text) if word.lower() in MONTHS}
    years = {int(year) for year in _YEAR.findall(text)}
    if len(named) != 1 or len(years) > 1:
        return None
    if years:
        return _first(years.pop(), named.pop())
    for match in _MONTH_AND_SHORT_YEAR.finditer(text):
        if number := MONTHS.get(match[1].lower()):
            return _first(2000 + int(match[2]), number)
    return None


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None
