"""Counts and decimals as people write them in Indonesian tables.

Numbers are parsed here and nowhere else: a database that casts '1.234' to an integer says 1.
"""

import re

ZERO_SIGNS = {"-", "–", "—", "nihil", "0"}
_WHOLE = re.compile(r"^\d+$")
_THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+$")
_DECIMAL = re.compile(r"^(\d+|\d{1,3}(\.\d{3})+),(\d+)$")
_AMBIGUOUS = re.compile(r"^\d{1,3}(,\d{3})+$")
_NEGATIVE = re.compile(r"^[-–−]\s*\d")


class NumberError(ValueError):
    """A cell that is no number; `rule` names the finding to raise."""

    def __init__(self, rule: str):
        super().__init__(rule)
        self.rule = rule


def parse_count(value: object) -> int | None:
    """A whole number of people or things, or None where the cell is blank (not reported).

    `-` and `nihil` are zero. `1.234` as text is one thousand two hundred and thirty-four; a cell that holds the
    number 1.234 (Excel read it as a decimal) is refused, because nobody can know which was meant.
    """
    number = _parse(value)
    if number is None:
        return None
    if number != int(number):
        raise NumberError("not_whole")
    return int(number)


def parse_decimal(value: object) -> float | None:
    """A number with a decimal comma, or None where the cell is blank."""
    return _parse(value, decimal=True)


def _parse(value: object, decimal: bool = False) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool):
        raise NumberError("not_a_number")
    if isinstance(value, int | float):
        if value != value or value in (float("inf"), float("-inf")):
            raise NumberError("not_a_number")
        if value < 0:
            raise NumberError("negative_number")
        return value
    if not isinstance(value, str):
        raise NumberError("not_a_number")
    return _parse_text(value.strip().replace("\xa0", ""), decimal)


def _parse_text(text: str, decimal: bool) -> float:
    if text.lower() in ZERO_SIGNS:
        return 0
    if _WHOLE.match(text):
        return int(text)
    if _AMBIGUOUS.match(text) and not decimal:
        raise NumberError("ambiguous_number")
    if _THOUSANDS.match(text):
        return int(text.replace(".", ""))
    if _DECIMAL.match(text):
        return float(text.replace(".", "").replace(",", "."))
    raise NumberError("negative_number" if _NEGATIVE.match(text) else "not_a_number")
