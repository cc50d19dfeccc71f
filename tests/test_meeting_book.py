"""The book of meetings: what was shown where and when stays findable, and no snapshot that a meeting was shown goes."""

import json
import os
import shutil
import stat
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from conftest import WITA

from timpora import paths
from timpora.store import meeting_book, room
from timpora.store.meeting_book import MeetingRefused

NOW = datetime(2024, 11, 5, 9, tzinfo=WITA)
SHOWN = "2024-09-0123456789ab"


@pytest.fixture(autouse=True)
def house(house):
    return house


def record(day="2024-10-19", place="Parepare", snapshot=SHOWN):
    return meeting_book.record(date.fromisoformat(day), place, snapshot, "s@k.id", NOW)


def file():
    return paths.meetings() / "book.jsonl"


def lie(snapshot: str, day: str) -> None:
    """A snapshot that was put in service at noon of a day."""
    for each in room.pair(snapshot):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.touch()
        at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=WITA).timestamp()
        os.utime(each, (at, at))


def test_meetings_are_told_newest_first_whatever_the_order_they_were_recorded_in():
    first, later, between = record("2024-08-13"), record("2024-10-19"), record("2024-09-21", "  Barru ")
    assert meeting_book.meetings() == [later, between, first] and between.place == "Barru"
    assert stat.S_IMODE(file().stat().st_mode) == 0o600


def test_a_meeting_that_was_withdrawn_is_gone_and_the_book_still_says_that_it_was():
    one = record()
    meeting_book.withdraw(one.id, "s@k.id", NOW)
    assert meeting_book.meetings() == [] and meeting_book.pinned() == []
    assert [next(iter(json.loads(line))) for line in file().read_text().splitlines()] == ["record", "withdraw"]
    assert record().id == "0002"
    with pytest.raises(MeetingRefused, match="sudah tidak ada"):
        meeting_book.withdraw(one.id, "s@k.id", NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "2024-11-06"}, "belum berlangsung"),
        ({"place": " "}, "Tulis tempat"),
        ({"place": "P" * 81}, "Tulis tempat"),
        ({"place": "rumah Bapak John Smith, 0812 3456 7890"}, "nama atau nomor orang"),
        ({"place": "Parepare, 12 orang"}, "jumlah orang"),
        ({"snapshot": ""}, "Belum ada terbitan"),
        ({"snapshot": "../2024-09-0123456789ab"}, "Belum ada terbitan"),
    ],
)
def test_a_meeting_to_come_without_a_place_or_about_people_is_refused_in_a_sentence(change, said):
    with pytest.raises(MeetingRefused, match=said):
        record(**change)
    assert not file().exists()


def test_one_day_and_place_is_one_meeting():
    record()
    with pytest.raises(MeetingRefused, match="sudah tercatat"):
        record(place="PAREPARE")
    record(place="Barru")


@pytest.mark.parametrize("line", ["{", "[]", '{"withdraw": "0009"}', '{"record": {"id": "0009"}}'])
def test_a_damaged_line_is_named_and_nothing_is_written_after_it(line):
    record()
    with file().open("a") as book:
        book.write(f"{line}\n")
    assert len(meeting_book.meetings()) == 1 and "baris 2" in str(meeting_book.damages()[0])
    with pytest.raises(MeetingRefused, match="baris 2"):
        meeting_book.pinned()
    with pytest.raises(MeetingRefused, match="baris 2"):
        record("2024-09-21")
    assert len(file().read_text().splitlines()) == 2


def test_the_snapshot_of_a_meeting_is_that_of_the_day_or_else_the_one_there_is():
    assert room.shown_on(date(2024, 10, 19)) is None
    lie("2024-09-0123456789ab", "2024-10-05")
    lie("2024-10-0123456789ab", "2024-11-05")
    assert room.shown_on(date(2024, 10, 5)) == room.shown_on(date(2024, 11, 4)) == "2024-09-0123456789ab"
    assert room.shown_on(date(2024, 11, 5)) == "2024-10-0123456789ab"
    assert room.shown_on(date(2024, 10, 4)) == "2024-10-0123456789ab"


def thirty(day="2024-06") -> list[str]:
    """Ids of thirty snapshots of one month, oldest first: the oldest would go."""
    ids = [f"2024-05-{number:012x}" for number in range(30)]
    for number, each in enumerate(ids, start=1):
        lie(each, f"{day}-{number:02d}")
    return ids


def fill_the_disk(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))


def test_what_a_meeting_was_shown_is_kept_and_goes_when_the_meeting_is_withdrawn():
    ids = thirty()
    one = record("2024-06-02", snapshot=ids[1])
    room.prune()
    assert set(room.snapshots()) == {ids[1], *ids[6:]}
    meeting_book.withdraw(one.id, "s@k.id", NOW)
    room.prune()
    assert set(room.snapshots()) == set(ids[6:])


def test_a_meeting_more_than_two_years_before_the_newest_one_keeps_nothing():
    ids = thirty()
    record("2022-09-18", snapshot=ids[0])
    record("2022-10-19", place="Barru", snapshot=ids[1])
    record("2024-10-19", snapshot=ids[-1])
    room.prune()
    assert set(room.snapshots()) == {ids[1], *ids[6:]}


def test_while_the_book_cannot_be_read_no_snapshot_is_let_go_of(monkeypatch):
    ids = thirty()
    record(snapshot=ids[0])
    file().write_text("{\n")
    room.prune()
    fill_the_disk(monkeypatch)
    assert room.make() == 0 and len(room.snapshots()) == 30


def test_on_a_disk_without_room_what_the_last_two_meetings_were_shown_stays(monkeypatch):
    ids = thirty()
    for day, shown in (("2024-06-01", ids[0]), ("2024-06-02", ids[1]), ("2024-06-03", ids[2])):
        record(day, snapshot=shown)
    fill_the_disk(monkeypatch)
    assert room.make() == 25
    assert set(room.snapshots()) == {ids[1], ids[2], *ids[-3:]}
