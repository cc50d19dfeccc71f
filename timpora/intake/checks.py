"""Cells of a file's tables → rows by area and month as a contract describes them, and everything wrong with them."""

from collections.abc import Iterator
from datetime import date

from timpora.intake.areas import Gazetteer
from timpora.intake.contracts import heading
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import NUMBERING, Layout
from timpora.intake.periods import years_named
from timpora.intake.plausible import AT_LEAST
from timpora.intake.rows import Reader
from timpora.intake.table import MOST, Table
from timpora.intake.titles import Titles


def check(
    layouts: list[Layout], gazetteer: Gazetteer, *, today: date, period: date | None = None, file_name: str = ""
) -> Table:
    """Read the tables of a file, one per sheet, by their contract.

    period: the month the sender states, where the file does not say it itself.
    Nothing is repaired or left out in silence: whatever is not understood is a finding with its cell.
    """
    table = Table(layouts[0].contract)
    for layout in _filled(layouts, table):
        before = table.refusals
        table.findings += _columns(layout)
        titles = Titles(layout, file_name, len(layouts) > 1)
        reader = Reader(layout, gazetteer, today, titles, period, table, len(layouts) > 1)
        if table.refusals == before:
            reader.read()
        if table.refusals >= MOST:
            table.findings.append(finding(REFUSE, "too_many_findings", sheet=layout.sheet.name, n=MOST))
            break
    if not table.refusals:
        _finish(table, gazetteer, layouts)
        table.findings += _name(table, Titles(layouts[0], file_name))
    return table


def _filled(layouts: list[Layout], table: Table) -> list[Layout]:
    """Of several sheets, those that hold a number: the sheet of a month to come is no report of it."""
    if len(layouts) == 1:
        return layouts
    filled = [layout for layout in layouts if layout.holds_numbers]
    names = [layout.sheet.name for layout in layouts if layout not in filled]
    if names and filled:
        table.findings.append(finding(NOTE, "sheet_empty", names=", ".join(names)))
    return filled or layouts[:1]


def _columns(layout: Layout) -> Iterator[Finding]:
    sheet, row = layout.sheet.name, layout.header_row
    for header in layout.missing:
        yield finding(REFUSE, "missing_column", sheet=sheet, value=header, row=row + 1)
    for header, column in layout.twice:
        yield finding(REFUSE, "column_twice", sheet=sheet, cell=address(row, column), value=header)
    for header, column in layout.unclear:
        yield finding(REFUSE, "unclear_column", sheet=sheet, cell=address(row, column), value=header)
    for header, column in layout.ignored:
        if heading(header) not in NUMBERING:
            yield finding(NOTE, "column_ignored", sheet=sheet, cell=address(row, column), value=header)


def _finish(table: Table, gazetteer: Gazetteer, layouts: list[Layout]) -> None:
    """What can be said only once every sheet was read."""
    fields = [column.name for column in table.contract.fields]
    if all(row[name] is None for row in table.rows for name in fields):
        table.findings.append(
            finding(REFUSE, "empty_table", sheet=layouts[0].sheet.name, row=layouts[0].header_row + 2)
        )
    part = table.contract.part
    for row in table.rows:
        area = gazetteer.areas.get(row["area_code"])
        kabupaten = area.kabupaten_code if area else row["area_code"]
        table.covers.add((row["period"], kabupaten, row[part] if part else ""))
    if table.contract.grain == "kecamatan":
        table.findings += _totals_as_areas(table, gazetteer)
        table.findings += _not_reported(table, gazetteer)
    elif table.contract.grain == "item":
        table.findings += _items_twice(table)


def _name(table: Table, titles: Titles) -> Iterator[Finding]:
    """A file called "… Oktober 2024" that holds September may be the wrong one."""
    named, years = titles.name_period(), years_named(titles.file_name)
    periods = sorted({row["period"] for row in table.rows})
    said = f"{named:%Y-%m}" if named else ", ".join(map(str, sorted(years)))
    is_other = named not in periods if named else bool(years) and years.isdisjoint(period.year for period in periods)
    if periods and is_other:
        words = {"period": said, "periods": ", ".join(f"{period:%Y-%m}" for period in periods)}
        yield finding(WARN, "name_says_otherwise", value=titles.file_name, **words)


def _totals_as_areas(table: Table, gazetteer: Gazetteer) -> Iterator[Finding]:
    """Enrekang is a kecamatan and its kabupaten: with the sum of the others for its numbers, it is the kabupaten."""
    counts = [column.name for column in table.contract.fields if column.kind == "count"]
    of_period: dict[date, dict[str, dict]] = {}
    for row in table.rows:
        of_period.setdefault(row["period"], {})[row["area_code"]] = row
    for period, kabupaten, _ in sorted(table.covers):
        rows = of_period[period]
        members = gazetteer.members(kabupaten)
        for area in members:
            others = [rows[other.code] for other in members if other.code in rows and other is not area]
            own = rows.get(area.code)
            if own is None or len(others) < 2 or gazetteer.kabupaten_called(area.name) is None:
                continue
            sums = {name: sum(row[name] or 0 for row in others) for name in counts}
            # Among counts of a few this happens by chance.
            if sum(sums.values()) >= AT_LEAST and all((own[name] or 0) == total for name, total in sums.items()):
                where = {"sheet": own["sheet"], "cell": f"A{own['source_row']}"}
                yield finding(WARN, "total_as_area", value=area.name, **where)


def _items_twice(table: Table) -> Iterator[Finding]:
    """One number in two kecamatan is two items, or one that was written twice."""
    seen: dict[tuple, str] = {}
    for row in table.rows:
        key = (row["period"], *(row[column.name] for column in table.contract.keys))
        if seen.setdefault(key, row["area_code"]) != row["area_code"]:
            words = {"sheet": row["sheet"], "cell": f"A{row['source_row']}", "value": key[1]}
            yield finding(WARN, "number_twice", **words)


def _not_reported(table: Table, gazetteer: Gazetteer) -> Iterator[Finding]:
    """A kecamatan that is absent from its kabupaten's table is not reported, which is not zero: say it."""
    present = {(row["period"], row["area_code"]) for row in table.rows}
    for period, kabupaten in sorted({(period, kabupaten) for period, kabupaten, _ in table.covers}):
        missing = [a.name for a in gazetteer.members(kabupaten) if (period, a.code) not in present]
        if missing:
            yield finding(WARN, "area_absent", names=", ".join(missing), period=f"{period:%Y-%m}")
