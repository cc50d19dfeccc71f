"""The two forms of a map, its inset and its keyboard, in a real browser with the network blocked."""

import json
import re
import shutil

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from served import running, served
from test_browser import SHOTS, browser, visit  # noqa: F401 (fixtures)
from test_risk import judged

from timpora import paths
from timpora.measure import boundaries

pytestmark = pytest.mark.browser

# Parepare's four as a speck between two wide kecamatan: (west, south, width) in degrees by code of BPS.
LAND = {
    "7372030": (119.62, -3.98, 0.02),  # Soreang
    "7372020": (119.62, -4.00, 0.02),  # Ujung
    "7372011": (119.62, -4.02, 0.02),  # Bacukiki Barat
    "7372010": (119.64, -4.02, 0.02),  # Bacukiki
    "7315080": (119.40, -3.95, 0.6),  # Lembang
    "7310050": (119.45, -4.60, 0.5),  # Mallusetasi
}
LOOKS = """() => Object.fromEntries(map.timpora.areas.map(
  area => [area.code, area.getElement().getAttribute("fill")]))"""
CHOSEN = """() => map.timpora.areas.find(
  area => JSON.stringify(area.getLatLngs()) === JSON.stringify(map.timpora.chosen[1].getLatLngs()))?.code"""
LOADED = """() => performance.getEntriesByType("resource")
  .filter(entry => entry.name.includes("/geometri/")).map(entry => entry.transferSize)"""
CROWDED = """() => {
  const box = (element) => element.getBoundingClientRect();
  const tiles = map.timpora.areas.map(area => box(area.getElement()));
  const names = [...document.querySelectorAll(".timpora-tile span")];
  const headings = [...document.querySelectorAll(".timpora-name span")].filter(one => box(one).width);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return {
    names: names.filter(name => name.innerText).length,
    outside: names.filter((name, i) => box(name).width > tiles[i].width || box(name).height > tiles[i].height).length,
    headings: headings.map(one => one.innerText).sort(),
    overlaps: headings.filter(a => [...headings, ...names].some(b => a !== b && !apart(box(a), box(b)))).length,
    font: parseFloat(getComputedStyle(names[0]).fontSize),
  };
}"""


def drawn(house):
    """Numbers of Parepare, and land in which it is a speck."""
    judged(house)
    features = [
        {
            "type": "Feature",
            "properties": {"CC_3": code, "NAME_3": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + w, y], [x + w, y + w], [x, y + w], [x, y]]],
            },
        }
        for code, (x, y, w) in LAND.items()
    ]
    file = paths.data().parent / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    boundaries.import_file(file, paths.boundaries(), attribution="Batas: gambar uji")


@pytest.fixture(scope="module")
def site(drawn_once, tmp_path_factory):
    """The address of a server on what `drawn` draws. Looking changes nothing, so every test may ask the same one."""
    data = tmp_path_factory.mktemp("bentuk") / "data"
    shutil.copytree(drawn_once(drawn), data, symlinks=True)
    with running(data, environment={"TIMPORA_VIEW": "exact"}) as server:
        yield server.address


@pytest.fixture
def opened(site, visit):  # noqa: F811 (a fixture)
    """Open an address of that server."""
    return lambda path: visit(site + path)


def the_map(page: Page, areas: int) -> FrameLocator:
    """The map's frame, once it shows so many areas."""
    frames = page.locator("iframe[title^='streamlit_folium']")
    # While one form takes the other's place there are two for a moment.
    frame = frames.last.content_frame
    expect(frame.locator(".leaflet-overlay-pane path.leaflet-interactive")).to_have_count(areas)
    expect(frames).to_have_count(1)
    return frame


def asked(frame: FrameLocator, script: str):
    return frame.locator("body").evaluate(script)


def switch(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def into_the_map(page: Page, frame: FrameLocator) -> None:
    """From the switch on by Tab, as somebody without a mouse comes there."""
    page.get_by_role("radio", name="Peta", exact=True).focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if asked(frame, "() => document.activeElement.classList.contains('leaflet-container')"):
            return
    raise AssertionError("Tab does not lead into the map")


@pytest.mark.parametrize("where", ["peta", "risiko"])
def test_the_two_forms_have_the_same_colours_selection_and_legend_and_the_url_says_which(where, opened):
    page = opened(f"/{where}?wilayah=73.72.03")
    land = the_map(page, 6)
    legend = land.locator(".timpora-key").inner_text()
    colours = asked(land, LOOKS)
    assert asked(land, CHOSEN) == "73.72.03"

    switch(page, "Ubin")
    tiles = the_map(page, 68)
    expect(page).to_have_url(re.compile(r"bentuk=ubin.*wilayah=73\.72\.03"))
    assert asked(tiles, LOOKS).items() >= colours.items()
    assert asked(tiles, CHOSEN) == "73.72.03"
    assert tiles.locator(".timpora-key").inner_text() == legend
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{where}-ubin.png")

    switch(page, "Peta")
    land = the_map(page, 6)
    assert asked(land, LOOKS) == colours and asked(land, CHOSEN) == "73.72.03"
    assert asked(land, LOADED) == [0]  # bytes: it came from the browser's cache
    page.screenshot(path=SHOTS / f"{where}-sisipan.png")


def test_a_link_to_the_tiles_opens_them_and_a_click_on_one_chooses_it(opened):
    page = opened("/peta?bentuk=ubin")
    tiles = the_map(page, 68)
    tiles.locator(".timpora-tile", has_text="Soreang").evaluate("name => name.dataset.mark = 'same'")
    at = asked(
        tiles,
        """() => { const p = map.latLngToContainerPoint(map.timpora.byCode.get("73.72.03").getBounds().getCenter());
        return [p.x, p.y] }""",
    )
    tiles.locator(".leaflet-container").click(position={"x": at[0], "y": at[1]})
    expect(page.locator(".area")).to_have_text("Soreang")
    expect(page).to_have_url(re.compile(r"wilayah=73\.72\.03"))
    expect(tiles.locator(".timpora-tile[data-mark=same]")).to_have_count(1)


def test_names_stay_in_their_tiles_apart_from_each_other_and_grow_with_the_screen(opened):
    page = opened("/peta?bentuk=ubin")
    tiles = the_map(page, 68)
    small = asked(tiles, CROWDED)
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(tiles.locator(".timpora-tile span").first).not_to_have_css("font-size", f"{small['font']:g}px")
    large = asked(tiles, CROWDED)
    assert large["font"] > small["font"] + 2
    for seen in (small, large):
        assert (seen["names"], seen["outside"], seen["overlaps"]) == (68, 0, 0)
        assert seen["headings"] == [
            "BARRU", "ENREKANG", "PAREPARE", "PINRANG", "SIDENRENG RAPPANG", "SOPPENG", "WAJO",
        ]  # fmt: skip


def test_the_inset_shows_what_the_map_shows_and_a_click_in_it_chooses(opened):
    page = opened("/peta")
    land = the_map(page, 6)
    inset = land.locator(".timpora-inset")
    expect(inset.locator(".name")).to_have_text("Kota Parepare")
    shapes = inset.locator("path[data-code]")
    expect(shapes).to_have_count(4)
    inside = {shape.get_attribute("data-code"): shape.get_attribute("fill") for shape in shapes.all()}
    assert inside.items() <= asked(land, LOOKS).items()

    soreang = inset.locator("path[data-code='73.72.03']")
    soreang.hover()
    expect(inset.locator(".timpora-tip")).to_contain_text("Soreang")
    expect(inset.locator(".timpora-tip")).to_contain_text("Izin tinggal aktif: ")
    soreang.click()
    expect(page.locator(".area")).to_have_text("Soreang")
    expect(page).to_have_url(re.compile(r"wilayah=73\.72\.03"))
    assert asked(land, CHOSEN) == "73.72.03"
    expect(inset.locator(".ring")).to_have_attribute("d", soreang.get_attribute("d"))


def test_arrows_walk_over_the_map_enter_chooses_and_a_number_picks(opened):
    page = opened("/peta?wilayah=73.72.02")
    land = the_map(page, 6)
    spoken = land.locator("[aria-live=polite]")
    into_the_map(page, land)
    expect(spoken).to_contain_text("Ujung, Kota Parepare. Izin tinggal aktif: ")
    page.keyboard.press("ArrowUp")
    expect(spoken).to_contain_text("Soreang, Kota Parepare.")
    expect(page.locator(".area")).to_have_text("Ujung")
    page.keyboard.press("Enter")
    expect(spoken).to_contain_text("Dipilih: Soreang")
    expect(page.locator(".area")).to_have_text("Soreang")
    expect(page).to_have_url(re.compile(r"wilayah=73\.72\.03"))
    expect(land.locator(".leaflet-tooltip")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(spoken).to_contain_text("Lembang, Kabupaten Pinrang.")
    page.keyboard.press("4")
    expect(page.locator(".area")).to_have_text("Bacukiki Barat")
    expect(page).to_have_url(re.compile(r"wilayah=73\.72\.04"))
    page.screenshot(path=SHOTS / "peta-papan-ketik.png")


def test_arrows_walk_from_tile_to_tile_and_numbers_stand_on_those_of_the_kabupaten(opened):
    page = opened("/peta?bentuk=ubin&wilayah=73.72.02")
    tiles = the_map(page, 68)
    into_the_map(page, tiles)
    expect(tiles.locator(".timpora-number")).to_have_text(["1", "2", "3", "4"])
    page.keyboard.press("ArrowLeft")
    expect(tiles.locator("[aria-live=polite]")).to_contain_text("Soreang, Kota Parepare")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"wilayah=73\.72\.03"))


def test_without_land_there_is_nothing_to_switch(house, visit):  # noqa: F811 (a fixture)
    house.published(judged)
    with served(paths.data()) as address:
        page = visit(f"{address}/peta")
        the_map(page, 68)
        expect(page.get_by_role("radio", name="Ubin")).to_have_count(0)
