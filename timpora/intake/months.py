"""Which month a row speaks of: its period cell, carried down where merged cells are blank, or the whole table's."""

from datetime import date

from timpora.intake.contracts import heading
from timpora.intake.findings import REFUSE, Finding, address, finding
from timpora.intake.furniture import cell
from timpora.intake.layout import Layout
from timpora.intake.periods import bare_year, example_of, is_printed, parse_period


class Months:
    """Reads the period column of one table, row by row from top to bottom."""

    def __init__(self, layout: Layout, stated: date | None, today: date, year: int | None = None):
        self.column, self.sheet, self.contract = layout.period_column, layout.sheet.name, layout.contract
        self.stated, self.today = stated, today
        self.value: object = None
        self.year = year  # of cells that name a month alone: the titles', or that of a column beside
        years = [c for header, c in layout.ignored if heading(header) in ("TAHUN", "THN", "TH")]
        self.year_column = years[0] if len(years) == 1 else None
        self._known: dict[object, date | None] = {}

    def of(self, number: int, cells: list[object], where: str, findings: list[Finding]) -> date | None:
        """The month of a row, or None with a finding."""
        if self.column is not None:
            value = cell(cells, self.column)
            self.value = value if value not in (None, "") else self.value
            where = address(number, self.column)
            if self.year_column is not None and (year := bare_year(cell(cells, self.year_column))):
                self.year = year
        period, example = self.stated, example_of(self.contract.rhythm)
        if self.value is not None:
            period = self._read(self.value)
            if period is None:
                findings.append(self._refuse("not_a_period", where, self.value, example=example))
            elif self.stated and period != self.stated:
                findings.append(self._refuse("period_mismatch", where, self.value, given=f"{self.stated:%Y-%m}"))
        elif period is None and self.column is not None:
            findings.append(finding(REFUSE, "no_period", sheet=self.sheet, cell=where, example=example))
        if period:
            findings += self.not_yet(period, where)
        return period

    def stated_anew(self, number: int, cells: list[object]) -> list[Finding]:
        """A finding when a line between the rows names another month than the table's: a second table begins there."""
        text = " ".join(str(value) for value in cells if value not in (None, ""))
        period = None if is_printed(text) else self._read(text)
        if self.stated is None or period in (None, self.stated):
            return []
        return [self._refuse("second_period", address(number, 0), text)]

    def not_yet(self, period: date, where: str) -> list[Finding]:
        """A finding when a month lies in the future."""
        if period <= self.today:
            return []
        return [self._refuse("future_period", where, f"{period:%Y-%m}", today=f"{self.today:%Y-%m}")]

    def _read(self, value: object) -> date | None:
        key = (value, self.year)
        if key not in self._known:
            month = str(value).strip().removesuffix(".0")
            if self.year and self.contract.rhythm == "monthly" and month.isdecimal() and 1 <= int(month) <= 12:
                value = f"{int(month)}/{self.year}"
            self._known[key] = parse_period(value, self.contract.rhythm, self.contract.period_anchor, self.year)
        return self._known[key]

    def _refuse(self, rule: str, where: str, value: object, **words: object) -> Finding:
        return finding(REFUSE, rule, sheet=self.sheet, cell=where, value=value, **words)
