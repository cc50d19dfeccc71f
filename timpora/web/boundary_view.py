"""Boundaries on the screen: what is in force, a file understood and seen over the old ones, taken or taken back."""

import streamlit as st

from timpora import paths
from timpora.draw import boundary_pictures, uploads
from timpora.draw.markup import plain, tag
from timpora.intake.areas import gazetteer
from timpora.measure import boundary_sets
from timpora.measure.boundaries import BoundaryError
from timpora.text import month, number, say
from timpora.web import boundary_answers, boundary_changes, boundary_file, upload_box
from timpora.web.access import Viewer
from timpora.web.answers import DamagedSnapshot, NoSnapshot, ask
from timpora.web.boundary_file import Candidate

_BOX, _SAID = "batas_kotak", "_batas_kata"
_STYLE = """
<style>
.batas-gambar { width: 100%; max-height: 66vh; object-fit: contain; border: 1px solid var(--hair); border-radius: 6px;
  background: var(--paper); }
.batas-kunci { display: flex; gap: 1.4rem; flex-wrap: wrap; margin: 0; font-size: .9rem; color: var(--muted); }
.batas-kunci span { display: inline-flex; align-items: center; gap: .4rem; }
.batas-kunci i { display: inline-block; width: 1.8rem; }
</style>
"""


def style() -> None:
    upload_box.style(say("boundary.box.limits"))
    st.html(_STYLE)


def answer() -> str:
    """One sentence: whose boundaries the newest month uses, and how many sets there are."""
    spans = _spans()
    if not spans:
        return say("boundary.answer_none")
    newest = spans[-1]
    words = {"attribution": newest.about.get("attribution", "–"), "n": len(spans)}
    words["months"] = boundary_pictures.months(newest.since, None)
    return say("boundary.answer", **words)


def in_force(*, names_people: bool) -> None:
    """Which set is in force in which months, and the way back from the newest take."""
    if said := st.session_state.pop(_SAID, None):
        st.success(plain(said))
    if spans := _spans():
        st.html(boundary_pictures.in_force(spans, names_people=names_people))
    if not (taken := boundary_sets.taken(paths.boundaries())):
        return
    newest = taken[-1]
    with st.popover(say("boundary.undo", id=newest.id), icon=":material/undo:"):
        since = month(newest.since) if newest.since else say("boundary.from_the_beginning")
        st.write(plain(say("boundary.undo_what", id=newest.id, file=newest.file, since=since)))
        st.button(say("boundary.undo_do"), type="primary", key="batas_batalkan", on_click=_undo)


def receive() -> Candidate | None:
    """The box for a file; what it was given is held by the session and forgotten by the box at once."""
    given = st.file_uploader(say("boundary.box"), key=_BOX)
    if given is not None and given.file_id != st.session_state.get("_batas_terakhir"):
        st.session_state["_batas_terakhir"] = given.file_id
        try:
            boundary_file.bring(given.file_id, given.name, given.getvalue())
        except OSError as problem:
            st.error(plain(say("cli.system", problem=problem.strerror)))
        upload_box.forget(given.file_id, _BOX)
    return boundary_file.held()


def understand(who: Viewer, candidate: Candidate) -> None:
    """What was understood of the file and what a person may say about it; examined anew when that changes."""
    if candidate.is_stale():
        with st.spinner(say("boundary.checking", file=plain(candidate.name)), show_time=True):
            candidate.examine(_reported(who))
    outcome = candidate.outcome
    kind = "refused" if outcome.is_refused else "ready"
    words = {"named": 0, "inherited": outcome.inherited} | ({} if outcome.new is None else {"named": len(outcome.new)})
    title = f"{'✕' if outcome.is_refused else '✓'} {say(f'boundary.verdict.{kind}', **words)}"
    st.html(tag("p", title, class_=f"verdict {kind}", role="status") + tag("p", candidate.name, class_="muted"))
    boundary_answers.ask_where(candidate)
    if outcome.layer is not None:
        boundary_answers.ask_columns(candidate)
    if candidate.is_stale():
        st.rerun()


def findings(candidate: Candidate) -> None:
    found = candidate.outcome.findings
    st.html(f'<div class="scroll" tabindex="0">{uploads.findings_table(found)}</div>')
    st.download_button(
        say("upload.findings_csv"),
        uploads.findings_csv(found, candidate.name),
        file_name=say("upload.findings_file", id="batas"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="batas_temuan",
    )


def preview(candidate: Candidate) -> None:
    """The new boundaries over the old ones, of all or of one kabupaten."""
    outcome = candidate.outcome
    if outcome.new is None or outcome.is_refused:
        return
    known = gazetteer()
    kabupaten = {area.bps_code: area for area in known.areas.values()}
    there = dict.fromkeys(kabupaten[code].kabupaten_code for code in outcome.new["bps_code"])
    names = {"": say("boundary.all_kabupaten")} | {code: known.kabupaten[code].name for code in there}
    chosen = st.selectbox(
        say("boundary.zoom"), list(names), format_func=names.get, key=f"batas_perbesar_{candidate.id}"
    )
    codes = {area.bps_code for area in known.areas.values() if not chosen or area.kabupaten_code == chosen}
    new = outcome.new[outcome.new["bps_code"].isin(codes)]
    st.html(boundary_pictures.before_and_after(outcome.old, new, say("boundary.picture", where=names[chosen])))
    st.html(boundary_pictures.key())


def confirm(candidate: Candidate) -> None:
    """Whose boundaries they are, from which month, that the columns are right; and the button that takes them."""
    outcome = candidate.outcome
    if outcome.is_refused or outcome.new is None:
        st.button(say("upload.close"), key="batas_tutup", on_click=boundary_file.drop)
        return
    whose, year = st.columns([3, 1])
    attribution = whose.text_input(
        say("boundary.attribution"), max_chars=120, key="batas_asal", placeholder=say("boundary.attribution_hint")
    )
    vintage = year.text_input(say("boundary.vintage"), max_chars=40, key="batas_keadaan")
    is_right = st.checkbox(
        say("boundary.columns_right", **boundary_answers.mapping_words(outcome.mapping)),
        key=f"batas_benar_{candidate.id}",
    )
    with st.container(horizontal=True):
        may = bool(attribution.strip()) and is_right
        is_wished = st.button(say("boundary.take"), type="primary", key="batas_ambil", disabled=not may)
        st.button(say("upload.drop"), key="batas_singkirkan", on_click=boundary_file.drop)
    if not may:
        st.caption(say("boundary.take_needs"))
    # A press on what was shown before does not count for what is shown now.
    is_same, candidate.shown = candidate.shown == candidate.seen, candidate.seen
    if is_wished and not is_same:
        st.warning(plain(say("finding.boundary_moved_on", value=candidate.name)))
    elif is_wished:
        with st.spinner(say("boundary.taking")):
            one = boundary_file.take(candidate, attribution, vintage)
        if one:
            st.session_state[_SAID] = say("boundary.taken", id=one.id, file=one.file)
        st.rerun()


def cut_anew() -> None:
    """Land that is another kecamatan's from one set to the next, with the month from which."""
    st.header(say("boundary.cut"))
    if len(_spans()) < 2:
        st.caption(say("boundary.cut_one"))
        return
    names = boundary_pictures.names_of(gazetteer().areas.values())
    for since, found in boundary_changes.by_month():
        words = {"since": month(since), "n": number(len(found)), "km2": number(sum(c.km2 for c in found), 1)}
        st.markdown(say("boundary.cut_since" if found else "boundary.cut_nothing", **words))
        if found:
            st.html(boundary_pictures.cut_anew(found, names))


def _reported(who: Viewer) -> dict[str, float]:
    """Kecamatan code → km² as an agency reported it; {} where nothing was published, or what was is sample data."""
    try:
        areas = None if ask(who, "snapshot").iloc[0].is_sample else ask(who, "land_areas")
    except (NoSnapshot, DamagedSnapshot):
        areas = None
    return {} if areas is None else dict(zip(areas["area_code"], areas["km2"], strict=True))


def _undo() -> None:
    one = boundary_file.undo()
    st.session_state[_SAID] = say("boundary.undone", id=one.id) if one else say("cli.boundaries.nothing")


def _spans() -> list[boundary_sets.Span]:
    try:
        return boundary_sets.timeline(paths.boundaries())
    except BoundaryError as problem:
        st.error(plain(str(problem)))
        st.stop()
