"""Spark on this machine: two threads, no pages of its own, nothing beyond the loopback address, tables from Parquet."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

MEMORY = "2500m"
_SETTINGS = {
    "spark.master": "local[2]",
    "spark.driver.memory": MEMORY,
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "1",  # its 200 are for a cluster
    # A question is small: what Spark would compile, replan and collect for a large one is most of what it would cost.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # the moments of a snapshot are of the office's clock
    "spark.sql.catalogImplementation": "in-memory",
}


@contextmanager
def started() -> Iterator[SparkSession]:
    with tempfile.TemporaryDirectory(prefix="timpora-spark-") as folder:
        builder = SparkSession.builder.appName("timpora").config("spark.sql.warehouse.dir", folder)
        spark = builder.config("spark.local.dir", folder).config(map=_SETTINGS).getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()


def cpu_seconds(spark: SparkSession) -> float:
    """What Spark's own process has computed so far, in all its threads."""
    process = spark._jvm.java.lang.ProcessHandle.current().pid()
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def take(spark: SparkSession, schema: str, files: list[Path]) -> None:
    """Make each Parquet file a table of this schema, under the file's name."""
    spark.sql(f"create database if not exists {schema}")
    for file in files:
        spark.sql(f"create table {schema}.{file.stem} using parquet location '{file.resolve()}'")


def keep(frame: DataFrame, name: str) -> pa.Table:
    """Store what a query says as a table of this name; returned as well, in its order."""
    frame = frame.cache()
    try:
        found = frame.toArrow()
        frame.write.saveAsTable(name)
    finally:
        frame.unpersist()
    return found


def asked(spark: SparkSession, sql: str, parameters: dict[str, object]) -> DataFrame:
    """The query with its :parameters bound, never written into it."""
    return spark.sql(sql, args={name: _bound(value) for name, value in parameters.items()})


def _bound(value: object) -> object:
    return F.array(*map(F.lit, value)) if isinstance(value, list) else value
