"""The documents of a story: chosen, made beside the page with progress, broken off, taken home."""

from urllib.parse import urlsplit

import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.store.stories import Story
from timpora.text import number, say
from timpora.web import access, protection
from timpora.web.access import Viewer
from timpora.web.document_jobs import Job

_FORMS = ("pptx", "pdf", "briefing", "png", "xlsx", "csv")
_BOX, _FORM, _JOB = "dokumen_terbuka", "dokumen_bentuk", "_dokumen_dibuat"
_EVERY = 1.0  # seconds between two looks at what is made


def box(who: Viewer, story: Story) -> None:
    """A button that opens on the forms there are; nothing for whom may take nothing away."""
    if not who.may("unduh") or who.through:
        return
    opened = st.popover(say("documents.open"), icon=":material/download:", key=_BOX, on_change="rerun")
    if not opened.open:
        return
    with opened:
        job: Job | None = st.session_state.get(_JOB)
        is_busy = job is not None and not job.is_over
        st.radio(say("documents.form"), _FORMS, format_func=_named, key=_FORM, disabled=is_busy)
        st.button(say("documents.make"), key="dokumen_buat", on_click=_begin, args=(story,), disabled=is_busy)
        st.fragment(_under_way, run_every=_EVERY if is_busy else None)()


def _named(form: str) -> str:
    return say(f"documents.form.{form}")


def _begin(story: Story) -> None:
    who = access.viewer()  # asked anew: a right may have ended
    if not who.may("unduh") or who.through:
        return
    form = st.session_state[_FORM]
    st.session_state[_JOB] = Job(protection.shown_to(who), story, form, access.signature(who), _origin())


def _under_way() -> None:
    job: Job | None = st.session_state.get(_JOB)
    if job is None:
        return
    if not job.is_over:
        words = {"n": number(job.done), "of": number(job.of)}
        said = say("documents.waiting") if job.is_waiting else say("documents.under_way", **words)
        st.progress(job.done / max(job.of, 1), said)
        st.button(say("documents.cancel"), key="dokumen_batal", on_click=job.cancel)
        st.session_state["_dokumen_berjalan"] = True
    elif st.session_state.pop("_dokumen_berjalan", False):
        st.rerun()  # the choices are free again, and nobody looks every second any more
    elif job.is_cancelled:
        return
    elif job.problem:
        st.error(plain(job.problem))
    elif job.file:
        name, content = job.file
        st.download_button(
            say("documents.take", name=name), content, file_name=name, key="dokumen_ambil", on_click="ignore"
        )
        st.caption(say(f"documents.about.{job.form}"))


def _origin() -> str:
    """Where people reach this server: as this browser does, or as the office has it."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else settings.office().address
