"""Permits, lodgings, registry, population: what is true of one kecamatan in one month, whatever range is written.

Every function is pure. Stocks wander slowly, flows are drawn anew each month; nothing depends on the month
before. Field names are those of data/contracts. Sizes follow what such offices publish: counts of a few, many
zeros, one industrial site.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from timpora.sample.areas import Area
from timpora.sample.chance import draws, drift, poisson, trait
from timpora.sample.times import Times, number, times

# How much of the guest wave of a local election is there, by months left to polling day.
WAVE = {3: 0.6, 2: 0.9, 1: 1.2, 0: 0.7}
# Departures reported for each arrival. After the holidays of 2023 more left than came: rare, and worth a second look.
LEAVING = {date(2024, 1, 1): 1.4}
# What is out of the ordinary in the last months, so that there is something to be warned of. A works that opens brings
# so many holders of ITAS to one kecamatan, by month from its first; a festival brings so many times the usual guests.
WORKS = {"73.15.02": (date(2024, 8, 1), (8, 21, 34))}
FESTIVALS = {("73.12.04", date(2024, 10, 1)): 5.0}
LODGING_FIELDS = (
    "penginapan_terdaftar",
    "penginapan_melapor",
    "lapor_masuk",
    "lapor_keluar",
    "terlambat_24_jam",
    "masuk_30_hari_tanpa_keluar",
    "malam_tamu",
)


@dataclass(frozen=True)
class Mix:
    bvk: float
    voa: float
    itk: float
    itk_peralihan: float
    itas: float
    itap: float


COMMON = Mix(bvk=0.08, voa=0.20, itk=0.19, itk_peralihan=0.02, itas=0.38, itap=0.13)
AT_SITE = Mix(bvk=0.01, voa=0.02, itk=0.12, itk_peralihan=0.02, itas=0.81, itap=0.01)


def permits(area: Area, month: date) -> dict[str, int]:
    """Izin tinggal: people by permit at the end of the month."""
    now, chance = times(month), draws(area.code, "permits", number(month))
    mix, size = _mix(area), _size(area, now)
    visitors = size * now.season * now.visitors
    itas, itap = residents(area, month)
    row = {
        "bvk": poisson(size * now.season * now.visa_free * mix.bvk, next(chance)),
        "voa": poisson(visitors * mix.voa, next(chance)),
        "itk": poisson(visitors * mix.itk, next(chance)),
        "itk_peralihan": poisson(size * now.visitors * mix.itk_peralihan, next(chance)),
        "itas": itas,
        "itap": itap,
    }
    row["total"] = sum(row.values())
    row["itas_kerja"] = work_permits(area, itas)
    expiring = poisson(itas / 11 + row["itk"] / 3, next(chance))
    row["akan_jatuh_tempo_30_hari"] = expiring = min(expiring, itas + row["itk"])
    row["tanpa_permohonan"] = part(expiring, 0.1 + 0.35 * trait(area.code, "lax"), chance)
    return row


def residents(area: Area, month: date) -> tuple[int, int]:
    """Holders of ITAS and of ITAP: the same people for months on end, so a stock that moves slowly."""
    now, mix = times(month), _mix(area)
    level = _size(area, now) * now.residents
    itas = stock(area, "itas", level * mix.itas, month) + newcomers(area, month)
    return itas, stock(area, "itap", level * mix.itap, month)


def newcomers(area: Area, month: date) -> int:
    """Holders of ITAS at a works that has opened."""
    opened, people = WORKS.get(area.code, (month, (0,)))
    since = number(month) - number(opened)
    return people[min(since, len(people) - 1)] if since >= 0 else 0


def work_permits(area: Area, itas: int) -> int:
    """How many of the holders of ITAS work; the others are husbands, wives, students, the old."""
    return floor(itas * (0.97 if area.role == "site" else 0.3 + 0.6 * trait(area.code, "work")))


def lodgings(area: Area, month: date) -> dict[str, int]:
    """APOA: what lodgings reported in the month."""
    now = times(month)
    registered = floor(_registered(area) * now.trend + trait(area.code, "registered"))
    if not registered:
        return dict.fromkeys(LODGING_FIELDS, 0)
    chance = draws(area.code, "lodgings", number(month))
    reporting = min(registered, floor(registered * coverage(area, month) + next(chance)))
    guests_each = {"site": 7 * now.site, "kota": 4.5, "capital": 1.8, "rural": 0.9}[area.role]
    open_to = now.residents if area.role == "site" else now.season * now.visitors
    mean = reporting * guests_each * (0.7 + 0.6 * trait(area.code, "guests")) * open_to * wave(area, month)
    mean *= FESTIVALS.get((area.code, month), 1.0)
    check_ins = poisson(mean, next(chance))
    nights = 9 if area.role == "site" else 1.6 + 1.8 * trait(area.code, "nights")
    late_share = max(0.04, 0.38 * trait(area.code, "late") + 0.08 * drift(area.code, "late", number(month)))
    row = (
        registered,
        reporting,
        check_ins,
        poisson(LEAVING.get(month, 0.97) * check_ins, next(chance)),
        part(check_ins, late_share, chance),
        part(check_ins, 0.03 + 0.1 * trait(area.code, "open"), chance),
        check_ins + poisson(check_ins * (nights - 1), next(chance)),
    )
    return dict(zip(LODGING_FIELDS, row, strict=True))


def registry(area: Area, month: date) -> dict[str, int]:
    """Adminduk: what Dukcapil has registered of the ITAS and ITAP holders by the end of the quarter."""
    (itas, itap), habit = residents(area, month), trait(area.code, "registry")
    # Dukcapil sees fewer where workers live in a company's mess, and is behind or ahead in a few others.
    if area.role == "site" or habit < 0.1:
        share = 0.55 if area.role == "site" else 0.7
        return {"sktt": floor(itas * share), "ktp_el_oa": floor(itap * share)}
    return {"sktt": ceil(itas * 1.25) if habit > 0.93 else itas, "ktp_el_oa": itap}


def inhabitants(area: Area, year: int) -> dict[str, int | float | None]:
    """Penduduk: the kecamatan's share of the kabupaten's real 2024 figure, moved by about 1.1 % a year."""
    growth = 1.011 + 0.006 * (trait(area.code, "growth") - 0.5)
    return {"penduduk": round(area.population * growth ** (year - 2024)), "luas_km2": area.area_km2}


def coverage(area: Area, month: date) -> float:
    """Share of the registered lodgings that report, 0.40 to 0.95: better over the years, mostly."""
    years = (number(month) - number(date(2018, 1, 1))) / 12
    is_laggard = trait(area.code, "coverage gain") < 0.18
    gain = 0.0 if is_laggard else 0.03 + 0.04 * trait(area.code, "coverage gain")
    level = 0.42 + 0.2 * trait(area.code, "coverage") + gain * years
    return min(0.95, max(0.4, level + 0.05 * drift(area.code, "coverage", number(month))))


def wave(area: Area, month: date) -> float:
    """How many times the ordinary number of guests come as a local election draws near."""
    left = (number(day) - number(month) for day in area.elections)
    surge = sum(WAVE.get(months, 0) for months in left)
    return 1 + surge * (0.5 + 0.8 * trait(area.code, "wave"))


def _mix(area: Area) -> Mix:
    return AT_SITE if area.role == "site" else COMMON


def _size(area: Area, now: Times) -> float:
    return area.weight * (now.site if area.role == "site" else now.trend)


def _registered(area: Area) -> float:
    share = trait(area.code, "lodgings")
    if area.role == "kota":
        return 8 + 16 * share
    if area.role == "capital":
        return 5 + 9 * share
    if area.role == "site":
        return 4
    return max(0.0, 4 * share - 1.3)


def stock(area: Area, field: str, level: float, month: date) -> int:
    """People who stay: about so many (level), a little more or less as the months go by."""
    # Each area's own threshold turns the level into people: it moves by one now and then, not each month.
    swing = 0.06 if area.role == "site" else 0.35
    return floor(level * (1 + swing * drift(area.code, field, number(month))) + trait(area.code, field))


def part(whole: int, share: float, chance: Iterator[float]) -> int:
    """About such a share of the whole, never more than it."""
    return min(whole, poisson(whole * share, next(chance))) if whole else 0
