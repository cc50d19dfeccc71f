"""Which sheets of a file hold its table, and of which source. A second table is never left out in silence."""

import re
from itertools import islice

from timpora.intake.contracts import Contract
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, finding
from timpora.intake.layout import Layout, layouts
from timpora.intake.reading import Sheet
from timpora.intake.titles import file_year

_CERTAIN = 0.5  # share of a contract's required columns from which a sheet is taken for its table


def find(sheets: list[Sheet], wanted: list[Contract], file_name: str) -> tuple[list[Finding], list[Layout]]:
    """The layouts of the sheets that hold the table of one source, and what is to be said about the others.

    wanted: the contracts to choose from. Sheets of one source are read together, one per month or per kabupaten.
    Hidden sheets are read only when nothing else fits.
    """
    year = file_year(file_name)
    fits = {sheet.name: _best(layouts(sheet, wanted, year)) for sheet in sheets}
    visible = [fit for sheet in sheets if not sheet.is_hidden and (fit := fits[sheet.name])]
    hidden = [fit for sheet in sheets if sheet.is_hidden and (fit := fits[sheet.name]) and fit.holds_numbers]
    findings: list[Finding] = []
    found = visible
    if hidden:
        names = ", ".join(layout.sheet.name for layout in hidden)
        findings.append(finding(WARN if visible else NOTE, "hidden_sheet" if visible else "hidden_read", names=names))
        found = visible or hidden
    if not found:
        headers = "; ".join(f"{c.id}: {', '.join(col.shown for col in c.required)}" for c in wanted)
        return [*findings, finding(REFUSE, "no_table", headers=headers)], []
    main = max(found, key=lambda layout: layout.rank)
    same = [layout for layout in found if layout.contract.id == main.contract.id]
    others = [layout for layout in found if layout not in same and layout.fit >= _CERTAIN]
    if others:
        shown = ", ".join(f"{layout.sheet.name} ({layout.contract.id})" for layout in (*same, *others))
        findings.append(finding(REFUSE, "several_tables", names=shown))
    used = {layout.sheet.name for layout in same}
    left = [sheet.name for sheet in sheets if not sheet.is_hidden and sheet.name not in used and _has_numbers(sheet)]
    if left and not others:
        findings.append(finding(WARN, "sheet_not_read", names=", ".join(left)))
    return findings, same


def _best(found: list[Layout]) -> Layout | None:
    return max(found, key=lambda layout: layout.rank, default=None)


def _has_numbers(sheet: Sheet) -> bool:
    """Numbers written as text are numbers too; a single one of those may be the number of a letter."""
    values = [value for row in sheet.rows for value in row if value is not None and not isinstance(value, bool)]
    amounts = (value for value in values if isinstance(value, str) and re.fullmatch(r"[\d.,]+", value))
    return any(isinstance(value, int | float) for value in values) or len(list(islice(amounts, 2))) > 1
