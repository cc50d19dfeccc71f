"""RTL: what the team agreed to do, and the secretariat's list of it at the end of a month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from timpora.sample.areas import Area
from timpora.sample.chance import draws
from timpora.sample.times import month_of, number
from timpora.sample.wording import next_month

FIRST = date(2022, 1, 1)
# Of a hundred items, how many fall to each agency.
AGENCIES = {
    **{"imigrasi": 26, "kesbangpol": 14, "kecamatan": 14, "desa": 10, "dukcapil": 9, "disnaker": 8},
    **{"polri": 7, "kpu": 3, "bawaslu": 3, "disdik": 2, "kemenag": 2, "tni": 2},
}
NEVER, LATE = 0.12, 0.22


@dataclass(frozen=True)
class Item:
    number: str
    area: Area
    agency: str
    agreed: date
    due: date
    done: date | None


def listed(areas: Sequence[Area], month: date) -> list[tuple[Area, dict[str, str | date | None]]]:
    """The list at the end of the month: every open item, and those done in this month or the one before."""
    end = next_month(month) - timedelta(days=1)
    since = month_of(number(month) - 1)
    return [
        (
            item.area,
            {
                "nomor": item.number,
                "instansi": item.agency,
                "disepakati": item.agreed,
                "jatuh_tempo": item.due,
                "selesai": item.done if item.done and item.done <= end else None,
            },
        )
        for item in items(areas, end)
        if item.done is None or item.done >= since
    ]


def items(areas: Sequence[Area], end: date) -> Iterator[Item]:
    """Everything agreed to the day, oldest first; each kabupaten has its turn."""
    codes = sorted({area.kabupaten_code for area in areas})
    turn = 0
    for year in range(FIRST.year, end.year + 1):
        count = 0
        for month in range(1, 13):
            day, agreed = _meeting(date(year, month, 1))
            for _ in range(agreed):
                count, turn = count + 1, turn + 1
                mine = [area for area in areas if area.kabupaten_code == codes[turn % len(codes)]]
                if day <= end:
                    yield _item(f"RTL-{year}/{count:02}", mine, day)


def met_before(newest: date) -> date:
    """The day of the last meeting whose follow-up items are on the list of this month. newest: its first day."""
    day, agreed = _meeting(newest)
    return day if agreed else met_before(month_of(number(newest) - 1))


def _meeting(month: date) -> tuple[date, int]:
    """The day the team met and how many items it agreed on: every other month, and monthly as Pilkada 2024 nears."""
    chance = draws("meeting", number(month))
    day = month.replace(day=6 + int(16 * next(chance)))
    is_held = month.month % 2 == 0 or date(2024, 6, 1) <= month <= date(2024, 11, 1)
    return day, 3 + int(4 * next(chance)) if is_held else 0


def _item(name: str, areas: Sequence[Area], agreed: date) -> Item:
    chance = draws("item", name)
    area = areas[int(len(areas) * next(chance))]
    agency = _agency(100 * next(chance))
    due = agreed + timedelta(days=30 + int(75 * next(chance)))
    fate = next(chance)
    if fate < NEVER:
        return Item(name, area, agency, agreed, due, None)
    late = 10 + int(110 * next(chance)) if fate < NEVER + LATE else -int(0.6 * (due - agreed).days * next(chance))
    return Item(name, area, agency, agreed, due, due + timedelta(days=late))


def _agency(place: float) -> str:
    for agency, share in AGENCIES.items():
        place -= share
        if place < 0:
            return agency
    return agency
