"""An election in words and one table: how long to go, what each stage makes urgent, and the indicators by kabupaten.

standing: measure/stages.py; election: a row of answers/elections.sql; places: answers/election_places.sql;
phases: answers/election_phase.sql.
"""

from datetime import date
from itertools import product, takewhile

import pandas as pd

from timpora.draw import figures
from timpora.draw.markup import Markup, join, tag
from timpora.measure.ikp import ikp_class
from timpora.measure.stages import Standing
from timpora.text import day, month, number, say, short_day, short_month

NAMED = 3  # coming stages that are written out; the others open with a click


def clock(election: pd.Series, on: date) -> Markup:
    """How long to go until voting day, the number large."""
    large, small = left(election, on)
    return tag("p", tag("strong", large), " ", tag("span", small), class_="vote-clock")


def left(election: pd.Series, on: date) -> tuple[str, str]:
    """How long to go until voting day: "22 hari", "menuju pemungutan suara …". To an estimate months are counted."""
    voting_day = election.voting_day.date()
    days = (voting_day - on).days
    words = {"name": election.election_name, "day": day(voting_day)}
    if election.is_estimate:
        months = (voting_day.year - on.year) * 12 + voting_day.month - on.month
        large = say("vote.months", n=number(abs(months)))
        small = say("vote.until_estimate", name=election.election_name, month=month(voting_day))
    elif days == 0:
        large, small = say("vote.today"), say("vote.today_of", **words)
    else:
        large = say("vote.days", n=number(abs(days)))
        small = say("vote.until" if days > 0 else "vote.since", **words)
    return large, small


def stands(standing: Standing) -> str:
    """Which stages run, the shortest first; else how long until the next, or since the last."""
    on, running, coming, past = standing.on, standing.running, standing.coming, standing.past
    if len(running):
        return say("vote.running", names=", ".join(running["stage_name"]))
    if len(coming):
        row = coming.iloc[0]
        key = "vote.between" if len(past) else "vote.before"
        words = {"n": number((row.starts.date() - on).days), "day": day(row.starts)}
        return say(key, name=row.stage_name, **words)
    if len(past):
        row = past.iloc[0]
        return say("vote.after", name=row.stage_name, n=number((on - row.ends.date()).days), day=day(row.ends))
    return say("vote.no_stages")


def _left(stage, on: date) -> str:
    days = (stage.ends.date() - on).days
    return say("vote.left", n=number(days)) if days else say("vote.last_day")


def urgent(standing: Standing) -> Markup:
    """What is urgent now, the shortest stage first, and what each coming stage will make urgent."""
    parts = []
    if len(standing.running):
        parts += [tag("h4", say("vote.urgent_now"), aria_level=2), _list(standing.running, standing.on, is_now=True)]
    if len(standing.coming):
        first, later = standing.coming.iloc[:NAMED], standing.coming.iloc[NAMED:]
        parts += [tag("h4", say("vote.urgent_next"), aria_level=2), _list(first, standing.on, is_now=False)]
        if len(later):
            summary = tag("summary", say("vote.more_stages", n=number(len(later))))
            parts.append(tag("details", summary, _list(later, standing.on, is_now=False)))
    return tag("div", *parts, class_="urgent")


def _list(stages: pd.DataFrame, on: date, *, is_now: bool) -> Markup:
    return tag("ul", *[_item(row, on) for row in stages.itertuples()], class_="now" if is_now else None)


def when(stage, on: date) -> str:
    """ "tersisa 18 hari, sampai 23 Nov" of a stage that runs, "mulai 19 hari lagi, 24 Nov" of one that comes."""
    if stage.starts.date() <= on:
        return say("vote.until_day", left=_left(stage, on), day=short_day(stage.ends))
    return say("vote.begins", n=number((stage.starts.date() - on).days), day=short_day(stage.starts))


def _item(stage, on: date) -> Markup:
    head = join([tag("strong", stage.stage_name), tag("span", when(stage, on), class_="muted")], " ")
    return tag("li", head, tag("p", stage.urgent))


def indicators(phases: pd.DataFrame, places: pd.DataFrame, period: date) -> Markup:
    """One line per kabupaten: each indicator now and in the same phase of the election before, and the IKP beside.

    Kabupaten stand in the order of their codes: this is no ranking. Neighbouring lines that are empty alike are
    one gap that says so once.
    """
    asked = phases.drop_duplicates("indicator")
    heads = ("kabupaten", "before") if len(asked) else ("kabupaten",)
    top = [tag("th", say(f"vote.head.{name}"), rowspan=2, scope="col") for name in heads]
    top += [*[_head(row) for row in asked.itertuples()], _ikp_head(places)]
    below = [
        tag("th", words, scope="col", class_=kind)
        for _ in asked.itertuples()
        for words, kind in ((short_month(period), "n"), (say("vote.then"), "n then"))
    ]
    columns = []
    for indicator, phase in product(asked["indicator"], ("now", "before")):
        own = phases[(phases["indicator"] == indicator) & (phases["phase"] == phase)]
        columns.append(_column(own.set_index("kabupaten_code").loc[places["kabupaten_code"]], phase))
    body = [
        tag("tr", *_place(place)[: len(heads)], *[column[line] for column in columns], _ikp(place))
        for line, place in enumerate(places.itertuples())
    ]
    table = tag("table", tag("thead", tag("tr", *top), tag("tr", *below)), tag("tbody", *body), class_="facts phases")
    return tag("div", table, class_="scroll")


def _head(indicator) -> Markup:
    about = [indicator.unit, indicator.agency, *([] if indicator.share else [say("risk.beside")])]
    note = tag("span", " · ".join(about), class_="muted")
    return tag("th", indicator.indicator_name, " ", note, colspan=2, scope="colgroup", class_="group")


def _ikp_head(places: pd.DataFrame) -> Markup:
    name, notes = say("vote.ikp"), [say("vote.ikp_context")]
    for index in places.dropna(subset="ikp_score").head(1).itertuples():
        name = index.ikp_name
        notes.insert(
            0, say("vote.ikp_released", publisher=index.ikp_publisher, month=short_month(index.ikp_released_on))
        )
    return tag("th", name, *[tag("span", note, class_="muted") for note in notes], rowspan=2, scope="col", class_="ikp")


def _place(place) -> tuple[Markup, Markup]:
    """The name of a kabupaten, and the month that is the same phase there."""
    name = tag("th", _short(place.kabupaten_name), scope="row")
    if pd.isna(place.period_before):
        return name, tag("td", say("vote.none_before"), class_="when empty")
    words = say("vote.before_title", name=place.election_before_name, day=day(place.voting_day_before))
    return name, tag("td", short_month(place.period_before), title=words, class_="when")


def _column(rows: pd.DataFrame, phase: str) -> list[Markup]:
    """The cells of one column, from the first line to the last; "" where the gap above reaches down."""
    kind = "n" if phase == "now" else "n then"
    gaps = [_gap(row) for row in rows.itertuples()]
    cells = []
    for line, row in enumerate(rows.itertuples()):
        gap = gaps[line]
        if gap is None:
            cells.append(_cell(row, kind))
        elif line and gaps[line - 1] == gap:
            cells.append(Markup(""))
        else:
            reach = len(list(takewhile(lambda other, gap=gap: other == gap, gaps[line:])))
            cells.append(tag("td", say(f"empty.{gap}"), rowspan=reach, class_=f"{kind} empty {gap}"))
    return cells


def _gap(row) -> str | None:
    """The kind of empty that all kecamatan of a kabupaten are, if they are of one kind."""
    return row.state if getattr(row, f"areas_{row.state}") == row.areas_expected and row.state != "reported" else None


def _cell(row, kind: str) -> Markup:
    """The number with how many kecamatan it is of, or why there is none; the title says what the others are."""
    parts = [say("vote.of_areas", n=row.areas_reported, all=row.areas_expected)]
    for state in ("suppressed", "insufficient", "not_applicable", "not_reported"):
        if count := getattr(row, f"areas_{state}"):
            parts.append(f"{number(count)} {say(f'empty.{state}')}")
    if not pd.isna(row.oldest_source_period):
        parts.append(say("vote.oldest", month=month(row.oldest_source_period)))
    title = "; ".join(parts)
    if row.state != "reported":
        return tag("td", say(f"empty.{row.state}"), class_=f"{kind} empty", title=title)
    share = tag("span", f"{row.areas_reported}/{row.areas_expected}", class_="muted")
    return tag("td", shown(row), " ", share, class_=kind, title=title)


def shown(row) -> str:
    """A median as it is written: "12,5", "≈12,5"; "≈0" of rounded counts, for each kecamatan has a bound of its own."""
    text = figures.written(row.value, int(row.decimals))
    return f"{figures.ABOUT}{text}" if row.is_rounded else text


def _ikp(place) -> Markup:
    if pd.isna(place.ikp_score):
        return tag("td", say("vote.ikp_none"), class_="n ikp empty")
    kind = ikp_class(place.ikp_score, place.ikp_medium_from, place.ikp_high_from)
    mark = "" if pd.isna(place.ikp_note) else tag("sup", "*")
    words = tag("span", say(f"vote.ikp.{kind}"), mark, class_=kind)
    return tag("td", number(place.ikp_score, 2), words, class_="n ikp", title=place.ikp_note or None)


def notes(standing: Standing, places: pd.DataFrame, phases: pd.DataFrame) -> list[str]:
    """What a reader of the table must know: what the IKP is and is not, what a number is, which election is meant."""
    said = []
    known = places.dropna(subset="ikp_score")
    for index in known.head(1).itertuples():
        since = [f"{row.kabupaten_name}*: {row.ikp_note}." for row in known.dropna(subset="ikp_note").itertuples()]
        words = {"title": index.ikp_title, "source": index.ikp_source, "why": index.ikp_why}
        said.append(" ".join([say("vote.note_ikp", **words), *since]))
    if phases.empty:
        return [*said, say("vote.no_indicators")]
    before = places.dropna(subset="election_before").groupby(["voting_day_before", "election_before_name"])
    votes = [say("vote.before_of", name=name, day=day(when), places=named(own)) for (when, name), own in before]
    note = [say("vote.note_median")] + ([say("vote.note_before", votes="; ".join(votes))] if votes else [])
    said.append(" ".join(note))
    why = [f"{row.stage_name}: {row.why_urgent}" for row in standing.matters.dropna(subset="why_urgent").itertuples()]
    said.append(say("vote.note_why", why=" ".join(why)))
    return said + ([say("figure.rounding")] if phases["is_rounded"].any() else [])


def named(places: pd.DataFrame) -> str:
    """ "Barru, Soppeng, Kota Parepare"."""
    return ", ".join(_short(name) for name in places["kabupaten_name"])


def _short(name: str) -> str:
    return name.removeprefix("Kabupaten ")
