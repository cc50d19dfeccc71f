"""Agreeing on an item, marking one done, opening or withdrawing one: each in somebody's name, in their own areas."""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from timpora.draw import followups
from timpora.store import followup_book
from timpora.store.followup_book import LONGEST, FollowupRefused, Item
from timpora.text import say
from timpora.web import access, followup_answers, press
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.followup_answers import DONE

RIGHT = "tindak-lanjut"
_SAID = "_followup_said"  # (whether it was done, the sentence) of the last press
_USUAL = timedelta(days=30)  # from a meeting until an item is due, as long as nobody says otherwise


def told() -> None:
    """What came of the last press."""
    press.told(_SAID)


def may_write(who: Viewer) -> bool:
    """Whether this viewer keeps items; never through another's eyes."""
    return press.may(who, RIGHT)


def show(who: Viewer, items: pd.DataFrame) -> None:
    """The forms; for whoever may not write, whose they are. items: those of the view."""
    if not may_write(who):
        st.caption(say("followup.not_yours"))
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        with st.popover(say("followup.add"), icon=":material/add:", type="primary"):
            _add_form(who)
        with st.popover(say("followup.finish"), icon=":material/check:"):
            _done_form(who, items[items["state"] != DONE])
        with st.popover(say("followup.change"), icon=":material/undo:"):
            _reopen_form(items[items["mark"] != ""])
            _withdraw_form(items[items["noted"] != ""])


def _add_form(who: Viewer) -> None:
    areas, names = ask(who, "areas"), followup_book.agencies()
    places = dict(zip(areas["area_code"], areas["area_name"] + ", " + areas["kabupaten_name"], strict=True))
    day = today(who)
    with st.form("tambah_butir", border=False):
        st.text_input(say("followup.what"), max_chars=LONGEST, key="butir_teks", help=say("followup.what_help"))
        place, agency = st.columns(2)
        place.selectbox(say("followup.item.area"), list(places), format_func=places.get, key="butir_wilayah")
        agency.selectbox(say("followup.item.agency"), list(names), format_func=names.get, key="butir_instansi")
        agreed, due = st.columns(2)
        _day(agreed, "followup.item.agreed", day, "butir_disepakati")
        _day(due, "followup.item.due", day + _USUAL, "butir_tenggat")
        st.text_input(say("followup.number"), max_chars=30, key="butir_nomor", help=say("followup.number_help"))
        st.form_submit_button(say("followup.add_do"), type="primary", on_click=_add)


def _done_form(who: Viewer, items: pd.DataFrame) -> None:
    if items.empty:
        st.caption(say("followup.none_open"))
        return
    with st.form("selesaikan_butir", border=False):
        _choose(items, "selesai")
        _day(st, "followup.item.done", today(who), "butir_selesai_pada")
        st.form_submit_button(say("followup.finish_do"), type="primary", on_click=_finish)


def _reopen_form(items: pd.DataFrame) -> None:
    if items.empty:
        st.caption(say("followup.none_marked"))
        return
    with st.form("buka_butir", border=False):
        _choose(items, "buka")
        st.form_submit_button(say("followup.reopen_do"), on_click=_reopen)


def _withdraw_form(items: pd.DataFrame) -> None:
    if items.empty:
        st.caption(say("followup.none_of_page"))
        return
    with st.form("tarik_butir", border=False):
        _choose(items, "tarik")
        st.text_input(say("followup.why"), max_chars=LONGEST, key="butir_alasan")
        st.form_submit_button(say("followup.withdraw_do"), on_click=_withdraw)


def _choose(items: pd.DataFrame, what: str) -> None:
    names = {row.key: followups.name(row) for row in items.itertuples()}
    st.selectbox(say(f"followup.which.{what}"), list(names), format_func=names.get, key=f"butir_{what}")


def _day(place, label: str, value: date, key: str) -> None:
    place.date_input(say(label), value, format="DD/MM/YYYY", key=key)


def _add() -> None:
    state = st.session_state

    def add(who: Viewer) -> str:
        agreed, due = f"{state['butir_disepakati']}", f"{state['butir_tenggat']}"
        said = (state["butir_wilayah"], state["butir_instansi"], agreed, due, state["butir_teks"], state["butir_nomor"])
        kept = followup_book.agree(Item(*said), access.signature(who), who.scope, today(who))
        access.record(RIGHT, who.name, step="tambah", item=kept.id, wilayah=kept.area)
        state["butir_teks"] = state["butir_nomor"] = ""
        return say("followup.added")

    _do(add)


def _finish() -> None:
    def finish(who: Viewer) -> str:
        row, on = _seen(who, "butir_selesai"), st.session_state["butir_selesai_pada"]
        if row.state == DONE:
            raise FollowupRefused(say("followup.already_done"))
        by = access.signature(who)
        followup_book.done(row.key, on, row.agreed.date(), by, who.scope, today(who))
        _record(who, "selesai", row)
        return say("followup.finished", name=followups.name(row))

    _do(finish)


def _reopen() -> None:
    def reopen(who: Viewer) -> str:
        row = _seen(who, "butir_buka")
        followup_book.reopen(row.mark, access.signature(who), who.scope)
        _record(who, "buka", row)
        return say("followup.reopened", name=followups.name(row))

    _do(reopen)


def _withdraw() -> None:
    def withdraw(who: Viewer) -> str:
        row = _seen(who, "butir_tarik")
        followup_book.withdraw(row.noted, st.session_state["butir_alasan"], access.signature(who), who.scope)
        _record(who, "tarik", row)
        st.session_state["butir_alasan"] = ""
        return say("followup.withdrawn", name=followups.name(row))

    _do(withdraw)


def _seen(who: Viewer, key: str):
    """The chosen item as this viewer may see it now: what is in a press is not believed. Raises FollowupRefused."""
    found = followup_answers.items(who, today(who))
    own = found[found["key"] == st.session_state[key]]
    if own.empty:
        raise FollowupRefused(say("followup.gone"))
    return next(own.itertuples())


def _record(who: Viewer, step: str, row) -> None:
    access.record(RIGHT, who.name, step=step, item=row.noted, wilayah=row.area_code)


def _do(change: Callable[[Viewer], str]) -> None:
    press.done(_SAID, change, FollowupRefused, RIGHT, say("followup.not_yours"))
