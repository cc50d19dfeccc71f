"""Many units, each audited once: what was judged before and did not change is not judged again."""

from collections.abc import Collection, Hashable, MutableMapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context

import pandas as pd

from timpora.disclosure.audit import FEWEST, KNOWN, digest
from timpora.disclosure.cuts import Cut, Progress, Verdict, settle
from timpora.disclosure.relations import CELL, Relation

Unit = tuple[Hashable, ...]


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
    progress: Progress = lambda line: None,
    seen: Collection[Hashable] = (),
) -> list[Verdict]:
    """One verdict for each unit, the versions whose cells are audited together.

    remembered: digest → verdict, looked up first and added to; processes: how many units at once, each in a process of
    its own where more than one; seen: versions that were published before, which cannot be cut. Raises AuditError as
    `settle` does.
    """
    remembered = {} if remembered is None else remembered
    by_version = dict(tuple(cells.groupby("version", sort=False)))
    frames = [pd.concat([by_version[version] for version in unit], ignore_index=True) for unit in units]
    before = [frozenset(seen).intersection(unit) for unit in units]
    digests = [digest(frame, members, relations, fewest, own) for frame, own in zip(frames, before, strict=True)]
    new = {made: unit for made, *unit in zip(digests, frames, before, strict=True) if made not in remembered}
    asked = [(frame, members, tuple(relations), fewest, own) for frame, own in new.values()]

    def note(number: int, made: str, verdict: Verdict) -> None:
        remembered[made] = verdict
        progress(f"{number} of {len(new)} units audited")

    if processes > 1 and len(new) > processes:
        # Forking a process that has threads (a database's) may hang it: the children start afresh.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            for number, (made, verdict) in enumerate(zip(new, pool.map(_settled, asked), strict=True), start=1):
                note(number, made, verdict)
    else:
        for number, (made, unit) in enumerate(zip(new, asked, strict=True), start=1):
            note(number, made, _settled(unit))
    return [remembered[made] for made in digests]


def all_cuts(verdicts: Sequence[Verdict]) -> list[Cut]:
    """Every cut once."""
    return sorted({cut for verdict in verdicts for cut in verdict.cuts})


def all_figures(verdicts: Sequence[Verdict]) -> dict[int, int]:
    """How many small counts have 1, 2, 3 … possible values; one in several units counts once, with the fewest."""
    results = pd.concat([verdict.result for verdict in verdicts], ignore_index=True)
    fewest = results.groupby(CELL)["possible"].min()
    counted = fewest.value_counts()
    return {values: int(counted.get(values, 0)) for values in range(1, KNOWN + 1)}


def _settled(unit: tuple) -> Verdict:
    cells, members, relations, fewest, seen = unit
    return settle(cells, members, relations, fewest, seen=seen)
