"""Beyond form: numbers that can be right and deserve a second look, compared with what the ledger knows.

Each is a warning that a person accepts with a reason (findings.NEEDS_REASON). The thresholds are judgement, each
with its why.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from timpora.intake import ledger
from timpora.intake.areas import Gazetteer
from timpora.intake.arithmetic import plain
from timpora.intake.contracts import RHYTHMS, Column, Contract
from timpora.intake.corrections import Rows, rows_in_force
from timpora.intake.findings import WARN, Finding, finding
from timpora.intake.table import Table

TIMES = 10  # one digit too many, or a thousands dot lost
AT_LEAST = 20  # … and a difference that is no coincidence among counts of a few
FAITHFUL = 6  # periods in a row in which a kecamatan reported: half a year of a monthly source
ENOUGH = 4  # rows whose zeros mean something
ENOUGH_FILLED = 12  # numbers above zero that would not all be the same twice by chance
MOST = 5  # places named in one sentence


def plausibility(table: Table, known: list[ledger.Entry], gazetteer: Gazetteer) -> Iterator[Finding]:
    """What a careful colleague would ask about the numbers of this table.

    known: the extracts in the ledger, oldest first; the table itself is not among them.
    """
    contract = table.contract
    yield from _more_than_usual(table)
    own = [entry for entry in known if entry.source == contract.id]
    if not own or contract.grain == "item":
        return
    first = min(row["period"] for row in table.rows)
    recent = [entry for entry in own if entry.periods[-1] >= _before(first, contract, FAITHFUL + 1).isoformat()]
    history = rows_in_force(contract, recent, None) if recent else {}
    yield from _ten_times(table, history, gazetteer)
    yield from _stopped(table, history, gazetteer)
    yield from _column_of_zeros(table, history)
    yield from _same_as_before(table, history)


def _more_than_usual(table: Table) -> Iterator[Finding]:
    for rule in table.contract.usually_at_most:
        sums: dict[date, list[float]] = defaultdict(lambda: [0, 0])
        for row in table.rows:
            for place, name in enumerate((rule["smaller"], rule["larger"])):
                sums[row["period"]][place] += row[name] or 0
        # Judged over the whole table: in one kecamatan a guest who came last month leaves in this one.
        for period, (smaller, larger) in sorted(sums.items()):
            if smaller > larger * 1.1 and smaller - larger >= AT_LEAST:
                names = {c.name: c.shown for c in table.contract.fields}
                words = {"smaller": names[rule["smaller"]], "larger": names[rule["larger"]]}
                numbers = {"value": plain(smaller), "other": plain(larger)}
                yield finding(WARN, "more_than_usual", period=f"{period:%Y-%m}", **words, **numbers)


def _ten_times(table: Table, history: Rows, gazetteer: Gazetteer) -> Iterator[Finding]:
    for row in table.rows:
        before = history.get((_before(row["period"], table.contract), *table.key(row)[1:]))
        for column in _counts(table.contract) if before else ():
            old, new = before[column.name], row[column.name]
            if old and new and new >= TIMES * old and new - old >= AT_LEAST:
                area = gazetteer.areas.get(row["area_code"]) or gazetteer.kabupaten[row["area_code"]]
                words = {"area": area.name, "column": column.shown, "old": plain(old), "row": row["source_row"]}
                yield finding(WARN, "ten_times", sheet=row["sheet"], value=plain(new), **words)


def _stopped(table: Table, history: Rows, gazetteer: Gazetteer) -> Iterator[Finding]:
    """A kecamatan that reported in each of the last periods, and in this table does not."""
    if table.contract.grain != "kecamatan":
        return
    reported = {(key[0], key[1]) for key, row in history.items() if any(v is not None for v in row.values())}
    present = {(row["period"], row["area_code"]) for row in table.rows}
    for period, kabupaten in sorted({(period, kab) for period, kab, _ in table.covers}):
        past = [_before(period, table.contract, back) for back in range(1, FAITHFUL + 1)]
        names = [
            area.name
            for area in gazetteer.members(kabupaten)
            if (period, area.code) not in present and all((month, area.code) in reported for month in past)
        ]
        if names:
            yield finding(WARN, "stopped_reporting", names=", ".join(names), period=f"{period:%Y-%m}", n=FAITHFUL)


def _column_of_zeros(table: Table, history: Rows) -> Iterator[Finding]:
    for period in sorted({row["period"] for row in table.rows}):
        rows = [row for row in table.rows if row["period"] == period]
        before = {key[1:]: row for key, row in history.items() if key[0] == _before(period, table.contract)}
        for column in _counts(table.contract) if len(rows) >= ENOUGH else ():
            old = sum(before.get(table.key(row)[1:], {}).get(column.name) or 0 for row in rows)
            if old >= AT_LEAST and all(row[column.name] == 0 for row in rows):
                words = {"column": column.shown, "period": f"{period:%Y-%m}", "old": plain(old)}
                yield finding(WARN, "column_of_zeros", **words)


def _same_as_before(table: Table, history: Rows) -> Iterator[Finding]:
    """Last month's file under a new name: every number the same."""
    contract = table.contract
    counts = [column.name for column in _counts(contract)]
    for period in sorted({row["period"] for row in table.rows}):
        last = _before(period, contract)
        pairs = [
            ([row[name] for name in counts], [before[name] for name in counts])
            for row in table.rows
            if row["period"] == period and (before := history.get((last, *table.key(row)[1:])))
        ]
        # Stocks of a few may really stay the same; many numbers do not, all at once.
        filled = sum(bool(value) for new, _ in pairs for value in new)
        if filled >= ENOUGH_FILLED and all(new == old for new, old in pairs):
            yield finding(WARN, "same_as_before", period=f"{period:%Y-%m}", before=f"{last:%Y-%m}", n=len(pairs))


def _counts(contract: Contract) -> list[Column]:
    """The counts an agency reports, without the totals it adds up from them."""
    totals = {rule["total"] for rule in contract.sums}
    return [column for column in contract.fields if column.kind == "count" and column.name not in totals]


def _before(period: date, contract: Contract, back: int = 1) -> date:
    months = period.year * 12 + period.month - 1 - back * RHYTHMS[contract.rhythm]
    return date(months // 12, months % 12 + 1, 1)
