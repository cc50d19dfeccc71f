"""What a story may hold: pages of ours, choices of ours, and words in which nobody is named and nobody counted."""

import re
from collections.abc import Sequence
from dataclasses import replace

from timpora.access.details import CHOICES
from timpora.disclosure.rounding import BASE
from timpora.intake.personal import personal_in_text
from timpora.store import view_book
from timpora.store.notes import counts_people
from timpora.store.stories import PAGES, PARTS, Scene
from timpora.text import say

LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE = 60, 160, 1000  # characters
LONGEST_LINE, MOST_LINES = 200, 10  # of a slide of words
MOST_SCENES = 40
MOST_SPOTLIGHT = 12  # kecamatan; with more there is nothing left that steps back
_KECAMATAN = re.compile(r"\d\d\.\d\d\.\d\d")
_ROUNDED = re.compile(r"(?:≈\s*|\b0–)([\d.,]+)\s*\w+")  # a number as it is published: of these a title may speak


class StoryRefused(ValueError):
    """A story that cannot be kept; the message says why and what to do."""


def checked(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """The scenes with their texts tidied. Raises StoryRefused, naming the slide, for what no story may hold."""
    if not 1 <= len(scenes) <= MOST_SCENES:
        raise StoryRefused(say("story.count", most=MOST_SCENES))
    return tuple(_scene(scene, number) for number, scene in enumerate(scenes, start=1))


def checked_name(name: str) -> str:
    """The name of a story, tidied. Raises StoryRefused."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise StoryRefused(say("story.name_length", most=LONGEST_NAME))
    return _said(name, say("story.field.name"))


def _scene(scene: Scene, number: int) -> Scene:
    if scene.page not in PAGES:
        raise StoryRefused(say("story.page", n=number, pages=", ".join(PAGES)))
    if scene.page == "agenda" and scene.text_of("bagian") not in PARTS:
        raise StoryRefused(say("story.part", n=number, parts=", ".join(PARTS)))
    if view_book.allowed(scene.choices) != scene.choices:
        strange = ", ".join(sorted(scene.choices.keys() - CHOICES)) or say("story.strange_value")
        raise StoryRefused(say("story.choice", n=number, names=strange[:100]))
    if len(scene.spotlight) > MOST_SPOTLIGHT or not all(map(_KECAMATAN.fullmatch, scene.spotlight)):
        raise StoryRefused(say("story.spotlight", n=number, most=MOST_SPOTLIGHT))
    if len(scene.text) > MOST_LINES:
        raise StoryRefused(say("story.lines", n=number, most=MOST_LINES))
    said = [line for value in view_book.allowed(scene.choices).values() for line in value]
    if any(view_book.speaks_of_somebody(value) for value in said):
        raise StoryRefused(say("story.personal", field=say("story.field.view", n=number)))
    note = "\n".join(" ".join(line.split()) for line in scene.note.splitlines())
    return replace(
        scene,
        title=_fitting(" ".join(scene.title.split()), LONGEST_TITLE, say("story.field.title", n=number)),
        note=_fitting(note, LONGEST_NOTE, say("story.field.note", n=number)),
        text=tuple(
            _fitting(" ".join(line.split()), LONGEST_LINE, say("story.field.text", n=number))
            for line in scene.text
            if line.strip()
        ),
    )


def _fitting(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise StoryRefused(say("story.too_long", field=field, most=most))
    return _said(text, field)


def _said(text: str, field: str) -> str:
    if not text.replace("\n", "").isprintable():
        raise StoryRefused(say("story.unprintable", field=field))
    if personal_in_text(text):
        raise StoryRefused(say("story.personal", field=field))
    # What is published is rounded, and a sentence would say it exactly.
    if counts_people(_ROUNDED.sub(_unless_exact, text)):
        raise StoryRefused(say("story.people", field=field))
    return text


def _unless_exact(found: re.Match) -> str:
    """What is left of a rounded number: all of it where no rounding gives it, whatever sign stands before it."""
    written, value = found[0], found[1].rstrip(".,")
    if written.startswith("0–"):
        return " " if len(value) == 1 else written
    return " " if "," in value or int(value.replace(".", "") or 0) % BASE == 0 else written
