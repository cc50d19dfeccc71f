"""Who has logged in: a cookie we signed, a login that has not ended, a person who is listed. None of them is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import streamlit as st

from timpora import settings
from timpora.access import log, people, sessions
from timpora.access.people import LOCAL, Refusal, Viewer
from timpora.access.sessions import Login
from timpora.web import gate_streamlit
from timpora.web.gate_streamlit import Cookie

# Those who log in anew come in again. Of the others, access.toml says that they may not.
_LOGIN_HELPS = ("tanpa-kuki", "lewat-masa", "diam", "keluar", "tidak-dikenal")


@dataclass(frozen=True)
class Guest:
    """Somebody who is let in, at one moment."""

    viewer: Viewer
    cookie: Cookie | None  # None is the local user


@dataclass(frozen=True)
class Stranger:
    """Somebody who is not."""

    reason: str  # of _LOGIN_HELPS, of people.Refusal, or "angka-pasti": not on the server of exact numbers
    name: str = ""  # the e-mail address where the cookie is ours

    @property
    def may_log_in(self) -> bool:
        return self.reason in _LOGIN_HELPS


@cache
def asked() -> bool:
    """Whether this server asks for a login. Decided once: no file that goes missing later opens the door."""
    return gate_streamlit.is_login_configured()


def claims() -> Mapping[str, object] | None:
    """What the login said about the person whose page is running; None where nobody is logged in."""
    told = st.user.to_dict()
    return told if told.get("is_logged_in") is True else None


def guest(cookie: Cookie | None, at: datetime) -> Guest | Stranger:
    """Whether who sent this cookie is let in now. The first time a login is seen it is written down and logged.

    Raises OSError or sqlite3.Error where that cannot be done: then nobody is let in.
    """
    if not asked():
        return Guest(LOCAL, None)
    if cookie is None:
        return Stranger("tanpa-kuki")
    login = _login(cookie)
    state = sessions.state(login, at.timestamp())
    if state not in ("aktif", "baru"):
        return Stranger(state, login.email)
    admitted = people.admit(cookie.claims, at)
    if isinstance(admitted, Refusal):
        return Stranger(admitted.reason, login.email)
    if settings.view() == "exact" and not admitted.may("eksak"):
        return Stranger("angka-pasti", login.email)
    if state == "baru":
        # Logged before it counts: nobody is in of whom the log knows nothing.
        log.write("masuk", admitted.name, role=admitted.role, scope=" ".join(admitted.scope or ("kantor",)))
        sessions.begin(login, at.timestamp())
    return Guest(admitted, cookie)


def is_used(cookie: Cookie | None, at: datetime) -> None:
    """A person has done something: the login does not go idle."""
    if cookie:
        sessions.touch(_login(cookie), at.timestamp())


def leave(cookie: Cookie, at: datetime) -> None:
    """Logout. The login is over even where the log cannot say so (OSError)."""
    login = _login(cookie)
    if sessions.end(login, at.timestamp()):
        log.write("keluar", login.email)


def _login(cookie: Cookie) -> Login:
    return Login(cookie.id, str(cookie.claims.get("email", "")).lower(), cookie.issued)
