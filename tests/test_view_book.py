"""The book of named views: choices under a name, on disk for certain, and never a person or a number."""

import errno
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from conftest import WITA

from timpora import paths
from timpora.access.lines import BookDamaged
from timpora.store import view_book
from timpora.store.view_book import ViewRefused

ANI, BIN = "ani@kantor.example", "bin@kantor.example"
AT = datetime(2024, 11, 5, 9, 0, tzinfo=WITA)
CHOICES = {"lihat": ["hari"], "wilayah": ["73.72"], "banding": ["73.11", "73.15.02"], "rentang": ["24"]}


@pytest.fixture(autouse=True)
def own_house(house):
    """A book of its own for every test."""


def keep(name: str = "Barru untuk rapat", by: str = ANI, **choices):
    return view_book.keep(name, "tren", choices or CHOICES, by, AT)


def names(views) -> list[str]:
    return [view.name for view in views]


def book():
    return paths.views() / view_book.BOOK


def test_a_view_is_kept_with_its_choices_and_is_its_owners_only():
    view = keep()
    assert (view.id, view.choices, view.by, view.at) == ("0001", CHOICES, ANI, "2024-11-05T09:00:00+08:00")
    assert view_book.seen_by(ANI) == ([view], []) and view_book.seen_by(BIN) == ([], [])


def test_a_shared_view_is_seen_by_all_until_it_is_shared_no_more():
    view = keep()
    view_book.share(view.id, ANI, AT)
    own, shared = view_book.seen_by(BIN)
    assert own == [] and [(each.name, each.by, each.is_shared) for each in shared] == [(view.name, ANI, True)]
    view_book.unshare(view.id, ANI, AT)
    assert view_book.seen_by(BIN) == ([], []) and names(view_book.seen_by(ANI)[0]) == [view.name]


def test_what_was_taken_away_is_seen_by_nobody_and_stays_in_the_book():
    view = keep()
    view_book.share(view.id, ANI, AT)
    view_book.withdraw(view.id, ANI, AT)
    assert view_book.views() == []
    assert len(book().read_text().splitlines()) == 3 and view.name in book().read_text()
    assert keep().id == "0002"  # its number is never given again


def test_another_ones_view_can_be_shared_changed_or_taken_away_by_nobody():
    view = keep()
    for change in (view_book.share, view_book.unshare, view_book.withdraw):
        with pytest.raises(ViewRefused, match="bukan milik"):
            change(view.id, BIN, AT)
    view_book.share(view.id, ANI, AT)
    with pytest.raises(ViewRefused):
        view_book.withdraw(view.id, BIN, AT)
    view_book.unshare(view.id, BIN, AT, of_others=True)  # who keeps the office's list in order
    assert view_book.seen_by(BIN) == ([], [])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("   ", "1 sampai 60"),
        ("x" * 61, "1 sampai 60"),
        ("paspor A1234567", "nama orang, nomor"),
        ("ani@contoh.id", "nama orang, nomor"),
        ("NIK 7372010101800001", "nama orang, nomor"),
    ],
)
def test_a_name_that_is_none_or_speaks_of_a_person_is_refused_and_nothing_is_written(name, why):
    with pytest.raises(ViewRefused, match=why):
        keep(name)
    assert not book().exists()


def test_a_name_says_no_number_of_people_for_what_is_published_is_rounded():
    with pytest.raises(ViewRefused, match="jumlah orang"):
        keep("Soreang, 3 WNA baru")
    assert not book().exists() and keep("Soreang 12 bulan").id == "0001"


def test_a_name_is_taken_once_per_person():
    keep("Barru")
    with pytest.raises(ViewRefused, match="Sudah ada"):
        keep(" barru ")
    assert keep("Barru", by=BIN).id == "0002"


def test_only_known_parameters_with_codes_as_values_are_kept():
    view = keep(
        wilayah=["73.72"],
        page=["peta"],
        through=["admin"],
        rahasia=["1"],
        seri=["<script>"],
        batas=["1; 5; 20"],
    )
    assert view.choices == {"wilayah": ["73.72"], "batas": ["1; 5; 20"]}


def test_a_choice_named_after_a_person_is_not_kept():
    with pytest.raises(ViewRefused, match="Ganti namanya"):
        keep(seri=["Bapak Budi Santoso:73.72.01 73.72.02"])
    assert keep(seri=["Pesisir barat:73.72.01 73.72.02"]).choices["seri"]


def test_what_a_hand_wrote_into_the_book_is_no_choice_either():
    keep()
    line = json.loads(book().read_text())
    line["keep"]["choices"]["rahasia"] = ["1"]
    book().write_text(json.dumps(line) + "\n")
    assert view_book.views()[0].choices == CHOICES


def test_a_line_cut_off_by_a_power_failure_never_was_and_the_next_one_is_whole():
    keep("Pertama")
    with book().open("ab") as file:
        file.write(b'{"keep": {"id": "0002", "na')
    assert names(view_book.views()) == ["Pertama"]
    assert keep("Kedua").id == "0002"
    assert names(view_book.views()) == ["Pertama", "Kedua"]


def test_a_damaged_line_is_named_and_nothing_is_written_after_it():
    keep("Pertama")
    with book().open("ab") as file:
        file.write(b"bukan json\n")
    before = book().read_bytes()
    assert names(view_book.views()) == ["Pertama"]
    with pytest.raises(BookDamaged, match="baris 2"):
        keep("Kedua")
    assert book().read_bytes() == before


def test_a_full_disk_leaves_the_book_as_it_was():
    keep("Pertama")
    before = book().read_bytes()

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as disk, pytest.raises(OSError, match="space"):
        disk.setattr(os, "fsync", full)
        keep("Kedua")
    assert book().read_bytes() == before


def test_many_at_once_lose_nothing():
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: keep(f"Tampilan {'abcdefghijklmnop'[n]}").id, range(16)))
    assert sorted(ids) == [f"{n:04d}" for n in range(1, 17)] and len(view_book.views()) == 16


def test_the_book_is_for_its_owner_only():
    keep()
    assert [oct(path.stat().st_mode & 0o777) for path in (paths.views(), book())] == ["0o700", "0o600"]


def test_one_person_keeps_a_hundred_at_most(monkeypatch):
    monkeypatch.setattr(view_book, "MOST", 2)
    for name in ("Satu", "Dua"):
        keep(name)
    with pytest.raises(ViewRefused, match="Buang yang tidak dipakai"):
        keep("Tiga")
    assert keep("Tiga", by=BIN)
