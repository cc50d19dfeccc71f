"""Everything publication reads, as received: tables in the schema `raw`, before any query has seen it."""

from collections import defaultdict

import duckdb

from timpora.disclosure.relations import CATEGORIES, PART, WITHIN
from timpora.intake import ledger
from timpora.intake.contracts import OVER_TIME, RHYTHMS, Contract, contracts
from timpora.intake.corrections import changes_of
from timpora.intake.ledger import Entry
from timpora.store import reference
from timpora.store.incoming import table
from timpora.store.method_book import Methods

_TYPES = {
    "count": "bigint",
    "decimal": "double",
    "date": "date",
    "yes_no": "boolean",
    "category": "varchar",
    "label": "varchar",
}


def fill(con: duckdb.DuckDBPyConnection, entries: list[Entry], methods: Methods) -> None:
    """Create the schema `raw`: one table per source, the reference tables, and the ledger of what is in force."""
    con.execute("create schema raw")
    force = [(*key, load_id) for key, load_id in ledger.in_force(entries).items()]
    columns = "source varchar, period date, kabupaten_code varchar, part varchar, load_id varchar"
    table(con, "in_force", columns, force)
    _ledger(con, entries)
    reference.fill(con, methods)
    _contracts(con)
    for contract in contracts().values():
        _extracts(con, contract, [entry for entry in entries if entry.source == contract.id])


def name_extracts(con: duckdb.DuckDBPyConnection) -> None:
    """Tell the marts the staging tables there are, by what one row speaks of: a new source joins by itself."""
    for variable, is_kabupaten in (("extracts", False), ("kabupaten_extracts", True)):
        names = [f"staging.{c.id}" for c in contracts().values() if (c.grain == "kabupaten") == is_kabupaten]
        con.execute(f"set variable {variable} = ?", [names])


def _extracts(con: duckdb.DuckDBPyConnection, contract: Contract, entries: list[Entry]) -> None:
    """raw.<source>: the rows in force, typed by the contract, each with the load and row it came from."""
    measures = ", ".join(f"{column.name} {_TYPES[column.kind]}" for column in contract.columns)
    con.execute(
        f"create table raw.{contract.id} (period date, area_code varchar, load_id varchar, sheet varchar, "
        f"source_row int, {measures})"
    )
    # Extracts kept under an older contract may lack a column of today's: there it is null, not reported.
    by_header: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        with entry.understood_file().open(encoding="utf-8") as file:
            by_header[file.readline().strip()].append(entry)
    wanted = {"period", "area_code", "sheet", "source_row", *(column.name for column in contract.columns)}
    for header, written in by_header.items():
        columns = header.split(",")
        names = ", ".join(f"extracts.{name}" for name in columns if name in wanted)
        typed = ", ".join(f"'{name}': 'varchar'" for name in columns)
        part = f"coalesce(extracts.{contract.part}, '')" if contract.part in columns else "''"
        con.execute(
            f"insert into raw.{contract.id} by name select {names}, extracts.load_id from ("
            "  select *, parse_filename(load_file)[:6] as load_id from read_csv($files, header = true, "
            "  auto_detect = false, delim = ',', quote = '\"', escape = '\"', filename = 'load_file', "
            f"  columns = {{{typed}}})"
            ") as extracts "
            "join raw.places as place on place.area_code = extracts.area_code "
            "join raw.in_force as force on force.source = $source and force.load_id = extracts.load_id "
            "and force.period = extracts.period::date "
            f"and force.kabupaten_code = place.kabupaten_code and force.part = {part}",
            {"files": [str(entry.understood_file()) for entry in written], "source": contract.id},
        )


def _ledger(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    rows = [
        (
            e.id,
            e.source,
            e.original_name,
            e.received.replace(tzinfo=None),
            e.by,
            e.rows,
            e.sha256,
            e.is_sample,
            e.reason,
        )
        for e in entries
    ]
    columns = (
        "load_id varchar, source varchar, original_name varchar, received_at timestamp, received_by varchar, "
        "row_count int, sha256 varchar, is_sample boolean, reason varchar"
    )
    table(con, "loads", columns, rows)
    speaks = [(e.id, e.source, *covered) for e in entries for covered in e.covers]
    columns = "load_id varchar, source varchar, period date, kabupaten_code varchar, part varchar"
    table(con, "speaks", columns, speaks)
    changes = [
        (c.load_id, c.replaced_id, contract.id, c.period, c.area_code, ", ".join(k for k in c.keys if k), *of_column)
        for contract in contracts().values()
        for c in changes_of(contract, entries)
        for of_column in [(c.column, c.old, c.new)]
    ]
    columns = (
        "load_id varchar, replaced_load_id varchar, source varchar, period date, area_code varchar, keys varchar, "
        "column_name varchar, old_value varchar, new_value varchar"
    )
    table(con, "changes", columns, changes)


def _contracts(con: duckdb.DuckDBPyConnection) -> None:
    known = contracts().values()
    sources = [
        (c.id, c.agency, c.name, c.rhythm, c.grain, RHYTHMS[c.rhythm], c.shelf_life_months, c.due_days, c.place)
        for c in known
    ]
    columns = (
        "source varchar, agency varchar, name varchar, rhythm varchar, grain varchar, period_months int, "
        "shelf_life_months int, due_days int, place int"
    )
    table(con, "sources", columns, sources)
    described = [
        (
            *(c.id, m["id"], m["name"], m["unit"], m["counts"], *_related(m), m.get("at_least")),
            m.get("over_time", OVER_TIME[0]),
        )
        for c in known
        for m in c.measures
    ]
    columns = (
        "source varchar, measure varchar, name varchar, unit varchar, counts varchar, parent_measure varchar, "
        "relation varchar, at_least varchar, over_time varchar, place int"
    )
    table(con, "measures", columns, [(*row, place) for place, row in enumerate(described)])
    fields = [(c.id, f.name, f.shown, f.kind, f.unit, place) for c in known for place, f in enumerate(c.columns)]
    columns = "source varchar, column_name varchar, shown varchar, kind varchar, unit varchar, place int"
    table(con, "columns", columns, fields)
    values = [(c.id, f.name, v.id, v.name) for c in known for f in c.columns for v in f.values]
    table(con, "categories", "source varchar, column_name varchar, value varchar, name varchar", values)


def _related(measure: dict) -> tuple[str | None, str | None]:
    """The measure it hangs together with, and how; a contract names at most one."""
    kinds = {"part_of": PART, "within": WITHIN, "categories_of": CATEGORIES}
    return next(((measure[key], kind) for key, kind in kinds.items() if key in measure), (None, None))
