"""The boundary file of a session: held, examined as often as what was said of it changes, taken, put aside."""

import logging
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import streamlit as st

from timpora import paths, settings
from timpora.intake.findings import REFUSE
from timpora.measure import boundary_import, boundary_sets
from timpora.measure.boundary_columns import Mapping
from timpora.measure.boundary_import import Outcome
from timpora.measure.boundary_sets import BoundarySet, NothingToUndo
from timpora.web import access
from timpora.web.private import display_name, hold, path_of

_HELD = "_batas"


@dataclass
class Candidate:
    """One file, and what a person said of it so far."""

    file: BinaryIO = field(repr=False)
    name: str
    id: str  # of the upload: what is chosen for one file is not chosen for the next
    mapping: Mapping | None = None
    crs: str = ""
    layer: str = ""
    valid_from: date | None = None
    outcome: Outcome | None = None
    seen: tuple | None = None  # what the outcome was made from
    shown: tuple | None = None  # what the outcome on the screen was made from, when a button was there to press

    def is_stale(self) -> bool:
        return self.seen != self._key()

    def examine(self, reported: dict[str, float]) -> None:
        """reported: code → km² of kecamatan, where an agency reported them."""
        said = {
            "reported": reported,
            "mapping": self.mapping,
            "crs": self.crs,
            "layer": self.layer,
            "valid_from": self.valid_from,
        }
        self.seen = self._key()
        try:
            self.outcome = boundary_import.examine(path_of(self.file), name=self.name, **said)
        except Exception as error:
            # Whatever a file does to its reader, the page goes on. The log holds no word of the file.
            logging.getLogger(__name__).error("file_unread", extra={"told": {"error": type(error).__name__}})
            base = boundary_sets.below(paths.boundaries(), self.valid_from)
            self.outcome = Outcome(self.name, self.valid_from, base)
            self.outcome.add(REFUSE, "boundary_unreadable", value=self.name)

    def _key(self) -> tuple:
        below = boundary_sets.stamp(paths.boundaries(), self.valid_from or date.min)
        return (self.mapping, self.crs, self.layer, self.valid_from, below)


def held() -> Candidate | None:
    return st.session_state.get(_HELD)


def bring(file_id: str, name: str, content: memoryview | bytes) -> None:
    """Hold a copy of an upload in place of the one before. Raises OSError when there is no room."""
    drop()
    st.session_state[_HELD] = Candidate(hold(content), display_name(name), file_id)


def drop() -> None:
    candidate = st.session_state.pop(_HELD, None)
    if candidate:
        candidate.file.close()


def take(candidate: Candidate, attribution: str, vintage: str) -> BoundarySet | None:
    """Put the set in force, as it was shown; None, with a finding, where what it lies over has changed meanwhile."""
    by = access.signature(access.demand("muat"))
    words = {"attribution": " ".join(attribution.split()), "vintage": " ".join(vintage.split())}
    one = boundary_import.keep(candidate.outcome, by=by, at=settings.now(), **words)
    if one:
        access.record("batas", by, step="ambil", set=one.id, since=one.valid_from or "")
        drop()
    return one


def undo() -> BoundarySet | None:
    """Take the newest set back; None where there is none any more."""
    by = access.signature(access.demand("muat"))
    try:
        one = boundary_sets.undo(paths.boundaries(), by=by, at=settings.now())
    except NothingToUndo:
        return None
    access.record("batas", by, step="tarik", set=one.id)
    return one
