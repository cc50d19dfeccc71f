"""What an answer says in words of data files, in the language of who asks: codes, names of areas and numbers stay."""

from collections.abc import Mapping

import pandas as pd

from timpora.measure import quality
from timpora.measure.quality import Judgement
from timpora.text import LOCALE, data, language


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, its names, units and reasons translated where data/reference/en.po has them."""
    if language() == LOCALE:
        return frame
    known = data.words(language())
    said = {name: _said(frame[name], known) for name in frame.columns if not _is_code(frame[name])}
    return frame.assign(**{name: column for name, column in said.items() if column is not None})


def judgement() -> Judgement:
    """As timpora.measure.quality says it; what is published keeps the words of the file."""
    return data.translated(quality.judgement())


def _is_code(column: pd.Series) -> bool:
    return str(column.name).endswith("_code") or not (
        column.dtype == object or isinstance(column.dtype, pd.StringDtype)
    )


def _said(column: pd.Series, known: Mapping[str, str]) -> pd.Series | None:
    """None where nothing in it is translated: the column stays the very one it was."""
    if not any(_is_known(value, known) for value in column):
        return None
    return column.map(lambda value: _in_words(value, known))


def _is_known(value: object, known: Mapping[str, str]) -> bool:
    return value in known if isinstance(value, str) else _is_list(value) and any(each in known for each in value)


def _in_words(value: object, known: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return known.get(value, value)
    return [known.get(each, each) for each in value] if _is_list(value) else value


def _is_list(value: object) -> bool:
    return hasattr(value, "__len__") and all(isinstance(each, str) for each in value)
