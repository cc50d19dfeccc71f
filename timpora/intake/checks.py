"""Cells of a file's tables → rows by area and month as a contract describes them, and everything wrong with them."""

from collections.abc import Iterator
from datetime import date

from timpora.intake.areas import Gazetteer
from timpora.intake.contracts import heading
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.rows import Reader
from timpora.intake.table import MOST, Table
from timpora.intake.titles import Titles

_NUMBERING = {"NO", "NOMOR", "NO URUT", "NOMOR URUT"}


def check(
    layouts: list[Layout], gazetteer: Gazetteer, *, today: date, period: date | None = None, file_name: str = ""
) -> Table:
    """Read the tables of a file, one per sheet, by their contract.

    period: the month the sender states, where the file does not say it itself.
    Nothing is repaired or left out in silence: whatever is not understood is a finding with its cell.
    """
    table = Table(layouts[0].contract)
    for layout in layouts:
        before = table.refusals
        table.findings += _columns(layout)
        titles = Titles(layout, file_name)
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


def _columns(layout: Layout) -> Iterator[Finding]:
    sheet, row = layout.sheet.name, layout.header_row
    for header in layout.missing:
        yield finding(REFUSE, "missing_column", sheet=sheet, value=header, row=row + 1)
    for header, column in layout.twice:
        yield finding(REFUSE, "column_twice", sheet=sheet, cell=address(row, column), value=header)
    for header, column in layout.ignored:
        if heading(header) not in _NUMBERING:
            yield finding(NOTE, "column_ignored", sheet=sheet, cell=address(row, column), value=header)


def _finish(table: Table, gazetteer: Gazetteer, layouts: list[Layout]) -> None:
    """What can be said only once every sheet was read."""
    if not table.rows:
        table.findings.append(
            finding(REFUSE, "empty_table", sheet=layouts[0].sheet.name, row=layouts[0].header_row + 2)
        )
    part = table.contract.part
    for row in table.rows:
        area = gazetteer.areas.get(row["area_code"])
        kabupaten = area.kabupaten_code if area else row["area_code"]
        table.covers.add((row["period"], kabupaten, row[part] if part else ""))
    if table.contract.grain == "kecamatan":
        table.findings += _not_reported(table, gazetteer)


def _name(table: Table, titles: Titles) -> Iterator[Finding]:
    """A file called "… Oktober 2024" that holds September may be the wrong one."""
    named = titles.name_period()
    periods = sorted({row["period"] for row in table.rows})
    if named and periods and named not in periods:
        words = {"period": f"{named:%Y-%m}", "periods": ", ".join(f"{period:%Y-%m}" for period in periods)}
        yield finding(WARN, "name_says_otherwise", value=titles.file_name, **words)


def _not_reported(table: Table, gazetteer: Gazetteer) -> Iterator[Finding]:
    """A kecamatan that is absent from its kabupaten's table is not reported, which is not zero: say it."""
    present = {(row["period"], row["area_code"]) for row in table.rows}
    for period, kabupaten in sorted({(period, kabupaten) for period, kabupaten, _ in table.covers}):
        missing = [a.name for a in gazetteer.members(kabupaten) if (period, a.code) not in present]
        if missing:
            yield finding(WARN, "area_absent", names=", ".join(missing), period=f"{period:%Y-%m}")
