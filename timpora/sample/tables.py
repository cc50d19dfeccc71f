"""Figures laid out as one office's template has them: a grid of cells, not yet a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timpora.sample import wording
from timpora.sample.areas import Area
from timpora.sample.styles import Style

Cell = str | int | float | date | None
Figures = dict[str, int | float | None]


@dataclass(frozen=True)
class Grid:
    """The cells from the first title to the last footnote, every row equally wide."""

    rows: list[list[Cell]]
    title_rows: int
    merged: list[tuple[int, int, int]]  # column, first row, last row


def grid(style: Style, period: date, reported: Sequence[tuple[Area, Figures]]) -> Grid:
    """The rows of one report. An empty figure (None) is a blank cell: not reported."""
    width = len(style.headings) + style.trailing_columns
    titles = [[text(title, period, reported[0][0])] for title in style.titles]
    rows = [*titles, list(style.headings.values())]
    first = len(rows)
    rows += _body(style, period, reported)
    merged = _merge_kabupaten(style, rows, first) if style.is_kabupaten_merged else []
    if style.total:
        rows.append(_total(style, reported))
    if style.footnotes:
        rows += [[], *([note] for note in style.footnotes)]
    padded = [row + [None] * (width - len(row)) for row in rows]
    return Grid(padded, len(titles), merged)


def text(template: str, period: date, area: Area) -> str:
    """A title or file name of a template with its period and place filled in."""
    if "{" not in template:
        return template
    return template.format(
        month=wording.month_name(period),
        quarter=wording.quarter(period),
        tw=wording.quarter_short(period),
        year=period.year,
        tag=f"{period:%Y-%m}",
        kabupaten=area.kabupaten_name,
    )


def _body(style: Style, period: date, reported: Sequence[tuple[Area, Figures]]) -> list[list[Cell]]:
    written_period = wording.PERIODS[style.period](period) if style.period else None
    rows = []
    for i, (area, figures) in enumerate(reported, start=1):
        cells = {
            "no": i,
            "kode": area.code,
            "periode": written_period,
            "kabupaten": wording.kabupaten(area, style.kabupaten, style.name),
            "kecamatan": style.prefix + wording.kecamatan(area, style.kecamatan, style.name),
            **figures,
        }
        rows.append([cells[column] for column in style.headings])
    return rows


def _total(style: Style, reported: Sequence[tuple[Area, Figures]]) -> list[Cell]:
    row: list[Cell] = []
    for column in style.headings:
        if column == style.total["column"]:
            row.append(style.total["label"])
        elif column in reported[0][1]:
            given = [figures[column] for _, figures in reported if figures[column] is not None]
            row.append(round(sum(given), 2) if given else None)
        else:
            row.append(None)
    return row


def _merge_kabupaten(style: Style, rows: list[list[Cell]], first: int) -> list[tuple[int, int, int]]:
    column = list(style.headings).index("kabupaten")
    starts = [i for i in range(first, len(rows)) if i == first or rows[i][column] != rows[i - 1][column]]
    spans = list(zip(starts, [*starts[1:], len(rows)], strict=True))
    for start, end in spans:
        for row in rows[start + 1 : end]:
            row[column] = None
    return [(column, start, end - 1) for start, end in spans if end - start > 1]
