"""Every document of a deck is opened with another program's eyes: what a reader relies on is there, and no more."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import decks
import pytest
from canary import Nose
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu
from python_calamine import CalamineWorkbook

from timpora.draw import deck_briefing, deck_files, deck_png, deck_pptx, deck_pptx_labels, deck_template, deck_xlsx
from timpora.draw.deck_template import TemplateFault
from timpora.draw.slide import Figure, Table

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
PIXEL = 9525
TABLE_HEADS, ROWS = decks.TABLE.heads, decks.ROWS


@pytest.fixture(scope="module")
def deck(tmp_path_factory, drawn_once) -> Iterator:
    data = tmp_path_factory.mktemp("paparan") / "data"
    shutil.copytree(drawn_once(decks.drawn), data, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(data))
        patch.setenv("TIMPORA_VIEW", "protected")
        yield decks.made()


@pytest.fixture(scope="module")
def made(deck):
    """Form → {file name: content}, each made once."""
    return cache(lambda form: dict(deck_files.files(deck, form)))


@pytest.fixture(scope="module")
def slides(made):
    (content,) = made("pptx").values()
    return list(Presentation(io.BytesIO(content)).slides)


def named(slide, name: str) -> str:
    return next(shape.text_frame.text for shape in slide.shapes if shape.name == name)


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def poppler(*command: str, content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def read(content: bytes) -> str:
    """The text of a PDF on one line."""
    return flat(poppler("pdftotext", "-", "-", content=content).decode())


def pdf(made, form: str = "pdf") -> bytes:
    (content,) = made(form).values()
    return content


def flat(text: str) -> str:
    return " ".join(text.split())


def test_powerpoint_has_titles_sentences_and_notes_as_text(deck, slides):
    assert [named(slide, "judul") for slide in slides[:5]] == [slide.title for slide in deck.slides[:5]]
    assert named(slides[4], "isi").splitlines() == list(deck.slides[4].points)
    assert named(slides[1], "isi").splitlines() == ["Balusu ≈20 orang.", "Agustus kosong."]
    notes = slides[0].notes_slide.notes_text_frame.text
    assert "Tunggu sampai tenang." in notes and deck.slides[0].alt in notes


def test_every_slide_says_what_it_is_where_it_is_from_and_leads_to_its_view(deck, slides):
    for slide, own in zip(slides, deck.slides, strict=True):
        said = texts(slide)
        for words in (deck.sample, deck.classification, deck.office, deck.snapshot, own.source_note, *deck.notes):
            assert words in said
        links = [run.hyperlink.address for shape in slide.shapes if shape.name == "kaki"
                 for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]  # fmt: skip
        assert deck.origin + own.address in links
    assert "Oktober 2024" in texts(slides[0])


def test_a_chart_in_powerpoint_holds_its_numbers_and_a_gap_stays_a_gap(slides):
    chart = next(shape.chart for shape in slides[1].shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == list(decks.MONTHS)
    assert [tuple(series.values) for series in chart.plots[0].series] == [(5, None, 15, 20), (1, 2, 3, 4)]
    assert 'dispBlanksAs val="gap"' in chart._chartSpace.xml
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert workbook.get_sheet_by_index(0).to_python()[2] == ["Agu 2024", "", 2.0]
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    bars = next(shape.chart for shape in slides[2].shapes if shape.has_chart)
    assert tuple(bars.plots[0].series[0].values) == (72.5, None)


def test_a_chart_in_powerpoint_has_the_last_number_of_a_line_and_that_of_every_bar_as_it_is_published(slides):
    def labels(slide) -> list[list[tuple[str, str]]]:
        plot = _chart(slide).plots[0]
        found = [series._element.findall(qn("c:dLbls") + "/" + qn("c:dLbl")) for series in plot.series]
        return [[(own.find(qn("c:idx")).get("val"), own.find(qn("c:numFmt")).get("formatCode")) for own in each]
                for each in found]  # fmt: skip

    assert labels(slides[1]) == [[("3", '"≈"#,##0')], []]  # of the other line nothing says how it is written
    assert labels(slides[2]) == [[("0", "#,##0.0")]]
    with_value = re.findall(r'<c:dLbl>.*?<c:showVal val="(\d)"', _chart(slides[2])._chartSpace.xml, re.S)
    assert with_value == ["1"]


def _chart(slide):
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("≈15", '"≈"#,##0'),
        ("1.234", "#,##0"),
        ("≈1,25", '"≈"#,##0.00'),
        ("+3,2", '"+"#,##0.0;"−"#,##0.0'),
        ("≈−15", '"≈""+"#,##0;"≈""−"#,##0'),
        ("0–4", '"0–4"'),
        ("disamarkan", '"disamarkan"'),
    ],
)
def test_a_label_is_the_number_in_the_form_in_which_it_is_published(text, form):
    assert deck_pptx_labels.written(text) == form


def test_a_table_in_powerpoint_is_a_table_and_says_how_much_of_it_is_elsewhere(slides):
    table = next(shape.table for shape in slides[3].shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[:2] == [["Kecamatan", "Angka", "Jatuh tempo"], ["Kecamatan 1", "≈5 orang", "1 November 2024"]]
    assert len(rows) == 9 and "dan 12 lagi di Peta (/peta)" in texts(slides[3])


def test_a_map_in_powerpoint_is_at_twice_its_size_and_says_what_it_shows(deck, slides):
    picture = next(shape for shape in slides[0].shapes if shape.shape_type == 13)
    assert picture.image.size[0] >= 2 * picture.width / PIXEL - 2
    assert picture._element.nvPicPr.cNvPr.get("descr") == deck.slides[0].alt
    drawn = Image.open(io.BytesIO(picture.image.blob)).convert("RGB")
    assert len(drawn.getcolors(maxcolors=1 << 22)) > 50


def test_nothing_in_powerpoint_stands_over_the_edge_or_over_something_else(slides):
    for slide in slides:
        shapes = [shape for shape in slide.shapes if shape.width]
        edges = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in shapes]
        assert all(left >= 0 and top >= 0 and right <= 1280 * PIXEL and low <= 720 * PIXEL
                   for left, top, right, low in edges)  # fmt: skip
        for at, (left, top, right, low) in enumerate(edges):
            for other in edges[at + 1 :]:
                apart = other[0] >= right or other[2] <= left or other[1] >= low - PIXEL or other[3] <= top + PIXEL
                assert apart, (shapes[at].name, other)


def test_an_office_takes_a_document_of_ours_as_its_template_and_moves_what_it_likes(deck, made):
    (content,) = made("pptx").values()
    own = Presentation(io.BytesIO(content))
    foot = deck_template.placeholder(own.slide_layouts.get_by_name("Paparan"), "kaki")
    foot.left = Emu(100 * PIXEL)
    changed = io.BytesIO()
    own.save(changed)
    small = replace(deck, slides=deck.slides[4:5])
    slides = Presentation(io.BytesIO(deck_pptx.pptx(small, changed.getvalue()))).slides
    assert len(slides) == 1  # the slides that were in the template are not shown
    assert next(shape for shape in slides[0].shapes if shape.name == "kaki").left == 100 * PIXEL


def test_a_template_that_lacks_something_is_refused_with_what_it_lacks(deck):
    with pytest.raises(TemplateFault, match="bukan berkas PowerPoint"):
        deck_pptx.pptx(deck, b"bukan zip")
    own, bare = Presentation(), io.BytesIO()
    own.save(bare)
    with pytest.raises(TemplateFault, match="'Paparan'"):
        deck_pptx.pptx(deck, bare.getvalue())
    own.slide_layouts[0].name, named = "Paparan", io.BytesIO()
    own.save(named)
    with pytest.raises(TemplateFault, match="judul, isi, gambar, kaki"):
        deck_pptx.pptx(deck, named.getvalue())


@needs_poppler
def test_the_storyboard_has_its_text_as_text_its_fonts_inside_and_a_page_per_slide(deck, made):
    said = read(pdf(made))
    for own in deck.slides[:5]:
        for words in (own.title, *own.points, own.source_note):
            assert flat(words) in said
    assert said.count(deck.sample) == said.count(deck.snapshot) == len(deck.slides)
    fonts = poppler("pdffonts", "-", content=pdf(made)).decode()
    assert re.findall(r"DejaVuSans\w+ .* (yes|no) (?:yes|no) yes ", fonts) == ["yes", "yes"]
    assert b"/Lang (id-ID)" in pdf(made) and f"{deck.origin}{deck.slides[0].address}".encode() in pdf(made)


@needs_poppler
@pytest.mark.parametrize(("form", "pages"), [("pdf", 6), ("briefing", 2)])
def test_no_page_is_empty_and_nothing_touches_its_edges(made, form, pages):
    drawn = poppler("pdftoppm", "-r", "40", "-gray", "-", content=pdf(made, form)).split(b"P5\n")[1:]
    assert len(drawn) == pages
    for page in drawn:
        image = Image.open(io.BytesIO(b"P5\n" + page))
        wide, high = image.size
        assert sum(image.histogram()[:128]) > 0.003 * wide * high
        for edge in ((0, 30, 8, high), (wide - 8, 30, wide, high), (0, high - 4, wide, high)):
            assert image.crop(edge).getextrema()[0] > 250


@needs_poppler
def test_the_briefing_says_every_slide_in_its_order_and_where_it_leads(deck, made):
    said = read(pdf(made, "briefing"))
    places = [said.index(slide.title) for slide in deck.slides[:5]]
    assert places == sorted(places)
    assert deck.title in said and "lihat buku kerja" not in said
    assert all(f"{deck.origin}{slide.address}".encode() in pdf(made, "briefing") for slide in deck.slides)


def told(deck, *slides) -> bytes:
    return deck_briefing.briefing(replace(deck, slides=slides))


@needs_poppler
def test_a_briefing_of_many_slides_has_two_pages_and_names_what_is_left_out(deck):
    content = told(deck, *deck.slides[3:6] * 8)
    said = read(content)
    assert b"/Count 2" in content and "Paparan lengkap · tidak dimuat di sini," in said
    assert f"{deck.origin}/paparan".encode() in content
    assert b"/Count 1\n" in told(deck, deck.slides[4])


@needs_poppler
def test_a_briefing_opens_with_what_a_slide_that_repeats_its_title_says(deck):
    opening = replace(deck.slides[4], title=deck.title, points=("22 hari lagi.", "Satu.", "Dua."))
    said = read(told(deck, opening, deck.slides[3]))
    assert said.count(deck.title) == 1 and "22 hari lagi. Satu. · Dua. Yang perlu perhatian" in said


@needs_poppler
def test_two_charts_near_one_another_stand_side_by_side_in_a_briefing(deck):
    content = told(deck, deck.slides[1], deck.slides[3], deck.slides[2])
    drawn = poppler("pdftotext", "-bbox", "-", "-", content=content).decode()
    tops = [re.search(rf'yMin="([\d.]+)"[^>]*>{word}<', drawn).group(1) for word in ("Balusu", "Kesenjangan", "Yang")]
    assert tops[0] == tops[1] != tops[2]
    assert drawn.index("Kesenjangan") < drawn.index(">Yang<")


@needs_poppler
def test_a_table_in_a_briefing_has_three_rows_or_none_and_the_last_one_gives_last(deck):
    most = replace(deck.slides[3], points=("Butir panjang. " * 20,) * 3)
    said = read(told(deck, *[most] * 9, replace(deck.slides[3], title="Yang diminta")))
    shown = [int(left) for left in re.findall(r"(\d+) baris lagi", said)]
    assert len(shown) == 10 and all(left == 20 or left <= 17 for left in shown)
    assert shown[-1] < 10 < min(shown[:-1])


@needs_poppler
def test_a_caution_of_several_slides_stands_once_on_a_page_of_a_briefing(deck):
    slides = [replace(deck.slides[3 + at], cautions=("Bukan peringkat.", f"Hanya {at}.")) for at in range(2)]
    said = read(told(deck, *slides))
    assert said.count("Bukan peringkat.") == said.count("Hanya 0.") == said.count("Hanya 1.") == 1
    assert said.index("Bukan peringkat.") > said.index("Hanya 1.")


def test_the_same_deck_gives_the_same_pdf_and_it_names_no_place_on_this_machine(deck, made):
    small = replace(deck, slides=deck.slides[1:3])
    first, again = (dict(deck_files.files(small, "pdf")).popitem()[1] for _ in range(2))
    assert first == again
    assert b"/usr/" not in first and b"/home/" not in first and b"D:20" in first


def test_a_picture_for_a_phone_is_upright_small_and_marked(deck, made):
    pictures = {name: content for name, content in made("png").items() if name.endswith(".png")}
    assert next(iter(pictures)) == f"paparan-{deck.snapshot[:7]}-contoh-salindia-01.png" and len(pictures) == len(
        deck.slides
    )
    for content in pictures.values():
        image = Image.open(io.BytesIO(content))
        assert image.size == (1080, 1350) and len(content) < 300_000
        red, green, blue = image.convert("RGB").getpixel((10, 10))
        assert red > 240 and green > 210 and blue < 190
    unmarked = deck_png.phone(replace(deck, sample=""), deck.slides[4])
    assert Image.open(io.BytesIO(unmarked)).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_the_text_to_paste_says_what_the_picture_shows(deck):
    text = deck_png.alternative(deck.slides[1], deck)
    for words in ("Balusu naik.", "Balusu ≈20 orang.", "Agustus kosong.", deck.sample, deck.slides[1].source_note):
        assert words in text
    assert text.splitlines()[-1] == deck.origin + deck.slides[1].address
    assert "Kecamatan 1 · ≈5 orang" in deck_png.alternative(deck.slides[3], deck)


def test_the_workbook_has_a_sheet_per_table_typed_cells_and_says_how_to_read_it(deck, made):
    (content,) = made("xlsx").values()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[0] == "Baca saya" and len(book.sheet_names) == 4
    assert all(len(name) <= 31 for name in book.sheet_names)
    rows = book.get_sheet_by_name("4 Yang perlu perhatian").to_python()
    assert rows[1] == ["Kecamatan 1", 5.0, date(2024, 11, 1), deck.sample] and len(rows) == 21
    told = dict(book.get_sheet_by_index(0).to_python())
    assert told["Terbitan"] == deck.snapshot and told["Klasifikasi"] == deck.classification
    assert "Ini bukan nol" in told["belum dilaporkan"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
        assert "≈" in parts.read("xl/styles.xml").decode()


def test_a_csv_is_for_excel_and_nothing_in_it_runs(deck):
    content = deck_xlsx.csv(deck, deck.slides[5])
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[:2] == ["'=a", "'+b"] and lines[1].split(";")[:2] == ["'@x", "'-y"]
    assert lines[2].split(";")[:2] == ["", "0–4"]
    assert (
        deck_xlsx.csv(deck, deck.slides[3]).decode("utf-8-sig").splitlines()[1].startswith("Kecamatan 1;5;2024-11-01")
    )


@pytest.mark.parametrize("form", deck_files.FORMATS)
def test_an_empty_deck_is_no_error(deck, form):
    for _, content in deck_files.files(replace(deck, slides=()), form):
        assert content


def test_no_exact_number_is_in_any_document(made):
    sent = []
    for form in deck_files.FORMATS:
        for content in made(form).values():
            sent.append(content)
            if zipfile.is_zipfile(io.BytesIO(content)):
                sent += list(_parts(content))
            if form in ("pdf", "briefing") and shutil.which("pdftotext"):
                sent.append(read(content).encode())
    all_of_it = b"\n".join(sent)
    assert Nose(decks.EXACT).in_bytes(all_of_it) == set()
    assert b"112.00" in all_of_it  # what is published of them is there


def _parts(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            part = parts.read(name)
            yield part
            if name.endswith(".xlsx"):
                yield from _parts(part)


@needs_poppler
def test_a_briefing_lists_every_row_that_has_room_and_where_the_others_are(deck):
    rows = tuple((f"Kec. {n}", f"RTL-{n}", Figure(f"{n}", float(n))) for n in range(100, 160))
    listed = replace(deck.slides[3], behind=Table(("Kecamatan", "Butir", "Hari"), rows))
    said = read(told(deck, listed, deck.slides[4], replace(deck.slides[3], title="Yang diminta")))
    shown = [n for n in range(100, 160) if f"Kec. {n} RTL-{n}" in said]
    assert len(shown) > 25 and shown == [*range(100, 100 + len(shown))]
    assert f"dan {60 - len(shown)} baris lagi: {deck.origin}{listed.address[:40]}" in said
    assert "Kecamatan 20 ≈100 orang" in said  # a table on the other page has all of its rows


@needs_poppler
def test_no_table_of_a_briefing_gives_all_of_its_rows_to_another(deck):
    most = replace(deck.slides[3], points=("Butir.",))
    shown = [int(left) for left in re.findall(r"dan (\d+) baris lagi", read(told(deck, *[most] * 5)))]
    assert len(shown) >= 4 and max(shown) <= 12  # each has eight rows or more


def test_a_workbook_has_every_row_of_a_table_and_the_list_behind_counts_as_a_second_one(deck):
    counts, items = deck.slides[3], Table(("Instansi", "Butir"), (("Dukcapil", "RTL-1"),))
    few = replace(counts, table=Table(TABLE_HEADS, ROWS[:2]), behind=items)
    slides = replace(counts, table=Table(TABLE_HEADS, ROWS)), few
    book = CalamineWorkbook.from_filelike(io.BytesIO(deck_xlsx.xlsx(replace(deck, slides=slides))))
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[1:]] == [21, 3, 2]
