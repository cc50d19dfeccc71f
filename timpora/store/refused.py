"""Why nothing was published."""

import errno
import os

from timpora import paths
from timpora.disclosure.cuts import Cut
from timpora.text import say


class PublicationError(RuntimeError):
    """Why nothing was published, in the reader's language. The snapshot that was there still serves."""


class Leak(PublicationError):
    """Small counts could be worked out from what would be published; `cuts` would hide them, once a person agrees."""

    def __init__(self, sentence: str, cuts: tuple[Cut, ...]):
        super().__init__(sentence, cuts)
        self.cuts = cuts

    def __str__(self) -> str:
        return self.args[0]


def why(problem: Exception, query: str = "") -> str:
    """What went wrong, as a sentence; query: the file of the query that failed, where one did."""
    if isinstance(problem, PublicationError):
        return str(problem)
    # The last is DuckDB's way of saying that what it sets aside while counting found no room.
    full = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "max_temp_directory_size")
    if any(words in str(problem) for words in full):
        return say("publish.disk_full", folder=paths.published())
    name = "publish.query_failed" if query else "publish.failed"
    return say(name, query=query, problem=problem)
