"""A real server on a free loopback port, on the data folder of a test."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timpora import paths


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The address of a server that answers from `data`; it is stopped on the way out, whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--browser.serverPort", str(port)]
    server = subprocess.Popen(
        [sys.executable, *command],
        cwd=paths.ROOT,
        env=os.environ | {"TIMPORA_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, f"{address}/healthz")
        yield address
    finally:
        server.kill()
        server.wait()


def status(address: str) -> tuple[int, bytes]:
    """Status and body of a GET, whatever the status."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def _wait(server: subprocess.Popen, address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            status(address)
            return
        except OSError:
            # Nobody listens yet. Waiting for the process to end is how we look again soon, and notice if it fell over.
            try:
                server.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise RuntimeError(f"the server did not answer within {seconds:.0f} s (exit code {server.poll()})")
