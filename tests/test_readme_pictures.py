"""The pictures in README.md and in the guide, taken from the sample data of this machine, as a reader sees them.

All of them are taken, and put where they are shown, by:

make test ARGS="-m slow -k readme" && cp tests/out/readme/*.png docs/images/

`name.png` is Indonesian, `name-en.png` the same in English. tests/test_guide.py holds that each is shown and no other.
"""

import re
import shutil

import pytest
from office_of_squares import Sight
from PIL import Image
from playwright.sync_api import Page, expect
from served import running
from test_browser import SHOTS, browser  # noqa: F401 (a fixture)
from test_upload import HEAD

from timpora import paths
from timpora.text import LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_BYTES = 150_000
# Of README alone, which tells of the Indonesian screen.
README = {
    "peta-ubin": "/peta?bentuk=ubin&lapisan=readiness_gap",
    "peta-deret": "/peta?tampilan=deret",
    "peta-dua-lapisan": "/peta?tampilan=dua",
    "tren": "/tren?wilayah=73.15&banding=73.72",
    "peringatan": "/peringatan",
}
# Of the guide, in either language; README shows some of them too.
GUIDE = {
    "ringkasan": "/",
    "risiko": "/risiko",
    "tindak-lanjut": "/tindak-lanjut",
    "peta": "/peta?wilayah=73.72.02",
    "asal-angka": "/mutu-data?bagian=asal&asal=active_permits&wilayah=73.72",
    "simulasi": "/risiko?bagian=simulasi&simulasi=apoa_coverage_gap:0",
    "paparan": "/paparan?salindia=2",
    "tayang": "/tayang?cerita=standar#5",
    "unggah-ditolak": "/unggah",
    "unggah-diterima": "/unggah",
    "laporan-masuk": "/mutu-data",
}
PICTURES = [
    *((name, "id", address) for name, address in (README | GUIDE).items()),
    *((name, "en", address) for name, address in GUIDE.items()),
]
MADE = {f"{name}{'' if language == 'id' else '-en'}.png" for name, language, _ in PICTURES}
# Of those without the map's frame what is waited for: the last that comes.
SHOWN = {
    "tren": ".js-plotly-plot .main-svg",
    "peringatan": "[class*='st-key-peringatan_']",
    "ringkasan": ".small-map",
    "risiko": "[data-testid=stExpander]",
    "asal-angka": "main table",
    "simulasi": "[data-testid=stSlider]",
    "paparan": ".st-key-salindia_ke_10",
    "tayang": "#s5 figure img",
    "tindak-lanjut": "main table",
    "unggah-ditolak": "input[type=file]",
    "unggah-diterima": "input[type=file]",
    "laporan-masuk": "main table",
}
# Who names a source beside each part, or shows no number of one.
SOURCED_ELSEWHERE = ("peringatan", "ringkasan", "paparan", "risiko", "simulasi", "laporan-masuk", "asal-angka")
SOURCED_ELSEWHERE += ("unggah-ditolak", "unggah-diterima")
MARK = {"id": "DATA CONTOH", "en": "SAMPLE DATA"}
SOURCE = {"id": re.compile("^Sumber: "), "en": re.compile("^Source: ")}
# A month that nobody has brought yet: one file that is right, and one with three slips.
RIGHT = f"{HEAD}\nNov-24;Parepare;Ujung;0;2;1;0;9;0;12\nNov-24;Parepare;Soreang;0;0;0;0;7;1;8\n"
WRONG = f"{HEAD}\nNov-24;Parepare;Ujung;0;2;1;0;9;0;21\nNov-24;Parepare;Sorean;0;0;0;0;7;1;8\n"
WRONG += "Nov-24;Parepare;Bacukiki;0;0;0;0;12-;0;12\n"


BROUGHT = {"unggah-ditolak": WRONG, "unggah-diterima": RIGHT}


def bring(page: Page, content: str) -> None:
    """What an officer does at /unggah, until it is said what would become of the file; that is scrolled to."""
    sent = {"name": "Izin Tinggal November 2024 (contoh).csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(sent)
    card = page.locator("[class*='st-key-berkas_']").first
    expect(card.get_by_role("button").last).to_be_visible()
    # Below the bar of the menu, which stays where it is.
    card.evaluate("card => { card.style.scrollMarginTop = '4rem'; card.scrollIntoView({behavior: 'instant'}) }")


@pytest.fixture(scope="module")
def sight(browser, tmp_path_factory):  # noqa: F811 (a fixture)
    if not (paths.data() / "published").is_dir():
        pytest.skip("no sample data: make sample")
    data = tmp_path_factory.mktemp("contoh") / "data"
    shutil.copytree(paths.data(), data, symlinks=True)  # a server writes beside what it reads
    with running(data, environment={"TIMPORA_VIEW": "protected"}) as server:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(30_000)
        yield Sight(page, server.address)
        page.context.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The address of an office that has nothing yet: beside sample data no file is kept."""
    with running(tmp_path_factory.mktemp("baru"), environment={"TIMPORA_VIEW": "protected"}) as server:
        yield server.address


def spoken(address: str, language: str) -> str:
    """The address in a language: what stands behind # stays at its end."""
    view, hash_, place = address.partition("#")
    said = "" if language == LANGUAGES[0] else f"{'&' if '?' in view else '?'}lang={language}"
    return f"{view}{said}{hash_}{place}"


@pytest.mark.parametrize(("name", "language", "address"), PICTURES)
def test_a_picture_of_the_readme_is_taken_and_small(name, language, address, sight, request):
    page = sight.page if name in SHOWN else sight.look(spoken(address, language))
    if name in SHOWN:
        server = request.getfixturevalue("fresh") if name in BROUGHT else sight.address
        page.goto(server + spoken(address, language), wait_until="commit")
        expect(page.locator(SHOWN[name]).first).to_be_attached(timeout=60_000)
    if name in BROUGHT:
        bring(page, BROUGHT[name])
    else:
        assert page.get_by_text(MARK[language]).count(), "shown is sample data and nothing else"
    if name not in SOURCED_ELSEWHERE:
        expect(page.get_by_text(SOURCE[language]).first).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    if name == "tayang":
        expect(page.locator("#kendali")).to_be_hidden(timeout=60_000)  # the buttons go when nobody moves
    file = SHOTS / "readme" / f"{name}{'' if language == 'id' else '-en'}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    with Image.open(file) as taken:
        # A page has few colours: 256 of them look the same in half the bytes.
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < MOST_BYTES and file.name in MADE
