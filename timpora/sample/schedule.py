"""Which report is sent when, by whom, about which period."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from timpora.sample import gaps
from timpora.sample.areas import Area
from timpora.sample.routines import polls, routines
from timpora.sample.sending import WITA, Sending, at, received
from timpora.sample.styles import Style, style_for
from timpora.sample.times import month_of, number
from timpora.sample.wording import next_month

__all__ = ["WITA", "Sending", "sendings"]

OFFICE_AT_MOST = 500


def sendings(areas: Sequence[Area], months: int, last: date) -> list[Sending]:
    """Everything sent about the months that end in `last`, oldest first, none after the 5th that follows.

    Figures, gaps and delays depend on period and `last` alone: a shorter range is the same with less in it.
    More areas than an office has are a nation: one plain file per period of the four sources that are sent for it.
    """
    covered = [month_of(number(last) - i) for i in reversed(range(months))]
    national = len(areas) > OFFICE_AT_MOST
    found = [*_permits(areas, covered, national), *_others(areas, covered, national)]
    if not national:
        found += [*routines(areas, covered), *polls(areas, covered)]
    return sorted(found, key=lambda s: (s.received_at, s.source, s.areas[0].code))


def _permits(areas: Sequence[Area], covered: list[date], national: bool) -> Iterator[Sending]:
    last = covered[-1]
    corrected = month_of(number(last) - 3)
    wrong = gaps.miscounted(areas) if corrected in covered and not national else {}
    for month in covered:
        reporting = [area for area in areas if gaps.is_reported("izin_tinggal", area.kabupaten_code, month)]
        if not reporting:
            continue
        style = _style("izin_tinggal", month, national)
        received_at = received("izin_tinggal", month, last)
        errors = wrong if month == corrected else {}
        yield Sending("izin_tinggal", (month,), reporting, received_at, style, miscounted=errors)
    if wrong:
        (kabupaten,) = {area.kabupaten_code for area in areas if area.code in wrong}
        mine = [area for area in areas if area.kabupaten_code == kabupaten]
        received_at = at(month_of(number(last) - 1) + timedelta(days=23), 10, 20)
        style = _style("izin_tinggal", corrected, national)
        yield Sending("izin_tinggal", (corrected,), mine, received_at, style, remark="perbaikan")


def _others(areas: Sequence[Area], covered: list[date], national: bool) -> Iterator[Sending]:
    last = covered[-1]
    for month in covered:
        reporting = [area for area in areas if gaps.is_reported("apoa", area.kabupaten_code, month)]
        if reporting:
            received_at, style = received("apoa", month, last), _style("apoa", month, national)
            yield Sending("apoa", (month,), reporting, received_at, style)
    for quarter in (month for month in covered if month.month % 3 == 0):
        yield from _registry(areas, quarter, last, national)
    newest = last.year if next_month(last) > date(last.year, 2, 1) else last.year - 1
    for year in range(min(covered[0].year, newest), newest + 1):
        received_at = at(date(year, 2, 10 + year % 9), 9, 45)
        style = _style("penduduk", date(year, 1, 1), national)
        yield Sending("penduduk", (date(year, 1, 1),), areas, received_at, style)


def _registry(areas: Sequence[Area], quarter: date, last: date, national: bool) -> Iterator[Sending]:
    senders = sorted({area.kabupaten_code for area in areas})
    reporting = [code for code in senders if gaps.is_reported("adminduk", code, quarter)]
    for code in ["all"] if national else reporting:
        mine = [area for area in areas if area.kabupaten_code == code or national]
        turn = 0 if national else senders.index(code)
        style = _style("adminduk", quarter, national, turn)
        yield Sending("adminduk", (quarter,), mine, received("adminduk", quarter, last, code), style)


def _style(source: str, period: date, national: bool, turn: int = 0) -> Style:
    return style_for(source, period.year, turn, "national" if national else "office")
