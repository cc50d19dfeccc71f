"""What a scene was chosen by, read without a widget: month, area, method. What is not known any more is as at first."""

from datetime import date

import pandas as pd

from timpora.store.stories import Scene
from timpora.web.access import Viewer
from timpora.web.answers import ask


def period(who: Viewer, scene: Scene) -> date:
    """The month (`periode`), at first the newest."""
    months = {f"{each:%Y-%m}": each.date() for each in ask(who, "periods")["period"]}
    return months[scene.one("periode", list(months), next(iter(months)))]


def area(who: Viewer, scene: Scene) -> pd.Series:
    """The area (`wilayah`), at first the office: a row of answers/groups.sql."""
    groups = ask(who, "groups").set_index("group_code", drop=False)
    return groups.loc[scene.one("wilayah", list(groups.index), groups.index[0])]


def method(who: Viewer, scene: Scene) -> pd.Series:
    """The method of the index (`metode`), at first the one in force: a row of answers/methods.sql."""
    known = ask(who, "methods").set_index("method", drop=False)
    return known.loc[scene.one("metode", list(known.index), known.index[0])]
