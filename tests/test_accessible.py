"""Pages for everybody: by WCAG 2.2 AA, by keyboard, enlarged to twice the size, without movement, pictures in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import axe
import pytest
from lent import DESK
from playwright.sync_api import Page, expect
from served import running, status
from test_browser import browser  # noqa: F401 (a fixture)
from watched import PHONE, sample, settled, watched

from timpora import paths
from timpora.text import say
from timpora.web.navigation import PAGES

pytestmark = pytest.mark.browser

UJUNG = "wilayah=73.72.02"
# Address → the box under the picture that holds its numbers; None where there is no picture, or all are in a table.
VIEWS = {
    "/": "Semua kecamatan",
    f"/peta?{UJUNG}": "Tabel",
    "/tren": "Tabel",
    "/tren?lihat=hari": "Tabel",
    "/tren?lihat=instansi": "Tabel",
    "/risiko": "Semua kecamatan",
    f"/risiko?bagian=penjelasan&{UJUNG}": "Tabel",
    "/risiko?bagian=pemilihan": "Tabel",
    "/risiko?bagian=instansi": None,
    "/risiko?bagian=simulasi": None,
    "/peringatan": "Tabel",
    "/peringatan?bagian=uji": "Tabel",
    "/tindak-lanjut": None,
    f"/kecamatan?{UJUNG}": "Tabel",
    "/paparan": None,
    "/metode": None,
    "/mutu-data": None,
    "/mutu-data?bagian=asal": None,
    "/unggah": None,
    "/batas": None,
    "/akses": None,
    "/catatan": None,
}
# On a narrow screen: a box that scrolls is reached by keyboard in Chromium and Firefox without a word of ours, and what
# lies half under the name of its row comes out from there when it is gone to.
NARROW = ("scrollable-region-focusable", "partially obscured")
# Of each picture of a page: what it is, and what is said of it.
PICTURES = """() => [...document.querySelectorAll(
    "[data-testid=stMain] :is([data-testid=stPlotlyChart], img:not([alt='']), [role=img], .stages)")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.dataset.testid || one.className || one.tagName,
    (one.getAttribute("aria-label") || one.getAttribute("alt") || one.innerText).trim()])"""
# Where one is by keyboard: what is said of it, and whether it looks otherwise than when one is not there.
FOCUSED = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const look = () => {
    const looks = [];
    for (let one = at, n = 0; one && n < 5; one = one.parentElement, n += 1) {
      for (const part of [null, "::after"]) {
        const {outline, boxShadow, borderColor, backgroundColor, content} = getComputedStyle(one, part);
        looks.push(outline, boxShadow, borderColor, backgroundColor, content);
      }
    }
    return looks.join();
  };
  const name = at.ariaLabel || at.labels?.[0]?.innerText || at.innerText || at.title || at.placeholder || "";
  const here = look();
  at.blur();
  const away = look();
  at.focus({preventScroll: true});
  return [at.role || at.tagName.toLowerCase(), name.trim(), here !== away];
}"""
# What has no room: the page beside the window, and words that are cut off by their own box.
CUT_OFF = """() => {
  const page = document.querySelector("[data-testid=stMain]");
  const isOver = (box) => box.scrollWidth > box.clientWidth + 1;
  const boxes = [...page.querySelectorAll("*")];
  const isCut = (box) => ["hidden", "clip"].includes(getComputedStyle(box).overflowX) && isOver(box)
    && box.clientWidth > 1 && box.checkVisibility() && (box.value || box.innerText || "").trim();
  const cut = boxes.filter(isCut).map((box) => (box.value || box.innerText).slice(0, 60));
  return [page].filter(isOver).map(() => "page").concat(cut);
}"""


@dataclass(frozen=True)
class Reader:
    """Somebody at the sample, with axe-core in every page, who has asked for no movement."""

    page: Page
    address: str

    def look(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="commit")
        return settled(self.page)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with running(sample(tmp_path_factory.mktemp("contoh")), environment={"TIMPORA_VIEW": "protected"}) as server:
        yield server.address


@pytest.fixture(scope="module")
def reader(browser, address) -> Iterator[Reader]:  # noqa: F811
    with watched(browser, DESK, reduced_motion="reduce") as page, axe.brought(page):
        yield Reader(page, address)


def test_every_page_of_the_menu_is_looked_at():
    assert {view.split("?")[0].strip("/") or next(iter(PAGES)) for view in VIEWS} == set(PAGES)


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_has_nothing_serious_against_it_and_its_pictures_have_words_and_numbers(reader, view):
    page = reader.look(view)
    assert axe.faults(page) == []
    pictures = page.evaluate(PICTURES)
    assert [kind for kind, said in pictures if len(said) < 20] == [], "a picture without what it says"
    if box := VIEWS[view]:
        assert pictures or page.locator("iframe[title^='streamlit_folium']").count()
        expect(page.locator("summary").get_by_text(box, exact=True).first).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_in_the_dark_nothing_serious_is_against_any_page(browser, address, size):  # noqa: F811
    found = []
    with watched(browser, size, color_scheme="dark", reduced_motion="reduce") as page, axe.brought(page):
        for view in VIEWS:
            faults = axe.faults(Reader(page, address).look(view))
            found += [f"{view} {fault}" for fault in faults if not any(why in fault for why in NARROW)]
    assert found == []


def test_the_full_screen_has_nothing_serious_against_it(reader):
    reader.page.goto(f"{reader.address}/tayang?cerita=standar#2", wait_until="commit")
    reader.page.wait_for_selector("#usai", state="attached")
    assert axe.faults(reader.page) == []


def test_a_page_is_sent_in_its_language_and_its_window_has_its_name(reader):
    for query, language in (("", "id"), ("?lang=en", "en"), ("?lang=xx", "id")):
        assert f'<html lang="{language}">'.encode() in status(f"{reader.address}/tren{query}")[1]
    reader.look("/mutu-data")
    expect(reader.page).to_have_title(f"{say('page.mutu_data')} · {say('app.title')}")


def stops(page: Page, most: int = 90) -> Iterator[tuple[str, str, bool]]:
    """Where Tab leads, one stop after another: role, name, and whether one sees that one is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.title").startswith("streamlit_folium"):
            where = page.locator("iframe[title^='streamlit_folium']").last.content_frame.locator("body")
        else:
            where = page.locator("body")
        if (stop := where.evaluate(FOCUSED)) is None:
            return
        yield tuple(stop)


def test_everything_on_the_map_page_is_reached_by_tab_has_a_name_and_is_seen_to_be_reached(reader):
    found = list(stops(reader.look(f"/peta?{UJUNG}")))
    assert [stop for stop in found if not stop[1]] == [], "no name"
    assert [stop for stop in found if not stop[2]] == [], "not seen"
    names = [name for _, name, _ in found]
    wanted = [say("page.ringkasan"), say("page.catatan"), say("map.mode.satu"), "Izin tinggal", say("map.table")]
    places = [next((at for at, name in enumerate(names) if part in name), None) for part in wanted]
    assert None not in places and places == sorted(places)


def test_the_risk_page_is_used_without_a_mouse(reader):
    page = reader.look("/risiko")
    first = page.locator(".place a").first.inner_text()
    reached = []
    for stop in stops(page):
        reached.append(stop)
        if stop[1] == first:
            break
    assert reached[-1][1] == first and all(is_seen for _, _, is_seen in reached)
    page.keyboard.press("Enter")
    page.wait_for_url("**/risiko?bagian=penjelasan*")
    settled(page)
    expect(page.locator(".why")).to_contain_text(first)
    next(stop for stop in stops(page) if stop[0] == "radio")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**bagian=pemilihan*")


@pytest.mark.parametrize("view", ["/", "/risiko", f"/risiko?bagian=penjelasan&{UJUNG}"])
def test_at_twice_the_size_no_word_is_cut_off_and_the_page_is_no_wider_than_the_window(reader, view):
    width, height = DESK
    reader.page.set_viewport_size({"width": width // 2, "height": height // 2})
    try:
        page = reader.look(view)
        assert page.evaluate(CUT_OFF) == []
    finally:
        reader.page.set_viewport_size({"width": width, "height": height})


def test_nothing_moves_for_whom_movement_makes_ill(reader):
    page = reader.look("/peta")
    moving = "() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length"
    assert page.evaluate(moving) == 0
    frame = page.locator("iframe[title^='streamlit_folium']").content_frame
    options = "() => [map.options.zoomAnimation, map.options.fadeAnimation, map.options.inertia]"
    assert frame.locator("body").evaluate(options) == [False] * 3
    page.goto(f"{reader.address}/tayang?cerita=standar#1", wait_until="commit")
    page.wait_for_selector("#usai", state="attached")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(moving) == 0


def test_no_picture_reaches_a_page_without_words():
    drawn = {file.name: file.read_text("utf-8") for file in (paths.ROOT / "timpora").rglob("*.py")}
    assert [name for name, text in drawn.items() if "plotly_chart(" in text] == ["chart.py"]
    images = [(name, call) for name, text in drawn.items() for call in re.findall(r'tag\(\s*"img".*', text)]
    assert len(images) > 4 and [each for each in images if "alt=" not in each[1]] == []


def test_what_the_page_about_it_names_is_there():
    told = (paths.ROOT / "docs" / "accessibility.md").read_text("utf-8")
    named = re.findall(r"`((?:tests|timpora)/[\w/.-]+)`", told)
    assert len(named) > 5 and [name for name in named if not (paths.ROOT / name).exists()] == []
    assert ("today the list is empty" in told) == (not axe.FRAMEWORK)
