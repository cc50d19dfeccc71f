"""The log of corrections: what a later file changed in what an earlier one had said, cell by cell."""

from datetime import date

import pandas as pd

from timpora.draw.markup import Markup, join, tag
from timpora.draw.provenance import file_name
from timpora.draw.reports import source_name
from timpora.text import day, number, period_of, say

OPEN = 6  # cells of one file and month shown at once; the rest opens


def answer(cells: pd.DataFrame) -> str:
    """ "2 berkas mengoreksi 6 angka; yang terbaru diterima 24 September 2024 (Imigrasi, Izin tinggal, Juli 2024)."

    cells: answers/corrections.sql.
    """
    if cells.empty:
        return say("corrections.none")
    newest = cells.iloc[0]
    return say(
        "corrections.answer",
        files=number(cells["load_id"].nunique()),
        n=number(cells.drop_duplicates(["load_id", "period"])["cells_corrected"].sum()),
        day=day(newest.received_at),
        of=say("reports.of", source=source_name(newest), period=period_of(newest.period, newest.rhythm)),
    )


def log(cells: pd.DataFrame, *, names_files: bool) -> Markup:
    """One entry per correcting file and month, newest first; a long one opens. cells: answers/corrections.sql.

    names_files: whether the reader may know what a file was called; its number in the ledger always stands.
    """
    entries = [_entry(own, names_files) for _, own in cells.groupby(["load_id", "period"], sort=False)]
    return tag("ol", *entries, class_="corrections")


def _entry(own: pd.DataFrame, names_files: bool) -> Markup:
    first = own.iloc[0]
    of = say("reports.of", source=source_name(first), period=period_of(first.period, first.rhythm))
    head = tag("p", tag("strong", f"{day(first.received_at)} · {of}"))
    old = own[["replaced_name", "replaced_load_id"]].drop_duplicates()
    replaced = [file_name(name, load_id, is_named=names_files) for name, load_id in old.itertuples(index=False)]
    own_file = file_name(first.original_name, first.load_id, is_named=names_files)
    files = tag("p", own_file, f" {say('corrections.replaces')} ", join(replaced, ", "))
    lines = [_line(row) for row in own.itertuples()]
    shown, more = lines[:OPEN], lines[OPEN:]
    if left := int(first.cells_corrected) - len(lines):
        more.append(tag("li", say("finding.changed_more", n=number(left)), class_="muted"))
    summary = tag("summary", say("corrections.more", n=number(first.cells_corrected - OPEN)))
    return tag("li", head, files, tag("ul", *shown), tag("details", summary, tag("ul", *more)) if more else "")


def _line(row) -> Markup:
    keys = [] if pd.isna(row.key_name) or not row.key_name else [row.key_name]
    where = ", ".join([row.area_name, row.kabupaten_name, *keys, row.column_name])
    if row.is_withheld:
        return tag("li", f"{where}: ", tag("span", say("corrections.withheld"), class_="muted"))
    old, new = (value_text(value, row.value_kind) for value in (row.old_value, row.new_value))
    return tag("li", f"{where}: ", tag("span", f"{old} → {new}", class_="change"))


def value_text(value: str | None, kind: str) -> str:
    """A cell as it was understood, as a person reads it; blank is not reported. kind: of the contract's column."""
    if pd.isna(value) or value == "":
        return say("empty.not_reported")
    if kind in ("count", "decimal"):
        amount = float(value)
        return number(amount, 0 if amount.is_integer() else 2)
    if kind == "date":
        return day(date.fromisoformat(value))
    return say("yes" if value == "True" else "no") if kind == "yes_no" else value
