"""The form of a note: write one, or withdraw one with a reason. What came of it is said above the box."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import note_tables
from timpora.measure.breaks import OFFICE
from timpora.store import note_book, notes
from timpora.store.notes import KINDS, LONGEST, Note, NoteRefused
from timpora.text import month, say
from timpora.web import access, press, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_RIGHT = "menilai"
_SAID = "_note_said"  # (whether it was done, the sentence) of the last press
_ABOUT = ("ukuran", "sumber", "semua")
_PRECISION = ("bulan", "hari")
_AHEAD = 12  # months from now for which something can be noted: what is planned


def told() -> None:
    """What came of the last press."""
    press.told(_SAID, st.error)


def may_write(who: Viewer) -> bool:
    """Whether this viewer writes notes; never through another's eyes."""
    return press.may(who, _RIGHT)


def show(who: Viewer, known: list[Note], measure: pd.Series) -> None:
    """The forms, at first for the area of the view; for whoever may not write, whose they are.

    known: the notes there are; measure: a row of answers/measures.sql.
    """
    if not may_write(who):
        st.caption(say("note.not_yours"))
        return
    groups = ask(who, "groups")
    own = groups[[notes.may_write(code, who.scope) for code in groups["group_code"]]]
    precision = st.segmented_control(
        say("note.precision"),
        _PRECISION,
        default=_PRECISION[0],
        format_func=lambda code: say(f"note.precision.{code}"),
        required=True,
        key="catatan_ketelitian",
    )
    with st.form("tulis_catatan"):
        _when(who, precision)
        kind, area = st.columns(2)
        kind.selectbox(say("note.kind"), KINDS, format_func=lambda code: say(f"note.kind.{code}"), key="catatan_jenis")
        names, view = ui.area_names(own), ui.held_area(who).group_code
        here = list(names).index(view) if view in names else 0
        area.selectbox(say("map.area"), list(names), index=here, format_func=names.get, key="catatan_wilayah")
        st.selectbox(
            say("note.about"),
            _ABOUT,
            format_func=lambda code: _about_said(code, measure),
            key="catatan_tentang",
        )
        st.text_input(say("note.text"), max_chars=LONGEST, key="catatan_teks", placeholder=say("note.text_hint"))
        st.checkbox(say("note.is_break"), key="catatan_putus", help=say("note.is_break_help"))
        st.form_submit_button(say("note.save"), type="primary", on_click=_save, args=(precision, dict(measure)))
    mine = [n for n in known if not (n.is_reference or n.is_withdrawn) and notes.may_write(n.area, who.scope)]
    if mine:
        with st.form("tarik_catatan"):
            labels = {note.id: f"{note_tables.when(note)}: {note.text}" for note in reversed(mine)}
            st.selectbox(say("note.withdraw_which"), list(labels), format_func=labels.get, key="catatan_tarik")
            st.text_input(say("note.why"), max_chars=LONGEST, key="catatan_alasan")
            st.form_submit_button(say("note.withdraw"), on_click=_withdraw)


def _when(who: Viewer, precision: str) -> None:
    first, last = st.columns(2)
    if precision == "hari":
        first.date_input(say("note.starts_day"), today(who), format="DD/MM/YYYY", key="catatan_mulai_hari")
        last.date_input(say("note.ends_day"), None, format="DD/MM/YYYY", key="catatan_selesai_hari")
        return
    oldest, now = ask(who, "periods")["period"].min(), pd.Timestamp(today(who)).replace(day=1)
    months = [f"{at:%Y-%m}" for at in pd.date_range(oldest, now + pd.DateOffset(months=_AHEAD), freq="MS")][::-1]
    first.selectbox(say("note.starts"), months, index=_AHEAD, format_func=_month, key="catatan_mulai")
    last.selectbox(say("note.ends"), ["", *months], format_func=_month, key="catatan_selesai")


def _about_said(code: str, measure: pd.Series) -> str:
    words = {"measure": measure["measure_name"], "source": measure["source_name"], "agency": measure["agency_name"]}
    return say(f"note.about.{code}", **words)


def _save(precision: str, measure: dict) -> None:
    state = st.session_state

    def save(who: Viewer) -> str:
        about = state["catatan_tentang"]
        draft = Note(
            id="",
            kind=state["catatan_jenis"],
            starts=_chosen("mulai", precision),
            ends=_chosen("selesai", precision),
            area=state["catatan_wilayah"] or OFFICE,
            text=state["catatan_teks"],
            measures=(measure["measure"],) if about == "ukuran" else (),
            sources=(measure["source"],) if about == "sumber" else (),
            is_break=state["catatan_putus"],
        )
        note = note_book.add(draft, access.signature(who), who.scope)
        access.record("catat", who.name, step="tulis", note=note.id, scope=note.area)
        state["catatan_teks"], state["catatan_putus"] = "", False
        return say("note.saved_break" if note.is_break else "note.saved", when=note_tables.when(note))

    _done(save)


def _withdraw() -> None:
    state = st.session_state

    def withdraw(who: Viewer) -> str:
        note = note_book.withdraw(state["catatan_tarik"], state["catatan_alasan"], access.signature(who), who.scope)
        access.record("catat", who.name, step="tarik", note=note.id, scope=note.area)
        state["catatan_alasan"] = ""
        return say("note.is_withdrawn", when=note_tables.when(note))

    _done(withdraw)


def _done(change: Callable[[Viewer], str]) -> None:
    press.done(_SAID, change, NoteRefused, _RIGHT, say("note.not_yours"))


def _chosen(name: str, precision: str) -> str:
    """What was chosen, as a note keeps it."""
    value: str | date | None = st.session_state[f"catatan_{name}_hari" if precision == "hari" else f"catatan_{name}"]
    return f"{value or ''}"


def _month(code: str) -> str:
    return month(date.fromisoformat(f"{code}-01")) if code else "–"
