"""What was understood of a file: rows, findings, and what the rows speak for."""

from dataclasses import dataclass, field
from datetime import date

from timpora.intake.contracts import Contract
from timpora.intake.findings import REFUSE, Finding

MOST = 50  # refusals after which reading stops: whoever mends fifty cells will load again


@dataclass
class Table:
    """What was understood, and the findings.

    rows: {period, area_code, sheet, source_row, <columns of the contract>}, one per period, area and key.
    """

    contract: Contract
    rows: list[dict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[tuple, str] = field(default_factory=dict)  # key of a row → where it was first read
    covers: set[tuple[date, str, str]] = field(default_factory=set)  # (period, kabupaten code, part)

    @property
    def refusals(self) -> int:
        return sum(found.severity == REFUSE for found in self.findings)

    def key(self, row: dict) -> tuple:
        return (row["period"], row["area_code"], *(row[column.name] for column in self.contract.keys))
