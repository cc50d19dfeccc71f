"""Groups of kecamatan that a reader makes: "Pesisir:73.72.01 73.72.02", their sum over published numbers."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

MOST = 3
LONGEST_NAME = 30
CODE = "kelompok-"  # a group's code begins so, which no area's does


@dataclass(frozen=True)
class OwnGroup:
    name: str
    areas: tuple[str, ...]  # codes of kecamatan, in the order of the office

    def __str__(self) -> str:
        return f"{self.name}:{' '.join(self.areas)}"


def read(text: str) -> list[OwnGroup]:
    """Groups as the URL has them, one after another with ";" between; what is no name with codes is left out.

    A name keeps letters, digits, spaces and a little more: it is shown where markup would be read.
    """
    groups = []
    for part in text.split(";"):
        name, _, codes = part.rpartition(":")
        clean = re.sub(r"[^\w .,()/+-]", "", name).strip()[:LONGEST_NAME].strip()
        areas = tuple(sorted(set(codes.split())))
        if clean and areas and clean not in {group.name for group in groups}:
            groups.append(OwnGroup(clean, areas))
    return groups[:MOST]


def written(groups: Iterable[OwnGroup]) -> str:
    """As `read` reads them."""
    return ";".join(str(group) for group in groups)


def within(groups: Iterable[OwnGroup], known: Collection[str]) -> tuple[list[OwnGroup], list[str]]:
    """The groups with only the kecamatan that are known, and the codes that are not; a group without any is gone."""
    groups = list(groups)
    strangers = list(dict.fromkeys(code for group in groups for code in group.areas if code not in known))
    kept = [OwnGroup(group.name, tuple(code for code in group.areas if code in known)) for group in groups]
    return [group for group in kept if group.areas], strangers


def summed(values: pd.DataFrame, groups: Iterable[OwnGroup]) -> pd.DataFrame:
    """A row per group and month: the sum over its kecamatan that reported, cells: how many published numbers that is.

    values: rows of kecamatan as answers/trend.sql has them (or trend_on_base.sql: base_value is summed too). A month
    that no member reported is a gap; one that is withheld of any member is withheld.
    """
    pieces = [_sum(values[values["group_code"].isin(group.areas)], group, n) for n, group in enumerate(groups)]
    return pd.concat(pieces, ignore_index=True) if pieces else values.head(0)


def _sum(members: pd.DataFrame, group: OwnGroup, place: int) -> pd.DataFrame:
    is_known = members["state"] != "not_reported"
    known = members.assign(
        is_withheld=members["state"] == "suppressed",
        areas_reporting=members["areas_reporting"].where(is_known, 0),
        cells=members["cells"].where(is_known, 0),
    )
    how = {
        "value": ("value", "sum"),
        "is_withheld": ("is_withheld", "any"),
        "is_rounded": ("is_rounded", "any"),
        "cells": ("cells", "sum"),
        "areas_reporting": ("areas_reporting", "sum"),
    }
    if "base_value" in members:
        how |= {"base_value": ("base_value", "sum"), "base_period": ("base_period", "min")}
    months = known.groupby("period", as_index=False).agg(**how)
    state = months["is_withheld"].map({True: "suppressed", False: "reported"})
    state = state.mask(months["areas_reporting"] == 0, "not_reported")
    return months.drop(columns="is_withheld").assign(
        group_code=f"{CODE}{place + 1}",
        group_name=group.name,
        value=months["value"].where(state == "reported"),
        state=state,
        cells=months["cells"].clip(lower=1),
        areas_expected=len(group.areas),
    )
