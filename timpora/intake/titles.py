"""What a table says of itself outside its cells: month, kabupaten and roll in its titles, its sheet's or file's name.

A title counts when it says that it names the period ("Bulan: Oktober 2024", "Keadaan 31 Oktober 2024"). The day a
report was printed or signed ("Dicetak: 5 November 2024", "Parepare, 5 November 2024") is never its period.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

from timpora import paths
from timpora.intake.areas import Area, Gazetteer
from timpora.intake.contracts import Column, heading
from timpora.intake.findings import NOTE, REFUSE, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.periods import MONTHS, parse_period, years_named

_SAYS_SO = re.compile(
    r"\b(PERIODE|BULAN|TRIWULAN|TW|KUARTAL|SEMESTER|SMT|TAHUN|KEADAAN|POSISI|PER TANGGAL|PER TGL|PER \d{1,2})\b"
)
_PRINTED = re.compile(r"\b(DICETAK|CETAK|DIUNDUH|DIBUAT|DITANDATANGANI|MENGETAHUI)\b")
_DAY_OF_MONTH = re.compile(rf"\b\d{{1,2}} ({'|'.join(MONTHS).upper()})\b")
_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-. ]?(0[1-9]|1[0-2])(?!\d)")
_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


class Titles:
    """The lines above a table's header, the name of its sheet and the name of its file."""

    def __init__(self, layout: Layout, file_name: str):
        self.layout, self.contract, self.sheet = layout, layout.contract, layout.sheet.name
        self.file_name = _plain_name(file_name)
        top = layout.header_rows[0]
        self.lines = [_line(number, cells) for number, cells in enumerate(layout.sheet.rows[:top])]
        self.lines = [line for line in self.lines if line[1]]

    def period(self, given: date | None, findings: list[Finding]) -> date | None:
        """The month the whole table is about: what the sender states, or the titles, the sheet, the file's name.

        Adds a finding when nothing says it, when two contradict each other, or when the titles name two. A table
        with a period in its columns needs no title: what stands above it then only fills cells left blank.
        """
        titles, layout = self._periods(), self.layout
        sheet = self._read(self.sheet)
        if layout.says_period:
            return given or (next(iter(titles)) if len(titles) == 1 else None)
        if given is None and len(titles) > 1:
            findings.append(
                finding(REFUSE, "several_periods", sheet=self.sheet, cells=", ".join(c for c, _ in titles.values()))
            )
        elif titles and (other := given or sheet) and other not in titles:
            cell, value = next(iter(titles.values()))
            words = {"cell": cell, "value": value, "given": f"{other:%Y-%m}"}
            findings.append(finding(REFUSE, "period_mismatch", sheet=self.sheet, **words))
        found = given or (next(iter(titles)) if titles else None) or sheet or self._stage()
        named = self.name_period()
        if found is None and named:
            findings.append(finding(NOTE, "period_from_name", value=self.file_name, period=f"{named:%Y-%m}"))
        elif found is None:
            findings.append(finding(REFUSE, "no_period", sheet=self.sheet))
        return found or named

    def name_period(self) -> date | None:
        """The month in the file's name."""
        if found := self._read(self.file_name):
            return found
        months = {match.groups() for match in _MONTH_IN_NAME.finditer(self.file_name)}
        return self._read("-".join(months.pop())) if len(months) == 1 else None

    def kabupaten(self, gazetteer: Gazetteer) -> Area | None:
        """The kabupaten the table is about, where its rows do not name one."""
        texts = [text for _, text in self.lines] + [self.file_name]
        named = {area for text in texts if (area := gazetteer.kabupaten_in(text))}
        by_sheet = gazetteer.kabupaten_called(self.sheet) if self.sheet else None
        return by_sheet or (named.pop() if len(named) == 1 else None)

    def value(self, column: Column) -> str | None:
        """The one value of a category that titles, sheet or file name: which roll a file holds."""
        for text in (*(text for _, text in self.lines), self.sheet or "", self.file_name):
            words = f" {heading(text)} "
            spelled = [header for header in column.value_of if f" {header} " in words]
            # "Daftar Pemilih Sementara Hasil Perbaikan" is not also "Daftar Pemilih Sementara".
            longest = [s for s in spelled if not any(s != other and s in other for other in spelled)]
            if len(ids := {column.value_of[s].id for s in longest}) == 1:
                return ids.pop()
        return None

    def _stage(self) -> date | None:
        """For a source by stage: the month in which the stage ends that the titles and the year name."""
        column = next((c for c in self.contract.keys if c.is_part), None)
        value = column and self.value(column)
        years = {year for text in (*(t for _, t in self.lines), self.file_name) for year in years_named(text)}
        if not value or len(years) != 1:
            return None
        stage = next(v.stage for v in column.values if v.id == value)
        return _stage_ends(paths.reference() / "elections.toml").get((years.pop(), stage))

    def _periods(self) -> dict[date, tuple[str, str]]:
        """Month → (cell, words) of the lines that name one; those that say they do before those that merely might."""
        certain: dict[date, tuple[str, str]] = {}
        likely: dict[date, tuple[str, str]] = {}
        for where, text in self._statements():
            words, month = heading(text), self._read(text)
            if month is None or _PRINTED.search(words):
                continue
            if _SAYS_SO.search(words):
                certain.setdefault(month, (where, text))
            elif not _DAY_OF_MONTH.search(words):
                likely.setdefault(month, (where, text))
        return certain or likely

    def _statements(self) -> Iterator[tuple[str, str]]:
        yield from self.lines
        # "BULAN: OKTOBER" over "TAHUN: 2024" is one statement on two lines.
        for (first, above), (_, below) in pairwise(self.lines):
            yield first, f"{above} {below}"

    def _read(self, text: str | None) -> date | None:
        if not text:
            return None
        year = None if years_named(text) else self._year()
        return parse_period(text, self.contract.rhythm, self.contract.period_anchor, year)

    def _year(self) -> int | None:
        years = {year for _, text in self.lines for year in years_named(text)} or years_named(self.file_name)
        return next(iter(years)) if len(years) == 1 else None


def file_year(file_name: str) -> int | None:
    """The one year in a file's name."""
    years = years_named(_plain_name(file_name))
    return years.pop() if len(years) == 1 else None


@cache
def _stage_ends(path: Path) -> dict[tuple[int, str], date]:
    elections = tomllib.loads(path.read_text("utf-8"))["elections"]
    return {
        (election["voting_day"].year, stage["name"]): stage["ends"].replace(day=1)
        for election in elections
        for stage in election.get("stages", ())
    }


def _plain_name(file_name: str) -> str:
    return Path(file_name).stem.replace("_", " ")


def _line(number: int, cells: list[object]) -> tuple[str, str]:
    filled = [(column, value) for column, value in enumerate(cells) if value not in (None, "")]
    where = address(number, filled[0][0]) if filled else ""
    return where, " ".join(_words(value) for _, value in filled)


def _words(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value.day} {_NAMES[value.month - 1]} {value.year}"
    return str(value)
