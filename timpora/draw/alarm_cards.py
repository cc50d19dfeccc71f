"""Alarms on the page: a calm card each, the record of those that were closed, and what another rule would find."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from timpora.draw import alarm_pictures, alarm_words
from timpora.draw.markup import Markup, href, join, origin_href, profile_href, table, tag
from timpora.measure.alarm_rules import Watch
from timpora.text import moment, say, short_month


def card(row, own: pd.DataFrame, members: pd.DataFrame, rule: Mapping[str, float]) -> Markup:
    """One alarm. own: its rows of answers/alarm_series.sql; members: of answers/alarm_members.sql; rule: by name."""
    strength = tag("span", say("alarm.strong" if alarm_words.is_strong(row) else "alarm.look"), class_="strength")
    head = tag("header", tag("b", row.measure_name), " ", tag("span", alarm_words.place(row)), " ", strength)
    numbers = tag(
        "p",
        _number("observed", f"{alarm_words.observed(row)} {row.unit}"),
        _number("expected", alarm_words.usual(row.expected)),
        _number("bound", alarm_words.bound(row.upper)),
        class_="numbers",
    )
    where = " " + say("alarm.members", names=_members(members)) if len(members) else ""
    told = tag("p", alarm_words.told(row), where, " ", alarm_words.since(row))
    text = [head, told, numbers, tag("p", alarm_words.why(row, rule), " ", alarm_words.sure(row), class_="muted")]
    seen = [tag("div", _picture(row, own), class_="picture"), _links(row)]
    return tag("article", tag("div", *text, class_="said"), tag("div", *seen, class_="seen"), class_="alarm")


def _number(key: str, value: str) -> Markup:
    return tag("span", say(f"alarm.number.{key}"), " ", tag("b", value))


def _members(members: pd.DataFrame) -> str:
    return ", ".join(row.area_name for row in members.itertuples())


def _picture(row, own: pd.DataFrame) -> Markup:
    if own["observed"].notna().sum() < 2:
        return tag("span", say("alarm.no_picture"), class_="muted")
    return alarm_pictures.series(own, say("alarm.picture", name=alarm_words.name(row), told=alarm_words.told(row)))


def _links(row) -> Markup:
    """Where to look further: the series, the place, and the file that the number is from: is it perhaps the data?"""
    period = f"{row.period:%Y-%m}"
    to = [(say("alarm.to.trend"), href("tren", seri=row.measure, wilayah=row.group_code))]
    if row.group_kind == "kecamatan":
        to.append((say("alarm.to.place"), profile_href(row.group_code, period)))
    to.append((say("alarm.to.data"), origin_href(row.measure, row.group_code, period)))
    return tag("p", join([tag("a", label, href=address) for label, address in to], " · "), class_="muted links")


def lines(alarms: pd.DataFrame) -> Markup:
    """Alarms of one place, a line each. alarms: answers/alarms.sql."""
    return tag(
        "div",
        *(
            tag(
                "p",
                tag("b", say("alarm.open_here", measure=row.measure_name)),
                " ",
                alarm_words.told(row),
                " ",
                tag(
                    "a", say("alarm.to.page"), href=href("peringatan", bagian="terbuka", periode=f"{row.period:%Y-%m}")
                ),
            )
            for row in alarms.itertuples()
        ),
        class_="alarms-here",
    )


def briefly(alarms: pd.DataFrame) -> Markup:
    """More alarms than there are cards for, a line each. alarms: answers/alarms.sql."""
    heads = [say("alarm.record.measure"), say("alarm.record.place"), say("alarm.record.seen"), say("alarm.record.look")]
    body = [
        [
            tag("td", row.measure_name),
            tag("td", alarm_words.place(row)),
            tag("td", alarm_words.told(row)),
            tag("td", _links(row)),
        ]
        for row in alarms.itertuples()
    ]
    return table(heads, body)


def rules(version: str, parameters: Mapping[str, float], whys: Mapping[str, str]) -> Markup:
    """The rule in force, each parameter with its reason. whys: of the rules' file."""
    heads = [say("alarm.rule.parameter"), say("alarm.rule.value"), say("alarm.rule.why")]
    body = [
        [tag("th", say(f"alarm.param.{key}"), scope="row"), tag("td", f"{value:g}", class_="n"), tag("td", whys[key])]
        for key, value in parameters.items()
    ]
    return join([tag("h3", say("alarm.rule.title", version=version)), table(heads, body)])


def watched(measures: Iterable[Watch]) -> Markup:
    """What is watched, and why."""
    return join(tag("p", tag("b", one.name), " ", one.why, class_="muted") for one in measures)


def record(runs: pd.DataFrame, *, names_people: bool) -> Markup:
    """Every alarm and what became of it. runs: answers/alarm_runs.sql with verdict, reason, by, closed_at (NaT: open)

    and is_gone: closed, and not found in what is published now.
    """
    heads = [say(f"alarm.record.{name}") for name in ("measure", "place", "months", "state", "reason", "when")]
    return table(heads, [_recorded(row, names_people) for row in runs.itertuples()])


def _recorded(row, names_people: bool) -> list[Markup]:
    when = ""
    if pd.notna(row.closed_at):
        who = row.by if names_people else say("alarm.somebody")
        when = say("alarm.record.by", who=who, at=moment(row.closed_at))
    return [
        tag("td", row.measure_name),
        tag("td", alarm_words.place(row)),
        tag("td", tag("a", alarm_words.run(row), href=href("peringatan", bagian="terbuka", periode=_month(row)))),
        tag("td", _state(row)),
        tag("td", row.reason, class_="value"),
        tag("td", when, class_="muted"),
    ]


def _month(row) -> str:
    return f"{row.last_period:%Y-%m}"


def _state(row) -> str:
    if row.is_gone:
        return f"{say(f'alarm.verdict.{row.verdict}')} · {say('alarm.gone')}"
    if row.verdict:
        return say(f"alarm.verdict.{row.verdict}")
    return say("alarm.state.now" if row.is_now else "alarm.state.over")


def rehearsed(runs: pd.DataFrame) -> Markup:
    """What a rule would have found, and what only the one in force does. runs: state "both", "new" or "lost"."""
    heads = [say(f"alarm.record.{name}") for name in ("measure", "place", "months")] + [say("alarm.trial.compared")]
    body = [
        [
            tag("td", row.measure_name),
            tag("td", alarm_words.place(row)),
            tag("td", alarm_words.run(row)),
            tag("td", say(f"alarm.trial.{row.state}"), class_=f"trial {row.state}"),
        ]
        for row in runs.itertuples()
    ]
    return table(heads, body)


def by_month(periods: Iterable[date], tried: pd.Series, in_force: pd.Series) -> Markup:
    """Bars of the months, and under them the first and the last one."""
    periods = list(periods)
    drawn = alarm_pictures.months(periods, list(tried), list(in_force))
    ends = tag("p", *(tag("span", short_month(when)) for when in (periods[0], periods[-1])), class_="ends")
    marks = tag("i", class_="tried"), tag("i", class_="force")
    key = tag("p", marks[0], say("alarm.trial.this"), " ", marks[1], say("alarm.trial.force"))
    return tag("div", key, drawn, ends, class_="months")
