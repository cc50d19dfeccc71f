"""The one door for files: read, match a contract, check, keep. Sample data walks through it too."""

import getpass
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from timpora import settings
from timpora.intake import ledger
from timpora.intake.areas import gazetteer
from timpora.intake.checks import check
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
    outcome.findings += _personal_data(sheets)
    layout = _layout(sheets, source, outcome.findings) if outcome.is_accepted else None
    if layout is None:
        return outcome
    outcome.source = layout.contract.id
    table = check(layout, gazetteer(), today=received_at.date(), period=period)
    outcome.findings += table.findings
    outcome.periods = sorted({f"{row['period']:%Y-%m}" for row in table.rows})
    outcome.rows = len(table.rows)
    if outcome.is_accepted:
        known = ledger.entries()
        outcome.findings += _already(path, layout.contract, known, is_sample)
        is_new = not any(found.rule == "same_file" for found in outcome.findings)
        if is_new:
            outcome.findings += corrections(table, layout.contract, known, gazetteer())
        if is_new and not is_dry_run:
            columns = [column.name for column in layout.contract.columns]
            outcome.entry = ledger.keep(
                path,
                layout.contract.id,
                columns,
                table.rows,
                covers=table.covers,
                received_at=received_at,
                by=getpass.getuser(),
                is_sample=is_sample,
            )
    return outcome


def _personal_data(sheets: list[Sheet]) -> list[Finding]:
    """UU 27/2022: a file about persons is refused by the names of its columns; no value of it is ever repeated."""
    rules, found = forbidden(), {}
    for sheet in sheets:
        for number, cells in enumerate(sheet.rows):
            # A heading has others beside it; a line above the table ("Alamat: …" of the office) stands alone.
            may_be_header = number < HEADER_WITHIN_ROWS and sum(value is not None for value in cells) > 1
            for column, value in enumerate(cells):
                if value is None or isinstance(value, float):
                    continue
                text, where = str(value), address(number, column)
                if may_be_header and isinstance(value, str) and len(text) <= 40 and rules.heading(text):
                    found[sheet.name, column] = finding(
                        REFUSE, "personal_column", sheet=sheet.name, cell=where, value=text
                    )
                elif (sheet.name, column) not in found and rules.value(text):
                    found[sheet.name, column] = finding(REFUSE, "personal_value", sheet=sheet.name, cell=where)
    return list(found.values())


def _layout(sheets: list[Sheet], source: str | None, findings: list[Finding]) -> Layout | None:
    """The one table of the file, on a visible sheet."""
    known = contracts()
    if source is not None and source not in known:
        findings.append(finding(REFUSE, "unknown_source", value=source, known=", ".join(known)))
        return None
    wanted: list[Contract] = [known[source]] if source else list(known.values())
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    best = [max(fits, key=lambda f: f.fit) for sheet in visible if (fits := layouts(sheet, wanted))]
    if len(best) > 1:
        best = [layout for layout in best if layout.fit == 1] or best
    if len(best) == 1:
        return best[0]
    if best:
        names = ", ".join(str(layout.sheet.name) for layout in best)
        findings.append(finding(REFUSE, "several_tables", names=names))
    else:
        headers = "; ".join(f"{c.id}: {', '.join(col.headers[0] for col in c.required)}" for c in wanted)
        findings.append(finding(REFUSE, "no_table", headers=headers))
    return None


def _already(path: Path, contract: Contract, known: list[ledger.Entry], is_sample: bool) -> list[Finding]:
    sha256, force = ledger.digest(path), set(ledger.in_force(known).values())
    same = [e for e in known if e.sha256 == sha256 and e.source == contract.id and e.id in force]
    findings = [finding(NOTE, "same_file", value=path.name, id=same[-1].id)] if same else []
    if not is_sample and any(entry.is_sample for entry in known):
        findings.append(finding(WARN, "sample_present"))
    return findings
