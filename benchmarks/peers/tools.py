"""The tools: how each is started, how a month is chosen and a kecamatan clicked in it, and what it cannot do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
MONTHS = 5  # chosen one after another, from the newest but one back
Act = Callable[[Page, int], None]  # the how manieth time, from 0


@dataclass(frozen=True)
class Tool:
    """command: of the peers' own environment, with {port} and {data} in it.

    drawn: a selector of what a map is made of, "" where there is none; click: None where nothing can be clicked.
    """

    name: str
    command: tuple[str, ...]
    drawn: str
    month: Act
    click: Act | None
    page: str = "/"
    is_page_each: bool = False  # every choice is a page of its own, without a script of ours that could watch it


def _in_streamlit(page: Page, turn: int) -> None:
    box = page.locator('[data-testid="stSelectbox"] input')
    box.click()
    box.press("ArrowDown")
    box.press("Enter")


def _in_dash(page: Page, turn: int) -> None:
    page.locator("#bulan").click()
    page.get_by_role("option").nth(turn + 1).click()


def _in_panel(page: Page, turn: int) -> None:
    page.locator("select").select_option(index=turn + 1)


def _on_canvas(selector: str) -> Act:
    """One column of the picture after another, down it until the number of another kecamatan stands beside it."""

    def click(page: Page, turn: int) -> None:
        box = page.locator(selector).first.bounding_box()
        before = page.locator(".area").inner_text()
        for down in range(3, 15):
            page.evaluate("peer.arm('.area')")
            page.mouse.click(box["x"] + box["width"] * (35 + 5 * turn) / 100, box["y"] + box["height"] * down / 18)
            page.wait_for_timeout(400)
            if page.locator(".area").inner_text() != before:
                return

    return click


def _in_datasette(page: Page, turn: int) -> None:
    page.goto(f"{page.url.partition('?')[0]}?_sort=kode&bulan=2024-{9 - turn:02d}")


def _rows_of_one(page: Page, turn: int) -> None:
    code = page.locator("td.col-kode").nth(turn).inner_text()
    page.goto(f"{page.url.partition('?')[0]}?_sort_desc=bulan&kode={code}")


TOOLS = (
    Tool(
        "pandas + folium page",
        (
            "streamlit",
            "run",
            str(HERE / "tutorial.py"),
            "--server.port={port}",
            "--server.address=127.0.0.1",
            "--server.headless=true",
            "--browser.gatherUsageStats=false",
        ),
        "path.leaflet-interactive",
        _in_streamlit,
        None,
    ),
    Tool(
        "Plotly Dash",
        ("python", str(HERE / "dash_app.py"), "{port}"),
        ".maplibregl-canvas",
        _in_dash,
        _on_canvas(".maplibregl-canvas"),
    ),
    Tool(
        "Panel with Bokeh",
        ("panel", "serve", str(HERE / "panel_app.py"), "--port={port}", "--address=127.0.0.1"),
        ".bk-Canvas",
        _in_panel,
        _on_canvas(".bk-Canvas"),
        "/panel_app",
    ),
    Tool(
        "Datasette",
        ("datasette", "serve", "{data}/orang.db", "--port={port}", "--setting", "default_page_size", "100"),
        "",
        _in_datasette,
        _rows_of_one,
        "/orang/orang?_sort=kode&bulan=2024-10",
        is_page_each=True,
    ),
)
