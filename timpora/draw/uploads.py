"""What the page for files shows, as small HTML tables and one CSV: findings, differences, rows as understood, loads."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from timpora.draw.markup import Markup, join, table, tag
from timpora.intake.areas import Gazetteer
from timpora.intake.contracts import Column, Contract
from timpora.intake.corrections import said
from timpora.intake.findings import NOTE, REFUSE, WARN, Finding
from timpora.intake.table import Table
from timpora.text import day, moment, number, period_of, say
from timpora.text.data import translated

MOST = 60  # findings drawn at once; the whole list can be downloaded
DIFFERENCES = {"changed", "changed_more"}  # rules of the findings that are drawn as a comparison
_ORDER = {REFUSE: 0, WARN: 2, NOTE: 3}
_HARMLESS = "'"  # before what a spreadsheet would run: = + - @
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def level(found: Finding) -> str:
    """refuse · doubt (a person must say why) · warn · note."""
    return "doubt" if found.needs_reason else found.severity


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The gravest first, each group in the order of the file; differences are drawn elsewhere."""
    own = [found for found in findings if found.rule not in DIFFERENCES]
    return sorted(own, key=lambda found: 1 if found.needs_reason else _ORDER[found.severity])


def findings_table(findings: Iterable[Finding]) -> Markup:
    """Severity, sheet, cell, the value as written, and what to do."""
    ordered = sorted_findings(findings)
    # A column that says nothing of any finding is left out.
    places = [name for name in ("sheet", "cell", "value") if any(getattr(found, name) for found in ordered)]
    rows = [
        [
            tag("td", tag("span", say(f"upload.level.{level(found)}"), class_=f"mark {level(found)}")),
            *(tag("td", getattr(found, name) or "–", class_=name) for name in places),
            tag("td", sentence(found)),
        ]
        for found in ordered[:MOST]
    ]
    drawn = table(_heads(("level", *places, "message")), rows, "facts findings")
    if len(ordered) > MOST:
        drawn = join([drawn, tag("p", say("upload.more_findings", n=len(ordered) - MOST), class_="muted")])
    return drawn


def sentence(found: Finding) -> str:
    """What is wrong and what to do, without the place, which has columns of its own."""
    return replace(found, sheet=None, cell=None).message


def findings_csv(findings: Iterable[Finding], file: str) -> bytes:
    """The findings for whoever must mend the file: semicolons and a mark that spreadsheets know, nothing that runs."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    names = ("file", "level", "sheet", "cell", "value", "message")
    writer.writerow([say(f"upload.head.{name}") for name in names])
    for found in sorted_findings(findings):
        cells = (file, say(f"upload.level.{level(found)}"), found.sheet, found.cell, found.value, sentence(found))
        writer.writerow([harmless(cell or "") for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return _HARMLESS + text if text.lstrip().startswith(_RUNS) or text.startswith(_RUNS) else text


def differences_table(findings: Iterable[Finding]) -> Markup | None:
    """Every number that would replace another; None where none would."""
    changed = [dict(found.words) for found in findings if found.rule == "changed"]
    more = sum(dict(found.words)["n"] for found in findings if found.rule == "changed_more")
    if not changed:
        return None
    names = ("area", "period", "column", "old", "new")
    rows = [
        [tag("td", words[name], class_="n" if name in ("old", "new") else None) for name in names] for words in changed
    ]
    drawn = table(_heads(names), rows, "facts differences")
    return join([drawn, tag("p", say("upload.more_changes", n=more), class_="muted")]) if more else drawn


def changed_cells(findings: Iterable[Finding]) -> int:
    """How many numbers would replace others."""
    more = sum(dict(found.words)["n"] for found in findings if found.rule == "changed_more")
    return more + sum(found.rule == "changed" for found in findings)


def rows_table(shown: Table, places: Gazetteer, *, without: Sequence[Column] = ()) -> Markup:
    """The first rows as they were understood: names instead of codes, and a word where nothing was reported.

    without: columns that are left out, because the whole file says nothing of them.
    """
    contract = shown.contract
    columns = [column for column in contract.columns if column not in without]
    several = len({row["sheet"] for row in shown.rows}) > 1
    has_kecamatan = contract.grain != "kabupaten"
    heads = [say("upload.head.row"), contract_period_head(contract), say("table.kabupaten")]
    heads += [say("table.kecamatan")] if has_kecamatan else []
    heads += [_heading(column) for column in columns]
    rows = []
    for row in shown.rows:
        area = places.areas.get(row["area_code"]) or places.kabupaten[row["area_code"]]
        where = f"{row['sheet']}, {row['source_row']}" if several else row["source_row"]
        cells = [tag("td", where, class_="muted"), tag("td", period_of(row["period"], contract.rhythm))]
        cells.append(tag("td", area.kabupaten_name))
        cells += [tag("td", area.name)] if has_kecamatan else []
        rows.append(cells + [_value(row.get(column.name), column) for column in columns])
    return table(heads, rows, "facts rows")


def contract_period_head(contract: Contract) -> str:
    return contract.period_headers[0].capitalize()


def _heading(column: Column) -> Markup:
    unit = tag("span", f" ({translated(column.unit)})", class_="muted") if column.unit else ""
    return tag("th", column.shown, unit, scope="col", class_="n" if column.is_number else None)


def _value(value: object, column: Column) -> Markup:
    if value is None:
        return tag("td", said(None), class_="n empty" if column.is_number else "empty")
    if column.kind == "category":
        value = translated(next((each.name for each in column.values if each.id == value), value))
    return tag("td", said(value), class_="n" if column.is_number else None)


def source_name(contract: Contract) -> str:
    """ "Imigrasi, Izin tinggal"."""
    return say("source.name", agency=contract.agency, source=translated(contract.name))


def periods_said(periods: Sequence[date], rhythm: str) -> str:
    """ "Oktober 2024", "September 2024, Oktober 2024", "Januari 2024–Desember 2024 (12)"."""
    names = [period_of(period, rhythm) for period in sorted(periods)]
    if len(names) <= 2:
        return ", ".join(names)
    return say("upload.periods", first=names[0], last=names[-1], n=len(names))


def loads_table(loads: Iterable, contracts: dict[str, Contract]) -> Markup:
    """What was loaded, one line each (timpora.web.loads.Load), with what became of it."""
    names = ("id", "file", "source", "period", "rows", "by", "replaces", "state")
    rows = []
    for load in loads:
        contract = contracts.get(load.source)
        source = source_name(contract) if contract else load.source
        when = day(load.withdrawn_at) if load.withdrawn_at else ""
        state = say(f"upload.state.{load.state}", by=load.withdrawn_by, when=when)
        reason = tag("div", say("upload.with_reason", reason=load.reason), class_="muted") if load.reason else ""
        rows.append(
            [
                tag("td", load.id, class_="cell"),
                tag("td", load.file, reason, class_="value"),
                tag("td", source),
                tag("td", periods_said(load.periods, contract.rhythm if contract else "monthly")),
                tag("td", number(load.rows), class_="n"),
                tag("td", load.by, tag("div", moment(load.received), class_="muted")),
                tag("td", ", ".join(load.replaces) or "–", class_="cell"),
                tag("td", tag("span", state, class_=f"mark {load.state}")),
            ]
        )
    return table(_heads(names), rows, "facts loads")


def _heads(names: Iterable[str]) -> list[Markup]:
    numbers = ("rows", "old", "new")
    return [tag("th", say(f"upload.head.{n}"), scope="col", class_="n" if n in numbers else None) for n in names]
