"""The arithmetic of a composite index: values on one scale, and means of them up a tree.

Pure: it knows none of our indicators. 100 points are the most attention, 0 the least; direction 1 says that more of an
indicator needs more attention, direction -1 that less of it does.

Sources: OECD/JRC, Handbook on Constructing Composite Indicators (2008). Becker et al., COINr, JOSS 7(78), 2022: a table
and a description, a method for each level. UNDP, Human Development Report, technical note 1: fixed goalposts, geometric
mean. INFORM, Concept and Methodology (JRC, 2017): arithmetic below, geometric above.
"""

from collections.abc import Hashable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
import pandas as pd

Values = float | Sequence | np.ndarray | pd.Series | pd.DataFrame
PerColumn = float | Sequence | np.ndarray | Mapping | pd.Series  # for all, or for each in order or by name

# Each is an arithmetic mean of values taken to another scale, and taken back.
MEANS = {
    "arithmetic": (np.positive, np.positive),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


def goalposts(values: Values, low: PerColumn, high: PerColumn, direction: PerColumn = 1) -> Values:
    """Points from 0 (at `low` or beyond) to 100 (at `high` or beyond); with direction -1, 100 minus that.

    A scalar, list, array, Series or frame comes back as the same kind; NaN stays NaN. For a frame or 2-D array each of
    low, high and direction may be one number, a sequence in column order, or a dict or Series by column name. Fixed
    posts mean the same in every month, whoever else is scored (UNDP technical note 1; n_goalposts in COINr). Raises
    ValueError unless low < high, both finite, and direction 1 or -1.
    """
    columns, names = _columns(values)
    lows, highs = _for_each(low, names, "low"), _for_each(high, names, "high")
    for place in np.flatnonzero(~(np.isfinite(lows) & np.isfinite(highs) & (lows < highs)))[:1]:
        given = f"the posts of {names[place]!r} are {lows[place]:g} and {highs[place]:g}"
        raise ValueError(f"{given}: give two finite numbers, low below high (direction=-1 turns, not swapped posts)")
    # Multiplied first, so that whole values on whole posts give exact points.
    points = np.clip(100 * (columns - lows) / (highs - lows), 0, 100)
    return _like(values, _turned(points, direction, names, 100))


def minmax(values: Values, direction: PerColumn = 1) -> Values:
    """Points from 0 (least value present in the column) to 100 (greatest); 50 in a column without spread.

    50 so that turning a direction mirrors there too. Kinds, NaN and direction as in `goalposts`; relative to whoever is
    in the table (OECD/JRC 2008, min-max). Raises ValueError for infinite values.
    """
    columns, names = _columns(values)
    return _like(values, _turned(100 * _share_of_range(columns, names), direction, names, 100))


def zscore(values: Values, direction: PerColumn = 1) -> Values:
    """Standard deviations (n - 1) from the column's mean, over the values present; a column without spread gives 0.

    Kinds, NaN and direction as in `goalposts`; direction -1 turns the sign (OECD/JRC 2008, standardisation). Some of
    the results are negative: only the arithmetic mean can aggregate them. Raises ValueError for infinite values.
    """
    columns, names = _columns(values)
    # On 0 to 1 first, which changes no z-score: squares of very large or small values would leave the floats.
    share = pd.DataFrame(_share_of_range(columns, names))
    deviations = share.std(ddof=1)
    scores = (share - share.mean()) / deviations.where(deviations > 0, 1)
    return _like(values, _turned(scores.to_numpy(), direction, names, 0))


def aggregate(values: Values, weights: PerColumn, method: str = "arithmetic", *, shift: float = 0.0) -> Values:
    """The weighted mean of each unit (row) over its indicators (columns): arithmetic, geometric or harmonic.

    A frame gives a Series on its index, a 2-D array or list an array; 1-D is one unit and gives a float. weights are
    relative; in column order, or a dict or Series by column name (an array's are 0, 1, …). A column of weight 0 is not
    looked at; what is missing is left out and the rest weigh more, as in COINr; a row without any value is NaN.

    A high value makes up for a low one in full, in part (geometric) or less (harmonic); in the last two a single 0
    gives 0 (OECD/JRC 2008, aggregation). `shift` (points, at least 0; geometric alone uses it) makes that
    ∏(x + shift)^w - shift: a 0 lowers the mean and no longer erases it. INFORM's workbook does so over mirrored values,
    (10 - GEOMEAN((10 - a)/10·9 + 1, …))/9·10: a shift of a ninth of the scale, 100/9 here. The price: the mean changes
    without a 0 too, towards the arithmetic (de la Cruz and Kreft, arXiv:1806.06403, call that no recovery).

    Raises ValueError for an unknown method, weights that are negative, not finite, all 0 or not one for each column,
    infinite values, negative values in a geometric or harmonic mean, and a shift below 0.
    """
    numbers = np.atleast_1d(_floats(values))
    names = list(values.axes[-1] if isinstance(values, pd.Series | pd.DataFrame) else range(numbers.shape[-1]))
    means = _mean(np.atleast_2d(numbers).T, names, weights, method, shift)
    if isinstance(values, pd.DataFrame):
        return pd.Series(means, index=values.index)
    return means if numbers.ndim == 2 else float(means[0])


def score(
    table: pd.DataFrame,
    description: pd.DataFrame,
    normalise: str = "goalposts",
    method: str | Sequence[str] = "arithmetic",
    shift: float = 0.0,
) -> pd.DataFrame:
    """Points of every unit at every node of an index: leaves normalised, inner nodes aggregated from their children.

    table: one row per unit, a column per leaf; others are ignored. description: one row per node of a tree of any depth
    with columns code, parent (None, NaN or "" at a root), weight (among siblings; not needed of a root) and, needed of
    leaves (no one's parent), direction, low, high (the last two for goalposts only). normalise: "goalposts", "minmax",
    "zscore". method: one for all levels, or a sequence from the lowest up, the last for all above, as COINr's f_ag; a
    node's level is its longest way down to a leaf. shift: see `aggregate`, for geometric levels.

    Returns a frame on the table's index, a column per node in the order of the description. A node of weight 0 changes
    nothing above it and has its column all the same; a node whose children all weigh 0 would be NaN for every unit and
    is an error. Raises ValueError, naming what is wrong.
    """
    normalisers = {"goalposts": goalposts, "minmax": minmax, "zscore": zscore}
    methods = [method] if isinstance(method, str) else list(method)
    if normalise not in normalisers:
        raise ValueError(f"normalise is one of {', '.join(normalisers)}, not {normalise!r}")
    if not methods or not set(methods) <= set(MEANS):
        raise ValueError(f"method is one of {', '.join(MEANS)}, or a sequence of these, not {method!r}")
    numeric = ["weight", "direction", *(("low", "high") if normalise == "goalposts" else ())]
    if absent := {"code", "parent", *numeric} - set(description.columns):
        raise ValueError(f"the description has no column {', '.join(sorted(absent))}")
    children, bottom_up = _tree(description)
    leaves = [code for code in children if not children[code]]
    if wrong := [leaf for leaf in leaves if (table.columns == leaf).sum() != 1]:
        raise ValueError(f"the table needs exactly one column {wrong[0]!r}: it is a leaf of the description")
    about = description[numeric].apply(pd.to_numeric, errors="coerce").astype(float).set_axis(list(children)).to_dict()
    arguments = {column: [about[column][leaf] for leaf in leaves] for column in numeric[1:]}
    points = dict(zip(leaves, normalisers[normalise](table[leaves], **arguments).to_numpy().T, strict=True))
    level = dict.fromkeys(leaves, 0)
    for node in bottom_up:
        if below := children[node]:
            level[node] = 1 + max(level[child] for child in below)
            columns, weights = [points[child] for child in below], [about["weight"][child] for child in below]
            try:
                points[node] = _mean(columns, below, weights, methods[min(level[node], len(methods)) - 1], shift)
            except ValueError as error:
                raise ValueError(f"below {node!r}: {error}") from error
    return pd.DataFrame({code: points[code] for code in children}, index=table.index)


def _tree(description: pd.DataFrame) -> tuple[dict[Hashable, list], list]:
    """The children of every code, in the order of the description; and all codes, children before their parents."""
    codes = description["code"]
    for code in codes[codes.duplicated()]:
        raise ValueError(f"{code!r} is described twice: a code is one node")
    children: dict[Hashable, list] = {code: [] for code in codes}
    for code, parent in zip(codes, description["parent"], strict=True):
        if pd.isna(parent) or parent == "":
            continue
        if parent not in children:
            raise ValueError(f"{code!r} has the parent {parent!r}, which is not described: give it a row of its own")
        children[parent].append(code)
    try:
        return children, list(TopologicalSorter(children).static_order())
    except CycleError as error:
        raise ValueError(f"a cycle: {' → '.join(map(str, error.args[1]))}; a node cannot be below itself") from error


def _mean(columns: Sequence[np.ndarray], names: list, weights: PerColumn, method: str, shift: float) -> np.ndarray:
    """Column by column, element by element: equal rows get equal bits, which a matrix product does not promise."""
    if method not in MEANS:
        raise ValueError(f"method is one of {', '.join(MEANS)}, not {method!r}")
    if not 0 <= shift < np.inf:
        raise ValueError(f"the shift is {shift}: give a finite number of points, 0 or more")
    weights = _checked_weights(weights, names)
    over, back = MEANS[method]
    moved = shift if method == "geometric" else 0.0
    summed, whole, least, most = (np.full(len(columns[0]), start) for start in (0.0, 0.0, np.inf, -np.inf))
    for column, name, weight in zip(columns, names, weights, strict=True):
        if weight == 0:
            continue
        if np.isinf(column).any():
            raise ValueError(f"{name!r} has an infinite value: what is not known is NaN")
        if method != "arithmetic" and (column < 0).any():
            raise ValueError(f"{name!r} has a value below 0, of which there is no {method} mean: take arithmetic")
        present = ~np.isnan(column)
        with np.errstate(divide="ignore"):  # a zero goes to infinity and comes back as 0
            summed += np.where(present, weight * over(column + moved), 0)
        whole += weight * present
        least, most = np.fmin(least, column), np.fmax(most, column)
    with np.errstate(divide="ignore", invalid="ignore"):  # 0/0, a row without any value, is NaN and stays it
        means = back(summed / whole) - moved
    # A mean lies between its least and its greatest value; rounding on the way over and back would step outside.
    return np.clip(means, least, most)


def _checked_weights(weights: PerColumn, names: list) -> np.ndarray:
    given = weights if isinstance(weights, Mapping | pd.Series) else np.atleast_1d(weights)
    if len(given) != len(names):
        raise ValueError(f"{len(given)} weights for {len(names)} columns: give one for each column")
    numbers = _for_each(given, names, "weight")
    for place in np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))[:1]:
        raise ValueError(f"the weight of {names[place]!r} is {numbers[place]:g}: give a finite number, 0 or more")
    if not numbers.any():
        raise ValueError("all weights are 0: give at least one column a weight above 0")
    return numbers


def _share_of_range(columns: np.ndarray, names: list) -> np.ndarray:
    """Where each value lies from the least (0) to the greatest (1) of its column; 0.5 in a column without spread."""
    for place in np.flatnonzero(np.isinf(columns).any(axis=0))[:1]:
        raise ValueError(f"{names[place]!r} has an infinite value: what is not known is NaN")
    least = np.fmin.reduce(columns, axis=0, initial=np.inf)
    spread = np.maximum(np.fmax.reduce(columns, axis=0, initial=-np.inf) - least, 0)  # -inf where nothing is present
    share = (columns - least) / np.where(spread == 0, 1, spread)
    return np.where(spread == 0, share + 0.5, share)


def _turned(points: np.ndarray, direction: PerColumn, names: list, whole: float) -> np.ndarray:
    """The points, with the columns of direction -1 mirrored: `whole` minus the point."""
    directions = _for_each(direction, names, "direction")
    for place in np.flatnonzero(np.abs(directions) != 1)[:1]:
        raise ValueError(f"the direction of {names[place]!r} is {directions[place]:g}: give 1, or -1 to turn it")
    return np.where(directions == -1, whole - points, points)


def _for_each(given: PerColumn, names: list, what: str) -> np.ndarray:
    """One number for every column, shape (columns,)."""
    if isinstance(given, Mapping | pd.Series):
        if absent := [name for name in names if name not in given]:
            raise ValueError(f"no {what} for {absent[0]!r}: a dict or Series has one under the name of each column")
        given = pd.Series(given).loc[names]
    numbers = _floats(given)
    if numbers.shape not in ((), (len(names),)):
        raise ValueError(f"{numbers.size} values of {what} for {len(names)} columns: give one, or one for each column")
    return np.broadcast_to(numbers, len(names))


def _columns(values: Values) -> tuple[np.ndarray, list]:
    """Shape (rows, columns), a scalar or 1-D being one column; and what errors call each column."""
    numbers = _floats(values)
    if numbers.ndim < 2:
        return numbers.reshape(-1, 1), [values.name if isinstance(values, pd.Series) else "values"]
    return numbers, list(values.columns if isinstance(values, pd.DataFrame) else range(numbers.shape[1]))


def _floats(values: Values) -> np.ndarray:
    if isinstance(values, pd.Series | pd.DataFrame):
        values = values.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(values, dtype=float, order="F")  # a column is read faster where it lies together in memory


def _like(values: Values, result: np.ndarray) -> Values:
    """The result, shape (rows, columns), as the kind that `values` is."""
    if isinstance(values, pd.DataFrame):
        return pd.DataFrame(result, index=values.index, columns=values.columns)
    if isinstance(values, pd.Series):
        return pd.Series(result[:, 0], index=values.index, name=values.name)
    shaped = result.reshape(np.shape(values))
    return shaped.tolist() if isinstance(values, list | tuple) or shaped.ndim == 0 else shaped
