"""What a new extract changes in what was known: cell by cell, before it is kept."""

import csv
from datetime import date

from timpora.intake import ledger
from timpora.intake.areas import Gazetteer
from timpora.intake.checks import Table
from timpora.intake.contracts import Contract
from timpora.intake.findings import NOTE, WARN, Finding, finding
from timpora.text import month, number, say

SHOWN = 20  # changes listed one by one; beyond that their number is said


def corrections(table: Table, contract: Contract, known: list[ledger.Entry], gazetteer: Gazetteer) -> list[Finding]:
    """One note for every number that replaces another: "Ujung, Oktober 2024, ITAS: 12 → 14".

    table: what the new file was understood to say; known: the extracts in the ledger, oldest first.
    """
    before = _known_rows(table, contract, known, gazetteer)
    if not before:
        return []
    after = {(row["period"], row["area_code"]): row for row in table.rows}
    changes = [
        (key, column, old, new)
        for key in sorted(before.keys() | after.keys())
        for column in contract.columns
        if (old := before.get(key, {}).get(column.name)) != (new := after.get(key, {}).get(column.name))
    ]
    if not changes:
        return [finding(NOTE, "replaces_nothing")]
    notes = [_note(change, gazetteer) for change in changes[:SHOWN]]
    if len(changes) > SHOWN:
        notes.append(finding(NOTE, "changed_more", n=len(changes) - SHOWN))
    return notes


def _known_rows(table: Table, contract: Contract, known: list[ledger.Entry], gazetteer: Gazetteer) -> dict:
    """The rows in force that the new file would replace, by (period, area code)."""
    force = ledger.in_force(known)
    replaced = {force.get((contract.id, period.isoformat(), kabupaten)) for period, kabupaten in table.covers}
    numbers = {"count": int, "decimal": float}
    rows = {}
    for entry in known:
        if entry.id not in replaced:
            continue
        with entry.understood_file().open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                period = date.fromisoformat(row["period"])
                kabupaten = gazetteer.areas[row["area_code"]].kabupaten_code
                if (period, kabupaten) in table.covers and force[contract.id, row["period"], kabupaten] == entry.id:
                    rows[period, row["area_code"]] = {
                        column.name: numbers[column.kind](row[column.name]) if row.get(column.name) else None
                        for column in contract.columns
                    }
    return rows


def _note(change: tuple, gazetteer: Gazetteer) -> Finding:
    (period, area), column, old, new = change
    words = {
        "area": gazetteer.areas[area].name,
        "period": month(period),
        "column": column.headers[0],
        "old": _said(old),
        "new": _said(new),
    }
    # A number that disappears deserves a second look; a number that changes is what corrections are for.
    return finding(WARN if new is None else NOTE, "changed", **words)


def _said(value: float | None) -> str:
    if value is None:
        return say("empty.not_reported")
    return number(value) if float(value).is_integer() else number(value, 2)
