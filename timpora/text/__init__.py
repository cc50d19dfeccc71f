"""Every sentence a person reads, in one place: `id.po`, by name. `say("map.title", period="Oktober 2024")`.

Numbers and dates are written as the reader's country writes them (Babel, locale `id`).
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, parse_pattern

LOCALE = "id"


def say(name: str, /, **values: object) -> str:
    """The sentence called `name`, with `{placeholders}` filled in.

    Raises KeyError for a name the catalogue does not have: a missing sentence is a bug, never shown as its name.
    """
    return _catalogue()[name].format(**values)


@cache
def _catalogue() -> dict[str, str]:
    with (Path(__file__).parent / f"{LOCALE}.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=LOCALE) if message.id}


def number(value: float, decimals: int = 0) -> str:
    """1234.5 with one decimal is "1.234,5"."""
    return _pattern(decimals).apply(value, LOCALE)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def day(value: date) -> str:
    """27 November 2024."""
    return format_date(value, "d MMMM y", locale=LOCALE)


def month(value: date) -> str:
    """November 2024."""
    return format_date(value, "MMMM y", locale=LOCALE)


def short_month(value: date) -> str:
    """Nov 2024."""
    return format_date(value, "MMM y", locale=LOCALE)


def moment(value: datetime) -> str:
    """5 November 2024 09.15."""
    return f"{day(value)} {format_skeleton('Hm', value, locale=LOCALE)}"


def age(days: int) -> str:
    """How long ago, in the largest unit that is still honest: "hari ini", "12 hari", "3 bulan", "2 tahun"."""
    if days < 1:
        return say("age.today")
    if days < 60:
        return say("age.days", n=days)
    if days < 730:
        return say("age.months", n=days // 30)
    return say("age.years", n=days // 365)
