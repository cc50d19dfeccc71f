"""What changed since a meeting, in words: five lines that are each a link to their evidence.

Frames are of `timpora.measure.since`.
"""

from datetime import date

import pandas as pd

from timpora.draw.markup import Markup, href, join, report_href, tag
from timpora.draw.reports import source_name
from timpora.measure import since as changes
from timpora.text import day, month, number, say


def head(place: str, on: date, snapshot: str, instead: str, then: date, now: date) -> Markup:
    """Since when, and which months stand against one another; instead: why no meeting's snapshot does, or ""."""
    words = {"day": day(on), "place": place, "snapshot": snapshot, "then": month(then), "now": month(now)}
    title = say("since.title.before", **words) if instead else say("since.title", **words)
    if instead:
        note = say(f"since.instead.{instead}", **words)
    elif then == now:
        note = say("since.one_month", **words)
    else:
        note = say("since.two_months", **words)
    return join([tag("h2", title), tag("p", note, class_="muted")])


def lines(items: list[tuple[str, str, str]]) -> Markup:
    """Each one a link: (address, how many, of what)."""
    rows = [tag("li", tag("a", tag("b", count), " ", tag("span", words), href=to)) for to, count, words in items]
    return tag("ul", *rows, class_="since")


def classes_line(moved: pd.DataFrame, now: date) -> tuple[str, str, str]:
    """ "3 kecamatan berpindah kelas risiko: 2 naik, 1 turun, 1 belum pasti; 4 kini dapat dinilai"."""
    counts = moved["kind"].value_counts()
    is_move = moved["kind"].isin([changes.UP, changes.DOWN])
    parts = _parts(counts, changes.UP, changes.DOWN)
    if unsure := int((is_move & ~moved["is_sure"]).sum()):
        parts.append(say("since.classes.unsure", n=number(unsure)))
    said = [say("since.classes", what=", ".join(parts)) if parts else say("since.classes.none")]
    said += _parts(counts, changes.KNOWN, changes.UNKNOWN)
    return href("risiko", periode=f"{now:%Y-%m}"), number(int(is_move.sum())), "; ".join(said)


def _parts(counts: pd.Series, *kinds: str) -> list[str]:
    return [say(f"since.classes.{kind}", n=number(int(counts[kind]))) for kind in kinds if kind in counts]


def alarms_line(moved: pd.DataFrame, now: date) -> tuple[str, str, str]:
    counts = {kind: int((moved["kind"] == kind).sum()) for kind in (changes.OPENED, changes.JUDGED, changes.ENDED)}
    words = {kind: number(count) for kind, count in counts.items()}
    said = say("since.alarms", **words) if len(moved) else say("since.alarms.none")
    return href("peringatan", periode=f"{now:%Y-%m}"), number(len(moved)), said


def sources_line(moved: pd.DataFrame, today: date) -> tuple[str, str, str]:
    """Leads to the first report that moved, by its month; the page has the others beside it."""
    less = moved[moved["kind"].isin([changes.STOPPED, changes.FEWER])]
    more = moved[moved["kind"].isin([changes.STARTED, changes.MORE])]
    if moved.empty:
        said = say("since.sources.none")
    else:
        parts = [
            say(f"since.sources.{name}", n=number(len(own)), names=", ".join(map(source_name, own.itertuples())))
            for name, own in (("less", less), ("more", more))
            if len(own)
        ]
        said = say("since.sources", what="; ".join(parts))
    first = next(moved.itertuples(), None)
    to = report_href(first.source, first.period, today) if first else href("mutu-data", bagian="masuk")
    return to, number(len(moved)), said


def corrections_line(cells: pd.DataFrame) -> tuple[str, str, str]:
    count = corrected(cells)["cells_corrected"].sum()
    words = {"n": number(count), "files": number(cells["load_id"].nunique())}
    said = say("since.corrections", **words) if count else say("since.corrections.none")
    return href("mutu-data", bagian="koreksi"), number(count), said


def followups_line(moved: pd.DataFrame, overdue: int, kept: int) -> tuple[str, str, str]:
    """overdue: of all items, however long ago they fell due; kept: of these, those that only the page has."""
    done = int((moved["kind"] == changes.DONE).sum())
    words = {"done": number(done), "late": number(len(moved) - done), "all": number(overdue)}
    told = "since.followups_kept" if kept else "since.followups"
    return href("tindak-lanjut"), number(len(moved)), say(told, **words, kept=number(kept))


def corrected(cells: pd.DataFrame) -> pd.DataFrame:
    """A row for each correcting file and month."""
    return cells.drop_duplicates(["load_id", "period"])
