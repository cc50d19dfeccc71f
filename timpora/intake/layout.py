"""Where the table is: the sheet, the header row and the column of every field of a contract."""

from dataclasses import dataclass, field

from timpora.intake.contracts import Contract, heading
from timpora.intake.reading import Sheet

HEADER_WITHIN_ROWS = 40


@dataclass(frozen=True)
class Layout:
    contract: Contract
    sheet: Sheet
    header_row: int
    fields: dict[str, int]  # contract column name → column
    period_column: int | None
    area_columns: dict[str, int]  # code, kabupaten, kecamatan → column
    twice: list[tuple[str, int]] = field(default_factory=list)  # fields with two columns, and the second one
    ignored: list[tuple[str, int]] = field(default_factory=list)  # headings no field answers to

    @property
    def missing(self) -> list[str]:
        return [column.headers[0] for column in self.contract.required if column.name not in self.fields]

    @property
    def fit(self) -> float:
        """How much of what the contract requires is there, 0 to 1; 0 if no column says which kecamatan."""
        if not {"code", "kecamatan"} & set(self.area_columns):
            return 0
        required = self.contract.required
        return sum(column.name in self.fields for column in required) / len(required)


def layouts(sheet: Sheet, contracts: list[Contract]) -> list[Layout]:
    """The best layout of one sheet for each contract that it fits at all."""
    found = []
    for contract in contracts:
        rows = range(min(len(sheet.rows), HEADER_WITHIN_ROWS))
        best = max((_layout(sheet, contract, row) for row in rows), key=lambda layout: layout.fit, default=None)
        if best and best.fit > 0:
            found.append(best)
    return found


def _layout(sheet: Sheet, contract: Contract, row: int) -> Layout:
    known = {h: ("field", c.name) for c in contract.columns for h in c.headers}
    known |= dict.fromkeys(contract.period_headers, ("period", None))
    known |= {h: ("area", part) for part, headers in contract.area_headers.items() for h in headers}
    found: dict[tuple, int] = {}
    twice, ignored = [], []
    for column, value in enumerate(sheet.rows[row]):
        words = heading(value) if isinstance(value, str) else ""
        if not words:
            continue
        meaning = known.get(words)
        if meaning is None:
            ignored.append((value, column))
        elif meaning in found:
            twice.append((value, column))
        else:
            found[meaning] = column
    return Layout(
        contract,
        sheet,
        row,
        fields={name: column for (kind, name), column in found.items() if kind == "field"},
        period_column=found.get(("period", None)),
        area_columns={part: column for (kind, part), column in found.items() if kind == "area"},
        twice=twice,
        ignored=ignored,
    )
