"""A correction replaces, says what it changes, and can be taken back."""

import pytest

from timpora import cli, settings
from timpora.intake import ledger
from timpora.store import publish, snapshot


def changes(outcome) -> list[str]:
    return [found.message for found in outcome.findings if found.rule.startswith("changed")]


def test_a_correction_says_cell_by_cell_what_it_changes(house):
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 3", "Okt-24 | Barru | Balusu | 9")
    corrected = house.permits("Okt-24 | Parepare | Ujung | 1.014", "Okt-24 | Parepare | Bacukiki | 1")
    assert changes(corrected)[:4] == [
        "Bacukiki, Oktober 2024, BVK: belum dilaporkan → 0",
        "Bacukiki, Oktober 2024, VOA: belum dilaporkan → 0",
        "Bacukiki, Oktober 2024, ITK: belum dilaporkan → 0",
        "Bacukiki, Oktober 2024, ITK PERALIHAN: belum dilaporkan → 0",
    ]
    assert "Ujung, Oktober 2024, ITAS: 12 → 1.014" in changes(corrected)
    assert "Soreang, Oktober 2024, ITAS: 3 → belum dilaporkan" in changes(corrected)
    assert not any("Balusu" in change for change in changes(corrected))


def test_a_file_for_a_new_month_changes_nothing_that_was_known(house):
    house.permits("Sep-24 | Parepare | Ujung | 12")
    assert changes(house.permits("Okt-24 | Parepare | Ujung | 14")) == []


def test_the_same_numbers_in_another_file_are_said_to_change_nothing(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    again = house.permits("Oktober 2024 | PAREPARE | UJUNG | 12")
    assert "replaces_nothing" in [found.rule for found in again.findings]


def test_many_changes_are_listed_up_to_a_number_and_then_counted(house):
    house.permits(*[f"{month}-24 | Parepare | Ujung | 12" for month in ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun")])
    corrected = house.permits(*[f"{month}-24 | Parepare | Soreang | 1" for month in ("Jan", "Feb", "Mar", "Apr")])
    assert len(changes(corrected)) == 21 and changes(corrected)[-1] == "Dan 36 angka lain berubah."


def test_undo_brings_back_what_was_replaced_and_is_a_line_of_its_own(house, capsys):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    first = publish.publish()
    second = house.permits("Okt-24 | Parepare | Ujung | 14").entry
    publish.publish()
    assert cli.main(["undo", second.id]) == 0
    assert publish.publish() == first
    answer = snapshot.current(None).ask("layer_value", layer="presence", area="kantor", period="2024-10-01")
    assert answer["value"].item() == 12
    assert second.understood_file().exists()
    assert house.permits("Okt-24 | Parepare | Ujung | 15").entry.id == "000004"


def test_a_file_taken_back_may_be_loaded_again(house):
    path = house.file("TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK\n2024;Parepare;Ujung;40.000\n")
    ledger.undo(house.load(path).entry.id, by="uji", at=settings.now())
    assert house.load(path).entry is not None


@pytest.mark.parametrize("load_id", ["000009", "x"])
def test_undo_of_what_is_not_there_is_refused_with_the_way_to_find_the_number(house, load_id, capsys):
    assert cli.main(["undo", load_id]) == 1
    assert "status --json" in capsys.readouterr().err


def test_nothing_is_taken_back_twice(house, capsys):
    entry = house.permits("Okt-24 | Parepare | Ujung | 12").entry
    assert cli.main(["undo", entry.id]) == 0
    assert cli.main(["undo", entry.id]) == 1
