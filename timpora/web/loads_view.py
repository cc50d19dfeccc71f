"""What was loaded and the way back, remembered spellings, blank templates; and where to begin in an empty house."""

from functools import partial

import streamlit as st

from timpora.draw import uploads
from timpora.draw.markup import tag
from timpora.draw.uploads import source_name
from timpora.intake import spellings, templates
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import Contract, contracts
from timpora.text import moment, number, say
from timpora.web import access, loads, tray
from timpora.web.loads import Load, Scope, Undoing
from timpora.web.upload_answers import WIDTH

AT_A_TIME = 15  # loads listed before the person asks for more
# To start with: the map is drawn from the first, the second is what numbers are divided by, the third says how far
# lodgings report.
FIRST = ("izin_tinggal", "penduduk", "apoa")


def is_empty() -> bool:
    """Whether nothing was ever loaded here."""
    return not loads.loads()


def welcome() -> None:
    """What a data officer does first in an empty house."""
    known = contracts()
    first = "\n".join(f"   - {source_name(known[source])}" for source in FIRST if source in known)
    st.info(say("upload.welcome", first=first, n=len(known)))


def recent() -> None:
    """What was loaded, newest first, and the way back."""
    found = loads.loads()
    st.header(say("upload.loads"))
    if found:
        shown = found[: st.session_state.get("_loads_shown", AT_A_TIME)]
        st.html(f'<div class="scroll whole" tabindex="0">{uploads.loads_table(shown, contracts())}</div>')
        if len(shown) < len(found):
            more = say("upload.loads_more", n=number(len(shown)), all=number(len(found)))
            st.button(more, on_click=_show_more, key="lebih", type="tertiary")
        _take_back([load for load in shown if load.state != "withdrawn"])
    else:
        st.caption(say("upload.loads_none"))
    _remembered()


def _show_more() -> None:
    st.session_state["_loads_shown"] = st.session_state.get("_loads_shown", AT_A_TIME) + 4 * AT_A_TIME


def _take_back(candidates: list[Load]) -> None:
    """Choose one, read what would speak again, confirm."""
    if said := st.session_state.pop("_undone", None):
        st.success(said)
    if not candidates:
        return
    known = {load.id: load for load in candidates}
    chosen = st.selectbox(
        say("upload.undo"),
        list(known),
        index=None,
        format_func=lambda load_id: f"{load_id} · {known[load_id].file}",
        placeholder=say("upload.undo_choose"),
        width=WIDTH,
        key="tarik",
    )
    undoing = loads.undoing(chosen) if chosen else None
    if undoing is None:
        return
    with st.container(border=True, key="tarik_pasti"):
        for line in _consequences(undoing):
            st.html(tag("p", line, class_="about"))
        with st.container(horizontal=True):
            st.button(say("upload.undo_do", id=chosen), type="primary", key="tarik_ya", on_click=_undo, args=(chosen,))
            st.button(say("upload.undo_not"), key="tarik_tidak", on_click=_close_undo)


def _undo(load_id: str) -> None:
    by = access.signature(access.demand("muat"))  # a press arrives before the page asks again whose it is
    name = "upload.undone" if loads.undo(load_id, by) else "upload.undone_before"
    st.session_state["_undone"] = say(name, id=load_id)
    _close_undo()


def _close_undo() -> None:
    st.session_state["tarik"] = None


def _consequences(undoing: Undoing) -> list[str]:
    entry = undoing.entry
    contract = contracts().get(entry.source)
    words = {"id": entry.id, "file": entry.original_name, "n": number(entry.rows)}
    lines = [say("upload.undo_what", source=source_name(contract) if contract else entry.source, **words)]
    if undoing.unheard:
        return [*lines, say("upload.undo_unheard")]
    for other, scopes in undoing.again:
        words = {"id": other.id, "file": other.original_name, "when": moment(other.received)}
        lines.append(say("upload.undo_again", **words, **_where(scopes, contract)))
    if undoing.silent:
        lines.append(say("upload.undo_silent", **_where(undoing.silent, contract)))
    return lines


def _where(scopes: tuple[Scope, ...], contract: Contract | None) -> dict[str, str]:
    names, months = loads.places(scopes)
    periods = uploads.periods_said(months, contract.rhythm if contract else "monthly")
    everywhere = len(names) == len(gazetteer().kabupaten)
    return {"places": say("upload.everywhere") if everywhere else ", ".join(names), "periods": periods}


def _remembered() -> None:
    """Spellings that were confirmed, each with a way to forget it: a slip here would put numbers in the wrong place."""
    places = gazetteer()
    latest = {(line["spelling"], line["kabupaten"]): line for line in spellings.confirmed()}
    known = {key: line for key, line in latest.items() if line["area_code"]}
    if not known:
        return
    with st.expander(say("upload.spellings", n=len(known))):
        for number_of, ((spelling, kabupaten), line) in enumerate(known.items()):
            area = places.areas.get(line["area_code"]) or places.kabupaten.get(line["area_code"])
            name = f"{area.name}, {area.kabupaten_name}" if area else line["area_code"]
            words = {"spelling": spelling, "area": name, "by": line["by"]}
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(tag("p", say("upload.spelling", **words), class_="about"), width="stretch")
                forgotten = (spelling, kabupaten)
                st.button(say("upload.forget"), key=f"lupa_{number_of}", on_click=_forget, args=forgotten)


def _forget(spelling: str, kabupaten: str | None) -> None:
    tray.confirm(spelling, kabupaten, None, by=access.signature(access.demand("muat")))


def blank_templates(*, is_open: bool) -> None:
    """All sources with their agency and rhythm, and a workbook to fill in for each."""
    known = contracts()
    with st.expander(say("upload.templates", n=len(known)), expanded=is_open):
        st.caption(say("upload.templates_how"))
        with st.container(key="templat"):
            for contract in known.values():
                with st.container(horizontal=True, vertical_alignment="center", key=f"templat_{contract.id}"):
                    rhythm = say(f"rhythm.{contract.rhythm}")
                    about = say("upload.template_about", rhythm=rhythm, days=contract.days_after_period)
                    st.html(tag("p", tag("strong", source_name(contract)), f" · {about}"), width="stretch")
                    template_button(contract, f"unduh_{contract.id}")


def template_button(contract: Contract, key: str, kind: str = "secondary") -> None:
    """The button that gives the blank form of a source. kind: of the button, as Streamlit has it."""
    st.download_button(
        say("upload.template"),
        partial(templates.template, contract),  # made when it is asked for
        file_name=templates.file_name(contract),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type=kind,
    )
