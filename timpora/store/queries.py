"""Finds the SQL. A query's address is its path: `answers.map_layer` is queries/answers/map_layer.sql."""

import re
from dataclasses import dataclass
from functools import cache

from timpora import paths

LAYERS = ("staging", "marts", "checks", "answers")


class UnknownQuery(LookupError):
    """No such query; the message lists those there are."""


@dataclass(frozen=True)
class Query:
    layer: str
    name: str
    doc: str  # the leading comment: what one row is
    parameters: dict[str, str]  # name → type, from the `-- $name type` lines
    sql: str


def query(address: str) -> Query:
    layer, _, name = address.partition(".")
    for candidate in queries(layer) if layer in LAYERS else ():
        if candidate.name == name:
            return candidate
    known = ", ".join(q.name for q in queries(layer)) if layer in LAYERS else ", ".join(LAYERS)
    raise UnknownQuery(f"No query {address!r}. There are: {known}")


@cache
def queries(layer: str) -> tuple[Query, ...]:
    """All queries of a layer, by name."""
    return tuple(_query(layer, path) for path in sorted((paths.QUERIES / layer).glob("*.sql")))


def _query(layer: str, path) -> Query:
    sql = path.read_text("utf-8")
    comment = [line[2:].strip() for line in re.match(r"(?:--.*\n)*", sql)[0].splitlines()]
    declared = [re.match(r"\$(\w+)\s+(.+)", line) for line in comment]
    return Query(
        layer,
        path.stem,
        doc=" ".join(line for line, match in zip(comment, declared, strict=True) if not match),
        parameters={match[1]: match[2].split("  ")[0] for match in declared if match},
        sql=sql,
    )
