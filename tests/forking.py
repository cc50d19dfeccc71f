"""Processes that need not begin from nothing: one that has imported what they need forks each of them."""

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Origin:
    """The process that forks: `script`, which calls `fork_on_demand` when it has imported all it wants to."""

    def __init__(self, script: str):
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, script], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self._one_at_a_time = threading.Lock()

    def ask(self, arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> int:
        """One more process, in the checkout; what is told of it. out, err: where it writes."""
        asked = {"arguments": [*arguments], "environment": {**environment}, "written": [str(out), str(err)]}
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            told = self._process.stdout.readline()
        if not told:
            raise RuntimeError(f"nobody forks any more (exit code {self._process.wait()})")
        return int(told)


def fork_on_demand(work: Callable[[list[str]], object], tell: Callable[[int], int]) -> None:
    """A process that does this work for each line that is asked for, until nobody can ask any more.

    work: is given its arguments; tell: what whoever asked is told, of the process of this number.
    """
    for line in sys.stdin:
        if not (child := os.fork()):
            _become(work, **json.loads(line))
        print(tell(child), flush=True)


def _become(
    work: Callable[[list[str]], object], arguments: list[str], environment: dict[str, str], written: list[str]
) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        out, err = (os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for name in written)
        for here, there in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
            os.dup2(here, there)
        work(arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
