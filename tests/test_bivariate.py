"""Two layers at once: up and right always mean the same, nobody is lost, and the corner that matters is named."""

import tomllib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_differences import PEOPLE, SHARE, frame

from timpora import paths
from timpora.draw import bivariate, classes, palettes
from timpora.draw.pictures import Picture
from timpora.store import snapshot

LAYERS = tomllib.loads((paths.ROOT / "data" / "reference" / "layers.toml").read_text("utf-8"))["layers"]
OF_PEOPLE = pd.Series(
    {"thirds": [5.0, 25.0], "third_words": ["sedikit", "sedang", "banyak"], "direction": "none", "palette": "exposure"}
)
OF_SHARE = pd.Series(
    {"thirds": [20.0, 50.0], "third_words": ["siap", "agak siap", "kurang siap"]}
    | {"direction": "more", "palette": "attention"}
)
COVERAGE = classes.Layer("Cakupan", "%", 0, (70, 90), tuple(palettes.palette("attention", 3, "low")), None, 100, True)
OF_COVERAGE = pd.Series(
    {
        "thirds": [70.0, 90.0],
        "third_words": ["tinggi", "lumayan", "rendah"],
        "direction": "less",
        "palette": "attention",
    }
)


def both(people, shares, row=OF_SHARE, layer=SHARE, small: bool = False) -> Picture:
    second = frame(*shares, is_rounded=False, base=50, small=small)
    return bivariate.both((frame(*people), second), (OF_PEOPLE, row), (PEOPLE, layer), "Oktober 2024")


def marks(two: Picture) -> str:
    return "".join(two.marks)


def test_to_the_right_is_more_presence_and_up_is_more_attention():
    assert marks(both((0, 10, 100) * 3, (0, 0, 0, 30, 30, 30, 90, 90, 90))) == "012345678"


def test_a_layer_of_which_little_asks_for_attention_is_turned():
    two = both((0, 0, 0, 0), (95, 80, 10, 0), OF_COVERAGE, COVERAGE)
    assert marks(two) == "0366" and two.axes[1][0] == "Cakupan (%), makin rendah"
    assert two.axes[1][1] == ("tinggi (≥90)", "lumayan (70–<90)", "rendah (<70)")
    assert two.axes[0] == ("Izin (orang)", ("sedikit (<5)", "sedang (5–<25)", "banyak (≥25)"))


def test_no_presence_is_little_presence_and_a_number_on_a_bound_is_in_the_part_above():
    assert marks(both((0, 5, 25), (20, 50, 19.4))) == "372"
    assert marks(both((0,), (19.6,))) == "3"  # as it is shown, "20"


def test_presence_is_blue_and_to_the_right_whichever_was_named_first():
    one, other = frame(100), frame(0, is_rounded=False, base=50)
    first = bivariate.both((one, other), (OF_PEOPLE, OF_SHARE), (PEOPLE, SHARE), "")
    second = bivariate.both((other, one), (OF_SHARE, OF_PEOPLE), (SHARE, PEOPLE), "")
    assert marks(first) == marks(second) == "2" and first.name == second.name
    assert first.palette[2] == palettes.BIVARIATE[0][2]


cells = st.one_of(st.integers(0, 120), st.sampled_from(sorted(classes.STATES)))


@given(st.lists(st.tuples(cells, cells), max_size=12))
def test_every_area_is_counted_once_and_an_empty_one_is_the_severest_of_its_two(pairs):
    two = both([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    assert sum(row.count for row in two.rows) == len(pairs)
    for mark, label, (one, other) in zip(two.marks, two.labels, pairs, strict=True):
        empty = [state for state in classes.SEVEREST_FIRST if state in (one, other)]
        assert mark == classes.STATES[empty[0]] if empty else mark.isdigit()
        assert (label == "") == bool(empty)


def test_what_is_said_of_an_area_is_both_its_words_and_both_its_numbers():
    two = both((15, "suppressed", "suppressed"), (60, 60, "suppressed"))
    assert list(two.texts) == ["sedang · kurang siap: ≈15 orang · 60 %", "disamarkan · 60 %", "disamarkan"]
    assert list(two.labels) == ["≈15 · 60", "", ""]
    assert (two.name, two.when) == ("Izin dan Kesenjangan", "Oktober 2024")


def test_a_small_base_in_either_is_hatched_and_counted_in_its_cell_too():
    two = both((15, 0), (60, 0), small=True)
    assert marks(two) == "HA" and "60 % (basis kecil)" in two.texts.iloc[0]
    counts = {row.mark: row.count for row in two.rows}
    assert (counts["7"], counts["0"], counts["h"]) == (1, 1, 2)


def test_the_corner_that_matters_is_named():
    assert both((100, 0), (90, 90)).ends[0] == "Yang perlu dibahas (banyak · kurang siap): Kecamatan 0."
    assert both((0,), (90,)).ends[0].startswith("Tidak ada kecamatan di sudut")
    many = both((100,) * 9, (90,) * 9)
    assert many.ends[0].endswith("Kecamatan 5, dan 3 lainnya.") and len(many.ends) == 1


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if "breaks" in layer], ids=lambda layer: layer["id"])
def test_the_parts_of_a_layer_are_cut_at_two_of_its_own_breaks_and_have_names(layer):
    assert set(layer["thirds"]) <= set(layer["breaks"]) and len(layer["why_thirds"]) > 20
    assert len(set(layer["third_words"])) == 3 and all(len(word) < 25 for word in layer["third_words"])


def test_the_parts_of_the_index_are_its_classes(house):
    house.published(lambda house: house.permits("Okt-24 | Parepare | Ujung | 12"))
    layers = snapshot.current(None).ask("layers").set_index("layer")
    assert list(layers.loc["index", "thirds"]) == list(layers.loc["index", "breaks"])
    assert list(layers.loc["index", "third_words"]) == ["rendah", "sedang", "tinggi"]
