"""A question with every figure that it asks put in its place: for an engine that has no table macros."""

from collections.abc import Callable
from functools import cache

import sqlglot
from sqlglot import exp

from timpora.store.queries import query

Reword = Callable[[exp.Expression], exp.Expression]


def parsed(sql: str) -> exp.Expression:
    """Without its comments, which would stand again in every place where a figure is put."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for node in tree.walk():
        node.comments = None
    return tree


def expanded(tree: exp.Expression, reword: Reword = lambda tree: tree) -> exp.Expression:
    """The same tree, with `figures.name(arguments)` replaced by that figure's query, down to the marts.

    reword: what each figure's own tree goes through before it is put anywhere.
    """
    for call in list(tree.find_all(exp.Table, exp.Lateral)):
        if named := _called(call):
            name, arguments = named
            parameters = query(f"figures.{name}").parameters
            body = _bound(_figure(name, reword).copy(), dict(zip(parameters, arguments, strict=True)))
            if isinstance(call, exp.Lateral):
                call.set("this", exp.Subquery(this=body))
            else:
                call.replace(exp.Subquery(this=body, alias=call.args.get("alias"), joins=call.args.get("joins")))
    return tree


@cache
def _figure(name: str, reword: Reword) -> exp.Expression:
    return expanded(reword(parsed(query(f"figures.{name}").sql)), reword)


def _bound(tree: exp.Expression, arguments: dict[str, exp.Expression]) -> exp.Expression:
    """The same tree with its $parameters replaced by these expressions."""
    for place in list(tree.find_all(exp.Placeholder)):
        place.replace(arguments[place.name].copy())
    return tree


def _called(node: exp.Table | exp.Lateral) -> tuple[str, list[exp.Expression]] | None:
    """The name and arguments of the figure that is read here, if one is."""
    if isinstance(node.this, exp.Dot):  # in a lateral join
        room, call = node.this.this.name, node.this.expression
    else:
        room, call = node.text("db"), node.this
    return (call.name, call.expressions) if room == "figures" and isinstance(call, exp.Anonymous) else None
