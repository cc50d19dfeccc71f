"""Who reads English reads English, on every page, in files and slides and before the door, and stays in it."""

import asyncio
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from html import unescape

import duckdb
import pandas as pd
import pytest
from conftest import fix_key
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.access.roles import LOCAL, Viewer
from timpora.draw import deck_files, uploads
from timpora.draw.markup import href
from timpora.intake.contracts import contracts
from timpora.store import publish
from timpora.store.stories import Story
from timpora.text import data, keeping, language, say, speak
from timpora.web import data_words, documents, scenes, show_route, spoken, standard_story
from timpora.web.answers import ask
from timpora.web.document_jobs import Job
from timpora.web.gate import Gate
from timpora.web.gate_doors import VIEWER

# Words by which a sentence is known to be of a language: they stand in hardly any sentence of the other one.
INDONESIAN = (
    "yang dan dengan belum tidak bulan wilayah unduh untuk dari pada adalah atau itu ini sudah dalam oleh lebih semua "
    "hari tahun angka berkas laporan orang izin penginapan sumber bobot rendah sedang tinggi kesiapan cakupan instansi "
    "tanpa sesudah sebelum sejak sampai setiap pilih lapisan keberadaan selisih rapat halaman baris kolom lembar "
    "pemilih temuan penduduk malam butir tanda tamu"
)
ENGLISH = "the and with of not which are was were from have has this that their your each without before after"
# What stays as it is in either language.
NAMES = re.compile(
    r"[\w()./ -]+\.(?:csv|xlsx|xls|ods|json|toml|pptx|pdf|zip)"  # files, as agencies name them
    r"|Kantor Imigrasi [\w ]+|Sekretariat Timpora|RT/RW, desa|[A-Z_]+(?:/[A-Z]+)+"
    r"|[^.]*\(\d{4}\),.*?\.(?= [A-Z]|$)|INFORM, Concept and Methodology"  # titles of works in the literature
    r"|(?:https?://|python -m timpora)\S*(?: [a-z-]+)*"
)
PAGES = [
    ("ringkasan", {}),
    ("peta", {}),
    ("peta", {"lapisan": "index", "wilayah": "73.72"}),
    ("peta", {"tampilan": "dua"}),
    ("peta", {"tampilan": "kelompok"}),
    ("peta", {"tampilan": "selisih"}),
    ("tren", {}),
    ("tren", {"lihat": "hari"}),
    ("tren", {"lihat": "instansi"}),
    ("tren", {"rupa": "panas"}),
    ("risiko", {}),
    ("risiko", {"bagian": "penjelasan", "wilayah": "73.72.02"}),
    ("risiko", {"bagian": "simulasi"}),
    ("risiko", {"bagian": "instansi"}),
    ("risiko", {"bagian": "pemilihan"}),
    ("peringatan", {}),
    ("peringatan", {"bagian": "uji"}),
    ("kecamatan", {"wilayah": "73.72.02"}),
    ("paparan", {}),
    ("metode", {}),
    ("tindak-lanjut", {}),
    ("mutu-data", {}),
    ("mutu-data", {"bagian": "asal"}),
    ("mutu-data", {"bagian": "banding"}),
    ("mutu-data", {"bagian": "koreksi"}),
    ("unggah", {}),
    ("batas", {}),
    ("akses", {}),
    *(("panduan", {"bab": chapter}) for chapter in ("halaman", "metode", "mulai-pimpinan", "mulai-penyaji", "privasi")),
]


def words(language: str) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join((ENGLISH if language == 'id' else INDONESIAN).split())})\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Iterator[None]:
    """The sample of this checkout, in a folder of its own: what is looked at writes the log."""
    made = paths.ROOT / "data"
    if not (made / "published" / "current").exists():
        pytest.skip("the sample is not there: python -m timpora setup")
    folder = tmp_path_factory.mktemp("contoh")
    leave = shutil.ignore_patterns("reference", "contracts", "access", "documents")
    shutil.copytree(made, folder / "data", symlinks=True, ignore=leave)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        patch.setenv("TIMPORA_VIEW", "protected")
        fix_key(folder, patch)
        yield


def opened(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=300)
    if "-" in name:  # its address is not its file's name
        app.query_params["lang"] = query["lang"]
        app.run()
        app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    if name != "ringkasan":
        app.switch_page(str(paths.PAGES / f"{name.replace('-', '_')}.py"))
    app.run()
    assert not app.exception, app.exception
    return app


def read(block) -> Iterator[str]:
    """All text of a page, whatever it is drawn by: labels, options, tables, figures, what is said of pictures."""
    for part in block.children.values():
        if hasattr(part, "children"):
            yield from read(part)
        # Queries that are shown are code, wherever they stand.
        if hasattr(proto := getattr(part, "proto", None), "ListFields") and part.type != "code":
            yield from map(plain, texts(proto))


def texts(message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in ("id", "key", "url", "icon", "page", "page_script_hash", "form_id", "hash", "query_string"):
            continue
        for each in [value] if isinstance(value, str) or hasattr(value, "ListFields") else value_list(value):
            if isinstance(each, str):
                yield each
            elif hasattr(each, "ListFields"):
                yield from texts(each)


def value_list(value: object) -> list:
    return list(value) if hasattr(value, "__iter__") and not isinstance(value, bytes | dict) else []


def plain(text: str) -> str:
    """What of markup is read: its text, and the words in its attributes."""
    text = re.sub(r"<(style|script|pre).*?</\1>", " ", text, flags=re.DOTALL)
    spoken_in = re.compile(r'(?:title|alt|aria-label)="([^"]*)"')
    return unescape(re.sub(r"<[^<>]+>", lambda tag: " ".join(["", *spoken_in.findall(tag[0]), ""]), text))


def left_over(said: Iterator[str] | list[str], language: str) -> set[str]:
    """Words of the other language, with what stands around them."""
    found = set()
    for text in said:
        text = re.sub(r'"(?:/|\w+/)[^"]*"', " ", NAMES.sub(" ", text))
        found |= {text[max(0, hit.start() - 25) : hit.end() + 25] for hit in words(language).finditer(text)}
    return found


@pytest.mark.parametrize(
    ("name", "query"), PAGES, ids=[" ".join([name, *map("=".join, q.items())]) for name, q in PAGES]
)
@pytest.mark.parametrize("language", ["en", pytest.param("id", marks=pytest.mark.slow)])
def test_a_page_is_in_one_language(sample, name, query, language):
    app = opened(name, lang=language, **query)
    said = list(read(app._tree))
    assert sum(map(len, said)) > 300
    assert left_over(said, language) == set()


def test_every_link_of_a_page_goes_on_in_the_language(sample):
    app = opened("ringkasan", lang="en")
    html = " ".join(part.proto.body for part in app.get("html"))
    ours = [address for address in re.findall(r'href="([^"#]+)"', html) if re.match(r"\./|[a-z-]+\?", address)]
    assert len(ours) > 10 and [address for address in ours if "lang=en" not in address] == []
    assert "lang=" not in " ".join(part.proto.body for part in opened("ringkasan").get("html"))


def test_the_switch_keeps_the_view_and_leads_back(sample):
    app = opened("peta", periode="2024-09", lapisan="apoa_coverage", wilayah="73.72.02")
    before = dict(app.query_params)
    switch = app.button(key="bahasa")
    assert switch.label == "English"
    switch.click().run()
    assert app.query_params == before | {"lang": "en"} and "APOA coverage, September 2024" in " ".join(read(app._tree))
    back = app.button(key="bahasa")
    assert back.label == "Bahasa Indonesia"
    back.click().run()
    assert app.query_params == before | {"lang": "id"} and "Cakupan APOA, September 2024" in " ".join(read(app._tree))


def test_another_page_of_the_menu_is_in_the_language_of_the_session(sample):
    app = opened("peta", lang="en")
    app.query_params.clear()  # the menu leads to a page without anything behind its address
    app.switch_page(str(paths.PAGES / "tren.py")).run()
    assert app.title[0].value == "How presence changed" and app.query_params["lang"] == "en"


def test_a_language_that_nobody_speaks_is_indonesian(sample):
    app = opened("peta", lang="fr")
    assert app.title[0].value == "Di mana orang asing berada" and app.query_params["lang"] == "id"
    assert app.warning == []


def test_a_press_is_answered_in_the_language_of_its_page():
    def page():
        import streamlit as st

        from timpora.text import say
        from timpora.web import spoken

        spoken.listen()
        st.button("x", on_click=lambda: st.session_state.update(said=say("map.title")))
        st.text(st.session_state.get("said", ""))

    app = AppTest.from_function(page)
    app.query_params["lang"] = "en"
    app.run().button[0].click().run()
    assert app.text[0].value == "Where foreign nationals are"


def test_what_is_made_later_and_elsewhere_is_in_the_language_in_which_it_was_asked_for():
    with speak("en"):
        later = keeping(lambda: say("map.title"))
    assert language() == "id" and later() == "Where foreign nationals are"
    assert [spoken.of_query(query) for query in ("lang=EN&x=1", "x=lang", "lang=", "lang=id&lang=en")] == [
        "en",
        "id",
        "id",
        "en",
    ]


def test_an_address_says_its_language_only_where_it_is_not_indonesian():
    assert (href("peta", wilayah="73.72"), href("metode")) == ("peta?wilayah=73.72", "metode")
    with speak("en"):
        assert (href("peta", wilayah="73.72"), href("metode")) == ("peta?wilayah=73.72&lang=en", "metode?lang=en")
    assert scenes.of_address("http://x/peta?lapisan=presence&lang=en").choices == {"lapisan": ["presence"]}


# Files, slides


def english(make: Callable[[], object]) -> object:
    with speak("en"):
        return make()


def test_a_deck_is_in_the_language_it_was_made_in_down_to_its_files(sample):
    def made():
        who = scenes.shown_to(LOCAL)
        story = standard_story.standard(who)
        deck = documents.made(who, story, "uji", "http://127.0.0.1:8501", lambda done, of: None)
        written = {form: dict(deck_files.files(deck, form)) for form in ("csv", "xlsx", "pptx", "pdf", "briefing")}
        return deck, written

    deck, written = english(made)
    said = [text for slide in deck.slides for text in (slide.title, *slide.points, *slide.cautions, slide.source_note)]
    assert len(said) > 30 and left_over([deck.title, deck.sample, *said], "en") == set()
    assert all("lang=en" in slide.address for slide in deck.slides if slide.address)
    tables = [content.decode("utf-8-sig") for content in written["csv"].values()]
    assert left_over(tables, "en") == set()
    (book,) = written["xlsx"].values()
    sheets = pd.read_excel(io.BytesIO(book), sheet_name=None, header=None, engine="calamine")
    cells = [str(cell) for sheet in sheets.values() for cell in sheet.to_numpy().ravel()]
    assert left_over([*sheets, *cells], "en") == set()
    (slides,) = written["pptx"].values()
    assert len(on_slides := told_by_slides(slides)) > 100 and left_over(on_slides, "en") == set()
    for form in ("pdf", "briefing") if shutil.which("pdftotext") else ():
        (pages,) = written[form].values()
        assert len(on_paper := told_by_paper(pages)) > 1000 and left_over([on_paper], "en") == set(), form
    names = [name for files in written.values() for name in files]
    assert left_over([name.rpartition(".")[0].replace("-", " ") for name in names], "en") == set()


def told_by_slides(content: bytes) -> list[str]:
    """Every text of a PowerPoint file: on slides, in their notes, in charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        read_from = re.compile(r"ppt/(?:slides|notesSlides|charts)/\w+\.xml")
        pages = [parts.read(name).decode() for name in parts.namelist() if read_from.fullmatch(name)]
    return [unescape(said) for page in pages for said in re.findall(r"<(?:a:t|c:v)>([^<]+)<", page)]


def told_by_paper(content: bytes) -> str:
    """The text of a PDF on one line."""
    told = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    return " ".join(told.decode().split())


def test_a_document_made_beside_the_page_is_in_its_language(sample):
    who = scenes.shown_to(LOCAL)
    story = standard_story.standard(who)
    one = Story("", story.name, story.scenes[1:2])
    job = english(lambda: Job(who, one, "csv", "uji", "http://127.0.0.1:8501"))
    job._thread.join(120)
    assert not job.problem and job.file
    assert "SAMPLE DATA" in job.file[1].decode("utf-8-sig")


def test_the_full_screen_is_in_the_language_of_its_address(sample):
    def page(query: str) -> str:
        scope = {"type": "http", "method": "GET", "path": "/tayang", "query_string": query.encode(), "headers": []}
        with speak(spoken.of_query(query)):
            response = show_route.tayang(Request(scope | {VIEWER: LOCAL}))

            async def all_of_it() -> str:
                return "".join([part async for part in response.body_iterator])

            return asyncio.run(all_of_it())

    shown = page("cerita=standar&lang=en")
    assert '<html lang="en">' in shown and "/paparan?cerita=standar&amp;lang=en" in unescape(shown).replace(
        "&", "&amp;"
    )
    assert left_over([plain(shown)], "en") == set()
    assert '<html lang="id">' in page("cerita=standar")


def test_what_the_gate_says_is_in_the_language_of_the_address(house):
    def told(query: bytes) -> str:
        sent = []
        headers = [(b"host", b"127.0.0.1:8501")]
        scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/auth/logout", "headers": headers}
        scope |= {"raw_path": b"/auth/logout", "query_string": query, "client": ("127.0.0.1", 1)}
        scope |= {"server": ("127.0.0.1", 8501)}

        async def receive() -> dict:
            return {"type": "http.request", "body": b""}

        async def send(message: dict) -> None:
            sent.append(message)

        asyncio.run(Gate(None)(scope, receive, send))
        return b"".join(message.get("body", b"") for message in sent).decode()

    assert '<html lang="en">' in told(b"lang=en") and "There is nothing at this address" in told(b"lang=en")
    assert '<html lang="id">' in told(b"") and say("gate.status.404") in unescape(told(b"lang=x"))


# What data say


def test_an_answer_is_told_in_the_language_and_kept_in_words_of_the_file(sample):
    rows = {spoken_in: speaking(spoken_in, lambda: ask(LOCAL, "layers")).iloc[0] for spoken_in in ("id", "en", "id")}
    assert (rows["id"].layer_name, rows["en"].layer_name) == ("Izin tinggal aktif", "Active stay permits")
    assert (rows["id"].layer, rows["en"].layer) == ("presence", "presence")
    assert list(rows["en"].third_words) == ["few", "medium", "many"]


def speaking(spoken_in: str, make: Callable[[], object]) -> object:
    with speak(spoken_in):
        return make()


def test_words_without_english_and_codes_stay_as_they_are():
    frame = pd.DataFrame({"unit": ["orang", "ekor"], "unit_code": ["orang", "ekor"], "value": [1.0, 2.0]})
    told = english(lambda: data_words.told(frame))
    assert list(told["unit"]) == ["people", "ekor"] and list(told["unit_code"]) == ["orang", "ekor"]
    assert data_words.told(frame) is frame


def test_the_judgements_that_numbers_are_published_by_keep_their_own_words(house):
    pair = english(data_words.judgement).pairs["itas-sktt"]
    assert pair.name == "ITAS and SKTT" and data_words.judgement().pairs["itas-sktt"].name == "ITAS dan SKTT"
    contract = contracts()["izin_tinggal"]
    assert english(lambda: uploads.source_name(contract)) == "Imigrasi, Stay permits"
    assert contracts()["izin_tinggal"].name == "Izin tinggal" and data.translated(contract) is contract


def test_what_is_published_and_what_a_scope_is_called_are_kept_in_one_language_whoever_asks_first(sample):
    parepare = Viewer("", "", ("73.72",), view="protected")

    def told() -> tuple[str, str]:
        layers = ask(LOCAL, "layers").set_index("layer")
        return ask(parepare, "groups").set_index("group_code").loc["kantor", "group_name"], layers.loc["index", "unit"]

    assert (english(told), told(), english(told)) == (
        ("Your areas", "points"),
        ("Wilayah Anda", "poin"),
        ("Your areas", "points"),
    )


def test_a_snapshot_that_is_published_in_english_holds_the_words_of_its_files(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    file = english(publish.publish)
    with duckdb.connect(file, read_only=True) as con:
        units = {unit for (unit,) in con.execute("select unit from marts.layers").fetchall()}
    assert "poin" in units and "orang" in units and not units & {"points", "people"}
