"""The columns of a template and what stands above them, on one line or two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from timpora.sample import wording
from timpora.sample.reports import Row, Value
from timpora.sample.styles import Style, spellings
from timpora.sample.wording import Cell


@dataclass(frozen=True)
class Column:
    key: str | tuple[Value, str]  # a column of the contract, or one of its columns for one month or category
    heading: str
    group: str = ""  # above the heading


def columns_of(style: Style, rows: Sequence[Row]) -> Iterator[Column]:
    """The columns from left to right; in a wide table some are there once for each month or category."""
    values = _values_across(style, rows)
    is_spread = False
    for column, heading in style.headings.items():
        if column not in style.spread:
            yield Column(column, heading, style.groups.get(column, ""))
        elif not is_spread:  # all of them stand where the first one does, value by value
            is_spread = True
            for value, written in values.items():
                for each in style.spread:
                    group = style.groups.get(each, "").format(value=written)
                    yield Column((value, each), style.headings[each].format(value=written), group)


def _values_across(style: Style, rows: Sequence[Row]) -> dict[Value, Cell]:
    if style.across == "periode":
        return {p: wording.PERIODS[style.across_as](p) for p in sorted({row.period for row in rows})}
    known = spellings().get(style.across, {})
    there = {row.figures.get(style.across) for row in rows}
    return {value: wording.spelled(style.across, value, style.across_as) for value in known if value in there}


def heading_rows(columns: list[Column]) -> list[list[Cell]]:
    """One row of cells, or two where groups stand above headings."""
    if not any(column.group for column in columns):
        return [[column.heading for column in columns]]
    # A column without a group has its heading above, over two rows; a group stands over its first column.
    above: list[Cell] = []
    for i, column in enumerate(columns):
        is_same = i > 0 and column.group and column.group == columns[i - 1].group
        above.append(None if is_same else column.group or column.heading)
    return [above, [column.heading if column.group else None for column in columns]]


def merged_headings(columns: list[Column], top: int) -> list[tuple[int, int, int, int]]:
    """Which cells of the two rows that begin at `top` are one: first row and column, last row and column."""
    if not any(column.group for column in columns):
        return []
    merged, start = [], 0
    for group, mine in groupby(columns, key=lambda column: column.group):
        width = len(list(mine))
        if group and width > 1:
            merged.append((top, start, top, start + width - 1))
        elif not group:
            merged += [(top, column, top + 1, column) for column in range(start, start + width)]
        start += width
    return merged
