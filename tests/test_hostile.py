"""Files made to harm or to mislead: each is refused by its own rule, in little memory, and leaves nothing behind.

They are built here, where one can see what is wrong with each, and read one after another in a process of its own.
"""

import io
import json
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
import xlwt

from timpora import paths
from timpora.intake import reading
from timpora.intake.findings import REFUSE, finding
from timpora.intake.guard import MAX_BYTES, MAX_UNPACKED
from timpora.intake.reading import UnreadableFile, read

FILES = Path(__file__).parent / "files"
SHEET = "xl/worksheets/sheet1.xml"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HUGE = MAX_UNPACKED + 1_000_000
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def archive(parts: dict[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def plain() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Okt").write_row(0, 0, ["KECAMATAN", "ITAS"])
    return content.getvalue()


def xlsx(more: dict[str, str | bytes]) -> bytes:
    """A sound workbook in which some parts are replaced or added."""
    return archive(parts_of(plain()) | more)


def sheet(rows: str, before: str = "") -> bytes:
    return xlsx({SHEET: f'{XML}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'})


def formula(text: str) -> bytes:
    return sheet(f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{text}</f><v>2</v></c></row>')


def ods(rows: str, before: str = "", more: str = "") -> bytes:
    spaces = "".join(f' xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text"))
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{XML}{before}<office:document-content{spaces}><office:body><office:spreadsheet>{more}"
            f'<table:table table:name="Okt">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_cell(repeated: str = "", row: str = "", more: str = "") -> bytes:
    cell = f'<table:table-cell office:value-type="float" office:value="7" {repeated}/>'
    return ods(f"<table:table-row {row}>{more}{cell}</table:table-row>")


def ods_table_in(cell: str) -> bytes:
    row = "<table:table-row><table:table-cell{}>{}</table:table-cell></table:table-row>"
    return ods(row.format(" " + cell, f"<table:table>{row.format('', '')}</table:table>"))


def xls(write: Callable[[xlwt.Worksheet], object] = lambda page: page.write(0, 0, "KECAMATAN")) -> bytes:
    content, book = io.BytesIO(), xlwt.Workbook()
    write(book.add_sheet("Okt"))
    book.save(content)
    return content.getvalue()


def stored_xls(old: bytes, new: bytes, *, at: int = 0) -> bytes:
    """The XLS file that LibreOffice saved, with some bytes replaced, counted from where `old` is found."""
    content = bytearray((FILES / "laporan.xls").read_bytes())
    place = content.index(old) + at
    content[place : place + len(new)] = new
    return bytes(content)


def folder_renamed(new: str) -> bytes:
    """The same with one of the folders inside named otherwise: its name, padded, and the length of the name."""
    name = new.encode("utf-16-le")
    return stored_xls("\x01CompObj".encode("utf-16-le"), name.ljust(64, b"\x00") + struct.pack("<H", len(name) + 2))


def endless_chains() -> bytes:
    """Every sector is said to be followed by itself."""
    content = bytearray((FILES / "laporan.xls").read_bytes())
    table = 512 * (1 + struct.unpack_from("<I", content, 76)[0])
    struct.pack_into("<128I", content, table, *range(128))
    return bytes(content)


@cache
def huge() -> bytes:
    """A sheet that unpacks to a little more than any may."""
    return xlsx({SHEET: b"<x>" + b" " * HUGE + b"</x>"})


def bomb(*, is_declared: bool) -> bytes:
    return huge() if is_declared else huge().replace(struct.pack("<I", HUGE + 7), struct.pack("<I", 90))


def same_content_twice() -> bytes:
    """Two names in the directory, one content: how a small archive unpacks to a very large one."""
    content = archive({"xl/workbook.xml": "<workbook/>", "xl/workbook.xm2": "<workbook/>"})
    second = content.rindex(b"PK\x01\x02")
    return content[: second + 42] + bytes(4) + content[second + 46 :]


def missing_part() -> bytes:
    """The entry before the last claims the last one as its comment: a part less, and every checksum right."""
    content = bytearray(plain())
    last = content.rindex(b"PK\x01\x02")
    before, end = content.rindex(b"PK\x01\x02", 0, last), content.rindex(b"PK\x05\x06")
    struct.pack_into("<H", content, before + 32, end - last)
    return bytes(content)


def damaged_picture() -> bytes:
    picture = Random(1).randbytes(2_000_000)
    return xlsx({"xl/media/image1.png": picture}).replace(picture[-9:], bytes(9))


def heavy_text(length: int, *, times: int) -> dict[str, str]:
    """One text that many cells share."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times + 1))
    return {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>',
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }


def many_words() -> bytes:
    """Within every other limit, but no two cells say the same."""
    return "\n".join(";".join(f"{n * 12 + k:07}" for k in range(12)) for n in range(130_000)).encode()


def relation(kind: str) -> str:
    url = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{url}/package/2006/relationships"><Relationship Id="rId9" TargetMode="External" '
        f'Type="{url}/officeDocument/2006/relationships/{kind}" Target="file:///x.xlsx"/></Relationships>'
    )


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
LAUGHING = '<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
NUMBER = 'office:value-type="float" office:value="1"'
LONG_CELL = f"""<table:table-cell><text:p>{'<text:s text:c="100"/>' * 1_001}</text:p></table:table-cell>"""
STRANGER = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
MANY_SHEETS = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{MAIN}"><sheets>'
    + "".join(f'<sheet name="L{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 202))
    + "</sheets></workbook>"
)
PAGE = b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>KECAMATAN</td></tr></table></body>'
CSV = "KECAMATAN;ITAS\nUjung;"

# What is sent, under the name it is sent by → the rule that refuses it, and the cell it names.
HOSTILE: dict[str, tuple[Callable[[], bytes], str, str | None]] = {
    # something else under a table's name
    "halaman.xls": (lambda: PAGE, "web_page", None),
    "halaman-utf16.xls": (lambda: PAGE.decode().encode("utf-16"), "web_page", None),
    "halaman-mhtml.xls": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "web_page", None),
    "lembar-2003.xls": (lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><x/>', "xml_file", None),
    "laporan-pdf.xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf_file", None),
    "foto.xlsx": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture_file", None),
    "arsip.xlsx": (lambda: archive({"izin.csv": CSV}), "archive_file", None),
    "arsip-rar.xlsx": (lambda: b"Rar!\x1a\x07\x01\x00 izin.csv", "archive_file", None),
    "arsip-7z.csv": (lambda: b"7z\xbc\xaf\x27\x1c\x00\x04 izin.csv", "archive_file", None),
    "arsip-gz.csv": (lambda: b"\x1f\x8b\x08\x00 izin.csv", "archive_file", None),
    "surat.xlsx": (lambda: archive({"[Content_Types].xml": "", "word/document.xml": ""}), "document_file", None),
    "paparan.xlsx": (lambda: archive({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "document_file", None),
    "surat.ods": (lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}),
                  "document_file", None),
    "surat-lama.xls": (lambda: folder_renamed("WordDocument"), "document_file", None),
    "biner.xlsx": (lambda: archive({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "binary_excel", None),
    "excel-4.xls": (lambda: b"\x09\x04\x06\x00\x00\x04\x10\x00", "old_excel", None),
    "terkunci.xlsx": (lambda: (FILES / "terkunci.xlsx").read_bytes(), "password_file", None),
    "terkunci.xls": (lambda: (FILES / "terkunci.xls").read_bytes(), "password_file", None),
    "terkunci.ods": (lambda: (FILES / "terkunci.ods").read_bytes(), "password_file", None),
    "terkunci-baru.ods": (lambda: archive({"mimetype": "x", "encrypted-package": "x"}), "password_file", None),
    # more than it seems
    "bom.xlsx": (lambda: bomb(is_declared=True), "unpacked_too_large", None),
    "bom-tak-dinyatakan.xlsx": (lambda: bomb(is_declared=False), "unreadable_file", None),
    "bertumpuk.xlsx": (same_content_twice, "unreadable_file", None),
    "teks-berulang.xlsx": (lambda: xlsx(heavy_text(1_000_000, times=5_000)), "too_heavy", None),
    "teks-banyak.xlsx": (lambda: xlsx(heavy_text(30_000, times=2_000)), "too_much_text", None),
    "teks-banyak.csv": (many_words, "too_much_text", "A116960"),
    "sel-panjang.ods": (lambda: ods_cell(more=LONG_CELL), "too_much_text", "A1"),
    "rumus-panjang.xlsx": (lambda: formula("A1+" * 40_000), "too_much_text", "B1"),
    "komentar-panjang.xlsx": (lambda: xlsx({SHEET: f'<worksheet xmlns="{MAIN}"><!--{"x" * 40_000_000}--></worksheet>'}),
                              "odd_archive", None),
    "ribuan-bagian.xlsx": (lambda: xlsx({f"xl/{n}.xml": "" for n in range(2001)}), "odd_archive", None),
    "ribuan-lembar.xlsx": (lambda: xlsx({"xl/workbook.xml": MANY_SHEETS}), "too_many_sheets", None),
    "ribuan-lembar.ods": (lambda: ods("", more='<table:table table:name="L"></table:table>' * 200),
                          "too_many_sheets", None),
    "berkas-200mb.xlsx": (lambda: b"PK\x03\x04", "file_too_large", None),
    # cells far outside any table
    "sel-terjauh.xlsx": (lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
                         "sheet_too_wide", "XFD1048576"),
    "baris-terjauh.xlsx": (lambda: sheet('<row r="200001"><c r="A200001"><v>2</v></c></row>'),
                           "sheet_too_wide", "A200001"),
    "kesalahan-terjauh.xlsx": (lambda: sheet('<row r="1048576"><c r="A1048576" t="e"><v>#REF!</v></c></row>'),
                               "sheet_too_wide", "A1048576"),
    "sejuta-kolom.xlsx": (lambda: sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"), "sheet_too_wide", "OK1"),
    "berserakan.xlsx": (lambda: sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="150000">'
                                      '<c r="CV150000"><v>1</v></c></row>'), "too_many_cells", "CV150000"),
    "kolom-berulang.ods": (lambda: ods_cell('table:number-columns-repeated="16384"'), "sheet_too_wide", "A1"),
    "baris-berulang.ods": (lambda: ods_cell(row='table:number-rows-repeated="1048576"'), "sheet_too_wide", "A1"),
    "berulang.ods": (lambda: ods_cell('table:number-columns-repeated="399"', 'table:number-rows-repeated="199999"'),
                     "too_many_cells", "A1"),
    "kolom-mundur.ods": (lambda: ods_cell(more='<table:table-cell table:number-columns-repeated="-5"/>'),
                         "sheet_too_wide", "A1"),
    "sel-terjauh.ods": (lambda: ods_cell(more='<table:table-cell table:number-columns-repeated="16383"/>'),
                        "sheet_too_wide", "XFD1"),
    "tabel-dalam-sel.ods": (lambda: ods_table_in(""), "unreadable_file", None),
    "tabel-dalam-angka.ods": (lambda: ods_table_in(NUMBER), "unreadable_file", None),
    "sel-terjauh.xls": (lambda: xls(lambda page: page.write(65535, 255, 1)), "too_many_cells", None),
    "ukuran-palsu.xls": (lambda: stored_xls(b"\x00\x02\x0e\x00", b"\xff\xff\xff\xff", at=8), "too_heavy", None),
    # markup that grows or looks elsewhere
    "tawa.xlsx": (lambda: sheet(LAUGHING, LAUGHS), "forbidden_markup", None),
    "tawa-teks.xlsx": (lambda: xlsx({"xl/sharedStrings.xml": f"{XML}{LAUGHS}<sst><si><t>&j;</t></si></sst>"}),
                       "forbidden_markup", None),
    "orang-luar.xlsx": (lambda: sheet(LAUGHING.replace("j", "a"), STRANGER), "forbidden_markup", None),
    "tawa.ods": (lambda: ods("<table:table-row/>", LAUGHS), "forbidden_markup", None),
    "utf16.xlsx": (lambda: xlsx({SHEET: f'<worksheet xmlns="{MAIN}"/>'.encode("utf-16")}),
                   "forbidden_markup", None),
    "pengodean.xlsx": (lambda: xlsx({SHEET: f'<?xml version="1.0" encoding="latin-1"?><worksheet xmlns="{MAIN}"/>'}),
                       "forbidden_markup", None),
    # what would run, fetch or unfold
    "makro.xlsm": (lambda: xlsx({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "macro_file", None),
    "makro-4.xlsx": (lambda: xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), "macro_file", None),
    "ambil.xls": (lambda: stored_xls(b"\x5c\x00\x70\x00", b"\x18\x00\x70\x00WEBSERVICE"), "active_formula", None),
    "makro.xls": (lambda: folder_renamed("_VBA_PROJECT_CUR"), "macro_file", None),
    "makro-4.xls": (lambda: stored_xls(b"\x08\x00Okt 2024", b"\x01", at=-1), "macro_file", None),
    "makro.ods": (lambda: archive(parts_of(ods("")) | {"Basic/Standard/Modul1.xml": "<x/>"}), "macro_file", None),
    "tautan.xls": (lambda: (FILES / "tautan.xls").read_bytes(), "external_links", None),
    "tautan.xlsx": (lambda: xlsx({"xl/externalLinks/externalLink1.xml": "<x/>"}), "external_links", None),
    "kueri.xlsx": (lambda: xlsx({"xl/connections.xml": "<x/>"}), "external_links", None),
    "objek-luar.xlsx": (lambda: xlsx({"xl/worksheets/_rels/sheet1.xml.rels": relation("oleObject")}),
                        "external_links", None),
    "tautan.ods": (lambda: ods("", more='<office:dde-source/>'), "external_links", None),
    "rumus-luar.ods": (lambda: ods_cell("table:formula=\"of:='file:///a.ods'#$A.B1\""), "external_links", "A1"),
    "sisipan.xlsx": (lambda: xlsx({"xl/embeddings/oleObject1.bin": b"x"}), "embedded_file", None),
    "arsip-dalam.xlsx": (lambda: xlsx({"xl/media/image1.png": archive({"izin.csv": CSV})}), "embedded_file", None),
    "sisipan.xls": (lambda: folder_renamed("MBD0003A1F2"), "embedded_file", None),
    "dde.xlsx": (lambda: formula("cmd|'/c calc'!A0"), "active_formula", "B1"),
    "ambil.xlsx": (lambda: formula("_xlfn.WEBSERVICE(&quot;http://x&quot;)"), "active_formula", "B1"),
    "perintah.xlsx": (lambda: formula("HYPERLINK(&quot;file:///c:/x.exe&quot;,1)"), "active_formula", "B1"),
    "dde.ods": (lambda: ods_cell('table:formula="of:=DDE(&quot;cmd&quot;;&quot;/c&quot;;&quot;x&quot;)"'),
                "active_formula", "A1"),
    "dde.csv": (lambda: f"{CSV}=cmd|' /C calc'!A0".encode(), "active_formula", "B2"),
    "dde-plus.csv": (lambda: f"{CSV}+5+cmd|' /C calc'!A0".encode(), "active_formula", "B2"),
    "ambil.csv": (lambda: f'{CSV}"=WEBSERVICE(""http://x"")"'.encode(), "active_formula", "B2"),
    "rumus.csv": (lambda: f"{CSV}=SUM(B1:B2)".encode(), "csv_formula", "B2"),
    "rumus-at.csv": (lambda: f"{CSV}@SUM(B1:B2)".encode(), "csv_formula", "B2"),
    # tricks with the archive itself
    "naik.xlsx": (lambda: xlsx({"../../etc/x.xml": "<x/>"}), "odd_archive", None),
    "mutlak.xlsx": (lambda: xlsx({"/etc/x.xml": "<x/>"}), "odd_archive", None),
    "balik.xlsx": (lambda: xlsx({"xl\\x.xml": "<x/>"}), "odd_archive", None),
    "cakram.xlsx": (lambda: xlsx({"C:/x.xml": "<x/>"}), "odd_archive", None),
    "kembar.xlsx": (lambda: xlsx({SHEET.upper(): "<x/>"}), "odd_archive", None),
    "bagian-hilang.xlsx": (missing_part, "unreadable_file", None),
    "gambar-rusak.xlsx": (damaged_picture, "unreadable_file", None),
    "angka-terselubung.xlsx": (lambda: sheet('<row r="1"><c r="A1"><v>1&#51;</v></c></row>'), "odd_archive", None),
    "angka-terputus.xlsx": (lambda: sheet('<row r="1"><c r="A1"><v>1<!-- x -->3</v></c></row>'), "odd_archive", None),
    "angka-terbungkus.xlsx": (lambda: sheet("<row><c><v><![CDATA[13]]></v></c></row>"), "odd_archive", None),
    "rantai.xls": (endless_chains, "odd_archive", None),
    "potong.xlsx": (lambda: plain()[:700], "unreadable_file", None),
    "potong.xls": (lambda: (FILES / "laporan.xls").read_bytes()[:3000], "unreadable_file", None),
    # text
    "kosong.csv": (lambda: b"", "empty_file", None),
    "nul.csv": (lambda: f"{CSV}1\x002\n".encode(), "nul_bytes", None),
    "biner.csv": (lambda: bytes(range(256)) * 4, "unreadable_file", None),
    "sejuta-kolom.csv": (lambda: b"1;" * 1_000_000, "line_too_long", None),
    "kolom.csv": (lambda: b"1;" * 400 + b"1", "sheet_too_wide", "OK1"),
    "satu-baris.csv": (lambda: b"x" * 40_000_000, "line_too_long", None),
    "kutip.csv": (lambda: f'{CSV}"12\n'.encode() + b"Ujung;12\n" * 4_000_000, "csv_quotes", None),
    "baris.csv": (lambda: b"1\n" * 200_001, "sheet_too_wide", "A200001"),
    "sel.csv": (lambda: (b"1;" * 399 + b"1\n") * 7_000, "too_many_cells", "A6251"),
}  # fmt: skip

READING = """
import json, os, resource, sys
from pathlib import Path
from timpora.intake.reading import UnreadableFile, read

def peak(who):
    return resource.getrusage(who).ru_maxrss // 1024

said, idle = {}, peak(resource.RUSAGE_SELF)
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        answer = ["read", len(read(path)[0].rows), None]
    except UnreadableFile as problem:
        answer = [problem.rule, problem.sheet, problem.cell]
    said[path.name] = [*answer, peak(resource.RUSAGE_SELF) - idle]
try:
    os.waitpid(-1, os.WNOHANG)
    children = True
except ChildProcessError:
    children = False
print(json.dumps({"said": said, "children": children, "child_peak": peak(resource.RUSAGE_CHILDREN)}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("terima")
    for name, (content, _, _) in HOSTILE.items():
        (made / name).write_bytes(content())
    os.truncate(made / "berkas-200mb.xlsx", 200_000_000)
    os.mkfifo(made / "pipa.xlsx")
    (made / "folder.xlsx").mkdir()
    (made / "lingkaran.xlsx").symlink_to("lingkaran.xlsx")
    (made / "perangkat.xlsx").symlink_to("/dev/zero")
    return made


@pytest.fixture(scope="module")
def outcome(folder, tmp_path_factory) -> dict:
    """What one process said of every file in turn. It has an empty folder for temporary files."""
    scratch = tmp_path_factory.mktemp("sementara")
    before = {path.name: path.lstat().st_mtime_ns for path in folder.iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", READING, str(folder)],
        cwd=paths.ROOT,
        env=os.environ | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    after = {path.name: path.lstat().st_mtime_ns for path in folder.iterdir()}
    seen = {"left": [*scratch.iterdir()], "is_untouched": before == after, "complaints": done.stderr}
    return json.loads(done.stdout) | seen


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_its_own_rule_and_names_the_cell(outcome, name):
    _, rule, cell = HOSTILE[name]
    said, _, where, _ = outcome["said"][name]
    assert (said, where) == (rule, cell)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("pipa.xlsx", "not_a_file"),
        ("folder.xlsx", "not_a_file"),
        ("perangkat.xlsx", "not_a_file"),
        ("lingkaran.xlsx", "no_file"),
    ],
)
def test_what_is_no_file_is_never_opened(outcome, name, rule):
    assert outcome["said"][name][0] == rule


def test_refusing_them_all_takes_little_memory_and_leaves_nothing_behind(outcome):
    worst = max(outcome["said"], key=lambda name: outcome["said"][name][3])
    assert outcome["said"][worst][3] < 150, worst
    assert outcome["child_peak"] < 1500
    assert not outcome["children"] and outcome["left"] == [] and outcome["is_untouched"] and outcome["complaints"] == ""


def test_every_hostile_file_has_a_sentence_that_names_it_and_says_what_to_do(outcome):
    for name in HOSTILE:
        rule, sheet, cell, _ = outcome["said"][name]
        told = finding(REFUSE, rule, value=name, sheet=sheet, cell=cell).message
        assert name in told and told.count(".") >= 2 + name.count("."), told


@pytest.mark.parametrize("name", ["bom.xlsx", "kolom-berulang.ods", "tautan.xls", "dde.csv"])
def test_the_door_says_that_sentence_and_keeps_nothing(house, outcome, folder, name):
    rule, sheet, cell, _ = outcome["said"][name]
    loaded = house.load(folder / name)
    assert loaded.findings == [finding(REFUSE, rule, value=name, sheet=sheet, cell=cell)]
    assert not paths.extracts().exists()


@pytest.mark.parametrize("many", [12_000, pytest.param(87_000, marks=pytest.mark.slow)])
def test_a_national_file_is_still_read(tmp_path, many):
    rows = (
        f'<row r="{n}">'
        + "".join(f'<c r="{letter}{n}"><v>{n % 300}</v></c>' for letter in "ABCDEFGHIJK")
        + f'<c r="L{n}"><f>SUM(B{n}:K{n})</f><v>{n}</v></c></row>'
        for n in range(1, many + 1)
    )
    (tmp_path / "nasional.xlsx").write_bytes(sheet("".join(rows)))
    done = subprocess.run(
        [sys.executable, "-c", READING, str(tmp_path)], cwd=paths.ROOT, capture_output=True, text=True, check=True
    )
    said, rows_read, _, memory = json.loads(done.stdout)["said"]["nasional.xlsx"]
    assert (said, rows_read) == ("read", many) and memory < 150


def children() -> set[str]:
    """This process's, ended and not waited for too."""
    return set(" ".join(file.read_text() for file in Path("/proc/self/task").glob("*/children")).split())


def test_a_child_that_takes_too_long_is_ended_and_leaves_no_zombie(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(plain())
    before = children()
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path / "a.xlsx")
    assert refused.value.rule == "too_heavy"
    assert children() == before


@pytest.mark.parametrize("act", ["open('/etc/hostname')", "open('x', 'w')", "import socket; socket.socket()"])
def test_the_child_can_open_write_and_reach_nothing(tmp_path, act):
    code = f"from timpora.intake.spreadsheet_child import limit\nimport socket\nlimit()\n{act}"
    done = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Too many open files" in done.stderr


def test_the_child_may_use_so_much_memory_and_time_and_no_more():
    code = (
        "from timpora.intake.spreadsheet_child import limit\nimport resource as r\nlimit()\n"
        "print([r.getrlimit(x)[1] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NPROC)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [1_500_000_000, 20, 0, 0]


def test_a_size_that_lies_changes_nothing(tmp_path):
    content = xlsx({})
    lying = parts_of(content)[SHEET].replace(b'"A1:B1"', b'"A1:XFD1048576"')
    (tmp_path / "palsu.xlsx").write_bytes(xlsx({SHEET: lying}))
    assert lying != parts_of(content)[SHEET]
    assert read(tmp_path / "palsu.xlsx")[0].rows == [["KECAMATAN", "ITAS"]]


@pytest.mark.parametrize("flips", [10, pytest.param(150, marks=pytest.mark.slow)])
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_byte_that_flips_is_noticed_or_changes_no_cell(tmp_path, suffix, flips):
    content = (FILES / f"laporan.{suffix}").read_bytes()
    whole, chance = read(FILES / f"laporan.{suffix}"), Random(3)
    # Every second flip in the archive's directory, which no checksum covers.
    directory = content.index(b"PK\x01\x02")
    places = [chance.randrange(start, len(content)) for start in (0, directory) for _ in range(flips // 2)]

    def flipped(place: int) -> tuple[int, object]:
        path = tmp_path / f"{place}.{suffix}"
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :])
        try:
            return place, read(path)
        except UnreadableFile as problem:
            return place, problem.rule

    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(pool.map(flipped, places))
    others = {place: said for place, said in outcomes.items() if not isinstance(said, str) and said != whole}
    assert others == {}
    refused = [said for said in outcomes.values() if isinstance(said, str)]
    assert len(refused) > len(outcomes) / 2 and all(re.fullmatch(r"[a-z_]+", rule) for rule in refused)


def test_the_limit_on_size_is_the_one_that_is_told():
    assert MAX_BYTES == 50_000_000
