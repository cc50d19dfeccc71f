"""What was cut anew from one boundary set to the next: for the page of boundaries, and for the sheet of a kecamatan."""

from datetime import date
from itertools import pairwise
from pathlib import Path

from timpora import paths
from timpora.draw import boundary_pictures
from timpora.intake.areas import gazetteer
from timpora.measure import boundaries, boundary_overlay, boundary_sets
from timpora.measure.boundaries import BoundaryError
from timpora.measure.boundary_overlay import Change
from timpora.web import spoken
from timpora.web.access import Viewer
from timpora.web.answers import ask


def by_month() -> list[tuple[date, list[Change]]]:
    """(first month of a set, land that is another kecamatan's than in the set before), the newest first.

    Raises BoundaryError when the book of sets cannot be read.
    """
    spans = boundary_sets.timeline(paths.boundaries())
    return [(after.since, _between(before.folder, after.folder)) for before, after in reversed(list(pairwise(spans)))]


def notes(who: Viewer, code: str) -> list[str]:
    """Sentences on a kecamatan (Kemendagri code) whose land was cut anew, the newest first; [] where none was.

    Only areas that this viewer sees are named.
    """
    seen = ask(who, "areas")
    names = dict(zip(seen["bps_code"], seen["area_name"], strict=True))
    own = seen.loc[seen["area_code"] == code, "bps_code"].iloc[0]
    try:
        cuts = by_month()
    except BoundaryError:
        return []  # the map says that it has no boundaries
    return [
        boundary_pictures.cut_of_one(own, since, theirs, names)
        for since, changes in cuts
        if (theirs := [change for change in changes if own in (change.source, change.target)])
    ]


def _between(before: Path, after: Path) -> list[Change]:
    """[] where one of the two cannot be read."""
    return _changes(str(before), boundaries.fingerprint(before), str(after), boundaries.fingerprint(after))


# Named by what lies there: another set is seen at once.
@spoken.cached(50, "boundary.comparing")
def _changes(before: str, before_sha256: str, after: str, after_sha256: str) -> list[Change]:
    codes = [area.bps_code for area in gazetteer().areas.values()]
    try:
        old, new = (boundaries.load(Path(folder), codes) for folder in (before, after))
    except BoundaryError:
        return []
    return [] if old is None or new is None else boundary_overlay.changes(old, new)
