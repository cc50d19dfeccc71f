"""The one door for files: read, match a contract, check, keep. Sample data walks through it too.

`examine` says what a file is understood to be and changes nothing; `keep` stores what was examined; `load` is both.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from timpora import settings
from timpora.intake import ledger, tables
from timpora.intake.areas import gazetteer
from timpora.intake.checks import check
from timpora.intake.contracts import Contract, contracts
from timpora.intake.corrections import corrections
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, finding
from timpora.intake.layout import Layout
from timpora.intake.personal import personal_data, personal_in_text
from timpora.intake.plausible import plausibility
from timpora.intake.reading import Sheet, UnreadableFile, kind, read
from timpora.intake.table import Table


@dataclass
class Outcome:
    """What happened to one file."""

    file: str
    path: Path
    received_at: datetime
    is_sample: bool = False
    source: str | None = None
    periods: list[str] = field(default_factory=list)
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    table: Table | None = None  # what was understood, where anything was
    sha256: str | None = None
    suffix: str = ""
    form: int = 0  # findings about the file alone; the others compare it with the ledger
    known: int = 0  # lines of the ledger it was compared with
    entry: ledger.Entry | None = None

    @property
    def is_accepted(self) -> bool:
        return not any(found.severity == REFUSE for found in self.findings)

    @property
    def doubts(self) -> list[Finding]:
        """Warnings that a person must accept with a reason before the file is kept."""
        return [found for found in self.findings if found.needs_reason]

    @property
    def is_known(self) -> bool:
        """Whether the very same file speaks for the same months already."""
        return any(found.rule == "same_file" for found in self.findings)

    def refuse(self, rule: str, **words: object) -> "Outcome":
        self.findings.append(finding(REFUSE, rule, **words))
        return self


def load(path: Path, *, reason: str | None = None, is_dry_run: bool = False, **options) -> Outcome:
    """Examine one file and keep it. Whatever is refused is not stored; whatever is stored has its line in the ledger.

    reason: why warnings beyond form are right; without it a file that has them is not kept. options: see examine.
    """
    outcome = examine(path, **options)
    return outcome if is_dry_run else keep(outcome, reason=reason, by=ledger.person())


def examine(
    path: Path,
    *,
    source: str | None = None,
    period: date | None = None,
    received_at: datetime | None = None,
    is_sample: bool = False,
    name: str | None = None,
) -> Outcome:
    """What one file is understood to say, and everything wrong with it. Changes nothing.

    source: a contract's id, where the columns alone do not tell; period: the month, where the file does not say it;
    name: what the sender calls the file, where it is not the name on disk.
    """
    outcome = Outcome(Path(name or path.name).name, path, received_at or settings.now(), is_sample, source)
    if personal_in_text(outcome.file):
        outcome.file = ""
        return outcome.refuse("personal_file_name")
    known = contracts()
    if source is not None and source not in known:
        return outcome.refuse("unknown_source", value=source, known=", ".join(known))
    try:
        outcome.suffix, sheets, outcome.sha256 = f".{kind(path)}", read(path), ledger.digest(path)
    except UnreadableFile as problem:
        return outcome.refuse(problem.rule, value=outcome.file, sheet=problem.sheet, cell=problem.cell)
    except OSError:
        return outcome.refuse("no_file", value=outcome.file)
    wanted = [known[source]] if source else list(known.values())
    found, layouts = tables.find(sheets, wanted, outcome.file)
    outcome.findings += _personal_data(sheets, layouts)
    if not outcome.is_accepted:
        return outcome
    outcome.findings += found
    if not layouts or not outcome.is_accepted:
        return outcome
    outcome.source = layouts[0].contract.id
    today = outcome.received_at.date()
    outcome.table = check(layouts, gazetteer(), today=today, period=period, file_name=outcome.file)
    outcome.findings += outcome.table.findings
    outcome.periods = sorted({f"{row['period']:%Y-%m}" for row in outcome.table.rows})
    outcome.rows = len(outcome.table.rows)
    if outcome.is_accepted:
        _compare(outcome)
    return outcome


def keep(outcome: Outcome, *, reason: str | None = None, by: str) -> Outcome:
    """Store what was examined, if nothing is refused, nothing in doubt without a reason, and nothing has changed."""
    if not outcome.is_accepted or outcome.is_known or outcome.table is None:
        return outcome
    reason = (reason or "").strip() or None
    if outcome.doubts and not reason:
        return outcome
    if reason and personal_in_text(reason):
        return outcome.refuse("personal_reason")
    if len(ledger.history()) != outcome.known:
        # Somebody loaded meanwhile: what was said about differences may no longer hold.
        before = list(outcome.findings)
        outcome.findings = before[: outcome.form]
        _compare(outcome)
        if {f.rule for f in outcome.doubts} - {f.rule for f in before}:
            return outcome
        if outcome.is_known:
            return outcome
    columns = [column.name for column in outcome.table.contract.columns]
    warnings = [found.as_dict() for found in outcome.findings if found.severity == WARN][:50]
    try:
        outcome.entry = ledger.keep(
            outcome.path,
            outcome.table.contract.id,
            columns,
            outcome.table.rows,
            sha256=outcome.sha256,
            suffix=outcome.suffix,
            covers=outcome.table.covers,
            received_at=outcome.received_at,
            by=by,
            is_sample=outcome.is_sample,
            original_name=outcome.file,
            warnings=warnings,
            reason=reason,
        )
    except ledger.ChangedFile:
        return outcome.refuse("file_changed", value=outcome.file)
    except OSError as problem:
        return outcome.refuse("not_kept", value=problem.strerror)
    return outcome


def _personal_data(sheets: list[Sheet], layouts: list[Layout]) -> list[Finding]:
    """UU 27/2022: a file about persons is refused by the names of its columns; no value of it is ever repeated."""
    read_as = {layout.sheet.name: layout for layout in layouts}
    contract = layouts[0].contract if layouts else None
    rules = {"may": contract.may, "must_not": contract.must_not} if contract else {}
    found = []
    for sheet in sheets:
        layout = read_as.get(sheet.name)
        heads, understood = (set(layout.header_rows), layout.understood) if layout else (set(), set())
        found += personal_data(sheet, heads, understood, **rules)
    return found


def _compare(outcome: Outcome) -> None:
    """With what the ledger knows: the same file, what it corrects, what looks odd beside earlier months."""
    table, history = outcome.table, ledger.history()
    loads, outcome.known, outcome.form = ledger.entries(), len(history), len(outcome.findings)
    outcome.findings += _already(outcome, table.contract, loads)
    if not outcome.is_known:
        outcome.findings += corrections(table, loads, gazetteer())
        outcome.findings += plausibility(table, loads, gazetteer())


def _already(outcome: Outcome, contract: Contract, loads: list[ledger.Entry]) -> list[Finding]:
    """The same bytes for the same months are the same file; loaded once more for another month they are not."""
    force = set(ledger.in_force(loads).values())
    covers = tuple(sorted((period.isoformat(), kab, part) for period, kab, part in outcome.table.covers))
    key = (outcome.sha256, contract.id, covers)
    same = [e for e in loads if (e.sha256, e.source, e.covers) == key and e.id in force]
    findings = [finding(NOTE, "same_file", value=outcome.file, id=same[-1].id)] if same else []
    older = [e for e in loads if (e.sha256, e.source) == key[:2] and set(e.covers) & set(covers) and e.id not in force]
    if older and not same:
        findings.append(finding(WARN, "older_again", value=outcome.file, id=older[-1].id))
    if not outcome.is_sample and any(entry.is_sample for entry in loads):
        findings.append(finding(WARN, "sample_present"))
    return findings
