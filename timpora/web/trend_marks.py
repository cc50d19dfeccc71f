"""What must be known of each number of a trend: whether it is provisional, was corrected, came late; its segment."""

from collections.abc import Mapping, Sequence

import pandas as pd

from timpora.draw import mark_words
from timpora.measure import breaks, quality
from timpora.store import note_book
from timpora.store.notes import NoteRefused
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

MARKS = ("is_provisional", "is_corrected", "is_late")


def marked(
    who: Viewer, values: pd.DataFrame, measure: str, *, members: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """answers/trend.sql of a measure, with is_provisional, is_corrected, is_late; `mark`, the words for them, and

    provisional_until; a month without a number has none of them. And `segment`, see `segmented`.
    members: group code → codes of its areas, for groups somebody put together: marked is what is marked of a member.
    """
    members = members or {}
    groups = dict.fromkeys(values["group_code"])
    areas = {code: tuple(members.get(code, (code,))) for code in groups}
    revised = quality.judgement().revised
    marks = ask(
        who,
        "trend_marks",
        measure=measure,
        areas=tuple(dict.fromkeys(area for of in areas.values() for area in of)),
        today=today(who),
        revised=tuple(revised),
        revision_days=tuple(revised.values()),
    )
    marks = marks.assign(mark=[mark_words.of(row) for row in marks.itertuples()])
    wanted = ["group_code", "period", "provisional_until", *MARKS, "mark"]
    together = [_together(marks[marks["group_code"].isin(areas[code])], code) for code in groups if code in members]
    marks = pd.concat([marks[wanted], *(one[wanted] for one in together)], ignore_index=True)
    found = values.merge(marks, on=["group_code", "period"], how="left", validate="many_to_one")
    is_there = found["state"] != "not_reported"
    for name in MARKS:
        found[name] = found[name].eq(True) & is_there  # a month that was never expected has no mark to merge
    found["mark"] = found["mark"].astype(object).where(is_there & found["mark"].notna(), "")
    return segmented(found, measure, members=members)


def _together(marks: pd.DataFrame, code: str) -> pd.DataFrame:
    """A row a month: what is marked of any of these areas, and the words for it, each once."""
    how = {"provisional_until": ("provisional_until", "max"), **{name: (name, "any") for name in MARKS}}
    months = marks.groupby("period", as_index=False).agg(**how, mark=("mark", _words))
    return months.assign(group_code=code)


def _words(marks: pd.Series) -> str:
    return "; ".join(dict.fromkeys(part for mark in marks for part in mark.split("; ") if part))


def segmented(
    values: pd.DataFrame, measure: str, *, members: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """The rows (group_code, period, …) with `segment`: 0, and one more from each break on; lines join within one only.

    members: as `breaks.segments` has it. Where the notes cannot be read, which the list of notes says, none is known.
    """
    rows = values[["group_code", "period"]].assign(measure=measure)
    return values.assign(segment=breaks.segments(rows, known_breaks(), members=members))


def known_breaks() -> pd.DataFrame:
    """The breaks in force (`timpora.measure.breaks`), as far as the notes can be read."""
    try:
        return note_book.breaks_of(note_book.in_force())
    except NoteRefused:
        return pd.DataFrame(columns=list(breaks.COLUMNS))
