"""From kept to served: what would be new on the map, the button, how far it is, and the way to the map."""

from datetime import date

import streamlit as st

from timpora.draw import uploads
from timpora.draw.markup import tag
from timpora.intake.contracts import contracts
from timpora.intake.ledger import Entry
from timpora.text import month, number, say
from timpora.text.order import by_name
from timpora.web import access, loads, navigation
from timpora.web.access import Viewer
from timpora.web.publication import Publication
from timpora.web.tray import Tray

_JOB, _MONTH = "_publication", "_published_month"


def publishing(who: Viewer, files: Tray) -> None:
    """What is kept and not served yet, the button that serves it, and how far that is."""
    job: Publication | None = st.session_state.get(_JOB)
    if job and not job.is_over:
        with st.status(say("upload.publish.running"), expanded=True) as status:
            for line in job.lines():
                status.write(line)
        if not job.problem:
            files.drop_kept()
        st.rerun()
    if job and job.problem:
        st.error(job.problem.replace("\n", "  \n"))  # a line stays a line
        if job.is_leak:
            _ask_to_agree(who)
    new, gone = loads.unpublished(who)
    if new or gone or (loads.has_loads() and not loads.is_current()):
        _offer(who, new, gone)
    elif job:
        _done()


def _offer(who: Viewer, new: list[Entry], gone: list[str]) -> None:
    with st.container(border=True, key="terbit"):
        st.header(say("upload.publish.title"))
        st.html(tag("p", _what_will_change(new, gone), class_="effect"))
        st.caption(say("upload.publish.until_then"))
        if st.button(say("upload.publish.do"), type="primary", key="terbitkan", icon=":material/publish:"):
            # The newest month of what is new, for the link to the map afterwards.
            st.session_state[_MONTH] = max((entry.periods[-1] for entry in new), default=None)
            st.session_state[_JOB] = Publication(access.signature(who))
            st.rerun()


def _ask_to_agree(who: Viewer) -> None:
    with st.form("setuju", enter_to_submit=False):
        st.header(say("upload.agree.title"))
        reason = st.text_input(say("upload.agree.reason"), max_chars=500, key="alasan_setuju").strip()
        if st.form_submit_button(say("upload.agree.do")):
            if reason:
                st.session_state[_JOB] = Publication(access.signature(who), agree=reason)
                st.rerun()
            st.warning(say("upload.agree.needs_reason"))


def _done() -> None:
    st.success(say("upload.publish.done"))
    if newest := st.session_state.get(_MONTH):
        day = date.fromisoformat(newest)
        navigation.link("peta", say("upload.publish.to_map", period=month(day)), periode=f"{day:%Y-%m}")


def _what_will_change(new: list[Entry], gone: list[str]) -> str:
    known = contracts()
    parts = []
    if new:
        names = sorted(
            {uploads.source_name(known[entry.source]) for entry in new if entry.source in known}, key=by_name
        )
        parts.append(say("upload.publish.new", n=len(new), sources="; ".join(names), ids=_few([e.id for e in new])))
    if gone:
        parts.append(say("upload.publish.gone", n=len(gone), ids=_few(gone)))
    return " ".join(parts) or say("upload.publish.reference")


def _few(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= 8 else f"{', '.join(ids[:8])}, … ({number(len(ids))})"
