"""The four who use it, each through their day, by clicks from page to page: what they came for is there, and agrees.

The leader reads on a phone, the analyst at a wall of a screen, presenter and data officer at the laptop of an office.
"""

import re
import shutil
from collections.abc import Iterator

import pytest
from conftest import fix_key
from lent import DESK
from playwright.sync_api import Locator, Page, expect
from served import running
from test_browser import browser, four_months  # noqa: F401 (a fixture)
from test_upload import permits
from test_upload_browser import bring
from watched import PHONE, WALL, sample, settled, watched

from timpora.text import say

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def meeting_soon(tmp_path_factory) -> Iterator[str]:
    """The address of an office some weeks before the vote: the sample."""
    with running(sample(tmp_path_factory.mktemp("contoh")), environment={"TIMPORA_VIEW": "protected"}) as server:
        yield server.address


@pytest.fixture(scope="module")
def month_ended(drawn_once, tmp_path_factory) -> Iterator[str]:
    """The address of an office that has the months up to October: its numbers are its own, and exact."""
    folder = tmp_path_factory.mktemp("kantor")
    data = shutil.copytree(drawn_once(four_months), folder / "data", symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        fix_key(folder, patch)  # the one by which these months were published
        with running(data, environment={"TIMPORA_VIEW": "exact"}) as server:
            yield server.address


def menu(page: Page, name: str) -> Page:
    """Another page by the menu, which a phone has behind a button."""
    if (opening := page.get_by_test_id("stExpandSidebarButton")).is_visible():
        opening.click()
    links = page.get_by_test_id("stTopNavLink").or_(page.get_by_test_id("stSidebarNavLink"))
    links.filter(has_text=re.compile(rf"{say(f'page.{name}')}$")).first.click()
    expect(page).to_have_title(f"{say(f'page.{name}')} · {say('app.title')}")
    if (closing := page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")).is_visible():
        closing.click()
    return settled(page)


def follow(page: Page, link: Locator, where: str) -> Page:
    """Another page by a link; where: how its address begins, from the server's name on."""
    link.click()
    page.wait_for_url(re.compile(rf"127\.0\.0\.1:\d+{re.escape(where)}"))
    return settled(page)


def rows(page: Page) -> list[list[str]]:
    """What the table under a picture says, opened by its name."""
    page.get_by_text(say("trend.table"), exact=True).click()
    cells = page.locator("[data-testid=stDataFrame] table[role=grid] tbody tr")
    cells.first.wait_for(state="attached")
    return cells.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")


def test_the_leader_learns_before_the_meeting_what_changed_where_to_look_why_and_what_is_open(browser, meeting_soon):  # noqa: F811
    with watched(browser, PHONE) as page:
        page.goto(meeting_soon, wait_until="commit")
        settled(page)
        expect(page.locator(".answer").first).to_contain_text("22 hari menuju pemungutan suara")
        expect(page.get_by_role("heading", name=re.compile("^Sejak (rapat|bulan)"))).to_be_visible()
        changed, *_, followed_up = page.locator(".since li").all()
        overdue = re.search(r"seluruhnya (\d+) lewat tenggat", followed_up.inner_text())[1]
        fresh = page.get_by_role("row").filter(has_text=re.compile("^Imigrasi, Izin tinggal"))
        expect(fresh).to_contain_text("4 November 2024")

        follow(page, changed.get_by_role("link"), "/risiko?periode=2024-10")
        place = page.locator(".places .place").first
        name, judged = place.locator("header a").first.inner_text(), place.locator(".chip").inner_text()
        assert judged.startswith("Tinggi ")
        expect(place).to_contain_text(say("risk.helps"))
        follow(page, place.locator("header a").first, "/risiko?bagian=penjelasan")
        expect(page.locator(".why")).to_contain_text(f"{name} berkelas Tinggi")
        drawn = page.get_by_test_id("stPlotlyChart").first.get_attribute("aria-label")
        assert judged.removeprefix("Tinggi ") in drawn
        follow(page, page.locator(".place .more"), "/kecamatan?wilayah=")
        expect(page.locator(".profile h2")).to_have_text(name)
        expect(page.locator(".profile .head .chip")).to_have_text(judged)

        menu(page, "ringkasan")
        follow(page, page.locator(".since li").last.get_by_role("link"), "/tindak-lanjut")
        expect(page.locator(".answer").first).to_contain_text(f"{overdue} lewat tenggat")


def test_the_analyst_follows_a_kecamatan_over_the_years_to_the_row_of_its_file_and_tries_other_weights(
    browser,  # noqa: F811
    meeting_soon,
):
    with watched(browser, WALL) as page:
        page.goto(meeting_soon, wait_until="commit")
        settled(page)
        menu(page, "peta")
        frame = page.locator("iframe[title^='streamlit_folium']").last.content_frame
        for name in ("Ujung", "Balusu"):
            frame.get_by_label("Cari kecamatan").fill(name)
            frame.get_by_label("Cari kecamatan").press("Enter")
            expect(page.locator(".area")).to_have_text(name)
            page.get_by_role("button", name=say("map.compare"), exact=True).click()
            expect(page.get_by_role("table").filter(has_text=name).first).to_be_visible()
        shown = page.locator(".headline").inner_text()
        assert re.fullmatch(r"≈\d+ orang", shown)

        follow(page, page.get_by_role("link", name=say("map.compare_trend")), "/tren?wilayah=")
        page.get_by_role("combobox", name=re.compile(say("trend.range"))).click()
        page.get_by_role("option", name=say("trend.range.60")).click()
        page.wait_for_url("**rentang=60*")
        settled(page)
        expect(page.locator(".answer").first).to_contain_text("Balusu")
        october = next(row for row in rows(page) if "Oktober 2024" in row)
        assert shown.removesuffix(" orang") in october

        follow(page, page.get_by_role("link", name="Balusu, Oktober 2024"), "/mutu-data?bagian=asal")
        expect(page.locator(".answer").first).to_contain_text(shown)
        source = page.locator("table.origin tbody tr").first
        expect(source).to_contain_text("Balusu")
        expect(source).to_contain_text(re.compile(r"\.(xlsx|csv|xls|ods)"))
        expect(source).to_contain_text(re.compile(r"baris \d+"))

        menu(page, "risiko")
        page.get_by_role("radio", name=say("risk.part.simulasi")).click()
        page.get_by_role("slider").first.focus()
        page.keyboard.press("End")
        expect(page.locator(".simulation")).to_contain_text(say("what_if.band"))
        page.wait_for_url("**simulasi=*")
        expect(page.locator(".answer").nth(1)).to_contain_text("kecamatan")
        page.get_by_role("button", name=say("what_if.reset")).click()
        expect(page.locator(".simulation")).to_have_count(0)


def test_the_presenter_shows_slides_without_a_network_and_nothing_exact_and_hands_out_a_document(
    browser,  # noqa: F811
    meeting_soon,
    tmp_path,
):
    with watched(browser, DESK) as page:
        page.goto(meeting_soon, wait_until="commit")
        settled(page)
        menu(page, "paparan")
        page.locator(".st-key-salindia_ke_2 button").click()
        title = page.locator(".st-key-salindia_kecil iframe").content_frame.locator("#s2 h1")
        expect(title).to_be_visible()
        told = title.inner_text()
        page.get_by_role("link", name=say("story.start")).click()
        page.wait_for_url("**/tayang?*#2")
        expect(page.locator("#s2 h1")).to_have_text(told)
        page.wait_for_selector("#usai", state="attached")

        page.context.set_offline(True)
        slides = page.locator("#panggung .slide")
        for n in range(3, slides.count() + 1):
            page.keyboard.press("ArrowRight")
            expect(page.locator(f"#s{n}")).to_be_visible()
            expect(page.locator(f"#s{n} .mark").first).to_contain_text("DATA CONTOH")
        said = " ".join(slides.all_text_contents())
        assert "≈" in said and re.findall(r"(?<![≈–<\d.,])\d[\d.]* orang", said) == []
        page.context.set_offline(False)
        page.keyboard.press("Escape")
        page.wait_for_url("**/paparan?*")
        settled(page)

        page.get_by_role("button", name=say("documents.open")).click()
        page.get_by_text(say("documents.form.briefing")).click()
        page.get_by_role("button", name=say("documents.make"), exact=True).click()
        take = page.get_by_role("button", name=re.compile(r"^Unduh .*\.pdf"))
        with page.expect_download() as download:
            take.click()
        download.value.save_as(tmp_path / "ringkas.pdf")
        assert (tmp_path / "ringkas.pdf").read_bytes().startswith(b"%PDF")


def test_the_data_officer_mends_a_file_keeps_publishes_and_takes_it_back(browser, month_ended):  # noqa: F811
    wrong = permits("Nov-24 | Parepare | Ujung | 11").replace(b";11;0;11", b";11-;0;11")
    with watched(browser, DESK) as page:
        page.goto(month_ended, wait_until="commit")
        settled(page)
        menu(page, "unggah")
        bring(page, ("izin tinggal november.csv", wrong))
        refused = page.get_by_role("row").filter(has_text="H2")
        expect(refused).to_contain_text("11-")
        expect(page.get_by_text("Ditolak: 1 hal harus diperbaiki")).to_be_visible()
        page.get_by_role("button", name=say("upload.close")).click()

        bring(page, ("izin tinggal november.csv", permits("Nov-24 | Parepare | Ujung | 11")))
        expect(page.get_by_text("✓ Dapat diterima")).to_be_visible()
        page.get_by_role("button", name=say("upload.keep"), exact=True).click()
        expect(page.get_by_text("Tersimpan sebagai catatan")).to_be_visible()
        publish(page)
        follow(page, page.get_by_role("link", name="Buka peta November 2024"), "/peta")
        expect(page.locator(".answer").first).to_contain_text("November 2024: 11 orang")

        menu(page, "unggah")
        page.get_by_role("combobox", name=re.compile(say("upload.undo"))).click()
        page.get_by_role("option", name=re.compile("izin tinggal november")).click()
        page.get_by_role("button", name=re.compile("^Ya, tarik kembali")).click()
        expect(page.get_by_text("ditarik kembali. Terbitkan")).to_be_visible()
        publish(page)
        menu(page, "peta")
        expect(page.locator(".answer").first).to_contain_text("Oktober 2024: 10 orang")


def publish(page: Page) -> None:
    page.get_by_role("button", name=say("upload.publish.do")).click()
    expect(page.get_by_text("Sudah terbit.")).to_be_visible()
