"""Servers that need not begin from nothing: a process that has imported all that a server imports forks each of them.

Half a suite's servers would otherwise spend more on importing the same modules again than on what they are asked. What
is forked reads its options, its folder and its secrets as one that was typed; that one starts from nothing, too, is
seen by those who ask for a fresh one, and by all that `timpora serve` starts.
"""

import functools
import importlib
import logging
import os
import pkgutil
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from forking import ROOT, Origin, fork_on_demand

# What is asked for at a server's start, and by the first map, chart and picture.
LIBRARIES = (
    *("streamlit.web.cli", "streamlit.web.server.starlette", "streamlit.web.server.app_discovery"),
    *("uvicorn.lifespan.on", "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.websockets_sansio_impl"),
    *("anyio._backends._asyncio", "folium.plugins", "shapely.geometry", "plotly.offline", "matplotlib.axes"),
    "matplotlib.backends.backend_agg",
)
SCRIPT = "timpora.web.frame"  # runs for each reader, and is imported by nobody
_origin = functools.cache(lambda: Origin(__file__))


class Forked:
    """A server that was forked; what of subprocess.Popen its tests need."""

    def __init__(self, pid: int):
        self.pid = pid
        self._end = os.pidfd_open(pid)

    def is_over(self, seconds: float = 0) -> bool:
        """Whether it has ended, or ends within so many seconds."""
        return bool(select.select([self._end], [], [], seconds)[0])

    def poll(self) -> str | None:
        return "?" if self.is_over() else None  # who forked it has its exit code, and nobody asks for that

    def wait(self, timeout: float | None = None) -> None:
        if not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(f"server {self.pid}", timeout)

    def kill(self) -> None:
        if not self.is_over():
            signal.pidfd_send_signal(self._end, signal.SIGKILL)


def start(arguments: Sequence[str], environment: Mapping[str, str], output: Path) -> Forked:
    """`python -m streamlit` with these arguments, in the checkout; output: where it writes."""
    return Forked(_origin().ask(arguments, environment, output, output))


def _load() -> None:
    logging.disable(logging.WARNING)  # that nothing is served yet

    from streamlit.components.v2 import manifest_scanner

    from timpora import draw, web

    rooms = ((draw, "timpora.draw."), (web, "timpora.web."))
    of_ours = (module.name for room, name in rooms for module in pkgutil.iter_modules(room.__path__, name))
    for name in (*LIBRARIES, *of_ours):
        if name != SCRIPT:
            importlib.import_module(name)
    # Each would look through all installed packages, for components, before it answers.
    manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
    manifest_scanner.scan_component_manifests()
    logging.disable(logging.NOTSET)


def _serve(arguments: list[str]) -> None:
    from streamlit.web import cli

    sys.argv = ["streamlit", *arguments]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: none stays behind as a zombie
    fork_on_demand(_serve, lambda child: child)
