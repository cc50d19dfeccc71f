"""The book of stories: the slides of a meeting under a name, for oneself or for the office.

stories/book.jsonl    every version of a story kept, every story shared, unshared or taken away, oldest first

A story holds choices and words and never a number: showing it asks the questions anew, in the name of who shows it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.access import lines
from timpora.store.stories import Scene, Story
from timpora.store.story_faults import StoryRefused, checked, checked_name
from timpora.text import say

BOOK = "book.jsonl"
MOST = 50  # stories one person keeps at a time
_DONE = ("share", "unshare", "withdraw")


@dataclass(frozen=True)
class Kept:
    """A story as the book has it."""

    story: Story
    is_shared: bool = False


class StoryBookDamaged(ValueError):
    """A line of the book cannot be read; the message names it."""


def seen_by(who: str) -> tuple[list[Kept], list[Kept]]:
    """A person's own stories, and those others share in the office; each by name. Raises StoryBookDamaged, OSError."""
    known = sorted(_read().values(), key=lambda kept: (kept.story.name.casefold(), kept.story.id))
    own = [kept for kept in known if kept.story.by == who]
    return own, [kept for kept in known if kept.story.by != who and kept.is_shared]


def get(story: str, who: str) -> Kept | None:
    """A story of this person's, or one that is shared; None for any other. Raises as `seen_by`."""
    kept = _read().get(story)
    return kept if kept and (kept.story.by == who or kept.is_shared) else None


def keep(name: str, scenes: Sequence[Scene], by: str, at: datetime, *, of: str = "") -> Story:
    """Add a story to the book, or a new version of one's own. of: the id of that story; "" for a new one.

    Raises StoryRefused for a text or a choice that no story may hold, a name that is taken, a story of somebody
    else's; StoryBookDamaged; OSError.
    """
    name, scenes = checked_name(name), checked(scenes)
    with lines.alone(paths.stories()):
        known = _read()
        own = {kept.story.id: kept.story for kept in known.values() if kept.story.by == by}
        if of and of not in own:
            raise StoryRefused(say("story.not_yours"))
        if any(story.name.casefold() == name.casefold() and story.id != of for story in own.values()):
            raise StoryRefused(say("story.name_taken", name=name))
        if not of and len(own) >= MOST:
            raise StoryRefused(say("story.too_many", most=MOST))
        number = 1 + max((int(line["keep"]["id"]) for line in _lines() if "keep" in line), default=0)
        story = Story(of or f"{number:04d}", name, scenes, by, at.isoformat(timespec="seconds"))
        lines.append(_book(), {"keep": asdict(story)})
    return story


def share(story: str, by: str, at: datetime) -> Story:
    """Show a story of one's own to the whole office. Raises StoryRefused for another's; StoryBookDamaged; OSError."""
    return _change("share", story, by, at)


def unshare(story: str, by: str, at: datetime) -> Story:
    """Show it to its owner only again. Raises as `share`."""
    return _change("unshare", story, by, at)


def withdraw(story: str, by: str, at: datetime) -> Story:
    """Take a story of one's own away; the book still says that it was there. Raises as `share`."""
    return _change("withdraw", story, by, at)


def _change(step: str, story: str, by: str, at: datetime) -> Story:
    with lines.alone(paths.stories()):
        known = _read().get(story)
        if known is None or known.story.by != by:
            raise StoryRefused(say("story.not_yours"))
        lines.append(_book(), {step: story, "by": by, "at": at.isoformat(timespec="seconds")})
    return known.story


def _read() -> dict[str, Kept]:
    known: dict[str, Kept] = {}
    for number, line in enumerate(_lines(), start=1):
        try:
            if "keep" in line:
                story = _story(line["keep"])
                known[story.id] = Kept(story, story.id in known and known[story.id].is_shared)
                continue
            (step,) = (each for each in _DONE if each in line)
            if (kept := known.pop(line[step], None)) and step != "withdraw":
                known[kept.story.id] = Kept(kept.story, step == "share")
        except (TypeError, ValueError, KeyError, AttributeError) as broken:
            raise _damaged(number) from broken
    return known


def _story(told: dict) -> Story:
    scenes = tuple(
        Scene(**scene | {"spotlight": tuple(scene["spotlight"]), "text": tuple(scene["text"])})
        for scene in told["scenes"]
    )
    # A hand, or a newer version, may have written what no story of ours may hold.
    return Story(**told | {"scenes": checked(scenes)})


def _lines() -> list[dict]:
    found = []
    for number, line in enumerate(lines.whole(_book()), start=1):
        try:
            found.append(json.loads(line))
        except ValueError as broken:
            raise _damaged(number) from broken
    return found


def _damaged(line: int) -> StoryBookDamaged:
    return StoryBookDamaged(say("story.damaged", file=f"stories/{BOOK}", line=line))


def _book() -> Path:
    return paths.stories() / BOOK
