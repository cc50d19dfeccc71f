"""Holding what a session was given: on disk without a name, so that it is gone when nobody holds it any more.

Whether a file is put aside, a session ends, the server is killed or the power fails: the system frees a file that has
no name together with whoever had it open. What the sender calls it is for showing only.
"""

import tempfile
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

_LONGEST_NAME = 120


def hold(content: memoryview | bytes) -> BinaryIO:
    """A file without a name, with this content. Raises OSError, and then holds nothing."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        file.write(content)
        file.flush()
    except OSError:
        file.close()
        raise
    return file


def path_of(file: BinaryIO) -> Path:
    """Under which this process can open a held file again, for as long as it is held."""
    return Path(f"/proc/self/fd/{file.fileno()}")


def display_name(name: str) -> str:
    """What the sender calls the file, for showing only: no folders, nothing unseen, nothing that turns text round."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in last)
    seen = " ".join(seen.split())
    return (seen if len(seen) <= _LONGEST_NAME else f"{seen[: _LONGEST_NAME - 9]}…{seen[-8:]}") or "–"
