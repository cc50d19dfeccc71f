"""The map as one file in a real browser, opened from a disk with no network: it paints, answers, asks for nothing."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from test_browser import browser  # noqa: F401 (a fixture)
from test_map_files import CAPTION, ROUNDED, part
from test_maps import CODES, geometry, places, shapes, store, values  # noqa: F401 (fixtures)

from timpora.draw import map_export, map_page

HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"


def written(folder: Path, shapes: geometry.Geometry, *parts, caption=CAPTION, **how) -> Path:  # noqa: F811
    pictures = [one.picture for one in parts]
    table, notes = map_export.table(parts), map_export.notes(parts, caption, shapes.attribution)
    file = folder / "peta.html"
    file.write_bytes(map_page.page(pictures, shapes, table, notes, caption, **how))
    return file


@pytest.fixture
def opened(browser):  # noqa: F811
    """Open a file from the disk; whatever it asks for, and whatever it complains about, fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    asked, said = [], []

    def opened(file: Path) -> Page:
        page = context.new_page()
        page.clock.install()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        page.locator(AREAS).first.wait_for()
        return page

    yield opened
    context.close()
    assert [url for url in asked if not url.startswith(("file:///", "data:"))] == []
    assert [url for url in asked if url.startswith("file:")] == [url for url in asked if url.endswith("peta.html")]
    assert said == []


pytestmark = pytest.mark.browser

THERE = ":not([d='M0 0'])"  # of a path: that it has a shape
AREAS = f".leaflet-overlay-pane path.leaflet-interactive{THERE}"
CHOSEN = f".leaflet-selected-pane path{THERE}"


def test_it_paints_every_area_and_says_what_is_known_under_the_pointer(opened, shapes, tmp_path):  # noqa: F811
    page = opened(written(tmp_path, shapes, part(ROUNDED)))
    areas = page.locator(AREAS)
    expect(areas).to_have_count(8)
    areas.first.hover(force=True)
    expect(page.locator(".timpora-tip").first).to_contain_text("Kecamatan 1")
    expect(page.locator(".timpora-tip").first).to_contain_text("≈190 orang")


def test_it_walks_by_keyboard(opened, shapes, tmp_path):  # noqa: F811
    page = opened(written(tmp_path, shapes, part(ROUNDED), selected=CODES[0]))
    page.locator(".leaflet-container").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".timpora-spoken").first).to_contain_text(re.compile("Kecamatan [2-8]"))


def test_what_is_clicked_stays_chosen_though_no_server_answers(opened, shapes, tmp_path):  # noqa: F811
    page = opened(written(tmp_path, shapes, part(ROUNDED)))
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.locator(AREAS).nth(2).click(force=True)
    page.clock.fast_forward(60_000)  # much longer than a page of the server waits for an answer
    expect(page.locator(CHOSEN).first).to_be_attached()


def test_what_is_said_with_the_map_stands_beside_it_and_the_table_is_the_same(opened, shapes, tmp_path):  # noqa: F811
    sample = replace(CAPTION, sample="DATA CONTOH · angka buatan")
    one = part(ROUNDED)
    loud = replace(one, picture=replace(one.picture, warning="Skala bebas."))
    page = opened(written(tmp_path, shapes, loud, caption=sample))
    assert page.title().startswith("DATA CONTOH") and page.locator("html").get_attribute("lang") == "id"
    expect(page.locator("h1")).to_have_text(CAPTION.sentence)
    for words in (CAPTION.source_note, "DATA CONTOH · angka buatan", "Skala bebas.", CAPTION.snapshot):
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_text("Tabel", exact=False).first.click()
    rows = page.locator("details").first.locator("tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.nth(0)).to_contain_text("≈190 orang")
    expect(rows.nth(3)).to_contain_text("disamarkan")


def test_no_name_becomes_a_script(opened, places, tmp_path):  # noqa: F811
    strange = geometry.script(
        places.assign(area_name=HOSTILE, kabupaten_name=HOSTILE), tmp_path / "none", tmp_path / "cache"
    )
    one = part(ROUNDED.assign(area_name=HOSTILE), name=HOSTILE, unit=HOSTILE)
    caption = type(CAPTION)(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,))
    page = opened(
        written(tmp_path, strange, replace(one, picture=replace(one.picture, warning=HOSTILE)), caption=caption)
    )
    page.locator(AREAS).first.hover(force=True)
    expect(page.locator(".timpora-tip").first).to_contain_text("</script>")
    assert page.evaluate("window.hacked") is None


def test_a_script_that_came_into_the_file_later_is_not_run(browser, shapes, tmp_path):  # noqa: F811
    file = written(tmp_path, shapes, part(ROUNDED))
    file.write_text(file.read_text("utf-8").replace("<h1>", "<script>window.hacked=1</script><h1>"), "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.locator(AREAS).first.wait_for()
    assert page.evaluate("window.hacked") is None
    page.close()


def test_the_file_holds_all_it_needs_and_no_number_that_is_withheld(shapes, tmp_path):  # noqa: F811
    carried = values(7, "suppressed", "not_reported").assign(value=[7.0, 8311.0, 8312.0])
    text = written(tmp_path, shapes, part(carried)).read_text("utf-8")
    told = re.sub(r"<script>.*?</script>|<style>.*?</style>|sha256-[^']*", "", text, flags=re.DOTALL)
    assert re.findall(r"<(?:link|img|iframe|object|base)\b|\bsrc=", told) == []
    assert re.findall(r"url\((?!['\"]?data:)", text[: text.index("</style>")]) == []
    assert "831" not in told
    start = text[text.rindex("<script>") :]
    table = json.loads(re.search(r"\),(\{.*\})\);", start)[1])
    assert "831" not in json.dumps(table) and "7 orang" in table["i"][0]["t"]


def test_a_chosen_area_is_chosen_when_the_file_opens(opened, shapes, tmp_path):  # noqa: F811
    page = opened(written(tmp_path, shapes, part(ROUNDED), selected=CODES[1]))
    expect(page.locator(CHOSEN).first).to_be_attached()
