"""Every page opens and says the right numbers, read the way a reader reads it."""

import pytest
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.store import publish

APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"


@pytest.fixture
def page(house):
    """Open a page of the served app at an address, on what the test has loaded and published."""

    def open_page(name: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        if name != "ringkasan":
            app.switch_page(str(paths.PAGES / f"{name}.py"))
        return app.run()

    return open_page


@pytest.fixture
def numbers(house):
    house.permits("Sep-24 | Parepare | Ujung | 10", "Sep-24 | Parepare | Soreang | 1")
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | -", "Okt-24 | Barru | Balusu | 200")
    house.load(f"{APOA}\nOkt-24;Parepare;Ujung;10;8;3;2")
    publish.publish()


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.title, *app.caption, *app.info, *app.warning, *app.get("html")]
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
    assert app.query_params == {"periode": "2024-09", "lapisan": "presence", "wilayah": "73.72.02"}


def test_choosing_another_layer_changes_the_map_and_the_url(page, numbers):
    app = page("peta")
    app.selectbox(key="lapisan").set_value("apoa_coverage").run()
    assert "Cakupan APOA, Oktober 2024: 80 %. 1 dari 68 kecamatan melaporkan." in text(app)
    assert app.query_params["lapisan"] == "apoa_coverage"


def test_stepping_back_a_month_shows_the_month_before(page, numbers):
    app = page("peta")
    app.button(key="month_earlier").click().run()
    assert "September 2024: 11 orang" in text(app)
    assert app.button(key="month_earlier").disabled


def test_an_unknown_area_or_layer_in_the_url_is_said_and_the_page_still_works(page, numbers):
    words = text(page("peta", wilayah="99.99", lapisan="kerawanan"))
    assert "wilayah = 99.99" in words and "lapisan = kerawanan" in words
    assert "212 orang" in words


def test_the_trend_of_a_shared_link_compares_the_same_areas(page, numbers):
    app = page("tren", wilayah="73.72", banding="73.72.03", rentang="semua")
    words = text(app)
    assert "Kota Parepare: 12 orang pada Oktober 2024 (2 dari 4 kecamatan melaporkan)." in words
    assert "Soreang: 0 orang pada Oktober 2024." in words
    assert app.selectbox(key="pemilihan").value == "pilkada-2024"


def test_sample_data_is_marked_on_every_page(page, house):
    house.permits("Okt-24 | Parepare | Ujung | 12", is_sample=True)
    publish.publish()
    for name in ("ringkasan", "peta", "tren"):
        assert "DATA CONTOH" in text(page(name))
