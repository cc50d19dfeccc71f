"""Which numbers a meeting is shown: protected ones, until somebody who may turns that off for today, on the record."""

from datetime import date
from threading import Lock

from timpora import settings
from timpora.access import log
from timpora.intake.personal import personal_in_text
from timpora.text import say
from timpora.web import scenes
from timpora.web.access import Viewer

_EXACT: dict[str, date] = {}  # who turned it off → the day; a server that starts anew protects again
_LOCK = Lock()


def shown_to(who: Viewer) -> Viewer:
    """The viewer a slide is made for; with exact numbers only where this person turned protection off today."""
    return who if is_exact(who) else scenes.shown_to(who)


def is_exact(who: Viewer) -> bool:
    with _LOCK:
        until = _EXACT.get(who.name)
    return until == settings.now().date() and may_turn_off(who)


def may_turn_off(who: Viewer) -> bool:
    """Only on the server of exact numbers, and only who may use them; nobody through another's eyes."""
    return settings.view() == "exact" and who.may("eksak") and not who.through


def fault(reason: str) -> str:
    """What is wrong with a reason, as a sentence; "" where nothing is."""
    if not reason:
        return say("protection.no_reason")
    return say("story.personal", field=say("protection.reason")) if personal_in_text(reason) else ""


def turn_off(who: Viewer, reason: str) -> None:
    """Exact numbers for the rest of the day. Raises OSError, and nothing has changed, when the log cannot say so."""
    log.write("paparan", who.name, step="angka-pasti", reason=reason)
    with _LOCK:
        _EXACT[who.name] = settings.now().date()


def turn_on(who: Viewer) -> None:
    """Protected again. Raises OSError when the log cannot say so; it is protected all the same."""
    with _LOCK:
        _EXACT.pop(who.name, None)
    log.write("paparan", who.name, step="terlindung")
