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
_MONTH_NAME = re.compile(r"\b([A-Za-z]{3,9})\.?[\s\-/']*((?:19|20)\d{2}|\d{2})\b")
_MONTH_NUMBER = re.compile(r"^(?:\d{1,2}[/.\-])?(\d{1,2})[/.\-]((?:19|20)\d{2})$")
_ISO = re.compile(r"^((?:19|20)\d{2})-(\d{1,2})(?:-\d{1,2})?$")
_QUARTER = re.compile(r"\b(?:TRIWULAN|TW|KUARTAL)\.?\s*(?:KE)?[\s\-]*(IV|III|II|I|[1-4])\b\D*((?:19|20)\d{2})", re.I)
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")


def parse_period(value: object, rhythm: str, anchor: str) -> date | None:
    """The month a cell or title names, or None when it names none.

    value:  "Januari 2024", "Jan-24", "01/2024", "31/01/2024", "2024-01", a date; for a quarterly source also
            "Triwulan III 2024", for a yearly one "2024"
    rhythm: "monthly", "quarterly" or "yearly"; a quarter or year stands for its first or last month (anchor).
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip() if value is not None else ""
    if rhythm == "quarterly" and (match := _QUARTER.search(text)):
        quarter, year = _ROMAN[match[1].upper()], int(match[2])
        return date(year, 3 * quarter - (0 if anchor == "last" else 2), 1)
    if month := _month(text):
        return month
    if rhythm == "yearly" and (match := _YEAR.search(text)):
        return date(int(match[1]), 12 if anchor == "last" else 1, 1)
    return None


def _month(text: str) -> date | None:
    if match := _ISO.match(text):
        return _first(int(match[1]), int(match[2]))
    if match := _MONTH_NUMBER.match(text):
        return _first(int(match[2]), int(match[1]))
    for match in _MONTH_NAME.finditer(text):
        if number := MONTHS.get(match[1].lower()):
            year = int(match[2])
            return _first(year if year > 99 else 2000 + year, number)
    return None


def _first(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 else None
