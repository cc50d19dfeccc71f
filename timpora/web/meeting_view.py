"""Which meeting / is compared with, and the form that records one, each press in somebody's name."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.store import meeting_book, room
from timpora.store.meeting_book import LONGEST_PLACE, Meeting, MeetingRefused
from timpora.text import day, say
from timpora.web import access, book_damage, press, state
from timpora.web.access import Viewer
from timpora.web.answers import today

RIGHT = "rapat"
MOST = 24  # meetings to choose from
_SAID = "_meeting_said"  # (whether it was done, the sentence about it)


def choose() -> Meeting | None:
    """The meeting to compare with (`rapat` in the URL), at first the newest; None while none is recorded."""
    known = {meeting.id: meeting for meeting in _meetings()[:MOST]}
    if not known:
        return None
    names = {code: say("since.meeting", day=day(one.on), place=one.place) for code, one in known.items()}
    widget = partial(st.selectbox, say("since.choose"), format_func=names.get, label_visibility="collapsed")
    return known[state.pick(widget, "rapat", list(known), next(iter(known)))]


def outcome() -> None:
    """What the last press did, said once."""
    press.told(_SAID)


def record_form(who: Viewer, meeting: Meeting | None) -> None:
    """Record a meeting, or withdraw the one that is chosen. Only where it is the viewer's to do."""
    if not who.may(RIGHT) or who.through:
        return
    with st.popover(say("since.record"), icon=":material/event:", width="stretch"):
        with st.form("catat_rapat", border=False):
            now = today(who)
            st.date_input(say("since.record.day"), now, max_value=now, format="DD/MM/YYYY", key="rapat_hari")
            hint = say("since.record.hint")
            st.text_input(say("since.record.place"), max_chars=LONGEST_PLACE, placeholder=hint, key="rapat_tempat")
            st.caption(say("since.record.what"))
            st.form_submit_button(say("since.record.do"), type="primary", on_click=_record)
        if meeting:
            label = say("since.withdraw", day=day(meeting.on), place=plain(meeting.place))
            st.button(label, key="rapat_tarik", on_click=_withdraw, args=(meeting.id,), type="tertiary")


def _record() -> None:
    on: date = st.session_state["rapat_hari"]
    place = st.session_state["rapat_tempat"]

    def record(who: Viewer) -> str:
        shown = room.shown_on(on) or ""
        meeting = meeting_book.record(on, place, shown, access.signature(who), settings.now())
        access.record("rapat", who.name, step="catat", day=meeting.day, snapshot=meeting.snapshot)
        st.session_state["rapat_tempat"] = ""
        st.session_state["rapat"] = meeting.id
        return say("since.recorded", day=day(meeting.on), place=meeting.place, snapshot=meeting.snapshot)

    _done(record)


def _withdraw(meeting_id: str) -> None:
    def withdraw(who: Viewer) -> str:
        meeting = meeting_book.withdraw(meeting_id, access.signature(who), settings.now())
        access.record("rapat", who.name, step="tarik", day=meeting.day)
        st.session_state.pop("rapat", None)
        return say("since.withdrawn", day=day(meeting.on), place=meeting.place)

    _done(withdraw)


def _done(change: Callable[[Viewer], str]) -> None:
    """One press, said on the page."""
    who = access.demand(RIGHT)  # a press arrives before the page asks again whose it is
    try:
        said = (True, change(who))
    except MeetingRefused as problem:
        said = (False, str(problem))
    except OSError as problem:
        said = (False, say("cli.system", problem=problem))
    st.session_state[_SAID] = said


def _meetings() -> list[Meeting]:
    """Those of the book, as far as it can be read; what of it cannot is said."""
    book_damage.tell(meeting_book.damages)
    try:
        return meeting_book.meetings()
    except OSError as problem:
        st.warning(plain(str(problem)))
        return []
