"""`/metrics` for Prometheus: what was counted since the start (web/measuring.py), and how things stand now."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC

from prometheus_client import ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from timpora.intake import ledger
from timpora.store import room, snapshot
from timpora.store.snapshot import NoSnapshot
from timpora.web import gate_streamlit
from timpora.web.measuring import HERE


async def metrics(request: Request) -> Response:
    """Everything that is measured, in Prometheus' text format. Who may read it is the gate's to say."""
    # Sessions are counted where they come and go; the rest asks disk and snapshot, for which nobody shall wait.
    sessions = gate_streamlit.session_counts()
    content = await run_in_threadpool(_written, sessions)
    return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _written(sessions: dict[str, int]) -> bytes:
    return b"".join(generate_latest(each) for each in (HERE, _Now(sessions)))


class _Now(Collector):
    """What is looked up when it is asked for."""

    def __init__(self, sessions: dict[str, int]):
        self._sessions = sessions

    def collect(self) -> Iterator[Metric]:
        yield _gauge("timpora_sessions", "Sessions by state.", "state", self._sessions)
        yield GaugeMetricFamily("timpora_threads", "Threads of the server.", threading.active_count())
        yield from _served()
        yield from _found()
        yield from ProcessCollector(registry=None).collect()


def _served() -> Iterator[Metric]:
    """Which snapshot answers, since when, and how far its numbers go; where none does, that."""
    try:
        here = snapshot.current(None)
        newest = here.ask("periods")["period"].max()
        since = room.served().stat().st_mtime
    except (NoSnapshot, OSError, AttributeError):
        yield GaugeMetricFamily("timpora_snapshot_up", "Whether a question can be answered.", 0)
        return
    yield GaugeMetricFamily("timpora_snapshot_up", "Whether a question can be answered.", 1)
    yield _gauge("timpora_snapshot_info", "The snapshot that answers.", "id", {here.id: 1})
    yield GaugeMetricFamily("timpora_snapshot_age_seconds", "Since it was published.", max(0, time.time() - since))
    if newest == newest:  # nothing was reported of any month yet: not a time
        last = newest.replace(tzinfo=UTC).timestamp()
        yield GaugeMetricFamily("timpora_snapshot_last_month_timestamp_seconds", "First day of its last month.", last)


def _found() -> Iterator[Metric]:
    """Findings that files were accepted with, of the files that speak now."""
    entries = ledger.entries()
    speaking = set(ledger.in_force(entries).values())
    tally = Counter(str(each["rule"]) for entry in entries if entry.id in speaking for each in entry.warnings)
    yield _gauge("timpora_findings", "Findings that files in force were accepted with, by rule.", "rule", tally)


def _gauge(name: str, said: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, said, labels=[label])
    for value, number in sorted(values.items()):
        family.add_metric([value], number)
    return family
