"""What the server measures of itself, as Prometheus reads it at `/metrics`: how much and how long, never who or where.

Every label is of a closed set: pages, parts of them, questions, doors of the gate, rules of findings.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps

import streamlit as st
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from streamlit.runtime.scriptrunner import get_script_run_ctx

from timpora import settings
from timpora.intake.findings import Finding
from timpora.store.snapshot import NoSnapshot, served

_LOGGER = logging.getLogger(__name__)
disable_created_metrics()  # since when each has been counted: half as many lines again, and nobody asks
HERE = CollectorRegistry(auto_describe=False)
PAGE = "_page"  # where the session state keeps the address of the page that is open
DRAWN_FROM = "_snapshots"  # and for each view, the snapshot that this page is drawn from, to its last part
_OTHER = "lain"  # where something has no name of ours

_RERUNS = Histogram(
    "timpora_rerun_seconds",
    "Seconds to draw a page (part: halaman) or what of it a click draws anew.",
    ["page", "part"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=HERE,
)
_QUESTIONS = Histogram(
    "timpora_question_seconds",
    "Seconds until the snapshot answered a question that was not remembered.",
    ["question"],
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 10),
    registry=HERE,
)
_ASKED = Counter("timpora_questions", "Questions asked, the remembered ones too.", registry=HERE)
_FAILED = Counter("timpora_errors", "What failed without being foreseen, by page or door.", ["page"], registry=HERE)
_REFUSED = Counter("timpora_refused", "Requests the gate refused.", ["door", "status"], registry=HERE)
_EXAMINED = Counter(
    "timpora_upload_findings", "Findings in files examined at /unggah, by rule.", ["rule", "severity"], registry=HERE
)


@contextmanager
def rerun(page: str, part: str = "halaman") -> Iterator[None]:
    """The time it takes to draw a page, or a part of one."""
    began = time.perf_counter()
    try:
        yield
    finally:
        took = time.perf_counter() - began
        _RERUNS.labels(page or _OTHER, part).observe(took)
        if _LOGGER.isEnabledFor(logging.INFO):
            _LOGGER.info("drawn", extra={"told": here(page) | {"part": part, "seconds": round(took, 3)}})


def here(page: str) -> dict[str, str]:
    """What lines of the log tell alike: the page, and the snapshot it is drawn from, or else the one that answers."""
    drawn = st.session_state.get(DRAWN_FROM, {}) if get_script_run_ctx(suppress_warning=True) else {}
    try:
        return {"page": page, "snapshot": drawn.get(settings.view()) or served()}
    except NoSnapshot:
        return {"page": page, "snapshot": ""}


def part(draw: Callable) -> Callable:
    """Of a fragment: it is measured where it is drawn alone. Stands under `@st.fragment`."""

    @wraps(draw)
    def drawn(*arguments: object, **named: object) -> object:
        context = get_script_run_ctx()
        if not (context and context.fragment_ids_this_run):
            return draw(*arguments, **named)
        with rerun(st.session_state.get(PAGE, ""), draw.__name__.strip("_")):
            return draw(*arguments, **named)

    return drawn


@contextmanager
def question(name: str) -> Iterator[None]:
    """The time it takes the snapshot to answer a question of queries/answers."""
    with _QUESTIONS.labels(name).time():
        yield


def asked() -> None:
    """A question was asked, and may be remembered."""
    _ASKED.inc()


def failed(page: str) -> None:
    """Something failed that nobody foresaw, on this page or at this door of the gate."""
    _FAILED.labels(page or _OTHER).inc()


def refused(door: str, status: int) -> None:
    """The gate refused a request."""
    _REFUSED.labels(door, str(status)).inc()


def examined(findings: Iterable[Finding]) -> None:
    """A file was examined at /unggah for the first time."""
    for found in findings:
        _EXAMINED.labels(found.rule, found.severity).inc()
