"""Notes on the time line of /tren: those of the view drawn and listed; a box to write one, or to withdraw one."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from timpora.draw import note_tables, trend_notes
from timpora.draw.markup import plain
from timpora.measure.breaks import covers
from timpora.store import note_book, notes
from timpora.store.notes import Note, NoteRefused
from timpora.text import say
from timpora.text.data import translated
from timpora.web import book_damage, note_form
from timpora.web.access import Viewer
from timpora.web.answers import ask

_STYLE = """
<style>
ol.notes { list-style: none; margin: 0; padding: 0; font-size: .92rem; max-height: 15rem; overflow-y: auto; }
@media print { ol.notes { max-height: none; } }
.facts.notes td { vertical-align: top; } .facts.notes td.when { min-width: 6.5rem; }
ol.notes li { padding: .12rem 0; }
ol.notes .flag { display: inline-block; min-width: 1.3rem; text-align: center; margin-right: .4rem; padding: 0 .2rem;
  border: 1px solid var(--note); color: var(--note); font-size: .78rem; }
ol.notes .flag.break { background: var(--ink); border-color: var(--ink); color: var(--ground); }
</style>
"""


def in_force() -> tuple[Note, ...]:
    """The notes there are, as far as their files can be read; what of them cannot is said."""
    book_damage.tell(note_book.damages)
    try:
        return translated(tuple(note_book.in_force()))
    except NoteRefused as problem:
        st.error(plain(str(problem)))
        return ()


def on_chart(
    who: Viewer,
    figure: go.Figure,
    known: Sequence[Note],
    measure: pd.Series,
    areas: Sequence[str],
    starts: date,
    ends: date,
) -> tuple[go.Figure, pd.DataFrame]:
    """The figure, whose axis goes from one day to another, with a flag for each note of the view; and these as a table

    for `below`. It is the figure that was given, drawn on.
    known: `in_force`; measure: a row of answers/measures.sql; areas: the codes of the areas shown; of a group somebody
    put together, those of its kecamatan.
    """
    found = trend_notes.seen(_table(who, known, measure, areas), starts, ends)
    return (trend_notes.flags(figure, found, starts, ends) if len(found) else figure), found


def below(who: Viewer, seen: pd.DataFrame, measure: pd.Series) -> None:
    """The list of the notes that were drawn, and a box with all there are and, for whoever may, a form."""
    if len(seen):
        st.html(_STYLE + trend_notes.listed(seen))
    note_form.told()
    box = st.expander(say("note.box"), key="kotak_catatan", on_change="rerun", icon=":material/flag:")
    if not box.open:
        return
    with box:
        try:
            known = [note for note in [*notes.reference(), *note_book.written()] if notes.may_see(note, who.scope)]
        except NoteRefused as problem:
            st.error(plain(str(problem)))
            return
        known = translated(known)
        form, record = st.columns([5, 7], gap="large")
        with form:
            note_form.show(who, known, measure)
        record.html(_STYLE + note_tables.record(known, names_of(who), ask(who, "measures"), is_named=_is_named(who)))


def of_area(who: Viewer, area: str, until: date) -> list[str]:
    """The newest notes on an area and what it lies in, up to the end of a month, as sentences; [] where there are none.

    area: a group code; until: the first day of the month.
    """
    end = (pd.Timestamp(until) + pd.offsets.MonthEnd()).date()
    try:
        known = note_book.in_force()
    except NoteRefused as problem:
        return [str(problem)]
    near = [n for n in known if covers(n.area, area) and n.first <= end and notes.may_see(n, who.scope)]
    names = names_of(who)
    newest = translated(sorted(near, key=lambda note: note.first, reverse=True)[: note_tables.NEWEST])
    damaged = book_damage.sentences(note_book.damages())
    return [*damaged, *(note_tables.sentence(note, names) for note in newest)]


def _table(who: Viewer, known: Sequence[Note], measure: pd.Series, areas: Sequence[str]) -> pd.DataFrame:
    """The notes of the view as a table for the chart. A break of a larger area is told without what it says."""
    told = [
        note if notes.may_see(note, who.scope) else note_tables.veiled(note)
        for note in known
        if note.concerns(measure["measure"], measure["source"]) and _is_near(note, areas, who)
    ]
    return note_tables.for_chart(told, names_of(who), ask(who, "measures"), is_named=_is_named(who))


def _is_near(note: Note, areas: Sequence[str], who: Viewer) -> bool:
    """Whether a note has its place in a view of these areas."""
    if notes.may_see(note, who.scope):
        return any(covers(note.area, area) or covers(area, note.area) for area in areas)
    return note.is_break and any(covers(note.area, area) for area in areas)


def names_of(who: Viewer) -> dict[str, str]:
    """Group code → name, of the areas this viewer sees; "kantor" is the office's own name."""
    groups = ask(who, "groups")
    office = ask(who, "snapshot").iloc[0].office_short_name
    return dict(zip(groups["group_code"], groups["group_name"], strict=True)) | {"kantor": office}


def _is_named(who: Viewer) -> bool:
    """Whether the viewer may know who wrote a note, as who loaded a file."""
    return who.may("siapa-memuat")
