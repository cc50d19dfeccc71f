"""/tren is composed by widgets whose state is the URL, and what cannot be shown is a sentence."""

import drafts
import pytest
from test_alarming import surge
from test_pages import page, text  # noqa: F401  page: fixture

PERMITS = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
TAK = "PERIODE;KAB/KOTA;KECAMATAN;DEPORTASI"
PEOPLE = "TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK"
WORKERS = "PERIODE;KAB/KOTA;KECAMATAN;JUMLAH TKA"


@pytest.fixture
def numbers(house):
    house.published(draw)


def draw(house):
    for year in (2023, 2024):
        rows = [
            f"01/{year};Parepare;Ujung;0;0;{20 if year == 2023 else 30};0;20;0;{40 if year == 2023 else 50}",
            f"01/{year};Parepare;Soreang;0;0;0;0;{25 if year == 2023 else 22};0;{25 if year == 2023 else 22}",
            f"01/{year};Barru;Balusu;0;0;0;0;200;0;200",
        ]
        house.load("\n".join([PERMITS, *rows]), received=f"{year}-02-05")
    house.load(f"{PEOPLE}\n2023;Parepare;Ujung;25000\n2023;Parepare;Soreang;50000", received="2024-01-05")


def test_a_measure_with_parts_has_its_permit_types_beside_it(page, numbers):  # noqa: F811
    app = page("tren", wilayah="73.72.02", jenis="visit_permits", rentang="semua")
    assert "Ujung: 30 orang pada Januari 2024, naik dari 20 setahun sebelumnya." in text(app)
    assert app.query_params["jenis"] == "visit_permits"
    app.selectbox(key="seri").set_value("population").run()
    assert "jenis" not in app.query_params and not [box for box in app.selectbox if box.key == "jenis"]


def test_each_permit_type_can_be_stacked_by_itself(page, numbers):  # noqa: F811
    words = text(page("tren", wilayah="73.72.02", jenis="rinci", rupa="tumpuk", rentang="semua"))
    assert "Januari 2024: 50 orang dalam 6 bagian, terbanyak Izin tinggal kunjungan (ITK) dengan 30 orang." in words


def test_a_link_may_name_a_part_of_a_measure_by_itself(page, numbers):  # noqa: F811
    words = text(page("tren", seri="limited_stay_permits", wilayah="73.72.03", rentang="semua"))
    assert "Soreang: 22 orang pada Januari 2024, turun dari 25 setahun sebelumnya." in words


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"cara": "tahun_lalu"}, "Ujung, Januari 2024 dibanding setahun sebelumnya: +10 orang (+25 %)."),
        ({"cara": "indeks", "dasar": "2023-01"}, "Ujung: indeks 125 pada Januari 2024 (Januari 2023 = 100)."),
        ({"cara": "per_penduduk"}, "Ujung: 20,0 orang per 10.000 penduduk pada Januari 2024"),
        ({"rupa": "lereng", "dari": "2023-01", "ke": "2024-01"}, "Januari 2023 ke Januari 2024: naik Ujung (40 → 50)."),
        ({"rupa": "deret"}, "Ujung: 50 orang pada Januari 2024, naik dari 40 setahun sebelumnya."),
        ({"rupa": "panas"}, "Ujung: 50 orang pada Januari 2024, naik dari 40 setahun sebelumnya."),
        ({"rupa": "tumpuk"}, "Satu wilayah saja tidak dapat ditumpuk. Yang tampil adalah garis."),
    ],
)
def test_each_way_and_shape_opens_from_its_address_with_its_sentence(page, numbers, view, said):  # noqa: F811
    app = page("tren", wilayah="73.72.02", rentang="semua", **view)
    assert said in text(app)
    assert {name: app.query_params[name] for name in view} == view


def test_a_sum_of_a_stock_is_refused_and_the_mean_is_one_click_away(page, numbers):  # noqa: F811
    app = page("tren", cara="jumlah_setahun", rentang="semua")
    assert "jumlah 12 bulannya tidak berarti apa-apa" in text(app)
    app.button(key="cara_lain").click().run()
    assert app.selectbox(key="cara").value == "rerata_setahun" and app.query_params["cara"] == "rerata_setahun"


def test_a_group_of_ones_own_is_added_up_and_strangers_in_it_are_said(page, numbers):  # noqa: F811
    app = page("tren", wilayah="73.11", kelompok="Kota:73.72.02 73.72.03 12.34.56", rentang="semua")
    words = text(app)
    assert "Kota: 72 orang pada Januari 2024, naik dari 65 setahun sebelumnya." in words
    assert r"menyebut 12\.34\.56" in words
    assert app.query_params["kelompok"] == "Kota:73.72.02 73.72.03"


def test_the_parts_of_the_office_are_its_kabupaten_and_a_heat_table_its_kecamatan(page, numbers):  # noqa: F811
    words = text(page("tren", rupa="deret", rentang="semua"))
    assert "Terbanyak: Kabupaten Barru 200 orang, Kota Parepare 72 orang." in words
    words = text(page("tren", rupa="panas", rentang="semua"))
    assert "Terbanyak: Balusu 200 orang, Ujung 50 orang, Soreang 22 orang." in words


def test_a_range_of_ones_own_is_in_the_url(page, numbers):  # noqa: F811
    app = page("tren", wilayah="73.72.02", rentang="sendiri", mulai="2023-01", sampai="2023-06")
    assert "Ujung: 40 orang pada Januari 2023." in text(app)
    assert "Izin tinggal, Januari 2023, diterima 5 Februari 2023" in text(app)  # and not of what came after
    assert (app.query_params["mulai"], app.query_params["sampai"]) == ("2023-01", "2023-06")


def test_what_was_never_loaded_and_what_is_out_of_range_are_sentences(page, numbers):  # noqa: F811
    assert "Deportasi: belum ada laporan di wilayah ini." in text(page("tren", seri="deportations"))
    range_ = {"rentang": "sendiri", "mulai": "2023-03", "sampai": "2023-06"}
    assert "Izin tinggal aktif: belum ada laporan dalam rentang ini." in text(page("tren", **range_))


def test_one_month_only_is_drawn_in_every_shape_and_way(page, house):  # noqa: F811
    house.permits("Okt-24 | Parepare | Ujung | 12")
    drafts.current()
    for rupa in ("garis", "tumpuk", "deret", "panas", "lereng"):
        assert "12" in text(page("tren", wilayah="73.72.02", rupa=rupa))
    for cara in ("bulan_lalu", "tahun_lalu", "rerata_setahun"):
        assert "tidak ada bulan yang lengkap untuk cara melihat ini" in text(
            page("tren", wilayah="73.72.02", cara=cara)
        )
    assert "Ujung: indeks 100 (basis kecil)" in text(page("tren", wilayah="73.72.02", cara="indeks"))
    assert "Ujung: data tidak cukup" in text(page("tren", wilayah="73.72.02", cara="per_penduduk"))


def test_unknown_codes_of_the_url_are_said_and_the_page_still_works(page, numbers):  # noqa: F811
    unknown = {"seri": "x", "jenis": "y", "cara": "z", "rupa": "q", "rentang": "3", "wilayah": "99"}
    words = text(page("tren", **unknown))
    assert all(f"{name} = " in words for name in unknown) and "Kantor Parepare: 272 orang" in words


def test_the_table_behind_a_shape_has_its_numbers(page, numbers):  # noqa: F811
    app = page("tren", wilayah="73.72.02", rentang="semua", cara="tahun_lalu")
    app.session_state["tabel_tren"] = True
    app.run()
    (table,) = app.dataframe
    assert table.value["Ujung"].iloc[0] == "+10 (+25 %)" and table.value["Ujung"].iloc[1] == "belum dilaporkan"


def test_early_warning_says_nothing_of_months_outside_the_range(page, house):  # noqa: F811
    house.published(surge)
    whole = {"wilayah": "73.72.03", "rentang": "sendiri", "mulai": "2024-06"}
    assert "Segitiga" in text(page("tren", **whole))
    part = page("tren", **whole, sampai="2024-09")
    assert "Segitiga" not in text(part)
    (chart,) = part.get("plotly_chart")
    assert "triangle-up" not in chart.proto.spec and "2024-10-01" not in chart.proto.spec
