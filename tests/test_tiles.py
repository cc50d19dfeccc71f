"""The tile map: every kecamatan has a cell of its own, near where it lies, whatever the order of the table."""

import math
from collections import Counter

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from timpora import paths
from timpora.draw import tiles

PLACES = st.lists(
    st.tuples(st.floats(-11, 6), st.floats(95, 141), st.sampled_from(["73.11", "73.72", "73.15"])),
    min_size=1,
    max_size=40,
)


def drawn(places) -> pd.DataFrame:
    rows = [(f"{kab}.{i:02d}", kab, lat, lon) for i, (lat, lon, kab) in enumerate(places)]
    return pd.DataFrame(rows, columns=["area_code", "kabupaten_code", "lat", "lon"])


@pytest.fixture(scope="module")
def office() -> pd.DataFrame:
    table = pd.read_csv(paths.ROOT / "data" / "reference" / "kecamatan.csv", dtype=str)
    names = {"kode_kemendagri": "area_code", "kode_kabupaten_kemendagri": "kabupaten_code"}
    return table.rename(columns=names).astype({"lat": float, "lon": float})


@given(PLACES)
def test_every_area_has_exactly_one_cell_and_shares_it_with_none(places):
    areas = drawn(places)
    cells = tiles.grid(areas)
    assert set(cells) == set(areas["area_code"])
    assert len(set(cells.values())) == len(areas)


def test_between_two_archipelagos_there_is_little_sea_and_they_lie_as_they_do():
    batam = [(1.1 - n // 3 / 20, 104.0 + n % 3 / 20, "21.71") for n in range(9)]
    natuna = [(3.9 - n // 3 / 20, 108.2 + n % 3 / 20, "21.03") for n in range(9)]
    cells = tiles.grid(drawn(batam + natuna))
    of = {kab: [cell for code, cell in cells.items() if code.startswith(kab)] for kab in ("21.71", "21.03")}
    for axis in (0, 1):  # Natuna is east and north of Batam, two empty columns and rows away
        assert max(cell[axis] for cell in of["21.71"]) + 3 == min(cell[axis] for cell in of["21.03"])


@given(PLACES, st.randoms(use_true_random=False))
def test_the_layout_does_not_depend_on_the_order_of_the_table(places, random):
    areas = drawn(places)
    order = list(areas.index)
    random.shuffle(order)
    assert tiles.grid(areas.loc[order]) == tiles.grid(areas)


def test_a_kecamatan_north_of_another_stays_north_of_it():
    cells = tiles.grid(drawn([(-3.0, 119.5, "73.15"), (-4.0, 119.5, "73.15"), (-5.0, 119.5, "73.15")]))
    rows = [cells[code][1] for code in sorted(cells)]
    assert rows == sorted(rows, reverse=True)
    assert len(set(rows)) == 3


def test_the_office_of_parepare_is_laid_out_like_its_land(office):
    cells = tiles.grid(office)
    columns, rows = zip(*(cells[code] for code in office["area_code"]), strict=True)
    assert pd.Series(rows).corr(office["lat"]) > 0.95
    assert pd.Series(columns).corr(office["lon"]) > 0.9


def test_each_kabupaten_of_the_office_stays_in_one_piece(office):
    cells = tiles.grid(office)
    kabupaten = {cells[row.area_code]: row.kabupaten_code for row in office.itertuples()}
    assert pieces(kabupaten) == Counter(dict.fromkeys(office["kabupaten_code"].unique(), 1))


def test_parepares_tiles_are_as_large_as_lembangs(office):
    rings = tiles.squares(office, tiles.grid(office))
    lembang = office.loc[office["kecamatan"] == "Lembang", "area_code"].item()
    parepare = office.loc[office["kabupaten_code"] == "73.72", "area_code"]
    assert len(parepare) == 4
    for code in parepare:
        assert width(rings[code]) == pytest.approx(width(rings[lembang]))


def test_tiles_do_not_touch_and_lie_around_the_middle_of_the_land(office):
    rings = tiles.squares(office, tiles.grid(office))
    together = shapely.union_all(shapely.polygons([rings[code] for code in office["area_code"]]))
    assert len(together.geoms) == len(office)
    middle_lon = sum(ring[0][0] for ring in rings.values()) / len(rings)
    assert middle_lon == pytest.approx(office["lon"].mean(), abs=0.1)


def test_a_kabupatens_name_stands_between_two_rows_of_its_own_tiles(office):
    cells = tiles.grid(office)
    rings = tiles.squares(office, cells, gap=0, wide=tiles.WIDE)
    of_kabupaten = office.groupby("kabupaten_code")["area_code"].agg(list)
    named = tiles.headings(office, cells, wide=tiles.WIDE)
    assert named.keys() == set(office["kabupaten_code"])
    for code, (lon, lat, half) in named.items():
        own = shapely.union_all(shapely.polygons([rings[area] for area in of_kabupaten[code]]).tolist()).buffer(1e-9)
        assert own.contains(shapely.box(lon - half, lat - 0.01, lon + half, lat + 0.01))
        on_an_edge = [y for area in of_kabupaten[code] for _, y in rings[area] if abs(y - lat) < 1e-9]
        assert on_an_edge


def test_a_kabupaten_of_one_row_has_its_name_on_the_upper_edge():
    places = drawn([(-3.0, 119.5, "73.15"), (-3.0, 120.5, "73.15")])
    cells = {code: (column, 0) for column, code in enumerate(places["area_code"])}
    rings = tiles.squares(places, cells, gap=0)
    [(lon, lat, half)] = tiles.headings(places, cells).values()
    assert lat == pytest.approx(max(y for ring in rings.values() for _, y in ring))
    assert lon + half == pytest.approx(max(x for ring in rings.values() for x, _ in ring))


def test_where_a_name_stands_does_not_depend_on_the_order_of_the_table(office):
    cells = tiles.grid(office)
    assert tiles.headings(office.iloc[::-1], cells) == tiles.headings(office, cells)


def test_tiles_that_carry_names_are_all_of_one_size_and_wider_than_high(office):
    rings = tiles.squares(office, tiles.grid(office), wide=1.6)
    across, up = width(rings["73.72.01"]), height(rings["73.72.01"])
    assert across / up == pytest.approx((1.6 - tiles.GAP) / (1 - tiles.GAP))
    for ring in rings.values():
        assert (width(ring), height(ring)) == pytest.approx((across, up))


def height(ring) -> float:
    """Of a ring, in degrees of a Mercator map."""
    north = [math.degrees(math.log(math.tan(math.pi / 4 + math.radians(y) / 2))) for _, y in ring]
    return max(north) - min(north)


def width(ring) -> float:
    return max(x for x, _ in ring) - min(x for x, _ in ring)


def pieces(kabupaten: dict) -> Counter:
    """How many connected groups of cells each kabupaten falls into."""
    count, seen = Counter(), set()
    for cell, code in kabupaten.items():
        if cell in seen:
            continue
        count[code] += 1
        reached = [cell]
        while reached:
            x, y = reached.pop()
            seen.add((x, y))
            near = [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
            reached += [other for other in near if kabupaten.get(other) == code and other not in seen]
    return count
