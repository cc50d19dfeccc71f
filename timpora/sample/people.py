"""What other agencies know of the same people: Disnaker of workers, Disdik of learners, Imigrasi of nationalities."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import ceil, exp, isqrt

from timpora.sample import figures
from timpora.sample.areas import Area, apportion
from timpora.sample.chance import draw, drift, normal, trait
from timpora.sample.times import number, times

# Of a hundred foreign nationals, about how many hold each nationality (ISO 3166), at the industrial site and elsewhere.
AT_SITE = {"CN": 88, "IN": 5, "JP": 3, "KR": 2, "MY": 2}
ELSEWHERE = {
    **{"MY": 24, "CN": 14, "JP": 9, "AU": 8, "US": 7, "NL": 6, "PH": 6, "DE": 5},
    **{"IN": 5, "PK": 4, "TH": 4, "KR": 3, "GB": 3, "TL": 2},
}


def workers(area: Area, month: date) -> dict[str, int]:
    """TKA: workers by the place their employer registered (RPTKA), which is not always where they live."""
    resident = figures.work_permits(area, figures.residents(area, month)[0])
    habit = trait(area.code, "workers")
    if area.role == "site":
        registered = ceil(1.35 * resident)  # a third of them live in town, or have not come yet
    elif habit < 0.07:
        registered = resident // 2  # the employer's head office is elsewhere
    else:
        registered = resident + (1 if habit > 0.9 and resident else 0)
    return {"tka": registered, "pemberi_kerja": isqrt(registered)}


def learners(area: Area, month: date) -> dict[str, int]:
    """Pelajar: foreign pupils, students and teachers at the end of the semester."""
    now, chance = times(month), trait(area.code, "schools")
    level = now.residents * now.trend
    # Universities stand in town; a boarding school with pupils from Malaysia or Timor-Leste may stand anywhere.
    pupils = {"site": 0.4, "kota": 1.6, "capital": 0.8, "rural": 4.0 if chance > 0.93 else 0.0}[area.role]
    students = {"kota": 3.5, "capital": 0.5}.get(area.role, 0.0)
    teachers = {"kota": 0.9, "capital": 0.4}.get(area.role, 0.6 if chance > 0.93 else 0.0)
    row = {
        "pelajar": figures.stock(area, "pupils", pupils * level, month) if pupils else 0,
        "mahasiswa": figures.stock(area, "students", students * level, month) if students else 0,
        "pengajar": figures.stock(area, "teachers", teachers * level, month) if teachers else 0,
    }
    return row | {"total": sum(row.values())}


def nationalities(areas: Sequence[Area], month: date) -> list[tuple[Area, dict[str, str | int]]]:
    """Kebangsaan: the permits of each kabupaten by nationality; never below the kabupaten.

    One pair for each nationality of each kabupaten, with any kecamatan of it to name it by.
    """
    found = []
    for kabupaten in sorted({area.kabupaten_code for area in areas}):
        mine = [area for area in areas if area.kabupaten_code == kabupaten]
        counts = _by_nationality(kabupaten, mine, month)
        found += [(mine[0], {"kebangsaan": nation, "jumlah": count}) for nation, count in counts.items()]
    return found


def _by_nationality(kabupaten: str, areas: Sequence[Area], month: date) -> Counter[str]:
    counts = Counter(dict.fromkeys(ELSEWHERE, 0))
    for shares, is_site in ((AT_SITE, True), (ELSEWHERE, False)):
        people = sum(figures.permits(a, month)["total"] for a in areas if (a.role == "site") == is_site)
        level = [share * _liking(kabupaten, nation, month) for nation, share in shares.items()]
        counts.update(dict(zip(shares, apportion(people, level), strict=True)))
    return counts


def _liking(kabupaten: str, nation: str, month: date) -> float:
    # Families and firms draw their own: one kabupaten has Japanese, another Pakistanis, for years.
    here = exp(0.8 * normal(draw(kabupaten, "nationality", nation)))
    return here * (1 + 0.15 * drift(kabupaten, f"nationality {nation}", number(month)))
