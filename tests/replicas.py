"""What `make serve` starts, on free loopback ports: nginx, and replicas behind it."""

import os
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from served import status

from timpora import paths

COOKIE = "timpora_replika"
PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Serving:
    port: int  # nginx's
    ports: tuple[int, ...]  # the replicas'
    process: subprocess.Popen
    output: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pid_of(self, port: int) -> int:
        """The process that runs the replica at this port, once there is one."""
        self.until(lambda: self._pid_of(port))
        return self._pid_of(port)

    def _pid_of(self, port: int) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            try:
                words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            except FileNotFoundError:
                continue  # it ended since
            if str(port).encode() in words and b"--server.port" in words:
                return int(child)
        return 0

    def said(self) -> str:
        return self.output.read_text("utf-8", "replace")

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so, as long as this goes on running."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError(f"exit code {self.process.poll()}:\n{self.said()}")
            try:
                self.process.wait(0.1)  # how we look again soon, and notice if it fell over
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def serving(
    data: Path,
    replicas: int = 2,
    secrets: Path | None = None,
    options: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Serving]:
    """`python -m timpora serve` on a data folder; told to end on the way out, as by Ctrl-C."""
    first, *ports = free_ports(replicas + 1)
    told = ["--port", str(port or first), "--first-port", str(ports[0]), "--replicas", str(replicas), *options]
    command = [sys.executable, "-m", "timpora", "serve", *told]
    command += ["--", "--secrets.files", str(secrets or paths.ROOT / "tests" / "none.toml")]
    with tempfile.NamedTemporaryFile(prefix="timpora-serve-") as output:
        process = subprocess.Popen(
            command,
            cwd=paths.ROOT,
            env=os.environ | {"TIMPORA_DATA": str(data)} | dict(environment or {}),
            stdout=output,
            stderr=output,
        )
        here = Serving(port or first, tuple(ports), process, Path(output.name))
        try:
            here.until(lambda: "Ctrl-C" in here.said() and is_listening(here.port))
            yield here
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def is_well(port: int) -> bool:
    """Whether a replica answers questions."""
    try:
        return status(f"http://127.0.0.1:{port}/healthz")[0] == 200
    except OSError:
        return False


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_ports(count: int) -> list[int]:
    """So many free ports, one after another: below those that this machine's own connections go out by."""
    while True:
        first = random.randrange(20_000, 32_000)
        wanted = list(range(first, first + count))
        with ExitStack() as stack, suppress(OSError):
            for port in wanted:
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return wanted


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody else trusts, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert]
    subprocess.run(["openssl", *made.split(), *names], check=True, capture_output=True)
    return cert, key


def trusting(cert: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=cert)


def named(cookies: str) -> str:
    """The number of the replica in a Set-Cookie header; "" in any other."""
    found = re.search(rf"{COOKIE}=(\w+)", cookies)
    return found[1] if found else ""
