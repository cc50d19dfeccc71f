"""Who has which page, in whose name things are done there, and what the log says of it afterwards."""

import json
import re
import shutil

import pytest
import streamlit as st
from identity import COOKIE_SECRET, GONE, LISTED, configure, email, list_people
from lent import lent
from playwright.sync_api import Page, expect
from served import free_port, running
from streamlit import config
from streamlit.testing.v1 import AppTest
from test_browser import browser  # noqa: F401 (a fixture)
from test_upload import GOOD, bring, press, text
from wire import USER, sign

from timpora import paths
from timpora.access import details, entries, log, sessions
from timpora.intake import ledger
from timpora.text import say
from timpora.web import logins

EVERYBODYS = ["Ringkasan", "Peta", "Tren", "Risiko", "Peringatan", "Tindak lanjut"]
EVERYBODYS += ["Profil", "Paparan", "Metode", "Mutu data"]
MENUS = {
    "pimpinan": EVERYBODYS,
    "analis": EVERYBODYS,
    "penyaji": EVERYBODYS,
    "petugas": [*EVERYBODYS, "Unggah", "Batas"],
    "admin": [*EVERYBODYS, "Akses", "Catatan"],
    "lokal": [*EVERYBODYS, "Unggah", "Batas", "Akses", "Catatan"],
}
CANARY = 8317  # a number of persons that stands nowhere else


@pytest.fixture
def page(house, monkeypatch):
    """Open a page of a server that asks for no login, in a session of its own."""
    monkeypatch.setenv("TIMPORA_VIEW", "protected")

    def open_page(name: str, login: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        if login:
            app.user = {"is_logged_in": True, "email": email(login), "email_verified": login != "samar"}
        for key, value in query.items():
            app.query_params[key] = value
        return go(app, name)

    return open_page


@pytest.fixture
def login(page, tmp_path):
    """Open a page of a server with login, as one of LISTED or as a stranger."""
    before = config.get_option("secrets.files")
    asks_for_login([str(configure(tmp_path / "secrets.toml", "http://127.0.0.1:8501"))])
    list_people(paths.data())
    yield lambda name, who, **query: page(name, who, **query)
    asks_for_login(before)


def asks_for_login(files: list[str]) -> None:
    """What a server decides once when it starts is decided anew."""
    config.set_option("secrets.files", files)
    st.secrets._reset()
    logins.asked.cache_clear()


@pytest.fixture
def numbers(house, monkeypatch):
    house.published(draw_numbers)
    monkeypatch.setenv("TIMPORA_VIEW", "protected")


def draw_numbers(house):
    house.permits(f"Okt-24 | Parepare | Ujung | {CANARY}", "Okt-24 | Parepare | Soreang | 12")


def go(app: AppTest, name: str) -> AppTest:
    """Another page of the same session, by its address."""
    if name == "mutu-data" and not app._registered_pages:  # its address is not its file's name
        app.run()
    file = paths.PAGES / f"{name.replace('-', '_')}.py"
    return app.run() if name == "ringkasan" and not app._registered_pages else app.switch_page(str(file)).run()


def told(action: str) -> list[dict[str, str]]:
    """Whom and what the log has of one kind of act, oldest first."""
    return [{"who": record.who, **record.details} for record in log.read(action=action)]


# Whose page it is


MENU = """
import streamlit as st
from timpora.access.people import Viewer
from timpora.web import navigation

pages = navigation.pages(Viewer("x@kantor.example", "{role}", None))
st.text(" · ".join(page.title for page in pages if page.visibility == "visible"))
"""


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_holds_the_pages_of_a_role_and_no_other(role):
    assert AppTest.from_string(MENU.format(role=role)).run().text[0].value.split(" · ") == MENUS[role]


@pytest.mark.parametrize(
    ("who", "name", "theirs"),
    [
        ("pimpinan", "unggah", "Petugas data"),
        ("admin", "unggah", "Petugas data"),
        ("analis", "akses", "Admin"),
        ("petugas", "catatan", "Admin"),
    ],
)
def test_an_address_without_the_right_says_whose_page_it_is_and_whom_to_ask(login, who, name, theirs):
    app = login(name, who)
    assert not app.exception and len(app.warning) == 1
    said = plainly(app.warning[0].value)
    assert said.startswith(f"Halaman ini untuk peran {theirs}. Peran Anda: {say(f'role.{who}')}.")
    assert "hubungi admin: admin@kantor.example" in said
    assert not app.file_uploader and not app.selectbox


def test_a_refusal_is_logged_once_however_often_the_page_is_drawn_again(login):
    app = login("unggah", "pimpinan").run().run()
    go(app, "akses")
    refused = {"who": email("pimpinan"), "reason": "tanpa-hak"}
    assert told("ditolak") == [
        refused | {"page": "unggah", "right": "muat"},
        refused | {"page": "akses", "right": "akses"},
    ]
    assert told("lihat") == []


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("asing", "asing@kantor.example belum terdaftar di Peta Timpora."),
        ("mantan", "Akses mantan@kantor.example sudah berakhir."),
        ("samar", "Alamat e-mail akun ini belum diverifikasi"),
    ],
)
def test_who_is_not_let_in_gets_a_sentence_and_the_way_out_and_nothing_else(login, numbers, who, sentence):
    app = login("peta", who)
    assert plainly(app.warning[0].value).startswith(sentence)
    assert [button.label for button in app.button] == ["Keluar"]
    assert "8.3" not in text(app) and "8.3" in text(login("peta", "pimpinan"))
    assert [line["who"] for line in told("ditolak")] == [email(who)]


def test_a_broken_list_lets_nobody_in_and_says_so(login):
    entries.file().write_text("[[people]]\nemail = 'a'\n")
    app = login("ringkasan", "admin")
    assert "Daftar akses sedang tidak dapat dibaca" in plainly(app.warning[0].value)


def test_who_has_not_logged_in_is_asked_to(login, numbers):
    app = login("ringkasan", "")
    assert app.info[0].value == "Silakan masuk untuk membuka Peta Timpora."
    assert [button.label for button in app.button] == ["Masuk"] and "orang" not in text(app)


def test_a_role_that_changes_counts_from_the_next_click(login):
    app = login("unggah", "petugas")
    assert app.file_uploader
    list_people(paths.data(), LISTED | {"petugas": ("pimpinan", "kantor", LISTED["petugas"][2])})
    app.run()
    assert not app.file_uploader and "Halaman ini untuk peran Petugas data" in app.warning[0].value
    list_people(paths.data(), LISTED | {"petugas": ("petugas", "kantor", GONE)})
    assert "sudah berakhir" in app.run().warning[0].value


def test_a_press_on_a_page_that_is_no_longer_ones_own_changes_nothing(login):
    app = bring(login("unggah", "petugas"), ("Izin.csv", GOOD))
    press(app, "Simpan")
    app.selectbox(key="tarik").set_value("000001").run()
    list_people(paths.data(), LISTED | {"petugas": ("pimpinan", "kantor", LISTED["petugas"][2])})
    app = app.button(key="tarik_ya").click().run()
    assert "Halaman ini untuk peran Petugas data" in app.warning[0].value
    assert [entry.id for entry in ledger.entries()] == ["000001"] and told("tarik") == []


# Who is looking


def top(app: AppTest) -> str:
    """What stands at the top of the page about the person."""
    return plainly(app.get("popover")[0].proto.popover.label)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("pimpinan", "pimpinan@kantor.example · Pimpinan"),
        ("parepare", "parepare@kantor.example · Analis · Wilayah: Kota Parepare"),
    ],
)
def test_the_top_of_every_page_says_who_is_logged_in_and_for_which_area_and_has_the_way_out(login, numbers, who, said):
    app = login("ringkasan", who)
    for name in ("ringkasan", "peta", "tren", "mutu-data"):
        app = go(app, name)
        assert not app.exception
        assert top(app) == said
        assert app.button(key="keluar").label == "Keluar"


def test_without_login_the_page_says_so(page):
    app = page("ringkasan")
    assert "Pengguna lokal: semua hak; belum ada login" in text(app) and not app.get("popover")


def test_a_part_of_many_areas_is_named_in_one_line_and_whole_behind_it(login):
    many = ["73.11", "73.12", "73.13", "73.72.03"]
    list_people(paths.data(), LISTED | {"parepare": ("analis", many, LISTED["parepare"][2])})
    app = login("ringkasan", "parepare")
    assert plainly(app.get("popover")[0].proto.popover.label).endswith(
        "Wilayah: Kabupaten Barru; Kabupaten Soppeng dan 2 lagi"
    )
    assert "Kabupaten Barru; Kabupaten Soppeng; Kabupaten Wajo; Soreang, Kota Parepare" in text(app)


def test_each_view_is_logged_once_with_what_was_chosen_and_never_a_number(login, numbers):
    app = login("peta", "analis").run()
    app.selectbox(key="lapisan").set_value("apoa_coverage").run()
    app.run()
    assert told("lihat") == [
        {"who": email("analis"), "page": "peta", "lapisan": lapisan, "periode": "2024-10", "wilayah": "kantor"}
        | {"tampilan": "satu", "ukuran": "biasa", "skala": "tetap"}
        for lapisan in ("presence", "apoa_coverage")
    ]
    assert str(CANARY) not in written() and "8.3" not in written()


def test_the_log_knows_every_choice_there_is_on_a_page(page, numbers):
    app = go(page("tren"), "mutu-data")
    for part in ("banding", "koreksi", "asal"):
        app.button_group(key="bagian").set_value(part).run()
        assert not app.exception
    assert [line.get("bagian") for line in told("lihat")] == [None, "masuk", "banding", "koreksi", "asal"]


def test_a_page_that_stopped_half_way_was_seen_too(page):
    page("tren")
    assert told("lihat") == [{"who": "lokal", "page": "tren"}]


def test_a_log_that_cannot_be_written_keeps_nobody_from_reading(login, numbers):
    break_log()
    assert "8.3" in text(login("peta", "analis"))


# Another's eyes


@pytest.fixture
def looking(login, numbers):
    """An admin who looks as an analyst of Kota Parepare."""
    app = login("akses", "admin")
    app.selectbox(key="mata_peran").set_value("analis")
    app.button_group(key="mata_bagian").set_value("wilayah").run()
    app.multiselect(key="mata_wilayah").set_value(["73.72"])
    return app.button(key="mata_mulai").click().run()


BAR = "Anda melihat sebagai Analis, wilayah Kota Parepare."


def test_an_admin_looks_through_another_role_and_area_and_every_page_says_so(looking):
    assert looking.title[0].value == "Ringkasan"
    for name in ("peta", "tren", "mutu-data"):
        assert BAR in text(go(looking, name))
    assert top(looking) == "admin@kantor.example"


def test_while_looking_the_rights_are_the_others_until_the_admin_stops(looking):
    app = go(looking, "akses")
    assert "Peran Anda: Analis." in plainly(app.warning[0].value) and not app.selectbox
    app.button(key="mata_selesai").click().run()
    assert app.title[0].value == "Siapa boleh melihat apa" and BAR not in text(app)


def test_what_is_looked_at_through_anothers_eyes_is_logged_as_the_admins(looking):
    go(looking, "peta")
    looking.button(key="mata_selesai").click().run()
    eyes = {"who": email("admin"), "role": "analis", "scope": "73.72"}
    assert told("lihat-sebagai") == [eyes | {"step": "mulai"}, eyes | {"step": "selesai"}]
    seen = [(line["who"], line["page"], line.get("through")) for line in told("lihat")]
    admin = email("admin")
    assert seen == [
        (admin, "akses", None),
        (admin, "ringkasan", "analis"),
        (admin, "peta", "analis"),
        (admin, "peta", None),
    ]


def test_nothing_is_changed_through_anothers_eyes(login):
    app = login("akses", "admin")
    app.selectbox(key="mata_peran").set_value("petugas")
    app = go(app.button(key="mata_mulai").click().run(), "unggah")
    assert "Selama Anda melihat sebagai peran lain, halaman ini tidak dibuka." in plainly(app.warning[0].value)
    assert not app.file_uploader


def test_an_area_must_be_named_where_a_part_was_meant(login):
    app = login("akses", "admin")
    app.button_group(key="mata_bagian").set_value("wilayah").run()
    app.button(key="mata_mulai").click().run()
    assert "Pilih sedikitnya satu kabupaten" in app.error[0].value and told("lihat-sebagai") == []


def test_nobody_looks_through_anothers_eyes_unless_the_log_can_say_so(login):
    app = login("akses", "admin")
    break_log()
    app.button(key="mata_mulai").click().run()
    assert not app.exception and str(paths.access() / "log") in plainly(app.error[0].value)
    assert "Anda melihat sebagai" not in text(go(app, "peta"))


def break_log() -> None:
    """Put a file where the folder of the log should be: from now on nothing can be written there."""
    folder = paths.access() / "log"
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("")


def test_who_is_no_admin_any_more_looks_through_nobodys_eyes(looking):
    list_people(paths.data(), LISTED | {"admin": ("penyaji", ["73.11"], LISTED["admin"][2])})
    looking.run()
    assert BAR not in text(looking)
    assert "Wilayah: Kabupaten Barru" in top(looking)


# Exact numbers


@pytest.mark.parametrize("who", ["pimpinan", "admin", "parepare"])
def test_on_a_server_with_exact_numbers_only_an_analyst_of_the_whole_office_has_pages(login, numbers, monkeypatch, who):
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    app = login("peta", who)
    assert app.warning[0].value.startswith("Server ini memuat angka pasti")
    assert "8.3" not in text(app)


def test_every_page_of_a_server_with_exact_numbers_says_so(login, numbers, monkeypatch):
    mark = "ANGKA PASTI"
    assert mark not in text(login("peta", "analis"))
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    app = login("peta", "analis")
    for name in ("peta", "tren", "mutu-data"):
        assert mark in text(go(app, name))


# In whose name


def test_what_a_data_officer_does_is_done_and_logged_in_their_name(login):
    officer = email("petugas")
    app = bring(login("unggah", "petugas"), ("Izin.csv", GOOD))
    press(app, "Simpan")
    press(app, "Terbitkan")
    app.selectbox(key="tarik").set_value("000001").run()
    app.button(key="tarik_ya").click().run()
    kept, undone = ledger.history()
    assert (kept["by"], undone["by"]) == (officer, officer)
    assert told("muat") == [{"who": officer, "load": "000001", "source": "izin_tinggal"}]
    assert [line["who"] for line in told("terbit")] == [officer] and told("terbit")[0]["snapshot"].startswith(
        "2024-10-"
    )
    assert told("tarik") == [{"who": officer, "load": "000001"}]


def test_without_login_a_file_is_kept_in_the_name_the_system_knows(page):
    press(bring(page("unggah"), ("Izin.csv", GOOD)), "Simpan")
    assert ledger.history()[0]["by"] == ledger.person() == told("muat")[0]["who"]


# The list of people


def listed(app: AppTest) -> str:
    assert not app.exception, app.exception
    return " ".join(part.proto.body for part in app.get("html"))


def test_the_list_says_who_is_let_in_where_and_until_when(login):
    app = login("akses", "admin")
    words = listed(app)
    assert "7 akses berlaku · 1 sudah berakhir" in words
    for part in ("parepare@kantor.example", "Kota Parepare", "31 Desember 2099", "sudah berakhir", "Petugas data"):
        assert part in words


def test_a_person_is_added_changed_and_taken_off(login):
    app = login("akses", "admin")
    app.text_input(key="orang_nama").set_value("Baru@Kantor.example")
    app.selectbox(key="orang_peran").set_value("penyaji")
    app.button_group(key="orang_bagian").set_value("wilayah").run()
    app.multiselect(key="orang_wilayah").set_value(["73.72.03", "73.11"])
    app.button(key="orang_simpan").click().run()
    assert plainly(app.success[0].value).startswith("Baru@Kantor.example sekarang Penyaji.")
    assert entry("baru@kantor.example").scope == ("73.11", "73.72.03")

    app.selectbox(key="orang_siapa").set_value("baru@kantor.example").run()
    assert app.multiselect(key="orang_wilayah").value == ["73.11", "73.72.03"]
    app.selectbox(key="orang_peran").set_value("petugas").run()
    app.button(key="orang_simpan").click().run()
    assert (entry("baru@kantor.example").role, entry("baru@kantor.example").scope) == ("petugas", None)

    app.selectbox(key="orang_siapa").set_value("baru@kantor.example").run()
    app.button(key="orang_cabut").click().run()
    assert entry("baru@kantor.example") is None and "dicabut" in app.success[0].value
    assert [line["who"] for line in told("ubah-akses")] == [email("admin")] * 3


def entry(name: str) -> entries.Entry | None:
    return next((each for each in entries.listing().entries if each.email == name), None)


def test_what_cannot_be_done_to_the_list_is_said_and_not_done(login):
    app = login("akses", "admin")
    app.button(key="orang_simpan").click().run()
    assert len(app.error) == 1
    app.selectbox(key="orang_siapa").set_value(email("admin")).run()
    app.button(key="orang_cabut").click().run()
    assert "admin" in app.error[0].value and entry(email("admin")).role == "admin"
    assert told("ubah-akses") == []


def test_a_press_of_somebody_who_is_no_admin_any_more_changes_nobody(login):
    app = login("akses", "admin")
    app.text_input(key="orang_nama").set_value("teman@kantor.example").run()
    list_people(paths.data(), LISTED | {"admin": ("pimpinan", "kantor", LISTED["admin"][2])})
    app.button(key="orang_simpan").click().run()
    assert entry("teman@kantor.example") is None and "Halaman ini untuk peran Admin" in app.warning[0].value


def test_ending_the_sessions_of_a_person_ends_every_login_there_was(login):
    there = sessions.Login("satu", email("analis"), issued=1_000.0)
    sessions.begin(there, 1_000.0)
    app = login("akses", "admin")
    app.selectbox(key="orang_siapa").set_value(email("analis")).run()
    assert sessions.state(there, 1_001.0) == "aktif"
    app.button(key="orang_akhiri").click().run()
    assert sessions.state(there, 1_002.0) == "keluar"
    assert told("keluar") == [{"who": email("admin"), "target": email("analis"), "reason": "diakhiri"}]


def test_a_broken_list_is_explained_to_whoever_sits_at_the_server(page):
    list_people(paths.data(), {"analis": ("analiss", "kantor", "2099-12-31")})
    app = page("akses")
    assert "Daftar akses tidak dapat dipakai" in text(app)
    assert "analiss" in plainly(app.error[0].value)


# The log


def test_the_log_is_shown_with_its_verdict_and_in_words(login, numbers):
    login("peta", "parepare", wilayah="73.72.03")
    words = text(login("catatan", "admin"))
    assert "Catatan utuh: 1 baris" in words
    for part in ("parepare@kantor.example", "halaman Peta", "periode 2024-10", "wilayah Soreang, Kota Parepare"):
        assert part in words


def test_in_english_the_log_names_what_was_chosen_in_english(login, numbers):
    login("peta", "parepare", wilayah="73.72.03", tampilan="selisih")
    words = text(login("catatan", "admin", lang="en"))
    for part in ("page Map", "month 2024-10", "area Soreang, Kota Parepare", "way of looking selisih"):
        assert part in words
    assert not re.search(r"\b(?:periode|wilayah|lapisan|ukuran|skala) ", words)


def test_the_log_is_cut_to_a_person_and_a_kind_of_act(login):
    login("unggah", "pimpinan")
    login("ringkasan", "analis")
    app = login("catatan", "admin")
    assert {email("pimpinan"), email("analis")} <= set(app.selectbox(key="catatan_siapa").options)
    app.selectbox(key="catatan_tindakan").set_value("ditolak").run()
    assert "halaman Unggah" in text(app) and "halaman Ringkasan" not in text(app)
    app.selectbox(key="catatan_siapa").set_value(email("analis")).run()
    assert "Tidak ada catatan untuk pilihan ini." in text(app)


def test_a_line_somebody_has_changed_is_said_on_top(login):
    login("ringkasan", "analis")
    login("tren", "analis")
    file = next((paths.access() / "log").glob("*.jsonl"))
    file.write_text(file.read_text().replace('"ringkasan"', '"unggah"'))
    app = login("catatan", "admin")
    assert "CATATAN TIDAK UTUH" in text(app) and len(app.error) == 1


def test_a_log_that_cannot_be_opened_is_a_sentence(login):
    login("ringkasan", "analis")
    (paths.access() / "log" / "lock").unlink()
    (paths.access() / "log" / "lock").mkdir()
    app = login("catatan", "admin")
    assert not app.exception and "lock" in plainly(app.error[0].value)


def test_every_kind_of_act_and_detail_of_the_log_has_a_word(page):
    for action, forms in details.ACTIONS.items():
        log.write(action, "seseorang", **dict.fromkeys(forms, "kata"))
    cells = re.sub(r"<[^>]+>", " ", " ".join(re.findall(r"<td.*?</td>", text(page("catatan")))))
    choices = set(details.ACTIONS["lihat"]) - {"page", "through", "view"}  # as they stand in the address
    english = {name for forms in details.ACTIONS.values() for name in forms} - choices
    assert len(cells) > 500 and english & set(re.findall(r"\w+", cells)) == set()


# In a real browser


LONG = "kepala.seksi.intelijen.dan.penindakan.keimigrasian"


@pytest.fixture
def visit(browser, numbers, tmp_path):  # noqa: F811
    """Open a page of a real server with login, as somebody who has just logged in."""
    list_people(paths.data(), LISTED | {LONG: LISTED["admin"]})
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    secrets = configure(tmp_path / "secrets.toml", address)

    def open_page(who: str, path: str) -> Page:
        claims = {"email": email(who), "email_verified": True, "origin": address, "is_logged_in": True}
        signed = sign(COOKIE_SECRET, USER, json.dumps(claims | {"provider": "default"}))
        page.context.add_cookies([{"name": USER, "value": signed, "url": address}])
        page.goto(f"{address}{path}")
        return page

    with running(paths.data(), port=port, secrets=secrets), lent(browser) as page:
        yield open_page


@pytest.mark.browser
@pytest.mark.slow
def test_who_is_logged_in_stands_beside_the_menu_and_costs_the_page_no_height(visit):
    page = visit(LONG, "/tren")
    for width in (1366, 1240, 1100):
        page.set_viewport_size({"width": width, "height": 768})
        person = page.get_by_role("button", name=email(LONG)).bounding_box()
        menu = [link.bounding_box() for link in page.get_by_test_id("stTopNavLink").all()]
        assert len(menu) == 12 and not any(overlap(person, link) for link in menu)
        title = page.get_by_role("heading", level=1).bounding_box()
        assert (title["y"] < 80) == (width > 1200) and not overlap(person, title)


@pytest.mark.browser
def test_an_area_that_changes_counts_from_the_next_click_on_the_map_too(visit):
    page = visit("analis", "/peta?wilayah=73.72")
    back = page.get_by_role("button", name="Seluruh kantor")
    expect(back).to_be_visible()
    list_people(paths.data(), LISTED | {"analis": ("analis", ["73.11"], LISTED["analis"][2])})
    back.click()
    expect(page.get_by_role("button", name="Wilayah: Kabupaten Barru")).to_be_visible()


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes on the screen have a point in common."""
    return all(
        one[side] < other[side] + other[size] and other[side] < one[side] + one[size]
        for side, size in (("x", "width"), ("y", "height"))
    )


def written() -> str:
    """Everything the log holds, as it lies on disk."""
    return "".join(file.read_text() for file in (paths.access() / "log").glob("*.jsonl"))


def plainly(sentence: str) -> str:
    """A sentence as it is read, without the marks that keep Markdown away from it."""
    return re.sub(r"\\(.)", r"\1", sentence)
