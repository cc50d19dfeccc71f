"""What /akses shows: who is let in as what, one of them to add, change or end, and another's eyes to look through."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from timpora import settings
from timpora.access import editing, entries, log, people, sessions
from timpora.access.areas import areas
from timpora.access.editing import NotChanged
from timpora.access.entries import Entry, Listing
from timpora.draw import markup
from timpora.draw.markup import Markup, plain, tag
from timpora.text import day, say
from timpora.web import access, marks, navigation

NEW = ""  # nobody of the list: somebody to add
SOON = 30  # days before its last one in which an entry is said to end soon
_USUAL = timedelta(days=365)  # how long access is given unless the admin says otherwise
PARTS = ("kantor", "wilayah")  # the whole office, or areas that are named
_SEEN_THROUGH = tuple(role for role in people.ROLES if role != "admin")
_SAID = "_people_said"  # what came of the last press
_STYLE = """
<style>
.facts.people th { color: var(--muted); font-size: .82rem; }
.mark { white-space: nowrap; font-weight: 600; } .mark.soon { color: var(--doubt); }
.mark.ended { color: var(--danger); }
.facts.people td { vertical-align: top; } .facts.people td.value { overflow-wrap: anywhere; }
</style>
"""


def style() -> None:
    st.html(_STYLE)


def listed() -> Listing:
    """The list as it is on disk now."""
    return entries.listing()


def overview(listing: Listing) -> str:
    """One sentence: how many are let in, how many soon no more."""
    if not people.is_configured():
        return say("people.none")
    if listing.findings:
        return say("people.broken", n=len(listing.findings))
    states = [_state(entry) for entry in listing.entries]
    told = [say("people.active", n=len(states) - states.count("ended"))]
    told += [say(f"people.{state}", n=n) for state in ("soon", "ended") if (n := states.count(state))]
    return " · ".join(told)


def findings(listing: Listing) -> None:
    """What is wrong with the file; what must be typed where there is none."""
    if listing.findings:
        st.error("\n".join(f"- {plain(found)}" for found in listing.findings))
    if not people.is_configured():
        st.code(say("people.init"), language=None)


def table(listing: Listing) -> Markup:
    """One line for each entry, in the order of the file."""
    heads = [say(f"people.head.{name}") for name in ("who", "role", "scope", "until", "note")]
    return markup.table(heads, [_line(entry) for entry in listing.entries], "facts people")


def _line(entry: Entry) -> list[Markup]:
    state = _state(entry)
    mark = [] if state == "active" else [" ", tag("span", say(f"people.mark.{state}"), class_=f"mark {state}")]
    return [
        tag("td", entry.who, class_="value"),
        tag("td", say(f"role.{entry.role}")),
        tag("td", marks.scope_said(entry.scope)),
        tag("td", day(entry.until), *mark),
        tag("td", entry.note or "–"),
    ]


def _state(entry: Entry) -> str:
    """active · soon (it ends within SOON days) · ended"""
    today = settings.now().date()
    if not entry.is_active(today):
        return "ended"
    return "active" if entry.is_active(today + timedelta(days=SOON)) else "soon"


def one_person(listing: Listing) -> None:
    """Add one, or choose one of the list and change it, end it, or end the sessions it has open."""
    known = {entry.who: entry for entry in listing.entries}
    st.header(say("people.one"))
    if said := st.session_state.pop(_SAID, None):
        is_done, sentence = said
        (st.success if is_done else st.error)(plain(sentence))
    if "orang_siapa" not in st.session_state:
        _fill({})
    choice, kind, name = st.columns([4, 3, 6])
    chosen = choice.selectbox(
        say("people.choose"),
        [NEW, *known],
        format_func=lambda name: name or say("people.new"),
        key="orang_siapa",
        on_change=_fill,
        args=(known,),
    )
    if not chosen:
        kind.segmented_control(
            say("people.kind"),
            ("email", "group"),
            format_func=lambda kind: say(f"people.kind.{kind}"),
            default="email",
            required=True,
            key="orang_jenis",
        )
        name.text_input(say("people.name"), max_chars=254, key="orang_nama", placeholder=say("people.name_hint"))
    _role_and_scope("orang", people.ROLES)
    last, note = st.columns([4, 9])
    last.date_input(say("people.until"), format="DD/MM/YYYY", key="orang_sampai")
    note.text_input(say("people.note"), max_chars=entries.LONGEST, key="orang_catatan")
    with st.container(horizontal=True):
        st.button(say("people.save"), type="primary", on_click=_save, args=(known.get(chosen),), key="orang_simpan")
        if entry := known.get(chosen):
            st.button(say("people.revoke"), on_click=_revoke, args=(entry,), key="orang_cabut")
            if entry.email:
                st.button(say("people.end_sessions"), on_click=_end_sessions, args=(entry,), key="orang_akhiri")


def eyes() -> None:
    """Go on as another role and area would see everything."""
    st.header(say("eyes.title"))
    st.caption(say("eyes.about"))
    _role_and_scope("mata", _SEEN_THROUGH)
    if not st.button(say("eyes.start"), key="mata_mulai", icon=":material/visibility:"):
        return
    if (scope := _scope("mata")) == ():
        st.error(say("people.no_area"))
        return
    try:
        access.look_through(st.session_state["mata_peran"], scope)
    except OSError as problem:
        st.error(plain(say("cli.system", problem=problem)))
        return
    navigation.go_to(next(iter(navigation.PAGES)))


def _role_and_scope(prefix: str, roles: tuple[str, ...]) -> None:
    """Role and area, kept under `prefix`_peran, _bagian and _wilayah; a role for all areas is not asked."""
    which, where = st.columns([4, 9])
    role = which.selectbox(
        say("people.head.role"), roles, format_func=lambda role: say(f"role.{role}"), key=f"{prefix}_peran"
    )
    is_office = role in people.OFFICE_ONLY
    if is_office or f"{prefix}_bagian" not in st.session_state:
        st.session_state[f"{prefix}_bagian"] = PARTS[0]
    part = where.segmented_control(
        say("people.head.scope"),
        PARTS[:1] if is_office else PARTS,
        format_func=lambda part: say(f"people.part.{part}"),
        required=True,
        key=f"{prefix}_bagian",
    )
    if part != PARTS[0]:
        known = areas()
        st.multiselect(
            say("people.areas"),
            list(known),
            format_func=known.get,
            placeholder=say("people.areas_hint"),
            key=f"{prefix}_wilayah",
            select_all=False,  # all of them is the whole office
            filter_mode="contains",
            label_visibility="collapsed",
        )


def _scope(prefix: str) -> tuple[str, ...] | None:
    """What was chosen; an empty tuple where areas were to be named and none was."""
    state = st.session_state
    if state[f"{prefix}_bagian"] == PARTS[0]:
        return None
    return tuple(sorted(state.get(f"{prefix}_wilayah", ())))


def _fill(known: dict[str, Entry]) -> None:
    """The form says what the list says of the person who was chosen."""
    state = st.session_state
    entry = known.get(state.get("orang_siapa", NEW))
    state["orang_peran"] = entry.role if entry else people.ROLES[0]
    state["orang_bagian"] = PARTS[1] if entry and entry.scope else PARTS[0]
    state["orang_wilayah"] = list(entry.scope or ()) if entry else []
    state["orang_sampai"] = entry.until if entry else settings.now().date() + _USUAL
    state["orang_catatan"] = entry.note if entry else ""


def _save(entry: Entry | None) -> None:
    state = st.session_state
    whom = {"email": entry.email, "group": entry.group} if entry else {state["orang_jenis"]: state["orang_nama"]}
    granted = {"role": state["orang_peran"], "until": state["orang_sampai"], "note": state["orang_catatan"]}
    name = entry.who if entry else state["orang_nama"].strip()
    done = say("people.saved", who=name, role=say(f"role.{granted['role']}"))
    _try(lambda by: editing.grant(**whom, **granted, scope=_scope("orang"), by=by), done)


def _revoke(entry: Entry) -> None:
    done = say("people.revoked", who=entry.who)
    _try(lambda by: editing.revoke(email=entry.email, group=entry.group, by=by), done)


def _end_sessions(entry: Entry) -> None:
    def end(by: str) -> None:
        sessions.end_all(entry.email, settings.now().timestamp())
        log.write("keluar", by, target=entry.email, reason="diakhiri")

    _try(end, say("people.sessions_ended", who=entry.email))


def _try(change: Callable[[str], object], done: str) -> None:
    """Carry out a change in the name of whoever may still make it now, and say afterwards what came of it."""
    who = access.demand("akses")
    try:
        change(access.signature(who))
    except NotChanged as problem:
        st.session_state[_SAID] = (False, str(problem))
    except (OSError, sqlite3.Error) as problem:
        st.session_state[_SAID] = (False, say("cli.system", problem=problem))
    else:
        st.session_state[_SAID] = (True, done)
        st.session_state["orang_siapa"], st.session_state["orang_nama"] = NEW, ""
        _fill({})
