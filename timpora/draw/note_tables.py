"""Notes in words: as a table for the chart, as the record of all there are, as a sentence under a kecamatan's sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from timpora.draw import markup
from timpora.draw.markup import Markup, join, tag
from timpora.store.notes import Note
from timpora.text import day, month, say

NEWEST = 3  # notes under a sheet that is one page
_COLUMNS = ("id", "first", "last", "when", "kind", "area_name", "about", "text", "is_break", "origin")


def for_chart(
    notes: Iterable[Note], names: Mapping[str, str], measures: pd.DataFrame, *, is_named: bool
) -> pd.DataFrame:
    """The table of `timpora.draw.trend_notes`, without numbers.

    names: group code → name; measures: answers/measures.sql; is_named: whether the reader may know who wrote a note.
    """
    rows = [
        (
            note.id,
            note.first,
            note.last,
            when(note),
            note.kind,
            names.get(note.area, ""),
            about(note, measures),
            note.text,
            note.is_break,
            origin(note, is_named=is_named),
        )
        for note in notes
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"first": "datetime64[ns]", "last": "datetime64[ns]"})


def record(notes: Iterable[Note], names: Mapping[str, str], measures: pd.DataFrame, *, is_named: bool) -> Markup:
    """Every note, the newest time first; what was withdrawn with when, by whom and why."""
    heads = [say(f"note.head.{name}") for name in ("when", "text", "area", "about", "origin")]
    ordered = sorted(notes, key=lambda note: (note.first, note.id), reverse=True)
    return markup.table(heads, [_line(note, names, measures, is_named) for note in ordered], "facts notes")


def _line(note: Note, names: Mapping[str, str], measures: pd.DataFrame, is_named: bool) -> list[Markup]:
    kind = say(f"note.kind.{note.kind}")
    said: list[object] = [tag("s", note.text) if note.is_withdrawn else note.text]
    said.append(tag("div", join([kind, say("note.break")] if note.is_break else [kind], " · "), class_="muted"))
    if note.is_withdrawn:
        words = {"day": day(date.fromisoformat(note.withdrawn_at[:10])), "why": note.withdrawn_why}
        by = say("note.by", name=note.withdrawn_by) if is_named else ""
        said.append(tag("div", say("note.withdrawn", **words), by, class_="muted"))
    return [
        tag("td", when(note), class_="when"),
        tag("td", *said),
        tag("td", names.get(note.area, "")),
        tag("td", about(note, measures) or say("note.everything")),
        tag("td", origin(note, is_named=is_named), class_="muted"),
    ]


def sentence(note: Note, names: Mapping[str, str]) -> str:
    """ "November 2024, Kota Parepare (acara): Rapat Timpora …"."""
    words = {"when": when(note), "area": names.get(note.area, ""), "kind": say(f"note.kind.{note.kind}")}
    return say("note.sentence", **words, text=note.text)


def when(note: Note) -> str:
    """ "Maret 2025", "5 November 2024", "Januari 2025–Desember 2025"."""
    ends = f"–{_moment(note.ends)}" if note.ends and note.ends != note.starts else ""
    return f"{_moment(note.starts)}{ends}"


def about(note: Note, measures: pd.DataFrame) -> str:
    """The measures and sources a note concerns, by name; "" for all."""
    if not note.measures and not note.sources:
        return ""
    named = measures.set_index("measure")["measure_name"]
    sources = measures.drop_duplicates("source").set_index("source")
    agencies = sources["agency_name"] + ", " + sources["source_name"]
    said = [named.get(one, one) for one in note.measures] + [agencies.get(one, one.upper()) for one in note.sources]
    return ", ".join(said)


def origin(note: Note, *, is_named: bool) -> str:
    """Who wrote it and when; of a note that no office wrote, from where it is."""
    if note.is_background:
        return say("note.background")
    if note.is_reference:
        return say("note.reference", source=note.stated_by)
    if not note.written:
        return ""
    said = say("note.written", day=day(note.written))
    return said + say("note.by", name=note.by) if is_named else said


def veiled(note: Note) -> Note:
    """What of a break is told to those who see a part of its area: that it is there."""
    return replace(note, kind="lain", ends="", area="", text=say("note.of_larger_area"), by="", at="", stated_by="")


def _moment(text: str) -> str:
    return day(date.fromisoformat(text)) if len(text) > 7 else month(date.fromisoformat(f"{text}-01"))
