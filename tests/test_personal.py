"""What a person relies on: no file about persons gets in, and no value of one is ever repeated. UU 27/2022."""

import io
import shutil
import tomllib
from datetime import date

import pytest
import xlsxwriter
from hypothesis import assume, given
from hypothesis import strategies as st

from timpora import paths
from timpora.intake import ledger
from timpora.intake.areas import gazetteer
from timpora.intake.contracts import contracts, heading
from timpora.intake.numbers import BrokenCell
from timpora.intake.personal import personal_data, personal_in_text
from timpora.intake.personal_words import forbidden
from timpora.intake.reading import Sheet
from timpora.text import speak

# Made up, all of them: no such number, person or place was ever given out.
NIK, PASSPORT, MOBILE, EMAIL = "7372010101900001", "X1234567", "081234567890", "seseorang@contoh.com"
HEADER = ["PERIODE", "KAB/KOTA", "KECAMATAN", "ITAS", "ITAP"]
ROW = ["Oktober 2024", "Kota Parepare", "Ujung", 12, 1]
KNOWN = set(range(len(HEADER)))


def search(rows: list[list], heads: set[int] | None = None, known: set[int] | None = None, name="Okt", **rules):
    """The findings of a sheet; heads and known as a contract would say them, {0} and none unless stated."""
    return personal_data(Sheet(name, False, rows), {0} if heads is None else heads, known or set(), **rules)


def beside(*column: object, **options) -> list:
    """The findings of a good table with one column more: its heading, then its cells."""
    rows = [[*HEADER, column[0]], *([*ROW, value] for value in column[1:])]
    return search(rows, known=KNOWN, **options)


def rules(findings) -> list[str]:
    return [found.rule for found in findings]


def said(findings) -> str:
    """Everything a screen, a log or a script could show of the findings."""
    shown = [str(findings), *(str(found.as_dict()) for found in findings)]
    for language in ("id", "en"):
        with speak(language):
            shown += [found.message for found in findings]
    return "\n".join(shown)


REFUSED_HEADINGS = """
NAMA | NM | Nama Lengkap | NAMA WNA | NAMA TAMU | NAME | FULL NAME | Full name as in passport | NAMA IBU KANDUNG
NAMA* | NAMA 1 | Nama (sesuai paspor) | NAMA & ALAMAT INSTANSI | NAMA KECAMATAN DAN NAMA WNA | NAMA PENGINAPAN
NAMA HOTEL
NAMALENGKAP | NamaLengkap | NamaOrangTua | nama_lengkap | N A M A | N.A.M.A | N A M A  L E N G K A P | NÁMA | ＮＡＭＡ
Paspor | NO. PASPOR | NO PASSPORT | NO. PASP | No.Paspor | NOPASPOR | NoPaspor | NO.PASPOR/KITAS | MASA BERLAKU PASPOR
PASPRO
NIK | N I K | N.I.K. | No. KTP | NO. KK | NIORA | NO KITAS | No. KITAP | KITAS NO. | NO. SKTT | NO IMTA | NO RPTKA
NIP | NISN | NPWP
TGL LAHIR | TGL. LHR | TTL | T.T.L | TEMPAT/TGL LAHIR | Tempat, Tanggal Lahir | TMP/TGL LAHIR | TglLahir | TGLLAHIR
DOB | Date of Birth
UMUR | USIA (TAHUN) | ALAMAT | ALAMAT LENGKAP | Alamat di Indonesia | ADDRESS | ALMAT | DOMISILI | Domisili WNA
TEMPAT TINGGAL
NO TELP | No. HP | No HP/WA | NO. WA | Telepon | WhatsApp | EMAIL | E-mail | Surel
LINTANG | BUJUR | LAT | LON | LONG | Latitude | LAT/LONG | KOORDINAT | Titik Koordinat | GPS | Bujur Timur (X)
PEKERJAAN | JABATAN | Jabatan/Pekerjaan | SPONSOR | PENJAMIN | NAMA PENJAMIN | Nama Sponsor/Penjamin
JENIS KELAMIN | JENIS KELAMIN (L/P) | JNS KELAMIN | JK | SEX | GENDER | AGAMA | SUKU | AGAMA/SUKU | ETNIS
STATUS PERKAWINAN
KEWARGANEGARAAN | KEBANGSAAN | KEBANGASAAN | WARGA NEGARA | NEGARA ASAL | NEGARA | NATIONALITY | FOTO
"""
ALLOWED_HEADINGS = """
NAMA KECAMATAN | NamaKecamatan | NAMA KEC. | NM_KEC | NMKEC | NAMA KAB/KOTA | NAMA WILAYAH | NAMA DESA
NAMA DESA/KELURAHAN
DISTRICT NAME
NAMA INSTANSI | NAMA KANTOR | NAMA PERUSAHAAN | NAMA BULAN | ALAMAT KANTOR | ALAMAT TPS | NOMOR | NO. | KODE WILAYAH
INSTANSI
JUMLAH SKTT | KTP-EL ORANG ASING | SKTT | KITAS | ITAS | TKA | JUMLAH RPTKA | SURAT KETERANGAN TEMPAT TINGGAL
TANPA PENJAMIN
PEMILIH L | L | P | L+P | L/P | LAKI-LAKI | PEREMPUAN | TEMUAN WNA | TEMUAN TMS | JUMLAH NIK GANDA | NIK GANDA
KEHARUSAN BERTEMPAT TINGGAL DI SUATU TEMPAT TERTENTU | KPPS DI LUAR DOMISILI | TOKOH AGAMA | KEMENTERIAN AGAMA
BINA MARGA
Riwayat praktik menghina/menghasut di antara pemilih terkait isu agama, suku, ras, dan golongan | KELOMPOK UMUR
UMUR 17-25
WARGA NEGARA ASING | Warga Negara Asing (WNA) | JUMLAH WARGA NEGARA ASING | WAWASAN KEBANGSAAN | ASET NEGARA
LAHIR | JUMLAH LAHIR | MATI | PINDAH | PENERBITAN PASPOR | JUMLAH PEMEGANG PASPOR | PERUBAHAN ALAMAT | PENDUDUK (JIWA)
KETERANGAN | CATATAN | SUMBER | RAPAT KOORDINASI | HOTEL BINTANG 3 | TENDER | LONG STAY | TAMU | PETUGAS | OPERATOR
RT/RW
"""


def listed(text: str) -> list[str]:
    return [part.strip() for line in text.strip().splitlines() for part in line.split("|")]


@pytest.mark.parametrize("text", listed(REFUSED_HEADINGS))
def test_a_heading_about_persons_is_refused_however_it_is_written(text):
    (found,) = beside(text, 3, 4)
    assert (found.severity, found.rule, found.cell) == ("refuse", "personal_column", "F1")
    assert rules(search([[*HEADER, text], [*ROW, 3]], set())) == ["personal_column"]


@pytest.mark.parametrize("text", listed(ALLOWED_HEADINGS))
def test_a_heading_of_places_offices_and_counts_is_let_in(text):
    assert beside(text, 3, 4) == []
    assert search([[*HEADER, text], [*ROW, 3]], set()) == []


def test_no_heading_of_our_own_contracts_is_refused():
    for file in paths.layered("contracts", "*.toml").values():
        text = tomllib.loads(file.read_text("utf-8"))
        may = tuple(heading(name) for name in text.get("forbidden", {}).get("may", ()))
        for name in headings_in(text):
            for known in (set(), {5}):
                rows = [[*HEADER, name], [*ROW, 3]]
                assert search(rows, {0}, KNOWN | known, may=may) == [], (file.name, name)


def headings_in(contract: dict) -> list[str]:
    area, period = contract.get("area", {}), contract.get("period", {})
    names = [*period.get("headers", ()), *(name for names in area.values() for name in names)]
    for column in contract.get("columns", ()):
        names += column["headers"]
        names += [spelling for v in column.get("values", ()) for spelling in (v["name"], *v.get("spellings", ()))]
    return names


def test_no_template_of_the_sample_is_refused():
    for file in (paths.ROOT / "timpora" / "sample" / "templates").glob("*.toml"):
        for style in tomllib.loads(file.read_text("utf-8")).get("style", ()):
            titles = [[title] for title in style.get("titles", ())]
            notes = [[note] for note in style.get("footnotes", ())]
            table = [list(style["headings"].values()), [1] * len(style["headings"])]
            may = contracts()[style["source"]].may if style["source"] in contracts() else ()
            for heads in (set(), {len(titles)}):
                assert search([*titles, *table, *notes], heads, may=may) == [], style["name"]


def test_the_message_names_the_column_by_its_heading_and_says_what_to_do():
    (found,) = beside("Nama WNA", "x")
    assert found.value == "Nama WNA" and "'Nama WNA'" in found.message and "Hapus kolom" in found.message
    (found,) = beside("CATATAN", f"tamu {NIK}")
    assert (found.value, found.cell) == ("CATATAN", "F2")
    assert "'CATATAN'" in found.message and "NIK" in found.message and "UU 27/2022" in found.message
    with speak("en"):
        assert "'CATATAN'" in found.message
    (found,) = search([["KECAMATAN", "BVK", "VOA"], ["Ujung", NIK, 2]], set())
    assert found.value == "BVK"
    (found,) = beside(None, NIK)
    assert found.value is None and "kolom F " in found.message
    (found,) = search([["Laporan", NIK], HEADER, ROW], {1}, KNOWN)
    assert found.value is None and "kolom B " in found.message


def test_a_heading_that_is_itself_a_value_is_named_by_its_letter_only():
    for text in (NIK, PASSPORT, f"NAMA {NIK}", f"HP {MOBILE}"):
        (found,) = beside(text, 1)
        assert found.value is None and "kolom F " in found.message and text not in said([found])
    (found,) = beside("NAMA: Zhang Contoh", 1)
    assert found.value == "NAMA" and "Contoh" not in said([found])


def test_a_contract_may_have_what_others_may_not_and_forbid_what_others_have():
    rows = [["KAB/KOTA", "KEBANGSAAN", "JUMLAH"], ["Kota Parepare", "Jepang", 3]]
    assert rules(search(rows)) == ["personal_column"]
    assert search(rows, known={0, 1, 2}, may=("KEBANGSAAN",)) == []
    (found,) = search([["Nama Kec.", "KEBANGSAAN", "JUMLAH"]], may=("KEBANGSAAN",), must_not=("KEC",))
    assert (found.rule, found.cell, found.value) == ("column_not_here", "A1", "Nama Kec.")
    assert search([["JUMLAH KEC", "KEBANGSAAN"]], may=("KEBANGSAAN",), must_not=("KEC",)) == []


def test_nationality_below_kabupaten_is_refused_as_headings_and_as_values_too():
    assert rules(search([[*HEADER, "Jepang", "Malaysia"], [*ROW, 1, 2]], known=KNOWN)) == ["personal_column"] * 2
    assert search([[*HEADER, "Jepang", "Malaysia"], [*ROW, 1, 2]], known=KNOWN, may=("KEBANGSAAN",)) == []
    asal = ["Jepang", "Malaysia", "Jepang", "Australia"] * 5
    assert rules(beside("ASAL", *asal)) == ["personal_nationality"] and beside("ASAL", *asal, may=("NEGARA",)) == []
    assert rules(beside("ASAL", "Arab Saudi", "Papua Nugini", "Sri Lanka")) == ["personal_nationality"]
    wide = [["KAB/KOTA", "KEBANGSAAN", None], [None, "Jepang", "Malaysia"], ["Kota Parepare", 1, 2]]
    assert search(wide, {0, 1}, {0, 1, 2}, may=("KEBANGSAAN",)) == []


NUMBERS = [
    *(
        NIK,
        int(NIK),
        float(NIK),
        f"NIK {NIK}.",
        f"1. {NIK}",
        f"1.{NIK}",
        f"2024-{NIK}",
        f"'{NIK}",
        f"{NIK}.0",
        f"{NIK},00",
    ),
    *(
        "7372 0101 0190 0001",
        "7372-0101-0190-0001",
        "737201.010190.0001",
        "73.72.01.01.01.90.0001",
        "737201-010190.0001",
    ),
    *(
        "7372 - 0101 - 0190 - 0001",
        "7372\u20110101\u20110190\u20110001",
        "7372\n0101\n0190\n0001",
        "1234 5678 9012 3456",
    ),
    *(
        "7372\u00a00101\u00a00190\u00a00001",
        "7\u200b372010101900001",
        "７３７２０１０１０１９００００１",
        "٧٣٧٢٠١٠١٠١٩٠٠٠٠١",
        "٧٣.٧٢.٠١.٠١٠١٩٠.٠٠٠١",
    ),
    *("7,37201E+15", "7.37201E+15", "7.372010101900001e+15", "7.372.010.101.900.001", "7,372,010,101,900,001"),
    *("sudah dicek, 7372 0101 0190 0001 2024, selesai", f"a{NIK}b"),
    *(
        "X1234567",
        "X 1234567",
        "X-1234567",
        "x1234567",
        "ab123456",
        "AB12345678",
        "P1234567A",
        "no paspor: x1234567, habis",
    ),
    *(
        "(C1234567)",
        "Á1234567",
        "Ａ１２３４５６７",
        "X\u200b1234567",
        "X – 1234567",
        "BA123456",
        "A1234567/B7654321",
        "x_B1234567",
    ),
]
CONTACTS = [
    *(
        MOBILE,
        "0812-3456-7890",
        "0812 3456 789",
        "0812.3456.7890",
        "(0812) 3456-7890",
        "0811 123 4567",
        "0812 34 56 78",
    ),
    *("+6281234567890", "+62 812-3456-7890", "62 812 3456 7890", "6281234567890", 6281234567890, "+86 138 0013 8000"),
    *(
        "+60 12-345 6789",
        f"WA {MOBILE} (pagi)",
        EMAIL,
        EMAIL.replace("@", "＠"),
        f"kirim ke {EMAIL}.",
        "A.B-C@contoh.co.id",
    ),
]


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_a_number_that_is_a_persons_is_refused_under_any_heading(value):
    (found,) = beside("CATATAN", "nihil", value)
    assert (found.rule, found.cell) == ("personal_value", "F3") and str(value) not in said([found])


@pytest.mark.parametrize("value", CONTACTS, ids=repr)
def test_a_way_to_reach_a_person_is_refused_under_any_heading(value):
    (found,) = beside("CATATAN", "nihil", value)
    assert (found.rule, found.cell) == ("personal_contact", "F3") and str(value) not in said([found])


INNOCENT = """
TPS 001 | SK 123456 | SK-123/2024 | SK123456 | W23.IMI.4-GR.01 | W23.IMI.4-GR.01.01-1234 | 91131 | RT 001/RW 002
73.72.01 | 7372010
73.72.01.1001 | 7372011001 | ID7372010 | Q3 2024 | KEP 1234567 | KEP-1234567 | B-123456/IMI/2024 | B-5555/KPU/2024
PKPU 2/2024
2024 | 2019 2020 2021 2022 | 2019-2020-2021-2022 | 2023/2024 | TA 20232024 | TH 202410 | TW 202403 | 2024-10
20240101-20240131
01-01-2024 31-12-2024 | 15.10.2024-12.11.2024 | 15.10.2024 - 12.11.2024 | 15-10-2024 s/d 12-11-2024 | 31/10/2024 08:15
Rp 1500000 | Rp1500000 | Rp 150.000.000 | 1.234 | 1.234.567,89 | 123456789 | 850000000 | 12 15 18 20 22 25 28 30
11 12 13 14 10 15 17 18
A 123456,50
0.3333333333333333 | 0,3333333333333333 | 3.3333333333333335 | 119.6234567890123 | 0.8123456789012 | 10.0812345678901
62.8123456789
1e-05 | 1.5E+12 | 3E15 | 1.7976931348623157e+308 | NIP. 198001012005011001 | NIP 19800101 200501 1 001
1234567890123456789
Telp. (0421) 21234 | (0421) 21234-21235 | 0421-21234, Fax 0421-23456 | +62 421 21234 | kanim.parepare@imigrasi.go.id
admin@bacukiki.desa.id | RTL-2024-001 | RTL/001/2024 | COVID-19 | KTP-el | KM 123456 | ke 123456 | UU 27/2022 | v2.0.1
"""


@pytest.mark.parametrize("value", listed(INNOCENT))
def test_codes_decrees_amounts_and_dates_are_no_persons_numbers(value):
    assert beside("CATATAN", value) == [] and beside("CATATAN", f"Catatan: {value}", "nihil") == []


@pytest.mark.parametrize(
    "value", [1, 0.5, 123456789, 999_999_999_999, float("nan"), float("inf"), -(10.0**15), True, None]
)
def test_counts_of_any_size_are_no_persons_numbers(value):
    assert beside("CATATAN", value) == []
    assert beside("CATATAN", BrokenCell("formula_error"), date(2024, 10, 31)) == []


REMARKS = [
    ["sesuai laporan hotel", "belum ada data", "nihil", "Data dari KPU Kabupaten", "menunggu verifikasi"],
    ["BELUM ADA DATA", "SUDAH DIVERIFIKASI", "DATA LENGKAP", "TIDAK ADA KEGIATAN", "PERLU KONFIRMASI"],
    ["Laporan Terlambat", "Sudah Diverifikasi", "Menunggu Konfirmasi", "Rapat Koordinasi Timpora"],
    ["Hotel Contoh Indah", "Wisma Contoh", "Homestay Contoh Satu"],
    ["Kec. Ujung", "Bacukiki Barat", "Mattiro Bulu", "Watang Sawitto", "Tanete Riaja"],
    ["Klarifikasi Internal", "Diserahkan Kembali", "Pengajuannya Susulan"],
    ["SPLP PNBP", "BBK SKCK", "WBTB KPPN"],
    ["Suka Contoh"] * 9,
    ["Mattiro Bulu", "Mattiro Sompe", "Tanete Riaja", "Tanete Rilau"],
    ["Satlak Barru", "Pokja Wajo", "Timsus Pinrang"],
    ["Zhang Contoh", "Li Misal", "Wang Andai", *["belum ada data"] * 7],
    [95.10000000000001, 100.30000000000001, 96.70000000000002],
    ["Polres Parepare", "Rutan Barru", "Dinas Pendidikan", "KPU Kabupaten", "Kantor Imigrasi", "PT Contoh Jaya"],
    [
        "Bebas Visa Kunjungan",
        "Visa On Arrival",
        "Izin Tinggal Kunjungan",
        "Izin Tinggal Terbatas",
        "Izin Tinggal Tetap",
    ],
    ["RAWAN BENCANA", "POLITIK UANG", "RIWAYAT KEKERASAN", "SULIT DIJANGKAU", "KENDALA LISTRIK", "LOKASI KHUSUS"],
    ["Oktober 2024", "November 2024", "Desember 2024"],
    ["12.08.05", "12.08.06", "12.08.07", "73.72.01"],
    ["01/01/2011", "31/12/2011", "01/01/2012", "31/01/2013"],
    [date(2012, 1, 31), date(2012, 2, 29), date(2012, 3, 31), date(2012, 4, 30)],
    [date(2024, 9, 12), date(2024, 9, 20), date(2024, 10, 3), date(2024, 10, 8)],
    ["0,1234", "3,5678", "5,4321", "1,2345"],
    [0.12345, 3.30000000000000004, 101.5, 5.43211, 96.25, 87.1],
    [850_000_000, 8_120_000_000, 81_200_000_000],
    ["Zhang Contoh", "belum ada data", "nihil", "belum ada data"],
]


@pytest.mark.parametrize("column", REMARKS, ids=lambda column: str(column[0]))
def test_a_column_of_remarks_places_offices_or_measures_is_let_in(column):
    assert beside("Keterangan", *column) == []


LOOKS = {
    "personal_names": [
        ["ZHANG CONTOH", "LI MISAL", "WANG ANDAI"],
        ["Jan van der Contoh", "Ali bin Misal", "Juan de Andai"],
        [
            "Zhang Contoh",
            "Jan van der Contoh",
            "O'Contoh Kate",
            "Jean-Pierre Misal",
            "M. Andai",
            "Dr. Misal Andai, S.H.",
            "nihil",
        ],
        ["1. ZHANG CONTOH", "LI MISAL (CHINA)", "Andai, John", "José Misal"],
        ["ZHANG CONTOH, LI MISAL", "WANG ANDAI / KIM MIN JUN", "ABDULLAH BIN MISAL"],
    ],
    "personal_birthdays": [
        [date(1985, 5, 12), date(1990, 7, 3), date(1978, 11, 23)],
        ["12/05/1985", "03-07-1990", "23 November 1978", "1978-11-24"],
        ["Makassar, 12 Mei 1985", "Tokyo, 3-7-1990", "Seoul 23/11/78"],
    ],
    "personal_coordinates": [
        [119.62341, 119.63152, 119.64412],
        ["-4,01234", "-4,02345", "-4,03456"],
        ["-4.01234, 119.62345", None, None],
        ["4°01'23\" LS 119°37'12\" BT", "nihil"],
    ],
    "personal_contact": [["81234567890", "82134567891", "85234567892"], [81234567890, 82134567891.0, 85234567892]],
}


@pytest.mark.parametrize(("rule", "column"), [(rule, column) for rule, columns in LOOKS.items() for column in columns])
def test_a_column_that_looks_like_persons_is_refused_whatever_its_heading(rule, column):
    for name in ("Keterangan", "X", None):
        (found,) = beside(name, *column)
        assert found.rule == rule and found.cell is None
        assert ("kolom 'Keterangan'" if name == "Keterangan" else "kolom") in found.message
        assert not any(str(value) in said([found]) for value in column if value)


def test_a_latitude_is_one_beside_a_longitude():
    lines = [[*ROW, 2.12345, 101.12345], [*ROW, 2.23456, 101.23456], [*ROW, 2.34567, 101.34567]]
    rows = [[*HEADER, "T1", "T2"], *lines]
    assert rules(search(rows, known=KNOWN)) == ["personal_coordinates"] * 2
    assert search([row[:-1] for row in rows], known=KNOWN) == []


def test_the_second_line_of_a_header_is_no_cell_of_its_column():
    rows = [[*HEADER, "DATA"], [*[None] * 5, "LAIN"], [*ROW, "Zhang Contoh"], [*ROW, "Li Misal"], [*ROW, "Wang Andai"]]
    assert rules(search(rows, {0, 1}, KNOWN)) == ["personal_names"]


def test_a_sentence_in_a_table_of_words_is_no_heading():
    rows = [["KECAMATAN", "INSTANSI", "KETERANGAN"], ["Ujung", "Dukcapil", "Nama hotel belum ada di daftar lama"]]
    assert search(rows) == [] and search(rows, set()) == []


def test_what_a_contract_reads_is_not_looked_at_for_its_looks():
    for columns in LOOKS.values():
        shaped = [column for column in columns if personal_in_text(str(column[0]))]
        for column in (c for c in columns if c not in shaped):
            rows = [["KECAMATAN"], *([value] for value in column)]
            assert search(rows, known={0}) == []


def test_under_a_heading_that_says_who_one_name_is_enough_and_an_office_or_a_count_is_fine():
    assert rules(beside("PETUGAS", "Zhang Contoh", "Zhang Contoh")) == ["personal_names"]
    assert beside("PETUGAS", "Dukcapil Barru", "Kantor Imigrasi") == [] and beside("PETUGAS", 3, 4) == []


def test_a_heading_that_says_places_or_offices_vouches_for_its_names():
    names = ["Suka Contoh", "Suka Misal", "Jaya Andai"]
    assert rules(beside("Keterangan", *names)) == ["personal_names"]
    assert beside("DESA/KELURAHAN", *names) == [] and beside("INSTANSI TERKAIT", *names) == []


NASTY = {
    "in the second line of a header": ([["NO", "KECAMATAN", "DATA", None], [None, None, "ITAS", "NAMA WNA"]], {0, 1}),
    "in the second line that nobody took for a header": ([[*HEADER, "DATA"], [None] * 5 + ["NAMA WNA"], ROW], {0}),
    "above its parts": ([["KECAMATAN", "NAMA", None], [None, "DEPAN", "BELAKANG"]], {0, 1}),
    "in two halves on two lines": ([["KECAMATAN", "TANGGAL"], [None, "LAHIR"]], {0, 1}),
    "far to the right": ([[*HEADER, *[None] * 200, "NAMA WNA"], ROW], {0}),
    "in row 30 of an unknown sheet": ([[None]] * 29 + [["NO", "NAMA WNA", "KETERANGAN"], [1, "x", "y"]], set()),
    "in row 30 below another table": ([HEADER, *[ROW] * 28, ["NO", "NAMA WNA", "KETERANGAN"], [1, "x", "y"]], {0}),
    "far below the table": ([HEADER, *[ROW] * 500, ["NO", "NIK", "NAMA", "2024"], [1, "x", "y"]], {0}),
    "in a list of two columns": ([["NO", "NAMA WNA"], [1, "x"]], set()),
    "on two lines of an unknown sheet": (
        [["NO", "KECAMATAN", "TANGGAL", None, "JUMLAH"], [None, "ASAL", "LAHIR", "MASUK", "ORANG"], [1, 2, 3, 4, 5]],
        set(),
    ),
    "with a line break": ([[*HEADER, "NAMA\nLENGKAP"], ROW], {0}),
    "with invisible characters": ([[*HEADER, "NA\u200bMA\u00adWNA"], ROW], {0}),
    "with non-breaking spaces": ([[*HEADER, "TGL\u00a0LAHIR"], ROW], {0}),
}


@pytest.mark.parametrize("where", NASTY)
def test_a_personal_heading_is_found(where):
    rows, heads = NASTY[where]
    found = search(rows, heads, {0, 1, 2, 3, 4} if rows[0][:5] == HEADER else {0, 1})
    assert "personal_column" in rules(found)


def test_a_heading_on_two_lines_is_judged_by_both():
    assert search([["NO", "NAMA", "IZIN"], [None, "KECAMATAN", "ITAS"], [1, "Ujung", 3]], {0, 1}) == []
    group = [["KECAMATAN", "JENIS KELAMIN", None], [None, "L", "P"], ["Ujung", 3, 4]]
    assert search(group, {0, 1}) == []
    assert rules(search([["KECAMATAN", "KEBANGSAAN", None], [None, "A", "B"]], {0, 1})) == ["personal_column"] * 2


def test_a_letterhead_is_no_header():
    letterhead = [
        ["PEMERINTAH KOTA PAREPARE"],
        ["Alamat: Jalan Contoh No. 1, Telp. (0421) 21234, surel kpu@parepare.go.id"],
        ["Nama Instansi", ":", "Dukcapil"],
        ["Alamat", ":", "Jalan Contoh"],
        ["Telepon", ":", "(0421) 21234"],
        ["Alamat", ": Jalan Contoh", "Kota Parepare"],
    ]
    signature = [
        ["Camat Contoh,", None, "Kepala Dinas,"],
        ["Andai Misal", None, "Contoh Misal"],
        ["NIP. 197901012004011001", None, "NIP. 198001012005011001"],
    ]
    assert search([*letterhead, HEADER, ROW, ["JUMLAH", None, None, 12, 1], *signature], {len(letterhead)}, KNOWN) == []
    assert search([*letterhead, HEADER, ROW, *signature], set()) == []


@pytest.mark.parametrize("value", [NIK, PASSPORT, MOBILE, EMAIL])
def test_a_value_in_a_title_a_footnote_or_a_column_a_contract_reads_is_found(value):
    places = [
        [[f"Laporan {value}"], HEADER, ROW],
        [["Laporan"], HEADER, ROW, [], [f"*) hubungi {value}"]],
        [["Laporan"], HEADER, [*ROW[:2], value, 12, 1]],
        [["Laporan"], HEADER, [*ROW[:3], value, 1]],
    ]
    for rows in places:
        (found,) = search(rows, {1}, KNOWN)
        assert found.rule in ("personal_value", "personal_contact") and value not in said([found])


def test_one_finding_a_column_however_many_persons_are_in_it():
    people = [[n, f"Zhang Contoh {n}", f"X{1234567 + n}", int(NIK) + n] for n in range(500)]
    found = search([["NO", "NAMA", "KODE", "DATA"], *people], set())
    assert rules(found) == ["personal_column", "personal_value", "personal_value"]
    assert [f.cell for f in found] == ["B1", "C2", "D2"]


def test_a_list_without_headings_is_refused_and_its_first_row_is_no_heading():
    people = [
        ["Zhang Contoh", "Misal", PASSPORT],
        ["Li Misal", "Andai", "X7654321"],
        ["Wang Andai", "Contoh", "X7654322"],
    ]
    found = search(people, set())
    assert rules(found) == ["personal_names", "personal_value"]
    assert not any(value in said(found) for row in people for value in row)


def test_the_name_of_a_sheet_is_looked_at_and_not_repeated():
    found = search([HEADER, ROW], known=KNOWN, name=NIK)
    assert rules(found) == ["personal_sheet_name"] and NIK not in said(found)
    assert NIK not in said(search([[*HEADER, "NAMA"], ROW], known=KNOWN, name=NIK))


def test_a_row_of_numbers_is_no_header_whatever_its_remark_says():
    rows = [["Okt-24", "Ujung", "catatan alamat hotel", 1, 2, 3, 4], ["Okt-24", "Soreang", None, 1, 2, 3, 4]]
    assert search(rows, set()) == []


def test_a_kecamatan_that_is_called_like_a_heading_is_no_heading(house):
    own = shutil.copytree(paths.ROOT / "data" / "reference", house.folder / "data" / "reference")
    with (own / "kecamatan.csv").open("a", encoding="utf-8") as file:
        file.write("51.01.01,5101010,51.01,5101,Kabupaten Jembrana,Negara,NEGARA,1,1,-8.35,114.62\n")
    rows = [HEADER, ["Oktober", "Jembrana", "Negara", None, None]]
    assert search(rows, known=KNOWN) == []


def test_no_list_of_our_own_values_looks_like_persons():
    for contract in contracts().values():
        for column in contract.columns:
            values = [value.name.upper() for value in column.values]
            assert contract.may or beside("Keterangan", *values) == [], (contract.id, column.name)


def test_an_empty_sheet_holds_nobody():
    assert search([], set()) == [] and search([[], [None, ""]], set()) == []


PERSONAL_TEXT = [
    *(
        "a.n. Zhang Contoh",
        "atas nama Contoh",
        "Sdr. Contoh sudah melapor",
        "sudah ditanyakan ke Bapak Contoh",
        f"cek {NIK}",
    ),
    *(f"paspor {PASSPORT}", f"WA {MOBILE}", EMAIL, "di -4.01234, 119.62345", "Mr. Contoh pindah"),
]
PLAIN_TEXT = [
    *("a.n. Kepala Kantor", "Ibu Kota Kabupaten", "sudah dikonfirmasi ke Dukcapil", "dua hotel baru buka; 12 laporan"),
    *("angka naik karena pelatihan APOA 5 November 2024", "a.n. Bupati Barru", "Izin Tinggal Oktober 2024.xlsx", ""),
]


def test_free_text_about_somebody_is_told_from_free_text():
    assert [text for text in PERSONAL_TEXT if not personal_in_text(text)] == []
    assert [text for text in PLAIN_TEXT if personal_in_text(text)] == []


def test_every_group_of_forbidden_headings_says_why():
    text = tomllib.loads(paths.reference("forbidden.toml").read_text("utf-8"))
    assert all(group["why"] and group["words"] for group in text["headings"])
    assert {group["match"] for group in text["headings"]} == {"anywhere", "whole", "names"}
    phrases = [word for group in text["headings"] for word in group["words"]]
    assert [word for word in phrases if heading(word) != word] == [] and len(phrases) == len(set(phrases))


# Through the door: refused, not kept, not repeated.


def csv(*rows: list) -> str:
    return "\n".join(";".join("" if value is None else str(value) for value in row) for row in rows)


def nothing_kept(house) -> bool:
    return ledger.entries() == [] and not list(house.folder.glob("data/extracts/**/*.csv"))


@pytest.mark.parametrize("value", [NIK, PASSPORT, MOBILE, EMAIL])
def test_a_file_whose_only_sin_is_a_footnote_is_refused_and_not_kept(house, value):
    header = ["PERIODE", "KAB/KOTA", "KECAMATAN", "SKTT", "KTP-EL OA"]
    good = [header, ["Triwulan III 2024", "Kota Parepare", "Ujung", 12, 1]]
    assert house.load(csv(*good), is_dry_run=True).is_accepted
    outcome = house.load(csv(*good, [f"Catatan: hubungi {value}"]))
    assert not outcome.is_accepted and nothing_kept(house)
    assert value not in str(outcome) and value not in said(outcome.findings)


def test_persons_on_a_hidden_second_sheet_refuse_the_workbook(house):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Rekap")
        page.write_row(0, 0, ["PERIODE", "KAB/KOTA", "KECAMATAN", "SKTT", "KTP-EL OA"])
        page.write_row(1, 0, ["Triwulan III 2024", "Kota Parepare", "Ujung", 12, 1])
        hidden = book.add_worksheet("Daftar")
        hidden.write_row(0, 0, ["NO", "NAMA", "PASPOR", "KEBANGSAAN"])
        hidden.write_row(1, 0, [1, "Zhang Contoh", PASSPORT, "Misal"])
        hidden.hide()
    outcome = house.load(house.file(content.getvalue(), "rekap.xlsx"))
    refused = [found for found in outcome.findings if found.severity == "refuse"]
    assert [(f.sheet, f.value) for f in refused] == [("Daftar", "NAMA"), ("Daftar", "PASPOR"), ("Daftar", "KEBANGSAAN")]
    assert nothing_kept(house) and not any(v in str(outcome) for v in ("Zhang", PASSPORT))


# Properties.


AREAS = sorted({(area.kabupaten_name, area.name) for area in gazetteer().areas.values()})
PERIODS = ["Oktober 2024", "Okt-24", "10/2024", "31/10/2024", "Triwulan III 2024", "2024", date(2024, 10, 31)]
OWN_HEADINGS = sorted({column.shown for c in contracts().values() if not c.may for column in c.columns})
COUNTS = st.one_of(
    st.integers(0, 999_999_999),
    st.integers(0, 9_999_999).map(lambda n: f"{n:,}".replace(",", ".")),
    st.floats(0, 99_999, allow_nan=False).map(lambda n: round(n, 2)),
    st.sampled_from(["-", "nihil", "0", None, "", "1.234,5"]),
)


@st.composite
def tables(draw) -> list[list]:
    """A table of counts as an agency sends it, its header in the third row."""
    headings = draw(st.lists(st.sampled_from(OWN_HEADINGS), min_size=1, max_size=5, unique=True))
    places = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=12, unique=True))
    period, write = draw(st.sampled_from(PERIODS)), draw(st.sampled_from([str, str.upper]))
    remark = st.sampled_from(["nihil", "sesuai laporan hotel", "belum ada data", None, "Data dari KPU Kabupaten"])
    rows = [[period, write(kab), write(kec), *(draw(COUNTS) for _ in headings), draw(remark)] for kab, kec in places]
    return [["LAPORAN BULANAN"], [], ["PERIODE", "KAB/KOTA", "KECAMATAN", *headings, "KETERANGAN"], *rows]


@given(tables(), st.booleans())
def test_a_table_of_counts_is_never_refused(rows, is_known):
    width = len(rows[2])
    assert search(rows, {2} if is_known else set(), set(range(width - 1)) if is_known else set()) == []


@st.composite
def identity_numbers(draw) -> str:
    """A made-up NIK in any of the ways they are written."""
    day = draw(st.integers(1, 31)) + draw(st.sampled_from([0, 40]))
    born = f"{day:02}{draw(st.integers(1, 12)):02}{draw(st.integers(0, 99)):02}"
    place = f"{draw(st.sampled_from([11, 32, 64, 73, 91]))}{draw(st.integers(0, 9999)):04}"
    number = f"{place}{born}{draw(st.integers(1, 9999)):04}"
    cuts = draw(st.sampled_from([(), (4, 8, 12), (6, 12), (2, 4, 6, 12), (8,)]))
    mark = draw(st.sampled_from([" ", "-", ".", "\u00a0", "\u2013", "\n"]))
    parts = [number[a:b] for a, b in zip((0, *cuts), (*cuts, 16), strict=True)]
    return draw(st.sampled_from([str, to_full_width]))(mark.join(parts))


def to_full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


@st.composite
def passports(draw) -> str:
    letters = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=2))
    joint = draw(st.sampled_from(["", " ", "-"]))
    numbers = tomllib.loads(paths.reference("forbidden.toml").read_text("utf-8"))["numbers"]
    assume(letters not in numbers["office_letters"])
    number = letters + joint + draw(st.text("0123456789", min_size=6, max_size=8))
    return draw(st.sampled_from([str, str.lower, to_full_width]))(number)


@given(
    tables(),
    st.one_of(identity_numbers(), passports()),
    st.sampled_from(["{}", "tamu {}", "{}, sudah lapor", "(no. {})", "Catatan: {} dan lain-lain"]),
    st.booleans(),
    st.data(),
)
def test_a_made_up_number_in_any_cell_is_always_refused_and_never_repeated(rows, number, around, is_known, data):
    row = data.draw(st.integers(0, len(rows)))
    column = data.draw(st.integers(0, len(rows[2])))
    rows = [list(cells) for cells in [*rows, []]]
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = around.format(number)
    found = search(rows, {2} if is_known else set(), set(range(len(rows[2]) - 1)) if is_known else set())
    assert rules(found) == ["personal_value"]
    assert number not in said(found) and number.upper() not in said(found)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_makes_it_stumble(first, second):
    search([["NO", "KECAMATAN", first], [1, "Ujung", second], [2, second, first]], set())
    personal_in_text(first)
    assert forbidden().heading(first) is None or isinstance(forbidden().heading(first), str)
