"""One file that an agency sends: about which months and places, when it arrives, in which template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from timpora.sample import gaps
from timpora.sample.areas import Area
from timpora.sample.chance import draws
from timpora.sample.styles import Style
from timpora.sample.times import number
from timpora.sample.wording import next_month

WITA = ZoneInfo("Asia/Makassar")
# Days from the end of the last month of a file to its arrival: at least, and up to so many more.
DAYS = {
    "adminduk": (9, 14),
    "tka": (8, 18),
    "kesiapan": (10, 16),
    "pelajar": (24, 30),
    "tak": (5, 8),
    "deteksi_dini": (6, 7),
    "rtl": (1, 3),
}
ORDINARY_DAYS = (2, 6)


@dataclass(frozen=True)
class Sending:
    source: str
    periods: tuple[date, ...]  # firsts of months; of a quarter or semester its last month, of a year January
    areas: Sequence[Area]
    received_at: datetime
    style: Style
    remark: str = ""  # what its sender adds to its name: a correction, a late part
    # What was too many, by kecamatan.
    miscounted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    polling_day: date | None = None  # of the election it is about
    stage: str = ""  # of the roll

    @property
    def period(self) -> date:
        """The newest month it speaks of."""
        return self.periods[-1]


def received(source: str, period: date, last: date, sender: str = "office") -> datetime:
    """When a file arrives whose newest month is `period`; the newest of all (last) just before the meeting."""
    chance = draws("received", source, sender, number(period))
    hour, minute = 8 + int(8 * next(chance)), int(60 * next(chance))
    end = deadline(last)
    if period == last:
        # So that there is something to show.
        return at(end - timedelta(days=1 if source == "izin_tinggal" else 0), hour, minute)
    least, more = DAYS.get(source, ORDINARY_DAYS)
    days = least + int(more * next(chance)) + gaps.days_late(source, sender, period)
    return at(min(next_month(period) + timedelta(days=days), end), hour, minute)


def deadline(last: date) -> date:
    """The day after which nothing is received: the 5th that follows the newest month."""
    return next_month(last) + timedelta(days=4)


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WITA)
