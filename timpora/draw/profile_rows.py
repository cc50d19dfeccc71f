"""Every indicator of one kecamatan: value, place among the others, against its kabupaten's middle, years, age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from timpora.draw import figures, markup, risk, small_pictures
from timpora.draw.markup import Markup, tag
from timpora.draw.palettes import palette
from timpora.measure import middle
from timpora.measure.index import goalposts
from timpora.measure.method import Method
from timpora.text import month, number, say, short_month

_EXPOSURE, _ATTENTION = palette("exposure", 3)[-1], palette("attention", 3)[-1]
_SHRUNK = "†"
_COLUMNS = ("indicator", "value", "place", "median", "years", "as_of", "agency")


@dataclass(frozen=True)
class Profile:
    """One kecamatan as of a month: answers as they came."""

    period: date
    row: object  # its row of answers/risk_scores.sql
    method: Method
    parts: pd.DataFrame  # its rows of answers/risk_parts.sql
    values: pd.DataFrame  # answers/risk_values.sql
    spread: pd.DataFrame  # answers/indicator_spread.sql
    medians: pd.DataFrame  # answers/indicator_medians.sql
    history: pd.DataFrame  # answers/indicator_history.sql
    facts: pd.DataFrame  # answers/area_profile.sql
    sources: pd.DataFrame  # answers/sources.sql
    is_office: bool  # the reader sees the whole office

    @property
    def is_known(self) -> bool:
        """Whether anybody has said anything of it."""
        return bool((self.facts["state"] != "not_reported").any() or (self.values["state"] == "reported").any())


def table(seen: Profile) -> Markup:
    """Under each pillar its indicators; those of exposure last and apart."""
    medians = seen.medians.set_index("indicator")
    spread, history = (dict(list(frame.groupby("indicator"))) for frame in (seen.spread, seen.history))
    months = seen.history["period"]
    years = "–".join(dict.fromkeys(f"{end:%Y}" for end in (months.min(), months.max())))
    heads = [
        tag("th", years if name == "years" else say(f"profile.head.{name}"), scope="col", class_=_css(name))
        for name in _COLUMNS
    ]
    body = []
    for name, own in _by_pillar(seen.values):
        body.append([tag("th", name, colspan=len(_COLUMNS), scope="colgroup", class_="pillar")])
        for row in own.itertuples():
            places = spread.get(row.indicator, seen.spread.iloc[:0])
            body.append(_line(row, medians.loc[row.indicator], places, history[row.indicator], seen))
    return markup.table(heads, body, css="facts indicators")


def _by_pillar(values: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    scored = values["share"] > 0
    yield from values[scored].groupby("pillar_name", sort=False)
    if not scored.all():
        yield say("profile.beside"), values[~scored]


def _css(name: str) -> str | None:
    return "n" if name == "value" else None


def _line(row, median, places: pd.DataFrame, history: pd.DataFrame, seen: Profile) -> list[Markup]:
    is_known = row.state == "reported"
    colour = _ATTENTION if row.share else _EXPOSURE
    sign = tag("sup", _SHRUNK) if is_known and row.is_shrunk else ""
    posts = next(one for one in seen.method.indicators if one.id == row.indicator)
    at, median_at = (_place(value, posts) for value in (row.value if is_known else None, median_value(median)))
    drawn = small_pictures.strip(places, at, median_at, colour, _strip_words(row, places, at, median_at))
    return [
        tag("th", row.indicator_name, scope="row"),
        tag("td", risk.value(row), sign, class_="n" if is_known else "n empty"),
        tag("td", drawn if len(places) else "–"),
        tag("td", *_against(row, median), class_="when"),
        tag("td", _years(row, history, seen, colour)),
        tag("td", *_as_of(row, seen), class_="when"),
        tag("td", row.agency, class_="muted"),
    ]


def _place(value: float | None, posts) -> float | None:
    """Where a value stands between the indicator's posts, 0 to 100; beyond them at the end."""
    if value is None:
        return None
    return float(goalposts(value, posts.low, posts.high, posts.direction))


def median_value(median) -> float | None:
    """The kabupaten's median, where enough of its kecamatan have a value."""
    return float(median["median"]) if median.areas_known >= middle.FEWEST else None


def _against(row, median) -> tuple[object, ...]:
    """ "lebih tinggi, median 24": in words what the strip shows."""
    if not median.areas_all:
        return (tag("span", say("profile.no_median"), class_="muted"),)
    if (value := median_value(median)) is None:
        few = say("profile.few", n=number(median.areas_known)) if median.areas_known else say("profile.none_known")
        return (tag("span", few, class_="muted"),)
    told = tag("span", say("profile.median", value=median_written(value, median, row)), class_="muted")
    if row.state != "reported":
        return (told,)
    return say(f"profile.against.{against(row, median)}"), " ", told


def against(row, median) -> str:
    """higher, similar or lower than the kabupaten's median; what is written alike is never called different.

    row: of answers/risk_values.sql, with a value; median: of answers/indicator_medians.sql.
    """
    decimals = int(row.decimals)
    if figures.shown(row.value, decimals) == figures.shown(median["median"], decimals):
        return "similar"
    stray = figures.STRAY * row.per / row.base if row.is_rounded else 0.0
    return middle.against(row.value, median["median"], median.deviation, stray)


def median_written(value: float, median, row) -> str:
    """A median as every published number is written: made of rounded ones it says so."""
    one = row.per / median.smallest_base
    return figures.written(value, int(row.decimals), is_rounded=bool(median.is_rounded), one=one)


def _strip_words(row, places: pd.DataFrame, at: float | None, median_at: float | None) -> str:
    said = [say("profile.alt.strip", name=row.indicator_name, n=number(places["areas"].sum()))]
    if at is not None:
        said.append(say("profile.alt.here", place=number(at)))
    if median_at is not None:
        said.append(say("profile.alt.median", place=number(median_at)))
    return " ".join(said)


def _years(row, history: pd.DataFrame, seen: Profile, colour: str) -> Markup:
    known = history[history["state"] == "reported"]
    if known.empty:
        return tag("span", say("profile.never"), class_="muted")
    low, high = (next(known.loc[[place]].itertuples()) for place in (known["value"].idxmin(), known["value"].idxmax()))
    words = say(
        "profile.alt.years",
        name=row.indicator_name,
        first=month(known["period"].min()),
        last=month(known["period"].max()),
        low=risk.written(low.value, low),
        high=f"{risk.written(high.value, high)} {row.unit}",
        gaps=number(len(history) - len(known)),
    )
    looked_at = (history["period"] == pd.Timestamp(seen.period)).to_numpy().nonzero()[0]
    values = history["value"].where(history["state"] == "reported")
    return small_pictures.sparkline(values, int(looked_at[0]) if len(looked_at) else None, colour, words)


def _as_of(row, seen: Profile) -> tuple[object, ...]:
    """The month a value is of, and how much older than the month looked at."""
    if pd.isna(row.source_period) or row.state == "not_reported":
        return ("–",)
    of = row.source_period
    older = 12 * (seen.period.year - of.year) + seen.period.month - of.month
    return short_month(of), tag("span", say("profile.older", n=number(older)), class_="muted") if older else ""


def by_month(seen: Profile) -> pd.DataFrame:
    """The numbers of the small lines: a row a month, the newest first, a column an indicator, in their order."""
    names = {row.indicator: f"{row.indicator_name}, {row.unit}" for row in seen.values.itertuples()}
    found = seen.history[seen.history["indicator"].isin(names)]
    told = [
        risk.written(row.value, row) if row.state == "reported" else say(f"empty.{row.state}")
        for row in found.itertuples()
    ]
    wide = found.assign(told=told).pivot(index="period", columns="indicator", values="told")[list(names)]
    wide = wide.sort_index(ascending=False).rename(columns=names).rename_axis(columns=None)
    return wide.set_axis(pd.Index([month(period) for period in wide.index], name=say("table.month")))
