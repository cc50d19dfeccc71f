"""The log: who looked at what, took what out, loaded, changed access, was refused. What was seen, never its numbers."""

from collections.abc import Iterator
from datetime import date

from timpora import settings
from timpora.access import book, chain, details
from timpora.access.chain import Record
from timpora.access.verdict import Verdict, examine

__all__ = ["ACTIONS", "Record", "Verdict", "examine", "read", "verify", "write"]

ACTIONS = tuple(details.ACTIONS)
_LONGEST_NAME = 254  # characters; of an e-mail address


def write(action: str, who: str, **words: str) -> None:
    """Add a line in somebody's name; it is on disk for certain before this returns.

    words: of details.ACTIONS[action]; another one, or another action, is a ValueError. Raises OSError, naming the
    folder, when the line could not be written: then nothing of it is there.
    """
    kept = details.fit(action, words)
    try:
        book.append(settings.now(), details.bounded(who, _LONGEST_NAME), action, kept)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(book.folder())) from problem


def verify() -> list[str]:
    """What is wrong with the log, as sentences; none when every line is as it was written. Raises OSError."""
    return list(examine().faults)


def read(since: date | None = None, until: date | None = None, action: str = "", who: str = "") -> list[Record]:
    """The lines of these days (on the office's clock, both included), oldest first; a line that is damaged is left out.

    action, who: only lines with exactly this; "" for all. Raises OSError when the files cannot be opened.
    """
    return [
        record
        for record in _records(since)
        if (since is None or since <= record.at.date())
        and (until is None or record.at.date() <= until)
        and action in ("", record.action)
        and who in ("", record.who)
    ]


def _records(since: date | None) -> Iterator[Record]:
    _, there = book.as_it_stands()
    for file, size in there:
        # A file holds nothing later than the month of its name, even if the clock was set back.
        if since and file.name[:7] < f"{since:%Y-%m}":
            continue
        for line in book.lines(file, size):
            if found := chain.record(line.removesuffix(b"\n")):
                yield found
