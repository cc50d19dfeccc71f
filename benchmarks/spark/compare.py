"""Whether two answers are the same, row for row and column for column, in the same order."""

import pyarrow as pa
import pyarrow.compute as pc

RELATIVE = 1e-9  # of two numbers with a point: sums are added up in another order there


def differences(ours: pa.Table, theirs: pa.Table) -> list[str]:
    """What differs, a line for each column; empty where nothing does.

    Whole numbers of any width are the same numbers; a day is the same as its midnight.
    """
    if ours.column_names != theirs.column_names:
        return [f"columns {ours.column_names} and {theirs.column_names}"]
    if ours.num_rows != theirs.num_rows:
        return [f"{ours.num_rows} and {theirs.num_rows} rows"]
    found = []
    for name in ours.column_names:
        one, other = _plain(ours[name]), _plain(theirs[name])
        if one.type != other.type and pa.types.is_null(one.type) + pa.types.is_null(other.type) == 0:
            found.append(f"{name}: {ours[name].type} and {theirs[name].type}")
        elif rows := _unlike(one, other):
            row = rows[0]
            found.append(f"{name}: {len(rows)} rows, of row {row}: {one[row].as_py()!r} and {other[row].as_py()!r}")
    return found


def _plain(column: pa.ChunkedArray) -> pa.Array:
    kind, array = column.type, column.combine_chunks()
    if pa.types.is_integer(kind):
        return array.cast(pa.int64())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return array.cast(pa.float64())
    if pa.types.is_temporal(kind) and not pa.types.is_duration(kind):
        return array.cast(pa.timestamp("us"))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return array.cast(pa.string())
    return array


def _unlike(one: pa.Array, other: pa.Array) -> list[int]:
    """The rows in which they differ; null is like null, not-a-number like not-a-number."""
    if pa.types.is_list(one.type) or pa.types.is_null(one.type) or pa.types.is_null(other.type):
        return [row for row, (a, b) in enumerate(zip(one.to_pylist(), other.to_pylist(), strict=True)) if a != b]
    is_like = pc.equal(one, other)
    if pa.types.is_floating(one.type):
        scale = pc.max_element_wise(pc.abs(one), pc.abs(other))
        is_near = pc.less_equal(pc.abs(pc.subtract(one, other)), pc.multiply(scale, RELATIVE))
        is_like = pc.or_(pc.or_(is_like, is_near), pc.and_(pc.is_nan(one), pc.is_nan(other)))
    is_like = pc.if_else(pc.is_null(is_like), pc.and_(pc.is_null(one), pc.is_null(other)), is_like)
    return pc.indices_nonzero(pc.invert(is_like)).to_pylist()
