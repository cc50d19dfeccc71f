"""Rows laid out as one office's template has them: sheets of cells, not yet a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from timpora.sample import wording
from timpora.sample.areas import Area
from timpora.sample.headings import Column, columns_of, heading_rows, merged_headings
from timpora.sample.reports import Row, Value
from timpora.sample.styles import Style, spellings
from timpora.sample.wording import Cell


@dataclass(frozen=True)
class Grid:
    """One sheet, from the first title to the last footnote, every row equally wide."""

    name: str
    rows: list[list[Cell]]
    title_rows: int
    heading_rows: int
    merged: list[tuple[int, int, int, int]]  # first row and column, last row and column


@dataclass
class Line:
    area: Area
    period: date
    cells: dict = field(default_factory=dict)


def sheets(style: Style, rows: Sequence[Row], stage: str = "") -> list[Grid]:
    """The sheets of one report: one, or one for each month or kabupaten."""
    if style.sheets == "period":
        parts = groupby(rows, key=lambda row: row.period)
        return [_grid(style, list(mine), wording.month_alone(month), stage) for month, mine in parts]
    if style.sheets == "kabupaten":
        parts = groupby(sorted(rows, key=lambda row: row.area.kabupaten_code), key=lambda row: row.area.kabupaten_code)
        named = [list(mine) for _, mine in parts]
        return [_grid(style, mine, wording.kabupaten(mine[0].area, "bare", style.name), stage) for mine in named]
    return [_grid(style, rows, "Rekap", stage)]


def text(template: str, period: date, area: Area, stage: str = "") -> str:
    """A title or file name of a template with its period and place filled in."""
    if "{" not in template:
        return template
    return template.format(
        month=wording.month_name(period),
        quarter=wording.quarter(period),
        tw=wording.quarter_short(period),
        semester=wording.semester(period),
        school=wording.school_semester(period),
        half=1 + (period.month - 1) // 6,
        year=period.year,
        tag=f"{period:%Y-%m}",
        kabupaten=area.kabupaten_name,
        stage=stage.upper(),
        roll=spellings()["tahapan"][stage][-1].upper() if stage else "",
    )


def _grid(style: Style, rows: Sequence[Row], name: str, stage: str) -> Grid:
    """An empty figure (None) is a blank cell: not reported."""
    columns = list(columns_of(style, rows))
    lines = _lines(style, rows)
    newest = max((row.period, row.area.code) for row in rows)
    titles = [[text(title, newest[0], rows[0].area, stage)] for title in style.titles]
    cells = [*titles, *heading_rows(columns)]
    first, merged = len(cells), merged_headings(columns, len(titles))
    cells += _body(style, columns, lines)
    for column in [*["kabupaten"] * style.is_kabupaten_merged, *["periode"] * style.is_period_merged]:
        merged += _merge_down(cells, first, [c.key for c in columns].index(column))
    if style.total:
        cells.append(_total(columns, lines, style.total["column"], style.total["label"]))
    if style.footnotes:
        cells += [[], *([note] for note in style.footnotes)]
    width = len(columns) + style.trailing_columns
    padded = [row + [None] * (width - len(row)) for row in cells]
    return Grid(name, padded, len(titles), first - len(titles), merged)


def _lines(style: Style, rows: Sequence[Row]) -> list[Line]:
    """The rows that stand in the table: several of ours in one where it is wide, one of ours in several if long."""
    lines: dict[tuple, Line] = {}
    for row in rows:
        across = row.period if style.across == "periode" else row.figures.get(style.across)
        for figures in _unfolded(style, row):
            names = [value for key, value in figures.items() if isinstance(value, str) and key != style.across]
            key = (row.area.code, None if style.across == "periode" else row.period, *names)
            line = lines.setdefault(key, Line(row.area, row.period))
            for column, value in figures.items():
                line.cells[(across, column) if column in style.spread else column] = value
    return list(lines.values())


def _unfolded(style: Style, row: Row) -> Iterator[dict[str, Value]]:
    if not style.long:
        yield row.figures
    for column, name in style.long.items():
        yield {"jenis": name, "banyaknya": row.figures[column]}


def _body(style: Style, columns: list[Column], lines: list[Line]) -> list[list[Cell]]:
    numbered = {id(line): i for i, line in enumerate(lines, start=1)}
    by_kabupaten = groupby(lines, key=lambda line: line.area.kabupaten_code)
    cells: list[list[Cell]] = []
    for _, group in by_kabupaten:
        mine = list(group)
        if style.has_sections:
            label = wording.kabupaten(mine[0].area, style.kabupaten, style.name)
            cells.append([label if column.key == "kecamatan" else None for column in columns])
        cells += [[_cell(style, column.key, line, numbered[id(line)]) for column in columns] for line in mine]
        if style.subtotal:
            cells.append(_total(columns, mine, "kecamatan", style.subtotal))
    return cells


def _cell(style: Style, key: str | tuple, line: Line, place: int) -> Cell:
    area = line.area
    if key == "no":
        return place
    if key == "kode":
        return area.code
    if key == "periode":
        return wording.PERIODS[style.period](line.period)
    if key == "kabupaten":
        return wording.kabupaten(area, style.kabupaten, style.name)
    if key == "kecamatan":
        return style.prefix + wording.kecamatan(area, style.kecamatan, style.name)
    value = line.cells.get(key)
    if isinstance(value, bool):
        return style.yes if value else style.no
    if isinstance(value, date):
        return wording.DAYS[style.days](value)
    return wording.spelled(key, value, style.spellings) if isinstance(value, str) else value


def _total(columns: list[Column], lines: list[Line], label_column: str, label: str) -> list[Cell]:
    row: list[Cell] = []
    for column in columns:
        given = [value for line in lines if _is_number(value := line.cells.get(column.key))]
        row.append(label if column.key == label_column else round(sum(given), 2) if given else None)
    return row


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _merge_down(rows: list[list[Cell]], first: int, column: int) -> list[tuple[int, int, int, int]]:
    """Leave a cell that repeats the one above blank, as merged cells are."""
    starts = [i for i in range(first, len(rows)) if i == first or rows[i][column] != rows[i - 1][column]]
    spans = list(zip(starts, [*starts[1:], len(rows)], strict=True))
    for start, end in spans:
        for row in rows[start + 1 : end]:
            row[column] = None
    return [(start, column, end - 1, column) for start, end in spans if end - start > 1]
