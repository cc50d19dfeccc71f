"""Sample files as agencies send them: made up, but of the size, shape and habits of real ones.

    for file in write(folder, areas_of(kabupaten_csv, kecamatan_csv)):
        ...  # load file.path as received at file.received_at

Areas, each kabupaten's 2024 population and extent, and Parepare's voters and flagged polling stations of 2024 are
real; every other figure is invented. The same arguments give the same bytes, and a shorter range gives the same files
with fewer of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from timpora.sample.areas import Area, areas_of
from timpora.sample.files import save
from timpora.sample.reports import reported
from timpora.sample.schedule import Sending, sendings
from timpora.sample.tables import sheets, text

__all__ = ["LAST", "Area", "SampleFile", "areas_of", "write"]

LAST = date(2024, 10, 1)  # the newest month


@dataclass(frozen=True)
class SampleFile:
    path: Path
    source: str
    received_at: datetime  # when the agency sent it, Asia/Makassar
    period: date | None  # only where the file itself does not say


def write(folder: Path, areas: Sequence[Area], *, months: int = 82, last: date = LAST) -> Iterator[SampleFile]:
    """Write the files about the months that end in `last`, oldest received first; yield each once written."""
    folder.mkdir(parents=True, exist_ok=True)
    for sending in sendings(areas, months, last):
        style = sending.style
        path = folder / f"{_name(sending)}.{style.format}"
        save(path, style, sheets(style, reported(sending), sending.stage))
        period = None if style.says_period else sending.period
        yield SampleFile(path, sending.source, sending.received_at, period)


def _name(sending: Sending) -> str:
    kabupaten = sending.areas[0].kabupaten_name
    name = text(sending.style.file, sending.period, sending.areas[0], sending.stage)
    if sending.remark:
        return f"{name} ({sending.remark} {kabupaten})"
    return name
