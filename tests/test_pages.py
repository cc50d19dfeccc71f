"""Every page opens and says the right numbers, read the way a reader reads it."""

import re

import drafts
import pytest
from streamlit.testing.v1 import AppTest

from timpora import paths

APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"


@pytest.fixture
def page(house):
    """Open a page of the served app at an address, on what the test has loaded and published."""

    def open_page(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        if name != "ringkasan":
            app.switch_page(str(paths.PAGES / f"{name}.py"))
        return app.run()

    return open_page


@pytest.fixture
def numbers(house):
    house.published(draw_numbers)


def draw_numbers(house):
    house.permits("Sep-24 | Parepare | Ujung | 10", "Sep-24 | Parepare | Soreang | 1")
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | -", "Okt-24 | Barru | Balusu | 200")
    house.load(f"{APOA}\nOkt-24;Parepare;Ujung;10;8;3;2")


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.title, *app.caption, *app.info, *app.warning, *app.metric, *app.get("html")]
    return " ".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)


@pytest.mark.parametrize("name", ["ringkasan", "peta", "tren"])
def test_a_page_without_data_is_a_sentence(page, name):
    app = page(name)
    assert not app.exception
    assert "Belum ada data yang terbit" in app.info[0].value


def test_the_overview_counts_days_and_says_how_fresh_each_source_is(page, numbers):
    app = page("ringkasan")
    words = text(app)
    assert "pemungutan suara" in words and "Imigrasi, Izin tinggal" in words and "belum pernah" in words
    assert [metric.value for metric in app.metric] == ["212 orang", "belum dilaporkan", "80 %"]


def test_what_a_link_says_is_text_and_never_a_link_of_its_own(page, numbers):
    app = page("peta", wilayah="[Masuk ulang](https://jahat.example)")
    said = app.warning[0].value
    assert "Masuk ulang" in said and "[Masuk ulang](" not in said


def test_the_map_says_its_answer_and_its_source(page, numbers):
    words = text(page("peta"))
    assert "Izin tinggal aktif, Oktober 2024: 212 orang di 2 kecamatan, 1 kecamatan nol." in words
    assert "65 kecamatan belum melaporkan." in words
    assert "Sumber: Imigrasi, Izin tinggal, Oktober 2024, diterima 5 November 2024" in words
    assert "DATA CONTOH" not in words


def test_the_view_is_in_the_url_and_the_url_opens_the_view(page, numbers):
    app = page("peta", periode="2024-09", lapisan="presence", wilayah="73.72.02")
    words = text(app)
    assert "September 2024: 11 orang di 2 kecamatan" in words and '<p class="headline">10 orang</p>' in words
    asked = {"periode": "2024-09", "lapisan": "presence", "wilayah": "73.72.02"}
    assert app.query_params == asked | {"tampilan": "satu", "ukuran": "biasa", "skala": "tetap"}


def test_choosing_another_layer_changes_the_map_and_the_url(page, numbers):
    app = page("peta")
    app.selectbox(key="lapisan").set_value("apoa_coverage").run()
    assert "Cakupan APOA, Oktober 2024: 80 %. 1 dari 68 kecamatan melaporkan." in text(app)
    assert app.query_params["lapisan"] == "apoa_coverage"


def test_an_unknown_area_or_layer_in_the_url_is_said_and_the_page_still_works(page, numbers):
    words = text(page("peta", wilayah="99.99", lapisan="kerawanan"))
    assert r"wilayah = 99\.99" in words and "lapisan = kerawanan" in words
    assert "212 orang" in words


def test_the_trend_of_a_shared_link_compares_the_same_areas(page, numbers):
    app = page("tren", wilayah="73.72", banding="73.72.03", rentang="semua")
    words = text(app)
    assert "Kota Parepare: 12 orang pada Oktober 2024 (2 dari 4 kecamatan melaporkan)." in words
    assert "Soreang: 0 orang pada Oktober 2024." in words
    assert app.query_params["pemilihan"] == "pilkada-2024"


def test_sample_data_is_marked_on_every_page(page, house):
    house.permits("Okt-24 | Parepare | Ujung | 12", is_sample=True)
    drafts.current()
    for name in ("ringkasan", "peta", "tren"):
        assert "DATA CONTOH" in text(page(name))


@pytest.fixture
def rounded(house, monkeypatch):
    """A protected server: 112 and 3 people in Parepare, 41 in Barru, sample data."""
    house.published(draw_rounded)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")


def draw_rounded(house):
    house.permits(
        "Okt-23 | Parepare | Ujung | 112", "Okt-23 | Parepare | Soreang | 3", "Okt-23 | Barru | Balusu | 41",
        received="2023-11-05", is_sample=True,
    )  # fmt: skip
    house.permits(
        "Okt-24 | Parepare | Ujung | 112", "Okt-24 | Parepare | Soreang | 3", "Okt-24 | Barru | Balusu | 41",
        is_sample=True, reason="uji",
    )  # fmt: skip


NOTE = "Angka orang dibulatkan acak ke kelipatan lima (≈); jumlah dapat berbeda sedikit. 0–4 bukan nol pasti."
EXACT = re.compile(r"(?<![≈\d])(?:112|41|153|156|3) orang")


@pytest.mark.parametrize("name", ["ringkasan", "peta", "tren"])
def test_a_protected_page_writes_rounded_numbers_says_so_once_and_never_the_exact_one(page, rounded, name):
    words = text(page(name))
    assert re.search(r"≈1[56][05] orang", words)
    assert words.count(NOTE) == 1 and EXACT.findall(words) == []


@pytest.mark.parametrize("part", ["banding", "asal"])
def test_the_quality_page_says_that_its_numbers_are_rounded_where_it_shows_any(quality, rounded, part):
    words = text(quality(bagian=part, asal="active_permits", wilayah="kantor"))
    assert words.count(NOTE) == 1 and EXACT.findall(words) == []


def test_an_exact_page_does_not_speak_of_rounding(page, numbers):
    for name in ("ringkasan", "peta", "tren"):
        words = text(page(name))
        assert "≈" not in words and NOTE not in words


@pytest.fixture
def quality(house):
    """Open /mutu-data: its address is not the name of its file, which is known only once the app has run."""

    def open_page(**query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60).run()
        for key, value in query.items():
            app.query_params[key] = value
        return app.switch_page(str(paths.PAGES / "mutu_data.py")).run()

    return open_page


@pytest.fixture
def reports(house):
    """Sample data looked at on 6 November 2024: a month in part, one missing, one corrected, two agencies apart."""
    house.published(draw_reports)


def draw_reports(house):
    sample = {"is_sample": True, "reason": "uji"}
    house.permits("Jul-24 | Parepare | Ujung | 14", "Jul-24 | Barru | Balusu | 9", received="2024-08-05", **sample)
    house.permits("Jul-24 | Parepare | Ujung | 12", received="2024-09-12", **sample)
    house.permits("Sep-24 | Parepare | Ujung | 30", received="2024-10-05", **sample)
    sktt = "Triwulan III 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;10;1\n"
    house.load(sktt, "2024-11-06", **sample)


def test_the_quality_page_says_what_came_in_and_shows_what_needs_a_look(quality, reports):
    app = quality()
    words = text(app)
    assert "Oktober 2024: 0 dari 1 sumber yang diharapkan sudah masuk lengkap; belum jatuh tempo: " in words
    assert "Masih ditunggu lewat tenggat (4): Imigrasi, Izin tinggal September 2024 (1/7) · " in words
    assert 'class="matrix"' in words and "belum pernah diterima" in words
    assert "Dukcapil, Administrasi kependudukan orang asing, Triwulan III 2024: baru 1 dari 7" in words
    assert app.query_params["bagian"] == "masuk" and app.query_params["bulan"] == "2024-09"


def test_a_cell_of_the_matrix_opens_its_files_by_a_link_or_by_a_choice(quality, reports):
    words = text(quality(sumber="izin_tinggal", bulan="2024-07"))
    assert "Imigrasi, Izin tinggal, Juli 2024: baru 2 dari 7 kabupaten/kota; 2 angka dikoreksi" in words
    assert "catatan 000002" in words and "dipakai untuk 1 dari 2" in words
    app = quality(sumber="izin_tinggal", bulan="2024-07")
    app.selectbox(key="bulan").set_value("2024-08").run()
    words = text(app)
    assert "Agustus 2024: belum masuk, lewat tenggat 10 September 2024" in words
    assert "Belum ada berkas tentang periode ini." in words
    app.selectbox(key="sumber").set_value("tak").run()
    assert "Sumber ini belum pernah mengirim laporan" in text(app)


def test_the_quality_page_compares_agencies_without_taking_sides(quality, reports):
    words = text(quality(bagian="banding", periode="2024-09"))
    assert "berbeda melebihi batas (Kota Parepare)" in words and "Mana yang benar belum diketahui." in words
    assert "Sumber: Dukcapil, Administrasi kependudukan orang asing, Triwulan III 2024, diterima 6 November" in words
    assert "Batas: 10 % dari angka yang lebih besar, atau 2 orang" in words and "beda <" not in words
    assert 'href="risiko?bagian=instansi&amp;periode=2024-09"' in words
    words = text(quality(bagian="banding", pasangan="masuk-keluar", periode="2024-09"))
    assert "atau 5 laporan; di bawah 10 laporan tidak dinilai" in words and "karena salah satu angkanya" in words


def test_the_quality_page_lists_corrections_and_says_how_long(quality, reports):
    words = text(quality(bagian="koreksi"))
    assert "1 berkas mengoreksi 2 angka" in words and "14 → 12" in words and "24 bulan terakhir" in words


def test_a_link_to_the_origin_of_a_number_opens_its_files_and_rows(quality, reports):
    app = quality(asal="limited_stay_permits", wilayah="73.72", periode="2024-07")
    words = text(app)
    assert "Izin tinggal terbatas (ITAS), Kota Parepare, Juli 2024: 12 orang. Jumlah 1 dari 4 kecamatan" in words
    assert "catatan 000002" in words and "catatan 000001" in words and "berkas-2.csv" in words
    assert app.query_params["bagian"] == "asal" and "bersama" not in app.query_params
    app.selectbox(key="asal").set_value("residence_certificates").run()
    assert "SKTT (untuk ITAS), Kota Parepare, Juli 2024: belum dilaporkan." in text(app)


def test_the_origin_of_half_a_ratio_counts_only_where_the_other_half_is_known(quality, reports):
    half = {"asal": "limited_stay_permits", "bersama": "residence_certificates", "wilayah": "kantor"}
    app = quality(periode="2024-09", **half)
    assert "September 2024: 30 orang. Jumlah 1 dari 68 kecamatan" in text(app)
    assert "Hanya kecamatan yang juga punya angka «SKTT (untuk ITAS)» yang dihitung." in text(app)
    app.selectbox(key="periode").set_value("2024-07").run()
    assert "Juli 2024: belum dilaporkan." in text(app)
    app.selectbox(key="bersama").set_value("semua").run()
    assert "Juli 2024: 21 orang. Jumlah 2 dari 68 kecamatan" in text(app)


def test_an_origin_that_does_not_exist_is_said_and_the_page_still_works(quality, reports):
    words = text(quality(asal="paspor", wilayah="99.99", periode="1999-01"))
    assert "asal = paspor" in words and r"wilayah = 99\.99" in words and r"periode = 1999\-01" in words


def draw_population(house):
    house.load("TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK\n2024;Parepare;Ujung;40.000", "2024-02-10", is_sample=True)


@pytest.mark.parametrize("part", ["masuk", "banding", "koreksi", "asal"])
def test_every_part_of_the_quality_page_opens_on_an_almost_empty_house(quality, house, part):
    house.published(draw_population)
    app = quality(bagian=part)
    assert "Seberapa jauh angka dapat dipercaya" in text(app)
    if part in ("banding", "asal"):
        assert "Belum ada laporan bulanan" in app.info[0].value


def test_every_number_of_map_trend_and_overview_leads_back_to_its_files(page, reports):
    whole = page("peta", wilayah="73.72", periode="2024-09")
    whole.session_state["semua_angka"] = True
    whole.run()
    own = "bagian=asal&amp;asal=limited_stay_permits&amp;wilayah=73.72&amp;periode=2024-09"
    assert f'href="mutu-data?{own}"' in text(whole)
    ratio = text(page("peta", wilayah="73.72", periode="2024-09", lapisan="presence_density"))
    assert "asal=active_permits&amp;wilayah=73.72&amp;periode=2024-09&amp;bersama=population" in ratio
    assert "asal=population&amp;wilayah=73.72&amp;periode=2024-09&amp;bersama=active_permits" in ratio
    assert "asal=active_permits&amp;wilayah=73.72&amp;periode=2024-09" in text(page("tren", wilayah="73.72"))
    assert "asal=active_permits&amp;wilayah=kantor&amp;periode=2024-09" in text(page("ringkasan"))
