"""What a table looks like once it is read: the same cells at the same addresses, whoever wrote the file and however."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from timpora.intake.numbers import BrokenCell
from timpora.intake.reading import Sheet, kind, read

FILES = Path(__file__).parent / "files"
ERROR, NOT_CALCULATED = BrokenCell("formula_error"), BrokenCell("formula_not_calculated")
REPORT = [
    ["DATA IZIN TINGGAL WNA – CONTOH"],
    ["Keadaan:", date(2024, 10, 31)],
    [],
    ["NO", "KAB/KOTA", "KECAMATAN", "ITAS", "ITAP", "TOTAL", "KETERANGAN"],
    [1, "Parepare", "Ujung", 12, 1, 13, "–"],
    [2, "Parepare", "Soreang", 1234, 0, 1234, "nihil"],
    [3, "Barru", "Balusu", 7, None, 7, "“baru”"],
    ["JUMLAH", None, None, 1253, 1, ERROR, "ada"],
]


def trimmed(sheet: Sheet) -> list[list[object]]:
    """Its rows without the blanks after the last filled cell, where formats differ and nothing stands."""
    return [row[: 1 + max((n for n, value in enumerate(row) if value is not None), default=-1)] for row in sheet.rows]


def only(path: Path) -> list[list[object]]:
    (sheet,) = read(path)
    return trimmed(sheet)


@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_one_table_saved_by_libreoffice_reads_the_same_from_every_format(suffix):
    visible, hidden = read(FILES / f"laporan.{suffix}")
    assert (visible.name, visible.is_hidden, trimmed(visible)) == ("Okt 2024", False, REPORT)
    assert (hidden.name, hidden.is_hidden, trimmed(hidden)) == ("Lama", True, [["lembar tersembunyi"], [None, 5]])


@pytest.mark.parametrize("style", ["koma-cp1252", "pipa-utf8-bom", "tab-utf16", "titik-koma-utf8"])
def test_the_same_table_as_csv_reads_the_same_whatever_its_encoding_and_separator(style):
    rows = only(FILES / f"laporan-{style}.csv")
    # The pipes were saved as plain values, the others as shown.
    thousand = "1234" if style.startswith("pipa") else "1.234"
    assert rows[:2] == [REPORT[0], ["Keadaan:", "31/10/2024"]] and rows[3] == REPORT[3]
    assert rows[5] == ["2", "Parepare", "Soreang", thousand, "0", thousand, "nihil"]
    assert rows[6] == ["3", "Barru", "Balusu", "7", None, "7", "“baru”"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_in_every_encoding_with_every_separator_and_line_end(tmp_path, encoding, separator, end):
    rows = [
        ["KECAMATAN", "ITAS", "KETERANGAN"],
        ["Ujung", "1.234", "–"],
        ["Soreang", None, "a, b; c | d"],
        ["é “x”", "0"],
    ]
    text = end.join(separator.join(f'"{value}"' if value else "" for value in row) for row in rows) + end
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert only(tmp_path / "a.csv") == rows


def test_separators_within_quotation_marks_do_not_count(tmp_path):
    (tmp_path / "a.csv").write_text('KECAMATAN,ITAS\n"a;b;c;d;e",1\n"f;g;h;i;j",2\n')
    assert only(tmp_path / "a.csv") == [["KECAMATAN", "ITAS"], ["a;b;c;d;e", "1"], ["f;g;h;i;j", "2"]]


def test_a_csv_may_state_its_separator_keep_codes_as_text_and_hold_lines_in_a_cell(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('sep=;\nKODE;NAMA, LENGKAP;X\n="73.72.02";"dua\nbaris";-\n')
    assert only(path) == [["KODE", "NAMA, LENGKAP", "X"], ["73.72.02", "dua\nbaris", "-"]]


@pytest.mark.parametrize("text", ["-5", "- lihat (lampiran)", "+62 (0411) 1", "@Ujung", "=B2", "=", "PK;ITAS"])
def test_text_that_only_begins_like_a_formula_or_an_archive_is_read(tmp_path, text):
    (tmp_path / "a.csv").write_text(f"{text}\n")
    assert [value for row in only(tmp_path / "a.csv") for value in row] == text.split(";")


@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx", "csv"])
@pytest.mark.parametrize("sent_as", ["xlsx", "xls", "ods", "csv", "pdf", "exe"])
def test_a_file_is_what_it_holds_whatever_it_is_called(tmp_path, suffix, sent_as):
    stored = FILES / ("laporan-tab-utf16.csv" if suffix == "csv" else f"laporan.{suffix}")
    path = tmp_path / f"kiriman.{sent_as}"
    path.write_bytes(stored.read_bytes())
    assert kind(path) == suffix and read(path) == read(stored)


def written_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "mmm-yy"}) as book:
        page = book.add_worksheet("Okt & Nov")
        page.write_row(1, 1, ["KECAMATAN", 7372010101900001, "7372010101900001", 12.5, True])
        page.write_datetime(2, 1, datetime(2024, 10, 1))
        for column, (formula, shown) in enumerate([("=1/0", "#DIV/0!"), ("=5+1", 6), ("=5+2", 0)]):
            page.write_formula(3, 1 + column, formula, None, shown)
        book.add_worksheet("Lama").hide()


def written_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Okt & Nov"
    for column, value in enumerate(["KECAMATAN", 7372010101900001, "7372010101900001", 12.5, True], start=2):
        page.cell(2, column, value)
    page["B3"] = date(2024, 10, 1)
    page["B4"], page["B4"].data_type = "#DIV/0!", "e"
    page["D4"] = "=5+2"
    page["C4"] = 6
    book.create_sheet("Lama").sheet_state = "veryHidden"
    book.save(path)


def written_xlwt(path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Okt & Nov")
    for column, value in enumerate(["KECAMATAN", 7372010101900001, "7372010101900001", 12.5, True], start=1):
        page.write(1, column, value)
    page.write(2, 1, date(2024, 10, 1), xlwt.easyxf(num_format_str="mmm-yy"))
    page.row(3).set_cell_error(1, "#DIV/0!")
    page.write(3, 2, 6)
    page.write(3, 3, xlwt.Formula("5+2"))
    book.add_sheet("Lama").visibility = 2
    book.save(path)


def written_odfpy(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    page = Table(name="Okt & Nov")

    def row(*cells: TableCell) -> None:
        line = TableRow()
        for cell in (TableCell(), *cells):
            line.addElement(cell)
        page.addElement(line)

    def text(words: str, **more: object) -> TableCell:
        cell = TableCell(**more)
        cell.addElement(P(text=words))
        return cell

    page.addElement(TableRow())
    row(
        text("KECAMATAN"),
        TableCell(valuetype="float", value=7372010101900001),
        text("7372010101900001", valuetype="string"),
        TableCell(valuetype="float", value=12.5),
        TableCell(valuetype="boolean", booleanvalue="true"),
    )
    row(TableCell(valuetype="date", datevalue="2024-10-01"))
    row(
        text("#DIV/0!", valuetype="string", formula="of:=1/0"),
        TableCell(valuetype="float", value=6, formula="of:=5+1"),
        TableCell(formula="of:=5+2"),
        TableCell(valuetype="string", formula='of:=""'),
    )
    book.spreadsheet.addElement(page)
    book.save(path)


@pytest.mark.parametrize(
    ("suffix", "write"),
    [("xlsx", written_xlsxwriter), ("xlsx", written_openpyxl), ("xls", written_xlwt), ("ods", written_odfpy)],
)
def test_numbers_texts_dates_errors_and_formulas_come_through_from_every_writer(tmp_path, suffix, write):
    path = tmp_path / f"a.{suffix}"
    write(path)
    visible, *others = read(path)
    assert visible.name == "Okt & Nov" and [sheet.is_hidden for sheet in others] == [True] * len(others)
    assert trimmed(visible) == [
        [],
        [None, "KECAMATAN", 7372010101900001, "7372010101900001", 12.5, True],
        [None, date(2024, 10, 1)],
        [None, ERROR, 6, NOT_CALCULATED],
    ]
    assert str(visible.rows[1][2]) == "7372010101900001"


def test_dates_counted_from_1904_are_the_same_dates(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime(2024, 10, 31))
    assert only(tmp_path / "mac.xlsx") == [[date(2024, 10, 31)]]


def test_a_chart_sheet_is_no_sheet_and_does_not_move_the_others(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "grafik.xlsx") as book:
        first = book.add_worksheet("Satu")
        first.write_formula(0, 0, "=1/0", None, "#DIV/0!")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Satu!$A$1:$A$2"})
        book.add_chartsheet("Grafik").set_chart(chart)
        book.add_worksheet("Dua").write_formula(0, 1, "=1/0", None, "#REF!")
    assert [(s.name, trimmed(s)) for s in read(tmp_path / "grafik.xlsx")] == [
        ("Satu", [[ERROR]]),
        ("Dua", [[None, ERROR]]),
    ]


def test_formats_pictures_links_and_comments_far_and_near_do_no_harm(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        page.write(0, 0, "ITAS")
        page.write_blank(1_048_575, 16_383, None, bold)
        page.set_row(900_000, 30, bold)
        page.write_url(1, 0, "mailto:kantor@example.go.id", string="kantor@example.go.id")
        page.write_comment(0, 0, "komentar")
        page.write_formula(2, 0, '=HYPERLINK("#Sheet1!A1","atas")', None, "atas")
        page.write_formula(3, 0, '="a|b"&"call (x)"', None, "a|bcall (x)")
        page.write_formula(4, 0, "='Jan|Feb'!A1", None, 5)
        book.add_worksheet("Jan|Feb").hide()
    rows = trimmed(read(tmp_path / "a.xlsx")[0])
    assert rows == [["ITAS"], ["kantor@example.go.id"], ["atas"], ["a|bcall (x)"], [5]]


def test_what_power_query_remembers_in_utf_16_is_not_looked_at(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes((FILES / "laporan.xlsx").read_bytes())
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16"))
    assert read(path) == read(FILES / "laporan.xlsx")


def content_xml(rows: str) -> Callable[[Path], None]:
    """An ODS file with these rows, and nothing that it does not need."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet><table:table>{rows}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return lambda path: path.write_bytes(content.getvalue())


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        # Repeated cells and rows stand at every one of their places; blank ones to the edge of the sheet at none.
        (
            '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
            '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="4"/>'
            '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>',
            [[None, None, 4, 4]] * 2,
        ),
        # What hangs on a cell is not in it.
        (
            '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>dua</text:p>'
            "<text:p>komentar</text:p></office:annotation><draw:frame><text:p>kotak</text:p></draw:frame>"
            '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c<text:line-break/>d</text:p>'
            "</table:table-cell></table:table-row>",
            [["a  b\nc\nd"]],
        ),
        # An error is one in whatever language it is shown.
        (
            '<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string" '
            'calcext:value-type="error"><text:p>Kesalahan 522</text:p></table:table-cell></table:table-row>',
            [[ERROR]],
        ),
        # A month alone is no day; what a merged cell covers stays where it is.
        (
            '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-10"/>'
            '<table:covered-table-cell/><table:table-cell office:value-type="percentage" office:value="0.5"/>'
            "</table:table-row>",
            [["2024-10", None, 0.5]],
        ),
    ],
)
def test_ods_cells_stand_where_they_are_shown(tmp_path, rows, read_as):
    content_xml(rows)(tmp_path / "a.ods")
    assert only(tmp_path / "a.ods") == read_as


def test_a_text_that_libreoffice_could_only_write_as_zero_is_not_taken_for_zero(tmp_path):
    """Converting without opening, LibreOffice writes the text of a formula in XLS as the number 0."""
    content = (FILES / "laporan.xls").read_bytes()
    row_8_column_g = bytes([7, 0, 6, 0])
    place = content.index(b"\x06\x00", content.index(row_8_column_g) - 4) + 4
    assert content[place : place + 4] == row_8_column_g and content[place + 12 : place + 14] == b"\xff\xff"
    (tmp_path / "a.xls").write_bytes(content[: place + 6] + bytes(8) + content[place + 14 :])
    assert read(tmp_path / "a.xls")[0].rows[7][6] == NOT_CALCULATED


def test_a_file_that_cannot_be_reached_says_so(tmp_path, house):
    assert [found.rule for found in house.load(tmp_path / ("x" * 300)).findings] == ["no_file"]
    assert [found.rule for found in house.load(tmp_path / "a\x00b.csv").findings] == ["no_file"]
