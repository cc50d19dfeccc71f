"""Which column is the key, what is wrong with an area, and that neighbours share their edges after all."""

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from boundary_files import BPS, PAREPARE, SIZE, drawn, square, written
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from timpora.intake.areas import reference
from timpora.measure import boundary_columns, boundary_import, coverage
from timpora.measure.boundary_columns import Mapping
from timpora.measure.boundary_overlay import changes


@pytest.fixture
def known():
    return reference()


def table(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({name: list(values) for name, values in columns.items()}, dtype=object)


NAMES = list(PAREPARE.values())


@pytest.mark.parametrize(
    ("codes", "coding"),
    [
        (list(PAREPARE), "kemendagri"),
        ([code.replace(".", "") for code in PAREPARE], "kemendagri"),
        ([f"{code.replace('.', '')}.0" for code in PAREPARE], "kemendagri"),
        (list(BPS.values()), "bps"),
    ],
)
def test_the_column_and_the_coding_are_proposed_where_the_names_agree(codes, coding, known):
    proposal = boundary_columns.propose(table(FID="1234", KODE=codes, NAMOBJ=NAMES, PROV=["Sulsel"] * 4), known)
    assert proposal.mapping == Mapping("KODE", coding, "NAMOBJ", "")
    assert (proposal.known, proposal.agreeing) == (4, 4)


def test_codes_that_the_names_contradict_are_not_proposed(known):
    # Barru's kecamatan by another list: their numbers are codes of ours, and mean others.
    codes, names = ["73.11.01", "73.11.02", "73.11.03"], ["Balusu", "Mallusetasi", "Pujananting"]
    proposal = boundary_columns.propose(table(KODE=codes, NAMA=names), known)
    assert proposal.mapping.coding == "nama" and proposal.doubtful == (("KODE", "kemendagri", 3, 0),)
    without = boundary_columns.propose(table(KODE=codes), known)
    assert without.mapping is None and without.doubtful == (("KODE", "kemendagri", 3, 0),)


def test_names_are_the_key_only_where_they_mean_one_area(known):
    rows = table(NAMA=["Barru", "Ujung", "Ujung", "Entah"], KAB=["Barru", "Parepare", "Bone", "Parepare"])
    proposal = boundary_columns.propose(rows, known)
    assert proposal.mapping == Mapping("NAMA", "nama", "NAMA", "KAB")
    found = boundary_columns.areas_of(rows, proposal.mapping, known)
    assert [area.code if area else None for area in found] == ["73.11.03", "73.72.02", None, None]


def test_spellings_without_spaces_and_with_kec_are_the_same_name(known):
    area = known.areas["73.72.04"]
    for name in ("BacukikiBarat", "KEC. BACUKIKI BARAT", "bacukiki barat", "BACUKIKI BRT"):
        assert boundary_columns.agrees(known, area, name), name
    assert not boundary_columns.agrees(known, area, "Bacukiki")


# What is found in a file


@pytest.fixture
def found(house, tmp_path):
    """Rules of the findings of a file with these rows, with their words."""

    def examine(frame: geopandas.GeoDataFrame, **said) -> dict[str, dict]:
        outcome = boundary_import.examine(written(frame, tmp_path / "batas.parquet"), **said)
        return {one.rule: dict(one.words) | {"severity": one.severity, "value": one.value} for one in outcome.findings}

    return examine


def test_a_sound_file_has_nothing_to_mend(found):
    rules = found(drawn())
    assert not any(words["severity"] == "refuse" for words in rules.values())
    # A square of 0.1° is no kecamatan of Parepare's size, and 64 others are not there.
    assert {rule for rule, words in rules.items() if words["severity"] == "warn"} == {
        "boundary_missing_all",
        "boundary_official",
    }


def test_the_kecamatan_of_a_kabupaten_are_compared_with_its_official_area_together(found):
    small = {code: square(place / 4, 0, 0.25, 0.727) for place, code in enumerate(PAREPARE)}
    assert "boundary_official" not in found(drawn(small))  # 89.6 km²
    assert found(drawn(small))["boundary_official_agrees"]["names"] == "Kota Parepare"
    assert found(drawn())["boundary_official"]["official"] == "89,6"
    part = found(drawn(dict(list(small.items())[:3])))
    assert not {"boundary_official", "boundary_official_agrees"} & set(part)


def test_a_bow_tie_is_repaired_and_named(found):
    shapes = {code: square(place) for place, code in enumerate(PAREPARE)}
    west, south, east, north = shapes["73.72.04"].bounds
    shapes["73.72.04"] = Polygon([(west, south), (east, north), (east, south), (west, north)])
    assert found(drawn(shapes))["boundary_repaired"]["names"] == "Bacukiki Barat"


def test_a_polygon_without_area_is_refused(found):
    line = Polygon([(119.6, -4), (119.7, -4), (119.65, -4), (119.6, -4)])
    assert found(drawn({"73.72.01": line, "73.72.02": square(1)}))["boundary_flat"]["severity"] == "refuse"


def test_a_code_on_two_places_with_two_names_is_refused_and_parts_of_one_are_joined(found):
    rows = {"KDCPUM": ["73.72.01", "73.72.02", "73.72.03", "73.72.03", "73.72.04"]}
    rows["WADMKC"] = ["Bacukiki", "Ujung", "Soreang", "Soreang", "Bacukiki Barat"]
    frame = geopandas.GeoDataFrame(rows, geometry=[square(n) for n in range(5)], crs=4326)
    assert found(frame)["boundary_joined"]["names"] == "Soreang (2)"
    twice = frame.assign(WADMKC=["Bacukiki", "Ujung", "Soreang", "Lumpue", "Bacukiki Barat"])
    assert found(twice)["boundary_twice"]["value"] == "73.72.03"
    frame.loc[3, "geometry"] = square(2.5)
    assert found(frame)["boundary_twice"]["severity"] == "refuse"


def test_overlaps_are_named_with_their_size_and_large_ones_are_refused(found):
    shapes = {"73.72.01": square(0), "73.72.02": square(0.9)}
    overlap = found(drawn(shapes))["boundary_overlap"]
    assert (overlap["severity"], overlap["value"], overlap["share"]) == ("warn", "Bacukiki–Ujung", "10,0")
    assert found(drawn({"73.72.01": square(0), "73.72.02": square(0.7)}))["boundary_overlap"]["severity"] == "refuse"
    thin = found(drawn({"73.72.01": square(0), "73.72.02": square(0.998)}))
    assert "boundary_overlap" not in thin and thin["boundary_overlaps_thin"]["n"] == 1


def test_a_hole_between_neighbours_is_a_gap(found):
    ring = square(0, 0, 3, 3).difference(square(1, 1))
    gap = found(
        drawn({"73.72.01": ring.intersection(square(0, 0, 1.5, 3)), "73.72.02": ring.difference(square(0, 0, 1.5, 3))})
    )
    assert gap["boundary_gap"]["names"] == "Bacukiki, Ujung"
    assert gap["boundary_gap"]["km2"] == "122,8"


def test_an_area_without_neighbours_is_noted(found):
    rules = found(drawn({"73.72.01": square(0), "73.72.02": square(1), "73.72.03": square(5)}))
    assert rules["boundary_island"]["names"] == "Soreang"


def test_latitude_and_longitude_exchanged_are_told_as_that(found):
    turned = drawn()
    turned["geometry"] = shapely.transform(np.asarray(turned.geometry), lambda at: at[:, ::-1])
    assert found(turned)["boundary_swapped"]["severity"] == "refuse"


@pytest.mark.parametrize("west", [-179.0, 12.0, 150.0])
def test_land_far_from_indonesia_is_refused_with_where_it_lies(west, found):
    away = drawn()
    away["geometry"] = shapely.transform(np.asarray(away.geometry), lambda at: np.add(at, (west - 119.6, 0)))
    assert f"{west:.2f}, -4.00" in found(away)["boundary_far"]["value"]


def test_a_polygon_across_the_date_line_is_refused(found):
    across = Polygon([(-179.9, -4), (179.9, -4), (179.9, -3), (-179.9, -3)])
    assert "Ujung" in found(drawn({"73.72.01": square(0), "73.72.02": across}))["boundary_far"]["names"]


def test_codes_without_names_are_never_proposed_and_can_be_said(found):
    bare = drawn().drop(columns="WADMKC")
    assert found(bare)["boundary_no_key"]["severity"] == "refuse"
    assert "boundary_unnamed" in found(bare, mapping=Mapping("KDCPUM", "kemendagri"))


def test_a_coding_that_the_names_contradict_is_refused_though_a_person_said_it(found):
    names = ["Balusu", "Mallusetasi", "Pujananting"]
    frame = drawn({f"73.11.0{n}": square(n) for n in (1, 2, 3)}, WADMKC=names)
    rules = found(frame, mapping=Mapping("KDCPUM", "kemendagri", "WADMKC"))
    assert rules["boundary_names_disagree"]["n"] == 3
    assert rules["boundary_name_differs"]["label"] == "Pujananting"


def test_a_file_without_any_column_says_that_nothing_names_its_areas(found):
    assert found(drawn()[["geometry"]])["boundary_no_key"]["present"] == "–"


def test_areas_nobody_knows_are_left_out_and_named(found):
    rules = found(drawn({"73.72.01": square(0), "73.72.02": square(1), "73.72.99": square(2)}))
    assert rules["boundary_extra"] == {"n": 1, "names": "73.72.99 73.72.99", "severity": "warn", "value": None}


def test_a_column_that_is_not_there_is_told_with_those_that_are(found):
    assert found(drawn(), mapping=Mapping("KODE", "bps"))["boundary_no_column"]["present"] == "KDCPUM, WADMKC"
    assert found(drawn(), mapping=Mapping("KDCPUM", "bps", "WADMKC"))["boundary_no_codes"]["coding"] == "bps"


# Edges


@given(
    st.lists(st.floats(0.2, 0.8), min_size=3, max_size=3),
    st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=9, max_size=9),
)
def test_neighbours_still_share_their_edges_after_cleaning_and_simplifying(cuts, bends):
    """A grid of bent cells, densely drawn: valid as a coverage before, valid after, and hardly another size."""
    at = {(x, y): (x + bends[3 * (x - 1) + y - 1][0] if 0 < x < 4 and 0 < y < 4 else x, y + cuts[0] / 9 * (x % 2))
          for x in range(5) for y in range(5)}  # fmt: skip
    corners = [[at[x, y], at[x + 1, y], at[x + 1, y + 1], at[x, y + 1]] for x in range(4) for y in range(4)]
    cells = [Polygon([(119.6 + SIZE * x, -4 + SIZE * y) for x, y in ring]) for ring in corners]
    dense = shapely.segmentize(np.array(cells), SIZE / 40)
    shapes = coverage.simplified(coverage.clean(dense))
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(dense).sum(), rel=0.005)
    assert np.abs(shapely.area(shapes) / shapely.area(dense) - 1).max() < 0.02
    assert shapely.get_num_coordinates(shapes).sum() < shapely.get_num_coordinates(dense).sum() / 4


def test_neighbours_that_missed_each_other_share_an_edge_afterwards():
    one, other = square(0), square(1.003)  # some 33 m apart
    shapes = coverage.simplified(coverage.clean(np.array([one, other])))
    assert shapely.coverage_is_valid(shapes) and shapes[0].intersection(shapes[1]).length > 0.09


def test_a_town_that_lies_inside_a_kecamatan_keeps_its_ground():
    around, town = square(0), Polygon([(119.62, -3.98), (119.64, -3.98), (119.64, -3.96), (119.62, -3.96)])
    assert around.contains(town)
    shapes = coverage.clean(np.array([around, town]))
    assert shapely.area(shapes) == pytest.approx([around.area - town.area, town.area], rel=0.01)


def test_a_square_kilometre_is_one_wherever_it_lies():
    assert coverage.km2(np.array([square(0), square(0, 80)])) == pytest.approx([123.0, 122.9], abs=0.5)


def test_land_that_changed_hands_is_told_by_pairs():
    before = frame({"A": square(0), "B": square(1), "C": square(2)})
    after = frame({"A": square(0, 0, 0.5), "D": square(0.5, 0, 0.5), "B": square(1, 0, 2)})
    found = changes(before, after)
    assert [(one.source, one.target, one.how) for one in found] == [("C", "B", "merged"), ("A", "D", "split")]
    assert [one.km2 for one in found] == pytest.approx([123, 61.5], rel=0.01)
    [moved] = changes(
        frame({"A": square(0), "B": square(1)}), frame({"A": square(0, 0, 0.9), "B": square(0.9, 0, 1.1)})
    )
    assert (moved.source, moved.target, moved.how) == ("A", "B", "moved")


def frame(shapes: dict[str, Polygon]) -> geopandas.GeoDataFrame:
    rows = {"bps_code": list(shapes), "name": list(shapes), "kind": "kecamatan"}
    return geopandas.GeoDataFrame(rows, geometry=list(shapes.values()), crs=4326)
