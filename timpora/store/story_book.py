"""The book of stories: the slides of a meeting under a name, for oneself or for the office.

stories/book.jsonl    every version of a story kept, every story shared, unshared or taken away, oldest first

A story holds choices and words and never a number: showing it asks the questions anew, in the name of who shows it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from timpora import paths
from timpora.access import line_fields, lines
from timpora.access.line_fields import LineFault
from timpora.access.lines import BookDamaged, Damage
from timpora.store.stories import Scene, Story
from timpora.store.story_faults import StoryRefused, checked, checked_name
from timpora.text import say
from timpora.text.order import by_name

BOOK = "book.jsonl"
MOST = 50  # stories one person keeps at a time
_DONE = ("share", "unshare", "withdraw")


@dataclass(frozen=True)
class Kept:
    """A story as the book has it."""

    story: Story
    is_shared: bool = False


def seen_by(who: str) -> tuple[list[Kept], list[Kept]]:
    """A person's own stories, and those others share in the office; each by name. Raises OSError."""
    known = sorted(_read()[0].values(), key=lambda kept: (by_name(kept.story.name), kept.story.id))
    own = [kept for kept in known if kept.story.by == who]
    return own, [kept for kept in known if kept.story.by != who and kept.is_shared]


def get(story: str, who: str) -> Kept | None:
    """A story of this person's, or one that is shared; None for any other. Raises as `seen_by`."""
    kept = _read()[0].get(story)
    return kept if kept and (kept.story.by == who or kept.is_shared) else None


def damages() -> list[Damage]:
    """The lines that cannot be read. Raises OSError."""
    return _read()[2]


def keep(name: str, scenes: Sequence[Scene], by: str, at: datetime, *, of: str = "") -> Story:
    """Add a story to the book, or a new version of one's own. of: the id of that story; "" for a new one.

    Raises StoryRefused for a text or a choice that no story may hold, a name that is taken, a story of somebody
    else's; BookDamaged; OSError.
    """
    name, scenes = checked_name(name), checked(scenes)
    with lines.alone(paths.stories()):
        known, newest = _sound()
        own = {kept.story.id: kept.story for kept in known.values() if kept.story.by == by}
        if of and of not in own:
            raise StoryRefused(say("story.not_yours"))
        if any(story.name.casefold() == name.casefold() and story.id != of for story in own.values()):
            raise StoryRefused(say("story.name_taken", name=name))
        if not of and len(own) >= MOST:
            raise StoryRefused(say("story.too_many", most=MOST))
        story = Story(of or f"{newest + 1:04d}", name, scenes, by, at.isoformat(timespec="seconds"))
        lines.append(_book(), {"keep": asdict(story)})
    return story


def share(story: str, by: str, at: datetime) -> Story:
    """Show a story of one's own to the whole office. Raises StoryRefused for another's; BookDamaged; OSError."""
    return _change("share", story, by, at)


def unshare(story: str, by: str, at: datetime) -> Story:
    """Show it to its owner only again. Raises as `share`."""
    return _change("unshare", story, by, at)


def withdraw(story: str, by: str, at: datetime) -> Story:
    """Take a story of one's own away; the book still says that it was there. Raises as `share`."""
    return _change("withdraw", story, by, at)


def _change(step: str, story: str, by: str, at: datetime) -> Story:
    with lines.alone(paths.stories()):
        known = _sound()[0].get(story)
        if known is None or known.story.by != by:
            raise StoryRefused(say("story.not_yours"))
        lines.append(_book(), {step: story, "by": by, "at": at.isoformat(timespec="seconds")})
    return known.story


def _read() -> tuple[dict[str, Kept], int, list[Damage]]:
    """Stories by id; the newest number there ever was; damaged lines. What was shared before one of these is its

    owner's only: the line may have been the one that said so.
    """
    known: dict[str, Kept] = {}
    numbers = [0]

    def take(line: dict) -> None:
        step = line_fields.act(line, ("keep", *_DONE))
        if step == "keep":
            story = _story(line["keep"])
            known[story.id] = Kept(story, story.id in known and known[story.id].is_shared)
            numbers.append(int(story.id))
            return
        line_fields.signed(line)
        kept = known.pop(line_fields.text(line, step), None)
        if kept is None:
            raise LineFault(say("book.fault.nothing", id=line[step]))
        if step != "withdraw":
            known[kept.story.id] = replace(kept, is_shared=step == "share")

    def lost() -> None:
        known.update({name: replace(kept, is_shared=False) for name, kept in known.items()})

    damaged = lines.read(_book(), take, lost)
    return known, max(numbers), damaged


def _story(told: object) -> Story:
    story = line_fields.built(Story, told, "keep")
    line_fields.code(story.id, r"\d{4,6}", "keep.id")
    line_fields.moment(story.at, "keep.at")
    try:  # a hand, or a newer version, may have written what no story of ours may hold
        return replace(story, scenes=checked(story.scenes))
    except StoryRefused as refused:
        raise LineFault(str(refused).rstrip(".")) from refused


def _sound() -> tuple[dict[str, Kept], int]:
    """As `_read`, for whoever writes. Raises BookDamaged, OSError."""
    known, newest, damaged = _read()
    if damaged:
        raise BookDamaged(damaged[0].refusal)
    return known, newest


def _book() -> Path:
    return paths.stories() / BOOK
