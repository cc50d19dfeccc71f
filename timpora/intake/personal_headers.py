"""Which rows of an unknown sheet head its columns, and how two lines of a header belong together."""

from timpora.intake.furniture import cell

HEADER_WITHIN_ROWS = 40
_SHORT = 60  # characters


def header_rows_of(rows: list[list[object]]) -> list[int]:
    """The first row of mostly short texts, and the second line of that header where there is one; from 0."""
    is_first = True
    for number, cells in enumerate(rows[:HEADER_WITHIN_ROWS]):
        filled = _filled(cells)
        # A table of two columns is one if it begins the sheet; two cells further down may be any label and its value.
        if is_header_like(cells) or (is_first and len(filled) == 2 and _texts(filled) == filled):
            below = rows[number + 1] if number + 1 < len(rows) else []
            has_second = is_header_like(below) and any(
                cell(cells, c) in (None, "") and isinstance(v, str) for c, v in enumerate(below)
            )
            return [number, number + 1] if has_second else [number]
        is_first = is_first and not filled
    return []


def is_header_like(cells: list[object]) -> bool:
    """Whether at least three cells, and most of the row, are short texts; a label and its value are none."""
    filled = _filled(cells)
    texts = _texts(filled)
    return len(texts) > 2 and 2 * len(texts) > len(filled)


def is_words(cells: list[object], fewest: int) -> bool:
    """Whether a row holds short texts without digits and nothing else, and no fewer than so many of them."""
    filled = _filled(cells)
    is_plain = not any(any(map(str.isdigit, text)) for text in filled if isinstance(text, str))
    return is_plain and len(filled) >= fewest and _texts(filled) == filled


def carried(upper: list[object], lower: list[object]) -> dict[int, str]:
    """Column → the text above it; a text that spans several columns stands over each of them."""
    found: dict[int, str] = {}
    spanning = None
    for column in range(len(lower)):
        above = cell(upper, column)
        if isinstance(above, str) and above.strip():
            found[column] = above
            spanning = above if spans(upper, lower, column) else None
        elif above is not None and above != "":
            spanning = None
        elif spanning:
            found[column] = spanning
    return found


def spans(upper: list[object], lower: list[object], column: int) -> bool:
    """Whether a heading stands over this column and the next, each with a heading of its own below."""
    right = cell(upper, column + 1)
    has_parts = all(isinstance(cell(lower, c), str) for c in (column, column + 1))
    return has_parts and (right in (None, "") or right == cell(upper, column))


def _filled(cells: list[object]) -> list[object]:
    return [value for value in cells if value is not None and value != ""]


def _texts(filled: list[object]) -> list[object]:
    texts = [value for value in filled if isinstance(value, str) and len(value) <= _SHORT]
    if any(text.startswith(":") or text.rstrip().endswith(":") for text in texts):
        return []
    return [text for text in texts if any(map(str.isalpha, text))]
