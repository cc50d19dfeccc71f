"""The gate: which counts of people leave, and as what number. All that is protected is computed from these.

gate.audited holds them with their exact values, and goes into the exact snapshot: the next publication is held
against it. gate.published is what the queries of queries/protected read.
"""

from collections.abc import Iterable

import duckdb
import numpy as np
import pandas as pd

from timpora.disclosure.cuts import Cut, hidden
from timpora.disclosure.relations import Relation
from timpora.disclosure.rounding import HIDDEN, REPORTED, SUPPRESSED, WITHHELD_BELOW, cell_id, rounded
from timpora.store.queries import query

TYPES = {"value": "int64", "floor": "float64", "shown": "float64"}
KEY = ["measure", "category", "group_code"]  # of a cell in every month
TEXT = [*KEY, "group_kind"]


class Counts:
    """What the marts say of counts of people: measures: their description, by measure; relations; members (group_code,

    area_code); names: of every group by its code; families: measure → the one at the top of those it hangs together
    with, which are audited together.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self.measures = con.table("marts.measures_described").df().set_index("measure")
        groups = con.table("marts.area_groups").df()
        self.members = members_of(groups)
        self.names = groups.drop_duplicates("group_code").set_index("group_code")["group_name"].to_dict()
        parents = self.measures["parent_measure"].dropna().to_dict()
        kinds = self.measures["relation"]
        self.relations = [Relation(child, parent, kinds[child]) for child, parent in parents.items()]
        self.families = {measure: measure for measure in self.measures.index}
        for _ in parents:  # as many steps up as there can be
            self.families = {measure: parents.get(top, top) for measure, top in self.families.items()}


def members_of(groups: pd.DataFrame) -> pd.DataFrame:
    """group_code, area_code: the kecamatan of each kabupaten and of the office. groups: marts.area_groups."""
    return groups.loc[groups["group_kind"] != "kecamatan", ["group_code", "area_code"]]


def cells(con: duckdb.DuckDBPyConnection, counts: Counts, secret: bytes, cuts: Iterable[Cut]) -> pd.DataFrame:
    """Every count of people with what is published of it: the columns of queries/gate/cells.sql, version, shown, state.

    A version is one month of one family of measures.
    """
    found = _found(con)
    is_withheld = found["is_finest"] & (found["value"] < WITHHELD_BELOW)
    shown = rounded(found["value"].to_numpy(), _names(found), secret).astype(float)
    found["shown"] = np.where(is_withheld, np.nan, shown)
    found["state"] = pd.Categorical(np.where(is_withheld, SUPPRESSED, REPORTED), [REPORTED, SUPPRESSED, HIDDEN])
    return hidden(versioned(found, counts), counts.members, cuts)


def _found(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The answer of queries/gate/cells.sql, its text as categories: the same few words in millions of rows, where a

    country has years of months.
    """
    con.execute(f"create temp table cells as {query('gate.cells').sql}")
    if not con.execute("select true from cells limit 1").fetchone():
        con.execute("drop table cells")
        return con.execute(query("gate.cells").sql).df()  # there are no categories of nothing
    for name in TEXT:
        con.execute(f"create type cell_{name} as enum (select distinct {name} from cells order by all)")  # noqa: S608
    worded = ", ".join(f"{name}::cell_{name} as {name}" for name in TEXT)
    con.execute(f"from cells select * replace ({worded}) order by measure, category, group_code, period")
    found = con.df()
    con.execute("drop table cells")
    return found


def _names(found: pd.DataFrame) -> list[str]:
    """The `cell_id` of each row, the same one object for all the months of a cell."""
    of = found.groupby(KEY, observed=True, sort=False)
    first = found.loc[~found.duplicated(KEY), KEY]
    names = list(map(cell_id, *(first[name].tolist() for name in KEY)))
    return [names[place] for place in of.ngroup().tolist()]


def versioned(found: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """With the version of each cell, where its measure is one that is still known."""
    known = found[found["measure"].isin(counts.families)].astype(TYPES)
    family = known["measure"].map(counts.families)
    version = known["period"].dt.strftime("%Y-%m-%d") + " " + family.astype(str)
    return known.assign(version=version.astype("category") if len(version) else version)


def fill(con: duckdb.DuckDBPyConnection, audited: pd.DataFrame) -> None:
    """Create gate.audited and gate.published. Nobody may tell a count that was cut from one that is withheld."""
    con.register("audited", audited)
    con.execute("create schema gate")
    con.execute(
        "create table gate.audited as select measure::varchar as measure, category::varchar as category, "
        "group_code::varchar as group_code, group_kind::varchar as group_kind, period::date as period, value, "
        "is_finest, floor, shown, state::varchar as state from audited"
    )
    con.unregister("audited")
    con.execute(
        "create table gate.published as select measure, category, group_code, period, shown, "
        "if(state = $reported, state, $suppressed) as state from gate.audited",
        {"reported": REPORTED, "suppressed": SUPPRESSED},
    )
