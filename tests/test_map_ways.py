"""The ways of looking at the map, and what is shown where there is little to show, in a real browser."""

import re
import shutil
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from office_of_squares import drawn, plain, seen
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest
from test_browser import SHOTS, browser  # noqa: F401 (a fixture)

from timpora import paths

UJUNG, BACUKIKI = "73.72.02", "73.72.01"
CENTRES = (
    """() => map.timporaFrame.panels.map(({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])"""
)
NOTHING = "Belum ada angka yang dapat ditampilkan di sini"


@pytest.fixture(scope="module")
def sight(browser, drawn_once, tmp_path_factory):  # noqa: F811 (a fixture)
    with seen(browser, drawn_once(drawn), tmp_path_factory.mktemp("kantor") / "data") as sight:
        yield sight


def kept(sight, name: str) -> None:
    """A picture for whoever wants to look."""
    SHOTS.mkdir(exist_ok=True)
    sight.page.screenshot(path=SHOTS / f"peta-{name}.png")


@pytest.mark.browser
def test_twelve_months_are_twelve_maps_with_one_legend_and_a_click_in_one_chooses(sight):
    page = sight.look("/peta?tampilan=deret")
    captions = sight.frame.locator("figcaption")
    expect(captions).to_have_count(12)
    assert captions.all_inner_texts()[::11] == ["November 2023", "Oktober 2024"]
    expect(sight.frame.locator(".timpora-key section")).to_have_count(1)
    expect(page.locator(".answer")).to_contain_text("12 peta dari November 2023 sampai Oktober 2024, satu skala")
    kept(sight, "dua-belas")
    sight.click(UJUNG, of=2)
    expect(page.locator(".area")).to_have_text("Ujung")
    sight.shows(wilayah=UJUNG)
    sight.switch("Triwulan")
    expect(captions).to_have_text(["Oktober 2023", "Januari 2024", "April 2024", "Juli 2024", "Oktober 2024"])
    sight.shows(deret="triwulan")


@pytest.mark.browser
def test_layers_in_a_row_share_one_scale_or_it_is_said_loudly_that_they_do_not(sight):
    page = sight.look("/peta?tampilan=deret&deret=lapisan&lapisan_deret=apoa_coverage")
    captions = sight.frame.locator("figcaption")
    expect(captions).to_have_text(["Izin tinggal aktif · Oktober 2024", "Cakupan APOA · Oktober 2024"])
    expect(sight.frame.locator(".timpora-key h2")).to_have_text(["Izin tinggal aktif", "Cakupan APOA"])
    expect(page.get_by_text("Perhatikan: satuan lapisan-lapisan ini berbeda")).to_be_visible()
    sight.look("/peta?tampilan=deret&deret=lapisan&lapisan=apoa_coverage_gap&lapisan_deret=open_checkouts")
    expect(captions).to_have_count(2)
    expect(page.get_by_text("Semua peta memakai satu skala")).to_be_visible()
    first, second = (
        sight.frame.locator(".timpora-key section").nth(place).locator(".label").all_inner_texts()[:5]
        for place in (0, 1)
    )
    assert first == second


@pytest.mark.browser
def test_two_dates_stand_side_by_side_and_go_together(sight):
    page = sight.look("/peta?tampilan=banding")
    expect(sight.frame.locator("figcaption")).to_have_text(["Oktober 2023", "Oktober 2024"])
    before = sight.ask(CENTRES)
    box = sight.frame.locator(".leaflet-container").nth(1).bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 60, steps=4)
    page.mouse.up()
    first, second = sight.ask(CENTRES)
    assert first == pytest.approx(second, abs=0.01)  # degrees: a pixel or two
    assert abs(first[0] - before[0][0]) > 0.05 < abs(first[1] - before[0][1])


@pytest.mark.browser
def test_a_difference_says_from_when_to_when_and_who_changed_most(sight):
    page = sight.look("/peta?tampilan=selisih")
    expect(page.locator(".answer")).to_contain_text("perubahan, Oktober 2023 → Oktober 2024")
    expect(sight.frame.locator(".timpora-key")).to_contain_text("Naik terbesar: Bacukiki")
    expect(sight.frame.locator(".timpora-key")).to_contain_text("tidak dapat dibedakan dari pembulatan")


@pytest.mark.browser
def test_two_layers_at_once_have_nine_keys_that_count_all_kecamatan(sight):
    page = sight.look("/peta?tampilan=dua&lapisan_lain=apoa_coverage")
    keys = sight.frame.locator(".crossed button")
    expect(keys).to_have_count(9)
    names = [key.get_attribute("aria-label") for key in keys.all()]
    assert len(set(names)) == 9 and sum(int(name.rpartition(" ")[2]) for name in names) == 68 - 12
    expect(page.locator(".answer")).to_contain_text("Izin tinggal aktif dan Cakupan APOA")
    kept(sight, "dua-lapisan")
    keys.last.click()
    sight.shows(kelas="2")


@pytest.mark.browser
def test_clusters_come_with_their_caution_and_counts_are_refused_in_a_sentence(sight):
    page = sight.look("/peta?tampilan=kelompok&lapisan=apoa_coverage")
    expect(page.locator(".answer")).to_have_text("Cakupan APOA: gugus, Oktober 2024.")
    expect(page.get_by_text("Gugus menggambarkan laporan, bukan orang")).to_be_visible()
    expect(page.get_by_text("sebagian kecil dari yang menonjol dapat kebetulan")).to_be_visible()
    sight.look("/peta?tampilan=kelompok")
    expect(page.get_by_text("Gugus tidak dihitung untuk jumlah seperti Izin tinggal aktif")).to_be_visible()
    expect(page.locator(".answer")).to_contain_text("≈760 orang")


@pytest.mark.browser
def test_a_scale_of_ones_own_is_called_free_and_a_wrong_break_is_explained(sight):
    page = sight.look("/peta?skala=sendiri&batas=1.000")
    key = sight.frame.locator(".timpora-key")
    wrong = page.get_by_text("Batas “1.000” bukan bilangan yang dapat dibaca")
    expect(wrong).to_be_visible()
    expect(key).not_to_contain_text("Skala bebas")
    page.get_by_role("button", name="Skala").click()
    box = page.get_by_label("Batas bawah kelas kedua dan seterusnya")
    box.fill("20; 40")
    box.press("Enter")
    expect(wrong).to_have_count(0)
    expect(key).to_contain_text("Skala bebas (batas sendiri): bukan skala tetap")
    expect(key.locator("button[data-mark='2']")).to_contain_text("≥40")
    sight.shows(batas="20%3B+40")
    page.get_by_role("dialog").get_by_text("tetap", exact=True).click()
    expect(key).not_to_contain_text("Skala bebas")


@pytest.mark.browser
def test_the_map_is_taken_along_in_four_files_and_the_page_opens_without_a_network(sight, tmp_path):
    page = sight.look(f"/peta?wilayah={UJUNG}")
    page.get_by_role("button", name="Unduh").click()
    files = {}
    for label in ("PNG", "XLSX", "CSV", "HTML"):
        with page.expect_download(timeout=60_000) as taken:
            page.get_by_role("button", name=re.compile(label)).click()
        name = taken.value.suggested_filename
        files[label] = tmp_path / name
        taken.value.save_as(files[label])
        assert name == f"peta-presence-2024-10.{label.lower()}"
    png = files["PNG"].read_bytes()
    assert png[:4] == b"\x89PNG" and struct.unpack(">II", png[16:24]) == (2560, 1440)
    assert files["XLSX"].read_bytes()[:2] == b"PK" and "Ujung" in files["CSV"].read_text("utf-8-sig")
    assert asked_by(page.context.browser, files["HTML"]) == [files["HTML"].as_uri()]


def asked_by(browser, file: Path) -> list[str]:  # noqa: F811 (a fixture)
    """What a page that is opened from a disk asks for; it must say its numbers."""
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri(), wait_until="load")
    expect(page.locator("body")).to_contain_text("Ujung")
    expect(page.locator("body")).to_contain_text("≈40")
    page.context.close()
    return [url for url in asked if not url.startswith(("data:", "blob:"))]


@pytest.mark.browser
def test_a_class_that_no_legend_has_fades_nothing(sight):
    sight.look("/peta?kelas=9q")
    assert sight.ask("() => map.timpora.areas.filter(area => area.options.fillOpacity < 1).length") == 0


@pytest.mark.browser
def test_what_a_link_asks_for_in_vain_is_said_across_the_page_above_the_choices(sight):
    page = sight.look("/peta?lapisan=xyz&tampilan=zz&wilayah=99.99")
    said = page.get_by_test_id("stAlert")
    expect(said).to_have_count(3)
    boxes = [one.bounding_box() for one in said.all()]
    choices = page.get_by_role("radiogroup").first.bounding_box()
    assert all(box["width"] > 1000 for box in boxes) and boxes[-1]["y"] < choices["y"]
    assert all(one["y"] < other["y"] for one, other in pairwise(boxes))


# What the page says is in no need of a browser; that it is seen, in the sentences above and those below the link.


@pytest.fixture
def told(monkeypatch):
    """The map's page on a data folder, as officers see it: all that it says, where there is a map beside it."""

    def told(data: Path, **query: str) -> str:
        monkeypatch.setenv("TIMPORA_DATA", str(data))
        monkeypatch.setenv("TIMPORA_VIEW", "protected")
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        app.switch_page(str(paths.PAGES / "peta.py"))
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception and len(app.get("component_instance")) == 1
        parts = [*app.caption, *app.info, *app.warning, *app.markdown, *app.get("html")]
        return "\n".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)

    return told


@pytest.fixture(scope="module")
def squares(drawn_once, tmp_path_factory) -> Path:
    return Path(shutil.copytree(drawn_once(drawn), tmp_path_factory.mktemp("kotak") / "data", symlinks=True))


@pytest.fixture(scope="module")
def bare(drawn_once, tmp_path_factory) -> Path:
    """An office without boundaries, with one month in which all numbers are alike."""
    return Path(shutil.copytree(drawn_once(plain), tmp_path_factory.mktemp("polos") / "data", symlinks=True))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"lapisan": "apoa_coverage", "periode": "2023-11"}, "Cakupan APOA, November 2023: belum dilaporkan."),
        ({"lapisan": "tak_rate"}, "Tingkat TAK, Oktober 2024: belum dilaporkan."),
        ({"tampilan": "dua", "lapisan_lain": "tak_rate"}, NOTHING),
        ({"tampilan": "selisih", "lapisan": "tak_rate"}, NOTHING),
        ({"tampilan": "deret", "lapisan": "tak_rate"}, NOTHING),
        ({"lapisan": "xyz"}, "Tautan meminta lapisan = xyz, yang tidak ada di terbitan ini."),
        ({"tampilan": "dua", "lapisan_lain": "presence"}, "Pilih dua lapisan yang berbeda"),
    ],
)
def test_where_there_is_little_to_show_the_page_says_so_once(query, sentence, told, squares):
    assert told(squares, **query).count(sentence) == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Batas kecamatan belum ada, jadi dipakai peta ubin."),
        ({"lapisan": "apoa_coverage"}, "Cakupan APOA, Oktober 2024: 75 %. 1 dari 68 kecamatan melaporkan."),
        ({"skala": "kuantil"}, "Semua angka sama, jadi tidak dapat dibagi menjadi kelas"),
        ({"tampilan": "banding"}, "Pilih bulan lain untuk dibandingkan dengan Oktober 2024."),
        ({"tampilan": "selisih"}, "Pilih bulan lain untuk dibandingkan dengan Oktober 2024."),
    ],
)
def test_with_one_month_no_boundaries_and_equal_numbers_there_is_a_map_and_a_sentence(query, sentence, told, bare):
    assert told(bare, **query).count(sentence) == 1
