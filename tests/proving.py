"""The proof of a snapshot in a process of its own that is forked from one that has imported what the proof does: half

of what a proof costs. The same code runs in it, on the same files.
"""

import functools
import importlib
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

from forking import ROOT, Origin, fork_on_demand

PROOF = "timpora.store.proof"
_origin = functools.cache(lambda: Origin(__file__))


def run(command: list[str], **how: object) -> subprocess.CompletedProcess[str]:
    """In place of `subprocess.run`: the proof is forked, anything else is started as it is."""
    if command[1:3] != ["-m", PROOF]:
        return subprocess.run(command, **how)
    with tempfile.TemporaryDirectory(prefix="timpora-bukti-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        code = _origin().ask(command[3:], os.environ, out, err)
        return subprocess.CompletedProcess(command, code, out.read_text(), err.read_text())


def _prove(arguments: list[str]) -> None:
    sys.argv = [PROOF, *arguments]
    runpy.run_module(PROOF, run_name="__main__", alter_sys=True)


def _exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    for name in ("concurrent.futures.thread", "timpora.store.snapshot"):
        importlib.import_module(name)
    fork_on_demand(_prove, _exit_code)
