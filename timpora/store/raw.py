"""Everything publication reads, as received: tables in the schema `raw`, before any query has seen it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from timpora import paths, settings
from timpora.intake import ledger
from timpora.intake.contracts import Contract, contracts
from timpora.intake.ledger import Entry

_TYPES = {"count": "bigint", "decimal": "double"}


def fill(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """Create the schema `raw`: one table per source, the reference tables, and the ledger of what is in force."""
    con.execute("create schema raw")
    force = [(*key, load_id) for key, load_id in ledger.in_force(entries).items()]
    _table(con, "in_force", "source varchar, period date, kabupaten_code varchar, load_id varchar", force)
    _loads(con, entries)
    _reference(con)
    _sources(con)
    for contract in contracts().values():
        _extracts(con, contract, [entry for entry in entries if entry.source == contract.id])


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
        con.execute(
            f"insert into raw.{contract.id} by name select {names}, extracts.load_id from ("
            "  select *, parse_filename(load_file)[:6] as load_id from read_csv($files, header = true, "
            "  auto_detect = false, delim = ',', quote = '\"', escape = '\"', filename = 'load_file', "
            f"  columns = {{{typed}}})"
            ") as extracts "
            "join raw.kecamatan as area on area.kode_kemendagri = extracts.area_code "
            "join raw.in_force as force on force.source = $source and force.load_id = extracts.load_id "
            "and force.period = extracts.period::date "
            "and force.kabupaten_code = area.kode_kabupaten_kemendagri",
            {"files": [str(entry.understood_file()) for entry in written], "source": contract.id},
        )


def _loads(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    rows = [(e.id, e.source, e.original_name, e.received.date(), e.rows, e.sha256, e.is_sample) for e in entries]
    columns = (
        "load_id varchar, source varchar, original_name varchar, received_on date, row_count int, "
        "sha256 varchar, is_sample boolean"
    )
    _table(con, "loads", columns, rows)


def _sources(con: duckdb.DuckDBPyConnection) -> None:
    known = contracts().values()
    sources = [(c.id, c.agency, c.name, c.rhythm, c.shelf_life_months) for c in known]
    columns = "source varchar, agency varchar, name varchar, rhythm varchar, shelf_life_months int"
    _table(con, "sources", columns, sources)
    described = [(c.id, m["id"], m["name"], m["unit"], m["counts"]) for c in known for m in c.measures]
    columns = "source varchar, measure varchar, name varchar, unit varchar, counts varchar, place int"
    _table(con, "measures", columns, [(*row, place) for place, row in enumerate(described)])


def _reference(con: duckdb.DuckDBPyConnection) -> None:
    folder = paths.reference()
    for name in ("kabupaten", "kecamatan"):
        con.execute(
            f"create table raw.{name} as select * from read_csv($file, header = true, all_varchar = true)",
            {"file": str(folder / f"{name}.csv")},
        )
    office = settings.office()
    row = (office.name, office.short_name, list(office.kabupaten))
    _table(con, "office", "name varchar, short_name varchar, kabupaten varchar[]", [row])
    layers = _toml("layers")
    _frame(con, "layers", [layer | {"place": place} for place, layer in enumerate(layers)])
    elections = _toml("elections")
    _frame(con, "stages", [stage | {"election": e["id"]} for e in elections for stage in e.pop("stages", [])])
    _frame(con, "elections", elections)


def _toml(name: str) -> list[dict]:
    return tomllib.loads((paths.reference() / f"{name}.toml").read_text("utf-8"))[name]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple]) -> None:
    con.execute(f"create table raw.{name} ({columns})")
    names = [column.split()[0] for column in columns.split(", ")]
    with _incoming(con, rows, names):
        con.execute(f"insert into raw.{name} select * from incoming")


def _frame(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict]) -> None:
    with _incoming(con, rows):
        con.execute(f"create table raw.{name} as select * from incoming")


@contextmanager
def _incoming(con: duckdb.DuckDBPyConnection, rows: list, names: list[str] | None = None) -> Iterator[None]:
    import pandas as pd  # most of a second, which asking whether anything is new need not cost

    con.register("incoming", pd.DataFrame(rows, columns=names))
    yield
    con.unregister("incoming")
