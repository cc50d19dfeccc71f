"""What /paparan shows: which story, the way to the full screen, its slides one by one, and which numbers they have."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from timpora import settings
from timpora.draw import show
from timpora.draw.maps import static_version
from timpora.draw.markup import href, plain, tag
from timpora.draw.slide import Deck
from timpora.store import story_book
from timpora.store.stories import Story
from timpora.store.story_book import Kept
from timpora.text import day, number, say
from timpora.web import access, book_damage, document_view, made_slides, protection, scenes, state, story_choice
from timpora.web.access import Viewer

_REASON, _SAID = "paparan_alasan", "_paparan_kabar"
_STILL_HEIGHT = 390  # pixels
_STYLE = """<style>
.go { display: inline-block; background: var(--accent); color: var(--ground) !important; font-size: 1.25rem;
  font-weight: 650; padding: .6rem 1.6rem; border-radius: .5rem; text-decoration: none !important; }
.st-key-mulai_paparan { align-items: center; }
.st-key-salindia_kecil iframe { width: 100%; height: auto; aspect-ratio: 1366 / 768; border: 1px solid var(--rule); }
[class*="st-key-salindia_ke_"] button { min-height: 0; }
[class*="st-key-salindia_ke_"] button :is(div, span) { width: 100%; justify-content: flex-start; text-align: left; }
[class*="st-key-salindia_ke_"] button p { font-weight: 600; white-space: normal; }
</style>"""


def style() -> None:
    st.html(_STYLE)


def choose(who: Viewer) -> Kept:
    """The story of the view (`cerita` in the URL): the one made from the data at first, one's own, shared ones."""
    known = {story_choice.STANDARD: Kept(story_choice.standard(who))}
    try:
        own, shared = story_choice.all_of(who)
        known |= {kept.story.id: kept for kept in [*own, *shared]}
    except OSError as problem:
        st.error(plain(str(problem)))
    book_damage.tell(story_book.damages)
    widget = partial(st.selectbox, say("story.which"), format_func=lambda code: _named(who, known[code]))
    return known[state.pick(widget, "cerita", list(known), story_choice.STANDARD)]


def _named(who: Viewer, kept: Kept) -> str:
    if kept.story.id == story_choice.STANDARD:
        return say("story.standard_from_data")
    if kept.story.by == access.signature(who):
        return say("story.own_shared", name=kept.story.name) if kept.is_shared else kept.story.name
    return say("story.of_another", name=kept.story.name, by=kept.story.by)


def answer(story: Story) -> str:
    if not story.at:
        return say("story.answer_standard", n=number(len(story.scenes)))
    return say("story.answer", n=number(len(story.scenes)), day=day(datetime.fromisoformat(story.at)))


def chosen(story: Story) -> int:
    """The slide of the view (`salindia` in the URL), from 0."""
    places = [str(place) for place in range(1, len(story.scenes) + 1)]
    return int(state.held("salindia", places, places[0])) - 1


def start(who: Viewer, story: Story, at: int) -> None:
    """The ways out of this page: the full screen, the presenter's window, documents."""
    if who.through:  # the full screen is another page, in the name of who is logged in
        st.caption(say("story.not_through"))
        return
    with st.container(key="mulai_paparan", horizontal=True, vertical_alignment="center"):
        st.html(tag("a", say("story.start"), href=_address(story, at), target="_self", class_="go"), width="content")
        st.link_button(say("show.presenter"), _address(story, at, jendela="catatan"), icon=":material/podium:")
        document_view.box(who, story)
    st.caption(say("story.how"))


def numbers(who: Viewer) -> None:
    """Which numbers are shown, and, where they are exact, the way to them for one meeting, on the record."""
    if said := st.session_state.pop(_SAID, ""):
        st.error(plain(said))
    if settings.view() != "exact":
        st.caption(say("protection.elsewhere"))
    elif protection.is_exact(who):
        st.html(tag("p", say("protection.off"), class_="bar exact", role="note"))
        st.button(say("protection.turn_on"), on_click=_turn_on, key="paparan_lindungi")
    else:
        st.caption(say("protection.on"))
        if protection.may_turn_off(who):
            with st.popover(say("protection.open"), icon=":material/lock_open:"):
                st.caption(say("protection.what"))
                st.text_input(say("protection.reason"), key=_REASON, max_chars=200)
                st.button(say("protection.turn_off"), on_click=_turn_off, key="paparan_pasti")


def slides(who: Viewer, story: Story, at: int) -> None:
    """The list: what each is and says. Each is made when its turn comes, and stays made for the full screen."""
    who = protection.shown_to(who)
    deck = _deck(who, story)
    for place, scene in enumerate(story.scenes):
        made = made_slides.tried(who, scene, deck, place + 1)
        st.button(
            plain(f"{place + 1}. {made.title}"),
            key=f"salindia_ke_{place + 1}",
            on_click=_open,
            args=(place,),
            type="secondary" if place == at else "tertiary",
            width="stretch",
        )
        about = [say(f"story.page.{scene.page}"), *made.filters, *([say("story.has_note")] if scene.note else [])]
        st.caption(plain(" · ".join(about)))


def preview(who: Viewer, story: Story, at: int) -> None:
    """The slide as the full screen shows it, made smaller. What is in it was escaped when it was made."""
    who = protection.shown_to(who)
    deck = _deck(who, story)
    made = made_slides.tried(who, story.scenes[at], deck, at + 1)
    said = (made.title, made.filters, made.note)
    section = show.section(made.inside, deck, at + 1, len(story.scenes), *said, is_shown=True)
    with st.container(key="salindia_kecil"):
        # A height of its own, though the style above has the last word: without, Streamlit would measure by a script.
        st.iframe(show.still(section, f"/statis/{static_version()}"), height=_STILL_HEIGHT, alt=made.title)


def _deck(who: Viewer, story: Story) -> Deck:
    return scenes.deck(who, story, (), settings.office().address)


def _address(story: Story, at: int, **more: str) -> str:
    return f"{href('tayang', cerita=story.id, **more)}#{at + 1}"


def _open(place: int) -> None:
    state.put("salindia", str(place + 1))


def _turn_off() -> None:
    who, reason = access.viewer(), " ".join(st.session_state.get(_REASON, "").split())
    if not protection.may_turn_off(who):
        st.session_state[_SAID] = say("views.no_right")
    elif fault := protection.fault(reason):
        st.session_state[_SAID] = fault
    else:
        _logged(lambda: protection.turn_off(who, reason))


def _turn_on() -> None:
    _logged(lambda: protection.turn_on(access.viewer()))


def _logged(change: Callable[[], None]) -> None:
    try:
        change()
    except OSError as problem:
        st.session_state[_SAID] = say("protection.not_logged", why=problem.strerror or str(problem))
