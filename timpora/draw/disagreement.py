"""Where numbers that should be near each other are apart: every comparison at once, since when, which file to ask for.

Nobody is wrong until a file has been looked at, and no place is ranked: the lines of a comparison stand in the order
of how far apart and how long, as far as a reader has to begin somewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from timpora.draw import agreement, figures
from timpora.draw.markup import Markup, comparison_href, href, join, origin_href, pair_href, report_href, table, tag
from timpora.draw.reports import source_name
from timpora.text import month, number, period_of, say, short_month

SHOWN = 4  # lines of a comparison that are always seen; of some four comparisons no more than a screenful
LISTED = 300  # lines behind the click, at most: an office has fewer kecamatan, a nation has too many to read
KINDS = ("kabupaten", "kecamatan")


@dataclass(frozen=True)
class Compared:
    """One comparison of quality.toml as of a month."""

    id: str
    name: str
    first: pd.Series  # the measure's row of answers/measures.sql
    second: pd.Series
    rows: pd.DataFrame  # answers/disagreement.sql

    @property
    def apart(self) -> pd.DataFrame:
        """The rows that differ: kabupaten, then kecamatan, each by share of the larger number times months."""
        found = self.rows[self.rows["state"] == "differs"]
        both = found[["first_value", "second_value"]]
        weight = 1 - both.min(axis=1) / both.max(axis=1)
        keyed = found.assign(kind=found["group_kind"].map(KINDS.index), weight=weight * found["months_differing"])
        return keyed.sort_values(["kind", "weight"], ascending=[True, False], kind="stable")

    def files(self, row) -> list[tuple[pd.Series, date]]:
        """What to ask for because of one row: source and period, once where both numbers are in one file."""
        asked = [("first", self.first, row.first_asked), ("second", self.second, row.second_asked)]
        wanted = {(side.source, period): side for name, side, period in asked if row.asked in (name, "both")}
        return [(side, period) for (_, period), side in wanted.items()]


def answer(found: Sequence[Compared], period: date) -> str:
    """ "Oktober 2024: 2 dari 4 perbandingan berbeda melebihi batas, terbanyak ITAS dan SKTT (…). Minta dahulu: …"."""
    words = {"period": month(period), "all": number(len(found))}
    states = pd.concat([each.rows["state"] for each in found])
    if states.isin(["not_reported", "suppressed"]).all():
        withheld = (states == "suppressed").any()
        return say("disagreement.answer_withheld" if withheld else "disagreement.answer_unknown", **words)
    apart = [each for each in most_first(found) if len(each.apart)]
    if not apart:
        said = [say("disagreement.answer_none", **words)]
    else:
        most = apart[0]
        words |= {"n": number(len(apart)), "name": most.name, "places": _places(most.apart)}
        said = [say("disagreement.answer", since=month(most.apart["since"].min()), **words), _asked_most(apart)]
    unknown = [each.name for each in found if not each.rows["state"].isin(["agrees", "differs"]).any()]
    if unknown:
        said.append(say("disagreement.answer_not_judged", names=", ".join(unknown)))
    return " ".join(said)


def _asked_most(apart: Sequence[Compared]) -> str:
    """The file that most of the differences ask for; of several the one of the comparison that comes first."""
    files = pd.Series([file for each in apart for row in each.apart.itertuples() for file in asked(each, row)])
    often = files.groupby(files, sort=False).size()
    differences = sum(len(each.apart) for each in apart)
    return say("disagreement.ask", file=often.idxmax(), n=number(often.max()), all=number(differences))


def asked(each: Compared, row) -> list[str]:
    """The files to ask for because of one row: "Disdukcapil, Adminduk, Triwulan III 2024"."""
    return [
        say("reports.of", source=source_name(side), period=period_of(period, side.rhythm))
        for side, period in each.files(row)
    ]


def only(found: Compared, is_seen: pd.Series) -> Compared:
    """The same comparison, of some of its places."""
    return replace(found, rows=found.rows[is_seen])


def by_pair(found: Sequence[Compared], period: date, today: date, *, with_course: bool = True) -> Markup:
    """A part for each comparison, the most differences first: what is apart, since when, what to ask for first.

    with_course: a link to the course over months stands beside each name.
    """
    parts = [_part(each, period, today, with_course=with_course) for each in most_first(found)]
    return tag("div", *parts, class_="disagreement")


def finding_link(period: date, pair: str | None = None) -> Markup:
    """From one comparison to the finding over all of them, as of the same month, and to its own course over months."""
    address = href("risiko", bagian="instansi", periode=f"{period:%Y-%m}")
    links = [tag("a", say("disagreement.link"), href=address)]
    if pair:
        links.append(tag("a", say("pair.link"), href=pair_href(pair)))
    return tag("p", join(links, " · "), class_="muted")


def withheld(found: Sequence[Compared]) -> str | None:
    """Which comparisons cannot be made by kecamatan, because the numbers there are withheld."""
    hidden = [
        each.name
        for each in found
        if ((each.rows["group_kind"] == "kecamatan") & (each.rows["state"] == "suppressed")).any()
    ]
    return say("disagreement.withheld", names=", ".join(hidden)) if hidden else None


def most_first(found: Sequence[Compared]) -> list[Compared]:
    """By kabupaten that differ, then by kecamatan, then as in quality.toml."""

    def count(each: Compared) -> tuple[int, ...]:
        return tuple(-int((each.apart["group_kind"] == kind).sum()) for kind in KINDS)

    return sorted(found, key=count)


def _part(each: Compared, period: date, today: date, *, with_course: bool) -> Markup:
    code, apart = f"{period:%Y-%m}", each.apart
    is_judged = each.rows["state"].isin(["agrees", "differs"])
    said = [say("disagreement.apart", places=_places(apart))] if len(apart) else []
    if is_judged.any() and apart.empty:
        said.append(say("disagreement.none_apart"))
    if len(blank := each.rows[~is_judged]):
        why = dict.fromkeys(_why(row) for row in blank.itertuples())
        said.append(say("disagreement.not_judged", places=_places(blank), why=", ".join(why)))
    title = tag("h4", tag("a", each.name, href=comparison_href(each.id, code)), aria_level=2)
    course = [" ", tag("a", say("pair.link"), href=pair_href(each.id))] if with_course else []
    lines = [[*_line(each, row, code, today)] for row in apart.head(LISTED).itertuples()]
    seen, rest = lines[:SHOWN], lines[SHOWN:]
    drawn = [_table(each, seen)] if seen else []
    if rest:
        more = tag("summary", say("disagreement.more", n=number(len(apart) - SHOWN)))
        over = [tag("p", say("disagreement.not_listed", n=number(len(apart) - LISTED)))] if len(apart) > LISTED else []
        drawn.append(tag("details", more, _table(each, rest), *over))
    return tag("section", title, tag("p", " ".join(said), *course, class_="muted"), *drawn)


def _places(rows: pd.DataFrame) -> str:
    """ "2 kabupaten/kota, 5 kecamatan", without the kind that there is none of."""
    counts = rows["group_kind"].value_counts()
    return ", ".join(say(f"disagreement.{kind}", n=number(counts[kind])) for kind in KINDS if kind in counts)


def _why(row) -> str:
    return say("figure.within_rounding" if agreement.is_noise(row) else f"agreement.state.{row.state}")


def _table(each: Compared, lines: list[list[Markup]]) -> Markup:
    sides = [
        tag("th", f"{side.measure_name} ", tag("span", side.agency_name, class_="muted"), scope="col", class_="n")
        for side in (each.first, each.second)
    ]
    distance = [
        tag("th", say(name), scope="col", class_="n") for name in ("agreement.difference", "disagreement.share")
    ]
    heads = [say("disagreement.place"), *sides, *distance, say("disagreement.since"), say("disagreement.ask_for")]
    return table(heads, lines, css="facts")


def _line(each: Compared, row, code: str, today: date) -> Iterable[Markup]:
    is_part = row.group_kind == "kecamatan"
    name = join([row.group_name, tag("span", row.kabupaten_name, class_="muted")], " ") if is_part else row.group_name
    yield tag("th", name, scope="row")
    one, two = agreement.numbers(row)
    for shown, own, other in ((one, each.first, each.second), (two, each.second, each.first)):
        address = origin_href(own.measure, row.group_code, code, other.measure)
        yield tag("td", tag("a", figures.text(shown), href=address), class_="n")
    yield tag("td", figures.difference(one, two), class_="n")
    yield tag("td", _share(one, two), class_="n")
    yield tag("td", f"{short_month(row.since)} ", tag("span", _how_long(row), class_="muted"))
    files = each.files(row)
    links = [
        tag(
            "a",
            say("reports.of", source=source_name(side), period=period_of(period, side.rhythm)),
            href=report_href(side.source, period, today),
        )
        for side, period in files
    ]
    is_one_file = each.first.source == each.second.source and len(files) == 1
    reason = say(f"disagreement.reason.{'one_file' if is_one_file else row.reason}")
    yield tag("td", join(links, "; "), " ", tag("span", reason, class_="muted"))


def _share(one: figures.Published, two: figures.Published) -> str:
    """How far apart, as a share of the larger: "45 %", "≈45 %"."""
    share = 100 * abs(one.value - two.value) / max(one.value, two.value)
    return say("agreement.per", n=figures.written(share, is_rounded=bool(one.is_rounded or two.is_rounded)))


def _how_long(row) -> str:
    said = [say("disagreement.months", n=number(row.months_differing))]
    if row.months_not_judged:
        said.append(say("disagreement.months_not_judged", n=number(row.months_not_judged)))
    if not row.has_agreed:
        said.append(say("disagreement.never_agreed"))
    return "; ".join(said)
