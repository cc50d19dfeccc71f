"""Whether the log is as it was written: every line in its place, none changed, none missing, none added."""

from dataclasses import dataclass

from timpora.access import book, chain
from timpora.access.book import NO_HEAD, TORN
from timpora.access.chain import BEGINNING, Record
from timpora.text import say

_TOLD = 50  # faults that are told one by one


@dataclass(frozen=True)
class Verdict:
    lines: int
    faults: tuple[str, ...]  # sentences: the log is not as it was written
    notes: tuple[str, ...]  # sentences: what a power failure explains


def examine() -> Verdict:
    """Read the whole log (most of a second for a file that is full) and say what is wrong with it. Raises OSError."""
    head, there = book.as_it_stands()
    walk = _Walk(head)
    for file, size in there:
        for n, written in enumerate(book.lines(file, size), 1):
            walk.take(written, file=file.name, n=n)
    walk.arrive()
    if walk.untold:
        walk.faults.append(say("log.more", n=walk.untold))
    return Verdict(walk.lines, tuple(walk.faults), tuple(walk.notes))


class _Walk:
    """Along the lines, oldest first, with what the head knows: number and hash of the last one."""

    def __init__(self, head: tuple[int, str] | None):
        self.lines, self.untold = 0, 0
        self.faults: list[str] = []
        self.notes: list[str] = []
        self._head = head
        self._seq, self._hash = 0, BEGINNING  # of the line with the highest number so far
        self._unreadable = 0  # lines since then

    def take(self, written: bytes, **where: object) -> None:
        """One line; where: file and line in it, for sentences."""
        if not written.endswith(b"\n"):
            self.notes.append(say("log.torn_end", **where))
            return
        self.lines += 1
        found = chain.record(written[:-1])
        if found is None:
            self._unreadable += 1
            self._blame("log.unreadable", **where)
            return
        where["seq"] = found.seq
        if not chain.is_untouched(written[:-1], found):
            self._blame("log.changed", **where)
        if found.action == NO_HEAD:
            self._blame("log.head_was_lost", **where)
        if found.action == TORN:
            self.notes.append(say("log.torn", **where))
        self._place(found, where)

    def _place(self, found: Record, where: dict) -> None:
        """Hold a line against the one before it, and against the head."""
        if found.seq <= self._seq:
            self._blame("log.out_of_order", **where)
            return
        if found.seq > self._seq + 1 + self._unreadable:
            self._blame("log.missing", first=self._seq + 1, last=found.seq - 1, **where)
        elif found.seq == self._seq + 1 and found.prev != self._hash:
            self._blame("log.replaced", before=self._seq, **where)
        if self._head and found.seq == self._head[0] and found.hash != self._head[1]:
            self._blame("log.not_the_head", **where)
        self._seq, self._hash, self._unreadable = found.seq, found.hash, 0

    def arrive(self) -> None:
        """All lines were seen: is the last one the last one that was written?"""
        if self._head is None:
            if self.lines:
                self._blame("log.no_head")
        elif self._head[0] > self._seq + self._unreadable:
            self._blame("log.cut_off", first=self._seq + 1, last=self._head[0])
        elif self._seq > self._head[0] + 1:  # one more may be there: the head is written after its line
            self._blame("log.old_head", head=self._head[0], last=self._seq)

    def _blame(self, name: str, **words: object) -> None:
        if len(self.faults) < _TOLD:
            self.faults.append(say(name, **words))
        else:
            self.untold += 1
