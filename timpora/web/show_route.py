"""The full screen, `/tayang?cerita=0001#3`: one page, its slides sent as they are made, in the name of who asked."""

import zlib
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from timpora import settings
from timpora.draw import show
from timpora.draw.maps import static_version
from timpora.draw.markup import href
from timpora.draw.slide import Deck
from timpora.store.stories import Story
from timpora.text import language
from timpora.web import access, made_slides, protection, scenes, story_choice
from timpora.web.access import Viewer
from timpora.web.answers import NoSnapshot, held
from timpora.web.gate_doors import VIEWER


def tayang(request: Request) -> Response:
    """The story as a page. 403 for whom the gate did not let in, 404 for a story that is not theirs to see."""
    viewer: Viewer | None = request.scope.get(VIEWER)
    if viewer is None or not viewer.may("lihat"):
        return Response(status_code=403)
    try:
        story = story_choice.find(viewer, request.query_params.get("cerita", story_choice.STANDARD))
        if story is None:
            return Response(status_code=404)
        who = held(protection.shown_to(viewer))  # one publication for all its slides, however long they take
        deck = scenes.deck(who, story, (), settings.office().address)
    except NoSnapshot:
        return Response(status_code=503)
    access.record("lihat", who.name, page="tayang", cerita=story.id)
    page = _page(who, story, deck)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return StreamingResponse(page, media_type="text/html", headers={"Content-Encoding": "identity"})
    return StreamingResponse(_packed(page), media_type="text/html", headers={"Content-Encoding": "gzip"})


def _packed(page: Iterator[str]) -> Iterator[bytes]:
    """Compressed so that each slide is whole when it is sent: the server's own way keeps back the end of each."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for piece in page:
        yield packer.compress(piece.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def _page(who: Viewer, story: Story, deck: Deck) -> Iterator[str]:
    count = len(story.scenes)
    static = f"/statis/{static_version()}"
    told = {
        "story": story.id,
        "back": f"/{href('paparan', cerita=story.id)}",
        "zone": settings.office().timezone,
        "language": language(),
    }
    yield show.beginning(deck, count, static, told)
    for number, scene in enumerate(story.scenes, start=1):
        made = made_slides.tried(who, scene, deck, number)
        yield show.section(made.inside, deck, number, count, made.title, made.filters, made.note)
    yield show.end()
