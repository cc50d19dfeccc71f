"""The book of follow-up items: nothing in it is lost, nobody is named in it, and each keeps to areas of their own."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from timpora import paths
from timpora.store import followup_book
from timpora.store.followup_book import FollowupRefused, Item

SITI, TODAY = "siti@kantor.go.id", date(2024, 11, 5)
DRAFT = Item("73.72.03", "dukcapil", "2024-10-08", "2024-11-01", "Cocokkan daftar SKTT dengan Imigrasi")
FILED = "73.72.03/RTL-2024/12"


@pytest.fixture(autouse=True)
def house(house):
    return house


def agree(scope=None, **changes) -> Item:
    return followup_book.agree(replace(DRAFT, **changes), SITI, scope, TODAY)


def done(key: str, on: str = "2024-11-04", scope=None) -> None:
    followup_book.done(key, date.fromisoformat(on), date(2024, 10, 8), SITI, scope, TODAY)


def file():
    return paths.followups() / "book.jsonl"


def test_what_was_agreed_is_there_with_who_and_when_for_nobody_else_to_read():
    kept = agree(text=f" {DRAFT.text} ")
    assert (kept.id, kept.by, kept.text) == ("000001", SITI, DRAFT.text) and kept.at
    assert followup_book.book().items == (kept,)
    assert stat.S_IMODE(file().stat().st_mode) == 0o600


def test_an_item_of_the_page_or_of_the_file_is_marked_done_once_and_opened_again():
    for key in (agree().id, FILED):
        done(key)
        assert followup_book.book().marks[key].on == "2024-11-04"
        with pytest.raises(FollowupRefused, match="sudah ditandai selesai"):
            done(key)
        followup_book.reopen(key, SITI, None)
        assert followup_book.book().marks == {}
        with pytest.raises(FollowupRefused, match="tidak sedang ditandai"):
            followup_book.reopen(key, SITI, None)


def test_a_withdrawn_item_is_gone_with_its_mark_and_its_line_stays_with_the_reason():
    done(agree().id)
    followup_book.withdraw("000001", "sudah ada di daftar sekretariat", SITI, None)
    assert followup_book.book() == followup_book.Book((), {})
    assert "sudah ada di daftar sekretariat" in file().read_text() and DRAFT.text in file().read_text()
    for act in (lambda: done("000001"), lambda: followup_book.withdraw("000001", "lagi", SITI, None)):
        with pytest.raises(FollowupRefused, match="sudah ditarik atau tidak ada"):
            act()
    assert agree().id == "000002"


def test_an_item_of_the_file_is_not_withdrawn_on_the_page():
    with pytest.raises(FollowupRefused, match="tidak ada"):
        followup_book.withdraw(FILED, "keliru", SITI, None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "Tulis isinya"),
        ({"text": "x" * 201}, "Terlalu panjang"),
        ({"text": "Periksa Bapak Andi Rahman, 0812 3456 7890"}, "menyebut orang"),
        ({"text": "Data ulang 3 WNA di mes proyek"}, "jumlah orang"),
        ({"area": "73.72"}, "satu kecamatan"),
        ({"area": "99.99.99"}, "satu kecamatan"),
        ({"agency": "pdam"}, "Instansi ini tidak dikenal"),
        ({"agreed": "2024-11-06", "due": "2024-12-01"}, "belum tiba"),
        ({"due": "2024-10-01"}, "Tenggat lebih dulu"),
        ({"number": "butir/../nomor satu yang panjang sekali"}, "bukan nomor butir"),
    ],
)
def test_what_is_wrong_with_an_item_is_said_and_nothing_is_kept(wrong, said):
    with pytest.raises(FollowupRefused, match=said):
        agree(**wrong)
    assert not file().exists()


def test_one_number_in_one_kecamatan_is_one_item():
    agree(number="RTL-2024/12")
    agree(number="RTL-2024/12", area="73.72.01")
    with pytest.raises(FollowupRefused, match="RTL-2024/12"):
        agree(number="RTL-2024/12")


@pytest.mark.parametrize("on", ["2024-10-07", "2024-11-06"])
def test_nothing_was_done_before_it_was_agreed_or_after_today(on):
    with pytest.raises(FollowupRefused, match="di antara"):
        done(agree().id, on)


def test_whoever_has_a_part_writes_of_that_part_only():
    own, foreign = ("73.72",), agree(area="73.15.01").id
    done(agree(own).id, scope=own)
    done("73.15.01/RTL-2024/03")
    for act in (
        lambda: agree(own, area="73.15.01"),
        lambda: done(foreign, scope=own),
        lambda: followup_book.withdraw(foreign, "keliru", SITI, own),
        lambda: followup_book.reopen("73.15.01/RTL-2024/03", SITI, own),
    ):
        with pytest.raises(FollowupRefused, match="di luar wilayah Anda"):
            act()


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"act": "burn"}', b'{"act": "done", "key": "000009", "on": "2024-11-04"}']
)
def test_a_damaged_line_is_named_and_neither_guessed_nor_written_after(line):
    agree()
    whole = file().read_bytes() + line + b"\n"
    file().write_bytes(whole)
    assert len(followup_book.book().items) == 1
    for act in (agree, lambda: done("000001")):
        with pytest.raises(FollowupRefused, match="baris 2"):
            act()
    assert file().read_bytes() == whole


def test_many_at_once_lose_no_line_and_share_no_number():
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: agree().id, range(16)))
    assert sorted(ids) == [f"{n:06d}" for n in range(1, 17)] == [item.id for item in followup_book.book().items]
