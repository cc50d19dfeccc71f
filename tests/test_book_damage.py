"""Whatever a hand or a disk does to a line of any book: a sentence names it, and the other lines are still read."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import WITA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timpora import paths
from timpora.access.lines import BookDamaged
from timpora.measure import alarm_rules
from timpora.store import (
    alarm_book,
    document_book,
    followup_book,
    meeting_book,
    note_book,
    room,
    story_book,
    view_book,
)
from timpora.store.alarm_book import Closing, Kept
from timpora.store.document_book import Page
from timpora.store.followup_book import Item
from timpora.store.notes import Note
from timpora.store.stories import Scene

ANI, AT, DAY = "ani@kantor.example", datetime(2024, 11, 5, 9, tzinfo=WITA), date(2024, 11, 5)
SNAPSHOT = "2024-10-0123456789ab"
SCENE = Scene("peta", {"lapisan": ["presence"]}, "Di mana", "Catatan", ("73.72.01",))


@dataclass(frozen=True)
class Book:
    """fill: writes lines, of which the first and the last stand by themselves; read: what is known of these two."""

    file: Callable[[], Path]
    fill: Callable[[], object]
    read: Callable[[], set[str]]
    damages: Callable[[], list]
    write: Callable[[], object]


def _meetings() -> None:
    for day in (1, 2, 3, 4):
        meeting_book.record(date(2024, 10, day), f"Tempat {'ABCD'[day - 1]}", SNAPSHOT, ANI, AT)
    meeting_book.withdraw("0002", ANI, AT)
    meeting_book.record(date(2024, 10, 9), "Akhir", SNAPSHOT, ANI, AT)


def _views() -> None:
    for name in ("Awal", "Tengah", "Lain"):
        view_book.keep(name, "tren", {"wilayah": ["73.72"]}, ANI, AT)
    view_book.share("0002", ANI, AT)
    view_book.withdraw("0003", ANI, AT)
    view_book.keep("Akhir", "peta", {"periode": ["2024-10"]}, ANI, AT)


def _stories() -> None:
    for name in ("Awal", "Tengah"):
        story_book.keep(name, [SCENE, Scene("teks", {}, "Dua", text=("Satu",))], ANI, AT)
    story_book.share("0002", ANI, AT)
    story_book.keep("Akhir", [SCENE], ANI, AT)


def _alarms() -> None:
    one = Closing("late_reports", "73.72.02", "2024-08", "protected", "nihil", "hotel baru", ANI, AT.isoformat())
    rules = alarm_rules.alarm_rules()
    for group in ("73.72.01", "73.72.02"):
        alarm_book.close(replace(one, group_code=group))
    alarm_book.reopen(replace(one, verdict="", reason="dibuka lagi"))
    alarm_book.keep(Kept(rules.version, dict(rules.parameters), "terlalu banyak", ANI, AT.isoformat()))
    alarm_book.close(replace(one, group_code="73.72.03"))


def _followups() -> None:
    draft = Item("73.72.03", "dukcapil", "2024-10-08", "2024-11-01", "Cocokkan daftar SKTT")
    for text in ("Awal mula", "Tengah jalan", "Lain lagi"):
        followup_book.agree(replace(draft, text=text), ANI, None, DAY)
    followup_book.done("000002", DAY, date(2024, 10, 8), ANI, None, DAY)
    followup_book.reopen("000002", ANI, None)
    followup_book.withdraw("000003", "Keliru tulis", ANI, None)
    followup_book.agree(replace(draft, text="Akhir kata"), ANI, None, DAY)


def _notes() -> None:
    draft = Note("", "acara", "2024-08", "", "73.72", "Awal festival", is_break=True)
    for text in ("Awal festival", "Tengah festival"):
        note_book.add(replace(draft, text=text), ANI, None)
    note_book.withdraw("000002", "Keliru tulis", ANI, None)
    note_book.add(replace(draft, text="Akhir festival", starts="2024-09-15", ends="2024-10"), ANI, None)


def _documents() -> None:
    for name in ("Awal", "Tengah", "Akhir"):
        document_book.add(
            name, SNAPSHOT, "protected", [Page(SCENE, {"Ujung, Oktober 2024": "≈15"})], ANI, AT, ("73.72",)
        )


def _found_documents() -> tuple[set[str], list]:
    """Each of the three, and what is said of those that cannot be read."""
    known, said = set(), []
    for number in (1, 2, 3):
        try:
            found = document_book.find(f"{number:06d}")
        except BookDamaged as problem:
            said.append(problem)
        else:
            known.add(found.name)
            assert found.moment.tzinfo and found.pages[0].scene.one("lapisan", ("presence",), "") is not None
    return known, said


BOOKS = {
    "meetings": Book(
        lambda: paths.meetings() / "book.jsonl",
        _meetings,
        lambda: {one.place for one in meeting_book.meetings() if one.on} & {"Tempat A", "Akhir"},
        meeting_book.damages,
        lambda: meeting_book.record(DAY, "Barru", SNAPSHOT, ANI, AT),
    ),
    "views": Book(
        lambda: paths.views() / "book.jsonl",
        _views,
        lambda: {one.name for one in view_book.seen_by(ANI)[0]} & {"Awal", "Akhir"},
        view_book.damages,
        lambda: view_book.keep("Baru", "tren", {}, ANI, AT),
    ),
    "stories": Book(
        lambda: paths.stories() / "book.jsonl",
        _stories,
        lambda: (
            {one.story.name for one in story_book.seen_by(ANI)[0] if datetime.fromisoformat(one.story.at)}
            & {"Awal", "Akhir"}
        ),
        story_book.damages,
        lambda: story_book.keep("Baru", [SCENE], ANI, AT),
    ),
    "alarms": Book(
        lambda: paths.alarms() / "book.jsonl",
        _alarms,
        lambda: {one.group_code for one in alarm_book.closings("exact", AT) if one.month} & {"73.72.01", "73.72.03"},
        alarm_book.damages,
        alarm_book.in_force,
    ),
    "followups": Book(
        lambda: paths.followups() / "book.jsonl",
        _followups,
        lambda: {one.text for one in followup_book.book().items} & {"Awal mula", "Akhir kata"},
        followup_book.damages,
        lambda: followup_book.agree(
            Item("73.72.03", "dukcapil", "2024-10-08", "2024-11-01", "Baru lagi"), ANI, None, DAY
        ),
    ),
    "notes": Book(
        note_book.book,
        _notes,
        lambda: {one.text for one in note_book.in_force() if one.last} & {"Awal festival", "Akhir festival"},
        note_book.damages,
        note_book.breaks,
    ),
    "documents": Book(
        lambda: paths.documents() / "book.jsonl",
        _documents,
        lambda: _found_documents()[0] & {"Awal", "Akhir"},
        lambda: _found_documents()[1],
        lambda: None,
    ),
}
WRONG = [None, True, 7, -1.5, "", "x", "\ud800", "9999-99-99", "0001-01-01", 10**400, [], {}, [None], {"a": 1}, [[7]]]


def _places(told: object, path: tuple = ()) -> list[tuple]:
    """Every place in a line, as keys that lead to it."""
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    return [path, *(place for key, one in inside for place in _places(one, (*path, key)))]


def _with(told, path: tuple, value: object, is_gone: bool):
    if not path:
        return value
    copy = dict(told) if isinstance(told, dict) else list(told)
    if len(path) > 1:
        copy[path[0]] = _with(told[path[0]], path[1:], value, is_gone)
    elif is_gone:
        del copy[path[0]]
    else:
        copy[path[0]] = value
    return copy


@st.composite
def damaged(draw, line: bytes) -> bytes:
    """A line as a hand may leave it: no JSON, cut short, a field gone, of another type, strange, or too large."""
    how = draw(st.sampled_from(["bytes", "cut", "gone", "wrong", "wrong", "wrong", "strange", "huge", "deep"]))
    if how == "bytes":
        return draw(st.binary(max_size=20)).replace(b"\n", b" ")
    if how == "cut":
        return line[: draw(st.integers(0, len(line) - 1))]
    if how == "huge":
        return b'{"keep": ' + b"9" * 5000 + b"}"
    if how == "deep":
        return b"[" * 100_000
    told = json.loads(line)
    if how == "strange":
        return json.dumps(told | {"tambahan": 1}).encode()
    path = draw(st.sampled_from(_places(told)))
    return json.dumps(_with(told, path, draw(st.sampled_from(WRONG)), how == "gone" and bool(path))).encode()


@pytest.mark.parametrize("name", BOOKS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_line_that_was_damaged_is_named_and_the_others_are_read(house, name, data):
    book = BOOKS[name]
    if not book.file().exists():
        book.fill()
        book.file().with_suffix(".whole").write_bytes(book.file().read_bytes())
    lines = book.file().with_suffix(".whole").read_bytes().splitlines()
    at = data.draw(st.integers(0, len(lines) - 1), label="line")
    broken = data.draw(damaged(lines[at]), label="damaged")
    book.file().write_bytes(b"\n".join([*lines[:at], broken, *lines[at + 1 :]]) + b"\n")
    note_book._of.cache_clear()  # one and the same length and moment, as a hand never has it
    known, found = book.read(), [str(one) for one in book.damages()]
    assert len(known) >= 2 - (at in (0, len(lines) - 1))  # only what stood in that line is gone
    if found:
        assert f"{book.file().parent.name}/{book.file().name}" in found[0] and f"baris {at + 1}:" in found[0]
        assert "book.fault" not in found[0] and "dari cadangan" in found[0]
    if found and name != "documents":
        with pytest.raises((ValueError, RuntimeError)) as refused:
            book.write()
        assert f"baris {at + 1}:" in str(refused.value)


@pytest.mark.parametrize("name", BOOKS)
def test_a_whole_book_has_no_damage_and_tells_all_of_it(house, name):
    BOOKS[name].fill()
    assert BOOKS[name].damages() == [] and len(BOOKS[name].read()) == 2


@pytest.mark.parametrize(
    ("name", "field", "said"), [("meetings", "record.place", "tidak ada"), ("notes", "note.area", "")]
)
def test_what_is_wrong_is_said_by_the_name_of_its_field(house, name, field, said):
    book = BOOKS[name]
    book.fill()
    lines = book.file().read_bytes().splitlines()
    told = json.loads(lines[0])
    outer, inner = field.split(".")
    del told[outer][inner]
    book.file().write_bytes(b"\n".join([json.dumps(told).encode(), *lines[1:]]) + b"\n")
    assert f"isian «{field}» tidak ada" in str(book.damages()[0])


def test_what_was_shared_before_a_damaged_line_is_its_owners_only_for_that_line_may_have_said_so(house):
    for name, book in (("views", view_book), ("stories", story_book)):
        BOOKS[name].fill()
        assert len(book.seen_by("bin@kantor.example")[1]) == 1
        with BOOKS[name].file().open("ab") as file:
            file.write(b"{\n")
        assert book.seen_by("bin@kantor.example")[1] == []
    assert len(story_book.damages()) == 1


def test_no_snapshot_is_let_go_of_while_a_meeting_cannot_be_read(house):
    _meetings()
    with BOOKS["meetings"].file().open("ab") as file:
        file.write(b"{\n")
    assert room._pinned() is None and len(meeting_book.meetings()) == 4
