"""Finds the SQL. A query's address is its path: `answers.layer_values` is queries/answers/layer_values.sql."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timpora import paths

LAYERS = ("staging", "marts", "checks", "gate", "protected", "figures", "indicators", "answers")


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


def queries(layer: str) -> tuple[Query, ...]:
    """All queries of a layer, by name: ours, and what an installation adds beside its data."""
    files = paths.layered(f"queries/{layer}", "*.sql")
    return _read(layer, tuple(files[name] for name in sorted(files)))


def named(sql: str, codes: Container[str]) -> list[str]:
    """Of these codes, those that stand quoted in a query, each once and in its order."""
    return [code for code in dict.fromkeys(re.findall(r"'(\w+)'", sql)) if code in codes]


@cache
def _read(layer: str, files: tuple[Path, ...]) -> tuple[Query, ...]:
    return tuple(_query(layer, path) for path in files)


def _query(layer: str, path: Path) -> Query:
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
