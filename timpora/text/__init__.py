"""Every sentence a person reads, in one place: `id.po` and `en.po`, by name. `say("map.title", period="Oktober 2024")`.

Numbers and dates are written as the reader's country writes them (Babel). Indonesian unless `speak` says otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, parse_pattern

LANGUAGES = ("id", "en")
LOCALE = LANGUAGES[0]  # what is spoken unless `speak` says otherwise
_language: ContextVar[str] = ContextVar("language", default=LOCALE)


@contextmanager
def speak(language: str) -> Iterator[None]:
    """Within it, sentences, numbers and dates are in this language ("id" or "en")."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def language() -> str:
    """What is spoken now: part of the key of whatever keeps sentences, numbers or dates as they were written."""
    return _language.get()


def say(name: str, /, **values: object) -> str:
    """The sentence called `name`, with `{placeholders}` filled in; in Indonesian where there is no translation.

    Raises KeyError for a name the Indonesian catalogue does not have: a missing sentence is a bug, never shown as
    its name.
    """
    sentence = _catalogue(_language.get()).get(name) or _catalogue()[name]
    return sentence.format(**values)


@cache
def _catalogue(language: str = LOCALE) -> dict[str, str]:
    with (Path(__file__).parent / f"{language}.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=language) if message.id}


def number(value: float, decimals: int = 0) -> str:
    """1234.5 with one decimal is "1.234,5"."""
    return _number(str(value), decimals, _language.get())


@lru_cache(maxsize=20_000)  # a map writes the same few hundred again and again
def _number(digits: str, decimals: int, language: str) -> str:
    return _pattern(decimals).apply(Decimal(digits), language)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def day(value: date) -> str:
    """27 November 2024."""
    return _date(value, "d MMMM y", _language.get())


def short_day(value: date) -> str:
    """27 Nov."""
    return format_date(value, "d MMM", locale=_language.get())


def short_date(value: date) -> str:
    """27 Nov 2024."""
    return _date(value, "d MMM y", _language.get())


def month(value: date) -> str:
    """November 2024."""
    return _date(value, "MMMM y", _language.get())


def short_month(value: date) -> str:
    """Nov 2024."""
    return _date(value, "MMM y", _language.get())


@lru_cache(maxsize=4000)  # a list of months is written anew at every click
def _date(value: date, form: str, language: str) -> str:
    return format_date(value, form, locale=language)


def period_of(value: date, rhythm: str) -> str:
    """A period in its source's own rhythm: "Oktober 2024", "Triwulan III 2024", "Semester I 2024", "2024"."""
    if rhythm == "quarterly":
        return say("period.quarter", quarter=("I", "II", "III", "IV")[(value.month - 1) // 3], year=value.year)
    if rhythm == "semester":
        return say("period.semester", semester="I" if value.month <= 6 else "II", year=value.year)
    return str(value.year) if rhythm == "yearly" else month(value)


def moment(value: datetime) -> str:
    """5 November 2024 09.15."""
    return f"{day(value)} {format_skeleton('Hm', value, locale=_language.get())}"


def age(days: int) -> str:
    """How long ago, in the largest unit that is still honest: "hari ini", "12 hari", "3 bulan", "2 tahun"."""
    if days < 1:
        return say("age.today")
    if days < 60:
        return say("age.days", n=days)
    if days < 730:
        return say("age.months", n=days // 30)
    return say("age.years", n=days // 365)
