"""The book of named views: what somebody chose on a page, under a name, for themselves or for the office.

views/book.jsonl    every view kept, shared, unshared or taken away, oldest first; only added to

A view holds choices and never a number: opening it asks the questions anew, in the name of whoever opens it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.access import line_fields, lines
from timpora.access.details import CHOICES
from timpora.access.line_fields import LineFault
from timpora.access.lines import BookDamaged, Damage
from timpora.intake.personal import personal_in_text
from timpora.store.notes import counts_people
from timpora.text import say
from timpora.text.order import by_name

BOOK = "book.jsonl"
LONGEST_NAME = 60  # characters
MOST = 100  # views one person keeps at a time
_PAGE = re.compile(r"[a-z-]{2,20}")
_VALUE = re.compile(r"[\w .,;:()/+-]{1,400}")  # codes, months, groups of areas with their names
_DONE = ("share", "unshare", "withdraw")


@dataclass(frozen=True)
class View:
    """One named view. choices: parameter of the URL → its values, of details.CHOICES only."""

    id: str  # "0001", in the order they were kept
    name: str
    page: str  # its address: "tren"
    choices: dict[str, list[str]]
    by: str
    at: str  # ISO 8601 with offset
    is_shared: bool = False


class ViewRefused(ValueError):
    """A view that cannot be kept; the message says why and what to do."""


def views() -> list[View]:
    """Every view that was not taken away and can be read, oldest first. Raises OSError."""
    return list(_read()[0].values())


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises OSError."""
    return _read()[2]


def seen_by(who: str) -> tuple[list[View], list[View]]:
    """A person's own views, and those others share in the office; each by name. Raises as `views`."""
    known = sorted(views(), key=lambda view: (by_name(view.name), view.id))
    return [view for view in known if view.by == who], [view for view in known if view.by != who and view.is_shared]


def keep(name: str, page: str, choices: Mapping[str, Sequence[str]], by: str, at: datetime) -> View:
    """Add a view to the book. What no view may hold is left out of its choices.

    Raises ViewRefused for a name that is empty, long, taken or speaks of a person; BookDamaged; OSError.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ViewRefused(say("views.name_length", most=LONGEST_NAME))
    if personal_in_text(name):
        raise ViewRefused(say("views.name_personal"))
    if counts_people(name):  # what is published is rounded, and a name would say it exactly
        raise ViewRefused(say("views.name_people"))
    if not _PAGE.fullmatch(page):
        raise ViewRefused(say("views.not_a_page"))
    if any(speaks_of_somebody(value) for values in allowed(choices).values() for value in values):
        raise ViewRefused(say("views.choice_personal"))
    with lines.alone(paths.views()):
        known, count = _sound()
        own = [view for view in known.values() if view.by == by]
        if any(view.name.casefold() == name.casefold() for view in own):
            raise ViewRefused(say("views.name_taken", name=name))
        if len(own) >= MOST:
            raise ViewRefused(say("views.too_many", most=MOST))
        view = View(f"{count + 1:04d}", name, page, allowed(choices), by, at.isoformat(timespec="seconds"))
        lines.append(_book(), {"keep": asdict(view)})
    return view


def share(view: str, by: str, at: datetime) -> View:
    """Show a view of one's own to the whole office. Raises ViewRefused for another's; BookDamaged; OSError."""
    return _change("share", view, by, at, of_others=False)


def unshare(view: str, by: str, at: datetime, *, of_others: bool = False) -> View:
    """Show it to its owner only again. of_others: also one that somebody else shared. Raises as `share`."""
    return _change("unshare", view, by, at, of_others=of_others)


def withdraw(view: str, by: str, at: datetime) -> View:
    """Take a view of one's own away; the book still says that it was there. Raises as `share`."""
    return _change("withdraw", view, by, at, of_others=False)


def allowed(choices: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Of what a page was chosen by, what a view may hold: known parameters with codes as values."""
    kept = {
        name: [value for value in values if isinstance(value, str) and _VALUE.fullmatch(value)]
        for name, values in choices.items()
        if name in CHOICES
    }
    return {name: values for name, values in kept.items() if values}


def speaks_of_somebody(value: str) -> bool:
    """Whether the words of a choice do, as the name of a reader's own group may; codes and months are no words."""
    words = " ".join(re.findall(r"[^\W\d_]{2,}", value))
    return " " in words and personal_in_text(words)


def _change(step: str, view: str, by: str, at: datetime, *, of_others: bool) -> View:
    with lines.alone(paths.views()):
        known = _sound()[0].get(view)
        if known is None or (known.by != by and not (of_others and known.is_shared)):
            raise ViewRefused(say("views.not_yours"))
        lines.append(_book(), {step: view, "by": by, "at": at.isoformat(timespec="seconds")})
    return replace(known, is_shared=step == "share")


def _read() -> tuple[dict[str, View], int, list[Damage]]:
    """Views by id; how many were ever kept; damaged lines. What was shared before one of these is its owner's only:

    the line may have been the one that said so.
    """
    known: dict[str, View] = {}
    kept: list[str] = []

    def take(line: dict) -> None:
        step = line_fields.act(line, ("keep", *_DONE))
        if step == "keep":
            view = line_fields.built(View, line["keep"], "keep")
            line_fields.code(view.id, r"\d{4,6}", "keep.id")
            line_fields.code(view.page, _PAGE.pattern, "keep.page")
            line_fields.moment(view.at, "keep.at")
            # What a newer version, or a hand, wrote beside them is no choice of ours.
            known[view.id] = replace(view, choices=allowed(view.choices))
            kept.append(view.id)
            return
        line_fields.signed(line)
        view = known.pop(line_fields.text(line, step), None)
        if view is None:
            raise LineFault(say("book.fault.nothing", id=line[step]))
        if step != "withdraw":
            known[view.id] = replace(view, is_shared=step == "share")

    def lost() -> None:
        known.update({name: replace(view, is_shared=False) for name, view in known.items()})

    damaged = lines.read(_book(), take, lost)
    return known, len(kept), damaged


def _sound() -> tuple[dict[str, View], int]:
    """As `_read`, for whoever writes. Raises BookDamaged, OSError."""
    known, count, damaged = _read()
    if damaged:
        raise BookDamaged(damaged[0].refusal)
    return known, count


def _book() -> Path:
    return paths.views() / BOOK
