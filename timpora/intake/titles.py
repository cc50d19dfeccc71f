"""The month a table is about, from the lines above its header.

A line counts when it says that it names the period ("Bulan: Oktober 2024", "Keadaan 31 Oktober 2024"). The day a
report was printed or signed ("Dicetak: 5 November 2024", "Parepare, 5 November 2024") is never its period.
"""

import re
from datetime import date, datetime
from itertools import pairwise

from timpora.intake.contracts import heading
from timpora.intake.findings import REFUSE, Finding, address, finding
from timpora.intake.layout import Layout
from timpora.intake.periods import MONTHS, parse_period

_SAYS_SO = re.compile(
    r"\b(PERIODE|BULAN|TRIWULAN|TW|KUARTAL|SEMESTER|TAHUN|KEADAAN|POSISI|PER TANGGAL|PER TGL|PER \d{1,2})\b"
)
_PRINTED = re.compile(r"\b(DICETAK|CETAK|DIUNDUH|DIBUAT|DITANDATANGANI|MENGETAHUI)\b")
_DAY_OF_MONTH = re.compile(rf"\b\d{{1,2}} ({'|'.join(MONTHS).upper()})\b")
_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def stated_period(layout: Layout, given: date | None, findings: list[Finding]) -> date | None:
    """The month the whole table is about: what the sender states, or what the lines above the header say.

    Adds a finding when neither says it, when they contradict each other, or when the lines name two. A table with a
    period column needs no title: what stands above it then only fills cells left blank.
    """
    titles = _titles(layout)
    sheet = layout.sheet.name
    if layout.period_column is None:
        if given is None and len(titles) > 1:
            findings.append(
                finding(REFUSE, "several_periods", sheet=sheet, cells=", ".join(c for c, _ in titles.values()))
            )
        elif given is None and not titles:
            findings.append(finding(REFUSE, "no_period", sheet=sheet))
        elif given and titles and given not in titles:
            cell, value = next(iter(titles.values()))
            stated = f"{given:%Y-%m}"
            findings.append(finding(REFUSE, "period_mismatch", sheet=sheet, cell=cell, value=value, given=stated))
    return given or (next(iter(titles)) if len(titles) == 1 else None)


def _titles(layout: Layout) -> dict[date, tuple[str, str]]:
    """Month → (cell, words) of the lines that name one; those that say they do go before those that merely might."""
    certain: dict[date, tuple[str, str]] = {}
    likely: dict[date, tuple[str, str]] = {}
    lines = [_line(number, cells) for number, cells in enumerate(layout.sheet.rows[: layout.header_row])]
    # "BULAN: OKTOBER" over "TAHUN: 2024" is one statement on two lines.
    lines += [(first, f"{above} {below}") for (first, above), (_, below) in pairwise(lines)]
    for where, text in lines:
        words = heading(text)
        month = parse_period(text, layout.contract.rhythm, layout.contract.period_anchor)
        if month is None or _PRINTED.search(words):
            continue
        if _SAYS_SO.search(words):
            certain.setdefault(month, (where, text))
        elif not _DAY_OF_MONTH.search(words):
            likely.setdefault(month, (where, text))
    return certain or likely


def _line(number: int, cells: list[object]) -> tuple[str, str]:
    filled = [(column, value) for column, value in enumerate(cells) if value not in (None, "")]
    where = address(number, filled[0][0]) if filled else ""
    return where, " ".join(_words(value) for _, value in filled)


def _words(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value.day} {_NAMES[value.month - 1]} {value.year}"
    return str(value)
