"""Beyond form: what a careful colleague would ask about is asked, and kept with the answer."""

import pytest

from timpora import cli
from timpora.intake import ledger

APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"
PAREPARE = ("Bacukiki", "Ujung", "Soreang", "Bacukiki Barat")


def doubts(outcome) -> list[str]:
    assert outcome.is_accepted, [found.message for found in outcome.findings]
    return [found.rule for found in outcome.doubts]


def permits(house, month: str, itas: list[int], **options):
    rows = [f"{month} | Parepare | {name} | {n}" for name, n in zip(PAREPARE, itas, strict=False)]
    return house.permits(*rows, **options)


def test_more_check_outs_than_check_ins_is_asked_about(house):
    row = f"{APOA}\nOkt-24;Parepare;Ujung;20;11;{{}};{{}}"
    outcome = house.load(row.format(60, 100))
    assert doubts(outcome) == ["more_than_usual"] and outcome.entry is None
    assert "LAPOR KELUAR (100)" in outcome.doubts[0].message and "(60)" in outcome.doubts[0].message
    assert doubts(house.load(row.format(60, 65))) == []


def test_a_value_ten_times_last_months_is_asked_about_with_both_numbers(house):
    permits(house, "Sep-24", [12, 3, 4, 2])
    outcome = permits(house, "Okt-24", [120, 3, 5, 2])
    assert doubts(outcome) == ["ten_times"]
    assert "Bacukiki, ITAS: 120, padahal periode sebelumnya 12" in outcome.doubts[0].message


def test_few_becoming_a_handful_is_no_alarm(house):
    permits(house, "Sep-24", [1, 1, 1, 2])
    assert doubts(permits(house, "Okt-24", [11, 1, 1, 3])) == []


def test_a_kecamatan_that_always_reported_and_now_does_not_is_asked_about(house):
    months = ("Apr-24", "Mei-24", "Jun-24", "Jul-24", "Agu-24", "Sep-24")
    for number, month in enumerate(months):
        permits(house, month, [number, 3, 4, 2])
    outcome = permits(house, "Okt-24", [7, 3, 4])
    assert doubts(outcome) == ["stopped_reporting"] and "Bacukiki Barat" in outcome.doubts[0].message
    assert "stopped_reporting" not in doubts(permits(house, "Mei-24", [7, 3, 4]))  # one month before is not always


def test_a_whole_column_of_zeros_is_asked_about_where_it_was_not_zero_before(house):
    permits(house, "Sep-24", [12, 30, 4, 2])
    assert doubts(permits(house, "Okt-24", [0, 0, 0, 0])) == ["column_of_zeros"]


def test_last_months_numbers_under_a_new_month_are_asked_about(house):
    table = "\n".join(f"Okt-24;Parepare;{name};20;11;{n};{n}" for n, name in enumerate(PAREPARE, start=3))
    house.load(f"{APOA}\n{table.replace('Okt', 'Sep')}\n")
    assert doubts(house.load(f"{APOA}\n{table}\n")) == ["same_as_before"]
    assert doubts(house.load(f"{APOA}\n{table.replace(';3;3', ';3;4')}\n")) == []


def test_a_reason_keeps_the_file_and_stands_in_the_ledger_with_what_it_answers(house):
    permits(house, "Sep-24", [12, 3, 4, 2])
    outcome = permits(house, "Okt-24", [120, 3, 5, 2], reason="pabrik baru di Bacukiki")
    (entry,) = [entry for entry in ledger.entries() if entry.id == outcome.entry.id]
    assert entry.reason == "pabrik baru di Bacukiki"
    assert "ten_times" in [warning["rule"] for warning in entry.warnings]


def test_a_reason_with_personal_data_is_refused(house):
    permits(house, "Sep-24", [12, 3, 4, 2])
    outcome = permits(house, "Okt-24", [120, 3, 5, 2], reason="NIK 7372010101900001 pindah")
    assert [found.rule for found in outcome.findings if found.severity == "refuse"] == ["personal_reason"]
    assert len(ledger.entries()) == 1 and "7372010101900001" not in str(outcome.findings)


def test_the_command_says_how_to_accept_a_doubt_and_does(house, capsys):
    permits(house, "Sep-24", [12, 3, 4, 2])
    lines = [f"Okt-24;Parepare;{name};0;0;0;0;{n};0;{n}" for name, n in zip(PAREPARE, (120, 3, 5, 2), strict=True)]
    path = house.file("\n".join(["PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL", *lines]))
    assert cli.main(["load", str(path)]) == 1
    assert "--reason" in capsys.readouterr().out and len(ledger.entries()) == 1
    assert cli.main(["load", str(path), "--json"]) == 1 and '"needs_reason": true' in capsys.readouterr().out
    assert cli.main(["load", str(path), "--reason", "pabrik baru"]) == 0 and len(ledger.entries()) == 2


@pytest.mark.parametrize(("language", "words"), [("id", "bukan bilangan"), ("en", "is not a number")])
def test_findings_are_said_in_indonesian_and_in_english(house, capsys, language, words):
    path = house.file(f"{APOA}\nOkt-24;Parepare;Ujung;20;11;12-;9\n")
    assert cli.main(["load", str(path), "--lang", language]) == 1
    assert words in capsys.readouterr().out
