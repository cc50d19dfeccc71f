"""Servers on loopback: started on a free port, waited for, watched, stopped for certain."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.house import House
from timpora import paths

APPS = Path(__file__).parent / "apps"
OURS = paths.ROOT / "dashboard.py"
NAIVE = APPS / "naive.py"
BARE = APPS / "bare.py"
BARE_ANY = APPS / "bare_any.py"  # its pages are read off ours: skeleton.py
PATIENCE_SECONDS = 60


class Server:
    """A Streamlit server of `app` for the length of a `with`. `healthy_seconds`: from its start to /healthz 200."""

    def __init__(self, app: Path, house: House):
        self.app, self.house = app, house
        self.healthy_seconds = 0.0

    def __enter__(self) -> "Server":
        self.port = _free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(self.app)]
        command += ["--server.port", str(self.port), "--browser.serverPort", str(self.port)]
        self._log = (self.house.folder / f"{self.app.stem}-{self.port}.log").open("w+")
        environment = self.house.server_environment()
        started = time.perf_counter()
        # A session of its own, so that stopping it reaches whatever it started too.
        self._process = subprocess.Popen(
            command, cwd=paths.ROOT, env=environment, stdout=self._log, stderr=self._log, start_new_session=True
        )
        try:
            self._wait_until_healthy(started + PATIENCE_SECONDS)
        except BaseException:
            self.__exit__()
            raise
        self.healthy_seconds = time.perf_counter() - started
        return self

    def __exit__(self, *problem: object) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, sign)
                self._process.wait(timeout=5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
            break
        self._log.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        """Resident memory of the server process, in MB."""
        return memory_mb(self._process.pid, "VmRSS")

    def _wait_until_healthy(self, deadline: float) -> None:
        while time.perf_counter() < deadline:
            if self._process.poll() is not None:
                break
            if _answers(self.port):
                return
            time.sleep(0.01)
        self._log.seek(0)
        raise RuntimeError(f"{self.app.name} did not become healthy: {self._log.read()[-2000:].strip()}")


def memory_mb(pid: int, field: str) -> float:
    """A field of /proc/PID/status in MB: VmRSS is resident now, VmHWM the most it ever was since the program began.

    The kernel's ru_maxrss would count the parent's memory at the fork too. Raises ProcessLookupError when it has ended.
    """
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024 / 1e6
    except FileNotFoundError:
        pass
    raise ProcessLookupError(pid)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
