"""The other nine sources of an office: who sends a file every so many months, and who before an election."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from timpora.sample import gaps
from timpora.sample.areas import Area
from timpora.sample.sending import Sending, at, deadline, received
from timpora.sample.styles import style_for
from timpora.sample.times import month_of, number

EVERY = {"kebangsaan": 1, "tak": 1, "deteksi_dini": 1, "rtl": 1, "tka": 3, "kesiapan": 3, "pelajar": 6}  # months
SINCE = {"kesiapan": 2019, "deteksi_dini": 2020, "rtl": 2023}
BY_KABUPATEN = {"deteksi_dini"}  # late ones send their own file afterwards
# When the rolls of an election came from the KPU, by polling day and stage.
ROLLS = {
    date(2018, 6, 27): {"dps": date(2018, 3, 19), "dpt": date(2018, 4, 23)},
    date(2020, 12, 9): {"dps": date(2020, 9, 16), "dpt": date(2020, 10, 19)},
    date(2024, 11, 27): {"dps": date(2024, 8, 12), "dpshp": date(2024, 9, 14), "dpt": date(2024, 9, 23)},
}


def routines(areas: Sequence[Area], covered: list[date]) -> Iterator[Sending]:
    """What is sent regularly about the covered months; a file that speaks of an earlier month too is left out."""
    last = covered[-1]
    for source in EVERY:
        for periods in _bundles(source, covered):
            style = style_for(source, periods[-1].year)
            late = {code for code in _codes(areas) if source in BY_KABUPATEN and gaps.is_apart(code, periods[-1])}
            for code in [None, *sorted(late)]:
                mine = [a for a in areas if (a.kabupaten_code == code if code else a.kabupaten_code not in late)]
                if not any(gaps.is_reported(source, a.kabupaten_code, p) for a in mine for p in periods):
                    continue
                received_at = received(source, periods[-1], last, code or "office")
                if code:
                    received_at += timedelta(days=gaps.days_apart(code, periods[-1]))
                if received_at.date() <= deadline(last):
                    wrong = gaps.revised(source, mine, periods, last)
                    remark = "susulan" if code else ""
                    yield Sending(source, periods, mine, received_at, style, remark, wrong)
                    yield from _revision(source, mine, periods, wrong)


def polls(areas: Sequence[Area], covered: list[date]) -> Iterator[Sending]:
    """Before each local election: the KPU's rolls stage by stage, and Bawaslu's polling stations at risk."""
    for day in sorted({day for area in areas for day in area.elections}):
        voting = [area for area in areas if day in area.elections]
        for stage, came in ROLLS.get(day, {}).items():
            if (period := came.replace(day=1)) in covered:
                style = style_for("dpt", day.year)
                yield Sending("dpt", (period,), voting, at(came, 14, 10), style, polling_day=day, stage=stage)
        before = month_of(number(day) - 1)
        came = day.replace(day=4)
        if before in covered and came <= deadline(covered[-1]):
            style = style_for("tps_rawan", day.year)
            yield Sending("tps_rawan", (before,), voting, at(came, 11, 30), style, polling_day=day)


def _bundles(source: str, covered: list[date]) -> Iterator[tuple[date, ...]]:
    """The months of each file: as many as its template holds, none before the first covered, none to come."""
    first, last = covered[0], covered[-1]
    year, end = max(first.year, SINCE.get(source, first.year)), number(last)
    start = number(date(year, 1, 1))
    while start <= end:
        months = style_for(source, start // 12).months or EVERY[source]
        inside = [month_of(m) for m in range(start, min(start + months, end + 1))]
        periods = tuple(month for month in inside if month.month % EVERY[source] == 0)
        if periods and periods[0] >= first:
            yield periods
        start += months


def _revision(source: str, areas: list[Area], periods: tuple[date, ...], wrong: dict) -> Iterator[Sending]:
    if not wrong:
        return
    (kabupaten,) = {area.kabupaten_code for area in areas if area.code in wrong}
    mine = [area for area in areas if area.kabupaten_code == kabupaten]
    came = month_of(number(periods[-1]) + 2).replace(day=19)
    style = style_for(source, periods[-1].year)
    yield Sending(source, periods, mine, at(came, 9, 5), style, remark="revisi")


def _codes(areas: Sequence[Area]) -> list[str]:
    return sorted({area.kabupaten_code for area in areas})
