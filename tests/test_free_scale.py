"""Classes of one's own: every number in the class its legend says, never mistaken for the fixed scale."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.draw import classes, palettes
from timpora.draw.free_scale import MOST_JENKS, SCHEMES, free, own_breaks
from timpora.draw.legend import class_labels, legend

COUNTS = classes.Layer(
    name="Izin tinggal aktif",
    unit="orang",
    decimals=0,
    breaks=(5, 10, 25, 100),
    palette=tuple(palettes.palette("exposure", 5)),
    zero_colour=palettes.ZERO["exposure"],
)
SHARE = classes.Layer("Cakupan", "%", 1, (50, 70, 90), tuple(palettes.palette("attention", 4, "low")), None, 100, True)
AUTOMATIC = [scheme for scheme in SCHEMES if scheme != "sendiri"]


def values(*cells: float | str) -> pd.DataFrame:
    """One row per cell: a number is reported, a word is the kind of empty it names."""
    rows = [(cell, "reported") if not isinstance(cell, str) else (np.nan, cell) for cell in cells]
    frame = pd.DataFrame(rows, columns=["value", "state"]).astype({"value": float})
    return frame.assign(area_code=[str(i) for i in range(len(rows))], is_small_base=False, is_rounded=False, cells=1)


def breaks(scheme: str, *cells: float | str, layer=COUNTS, n: int = 3) -> tuple[float, ...]:
    return free(layer, values(*cells), scheme, n).layer.breaks


@pytest.mark.parametrize(("scheme", "expected"), [("kuantil", (3, 50)), ("alami", (50, 101)), ("sama", (34, 68))])
def test_each_scheme_divides_in_its_own_way(scheme, expected):
    # Two of six numbers each; at the two gaps; a third and two thirds of the way from 1 to 101.
    assert breaks(scheme, 1, 2, 3, 4, 50, 101) == expected


def test_what_mapclassify_puts_together_stays_together():
    import mapclassify

    numbers = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]
    for scheme, theirs in (("kuantil", mapclassify.Quantiles), ("alami", mapclassify.FisherJenks)):
        own = classes.classify(numbers, breaks(scheme, *numbers, n=4))
        assert own.tolist() == theirs(np.array(numbers), k=4).yb.tolist()


@given(
    st.lists(st.one_of(st.integers(0, 300), st.sampled_from(["suppressed", "not_reported"])), max_size=40),
    st.sampled_from(AUTOMATIC),
    st.integers(3, 6),
    st.sampled_from([1, 5, 0.1]),
)
def test_every_number_is_in_the_class_its_legend_says_and_no_area_is_lost(cells, scheme, n, step):
    frame = values(*(cell if isinstance(cell, str) else cell * step for cell in cells))
    layer = SHARE if step < 1 else COUNTS if step == 1 else replace(COUNTS, is_rounded=True)
    found = free(layer, frame, scheme, n)
    assert sum(row.count for row in legend(classes.letters(frame, found.layer), found.layer)) == len(frame)
    drawn = classes.letters(frame, found.layer)
    bounds = [-np.inf, *found.layer.breaks, np.inf]
    for letter, value in zip(drawn, frame["value"], strict=True):
        if letter.isdigit():
            assert bounds[int(letter)] <= round(value, layer.decimals) < bounds[int(letter) + 1]
    if found.warning:
        assert 2 <= len(found.layer.palette) <= n
        # No class is empty but one of equal width between others.
        counted = drawn[drawn.str.isdigit()].nunique()
        assert counted == len(found.layer.palette) or scheme == "sama"
        assert all(class_labels(found.layer))


def test_the_fixed_layer_is_as_it_was_and_the_free_one_says_that_it_is_not_it():
    found = free(COUNTS, values(1, 2, 3, 4, 5, 6), "kuantil", 3)
    assert COUNTS.breaks == (5, 10, 25, 100) and found.layer.breaks == (3, 5)
    assert found.warning.startswith("Skala bebas (kuantil): bukan skala tetap.") and found.notice == ""
    assert found.layer.zero_colour == COUNTS.zero_colour and found.layer.unit == "orang"


def test_the_dark_end_stays_where_it_was_and_words_of_the_fixed_classes_go():
    found = free(replace(SHARE, words=("a", "b", "c", "d")), values(1.0, 2.0, 3.0, 4.0), "kuantil", 3)
    assert list(found.layer.palette) == palettes.palette("attention", 3, "low")
    assert class_labels(found.layer) == ["<3", "3–<4", "≥4"]


def test_zero_and_what_is_empty_have_no_part_in_it():
    assert breaks("kuantil", 0, 0, 0, 0, 1, 2, 3, "suppressed") == (2, 3)
    assert breaks("kuantil", 0.0, 50.0, 100.0, layer=SHARE) == (50, 100)  # a coverage of zero is a coverage


def test_rounded_counts_are_divided_at_numbers_that_occur():
    rounded = replace(COUNTS, is_rounded=True)
    assert breaks("sama", 5, 10, 15, 20, 25, 30, layer=rounded, n=4) == (15, 20, 25)
    assert class_labels(free(rounded, values(5, 10, 15, 20), "sama", 3).layer) == ["≈5", "≈10", "≥15"]


def test_the_same_numbers_give_the_same_classes_every_time():
    numbers = np.random.default_rng(5).lognormal(2, 1.5, 300).round()
    assert len({breaks("alami", *numbers, n=5) for _ in range(4)}) == 1


def test_thousands_of_numbers_are_divided_like_a_few_of_them():
    numbers = np.concatenate([np.arange(1, MOST_JENKS), np.arange(5000, 5000 + MOST_JENKS), [90_000.0]])
    assert breaks("alami", *numbers) == (5000, 90_000)


@pytest.mark.parametrize("scheme", AUTOMATIC)
@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ((), "Tidak ada angka"),
        (("suppressed", "not_reported"), "Tidak ada angka"),
        ((0, 0), "Tidak ada angka"),
        ((7,), "Semua angka sama"),
        ((7, 7, 7), "Semua angka sama"),
    ],
)
def test_where_there_is_nothing_to_divide_the_fixed_scale_stays_and_a_sentence_says_why(scheme, cells, says):
    found = free(COUNTS, values(*cells), scheme, 4)
    assert (found.layer, found.warning) == (COUNTS, "") and found.notice.startswith(says)


@pytest.mark.parametrize("scheme", AUTOMATIC)
def test_two_different_numbers_are_two_classes_and_say_so(scheme):
    found = free(COUNTS, values(3, 3, 90), scheme, 5)
    assert len(found.layer.palette) == 2 and found.notice.startswith("Hanya 2 kelas, bukan 5")


def test_numbers_that_are_written_alike_are_alike():
    assert free(COUNTS, values(7.1, 6.9, 7.0), "kuantil", 3).notice.startswith("Semua angka sama")


def test_breaks_of_ones_own_are_read_as_people_write_them():
    assert own_breaks("1;5; 20", SHARE) == ((1, 5, 20), "")
    assert own_breaks(" 0,5 ; 1.5  20 ", SHARE) == ((0.5, 1.5, 20), "")
    found = free(COUNTS, values(1, 30), "sendiri", own="20; 50")
    assert found.layer.breaks == (20, 50) and found.warning.startswith("Skala bebas (batas sendiri)")
    assert free(COUNTS, values(), "sendiri", own="20").layer.breaks == (20,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Tulis satu sampai 5 batas"),
        ("1;2;3;4;5;6", "Tulis satu sampai 5 batas"),
        ("1;5;x", "Batas “x” bukan bilangan"),
        ("1.000", "Batas “1.000” bukan bilangan"),
        ("-5;1", "Batas “-5” bukan bilangan"),
        ("1e5", "Batas “1e5” bukan bilangan"),
        ("nan;2", "Batas “nan” bukan bilangan"),
        ("<b>", "Batas “<b>” bukan bilangan"),
        ("5;1", "Tulis batas dari kecil ke besar"),
        ("5;5", "Tulis batas dari kecil ke besar"),
        ("5,1;5,4", "Tulis batas dari kecil ke besar"),
        ("0;5", "Batas pertama harus lebih besar dari 1"),
        ("1;5", "Batas pertama harus lebih besar dari 1"),
    ],
)
def test_breaks_that_cannot_be_used_keep_the_fixed_scale_and_say_what_to_write(text, says):
    found = free(COUNTS, values(1, 30), "sendiri", own=text)
    assert (found.layer, found.warning) == (COUNTS, "") and found.notice.startswith(says)


@pytest.mark.parametrize(("scheme", "n"), [("quantile", 5), ("kuantil", 2), ("kuantil", 7)])
def test_a_scheme_or_a_number_of_classes_that_we_do_not_have_is_an_error(scheme, n):
    with pytest.raises(ValueError, match="no scale"):
        free(COUNTS, values(1, 2), scheme, n)
