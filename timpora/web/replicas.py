"""Processes that are kept running: what ends by itself is started again, later each time it does so at once."""

import http.client
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from timpora import paths

_FIRST, _LONGEST = 1.0, 30.0  # seconds until a process is started again: twice as many each time, up to the longest
_STEADY = 60.0  # seconds after which it ran well, and the next end is the first again
_LOOK_EVERY = 0.2
_PATIENCE = 10.0  # seconds to end in, before it is ended
_START = 120.0  # seconds for a replica to answer for the first time


@dataclass
class Kept:
    """One process: what starts it, and how often it has ended shortly after."""

    name: str
    command: Sequence[str]
    port: int = 0  # where it answers, if it is a replica
    process: subprocess.Popen | None = field(default=None, init=False)
    _began: float = field(default=0.0, init=False)
    _wait: float = field(default=_FIRST, init=False)
    _due: float = field(default=0.0, init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=paths.ROOT)
        self._began, self._due = time.monotonic(), 0.0

    def look(self) -> float | None:
        """Start it again if it is time to; in how many seconds that will be, when it was just found to have ended."""
        now = time.monotonic()
        if self.process.poll() is None:
            return None
        if not self._due:
            self._wait = _FIRST if now - self._began > _STEADY else self._wait
            self._due, wait = now + self._wait, self._wait
            self._wait = min(2 * wait, _LONGEST)
            return wait
        if now >= self._due:
            self.start()
        return None

    def stop(self) -> None:
        """Ask it to end; `wait` makes sure."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process:
            try:
                self.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def replica(port: int, public_port: int, name: str, options: Sequence[str]) -> list[str]:
    """What starts one server on loopback. name: the host that people use; options: Streamlit's own, as typed."""
    start = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address", "127.0.0.1"]
    named = ["--browser.serverAddress", name] if name else []
    start += ["--server.enableWebsocketCompression", "true"]  # which nginx does not do
    return [*start, "--server.port", str(port), "--browser.serverPort", str(public_port), *named, *options]


def status(port: int, path: str) -> int:
    """The status of a server on loopback, 0 where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


class Keeper:
    """Starts processes, keeps them running until it is told to end, and ends them all."""

    def __init__(self):
        self._kept: list[Kept] = []
        self._over = threading.Event()

    def listen(self) -> None:
        """Ctrl-C, what systemd sends and a terminal that is closed end it: nginx would stay, and keep the port."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, lambda *_: self._over.set())

    def start(self, kept: Kept) -> None:
        self._kept.append(kept)
        kept.start()

    def comes_up(self, kept: Kept) -> bool:
        """Wait until this server answers; False when it ends before, or takes too long, or all is over."""
        until = time.monotonic() + _START
        while time.monotonic() < until and kept.process.poll() is None and not self._over.is_set():
            if status(kept.port, "/healthz"):
                return True
            self._over.wait(_LOOK_EVERY)
        return False

    def keep(self, told: Callable[[str, float], object]) -> None:
        """Until the end. told: called with the name of what ended and the seconds until it is started again."""
        while not self._over.wait(_LOOK_EVERY):
            for kept in self._kept:
                wait = kept.look()
                if wait is not None and not self._over.is_set():
                    told(kept.name, wait)

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def stop(self) -> None:
        until = time.monotonic() + _PATIENCE
        for kept in reversed(self._kept):
            kept.stop()
        for kept in self._kept:
            kept.wait(until)
