"""What is wrong with a file: where, which value, and what to do about it."""

from dataclasses import asdict, dataclass

from timpora.text import say

REFUSE, WARN, NOTE = "refuse", "warn", "note"


@dataclass(frozen=True)
class Finding:
    severity: str
    rule: str
    message: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None

    def as_dict(self) -> dict:
        return asdict(self)


def finding(severity: str, rule: str, /, *, sheet=None, cell=None, value=None, **words: object) -> Finding:
    """A finding whose sentence is the catalogue's `finding.<rule>`, led by sheet and cell as a reader finds them."""
    shown = None if value is None else str(value).strip()[:80]
    where = say("finding.at_sheet", sheet=sheet) if sheet else ""
    if cell:
        where += say("finding.at_cell", cell=cell)
    sentence = say(f"finding.{rule}", value=shown, **words)
    message = where.rstrip(", ") + ": " + sentence if where else sentence
    return Finding(severity, rule, message[:1].upper() + message[1:], sheet, cell, shown)


def address(row: int, column: int) -> str:
    """The spreadsheet address of a cell: row 13, column 5 (both from 0) is "F14"."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
