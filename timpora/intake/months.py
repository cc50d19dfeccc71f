"""Which month a row speaks of: its period cell, carried down where merged cells are blank, or the whole table's."""

from datetime import date

from timpora.intake.findings import REFUSE, Finding, address, finding
from timpora.intake.furniture import cell
from timpora.intake.layout import Layout
from timpora.intake.periods import parse_period

_EXAMPLES = {"quarterly": "Triwulan III 2024", "semester": "Semester I 2024", "yearly": "2024"}


class Months:
    """Reads the period column of one table, row by row from top to bottom."""

    def __init__(self, layout: Layout, stated: date | None, today: date):
        self.column, self.sheet, self.contract = layout.period_column, layout.sheet.name, layout.contract
        self.stated, self.today = stated, today
        self.value: object = None
        self._known: dict[object, date | None] = {}
        # Future months in the headings of a yearly table are blank there: only what is filled is judged.
        self.is_in_headings = layout.says_period and self.column is None

    def of(self, number: int, cells: list[object], where: str, findings: list[Finding]) -> date | None:
        """The month of a row, or None with a finding."""
        if self.column is not None:
            value = cell(cells, self.column)
            self.value = value if value not in (None, "") else self.value
            where = address(number, self.column)
        period = self.stated
        if self.value is not None:
            period = self._read(self.value)
            if period is None:
                example = _EXAMPLES.get(self.contract.rhythm, "Oktober 2024")
                findings.append(self._refuse("not_a_period", where, self.value, example=example))
            elif self.stated and period != self.stated:
                findings.append(self._refuse("period_mismatch", where, self.value, given=f"{self.stated:%Y-%m}"))
        elif period is None and self.column is not None:
            findings.append(finding(REFUSE, "no_period", sheet=self.sheet, cell=where))
        if period:
            findings += self.not_yet(period, where)
        return period

    def not_yet(self, period: date, where: str) -> list[Finding]:
        """A finding when a month lies in the future."""
        if period <= self.today:
            return []
        return [self._refuse("future_period", where, f"{period:%Y-%m}", today=f"{self.today:%Y-%m}")]

    def _read(self, value: object) -> date | None:
        if value not in self._known:
            self._known[value] = parse_period(value, self.contract.rhythm, self.contract.period_anchor)
        return self._known[value]

    def _refuse(self, rule: str, where: str, value: object, **words: object) -> Finding:
        return finding(REFUSE, rule, sheet=self.sheet, cell=where, value=value, **words)
