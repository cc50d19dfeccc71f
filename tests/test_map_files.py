"""The map's table to take along, read back by other programs: numbers are numbers, nothing runs, an empty is none."""

import csv
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from test_maps import CODES, layer, places, shapes, store, values  # noqa: F401 (fixtures)

from timpora.draw import map_export, map_files, map_image, map_page, pictures
from timpora.draw.map_caption import Caption
from timpora.text import say

CAPTION = Caption(
    title="Di mana orang asing berada",
    sentence="Izin tinggal aktif, Oktober 2024: ≈345 orang.",
    source_note="Sumber: Imigrasi, Izin tinggal, Oktober 2024",
    snapshot="2024-10-0123456789ab",
    notes=(say("figure.rounding"),),
)
SAMPLE = "DATA CONTOH · angka buatan"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "<script>alert(1)</script>",
    'a";b\nc',
    "W" * 40_000,
    "nol\x00",
]


def part(frame: pd.DataFrame, **changes) -> map_export.Part:
    drawn = layer(**changes)
    told = {
        "layer_name": drawn.name,
        "meaning": "Jumlah izin.",
        "why_breaks": "Karena begitu.",
        "why_hatched": "Satu kasus.",
        "decimals": drawn.decimals,
    }
    frame = frame.assign(kabupaten_name="Kota Parepare")
    return map_export.Part(pictures.picture(frame, drawn, "Oktober 2024"), frame, pd.Series(told))


def made(*parts: map_export.Part, caption: Caption = CAPTION) -> dict[str, bytes]:
    table, notes = map_export.table(parts), map_export.notes(parts, caption, "Batas: GADM 4.1 (non-komersial)")
    is_sample = bool(caption.sample)
    return {
        "xlsx": map_files.xlsx(table, notes, is_sample=is_sample),
        "csv": map_files.csv(table, notes, is_sample=is_sample),
    }


def data(content: bytes) -> list[dict]:
    """The rows of the data sheet, as calamine reads them."""
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Data").to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


ROUNDED = values(190, 0, "not_reported", "suppressed", "insufficient", "not_applicable").assign(is_rounded=True)


def test_a_published_number_is_a_number_and_what_is_written_stands_beside_it():
    first = data(made(part(ROUNDED))["xlsx"])[0]
    assert first["Kode Kemendagri"] == CODES[0] and first["Kecamatan"] == "Kecamatan 73.72.01"
    assert (first["Nilai tertulis"], first["Angka terbit"], first["Dibulatkan"]) == ("≈190 orang", 190, "ya")
    assert first["Kelas peta"] == "≥100" and first["Periode"] == "Oktober 2024"


def test_a_rounded_number_shows_that_it_is_one_where_it_stands():
    sheet = load_workbook(io.BytesIO(made(part(ROUNDED))["xlsx"]))["Data"]
    assert sheet["G2"].value == 190 and sheet["G2"].number_format == '"≈"#,##0'
    exact = load_workbook(io.BytesIO(made(part(values(190)))["xlsx"]))["Data"]
    assert exact["G2"].number_format == "#,##0"


def test_no_kind_of_empty_and_no_rounded_zero_is_a_number():
    rows = data(made(part(ROUNDED))["xlsx"])
    assert [row["Angka terbit"] for row in rows] == [190, "", "", "", "", ""]
    assert [row["Nilai tertulis"] for row in rows] == ["≈190 orang", "0–4 orang", "", "", "", ""]
    assert [row["Keterangan"] for row in rows][1:] == [
        "nol atau di bawah lima", "belum dilaporkan", "disamarkan", "data tidak cukup", "tidak berlaku",
    ]  # fmt: skip


def test_a_true_zero_is_a_number_and_what_is_only_written_as_nearly_zero_is_none():
    rows = data(made(part(values(0, 0.04), decimals=1))["xlsx"])
    assert [(row["Nilai tertulis"], row["Angka terbit"]) for row in rows] == [("0 orang", 0), ("<0,1 orang", "")]


def test_a_number_has_no_more_digits_than_are_written():
    [row] = data(made(part(values(1.7243), decimals=1))["xlsx"])
    assert row["Angka terbit"] == 1.7 and row["Nilai tertulis"] == "1,7 orang"
    assert lines(made(part(values(1234.56), decimals=1))["csv"])[1][6] == "1234,6"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_number_that_is_withheld_is_in_no_file(kind):
    carried = values(7, "suppressed", "not_reported", "insufficient").assign(value=[7.0, 8311.0, 8312.0, 8313.0])
    content = made(part(carried))[kind]
    text = (
        str(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
        if kind == "xlsx"
        else content.decode()
    )
    assert "7" in text and "831" not in text and "8.31" not in text


def test_the_sheet_of_notes_says_all_that_must_be_known():
    small = part(values(5, 7).assign(is_small_base=[True, False]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made(part(ROUNDED), small)["xlsx"]))
    told = book.get_sheet_by_name("Keterangan").to_python()
    said = "\n".join(f"{name}: {note}" for name, note in told)
    about = (CAPTION.title, CAPTION.sentence, CAPTION.source_note, CAPTION.snapshot, *CAPTION.notes)
    layers = ("Jumlah izin.", "Karena begitu.", "10–24 (0 kecamatan)", "Satu kasus.", "Satuan: orang")
    for words in (*about, *layers, "GADM"):
        assert words in said
    assert {"nol", "belum dilaporkan", "disamarkan", "data tidak cukup", "tidak berlaku"} <= {name for name, _ in told}


def test_sample_data_is_marked_in_every_row_and_first_of_all_notes_and_real_data_nowhere():
    sample = made(part(ROUNDED), caption=Caption("t", "s", "n", "i", sample=SAMPLE))
    assert {row["Tanda"] for row in data(sample["xlsx"])} == {"DATA CONTOH"}
    assert {row[-1] for row in lines(sample["csv"])[1:7]} == {"DATA CONTOH"}
    assert CalamineWorkbook.from_filelike(io.BytesIO(sample["xlsx"])).get_sheet_by_index(1).to_python()[0][1] == SAMPLE
    real = made(part(ROUNDED))
    assert "CONTOH" not in real["csv"].decode() and "Tanda" not in data(real["xlsx"])[0]


def test_a_scale_that_is_not_the_fixed_one_is_in_the_notes():
    one = part(ROUNDED)
    free = replace(one, picture=replace(one.picture, warning="Skala bebas."))
    assert "Skala;Skala bebas." in made(free)["csv"].decode() and "Skala bebas" not in made(one)["csv"].decode()
    # The reason of the fixed classes is none of others.
    assert "Karena begitu." in made(one)["csv"].decode() and "Karena begitu." not in made(free)["csv"].decode()


def test_what_a_picture_must_not_be_read_without_goes_with_every_file(shapes):  # noqa: F811
    caution = "Gugus menggambarkan laporan, bukan orang."
    one, warned = part(ROUNDED), replace(CAPTION, cautions=(caution,))
    assert f"Perhatian;{caution}" in made(one, caption=warned)["csv"].decode()
    opened = map_page.page([one.picture], shapes, map_export.table([one]), (), warned).decode()
    assert caution in opened
    drawn = [map_image.png([one.picture], shapes, about, scale=1) for about in (CAPTION, warned)]
    assert drawn[0] != drawn[1]


def test_excel_on_an_indonesian_computer_opens_the_csv_in_columns():
    content = made(part(ROUNDED))["csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    read = lines(content)
    assert {len(row) for row in read[:7]} == {11} and read[7] == []
    assert read[8] == ["Judul", CAPTION.title]


def test_the_sheet_can_be_filtered_and_its_head_stays():
    sheet = load_workbook(io.BytesIO(made(part(ROUNDED))["xlsx"]))["Data"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == "A1:K7"
    assert 14 < sheet.column_dimensions["B"].width < 40


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name[:12]))
def test_no_name_runs_or_breaks_a_file(name):
    frame = values(-5, 0, "suppressed").assign(area_name=name)
    caption = Caption(name, name, name, name, name, (name,), (name,))
    files = made(part(frame, name=name, unit=name, zero_colour=None, decimals=0), caption=caption)
    book = load_workbook(io.BytesIO(files["xlsx"]))
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    cells = [cell for line in lines(files["csv"]) for cell in line]
    assert [cell for cell in cells if cell.lstrip().startswith(tuple("=+@＝"))] == []
    assert [cell for cell in cells if cell.startswith("-") and cell != "-5"] == []
    assert len(data(files["xlsx"])) == 3


def test_several_months_are_one_table():
    rows = data(made(part(ROUNDED), part(values(1, 2)))["xlsx"])
    assert len(rows) == 8 and list(map_export.table([part(values(np.pi))])["code"]) == [CODES[0]]
