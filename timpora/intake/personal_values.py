"""Values with the shape of a person's own number or address, whatever stands above them. Pure text, no sheet."""

import re
import unicodedata
from itertools import pairwise

NUMBER, CONTACT = "number", "contact"  # NIK or passport · mobile phone or e-mail

_WORTH_A_LOOK = re.compile(r"@|\d(?:\D{0,3}\d){5}|\d ?[eE]")  # most cells are settled by this
_SIX_DIGITS = re.compile(r"\d(?:[ .,\-']?\d){5}")  # fewer are nobody's number
_SIXTEEN_DIGITS = re.compile(r"\d(?:[ .,\-']?\d){15}")
_SPACED_DASH = re.compile(r" ?- ?")
_LONG_DECIMAL = re.compile(r"[+\-]?(?<![\d.,])(\d{1,3})[.,](\d{9,})(?!\d)")
_DATES = re.compile(
    r"(?<!\d)(?<!\d[.\-])"
    r"(?:(?:0?[1-9]|[12]\d|3[01])([.\- ])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)[ \-]?)+"
    r"(?![.\-]?\d)"
)
_NIK_PLAIN = re.compile(r"(?<!\d)\d{16}(?!\d)")
_NIK_ROUNDED = re.compile(r"(?<![\d.,])\d(?:[.,]\d+ ?E ?\+?|E\+) ?0?15(?!\d)")  # what Excel makes of 16 digits
_NIK_WINDOW = re.compile(r"(?<!\d)(?=(\d(?:[ .\-]?\d){15})(?!\d))")
# Province, kabupaten, kecamatan; day of birth, plus 40 for women, month and year; a serial number.
_NIK_SHAPE = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-4]|6[1-5]|7[1-6]|8[12]|9[1-7])\d{4}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}"
)
_MOST_GROUPS = 7  # 73 72 01 01 01 90 0001; a list of eight small numbers is a list
_NIK_GROUPED = re.compile(
    r"(?<!\d)(?:\d{4}([ .\-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .\-])\d{6}\2\d{4}|\d{6}([ .\-])\d{10}"
    r"|\d([ .,'])\d{3}(?:\4\d{3}){4})(?!\d)"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .\-]?)+")
_PASSPORT = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2})([ \-]?)\d{6,8}[A-Z]?(?![A-Z0-9]|[.,]\d)")
_DECREE = re.compile(r" ?/\S*(?:19|20)\d\d(?!\d)")  # B-123456/IMI/2024 is a letter
_EMAIL = re.compile(r"[A-Z0-9._%+\-]+@((?:[A-Z0-9\-]+\.)+[A-Z]{2,})")
_MOBILE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\+?62[ \-]?(?:\(0\) ?)?|\(?0)8[1-35-9]"
    r"(?:\d{7,10}|\d{1,2}\)?[ .\-]\d{3,4}[ .\-]?\d{3,5}|\d{1,2}(?:[ .\-]\d{2,3}){3,4})(?!\d)"
)
_ABROAD = re.compile(r"(?<![\dA-Z])\+(?!62)[1-9](?:[ \-()]{0,2}\d){9,13}(?!\d)")
_MOBILE_DIGITS = re.compile(r"(?:62|0)?8[1-35-9]\d{7,10}(?:[.,]0)?")
_DEGREES = re.compile(r"\d{1,3} ?[°º] ?\d{1,2}(?:[.,]\d+)? ?['′’]")
_PAIR = re.compile(
    r"(?<![\d.,])-?(?:\d|1[01])[.,]\d{4,}[NSLU]{0,2}[ ;,/]+(?:BT )?(?:9[4-9]|1[0-3]\d|14[01])[.,]\d{4,}(?![.,]?\d)"
)


def plain(text: str) -> str:
    """The text as it is compared: no accents, nothing invisible, digits of any script as 0-9, one kind of dash and of
    space."""
    if not text.isascii():
        text = "".join(map(_plain_character, unicodedata.normalize("NFKD", text)))
    return " ".join(text.split())


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return "-" if category == "Pd" or character == "−" else character


class Values:
    """Finds a person's numbers and addresses in text.

    office_letters, office_letters_joined: letters that make a number an office's, with a space or dash and without;
    office_domains: the ends of e-mail addresses that are an office's. All in capitals.
    """

    def __init__(self, office_letters: list[str], office_letters_joined: list[str], office_domains: list[str]):
        self._letters = {"": frozenset(office_letters_joined), " ": frozenset(office_letters)}
        self._letters["-"] = self._letters[" "]
        self._domains = tuple(f".{domain}" for domain in office_domains)

    def in_text(self, text: str) -> str | None:
        """NUMBER or CONTACT if the text holds one anywhere, else None."""
        if text.isascii() and not _WORTH_A_LOOK.search(text):
            return None
        text = _SPACED_DASH.sub("-", plain(text).upper())
        if "@" in text and any(not f".{domain}".endswith(self._domains) for domain in _EMAIL.findall(text)):
            return CONTACT
        if _NIK_ROUNDED.search(text):
            return NUMBER
        if not _SIX_DIGITS.search(text):
            return None
        if (_SIXTEEN_DIGITS.search(text) and _is_nik(text)) or self._is_passport(text):
            return NUMBER
        return CONTACT if _MOBILE.search(text) or _ABROAD.search(text) else None

    def _is_passport(self, text: str) -> bool:
        return any(
            found[1] not in self._letters[found[2]] and not (found[2] and _DECREE.match(text, found.end()))
            for found in _PASSPORT.finditer(text)
        )


def in_number(value: float) -> str | None:
    """NUMBER or CONTACT for a cell that holds a number: 16 digits, or 62 8…; counts never come near."""
    if value < 62_810_000_000:
        return None
    if 1e15 <= value < 1e16:
        return NUMBER
    return CONTACT if value < 1e14 and _MOBILE.fullmatch(str(int(value))) else None


def is_mobile_number(text: str) -> bool:
    """Digits that a phone has when a spreadsheet took its leading zero: 812…; money looks alike, so not by itself."""
    return bool(_MOBILE_DIGITS.fullmatch(text)) and not text.endswith("000")


def is_place_on_earth(text: str) -> bool:
    """Whether the text holds a point in Indonesia, to some ten metres: degrees and minutes, or a pair of decimals."""
    text = plain(text).upper()
    return bool(_DEGREES.search(text) or _PAIR.search(text))


def _is_nik(text: str) -> bool:
    text = _LONG_DECIMAL.sub(_unless_numbered, text)
    if _NIK_PLAIN.search(text):
        return True
    text = _DATES.sub("|", text)
    if any(not _YEARS.fullmatch(found[0]) for found in _NIK_GROUPED.finditer(text)):
        return True
    return any(_is_grouped(window) for window in _NIK_WINDOW.findall(text))


def _unless_numbered(decimal: re.Match) -> str:
    # 1.7372010101900001 may be the first of a list, 0.3333333333333333 is a third.
    is_numbered = decimal[0][0] in "123456789" and _NIK_SHAPE.fullmatch(decimal[2])
    return decimal[0] if is_numbered else "|"


def _is_grouped(window: str) -> bool:
    digits = re.sub(r"\D", "", window)
    groups = 1 + sum(not b.isdigit() for _, b in pairwise(window))
    return groups <= _MOST_GROUPS and bool(_NIK_SHAPE.fullmatch(digits))
