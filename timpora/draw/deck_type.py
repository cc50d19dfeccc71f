"""How wide text is in DejaVu Sans, without drawing it: a whole deck is measured in a moment, in any thread."""

from functools import cache

from timpora.draw.image_sheet import face

_UNKNOWN = 1.0  # em: of a letter that the font does not have


def measured(text: str, size: float, bold: bool = False) -> float:
    """In the unit of the size."""
    widths = _widths(bold)
    return size * sum(widths.get(letter, _UNKNOWN) for letter in text)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines no wider than this; a word that is wider goes on in the next line."""
    lines: list[str] = []
    left, space = -1.0, measured(" ", size, bold)
    for word in text.split():
        wide = measured(word, size, bold)
        if lines and wide + space <= left:
            lines[-1] += f" {word}"
            left -= wide + space
            continue
        pieces = [word] if wide <= width else _pieces(word, size, width, bold)
        lines += pieces
        left = width - measured(pieces[-1], size, bold)
    return lines


def shortened(text: str, size: float, width: float, bold: bool = False, end: str = "…") -> str:
    """As much of a text as is no wider than this, with this end where some is missing."""
    if measured(text, size, bold) <= width:
        return text
    room = width - measured(end, size, bold)
    return _pieces(text, size, max(room, 0), bold)[0].rstrip(" .,;") + end


def _pieces(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces, left = [""], width
    for letter in word:
        wide = measured(letter, size, bold)
        if wide > left and pieces[-1]:
            pieces.append("")
            left = width
        pieces[-1] += letter
        left -= wide
    return pieces


@cache
def _widths(bold: bool) -> dict[str, float]:
    """Letter → its width in em."""
    from fontTools.ttLib import TTFont

    with TTFont(face(bold), lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}
