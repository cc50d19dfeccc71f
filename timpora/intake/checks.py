"""Cells of one table → rows of whole numbers by kecamatan and month, and everything that is wrong with them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from timpora.intake.areas import Gazetteer, UnknownArea
from timpora.intake.contracts import Contract, heading
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.numbers import NumberError, parse_count, parse_decimal
from timpora.intake.periods import parse_period

_TOTAL = re.compile(r"^(SUB ?TOTAL|GRAND TOTAL|TOTAL|JUMLAH)\b")
_FOOTNOTE = re.compile(r"^(SUMBER|CATATAN|KETERANGAN|KET|DICETAK|MENGETAHUI)\b")
_TITLE_OF_PERIOD = re.compile(r"^(PERIODE|BULAN|TRIWULAN|TAHUN|KEADAAN)\b")
_PARSE = {"count": parse_count, "decimal": parse_decimal}


@dataclass
class Table:
    """What was understood: rows of {period, area_code, sheet, source_row, <columns>}, and the findings."""

    rows: list[dict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    covers: set[tuple[date, str]] = field(default_factory=set)  # (period, kabupaten code)

    @property
    def is_refused(self) -> bool:
        return any(found.severity == REFUSE for found in self.findings)


def check(layout: Layout, gazetteer: Gazetteer, *, today: date, period: date | None = None) -> Table:
    """Read one table by its contract.

    layout: where the table is; period: the month the sender states, where the file does not say it itself.
    Nothing is repaired or left out in silence: whatever is not understood is a finding with its cell.
    """
    table = Table()
    table.findings += _columns(layout)
    if not table.is_refused:
        _Reader(layout, gazetteer, today, _stated_period(layout, period, table.findings)).read(table)
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


def _stated_period(layout: Layout, given: date | None, findings: list[Finding]) -> date | None:
    """The month the whole table is about: stated by the sender, or in a title above the header."""
    if layout.period_column is not None:
        return given
    titles: dict[date, tuple[str, object]] = {}
    for row, values in enumerate(layout.sheet.rows[: layout.header_row]):
        for column, value in enumerate(values):
            named = _period(layout.contract, value)
            if named and (isinstance(value, str) or named not in titles):
                titles[named] = (address(row, column), value)
    certain = {m: t for m, t in titles.items() if _TITLE_OF_PERIOD.match(heading(t[1]))} or titles
    sheet = layout.sheet.name
    if given is None and len(certain) > 1:
        cells = ", ".join(cell for cell, _ in certain.values())
        findings.append(finding(REFUSE, "several_periods", sheet=sheet, cells=cells))
    elif given is None and not certain:
        findings.append(finding(REFUSE, "no_period", sheet=sheet))
    elif given and len(certain) == 1 and given not in certain:
        ((cell, value),) = certain.values()
        findings.append(finding(REFUSE, "period_mismatch", sheet=sheet, cell=cell, value=value, given=f"{given:%Y-%m}"))
    return given or next(iter(certain), None)


def _period(contract: Contract, value: object) -> date | None:
    return parse_period(value, contract.rhythm, contract.period_anchor)


class _Reader:
    """Walks the rows below the header; kabupaten and period carry down where merged cells leave them blank."""

    def __init__(self, layout: Layout, gazetteer: Gazetteer, today: date, period: date | None):
        self.layout, self.gazetteer, self.today, self.stated = layout, gazetteer, today, period
        self.contract, self.sheet = layout.contract, layout.sheet.name
        self.kabupaten: str | None = None
        self.period_cell: object = None
        self.seen: dict[tuple[date, str], str] = {}
        self.since_total: list[dict] = []

    def read(self, table: Table) -> None:
        start = self.layout.header_row + 1
        for number, cells in enumerate(self.layout.sheet.rows[start:], start=start):
            if any(value not in (None, "") for value in cells):
                row, findings = self._row(number, cells)
                table.findings += findings
                if row:
                    table.rows.append(row)
        if not table.rows and not table.is_refused:
            table.findings.append(finding(REFUSE, "empty_table", sheet=self.sheet, row=start + 1))
        if not table.is_refused:
            table.covers = {(r["period"], self.gazetteer.areas[r["area_code"]].kabupaten_code) for r in table.rows}
            table.findings += self._not_reported(table)

    def _row(self, number: int, cells: list[object]) -> tuple[dict | None, list[Finding]]:
        labels = [_text(cell(cells, c)) for c in self._label_columns(cells)]
        has_numbers = any(cell(cells, c) not in (None, "") for c in self.layout.fields.values())
        if any(_TOTAL.match(heading(label)) for label in labels if label):
            return None, self._total(number, cells)
        if not has_numbers and any(_FOOTNOTE.match(heading(label)) or label[:1] in "*)" for label in labels if label):
            return None, []
        names = {part: _text(cell(cells, column)) for part, column in self.layout.area_columns.items()}
        if not has_numbers and not names.get("kecamatan") and not names.get("code"):
            return None, []
        findings: list[Finding] = []
        area = self._area(number, names, findings)
        period = self._row_period(number, cells, findings)
        values = self._values(number, cells, findings)
        if area and period:
            where = address(number, self._area_column())
            if first := self.seen.get((period, area.code)):
                findings.append(self._refuse("duplicate_area", where, area.name, first=first))
            self.seen.setdefault((period, area.code), where)
        if not findings:
            findings += self._arithmetic(number, values)
        if findings or not (area and period):
            return None, findings
        row = {"period": period, "area_code": area.code, "sheet": self.sheet, "source_row": number + 1, **values}
        self.since_total.append(row)
        return row, []

    def _area(self, number: int, names: dict[str, str | None], findings: list[Finding]):
        self.kabupaten = names.get("kabupaten") or self.kabupaten
        try:
            return self.gazetteer.resolve(names.get("code"), self.kabupaten, names.get("kecamatan"))
        except UnknownArea as unknown:
            part = {"unknown_code": "code", "unknown_kabupaten": "kabupaten"}.get(unknown.rule)
            column = self.layout.area_columns.get(part, self._area_column())
            value = self.kabupaten if part == "kabupaten" else names.get(part or "kecamatan") or names.get("code")
            rule = unknown.rule
            if rule == "unknown_area" and not unknown.nearest:
                rule = "unknown_area_no_nearest"
            findings.append(self._refuse(rule, address(number, column), value, nearest=" / ".join(unknown.nearest)))
            return None

    def _row_period(self, number: int, cells: list[object], findings: list[Finding]) -> date | None:
        column = self.layout.period_column
        if column is None:
            period, where = self.stated, None
        else:
            value = cell(cells, column)
            self.period_cell = value if value not in (None, "") else self.period_cell
            period, where = _period(self.contract, self.period_cell), address(number, column)
            if period is None:
                findings.append(self._refuse("not_a_period", where, self.period_cell))
            elif self.stated and period != self.stated:
                findings.append(self._refuse("period_mismatch", where, self.period_cell, given=f"{self.stated:%Y-%m}"))
        if period and period > self.today:
            where = where or address(number, self._area_column())
            findings.append(self._refuse("future_period", where, f"{period:%Y-%m}", today=f"{self.today:%Y-%m}"))
        return period

    def _values(self, number: int, cells: list[object], findings: list[Finding]) -> dict[str, float | None]:
        values: dict[str, float | None] = {}
        for column in self.contract.columns:
            place = self.layout.fields.get(column.name)
            value = None if place is None else cell(cells, place)
            try:
                values[column.name] = _PARSE[column.kind](value)
            except NumberError as wrong:
                findings.append(self._refuse(wrong.rule, address(number, place), value))
        return values

    def _arithmetic(self, number: int, values: dict[str, float | None]) -> Iterator[Finding]:
        for rule in self.contract.sums:
            parts = [values[part] for part in rule["parts"]]
            stated = values[rule["total"]]
            if stated is not None and None not in parts and sum(parts) != stated:
                where = address(number, self.layout.fields[rule["total"]])
                yield self._refuse("sum_disagrees", where, stated, computed=sum(parts))
        for rule in self.contract.at_most:
            smaller, larger = values[rule["smaller"]], values[rule["larger"]]
            if smaller is not None and larger is not None and smaller > larger:
                where = address(number, self.layout.fields[rule["smaller"]])
                other = address(number, self.layout.fields[rule["larger"]])
                yield self._refuse("larger_than_whole", where, smaller, larger=larger, other=other)

    def _total(self, number: int, cells: list[object]) -> list[Finding]:
        """A total row is left out of the data, and used: what it says must be what the rows above add up to."""
        rows, findings = self.since_total, []
        is_subtotal = any(heading(_text(value) or "").startswith("SUB") for value in cells)
        for name, place in self.layout.fields.items():
            try:
                stated = parse_decimal(cell(cells, place))
            except NumberError:
                continue
            added = sum(row[name] or 0 for row in rows)
            if stated is not None and rows and abs(stated - added) > 0.005 * max(1, len(rows)):
                findings.append(self._refuse("total_disagrees", address(number, place), stated, computed=added))
        if is_subtotal:
            self.since_total = []
        return findings

    def _not_reported(self, table: Table) -> Iterator[Finding]:
        """A kecamatan that is absent from its kabupaten's table is not reported, which is not zero: say it."""
        for period, kabupaten in sorted(table.covers):
            missing = [a.name for a in self.gazetteer.members(kabupaten) if (period, a.code) not in self.seen]
            if missing:
                names = ", ".join(missing)
                yield finding(WARN, "area_absent", sheet=self.sheet, names=names, period=f"{period:%Y-%m}")

    def _label_columns(self, cells: list[object]) -> list[int]:
        # "TOTAL" stands under NO, under the kabupaten or under the kecamatan; a footnote anywhere but in the numbers.
        numbers = set(self.layout.fields.values())
        return [column for column in range(len(cells)) if column not in numbers]

    def _area_column(self) -> int:
        columns = self.layout.area_columns
        return columns.get("kecamatan", columns.get("code", 0))

    def _refuse(self, rule: str, where: str, value: object, **words: object) -> Finding:
        return finding(REFUSE, rule, sheet=self.sheet, cell=where, value=value, **words)


def cell(cells: list[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
