"""Follow-up items as one list: what the secretariat's lists say as of a day, and what the page adds to it."""

from datetime import date

import pandas as pd
import pytest

from timpora.access.roles import LOCAL, Viewer
from timpora.draw import followups
from timpora.store import followup_book, snapshot
from timpora.store.followup_book import Item
from timpora.web import followup_answers

TODAY = date(2024, 11, 5)
HEAD = "NOMOR;KAB/KOTA;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI"
SEPTEMBER = f"""Keadaan September 2024;;;;;;
{HEAD}
1;Parepare;Ujung;Dukcapil;05/06/2024;05/07/2024;-
2;Parepare;Ujung;Kesbangpol;05/06/2024;10/09/2024;08/09/2024
3;Pinrang;Suppa;Kanim;05/06/2024;05/11/2024;-
4;Barru;Barru;Camat;05/06/2024;01/08/2024;-
"""
OCTOBER = f"""Keadaan Oktober 2024;;;;;;
{HEAD}
1;Parepare;Ujung;Dukcapil;05/06/2024;05/07/2024;20/10/2024
3;Pinrang;Suppa;Kanim;05/06/2024;05/11/2024;-
5;Parepare;Soreang;Kesbangpol;08/10/2024;31/10/2024;-
6;Pinrang;Cempa;Kesbangpol;08/10/2024;01/11/2024;-
"""


def draw(house):
    house.load(SEPTEMBER, "2024-10-04", is_sample=True)
    house.load(OCTOBER, is_sample=True)  # looked at as on the day the last file came


@pytest.fixture
def listed(house):
    house.published(draw)


def state(who=LOCAL, day=TODAY) -> dict[str, str]:
    found = followup_answers.items(who, day)
    return dict(zip(found["item"], found["state"], strict=True))


def one(item: str, who=LOCAL) -> pd.Series:
    found = followup_answers.items(who, TODAY)
    (row,) = [row for _, row in found.iterrows() if item in (row["item"], row["text"])]
    return row


def agree(
    text: str, area: str = "73.72.04", number: str = "", agreed: str = "2024-10-08", due: str = "2024-10-20"
) -> Item:
    draft = Item(area, "bnn", agreed, due, text, number)
    return followup_book.agree(draft, "siti@kantor.go.id", None, TODAY)


def done(key: str, on: date = date(2024, 11, 4)) -> None:
    followup_book.done(key, on, date(2024, 6, 5), "siti@kantor.go.id", None, TODAY)


def test_items_are_open_overdue_or_done_and_one_that_is_due_today_is_in_time(listed):
    assert state() == {"1": "done", "2": "done", "3": "open", "5": "overdue", "6": "overdue"}
    assert followup_answers.items(LOCAL, TODAY)[["item", "days_overdue"]].values.tolist()[:2] == [["5", 5], ["6", 4]]


def test_an_item_that_left_the_list_done_is_done_and_one_that_left_it_undone_is_no_longer_there(listed):
    assert one("2").done == pd.Timestamp("2024-09-08") and "4" not in state()


def test_an_earlier_day_has_what_was_known_and_done_by_then(listed):
    assert state(day=date(2024, 9, 30)) == {"1": "overdue", "2": "done", "3": "open", "4": "overdue"}
    assert state(day=date(2024, 10, 7))["1"] == "overdue" and "5" not in state(day=date(2024, 10, 7))
    assert state(day=date(2024, 8, 1)) == {}


def test_what_was_agreed_on_the_page_stands_in_the_same_list_at_once(listed):
    agree("Cocokkan daftar penginapan")
    row = one("Cocokkan daftar penginapan")
    assert (row.state, row.days_overdue, row.origin, row["item"]) == ("overdue", 16, "page", "")
    assert (row.area_name, row.kabupaten_name, row.agency_name) == ("Bacukiki Barat", "Kota Parepare", "BNN")


def test_an_item_of_the_file_that_the_page_marks_done_says_so_until_the_file_does(listed):
    done("73.72.03/5")
    row = one("5")
    assert (row.state, row.mark, row.done) == ("done", "73.72.03/5", pd.Timestamp("2024-11-04"))
    done("73.72.02/1")
    row = one("1")
    assert (row.state, row.mark, row.done) == ("done", "", pd.Timestamp("2024-10-20"))


def test_an_item_of_the_page_with_the_files_number_is_that_item_and_says_what_it_is_about(listed):
    kept = agree("Data ulang penginapan", "73.72.03", "5", due="2024-12-31")
    row = one("5")
    assert (row.text, row.origin, row.due) == ("Data ulang penginapan", "both", pd.Timestamp("2024-10-31"))
    assert len(followup_answers.items(LOCAL, TODAY)) == 5
    done(kept.id)
    assert (one("5").state, one("5").mark) == ("done", kept.id)


def test_agencies_and_kabupaten_are_counted_with_what_was_done_since_a_day(listed):
    found = followup_answers.items(LOCAL, TODAY)
    by_agency = followup_answers.by_agency(found, date(2024, 10, 1))
    assert by_agency[["agency_name", "open", "overdue", "done"]].values.tolist() == [
        ["Kesbangpol", 2, 2, 0], ["Imigrasi", 1, 0, 0], ["Dukcapil", 0, 0, 1]
    ]  # fmt: skip
    assert by_agency["done"].sum() == 1 and followup_answers.by_agency(found, date(2024, 9, 1))["done"].sum() == 2
    by_kabupaten = followup_answers.by_kabupaten(found, date(2024, 10, 1))
    assert by_kabupaten[["kabupaten_name", "open", "overdue", "done"]].values.tolist() == [
        ["Kabupaten Pinrang", 2, 1, 0], ["Kota Parepare", 1, 1, 1]
    ]  # fmt: skip


def test_who_sees_one_kabupaten_has_its_items_only_of_the_file_and_of_the_page(listed):
    agree("Di Pinrang", "73.15.01")
    parepare = Viewer("x@kantor.go.id", "analis", ("73.72",))
    assert set(state(parepare)) == {"1", "2", "5"}
    barru = Viewer("x@kantor.go.id", "analis", ("73.11",))
    # The newest list has none of theirs: what it no longer names is not open for them either.
    assert state(barru) == {}


def test_counts_of_items_agree_with_the_numbers_that_are_published_of_the_same_list(listed):
    facts = snapshot.current(None).ask("area_profile", area="kantor", period="2024-10-01").set_index("measure")["value"]
    counts = followup_answers.by_agency(followup_answers.items(LOCAL, date(2024, 11, 1)), date(2024, 10, 1))
    assert counts[["open", "overdue"]].sum().tolist() == [facts["followups_open"], facts["followups_overdue"]] == [3, 1]


def test_what_of_the_counts_the_index_does_not_know_is_said_and_its_number_stays_the_files(listed):
    def published() -> float:
        known = snapshot.current(None).ask("area_profile", area="kantor", period="2024-10-01").set_index("measure")
        return known["value"]["followups_overdue"]

    before = published()
    assert followups.beside_file(followup_answers.items(LOCAL, TODAY)) == ""
    agree("Cocokkan daftar penginapan")
    done(one("5")["key"])
    said = followups.beside_file(followup_answers.items(LOCAL, TODAY))
    assert "memuat 1 butir yang hanya dicatat" in said and "dan menganggap selesai 1 butir" in said
    assert published() == before


def test_before_there_is_any_list_there_are_the_items_of_the_page(listed):
    before = date(2024, 8, 1)
    assert followup_answers.items(LOCAL, before).empty
    agree("Cocokkan daftar penginapan", agreed="2024-06-05", due="2024-07-31")
    assert followup_answers.items(LOCAL, before)["state"].tolist() == ["overdue"]
