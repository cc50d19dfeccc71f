"""The coarser cut: what is hidden so that no small count leaks, and no more than that."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import numpy as np
import pandas as pd

from timpora.disclosure.audit import FEWEST, audited, leaks
from timpora.disclosure.lattice import AuditError, inside, lattice, published, shown_as
from timpora.disclosure.relations import CATEGORIES, CELL, PART, Relation
from timpora.disclosure.rounding import BASE, HIDDEN

SPLIT, KECAMATAN, KABUPATEN, OFFICE = "split", "kecamatan", "kabupaten", "office"
Progress = Callable[[str], None]


@dataclass(frozen=True, order=True)
class Cut:
    """Cells of one version that are hidden: of these measures, in this kabupaten ("" for the office's own total).

    level SPLIT: a measure's parts, or its categories, by kecamatan and kabupaten; KECAMATAN: a measure and all that is
    counted within it, by kecamatan; KABUPATEN: the same by kabupaten too; OFFICE: its total as well.
    measure: the one that is split, or counted by less; measures: all whose cells go.
    """

    version: Hashable
    kabupaten_code: str
    level: str
    measure: str
    measures: tuple[str, ...]

    def hides(self, cells: pd.DataFrame, members: pd.DataFrame) -> np.ndarray:
        """Which of these cells it hides, shape (n,)."""
        kinds = {SPLIT: ["kecamatan", "kabupaten"], KECAMATAN: ["kecamatan"], KABUPATEN: ["kecamatan", "kabupaten"]}
        within = inside(members)
        parts = {self.kabupaten_code, *within.loc[within["group_code"] == self.kabupaten_code, "part_code"]}
        is_there = (
            (cells["group_kind"] == "office")
            if self.level == OFFICE
            else cells["group_code"].isin(parts) & cells["group_kind"].isin(kinds[self.level])
        )
        return ((cells["version"] == self.version) & cells["measure"].isin(self.measures) & is_there).to_numpy()


@dataclass(frozen=True)
class Verdict:
    """What became of one unit: the audit's rows after the cuts, and the cuts. Possible values are at least these."""

    result: pd.DataFrame
    cuts: tuple[Cut, ...]
    leaking: tuple[tuple[str, ...], ...] = ()  # what leaked before the cuts: the names in CELL of each


def hidden(cells: pd.DataFrame, members: pd.DataFrame, cuts: Iterable[Cut]) -> pd.DataFrame:
    """The cells with these cuts made."""
    gone = np.zeros(len(cells), dtype=bool)
    for version, own in groupby(sorted(cuts), key=lambda cut: cut.version):
        rows = np.flatnonzero(cells["version"] == version)  # of years of a country, a month is asked
        here = cells.iloc[rows]
        gone[rows] = np.logical_or.reduce([cut.hides(here, members) for cut in own])
    return _without(cells, [gone])


def _without(cells: pd.DataFrame, masks: Sequence[np.ndarray]) -> pd.DataFrame:
    """The cells with those hidden that any of the masks says."""
    gone = np.logical_or.reduce([np.zeros(len(cells), dtype=bool), *masks])
    return cells.assign(state=cells["state"].mask(gone, HIDDEN), shown=cells["shown"].mask(gone))


def settle(
    cells: pd.DataFrame,
    members: pd.DataFrame,
    relations: Sequence[Relation] = (),
    fewest: int = FEWEST,
    base: int = BASE,
    progress: Progress = lambda line: None,
    seen: Collection[Hashable] = (),
) -> Verdict:
    """Audit one unit (the versions that are audited together) and cut until nothing leaks.

    seen: versions that were published before: what people have read cannot be hidden any more. Hiding only ever
    loosens, so what did not leak is not asked again. At the end every cut that the others make unnecessary is taken
    back. Raises AuditError when nothing is left to hide.
    """
    cells = cells.reset_index(drop=True)
    system = lattice(cells, members, relations, base)
    result = audited(cells, system)
    leaking = leaks(result, fewest)
    if leaking.empty:
        return Verdict(result, ())
    named = tuple(leaking[CELL].itertuples(index=False, name=None))
    asked = pd.MultiIndex.from_frame(cells[CELL]).isin(pd.MultiIndex.from_frame(leaking[CELL]))

    hides = cache(lambda cut: cut.hides(cells, members))

    def with_cuts(cuts: Iterable[Cut]) -> pd.DataFrame:
        return _without(cells, list(map(hides, cuts)))

    def after(cuts: Iterable[Cut]) -> pd.DataFrame:
        now = with_cuts(cuts)
        return audited(now, shown_as(system, now, base), asked)

    def suffice(cuts: Sequence[Cut]) -> bool:
        # Without any it leaks, or none would have been looked for.
        alone = cuts and not _leaks_alone(with_cuts(cuts)[asked], fewest, base)
        return bool(alone) and leaks(after(cuts), fewest).empty

    cuts: list[Cut] = []
    while not leaking.empty:
        progress(f"{len(leaking)} small counts leak; {len(cuts)} cuts so far")
        now = with_cuts(cuts)
        found = {next_cut(leak, now, members, relations, seen): None for leak in leaking.to_dict("records")}
        cuts += found
        leaking = leaks(after(cuts), fewest)
    coarsest_first = sorted(cuts, key=lambda one: (SPLIT, KECAMATAN, KABUPATEN, OFFICE).index(one.level), reverse=True)
    cuts = needed(coarsest_first, suffice)
    settled = after(cuts)
    unasked = ~pd.MultiIndex.from_frame(result[CELL]).isin(pd.MultiIndex.from_frame(settled[CELL]))
    return Verdict(pd.concat([result[unasked], settled], ignore_index=True), tuple(sorted(cuts)), named)


def needed(cuts: Sequence[Cut], suffice: Callable[[list[Cut]], bool]) -> list[Cut]:
    """Those that are needed when each in turn is left out where the others suffice.

    Where one could go two are tried next, then four: what the others suffice without goes together as well as in turn.
    """
    kept, rest, step = [], list(cuts), 1
    among = len(rest) + 1  # of so many of the rest one is known to be needed; more than there are: of none
    while rest:
        if among == 1:
            kept, rest = [*kept, rest[0]], rest[1:]
            step, among = 1, len(rest) + 1
            continue
        step = min(step, among - 1)
        if suffice(kept + rest[step:]):
            rest, among, step = rest[step:], among - step, 2 * step
        else:
            among, step = step, max(step // 2, 1)
    return kept


def _leaks_alone(cells: pd.DataFrame, fewest: int, base: int) -> bool:
    """Whether what is published of one of these by itself leaves it too few values: then no audit need be asked."""
    low, high = published(cells, base)
    return bool((high - low + 1 < fewest).any())


def next_cut(
    leak: dict,
    cells: pd.DataFrame,
    members: pd.DataFrame,
    relations: Sequence[Relation],
    seen: Collection[Hashable] = (),
) -> Cut:
    """The smallest cut for this leak that hides anything which is still shown; other versions after its own.

    Never of a version that was seen before. Raises AuditError when there is none.
    """
    versions = sorted(cells["version"].unique(), key=lambda version: version != leak["version"])
    for version in [version for version in versions if version not in seen]:
        for cut in _candidates(leak, cells, members, relations):
            here = replace(cut, version=version)
            if (cells.loc[here.hides(cells, members), "state"] != HIDDEN).any():
                return here
    raise AuditError(f"{leak['measure']} of {leak['group_code']} in {leak['version']} leaks with all around it hidden")


def _candidates(leak: dict, cells: pd.DataFrame, members: pd.DataFrame, relations: Sequence[Relation]) -> list[Cut]:
    """Cuts in the order of what they cost whoever reads the map."""
    version, measure = leak["version"], leak["measure"]
    splits, root = [], measure
    while above := [one for one in relations if one.child == root]:
        relation = above[0]
        splits.append((relation.parent, _split(relation, relations)))
        root = relation.parent
    family = tuple(sorted({root, *_below([root], relations)}))
    around = _kabupaten(leak, cells, members)
    cuts = [Cut(version, code, SPLIT, parent, parts) for parent, parts in splits for code in around]
    cuts += [Cut(version, code, KECAMATAN, root, family) for code in around]
    cuts += [Cut(version, code, KABUPATEN, root, family) for code in around]
    return [*cuts, Cut(version, "", OFFICE, root, family)]


def _split(relation: Relation, relations: Sequence[Relation]) -> tuple[str, ...]:
    """The measure itself with its sisters, where they make the parent up together, and all that is within them."""
    is_part = relation.kind == PART
    children = [one.child for one in relations if is_part and one.kind == PART and one.parent == relation.parent]
    children = children or [relation.child]
    return tuple(sorted({*children, *_below(children, relations)}))


def _below(measures: Iterable[str], relations: Sequence[Relation]) -> set[str]:
    """All that is counted within these; categories, which another agency counts, are not."""
    below = {one.child for one in relations if one.parent in measures and one.kind != CATEGORIES}
    return below | _below(below, relations) if below else below


def _kabupaten(leak: dict, cells: pd.DataFrame, members: pd.DataFrame) -> list[str]:
    """The kabupaten of the leak; for the office's total all that are not empty, the fullest first."""
    if leak["group_kind"] == "kabupaten":
        return [leak["group_code"]]
    all_kabupaten = cells.loc[cells["group_kind"] == "kabupaten", "group_code"].unique()
    if leak["group_kind"] == "kecamatan":
        around = members[members["area_code"] == leak["group_code"]]["group_code"]
        return [code for code in around if code in all_kabupaten]
    own = (cells["measure"] == leak["measure"]) & (cells["version"] == leak["version"])
    sizes = cells[own & (cells["group_kind"] == "kabupaten")].groupby("group_code")["value"].sum()
    return list(sizes[sizes > 0].sort_values(ascending=False).index)
