"""What a new extract changes in what was known, cell by cell: before it is kept, and ever after."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from timpora.intake import ledger
from timpora.intake.areas import Gazetteer, reference
from timpora.intake.contracts import Column, Contract
from timpora.intake.findings import NOTE, WARN, Finding, finding
from timpora.intake.table import Table
from timpora.text import day, month, number, say

SHOWN = 20  # changes listed one by one; beyond that their number is said
Rows = dict[tuple, dict]  # (period, area code, *keys) → {column: value}


@dataclass(frozen=True)
class Change:
    """One cell that an extract changed in what an earlier one had said."""

    load_id: str
    replaced_id: str
    period: str
    area_code: str
    keys: tuple[str, ...]
    column: str
    old: str | None  # as understood; None: not reported
    new: str | None


def corrections(table: Table, known: list[ledger.Entry], places: Gazetteer) -> list[Finding]:
    """One note for every number that replaces another: "Ujung, Oktober 2024, ITAS: 12 → 14".

    table: what the new file was understood to say; known: the extracts in the ledger, oldest first.
    """
    contract = table.contract
    before = rows_in_force(contract, known, table.covers)
    if not before:
        return []
    after = {table.key(row): row for row in table.rows}
    changes = [
        (key, column, old, new)
        for key in sorted(before.keys() | after.keys(), key=str)
        for column in contract.fields
        if (old := before.get(key, {}).get(column.name)) != (new := after.get(key, {}).get(column.name))
    ]
    if not changes:
        return [finding(NOTE, "replaces_nothing")]
    notes = [_note(change, places) for change in changes[:SHOWN]]
    if gone := [key for key, _, _, new in changes if new is None]:
        names = dict.fromkeys((places.areas.get(key[1]) or places.kabupaten[key[1]]).name for key in gone)
        notes.insert(0, finding(WARN, "numbers_vanish", n=len(gone), names=", ".join(list(names)[:5])))
    if len(changes) > SHOWN:
        notes.append(finding(NOTE, "changed_more", n=len(changes) - SHOWN))
    return notes


def rows_in_force(contract: Contract, known: list[ledger.Entry], covers: set[tuple[date, str, str]] | None) -> Rows:
    """The rows in force that speak for `covers` (None: for anything), with their values typed."""
    force = ledger.in_force(known)
    wanted = {(contract.id, period.isoformat(), kab, part): None for period, kab, part in covers or ()}
    ids = {force.get(key) for key in wanted} if covers is not None else set(force.values())
    rows: Rows = {}
    for entry in known:
        if entry.id not in ids or entry.source != contract.id:
            continue
        for key, scope, row in read_understood(contract, entry):
            if force.get((contract.id, *scope)) == entry.id and (covers is None or (contract.id, *scope) in wanted):
                rows[key] = {column.name: typed(row.get(column.name), column) for column in contract.fields}
    return rows


def changes_of(contract: Contract, entries: list[ledger.Entry]) -> Iterator[Change]:
    """Every cell that a later extract of this source changed in an earlier one, in the order received.

    Only of extracts that were not taken back: a pure function of what is in the ledger now.
    """
    own = [entry for entry in entries if entry.source == contract.id]
    speakers: dict[tuple, list[ledger.Entry]] = {}
    for entry in own:
        for scope in entry.covers:
            speakers.setdefault(scope, []).append(entry)
    contested = {scope for scope, of_scope in speakers.items() if len(of_scope) > 1}
    involved = {entry.id for scope in contested for entry in speakers[scope]}
    said: dict[str, dict[tuple, dict[tuple, dict]]] = {}
    for entry in own:
        if entry.id in involved:
            by_scope = said.setdefault(entry.id, {})
            for key, scope, row in read_understood(contract, entry):
                by_scope.setdefault(scope, {})[key] = row
    for scope in sorted(contested):
        for before, after in zip(speakers[scope], speakers[scope][1:], strict=False):
            yield from _between(
                contract, before.id, after.id, said[before.id].get(scope, {}), said[after.id].get(scope, {})
            )


def _between(contract: Contract, replaced: str, load: str, before: Rows, after: Rows) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys(), key=str):
        for column in contract.fields:
            old, new = (rows.get(key, {}).get(column.name) or None for rows in (before, after))
            if old != new:
                yield Change(load, replaced, key[0].isoformat(), key[1], key[2:], column.name, old, new)


def read_understood(contract: Contract, entry: ledger.Entry) -> Iterator[tuple[tuple, tuple[str, str, str], dict]]:
    """(key, (period, kabupaten code, part), cells as text) of every row an extract was understood to say."""
    areas = reference().areas
    with entry.understood_file().open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area = areas.get(row["area_code"])
            kabupaten = area.kabupaten_code if area else row["area_code"]
            scope = (row["period"], kabupaten, row.get(contract.part or "") or "")
            keys = (row.get(column.name) or None for column in contract.keys)
            yield (date.fromisoformat(row["period"]), row["area_code"], *keys), scope, row


def typed(text: str | None, column: Column) -> object:
    """A value of an understood file as the reader first had it."""
    if not text:
        return None
    if column.kind == "count":
        return int(text)
    if column.kind == "decimal":
        return float(text)
    if column.kind == "date":
        return date.fromisoformat(text)
    return text == "True" if column.kind == "yes_no" else text


def _note(change: tuple, places: Gazetteer) -> Finding:
    (period, area, *keys), column, old, new = change
    place = places.areas.get(area) or places.kabupaten[area]
    words = {
        "area": ", ".join([place.name, *map(str, keys)]),
        "period": month(period),
        "column": column.shown,
        "old": said(old),
        "new": said(new),
    }
    return finding(WARN if new is None else NOTE, "changed", **words)


def said(value: object) -> str:
    """A value as it is shown to a person."""
    if value is None:
        return say("empty.not_reported")
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value
    return number(value) if float(value).is_integer() else number(value, 2)
