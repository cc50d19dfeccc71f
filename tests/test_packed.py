"""A map's table on its way to the browser: a good deal shorter, and the same table when it is there."""

import json
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page
from test_browser import browser  # noqa: F401 (a fixture)
from test_maps import CODES, EVERY_KIND, layer, opened, painted, places, shapes, standing, store, values  # noqa: F401

from timpora.draw import maps, palettes, pictures
from timpora.draw.classes import OUTSIDE
from timpora.draw.packed import packed

SMALL = values(67, 43, 100, 77, "insufficient").assign(is_small_base=[True, True, True, False, False])


def many(count: int, shapes, unit: str = "× tahun lalu") -> dict:  # noqa: F811
    """A table of so many areas, each with a number of its own but every third, and one more that is outside."""
    codes = [f"73.72.{nth:05d}" for nth in range(count)]
    cells = [nth if nth % 3 else "not_reported" for nth in range(count)]
    frame = (
        values(0)
        .iloc[[0] * count]
        .assign(
            area_code=codes,
            value=[cell if isinstance(cell, int) else np.nan for cell in cells],
            state=["reported" if isinstance(cell, int) else cell for cell in cells],
            is_rounded=True,
        )
    )
    drawn = layer(unit=unit, is_rounded=True)
    return painted(frame, drawn, replace(shapes, codes=("00.00.00", *codes)), codes[0], "Oktober 2024")


def travelled(table: dict) -> str:
    """What `st_folium` puts on its way of it, within JSON in ASCII."""
    return json.dumps(maps.painted(table).table)


def unpacked(page: Page, table: dict) -> dict:
    return page.evaluate("table => timpora.unpacked(table)", packed(table))


def as_json(table: dict) -> dict:
    return json.loads(json.dumps(table))


def told(table: dict) -> list[tuple]:
    """What is said of each area, what is written on it and what it is drawn as."""
    own = table["i"][0]
    there = [(own["t"][int(place)], own["l"][int(place)]) if place else () for place in own["v"].split(",")]
    return [(*pair, mark) for pair, mark in zip(there, own["c"], strict=True)]


@pytest.mark.browser
def test_the_browser_has_the_very_table_again(opened):  # noqa: F811
    shapes = opened.shapes  # noqa: F811
    percent, unlike = layer(unit="%", zero_colour=None), layer(name="Lonjakan ~ ^ | `", unit="× < tahun lalu")
    tables = [
        painted(EVERY_KIND, layer(), shapes, "73.72.02", "Oktober 2024"),
        painted(SMALL, percent, shapes, None, "Juli 2024"),
        painted(EVERY_KIND.iloc[:0], layer(), shapes),
        painted(EVERY_KIND, unlike, shapes, CODES[0]) | {"q": [CODES[1]], "w": "0n", "m": 1, "f": 1, "a": 7, "d": None},
        *(many(count, shapes) for count in (63, 95, 96, 5000)),
    ]
    tables.append(tables[0] | {"i": [tables[0]["i"][0] | {"h": "Izin", "w": "Skala lain"}, tables[1]["i"][0]]})
    axes = [["Izin", ["sedikit", "banyak"]], ["Siap", ["kurang", "cukup"]]]
    tables.append(tables[0] | {"i": [tables[0]["i"][0] | {"g": axes, "l": [*["<5"] * 7]}]})
    # Of the next pictures travels what is unlike the first, also what the first has and they do not.
    row = tables[0]["i"] + tables[1]["i"] + tables[-1]["i"] + tables[0]["i"]
    tables += [tables[0] | {"i": row}, tables[0] | {"i": row[::-1]}]
    for table in tables:
        assert unpacked(opened, table) == as_json(table)


@pytest.mark.browser
def test_areas_of_which_the_same_is_said_keep_their_own_colours(opened):  # noqa: F811
    table = painted(values(4, 4, 1234, 4), layer(), opened.shapes)
    table["i"][0]["c"] = "0A40" + OUTSIDE * (len(opened.shapes.codes) - 4)
    assert told(unpacked(opened, table)) == told(as_json(table))


def test_it_is_much_shorter_on_its_way(shapes):  # noqa: F811
    for count, most in ((68, 0.75), (6600, 0.6)):
        table = many(count, shapes)
        plain = json.dumps(json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace('"', "'"))
        assert len(travelled(table)) < most * len(plain), (count, len(travelled(table)), len(plain))


def test_a_second_map_of_the_same_layer_brings_its_numbers_and_no_more(shapes):  # noqa: F811
    one, other = (painted(values(4, value, 1234), layer(), shapes, None, "Juli 2024")["i"][0] for value in (43, 77))
    _, brought = packed({"i": [one, other]})["i"]
    assert set(brought) <= set("tlvcre"), brought
    assert packed({"i": [one, one]})["i"][1] == {}


def test_colours_are_six_digits_each_for_they_travel_as_one_text(shapes):  # noqa: F811
    drawn = pictures.picture(EVERY_KIND, layer(palette=tuple(palettes.palette("attention", 5))), "")
    assert len(packed(maps.table([drawn], shapes, None))["i"][0]["k"]) == 5 * len("993404")
