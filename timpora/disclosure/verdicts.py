"""Many units, each audited once: what was judged before and did not change is not judged again."""

from collections.abc import Callable, Collection, Hashable, Iterable, MutableMapping, Sequence
from itertools import pairwise, starmap

import numpy as np
import pandas as pd

from timpora.disclosure.audit import FEWEST, KNOWN, digest, print_of, prints
from timpora.disclosure.cuts import Cut, Verdict, settle
from timpora.disclosure.relations import CELL, Relation
from timpora.disclosure.workers import each

Unit = tuple[Hashable, ...]
FEW = 8  # units that are audited in less time than it takes to start a process


def successive(versions: Sequence[Hashable]) -> list[Unit]:
    """Every month with the next: whoever reads both knows what each of them alone tells, and the difference."""
    return list(pairwise(versions)) if len(versions) > 1 else [tuple(versions)] if versions else []


def judge(
    cells: pd.DataFrame,
    members: pd.DataFrame,
    relations: Sequence[Relation],
    units: Sequence[Unit],
    remembered: MutableMapping[str, Verdict] | None = None,
    fewest: int = FEWEST,
    processes: int = 1,
    progress: Callable[[int, int], None] = lambda done, of: None,
    seen: Collection[Hashable] = (),
) -> list[Verdict]:
    """One verdict for each unit, the versions whose cells are audited together.

    remembered: digest → verdict, looked up first and added to; processes: how many units at once, each in a process of
    its own where they are more than a FEW; progress: called with how many of the new units are done; seen: versions
    that were published before, which cannot be cut. Raises AuditError as `settle` does.
    """
    remembered = {} if remembered is None else remembered
    print_of_version, print_of_members = prints(cells), print_of(members)
    places = cells.groupby("version", sort=False).indices
    in_version = cells[["version", "measure"]].drop_duplicates().groupby("version", sort=False)["measure"].agg(set)

    def known(unit: Unit) -> tuple:
        """What hangs together there, how few values are enough, and what was seen before."""
        here = set().union(*in_version[list(unit)])
        return tuple(one for one in relations if one.parent in here), fewest, frozenset(seen).intersection(unit)

    def arguments(unit: Unit) -> tuple:
        """What `settle_unit` is given, made when it is asked: a country's months are too much to hold twice."""
        return cells.iloc[np.concatenate([places[version] for version in unit])], members, *known(unit)

    asked: dict[str, Unit] = {}
    digests = []
    for unit in units:
        digests.append(made := digest([print_of_version[version] for version in unit], print_of_members, *known(unit)))
        if made not in remembered:
            asked[made] = unit
    answers = _settled(map(arguments, asked.values()), processes if len(asked) > FEW else 1)
    for number, (made, verdict) in enumerate(zip(asked, answers, strict=True), start=1):
        remembered[made] = verdict
        progress(number, len(asked))
    return [remembered[made] for made in digests]


def all_cuts(verdicts: Sequence[Verdict]) -> list[Cut]:
    """Every cut once."""
    return sorted({cut for verdict in verdicts for cut in verdict.cuts})


def small_counts(verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """Every small count once: the columns of CELL, and possible, the fewest that any unit leaves it."""
    results = [verdict.result[[*CELL, "possible"]] for verdict in verdicts]
    results = pd.concat(results or [pd.DataFrame(columns=[*CELL, "possible"])], ignore_index=True)
    return results.groupby(CELL, as_index=False)["possible"].min()


def all_figures(verdicts: Sequence[Verdict]) -> dict[int, int]:
    """How many small counts have 1, 2, 3 … possible values; one in several units counts once, with the fewest."""
    counted = small_counts(verdicts)["possible"].value_counts()
    return {values: int(counted.get(values, 0)) for values in range(1, KNOWN + 1)}


def _settled(asked: Iterable[tuple], processes: int) -> Iterable[Verdict]:
    if processes > 1:
        return each(settle_unit, asked, processes)
    return starmap(settle_unit, asked)


def settle_unit(
    cells: pd.DataFrame,
    members: pd.DataFrame,
    relations: Sequence[Relation],
    fewest: int,
    seen: Collection[Hashable],
) -> Verdict:
    """`cuts.settle` as another process is asked for it."""
    return settle(cells, members, relations, fewest, seen=seen)
