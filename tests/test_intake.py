"""What a data officer relies on: a file is understood whole, or refused with the cell to mend and not kept."""

import io
from datetime import date

import pytest
import xlsxwriter

from timpora import paths
from timpora.intake import ledger

HEADER = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
UJUNG = "Oktober 2024;Kota Parepare;Ujung;0;2;1;0;12;1;16"


def understood(outcome) -> list[str]:
    return outcome.entry.understood_file().read_text().splitlines()[1:]


def workbook(rows: list[list], sheet: str = "Okt") -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


def test_a_file_is_kept_as_received_and_as_understood(house):
    path = house.file(f"{HEADER}\n{UJUNG}\n")
    outcome = house.load(path)
    assert outcome.is_accepted and outcome.source == "izin_tinggal" and outcome.periods == ["2024-10"]
    assert outcome.entry.received_file().read_bytes() == path.read_bytes()
    assert understood(outcome) == ["2024-10-01,73.72.02,,2,0,2,1,0,12,1,16,,,"]
    assert ledger.entries() == [outcome.entry]


def test_title_rows_semicolons_dashes_thousands_and_known_spellings_are_read(house):
    outcome = house.load(
        "KANTOR IMIGRASI PAREPARE;;;;;;;;;\n"
        "DATA IZIN TINGGAL;;;;;;;;;\n"
        ";;;;;;;;;\n"
        f"{HEADER}\n"
        "Okt-24;PAREPARE;Kec. BACUKIKI BRT;-;2;1;-;1.012;1;1.016\n"
        "Okt-24;SIDRAP;PANCA LAUTAN;nihil;0;0;0;3,0;0;3\n"
        ";;TOTAL;0;2;1;0;1.015;1;1.019\n"
        "Sumber: SIMKIM;;;;;;;;;\n"
    )
    assert outcome.is_accepted, outcome.findings
    assert [line.split(",")[1] for line in understood(outcome)] == ["73.72.04", "73.14.01"]
    assert [line.split(",")[8] for line in understood(outcome)] == ["1012", "3"]


def test_a_spreadsheet_is_read_with_its_dates_and_its_addresses(house):
    header = HEADER.split(";")
    rows = [["Laporan"], [], header, [date(2024, 10, 31), "Kota Parepare", "Ujung", 0, 2, 1, 0, 12, 1, 16]]
    outcome = house.load(house.file(workbook(rows), "laporan.xlsx"))
    assert outcome.is_accepted, outcome.findings
    assert understood(outcome) == ["2024-10-01,73.72.02,Okt,4,0,2,1,0,12,1,16,,,"]
    rows[3][7] = "12-"
    (refused,) = house.load(house.file(workbook(rows), "salah.xlsx")).findings
    assert (refused.sheet, refused.cell, refused.value) == ("Okt", "H4", "12-")
    assert refused.message.startswith("Lembar 'Okt', sel H4: '12-' bukan bilangan.")


def test_blank_is_not_reported_and_a_dash_is_zero(house):
    outcome = house.load(f"{HEADER}\nOktober 2024;Parepare;Ujung;;-;1;0;12;1;\n")
    assert understood(outcome) == ["2024-10-01,73.72.02,,2,,0,1,0,12,1,,,,"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_and_encodings_do_not_matter(house, separator, encoding):
    text = f"“Laporan”\n{HEADER}\n{UJUNG}\n".replace(";", separator)
    outcome = house.load(text.encode(encoding))
    assert understood(outcome) == ["2024-10-01,73.72.02,,3,0,2,1,0,12,1,16,,,"]


def test_codes_of_both_kinds_are_told_apart_by_their_shape(house):
    header = HEADER.replace("KAB/KOTA;KECAMATAN", "KODE;KECAMATAN")
    rows = "Okt-24;73.15.02;Suppa;0;0;0;0;1;0;1\nOkt-24;7315020;Mattiro Sompe;0;0;0;0;2;0;2\n"
    outcome = house.load(f"{header}\n{rows}")
    assert [line.split(",")[1] for line in understood(outcome)] == ["73.15.02", "73.15.01"]


REFUSED = {
    "unknown_area": (f"{HEADER}\nOkt-24;Parepare;Sorean;0;0;0;0;1;0;1", "C2", "Soreang"),
    "unknown_kabupaten": (f"{HEADER}\nOkt-24;Makassar;Ujung;0;0;0;0;1;0;1", "B2", "Makassar"),
    "missing_column": (HEADER.replace("ITAS;", "") + "\nOkt-24;Parepare;Ujung;0;0;0;0;0;0", None, "ITAS"),
    "negative_number": (f"{HEADER}\nOkt-24;Parepare;Ujung;0;0;0;0;-5;0;5", "H2", "-5"),
    "future_period": (f"{HEADER}\nDesember 2024;Parepare;Ujung;0;0;0;0;1;0;1", "A2", "2024-12"),
    "duplicate_area": (f"{HEADER}\n{UJUNG}\n{UJUNG.replace('Ujung', 'KEC. UJUNG')}", "C3", "C2"),
    "sum_disagrees": (f"{HEADER}\nOkt-24;Parepare;Ujung;0;0;0;0;1;0;2", "J2", "2"),
    "total_disagrees": (f"{HEADER}\n{UJUNG}\n;;TOTAL;0;2;1;0;13;1;16", "H3", "12"),
    "not_a_period": (f"{HEADER}\nkemarin;Parepare;Ujung;0;0;0;0;1;0;1", "A2", "kemarin"),
    "no_period": (f"{HEADER}\n{UJUNG}".replace("PERIODE;", "").replace("Oktober 2024;", ""), None, "--period"),
    "no_area": (f"{HEADER}\nOkt-24;Parepare;;0;0;0;0;1;0;1", "C2", "kosong"),
    "no_table": ("a;b\n1;2", None, "KECAMATAN"),
    "empty_table": (HEADER, None, "baris 2"),
    "column_twice": (f"{HEADER};ITAS\n{UJUNG};1", "K1", "ITAS"),
    "personal_column": (f"{HEADER};NAMA WNA\n{UJUNG};x", "K1", "NAMA WNA"),
    "code_name_mismatch": (
        f"{HEADER.replace('KAB/KOTA', 'KODE')}\nOkt-24;7315010;Mattiro Sompe;0;0;0;0;1;0;1",
        "C2",
        "Suppa",
    ),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_a_wrong_file_is_refused_with_the_cell_the_value_and_the_remedy(house, rule):
    content, cell, words = REFUSED[rule]
    outcome = house.load(content)
    assert not outcome.is_accepted
    (found,) = [f for f in outcome.findings if f.rule == rule]
    assert found.severity == "refuse" and found.cell == cell and words in found.message
    assert ledger.entries() == [] and not list(paths.extracts().rglob("*.csv"))


def test_a_number_that_identifies_a_person_is_refused_and_never_repeated(house):
    outcome = house.load(f"{HEADER};CATATAN\n{UJUNG};7372010101900001")
    (found,) = [f for f in outcome.findings if f.severity == "refuse"]
    assert found.rule == "personal_value" and found.cell == "K2"
    assert "7372010101900001" not in str(outcome)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kosong.csv", b""),
        ("bukan.xlsx", b"<html>not found</html>"),
        ("potong.xlsx", workbook([["a"]])[:700]),
        ("biner.csv", bytes(range(256)) * 4),
    ],
)
def test_an_unreadable_file_is_a_finding_never_a_traceback(house, name, content):
    outcome = house.load(house.file(content, name))
    assert not outcome.is_accepted and len(outcome.findings) == 1 and name in outcome.findings[0].message


def test_the_same_file_twice_changes_nothing_and_says_so(house):
    path = house.file(f"{HEADER}\n{UJUNG}\n")
    house.load(path)
    again = house.load(path)
    assert again.is_accepted and again.entry is None
    assert "same_file" in [found.rule for found in again.findings]
    assert len(ledger.entries()) == 1


def test_a_kecamatan_absent_from_its_kabupaten_is_said_to_be_not_reported(house):
    outcome = house.load(f"{HEADER}\n{UJUNG}\n")
    (absent,) = outcome.findings
    assert absent.severity == "warn" and "Bacukiki, Soreang, Bacukiki Barat" in absent.message


def test_a_dry_run_keeps_nothing(house):
    assert house.load(f"{HEADER}\n{UJUNG}\n", is_dry_run=True).is_accepted
    assert ledger.entries() == []


def test_the_period_may_be_stated_by_the_sender_but_not_against_the_file(house):
    without = f"{HEADER}\n{UJUNG}".replace("PERIODE;", "").replace("Oktober 2024;", "")
    assert house.load(without, period=date(2024, 10, 1)).periods == ["2024-10"]
    against = house.load(f"{HEADER}\n{UJUNG}", period=date(2024, 9, 1))
    assert [found.rule for found in against.findings] == ["period_mismatch"]


def test_a_quarter_and_a_year_in_the_title_are_read(house):
    quarter = house.load("Triwulan III 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;3;1\n")
    assert (quarter.source, quarter.periods) == ("adminduk", ["2024-09"])
    year = house.load("Tahun 2024;;;\nKAB/KOTA;KECAMATAN;JUMLAH PENDUDUK;LUAS (KM2)\nParepare;Ujung;35.817;9,62\n")
    assert (year.source, year.periods) == ("penduduk", ["2024-01"])
    assert understood(year) == ["2024-01-01,73.72.02,,3,35817,9.62"]


def test_a_torn_last_line_of_the_ledger_does_not_count_and_does_not_spoil_the_next(house):
    first = house.permits("Okt-24 | Parepare | Ujung | 1").entry
    with (paths.extracts() / "ledger.jsonl").open("a") as file:
        file.write('{"id": "000002", "sour')
    assert ledger.entries() == [first]
    second = house.permits("Okt-24 | Parepare | Soreang | 2", reason="uji").entry
    assert [entry.id for entry in ledger.entries()] == ["000001", "000002"] and second.id == "000002"


def test_a_letterhead_is_not_a_column_of_personal_data(house):
    outcome = house.load(f"NAMA KANTOR: IMIGRASI PAREPARE;;\nAlamat: Jalan Jenderal Sudirman;;\n{HEADER}\n{UJUNG}\n")
    assert outcome.is_accepted, outcome.findings


def test_the_day_a_report_was_printed_or_signed_is_never_its_period(house):
    without = f"{HEADER}\n{UJUNG}".replace("PERIODE;", "").replace("Oktober 2024;", "")
    for line in ("Dicetak: 5 November 2024", "Parepare, 5 November 2024"):
        assert [f.rule for f in house.load(f"{line};;\n{without}").findings] == ["no_period"]
        assert house.load(f"{line};;\nKeadaan 31 Oktober 2024;;\n{without}").periods == ["2024-10"]
    assert house.load(f"BULAN: OKTOBER;;\nTAHUN: 2024;;\n{without}").periods == ["2024-10"]
    assert [f.rule for f in house.load(f"Periode: Januari s.d. Oktober 2024;;\n{without}").findings] == ["no_period"]


def test_a_number_cut_in_two_by_its_thousands_comma_is_refused(house):
    header = "BULAN,KAB/KOTA,KECAMATAN,PENGINAPAN TERDAFTAR,PENGINAPAN MELAPOR,LAPOR MASUK,LAPOR KELUAR"
    outcome = house.load(f"{header}\nOkt-24,Parepare,Ujung,20,11,1,234,1,200\n")
    assert [(f.rule, f.cell) for f in outcome.findings] == [
        ("cell_without_heading", "H2"),
        ("cell_without_heading", "I2"),
    ]


def test_a_second_table_on_another_sheet_is_never_left_out_in_silence(house, tmp_path):
    header = HEADER.split(";")
    path = tmp_path / "dua.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, heads in (("Parepare", header), ("Barru", [*header[:-2], "ITAPP", "TOTAL"])):
            page = book.add_worksheet(name)
            page.write_row(0, 0, heads)
            page.write_row(1, 0, ["Okt-24", name, "Ujung" if name == "Parepare" else "Balusu", 0, 0, 0, 0, 1, 0, 1])
    (refused,) = [found for found in house.load(path).findings if found.severity == "refuse"]
    assert refused.rule == "missing_column" and refused.sheet == "Barru" and "ITAP" in refused.message


def test_a_formula_error_and_a_formula_nobody_calculated_are_no_blanks(house, tmp_path):
    rows = [HEADER.split(";"), ["Okt-24", "Parepare", "Ujung", 0, 2, 1, 0, 12, 1, 16]]
    path = tmp_path / "rumus.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Okt & Nov")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write_formula("H2", "=1/0", None, "#DIV/0!")
        page.write_formula("I2", "=1+0", None, "")
    found = {f.cell: f.rule for f in house.load(path).findings}
    assert found == {"H2": "formula_error", "I2": "formula_not_calculated"}


def test_a_remark_that_begins_with_jumlah_does_not_make_its_row_a_total(house):
    outcome = house.load(f"{HEADER};KETERANGAN\n{UJUNG};Jumlah sesuai laporan hotel\n")
    assert outcome.is_accepted and len(understood(outcome)) == 1


def test_a_quotation_mark_that_is_never_closed_is_refused(house):
    outcome = house.load(f'{HEADER};CATATAN\n{UJUNG};"lihat lampiran\n{UJUNG.replace("Ujung", "Soreang")};\n')
    assert [f.rule for f in outcome.findings] == ["csv_quotes"]


def test_the_same_bytes_for_another_month_are_another_file(house):
    without = f"{HEADER}\n{UJUNG}".replace("PERIODE;", "").replace("Oktober 2024;", "")
    path = house.file(without)
    assert house.load(path, period=date(2024, 9, 1)).entry and house.load(path, period=date(2024, 10, 1)).entry
    assert house.load(path, period=date(2024, 10, 1)).entry is None


def test_subtotals_by_kabupaten_and_a_grand_total_are_each_compared_with_their_rows(house):
    barru = "Oktober 2024;Barru;Balusu;0;0;0;0;5;0;5"
    table = (
        f"{HEADER}\n{UJUNG}\n;;JUMLAH KOTA PAREPARE;0;2;1;0;12;1;16\n"
        f"{barru}\n;;JUMLAH KAB. BARRU;0;0;0;0;5;0;5\n;;TOTAL;0;2;1;0;17;1;21\n"
    )
    assert house.load(table).is_accepted
    (wrong,) = house.load(table.replace("TOTAL;0;2;1;0;17;1;21", "TOTAL;0;2;1;0;67;1;21")).findings
    assert (wrong.rule, wrong.cell) == ("total_disagrees", "H6")


def test_a_signature_a_numbering_row_and_a_repeated_header_are_no_data(house):
    outcome = house.load(
        f"{HEADER}\n(1);(2);(3);(4);(5);(6);(7);(8);(9);(10)\n{UJUNG}\n{HEADER}\n{UJUNG.replace('Ujung', 'Soreang')}\n"
        ";;;;;;;;Parepare, November;\n;;;;;;;;Kepala Kantor,;\n"
    )
    assert outcome.is_accepted and len(understood(outcome)) == 2


def test_a_blank_among_numbers_is_pointed_at_and_known_parts_never_exceed_the_total(house):
    outcome = house.load(f"{HEADER}\nOkt-24;Parepare;Ujung;;2;1;0;12;1;18\n")
    assert outcome.is_accepted and "D2" in [f.cell for f in outcome.findings if f.rule == "blank_cell"]
    refused = house.load(f"{HEADER}\nOkt-24;Parepare;Ujung;;2;1;0;12;1;5\n")
    assert [f.rule for f in refused.findings if f.severity == "refuse"] == ["sum_disagrees"]


def test_a_code_of_another_kabupaten_is_stopped(house):
    header = HEADER.replace("KECAMATAN", "KODE")
    outcome = house.load(f"{header}\nOkt-24;Kab. Barru;73.72.02;0;0;0;0;1;0;1\n")
    assert [f.rule for f in outcome.findings] == ["code_name_mismatch"]


def test_personal_data_is_found_however_its_heading_is_written_and_a_remark_is_not_repeated(house):
    for heading in ("NAMA LENGKAP ORANG ASING SESUAI DENGAN PASPORNYA", "Nomor Pasport", "No. Tlp", "Kewarganegaraan"):
        assert [f.rule for f in house.load(f"{HEADER};{heading}\n{UJUNG};x").findings] == ["personal_column"]
    outcome = house.load(f"{HEADER};CATATAN\n{UJUNG};NIK 7372011234560001, a1234567")
    assert [f.rule for f in outcome.findings] == ["personal_value"] and "7372011234560001" not in str(outcome)
    assert house.load(f"{HEADER.replace('KECAMATAN', 'NAMA KEC.')}\n{UJUNG}").is_accepted


def test_reading_stops_after_fifty_refusals(house):
    outcome = house.load(f"{HEADER}\n" + "Okt-24;Parepare;Entah;0;0;0;0;1;0;1\n" * 5000)
    assert len(outcome.findings) == 51 and outcome.findings[-1].rule == "too_many_findings"


@pytest.mark.parametrize("name", ["Izin\u2028Okt.csv", "Laporan–Okt.csv", "Izin\udc96Okt.csv"])
def test_a_strange_file_name_does_not_spoil_the_ledger(house, name):
    entry = house.load(house.file(f"{HEADER}\n{UJUNG}\n", name)).entry
    with (paths.extracts() / "ledger.jsonl").open("ab") as file:
        file.write('{"id": "000002", "original_name": "–'.encode()[:-1])
    assert ledger.entries() == [entry]
    assert house.permits("Okt-24 | Parepare | Soreang | 2", reason="uji").entry.id == "000002"


@pytest.mark.parametrize("step", [389, pytest.param(97, marks=pytest.mark.slow)])
def test_a_damaged_spreadsheet_is_a_finding_never_a_traceback(house, step):
    content = workbook([HEADER.split(";"), ["Okt-24", "Parepare", "Ujung", 0, 2, 1, 0, 12, 1, 16]])
    for place in range(0, len(content), step):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        outcome = house.load(house.file(bytes(broken), f"rusak-{place}.xlsx"), is_dry_run=True)
        assert outcome.is_accepted or outcome.findings


@pytest.mark.parametrize("zero", ["-", "–", "nihil", "0"])
def test_an_unknown_or_unnamed_kecamatan_that_reports_zero_is_refused_all_the_same(house, zero):
    for name, rule in (("Sorean", "unknown_area"), ("", "no_area")):
        outcome = house.load(f"{HEADER}\n{UJUNG}\nOkt-24;Parepare;{name}" + f";{zero}" * 7)
        assert [found.rule for found in outcome.findings if found.severity == "refuse"] == [rule]


def test_a_file_named_after_a_persons_number_is_refused_and_its_name_never_repeated(house):
    outcome = house.load(house.file(f"{HEADER}\n{UJUNG}\n", "WNA 7372010101900001.csv"))
    assert [found.rule for found in outcome.findings] == ["personal_file_name"] and ledger.entries() == []
    assert "7372010101900001" not in "".join([outcome.file, *(found.message for found in outcome.findings)])
