"""Who is whose neighbour, though edges miss each other: a shared edge makes one, a corner, a lake and a gap do not."""

import numpy as np
import pytest
import shapely
from test_maps import places, store  # noqa: F401

from timpora.draw.neighbourhood import neighbourhood
from timpora.measure import neighbours
from timpora.measure.neighbours import of_cells, of_polygons


def square(x: float, y: float, size: float = 0.1):
    return shapely.box(x, y, x + size, y + size)


def who(**shapes) -> dict[str, str]:
    """Name → names of its neighbours, in one word each."""
    return {name: "".join(others) for name, others in of_polygons(list(shapes), list(shapes.values())).items()}


def test_squares_that_share_an_edge_are_neighbours_and_those_that_share_a_corner_are_not():
    assert who(a=square(0, 0), b=square(0.1, 0), c=square(0, 0.1), d=square(0.1, 0.1)) == {
        "a": "bc",
        "b": "ad",
        "c": "ad",
        "d": "bc",
    }


@pytest.mark.parametrize(("gap", "expected"), [(0.0, "b"), (0.0015, "b"), (-0.0015, "b"), (0.0025, ""), (0.05, "")])
def test_edges_may_miss_each_other_by_a_seam_apart_or_over_each_other(gap, expected):
    assert who(a=square(0, 0), b=square(0.1 + gap, 0))["a"] == expected


@pytest.mark.parametrize("miss", [-0.0015, 0.0, 0.0015])
def test_corners_that_miss_each_other_are_corners_still(miss):
    assert who(a=square(0, 0), b=square(0.1 + miss, 0.1 + miss))["a"] == ""
    assert who(a=square(0, 0), b=square(0.1, 0.1 + miss))["a"] == ""


def test_a_ragged_edge_is_an_edge():
    steps = np.linspace(0, 0.1, 41)
    jagged = [(0.1 + (0.001 if i % 2 else -0.001), y) for i, y in enumerate(steps)]
    left = shapely.Polygon([(0, 0), *jagged, (0, 0.1)])
    assert who(a=left, b=square(0.1, 0)) == {"a": "b", "b": "a"}


def test_a_short_edge_is_one_if_it_is_longer_than_what_a_corner_makes():
    long, short = neighbours.SHORTEST_EDGE * 1.3, neighbours.SHORTEST_EDGE * 0.2
    assert who(a=square(0, 0), b=square(0.1, 0.1 - long))["a"] == "b"
    assert who(a=square(0, 0), b=square(0.1, 0.1 - short))["a"] == ""


def test_an_area_inside_another_is_its_neighbour_and_so_is_one_of_two_parts():
    ring = square(0, 0, 0.3).difference(square(0.1, 0.1))
    assert who(a=ring, b=square(0.1, 0.1)) == {"a": "b", "b": "a"}
    split = shapely.union_all([square(0, 0), square(0.5, 0)])
    assert who(a=split, b=square(0.6, 0), c=square(0.2, 0)) == {"a": "b", "b": "a", "c": ""}


def test_who_faces_another_across_water_is_not_its_neighbour():
    # Two shores with a lake of 0.03 degrees between them, which is no area.
    assert who(a=square(0, 0), b=square(0.13, 0)) == {"a": "", "b": ""}


def test_a_grid_of_areas_drawn_by_different_hands_has_all_its_edges_and_no_diagonal():
    drift = np.random.default_rng(1)
    cells = {f"{x}{y}": (x, y) for x in range(6) for y in range(6)}
    shapes = [
        shapely.box(*(np.array([x, y, x + 1, y + 1]) * 0.1 + drift.uniform(-0.0009, 0.0009, 4)))
        for x, y in cells.values()
    ]
    assert of_polygons(list(cells), shapes) == of_cells(cells)


def test_it_goes_both_ways_and_an_area_is_not_its_own_neighbour():
    found = of_cells({"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (5, 5)})
    assert found == {"a": ("b",), "b": ("a", "c"), "c": ("b",), "d": ()}


def test_no_areas_have_no_neighbours():
    assert of_polygons([], []) == {} and of_cells({}) == {}


# Of a view, and kept


def test_neighbours_are_those_of_the_land_and_a_lake_is_none(places, store, tmp_path):  # noqa: F811
    found = neighbourhood(places, store, tmp_path / "cache")
    assert not found.is_of_tiles
    # Seven in a row; the eighth has no polygon, and the squares beside them are a lake and another office's.
    assert found.of["73.72.01"] == ("73.72.02",) and found.of["73.72.07"] == ("73.72.06",)
    assert found.of["73.72.04"] == ("73.72.03", "73.72.05") and "73.72.08" not in found.of


def test_without_boundaries_or_with_damaged_ones_neighbours_are_those_of_the_tiles(places, store, tmp_path):  # noqa: F811
    (store / "kecamatan.parquet").write_bytes(b"PAR1 broken")
    for folder in (tmp_path / "none", store):
        found = neighbourhood(places, folder, tmp_path / "cache")
        assert found.is_of_tiles and set(found.of) == set(places["area_code"])
        assert all(found.of.values())


def test_they_are_worked_out_once_and_again_when_the_boundaries_change(places, store, tmp_path):  # noqa: F811
    neighbourhood(places, store, tmp_path / "cache")
    (note,) = (tmp_path / "cache").iterdir()
    note.write_text('{"of": {"73.72.01": ["here"]}, "is_of_tiles": false}')
    again = neighbourhood(places.sample(frac=1, random_state=1), store, tmp_path / "cache")
    assert again.of == {"73.72.01": ("here",)}
    (store / "kecamatan.parquet").unlink()
    assert neighbourhood(places, store, tmp_path / "cache").is_of_tiles


def test_a_note_that_was_damaged_is_made_anew(places, store, tmp_path):  # noqa: F811
    first = neighbourhood(places, store, tmp_path / "cache")
    (note,) = (tmp_path / "cache").iterdir()
    for damage in ('{"of": ', "[]", '{"of": [1]}'):
        note.write_text(damage)
        assert neighbourhood(places, store, tmp_path / "cache") == first
