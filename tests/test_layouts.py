"""Tables as agencies lay them out: two header lines, wide, long, a sheet per month or kabupaten, sections, totals."""

import csv

import pytest
import xlsxwriter

from timpora.intake import ledger

PERMITS = "BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"


def rows(outcome) -> list[dict]:
    assert outcome.entry, [found.message for found in outcome.findings]
    with outcome.entry.understood_file().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(outcome, column: str) -> dict[tuple[str, str], str]:
    return {(row["period"][:7], row["area_code"]): row[column] for row in rows(outcome)}


def refusals(outcome) -> list[tuple[str, str | None]]:
    return [(found.rule, found.cell) for found in outcome.findings if found.severity == "refuse"]


def workbook(path, sheets: dict[str, list[list]], hidden: tuple[str, ...] = ()):
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
            if name in hidden:
                page.hide()
        book.get_worksheet_by_name(next(name for name in sheets if name not in hidden)).activate()
    return path


def test_a_header_on_two_lines_joins_the_group_to_its_columns(house):
    outcome = house.load(
        "DAFTAR PEMILIH SEMENTARA PILKADA 2024;;;;;\n;;;;;\n"
        "NO;KECAMATAN;TPS;PEMILIH;;\n"
        ";;;L;P;JUMLAH\n"
        "1;Ujung;45;12.000;13.498;25.498\n"
    )
    assert outcome.source == "dpt"
    (row,) = rows(outcome)
    assert (row["period"], row["tahapan"]) == ("2024-08-01", "dps")
    assert (row["pemilih_l"], row["pemilih"]) == ("12000", "25498")


def test_months_merged_over_their_columns_are_months_of_those_columns(house):
    outcome = house.load(
        "TAHUN 2024;;;;;;\n"
        "KAB/KOTA;KECAMATAN;JANUARI;;FEBRUARI;;\n"
        ";;SKTT;KTP-EL OA;SKTT;KTP-EL OA\n"
        "Parepare;Ujung;1;2;3;4\n".replace("JANUARI", "TRIWULAN I").replace("FEBRUARI", "TRIWULAN II")
    )
    assert values(outcome, "sktt") == {("2024-03", "73.72.02"): "1", ("2024-06", "73.72.02"): "3"}
    assert values(outcome, "ktp_el_oa") == {("2024-03", "73.72.02"): "2", ("2024-06", "73.72.02"): "4"}


def test_a_year_wide_by_month_reads_what_is_filled_and_blank_months_are_not_reported(house):
    outcome = house.load(
        "JUMLAH TKA TAHUN 2024;;;;;\nKAB/KOTA;KECAMATAN;TW I;TW II;TW III;TW IV\n"
        "Parepare;Ujung;1;2;-;\nParepare;Soreang;4;5;6;\nJUMLAH;;5;7;6;\n",
        source="tka",
    )
    assert values(outcome, "tka") == {
        ("2024-03", "73.72.02"): "1",
        ("2024-06", "73.72.02"): "2",
        ("2024-09", "73.72.02"): "0",
        ("2024-03", "73.72.03"): "4",
        ("2024-06", "73.72.03"): "5",
        ("2024-09", "73.72.03"): "6",
    }


def test_a_total_under_a_wide_table_is_compared_column_by_column(house):
    table = "TAHUN 2024;;;\nKAB/KOTA;KECAMATAN;TW I;TW II\nParepare;Ujung;1;2\nParepare;Soreang;4;5\nJUMLAH;;5;8\n"
    assert refusals(house.load(table, source="tka")) == [("total_disagrees", "D5")]


def test_population_of_several_years_stands_in_columns_of_its_own(house):
    outcome = house.load("KAB/KOTA;KECAMATAN;PENDUDUK 2022;PENDUDUK 2023\nParepare;Ujung;33.000;33.500\n")
    assert values(outcome, "penduduk") == {("2022-01", "73.72.02"): "33000", ("2023-01", "73.72.02"): "33500"}


def test_nationalities_may_be_headings_and_their_row_total_must_agree(house):
    table = "Bulan: Oktober 2024;;;\nKABUPATEN/KOTA;Malaysia;RRT;JUMLAH\nKota Parepare;3;2;5\nKab. Barru;0;7;7\n"
    outcome = house.load(table)
    assert outcome.source == "kebangsaan"
    found = {(row["area_code"], row["kebangsaan"]): row["jumlah"] for row in rows(outcome)}
    assert found == {("73.72", "MY"): "3", ("73.72", "CN"): "2", ("73.11", "MY"): "0", ("73.11", "CN"): "7"}
    assert refusals(house.load(table.replace("7;7\n", "7;8\n"))) == [("sum_disagrees", "D4")]


def test_nationality_below_kabupaten_is_refused(house):
    outcome = house.load("BULAN;KAB/KOTA;KECAMATAN;KEBANGSAAN;JUMLAH\nOkt-24;Parepare;Ujung;Malaysia;1\n")
    assert not outcome.is_accepted and ledger.entries() == []


def test_a_row_per_type_of_permit_is_one_row_per_kecamatan(house):
    lines = ["BULAN;KAB/KOTA;KECAMATAN;JENIS IZIN;JUMLAH"]
    for kind, count in (("BVK", 0), ("VOA", 2), ("ITK", 1), ("ITK PERALIHAN", 0), ("KITAS", 12), ("ITAP", 1)):
        lines.append(f"{'Okt-24' if kind == 'BVK' else ''};Parepare;{'Ujung' if kind == 'BVK' else ''};{kind};{count}")
    outcome = house.load("\n".join([*lines, ";;JUMLAH;;16", ""]))
    assert values(outcome, "itas") == {("2024-10", "73.72.02"): "12"}
    wrong = house.load("\n".join([*lines, ";Parepare;;Visa Emas;3", ""]))
    assert refusals(wrong) == [("unknown_field", "D8")]


def test_a_sheet_per_month_with_the_year_in_the_title_or_the_files_name(house, tmp_path):
    header = ["KAB/KOTA", "KECAMATAN", *PERMITS.split(";")]
    sheets = {
        month: [["REKAP IZIN TINGGAL"], header, ["Parepare", "Ujung", 0, 0, 0, 0, count, 0, count]]
        for count, month in enumerate(("Januari", "Februari", "Maret"), start=1)
    }
    outcome = house.load(workbook(tmp_path / "Izin Tinggal 2024.xlsx", sheets))
    assert values(outcome, "itas") == {
        ("2024-01", "73.72.02"): "1",
        ("2024-02", "73.72.02"): "2",
        ("2024-03", "73.72.02"): "3",
    }
    nameless = house.load(workbook(tmp_path / "rekap.xlsx", sheets))
    assert {rule for rule, _ in refusals(nameless)} == {"no_period"}


def test_a_sheet_per_kabupaten_tells_whose_kecamatan_they_are(house, tmp_path):
    header = ["KECAMATAN", *PERMITS.split(";")]
    sheets = {
        name: [["Bulan: Oktober 2024"], header, [area, 0, 0, 0, 0, 1, 0, 1]]
        for name, area in (("Parepare", "Ujung"), ("Barru", "Barru"))
    }
    outcome = house.load(workbook(tmp_path / "a.xlsx", sheets))
    assert set(values(outcome, "itas")) == {("2024-10", "73.72.02"), ("2024-10", "73.11.03")}


def test_the_same_kecamatan_on_two_sheets_is_named_with_both_places(house, tmp_path):
    table = [["Bulan: Oktober 2024"], ["KECAMATAN", *PERMITS.split(";")], ["Ujung", 0, 0, 0, 0, 1, 0, 1]]
    outcome = house.load(workbook(tmp_path / "a.xlsx", {"Satu": table, "Dua": table}))
    (refused,) = [found for found in outcome.findings if found.severity == "refuse"]
    assert refused.rule == "duplicate_area" and refused.sheet == "Dua" and "Satu!A3" in refused.message


def test_a_hidden_sheet_is_read_only_when_nothing_else_fits_and_it_is_said(house, tmp_path):
    table = [["Bulan: Oktober 2024"], ["KECAMATAN", *PERMITS.split(";")], ["Ujung", 0, 0, 0, 0, 1, 0, 1]]
    only = house.load(workbook(tmp_path / "a.xlsx", {"Data": table, "Depan": [["lihat data"]]}, hidden=("Data",)))
    assert values(only, "itas") and "hidden_read" in {found.rule for found in only.findings}
    other = [*table[:2], ["Soreang", 0, 0, 0, 0, 9, 0, 9]]
    both = house.load(workbook(tmp_path / "b.xlsx", {"Lama": other, "Baru": table}, hidden=("Lama",)))
    assert set(values(both, "itas")) == {("2024-10", "73.72.02")}
    assert "hidden_sheet" in {found.rule for found in both.findings}


def test_a_sheet_with_numbers_that_is_not_read_needs_a_reason(house, tmp_path):
    table = [["Bulan: Oktober 2024"], ["KECAMATAN", *PERMITS.split(";")], ["Ujung", 0, 0, 0, 0, 1, 0, 1]]
    path = workbook(tmp_path / "a.xlsx", {"Data": table, "Lampiran": [["Hotel", 3]]})
    doubted = house.load(path)
    assert doubted.is_accepted and doubted.entry is None and [f.rule for f in doubted.doubts] == ["sheet_not_read"]
    assert house.load(path, reason="lampiran hotel, bukan data").entry.reason == "lampiran hotel, bukan data"


def test_sections_name_the_kabupaten_of_the_rows_below_and_may_carry_its_total(house):
    table = (
        f"Bulan: Oktober 2024;;;;;;;;\nNO;KECAMATAN;{PERMITS}\n"
        "A;KAB. BARRU;0;0;0;0;6;0;6\n1;Barru;0;0;0;0;2;0;2\n2;Balusu;0;0;0;0;4;0;4\n"
        "B;KOTA PAREPARE;;;;;;;\n1;Ujung;0;0;0;0;5;0;5\n;JUMLAH;0;0;0;0;11;0;11\n"
    )
    outcome = house.load(table)
    assert values(outcome, "itas") == {
        ("2024-10", "73.11.03"): "2",
        ("2024-10", "73.11.07"): "4",
        ("2024-10", "73.72.02"): "5",
    }
    assert refusals(house.load(table.replace("KAB. BARRU;0;0;0;0;6;0;6", "KAB. BARRU;0;0;0;0;7;0;7"))) == [
        ("total_disagrees", "G3"),
        ("total_disagrees", "I3"),
    ]


def test_a_mean_under_the_table_is_no_row_and_no_total(house):
    table = f"BULAN;KECAMATAN;{PERMITS}\nOkt-24;Ujung;0;0;0;0;4;0;4\n;RATA-RATA;0;0;0;0;4;0;4\n"
    assert values(house.load(table), "itas") == {("2024-10", "73.72.02"): "4"}


def test_the_files_name_says_the_period_only_when_nothing_else_does(house):
    table = f"KECAMATAN;{PERMITS}\nUjung;0;0;0;0;4;0;4\n"
    outcome = house.load(house.file(table, "izin_tinggal_2024-09.csv"))
    assert outcome.periods == ["2024-09"] and "period_from_name" in {found.rule for found in outcome.findings}
    doubted = house.load(house.file(f"Bulan: Agustus 2024;;\n{table}", "Izin Tinggal Juli 2024.csv"))
    assert [found.rule for found in doubted.doubts] == ["name_says_otherwise"] and doubted.entry is None


def test_several_periods_in_one_file_are_several_months(house):
    outcome = house.permits("Agu-24 | Parepare | Ujung | 1", "Sep-24 | Parepare | Ujung | 2")
    assert values(outcome, "itas") == {("2024-08", "73.72.02"): "1", ("2024-09", "73.72.02"): "2"}


def test_a_thousands_comma_is_read_where_another_cell_of_its_column_leaves_no_doubt(house):
    header = "TAHUN;KAB/KOTA;KECAMATAN;PENDUDUK"
    told = house.load(f'{header}\n2024;Parepare;Ujung;"33,512"\n2024;Parepare;Soreang;"1,048,112"\n')
    assert values(told, "penduduk")[("2024-01", "73.72.02")] == "33512"
    assert refusals(house.load(f'{header}\n2024;Parepare;Ujung;"33,512"\n')) == [("ambiguous_number", "D2")]


def test_two_rolls_of_one_month_stand_side_by_side_and_do_not_replace_each_other(house):
    header = "PERIODE;TAHAPAN;KECAMATAN;TPS;L;P;TOTAL"
    house.load(f"{header}\nSep-24;DPSHP;Ujung;45;100;110;210\n", received="2024-11-01")
    second = house.load(f"{header}\nSep-24;DPT;Ujung;45;100;100;200\n")
    assert second.entry, [f.message for f in second.findings]
    assert second.entry.replaces == () and len(ledger.in_force(ledger.entries())) == 2


def test_a_roll_nobody_names_is_refused_with_the_choices(house):
    outcome = house.load("PERIODE;KECAMATAN;TPS;L;P;TOTAL\nSep-24;Ujung;45;10;11;21\n")
    (refused,) = [found for found in outcome.findings if found.severity == "refuse"]
    assert refused.rule == "missing_key" and "DPSHP" in refused.message


@pytest.mark.parametrize(
    ("code", "name", "rule"),
    [
        ("7311", "Bone", "unknown_kabupaten"),
        ("7310", "Soppeng", "code_name_mismatch"),
        ("7311", "", "ambiguous_code"),
        ("99.99", "", "unknown_kabupaten_code"),
    ],
)
def test_a_kabupaten_code_that_is_bone_in_one_system_and_barru_in_the_other_is_stopped(house, code, name, rule):
    header = f"BULAN;KODE KAB/KOTA;KAB/KOTA;KECAMATAN;{PERMITS}"
    outcome = house.load(f"{header}\nOkt-24;{code};{name};Balusu;0;0;0;0;1;0;1\n")
    assert [found for found, _ in refusals(outcome)] == [rule]


def test_a_file_that_mixes_the_two_systems_of_codes_is_stopped(house):
    header = f"BULAN;KODE KAB/KOTA;KAB/KOTA;KECAMATAN;{PERMITS}"
    lines = [f"Okt-24;{code};Barru;{name};0;0;0;0;1;0;1" for code, name in (("7310", "Balusu"), ("7311", "Barru"))]
    assert house.load(f"{header}\n{lines[0]}\n").entry
    assert [rule for rule, _ in refusals(house.load(header + "\n" + "\n".join(lines)))] == ["codes_mixed"]


def test_readiness_and_follow_up_items_are_read_with_their_words_and_dates(house):
    ready = house.load(
        "Triwulan III 2024;;;;;;\n"
        "KAB/KOTA;KECAMATAN;SK TIM;RAPAT TERAKHIR;PELATIHAN APOA;RT/RW BERTIM;RT/RW\n"
        "Parepare;Ujung;ada;12/08/2024;belum;10;40\n"
    )
    (row,) = rows(ready)
    assert (row["sk_tim"], row["rapat_terakhir"], row["pelatihan_apoa"]) == ("True", "2024-08-12", "False")
    items = (
        "Keadaan Oktober 2024;;;;;\nNOMOR;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI\n"
        "RTL-2024/07;Ujung;Dukcapil;05/06/2024;05/07/2024;-\n"
    )
    (item,) = rows(house.load(items))
    assert (item["nomor"], item["instansi"], item["selesai"]) == ("RTL-2024/07", "dukcapil", "")
    wrong = items.replace("05/07/2024", "05/05/2024").replace("Dukcapil", "Tim Khusus")
    assert [rule for rule, _ in refusals(house.load(wrong))] == ["not_allowed"]
    late = house.load(items.replace("05/07/2024", "05/05/2024"))
    assert refusals(late) == [("later_than", "D3")]


def test_a_confirmed_spelling_is_remembered_and_can_be_forgotten(house):
    from timpora import cli

    row = "Okt-24 | Parepare | Sorean | 1"
    assert refusals(house.permits(row)) == [("unknown_area", "C2")]
    assert cli.main(["confirm", "Sorean", "73.72.03"]) == 0
    outcome = house.permits(row)
    assert set(values(outcome, "itas")) == {("2024-10", "73.72.03")}
    assert not house.permits("Okt-24 | Barru | Sorean | 1").is_accepted
    assert cli.main(["confirm", "Sorean", "73.72.03", "--forget"]) == 0
    assert refusals(house.permits(row)) == [("unknown_area", "C2")]
