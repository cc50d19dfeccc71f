"""The whole walk in a real browser with the network blocked: a file in, published, on the map, clicked, read."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from lent import heard, lent
from lent import running as browsing
from playwright.sync_api import Browser, FrameLocator, Page, expect
from served import running, served, status
from test_risk import judged

from timpora import paths
from timpora.measure.boundaries import import_file
from timpora.store import publish

pytestmark = pytest.mark.browser

# The same browser without windows, where it is installed: a page costs it a third less.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Beyond loopback no name is found: what needs the internet fails here as it would on a closed network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# A page lives for seconds: what is compiled to run fast for long is thrown away, what is kept compiled serves the next.
SHORT_LIVED = "--js-flags=--no-opt --no-maglev --no-flush-bytecode --min-semi-space-size=32 --max-semi-space-size=64"
expect.set_options(timeout=60_000)
SHOTS = paths.ROOT / "tests" / "out"
# Four kecamatan of Parepare as squares round their real places: enough of a boundary file to click on.
PAREPARE = {
    "7372010": ("Bacukiki", 119.72, -4.03),
    "7372020": ("Ujung", 119.66, -3.98),
    "7372030": ("Soreang", 119.60, -3.93),
    "7372011": ("Bacukiki Barat", 119.60, -4.08),
}
LAKE = {"7372888": ("Danau", 119.66, -4.08)}


@pytest.fixture(scope="module")
def browser(pytestconfig) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("perlu Chromium: apt-get install chromium")
    with browsing(CHROMIUM, (*FLAGS, SHORT_LIVED), pytestconfig.add_cleanup).used() as browser:
        yield browser


@pytest.fixture
def visit(browser):
    """Open an address at 1366×768, each time as somebody else; every address that is asked for is kept, and one beyond
    loopback fails the test.
    """
    asked: list[str] = []
    with ExitStack() as open_pages:

        def visit(address: str) -> Page:
            page = open_pages.enter_context(lent(browser))
            open_pages.enter_context(heard(page, request=lambda request: asked.append(request.url)))
            page.goto(address, wait_until="commit")
            return page

        yield visit
    outside = [url for url in asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))]
    assert outside == []


@pytest.fixture
def boundaries(tmp_path):
    """A file of boundaries drawn here: four squares and a lake."""
    features = [
        {
            "type": "Feature",
            "properties": {"CC_3": code, "NAME_3": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 0.05, y], [x + 0.05, y + 0.04], [x, y + 0.04], [x, y]]],
            },
        }
        for code, (name, x, y) in (PAREPARE | LAKE).items()
    ]
    file = tmp_path / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def four_months(house) -> None:
    months = enumerate(("Jul", "Agu", "Sep", "Okt"), start=7)
    house.permits(*(f"{name}-24 | Parepare | Ujung | {n}" for n, name in months))


@pytest.fixture(scope="module")
def office(drawn_once, tmp_path_factory) -> Iterator[str]:
    """The address of a server for all who only look: four months of one kecamatan, and no boundaries."""
    data = shutil.copytree(drawn_once(four_months), tmp_path_factory.mktemp("kantor") / "data", symlinks=True)
    with running(data, environment={"TIMPORA_VIEW": "exact"}) as server:
        yield server.address


# The address, the sentence and the panel speak of one month and of the area clicked last.
LOSE_THE_NEXT = """() => {
    const heard = window.parent.postMessage.bind(window.parent);
    let lost = 0;
    window.parent.postMessage = (message, target) =>
        message.type === "streamlit:setComponentValue" && !lost++ || heard(message, target);
}"""
AGREEMENT = """([code, name]) => {
  const asked = new URL(location).searchParams;
  const month = new Date(asked.get("periode") + "-15").toLocaleString("id", {month: "long", year: "numeric"});
  return asked.get("wilayah") === code
    && document.querySelector(".area").innerText === name
    && document.querySelector(".answer").innerText.includes(`, ${month}:`)
    && month !== "Oktober 2024";
}"""


# Where among the polygons this name most likely is: all 68 would have to be pointed at otherwise.
PLACE = "(_, name) => TIMPORA_GEOMETRY.areas.findIndex(area => `${area[1]}\\n`.startsWith(name))"


def timpora(*arguments: str | Path) -> None:
    """A command as a person types it."""
    subprocess.run([sys.executable, "-m", "timpora", *map(str, arguments)], cwd=paths.ROOT, check=True)


def the_map(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe[title^='streamlit_folium']")
    frame.locator("path.leaflet-interactive").first.wait_for()
    return frame


def kecamatan(frame: FrameLocator, page: Page, name: str):
    """The polygon that says, when it is pointed at, that this is its name."""
    shapes = frame.locator("path.leaflet-interactive")
    place = frame.locator("body").evaluate(PLACE, name)
    for number in [place] * (place >= 0) + [*range(shapes.count())]:
        shapes.nth(number).hover(force=True)
        tip = frame.locator(".timpora-tip")
        if tip.count() and tip.first.inner_text().startswith(name):
            return shapes.nth(number)
    raise AssertionError(f"no kecamatan {name} on the map")


@pytest.mark.slow
def test_a_file_is_loaded_published_shown_clicked_and_its_number_read(house, boundaries, visit, tmp_path):
    file = house.file(
        "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL\n"
        "Sep-24;Parepare;Ujung;0;0;0;0;7;0;7\n"
        "Okt-24;Parepare;Kec. Ujung;1;2;1;0;12;1;17\n"
        "Okt-24;Parepare;Soreang;-;-;-;-;-;-;-\n"
    )
    timpora("boundaries", "import", boundaries, "--attribution", "Batas: gambar uji", "--yes")
    timpora("load", file)
    timpora("publish")
    with served(paths.data()) as address:
        page = visit(f"{address}/peta?periode=2024-10")
        frame = the_map(page)
        expect(page.get_by_text("Izin tinggal aktif, Oktober 2024: 17 orang di 1 kecamatan")).to_be_visible()
        frame.locator(".leaflet-container").evaluate("map => map.dataset.mark = 'same'")

        ujung = kecamatan(frame, page, "Ujung")
        expect(frame.locator(".timpora-tip")).to_contain_text("17 orang")
        expect(frame.locator(".timpora-tip")).to_contain_text("Oktober 2024")
        october = ujung.get_attribute("fill")
        ujung.click(force=True)
        expect(page.locator(".headline")).to_have_text("17 orang")
        expect(page.locator(".area")).to_have_text("Ujung")
        expect(page).to_have_url(re.compile(r"periode=2024-10&lapisan=presence&bentuk=peta&.*wilayah=73\.72\.02$"))
        expect(page.get_by_text("Sumber: Imigrasi, Izin tinggal, Oktober 2024, diterima")).to_be_visible()
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / "peta-uji.png")

        place = frame.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
        frame.get_by_role("button", name="Bulan sebelumnya").click()
        expect(page.locator(".headline")).to_have_text("7 orang")
        expect(frame.locator(".leaflet-container")).to_have_attribute("data-mark", "same")
        expect(ujung).not_to_have_attribute("fill", october)
        assert frame.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform") == place

        expect(page).to_have_url(re.compile("periode=2024-09"))  # it is told after the numbers
        shared = visit(page.url)
        expect(shared.locator(".headline")).to_have_text("7 orang")
        expect(shared.get_by_text("September 2024: 7 orang")).to_be_visible()


@pytest.mark.slow
def test_however_fast_it_is_clicked_url_sentence_and_panel_agree(office, visit):
    page = visit(f"{office}/peta?wilayah=73.72.02")
    frame = the_map(page)
    expect(page.locator(".headline")).to_have_text("10 orang")
    shapes = frame.locator("path.leaflet-interactive")
    for number in (3, 11, 19):
        frame.get_by_role("button", name="Bulan sebelumnya").click()
        shapes.nth(number).click(force=True)
    areas = frame.locator("body").evaluate("() => TIMPORA_GEOMETRY.areas.map(([code, name]) => [code, name])")
    last, name = areas[19]
    page.wait_for_function(AGREEMENT, arg=[last, name])

    # What is said while the line is down is lost; it is said again until it is answered.
    frame.locator("body").evaluate(LOSE_THE_NEXT)
    shapes.nth(3).click(force=True)
    page.wait_for_function(AGREEMENT, arg=list(areas[3]))


def test_the_kinds_of_empty_that_this_layer_has_and_water_look_different(house, boundaries, visit):
    import_file(boundaries, paths.boundaries(), attribution="uji")  # as set-up brings them, with their lakes
    house.load(
        "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR\n"
        "Okt-24;Parepare;Ujung;10;8;0;0\nOkt-24;Parepare;Soreang;3;2;0;0\nOkt-24;Parepare;Bacukiki;0;0;0;0\n"
    )
    publish.publish()
    with served(paths.data()) as address:
        page = visit(f"{address}/peta?lapisan=apoa_coverage")
        frame = the_map(page)
        looks = {
            name: (kecamatan(frame, page, name).get_attribute("fill"), frame.locator(".timpora-tip").inner_text())
            for name in ("Ujung", "Soreang", "Bacukiki\n", "Bacukiki Barat")
        }
        fills = [fill for fill, _ in looks.values()]
        lake = frame.locator(".leaflet-water-pane path").first.get_attribute("fill")
        assert len({*fills, lake}) == 5
        words = ("80 %", "data tidak cukup", "tidak berlaku", "belum dilaporkan")
        assert all(word in tip for word, (_, tip) in zip(words, looks.values(), strict=True))


@pytest.mark.slow
def test_without_boundaries_the_tile_map_has_a_tile_for_every_kecamatan(office, visit):
    page = visit(f"{office}/peta")
    assert the_map(page).locator("path.leaflet-interactive").count() == 68
    expect(page.get_by_text("peta ubin").first).to_be_visible()


def test_the_trend_is_drawn_with_stages_and_voting_day(office, visit):
    page = visit(f"{office}/tren?wilayah=73.72&pemilihan=pilkada-2024")
    chart = page.locator(".js-plotly-plot")
    expect(chart).to_contain_text("Kampanye")
    expect(chart).to_contain_text("Pemungutan suara Pilkada 2024, 27 November 2024")
    expect(page.get_by_text("Kota Parepare: 10 orang pada Oktober 2024")).to_be_visible()
    expect(page.get_by_text("Sumber: Imigrasi, Izin tinggal")).to_be_visible()


def test_a_click_on_the_risk_map_says_why_and_the_way_to_the_score_is_drawn(house, visit):
    house.published(judged)
    with served(paths.data()) as address:
        page = visit(f"{address}/risiko")
        frame = the_map(page)
        expect(page.locator(".place .chip.high").first).to_contain_text("Tinggi")
        soreang = kecamatan(frame, page, "Soreang")
        expect(frame.locator(".timpora-tip")).to_contain_text("Tinggi, ")
        soreang.click(force=True)
        expect(page.locator(".why")).to_contain_text("Soreang berkelas Tinggi")
        expect(page).to_have_url(f"{address}/risiko?bagian=perhatian&periode=2024-10&wilayah=73.72.03")
        page.get_by_role("radio", name="Mengapa").or_(page.get_by_text("Mengapa", exact=True)).first.click()
        expect(page.locator(".js-plotly-plot").first).to_contain_text("Nilai tengah kantor")
        expect(page.locator(".why")).to_contain_text("Soreang berkelas Tinggi")


def test_health_tells_whether_a_question_can_be_answered(house):
    paths.data().mkdir(parents=True)
    with served(paths.data()) as address:
        assert status(f"{address}/healthz")[0] == 503
        house.permits("Okt-24 | Parepare | Ujung | 12")
        published = publish.publish()
        code, body = status(f"{address}/healthz")
        assert code == 200 and published.stem.encode() in body
        assert status(f"{address}/geometri/..%2f..%2fsource.js")[0] in (400, 404)
        assert status(f"{address}/statis/x/maps.py")[0] == 404
