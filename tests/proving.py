"""The proof of a snapshot in a process of its own that need not begin from nothing: one that has imported what the

proof imports forks each of them, which is half of what a proof costs. The same code runs in it, on the same files.
"""

import functools
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PROOF = "timpora.store.proof"
ROOT = Path(__file__).resolve().parent.parent
_one_at_a_time = threading.Lock()


def run(command: list[str], **how: object) -> subprocess.CompletedProcess[str]:
    """In place of `subprocess.run`: the proof is forked, anything else is started as it is."""
    if command[1:3] != ["-m", PROOF]:
        return subprocess.run(command, **how)
    with tempfile.TemporaryDirectory(prefix="timpora-bukti-") as folder, _one_at_a_time:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"arguments": command[3:], "environment": {**os.environ}, "said": [str(out), str(err)]}
        origin = _origin()
        origin.stdin.write(json.dumps(asked) + "\n")
        origin.stdin.flush()
        code = int(origin.stdout.readline())
        return subprocess.CompletedProcess(command, code, out.read_text(), err.read_text())


@functools.cache
def _origin() -> subprocess.Popen:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, __file__], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)


def _fork_on_demand() -> None:
    """One proof for each line that is asked for, until nobody can ask any more; tells how each ended."""
    sys.path[0] = str(ROOT)
    for name in ("concurrent.futures.thread", "timpora.store.snapshot"):
        importlib.import_module(name)
    for line in sys.stdin:
        if not (child := os.fork()):
            _prove(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _prove(arguments: list[str], environment: dict[str, str], said: list[str]) -> None:
    for name, stream in zip(said, (1, 2), strict=True):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), stream)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [PROOF, *arguments]
    code = 1
    try:
        runpy.run_module(PROOF, run_name="__main__", alter_sys=True)
        code = 0
    except Exception as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _fork_on_demand()
