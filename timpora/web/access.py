"""Who asks, as the list of people has them now. Every answer is asked in somebody's name, every page in a right's."""

import logging
from typing import NoReturn

import streamlit as st

from timpora import settings
from timpora.access import entries, log, people
from timpora.access.people import LOCAL, Refusal, Viewer
from timpora.draw.markup import plain
from timpora.intake import ledger
from timpora.text import say
from timpora.web import logins
from timpora.web.measuring import PAGE

__all__ = ["PAGE", "Viewer", "demand", "look_through", "record", "signature", "stop_looking", "viewer"]

# Rights that an admin never gets by looking through another's eyes.
CHANGING = frozenset({"muat", "menilai", "rapat", "tindak-lanjut"})
_EYES = "_eyes"  # the viewer an admin looks through in this session
_TOLD = "_refusals_logged"


def viewer() -> Viewer:
    """The person this session belongs to, or the eyes an admin looks through. Stops the page for whom is not let in.

    Asked anew each time: a role that changed, or ended, meanwhile counts from here on.
    """
    own = _own()
    eyes: Viewer | None = st.session_state.get(_EYES)
    return eyes if eyes and eyes.through == own.name and own.may("akses") else own


def demand(right: str) -> Viewer:
    """The viewer, who has this right; for anybody else a sentence on whose page it is, and whom to ask, and a stop."""
    who = viewer()
    if not who.may(right):
        having = ", ".join(say(f"role.{role}") for role in people.ROLES if right in people.RIGHTS[role])
        name = "access.exact_only" if right == "eksak" else "access.not_yours"
        ask = f" {say('access.ask', admins=', '.join(admins))}" if (admins := _admins()) else ""
        _stop(who, "tanpa-hak", right, say(name, roles=having, own=say(f"role.{who.role}")) + ask)
    if who.through and right in CHANGING:
        _stop(who, "melihat-saja", right, say("access.only_looking"))
    return who


def look_through(role: str, scope: tuple[str, ...] | None) -> None:
    """Go on as this role and scope would see it, until `stop_looking`. Only for whom may change access.

    Raises OSError, and nothing has begun, when the log cannot say so.
    """
    own = demand("akses")
    log.write("lihat-sebagai", own.name, role=role, scope=_codes(scope), step="mulai")
    st.session_state[_EYES] = Viewer(own.name, role, scope, through=own.name)


def stop_looking() -> None:
    """Back to one's own eyes."""
    eyes: Viewer | None = st.session_state.pop(_EYES, None)
    if eyes:
        record("lihat-sebagai", eyes.through, role=eyes.role, scope=_codes(eyes.scope), step="selesai")


def eyes_of(who: Viewer) -> str:
    """The role whose rights an admin looks through, for the log; "" for one's own."""
    return who.role if who.through else ""


def signature(who: Viewer) -> str:
    """The name under which this viewer's files are kept: without login, as the system knows them."""
    return ledger.person() if who == LOCAL else who.name


def record(action: str, who: str, **details: str) -> None:
    """One line of the log. A log that cannot be written keeps nobody from reading; the server's own messages say so."""
    try:
        log.write(action, who, **details)
    except OSError as problem:
        logging.getLogger(__name__).error("log_unwritable", exc_info=problem)


def _own() -> Viewer:
    if not logins.asked():
        return LOCAL
    claims = logins.claims()
    if claims is None:
        st.title(say("app.title"))
        st.info(say("access.login"))
        st.button(say("access.login_do"), on_click=st.login, type="primary")
        st.stop()
    admitted = people.admit(claims, settings.now())
    if isinstance(admitted, Refusal):
        name = entries.address(claims.get("email"))
        _stop(Viewer(name, "", ()), admitted.reason, "", say(f"access.refused.{admitted.reason}", name=name))
    return admitted


def _stop(who: Viewer, reason: str, right: str, sentence: str) -> NoReturn:
    page = st.session_state.get(PAGE, "")
    st.title(say(f"page.{page.replace('-', '_')}") if page else say("app.title"))
    st.space("xsmall")
    st.warning(plain(sentence))
    told: set[tuple] = st.session_state.setdefault(_TOLD, set())
    if (reason, page) not in told:  # a rerun is not another try
        told.add((reason, page))
        record("ditolak", who.name, reason=reason, right=right, page=page, through=eyes_of(who))
    if not who.role:  # whoever is not let in at all has no menu with the way out
        st.button(say("access.logout"), on_click=st.logout, key="keluar_saja")
    st.stop()


def _admins() -> list[str]:
    today = settings.now().date()
    return [e.email for e in entries.listing().entries if e.role == "admin" and e.email and e.is_active(today)]


def _codes(scope: tuple[str, ...] | None) -> str:
    return entries.WHOLE_OFFICE if scope is None else " ".join(scope)
