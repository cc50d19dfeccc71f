"""DPT and TPS rawan: the roll of voters by stage, and the polling stations Bawaslu flagged.

Parepare's figures for 2024 are real (KPU and Bawaslu Parepare, in the press of August to November 2024); all others
are made from the population.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from timpora.sample import figures
from timpora.sample.areas import PILKADA_2024, Area, apportion
from timpora.sample.chance import draw, poisson, trait

Listed = list[tuple[Area, dict[str, str | int]]]

REAL_VOTERS = {"73.72.01": 19_374, "73.72.02": 25_498, "73.72.03": 33_920, "73.72.04": 33_082}
REAL_PROVISIONAL = {"73.72": 112_048}
REAL_STATIONS = {"73.72": 198}
REAL_FLAGS = {"73.72": {"dptb": 122, "disabilitas": 120, "kpps_luar": 64, "dpk": 55, "tms": 37}}

VOTERS_PER_STATION = {2018: 480, 2020: 380, 2024: 545}
# More than in the final roll, for each voter in it.
STAGES = {"dps": 0.0016, "dpshp": 0.0006, "dpt": 0.0}
FOUND = {"dps": 0.8, "dpshp": 0.95, "dpt": 1.0}  # of the findings there will be
SETTLED = {"dps": 0.35, "dpshp": 0.7, "dpt": 0.97}

# Share of the polling stations that each indicator is flagged at, in Bawaslu's order; a year knows the first so many.
INDICATORS = {
    **{"dptb": 0.42, "disabilitas": 0.45, "kpps_luar": 0.2, "dpk": 0.18, "tms": 0.14, "psu": 0.003},
    **{"kekerasan": 0.004, "intimidasi": 0.004, "penolakan": 0.002, "politik_uang": 0.02, "ujaran": 0.004},
    **{"netralitas_kpps": 0.006, "netralitas_asn": 0.012, "logistik_rusak": 0.008, "logistik_kurang": 0.008},
    **{"logistik_terlambat": 0.006, "sulit_dijangkau": 0.03, "rawan_bencana": 0.03, "rawan_konflik": 0.004},
    **{"dekat_kampus": 0.03, "dekat_posko": 0.03, "dekat_industri": 0.006, "lokasi_khusus": 0.004},
    **{"dekat_perbatasan": 0.02, "listrik": 0.012, "internet": 0.1},
}
ASSESSED = {2018: 8, 2020: 12, 2024: 26}
ONLY_IN = {"dekat_industri": ("site",), "dekat_kampus": ("kota", "capital"), "lokasi_khusus": ("kota", "capital")}


def roll(areas: Sequence[Area], day: date, stage: str) -> Listed:
    """DPT: polling stations, voters and findings of one stage before the polling day, by kecamatan."""
    found = []
    for mine in _by_kabupaten(areas):
        final = [voters(area, day) for area in mine]
        kabupaten = mine[0].kabupaten_code
        is_real = day == PILKADA_2024 and kabupaten in REAL_PROVISIONAL
        # What the first roll had too many is corrected half way in the next.
        too_many = REAL_PROVISIONAL[kabupaten] - sum(final) if is_real else ceil(STAGES["dps"] * sum(final))
        listed = apportion(sum(final) + floor(too_many * STAGES[stage] / STAGES["dps"]), final)
        for area, total, n in zip(mine, listed, stations(mine, day), strict=True):
            found.append((area, {"tahapan": stage, "tps": n, **_voters(area, total), **_findings(area, day, stage)}))
    return found


def voters(area: Area, day: date) -> int:
    """Voters of the final roll."""
    if day == PILKADA_2024 and area.code in REAL_VOTERS:
        return REAL_VOTERS[area.code]
    share = 0.67 + 0.06 * trait(area.code, "voters")
    return round(share * figures.inhabitants(area, day.year)["penduduk"])


def stations(areas: Sequence[Area], day: date) -> list[int]:
    """Polling stations of each kecamatan of one kabupaten."""
    final = [voters(area, day) for area in areas]
    if day == PILKADA_2024 and areas[0].kabupaten_code in REAL_STATIONS:
        return apportion(REAL_STATIONS[areas[0].kabupaten_code], final)
    size = VOTERS_PER_STATION.get(day.year, 500)
    return [ceil(n / (size * (0.92 + 0.14 * trait(a.code, "station")))) for a, n in zip(areas, final, strict=True)]


def flags(areas: Sequence[Area], day: date) -> Listed:
    """TPS rawan: polling stations flagged by each indicator assessed before the polling day, by kecamatan."""
    found = []
    for mine in _by_kabupaten(areas):
        there = stations(mine, day)
        real = REAL_FLAGS.get(mine[0].kabupaten_code, {}) if day == PILKADA_2024 else {}
        for indicator in list(INDICATORS)[: ASSESSED.get(day.year, len(INDICATORS))]:
            bent = [n * (0.85 + 0.3 * trait(a.code, f"flag {indicator}")) for a, n in zip(mine, there, strict=True)]
            flagged = (
                apportion(real[indicator], bent)
                if indicator in real
                else [_flagged(area, day, indicator, n) for area, n in zip(mine, there, strict=True)]
            )
            pairs = zip(mine, flagged, strict=True)
            found += [(area, {"indikator": indicator, "tps_ditandai": n}) for area, n in pairs]
    return found


def _flagged(area: Area, day: date, indicator: str, there: int) -> int:
    if area.role not in ONLY_IN.get(indicator, (area.role,)):
        return 0
    here = INDICATORS[indicator] * (0.3 + 1.4 * trait(area.code, f"flag {indicator}"))
    return min(there, poisson(there * here, draw(area.code, "flag", indicator, day.year)))


def _voters(area: Area, total: int) -> dict[str, int]:
    men = round(total * (0.478 + 0.02 * trait(area.code, "men")))
    return {"pemilih_l": men, "pemilih_p": total - men, "pemilih": total}


def _findings(area: Area, day: date, stage: str) -> dict[str, int]:
    rate = 0.002 + 0.007 * trait(area.code, "ineligible")
    ineligible = floor(FOUND[stage] * poisson(voters(area, day) * rate, draw(area.code, "ineligible", day.year)))
    foreign = poisson({"site": 0.6, "kota": 0.15}.get(area.role, 0.015), draw(area.code, "in the roll", day.year))
    # Most kecamatan settle all they found before the roll is final; some carry a rest into the vote.
    settles = 1.0 if trait(area.code, "settles") > 0.45 and stage == "dpt" else SETTLED[stage]
    return {
        "temuan_tms": ineligible,
        "tms_selesai": floor(ineligible * settles),
        "temuan_wna": foreign,
        "wna_selesai": floor(foreign * settles),
    }


def _by_kabupaten(areas: Sequence[Area]) -> list[list[Area]]:
    codes = sorted({area.kabupaten_code for area in areas})
    return [[area for area in areas if area.kabupaten_code == code] for code in codes]
