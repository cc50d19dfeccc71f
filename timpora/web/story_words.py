"""The words of a slide in a form. What was typed is never lost: where another window changed the slide it is put aside.

Then the page shows what the slide was, what it is and what was typed, and its author places that or throws it away.
"""

from dataclasses import dataclass, replace

import streamlit as st

from timpora.draw import story_aside
from timpora.store import story_faults
from timpora.store.stories import OPENING, Scene, Story
from timpora.text import say
from timpora.web import access, scene_text, scenes, state, story_change, story_choice, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask
from timpora.web.story_change import MovedOn

_ASIDE, _PUT = "_cerita_disisihkan", "salindia_isi"


@dataclass(frozen=True)
class Aside:
    """What was typed into a slide that is not there any more as it was seen."""

    story: str
    at: int
    seen: Scene
    typed: dict[str, object]  # field → what was typed


def form(who: Viewer, story: Story, at: int) -> None:
    """The fields of a slide of one's own story."""
    scene, key = story.scenes[at], f"{story.id}_{story.at}_{at}"
    groups = ask(who, "groups").set_index("group_code", drop=False)
    kecamatan = list(groups.index[groups["group_kind"] == "kecamatan"])
    named = {name: f"{_PUT}_{name}_{key}" for name in _fields(scene)}
    shown = "\n".join(scene_text.lines(who, scene))
    with st.form(f"salindia_{key}", border=False):
        st.text_input(
            say("story.title"),
            scene.title,
            story_faults.LONGEST_TITLE,
            help=say("story.title_help"),
            key=named["title"],
        )
        if "text" in named:
            told = say("story.text_opening") if scene.text_of("bagian") == OPENING else None
            st.text_area(say("story.text"), shown, height=130, key=named["text"], help=told)
        longest = story_faults.LONGEST_NOTE
        st.text_area(say("story.note"), scene.note, height=100, max_chars=longest, key=named["note"])
        if "spotlight" in named:
            lit = [code for code in scene.spotlight if code in kecamatan]
            most, names = story_faults.MOST_SPOTLIGHT, ui.area_names(groups)
            label = say("story.lit")
            about = {"max_selections": most, "placeholder": label, "key": named["spotlight"]}
            st.multiselect(label, kecamatan, lit, format_func=names.get, **about)
        if "address" in named:
            st.text_input(say("story.address"), scenes.address(scene), key=named["address"])
        # From a callback: it has what was typed also where another window has changed the story since.
        st.form_submit_button(say("story.save"), type="primary", on_click=_saved, args=(story, at, named, shown))


def aside(who: Viewer, story: Story, at: int) -> None:
    """What was put aside, beside what the slide was and is; to be placed where its author likes, or thrown away."""
    kept: Aside | None = st.session_state.get(_ASIDE)
    if kept is None or who.through:
        return
    with st.container(border=True):
        st.warning(say("story.aside"))
        newest = _newest(who, kept.story)
        now = _now(kept, newest.scenes) if newest else None
        names = ui.area_names(ask(who, "groups").set_index("group_code", drop=False))
        seen, typed = _said(who, kept.seen, names), _written(kept.typed, list(kept.typed), names)
        if kept.typed.get("text") == "\n".join(kept.seen.text):
            typed["text"] = seen.get("text", "")  # as it is made from the data
        st.html(story_aside.aside(seen, _said(who, now, names) if now else None, typed))
        with st.container(horizontal=True):
            if story_change.may_change(who, story):
                here, over = (story.id, at), story.scenes[at]
                st.button(say("story.aside_here", n=at + 1), on_click=_placed, args=(*here, over), key="sisih_sini")
                st.button(say("story.aside_new"), on_click=_placed, args=here, key="sisih_baru")
            st.button(say("story.aside_drop"), on_click=_dropped, key="sisih_buang")


def place_of(seen: Scene, at: int, kept: list[Scene] | tuple[Scene, ...]) -> int | None:
    """Where a slide stands now that was seen at a place; None where it is not there as it was, or not there once."""
    if at < len(kept) and kept[at] == seen:
        return at
    places = [place for place, scene in enumerate(kept) if scene == seen]
    return places[0] if len(places) == 1 else None


def _fields(scene: Scene) -> list[str]:
    own = {"text": ["teks"], "spotlight": ["peta"], "address": scenes.LINKED}
    return ["title", "note", *(name for name, pages in own.items() if scene.page in pages)]


def _saved(story: Story, at: int, named: dict[str, str], shown: str) -> None:
    """shown: the text that stood in the form; what nobody changed of it goes on being made from the data."""
    typed, seen = {name: st.session_state[key] for name, key in named.items()}, story.scenes[at]
    if typed.get("text") == shown:
        typed["text"] = "\n".join(seen.text)
    to: list[int] = []

    def change(kept: list[Scene]) -> list[Scene]:
        place = place_of(seen, at, kept)
        if place is None:
            raise MovedOn(say("story.aside_said"))
        to[:] = [place]
        return [_with(scene, typed) if n == place else scene for n, scene in enumerate(kept)]

    if story_change.changed(story.id, change):
        state.put("salindia", str(to[0] + 1))  # another window may have moved it
    elif not _is_there(story):
        st.session_state[_ASIDE] = Aside(story.id, at, seen, typed)


def _is_there(story: Story) -> bool:
    """Whether the form that was typed into will be drawn again, with what was typed."""
    return _newest(access.viewer(), story.id) == story


def _newest(who: Viewer, story: str) -> Story | None:
    try:
        return story_choice.find(who, story)
    except OSError:  # which the page says
        return None


def _with(scene: Scene, typed: dict) -> Scene:
    """A slide with what was typed, as far as a slide of its kind has such fields. Raises StoryRefused."""
    own = {name: value for name, value in typed.items() if name in _fields(scene)}
    if "address" in own and own["address"] != scenes.address(scene):
        linked = scenes.of_address(own["address"])
        scene = replace(scene, page=linked.page, choices=linked.choices)
    return replace(
        scene,
        title=own["title"],
        note=own["note"],
        text=tuple(own["text"].splitlines()) if "text" in own else scene.text,
        spotlight=tuple(own.get("spotlight", scene.spotlight)),
    )


def _placed(story: str, at: int, over: Scene | None = None) -> None:
    """Into the slide that is open, or as one of its own behind it. over: that slide as it was seen."""
    kept: Aside = st.session_state[_ASIDE]

    def change(own: list[Scene]) -> list[Scene]:
        if over is None:
            return [*own[: at + 1], _with(kept.seen, kept.typed), *own[at + 1 :]]
        place = place_of(over, at, own)
        if place is None:
            raise MovedOn(say("story.moved_on"))
        return [_with(scene, kept.typed) if n == place else scene for n, scene in enumerate(own)]

    if story_change.changed(story, change):
        _dropped()
        if over is None:
            state.put("salindia", str(at + 2))


def _dropped() -> None:
    st.session_state.pop(_ASIDE, None)


def _now(kept: Aside, own: tuple[Scene, ...]) -> Scene | None:
    """The slide that was typed into as it is now: of the same view, else at the same place."""
    same = [scene for scene in own if (scene.page, scene.choices) == (kept.seen.page, kept.seen.choices)]
    alike = own[kept.at : kept.at + 1]
    return same[0] if len(same) == 1 else next(iter([*(s for s in alike if s.page == kept.seen.page), *same]), None)


def _said(who: Viewer, scene: Scene, names: dict[str, str]) -> dict[str, str]:
    text = "\n".join(scene_text.lines(who, scene))
    values = {"text": text, "spotlight": scene.spotlight, "address": scenes.address(scene)}
    return _written({"title": scene.title, "note": scene.note} | values, _fields(scene), names)


def _written(values: dict, fields: list[str], names: dict[str, str]) -> dict[str, str]:
    lit = [names.get(code, code) for code in values.get("spotlight", ())]
    return {name: ", ".join(lit) if name == "spotlight" else str(values[name]) for name in fields}
