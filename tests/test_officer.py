"""Files as a data officer sends them on an ordinary day."""

import os
from datetime import date

import pytest

from timpora import cli
from timpora.intake import inbox, spellings
from timpora.intake.findings import REFUSE

TYPES = "BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP"
PERMITS = "BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
ADMINDUK = "KECAMATAN;SKTT;KTP-EL OA;TRIWULAN\n"


def understood(outcome) -> dict[tuple[str, str], dict]:
    assert outcome.is_accepted, [found.message for found in outcome.findings]
    return {(f"{row['period']:%Y-%m}", row["area_code"]): row for row in outcome.table.rows}


def refused(outcome) -> set[str]:
    return {found.rule for found in outcome.findings if found.severity == REFUSE}


@pytest.mark.parametrize("cell", ['"12\n14"', "1 2", "12 34"])
def test_two_numbers_in_one_cell_are_not_glued_together(house, cell):
    assert refused(house.load(f"{ADMINDUK}Ujung;{cell};3;TW III 2024\n")) == {"not_a_number"}


@pytest.mark.parametrize("cell", ["1 234", "1\u00a0234", "1.234"])
def test_a_space_between_thousands_is_read(house, cell):
    rows = understood(house.load(f"{ADMINDUK}Ujung;{cell};3;TW III 2024\n"))
    assert rows["2024-09", "73.72.02"]["sktt"] == 1234


def test_a_number_cut_at_its_comma_is_noticed_though_the_last_column_is_blank(house):
    text = "KECAMATAN,SKTT,KTP-EL OA,KETERANGAN\nUjung,1,234,12,\nSoreang,5,6,\n"
    assert "cell_without_heading" in refused(house.load(text, name="adminduk TW III 2024.csv"))


def test_month_and_year_may_stand_in_two_columns(house):
    for month in ("Oktober", "10"):
        rows = understood(house.load(f"TAHUN;BULAN;KECAMATAN;{PERMITS}\n2024;{month};Ujung;0;1;2;0;3;1;7\n"))
        assert list(rows) == [("2024-10", "73.72.02")]


def test_the_day_and_number_of_a_signature_are_no_row(house):
    text = f"BULAN OKTOBER 2024\n\nNO;KECAMATAN;{PERMITS}\n1;Ujung;0;1;2;0;3;1;7\n;;;;;Parepare, 5 November 2024;;;\n"
    assert len(understood(house.load(text + ";;;;;NIP. 19700101 199003 1 001;;;\n"))) == 1


def test_a_subtotal_of_a_long_table_is_of_the_rows_above_it(house):
    text = "BULAN OKTOBER 2024\nKECAMATAN;JENIS IZIN;JUMLAH\nUjung;ITAS;3\n;ITAP;2\nJumlah;;{}\nSoreang;ITAS;4\n"
    text += "Jumlah;;4\n"
    assert len(understood(house.load(text.format(5)))) == 2
    assert refused(house.load(text.format(6))) == {"total_disagrees"}


def test_a_merged_kecamatan_counts_for_all_its_indicators(house):
    rows = house.load("OKTOBER 2024\n\nKECAMATAN;INDIKATOR;JUMLAH TPS\nUjung;DPTB;3\n;DISABILITAS;4\n").table.rows
    assert [(row["area_code"], row["tps_ditandai"]) for row in rows] == [("73.72.02", 3), ("73.72.02", 4)]


def test_the_numbering_below_a_header_that_comes_again_is_no_row(house):
    head = "NO;KECAMATAN;SKTT;KTP-EL OA\n(1);(2);(3);(4)=(3)\n"
    assert len(understood(house.load(f"TRIWULAN III 2024\n\n{head}1;Ujung;1;2\n{head}2;Soreang;1;2\n"))) == 2


def test_a_spelling_confirmed_for_a_kabupaten_leaves_its_kecamatan_alone(house):
    from timpora import settings

    spellings.confirm("Enrekang", None, "73.16", by="x", at=settings.now())
    rows = understood(house.load(f"{ADMINDUK}Enrekang;1;2;TW III 2024\n"))
    assert list(rows) == [("2024-09", "73.16.02")]


def test_an_odd_name_in_the_inbox_stops_no_other_file(house, tmp_path):
    folder = tmp_path / "masuk"
    folder.mkdir()
    names = [b"caf\xe9.csv", b"x" * 250 + b".csv", b"zz.csv"]
    for name in names:
        path = folder / os.fsdecode(name)
        path.write_bytes(f"{ADMINDUK}Ujung;1;2;TW III 2024\n".encode())
        os.utime(path, (1, 1))
    assert len(inbox.take(folder, by="x")) == 3
    assert not [file for file in folder.iterdir() if file.suffix == ".csv"]


def test_a_person_where_an_office_or_a_number_should_stand_is_pointed_at_and_not_repeated(house):
    header = "NOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI"
    table = f"Keadaan Oktober 2024;;;;;\n{header}\n1/2024;Ujung;Budi Santoso;05/06/2024;05/07/2024;-\n"
    (refused,) = [found for found in house.load(table).findings if found.severity == "refuse"]
    assert (refused.rule, refused.cell) == ("not_allowed", "C3") and "Budi" not in str(refused)
    assert "Dinas" in house.load(table.replace("Budi Santoso", "Dinas Entah")).findings[-1].message


@pytest.mark.parametrize(
    ("table", "options", "rule"),
    [
        ("DATA SEKOLAH TAHUN 2024\nKECAMATAN;SEKOLAH\nUjung;5\n", {}, "no_table"),
        (
            "TKA TRIWULAN III 2024\nKECAMATAN;JUMLAH TKA;JUMLAH TKA TW II 2024\nUjung;5;3\n",
            {"source": "tka"},
            "unclear_column",
        ),
        (
            f"\nKECAMATAN;Oktober 2024;;;;;;Nopmber 2024;;;;;\n;{TYPES};{TYPES}\nUjung{';1' * 12}\n",
            {},
            "unclear_column",
        ),
        (
            f"IZIN TINGGAL BULAN OKTOBER 2024\nKECAMATAN;{TYPES};ITAS SEPTEMBER 2024\nUjung{';1' * 7}\n",
            {},
            "unclear_column",
        ),
        (
            "Bulan: Oktober 2024\nKAB/KOTA;MALAYSIA;RRT;Koreea Selatan\nKota Parepare;5;6;7\n",
            {"source": "kebangsaan"},
            "unclear_column",
        ),
        (
            f"BULAN SEPTEMBER 2024\nKECAMATAN;{TYPES}\nUjung{';1' * 6}\n"
            f"BULAN OKTOBER 2024\nKECAMATAN;{TYPES}\nSoreang{';1' * 6}\n",
            {},
            "second_period",
        ),
        ("Bulan: Oktober 2024\nKECAMATAN;DPTb;TMS\nUjung;1 2;3\n", {}, "not_a_number"),
        (
            "BULAN;KECAMATAN;INDIKATOR;JUMLAH\nOkt-24;Ujung;Jumlah pemilih DPTb;3\n",
            {"source": "tps_rawan"},
            "not_allowed",
        ),
        (
            "DAFTAR PEMILIH TAMBAHAN (DPTb) PILKADA 2024\nKECAMATAN;TPS;L;P;TOTAL\nUjung;4;100;100;200\n",
            {"period": date(2024, 9, 1)},
            "missing_key",
        ),
        (
            "Bulan: Oktober 2024\nKAB/KOTA;KECAMATAN;SK\n",
            {},
            "no_table",
        ),
        (
            f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nEnrekang{';5' * 6}\nMaiwa{';2' * 6}\nAlla{';3' * 6}\n",
            {},
            "total_as_area",
        ),
        (
            "Keadaan Oktober 2024\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI\n"
            "1;Ujung;KPU;05/12/2025;05/12/2026;-\n",
            {},
            "future_date",
        ),
        (f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nUjung;;;;;;\n", {}, "empty_table"),
        (
            "TAHUN 2024\nKAB/KOTA;KECAMATAN;TW I;TW II\nParepare;Ujung;1;2\n",
            {"source": "tka", "period": date(2024, 9, 1)},
            "period_mismatch",
        ),
    ],
)
def test_what_would_have_been_another_number_or_a_lost_one_is_not_kept(house, table, options, rule):
    outcome = house.load(table, **options)
    assert rule in refused(outcome) | {found.rule for found in outcome.doubts} and outcome.entry is None, table


@pytest.mark.parametrize(
    ("table", "periods"),
    [
        (f"BULAN: DESEMBER\nDicetak: 5 Januari 2024\nTAHUN: 2023\nKECAMATAN;{TYPES}\nUjung{';1' * 6}\n", ["2023-12"]),
        (
            f"REKAP IZIN TINGGAL\nOKTOBER 2024\nParepare, 5 November 2024\nKECAMATAN;{TYPES}\nUjung{';1' * 6}\n",
            ["2024-10"],
        ),
        (f"Bulan: Oktober 2024\nNO;KECAMATAN;JENIS IZIN TINGGAL;;;;;\n;;{TYPES}\n1;Ujung{';1' * 6}\n", ["2024-10"]),
    ],
)
def test_titles_and_groups_are_read_for_what_they_are(house, table, periods):
    assert house.load(table).periods == periods


def test_years_over_quarters_give_each_its_own(house):
    table = "NO;KECAMATAN;2023;;2024;\n;;TW III;TW IV;TW I;TW II\n1;Ujung;1;2;3;4\n"
    outcome = house.load(house.file(table, "TKA 2024.csv"), source="tka")
    assert outcome.periods == ["2023-09", "2023-12", "2024-03", "2024-06"]


def test_a_sum_since_january_is_asked_about(house):
    outcome = house.load(f"Data s.d. Oktober 2024\nKECAMATAN;{TYPES}\nUjung{';1' * 6}\n")
    assert [found.rule for found in outcome.doubts] == ["cumulative"] and outcome.entry is None


def test_an_older_file_loaded_again_and_numbers_that_vanish_are_asked_about(house):
    old = house.file(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nUjung{';5' * 6}\nSoreang{';1' * 6}\n")
    house.load(old)
    part = house.load(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nUjung{';9' * 6}\n")
    assert [found.rule for found in part.doubts] == ["numbers_vanish"] and "Soreang" in part.doubts[0].message
    house.load(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nUjung{';9' * 6}\nSoreang{';1' * 6}\n")
    assert [found.rule for found in house.load(old).doubts] == ["older_again"]


def test_an_item_written_in_two_kecamatan_is_said(house):
    outcome = house.load(
        "Keadaan Oktober 2024\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI\n"
        "1;Ujung;KPU;05/06/2024;05/12/2024;-\n1;Soreang;KPU;05/06/2024;05/12/2024;-\n"
    )
    assert "number_twice" in {found.rule for found in outcome.findings}


def test_a_confirmed_spelling_of_a_kabupaten_says_nothing_of_the_kecamatan_of_that_name(house):
    assert cli.main(["confirm", "Enrekang", "73.16"]) == 0
    assert house.load(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nEnrekang{';1' * 6}\n").entry
    assert cli.main(["confirm", "Sorean", "73.72.03"]) == 0
    assert house.load(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\nSorean{';1' * 6}\n").entry
    assert cli.main(["confirm", "7372015201900001", "73.72.02"]) == 1
    assert cli.main(["confirm", " ", "73.72.02"]) == 1
    assert cli.main(["confirm", "Soreang", "73.72.02"]) == 1


@pytest.mark.parametrize("name", ["1. Ujung", "2) Kec. Ujung", "KEC UJUNG"])
def test_a_number_before_a_name_is_no_part_of_it(house, name):
    assert house.load(f"Bulan: Oktober 2024\nKECAMATAN;{TYPES}\n{name}{';1' * 6}\nJ U M L A H{';1' * 6}\n").entry


def test_a_table_of_one_kabupaten_may_name_it_in_its_title_alone(house):
    outcome = house.load("KABUPATEN BARRU\nBulan: Oktober 2024\nNO;KEBANGSAAN;JUMLAH\n1;Malaysia;3\n2;RRT;4\n")
    assert outcome.entry and {row["area_code"] for row in outcome.table.rows} == {"73.11"}
    nameless = house.load("Bulan: Oktober 2024\nNO;KEBANGSAAN;JUMLAH\n1;Malaysia;3\n")
    assert refused(nameless) == {"no_kabupaten"}


def test_a_stretch_of_months_that_is_a_quarter_is_that_quarter(house):
    table = "PERIODE JULI S.D. SEPTEMBER 2024\nKECAMATAN;SKTT;KTP-EL OA\nUjung;1;2\n"
    assert house.load(table, reason="triwulan").periods == ["2024-09"]
    assert refused(house.load(table.replace("JULI", "JUNI"))) == {"no_period"}


def test_the_address_of_a_letterhead_is_not_the_kabupaten_of_the_table(house):
    table = f"Jl. Jenderal Sudirman 1, Kota Parepare\nBulan: Oktober 2024\nKECAMATAN;{TYPES}\nBalusu{';1' * 6}\n"
    assert house.load(table).entry


def test_a_long_table_is_of_the_source_whose_fields_its_rows_name(house):
    table = "TRIWULAN III 2024\nKECAMATAN;JENIS;JUMLAH\nUjung;SKTT;1\nUjung;KTP-EL OA;2\n"
    assert house.load(table).source == "adminduk"
