"""Counts and decimals as people write them in Indonesian tables.

Numbers are parsed here and nowhere else: a database that casts '1.234' to an integer says 1.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ZERO_SIGNS = {"-", "–", "—", "−", "nihil", "0"}
LARGEST = 1_000_000_000  # no table per kecamatan counts more; beyond it a cell holds a code or a slip
_LONGEST = 30  # characters of a number, spaces and all
_WHOLE = re.compile(r"^\d+$")
_WRITTEN_WHOLE = re.compile(r"^\d+[.,]0{1,2}$")
_THOUSANDS = re.compile(r"^[1-9]\d{0,2}(\.\d{3})+$")
_DECIMAL = re.compile(r"^(\d+|[1-9]\d{0,2}(\.\d{3})+),(\d+)$")
_DECIMAL_POINT = re.compile(r"^\d+\.(\d{1,2}|\d{4,})$")
_POINT_OR_THOUSANDS = re.compile(r"^\d{1,3}\.\d{3}$")
_COMMA_THOUSANDS = re.compile(r"^\d{1,3}(,\d{3})+$")
_ENGLISH = re.compile(r"^(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?$")
_TELLING = {
    "comma": re.compile(r"^(\d{1,3}(\.\d{3}){2,}|\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,}))$"),
    "point": re.compile(r"^(\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+|\d+\.(\d{1,2}|\d{4,}))$"),
}
_SPACED = re.compile(r"^\d{1,3}([ \u00a0\u2009\u202f]\d{3})+(,\d+)?$")  # never two numbers glued into one
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_NEGATIVE = re.compile(r"^[-–−]\s*\d")


@dataclass(frozen=True)
class BrokenCell:
    """A spreadsheet cell that shows no number although one was meant; `rule` names the finding."""

    rule: str

    def __str__(self) -> str:
        return ""


class NumberError(ValueError):
    """A cell that is no number; `rule` names the finding to raise."""

    def __init__(self, rule: str):
        super().__init__(rule)
        self.rule = rule


def column_style(values: Iterable[object]) -> str | None:
    """How a column writes numbers, where one of its cells leaves no doubt: "comma" for 1.234,5, "point" for 1,234.5.

    None where no cell tells, or where two cells contradict each other.
    """
    styles = set()
    for value in values:
        if isinstance(value, str) and ("," in value or "." in value):
            text = _SPACES.sub("", value)
            styles |= {style for style, pattern in _TELLING.items() if pattern.match(text)}
    return styles.pop() if len(styles) == 1 else None


def parse_count(value: object, style: str | None = None) -> int | None:
    """A whole number of people or things, or None where the cell is blank (not reported).

    `-` and `nihil` are zero. `1.234` as text is one thousand two hundred and thirty-four; a cell that holds the
    number 1.234 (Excel read it as a decimal) is refused, because nobody can know which was meant. So is `1,234`,
    unless its column is known to write thousands with a comma (style "point", see column_style).
    """
    number = _parse(value, _count_text, style)
    if number is None:
        return None
    if number != int(number):
        raise NumberError("not_whole")
    return int(number)


def parse_decimal(value: object, style: str | None = None) -> float | None:
    """A number with a decimal comma, or None where the cell is blank.

    `66.700` could be either and is refused, unless its column tells (style, see column_style).
    """
    return _parse(value, _decimal_text, style)


def _parse(value: object, text_parser: Callable, style: str | None) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, BrokenCell):
        raise NumberError(value.rule)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NumberError("not_a_number")
    if isinstance(value, str):
        text = value.strip()
        if _SPACED.match(text):
            text = _SPACES.sub("", text)
        if len(text) > _LONGEST:
            raise NumberError("not_a_number")
        value = 0 if text.lower() in ZERO_SIGNS else text_parser(text, style)
    if value != value:
        raise NumberError("not_a_number")
    if value < 0:
        raise NumberError("negative_number")
    if value > LARGEST:
        raise NumberError("too_large")
    return value


def _count_text(text: str, style: str | None) -> float:
    if style == "point" and _COMMA_THOUSANDS.match(text):
        return int(text.replace(",", ""))
    if _COMMA_THOUSANDS.match(text) or (style == "point" and _THOUSANDS.match(text)):
        raise NumberError("ambiguous_number")
    if _WRITTEN_WHOLE.match(text):
        return int(re.split(r"[.,]", text)[0])
    return _text(text)


def _decimal_text(text: str, style: str | None) -> float:
    if style == "point" and _ENGLISH.match(text):
        return float(text.replace(",", ""))
    if style is None and _POINT_OR_THOUSANDS.match(text):
        raise NumberError("ambiguous_number")
    return float(text) if _DECIMAL_POINT.match(text) else _text(text)


def _text(text: str) -> float:
    if _WHOLE.match(text):
        return int(text)
    if _THOUSANDS.match(text):
        return int(text.replace(".", ""))
    if _DECIMAL.match(text):
        return float(text.replace(".", "").replace(",", "."))
    raise NumberError("negative_number" if _NEGATIVE.match(text) else "not_a_number")
