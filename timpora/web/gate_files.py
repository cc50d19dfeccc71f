"""Files through the gate: what a page shows or gives goes to its own login only, and nobody fills the memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from timpora.web import gate_streamlit
from timpora.web.gate_streamlit import Cookie

_REMEMBERED = 200  # files of one login
_HELD = 4  # of the largest upload: what one login may have in memory, arriving and not yet taken by its page


class Media:
    """Whose files are whose: those a login's pages show now, and those it was told of before.

    While a page is drawn anew it shows none of its files, and a click on a download would come to nothing.
    """

    def __init__(self):
        self._told: dict[str, dict[str, None]] = {}  # login → ids in the order they were told

    def is_of(self, file_id: str, person: Cookie | None) -> bool:
        """Whether a living session of this login was told of the file."""
        alive = gate_streamlit.live_sessions(person)
        shown = gate_streamlit.media_of(alive).union(self._told.get(_key(person), ()))
        return bool(alive) and file_id in shown

    def remember(self, files: Iterable[str], person: Cookie | None) -> None:
        told = self._told.setdefault(_key(person), {})
        told.update(dict.fromkeys(files))
        for file_id in list(told)[:-_REMEMBERED]:
            del told[file_id]

    def remember_shown(self, person: Cookie | None) -> None:
        """A page of this login is about to be drawn anew."""
        self.remember(gate_streamlit.media_of(gate_streamlit.live_sessions(person)), person)

    def forget(self, person: Cookie | None) -> None:
        """A connection has ended."""
        if not gate_streamlit.live_sessions(person):
            self._told.pop(_key(person), None)


class Uploads:
    """How much each login brings at once."""

    def __init__(self):
        self._arriving: dict[str, int] = {}

    @contextmanager
    def room(self, size: int, person: Cookie | None, most: int) -> Iterator[bool]:
        """Whether `size` more bytes may arrive, of a login whose largest file has `most`.

        They count until the block ends, and then as what a session holds.
        """
        key = _key(person)
        arriving = self._arriving.get(key, 0)
        there = arriving + gate_streamlit.uploaded_bytes(person)
        if there + size > _HELD * most:
            yield False
            return
        self._arriving[key] = arriving + size
        try:
            yield True
        finally:
            self._arriving[key] -= size
            if not self._arriving[key]:
                del self._arriving[key]


def _key(person: Cookie | None) -> str:
    return person.id if person else ""
