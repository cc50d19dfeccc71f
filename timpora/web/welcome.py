"""An empty house: what a page is filled from, the list that ticks itself, blank forms, and the sample apart from it."""

import streamlit as st

from timpora.draw.markup import tag
from timpora.draw.uploads import source_name
from timpora.intake.contracts import contracts
from timpora.text import say
from timpora.web import first_steps, loads_view, navigation
from timpora.web.access import Viewer
from timpora.web.answers import ask

# The sources a page shows first; any other page is filled by all of them.
FILLED_FROM = {
    "peta": ("izin_tinggal", "penduduk", "apoa"),
    "tren": ("izin_tinggal", "apoa"),
    "peringatan": ("izin_tinggal", "apoa", "tak"),
    "risiko": ("apoa", "kesiapan", "dpt", "tps_rawan"),
    "kecamatan": ("izin_tinggal", "apoa", "kesiapan"),
    "tindak-lanjut": ("rtl",),
}
_RIGHTS = ("muat", "akses")  # whose work the list is
_STYLE = """
<style>
[class*="st-key-langkah_"] p { margin: 0; }
.step { margin: 0; } .step .tick { display: inline-block; width: 1.4rem; font-weight: 700; }
.step.done .tick { color: var(--good); } .step.open .tick { color: var(--doubt); }
.step.done { color: var(--muted); }
.st-key-daftar { gap: .2rem !important; margin-top: .4rem; }
[class*="st-key-berkas_"] { padding-left: 1.4rem; }
[class*="st-key-berkas_"] button { min-height: 0; padding: 0 .4rem; }
</style>
"""


def greet(who: Viewer, page: str) -> None:
    """In place of a page whose numbers are not there yet. page: its address."""
    st.space("xsmall")
    words = " ".join([say("app.no_snapshot"), _filled_from(page)])
    st.info(words)
    if not any(who.may(right) for right in _RIGHTS):
        st.caption(say("first.officers_work"))
        return
    if page == next(iter(navigation.PAGES)):
        st.header(say("first.title"))
        _listed(who)
        st.caption(say("first.play"))
        st.code(say("first.play_command"), language=None)
        return
    with st.container(horizontal=True):
        navigation.link(next(iter(navigation.PAGES)), say("first.to_list"))
        if who.may("muat"):
            navigation.link("unggah", say("first.to_upload"))


def remaining(who: Viewer) -> None:
    """On a page with numbers: the steps that are still to be done, until none is. Nothing beside the sample."""
    if not who.may("muat") or ask(who, "snapshot").iloc[0].is_sample or not (n := first_steps.open_steps()):
        return
    if (box := st.expander(say("first.remaining", n=n), key="langkah_awal", on_change="rerun")).open:
        with box:
            _listed(who)


def _filled_from(page: str) -> str:
    known = contracts()
    names = [source_name(known[source]) for source in FILLED_FROM.get(page, ()) if source in known]
    return say("first.filled_from", names="; ".join(names)) if names else say("first.filled_from_all")


def _listed(who: Viewer) -> None:
    st.html(_STYLE)
    with st.container(key="daftar"):
        _steps(who)


def _steps(who: Viewer) -> None:
    for step in first_steps.steps():
        with st.container(horizontal=True, vertical_alignment="center", key=f"langkah_{step.name}"):
            _line(step.words, is_done=step.is_done)
            page = first_steps.PAGES.get(step.name)
            if page and who.may(navigation.PAGES[page][1]):
                navigation.link(page, say(f"page.{page}"))
        if step.name == "files" and who.may("muat"):
            _files()


def _files() -> None:
    taken = first_steps.taken()
    for contract in first_steps.in_order():
        with st.container(horizontal=True, vertical_alignment="center", key=f"berkas_{contract.id}"):
            rhythm = say(f"rhythm.{contract.rhythm}")
            _line(f"{source_name(contract)} · {rhythm}", is_done=contract.id in taken)
            loads_view.template_button(contract, f"formulir_{contract.id}", "tertiary")


def _line(words: str, *, is_done: bool) -> None:
    name = "done" if is_done else "open"
    tick = tag("span", "✓" if is_done else "○", class_="tick", role="img", aria_label=say(f"first.mark_{name}"))
    st.html(tag("p", tick, words, class_=f"step {name}"), width="stretch")
