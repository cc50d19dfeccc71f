"""The pictures in README.md, taken from the sample data of this machine, as a reader of it sees them.

make test ARGS="-m slow -k readme" && cp tests/out/readme/*.png docs/images/
"""

import re
import shutil

import pytest
from office_of_squares import Sight
from PIL import Image
from playwright.sync_api import expect
from served import running
from test_browser import SHOTS, browser  # noqa: F401 (a fixture)

from timpora import paths

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_BYTES = 150_000
PICTURES = {
    "peta": "/peta?wilayah=73.72.02",
    "peta-ubin": "/peta?bentuk=ubin&lapisan=readiness_gap",
    "peta-deret": "/peta?tampilan=deret",
    "peta-dua-lapisan": "/peta?tampilan=dua",
    "tren": "/tren?wilayah=73.15&banding=73.72",
    "peringatan": "/peringatan",
    "ringkasan": "/",
    "paparan": "/paparan?salindia=2",
    "tayang": "/tayang?cerita=standar#5",
    "tindak-lanjut": "/tindak-lanjut",
}
# Of those without the map's frame what is waited for: the last that comes.
SHOWN = {
    "tren": ".js-plotly-plot .main-svg",
    "peringatan": "[class*='st-key-peringatan_']",
    "ringkasan": ".small-map",
    "paparan": ".st-key-salindia_ke_10",
    "tayang": "#s5 figure img",
    "tindak-lanjut": "main table",
}
SOURCED_ELSEWHERE = ("peringatan", "ringkasan", "paparan")  # a source beside each of its parts


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


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_readme_is_taken_and_small(name, sight):
    page = sight.page if name in SHOWN else sight.look(PICTURES[name])
    if name in SHOWN:
        page.goto(sight.address + PICTURES[name], wait_until="commit")
        expect(page.locator(SHOWN[name]).first).to_be_visible(timeout=60_000)
    assert page.get_by_text("DATA CONTOH").count(), "README shows sample data and nothing else"
    if name not in SOURCED_ELSEWHERE:
        expect(page.get_by_text(re.compile("^Sumber: ")).first).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    if name == "tayang":
        expect(page.locator("#kendali")).to_be_hidden(timeout=60_000)  # the buttons go when nobody moves
    file = SHOTS / "readme" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")
    with Image.open(file) as taken:
        # A page has few colours: 256 of them look the same in half the bytes.
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < MOST_BYTES
    assert f"docs/images/{name}.png" in (paths.ROOT / "README.md").read_text("utf-8")
