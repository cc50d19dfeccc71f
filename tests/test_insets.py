"""Insets: a kabupaten is drawn larger because its kecamatan are small on this map, whatever it is called."""

import numpy as np
import pytest
import shapely

from timpora.draw import insets

COUNTRY = [shapely.box(x, y, x + 0.5, y + 0.5) for x in (0, 0.5) for y in (0, 0.5, 1)]
CITY = [shapely.box(-0.02 * i, 0.7, -0.02 * i + 0.02, 0.72) for i in (1, 2)]


def small(*kabupaten: list) -> list[str]:
    """The codes (a, b, …) of those of these kabupaten that are drawn larger."""
    shapes = np.array([shape for own in kabupaten for shape in own])
    codes = np.array([code for code, own in zip("abcdefgh", kabupaten, strict=False) for _ in own])
    return insets.small(shapes, codes, tuple(shapely.total_bounds(shapes)))


def test_a_city_beside_wide_country_is_drawn_larger_and_the_country_is_not():
    assert small(COUNTRY, CITY) == ["b"]
    assert small(CITY, COUNTRY) == ["a"]


def test_whoever_sees_the_city_alone_needs_no_inset():
    assert small(CITY) == []


def test_one_small_kecamatan_does_not_make_a_small_kabupaten():
    assert small([*COUNTRY, CITY[0]]) == []


def test_insets_are_few_and_the_smallest_come_first():
    cities = [[shapely.box(2, i, 2 + width, i + width)] for i, width in enumerate((0.04, 0.01, 0.03, 0.02, 0.035))]
    assert small(*cities, [shapely.box(0, 0, 2, 5)]) == ["b", "d", "c"]


@pytest.mark.parametrize(
    "country, city, corner",
    [
        ([(0, 0, 1, 2)], (-0.02, 1, 0, 1.02), "bottomleft"),
        ([(0, 0, 1, 2)], (1, 0.9, 1.02, 0.92), "bottomright"),
        ([(0, 0, 1, 2)], (1, 1.8, 1.02, 1.82), "topright"),
        ([(-1, 0, 1, 0.6), (0, 0, 0.7, 2)], (-0.02, 1, 0, 1.02), "topright"),
    ],
    ids=["west", "east", "north-east", "west, but land below"],
)
def test_an_inset_lies_in_the_free_corner_nearest_to_its_place(country, city, corner):
    city = shapely.box(*city)
    shapes = np.array([*(shapely.box(*edges) for edges in country), city])
    assert insets.corner(shapes, np.array([city])) == corner
