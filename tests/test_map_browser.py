"""Choosing on the map, as a person does it, in a real browser with the network blocked."""

import re

import pytest
from office_of_squares import drawn, seen
from playwright.sync_api import expect
from test_browser import browser  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

UJUNG, SOREANG, BACUKIKI = "73.72.02", "73.72.03", "73.72.01"
MOST_BYTES = 8000  # of one act
# Not two layers at once, which say two numbers of each kecamatan: 8.4 kB here.
WAYS = {"Berdampingan": "banding", "Deret": "deret", "Selisih": "selisih", "Gugus": "kelompok", "Satu": "satu"}
# How many kecamatan stand back.
FADED = """() => map.timpora.areas.filter(area => area.options.fillOpacity < 1).length"""


@pytest.fixture(scope="module")
def sight(browser, drawn_once, tmp_path_factory):  # noqa: F811 (a fixture)
    with seen(browser, drawn_once(drawn), tmp_path_factory.mktemp("kantor") / "data") as sight:
        yield sight


def test_a_kecamatan_and_a_kabupaten_are_found_by_their_typed_names(sight):
    page = sight.look("/peta")
    box = sight.frame.get_by_label("Cari kecamatan")
    box.fill("Soreang")
    box.press("Enter")
    expect(page.locator(".area")).to_have_text("Soreang")
    sight.shows(wilayah=SOREANG)
    box.fill("kota pare")
    box.press("Enter")
    expect(page.locator(".area")).to_have_text("Kota Parepare")
    sight.shows(wilayah="73.72")


def test_the_month_is_chosen_by_a_step_a_list_and_a_slider(sight):
    page = sight.look("/peta")
    answer = page.locator(".answer")
    sight.frame.get_by_role("button", name="Bulan sebelumnya").click()
    expect(answer).to_contain_text("September 2024")
    sight.shows(periode="2024-09")
    sight.frame.get_by_role("combobox", name="Bulan").select_option("Maret 2024")
    expect(answer).to_contain_text("Maret 2024")
    sight.shows(periode="2024-03")
    slider = sight.frame.get_by_role("slider", name="Bulan")
    expect(slider).to_have_attribute("aria-valuetext", "Maret 2024")
    slider.press("ArrowRight")
    expect(answer).to_contain_text("April 2024")
    sight.shows(periode="2024-04")


def test_months_are_played_to_the_last_one_and_back_leads_to_before_the_film(sight):
    page = sight.look("/peta?periode=2024-07")
    sight.shows(tampilan="satu")
    before = page.url
    sight.frame.get_by_role("button", name="Putar bulan demi bulan").click()
    expect(sight.frame.get_by_role("button", name="Jeda")).to_be_visible()
    for month in ("Agustus 2024", "September 2024"):
        expect(page.locator(".answer")).to_contain_text(month)
        assert page.url == before
    sight.shows(periode="2024-10")
    expect(page.locator(".answer")).to_contain_text("Oktober 2024")
    expect(sight.frame.get_by_role("button", name="Putar bulan demi bulan")).to_be_visible()
    # A link of before is taken for a late one so long; nobody goes back as fast.
    page.wait_for_function("ended => performance.now() > ended + 1600", arg=page.evaluate("() => performance.now()"))
    page.go_back()
    expect(page.locator(".answer")).to_contain_text("Juli 2024")
    sight.shows(periode="2024-07")


def test_a_class_of_the_legend_keeps_its_kecamatan_on_the_map_in_the_table_and_in_the_link(sight):
    page = sight.look("/peta")
    sight.table()
    rows = page.locator("[data-testid=stDataFrame] table[role=grid]")
    expect(rows).to_have_attribute("aria-rowcount", "69")
    key = sight.frame.get_by_role("button", name=re.compile("^≥100"))
    key.click()
    sight.shows(kelas="4")
    expect(rows).to_have_attribute("aria-rowcount", "2")
    assert [row[1] for row in sight.table()] == ["Bacukiki"]
    assert sight.ask(FADED) == 67
    page.reload(wait_until="commit")
    expect(key).to_have_attribute("aria-pressed", "true")
    assert sight.ask(FADED) == 67
    page.get_by_role("combobox", name=re.compile("Lapisan")).click()
    page.get_by_role("option", name=re.compile("Cakupan APOA")).first.click()
    expect(page.locator(".answer")).to_contain_text("Cakupan APOA")
    sight.shows(lapisan="apoa_coverage", kelas=None)
    assert sight.ask(FADED) == 0


@pytest.mark.slow
def test_no_act_on_the_map_brings_more_than_eight_kilobytes(sight):
    page = sight.look("/peta")
    layers = page.get_by_role("combobox", name=re.compile("Lapisan"))
    for layer, code in (("Lapor keluar tertunda", "open_checkouts"), ("Cakupan APOA", "apoa_coverage")):
        layers.click()
        with sight.bringing(MOST_BYTES, lapisan=code):
            page.get_by_role("option", name=re.compile(f"{layer}$")).click()
    for way, code in WAYS.items():
        with sight.bringing(MOST_BYTES, tampilan=code):
            sight.switch(way)
    with sight.bringing(MOST_BYTES, periode="2024-09"):
        sight.frame.get_by_role("button", name="Bulan sebelumnya").click()
    with sight.bringing(MOST_BYTES, wilayah=UJUNG):
        sight.click(UJUNG)


def test_the_table_is_sorted_by_what_a_number_is_and_not_by_how_it_is_written(sight):
    page = sight.look("/peta?wilayah=73.72")
    assert [row[3] for row in sight.table()] == ["105", "40", "20", "5"]
    canvas = page.get_by_test_id("data-grid-canvas")
    # The grid is drawn: its fourth column lies right of the middle.
    canvas.click(position={"x": 0.68 * canvas.bounding_box()["width"], "y": 15}, force=True)
    expect(page.locator("[data-testid=stDataFrame] th").nth(3)).to_have_text("↑ Izin tinggal aktif (orang)")
    assert [row[3] for row in sight.table()] == ["5", "20", "40", "105"]


def test_a_kabupaten_fills_the_map_the_others_step_back_and_the_way_back_is_one_click(sight):
    page = sight.look("/peta")
    whole = sight.ask("() => map.getZoom()")
    page = sight.look("/peta?wilayah=73.72")
    expect(page.locator(".area")).to_have_text("Kota Parepare")
    assert sight.ask(FADED) == 64
    assert sight.ask("() => map.getZoom()") > whole + 1
    assert {row[2] for row in sight.table()} == {"Kota Parepare"} and len(sight.table()) == 4
    page.get_by_role("button", name="Seluruh kantor").click()
    expect(page.locator(".area")).to_have_text("Kantor Parepare")
    expect(page.locator("[data-testid=stDataFrame] table[role=grid]")).to_have_attribute("aria-rowcount", "69")
    assert sight.ask(FADED) == 0 and sight.ask("() => map.getZoom()") == pytest.approx(whole)


def test_kecamatan_are_taken_for_comparison_by_mouse_and_by_keyboard(sight):
    page = sight.look(f"/peta?wilayah={BACUKIKI}")
    sight.click(UJUNG, modifiers=["Control"])
    sight.shows(bandingkan=UJUNG)
    container = sight.frame.locator(".leaflet-container")
    container.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+Enter")
    sight.shows(bandingkan=SOREANG)
    compared = page.get_by_role("table").filter(has_text="Ujung").first
    expect(compared.get_by_role("row")).to_have_text(
        ["KecamatanIzin tinggal aktif", "Ujung≈40 orang", "Soreang≈5 orang"]
    )
    expect(page.locator(".area")).to_have_text("Bacukiki")
    link = page.get_by_role("link", name="Lihat trennya")
    expect(link).to_have_attribute("href", re.compile(rf"tren\?wilayah={UJUNG}&banding={SOREANG}"))


def test_meeting_size_is_larger_and_the_map_takes_the_whole_screen(sight):
    page = sight.look("/peta")
    key = sight.frame.locator(".timpora-key")
    expect(key).to_have_css("font-size", "13px")
    sight.switch("Besar")
    expect(key).to_have_css("font-size", "18px")
    sight.shows(ukuran="rapat")
    full = sight.frame.get_by_role("button", name="Layar penuh")
    full.click()
    page.wait_for_function("() => document.fullscreenElement?.title.startsWith('streamlit_folium')")
    assert sight.ask("() => document.fullscreenElement === document.documentElement")
    full.click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_everything_on_the_map_is_reached_by_tab_and_has_a_name(sight):
    page = sight.look(f"/peta?wilayah={UJUNG}")
    page.get_by_role("radio", name="Satu", exact=True).focus()
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(
            sight.ask(
                "() => { const at = document.activeElement; return at === document.body ? '' : "
                "at.role === 'application' ? 'map' : at.dataset.mark ? 'key' : at.className || at.type }"
            )
        )
    order = list(dict.fromkeys(filter(None, reached)))
    assert order[0] == "map" and [each for each in order if each in ("play", "range", "timpora-find", "key")] == [
        "play", "range", "timpora-find", "key",
    ]  # fmt: skip
    for role in ("button", "link", "combobox", "slider"):
        for one in sight.frame.get_by_role(role).all():
            assert one.evaluate("one => (one.ariaLabel || one.textContent || one.title).trim()"), role
    expect(sight.frame.locator("[aria-live=polite]")).to_contain_text("Ujung, Kota Parepare. Izin tinggal aktif: ≈40")
    assert sight.ask("() => document.querySelector('.timpora-frame').lang") == "id"


def test_the_picture_has_its_main_fact_in_words(sight):
    sight.look("/peta")
    container = sight.frame.get_by_role("application")
    said = container.get_attribute("aria-label")
    for words in (
        "Izin tinggal aktif (orang), Oktober 2024",
        "Terbesar: Bacukiki, ≈105 orang",
        "Terkecil: 16 kecamatan, 0–4 orang",
        "≥100: 1 kecamatan",
        "belum dilaporkan: 12 kecamatan",
    ):
        assert words in said
    assert "Panah" in container.get_attribute("aria-description")
    sight.frame.get_by_role("button", name="Bulan sebelumnya").click()
    expect(container).to_have_attribute("aria-label", re.compile("September 2024"))
