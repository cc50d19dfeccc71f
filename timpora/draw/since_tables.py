"""What changed since a meeting, one by one, and what is still missing: tables that lead to their evidence.

Frames are of `timpora.measure.since`.
"""

from datetime import date

import pandas as pd

from timpora.draw import alarm_words, risk, since_words
from timpora.draw.markup import Markup, href, join, report_href, table, tag
from timpora.draw.reports import source_name
from timpora.measure import since as changes
from timpora.text import day, month, number, period_of, say

ROWS = 8  # of one table on this page; all of them are a click away
OF_A_KIND = 5  # of them, where a table has several kinds of change


def classes(moved: pd.DataFrame, now: date) -> Markup:
    """Which kecamatan moved from which class to which, and how sure that is; each a link to why."""
    rows = []
    for row in moved.groupby("kind", sort=False).head(OF_A_KIND).itertuples():
        to = href("risiko", bagian="penjelasan", wilayah=row.area_code, periode=f"{now:%Y-%m}")
        rows.append(
            [
                tag("th", _place(row.area_name, row.kabupaten_name, to), scope="row"),
                tag("td", _chip(row.class_before, row.score_before), " → ", _chip(row.class_code, row.score)),
                tag("td", _sure(row), class_="muted"),
            ]
        )
    drawn = _table(("place", "class", "sure"), rows, len(moved), href("risiko", periode=f"{now:%Y-%m}"))
    return drawn if moved["is_sure"].all() else join([drawn, tag("p", say("since.unsure"), class_="muted")])


def _place(name: str, kabupaten: str, to: str) -> Markup:
    return join([tag("a", name, href=to), tag("span", kabupaten, class_="muted")], " ")


def _chip(code: str, score: float) -> Markup:
    if not code:
        return tag("span", say("empty.insufficient"), class_="chip none")
    return tag("span", f"{say(f'risk.class.{code}')} {number(score, 1)}", class_=f"chip {code}")


def _sure(row) -> str:
    """ "Tinggi dalam 74 % simulasi; Sedang masih dalam 24 %: belum pasti"."""
    if not row.class_code:
        return ""
    said = say("risk.share", name=say(f"risk.class.{row.class_code}"), share=risk.percent(row.class_share))
    if row.is_sure:
        return said
    left = say("since.still", name=say(f"risk.class.{row.class_before}"), share=risk.percent(row.share_before))
    return f"{said}; {left}"


def alarms(moved: pd.DataFrame, now: date) -> Markup:
    """Which alarms opened, were closed, or ended."""
    rows = []
    for row in moved.groupby("kind", sort=False).head(OF_A_KIND).itertuples():
        to = href("peringatan", periode=f"{row.period:%Y-%m}")
        verdict = say(f"alarm.verdict.{row.verdict}") if row.kind == changes.JUDGED else ""
        kind = say(f"since.alarm.{row.kind}")
        rows.append(
            [
                tag("th", tag("a", alarm_words.name(row), href=to), scope="row"),
                tag("td", f"{kind}: {verdict}" if verdict else kind),
                tag("td", month(row.period), class_="when muted"),
            ]
        )
    return _table(("alarm", "change", "month"), rows, len(moved), href("peringatan", periode=f"{now:%Y-%m}"))


def sources(moved: pd.DataFrame, today: date) -> Markup:
    """Which source sends more or less than then."""
    rows = []
    for row in moved.itertuples():
        never = pd.isna(row.period_then)
        then = "–" if never else _report(row, row.period_then, row.places_reported_then, row.places_expected_then)
        rows.append(
            [
                tag("th", tag("a", source_name(row), href=report_href(row.source, row.period, today)), scope="row"),
                tag("td", say(f"since.source.{row.kind}")),
                tag("td", then, class_="muted"),
                tag("td", _report(row, row.period, row.places_reported, row.places_expected)),
            ]
        )
    return _table(("source", "change", "then", "now"), rows, len(moved), "")


def _report(row, period: pd.Timestamp, reported: float, expected: float) -> str:
    words = {"period": period_of(period, row.rhythm), "n": number(reported), "all": number(expected)}
    return say("since.report", **words)


def corrections(cells: pd.DataFrame) -> Markup:
    """Which file corrected how many numbers of which month."""
    files = since_words.corrected(cells)
    rows = [
        [
            tag("th", f"{source_name(row)}, {period_of(row.period, row.rhythm)}", scope="row"),
            tag("td", say("since.cells", n=number(row.cells_corrected))),
            tag("td", say("since.received", day=day(row.received_at)), class_="muted"),
        ]
        for row in files.head(ROWS).itertuples()
    ]
    return _table(("report", "corrected", "received"), rows, len(files), href("mutu-data", bagian="koreksi"))


def followups(moved: pd.DataFrame) -> Markup:
    """Which follow-up items became overdue or were done."""
    rows = [
        [
            tag(
                "th",
                _place(row.area_name, row.kabupaten_name, href("tindak-lanjut", wilayah=row.area_code)),
                scope="row",
            ),
            tag("td", row.text or say("since.item", number=row.item)),
            tag("td", row.agency_name, class_="muted"),
            tag("td", say(f"since.followup.{row.kind}", due=day(row.due), done=_day(row.done))),
        ]
        for row in moved.head(ROWS).itertuples()
    ]
    return _table(("place", "item", "agency", "change"), rows, len(moved), href("tindak-lanjut"))


def _day(value: pd.Timestamp) -> str:
    return "–" if pd.isna(value) else day(value)


def missing(found: pd.DataFrame, absent: list[str], today: date) -> Markup:
    """Which reports are past their due day, and whom to ask.

    found: rows of `reports.awaited`; absent: of the first of them, the kabupaten that sent nothing.
    """
    rows = []
    for row, names in zip(found.itertuples(), absent, strict=False):
        to = report_href(row.source, row.period, today)
        late = say("since.due", day=day(row.due_on), n=number((today - row.due_on.date()).days))
        part = say("since.part", n=number(row.places_reported), all=number(row.places_expected))
        rows.append(
            [
                tag("th", join([row.agency_name, tag("b", names)], " "), scope="row"),
                tag("td", tag("a", f"{row.source_name}, {period_of(row.period, row.rhythm)}", href=to)),
                tag("td", part if row.places_reported else say("reports.state.missing")),
                tag("td", late, class_="muted"),
            ]
        )
    return _table(("ask", "report", "came", "due"), rows, len(found), href("mutu-data", bagian="masuk"))


def _table(heads: tuple[str, ...], rows: list[list[Markup]], count: int, to: str) -> Markup:
    if not rows:
        return tag("p", say("since.nothing"), class_="muted")
    drawn = table([say(f"since.head.{name}") for name in heads], rows)
    if (rest := count - len(rows)) <= 0:
        return drawn
    return join([drawn, tag("p", tag("a", say("since.more", n=number(rest)), href=to), class_="muted")])
