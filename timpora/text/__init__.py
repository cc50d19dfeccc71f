"""Every sentence a person reads, in one place: `id.po` and `en.po`, by name. `say("map.title", period="Oktober 2024")`.

Numbers and dates are written as the reader's country writes them (Babel). Indonesian unless `speak` says otherwise, or
the session of who reads (`listen_to`). What data files say is Indonesian there, and translated by `text.data`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, wraps
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, parse_pattern

LANGUAGES = ("id", "en")
LOCALE = LANGUAGES[0]  # what is spoken unless somebody says otherwise
_language: ContextVar[str] = ContextVar("language", default="")
_listening: list[Callable[[], str]] = [lambda: LOCALE]  # the last one answers


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
    return _language.get() or _listening[-1]()


def known(asked: str) -> str:
    """The language of this code, in any case of letters; Indonesian for one that nobody here speaks."""
    return asked.lower() if asked.lower() in LANGUAGES else LOCALE


def listen_to(asked: Callable[[], str]) -> None:
    """Where no `speak` says what is spoken, `asked` does: the web knows whose press on a button is being answered."""
    _listening[1:] = [asked]


def keeping(function: Callable) -> Callable:
    """The function, speaking whenever and in whatever thread it is called what is spoken now."""
    spoken = language()

    @wraps(function)
    def in_that_language(*args: object, **words: object) -> object:
        with speak(spoken):
            return function(*args, **words)

    return in_that_language


def say(name: str, /, **values: object) -> str:
    """The sentence called `name`, with `{placeholders}` filled in; in Indonesian where there is no translation.

    Raises KeyError for a name the Indonesian catalogue does not have: a missing sentence is a bug, never shown as
    its name.
    """
    forms = _catalogue(language()).get(name) or _catalogue()[name]
    return (forms[0] if len(forms) == 1 else _form(forms, values)).format(**values)


def _form(forms: tuple[str, ...], values: dict[str, object]) -> str:
    """Of one and of several: `n` says how many, as a number or as `number` wrote it."""
    return forms[0] if str(values.get("n")) == "1" else forms[1]


@cache
def _catalogue(language: str = LOCALE) -> dict[str, tuple[str, ...]]:
    """Name → its sentence; where a language tells one from several, both."""
    with (Path(__file__).parent / f"{language}.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {name: forms for name, forms in map(_named, messages) if all(forms)}


def _named(message: Message) -> tuple[str, tuple[str, ...]]:
    if isinstance(message.id, tuple):
        return message.id[0], tuple(message.string)
    return message.id, (message.string,)


def number(value: float, decimals: int = 0) -> str:
    """1234.5 with one decimal is "1.234,5"."""
    return _number(str(value), decimals, language())


@lru_cache(maxsize=20_000)  # a map writes the same few hundred again and again
def _number(digits: str, decimals: int, language: str) -> str:
    return _pattern(decimals).apply(Decimal(digits), language)


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


def day(value: date) -> str:
    """27 November 2024."""
    return _date(value, "d MMMM y", language())


def short_day(value: date) -> str:
    """27 Nov."""
    return format_date(value, "d MMM", locale=language())


def short_date(value: date) -> str:
    """27 Nov 2024."""
    return _date(value, "d MMM y", language())


def month(value: date) -> str:
    """November 2024."""
    return _date(value, "MMMM y", language())


def short_month(value: date) -> str:
    """Nov 2024."""
    return _date(value, "MMM y", language())


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
    return f"{day(value)} {format_skeleton('Hm', value, locale=language())}"


def age(days: int) -> str:
    """How long ago, in the largest unit that is still honest: "hari ini", "12 hari", "3 bulan", "2 tahun"."""
    if days < 1:
        return say("age.today")
    if days < 60:
        return say("age.days", n=days)
    if days < 730:
        return say("age.months", n=days // 30)
    return say("age.years", n=days // 365)
