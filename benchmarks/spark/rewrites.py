"""What DuckDB says and Spark does not, or says otherwise: each a function that rewords a tree where it finds it.

Only what sqlglot does not translate by itself stands here. None of them knows a query of ours by its name.
"""

from collections.abc import Callable

import sqlglot
from sqlglot import exp

EARLIEST = "0001-01-01"  # Spark has no '-infinity': before every day that is reported
# mad(x): the median distance from the median, of all values that there are. `sorted`: as an array, smallest first.
_MIDDLE = "(get({sorted}, (size({sorted}) - 1) div 2) + get({sorted}, size({sorted}) div 2)) / 2"
_DISTANCES = "array_sort(transform(collect_list({x}), one -> abs(one - median({x}))))"


def reworded(tree: exp.Expression) -> exp.Expression:
    for reword in REWORDINGS:
        reword(tree)
    return tree


def tables_by_variable(tree: exp.Expression, extracts: dict[str, list[str]]) -> None:
    """query_table(getvariable('extracts')) → the tables that it names, one under the other."""
    for call in _named(tree, "query_table"):
        first, *others = (exp.select("*").from_(name) for name in extracts[call.expressions[0].expressions[0].name])
        rows, table = exp.union(first, *others, distinct=False) if others else first, call.parent
        table.replace(exp.Subquery(this=rows, alias=table.args.get("alias"), joins=table.args.get("joins")))


def variables(tree: exp.Expression) -> None:
    """getvariable('name') → a parameter of that name."""
    for call in _named(tree, "getvariable"):
        call.replace(exp.Placeholder(this=call.expressions[0].name))


def asof_joins(tree: exp.Expression) -> None:
    """The newest row up to a day → each row is good from its own day until the day of the next one."""
    for join in [join for join in tree.find_all(exp.Join) if join.args.get("method") == "ASOF"]:
        right = join.this.alias_or_name
        conditions = list(join.args["on"].flatten())
        (until,) = [one for one in conditions if not isinstance(one, exp.EQ)]
        day, moment = (until.this, until.expression) if isinstance(until, exp.LTE) else (until.expression, until.this)
        keys = [side for one in conditions if one is not until for side in (one.left, one.right) if side.table == right]
        following = exp.Window(
            this=exp.Lead(this=exp.column(day.name)),
            partition_by=[exp.column(key.name) for key in keys],
            order=exp.Order(expressions=[exp.Ordered(this=exp.column(day.name))]),
        )
        read = exp.select("*", exp.alias_(following, "day_of_the_next")).from_(exp.to_table(join.this.name))
        following = exp.column("day_of_the_next", right)
        is_last_so_far = exp.or_(following.is_(exp.null()), moment.copy() < following.copy())
        join.set("this", exp.Subquery(this=read, alias=exp.TableAlias(this=exp.to_identifier(right))))
        join.set("on", exp.and_(join.args["on"], is_last_so_far))
        join.set("method", None)


def lists_as_rows(tree: exp.Expression) -> None:
    """select unnest(list) → lateral view explode(list): a row of each can then be computed with like any column."""
    for place, call in enumerate(tree.find_all(exp.Explode)):
        select, name = call.find_ancestor(exp.Select), f"each_{place}"
        alias = exp.TableAlias(this=exp.to_identifier(f"rows_{place}"), columns=[exp.to_identifier(name)])
        call.replace(exp.column(name))
        select.append("laterals", exp.Lateral(this=exp.Explode(this=call.this), view=True, alias=alias))


def shared_columns(tree: exp.Expression) -> None:
    """A column of `a join b using (x)`, where a later table has an x too: it is b's, in Spark as well."""
    for select in tree.find_all(exp.Select):
        owners: dict[str, str] = {}
        for join in _joins(select):
            for name in join.args.get("using") or ():
                if not join.side and not join.kind:
                    owners.setdefault(name.name, join.this.alias_or_name)
        for column in _own_columns(select):
            if not column.table and column.name in owners:
                column.set("table", exp.to_identifier(owners[column.name]))


def series(tree: exp.Expression) -> None:
    """generate_series that ends before it begins is empty; sequence would go backwards, or fail."""
    for call in list(tree.find_all(exp.GenerateSeries)):
        start, end = (exp.cast(call.args[name].copy(), "date") for name in ("start", "end"))
        found = exp.func("sequence", start, end, call.args["step"].copy())
        call.replace(exp.case().when(start.copy() <= end.copy(), found).else_(exp.func("array")))


def months(tree: exp.Expression) -> None:
    """to_months(n) → an interval of years and months, with which a day stays a day."""
    for call in _named(tree, "to_months"):
        call.replace(exp.func("make_ym_interval", exp.Literal.number(0), call.expressions[0]))


def starts_of_months(tree: exp.Expression) -> None:
    """date_trunc of a day is a day, not a moment."""
    for call in list(tree.find_all(exp.TimestampTrunc)):
        call.replace(exp.DateTrunc(this=call.this, unit=exp.Literal.string(call.unit.name)))


def month_counts(tree: exp.Expression) -> None:
    """datediff('month', a, b) counts beginnings of months, not whole months."""
    for call in list(tree.find_all(exp.DateDiff)):
        if call.unit.name.upper() == "MONTH":
            year, month = (_difference(call, part) for part in ("year", "month"))
            call.replace(exp.paren(exp.paren(year) * 12 + month))


def day_before_all(tree: exp.Expression) -> None:
    for literal in list(tree.find_all(exp.Literal)):
        if literal.is_string and literal.name == "-infinity":
            literal.replace(exp.Literal.string(EARLIEST))


def filtered_windows(tree: exp.Expression) -> None:
    """max(x) filter (where y) over … → max(case when y then x end) over …"""
    for window in list(tree.find_all(exp.Window)):
        if isinstance(kept := window.this, exp.Filter):
            value = exp.case().when(kept.expression.this, kept.this.this)
            kept.this.set("this", value)
            window.set("this", kept.this)


def values_that_are_there(tree: exp.Expression) -> None:
    """any_value is of the rows in which it is not null."""
    for call in list(tree.find_all(exp.IgnoreNulls)):
        if isinstance(call.this, exp.AnyValue):
            call.replace(exp.Anonymous(this="any_value", expressions=[call.this.this, exp.true()]))


def rows_of_extremes(tree: exp.Expression) -> None:
    """arg_min(x, y) leaves out rows in which x is null; min_by takes them."""
    for call in list(tree.find_all(exp.ArgMin, exp.ArgMax)):
        call.replace(exp.Filter(this=call.copy(), expression=exp.Where(this=call.this.copy().is_(exp.null()).not_())))


def joined_texts(tree: exp.Expression) -> None:
    """string_agg(x, ', ' order by y) → listagg(x, ', ') within group (order by y)"""
    for call in list(tree.find_all(exp.GroupConcat)):
        order = call.this
        text = exp.func("listagg", order.this, call.args["separator"])
        order.set("this", None)
        call.replace(exp.WithinGroup(this=text, expression=order))


def places_in_lists(tree: exp.Expression) -> None:
    """Null where it is not in the list, which Spark says by 0; list[null] and list[0] are null, not an error."""
    for call in _named(tree, "list_position"):
        call.replace(exp.func("nullif", exp.func("array_position", *call.expressions), exp.Literal.number(0)))
    for call in _named(tree, "list_extract"):
        which = exp.cast(call.expressions[1], "int")
        call.replace(exp.func("try_element_at", call.expressions[0], which))


def lengths_of_lists(tree: exp.Expression) -> None:
    """len of what is cast to a list; else it is the length of a text."""
    for call in list(tree.find_all(exp.Length)):
        if isinstance(call.this, exp.Cast) and call.this.to.this == exp.DataType.Type.ARRAY:
            call.replace(exp.func("size", call.this))


def gathered_lists(tree: exp.Expression) -> None:
    for call in list(tree.find_all(exp.List)):
        call.replace(exp.func("collect_list", *call.expressions))
    for call in _named(tree, "list_distinct"):
        call.replace(exp.func("array_distinct", *call.expressions))


def median_deviations(tree: exp.Expression) -> None:
    for call in _named(tree, "mad"):
        distances = _DISTANCES.format(x=call.expressions[0].sql("spark"))
        call.replace(sqlglot.parse_one(_MIDDLE.format(sorted=distances), dialect="spark"))


def _joins(select: exp.Select) -> list[exp.Join]:
    """Of a select; `from a join b` may hang them on the select, or on the table a."""
    first = select.args.get("from_")
    return [*((first.this.args.get("joins") if first else None) or ()), *(select.args.get("joins") or ())]


def _own_columns(select: exp.Select) -> list[exp.Column]:
    """Columns that it names itself: not within a query of its own, nor as left out of all others."""
    found = select.walk(
        prune=lambda node: isinstance(node, exp.Star) or (isinstance(node, exp.Query) and node is not select)
    )
    return [node for node in found if isinstance(node, exp.Column)]


REWORDINGS: tuple[Callable[[exp.Expression], None], ...] = (
    variables,
    shared_columns,
    asof_joins,
    lists_as_rows,
    series,
    months,
    starts_of_months,
    month_counts,
    day_before_all,
    filtered_windows,
    values_that_are_there,
    rows_of_extremes,
    joined_texts,
    places_in_lists,
    lengths_of_lists,
    gathered_lists,
    median_deviations,
)


def _named(tree: exp.Expression, name: str) -> list[exp.Anonymous]:
    """Calls of a function that sqlglot knows nothing about."""
    return [call for call in tree.find_all(exp.Anonymous) if call.name.lower() == name]


def _difference(call: exp.DateDiff, part: str) -> exp.Expression:
    later, earlier = (exp.func(part, side.copy()) for side in (call.this, call.expression))
    return later - earlier
