"""/risiko as its readers use it: which places, why, how sure; and that no place is ever named without its range."""

import re

import drafts
import pytest
from streamlit.testing.v1 import AppTest
from test_risk import judged

from timpora import paths

SOREANG = "73.72.03"


@pytest.fixture
def page(house):
    house.published(judged)

    def open_page(**query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(str(paths.PAGES / "risiko.py"))
        return app.run()

    return open_page


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.title, *app.caption, *app.info, *app.warning, *app.get("html")]
    said = " ".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", " ", said, flags=re.DOTALL)))


def test_a_leader_is_told_how_many_are_high_which_they_are_why_what_helps_and_what_is_missing(page):
    words = text(page())
    assert (
        "dari 2 kecamatan yang dapat dinilai, 1 berkelas Tinggi, 0 Sedang, 1 Rendah. 66 lagi belum cukup datanya."
        in words
    )
    assert "Soreang Kota Parepare Tinggi" in words and "Karena:" in words and "Yang membantu:" in words
    assert re.search(r"Belum dilaporkan: [^.]*di 68 kecamatan; \d+ indikator lagi", words)
    assert "Banyaknya orang asing tidak menambah skor." in words


def test_no_place_is_named_without_the_range_it_lies_in(page):
    for part in ("perhatian", "penjelasan"):
        words = text(page(bagian=part, wilayah=SOREANG))
        named = re.findall(r"urutan \d+", words)
        assert named and len(named) == len(re.findall(r"urutan \d+, antara \d+ dan \d+ dari \d+", words))


def test_the_why_of_one_kecamatan_is_a_sentence_with_a_picture_and_its_parts(page):
    app = page(bagian="penjelasan", wilayah=SOREANG)
    words = text(app)
    assert re.search(r"Soreang berkelas Tinggi \(\d+,\d poin; Tinggi dalam (lebih dari )?\d+ % simulasi\)", words)
    assert "poin di atas batas Tinggi" in words and "Belum dilaporkan: " in words
    assert len(app.get("plotly_chart")) == 2
    assert "Kesenjangan kesiapan" in words and "Perubahan skor" in words
    assert app.query_params["bagian"] == "penjelasan" and app.query_params["wilayah"] == SOREANG


def test_a_kecamatan_without_enough_data_is_told_so_and_has_no_score(page):
    words = text(page(bagian="penjelasan", wilayah="73.72.01"))
    assert "Bacukiki tidak diberi skor" in words and "data tidak cukup" in words
    assert not re.search(r"urutan \d", words)


@pytest.mark.parametrize("part", ["pemilihan", "instansi", "simulasi"])
def test_every_other_part_opens(page, part):
    assert "Metode lengkap" in str(page(bagian=part).get("page_link")) or text(page(bagian=part))


def test_a_month_without_any_score_is_a_sentence(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    drafts.current()
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.switch_page(str(paths.PAGES / "risiko.py"))
    words = text(app.run())
    assert (
        "belum ada kecamatan yang datanya cukup untuk dinilai" in words
        and "Tidak ada kecamatan yang berkelas Tinggi" in words
    )


def test_before_anything_is_published_the_page_says_so(house):
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.switch_page(str(paths.PAGES / "risiko.py"))
    assert "Belum ada data yang terbit" in app.run().info[0].value
