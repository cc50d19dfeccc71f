"""Clusters: the published numbers, nothing out of nothing, and never without their caution."""

import numpy as np
import pandas as pd
import pytest

from timpora.draw import classes, cluster_picture, palettes
from timpora.draw.neighbourhood import Neighbourhood
from timpora.measure import clusters
from timpora.measure.neighbours import of_cells

SIDE = 10
CELLS = {f"73.72.{SIDE * x + y:02d}": (x, y) for x in range(SIDE) for y in range(SIDE)}
GRID = of_cells(CELLS)
LAYER = classes.Layer("Kepadatan", "per 10.000", 1, (1, 2, 5), tuple(palettes.palette("exposure", 4)), None, 1e4, True)
ROW = pd.Series({"smallest_base": 1000, "is_shrunk": False})
FIRST, LAST = "73.72.00", "73.72.99"
# A hill in the lower left corner, a hollow in the upper right, a plain between.
HILL = {
    code: 50 + 50 * np.exp(-(x**2 + y**2) / 12) - 50 * np.exp(-((9 - x) ** 2 + (9 - y) ** 2) / 12)
    for code, (x, y) in CELLS.items()
}
SCATTERED = np.random.default_rng(8).permutation(100).astype(float)


def values(numbers, state: str = "reported", **columns) -> pd.DataFrame:
    frame = pd.DataFrame({"area_code": list(CELLS), "value": list(numbers), "state": state})
    frame["area_name"] = frame["area_code"]
    frame.loc[frame["value"].isna(), "state"] = "not_reported"
    defaults = {"numerator_value": frame["value"], "base_value": 10_000.0, "is_rounded": False}
    return frame.assign(**defaults | {"cells": 1, "is_small_base": False} | columns)


def kinds(made: clusters.Clusters) -> dict[str, str]:
    """Code → kind, of those that stand out."""
    found = made.found[made.found["is_significant"]]
    return found["kind"].to_dict()


# The statistics


def test_gi_star_is_that_of_its_authors_example():
    # Six points with a threshold of 15, binary weights: the example of Ord and Getis' own statistic in esda.getisord.
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    among = {str(i): tuple(str(j) for j in range(6) if i != j and apart[i, j] <= 15) for i in range(6)}
    kind, score, _ = clusters.gi_star(np.array([2, 3, 3.2, 5, 8, 7]), among, 99)
    expected = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert score == pytest.approx(expected, abs=1e-6)
    assert kind == ["cold", "cold", "hot", "cold", "hot", "hot"]


def test_local_moran_has_the_quadrants_of_the_textbooks_example():
    # Ten areas of de Smith, Goodchild and Longley, Geospatial Analysis, figure 5-31; quadrants as PySAL documents them.
    numbers = np.array([2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06])
    rows = ["24", "15", "47", "1358", "2469", "5A", "38", "479", "58A", "69"]
    among = {name: tuple(row) for name, row in zip("123456789A", rows, strict=True)}
    kind, _, _ = clusters.local_moran(numbers, among, 99)
    assert kind == ["HL", "HL", "HL", "LH", "LL", "LL", "HH", "HL", "LL", "LL"]


def test_local_moran_is_its_formula_and_the_locals_add_up_to_the_global():
    _, local, _ = clusters.local_moran(SCATTERED, GRID, 99)
    z = dict(zip(CELLS, SCATTERED - SCATTERED.mean(), strict=True))
    lag = {code: np.mean([z[other] for other in others]) for code, others in GRID.items()}
    spread = sum(each**2 for each in z.values())
    assert local == pytest.approx([99 * z[code] * lag[code] / spread for code in CELLS])
    whole = sum(z[code] * lag[code] for code in CELLS) / spread  # Moran's I with weights that add up to one in each row
    assert local.sum() / 99 == pytest.approx(whole)


def test_empirical_bayes_is_its_formula():
    events, base = np.array([0.0, 3, 5, 12, 1]), np.array([1000.0, 900, 1500, 2000, 400])
    rate, mean = events / base, events.sum() / base.sum()
    between = (base * (rate - mean) ** 2).sum() / base.sum() - mean / base.mean()
    assert clusters.standardised(events, base) == pytest.approx((rate - mean) / np.sqrt(between + mean / base))


def test_a_draw_that_equals_what_was_observed_counts_on_both_sides():
    simulated = np.array([[1.0, 5, 0], [1, 1, 0], [2, 2, 0], [3, 3, 0]])
    # Of four draws 4 ≥ 1 and 2 ≤ 1; one ≥ 5; all of them 0 and 0.
    assert clusters.two_sided(np.array([1.0, 5, 0]), simulated) == pytest.approx([1.0, 0.8, 1.0])


# What is found


@pytest.mark.parametrize(("method", "high", "low"), [("moran", "HH", "LL"), ("gi", "hot", "cold")])
def test_a_hill_and_a_hollow_are_found_where_they_are(method, high, low):
    found = kinds(clusters.local(values(HILL.values()), GRID, method))
    of = {kind: {CELLS[code] for code, each in found.items() if each == kind} for kind in set(found.values())}
    assert set(of) == {high, low}
    corner = {(x, y) for x in range(3) for y in range(3)}
    assert of == {high: corner, low: {(9 - x, 9 - y) for x, y in corner}}


def test_a_low_area_among_high_ones_is_called_so_by_moran():
    made = clusters.local(values((HILL | {"73.72.11": 0.0}).values()), GRID)
    assert kinds(made)["73.72.11"] == "LH"


@pytest.mark.parametrize("method", clusters.METHODS)
def test_nothing_is_found_in_numbers_without_order(method):
    made = clusters.local(values(SCATTERED), GRID, method)
    assert kinds(made) == {} and made.areas == 100 and made.reason == ""


@pytest.mark.parametrize("method", clusters.METHODS)
def test_many_zeros_with_a_few_numbers_among_them_are_no_cold_spot(method):
    numbers = [0.0] * 100
    numbers[3], numbers[16], numbers[31] = 5.0, 5.0, 10.0
    assert kinds(clusters.local(values(numbers), GRID, method)) == {}


def test_a_small_base_makes_no_cluster_once_rates_are_standardised():
    # One case of fifty in each area of a corner; elsewhere a hundred or so of ten thousand.
    corner = [x + y < 5 for x, y in CELLS.values()]
    base = np.where(corner, 50.0, 10_000.0)
    numerator = np.where(corner, 1.0, np.random.default_rng(2).poisson(100, 100))
    frame = values(numerator / base, numerator_value=numerator, base_value=base)
    raw, standardised = (kinds(clusters.local(frame, GRID, is_rate=is_rate)) for is_rate in (False, True))
    assert list(raw.values()).count("HH") >= 9 and "HH" not in standardised.values()


@pytest.mark.parametrize("method", clusters.METHODS)
def test_the_same_numbers_give_the_same_answer_and_nobody_elses_chance_is_touched(method):
    np.random.seed(5)
    expected = np.random.random()
    np.random.seed(5)
    first = clusters.local(values(SCATTERED), GRID, method).found
    assert np.random.random() == expected
    pd.testing.assert_frame_equal(first, clusters.local(values(SCATTERED), GRID, method).found)


def test_p_is_two_sided_and_no_smaller_than_the_draws_allow():
    p = clusters.local(values(HILL.values()), GRID).found["p"]
    assert p.min() >= 2 / (clusters.DRAWS + 1) and p.max() <= 1


def test_what_stands_is_what_benjamini_and_hochberg_let_stand():
    p = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
    # Their procedure at 5 %: the largest k with p ≤ k × 0.005 is the second.
    assert clusters.is_found(p).tolist() == [True, True] + [False] * 8
    assert not clusters.is_found(np.full(10, 0.5)).any()


# What has no part in it


def test_areas_without_a_number_are_left_out_and_one_whose_neighbours_are_all_empty_says_so():
    numbers = HILL.copy()
    for code in GRID[FIRST]:
        numbers[code] = np.nan
    made = clusters.local(values(numbers.values()), GRID)
    assert made.found.loc[FIRST, "state"] == clusters.NO_NEIGHBOUR and made.areas == 100 - 3
    for code in GRID[FIRST]:
        assert made.found.loc[code, "state"] == "not_reported" and made.found.loc[code, "kind"] is None
    assert not made.found.loc[[FIRST, *GRID[FIRST]], "is_significant"].any()


@pytest.mark.parametrize("method", clusters.METHODS)
@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([1.0] * 100, "alike"),
        ([0.0] * 100, "alike"),
        ([1.0 + i for i in range(19)] + [np.nan] * 81, "few"),
        ([np.nan] * 100, "few"),
    ],
)
@pytest.mark.parametrize("is_rate", [False, True])
def test_too_few_areas_or_equal_numbers_are_not_computed(method, numbers, reason, is_rate):
    made = clusters.local(values(numbers), GRID, method, is_rate)
    assert made.reason == reason and not made.found["is_significant"].any() and len(made.found) == 100


def test_islands_alone_are_too_few():
    assert clusters.local(values(SCATTERED), {}).reason == "few"


def test_another_method_is_an_error():
    with pytest.raises(ValueError, match="no method 'geary'"):
        clusters.local(values(SCATTERED), GRID, "geary")


# The picture


def look(frame, method: str = "moran", row=ROW, layer=LAYER, of=GRID, is_of_tiles: bool = False):
    around = Neighbourhood(of, is_of_tiles)
    return cluster_picture.clustered(frame, row, layer, around, method, "Oktober 2024")


@pytest.mark.parametrize("method", clusters.METHODS)
def test_every_area_is_counted_once_and_has_its_kind_in_words(method):
    found = look(values([np.nan, *list(HILL.values())[1:]]), method)
    picture = found.picture
    assert sum(row.count for row in picture.rows) == 100
    words = {row.mark: row.label for row in picture.rows}
    for mark, text, label in zip(picture.marks, picture.texts, picture.labels, strict=True):
        assert text.startswith(words[mark]) and (label == "") == (mark == "n")
    assert (picture.name, picture.unit, picture.when) == ("Kepadatan: gugus", "per 10.000", "Oktober 2024")
    assert picture.palette[0] == palettes.CLUSTERS["none"] and len(picture.palette) == (5 if method == "moran" else 3)


def test_the_legend_says_in_words_what_a_cluster_is():
    labels = [row.label for row in look(values(HILL.values())).picture.rows]
    assert labels == [
        "tinggi di antara yang tinggi",
        "rendah di antara yang rendah",
        "tinggi di antara yang rendah",
        "rendah di antara yang tinggi",
        "tidak menonjol",
    ]


def test_a_small_base_is_hatched_and_who_has_no_neighbour_is_not_applicable():
    numbers = HILL.copy()
    for code in GRID[FIRST]:
        numbers[code] = np.nan
    found = look(values(numbers.values(), is_small_base=True), is_of_tiles=True)
    assert found.picture.marks[FIRST] == "x" and found.picture.marks[LAST].isalpha()
    assert found.picture.texts[FIRST].startswith("tidak punya tetangga dengan angka: 100,0 per 10.000")
    text = " ".join(found.sentences)
    assert "1 kecamatan punya angka tetapi tidak punya tetangga" in text and "peta ubin" in text


def test_the_caution_is_always_there():
    text = " ".join(look(values(HILL.values(), is_rounded=True)).sentences)
    assert "100 kecamatan dengan 9.999 pengacakan" in text and "5 % sesudah dikoreksi" in text
    for part in ("Pola acak pun", "laporan, bukan orang", "dibakukan", "dibulatkan acak"):
        assert part in text
    none = " ".join(look(values(SCATTERED)).sentences)
    assert "0 menonjol" in none and "tidak dapat dibedakan dari kebetulan" in none and "laporan, bukan orang" in none
    drawn = look(values(HILL.values()), "gi", pd.Series({"smallest_base": 1, "is_shrunk": True}))
    assert "ditarik mendekati angka kabupatennya" in " ".join(drawn.sentences)


@pytest.mark.parametrize(
    ("frame", "layer", "says"),
    [
        (values([1.0] * 100), LAYER, "angka semua kecamatan sama"),
        (values([1.0] * 5 + [np.nan] * 95), LAYER, "hanya 5 kecamatan"),
        (
            values(HILL.values()),
            classes.Layer("Izin", "orang", 0, (5, 10), tuple(palettes.palette("exposure", 3)), None),
            "jumlah seperti Izin",
        ),
    ],
)
def test_where_nothing_is_computed_a_sentence_says_why(frame, layer, says):
    found = look(frame, layer=layer)
    assert found.picture is None and len(found.sentences) == 1 and says in found.sentences[0]


def test_a_layer_without_counted_bases_is_taken_as_it_is():
    frame = values(HILL.values(), numerator_value=np.nan, base_value=np.nan)
    found = look(frame, row=pd.Series({"smallest_base": 0, "is_shrunk": False}))
    assert found.picture is not None and "dibakukan" not in " ".join(found.sentences)
