"""The map: which class a value is in, what travels to the browser, and what the browser makes of it."""

import functools
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xstatic.pkg.leaflet as leaflet
from hypothesis import given
from hypothesis import strategies as st
from lent import lent
from pandas.io.formats.style import Styler
from playwright.sync_api import Page
from test_browser import browser  # noqa: F401 (a fixture)

from timpora import paths, theme
from timpora.draw import classes, geometry, maps, palettes, pictures
from timpora.draw.legend import class_labels, legend
from timpora.measure import boundaries

URLS = maps.Urls(leaflet="/leaflet", static="/peta-statis/1", geometry="/geometri/1.js")
MAP = (900, 600)  # pixels, of the window
CODES = [f"73.72.{i:02d}" for i in range(1, 9)]


def layer(**changes) -> classes.Layer:
    presence = {
        "name": "Izin tinggal aktif",
        "unit": "orang",
        "decimals": 0,
        "breaks": (5, 10, 25, 100),
        "palette": tuple(palettes.palette("exposure", 5)),
        "zero_colour": palettes.ZERO["exposure"],
    }
    return classes.Layer(**presence | changes)


def values(*cells) -> pd.DataFrame:
    """One row per cell, from 73.72.01 on: a number is reported, a word is the kind of empty it names."""
    rows = [
        (code, cell, "reported") if isinstance(cell, int | float) else (code, np.nan, cell)
        for code, cell in zip(CODES, cells, strict=False)
    ]
    frame = pd.DataFrame(rows, columns=["area_code", "value", "state"])
    names = frame["area_code"].map("Kecamatan {}".format)
    return frame.assign(area_name=names, base_value=np.nan, is_rounded=False, cells=1, is_small_base=False)


def painted(frame: pd.DataFrame, drawn: classes.Layer, shapes, selected: str | None = None, when: str = "") -> dict:
    months = ("2023-01", "2024-10", "2024-10")
    return maps.table([pictures.picture(frame, drawn, when)], shapes, selected, months=months)


def as_written(grid: Styler) -> pd.DataFrame:
    """The cells of a table as a reader sees them."""
    text = grid.hide(axis="index").to_string(delimiter=";")
    return pd.read_csv(io.StringIO(text), sep=";", dtype=str, keep_default_na=False)


SIDE_BY_SIDE = [((1,) * 7, "September 2024"), ((200,) * 7, "Oktober 2024")]


def changed(table: dict, **changes: object) -> dict:
    """The table with its first picture changed."""
    return table | {"i": [table["i"][0] | changes]}


EVERY_KIND = values(0, 4, 1234, "not_reported", "suppressed", "insufficient", "not_applicable")


def row_of_places() -> pd.DataFrame:
    """Eight kecamatan in a row, in two kabupaten."""
    rows = [
        (code, f"Kecamatan {i}", f"73.{71 + i % 2}", f"Kota {71 + i % 2}", f"73720{i}0", -4.0, 119.5 + i / 10)
        for i, code in enumerate(CODES, start=1)
    ]
    return pd.DataFrame(rows, columns=geometry.COLUMNS)


def import_land(folder: Path) -> Path:
    """Polygons for all but the last kecamatan, a lake among them, and a neighbour outside the office: what they were

    imported from stands beside the boundaries that are returned.
    """
    squares = [(row.bps_code, row.area_name, row.lon) for row in row_of_places().itertuples()][:-1]
    squares += [("7313888", "DanauTempe", 119.3), ("7315010", "Tetangga", 120.4)]
    features = [
        {
            "type": "Feature",
            "properties": {"CC_3": code, "NAME_3": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[lon, -4], [lon + 0.1, -4], [lon + 0.1, -3.9], [lon, -3.9], [lon, -4]]],
            },
        }
        for code, name, lon in squares
    ]
    path = folder / "batas.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    boundaries.import_file(path, folder / "store")
    return folder / "store"


@functools.cache
def _land_once(folder: Path) -> Path:
    (folder / "tanah").mkdir()
    return import_land(folder / "tanah").parent


@pytest.fixture
def places() -> pd.DataFrame:
    return row_of_places()


@pytest.fixture
def shapes(places, tmp_path) -> geometry.Geometry:
    return geometry.script(places, tmp_path / "no-boundaries", tmp_path / "cache")


@pytest.fixture
def store(tmp_path, tmp_path_factory) -> Path:
    """A copy of the land of its own: boundaries may be taken away, damaged, and imported anew."""
    return shutil.copytree(_land_once(tmp_path_factory.getbasetemp()), tmp_path, dirs_exist_ok=True) / "store"


def content(made: geometry.Geometry) -> dict:
    text = gzip.decompress(made.path.read_bytes()).decode()
    return json.loads(text.removeprefix("window.TIMPORA_GEOMETRY=").removesuffix(";"))


# Classes


def test_classes_are_half_open_and_a_value_on_a_break_goes_up():
    assert classes.classify([4.9, 5, 9.99, 10, 99, 100, 1e6], [5, 10, 25, 100]).tolist() == [0, 1, 1, 2, 3, 4, 4]


def test_no_number_is_no_class():
    assert classes.classify([np.nan, 1], [5]).tolist() == [-1, 0]


@given(st.lists(st.floats(0, 1e6)), st.lists(st.integers(1, 1000), unique=True))
def test_a_larger_value_is_never_in_a_lower_class(numbers, breaks):
    found = classes.classify(sorted(numbers), sorted(breaks))
    assert (np.diff(found) >= 0).all()


def test_each_kind_of_empty_has_a_letter_of_its_own_and_none_is_a_class():
    letters = classes.letters(EVERY_KIND, layer())
    assert "".join(letters) == "z04nsix"


def test_the_class_is_that_of_the_number_as_shown():
    assert "".join(classes.letters(values(4.96, 4.94), layer(decimals=1))) == "10"


def test_a_value_that_only_rounds_to_zero_is_not_drawn_as_zero():
    assert "".join(classes.letters(values(0.04, 0.0), layer(decimals=1))) == "0z"


def test_on_a_small_base_class_and_zero_keep_their_class_and_have_letters_of_their_own():
    small = values(0, 4, 1234, 7, "insufficient").assign(is_small_base=[True, True, True, False, False])
    assert "".join(classes.letters(small, layer())) == "ZAE1i"
    assert "".join(classes.letters(small, layer(zero_colour=None))) == "AAE1i"


def test_where_zero_is_a_value_like_any_other_it_is_in_the_lowest_class():
    assert "".join(classes.letters(values(0, 60), layer(zero_colour=None))) == "03"


def test_a_reported_area_without_a_number_is_an_error_that_names_it():
    frame = values(1, 2).assign(value=[1, np.nan])
    with pytest.raises(ValueError, match=r"73\.72\.02"):
        classes.letters(frame, layer())


def test_a_state_nobody_defined_is_an_error():
    with pytest.raises(ValueError, match="hilang"):
        classes.letters(values("hilang"), layer())


def test_a_layer_needs_as_many_colours_as_classes():
    with pytest.raises(ValueError, match="5 classes and 2 colours"):
        layer(palette=("#000000", "#ffffff"))


def test_a_small_base_is_a_row_of_the_legend_that_is_counted_in_its_classes_too():
    drawn = classes.letters(values(4, 1234, 6, "suppressed").assign(is_small_base=[True, True, False, False]), layer())
    rows = legend(drawn, layer())
    counts = {row.mark: row.count for row in rows}
    assert (counts["0"], counts["1"], counts["4"], counts["h"], counts["s"]) == (1, 1, 1, 2, 1)
    assert [row.mark for row in rows][-3:] == ["z", "h", "s"]


# The table that travels


def texts(table: dict) -> list[str | None]:
    """What the table says of each area, as the browser looks it up; None for an area it says nothing of."""
    return [table["i"][0]["t"][int(place)] if place else None for place in table["i"][0]["v"].split(",")]


def test_the_table_holds_texts_and_letters_in_the_order_of_the_geometry(shapes):
    table = painted(EVERY_KIND.iloc[::-1], layer(), shapes, "73.72.02", "Oktober 2024")
    assert texts(table) == [
        "0 orang", "4 orang", "1.234 orang",
        "belum dilaporkan", "disamarkan", "data tidak cukup", "tidak berlaku", None,
    ]  # fmt: skip
    assert table["i"][0]["c"] == "z04nsix-"
    assert table["s"] == "73.72.02"


def test_a_text_travels_once_however_many_areas_it_is_said_of(shapes):
    table = painted(values(7, 7, 7, "suppressed", "suppressed", 0, 7, 0), layer(), shapes)
    assert sorted(table["i"][0]["t"]) == ["0 orang", "7 orang", "disamarkan"]
    assert texts(table) == ["7 orang"] * 3 + ["disamarkan"] * 2 + ["0 orang", "7 orang", "0 orang"]


def test_a_suppressed_number_never_travels(shapes):
    frame = values(3, "suppressed").assign(value=[3, 4321])
    assert "4321" not in json.dumps(painted(frame, layer(), shapes))


def test_numbers_travel_with_the_decimals_that_are_shown(shapes):
    table = painted(values(1.25, 2.0, 0.004, 0, 1000.0), layer(decimals=1, unit="%"), shapes)
    assert texts(table)[:5] == ["1,2 %", "2,0 %", "<0,1 %", "0 %", "1.000,0 %"]


def test_a_row_without_a_polygon_is_left_out_of_the_table(shapes):
    extra = values(7.0).assign(area_code="99.99.99")
    table = painted(pd.concat([EVERY_KIND, extra]), layer(), shapes)
    assert len(table["i"][0]["c"]) == len(shapes.codes) == 8


def test_a_table_of_68_kecamatan_is_small(places, tmp_path):
    many = pd.concat([places.assign(area_code=[f"73.{k}.{i:02d}" for i in range(1, 9)]) for k in range(11, 20)])[:68]
    made = geometry.script(many, tmp_path, tmp_path)
    frame = pd.concat([values(*range(1, 9))] * 9)[:68].assign(area_code=made.codes)
    assert len(json.dumps(painted(frame, layer(), made, made.codes[0], "September 2024"))) < 1300


# Legend


def test_legend_counts_add_up_to_the_number_of_areas_and_agree_with_the_map():
    rows = legend(classes.letters(EVERY_KIND, layer()), layer())
    assert sum(row.count for row in rows) == len(EVERY_KIND)
    assert [(row.label, row.count) for row in rows] == [
        ("≥100", 1),
        ("25–99", 0),
        ("10–24", 0),
        ("5–9", 0),
        ("1–4", 1),
        ("0", 1),
        ("belum dilaporkan", 1),
        ("disamarkan", 1),
        ("data tidak cukup", 1),
        ("tidak berlaku", 1),
    ]


def test_a_kind_of_empty_that_does_not_occur_is_not_in_the_legend_but_zero_is():
    labels = [row.label for row in legend(classes.letters(values(7), layer()), layer())]
    assert labels[-1] == "0"
    assert "disamarkan" not in labels


@pytest.mark.parametrize(
    "changes, labels",
    [
        ({"decimals": 1, "breaks": (0.5, 1, 2, 1000)}, ["<0,5", "0,5–<1", "1–<2", "2–<1.000", "≥1.000"]),
        ({"breaks": (2, 3, 10, 2000)}, ["1", "2", "3–9", "10–1.999", "≥2.000"]),
        ({"zero_colour": None, "breaks": (50, 70, 80, 90)}, ["0–49", "50–69", "70–79", "80–89", "≥90"]),
    ],
)
def test_class_labels_are_written_as_indonesians_write_numbers(changes, labels):
    assert class_labels(layer(**changes)) == labels


@pytest.mark.parametrize("family", palettes.FAMILIES)
@pytest.mark.parametrize("classes", [3, 4, 5, 6])
def test_classes_grow_darker_in_greyscale(family, classes):
    shades = [luminance(colour) for colour in palettes.palette(family, classes)]
    assert all(pale - dark > 0.03 for pale, dark in pairwise(shades))
    assert luminance(palettes.ZERO[family]) > shades[0]
    assert palettes.palette(family, classes, darkest="low") == palettes.palette(family, classes)[::-1]


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG)."""
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


# The geometry script


def test_polygons_are_drawn_and_areas_without_one_are_reported(places, store, tmp_path):
    made = geometry.script(places, store, tmp_path / "cache")
    drawn = content(made)
    assert made.kind == drawn["kind"] == "polygons"
    assert [area[0] for area in drawn["areas"]] == list(made.codes) == CODES[:-1]
    assert made.missing == (CODES[-1],)
    assert made.attribution == "Batas: GADM 4.1 (non-komersial)"
    assert [lake[0] for lake in drawn["water"]] == ["Danau Tempe"]
    assert drawn["land"]


def test_a_city_too_small_to_click_has_an_inset_on_the_land_and_none_among_tiles(places, store, tmp_path):
    wide = json.loads((tmp_path / "batas.json").read_text("utf-8"))
    for feature, place in zip(wide["features"], places.itertuples(), strict=False):
        side, lon = (0.8 if place.kabupaten_code == "73.71" else 0.01), place.lon
        corners = [[lon, -4], [lon + side, -4], [lon + side, -4 + side], [lon, -4 + side], [lon, -4]]
        feature["geometry"]["coordinates"] = [corners]
    (tmp_path / "batas.json").write_text(json.dumps(wide), "utf-8")
    boundaries.import_file(tmp_path / "batas.json", store)
    drawn = content(geometry.script(places, store, tmp_path / "cache"))
    [[index, corner, rooms]] = drawn["insets"]
    own = [place for place in places[:-1].itertuples() if place.kabupaten_code == "73.72"]
    assert len(rooms) == len(own)
    for (lon, lat), place in zip(rooms, own, strict=True):
        assert (lon, lat) == pytest.approx((place.lon + 0.005, -3.995), abs=1e-3)
    assert drawn["kabupaten"][index][5] == "73.72"
    assert corner in ("bottomleft", "topright", "bottomright")
    assert content(geometry.script(places, store, tmp_path / "cache", kind="tiles"))["insets"] == []


def test_a_ring_is_its_first_point_and_then_steps(places, store, tmp_path):
    drawn = content(geometry.script(places, store, tmp_path / "cache"))
    [[ring]] = drawn["areas"][0][3]
    points = np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / drawn["scale"]
    assert sorted(map(tuple, points.round(4).tolist())) == [(119.6, -4), (119.6, -3.9), (119.7, -4), (119.7, -3.9)]


def test_without_boundaries_there_are_tiles_and_a_reason(places, tmp_path):
    made = geometry.script(places, tmp_path / "none", tmp_path / "cache")
    assert (made.kind, made.missing, len(made.codes)) == ("tiles", (), 8)
    assert made.notice == "Batas kecamatan belum ada, jadi dipakai peta ubin."


def test_damaged_boundaries_give_tiles_and_say_so(places, store, tmp_path):
    (store / "kecamatan.parquet").write_bytes(b"rusak")
    made = geometry.script(places, store, tmp_path / "cache")
    assert made.kind == "tiles"
    assert "rusak atau terganti" in made.notice


def test_tiles_can_be_asked_for(places, store, tmp_path):
    made = geometry.script(places, store, tmp_path / "cache", kind="tiles")
    assert (made.kind, made.notice) == ("tiles", "")


@pytest.mark.parametrize("kind", ["polygons", "tiles"])
def test_the_script_is_the_same_whatever_the_order_of_the_areas(kind, places, store, tmp_path):
    one = geometry.script(places, store, tmp_path / "a", kind)
    other = geometry.script(places.iloc[::-1], store, tmp_path / "b", kind)
    assert one.version == other.version
    assert one.path.read_bytes() == other.path.read_bytes()


def test_a_second_start_takes_the_script_from_the_cache(places, store, tmp_path):
    first = geometry.script(places, store, tmp_path / "cache")
    written = first.path.stat().st_mtime_ns
    again = geometry.script(places, store, tmp_path / "cache")
    assert again == first
    assert again.path.stat().st_mtime_ns == written


def test_a_cached_script_needs_neither_geopandas_nor_shapely(places, store, tmp_path):
    geometry.script(places, store, tmp_path / "cache")
    places.to_pickle(tmp_path / "places")
    program = (
        "import sys, pandas; from timpora.draw import geometry;"
        f"areas = pandas.read_pickle({str(tmp_path / 'places')!r});"
        f"made = geometry.script(areas, {str(store)!r}, {str(tmp_path / 'cache')!r});"
        "print(made.kind, sorted({'geopandas', 'shapely'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "polygons []"
    assert len(list((tmp_path / "cache").glob("*.js.gz"))) == 1


@pytest.mark.parametrize("lost", ["*.js.gz", "*.json"])
def test_half_a_cache_is_made_again(lost, places, store, tmp_path):
    first = geometry.script(places, store, tmp_path / "cache")
    [path] = (tmp_path / "cache").glob(lost)
    path.unlink()
    assert geometry.script(places, store, tmp_path / "cache") == first
    assert first.path.is_file()


def test_other_boundaries_are_another_script(places, store, tmp_path):
    before = geometry.script(places, store, tmp_path / "cache")
    collection = json.loads((tmp_path / "batas.json").read_text("utf-8"))
    del collection["features"][0]
    (tmp_path / "batas.json").write_text(json.dumps(collection), "utf-8")
    boundaries.import_file(tmp_path / "batas.json", store)
    after = geometry.script(places, store, tmp_path / "cache")
    assert after.missing == (CODES[0], CODES[-1])
    assert after.version != before.version


def test_the_map_names_whose_boundaries_it_shows(places, store, tmp_path):
    assert content(geometry.script(places, store, tmp_path / "cache"))["attribution"] == boundaries.ATTRIBUTION
    boundaries.import_file(tmp_path / "batas.json", store, attribution="Batas: BIG 2024")
    assert content(geometry.script(places, store, tmp_path / "cache"))["attribution"] == "Batas: BIG 2024"


# In the browser


def page_html(shapes: geometry.Geometry, table: dict) -> str:
    base = maps.base_map(shapes, URLS)
    maps.painted(table).add_to(base)
    return base.get_root().render()


def test_nothing_outside_this_server_is_asked_for(shapes):
    html = page_html(shapes, painted(EVERY_KIND, layer(), shapes, None, "Oktober 2024"))
    assert not re.search(r"https?:|//[a-z]", html)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(loaded) == 5
    assert all(url.startswith(("/leaflet/", "/peta-statis/1/", "/geometri/")) for url in loaded)
    for file in maps.STATIC.glob("peta*"):
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|@import|//[a-z]+\.", text), file.name


def test_a_name_cannot_end_the_script_it_travels_in(shapes):
    table = painted(EVERY_KIND, layer(name="</script><b>"), shapes)
    assert "</script><b>" not in page_html(shapes, table)


@pytest.fixture
def standing(browser):  # noqa: F811
    """A page in which nothing is yet."""
    with lent(browser, MAP) as page:
        yield page
        page.unroute_all()


@pytest.fixture
def opened(standing, places, store, tmp_path):
    """The map of EVERY_KIND on the land, in a page."""
    return open_map(standing, geometry.script(places, store, tmp_path / "cache"))


@pytest.fixture
def opened_tiles(standing, shapes):
    """The same as tiles."""
    return open_map(standing, shapes)


def open_map(page: Page, shapes: geometry.Geometry) -> Page:
    """A map of EVERY_KIND; everything it asks for is answered from here or noted in page.refused."""
    table = painted(EVERY_KIND, layer(), shapes, None, "Oktober 2024")
    page.refused = []

    def answer(route):
        path = route.request.url.removeprefix("http://map.test")
        if path == "/":
            route.fulfill(body=page_html(shapes, table), content_type="text/html; charset=utf-8")
        elif path == URLS.geometry:
            route.fulfill(body=gzip.decompress(shapes.path.read_bytes()), content_type="text/javascript")
        elif path.startswith("/leaflet/"):
            route.fulfill(path=Path(leaflet.BASE_DIR) / path.removeprefix("/leaflet/"))
        elif path.startswith(URLS.static + "/"):
            name = path.removeprefix(URLS.static + "/")
            route.fulfill(body=maps.bundle() if name == maps.BUNDLE else maps.styled(maps.STATIC / name))
        else:
            page.refused.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.goto("http://map.test/")
    page.evaluate("window.themap = Object.values(window).find((value) => value instanceof L.Map)")
    page.table, page.shapes = table, shapes
    return page


def fills(page) -> list[str]:
    return page.evaluate("themap.timpora.areas.map((area) => area.getElement().getAttribute('fill'))")


def point_in(page, code: str) -> dict:
    middle = "themap.latLngToContainerPoint(themap.timpora.byCode.get(code).getBounds().getCenter())"
    corner = "themap.getContainer().getBoundingClientRect()"
    return page.evaluate(
        f"(code) => {{ const [p, c] = [{middle}, {corner}]; return {{x: c.x + p.x, y: c.y + p.y}} }}", code
    )


@pytest.mark.browser
def test_the_browser_draws_every_kind_of_empty_differently_and_asks_for_nothing_else(opened):
    palette = layer().palette
    assert fills(opened) == [
        palettes.ZERO["exposure"],
        palette[0],
        palette[4],
        "url(#timpora-hatch)",
        "url(#timpora-dots)",
        "url(#timpora-grid)",
        "url(#timpora-dashes)",
    ]
    assert opened.locator("defs pattern").count() == 4
    assert opened.refused == []


@pytest.mark.browser
def test_the_browser_hatches_a_small_base_over_the_colour_of_its_class(opened):
    small = values(4, 1234, 4, "not_reported", "suppressed", "insufficient", 1234)
    table = painted(small.assign(is_small_base=[True, True] + [False] * 5), layer(), opened.shapes)
    opened.evaluate("(table) => timpora.paint(themap, table)", table)
    looks = fills(opened)
    pale, dark = layer().palette[0], layer().palette[4]
    assert looks[:3] == [f"url(#timpora-small-{pale[1:]})", f"url(#timpora-small-{dark[1:]})", pale]
    ground = "(id) => document.getElementById(id).querySelector('rect').getAttribute('fill')"
    assert [opened.evaluate(ground, look[5:-1]) for look in looks[:2]] == [pale, dark]
    drawn = "(id) => document.getElementById(id).innerHTML.replace(/#[0-9a-f]{6}/g, '')"
    patterns = {opened.evaluate(drawn, look[5:-1]) for look in [looks[0], *looks[3:6]]}
    assert len(patterns) == 4
    assert texts(table)[0] == "4 orang (basis kecil)"


@pytest.mark.browser
def test_the_legend_counts_its_classes_as_a_histogram_and_names_what_is_on_the_map(opened):
    rows = opened.locator(".timpora-key li button").all()
    written = [tuple(row.inner_text().split("\n")) for row in rows]
    assert written == [(row.label, str(row.count)) for row in legend(classes.letters(EVERY_KIND, layer()), layer())]
    widths = [row.locator(".bar span").evaluate("bar => bar.style.width") for row in rows]
    assert set(widths) == {"0%", "100%"}
    backgrounds = [row.locator("i").evaluate("swatch => getComputedStyle(swatch).background") for row in rows]
    assert len(set(backgrounds)) == len(rows) == 10
    assert opened.locator(".timpora-key .end").all_inner_texts() == [
        "Terbesar: Kecamatan 73.72.03, 1.234 orang",
        "Terkecil: Kecamatan 73.72.01, 0 orang",
    ]


@pytest.mark.browser
def test_text_of_the_legend_is_never_markup(opened):
    table = painted(values(1), layer(name="<b id=evil>x</b>", unit="a & <i>b"), opened.shapes)
    opened.evaluate("(table) => timpora.paint(themap, table)", table)
    assert opened.locator("#evil").count() == 0
    assert opened.locator(".timpora-key h2").inner_text() == "<b id=evil>x</b>"


@pytest.mark.browser
def test_a_class_of_the_legend_is_a_key_that_keeps_its_own_and_tells_the_server(opened):
    faded = "themap.timpora.areas.filter((area) => area.options.fillOpacity < 1).length"
    opened.locator(".timpora-key button[data-mark='4']").click()
    assert (opened.evaluate(faded), opened.evaluate("[...themap.timporaFrame.kept].join()")) == (6, "4")
    opened.locator(".timpora-key button[data-mark='n']").click()
    assert opened.evaluate(faded) == 5
    assert opened.locator(".timpora-key button[aria-pressed=true]").count() == 2
    opened.locator(".timpora-key .everything").click()
    assert opened.evaluate(faded) == 0


@pytest.mark.browser
def test_the_legend_marks_the_row_of_the_chosen_kecamatan_and_of_the_one_under_the_pointer(opened):
    opened.evaluate("(table) => timpora.paint(themap, table)", opened.table | {"s": "73.72.03"})
    point = point_in(opened, "73.72.04")
    opened.mouse.move(point["x"] - 3, point["y"])
    opened.mouse.move(point["x"], point["y"])
    marked = [
        opened.locator(f".timpora-key button.{kind}").get_attribute("data-mark") for kind in ("chosen", "pointed")
    ]
    assert marked == ["4", "n"]


@pytest.mark.browser
def test_maps_side_by_side_show_the_same_place_and_share_one_legend(opened):
    two = [painted(values(*numbers), layer(), opened.shapes, None, when)["i"][0] for numbers, when in SIDE_BY_SIDE]
    opened.evaluate("(table) => timpora.paint(themap, table)", opened.table | {"i": two})
    assert opened.locator(".timpora-panel figcaption").all_inner_texts() == ["September 2024", "Oktober 2024"]
    assert opened.locator(".timpora-key section").count() == 1
    assert opened.locator(".timpora-key button[data-mark='4'] b").all_inner_texts() == ["0", "7"]
    views = (
        "themap.timporaFrame.panels.map(({map}) => [map.getZoom(), map.getCenter().lat, map.getCenter().lng].join())"
    )
    opened.evaluate("themap.setZoom(themap.getZoom() + 1, {animate: false})")
    assert len(set(opened.evaluate(views))) == 1
    other = "themap.timporaFrame.panels[1].areas.map((area) => area.getElement().getAttribute('fill'))"
    assert (fills(opened)[0], opened.evaluate(other)[0]) == (layer().palette[0], layer().palette[4])
    opened.evaluate("(table) => timpora.paint(themap, table)", opened.table)
    assert opened.locator(".timpora-panel").count() == 1


@pytest.mark.browser
def test_maps_of_two_scales_have_two_legends(opened):
    other = painted(values(1, 2), layer(name="Lain", breaks=(1, 2, 3, 4)), opened.shapes)["i"]
    opened.evaluate("(table) => timpora.paint(themap, table)", opened.table | {"i": opened.table["i"] + other})
    assert opened.locator(".timpora-key h2").all_inner_texts() == ["Izin tinggal aktif", "Lain"]


@pytest.mark.browser
def test_a_name_that_is_typed_and_a_month_that_is_stepped_to_are_told_to_the_server(opened):
    sent = "themap.on('layeradd', () => {}); Object.values(themap._layers).forEach((l) => l.on && l.on('click', (e) => "
    opened.evaluate(sent + "e.layer && (window.sent = e.layer.toGeoJSON().properties)))")
    box = opened.locator(".timpora-find")
    box.fill("kecamatan 5, kota 72")
    box.press("Enter")
    assert opened.evaluate("sent")["code"] == "73.72.05"
    opened.get_by_role("button", name="Bulan sebelumnya").click()
    assert opened.evaluate("sent")["periode"] == "2024-09"
    opened.locator(".timpora-time select").select_option("2023-12")
    assert opened.evaluate("sent")["periode"] == "2023-12"


@pytest.mark.browser
def test_what_is_asked_for_is_sent_at_once_and_streamlit_folium_finds_it_sent(opened):
    opened.evaluate("window.__GLOBAL_DATA__ = {}; window.posted = []")
    opened.evaluate("addEventListener('message', (event) => posted.push(event.data))")
    opened.mouse.click(**point_in(opened, "73.72.05"))
    opened.wait_for_function("() => posted.length === 1")
    opened.get_by_role("button", name="Bulan sebelumnya").click()
    opened.wait_for_function("() => posted.length === 2")
    clicked, stepped = (one["value"]["last_active_drawing"]["properties"] for one in opened.evaluate("posted"))
    assert clicked["code"] == "73.72.05" and stepped["periode"] == "2024-09"
    # What it would send after its wait it compares with this, and says nothing twice.
    assert opened.evaluate("__GLOBAL_DATA__.previous_data") == opened.evaluate("posted[1].value")


@pytest.mark.browser
def test_playing_goes_on_when_the_server_has_answered_and_stops_at_the_last_month(opened):
    opened.evaluate(
        "Object.values(themap._layers).forEach((l) => l.on && l.on('click', (e) => "
        "e.layer && (window.sent = e.layer.toGeoJSON().properties)))"
    )
    heard = "a: window.sent ? sent.click : 0"
    paint = f"([table, at]) => timpora.paint(themap, {{...table, {heard}, d: ['2023-01', '2024-10', at]}})"
    opened.evaluate(paint, [opened.table, "2024-08"])
    opened.get_by_role("button", name="Putar bulan demi bulan").click()
    for month in ("2024-09", "2024-10"):
        opened.wait_for_function("(month) => window.sent && sent.periode === month && sent.play === 1", arg=month)
        opened.evaluate(paint, [opened.table, month])
    opened.wait_for_function("() => sent.play === 0")
    assert opened.get_by_role("button", name="Putar bulan demi bulan").is_visible()


@pytest.mark.browser
def test_in_meeting_size_legend_and_names_are_larger(opened):
    size = "parseFloat(getComputedStyle(document.querySelector('.timpora-key li button')).fontSize)"
    before = opened.evaluate(size)
    opened.evaluate("(table) => timpora.paint(themap, table)", opened.table | {"m": 1})
    assert opened.evaluate(size) > 1.3 * before


@pytest.mark.browser
def test_painting_again_refills_the_same_shapes_and_leaves_the_view_alone(opened):
    opened.evaluate("themap.setZoom(themap.getZoom() + 1, {animate: false}); window.before = [...themap.timpora.areas]")
    view = opened.evaluate("[themap.getCenter().lat, themap.getCenter().lng, themap.getZoom()]")
    table = painted(values(*[200] * 7), layer(), opened.shapes, None, "November 2024")
    opened.evaluate("(table) => timpora.paint(themap, table)", table)
    assert fills(opened) == [layer().palette[4]] * 7
    assert opened.evaluate("before.every((area, i) => area === themap.timpora.areas[i] && themap.hasLayer(area))")
    assert view == opened.evaluate("[themap.getCenter().lat, themap.getCenter().lng, themap.getZoom()]")


@pytest.mark.browser
def test_hovering_says_name_kabupaten_value_and_period(opened):
    says = {1: "0 orang", 3: "1.234 orang", 4: "belum dilaporkan", 5: "disamarkan", 6: "data tidak cukup"}
    says |= {7: "tidak berlaku"}
    for number, value in says.items():
        point = point_in(opened, CODES[number - 1])
        opened.mouse.move(point["x"] - 3, point["y"])
        opened.mouse.move(point["x"], point["y"])
        assert opened.locator(".timpora-tip").inner_text().split("\n") == [
            f"Kecamatan {number}",
            f"Kota {71 + number % 2}",
            f"Izin tinggal aktif: {value}",
            "Oktober 2024",
        ]


@pytest.mark.browser
def test_a_click_outlines_the_kecamatan_at_once_and_sends_up_no_more_than_its_code(opened):
    opened.evaluate("themap.timpora.group.on('click', (event) => { window.sent = event.layer.toGeoJSON() })")
    point = point_in(opened, "73.72.03")
    opened.mouse.click(point["x"], point["y"])
    assert opened.evaluate("sent") == {
        "type": "Feature",
        "properties": {"code": "73.72.03", "click": 1},
        "geometry": None,
    }
    ring = (
        "JSON.stringify(themap.timpora.chosen[1].getLatLngs()) === JSON.stringify(themap.timpora.areas[2].getLatLngs())"
    )
    assert opened.evaluate(ring)


@pytest.mark.browser
def test_the_servers_selection_is_shown_and_may_be_none(opened):
    for selected, is_outlined in [("73.72.02", True), (None, False)]:
        opened.evaluate("(table) => timpora.paint(themap, table)", opened.table | {"s": selected})
        assert opened.evaluate("themap.timpora.chosen[1].getBounds().isValid()") == is_outlined


@pytest.mark.browser
def test_a_name_can_be_read_on_every_colour_a_tile_may_have(opened_tiles):
    inks = "() => [...document.querySelectorAll('.timpora-tile span')].map((name) => getComputedStyle(name).color)"
    for family, count in product(palettes.FAMILIES, (3, 4, 5, 6)):
        colours = [*palettes.palette(family, count), palettes.ZERO[family]]
        letters = ("".join(map(str, range(count))) + "zzzzz")[:8]
        table = changed(opened_tiles.table, k=colours[:-1], z=colours[-1], c=letters)
        opened_tiles.evaluate("(table) => timpora.paint(themap, table)", table)
        painted, written = fills(opened_tiles), opened_tiles.evaluate(inks)
        assert len(written) == 8 and set(painted) == set(colours)
        for fill, ink in zip(painted, written, strict=True):
            channels = re.findall(r"\d+", ink)
            shades = luminance(fill), luminance("#" + "".join(f"{int(channel):02x}" for channel in channels))
            assert (max(shades) + 0.05) / (min(shades) + 0.05) >= 4.5, (family, count, fill)


@pytest.mark.browser
def test_a_tile_that_changes_its_colour_changes_its_ink(opened_tiles):
    ink = "() => getComputedStyle(document.querySelector('.timpora-tile span')).color"
    opened_tiles.evaluate("(table) => timpora.paint(themap, table)", changed(opened_tiles.table, c="4" * 8))
    dark = opened_tiles.evaluate(ink)
    opened_tiles.evaluate("(table) => timpora.paint(themap, table)", changed(opened_tiles.table, c="0" * 8))
    assert opened_tiles.evaluate(ink) != dark


@pytest.mark.browser
@pytest.mark.parametrize("most", [maps.NATIONAL, 3], ids=["svg", "canvas"])
def test_a_map_wears_the_other_theme_as_soon_as_its_page_does(standing, shapes, monkeypatch, most):
    monkeypatch.setattr(maps, "NATIONAL", most)
    page = open_map(standing, shapes)
    edge, dark = (palettes.around(kind)["edge"] for kind in ("light", "dark"))
    edges = """() => themap.timpora.areas.map(area => area.options.color).map(colour => colour.startsWith("var")
      ? getComputedStyle(themap.getContainer()).getPropertyValue("--edge") : colour)"""
    assert edge in page.evaluate(edges)
    ground = theme.colours("dark")["ground"]
    page.evaluate("ground => window.postMessage({type: 'streamlit:render', theme: {backgroundColor: ground}})", ground)
    page.wait_for_function("dark => document.documentElement.style.colorScheme === dark", arg="dark")
    assert dark in page.evaluate(edges)
