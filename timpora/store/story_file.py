"""A story as a file: to be sent, kept elsewhere and opened again. It is JSON that a person can read and change."""

import json
from dataclasses import asdict, fields

from timpora.store.stories import Scene, Story
from timpora.store.story_faults import StoryRefused, checked, checked_name
from timpora.text import say

VERSION = 1
MOST_BYTES = 200_000
_KIND = "timpora_story"
_SCENE = {field.name for field in fields(Scene)}


def as_file(story: Story) -> bytes:
    """The story without who made it, and when: whoever opens the file keeps it in their own name."""
    scenes = [{name: value for name, value in asdict(scene).items() if value} for scene in story.scenes]
    told = {_KIND: VERSION, "name": story.name, "scenes": scenes}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def from_file(content: bytes) -> Story:
    """The story of a file, which anybody may have written; it is not in the book yet, so its id is "".

    Raises StoryRefused, with what is wrong and where, for anything that is no story.
    """
    if len(content) > MOST_BYTES:
        raise StoryRefused(say("story.file_large", most=MOST_BYTES // 1000))
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise StoryRefused(say("story.file_unread")) from broken
    if not isinstance(told, dict) or _KIND not in told:
        raise StoryRefused(say("story.file_other"))
    if told[_KIND] != VERSION:
        raise StoryRefused(say("story.file_version", version=VERSION))
    _only(told, {_KIND, "name", "scenes"}, say("story.file_top"))
    if not isinstance(told.get("name"), str) or not isinstance(told.get("scenes"), list):
        raise StoryRefused(say("story.file_shape", where=say("story.file_top")))
    scenes = [_scene(scene, say("story.slide", n=n)) for n, scene in enumerate(told["scenes"], start=1)]
    return Story("", checked_name(told["name"]), checked(scenes))


def _scene(told: object, where: str) -> Scene:
    if not isinstance(told, dict):
        raise StoryRefused(say("story.file_shape", where=where))
    _only(told, _SCENE, where)
    choices = told.get("choices", {})
    is_sound = (
        all(isinstance(told.get(name, ""), str) for name in ("page", "title", "note"))
        and all(_is_texts(told.get(name, [])) for name in ("spotlight", "text"))
        and isinstance(choices, dict)
        and all(map(_is_texts, choices.values()))
    )
    if not is_sound:
        raise StoryRefused(say("story.file_shape", where=where))
    lists = {name: tuple(told.get(name, ())) for name in ("spotlight", "text")}
    return Scene(told.get("page", ""), choices, told.get("title", ""), told.get("note", ""), **lists)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _only(told: dict, known: set[str], where: str) -> None:
    if strange := sorted(told.keys() - known):
        raise StoryRefused(say("story.file_strange", where=where, names=", ".join(strange)[:100]))
