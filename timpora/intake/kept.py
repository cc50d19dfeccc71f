"""Rows with all their numbers: judged by the contract's rules, kept once, and added up for the totals."""

from collections.abc import Iterator
from datetime import date

from timpora.intake.areas import Area
from timpora.intake.arithmetic import row_findings
from timpora.intake.contracts import Column
from timpora.intake.findings import REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.table import Table
from timpora.intake.totals import Totals
from timpora.intake.values import Value

Cells = dict[str, tuple[int, int]]  # field → (row, column) of its cell


class Kept:
    """What one sheet adds to the table of its file."""

    def __init__(self, layout: Layout, table: Table, several_sheets: bool):
        self.layout, self.table, self.several_sheets = layout, table, several_sheets
        self.contract, self.sheet = layout.contract, layout.sheet.name
        self.fields: dict[str, Column] = {header: c for c in self.contract.fields for header in c.headers}
        self.totals = Totals()
        self._required = [column.name for column in self.contract.fields if column.required]
        self._sums = {rule["total"] for rule in self.contract.sums}
        self._totalled: set[str] = set()  # totals that a row so far has stated
        self._long: dict[tuple, dict] = {}  # of a long table: what its rows say of one area, month and key

    def row(
        self,
        number: int,
        here: str,
        area: Area | None,
        period: date | None,
        keys: dict[str, Value],
        numbers: dict[str, Value],
        cells: Cells,
    ) -> list[Finding]:
        """Keep one row; the findings say what must hold within it and does not.

        number: its row in the sheet, from 0; here: the address of its area; cells: where its numbers stand.
        """

        def where(name: str) -> str | None:
            return address(*cells[name]) if name in cells else None

        findings = [*self._blanks(numbers, cells), *row_findings(self.contract, numbers, self.sheet, where)]
        if not (area and period):
            return findings
        row = {"period": period, "area_code": area.code, "sheet": self.sheet, "source_row": number + 1, **keys}
        row |= {column.name: numbers.get(column.name) for column in self.contract.fields}
        key = self.table.key(row)
        if first := self.table.seen.get(key):
            return [
                *findings,
                finding(REFUSE, "duplicate_area", sheet=self.sheet, cell=here, value=area.name, first=first),
            ]
        self.table.seen[key] = f"{self.sheet}!{here}" if self.sheet and self.several_sheets else here
        self.table.rows.append(row)
        stated: dict[int, float] = {}
        for name, (_, column) in cells.items():
            # In a long table all fields share a column, and the agency's own total is not one more of them.
            if is_number(numbers[name]) and not (self.layout.long and name in self._sums):
                stated[column] = stated.get(column, 0) + numbers[name]
        if not self.layout.long:
            self.totals.add(area.kabupaten_code, period, stated)
        return findings

    def part(self, number: int, here: str, area: Area, period: date, keys: dict, column: Column, amount: Value):
        """One field of a row of a long table; the row is whole once the sheet is read."""
        place = (number, self.layout.long[1])
        whole = self._long.setdefault(
            (period, area.code, *keys.values()),
            {"number": number, "here": here, "area": area, "period": period, "keys": keys, "numbers": {}, "cells": {}},
        )
        if first := whole["cells"].get(column.name):
            words = {"value": f"{area.name}, {column.shown}", "first": address(*first)}
            return [finding(REFUSE, "duplicate_area", sheet=self.sheet, cell=here, **words)]
        whole["numbers"][column.name], whole["cells"][column.name] = amount, place
        # At once, so that a subtotal below these rows finds them and not those of the next kecamatan.
        if is_number(amount) and column.name not in self._sums:
            self.totals.add(area.kabupaten_code, period, {place[1]: amount})
        return []

    def close(self) -> list[Finding]:
        """The rows of a long table, once all their parts were read."""
        return [found for whole in self._long.values() for found in self.row(**whole)]

    def _blanks(self, numbers: dict[str, Value], cells: Cells) -> Iterator[Finding]:
        required = [name for name in self._required if name in cells]
        blank = [name for name in required if numbers[name] is None]
        if 0 < len(blank) < len(required):
            for name in blank:
                yield finding(WARN, "blank_cell", sheet=self.sheet, cell=address(*cells[name]))
        # Where the rows before it end in their total, one without may be cut off in the middle of a number.
        has_numbers = any(map(is_number, numbers.values()))
        for name in sorted(self._sums & cells.keys()):
            if is_number(numbers[name]):
                self._totalled.add(name)
            elif numbers[name] is None and has_numbers and name in self._totalled:
                yield finding(WARN, "blank_cell", sheet=self.sheet, cell=address(*cells[name]))


def is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
