"""Servers that need not begin from nothing: a process that has imported all that a server imports forks each of them.

Half a suite's servers would otherwise spend more on importing the same modules again than on what they are asked. What
is forked reads its options, its folder and its secrets as one that was typed; that one starts from nothing, too, is
seen by those who ask for a fresh one, and by all that `timpora serve` starts.
"""

import functools
import importlib
import json
import logging
import os
import pkgutil
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What is asked for at a server's start, and by the first map, chart and picture.
LIBRARIES = (
    *("streamlit.web.cli", "streamlit.web.server.starlette", "streamlit.web.server.app_discovery"),
    *("uvicorn.lifespan.on", "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.websockets_sansio_impl"),
    *("anyio._backends._asyncio", "folium.plugins", "shapely.geometry", "plotly.offline", "matplotlib.axes"),
    "matplotlib.backends.backend_agg",
)
SCRIPT = "timpora.web.frame"  # runs for each reader, and is imported by nobody


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
    origin = _origin()
    asked = {"arguments": list(arguments), "environment": dict(environment), "output": str(output)}
    origin.stdin.write(json.dumps(asked) + "\n")
    origin.stdin.flush()
    told = origin.stdout.readline()
    if not told:
        raise RuntimeError(f"nobody forks servers any more (exit code {origin.wait()})")
    return Forked(int(told))


@functools.cache
def _origin() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, __file__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _fork_on_demand() -> None:
    """One server for each line that is asked for, until nobody can ask any more."""
    sys.path[0] = str(ROOT)
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
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: none stays behind as a zombie
    for line in sys.stdin:
        if not (child := os.fork()):
            _become(**json.loads(line))
        print(child, flush=True)


def _become(arguments: list[str], environment: dict[str, str], output: str) -> None:
    from streamlit.web import cli

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    written, nothing = os.open(output, os.O_WRONLY | os.O_APPEND), os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(here, there)
    sys.argv = ["streamlit", *arguments]
    code = 1
    try:
        cli.main(prog_name="streamlit")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _fork_on_demand()
