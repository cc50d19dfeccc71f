"""The book of alarms: nothing in it is changed or lost, nobody is named in it, and a damaged one is never guessed."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from timpora import paths
from timpora.measure import alarm_rules
from timpora.store import alarm_book
from timpora.store.alarm_book import AlarmRefused, Closing, Kept
from timpora.store.refused import PublicationError

ONE = Closing(
    "guest_nights",
    "73.72.02",
    "2024-08",
    "protected",
    "nihil",
    "hotel baru mulai melapor",
    "s@k.id",
    "2024-11-05T09:00:00+08:00",
)


@pytest.fixture(autouse=True)
def house(house):
    return house


def kept(**changes) -> Kept:
    rules = alarm_rules.alarm_rules()
    parameters = dict(rules.parameters) | changes
    return Kept(rules.version, parameters, "terlalu banyak peringatan palsu", "s@k.id", "2024-11-05T09:00:00+08:00")


def file():
    return paths.alarms() / "book.jsonl"


def test_what_was_closed_is_there_with_who_when_and_why():
    alarm_book.close(ONE)
    assert alarm_book.closings("protected") == [ONE]
    assert stat.S_IMODE(file().stat().st_mode) == 0o600


def test_the_newest_word_counts_and_the_older_ones_stay_in_the_file():
    alarm_book.close(ONE)
    alarm_book.reopen(replace(ONE, verdict="", reason="angka naik lagi"))
    [last] = alarm_book.closings("protected")
    assert last.is_open and last.reason == "angka naik lagi"
    lines = [json.loads(line) for line in file().read_text().splitlines()]
    assert [line["act"] for line in lines] == ["close", "reopen"] and lines[0]["reason"] == ONE.reason


def test_what_was_closed_on_exact_numbers_is_not_told_beside_protected_ones():
    alarm_book.close(replace(ONE, view="exact"))
    assert alarm_book.closings("protected") == []
    assert len(alarm_book.closings("exact")) == 1


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Tulis alasannya"),
        ("ok", "Tulis alasannya"),
        ("Bapak Andi Rahman menginap, 0812 3456 7890", "menyebut orang"),
        ("paspor A1234567 sudah diperiksa", "menyebut orang"),
        ("x" * 301, "paling panjang"),
    ],
)
def test_a_reason_that_says_nothing_or_names_somebody_is_refused_and_nothing_is_kept(reason, said):
    with pytest.raises(AlarmRefused, match=said):
        alarm_book.close(replace(ONE, reason=reason))
    assert not file().exists()


@pytest.mark.parametrize("reason", ["hanya 3 orang di mes proyek", "dua WNA pindah", "seorang pekerja salah dicatat"])
def test_a_reason_says_no_number_of_people_for_what_is_published_is_rounded(reason):
    with pytest.raises(AlarmRefused, match="jumlah orang"):
        alarm_book.close(replace(ONE, reason=reason))
    assert not file().exists()


def test_a_verdict_that_there_is_not_is_refused():
    with pytest.raises(AlarmRefused):
        alarm_book.close(replace(ONE, verdict="entah"))


def test_a_kept_rule_takes_the_place_of_the_files_until_that_has_another_version():
    assert alarm_book.in_force().kept is None
    alarm_book.keep(kept(alpha=0.01))
    assert alarm_book.in_force().parameters["alpha"] == 0.01
    alarm_book.keep(replace(kept(alpha=0.02), version="2023.9"))
    assert alarm_book.in_force().parameters["alpha"] == 0.01
    assert len(alarm_book.kept()) == 2


def test_a_rule_that_is_none_is_not_kept():
    with pytest.raises(AlarmRefused, match="alpha"):
        alarm_book.keep(kept(alpha=3.0))
    with pytest.raises(AlarmRefused, match="years"):
        alarm_book.keep(replace(kept(), parameters={"alpha": 0.01}))


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"act": "close"}', b'{"act": "burn"}', b"\xff\xfe"])
def test_a_damaged_line_is_named_and_neither_guessed_nor_written_after(line):
    alarm_book.close(ONE)
    whole = file().read_bytes() + line + b"\n"
    file().write_bytes(whole)
    assert alarm_book.closings("protected") == [ONE]
    for ask in (alarm_book.in_force, lambda: alarm_book.close(ONE)):
        with pytest.raises(AlarmRefused, match="baris 2"):
            ask()
    with pytest.raises(PublicationError, match="baris 2"):
        alarm_book.to_publish_by()
    assert file().read_bytes() == whole


def test_a_line_that_a_power_failure_tore_was_never_there_and_the_next_takes_its_place():
    alarm_book.close(ONE)
    with file().open("ab") as torn:
        torn.write(b'{"act": "close", "measure": "gue')
    assert alarm_book.closings("protected") == [ONE]
    alarm_book.close(replace(ONE, since="2024-09"))
    assert [one.since for one in alarm_book.closings("protected")] == ["2024-08", "2024-09"]


def test_many_at_once_lose_no_line():
    months = [f"20{year}-{month:02d}" for year in (22, 23) for month in range(1, 13)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda since: alarm_book.close(replace(ONE, since=since)), months))
    assert sorted(one.since for one in alarm_book.closings("protected")) == months
