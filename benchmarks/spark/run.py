"""Every mart and every answer, by Spark and by DuckDB, from the same tables: are they the same, and what did each cost?

    .venv-spark/bin/python -m benchmarks.spark.run FOLDER… [--sets N] [--only NAME …]

FOLDER: as staged.py leaves it, one for each house. Exit 0 where everything is equal, else 1.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from sqlglot.errors import SqlglotError

from benchmarks.spark import engine, result
from benchmarks.spark.compare import differences
from benchmarks.spark.houses import Staged
from benchmarks.spark.parameters import SETS, sets
from benchmarks.spark.result import Compared
from benchmarks.spark.translate import translated
from timpora.store.queries import Query, queries

SNAPSHOT_ID = "snapshot_id"  # the one variable that a mart reads as a value


def main() -> int:
    options = _parser().parse_args()
    started, facts = time.monotonic(), result.conditions()
    found: list[Compared] = []
    with engine.started() as spark:
        for folder in options.folders:
            for compared in _house(spark, Staged(folder), options.sets, options.only):
                print("  " + " · ".join(compared.row()), file=sys.stderr, flush=True)
                found.append(compared)
    facts.append(f"compared in {time.monotonic() - started:.0f} s")
    print(result.table(found))
    print("\n".join([*facts, result.summary(found)]))
    if not options.only:
        result.write(found, facts)
        print(f"written: {result.RESULTS}")
    return 0 if found and all(one.is_equal for one in found) else 1


def _house(spark: SparkSession, house: Staged, most: int, only: list[str]) -> Iterator[Compared]:
    """Marts from staging; answers from the marts that Spark made, and from those that Python computed."""
    for schema in ("staging", "marts"):
        spark.sql(f"drop database if exists {schema} cascade")
    engine.take(spark, "staging", house.files("staging"))
    marts = () if only else queries("marts")
    made = {query.name for query in marts}
    engine.take(spark, "marts", [file for file in house.files("marts") if file.stem not in made])
    for query in marts:
        yield _mart(spark, house, query)
    for query in queries("answers"):
        if not only or query.name in only:
            yield _answer(spark, house, query, most)


def _mart(spark: SparkSession, house: Staged, query: Query) -> Compared:
    def theirs(sql: str) -> pa.Table:
        bound = {SNAPSHOT_ID: house.snapshot_id} if f":{SNAPSHOT_ID}" in sql else {}
        return engine.keep(engine.asked(spark, sql, bound), f"marts.{query.name}")

    return _compared(spark, house, query, [(lambda: house.mart(query), theirs)])


def _answer(spark: SparkSession, house: Staged, query: Query, most: int) -> Compared:
    return _compared(
        spark,
        house,
        query,
        [
            (
                lambda bound=bound: house.answer(query, bound),
                lambda sql, bound=bound: engine.asked(spark, sql, bound).toArrow(),
            )
            for bound in sets(query, house.known, most)
        ],
    )


Sides = tuple[Callable[[], pa.Table], Callable[[str], pa.Table]]


def _compared(spark: SparkSession, house: Staged, query: Query, asked: list[Sides]) -> Compared:
    compared = Compared(house.name, f"{query.layer}.{query.name}")
    try:
        sql = translated(query, house.extracts)
        for ours, theirs in asked:
            one, duckdb_seconds = _timed(ours, time.process_time)
            other, spark_seconds = _timed(lambda theirs=theirs: theirs(sql), lambda: engine.cpu_seconds(spark))
            compared.add(one.num_rows, duckdb_seconds, spark_seconds, differences(one, other))
    except (SqlglotError, PySparkException) as problem:
        compared.problem = f"cannot be run: {str(problem).strip().splitlines()[0]}"
    return compared


def _timed(run: Callable[[], pa.Table], clock: Callable[[], float]) -> tuple[pa.Table, float]:
    before = clock()
    found = run()
    return found, clock() - before


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark.run", description="Spark beside DuckDB.")
    parser.add_argument("folders", nargs="+", type=Path, help="as benchmarks.spark.staged leaves them")
    parser.add_argument(
        "--sets", type=int, default=SETS, help="how often each question is asked, each time of other things"
    )
    parser.add_argument("--only", nargs="+", default=[], help="these answers, of published marts; nothing is written")
    return parser


if __name__ == "__main__":
    sys.exit(main())
