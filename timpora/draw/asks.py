"""What is asked of each agency, by fixed rules: reports that are late, follow-up that is overdue, numbers that part

from another agency's, and what helps where the index asks for attention. The meeting decides; no person is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from timpora.draw import reports, risk
from timpora.draw.disagreement import Compared
from timpora.text import number, period_of, say, short_date

PLACES = 3  # named in one sentence


@dataclass(frozen=True)
class Ask:
    agency: str
    what: str
    since: date | None = None  # the day on which it was due; None for what is asked until the next meeting


def of_reports(cells: pd.DataFrame) -> list[Ask]:
    """The newest report of each source that is past its due day. cells: answers/report_matrix.sql."""
    waited = reports.awaited(cells)
    older = waited.groupby("source").size() - 1
    asked = []
    for row in waited.drop_duplicates("source").itertuples():
        words = {"source": row.source_name, "period": period_of(row.period, row.rhythm)}
        part = {"n": number(row.places_reported), "all": number(row.places_expected)}
        said = say("ask.part", **words, **part) if row.places_reported else say("ask.report", **words)
        if older[row.source]:
            said = say("ask.and_older", said=said, n=number(older[row.source]))
        asked.append(Ask(row.agency_name, said, row.due_on.date()))
    return asked


def of_followups(items: pd.DataFrame) -> list[Ask]:
    """How many agreed items are overdue. items: state, agency_name, due."""
    late = items[items["state"] == "overdue"]
    return [
        Ask(agency, say("ask.followups", n=number(len(own))), own["due"].min().date())
        for agency, own in late.groupby("agency_name")
    ]


def of_differences(found: Iterable[Compared]) -> list[Ask]:
    """Which report of an agency to check first, and in how many places it parts from another's."""
    rows = [
        (side.agency_name, side.source_name, period_of(period, side.rhythm), each.name)
        for each in found
        for row in each.apart.itertuples()
        for side, period in each.files(row)
    ]
    counts = pd.DataFrame(rows, columns=["agency", "source", "period", "pair"]).value_counts().reset_index()
    first = counts.sort_values(["count", "source"], ascending=[False, True]).drop_duplicates("agency")
    return [
        Ask(row.agency, say("ask.check", source=row.source, period=row.period, pair=row.pair, n=number(row.count)))
        for row in first.itertuples(name="Row", index=False)
    ]


def of_attention(places: pd.DataFrame, parts: pd.DataFrame) -> list[Ask]:
    """What helps most in the kecamatan to look at, once an indicator, of the agency that is named first for it.

    places: rows of risk.attention; parts: answers/risk_parts.sql.
    """
    names = dict(zip(places["area_code"], places["area_name"], strict=True))
    leading = [risk.mendable(parts[parts["area_code"] == code]).head(1) for code in names]
    if not leading:
        return []
    found = pd.concat(leading)
    asked = []
    for _, own in found.groupby("part", sort=False):
        row = own.iloc[0]
        shown = [names[code] for code in own["area_code"]][:PLACES]
        more = [say("ask.more_places", n=number(len(own) - PLACES))] if len(own) > PLACES else []
        act = row.helps[0].lower() + row.helps[1:].removesuffix(".")
        asked.append(Ask(row.agency.split("; ")[0], say("ask.helps", act=act, places=", ".join([*shown, *more]))))
    return asked


def by_agency(asks: Sequence[Ask]) -> list[tuple[str, tuple[str, ...], date | None]]:
    """A line an agency: all that is asked of it, and since when the oldest of it was due. Most asked first.

    "Imigrasi" and "Imigrasi (APOA)" are one agency, by its shorter name; "Kesbangpol / kecamatan" is Kesbangpol's.
    """
    lines: dict[str, list[Ask]] = {}
    for ask in asks:
        lines.setdefault(_short(ask.agency), []).append(ask)
    found = [
        (agency, tuple(dict.fromkeys(ask.what for ask in own)), min((a.since for a in own if a.since), default=None))
        for agency, own in lines.items()
    ]
    return sorted(found, key=lambda line: (-len(line[1]), line[0]))


def _short(agency: str) -> str:
    return agency.split(" (")[0].split(" / ")[0]


def until(since: date | None) -> str:
    return say("ask.next_meeting") if since is None else say("ask.since", day=short_date(since))
