"""A question with every figure that it asks put in its place, as a tree: an engine without table macros needs no more."""

from functools import cache

import sqlglot
from sqlglot import exp

from timpora.store.queries import query


@cache
def _figure(name: str) -> exp.Expression:
    return parsed(query(f"figures.{name}").sql)


def parsed(sql: str) -> exp.Expression:
    """Without its comments, which would stand again in every place where a figure is put."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for node in tree.walk():
        node.comments = None
    return tree


def expanded(tree: exp.Expression) -> exp.Expression:
    """The same tree, with `figures.name(arguments)` replaced by that figure's query, down to the marts."""
    for call in list(tree.find_all(exp.Table, exp.Lateral)):
        if named := _called(call):
            name, arguments = named
            body = expanded(bound(_figure(name).copy(), dict(zip(query(f"figures.{name}").parameters, arguments, strict=True))))
            call.set("this", exp.Subquery(this=body) if isinstance(call, exp.Lateral) else None)
            if isinstance(call, exp.Table):
                call.replace(exp.Subquery(this=body, alias=call.args.get("alias"), joins=call.args.get("joins")))
    return tree


def bound(tree: exp.Expression, arguments: dict[str, exp.Expression]) -> exp.Expression:
    """The same tree with its $parameters replaced by these expressions."""
    for place in list(tree.find_all(exp.Placeholder)):
        place.replace(arguments[place.name].copy())
    return tree


def _called(node: exp.Expression) -> tuple[str, list[exp.Expression]] | None:
    """The name and arguments of the figure that is read here, if one is."""
    call = node.this
    if isinstance(node, exp.Lateral) and isinstance(call, exp.Dot):
        room, call = call.this.name, call.expression
    else:
        room = node.args.get("db").name if node.args.get("db") else ""
    if room != "figures" or not isinstance(call, exp.Anonymous):
        return None
    return call.name, call.expressions
