"""The looks of /tren, the way a reader uses them: the clock, two agencies, and views that are named and come back."""
# ruff: noqa: F811 (a test takes a fixture by its name)

import pytest
from identity import LISTED, list_people
from streamlit.testing.v1 import AppTest
from test_access_pages import go, login, page, plainly, told  # noqa: F401 (fixtures among them)
from test_upload import text

from timpora import paths
from timpora.store import view_book

SKTT = "TRIWULAN;KAB/KOTA;KECAMATAN;SKTT;KTP-EL OA"


@pytest.fixture
def drawn(house, monkeypatch):
    house.published(draw)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")


def draw(house):
    house.permits("Okt-20 | Barru | Balusu | 120", "Sep-20 | Barru | Balusu | 118", received="2020-11-05", reason="uji")
    house.permits("Sep-24 | Barru | Balusu | 300", "Sep-24 | Parepare | Ujung | 90", reason="uji")
    house.permits("Okt-24 | Barru | Balusu | 310", "Okt-24 | Parepare | Ujung | 95", reason="uji")
    house.permits("Okt-24 | Parepare | Ujung | 95", "Okt-24 | Parepare | Soreang | 3", reason="uji")
    house.load(
        f"{SKTT}\nIII 2024;Barru;Balusu;200;0\nIII 2024;Parepare;Ujung;90;0\nIII 2024;Parepare;Soreang;3;0",
        "2024-10-20",
        reason="uji",
    )


def opened(app: AppTest) -> AppTest:
    """The same page with the box of views open."""
    app.session_state["tampilan_terbuka"] = True
    return app.run()


def keep(app: AppTest, name: str) -> AppTest:
    app.text_input(key="tampilan_nama").set_value(name)
    return app.button(key="tampilan_simpan").click().run()


# the clock


def test_the_clock_says_both_numbers_of_the_same_phase(page, drawn):
    words = text(page("tren", lihat="hari", wilayah="73.11"))
    assert "Pada H−43 (Oktober 2024), Kabupaten Barru" in words
    assert "pada tahap yang sama Pilkada 2020 (Oktober 2020)" in words
    assert "data baru ada sejak September 2020 (H−85)" in words


def test_the_office_is_drawn_by_kabupaten_and_says_why(page, drawn):
    app = page("tren", lihat="hari")
    words = text(app)
    assert "Digambar per kabupaten/kota" in words and "Tahapan Pilkada 2020, Pilkada 2018 belum dicatat" in words
    assert app.button_group(key="sumbu").value == "sama"


def test_an_estimate_is_counted_in_months_and_says_how_far_the_data_is(page, drawn):
    app = page("tren", lihat="hari", wilayah="73.11", pemilihan="pilkada-2031")
    words = text(app)
    assert "bulan terakhir dalam data adalah Oktober 2024, ± 84 bulan dari pemungutan suara" in words
    assert "harinya tidak dihitung" in words
    assert app.button_group(key="dulu").value == "terakhir"


def test_the_tables_of_both_looks_open(page, drawn):
    app = page("tren", lihat="hari", wilayah="73.11")
    app.session_state["tabel_hari"] = True
    app.run()
    assert not app.exception and "Kabupaten Barru · Pilkada 2020" in app.dataframe[0].value.columns
    app = page("tren", lihat="instansi", wilayah="73.11")
    app.session_state["tabel_instansi"] = True
    app.run()
    assert not app.exception and app.dataframe[0].value.index[0] == "Oktober 2024"


def test_the_stages_of_an_election_lead_to_its_clock(page, drawn):
    words = text(page("risiko", bagian="pemilihan", pemilihan="pilkada-2024"))
    assert "tren?lihat=hari&amp;pemilihan=pilkada-2024" in words


# two agencies


def test_two_agencies_say_since_when_they_are_apart_and_which_file_to_ask_for(page, drawn):
    words = text(page("tren", lihat="instansi", wilayah="73.11", pasangan="itas-sktt"))
    assert "berbeda sejak September 2024, 2 bulan; belum pernah sejalan selama ada data" in words
    assert "Minta dahulu" in words and "Mana yang benar belum diketahui" in words


def test_what_is_withheld_or_not_reported_says_so(page, drawn):
    words = text(page("tren", lihat="instansi", wilayah="73.72.03", pasangan="itas-sktt"))
    assert "SKTT (untuk ITAS) tidak dapat dinilai pada Oktober 2024 (disamarkan)" in words
    assert "belum dapat dibandingkan" in text(page("tren", lihat="instansi", pasangan="kerja-tka"))


def test_the_finding_and_the_comparison_lead_to_the_course_over_months(page, drawn):
    link = "tren?lihat=instansi&amp;pasangan=itas-sktt"
    assert link in text(page("risiko", bagian="instansi"))
    app = page("mutu-data")
    app.button_group(key="bagian").set_value("banding").run()
    assert link in text(app)


# named views


def test_a_view_is_kept_under_a_name_and_opens_with_just_its_choices(page, drawn):
    app = keep(opened(page("tren", lihat="hari", wilayah="73.11")), "Barru, hari")
    assert "Tampilan Barru, hari disimpan" in plainly(app.success[0].value)
    app.selectbox(key="wilayah").set_value("73.72").run()
    app.multiselect(key="banding").set_value(["73.15"]).run()
    app.button_group(key="lihat").set_value("seri").run()
    app = app.button(key="tampilan_buka_0001").click().run()
    assert not app.exception
    assert (app.session_state["lihat"], app.selectbox(key="wilayah").value) == ("hari", "73.11")
    assert app.multiselect(key="banding").value == []  # nothing of the view before is left in it
    assert "Pada H−43 (Oktober 2024), Kabupaten Barru" in text(app)
    assert told("tampilan") == [{"who": "lokal", "step": "simpan", "set": "0001", "page": "tren"}]


def test_a_view_leaves_nothing_behind_of_a_look_that_was_open_before(page, drawn):
    app = keep(opened(page("tren")), "Kantor")
    app.button_group(key="lihat").set_value("hari").run()
    app.button_group(key="sumbu").set_value("sendiri").run()
    app.button_group(key="lihat").set_value("seri").run()  # here is no choice of a scale
    app = app.button(key="tampilan_buka_0001").click().run()
    app = app.button_group(key="lihat").set_value("hari").run()
    assert app.button_group(key="sumbu").value == "sama"


def test_a_name_with_a_person_in_it_is_refused_with_a_sentence(page, drawn):
    app = keep(opened(page("tren")), "NIK 7372010101800001")
    assert "tanpa orang" in plainly(app.error[0].value) and view_book.views() == []


def test_only_who_may_judge_shares_and_all_see_what_is_shared(login, drawn):
    app = keep(opened(login("tren", "analis", lihat="hari", wilayah="73.11")), "Barru bersama")
    app.button(key="tampilan_bagi_0001").click().run()
    other = opened(login("tren", "pimpinan"))
    assert "Dibagikan di kantor" in text(other)
    assert [each.key for each in other.button if (each.key or "").startswith("tampilan_")] == [
        "tampilan_simpan",
        "tampilan_buka_0001",
    ]
    other = keep(other, "Punya pimpinan")
    assert not any(each.key == "tampilan_bagi_0002" for each in other.button)


def test_a_shared_view_shows_a_narrower_viewer_only_what_is_theirs(login, drawn):
    app = keep(opened(login("tren", "analis", lihat="hari", wilayah="73.11")), "Barru bersama")
    app.button(key="tampilan_bagi_0001").click().run()
    narrow = opened(login("tren", "parepare"))
    narrow = narrow.button(key="tampilan_buka_0001").click().run()
    words = text(narrow)
    assert r"wilayah = 73\.11" in words  # said that the link asks for what is not there
    assert "Barru ≈" not in words and "310" not in words and "Balusu" not in words


def test_a_role_that_ended_meanwhile_changes_nothing(login, drawn):
    app = keep(opened(login("tren", "analis")), "Milik analis")
    list_people(paths.data(), LISTED | {"analis": ("pimpinan", "kantor", LISTED["analis"][2])})
    app = app.button(key="tampilan_bagi_0001").click().run()
    assert "hak analis" in plainly(app.error[0].value) and not view_book.views()[0].is_shared


def test_coming_back_from_another_page_keeps_every_choice(page, drawn):
    chosen = {"lihat": "hari", "wilayah": "73.11", "banding": "73.72", "pemilihan": "pilkada-2024", "sumbu": "sendiri"}
    app = page("tren", seri="limited_stay_permits", **chosen)
    before = dict(app.query_params)
    app = go(go(app, "peta"), "tren")
    assert not app.exception and dict(app.query_params) == before
    app.button_group(key="lihat").set_value("instansi").run()
    app.button_group(key="pasangan").set_value("itap-ktp").run()
    before = dict(app.query_params)
    app = go(go(app, "peta"), "tren")
    assert dict(app.query_params) == before and app.button_group(key="pasangan").value == "itap-ktp"
