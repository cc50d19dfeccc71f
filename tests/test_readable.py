"""What is said on a slide reads from eight metres, and what has no room is counted: on every screen, in every file."""

import io
import re
import shutil
from dataclasses import replace

import decks
import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from served import running
from test_browser import browser  # noqa: F401 (a fixture)
from test_deck_documents import needs_poppler, read

from timpora import paths
from timpora.draw import deck_fit, deck_pdf, deck_png, deck_pptx, readable
from timpora.draw.slide import Deck, Figure, Slide, Table
from timpora.store import story_book
from timpora.store.stories import Scene
from timpora.web import access

SCREENS = {"16:9": (1366, 768), "4:3": (1024, 768)}
LONG = "Kesenjangan kesiapan tim pengawasan di kecamatan pesisir yang belum punya pelatihan"
TABLE = Table(
    ("Kecamatan", "Kelas dan skor", "Yang diminta", "Sampai kapan"),
    tuple((f"Kecamatan {n}", Figure("Tinggi, 55,1 (38–69)", 55.1), LONG, "segera, lewat sejak 9 Oktober 2023")
          for n in range(40)),
)  # fmt: skip
CAUTION = "Bukan peringkat: urutan hanya berarti bersama rentangnya."
# The smallest type in which something is said on the slide that is shown, in hundredths of the height of the screen.
SMALLEST = """() => {
  const slide = document.querySelector("#panggung .slide:not([hidden])"), sizes = [];
  const texts = document.createTreeWalker(slide.querySelector(".body"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const place = texts.currentNode.parentElement, drawn = place.ownerSVGElement;
    if (!texts.currentNode.textContent.trim() || !place.getClientRects().length) continue;
    const size = parseFloat(getComputedStyle(place).fontSize) * (drawn ? drawn.getScreenCTM().a : 1);
    sizes.push(size / innerHeight * 100);
  }
  return Math.min(...sizes);
}"""
ROWS = ".slide:not([hidden]) .facts tbody tr"
WHOLE = """stage => {
  const slide = stage.querySelector(".slide"), over = (box) => box.scrollHeight > box.clientHeight + 1;
  const { right, bottom } = stage.getBoundingClientRect();
  const whole = Math.abs(right - innerWidth) < 1.5 && Math.abs(bottom - innerHeight) < 1.5;
  return [whole, [slide, ...slide.querySelectorAll(".fit")].filter(over).length];
}"""


@pytest.fixture(scope="module")
def deck(tmp_path_factory, drawn_once) -> Deck:
    data = tmp_path_factory.mktemp("terbaca") / "data"
    shutil.copytree(drawn_once(decks.drawn), data, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMPORA_DATA", str(data))
        patch.setenv("TIMPORA_VIEW", "protected")
        made = decks.made()
        long = Slide("Yang perlu perhatian", ("Oktober 2024",), "/risiko?periode=2024-10", "Sumber", "alt", table=TABLE)
        said = replace(long, points=(LONG,) * 12, cautions=(CAUTION,))
        yield replace(made, slides=(*made.slides[:5], long, said, replace(said, table=None)))


def test_the_smallest_type_is_kept_by_the_half_points_of_powerpoint():
    for high in (720, 960, 1080):
        points = readable.least(high) * 0.75
        assert readable.LEAST * high <= readable.least(high) < readable.LEAST * high + 1
        assert points * 2 == pytest.approx(round(points * 2))
    assert min(*deck_fit.WORDS, *deck_fit.ALONE, *deck_fit.TABLE) == deck_fit.LEAST
    assert min(deck_png._BODY) >= readable.LEAST * deck_png.HIGH


def test_what_is_left_out_is_counted_with_the_page_where_it_is():
    assert readable.rest(5, "/mutu-data?bagian=masuk") == "dan 5 lagi di Mutu data (/mutu-data)"
    assert readable.rest(1200, "/") == "dan 1.200 lagi di Ringkasan (/)"
    assert readable.rest(2, "/risiko", is_said=True) == "dan 2 hal lagi di Risiko (/risiko)"


def test_in_powerpoint_no_word_of_a_slide_is_smaller_and_no_table_has_more_rows(deck):
    made = Presentation(io.BytesIO(deck_pptx.pptx(deck)))
    sizes, rows = [], []
    for slide in made.slides:
        for shape in slide.shapes:
            if getattr(shape, "has_table", False) and shape.has_table:
                rows.append(len(shape.table.rows) - 1)
                frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
                sizes += [run.font.size for frame in frames for part in frame.paragraphs for run in part.runs]
            elif getattr(shape, "has_chart", False) and shape.has_chart:
                sizes.append(shape.chart.font.size)
            elif shape.name in ("judul", "isi"):
                sizes += [run.font.size for part in shape.text_frame.paragraphs for run in part.runs]
    assert min(sizes) >= readable.LEAST * made.slide_height
    assert len(rows) == 3 and max(rows) <= readable.ROWS
    texts = [[one.text_frame.text for one in slide.shapes if one.has_text_frame] for slide in made.slides]
    long, said = ("\n".join(texts[at]) for at in (5, 6))
    assert f"dan {40 - rows[1]} lagi di Risiko (/risiko)" in long
    assert "hal lagi di Risiko (/risiko)" in said and CAUTION in said


def test_a_caution_is_there_whatever_has_no_room(deck):
    for slide in deck.slides[6:]:
        text, loud = deck_fit.said(slide, 320, 300, deck_fit.WORDS)
        assert not text.is_cut and text.texts[loud:] == (CAUTION,)
        assert text.texts[loud - 1] == readable.rest(12 - (loud - 1), slide.address, is_said=True)
        phone, cautions = deck_png._said(slide, 900, 500)
        assert not phone.is_cut and [phone.texts[at] for at in cautions] == [CAUTION]


def test_a_phone_is_shown_the_first_rows_with_what_their_numbers_are(deck):
    slide = replace(deck.slides[5], table=Table(("Instansi", "Terbuka"), (("KPU", Figure("3", 3.0)),) * 40))
    text, _ = deck_png._said(slide, 900, 700)
    assert text.texts[0] == "KPU · Terbuka 3"
    assert len(text.texts) == readable.ROWS + 1 and text.texts[-1] == readable.rest(32, slide.address)


@needs_poppler
def test_the_storyboard_has_as_many_rows_as_have_room_in_that_type_and_counts_the_others(deck):
    said = read(deck_pdf.storyboard(replace(deck, slides=deck.slides[5:6])))
    left, top, right, bottom = deck_fit.DEFAULT.arranged(deck.slides[5]).picture
    shown = deck_fit.laid(TABLE, right - left, bottom - top - 34, [deck_fit.LEAST])
    assert 3 <= said.count("Tinggi, 55,1") == len(shown.rows) <= readable.ROWS
    assert f"dan {40 - len(shown.rows)} lagi di Risiko (/risiko)" in said


# --- on a screen


def opened(browser, address: str, size: tuple[int, int]) -> Page:  # noqa: F811
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#usai", state="attached", timeout=90_000)
    return page


def turned(page: Page, n: int) -> None:
    page.keyboard.type(str(n))
    page.keyboard.press("Enter")
    expect(page.locator(f"#s{n}")).to_be_visible()


@pytest.mark.browser
@pytest.mark.slow
def test_on_the_sample_every_slide_of_the_standard_story_is_read_and_its_preview_is_that_slide(browser, tmp_path):  # noqa: F811
    if not (paths.data() / "published").is_dir():
        pytest.skip("no sample data: make sample")
    shutil.copytree(paths.data(), tmp_path / "data", symlinks=True)
    with running(tmp_path / "data", environment={"TIMPORA_VIEW": "protected"}) as server:
        shown = {}
        for name, size in SCREENS.items():
            page = opened(browser, f"{server.address}/tayang?cerita=standar", size)
            for n in range(1, page.locator("#panggung .slide").count() + 1):
                turned(page, n)
                assert page.evaluate(SMALLEST) >= 100 * readable.LEAST - 0.01, f"{name}, slide {n}"
                assert page.locator(f"{ROWS}:visible").count() <= readable.ROWS
                shown[name, n] = page.locator(f"{ROWS}:visible").all_inner_texts()
            page.close()
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        for n in (6, 9):
            page.goto(f"{server.address}/paparan?salindia={n}")
            frame = page.frame_locator(".st-key-salindia_kecil iframe")
            stage = frame.locator(".stage")
            expect(stage.locator(f"#s{n}")).to_be_visible(timeout=60_000)
            assert stage.evaluate(WHOLE) == [True, 0]
            assert frame.locator(f"{ROWS}:visible").all_inner_texts() == shown["16:9", n]
        page.close()


@pytest.mark.browser
def test_of_the_longest_table_a_screen_shows_the_first_rows_and_counts_the_others(
    deck,
    browser,  # noqa: F811
):
    kept = story_book.keep("Panjang", [Scene("tren", {"rupa": ["panas"]})], access.signature(decks.LOCAL), decks.AT)
    with running(paths.data(), environment={"TIMPORA_VIEW": "protected"}) as server:
        for size in SCREENS.values():
            page = opened(browser, f"{server.address}/tayang?cerita={kept.id}", size)
            turned(page, 1)
            assert page.evaluate(SMALLEST) >= 100 * readable.LEAST - 0.01
            shown = page.locator(f"{ROWS}:visible").count()
            assert 3 <= shown <= readable.ROWS
            said = page.locator("#s1 .picture .more").inner_text()
            assert re.fullmatch(rf"dan {68 - shown} lagi di Tren \(/tren\)", said)
            page.close()
