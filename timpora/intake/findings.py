"""What is wrong with a file: where, which value, and what to do about it."""

from dataclasses import dataclass

from timpora.intake.guard import address
from timpora.text import say

__all__ = ["NOTE", "REFUSE", "WARN", "Finding", "address", "finding"]

REFUSE, WARN, NOTE = "refuse", "warn", "note"
# Warnings beyond form: the file may be right, but a person must say why before it is kept.
NEEDS_REASON = {
    "more_than_usual",
    "ten_times",
    "stopped_reporting",
    "column_of_zeros",
    "same_as_before",
    "name_says_otherwise",
    "sheet_not_read",
    "cumulative",
    "older_again",
    "numbers_vanish",
    "total_as_area",
}


@dataclass(frozen=True)
class Finding:
    severity: str
    rule: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    words: tuple[tuple[str, object], ...] = ()  # what else the sentence says

    @property
    def message(self) -> str:
        """The catalogue's `finding.<rule>` in the reader's language, led by sheet and cell as a reader finds them."""
        where = say("finding.at_sheet", sheet=self.sheet) if self.sheet else ""
        if self.cell:
            where += say("finding.at_cell", cell=self.cell)
        sentence = say(f"finding.{self.rule}", value=self.value, **dict(self.words))
        message = where.rstrip(", ") + ": " + sentence if where else sentence
        return message[:1].upper() + message[1:]

    @property
    def needs_reason(self) -> bool:
        return self.severity == WARN and self.rule in NEEDS_REASON

    def as_dict(self) -> dict:
        names = ("severity", "rule", "sheet", "cell", "value", "message")
        return {name: getattr(self, name) for name in names}


def finding(severity: str, rule: str, /, *, sheet=None, cell=None, value=None, **words: object) -> Finding:
    """A finding; `words` fill the sentence `finding.<rule>` of the catalogue."""
    shown = None if value is None else str(value).strip()[:80]
    return Finding(severity, rule, sheet, cell, shown, tuple(words.items()))
