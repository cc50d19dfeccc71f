"""A query of ours in Spark's words: its figures put in their place, reworded where need be, its $parameters as :parameters."""

from sqlglot import ErrorLevel
from sqlglot.dialects.spark import Spark

from benchmarks.spark.figures import expanded, parsed
from benchmarks.spark.rewrites import reworded
from timpora.store.queries import Query


class NestingSpark(Spark):
    """Spark reads a `with` within a subquery; sqlglot would lift them all to the top, where names meet their like."""

    class Generator(Spark.Generator):
        EXPRESSIONS_WITHOUT_NESTED_CTES = set()  # noqa: RUF012: as sqlglot has it


def translated(query: Query, extracts: dict[str, list[str]]) -> str:
    """extracts: see rewrites.reworded. Raises sqlglot.UnsupportedError where sqlglot knows that it cannot be said."""
    tree = reworded(expanded(parsed(query.sql)), extracts)
    return tree.sql(NestingSpark, identify=True, pretty=True, unsupported_level=ErrorLevel.RAISE)
