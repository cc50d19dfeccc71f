"""What every document says of a deck beside its slides, in the same words; and text that every kind of file holds."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TypeVar

from timpora.draw.image_sheet import printable
from timpora.draw.slide import Cell, Deck, Figure, Map, Slide
from timpora.text import day, say

_Any = TypeVar("_Any")


def clean(value: _Any) -> _Any:
    """The same deck without what XML and PDF do not take: control characters, halves of letters."""
    if isinstance(value, str):
        return (value if value.isprintable() else printable(value)).strip()
    if isinstance(value, tuple):
        return tuple(map(clean, value))
    if is_dataclass(value) and not isinstance(value, Map):
        return replace(value, **{field.name: clean(getattr(value, field.name)) for field in fields(value)})
    return value


def strip(deck: Deck) -> str:
    """What is said loudly over every slide; "" where there is nothing."""
    return " · ".join(filter(None, [deck.sample, *deck.marks]))


def filters(slide: Slide) -> str:
    return " · ".join(filter(None, slide.filters))


def publication(deck: Deck) -> str:
    """Class of confidentiality, office, publication: what tells a copy on a table apart from another."""
    return " · ".join(filter(None, [deck.classification, deck.office, say("picture.snapshot", snapshot=deck.snapshot)]))


def sources(deck: Deck, slide: Slide) -> str:
    return " ".join(filter(None, [slide.source_note, *deck.notes]))


def place(deck: Deck, slide: Slide) -> str:
    """ "3/10"."""
    numbers = [number for number, own in enumerate(deck.slides, start=1) if own is slide]
    return say("deck.place", n=numbers[0] if numbers else 1, of=max(len(deck.slides), 1))


def link(deck: Deck, slide: Slide) -> str:
    """Where the exact view of a slide is."""
    return deck.origin.rstrip("/") + slide.address


def words(slide: Slide) -> list[str]:
    """The sentences beside the picture; what it must not be read without comes last."""
    return [one for one in (*slide.points, *slide.cautions) if one]


def loud_from(slide: Slide) -> int:
    """The first of `words` that must not be overlooked."""
    return len([point for point in slide.points if point])


def written(cell: Cell) -> str:
    """A cell as it is written in a document."""
    if isinstance(cell, Figure):
        return cell.text
    return day(cell) if isinstance(cell, date) else cell or ""


def about(deck: Deck) -> str:
    """Of the whole document, for the properties of a file."""
    return " · ".join(filter(None, [strip(deck), publication(deck)]))
