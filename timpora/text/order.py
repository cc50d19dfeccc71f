"""The order in which names stand in a list for people: "élan" before "Emas", "Pos 2" before "Pos 10".

Indonesian and English sort alike: both put plain Latin letters in one order, and both read an accented one as plain.
"""

import re
import unicodedata

_PIECES = re.compile(r"(\d+)")


def by_name(name: object) -> tuple:
    """A key to sort names by: capitals and accents make no difference, numbers count as numbers."""
    text = str(name)
    letters = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    pieces = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PIECES.split(letters) if part]
    return (*pieces, (2, 0, text))
