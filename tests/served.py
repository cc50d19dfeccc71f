"""A real server on a free loopback port, on the data folder of a test."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import warm

from timpora import paths


@dataclass(frozen=True)
class Server:
    address: str  # http://127.0.0.1:PORT
    process: subprocess.Popen | warm.Forked
    output: Path  # what it has written to the terminal so far


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a server that answers from `data`; it is stopped on the way out, whatever happens."""
    with running(data) as server:
        yield server.address


@contextmanager
def running(
    data: Path,
    *,
    port: int | None = None,
    secrets: Path | None = None,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    root: Path = paths.ROOT,
    is_fresh: bool = False,
) -> Iterator[Server]:
    """As `served`, with the process at hand. `secrets` is a secrets.toml; `options` are Streamlit's own, as typed;
    `root` holds another copy of the product; `is_fresh`: the process begins from nothing, as when it is typed.

    Raises RuntimeError, with what the server said, when it does not answer.
    """
    is_lent = port is None
    port = port or _lent_port()
    told = os.environ | {"TIMPORA_DATA": str(data)} | dict(environment or {})
    with tempfile.NamedTemporaryFile(prefix="timpora-server-") as output:
        typed = command(port, secrets, options)
        if is_fresh or root != paths.ROOT:
            process = subprocess.Popen(typed, cwd=root, env=told, stdout=output, stderr=output)
        else:
            process = warm.start(typed[typed.index("run") :], told, Path(output.name))
        server = Server(f"http://127.0.0.1:{port}", process, Path(output.name))
        try:
            _wait(server)
            yield server
        finally:
            process.kill()
            process.wait()
            if is_lent:
                _PORTS.append(port)


def command(port: int, secrets: Path | None = None, options: Sequence[str] = ()) -> list[str]:
    """What starts a server, as `make run` does; `secrets` takes the place of every secrets.toml of this machine."""
    start = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    ports = ["--server.port", str(port), "--browser.serverPort", str(port)]
    # Without login, too, a file is named: a developer's own secrets.toml decides nothing here.
    return [*start, *ports, "--secrets.files", str(secrets or paths.ROOT / "tests" / "none.toml"), *options]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# A browser that was at one server has at the next, at the same address, what never changes.
_PORTS: list[int] = []


def _lent_port() -> int:
    """A port at which a server of this process was, and nobody is now; else any free one."""
    for place in range(len(_PORTS)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as a server that is started there does
            try:
                probe.bind(("127.0.0.1", _PORTS[place]))
            except OSError:
                continue
            return _PORTS.pop(place)
    return free_port()


def status(address: str) -> tuple[int, bytes]:
    """Status and body of a GET, whatever the status."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def _wait(server: Server, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            status(f"{server.address}/healthz")
            return
        except OSError:
            # Nobody listens yet. Waiting for the process to end is how we look again soon, and notice if it fell over.
            try:
                server.process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    said = server.output.read_text("utf-8", "replace")
    raise RuntimeError(f"no answer within {seconds:.0f} s (exit code {server.process.poll()}):\n{said}")
