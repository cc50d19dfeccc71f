"""Answers that are kept for whoever asks the same next: so many, in so many bytes; those asked longest ago go first."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

import pandas as pd

Made = TypeVar("Made")

MOST_KEPT = 600  # a small one is soon made again, and is a hundred objects of Python's beside what is counted of it
_LARGEST = 10  # what is more than one in so many of all bytes is not kept: it would push out too many others
_LOOKED_AT = 50  # values of a column from which the size of all of them is estimated
_FRAME, _COLUMN, _CODE = 2_000, 500, 60  # bytes of a frame and a column without rows, and of one code in a question
_TEXT = 10_000  # what a column of text takes beside its letters: its buffers come from the system in pages (measured)


class Remembered(Generic[Made]):
    """What was made, by its key, for many threads: MOST_KEPT of them. most: bytes in all; size: bytes of one key and

    what was made of it, asked when something is kept and never when it is found.
    """

    def __init__(self, most: int, size: Callable[[Hashable, Made], int]):
        self._most, self._size = most, size
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Made, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is kept under this key; else what `make` makes, which is kept if it is not too large.

        Two threads that ask at once may both make it. What cannot be made is not kept: the next one tries again.
        """
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
                return found[0]
        made = make()
        size = self._size(key, made)
        if size * _LARGEST > self._most:
            return made
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made, size
                self.bytes += size
            while self.bytes > self._most or len(self._kept) > MOST_KEPT:
                self.bytes -= self._kept.popitem(last=False)[1][1]
        return made


def frame_bytes(key: tuple, frame: pd.DataFrame) -> int:
    """About as many bytes as an answer takes, with the lists in its question. key: its last part is the parameters."""
    return bytes_of(frame) + sum(len(value) * _CODE for _, value in key[-1] if isinstance(value, tuple))


def bytes_of(frame: pd.DataFrame) -> int:
    """About as many bytes as a frame takes. Text is counted by the arrays that hold it.

    To look at every object would take longer than most questions: a few stand for all.
    """
    objects = sum(_objects(column) for _, column in frame.items() if column.dtype == object)
    texts = _TEXT * sum(map(pd.api.types.is_string_dtype, frame.dtypes))
    return int(frame.memory_usage(deep=False).sum()) + objects + texts + _FRAME + _COLUMN * len(frame.columns)


def _objects(column: pd.Series) -> int:
    looked_at = column.iloc[:: len(column) // _LOOKED_AT + 1]
    return sum(map(sys.getsizeof, looked_at)) * len(column) // max(len(looked_at), 1)
