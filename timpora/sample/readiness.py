"""Kesiapan and deteksi dini: how far the teams of a kecamatan have come, and what its RT/RW report."""

from datetime import date

from timpora.sample.areas import Area
from timpora.sample.chance import draws, poisson, trait
from timpora.sample.times import month_of, number

BEGINNING = number(date(2018, 1, 1))
NO_MEETINGS = range(number(date(2020, 4, 1)), number(date(2021, 7, 1)))  # the pandemic
MOST_REPORTS = 6


def state(area: Area, month: date) -> dict[str, bool | date | int | None]:
    """Kesiapan at the end of the quarter: decree, last meeting, training, RT/RW with an early-detection team."""
    now = number(month)
    neighbourhoods = _neighbourhoods(area)
    return {
        "sk_tim": now >= _decree(area),
        "rapat_terakhir": last_meeting(area, month),
        "pelatihan_apoa": now >= BEGINNING + 18 + int(110 * trait(area.code, "training")),
        "rt_rw_tim": int(neighbourhoods * covered_share(area, month)),
        "rt_rw": neighbourhoods,
    }


def last_meeting(area: Area, month: date) -> date | None:
    """The day the team last met, none before its decree. Most meet every third to eighth month, some far less."""
    rarely = trait(area.code, "meets rarely") < 0.15
    every = 13 if rarely else 3 + int(6 * trait(area.code, "meets"))
    at = number(month) - (number(month) - int(every * trait(area.code, "meets first"))) % every
    while at in NO_MEETINGS:
        at -= every
    if at < _decree(area):
        return None
    day = 3 + int(24 * next(draws(area.code, "meeting", at)))
    return month_of(at).replace(day=day)


def covered_share(area: Area, month: date) -> float:
    """Share of the RT/RW with an early-detection team: none at first, more each year, never fewer."""
    months = number(month) - BEGINNING - int(40 * trait(area.code, "teams begin"))
    a_year = 0.05 + 0.13 * trait(area.code, "teams grow")
    return min(0.97, max(0.0, months / 12 * a_year))


def reports(area: Area, month: date) -> dict[str, int]:
    """Deteksi dini: reports of RT/RW and desa in the month, and what became of them."""
    chance = draws(area.code, "early reports", number(month))
    eager = 0.3 + 2.2 * trait(area.code, "early reports") ** 2
    mean = eager * (0.15 + covered_share(area, month)) * (1.8 if area.role in ("site", "kota") else 1)
    received = min(MOST_REPORTS, poisson(mean, next(chance)))
    careful = 0.55 + 0.45 * trait(area.code, "verifies")
    verified = sum(next(chance) < careful for _ in range(received))
    followed = sum(next(chance) < 0.5 + 0.5 * trait(area.code, "follows up") for _ in range(verified))
    return {
        "laporan_diterima": received,
        "laporan_diverifikasi": verified,
        "laporan_ditindaklanjuti": followed,
    }


def _decree(area: Area) -> int:
    return BEGINNING + int(115 * trait(area.code, "decree"))


def _neighbourhoods(area: Area) -> int:
    families = area.population / (330 + 220 * trait(area.code, "neighbourhoods"))
    return min(120, max(20, round(families)))
