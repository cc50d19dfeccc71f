"""The alarms of a snapshot's file, counted from what that file holds and written into it.

So the protected file's alarms are made of protected numbers, by the same code as the exact one's: what is withheld is
no number, and what was rounded is watched with the spread that rounding adds.
"""

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd

from timpora.measure import alarm_rules, breaks, watching
from timpora.store import added, note_book
from timpora.store.alarm_book import InForce
from timpora.text import number, say

RULES = 2  # counted up when alarms are computed otherwise: a snapshot is made from it too
MARTS = {
    "bounds": (
        "measure varchar, group_code varchar, period date, observed double, is_rounded boolean, is_stock boolean, "
        "expected double, upper double, method int"
    ),
    "alarms": (
        "measure varchar, group_code varchar, period date, kind varchar, observed double, cells int, expected double, "
        "upper double, p double, q double, method int, members int, members_high int, since date"
    ),
    "alarm_rule": "parameter varchar, value double, version varchar, is_kept boolean",
}


def add(con: duckdb.DuckDBPyConnection, alarms: InForce, progress: Callable[[str], None] = lambda line: None) -> None:
    """Fill marts.bounds, marts.alarms and marts.alarm_rule of a snapshot's file. con: of added.opened, with MARTS.

    bounds: every number that is watched, and what was expected; alarms: one row per alarm and month; a run of months
    is one alarm, which `since`, its first month, names; alarm_rule: the parameters they were found by.
    """
    numbers = con.execute("from figures.watched_series($measures)", {"measures": alarms.rules.measures}).df()
    numbers = numbers.assign(is_stock=numbers["measure"].isin(alarms.rules.stocks))
    members = con.execute("from marts.area_groups where group_kind <> 'kecamatan'").df()
    months = pd.DatetimeIndex(con.execute("from marts.periods order by period").df()["period"])

    def told(done: int, of: int) -> None:
        if done < of:  # an office is done at once
            progress(say("publish.watching", n=number(done), all=number(of)))

    rule, broken = alarm_rules.rule(alarms.parameters), note_book.breaks()

    def starts(series: pd.DataFrame) -> np.ndarray:
        return breaks.starts(broken, series["measure"], series["group_code"], months)

    found = watching.watched(numbers, members, months, rule, starts=starts, progress=told)
    by = pd.DataFrame(alarms.parameters.items(), columns=["parameter", "value"]).assign(
        version=alarms.rules.version, is_kept=alarms.kept is not None
    )
    added.fill(con, {"bounds": [found.bounds], "alarms": [found.alarms], "alarm_rule": [by]})
