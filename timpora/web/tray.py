"""What one session has brought and not kept yet: copies of files, what each was understood to say, what was answered.

Nothing here changes the data before `keep`. A copy goes as soon as nothing more can be asked of it: kept, put aside,
refused, at once where personal data was found, and all of it with the session.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO

from timpora import paths, settings
from timpora.intake import door, ledger, spellings
from timpora.intake.contracts import Column
from timpora.intake.door import Outcome
from timpora.intake.findings import REFUSE, Finding
from timpora.intake.table import Table
from timpora.text import say
from timpora.web import access, measuring
from timpora.web.private import display_name, hold, path_of

ASKS_SOURCE = {"no_table", "several_tables"}  # rules that a person's word on the source may settle
ASKS_PERIOD = {"no_period", "several_periods"}
ASKS_AREA = {"unknown_area", "unknown_area_no_nearest", "unknown_kabupaten"}
MOST = 100  # files at once: each is a file that is open, and a card on the page
SHOWN_ROWS = 6  # of each file, as they were understood


@dataclass
class Card:
    """One file, from its arrival until it is put aside."""

    id: str
    name: str
    size: int
    file: BinaryIO | None = field(repr=False)  # the copy, for as long as anything can be asked of it
    received_at: datetime
    source: str | None = None  # what a person said where the file does not
    period: date | None = None
    outcome: Outcome | None = None
    seen: tuple | None = None  # what the outcome was made from
    notice: str | None = None  # why the last wish was not carried out
    shown: Table | None = field(default=None, repr=False)  # its first rows
    blank: tuple[Column, ...] = ()  # columns of which it reports nothing at all

    @property
    def refusals(self) -> list[Finding]:
        return [found for found in self.outcome.findings if found.severity == REFUSE]

    @property
    def is_personal(self) -> bool:
        return any(found.rule.startswith("personal") for found in self.refusals)

    @property
    def verdict(self) -> str:
        """kept · known · personal · answer (only a person's word is missing) · refused · doubt · ready."""
        outcome = self.outcome
        if outcome.entry or outcome.is_known:
            return "kept" if outcome.entry else "known"
        if self.refusals:
            if self.is_personal:
                return "personal"
            asked = {found.rule for found in self.refusals}
            return "answer" if asked <= ASKS_SOURCE | ASKS_PERIOD | ASKS_AREA else "refused"
        return "doubt" if outcome.doubts else "ready"

    @property
    def load_id(self) -> str | None:
        """The extract that this file is by now, or was before it came."""
        if self.outcome.entry:
            return self.outcome.entry.id
        return next(
            (str(dict(found.words)["id"]) for found in self.outcome.findings if found.rule == "same_file"), None
        )

    def asks(self, rules: set[str]) -> list[Finding]:
        return [] if self.is_personal else [found for found in self.refusals if found.rule in rules]


class Tray:
    """The files of one session, in the order they came; what is kept of them is kept in the name of `by`."""

    def __init__(self, by: str = ""):
        self.by = by or ledger.person()
        self._taken: set[str] = set()
        self.cards: list[Card] = []
        self.problem: str | None = None  # why a file could not be taken
        self._unseen: set[str] = set()  # cards that say something else than when they were last on the screen

    def is_new(self, file_id: str) -> bool:
        return file_id not in self._taken

    def take(self, file_id: str, name: str, content: memoryview | bytes) -> None:
        """Hold a copy of one upload; nothing is read of it yet. Where it cannot be held, `problem` says why."""
        self._taken.add(file_id)
        shown = display_name(name)
        if len(self.cards) >= MOST:
            self.problem = say("upload.too_many", file=shown, n=MOST)
            return
        try:
            held = hold(content)
        except OSError as problem:
            self.problem = say("cli.system", problem=problem.strerror)
            return
        self.cards.append(Card(f"{len(self._taken):04d}", shown, len(content), held, settings.now()))

    def settle(self) -> None:
        """Put aside the cards of extracts that were taken back meanwhile: they say what is no longer so."""
        there = {entry.id for entry in ledger.entries()}
        self.cards = [card for card in self.cards if card.file or not card.load_id or card.load_id in there]

    def stale(self) -> list[Card]:
        """The cards whose outcome was made from something that has changed since."""
        return [card for card in self.cards if card.file and card.seen != _key(card)]

    def examine(self, card: Card) -> None:
        """Read one file, as often as what it is compared with changes and no more often."""
        is_first = card.seen is None
        card.seen = _key(card)
        said = {"source": card.source, "period": card.period, "received_at": card.received_at, "name": card.name}
        try:
            card.outcome = door.examine(path_of(card.file), **said)
        except Exception as error:
            # Whatever a file does to its reader, the page goes on with the others. The log holds no word of the file.
            logging.getLogger(__name__).error("file_unread", extra={"told": {"error": type(error).__name__}})
            card.outcome = Outcome(card.name, path_of(card.file), card.received_at)
            card.outcome.refuse("unreadable_file", value=card.name)
        if is_first:
            measuring.examined(card.outcome.findings)
        card.name = card.outcome.file or say("upload.nameless")  # a name that speaks of a person is not repeated
        table = card.outcome.table
        card.shown, card.blank = None, ()
        if table:
            fields = table.contract.fields
            card.shown = Table(table.contract, table.rows[:SHOWN_ROWS])
            card.blank = tuple(c for c in fields if all(row[c.name] is None for row in table.rows))
        can_be_answered = bool(card.asks(ASKS_SOURCE | ASKS_PERIOD | ASKS_AREA) or card.source or card.period)
        if card.is_personal or (card.refusals and not can_be_answered) or card.outcome.is_known:
            self._let_go(card)

    def look_again(self, card: Card) -> None:
        """Read one file whose outcome is stale. A press on what it said before does not count for what it says now."""
        before = card.outcome
        self.examine(card)
        if before and before.findings != card.outcome.findings:
            self._unseen.add(card.id)

    def shown(self) -> None:
        """All cards are on the screen as they are now: from here on a press is about that."""
        self._unseen.clear()

    def answer(self, card: Card, *, source: str | None = None, period: date | None = None) -> None:
        """A person's word on what the file does not say; it is examined again."""
        card.source, card.period = source or card.source, period or card.period
        self.examine(card)

    def keep(self, card: Card, reason: str = "", *, shown_at: tuple | None = None) -> bool:
        """Store one file as it was shown, or say in its notice why not. Nothing is stored that was not shown before.

        shown_at: a state of the ledger that differs from the present one only in what we stored ourselves.
        """
        if card.verdict not in ("ready", "doubt") or not card.file:
            return False
        card.notice = self._hindrance(card, reason, shown_at)
        if card.notice:
            return False
        before = list(card.outcome.findings)
        doubts = {found.rule for found in card.outcome.doubts}
        door.keep(card.outcome, reason=reason, by=self.by)
        if entry := card.outcome.entry:
            access.record("muat", self.by, load=entry.id, source=entry.source)
        if card.outcome.entry or card.outcome.is_known:
            self._let_go(card)
        elif refused := [found for found in card.refusals if found not in before]:
            card.notice = refused[0].message
            card.outcome.findings = before
        elif {found.rule for found in card.outcome.doubts} - doubts:
            card.notice = say("upload.notice.moved_on")
        return card.outcome.entry is not None

    def keep_ready(self) -> int:
        """Store every file that nothing is asked of; of two that speak for the same, the second is compared anew."""
        said: set[tuple] = set()
        kept, shown_at = 0, _state()
        for card in [card for card in self.cards if card.verdict == "ready"]:
            table = card.outcome.table
            speaks_for = {(table.contract.id, *covered) for covered in table.covers}
            if said & speaks_for:
                card.notice = say("upload.notice.same_scope")
            elif self.keep(card, shown_at=shown_at):
                said |= speaks_for
                kept += 1
        return kept

    def drop(self, card: Card) -> None:
        """Put a file aside: its copy and everything that was understood of it."""
        self._let_go(card)
        self.cards.remove(card)

    def drop_kept(self) -> None:
        """Published: their cards have nothing more to say."""
        self.cards = [card for card in self.cards if card.verdict not in ("kept", "known")]

    def _hindrance(self, card: Card, reason: str, shown_at: tuple | None) -> str | None:
        if holds_sample():
            return say("upload.sample_first")
        if card.outcome.doubts and not reason.strip():
            return say("upload.notice.reason_missing")
        if card.seen[0] not in (_state(), shown_at):
            self.look_again(card)
        return say("upload.notice.moved_on") if card.id in self._unseen else None

    def _let_go(self, card: Card) -> None:
        if card.file:
            card.file.close()
        card.file = None
        if card.outcome:
            card.outcome.table = None


def holds_sample() -> bool:
    """Whether sample data is loaded here: real files may be looked at beside it, and are never kept beside it."""
    return any(entry.is_sample for entry in ledger.entries())


def confirm(spelling: str, kabupaten_code: str | None, area_code: str | None, *, by: str = "") -> None:
    """Remember what a spelling means, in this name or that of whoever is at the keyboard; no area forgets it."""
    spellings.confirm(spelling, kabupaten_code, area_code, by=by or ledger.person(), at=settings.now())


def _key(card: Card) -> tuple:
    return (_state(), card.source, card.period)


def _state() -> tuple:
    """What files are compared with: the ledger and the confirmed spellings, each known by how it lies on disk."""
    return tuple(_stamps(paths.extracts() / name for name in ("ledger.jsonl", "spellings.jsonl")))


def _stamps(files: Iterator) -> Iterator[tuple[int, int] | None]:
    for file in files:
        yield (file.stat().st_size, file.stat().st_mtime_ns) if file.exists() else None
