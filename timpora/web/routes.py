"""What the server gives besides pages: its health, Leaflet, our scripts, the geometry, the full screen."""

import mimetypes
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from xstatic.pkg import leaflet

from timpora import paths
from timpora.draw import guide
from timpora.draw.maps import BUNDLE, STATIC, bundle, static_version, styled
from timpora.store.snapshot import NoSnapshot, current
from timpora.web.metrics import metrics

# Names that hold a digest of what they name may be kept by the browser for good.
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
_FOR_A_DAY = "public, max-age=86400"  # its version is not in its name


class _Leaflet(StaticFiles):
    def file_response(self, *args: object, **words: object) -> Response:
        response = super().file_response(*args, **words)
        response.headers["Cache-Control"] = _FOR_A_DAY
        return response


def routes() -> list[Route | Mount]:
    return [
        Route("/healthz", health),
        Route("/metrics", metrics),
        Mount("/leaflet", _Leaflet(directory=leaflet.BASE_DIR)),
        Route("/statis/{version}/{name}", static),
        Route(f"{guide.PICTURES}/{{digest}}/{{name}}", guide_picture),
        Route("/geometri/{version}.js", geometry),
        Route("/tayang", full_screen),
    ]


def health(request: Request) -> Response:
    """200 and the snapshot's id when a question can be answered, else 503."""
    try:
        snapshot = current(None)
        snapshot.ask("periods")
    except NoSnapshot:
        return JSONResponse({"snapshot": None}, status_code=503)
    return JSONResponse({"snapshot": snapshot.id})


def static(request: Request) -> Response:
    """Our own scripts and styles, under a version that changes with them."""
    name = request.path_params["name"]
    known = {file.name: partial(styled, file) for file in STATIC.iterdir()} | {BUNDLE: bundle}
    if name not in known or request.path_params["version"] != static_version():
        return Response(status_code=404)
    return Response(known[name](), media_type=mimetypes.guess_type(name)[0], headers=_FOR_GOOD)


def guide_picture(request: Request) -> Response:
    """A picture of the guide, of the sample data and the same for everybody, under a digest of what is in it."""
    digest, file = guide.pictures().get(request.path_params["name"], ("", None))
    if file is None or request.path_params["digest"] != digest:
        return Response(status_code=404)
    return Response(file.read_bytes(), media_type="image/png", headers=_FOR_GOOD)


def geometry(request: Request) -> Response:
    """The geometry script of one version, as it lies on disk: compressed once, sent to each browser once."""
    version = request.path_params["version"]
    file = paths.boundaries() / "scripts" / f"{version}.js.gz"
    if not version.isalnum() or not file.is_file():
        return Response(status_code=404)
    headers = _FOR_GOOD | {"Content-Encoding": "gzip"}
    return Response(file.read_bytes(), media_type="text/javascript", headers=headers)


def full_screen(request: Request) -> Response:
    """A story in full screen. All that pages are made with comes with it: a server starts without."""
    from timpora.web.show_route import tayang

    return tayang(request)
