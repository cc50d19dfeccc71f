"""The sample in a folder of its own, beside the office's: to look around in, with no way to mix the two."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from timpora import paths
from timpora.intake import ledger
from timpora.sample import loading
from timpora.text import say

SUFFIX = "-contoh"
_MARK = "folder-contoh"  # a file that only we put there: without it nothing is taken away


def folder() -> Path:
    """Where the sample lies: beside /srv/timpora it is /srv/timpora-contoh."""
    here = paths.data().resolve()
    return here.with_name(here.name + SUFFIX)


def is_here() -> bool:
    """Whether this server shows such a folder."""
    return (paths.data() / _MARK).is_file()


def make(months: int, publish: Callable[[], int]) -> int:
    """Write, load and publish it, of the office's own areas and boundaries; returns the exit code. Once is enough."""
    if is_here():
        return _refuse("cli.sample.apart_is_here", folder=paths.data())
    beside = folder()
    if not beside.exists():
        _furnish(beside)
    elif not (beside / _MARK).is_file():
        return _refuse("cli.sample.apart_taken", folder=beside)
    with _in(beside):
        if not ledger.entries() and (code := loading.run("office", months, False)):
            return code
        if code := publish():
            return code
    print(say("cli.sample.apart", folder=beside), flush=True)
    return 0


def remove() -> int:
    """Take the folder away, whole; 1 where there is none, or anything but the sample is in it."""
    beside = folder()
    if not (beside / _MARK).is_file():
        return _refuse("cli.sample.no_apart", folder=beside)
    with _in(beside):
        is_sample = all(entry.is_sample for entry in ledger.entries())
    if not is_sample:
        return _refuse("cli.sample.apart_is_real", folder=beside)
    shutil.rmtree(beside)
    print(say("cli.sample.apart_removed", folder=beside))
    return 0


def _furnish(beside: Path) -> None:
    """The office's areas and boundaries, so that the sample is of its own kecamatan."""
    beside.mkdir(mode=0o700)
    (beside / _MARK).touch()
    if paths.data().resolve() != (paths.ROOT / "data").resolve() and paths.own_reference().is_dir():
        shutil.copytree(paths.own_reference(), beside / "reference")
    if paths.boundaries().is_dir():
        shutil.copytree(paths.boundaries(), beside / "boundaries")


@contextmanager
def _in(other: Path) -> Iterator[None]:
    before = os.environ.get("TIMPORA_DATA")
    os.environ["TIMPORA_DATA"] = str(other)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIMPORA_DATA"]
        else:
            os.environ["TIMPORA_DATA"] = before


def _refuse(sentence: str, **words: object) -> int:
    print(say(sentence, **words), file=sys.stderr)
    return 1
