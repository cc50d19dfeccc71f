"""The one door for files: read, match a contract, check, keep. Sample data walks through it too."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from timpora import settings
from timpora.intake import ledger
from timpora.intake.areas import gazetteer
from timpora.intake.checks import Table, check
from timpora.intake.contracts import Contract, contracts, forbidden
from timpora.intake.corrections import corrections
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import HEADER_WITHIN_ROWS, Layout, layouts
from timpora.intake.reading import Sheet, UnreadableFile, read


@dataclass
class Outcome:
    """What happened to one file."""

    file: str
    source: str | None = None
    periods: list[str] = field(default_factory=list)
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    entry: ledger.Entry | None = None

    @property
    def is_accepted(self) -> bool:
        return not any(found.severity == REFUSE for found in self.findings)


def load(
    path: Path,
    *,
    source: str | None = None,
    period: date | None = None,
    is_dry_run: bool = False,
    received_at: datetime | None = None,
    is_sample: bool = False,
) -> Outcome:
    """Take one file in. Whatever is refused is not stored; whatever is stored has its line in the ledger.

    source: a contract's id, where the columns alone do not tell; period: the month, where the file does not say it.
    """
    received_at = received_at or settings.now()
    outcome = Outcome(path.name, source)
    try:
        sheets = read(path)
    except UnreadableFile as problem:
        outcome.findings.append(finding(REFUSE, problem.rule, value=path.name))
        return outcome
    known = contracts()
    if source is not None and source not in known:
        outcome.findings.append(finding(REFUSE, "unknown_source", value=source, known=", ".join(known)))
        return outcome
    wanted = [known[source]] if source else list(known.values())
    outcome.findings += _personal_data(sheets, list(known.values()))
    layout = _layout(sheets, wanted, outcome.findings) if outcome.is_accepted else None
    if layout is None:
        return outcome
    outcome.source = layout.contract.id
    table = check(layout, gazetteer(), today=received_at.date(), period=period)
    outcome.findings += table.findings
    outcome.periods = sorted({f"{row['period']:%Y-%m}" for row in table.rows})
    outcome.rows = len(table.rows)
    if outcome.is_accepted:
        loads = ledger.entries()
        outcome.findings += _already(path, layout.contract, table, loads, is_sample)
        is_new = not any(found.rule == "same_file" for found in outcome.findings)
        if is_new:
            outcome.findings += corrections(table, layout.contract, loads, gazetteer())
        if is_new and not is_dry_run:
            columns = [column.name for column in layout.contract.columns]
            try:
                outcome.entry = ledger.keep(
                    path,
                    layout.contract.id,
                    columns,
                    table.rows,
                    covers=table.covers,
                    received_at=received_at,
                    by=ledger.person(),
                    is_sample=is_sample,
                )
            except OSError as problem:
                outcome.findings.append(finding(REFUSE, "not_kept", value=problem.strerror))
    return outcome


def _personal_data(sheets: list[Sheet], known: list[Contract]) -> list[Finding]:
    """UU 27/2022: a file about persons is refused by the names of its columns; no value of it is ever repeated."""
    rules, found = forbidden(), {}
    for sheet in sheets:
        headers = _header_rows(sheet, known)
        for number, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if value is None or isinstance(value, float) or (sheet.name, column) in found:
                    continue
                text, where = str(value), address(number, column)
                if rules.value(text):
                    found[sheet.name, column] = finding(REFUSE, "personal_value", sheet=sheet.name, cell=where)
                elif number in headers and isinstance(value, str) and rules.heading(text):
                    words = {"sheet": sheet.name, "cell": where, "value": text}
                    found[sheet.name, column] = finding(REFUSE, "personal_column", **words)
    return list(found.values())


def _header_rows(sheet: Sheet, known: list[Contract]) -> set[int]:
    """The rows that head columns: of a table we know, its header and the line above; else every row of short texts."""
    fits = layouts(sheet, known)
    if fits:
        row = max(fits, key=lambda layout: layout.fit).header_row
        # The line above heads columns too where a header has two lines; a letterhead stands there alone.
        above = row > 0 and sum(value is not None for value in sheet.rows[row - 1]) > 1
        return {row - 1, row} if above else {row}
    within = enumerate(sheet.rows[:HEADER_WITHIN_ROWS])
    return {number for number, cells in within if sum(isinstance(v, str) and len(v) <= 60 for v in cells) > 2}


def _layout(sheets: list[Sheet], wanted: list[Contract], findings: list[Finding]) -> Layout | None:
    """The one table of the file, on a visible sheet. A second one is never left out in silence."""
    best = {
        sheet.name: max(fits, key=lambda f: f.fit)
        for sheet in sheets
        if not sheet.is_hidden and (fits := layouts(sheet, wanted))
    }
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden and layouts(sheet, wanted)]
    if hidden:
        findings.append(finding(WARN, "hidden_sheet", names=", ".join(hidden)))
    if len(best) == 1:
        return next(iter(best.values()))
    if best:
        findings.append(finding(REFUSE, "several_tables", names=", ".join(best)))
    else:
        headers = "; ".join(f"{c.id}: {', '.join(col.headers[0] for col in c.required)}" for c in wanted)
        findings.append(finding(REFUSE, "no_table", headers=headers))
    return None


def _already(path: Path, contract: Contract, table: Table, loads: list[ledger.Entry], is_sample: bool) -> list[Finding]:
    """The same bytes for the same months are the same file; loaded once more for another month they are not."""
    sha256, force = ledger.digest(path), set(ledger.in_force(loads).values())
    covers = tuple(sorted((period.isoformat(), kabupaten) for period, kabupaten in table.covers))
    same = [e for e in loads if (e.sha256, e.source, e.covers) == (sha256, contract.id, covers) and e.id in force]
    findings = [finding(NOTE, "same_file", value=path.name, id=same[-1].id)] if same else []
    if not is_sample and any(entry.is_sample for entry in loads):
        findings.append(finding(WARN, "sample_present"))
    return findings
