"""Sample files as agencies send them: made up, but of the size, shape and habits of real ones.

    for file in write(folder, areas_of(reference)):
        ...  # load file.path as received at file.received_at

Areas and each kabupaten's 2024 population and extent are real; every other figure is invented. The same
arguments give the same bytes, and a shorter range gives the same files with fewer of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from timpora.sample import figures, gaps
from timpora.sample.areas import Area, areas_of
from timpora.sample.files import save
from timpora.sample.schedule import Sending, sendings
from timpora.sample.tables import Figures, grid, text

__all__ = ["Area", "SampleFile", "areas_of", "write"]

FIGURES = {
    "izin_tinggal": figures.permits,
    "apoa": figures.lodgings,
    "adminduk": figures.registry,
    "penduduk": lambda area, period: figures.inhabitants(area, period.year),
}


@dataclass(frozen=True)
class SampleFile:
    path: Path
    source: str
    received_at: datetime  # when the agency sent it, Asia/Makassar
    period: date | None  # only where the file itself does not say


def write(
    folder: Path, areas: Sequence[Area], *, months: int = 82, last: date = date(2024, 10, 1)
) -> Iterator[SampleFile]:
    """Write the files about the months that end in `last`, oldest received first; yield each once written."""
    folder.mkdir(parents=True, exist_ok=True)
    for sending in sendings(areas, months, last):
        style = sending.style
        path = folder / f"{_name(sending)}.{style.format}"
        reported = [(area, _reported(sending, area)) for area in sending.areas]
        save(path, style, grid(style, sending.period, reported))
        period = None if style.says_period else sending.period
        yield SampleFile(path, sending.source, sending.received_at, period)


def _reported(sending: Sending, area: Area) -> Figures:
    """What the agency wrote for the area, which is not always what is true of it."""
    row = FIGURES[sending.source](area, sending.period)
    for column, too_many in sending.miscounted.get(area.code, {}).items():
        row[column] += too_many
    for column in gaps.blank_columns(sending.source, area.kabupaten_code, sending.period):
        row[column] = None
    return row


def _name(sending: Sending) -> str:
    name = text(sending.style.file, sending.period, sending.areas[0])
    return f"{name} (perbaikan {sending.areas[0].kabupaten_name})" if sending.is_correction else name
