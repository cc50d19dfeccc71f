"""Light and dark, and on a phone: what the stylesheets promise, in a real browser with the network blocked."""

import shutil
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from lent import DESK, heard, lent
from office_of_squares import drawn
from playwright.sync_api import Page, expect
from served import running
from test_browser import browser  # noqa: F401 (a fixture)
from watched import PHONE

from benchmarks.wire import Session
from timpora import theme
from timpora.draw import palettes

pytestmark = pytest.mark.browser

# What a finger has to hit, and is smaller than 24 pixels; links within a sentence may be (WCAG 2.2, 2.5.8).
SMALL = """root => [...root.querySelectorAll('button, select, summary, [role=button], [role=combobox], [role=radio]')]
  .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map(one => [one.ariaLabel || one.textContent.trim() || one.className, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && Math.min(box.width, box.height) < 23.5)
  .map(([name, box]) => `${name}: ${Math.round(box.width)}×${Math.round(box.height)}`)"""
# What makes a page wider than it is: the page itself never scrolls sideways, tables do inside themselves.
WIDER = """() => [document.documentElement, document.querySelector('.stMain')]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => `${one.scrollWidth} > ${one.clientWidth}`)"""


@pytest.fixture(scope="module")
def address(browser, drawn_once, tmp_path_factory):  # noqa: F811 (a fixture)
    folder = tmp_path_factory.mktemp("kantor") / "data"
    shutil.copytree(drawn_once(drawn), folder, symlinks=True)
    with running(folder, environment={"TIMPORA_VIEW": "protected"}) as server:
        yield server.address


@pytest.fixture
def open_page(browser, address):  # noqa: F811 (a fixture)
    """Open a path as somebody with such a screen and such a system; nothing beyond loopback is asked for."""
    asked = []
    with ExitStack() as open_pages:

        def open_page(path: str, size: tuple[int, int], **how: object) -> Page:
            page = open_pages.enter_context(lent(browser, size, **how))
            open_pages.enter_context(heard(page, request=lambda request: asked.append(request.url)))
            page.goto(address + path, wait_until="commit")
            return page

        yield open_page
    assert [url for url in asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))] == []


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def worn(page: Page, kind: str) -> None:
    """Page, map and what lies around the data are in this theme."""
    own, around = theme.colours(kind), palettes.around(kind)
    expect(page.locator(".stApp")).to_have_css("background-color", rgb(own["ground"]))
    expect(page.locator(".answer").first).to_have_css("color", rgb(own["ink"]))
    frame = page.locator("iframe[title^='streamlit_folium']").last.content_frame
    expect(frame.locator(".timpora-frame")).to_have_css("background-color", rgb(own["ground"]))
    expect(frame.locator(".timpora-key h2").first).to_have_css("color", rgb(own["ink"]))
    expect(frame.locator(".leaflet-container").first).to_have_css("background-color", rgb(around["sea"]))
    expect(frame.locator(".leaflet-outlines-pane path").first).to_have_css("stroke", rgb(around["outline"]))


@pytest.mark.slow
def test_whose_system_is_dark_has_a_dark_page_map_and_charts(open_page):
    page = open_page("/peta", DESK, color_scheme="dark")
    worn(page, "dark")
    # A part of the page is drawn anew without being told the theme again, and is in it.
    page.locator("iframe[title^='streamlit_folium']").last.content_frame.get_by_label("Bulan sebelumnya").click()
    expect(page.locator(".answer")).to_contain_text("September 2024")
    worn(page, "dark")
    page.goto(page.url.partition("/peta")[0] + "/tren", wait_until="commit")
    own = theme.colours("dark")
    month = page.locator(".js-plotly-plot .xtick text").first
    expect(month).to_have_css("fill", rgb(own["muted"]))
    lines = page.locator(".js-plotly-plot .scatterlayer .js-line")
    expect(lines.first).to_be_attached()
    worn_by = lines.evaluate_all("lines => lines.map(line => getComputedStyle(line).stroke)")
    assert rgb(theme.series("dark")[0]) in worn_by


def test_only_a_whole_page_is_told_its_theme_and_the_pages_are_told_once(address):
    with Session(urlsplit(address).port, "peta") as reader:
        reader.open()
        told = [message.new_session for message in reader.messages if message.HasField("new_session")]
        assert [bool(one.custom_theme.light.primary_color) for one in told] == [True]
        pages = [message.navigation.app_pages for message in reader.messages if message.HasField("navigation")]
        assert len(pages) == 1 and len(pages[0]) > 10
        reader.choose("lapisan", "apoa_coverage")
        told += [message.new_session for message in reader.messages if message.HasField("new_session")]
    assert len(told) == 2 and not told[1].HasField("custom_theme") and told[1].HasField("config")
    assert not any(one.app_pages for one in told)


def test_a_reader_chooses_the_other_theme_in_a_menu_that_holds_nothing_else_of_streamlits(open_page):
    page = open_page("/peta", DESK, color_scheme="light")
    worn(page, "light")
    expect(page.get_by_test_id("stAppDeployButton")).to_have_count(0)
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    menu = page.get_by_test_id("stMainMenuPopover")
    expect(menu).to_contain_text("About")
    for word in ("Rerun", "Clear cache", "Record", "Print", "Report a bug", "Get help", "Deploy"):
        expect(menu).not_to_contain_text(word)
    menu.get_by_test_id("stMainMenuItem-theme-Dark").click()
    worn(page, "dark")


@pytest.mark.parametrize("path", ["/", "/peta", "/risiko", "/kecamatan?wilayah=73.72.02"])
def test_on_a_phone_a_page_is_as_wide_as_the_screen_and_its_keys_as_large_as_a_finger(open_page, path):
    page = open_page(path, PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    expect(page.locator(".house")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    assert page.evaluate(WIDER) == []
    assert page.locator("body").evaluate(SMALL) == []
    for frame in page.locator("iframe[title^='streamlit_folium']").all():
        expect(frame.content_frame.locator(".timpora-key button[data-mark]").first).to_be_visible()
        assert frame.content_frame.locator("body").evaluate(SMALL) == []


def test_on_a_phone_the_map_and_its_legend_answer_a_thumb(open_page):
    page = open_page("/peta", PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    frame = page.locator("iframe[title^='streamlit_folium']").last.content_frame
    key = frame.locator(".timpora-key button[data-mark]").first
    key.tap()
    expect(key).to_have_attribute("aria-pressed", "true")
    box = frame.locator(".leaflet-container").bounding_box()
    assert box["width"] > 340 and box["height"] > 260
    frame.locator(".leaflet-container").tap(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page.locator(".area")).not_to_have_text("")
