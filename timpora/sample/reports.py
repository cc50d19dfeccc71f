"""What an agency writes in a file, which is not always what is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timpora.sample import enforcement, figures, followups, gaps, people, polling, readiness
from timpora.sample.areas import Area
from timpora.sample.sending import Sending

Value = str | int | float | bool | date | None
Figures = dict[str, Value]

BY_KECAMATAN = {
    "izin_tinggal": figures.permits,
    "apoa": figures.lodgings,
    "adminduk": figures.registry,
    "penduduk": lambda area, period: figures.inhabitants(area, period.year),
    "tak": enforcement.actions,
    "tka": people.workers,
    "pelajar": people.learners,
    "kesiapan": readiness.state,
    "deteksi_dini": readiness.reports,
}


@dataclass(frozen=True)
class Row:
    period: date
    area: Area  # where a source knows kabupaten only, the first kecamatan of it
    figures: Figures  # by column of the contract; None is left blank: not reported


def reported(sending: Sending) -> list[Row]:
    """The rows of one file, month by month, each month in the order of its areas."""
    source, rows = sending.source, []
    for period in sending.periods:
        areas = [
            area
            for area in sending.areas
            if gaps.is_reported(source, area.kabupaten_code, period) and not gaps.is_absent(source, area.code, period)
        ]
        for area, found in _truth(sending, areas, period):
            for column, too_many in sending.miscounted.get(area.code, {}).items():
                found[column] += too_many
            blank = dict.fromkeys(gaps.blank_columns(source, area.kabupaten_code, period))
            rows.append(Row(period, area, found | blank))
    return rows


def _truth(sending: Sending, areas: Sequence[Area], period: date) -> list[tuple[Area, Figures]]:
    if sending.source == "kebangsaan":
        return people.nationalities(areas, period)
    if sending.source == "rtl":
        return followups.listed(areas, period)
    if sending.source == "dpt":
        return polling.roll(areas, sending.polling_day, sending.stage)
    if sending.source == "tps_rawan":
        return polling.flags(areas, sending.polling_day)
    return [(area, BY_KECAMATAN[sending.source](area, period)) for area in areas]
