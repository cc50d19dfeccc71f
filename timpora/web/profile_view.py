"""What /kecamatan shows: which kecamatan, and the answers that its sheet is made of."""

from datetime import date

import pandas as pd
import streamlit as st

from timpora.draw import followups, profile, profile_rows
from timpora.draw.maps import STATIC
from timpora.draw.markup import plain
from timpora.web import alarm_view, boundary_changes, chart, followup_answers, note_view, risk_view, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today


def style() -> None:
    risk_view.style()
    st.html(STATIC / "profil.css")


def chosen(who: Viewer) -> pd.Series:
    """The area of the view; for whom may see one kecamatan only, that one."""
    area, groups = ui.held_area(who), ask(who, "groups")
    own = groups[groups["group_kind"] == "kecamatan"]
    return own.iloc[0] if len(own) == 1 else area


def choose(who: Viewer, area: pd.Series, period: date) -> None:
    """The kecamatan there are to choose from, where a larger area is the view's."""
    st.html(profile.choose(ask(who, "groups"), area, period))


def show(who: Viewer, code: str, period: date) -> None:
    """The sheet of one kecamatan."""
    seen = read(who, code, period)
    alarm_view.of_place(who, code, period)
    st.html(profile.sheet(seen))
    if box := chart.numbers("tabel_profil"):
        written = profile_rows.by_month(seen)
        ui.table(box, written, numbers=written.columns)
    ui.rounding_note(seen.facts, seen.values)
    for sentence in boundary_changes.notes(who, code):
        st.caption(plain(sentence))
    items = followup_answers.items(who, today(who))
    if beside := followups.beside_file(items[items["area_code"] == code]):
        st.caption(plain(beside))
    for sentence in note_view.of_area(who, code, period):
        st.caption(plain(sentence))


def read(who: Viewer, code: str, period: date) -> profile.Profile:
    """The answers about one kecamatan as of a month, by the method in force."""
    scores = ask(who, "risk_scores", period=period, method=None)
    parts = ask(who, "risk_parts", period=period)
    return profile.Profile(
        period=period,
        row=next(scores[scores["area_code"] == code].itertuples()),
        method=risk_view.in_force(who),
        parts=parts[parts["area_code"] == code],
        values=ask(who, "risk_values", area=code, period=period),
        spread=ask(who, "indicator_spread", area=code, period=period),
        medians=ask(who, "indicator_medians", area=code, period=period),
        history=ask(who, "indicator_history", area=code),
        facts=ask(who, "area_profile", area=code, period=period),
        sources=ask(who, "sources"),
        is_office=who.scope is None,
    )
