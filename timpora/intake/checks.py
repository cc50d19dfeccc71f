"""Cells of one table → rows of whole numbers by kecamatan and month, and everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from timpora.intake.areas import Area, Gazetteer, UnknownArea
from timpora.intake.contracts import heading
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.furniture import cell, is_amount, is_footnote, is_numbering, is_repeated_header, is_total, text
from timpora.intake.layout import Layout
from timpora.intake.numbers import NumberError, parse_count, parse_decimal
from timpora.intake.periods import parse_period
from timpora.intake.titles import stated_period
from timpora.intake.totals import Totals

MOST = 50  # refusals after which reading stops: whoever mends fifty cells will load again
_PARSE = {"count": parse_count, "decimal": parse_decimal}


@dataclass
class Table:
    """What was understood: rows of {period, area_code, sheet, source_row, <columns>}, and the findings."""

    rows: list[dict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    covers: set[tuple[date, str]] = field(default_factory=set)  # (period, kabupaten code)

    @property
    def refusals(self) -> int:
        return sum(found.severity == REFUSE for found in self.findings)


def check(layout: Layout, gazetteer: Gazetteer, *, today: date, period: date | None = None) -> Table:
    """Read one table by its contract.

    layout: where the table is; period: the month the sender states, where the file does not say it itself.
    Nothing is repaired or left out in silence: whatever is not understood is a finding with its cell.
    """
    table = Table(findings=list(_columns(layout)))
    if not table.refusals:
        stated = stated_period(layout, period, table.findings)
        _Reader(layout, gazetteer, today, stated).read(table)
    return table


def _columns(layout: Layout) -> Iterator[Finding]:
    sheet, row = layout.sheet.name, layout.header_row
    for header in layout.missing:
        yield finding(REFUSE, "missing_column", sheet=sheet, value=header, row=row + 1)
    for header, column in layout.twice:
        yield finding(REFUSE, "column_twice", sheet=sheet, cell=address(row, column), value=header)
    for header, column in layout.ignored:
        if heading(header) not in {"NO", "NOMOR", "NO URUT"}:
            yield finding(NOTE, "column_ignored", sheet=sheet, cell=address(row, column), value=header)


class _Reader:
    """Walks the rows below the header; kabupaten and period carry down where merged cells leave them blank."""

    def __init__(self, layout: Layout, gazetteer: Gazetteer, today: date, period: date | None):
        self.layout, self.gazetteer, self.today, self.stated = layout, gazetteer, today, period
        self.contract, self.sheet = layout.contract, layout.sheet.name
        self.header = layout.sheet.rows[layout.header_row]
        self.fields = set(layout.fields.values())
        known = self.fields | set(layout.area_columns.values()) | {layout.period_column} - {None}
        # "TOTAL" stands under NO, under the month, the kabupaten or the kecamatan: never in a column of remarks.
        self.labels = [c for c in range(max(known) + 1) if c in known - self.fields or c < min(known)]
        self.first_column, self.area_column = min(known), layout.area_columns.get("kecamatan", min(known))
        self.kabupaten: str | None = None
        self.period_cell: object = None
        self.seen: dict[tuple[date, str], str] = {}
        self.totals = Totals()

    def read(self, table: Table) -> None:
        start = self.layout.header_row + 1
        for number, cells in enumerate(self.layout.sheet.rows[start:], start=start):
            if any(value not in (None, "") for value in cells):
                row, findings = self._row(number, cells)
                table.findings += findings
                if row:
                    table.rows.append(row)
            if table.refusals >= MOST:
                table.findings.append(finding(REFUSE, "too_many_findings", sheet=self.sheet, n=MOST))
                break
        if not table.rows and not table.refusals:
            table.findings.append(finding(REFUSE, "empty_table", sheet=self.sheet, row=start + 1))
        if not table.refusals:
            table.covers = {(r["period"], self.gazetteer.areas[r["area_code"]].kabupaten_code) for r in table.rows}
            table.findings += self._not_reported(table)

    def _row(self, number: int, cells: list[object]) -> tuple[dict | None, list[Finding]]:
        labels = [label for column in self.labels if (label := text(cell(cells, column)))]
        values = [cell(cells, column) for column in self.fields]
        has_numbers = any(value not in (None, "") for value in values)
        if is_total(labels):
            return None, self._total(number, cells)
        is_first = number == self.layout.header_row + 1
        if is_repeated_header(cells, self.header, self.fields) or (is_first and is_numbering(cells)):
            return None, []
        if not has_numbers and is_footnote(labels):
            return None, []
        names = {part: text(cell(cells, column)) for part, column in self.layout.area_columns.items()}
        is_named = bool(names.get("kecamatan") or names.get("code"))
        if not is_named and not any(is_amount(value) for value in values):
            return None, []  # a signature, a remark, a row that only names a kabupaten
        findings: list[Finding] = []
        area = self._area(number, names, findings)
        if area is None and not any(is_amount(value) for value in values):
            value = names.get("kecamatan") or names.get("code")
            skipped = finding(
                WARN, "row_skipped", sheet=self.sheet, cell=address(number, self.area_column), value=value
            )
            return None, [skipped]
        period = self._period(number, cells, findings)
        numbers = self._numbers(number, cells, findings)
        findings += self._beside(number, cells)
        if area and period:
            where = address(number, self.area_column)
            if first := self.seen.get((period, area.code)):
                findings.append(self._refuse("duplicate_area", where, area.name, first=first))
            self.seen.setdefault((period, area.code), where)
        if not any(found.severity == REFUSE for found in findings):
            findings += self._arithmetic(number, numbers)
        if not (area and period) or any(found.severity == REFUSE for found in findings):
            return None, findings
        row = {"period": period, "area_code": area.code, "sheet": self.sheet, "source_row": number + 1, **numbers}
        self.totals.add(row, area.kabupaten_code)
        return row, findings

    def _area(self, number: int, names: dict[str, str | None], findings: list[Finding]) -> Area | None:
        self.kabupaten = names.get("kabupaten") or self.kabupaten
        try:
            return self.gazetteer.resolve(names.get("code"), self.kabupaten, names.get("kecamatan"))
        except UnknownArea as unknown:
            part = {"unknown_code": "code", "unknown_kabupaten": "kabupaten"}.get(unknown.rule)
            column = self.layout.area_columns.get(part, self.area_column)
            value = self.kabupaten if part == "kabupaten" else names.get(part or "kecamatan") or names.get("code")
            rule = unknown.rule
            if rule == "unknown_area" and not unknown.nearest:
                rule = "unknown_area_no_nearest"
            words = {"nearest": " / ".join(unknown.nearest), "kabupaten": self.kabupaten}
            findings.append(self._refuse(rule, address(number, column), value, **words))
            return None

    def _period(self, number: int, cells: list[object], findings: list[Finding]) -> date | None:
        column = self.layout.period_column
        period, where = self.stated, address(number, self.area_column)
        if column is not None:
            value = cell(cells, column)
            self.period_cell = value if value not in (None, "") else self.period_cell
            where = address(number, column)
        if self.period_cell is not None:
            period = parse_period(self.period_cell, self.contract.rhythm, self.contract.period_anchor)
            if period is None:
                example = {"monthly": "Oktober 2024", "quarterly": "Triwulan III 2024"}.get(
                    self.contract.rhythm, "2024"
                )
                findings.append(self._refuse("not_a_period", where, self.period_cell, example=example))
            elif self.stated and period != self.stated:
                stated = f"{self.stated:%Y-%m}"
                findings.append(self._refuse("period_mismatch", where, self.period_cell, given=stated))
        elif period is None and column is not None:
            findings.append(finding(REFUSE, "no_period", sheet=self.sheet, cell=where))
        if period and period > self.today:
            findings.append(self._refuse("future_period", where, f"{period:%Y-%m}", today=f"{self.today:%Y-%m}"))
        return period

    def _numbers(self, number: int, cells: list[object], findings: list[Finding]) -> dict[str, float | None]:
        numbers: dict[str, float | None] = {}
        for column in self.contract.columns:
            place = self.layout.fields.get(column.name)
            value = None if place is None else cell(cells, place)
            try:
                numbers[column.name] = _PARSE[column.kind](value)
            except NumberError as wrong:
                numbers[column.name] = None
                findings.append(self._refuse(wrong.rule, address(number, place), value))
        blank = [c for c in self.contract.required if numbers[c.name] is None]
        if not findings and 0 < len(blank) < len(self.contract.required):
            for column in blank:
                where = address(number, self.layout.fields[column.name])
                findings.append(finding(WARN, "blank_cell", sheet=self.sheet, cell=where))
        return numbers

    def _beside(self, number: int, cells: list[object]) -> Iterator[Finding]:
        """A number without a heading above it may be half of a number cut in two: `1,234` in a file cut at commas."""
        for column, value in enumerate(cells):
            if value not in (None, "") and column > self.first_column and not text(cell(self.header, column)):
                yield self._refuse("cell_without_heading", address(number, column), value)

    def _arithmetic(self, number: int, numbers: dict[str, float | None]) -> Iterator[Finding]:
        for rule in self.contract.sums:
            parts = [numbers[part] for part in rule["parts"]]
            stated, added = numbers[rule["total"]], sum(part or 0 for part in parts)
            if stated is not None and (added > stated or (added < stated and None not in parts)):
                where = address(number, self.layout.fields[rule["total"]])
                yield self._refuse("sum_disagrees", where, stated, computed=added)
        for rule in self.contract.at_most:
            smaller, larger = numbers[rule["smaller"]], numbers[rule["larger"]]
            if smaller is not None and larger is not None and smaller > larger:
                where = address(number, self.layout.fields[rule["smaller"]])
                other = address(number, self.layout.fields[rule["larger"]])
                yield self._refuse("larger_than_whole", where, smaller, larger=larger, other=other)

    def _total(self, number: int, cells: list[object]) -> list[Finding]:
        stated = {}
        for column in self.contract.columns:
            place = self.layout.fields.get(column.name)
            try:
                value = None if place is None else _PARSE[column.kind](cell(cells, place))
            except NumberError:
                continue  # a total nobody calculated checks nothing
            if value is not None:
                stated[column.name] = value
        return [
            self._refuse(
                "total_disagrees", address(number, self.layout.fields[name]), _plain(value), computed=_plain(added)
            )
            for name, (value, added) in self.totals.disagreements(stated).items()
        ]

    def _not_reported(self, table: Table) -> Iterator[Finding]:
        """A kecamatan that is absent from its kabupaten's table is not reported, which is not zero: say it."""
        for period, kabupaten in sorted(table.covers):
            missing = [a.name for a in self.gazetteer.members(kabupaten) if (period, a.code) not in self.seen]
            if missing:
                names = ", ".join(missing)
                yield finding(WARN, "area_absent", sheet=self.sheet, names=names, period=f"{period:%Y-%m}")

    def _refuse(self, rule: str, where: str, value: object, **words: object) -> Finding:
        return finding(REFUSE, rule, sheet=self.sheet, cell=where, value=value, **words)


def _plain(value: float) -> object:
    return int(value) if float(value).is_integer() else round(value, 2)
