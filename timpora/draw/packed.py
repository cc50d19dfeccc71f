"""A map's table as it travels: what a browser can say again by itself is said once. `timpora.repaint` undoes it.

Every choice on the map's page brings a table. Packed it is two thirds as long for an office, half for a nation.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

# One for each area: its place among what is said, in a number of this base with as many digits as the largest needs.
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# What may stand for something longer: one byte each, in JSON within a script within JSON.
_STAND_INS = "~^`|@$#&;!?*=_{}[]"


def packed(table: dict) -> dict:
    """What `timpora.repaint` (peta-packed.js) makes into the table again. table: maps.table.

    Empty fields are left out, and of every picture but the first what is as in the first. Of a picture, t, l and c have
    one place for each pair of a text and a mark, v the digits of that place for every area, A for one outside the view.
    k is one text, a row of r too: mark, label, space, count. x says what stands for what in t, e, u and r.
    """
    first, *others = [_picture(own) for own in table["i"]]
    return _filled(table, always="as") | {
        "i": [_filled(first, always="tlvckreux"), *(_unlike(first, own) for own in others)],
    }


def _picture(own: dict) -> dict:
    said = own["v"].split(",") if own["c"] else []
    pairs = [(int(place), mark) if place else None for place, mark in zip(said, own["c"], strict=True)]
    places = {pair: nth for nth, pair in enumerate(dict.fromkeys(filter(None, pairs)), start=1)}
    digits = [_digits(nth, _width(len(places))) for nth in range(len(places) + 1)]
    texts, ends, labels = [own["t"][place] for place, _ in places], own["e"], [label for _, label, _ in own["r"]]
    short = _short([*texts, *ends, *labels, own["u"]])
    return own | {
        "t": [_with(short, text) for text in texts],
        "l": [own["l"][place] for place, _ in places],
        "v": "".join(digits[places[pair] if pair else 0] for pair in pairs),
        "c": "".join(mark for _, mark in places),
        "k": "".join(own["k"]).replace("#", ""),
        "r": [f"{mark}{_with(short, label)} {count}" for mark, label, count in own["r"]],
        "e": [_with(short, end) for end in ends],
        "u": _with(short, own["u"]),
        "x": [f"{letter}{whole}" for whole, letter in short.items()],
    }


def _filled(fields: dict, *, always: str) -> dict:
    return {name: value for name, value in fields.items() if value or name in always}


def _unlike(first: dict, own: dict) -> dict:
    return {name: value for name, value in own.items() if value != first[name]}


def _width(largest: int) -> int:
    width = 1
    while largest >= len(DIGITS) ** width:
        width += 1
    return width


def _digits(number: int, width: int) -> str:
    return "".join(DIGITS[number // len(DIGITS) ** nth % len(DIGITS)] for nth in reversed(range(width)))


def _short(texts: Sequence[str]) -> dict[str, str]:
    """What is worth a letter that no text has, longest first: a sign beyond ASCII, or how several texts go on after

    their number, " × tahun lalu" or " % (basis kecil)".
    """
    every = " ".join(texts)
    free = [letter for letter in _STAND_INS if letter not in every]
    tails = Counter(text[text.find(" ") :] for text in texts if " " in text)
    found: dict[str, int] = {}
    for tail, count in tails.items():
        if count > 1 and len(tail) > 1:
            found[tail] = _saved(tail, count)
    signs = Counter(sign for text in texts for sign in _without(text, found) if _bytes(sign) > 1)
    found |= {sign: _saved(sign, count + sum(sign in tail for tail in found)) for sign, count in signs.items()}
    best = sorted((whole for whole, saved in found.items() if saved > 0), key=lambda whole: (-found[whole], whole))
    return dict(zip(sorted(best[: len(free)], key=lambda whole: (-len(whole), whole)), free, strict=False))


def _without(text: str, tails: Iterable[str]) -> str:
    tail = text[text.find(" ") :]
    return text.removesuffix(tail) if " " in text and tail in tails else text


def _saved(whole: str, count: int) -> int:
    return count * (_bytes(whole) - 1) - _bytes(whole) - len("'~',")


def _bytes(text: str) -> int:
    """As long as it travels: in JSON in ASCII, in which "<" is written so that it can end no script."""
    return len(json.dumps(text.replace("<", "\\u003c"))) - 2


def _with(short: dict[str, str], text: str) -> str:
    for whole, letter in short.items():
        text = text.replace(whole, letter)
    return text
