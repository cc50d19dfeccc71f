"""Which class each area is in, or which kind of empty it is, and what is said of it: letters and texts of a picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple

import numpy as np
import pandas as pd

from timpora.draw import figures

STATES = {"not_reported": "n", "suppressed": "s", "insufficient": "i", "not_applicable": "x"}
# Of two numbers one of which is missing: what lasts longest is said of both. A number that does not apply never comes,
# one that is withheld is there and stays so, a small base may grow, a report may come tomorrow.
SEVEREST_FIRST = ("not_applicable", "suppressed", "insufficient", "not_reported")
ZERO, OUTSIDE = "z", "-"
HATCHED = "h"  # in a legend: numbers on a small base, whatever their class
MARKS = f"0123456789{ZERO}{HATCHED}{''.join(STATES.values())}"  # of the rows that a legend can have
# On a small base the class is drawn hatched: the letter of that → the letter of the class.
SMALL = dict(zip("ABCDEFGHIJ", "0123456789", strict=True)) | {"Z": ZERO}
_HATCHED = {mark: small for small, mark in SMALL.items()}


@dataclass(frozen=True)
class Layer:
    """How one indicator is drawn. `breaks`: lower bounds of the second class and up, ascending, in `unit`.

    A class is half-open: a value on a break belongs to the class above. `zero_colour` None means that zero is a
    value like any other (a coverage of 0 % is the worst class, not an absence). `per`: a rate is per so many;
    `is_rounded`: made of randomly rounded counts of people (figures.py). `words`: names of the classes, lowest first,
    where they have some.
    """

    name: str
    unit: str
    decimals: int
    breaks: tuple[float, ...]
    palette: tuple[str, ...]
    zero_colour: str | None
    per: float = 1.0
    is_rate: bool = False
    is_rounded: bool = False
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if list(self.breaks) != sorted(set(self.breaks)):
            raise ValueError(f"breaks of {self.name!r} must ascend: {self.breaks}")
        if len(self.palette) != len(self.breaks) + 1:
            raise ValueError(f"{self.name!r} has {len(self.breaks) + 1} classes and {len(self.palette)} colours")


def classify(values: np.ndarray | pd.Series, breaks: Sequence[float]) -> np.ndarray:
    """Index of the class of every value: 0 below the first break, k from the k-th break on. NaN gives -1."""
    values = np.asarray(values, dtype=float)
    return np.where(np.isnan(values), -1, np.searchsorted(np.asarray(breaks, dtype=float), values, side="right"))


def letters(values_frame: pd.DataFrame, layer: Layer) -> pd.Series:
    """What each area is drawn as, indexed by area_code: '0'…'9' class, 'z' zero, 'n' 's' 'i' 'x' the other empties,

    'A'…'J' and 'Z' a class and zero on a small base. `values_frame`: area_code, value, is_small_base, and state, one of
    reported, not_reported, suppressed, insufficient, not_applicable. The class is that of the number as shown, or a
    reader would see "5,0" in the class below 5. A value that is only written as zero is not zero. Raises ValueError for
    a state we do not know or a reported area without a number.
    """
    codes, states = values_frame["area_code"].to_numpy(), values_frame["state"].to_numpy()
    reported = states == "reported"
    if unknown := sorted(set(states[~reported]) - set(STATES)):
        raise ValueError(f"unknown state: {unknown}")
    values = pd.to_numeric(values_frame["value"]).to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(values[reported]).all():
        raise ValueError(f"reported without a number: {sorted(codes[reported & np.isnan(values)])}")
    # In lists: of an office's 68 areas a column of pandas takes longer to set up than to go through.
    as_shown = [value if isnan(value) else figures.shown(value, layer.decimals) for value in values.tolist()]
    classes = classify(as_shown, layer.breaks).tolist()
    is_zero = (values == 0) & (layer.zero_colour is not None)
    drawn = [ZERO if zero else str(at) for at, zero in zip(classes, is_zero.tolist(), strict=True)]
    small = values_frame["is_small_base"].astype(bool).tolist()
    drawn = [_HATCHED.get(mark, mark) if is_small else mark for mark, is_small in zip(drawn, small, strict=True)]
    marks = [STATES.get(state, mark) for state, mark in zip(states, drawn, strict=True)]
    return pd.Series(marks, index=codes, dtype="str")


def is_kept(marks: pd.Series, kept: str) -> pd.Series:
    """Which letters belong to the rows of a legend that are kept; all where none is named."""
    rows = set(kept)
    hatched = marks.isin(SMALL) & (HATCHED in rows)
    return marks.replace(SMALL).isin(rows) | hatched | (not rows)


def state_of(one: str, other: str) -> str:
    """The state of what is made from two numbers: reported if both are, else the severest of the two."""
    return next((state for state in SEVEREST_FIRST if state in (one, other)), "reported")


def hatched(marks: pd.Series, is_small_base: pd.Series) -> pd.Series:
    """The marks, of classes and zero those that are drawn hatched where the base is small; one index for both."""
    return marks.mask(is_small_base.astype(bool), marks.map(lambda mark: _HATCHED.get(mark, mark)))


def said(values_frame: pd.DataFrame, layer: Layer) -> pd.Series:
    """What is said of each area, indexed by area_code: "≈15 orang", "0–4 orang", "12 % (basis kecil)", "disamarkan"."""
    return _written(values_frame, layer, figures.on_base)


def briefly(values_frame: pd.DataFrame, layer: Layer) -> pd.Series:
    """The number of each area without its unit, indexed by area_code; "" where there is none."""
    return _written(
        values_frame,
        layer,
        lambda row, layer: figures.in_layer(row, layer, with_unit=False) if row.state == "reported" else "",
    )


def _written(values_frame: pd.DataFrame, layer: Layer, write: Callable[[NamedTuple, Layer], str]) -> pd.Series:
    texts: dict[tuple, str] = {}

    def text(row) -> str:
        # A nation has thousands of areas and a few hundred texts; writing one takes longer than looking it up.
        number = figures.shown(row.value, layer.decimals) if row.state == "reported" else None
        end = figures.most(row.cells, figures.one_in(row, layer), layer.decimals) if row.value == 0 else None
        alike = (row.state, number, end, row.is_rounded, row.is_small_base)
        if alike not in texts:
            texts[alike] = write(row, layer)
        return texts[alike]

    return pd.Series([text(row) for row in values_frame.itertuples()], index=values_frame["area_code"].to_numpy())
