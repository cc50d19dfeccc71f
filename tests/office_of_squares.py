"""An office to look at: each of its 68 kecamatan a square of land, a year of permits, a hill of APOA coverage."""

import csv
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from lent import heard, lent
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from served import running
from test_risk import APOA, READY

from timpora import paths
from timpora.draw import tiles
from timpora.measure import boundaries

WEST, SOUTH, SIZE = 119.6, -4.0, 0.1  # degrees, of the square in column 0 and row 0
# The months as agencies write them, oldest first.
MONTHS = ("Okt-23", "Nov-23", "Des-23", "Jan-24", "Feb-24", "Mar-24", "Apr-24", "Mei-24", "Jun-24", "Jul-24", "Agu-24")
MONTHS += ("Sep-24", "Okt-24")
PERMITS = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
AWAY = "Kabupaten Pinrang"  # has not reported the last month
# Of the last month; whoever is not named has a little, or nothing. Published they are rounded: ≈5, ≈40, ≈105.
LAST_MONTH = {"73.72.01": 105, "73.72.02": 40, "73.72.03": 5, "73.72.04": 20}


def kecamatan() -> list[dict[str, str]]:
    with (paths.ROOT / "data/reference/kecamatan.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cells() -> dict[str, tuple[int, int]]:
    """Column and row of each kecamatan's square, by its code; nobody has neighbours who has none on the land."""
    areas = pd.DataFrame(kecamatan()).rename(columns={"kode_kemendagri": "area_code"})
    areas["kabupaten_code"] = areas["kode_kabupaten_kemendagri"]
    return tiles.grid(areas.astype({"lat": float, "lon": float}))


def drawn(house) -> None:
    """Permits of thirteen months, APOA and readiness of the last; nobody brings what the other layers are made of."""
    house.load(f"{PERMITS}\n" + "\n".join(_permits()))
    places = cells()
    rows = [(row, places[row["kode_kemendagri"]]) for row in kecamatan()]
    middle = places["73.72.02"]
    reporting = ((row, round(38 / (1 + abs(x - middle[0]) / 2 + abs(y - middle[1]) / 2))) for row, (x, y) in rows)
    house.load(f"{APOA}\n" + "\n".join(f"Okt-24;{_place(row)};40;{n};10;10;0;0" for row, n in reporting))
    ready = (f"Triwulan III 2024;{_place(row)};Ya;15/08/2024;Ya;{10 * (x % 5)};50" for row, (x, _) in rows)
    house.load(f"{READY}\n" + "\n".join(ready))
    land(paths.data().parent)


def plain(house) -> None:
    """No land, one month; permits are equal everywhere, and of one kecamatan alone there is APOA."""
    house.permits(*(f"Okt-24 | {row['kabupaten']} | {row['kecamatan']} | 20" for row in kecamatan()))
    house.load(f"{APOA}\nOkt-24;Parepare;Ujung;40;30;10;10;0;0")


def land(folder: Path) -> None:
    """The squares, imported as boundaries; folder: where their file is written."""
    places = cells()
    features = []
    for row in kecamatan():
        x, y = places[row["kode_kemendagri"]]
        west, south = WEST + SIZE * x, SOUTH + SIZE * y
        ring = [[west, south], [west + SIZE, south], [west + SIZE, south + SIZE], [west, south + SIZE], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"CC_3": row["kode_bps"], "NAME_3": row["kecamatan"]},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    file = folder / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    boundaries.import_file(file, paths.boundaries(), attribution="Batas: gambar uji")


def _permits() -> Iterator[str]:
    for number, row in enumerate(kecamatan()):
        for month, period in enumerate(MONTHS):
            if period == MONTHS[-1] and row["kabupaten"] == AWAY:
                continue
            itas = (7 * number + 3 * month) % 30 * (number % 4 > 0)
            if period == MONTHS[-1]:
                itas = LAST_MONTH.get(row["kode_kemendagri"], itas)
            yield f"{period};{_place(row)};0;0;0;0;{itas};0;{itas}"


def _place(row: Mapping[str, str]) -> str:
    return f"{row['kabupaten']};{row['kecamatan']}"


@dataclass
class Sight:
    """A reader at the map of a server: one page for many looks, each a session of its own."""

    page: Page
    address: str
    received: list[int] = field(default_factory=list)  # bytes of each message that came over the websocket

    def __post_init__(self) -> None:
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._came))

    def _came(self, message: bytes) -> None:
        self.received.append(len(message))

    def look(self, path: str) -> Page:
        """Open a path, and wait until the map has what is asked for."""
        self.page.goto(self.address + path, wait_until="commit")
        self._is_there()
        return self.page

    def _is_there(self) -> None:
        expect(self.frame.locator(".timpora-key button[data-mark]").first).to_be_visible()

    @property
    def frame(self) -> FrameLocator:
        # While one map takes another's place there are two for a moment.
        return self.page.locator("iframe[title^='streamlit_folium']").last.content_frame

    def ask(self, script: str, *arguments: object):
        """What the map itself says: a function in its page."""
        return self.frame.locator("body").evaluate(script, *arguments)

    def square(self, code: str, of: int = 0) -> tuple[Locator, dict[str, float]]:
        """A map of the row, and the place on it of a kecamatan's middle."""
        x, y = self.ask(
            """(_, [code, of]) => { const { map } = window.map.timporaFrame.panels[of];
            const at = map.latLngToContainerPoint(map.timpora.byCode.get(code).getBounds().getCenter());
            return [at.x, at.y] }""",
            [code, of],
        )
        return self.frame.locator(".leaflet-container").nth(of), {"x": x, "y": y}

    def click(self, code: str, of: int = 0, **how: object) -> None:
        container, at = self.square(code, of)
        container.click(position=at, **how)

    def shows(self, **view: str | None) -> None:
        """The address says so; None: it does not speak of that."""
        for name, value in view.items():
            there = rf"[?&]{name}={re.escape(value or '')}"
            expectation = expect(self.page)
            expectation.to_have_url(re.compile(f"{there}(&|$)")) if value else expectation.not_to_have_url(
                re.compile(there)
            )

    @contextmanager
    def bringing(self, most: int, **view: str) -> Iterator[None]:
        """What is done within brings at most so many bytes, and then the address says so."""
        self.received.clear()
        yield
        self.shows(**view)
        self._is_there()
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert sum(self.received) <= most, self.received

    def switch(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).click()

    def table(self) -> list[list[str]]:
        """The rows of the table under the map, opened if it is not."""
        cells = self.page.locator("[data-testid=stDataFrame] table[role=grid] tbody tr")
        if not cells.count():
            self.page.get_by_text("Tabel", exact=True).click()
            cells.first.wait_for(state="attached")
        return cells.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")


@contextmanager
def seen(browser: Browser, published: Path, folder: Path) -> Iterator[Sight]:
    """A server on a copy of what was published, as officers see it: rounded. Fails where anything beyond is asked."""
    shutil.copytree(published, folder, symlinks=True)
    asked, broken = [], []
    with (
        running(folder, environment={"TIMPORA_VIEW": "protected"}) as server,
        lent(browser) as page,
        heard(
            page,
            request=lambda request: asked.append(request.url),
            pageerror=lambda error: broken.append(str(error)),
        ),
    ):
        yield Sight(page, server.address)
    assert [url for url in asked if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))] == []
    assert broken == []
