"""The page Paparan: a story is chosen, copied, changed slide by slide, and started; nothing is ever unsaved."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from identity import email
from streamlit.testing.v1 import AppTest
from test_access_pages import go, login  # noqa: F401 (fixtures)
from test_upload import press, text

from timpora import paths, settings
from timpora.access import log
from timpora.access.people import LOCAL, Viewer
from timpora.store import story_book
from timpora.store.stories import Scene
from timpora.store.story_faults import StoryRefused
from timpora.store.story_file import MOST_BYTES, as_file
from timpora.web import access, scenes, story_choice, story_here

ME = access.signature(LOCAL)
AT, ANI = settings.now(), "ani@kantor.example"


def drawn(house) -> None:
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Barru | Balusu | 200")


@pytest.fixture
def page(house, monkeypatch):
    """The page on a protected server, in a session of its own."""
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    house.published(drawn)

    def open_page(name: str = "paparan", login: str = "", **query: str) -> AppTest:  # noqa: F811
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        if login:
            app.user = {"is_logged_in": True, "email": email(login), "email_verified": True}
        for key, value in query.items():
            app.query_params[key] = value
        return go(app, name)

    return open_page


def mine() -> list:
    return [kept.story for kept in story_book.seen_by(ME)[0]]


def theirs() -> str:
    """A story of words that somebody else shares."""
    words = [Scene("teks", {}, title) for title in ("Di mana", "Apa yang diminta")]
    story = story_book.keep("Rapat Timpora", words, ANI, AT)
    return story_book.share(story.id, ANI, AT).id


def field(app: AppTest, label: str):
    return next(box for box in [*app.text_input, *app.text_area] if box.label.startswith(label))


def test_anothers_story_is_copied_before_it_is_changed_and_each_change_is_kept(page):
    app = page(cerita=theirs())
    labels = [button.label for button in app.button]
    assert "Simpan salindia" not in labels and "Hapus" not in labels and "Ganti nama" not in labels
    press(app, "Buat salinan untuk diubah")
    (story,) = mine()
    assert story.name == "Rapat Timpora" and app.selectbox(key="cerita").value == story.id
    field(app, "Judul").set_value("Balusu lebih dulu")
    field(app, "Catatan").set_value("Sapa camat")
    press(app, "Simpan salindia")
    press(app, "Turun")
    assert [(scene.title, scene.note) for scene in mine()[0].scenes] == [
        ("Apa yang diminta", ""),
        ("Balusu lebih dulu", "Sapa camat"),
    ]
    press(app, "Gandakan")
    press(app, "Hapus")
    assert len(mine()[0].scenes) == 2 and app.session_state["salindia"] == "2"
    field(app, "Catatan").set_value("Ada 12 orang di Ujung")
    press(app, "Simpan salindia")
    assert "jumlah orang secara pasti" in text(app) and mine()[0].scenes[1].note == "Sapa camat"
    told = [(line.details["step"], line.details["set"]) for line in log.read(action="cerita")]
    assert told == [("simpan", story.id), *[("ubah", story.id)] * 4]
    assert story_book.get("0001", ANI).story.scenes[0].title == "Di mana"


def test_a_slide_that_another_window_moved_meanwhile_is_not_mistaken_for_the_one_that_was_seen(page):
    words = [Scene("teks", {}, title) for title in ("Satu", "Dua", "Tiga")]
    kept = story_book.keep("Rapat", words, ME, AT)
    app = page(cerita=kept.id, salindia="3")
    story_book.keep("Rapat", words[:1], ME, AT, of=kept.id)
    press(app, "Gandakan")
    assert "jendela lain" in text(app) and not app.exception
    assert [scene.title for scene in mine()[0].scenes] == ["Satu"]


def test_a_shared_story_that_names_an_area_is_not_for_whoever_does_not_see_that_area(house):
    words = Scene("teks", {}, "Balusu: ≈190 orang")
    story = story_book.keep("Rapat", [words], ANI, AT)
    story_book.share(story.id, ANI, AT)
    parepare, barru = (Viewer("b@kantor.example", "pimpinan", (code,)) for code in ("73.72", "73.11"))
    for who, is_theirs in [(parepare, False), (barru, True), (LOCAL, True), (replace(parepare, name=ANI), True)]:
        assert (story_choice.find(who, story.id) is not None) == is_theirs
        own, shared = story_choice.all_of(who)
        assert bool([*own, *shared]) == is_theirs


@pytest.mark.parametrize(
    ("name", "opened", "view"),
    [
        ("tren", "tampilan_terbuka", {"wilayah": "73.72"}),
        ("peta", "cerita_ke_buka", {"wilayah": "73.72", "lapisan": "presence", "periode": "2024-10"}),
        ("risiko", "cerita_ke_buka", {"bagian": "penjelasan", "wilayah": "73.72.02", "periode": "2024-10"}),
        ("kecamatan", "cerita_ke_buka", {"wilayah": "73.72.02", "periode": "2024-10"}),
    ],
)
def test_a_page_adds_what_is_chosen_on_it(page, name, opened, view):
    kept = story_book.keep("Rapat", [Scene("teks", {}, "Pembuka")], ME, AT)
    app = page(name, **view)
    app.session_state[opened] = True
    app.run()
    app.button(key="cerita_tambah_di_sini").click().run()
    assert not app.exception and "tersimpan" in text(app)
    app.selectbox(key="cerita_ke").set_value(kept.id).run()
    app.button(key="cerita_tambah_di_sini").click().run()
    stories = {story.name: story.scenes[-1] for story in mine()}
    assert set(stories) == {"Cerita baru", "Rapat"}
    for scene in stories.values():
        assert scene.page == name and {key: scene.choices[key] for key in view} == {k: [v] for k, v in view.items()}


@pytest.mark.parametrize(
    ("name", "view", "is_slide"),
    [
        ("risiko", {"bagian": "simulasi"}, False),
        ("risiko", {"bagian": "perhatian"}, True),
        ("kecamatan", {"wilayah": "73.72"}, False),
        ("kecamatan", {"wilayah": "73.72.02"}, True),
    ],
)
def test_only_what_is_a_slide_is_offered_as_one(page, name, view, is_slide):
    app = page(name, **view)
    app.session_state["cerita_ke_buka"] = True
    app.run()
    assert ("cerita_tambah_di_sini" in {button.key for button in app.button}) is is_slide


def test_who_looks_through_anothers_eyes_is_offered_no_slide():
    who = Viewer("lokal", "pimpinan", None, through="lokal")
    assert not story_here.may(who, "peta") and story_here.may(LOCAL, "peta") and not story_here.may(LOCAL, "unggah")


def test_whoever_adds_a_look_that_no_slide_can_tell_is_told_so_at_once(page):
    kept = story_book.keep("Rapat", [Scene("teks", {}, "Satu")], ME, AT)
    app = page(cerita=kept.id)
    field(app, "Tempel tautan").set_value("http://x/risiko?bagian=simulasi").run()
    app.button(key="cerita_tambah").click().run()
    assert len(mine()[0].scenes) == 2
    assert [box.value for box in app.warning if "tidak dapat dituturkan di salindia" in box.value]


def test_a_link_to_a_page_of_ours_is_a_slide_whichever_server_it_names():
    scene = scenes.of_address(" https://timpora.kantor.example/peta?lapisan=presence&periode=2024-10&lang=id#x")
    assert scene == Scene("peta", {"lapisan": ["presence"], "periode": ["2024-10"]})


@pytest.mark.parametrize("link", ["", "https://contoh.example/", "/akses", "http://[", "/peta?" + "a=1&" * 200])
def test_a_link_to_anything_else_gets_a_sentence(link):
    with pytest.raises(StoryRefused):
        scenes.of_address(link)


def test_the_content_of_a_story_file_becomes_ones_own_story(page):
    kept = story_book.keep("Kiriman", [Scene("teks", {}, "Di mana")], ANI, AT)
    content = as_file(kept)
    app = page(cerita=theirs())
    app.file_uploader(key="cerita_berkas").set_value(("cerita.json", content, "application/json")).run()
    press(app, "Simpan sebagai cerita saya")
    (story,) = mine()
    assert (story.name, story.scenes) == ("Kiriman", kept.scenes)


def changed_elsewhere(kept, *words: Scene) -> None:
    story_book.keep(kept.name, words, ME, AT + timedelta(minutes=1), of=kept.id)


def test_what_was_typed_into_a_slide_that_another_window_changed_is_kept_beside_the_others_change(page):
    kept = story_book.keep("Rapat", [Scene("teks", {}, "Satu", text=("Lama",)), Scene("teks", {}, "Dua")], ME, AT)
    app = page(cerita=kept.id)
    changed_elsewhere(kept, Scene("teks", {}, "Satu", text=("Dari jendela lain",)), Scene("teks", {}, "Dua"))
    field(app, "Teks").set_value("Ketikan saya")
    press(app, "Simpan salindia")
    told = text(app)
    assert "diubah di jendela lain" in told and mine()[0].scenes[0].text == ("Dari jendela lain",)
    assert all(words in told for words in ("Lama", "Dari jendela lain", "Ketikan saya"))
    app.button(key="sisih_baru").click().run()
    assert [scene.text for scene in mine()[0].scenes] == [("Dari jendela lain",), ("Ketikan saya",), ()]
    assert field(app, "Teks").value == "Ketikan saya" and not [b for b in app.button if b.key == "sisih_baru"]


def test_what_was_put_aside_goes_where_its_author_says_also_after_its_story_was_thrown_away(page):
    other = story_book.keep("Lain", [Scene("teks", {}, "Pembuka")], ME, AT)
    kept = story_book.keep("Rapat", [Scene("teks", {}, "Satu")], ME, AT)
    app = page(cerita=kept.id)
    story_book.withdraw(kept.id, ME, AT)
    field(app, "Judul").set_value("Judul baru")
    press(app, "Simpan salindia")
    assert "salindia ini sudah tidak ada" in text(app) and "Judul baru" in text(app)
    app.selectbox(key="cerita").set_value(other.id).run()
    app.button(key="sisih_sini").click().run()
    assert [scene.title for scene in mine()[0].scenes] == ["Judul baru"] and not app.exception


def test_another_slide_that_changed_or_moved_is_no_hindrance_and_is_not_undone(page):
    one, two = Scene("teks", {}, "Satu"), Scene("teks", {}, "Dua")
    kept = story_book.keep("Rapat", [one, two], ME, AT)
    app = page(cerita=kept.id)
    changed_elsewhere(kept, replace(two, note="Sapa camat"), one)
    field(app, "Judul").set_value("Pertama")
    press(app, "Simpan salindia")
    assert [(s.title, s.note) for s in mine()[0].scenes] == [("Dua", "Sapa camat"), ("Pertama", "")]
    assert app.session_state["salindia"] == "2"


def test_a_new_name_takes_no_change_of_another_window_back(page):
    kept = story_book.keep("Rapat", [Scene("teks", {}, "Satu")], ME, AT)
    app = page(cerita=kept.id)
    changed_elsewhere(kept, Scene("teks", {}, "Lebih baru"))
    app.text_input(key=f"cerita_nama_{kept.id}_{kept.at}").set_value("Rapat November")
    press(app, "Ganti nama")
    assert [(story.name, story.scenes[0].title) for story in mine()] == [("Rapat November", "Lebih baru")]


def test_the_opening_of_a_copied_standard_story_goes_on_being_made_from_the_data_until_it_is_written_over(
    page, monkeypatch
):
    app = press(page(), "Buat salinan untuk diubah")
    field(app, "Catatan").set_value("Sapa camat")
    press(app, "Simpan salindia")
    opening = mine()[0].scenes[0]
    assert (opening.note, opening.title, opening.text) == ("Sapa camat", "", ())
    who, now = scenes.shown_to(LOCAL), settings.now()
    said = scenes.slide(who, opening).points
    assert "pemungutan suara" in said[0] and said[0] in field(app, "Teks").value
    monkeypatch.setattr(settings, "now", lambda: now + timedelta(days=1))
    assert scenes.slide(who, opening).points[0] != said[0] and scenes.slide(who, opening).points[1:] == said[1:]
    field(app, "Teks").set_value("Selamat datang")
    press(app, "Simpan salindia")
    assert scenes.slide(who, mine()[0].scenes[0]).points == ("Selamat datang",)
    field(app, "Teks").set_value("")
    press(app, "Simpan salindia")
    assert mine()[0].scenes[0].text == ()


def test_a_leader_opens_a_story_from_its_file_and_is_told_what_is_wrong_with_another(login):  # noqa: F811
    content = as_file(story_book.keep("Kiriman", [Scene("teks", {}, "Di mana")], ANI, AT))
    app = login("paparan", "pimpinan")
    press(app, "Simpan sebagai cerita saya")
    assert "Belum ada berkas" in text(app)
    for wrong, said in ((b"{", "tidak dapat dibaca sebagai JSON"), (content + b" " * MOST_BYTES, "lebih besar dari")):
        app.file_uploader(key="cerita_berkas").set_value(("cerita.json", wrong, "application/json")).run()
        press(app, "Simpan sebagai cerita saya")
        assert said in text(app)
    app.file_uploader(key="cerita_berkas").set_value(("cerita.json", content, "application/json")).run()
    press(app, "Simpan sebagai cerita saya")
    assert not app.exception and 'Cerita "Kiriman" tersimpan' in text(app).replace("\\", "")


def test_beside_what_was_put_aside_stands_what_an_opening_said_where_it_is_made_from_the_data(page):
    opening = Scene("teks", {"bagian": ["pembuka"], "periode": ["2024-10"]})
    kept = story_book.keep("Rapat", [opening], ME, AT)
    app = page(cerita=kept.id)
    changed_elsewhere(kept, replace(opening, text=("Dari jendela lain",)))
    field(app, "Catatan").set_value("Sapa camat")
    press(app, "Simpan salindia")
    told = re.search(r"Teks, satu pokok per baris</th>(.*?)</tr>", text(app)).group(1)
    assert told.count("pemungutan suara") == 2 and "Dari jendela lain" in told
