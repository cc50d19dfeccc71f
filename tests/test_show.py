"""The full screen: what is sent of a story, in whose name, with which numbers, and that text stays text."""

import asyncio
import gzip
import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import identity
import pytest
from conftest import WITA, House
from playwright.sync_api import Page, expect
from served import running
from starlette.requests import Request
from test_browser import SHOTS, browser  # noqa: F401 (a fixture)
from test_gate import office  # noqa: F401 (a fixture)

from timpora.access import log
from timpora.access.people import LOCAL, Viewer
from timpora.draw import readable, show
from timpora.draw.slide import Chart, Deck, Figure, Series, Slide, Table
from timpora.store import publish, story_book
from timpora.store.stories import Scene
from timpora.web import access, made_slides, protection
from timpora.web.gate_doors import VIEWER
from timpora.web.show_route import tayang

EXACT = 8317  # of people, which is published as ≈8.315 or ≈8.320
MAP, WORDS = Scene("peta", {"lapisan": ["presence"]}), Scene("teks", {}, "Kata saja", "Sapa camat")
AT = datetime(2024, 11, 5, 9, 0, tzinfo=WITA)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Iterator:
    folder = tmp_path_factory.mktemp("tayang")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(folder / "data"))
        house = House(folder)
        house.permits(f"Okt-24 | Parepare | Ujung | {EXACT}", "Okt-24 | Barru | Balusu | 201", reason="uji")
        publish.publish()
        identity.list_people(folder / "data")
        yield folder / "data"


def story(*scenes: Scene, by: str = "seseorang") -> str:
    kept = story_book.keep(f"Cerita {len(story_book.seen_by(by)[0])}", scenes, by, AT)
    story_book.share(kept.id, by, AT)
    return kept.id


def sent(who: Viewer | None, cerita: str, **headers: str) -> tuple[int, bytes]:
    """Status and body of the route, as the gate lets somebody through to it."""
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    asked = {"type": "http", "method": "GET", "query_string": f"cerita={cerita}".encode(), "headers": told}
    answer = tayang(Request(asked | {VIEWER: who}))

    async def body() -> bytes:
        pieces = [piece async for piece in answer.body_iterator]
        return b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)

    return answer.status_code, asyncio.run(body()) if hasattr(answer, "body_iterator") else b""


def test_a_story_is_one_page_that_loads_nothing_but_our_own_styles_and_script(data):
    status, page = sent(LOCAL, story(MAP, MAP))
    assert status == 200 and page.count(b'class="slide"') == 2 and b'id="usai"' in page
    loaded = re.findall(rb'(?:src|href)="([^"]+)"', page)
    assert all(url.startswith((b"/statis/", b"data:image/svg+xml,")) for url in loaded)
    assert not re.search(rb"<script(?! src)|\son\w+=", page)
    assert len(page) < 2 * 400_000


def test_what_is_compressed_is_the_same_page(data):
    cerita = story(MAP)
    _, packed = sent(LOCAL, cerita, accept_encoding="gzip, br")
    assert gzip.decompress(packed) == sent(LOCAL, cerita)[1]


def test_a_slide_that_cannot_be_made_says_so_and_the_others_go_on(data, monkeypatch):
    monkeypatch.setitem(made_slides.scenes._MAKERS, "risiko", lambda *_: 1 / 0)
    _, page = sent(LOCAL, story(Scene("risiko", {}), MAP))
    assert b"Salindia 1 belum dapat dibuat" in page and b"Terbesar" in page and b"ZeroDivision" not in page


def test_nobody_is_shown_anything_whom_the_gate_did_not_name_nor_a_story_of_anothers(data):
    assert sent(None, "standar")[0] == 403
    assert sent(Viewer("x@kantor.example", "", ()), "standar")[0] == 403
    assert sent(LOCAL, "9999")[0] == 404
    private = story_book.keep("Milik orang lain", [MAP], "orang lain", AT)
    assert sent(LOCAL, private.id)[0] == 404
    own = story_book.keep("Milik sendiri", [WORDS], access.signature(LOCAL), AT)
    assert sent(LOCAL, own.id)[0] == 200


def has_exact(page: bytes) -> bool:
    return re.search(r"8\.?317", html.unescape(page.decode())) is not None


def test_no_exact_number_is_sent_by_either_server_until_protection_is_off_and_then_every_slide_says_so(
    data, monkeypatch
):
    cerita = story(MAP, MAP)
    assert not has_exact(sent(LOCAL, cerita)[1])
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    _, page = sent(LOCAL, cerita)
    assert not has_exact(page) and re.search("≈8.3(15|20)", page.decode()) and b"mark loud" not in page
    protection.turn_off(LOCAL, "Rapat pimpinan tertutup")
    _, page = sent(LOCAL, cerita)
    assert has_exact(page) and page.count(b"mark loud") == 2
    protection.turn_on(LOCAL)
    assert not has_exact(sent(LOCAL, cerita)[1])
    told = [(line.who, line.details["step"], line.details.get("reason")) for line in log.read(action="paparan")]
    assert told == [("lokal", "angka-pasti", "Rapat pimpinan tertutup"), ("lokal", "terlindung", None)]


def test_protection_is_off_for_one_day_one_person_and_the_server_of_exact_numbers_only(data, monkeypatch):
    monkeypatch.setitem(protection._EXACT, LOCAL.name, date(2024, 11, 5))
    monkeypatch.setenv("TIMPORA_VIEW", "exact")
    assert not protection.is_exact(LOCAL)  # that day is over
    protection.turn_off(LOCAL, "Rapat")
    assert protection.is_exact(LOCAL)
    analyst = Viewer("a@kantor.example", "analis", None)
    assert not protection.is_exact(analyst) and protection.may_turn_off(analyst)
    assert not protection.may_turn_off(Viewer("a@kantor.example", "analis", ("73.72",)))
    assert not protection.may_turn_off(Viewer("p@kantor.example", "penyaji", None))
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    assert not protection.is_exact(LOCAL) and not protection.may_turn_off(LOCAL)


def test_the_gate_names_who_asks_and_each_is_shown_their_own_area(office):  # noqa: F811
    assert office.ask("/tayang").status == 302
    leader, regional = (office.ask("/tayang", office.login(who)) for who in ("pimpinan", "parepare"))
    assert leader.status == regional.status == 200
    assert b"Balusu" in leader.body and b"Ujung" in regional.body and b"Balusu" not in regional.body
    assert not has_exact(leader.body) and not has_exact(regional.body)
    assert office.ask("/tayang?cerita=9999", office.login("pimpinan")).status == 404
    seen = [line for line in log.read(action="lihat") if line.details["page"] == "tayang"]
    assert [line.who for line in seen[-2:]] == [identity.email("pimpinan"), identity.email("parepare")]


# --- how a slide is drawn

EVIL = "<img src=x onerror=alert(1)>\"'&"
DECK = Deck(EVIL, EVIL, date(2024, 11, 5), EVIL, "protected", EVIL, "http://x", (), EVIL, (EVIL,), (EVIL,))
CHART = Chart("line", (EVIL, "Nov"), (Series(EVIL, (3.0, None), "#123456"), Series("b", (1.5, 2.0), "#654321")), EVIL)
TABLE = Table((EVIL, "n"), ((EVIL, Figure(EVIL, 3.0)), (date(2024, 11, 5), None)))


@pytest.mark.parametrize(
    "picture",
    [{}, {"chart": CHART}, {"chart": Chart("bar", *list(vars(CHART).values())[1:])}, {"table": TABLE}],
    ids=str,
)
def test_text_is_never_markup_wherever_it_stands(picture):
    slide = Slide(EVIL, (EVIL,), "/peta", EVIL, EVIL, (EVIL,), note=EVIL, cautions=(EVIL,), **picture)
    page = show.beginning(DECK, 1, "/statis/1", {"story": EVIL}) + show.section(
        show.body(slide, DECK), DECK, 1, 1, slide.title, slide.filters, slide.note
    )
    assert "<img src=x" not in page and page.count("&lt;img") > 10


def test_a_gap_in_a_line_is_a_gap_and_no_zero():
    lines = Chart("line", tuple("abcde"), (Series("s", (1.0, 2.0, None, 4.0, 5.0), "#123456"),), "orang")
    drawn = show.body(Slide("t", (), "", "", "", chart=lines), DECK)
    wide, high = drawn.split("<svg")[1:]
    for shape in wide, high:
        assert shape.count("<polyline") == 2 and shape.count("<circle") == 4


def test_of_a_long_table_it_is_said_how_much_is_not_on_the_screen():
    long = Table(("a",), tuple((str(row),) for row in range(40)))
    drawn = show.body(Slide("t", (), "/risiko?periode=2024-10", "", "", table=long), DECK)
    assert drawn.count("<tr>") == 1 + readable.ROWS and "dan 32 lagi di Risiko (/risiko)" in drawn


# --- in a real browser, by keyboard


SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080), "1024x768": (1024, 768), "zoom-150": (911, 512)}
LONG = "Kesenjangan kesiapan masih lebar di kecamatan pesisir: SK tim ada, pelatihan APOA belum, rapat sudah lama lewat"
CAUTION = "Yang diminta dari setiap instansi sebelum rapat berikutnya, dengan tanggal dan wilayahnya masing-masing"
# What does not fit: the page, the slide, its words; and type that is too small to read from the back of a room.
FAULTS = """() => {
  const slide = document.querySelector("#panggung .slide:not([hidden])");
  const over = (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
  const share = (box) => parseFloat(getComputedStyle(box).fontSize) / innerHeight * 100;
  const boxes = [document.documentElement, slide, ...slide.querySelectorAll(".fit")];
  return boxes.filter(over).map((box) => box.className)
    .concat(share(slide.querySelector("h1")) < 4.2 ? ["title"] : [])
    .concat(slide.querySelector(".body").clientHeight < innerHeight * 0.4 ? ["room"] : [])
    .concat([...slide.querySelectorAll(".fit")].filter((box) => share(box) < 2.59).map(() => "type"));
}"""


def at(page: Page, n: int) -> None:
    """The slide of this number is the one on the screen, and in the address."""
    expect(page.locator("#panggung .slide:visible")).to_have_count(1)
    expect(page.locator(f"#s{n}")).to_be_visible()
    assert page.url.endswith(f"#{n}")


@pytest.mark.browser
def test_a_storyboard_is_driven_by_keyboard_at_every_resolution_and_with_the_cable_pulled(data, browser, tmp_path):  # noqa: F811
    lines = tuple(f"Instansi {n}: {CAUTION}" for n in "ABCDE")
    scenes = [MAP, replace(MAP, title=LONG, note="Tunggu tanya jawab", spotlight=("73.72.02",)), WORDS, MAP]
    cerita = story(*scenes, replace(WORDS, text=lines))
    shutil.copytree(data, tmp_path / "data", symlinks=True, ignore=shutil.ignore_patterns("access"))
    with running(tmp_path / "data", environment={"TIMPORA_VIEW": "protected"}) as server:
        address = f"{server.address}/tayang?cerita={cerita}"
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address, wait_until="commit")
            page.wait_for_selector("#usai", state="attached", timeout=60_000)
            for n in range(1, 6):
                page.keyboard.press(str(n))
                page.keyboard.press("Enter")
                at(page, n)
                assert page.evaluate(FAULTS) == [], f"{name}, slide {n}"
                page.screenshot(path=SHOTS / f"tayang-{name}-{n}.png")
            page.close()
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto(f"{address}#3", wait_until="commit")
        at(page, 3)
        page.reload()
        at(page, 3)
        with context.expect_page() as opened:
            page.keyboard.press("p")
        desk = opened.value
        at(desk, 3)
        expect(desk.locator("#lama")).to_contain_text("berjalan")
        context.set_offline(True)
        for key, n in (
            ("ArrowRight", 4), ("ArrowLeft", 3), ("ArrowDown", 4), ("ArrowUp", 3), ("Space", 4), ("Shift+Space", 3),
            ("PageDown", 4), ("PageUp", 3), ("End", 5), ("ArrowRight", 5), ("Home", 1), ("ArrowLeft", 1),
        ):  # fmt: skip
            page.keyboard.press(key)
            at(page, n)
            expect(desk.locator(f"#panggung #s{n}")).to_be_visible()
        desk.keyboard.press("ArrowRight")
        at(page, 2)
        expect(desk.locator("#catatan")).to_have_text("Tunggu tanya jawab")
        expect(desk.locator("#berikut h1")).to_have_text("Kata saja")
        desk.screenshot(path=SHOTS / "tayang-penyaji.png")
        assert "Tunggu" not in page.locator("body").inner_text()
        for key in "b", ".":
            page.keyboard.press(key)
            expect(page.locator("#gelap")).to_be_visible()
            page.keyboard.press(key)
            expect(page.locator("#gelap")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("#bantuan")).to_be_visible()
        page.screenshot(path=SHOTS / "tayang-bantuan.png")
        page.keyboard.press("Escape")
        expect(page.locator("#bantuan")).to_be_hidden()
        assert page.locator("body").evaluate("body => getComputedStyle(body).cursor") == "none"
        page.mouse.click(1300, 400)
        at(page, 3)
        page.mouse.click(60, 400)
        at(page, 2)
        page.keyboard.press("Escape")  # nowhere to go without the server: the slides stay
        expect(page.locator("#kabar")).to_contain_text("tidak terjangkau")
        at(page, 2)
        context.set_offline(False)
        page.keyboard.press("f")
        page.wait_for_function("() => document.fullscreenElement")
        expect(page.locator("#kendali")).to_be_hidden()
        page.keyboard.press("f")
        page.wait_for_function("() => !document.fullscreenElement")
        page.keyboard.press("Escape")
        page.wait_for_url(f"**/paparan?cerita={cerita}&salindia=2")
        context.close()
