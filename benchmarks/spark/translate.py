"""A query of ours in Spark's words: figures put in their place, reworded where need be, $parameters as :parameters."""

from sqlglot import ErrorLevel
from sqlglot.dialects.spark import Spark

from benchmarks.spark.figures import expanded, parsed
from benchmarks.spark.rewrites import reworded, tables_by_variable
from timpora.store.queries import Query


class NestingSpark(Spark):
    """Spark reads a `with` within a subquery; sqlglot would lift them all to the top, where names meet their like."""

    class Generator(Spark.Generator):
        EXPRESSIONS_WITHOUT_NESTED_CTES = frozenset()


def translated(query: Query, extracts: dict[str, list[str]]) -> str:
    """extracts: variable → names of the staging tables that `query_table(getvariable(variable))` reads as one.

    Raises sqlglot.UnsupportedError where sqlglot knows that it cannot be said.
    """
    tree = parsed(query.sql)
    tables_by_variable(tree, extracts)
    tree = expanded(reworded(tree), reworded)
    return tree.sql(NestingSpark, identify=True, pretty=True, unsupported_level=ErrorLevel.RAISE)
