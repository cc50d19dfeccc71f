"""The map as a table that can be sorted and searched: the same kecamatan, numbers and words."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from timpora.draw import figures
from timpora.draw.pictures import Picture
from timpora.text import say


def of(pictures: Sequence[Picture], values: pd.DataFrame, layer: pd.Series) -> Styler:
    """One row per kecamatan, a column per picture and one that says why there is no number, or on how small a base.

    values: answers/layer_values.sql, of the kecamatan that are to stand in it; layer: answers/layers.sql. Sorted by
    what a number is, and written as it is said everywhere: a rounded one with its ≈, a rounded zero as 0–4. One measure
    stands by value with a rank, which equal ones share, because they are written alike. Indicators and the index stand
    by name: estimates have no rank without its interval. So do differences and clusters, which are no level.
    """
    is_plain = [picture.name for picture in pictures] == [layer.layer_name]
    is_ranked = is_plain and not isinstance(layer.indicator, str)
    by = ["value", "area_code"] if is_ranked else ["kabupaten_name", "area_name"]
    values = values.sort_values(by, ascending=[not is_ranked, True], na_position="last")
    codes = values["area_code"]
    frame, written = {}, {}
    if is_ranked:
        frame[say("table.rank")] = figures.ranks(values["value"], int(layer.decimals)).astype("Int64")
    frame |= {say("table.kecamatan"): values["area_name"], say("table.kabupaten"): values["kabupaten_name"]}
    for picture in pictures:
        head = _head(picture, is_alone=len(pictures) == 1)
        numbers = picture.values.reindex(codes)
        texts = picture.texts.reindex(codes)
        if picture.axes:  # two layers at once have no number to sort by, but words
            frame[head] = texts
            continue
        frame[head] = _keys(numbers, texts)
        written[head] = _texts(frame[head], texts, picture.unit)
    frame[say("table.state")] = [_kind(row) for row in values.itertuples()]
    return pd.DataFrame({name: list(column) for name, column in frame.items()}).style.format(written, na_rep="")


def numbers(pictures: Sequence[Picture]) -> list[str]:
    """The columns of numbers, which end under one another."""
    return [_head(picture, is_alone=len(pictures) == 1) for picture in pictures]


def _head(picture: Picture, *, is_alone: bool) -> str:
    words = say("table.value", layer=picture.name, unit=picture.unit)
    return words if is_alone else say("table.value_when", value=words, period=picture.when)


def _keys(numbers: pd.Series, texts: pd.Series) -> np.ndarray:
    """Each number is the key to its own text; alike numbers may be said differently, as 0–4 and 0–0,3."""
    pairs = pd.DataFrame({"number": numbers.to_numpy(dtype=float), "text": texts.to_numpy()})
    each = pairs.drop_duplicates()
    nth = pairs.merge(each.assign(nth=each.groupby("number", dropna=False).cumcount()), how="left")["nth"]
    return pairs["number"].to_numpy() + nth.to_numpy() * 1e-9


def _texts(keys: np.ndarray, texts: pd.Series, unit: str):
    # The head of the column has the unit.
    return dict(zip(keys, (text.removesuffix(f" {unit}") for text in texts.fillna("")), strict=True)).get


def _kind(row) -> str:
    """Whether there is a number, on how small a base, and if not, why; a zero is one only where it is known to be."""
    if row.is_small_base:
        return say("table.small_base")
    if row.state == "reported" and row.value == 0:
        return say("empty.rounded_zero" if row.is_rounded else "empty.zero")
    return say(f"empty.{row.state}")
