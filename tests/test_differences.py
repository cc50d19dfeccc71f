"""Differences: what rounding alone can make is no colour, up and down are alike, and every kind of empty stays one."""

import tomllib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora import paths
from timpora.disclosure.rounding import BASE
from timpora.draw import classes, differences, figures, palettes
from timpora.store import publish
from timpora.store.refused import PublicationError

REFERENCE = paths.ROOT / "data" / "reference"
LAYERS = tomllib.loads((REFERENCE / "layers.toml").read_text("utf-8"))["layers"]
PEOPLE = classes.Layer(
    "Izin", "orang", 0, (5, 10, 25, 100), tuple(palettes.palette("exposure", 5)), "#fbf3dd", is_rounded=True
)
SHARE = classes.Layer("Kesenjangan", "%", 0, (20, 50), tuple(palettes.palette("attention", 3)), None, 100, True)
OF_PEOPLE = pd.Series({"changes": [10.0, 25.0], "direction": "none"})
OF_SHARE = pd.Series({"changes": [5.0, 20.0], "direction": "more"})
WHEN = ("Oktober 2023", "Oktober 2024")


def frame(
    *cells, is_rounded: bool = True, cells_of: int = 1, base: float = np.nan, small: bool = False
) -> pd.DataFrame:
    """One row per cell: a number is reported, a word is the kind of empty it names."""
    rows = [(np.nan, cell) if isinstance(cell, str) else (float(cell), "reported") for cell in cells]
    values = pd.DataFrame(rows, columns=["value", "state"])
    values["area_code"] = [f"73.72.{i:02d}" for i in range(len(rows))]
    values["area_name"] = [f"Kecamatan {i}" for i in range(len(rows))]
    return values.assign(is_rounded=is_rounded, cells=cells_of, base_value=base, is_small_base=small)


def people(before, after, **more):
    return differences.over_time(frame(*before, **more), frame(*after, **more), OF_PEOPLE, PEOPLE, WHEN)


def shares(before, after, row=OF_SHARE, **more):
    more = {"is_rounded": False, "base": 50} | more
    return differences.over_time(frame(*before, **more), frame(*after, **more), row, SHARE, WHEN)


def marks(picture) -> str:
    return "".join(picture.marks)


def test_a_step_of_rounding_is_no_difference_and_two_steps_are():
    picture = people((15, 15, 15, 15, 15, 0), (15, 20, 25, 5, 40, 0))
    assert marks(picture) == "zz314z"
    assert list(picture.labels) == ["≈", "≈", "≈+10", "≈−10", "≈+25", "≈"]
    assert picture.texts.iloc[2] == "≈15 → ≈25 orang (≈+10)"
    assert picture.texts.iloc[1] == "≈15 → ≈20 orang (tidak dapat dibedakan dari pembulatan)"
    assert picture.texts.iloc[5].startswith("0–4 → 0–4 orang")


def test_exact_counts_are_apart_as_soon_as_they_differ_and_pale_below_the_first_bound():
    picture = people((15, 15, 15, 15), (15, 16, 24, 25), is_rounded=False)
    assert marks(picture) == "2223" and list(picture.labels) == ["0", "+1", "+9", "+10"]
    assert picture.zero_colour is None and not any(row.mark == "z" for row in picture.rows)


def test_numbers_that_are_sums_of_rounded_ones_must_be_further_apart():
    assert marks(people((40, 40), (60, 65), cells_of=3)) == "z4"


@given(st.integers(0, 60), st.integers(0, 60), st.booleans(), st.booleans())
def test_a_difference_that_is_drawn_is_there_and_goes_that_way(one, other, one_up, other_up):
    published = [BASE * (n // BASE + (up and n % BASE > 0)) for n, up in ((one, one_up), (other, other_up))]
    mark = marks(people((published[0],), (published[1],)))
    assert mark == "z" or (mark in "34" and other > one) or (mark in "01" and other < one)


def test_a_rate_of_rounded_counts_is_apart_only_if_numerator_and_base_allow_it():
    rate = classes.Layer("TAK", "per 100", 1, (2, 5), SHARE.palette, None, 100, True, is_rounded=True)
    row = pd.Series({"changes": [2.0, 5.0], "direction": "more"})

    def mark(base: float, after: float) -> str:
        pair = (frame(10.0, base=base), frame(after, base=base))
        return marks(differences.over_time(*pair, row, rate, WHEN))

    # On 200: four people are 2,0, and of 10 % a base four smaller makes 0,2: twice that on both sides is 4,4.
    assert (mark(200, 14.3), mark(200, 14.6), mark(2000, 14.3)) == ("z", "3", "3")
    assert mark(4, 90) == "z"  # the base may be nobody


@pytest.mark.parametrize(
    ("direction", "rise", "fall"), [("more", "memburuk", "membaik"), ("less", "membaik", "memburuk")]
)
def test_orange_is_worse_and_purple_is_better_whichever_way_that_lies(direction, rise, fall):
    picture = shares((50, 50), (80, 20), pd.Series({"changes": [5.0, 20.0], "direction": direction}))
    assert marks(picture) == "40"
    words = {row.mark: row.label.rpartition(": ")[2] for row in picture.rows}
    assert (words["4"], words["3"], words["1"], words["0"]) == (rise, rise, fall, fall)
    orange = "4" if rise == "memburuk" else "0"
    assert picture.palette[int(orange)] == palettes.DIVERGING["judged"][5][-1]


def test_presence_is_more_or_fewer_and_never_better_or_worse():
    picture = people((15, 50), (50, 15))
    labels = " ".join(row.label for row in picture.rows)
    assert "bertambah" in labels and "berkurang" in labels and "mem" not in labels
    assert list(picture.palette) == palettes.DIVERGING["neutral"][5]


def test_the_legend_says_every_class_with_both_its_ends_and_counts_every_area():
    picture = people((15, 15, 50, "suppressed"), (15, 25, 15, 5))
    assert [(row.mark, row.label, row.count) for row in picture.rows] == [
        ("4", "≈+25 atau lebih: bertambah", 0),
        ("3", "≈+10 s.d. +20: bertambah", 1),
        ("2", "≈−5 s.d. +5: hampir tetap", 0),
        ("1", "≈−20 s.d. −10: berkurang", 0),
        ("0", "≈−25 atau kurang: berkurang", 1),
        ("z", "tidak dapat dibedakan dari pembulatan", 1),
        ("s", "disamarkan", 1),
    ]
    assert [row.label for row in shares((1,), (1,)).rows][1:4] == [
        "+5 s.d. +19: memburuk",
        "−4 s.d. +4: hampir tetap",
        "−19 s.d. −5: membaik",
    ]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=8))
def test_up_and_down_are_alike(pairs):
    there = marks(shares(*zip(*pairs, strict=True)))
    back = marks(shares(*zip(*[pair[::-1] for pair in pairs], strict=True)))
    assert there == back.translate(str.maketrans("01234", "43210"))


def test_the_difference_is_that_of_the_numbers_that_are_written():
    picture = shares((10.4,), (15.5,))  # "10 → 16": six, though 5,1 were counted
    assert (picture.texts.iloc[0], picture.labels.iloc[0], marks(picture)) == ("10 → 16 % (+6)", "+6", "3")


def test_a_small_base_on_either_side_is_hatched_and_said():
    after = frame(80, is_rounded=False, base=8, small=True)
    picture = differences.over_time(frame(50, is_rounded=False, base=50), after, OF_SHARE, SHARE, WHEN)
    assert marks(picture) == "E" and picture.texts.iloc[0] == "50 → 80 % (+30) (basis kecil)"
    assert ("h", 1) in [(row.mark, row.count) for row in picture.rows]
    untold = frame(15, small=True), frame(20)
    assert marks(differences.over_time(*untold, OF_PEOPLE, PEOPLE, WHEN)) == "Z"


def test_where_a_side_is_empty_the_area_is_that_kind_of_empty_and_the_severest_of_two():
    order = classes.SEVEREST_FIRST
    assert set(order) == set(classes.STATES)
    for place, state in enumerate(order):
        for milder in (*order[place:], "reported"):
            assert classes.state_of(state, milder) == classes.state_of(milder, state) == state
    picture = people((15, "suppressed", "not_reported"), ("not_reported", "not_reported", "not_reported"))
    assert marks(picture) == "nsn" and list(picture.labels) == ["", "", ""]
    assert list(picture.texts) == ["≈15 orang → belum dilaporkan", "disamarkan → belum dilaporkan", "belum dilaporkan"]


def test_areas_are_matched_by_code_and_not_by_their_place_in_the_answer():
    before, after = frame(10, 50, 90), frame(10, 50, 90).iloc[::-1]
    assert marks(differences.over_time(before, after, OF_PEOPLE, PEOPLE, WHEN)) == "zzz"


def test_the_farthest_are_named_and_nobody_where_nothing_is_told():
    picture = people((15, 100, 30, 30), (65, 5, 10, 10))
    assert picture.ends == ("Naik terbesar: Kecamatan 0, ≈+50 orang", "Turun terbesar: Kecamatan 1, ≈−95 orang")
    assert people((30, 30), (10, 10)).ends == ("Turun terbesar: 2 kecamatan, ≈−20 orang",)
    assert people((15,), (20,)).ends == () and people((), ()).ends == ()


def test_the_same_text_always_has_the_same_label():
    picture = people((15, 15, 15, 0), (20, 25, 25, "suppressed"))
    assert pd.DataFrame({"t": picture.texts, "l": picture.labels}).groupby("t")["l"].nunique().max() == 1
    assert (picture.name, picture.unit, picture.when) == ("Izin: perubahan", "orang", "Oktober 2023 → Oktober 2024")


def test_two_layers_in_one_unit_are_set_against_each_other_without_better_or_worse():
    one, other = frame(10, 50, is_rounded=False, base=50), frame(60, 45, is_rounded=False, base=50)
    rows = (OF_SHARE, pd.Series({"changes": [10.0, 30.0], "direction": "less"}))
    picture = differences.between((one, other), rows, (SHARE, SHARE), "Oktober 2024")
    assert marks(picture) == "42"  # by the coarser bounds: five is no difference there
    assert list(picture.palette) == palettes.DIVERGING["neutral"][5]
    assert picture.name == "Kesenjangan dibandingkan Kesenjangan"


def test_layers_in_different_units_are_refused_in_words():
    with pytest.raises(ValueError, match="bersatuan sama: Izin dalam orang, Kesenjangan dalam %"):
        differences.between((frame(1), frame(1)), (OF_PEOPLE, OF_SHARE), (PEOPLE, SHARE), "Oktober 2024")


# The reference file


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer["id"])
def test_the_bounds_of_a_difference_ascend_are_written_as_they_are_and_have_a_palette(layer):
    changes, decimals = layer["changes"], 1 if any(each % 1 for each in layer["changes"]) else 0
    assert changes == sorted(set(changes)) and changes[0] > 0 and len(layer["why_changes"]) > 20
    assert [round(each, decimals) for each in changes] == changes
    palettes.diverging("neutral", len(changes))


def test_the_first_bound_of_people_is_the_smallest_difference_that_rounding_cannot_make():
    first = next(layer for layer in LAYERS if layer["id"] == "presence")["changes"][0]
    assert first - BASE <= 2 * figures.STRAY < first


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("changes = [10.0, 25.0]", "changes = [25.0, 10.0]"),
        ("changes = [10.0, 25.0]", "changes = [0.0, 25.0]"),
        ("thirds = [5.0, 25.0]", "thirds = [5.0, 26.0]"),
        ("thirds = [5.0, 25.0]", "thirds = [25.0, 5.0]"),
        ('third_words = ["sedikit", "sedang", "banyak"]', 'third_words = ["sedikit", "banyak"]'),
        ('why_changes = "Pembulatan acak', 'why_else = "Pembulatan acak'),
    ],
)
def test_a_layer_that_cannot_be_compared_is_never_published(house, before, after):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    own = paths.data() / "reference"
    own.mkdir(parents=True)
    for file in REFERENCE.iterdir():
        text = file.read_text("utf-8")
        assert file.name != "layers.toml" or before in text
        (own / file.name).write_text(text.replace(before, after, 1) if file.name == "layers.toml" else text, "utf-8")
    with pytest.raises(PublicationError, match=r"(?s)how far two numbers must be apart.*presence"):
        publish.publish()
