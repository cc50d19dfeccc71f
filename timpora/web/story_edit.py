"""How a story is changed on /paparan: each change is a version in the book at once, so that nothing is ever unsaved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from timpora import settings
from timpora.draw.markup import plain
from timpora.store import story_book, story_faults, view_book
from timpora.store.stories import PAGES, PARTS, Scene, Story
from timpora.store.story_book import Kept, StoryBookDamaged
from timpora.store.story_faults import StoryRefused
from timpora.store.view_book import ViewBookDamaged
from timpora.text import say
from timpora.web import access, scenes, story_choice, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask

LINKED = PAGES[:4]  # pages of ours that a link leads to
_SAID, _BOX, _LINK, _KIND = "_cerita_kabar", "cerita_tambah_buka", "cerita_tautan", "cerita_jenis"
_VIEW, _PART, _TEXT = "tampilan:", "agenda:", "teks"


def may_change(who: Viewer, story: Story) -> bool:
    return story.by == access.signature(who) and not who.through


def said() -> None:
    """What became of the last change."""
    if told := st.session_state.pop(_SAID, None):
        kind, sentence = told
        {"refused": st.error, "untold": st.warning}.get(kind, st.success)(plain(sentence))


def warn(scene: Scene) -> None:
    """Say that a slide that was just added cannot tell the look that it asks for, where that is so."""
    if why := scenes.untold(scene):
        st.session_state[_SAID] = ("untold", why)


def show(who: Viewer, story: Story, at: int) -> None:
    """The chosen slide to be changed, moved, removed; another one added behind it. A copy first where it is not one's
    own story."""
    if who.through:
        st.caption(say("access.only_looking"))
        return
    if not may_change(who, story):
        st.button(say("story.copy"), on_click=_copied, args=(story.id,), icon=":material/content_copy:")
        st.caption(say("story.copy_why"))
        return
    _move(story, at)
    _words(who, story, at)


def add(who: Viewer, story: Story, at: int) -> None:
    """One more slide behind the chosen one: of a link, a named view, a part of the agenda, or of words."""
    if not may_change(who, story):
        return
    kinds = _kinds(who)
    with st.popover(say("story.add"), icon=":material/add:", key=_BOX, on_change="rerun"):
        st.text_input(say("story.link"), key=_LINK, placeholder="…/peta?lapisan=…", help=say("story.link_help"))
        st.selectbox(say("story.or_kind"), list(kinds), format_func=kinds.get, key=_KIND)
        st.button(say("story.add_do"), on_click=_added, args=(story.id, at), key="cerita_tambah")


def of_address(address: str) -> Scene:
    """The scene that a link to one of our pages asks for, whichever server it names. Raises StoryRefused."""
    try:
        parts = urlsplit(address.strip())
        asked = parse_qs(parts.query, max_num_fields=100)
    except ValueError as broken:
        raise StoryRefused(say("story.no_link")) from broken
    page = parts.path.strip("/").rpartition("/")[2]
    if page not in LINKED:
        raise StoryRefused(say("story.no_link"))
    return Scene(page, view_book.allowed(asked))


def _move(story: Story, at: int) -> None:
    last = len(story.scenes) - 1
    steps = {
        "up": ("arrow_upward", at > 0),
        "down": ("arrow_downward", at < last),
        "double": ("content_copy", True),
        "remove": ("delete", last > 0),
    }
    with st.container(horizontal=True):
        for step, (icon, is_possible) in steps.items():
            st.button(
                say(f"story.{step}"),
                icon=f":material/{icon}:",
                key=f"cerita_{step}",
                on_click=_moved,
                args=(story, at, step),
                disabled=not is_possible,
            )


def _words(who: Viewer, story: Story, at: int) -> None:
    scene, key = story.scenes[at], f"{story.id}_{story.at}_{at}"
    groups = ask(who, "groups").set_index("group_code", drop=False)
    kecamatan = list(groups.index[groups["group_kind"] == "kecamatan"])
    with st.form(f"salindia_{key}", border=False):
        fields = {
            "title": st.text_input(
                say("story.title"), scene.title, story_faults.LONGEST_TITLE, help=say("story.title_help")
            )
        }
        if scene.page == "teks":
            fields["text"] = st.text_area(say("story.text"), "\n".join(scene.text), height=130)
        fields["note"] = st.text_area(say("story.note"), scene.note, height=100, max_chars=story_faults.LONGEST_NOTE)
        if scene.page == "peta":
            lit = [code for code in scene.spotlight if code in kecamatan]
            most = story_faults.MOST_SPOTLIGHT
            names = ui.area_names(groups)
            fields["spotlight"] = st.multiselect(
                say("story.lit"), kecamatan, lit, format_func=names.get, max_selections=most
            )
        if scene.page in LINKED:
            fields["address"] = st.text_input(say("story.address"), scenes.address(scene))
        if st.form_submit_button(say("story.save"), type="primary"):
            _saved(story.id, at, fields)
            st.rerun()


def _saved(story: str, at: int, fields: dict) -> None:
    def change(scene: Scene) -> Scene:
        if "address" in fields and fields["address"] != scenes.address(scene):
            linked = of_address(fields["address"])
            scene = replace(scene, page=linked.page, choices=linked.choices)
        return replace(
            scene,
            title=fields["title"],
            note=fields["note"],
            text=tuple(fields["text"].splitlines()) if "text" in fields else scene.text,
            spotlight=tuple(fields.get("spotlight", scene.spotlight)),
        )

    is_kept = changed(story, lambda kept: [change(scene) if n == at else scene for n, scene in enumerate(kept)])
    if is_kept and "address" in fields:
        warn(of_address(fields["address"]))


def _moved(story: Story, at: int, step: str) -> None:
    def change(kept: list[Scene]) -> list[Scene]:
        if step == "double":
            return [*kept[: at + 1], kept[at], *kept[at + 1 :]]
        moved = kept.pop(at)
        there = at + {"up": -1, "down": 1}.get(step, 0)
        return [*kept[:there], moved, *kept[there:]] if step != "remove" else kept

    if changed(story.id, change, story):
        to = {"up": at, "down": at + 2, "double": at + 2, "remove": max(at, 1)}[step]
        st.session_state["salindia"] = str(to)


def _kinds(who: Viewer) -> dict[str, str]:
    """What can be added without a link → what it is called."""
    try:
        own, shared = view_book.seen_by(access.signature(who))
    except (ViewBookDamaged, OSError):
        own, shared = [], []
    views = [view for view in [*own, *shared] if view.page in LINKED]
    named = {f"{_VIEW}{view.id}": say("story.named_view", name=view.name) for view in views}
    parts = {f"{_PART}{part}": say(f"story.part.{part}") for part in PARTS}
    return {"": say("story.choose")} | named | parts | {_TEXT: say("story.words_only")}


def _added(story: str, at: int) -> None:
    link, kind = st.session_state.get(_LINK, ""), st.session_state.get(_KIND) or ""

    def change(kept: list[Scene]) -> list[Scene]:
        return [*kept[: at + 1], _new(link, kind), *kept[at + 1 :]]

    if changed(story, change):
        warn(_new(link, kind))
        st.session_state[_LINK], st.session_state["salindia"] = "", str(at + 2)
        st.session_state[_BOX] = False


def _new(link: str, kind: str) -> Scene:
    if kind.startswith(_VIEW) and not link:
        own, shared = view_book.seen_by(access.signature(access.viewer()))
        for view in [*own, *shared]:
            if view.id == kind.removeprefix(_VIEW):
                return Scene(view.page, view.choices)
    if kind.startswith(_PART) and not link:
        return Scene("agenda", {"bagian": [kind.removeprefix(_PART)]})
    return Scene("teks", {}, say("story.new_title")) if kind == _TEXT and not link else of_address(link)


def _copied(story: str) -> None:
    who = access.viewer()
    found = story_choice.find(who, story)
    if found:
        name = story_choice.free_name(who, found.name)
        do("simpan", lambda by: story_book.keep(name, found.scenes, by, settings.now()), opens=True)


def changed(story: str, change: Callable[[list[Scene]], Sequence[Scene]], seen: Story | None = None) -> bool:
    """A new version of one's own story. Whether it was kept; what was wrong is said.

    seen: as it was when a slide of it was chosen by its place; another window may have moved the slides since.
    """

    def keep(by: str) -> Story:
        kept: Kept | None = story_book.get(story, by)
        if kept is None:
            raise StoryRefused(say("story.not_yours"))
        if seen and kept.story.scenes != seen.scenes:
            raise StoryRefused(say("story.moved_on"))
        return story_book.keep(kept.story.name, change(list(kept.story.scenes)), by, settings.now(), of=story)

    return do("ubah", keep)


def do(step: str, change: Callable[[str], Story], *, right: str = "lihat", opens: bool = False) -> bool:
    """One change of the book, said on the page and told to the log. The right is asked anew: it may have ended."""
    who = access.viewer()
    if who.through or not who.may(right):
        st.session_state[_SAID] = ("refused", say("views.no_right"))
        return False
    try:
        story = change(access.signature(who))
    except (StoryRefused, StoryBookDamaged, ViewBookDamaged) as problem:
        st.session_state[_SAID] = ("refused", str(problem))
        return False
    except OSError as problem:
        st.session_state[_SAID] = ("refused", say("story.not_written", why=problem.strerror or str(problem)))
        return False
    access.record("cerita", who.name, step=step, set=story.id)
    st.session_state[_SAID] = ("done", say(f"story.done.{step.replace(' ', '_')}", name=story.name))
    if opens:
        st.session_state["cerita"], st.session_state["salindia"] = story.id, "1"
    return True
