"""What a table says of itself outside its cells: month, kabupaten and roll in its titles, its sheet's or file's name.

A title counts when it says that it names the period ("Bulan: Oktober 2024", "Keadaan 31 Oktober 2024"). The day a
report was printed or signed ("Dicetak: 5 November 2024", "Parepare, 5 November 2024") is never its period.
"""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path

from timpora import paths
from timpora.intake.areas import Area, Gazetteer
from timpora.intake.contracts import Column, heading
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.periods import example_of, is_printed, is_span, months_named, parse_period, title_years, years_named

_SAYS_SO = re.compile(
    r"\b(PERIODE|BULAN|TRIWULAN|TW|KUARTAL|SEMESTER|SMT|TAHUN|KEADAAN|POSISI|PER TANGGAL|PER TGL|PER \d{1,2})\b"
)
_ADDRESS = re.compile(r"\b(JL|JLN|JALAN|ALAMAT|TELP|TELEPON|FAKS|EMAIL|KODE POS)\b")
_ELECTION = re.compile(r"\b(PEMILIHAN|PEMUNGUTAN|PILKADA|PEMILU)\b")
_MONTH_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-. ]?(0[1-9]|1[0-2])(?!\d)")
_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


class Titles:
    """The lines above a table's header, the name of its sheet and the name of its file."""

    def __init__(self, layout: Layout, file_name: str, several_sheets: bool = False):
        self.several_sheets = several_sheets
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
            months = {place.period for place in layout.places} - {None}
            if given and months and given not in months:
                words = {"value": ", ".join(f"{month:%Y-%m}" for month in sorted(months)), "given": f"{given:%Y-%m}"}
                findings.append(finding(REFUSE, "period_mismatch", sheet=self.sheet, **words))
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
        # One month cannot be that of several sheets.
        named = None if self.several_sheets or self._names_several() else self.name_period()
        if found is None and named:
            findings.append(finding(NOTE, "period_from_name", value=self.file_name, period=f"{named:%Y-%m}"))
            found = named
        elif found is None:
            example = example_of(self.contract.rhythm)
            findings.append(finding(REFUSE, "no_period", sheet=self.sheet, example=example))
        if found in titles and is_span(titles[found][1]):
            findings.append(
                finding(WARN, "cumulative", sheet=self.sheet, cell=titles[found][0], value=titles[found][1])
            )
        return found

    def _names_several(self) -> bool:
        """Whether a title names two months: the file's name must not decide between them."""
        return any(is_span(text) and months_named(text) > 1 for _, text in self.lines)

    def name_period(self) -> date | None:
        """The month in the file's name."""
        if found := self._read(self.file_name):
            return found
        months = {match.groups() for match in _MONTH_IN_NAME.finditer(self.file_name)}
        return self._read("-".join(months.pop())) if len(months) == 1 else None

    def kabupaten(self, gazetteer: Gazetteer) -> Area | None:
        """The kabupaten the table is about, where its rows do not name one."""
        # The address of a letterhead is the sender's, not the table's.
        texts = [text for _, text in self.lines if not _ADDRESS.search(heading(text))] + [self.file_name]
        named = {area for text in texts if (area := gazetteer.kabupaten_in(text))}
        by_sheet = gazetteer.kabupaten_called(self.sheet) if self.sheet else None
        return by_sheet or (named.pop() if len(named) == 1 else None)

    def keys(self, findings: list[Finding]) -> dict[str, str]:
        """Key columns that the table itself does not have: which roll, which stage. Adds a finding for one unsaid."""
        fixed, wide = {}, {name for place in self.layout.places for name, _ in place.keys}
        for column in self.contract.keys:
            if column.name in self.layout.key_columns or column.name in wide:
                continue
            if value := self.value(column):
                fixed[column.name] = value
            else:
                names = ", ".join(value.name for value in column.values)
                findings.append(finding(REFUSE, "missing_key", sheet=self.sheet, value=column.shown, known=names))
        return fixed

    def value(self, column: Column) -> str | None:
        """The one value of a category that titles, sheet or file name: which roll a file holds."""
        named: set[str] = set()
        for text in (*(text for _, text in self.lines), self.sheet or "", self.file_name):
            words = f" {heading(text)} "
            if any(f" {other} " in words for other in column.others):
                return None
            spelled = [header for header in column.value_of if f" {header} " in words]
            # "Daftar Pemilih Sementara Hasil Perbaikan" is not also "Daftar Pemilih Sementara".
            longest = [s for s in spelled if not any(s != other and s in other for other in spelled)]
            named |= {column.value_of[s].id for s in longest}
        return named.pop() if len(named) == 1 else None

    def _stage(self) -> date | None:
        """For a source by stage: the month in which the stage ends that the titles and the year name."""
        column = next((c for c in self.contract.keys if c.is_part), None)
        value = column and self.value(column)
        texts = [*(text for _, text in self.lines), self.file_name]
        years = {y for text in texts for y in title_years(text)} or {y for text in texts for y in years_named(text)}
        if not value or len(years) != 1:
            return None
        stage = next(v.stage for v in column.values if v.id == value)
        return _stage_ends(paths.reference("elections.toml")).get((years.pop(), stage))

    def _periods(self) -> dict[date, tuple[str, str]]:
        """Month → (cell, words) of the lines that name one; those that say they do before those that merely might."""
        certain: dict[date, tuple[str, str]] = {}
        likely: dict[date, tuple[str, str]] = {}
        for where, text in self.lines:
            words, month = heading(text), self._read(text)
            if month is None or is_printed(text):
                continue
            says_so = _SAYS_SO.search(words)
            # "Pemilihan serentak November 2024" names the vote a roll is for, not the month it is of.
            if self.contract.rhythm == "stage" and _ELECTION.search(words) and not says_so:
                continue
            (certain if says_so else likely).setdefault(month, (where, text))
        return certain or likely

    def _read(self, text: str | None) -> date | None:
        if not text:
            return None
        year = None if years_named(text) else self.year()
        return parse_period(text, self.contract.rhythm, self.contract.period_anchor, year)

    def year(self) -> int | None:
        """The one year that titles, or else the file's name, state."""
        years = {year for _, text in self.lines for year in title_years(text)} or years_named(self.file_name)
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
