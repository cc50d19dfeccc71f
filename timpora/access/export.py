"""The log as a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from timpora.access.chain import Record

COLUMNS = ("seq", "at", "who", "action", "details", "hash")
# What a spreadsheet takes for the beginning of a formula, in full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(records: Iterable[Record]) -> bytes:
    """CSV in UTF-8 with a mark that spreadsheets know it by; one line per record. No cell is a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for record in records:
        at = record.at.isoformat(timespec="seconds")
        cells = (at, record.who, record.action, told(record), record.hash)
        table.writerow([record.seq, *map(_plain, cells)])
    return text.getvalue().encode("utf-8-sig", "replace")


def told(record: Record) -> str:
    """The details in one line: "page=peta; periode=2024-10"."""
    return "; ".join(f"{name}={value}" for name, value in record.details.items())


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
