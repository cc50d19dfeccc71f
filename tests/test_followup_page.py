"""/tindak-lanjut as its readers use it: what is open and late, with whom; an item kept, done, reopened, withdrawn."""

import re
from datetime import date

import pytest
from identity import LISTED, list_people
from streamlit.testing.v1 import AppTest
from test_access_pages import go, login, page, plainly, told  # noqa: F401 (fixtures)
from test_followup_answers import agree, draw
from test_upload import press, text

from timpora import paths
from timpora.store import followup_book

SAVE = "Simpan butir"


@pytest.fixture(autouse=True)
def listed(house, monkeypatch):
    house.published(draw)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")


def look(app: AppTest, **query: str) -> AppTest:
    """The page, in a session that began on another: its address is known only once the app has run."""
    for key, value in query.items():
        app.query_params[key] = value
    return go(app, "tindak-lanjut")


def words(app: AppTest) -> str:
    said = re.sub(r"<style>.*?</style>", " ", text(app), flags=re.DOTALL)
    return re.sub(r"\s+", " ", plainly(re.sub(r"<[^>]+>", " ", said)))


def items(app: AppTest) -> str:
    """The list of items, as one line."""
    (html,) = [part.proto.body for part in app.get("html") if 'class="facts items"' in part.proto.body]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_leader_is_told_how_many_are_open_and_late_with_whom_and_from_which_list(page):  # noqa: F811
    seen = words(look(page("unggah")))
    assert "Kantor Parepare: 3 butir terbuka, 2 lewat tenggat; paling banyak pada Kesbangpol." in seen
    assert "Kesbangpol 2 2 0" in seen and "Jumlah 3 2 1" in seen and "sejak Oktober 2024, awal triwulan ini" in seen
    assert "Sekretariat Timpora, Rencana tindak lanjut, Oktober 2024, diterima 5 November 2024" in seen
    assert "menghitung berkas sekretariat saja" in seen


def test_the_list_begins_with_what_is_most_overdue_and_says_what_is_done_where_that_is_asked(page):  # noqa: F811
    assert re.search(
        r"5 Kesbangpol Soreang Kota Parepare 8 Okt 2024 31 Okt 2024 5 hari 6 ", items(look(page("unggah")))
    )
    assert "2 Kesbangpol Ujung" not in items(look(page("unggah")))
    done = items(look(page("unggah"), keadaan="selesai"))
    assert done.index("20 Okt 2024") < done.index("8 Sep 2024") and "Soreang" not in done


def test_the_view_is_its_address(page):  # noqa: F811
    app = look(page("unggah"), instansi="kesbangpol", wilayah="73.15", menurut="kabupaten")
    assert "Kesbangpol, Kabupaten Pinrang: 1 butir terbuka, 1 lewat tenggat." in words(app)
    assert "Cempa" in items(app) and "Soreang" not in items(app)
    links = re.findall(r'href="tindak-lanjut[?]([^"]+)"', text(app))
    view = "instansi=kesbangpol&amp;wilayah={}&amp;keadaan=terbuka&amp;menurut=kabupaten"
    assert links == [view.format("kantor"), view.format("73.72")]  # back to all, and to the other one that has any
    app.selectbox(key="instansi").set_value("semua")
    assert "Suppa" in items(app.run())
    assert "tidak ada butir yang lewat tenggat" in words(look(page("unggah"), instansi="imigrasi", keadaan="lewat"))


def test_an_item_is_kept_on_the_page_marked_done_reopened_and_withdrawn(login):  # noqa: F811
    app = look(login("unggah", "petugas"))
    app.text_input(key="butir_teks").set_value("Cocokkan daftar penginapan")
    app.selectbox(key="butir_wilayah").set_value("73.72.04")
    app.selectbox(key="butir_instansi").set_value("bnn")
    app.date_input(key="butir_disepakati").set_value(date(2024, 10, 8))
    app.date_input(key="butir_tenggat").set_value(date(2024, 10, 20))
    app = press(app, SAVE)
    assert "Butir tersimpan" in words(app) and "4 butir terbuka, 3 lewat tenggat" in words(app)
    assert "Cocokkan daftar penginapan dicatat di halaman, belum di berkas sekretariat" in items(app)
    assert app.text_input(key="butir_teks").value == ""
    app.selectbox(key="butir_selesai").set_value("000001")
    app = press(app, "Simpan tanda selesai")
    assert "Ditandai selesai: Cocokkan daftar penginapan" in words(app) and "3 butir terbuka" in words(app)
    app = press(app, "Buka lagi butir ini")
    assert "4 butir terbuka" in words(app)
    app.text_input(key="butir_alasan").set_value("sudah ada di daftar sekretariat")
    app = press(app, "Tarik butir ini")
    assert "Ditarik: Cocokkan" in words(app) and "3 butir terbuka" in words(app)
    steps = [(line["who"], line["step"], line["item"], line["wilayah"]) for line in told("tindak-lanjut")]
    assert steps == [
        ("petugas@kantor.example", step, "000001", "73.72.04") for step in ("tambah", "selesai", "buka", "tarik")
    ]


def test_an_item_of_the_file_that_is_marked_done_says_that_the_file_does_not_know_yet(login):  # noqa: F811
    app = look(login("unggah", "analis"), keadaan="semua")
    app.selectbox(key="butir_selesai").set_value("73.72.03/5")
    app = press(app, "Simpan tanda selesai")
    assert "5 Nov 2024 ditandai selesai di halaman, belum di berkas sekretariat" in items(app)


def test_an_item_that_names_somebody_is_refused_and_what_was_typed_stays(login):  # noqa: F811
    app = look(login("unggah", "analis"))
    app.text_input(key="butir_teks").set_value("Periksa Bapak Andi Rahman, 0812 3456 7890")
    app = press(app, SAVE)
    assert "menyebut orang" in plainly(app.warning[0].value) and followup_book.book().items == ()
    assert app.text_input(key="butir_teks").value.startswith("Periksa") and told("tindak-lanjut") == []


def test_who_may_only_look_has_no_form_and_is_not_told_who_wrote(login):  # noqa: F811
    agree("Cocokkan daftar penginapan")
    app = look(login("unggah", "pimpinan"))
    assert not app.text_input and "oleh petugas data dan analis" in words(app) and "siti@" not in text(app)
    assert "Unggah daftar sekretariat" not in str(app.main)
    assert "siti@" in text(look(login("unggah", "analis")))


def test_a_press_by_whoever_has_lost_the_right_meanwhile_writes_nothing(login):  # noqa: F811
    app = look(login("unggah", "analis"))
    list_people(paths.data(), LISTED | {"analis": LISTED["pimpinan"]})
    app.text_input(key="butir_teks").set_value("Cocokkan daftar penginapan")
    app = press(app, SAVE)
    assert "oleh petugas data dan analis" in plainly(app.warning[0].value) and followup_book.book().items == ()


def test_whoever_has_one_kabupaten_sees_and_marks_its_items_only(login):  # noqa: F811
    agree("Cocokkan di Pinrang", "73.15.01")
    app = look(login("unggah", "parepare"))
    assert "Wilayah Anda: 1 butir terbuka" in words(app) and "Pinrang" not in text(app)
    assert len(app.selectbox(key="butir_wilayah").options) == 4
    assert app.selectbox(key="butir_selesai").options == ["5 · Soreang, Kota Parepare · Kesbangpol"]


def test_what_somebody_wrote_is_never_markup(page):  # noqa: F811
    agree("<b>x</b> & <a href='y'>")
    assert "<b>x" not in text(look(page("unggah")))


def test_a_damaged_book_is_said_and_the_list_of_the_file_is_still_there(page):  # noqa: F811
    agree("Cocokkan daftar penginapan")
    (paths.followups() / "book.jsonl").write_bytes(b"rusak\n")
    app = look(page("unggah"))
    assert "baris 1" in plainly(app.warning[0].value) and "Soreang" in items(app)


def test_from_a_kecamatan_a_link_leads_to_its_items(page):  # noqa: F811
    found = text(page("kecamatan", wilayah="73.72.03"))
    assert 'href="tindak-lanjut?wilayah=73.72.03&amp;keadaan=semua"' in found


def test_a_kecamatan_with_items_of_the_page_says_that_its_indicator_does_not_count_them(page):  # noqa: F811
    assert "hanya dicatat di halaman" not in text(page("kecamatan", wilayah="73.72.03"))
    draft = followup_book.Item("73.72.03", "dukcapil", "2024-10-08", "2024-10-20", "Cocokkan SKTT")
    followup_book.agree(draft, "s@k.id", None, date(2024, 11, 5))
    assert "memuat 1 butir yang hanya dicatat di halaman" in plainly(text(page("kecamatan", wilayah="73.72.03")))
