"""What is said where something fails: what, that the rest goes on, whom to tell, and a code that finds it in the log.

What went wrong inside stands in the log alone, under that code (web/log_lines.py).
"""

import logging
import secrets

import streamlit as st

from timpora import settings
from timpora.access import entries
from timpora.draw.markup import plain
from timpora.store.snapshot import DamagedSnapshot, NoSnapshot, OtherForm
from timpora.text import moment, say
from timpora.web import measuring
from timpora.web.measuring import PAGE

_LOGGER = logging.getLogger(__name__)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when it is read out on the telephone
_CODE = 6  # letters: a thousand million codes


def on_script_error(problem: Exception) -> bool:
    """Streamlit's hook for whatever a page, a part of one or a press on it raised; True: it was said here."""
    tell(problem)
    return True


def tell(problem: Exception) -> None:
    """Say on the page that it failed; in its own words where it is known what is the matter."""
    if isinstance(problem, NoSnapshot):
        known(problem)
        return
    page = st.session_state.get(PAGE, "")
    code = noted(problem, page)
    title = say(f"page.{page.replace('-', '_')}") if page else say("app.title")
    st.error(plain(say("failing.page", page=title)) + "\n\n" + plain(_whom(code, _admins())), icon=":material/report:")


def known(problem: NoSnapshot) -> None:
    """What every page says alike: nothing is published, or it cannot be read, or it knows nothing of the question."""
    if isinstance(problem, DamagedSnapshot):
        st.error(say("app.damaged"))
    elif isinstance(problem, OtherForm):
        _LOGGER.error("snapshot_of_other_form", exc_info=problem)
        st.error(str(problem))
    else:
        st.info(say("app.no_snapshot"))


def sentence(problem: Exception, door: str) -> str:
    """As `tell`, where there is no page: of a request that came to this door of the gate, from anybody."""
    return f"{say('failing.answer')} {_whom(noted(problem, door), [])}"


def noted(problem: Exception, page: str) -> str:
    """Write it down; the code under which it stands in the log."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    measuring.failed(page)
    _LOGGER.error("failed", exc_info=problem, extra={"told": measuring.here(page) | {"reference": code}})
    return code


def _admins() -> list[str]:
    return [entry.email for entry in entries.listing().entries if entry.role == "admin" and entry.email]


def _whom(code: str, admins: list[str]) -> str:
    whom = settings.office().help or ", ".join(admins) or say("failing.whom")
    return say("failing.tell", whom=whom, code=code, moment=moment(settings.now()))
