"""From a story to its slides: every scene is asked for in the viewer's name, as its page would ask."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from timpora import settings
from timpora.draw import headline
from timpora.draw.markup import href
from timpora.draw.slide import Deck, Slide
from timpora.store import view_book
from timpora.store.stories import PAGES, Scene, Story
from timpora.store.story_faults import StoryRefused
from timpora.text import day, say
from timpora.web import (
    house,
    scene_agenda,
    scene_agreement,
    scene_clock,
    scene_election,
    scene_map,
    scene_pair,
    scene_profile,
    scene_risk,
    scene_text,
    scene_trend,
)
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id, today

LINKED = PAGES[:4]  # pages of ours that a link leads to
# What is no page of its own leads to one.
_PLACES = {"teks": "paparan"}
_EVIDENCE = {"berubah": "", "yakin": "mutu-data", "terbuka": "tindak-lanjut", "minta": "tindak-lanjut"}
_TOLD = ("periode", "rapat")  # what the page that opens first takes of a slide: other lists are as of today
_MAKERS = {
    "peta": scene_map.slide,
    "tren": scene_trend.slide,
    "risiko": scene_risk.slide,
    "kecamatan": scene_profile.slide,
    "agenda": scene_agenda.slide,
    "teks": scene_text.slide,
}
# Of pages with several looks, by the choice that names the look.
_LOOKS = {
    "tren": ("lihat", {"hari": scene_clock.slide, "instansi": scene_pair.slide}),
    "risiko": ("bagian", {"pemilihan": scene_election.slide, "instansi": scene_agreement.slide}),
}
_UNTOLD = {("risiko", "simulasi"): "slide.untold.simulasi"}  # looks that no slide can tell


def shown_to(who: Viewer) -> Viewer:
    """The viewer as the one a slide is made for: protected, whichever numbers this server shows on its pages."""
    return replace(who, view=who.view or "protected")


def slides(who: Viewer, story: Story) -> Iterator[Slide]:
    """The slides one by one, as they are made: a second each where there is a map. who: see `shown_to`."""
    for scene in story.scenes:
        yield slide(who, scene)


def slide(who: Viewer, scene: Scene) -> Slide:
    """One slide; what its author wrote stands in place of what the numbers say. who: see `shown_to`."""
    if ask(who, "periods").empty and scene.page != "teks":
        made = _nothing(scene)
    else:
        made = _untold(scene) if untold(scene) else _maker(scene)(who, scene, address(scene))
    return replace(made, title=scene.title or made.title, note=scene.note or made.note)


def _look(scene: Scene) -> str:
    return scene.text_of(_LOOKS[scene.page][0]) if scene.page in _LOOKS else ""


def _maker(scene: Scene):
    makers = _LOOKS[scene.page][1] if scene.page in _LOOKS else {}
    return makers.get(_look(scene), _MAKERS[scene.page])


def untold(scene: Scene) -> str:
    """Why the look that a scene asks for cannot be told on a slide, as its author is told; "" where it can."""
    key = _UNTOLD.get((scene.page, _look(scene)))
    return say(key) if key else ""


def _untold(scene: Scene) -> Slide:
    title, why = headline.split(untold(scene))
    return Slide(title, filters=(), address=address(scene), source_note="", alt=untold(scene), points=why)


def _nothing(scene: Scene) -> Slide:
    """That no month has been published yet, in place of whatever was asked for."""
    sentence = say("slide.no_month")
    return Slide(sentence, filters=(), address=address(scene), source_note="", alt=sentence)


def settled(who: Viewer, scene: Scene) -> Scene:
    """The scene with the months that it shows now, where they were left to be the newest."""
    if scene.page == "teks" or (periods := ask(who, "periods")).empty:
        return scene
    if scene.page == "tren":
        return scene if _look(scene) in _LOOKS["tren"][1] else scene_trend.settled(who, scene)
    if scene.page == "agenda":
        return scene_agenda.settled(who, scene)
    return replace(scene, choices={"periode": [f"{periods['period'].iloc[0]:%Y-%m}"]} | scene.choices)


def deck(who: Viewer, story: Story, made: tuple[Slide, ...], origin: str) -> Deck:
    """The deck of slides that were made. origin: scheme and host of this server as people reach it."""
    meta = ask(who, "snapshot").iloc[0]
    is_exact = meta["view"] == "exact"
    return Deck(
        title=story.name,
        office=meta.office_name,
        made_on=today(who),
        snapshot=snapshot_id(who),
        view=meta["view"],
        classification=settings.office().classification,
        origin=origin,
        slides=made,
        sample=say("app.sample", day=day(meta.sample_day)) if meta.is_sample else "",
        marks=(say("exact.mark"),) if is_exact else (),
        notes=() if is_exact else (say("figure.rounding"),),
        logo=house.logo(),
    )


def of_address(link: str) -> Scene:
    """The scene that a link to one of our pages asks for, whichever server it names. Raises StoryRefused."""
    try:
        parts = urlsplit(link.strip())
        asked = parse_qs(parts.query, max_num_fields=100)
    except ValueError as broken:
        raise StoryRefused(say("story.no_link")) from broken
    page = parts.path.strip("/").rpartition("/")[2]
    if page not in LINKED:
        raise StoryRefused(say("story.no_link"))
    return Scene(page, view_book.allowed(asked))


def address(scene: Scene) -> str:
    """The exact view a scene was made from, below the server's own address; for the agenda where its evidence is."""
    page = _EVIDENCE.get(scene.text_of("bagian"), "") if scene.page == "agenda" else _PLACES.get(scene.page, scene.page)
    told = scene.choices if page == scene.page else _TOLD if page == "" else ()
    chosen = {name: scene.choices[name] for name in told if scene.choices.get(name)}
    return href(f"/{page}", **chosen)
