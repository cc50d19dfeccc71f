"""What the cells of a column look like together, where no contract reads them: names, birthdays, places, phones."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

from timpora import settings
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import heading
from timpora.intake.personal_values import is_mobile_number, is_place_on_earth, plain
from timpora.intake.personal_words import Forbidden, normal

_SAMPLE = 600  # cells of a column, taken evenly
_FEWEST = 3  # cells that must look alike
_FEW, _MOST = 5, 0.7  # of so few cells all must look alike, of more this share
_BIRTHDAY_YEARS = 10  # days longer ago than this, row after row
_EDGES_OF_MONTHS = {1, 28, 29, 30, 31}  # days that stand for a month in an old table
# With dots a year has four digits: 12.08.05 is a kecamatan.
_DAY = re.compile(
    r"(?<!\d)(?:(0?[1-9]|[12]\d|3[01])[/\-. ](?:0?[1-9]|1[0-2]|[A-Z]{3,9})(?:[/\- ](\d{2})|[/\-. ](\d{4}))"
    r"|(\d{4})[/\-.](?:0?[1-9]|1[0-2])[/\-.](0?[1-9]|[12]\d|3[01]))(?!\d)"
)
_DAY_AND_PLACE = 40  # characters: "Makassar, 12 Mei 1985"
_FINE_DECIMAL = re.compile(r"-?\d{1,3}[.,]\d{4,}")  # some ten metres
_LATITUDE, _LONGITUDE = (-11.5, 6.5), (94.5, 141.5)  # of Indonesia


def looks_like(
    columns: dict[int, list[object]], headings: dict[int, str], rules: Forbidden, may: frozenset[str]
) -> dict[int, str]:
    """Column → the rule it breaks. columns: the cells below the heading that are not blank."""
    is_name = _names(rules)
    found: dict[int, str] = {}
    for column, cells in columns.items():
        values = cells[:: max(1, len(cells) // _SAMPLE)]
        texts = [value for value in values if isinstance(value, str)]
        if rules.is_someone(headings[column]):
            is_named = 2 * sum(map(is_name, texts)) > len(values) > 0
        else:
            is_named = not rules.is_thing(headings[column]) and _mostly(values, is_name, differ=True)
        if is_named:
            found[column] = "personal_names"
        elif _are_birthdays(values):
            found[column] = "personal_birthdays"
        elif any(map(is_place_on_earth, texts)) or _mostly(values, _within(*_LONGITUDE)):
            found[column] = "personal_coordinates"
        elif _mostly(values, _is_mobile, differ=True):
            found[column] = "personal_contact"
        elif not rules.allows_nationality(may) and _mostly(values, rules.is_country):
            found[column] = "personal_nationality"
    # Shares and densities have such decimals too: a latitude stands beside a longitude, or south of the equator.
    has_longitude = "personal_coordinates" in found.values()
    for column in columns.keys() - found.keys():
        values = columns[column][:_SAMPLE]
        is_south = all(str(value).startswith("-") for value in values)
        if (has_longitude or is_south) and _mostly(values, _within(*_LATITUDE)):
            found[column] = "personal_coordinates"
    return found


def _mostly(values: list[object], looks: Callable[[object], bool], *, differ: bool = False) -> bool:
    """Whether most cells look so; differ: and most of those are not the same."""
    if len(values) < _FEWEST:
        return False
    times = Counter(values)
    alike = [count for value, count in times.items() if looks(value)]
    enough = len(values) if len(values) <= _FEW else _MOST * len(values)
    return sum(alike) >= max(enough, _FEWEST) and (
        not differ or (len(alike) >= _FEWEST and 2 * len(alike) >= sum(alike))
    )


def area_names() -> frozenset[str]:
    """The kecamatan of the reference tables, as heading() writes them."""
    return frozenset(heading(area.name) for area in gazetteer().areas.values())


def _names(rules: Forbidden) -> Callable[[object], bool]:
    places = area_names()
    towns = {heading(area.name).split(" ", 1)[-1] for area in gazetteer().kabupaten.values()}

    def is_name(value: object) -> bool:
        if not isinstance(value, str) or not rules.is_name(value) or rules.is_country(value):
            return False
        words = normal(value)
        return words not in places and words not in towns and words.split()[-1] not in towns  # "Rutan Barru"

    return is_name


def _are_birthdays(values: list[object]) -> bool:
    latest = settings.now().year - _BIRTHDAY_YEARS
    days = {value: found[1] for value in set(values) if (found := _year_and_day(value)) and found[0] <= latest}
    return _mostly(values, days.__contains__, differ=True) and not _EDGES_OF_MONTHS.issuperset(days.values())


def _year_and_day(value: object) -> tuple[int, int] | None:
    """Year and day of the month that a cell ends in; None where it holds no whole date."""
    if isinstance(value, date):
        return value.year, value.day
    if not isinstance(value, str) or len(value) > _DAY_AND_PLACE or not (found := _DAY.findall(plain(value).upper())):
        return None
    day, short_year, year, year_first, day_last = found[-1]
    if short_year:
        year = f"{'19' if int(short_year) > settings.now().year % 100 else '20'}{short_year}"
    return int(year or year_first), int(day or day_last)


def _within(low: float, high: float) -> Callable[[object], bool]:
    def is_fine_and_within(value: object) -> bool:
        # Rounded, so that 3.3000000000000003 has one decimal.
        text = f"{value:.6f}".rstrip("0") if isinstance(value, float) else value
        if not isinstance(text, str) or not _FINE_DECIMAL.fullmatch(text := text.strip()):
            return False
        return low <= float(text.replace(",", ".")) <= high

    return is_fine_and_within


def _is_mobile(value: object) -> bool:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return isinstance(value, int | str) and is_mobile_number(str(value).strip())
