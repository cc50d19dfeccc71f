"""What may never feed a score, held on the lineage of the SQL that computes it and by turning nationalities round."""

import re
import shutil
from dataclasses import replace

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from test_risk import judged

from timpora import cli, paths
from timpora.intake.contracts import contracts
from timpora.measure import method
from timpora.measure.method import MethodError
from timpora.store import added, method_book, publish, room, scoring
from timpora.store.queries import Query, queries, query

# Words of UU 27/2022 and of the promise: in whatever column or table they stand, no score may reach them.
FORBIDDEN = re.compile(
    r"kebangsaan|warga ?negara|nationalit|category|agama|religi|etni|suku|bahasa|language|pengungsi|pencari_suaka|"
    r"refugee|asylum|kawin|marri|kelamin|gender|pemilih_[lp]\b|umur|usia|lahir",
    re.IGNORECASE,
)
# Columns of the marts that the index may read of; a column that is not named here is one more to think about.
READ_OF = {
    "measures": {"measure", "area_code", "period", "value", "state"},
    "areas": {"area_code", "kabupaten_code"},
    "periods": {"period"},
    "sources": {"source", "shelf_life_months"},
    "measures_described": {"measure", "source", "is_rounded"},
    "elections": {"election", "kabupaten_code", "voting_day"},
    "stages": {"election", "starts", "ends", "is_shaded"},
}


def inlined(sql: str) -> str:
    """A query with every figure it asks put in its place, down to the marts."""
    call = re.compile(r"figures\.(\w+)\(([^()]*)\)")
    while found := call.search(sql):
        figure = query(f"figures.{found[1]}")
        arguments = [argument.strip() for argument in found[2].split(",") if argument.strip()]
        body = re.sub(r"--.*", "", figure.sql)
        for name, argument in zip(figure.parameters, arguments, strict=True):
            body = body.replace(f"${name}", argument)
        sql = f"{sql[: found.start()]}({body}){sql[found.end() :]}"
    return sql


def columns_read(indicator: Query, marts: dict[str, dict[str, str]]) -> set[tuple[str, str]]:
    """(mart, column) for every column of a mart that an indicator is computed from, filtered by, or joined on.

    marts: mart → column → type, as published; a column that cannot be traced to one of them raises.
    """
    tree = sqlglot.parse_one(inlined(re.sub(r"--.*", "", indicator.sql)), dialect="duckdb")
    whole = qualify(tree, dialect="duckdb", schema={"marts": marts}, infer_schema=False)
    found = set()
    for scope in sqlglot.optimizer.scope.traverse_scope(whole):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table):
                found.add((source.name, column.name))
    return found


def published_marts(house) -> dict[str, dict[str, str]]:
    """Every mart of a snapshot, with its columns and their types."""
    with duckdb.connect(str(house.published(judged)), read_only=True) as con:
        rows = con.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts'"
        )
        marts: dict[str, dict[str, str]] = {}
        for mart, column, kind in rows.fetchall():
            marts.setdefault(mart, {})[column] = kind
    return marts


def measures_read(indicator: Query) -> set[str]:
    """The measures an indicator asks for, by the names it gives the figures."""
    tree = sqlglot.parse_one(inlined(re.sub(r"--.*", "", indicator.sql)), dialect="duckdb")
    named = {literal.this for literal in tree.find_all(exp.Literal) if literal.is_string}
    return named & {measure["id"] for contract in contracts().values() for measure in contract.measures}


def raw_columns(measure: str) -> set[tuple[str, str]]:
    """(source, column as its agency names it) for every column that a measure is staged from."""
    source = next(c.id for c in contracts().values() if measure in {m["id"] for m in c.measures})
    tree = sqlglot.parse_one(query(f"staging.{source}").sql, dialect="duckdb")
    made = {alias.alias: alias.this for alias in tree.find_all(exp.Alias)}
    wanted, columns = [measure], set()
    while wanted:  # back through the steps of the query, to what the agency called it
        name = wanted.pop()
        expression = made.pop(name, None)
        if expression is None:
            columns.add((source, name))
        else:
            wanted += [column.name for column in expression.find_all(exp.Column)]
    assert columns != {(source, measure)}
    return columns


@pytest.mark.parametrize("indicator", queries("indicators"), ids=lambda q: q.name)
def test_an_indicator_reads_no_column_of_a_mart_that_tells_what_people_are(indicator, house):
    read = columns_read(indicator, published_marts(house))
    assert read, "nothing was traced"
    strange = {(mart, column) for mart, column in read if column not in READ_OF.get(mart, set())}
    assert strange == set()
    tables = {table.name for table in sqlglot.parse_one(inlined(indicator.sql), dialect="duckdb").find_all(exp.Table)}
    assert "kabupaten_measures" not in tables and not any(FORBIDDEN.search(name) for name in tables)


@pytest.mark.parametrize("indicator", queries("indicators"), ids=lambda q: q.name)
def test_a_measure_behind_an_indicator_is_staged_from_no_forbidden_column(indicator):
    measures = measures_read(indicator)
    assert measures, "nothing was traced"
    columns = {column for measure in measures for column in raw_columns(measure)}
    assert columns and not [pair for pair in columns if any(FORBIDDEN.search(part) for part in pair)]
    # Nor is a measure asked for that a source keeps by nationality.
    by_category = {m["id"] for c in contracts().values() for m in c.measures if "categories_of" in m}
    assert not measures & (by_category | {"foreign_nationals"})


@pytest.mark.parametrize(
    "reading",
    [
        "select max(category) from marts.kabupaten_measures",
        "select count(*) from marts.measures where load_id = '000001'",
        "select min(kabupaten_name) from marts.areas",
    ],
)
def test_a_query_that_read_more_would_be_found(reading, house):
    query_ = query("indicators.late_reporting")
    more = replace(query_, sql=query_.sql.replace("first_value as numerator", f"({reading}) as numerator"))
    read = columns_read(more, published_marts(house))
    assert {(mart, column) for mart, column in read if column not in READ_OF.get(mart, set())}


def test_the_one_flag_of_bawaslu_that_is_about_groups_of_people_is_left_out_where_flags_are_counted():
    tree = sqlglot.parse_one(query("staging.tps_rawan").sql, dialect="duckdb")
    for name in ("scored_station_flags", "scored_flag_indicators"):
        made = next(alias for alias in tree.find_all(exp.Alias) if alias.alias == name)
        assert [str(part) for part in made.find_all(exp.NEQ)] == ["indikator <> 'ujaran'"]
    assert "polling_station_flags" not in measures_read(query("indicators.tps_flag_density"))


def test_exposure_weighs_nothing_and_a_method_that_gives_it_weight_is_refused():
    text = paths.reference("indicators.toml").read_text("utf-8")
    shares = method.parse(text).shares()
    exposure = ["presence_density", "presence_surge", "stage_guest_surge"]
    assert [shares[name] for name in exposure] == [0, 0, 0] and round(sum(shares.values()), 9) == 1
    place = text.index('id = "presence_density"')
    weighed = text[:place] + text[place:].replace("weight = 0.0", "weight = 0.5", 1)
    with pytest.raises(MethodError, match="paparan tidak pernah menambah skor"):
        method.parse(weighed)


NATIONALS = "Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;{};{}\nKab. Pinrang;{};{}\n"


def judged_with_nationalities(house) -> None:
    judged(house)
    house.load(NATIONALS.format(40, 12, 25, 60))


def the_sample(house) -> None:
    assert cli.main(["sample", "--months", "3"]) == 0


@pytest.mark.parametrize(
    ("draw", "least"), [(judged_with_nationalities, 3), pytest.param(the_sample, 51, marks=pytest.mark.slow)]
)
def test_turning_nationalities_round_leaves_every_score_as_it_was(house, tmp_path, draw, least):
    for file in room.pair(house.published(draw).stem):
        before = scores(file)
        assert len(before) >= least
        turned = tmp_path / f"{file.parent.name}.duckdb"
        shutil.copy(file, turned)
        turned.chmod(0o600)
        with duckdb.connect(str(turned)) as con:
            before_turning = con.execute("from marts.kabupaten_measures order by all").fetchall()
            # Each nationality's number becomes that of the one before it, the first one's the last one's.
            con.execute(
                "create table turned as select * replace ("
                "  coalesce(lag(value) over own, last_value(value) over whole) as value) from marts.kabupaten_measures "
                "window own as (partition by measure, kabupaten_code, period order by category), whole as ("
                "  partition by measure, kabupaten_code, period order by category "
                "  rows between unbounded preceding and unbounded following)"
            )
            con.execute("create or replace table marts.kabupaten_measures as from turned; drop table turned")
            assert con.execute("from marts.kabupaten_measures order by all").fetchall() != before_turning
            for mart in scoring.MARTS:
                con.execute(f"drop table marts.{mart}")
        with added.opened(turned, scoring.MARTS) as con:
            scoring.add(con, method_book.methods())
        assert scores(turned) == before


def test_turning_the_nationalities_of_a_file_round_is_another_snapshot_with_the_same_scores(house):
    one = house.published(judged_with_nationalities)
    house.load(NATIONALS.format(12, 40, 60, 25), reason="uji")
    other = publish.publish()
    assert one.stem != other.stem and scores(one) == scores(other) != []
    exact = [room.pair(file.stem)[0] for file in (one, other)]
    assert nationals(exact[0]) != nationals(exact[1])


def nationals(file) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(
            "select category, kabupaten_code, value from marts.kabupaten_measures order by all"
        ).fetchall()


def scores(file) -> list[tuple]:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute("from marts.scores where state = 'reported' order by all").fetchall()
