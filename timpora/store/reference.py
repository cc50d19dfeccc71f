"""What data/reference says, as publication reads it: areas, elections, layers, the methods of the index."""

import tomllib
from dataclasses import asdict

import duckdb

from timpora import paths, settings
from timpora.intake.contracts import contracts
from timpora.measure.method import INDEX
from timpora.store.incoming import frame, table
from timpora.store.method_book import Methods
from timpora.store.queries import named, queries
from timpora.text.data import in_files


def fill(con: duckdb.DuckDBPyConnection, methods: Methods) -> None:
    """The reference tables of the schema `raw`: areas, office, elections, layers, methods and their indicators, IKP."""
    for name in ("kabupaten", "kecamatan"):
        con.execute(
            f"create table raw.{name} as select * from read_csv($file, header = true, all_varchar = true)",
            {"file": str(paths.reference(f"{name}.csv"))},
        )
    con.execute(
        "create table raw.places as "
        "select kode_kemendagri as area_code, kode_kabupaten_kemendagri as kabupaten_code from raw.kecamatan "
        "union all select kode_kemendagri, kode_kemendagri from raw.kabupaten"
    )
    office = settings.office()
    row = (office.name, office.short_name, list(office.kabupaten))
    table(con, "office", "name varchar, short_name varchar, kabupaten varchar[]", [row])
    votes = _toml("elections")
    elections = votes["elections"]
    frame(con, "stages", [stage | {"election": e["id"]} for e in elections for stage in e.pop("stages", [])])
    frame(con, "elections", elections)
    kinds = [(kind["name"], kind["urgent"], kind["indicators"], kind["why"]) for kind in votes.get("stage_kinds", [])]
    table(con, "stage_kinds", "name varchar, urgent varchar, indicators varchar[], why varchar", kinds)
    _vulnerability(con)
    _methods(con, methods)
    _layers(con, methods)


def _vulnerability(con: duckdb.DuckDBPyConnection) -> None:
    """raw.ikp: Bawaslu's scores, each with what holds for all of them."""
    index = tomllib.loads(paths.reference("ikp.toml").read_text("utf-8"))
    shared = ("name", "title", "publisher", "released_on", "medium_from", "high_from", "why", "source")
    rows = [
        (place["code"], place["score"], place.get("note"), *[index[name] for name in shared])
        for place in index["kabupaten"]
    ]
    columns = (
        "kabupaten_code varchar, score double, note varchar, name varchar, title varchar, publisher varchar, "
        "released_on date, medium_from double, high_from double, why varchar, source varchar"
    )
    table(con, "ikp", columns, rows)


def _methods(con: duckdb.DuckDBPyConnection, methods: Methods) -> None:
    columns = "method varchar, since date, is_current boolean, text varchar"
    rows = [(one.version, one.since, one is methods.current, one.text) for one in methods.all]
    table(con, "methods", columns, rows)
    shares, pillars = methods.current.shares(), {pillar.id: pillar.name for pillar in methods.current.pillars}
    known = {measure["id"] for contract in contracts().values() for measure in contract.measures}
    counted = {query.name: named(query.sql, known) for query in queries("indicators")}
    described = [
        asdict(one)
        | {
            "pillar_name": pillars[one.pillar],
            "share": shares[one.id],
            "measures": counted.get(one.id, []),
            "place": place,
        }
        for place, one in enumerate(methods.current.indicators)
    ]
    frame(con, "indicators", described)


def _layers(con: duckdb.DuckDBPyConnection, methods: Methods) -> None:
    """raw.layers, null where a layer says nothing of itself; name and classes of the index are the method's."""
    columns = (
        'id varchar, name varchar, "group" varchar, meaning varchar, unit varchar, indicator varchar, '
        "numerator varchar, denominator varchar, per double, smallest_base double, decimals int, direction varchar, "
        "breaks double[], why_breaks varchar, changes double[], why_changes varchar, thirds double[], "
        "third_words varchar[], why_thirds varchar, palette varchar, hatched_below double, why_hatched varchar, "
        "place int"
    )
    names = [column.split()[0].strip('"') for column in columns.split(", ")]
    read, rules = _toml("layers"), methods.current.rules
    small = {"hatched_below": read["small_bases"]["hatched_below"], "why_hatched": read["small_bases"]["why"]}
    whole = {
        "name": methods.current.name,
        "unit": in_files("risk.points"),
        "per": 1.0,
        "smallest_base": 0,
        "decimals": 1,
        "direction": "more",
        "breaks": [rules.medium, rules.high],
        "why_breaks": rules.why_classes,
        "thirds": [rules.medium, rules.high],
        "why_thirds": rules.why_classes,
    }
    rows = []
    for place, layer in enumerate(read["layers"]):
        of = (whole if layer.get("indicator") == INDEX else {}) | layer | small | {"place": place}
        rows.append(tuple(of.get(name) for name in names))
    table(con, "layers", columns, rows)


def _toml(name: str) -> dict:
    return tomllib.loads(paths.reference(f"{name}.toml").read_text("utf-8"))
