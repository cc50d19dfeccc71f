"""What must hold within one row: parts add up to their total, a part is no larger than its whole."""

from collections.abc import Callable, Iterator
from datetime import date

from timpora.intake.contracts import Contract
from timpora.intake.findings import REFUSE, Finding, finding

Where = Callable[[str], str | None]  # field → the address of its cell, or None where the table has no such column


def row_findings(contract: Contract, row: dict, sheet: str | None, where: Where) -> Iterator[Finding]:
    """Every rule of the contract that a row breaks, with both numbers."""
    for rule in contract.sums:
        parts = [row.get(part) for part in rule["parts"]]
        stated, added = row.get(rule["total"]), sum(part or 0 for part in parts)
        # With a part blank, the others may fall short of the total, never exceed it.
        if stated is not None and (added > stated or (added < stated and None not in parts)):
            words = {"value": plain(stated), "computed": plain(added)}
            yield finding(REFUSE, "sum_disagrees", sheet=sheet, cell=where(rule["total"]), **words)
    for rule in contract.at_most:
        smaller, larger = row.get(rule["smaller"]), row.get(rule["larger"])
        if smaller is not None and larger is not None and smaller > larger:
            rule_name = "later_than" if isinstance(smaller, date) else "larger_than_whole"
            words = {"value": plain(smaller), "larger": plain(larger), "other": where(rule["larger"])}
            yield finding(REFUSE, rule_name, sheet=sheet, cell=where(rule["smaller"]), **words)


def plain(value: object) -> object:
    """A number or day as it is named in a finding: 12, 12.5, 31/01/2024."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return int(value) if float(value).is_integer() else round(value, 2)
