"""Where a document is made: a folder of its own among the machine's passing files, gone with what was made of it.

A server that is killed cannot take its folders away; the next one does. Whose server lives is told by a lock, which the
kernel lets go of with its process: a number of a process may be another's by then.
"""

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "timpora-dokumen-"
_LOCK, _OUT = "pemilik", "berkas"
_NEW = 3600  # seconds in which a folder without a lock may be one that is being made


@contextmanager
def opened() -> Iterator[Path]:
    """An empty folder for the files of one document. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        handle = os.open(Path(folder) / _LOCK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            out = Path(folder) / _OUT
            out.mkdir(0o700)
            yield out
        finally:
            os.close(handle)


def sweep() -> int:
    """Take away the folders of servers that are no more; how many. Those of others, or in use, stay."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            about = folder.lstat()
            if stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and _is_left(folder, about):
                shutil.rmtree(folder)
                gone += 1
    return gone


def _is_left(folder: Path, about: os.stat_result) -> bool:
    try:
        handle = os.open(folder / _LOCK, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return time.time() - about.st_mtime > _NEW
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
