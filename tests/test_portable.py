"""Answers and marts are plain SQL: what another engine is given, in words and, where DuckDB can tell, in rows."""

import duckdb
import pytest
from sqlglot import exp

from benchmarks.spark import rewrites
from benchmarks.spark.figures import expanded, parsed
from benchmarks.spark.translate import translated
from timpora.store.queries import Query, queries, query
from timpora.store.snapshot import _macro

EXTRACTS = {"extracts": ["staging.apoa", "staging.tak"], "kabupaten_extracts": ["staging.kebangsaan"]}
OF_DUCKDB = (
    "figures",
    "query_table",
    "getvariable",
    "asof",
    "unnest",
    "generate_series",
    "to_months",
    "list_",
    "qualify",
)
SMALL = """
create schema marts;
create schema figures;
create table marts.measures as from (values
    ('guests', 'apoa', 'a', date '2024-08-01', 5, 'reported'),
    ('guests', 'apoa', 'a', date '2024-10-01', 7, 'reported'),
    ('guests', 'apoa', 'b', date '2024-09-01', 2, 'reported'),
    ('guests', 'apoa', 'c', date '2024-01-01', 1, 'reported')
) as t (measure, source, area_code, period, value, state);
alter table marts.measures add column load_id varchar;
alter table marts.measures add column sheet varchar;
alter table marts.measures add column source_row int;
create table marts.sources as select 'apoa' as source, 3 as shelf_life_months;
create table marts.measures_described as select 'guests' as measure, 'apoa' as source, true as is_rounded;
create table marts.area_groups as from (values ('all', 'a'), ('all', 'b'), ('all', 'c')) as t (group_code, area_code);
create table marts.totals as
    select measure, area_code as group_code, period, value, state, 1 as areas_reporting from marts.measures limit 0;
create table marts.periods as
    select unnest(generate_series(date '2024-08-01', date '2024-12-01', interval 1 month))::date as period;
"""


@pytest.fixture
def con():
    with duckdb.connect() as con:
        con.execute(SMALL)
        for figure in ("as_of", "group_as_of", "all_known_by_month"):
            con.execute(_macro(query(f"figures.{figure}")))
        yield con


def rows(con, sql: str | exp.Expression) -> list[tuple]:
    return sorted(con.execute(sql if isinstance(sql, str) else sql.sql("duckdb")).fetchall())


@pytest.mark.parametrize("layer", ["marts", "answers"])
def test_every_answer_and_mart_can_be_said_in_sparks_words_with_its_values_still_bound(layer):
    for one in queries(layer):
        said = translated(one, EXTRACTS).lower()
        left = [word for word in OF_DUCKDB if word in said]
        unbound = [name for name in one.parameters if f":{name}" not in said]
        assert (one.name, left, unbound) == (one.name, [], [])


def test_a_mart_of_all_sources_reads_each_of_their_tables():
    said = translated(query("marts.measures"), EXTRACTS)
    assert "`staging`.`apoa`" in said and "UNION ALL" in said and "`staging`.`tak`" in said


def test_a_figure_put_in_its_place_says_what_it_says_as_a_macro(con):
    asks = "select group_code, measure, value, areas_reporting from figures.group_as_of(date '2024-10-01')"
    assert "figures" not in expanded(parsed(asks)).sql("duckdb")
    assert rows(con, expanded(parsed(asks))) == rows(con, asks) == [("all", "guests", 9, 2)]


def test_the_newest_report_of_a_month_is_the_same_one_without_an_asof_join(con):
    asks = "from figures.all_known_by_month()"
    tree = expanded(parsed(asks))
    rewrites.asof_joins(tree)
    assert "asof" not in tree.sql("duckdb").lower()
    known = rows(con, asks)
    assert rows(con, tree) == known
    assert len(known) == 9  # a in August to December, b in September to December; c is too old by August


def test_months_between_two_days_count_beginnings_of_months(con):
    sql = (
        "select datediff('month', date '2024-01-31', date '2024-03-01'), "
        "datediff('month', date '2024-03-01', date '2023-12-31')"
    )
    tree = parsed(sql)
    rewrites.month_counts(tree)
    assert "datediff" not in tree.sql("duckdb").lower()
    assert rows(con, tree) == rows(con, sql) == [(2, -3)]


def test_a_number_that_stands_beside_a_null_is_not_the_extreme_in_spark_either():
    asks = Query("answers", "x", "", {}, "select arg_min(value, day) as first_value from marts.x")
    said = " ".join(translated(asks, {}).split())
    assert "MIN_BY(`value`, `day`) FILTER(WHERE NOT `value` IS NULL)" in said
