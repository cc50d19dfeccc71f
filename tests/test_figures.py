"""A published number is written one way, wherever it stands, and a rounded one never as if it were exact."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora import paths
from timpora.disclosure.rounding import BASE, rounded
from timpora.draw import figures
from timpora.draw.figures import Published
from timpora.text import speak

SECRET = b"0123456789abcdef0123456789abcdef"
COUNTS = st.integers(0, 10_000)


def published(value: float | None, state: str = "reported", *, is_rounded: bool = True, cells: int = 1) -> Published:
    return Published(float("nan") if value is None else value, state, is_rounded, cells)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (0, 1, "0"),
        (15, 0, "15"),
        (1234.5, 1, "1.234,5"),
        (0.04, 1, "<0,1"),
        (0.4, 0, "<1"),
        (0.05001, 1, "0,1"),
        (4.0, 1, "4,0"),
    ],
)
def test_an_exact_number_is_written_as_it_is_and_what_is_not_zero_never_as_zero(value, decimals, text):
    assert figures.written(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "more", "text"),
    [
        (15, {}, "≈15"),
        (1235, {}, "≈1.235"),
        (0, {}, "0–4"),
        (0, {"cells": 3}, "0–12"),
        (10, {"cells": 3}, "≈10"),
        (1.21, {"decimals": 1}, "≈1,2"),
        (0, {"decimals": 1, "one": 10_000 / 100_000}, "0–0,4"),
        (0, {"decimals": 1, "one": 10_000 / 90_000}, "0–0,5"),  # 0.444…: an upper end is never written down
        (0, {"decimals": 1, "one": 10_000 / 10_000_000}, "0–0,1"),
        (0, {"decimals": 1, "one": 10_000 / 40_000, "cells": 2}, "0–2"),
        (0.02, {"decimals": 1}, "<0,1"),
    ],
)
def test_a_rounded_number_says_that_it_is_and_a_rounded_zero_what_it_may_be(value, more, text):
    assert figures.written(value, is_rounded=True, **more) == text


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_a_sum_of_rounded_zeros_names_a_range_that_holds_the_count(counts):
    shown = rounded(counts, [f"cell {place}" for place in range(len(counts))], SECRET)
    zeros = [count for count, number in zip(counts, shown, strict=True) if number == 0]
    if zeros:
        text = figures.written(0, is_rounded=True, cells=len(zeros))
        assert sum(zeros) <= int(text.removeprefix("0–"))


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("not_reported", "belum dilaporkan"),
        ("suppressed", "disamarkan"),
        ("insufficient", "data tidak cukup"),
        ("not_applicable", "tidak berlaku"),
    ],
)
def test_where_there_is_no_number_the_word_for_it_stands_alone(state, word):
    assert figures.said(published(None, state), "orang") == word


def test_a_number_has_its_unit_and_a_whole_one_no_decimals():
    assert figures.said(published(15), "orang") == "≈15 orang"
    assert figures.said(published(0), "orang") == "0–4 orang"
    assert figures.said(published(2.5, is_rounded=False), "hari") == "2,5 hari"


def test_the_ends_of_a_range_are_written_as_the_reader_writes_numbers():
    with speak("en"):
        assert figures.written(0, 1, is_rounded=True, one=0.1) == "0–0.4"
        assert figures.written(1235, is_rounded=True) == "≈1,235"


def test_a_rate_follows_its_numerator_whatever_its_base():
    layer = pd.Series({"unit": "per 10.000", "decimals": 1, "per": 10_000.0})
    row = {"state": "reported", "is_rounded": True, "cells": 1}
    assert figures.in_layer(pd.Series(row | {"value": 0.0, "base_value": 20_000}), layer) == "0–2 per 10.000"
    assert figures.in_layer(pd.Series(row | {"value": 2.5, "base_value": 20_000}), layer) == "≈2,5 per 10.000"
    none = row | {"value": float("nan"), "base_value": 0.0, "state": "not_applicable"}
    assert figures.in_layer(pd.Series(none), layer) == "tidak berlaku"
    count = pd.Series({"unit": "orang", "decimals": 0, "per": 1.0})
    whole = pd.Series(row | {"value": 0.0, "base_value": float("nan"), "cells": 2})
    assert figures.in_layer(whole, count) == "0–8 orang"
    assert figures.in_layer(whole, count, with_unit=False) == "0–8"


@given(COUNTS, COUNTS)
def test_a_difference_that_is_told_is_there_and_has_that_direction(one, other):
    shown = rounded([one, other], ["one", "other"], SECRET)
    first, second = (published(int(value)) for value in shown)
    if figures.is_told(first, second):
        assert (other - one) * (second.value - first.value) > 0


@pytest.mark.parametrize(("one", "other", "is_told"), [(10, 15, False), (10, 20, True), (10, 0, True), (5, 5, False)])
def test_two_rounded_numbers_a_step_apart_say_nothing_and_two_steps_do(one, other, is_told):
    assert figures.is_told(published(one), published(other)) == is_told


def test_the_more_numbers_were_added_up_the_further_apart_two_sums_must_be():
    assert not figures.is_told(published(40, cells=3), published(60, cells=3))
    assert figures.is_told(published(40, cells=3), published(65, cells=3))
    assert not figures.is_told(published(40, cells=3), published(52, is_rounded=False))
    assert figures.is_told(published(40, cells=3), published(53, is_rounded=False))
    assert figures.is_told(published(3, is_rounded=False), published(4, is_rounded=False))


@pytest.mark.parametrize(("one", "other", "text"), [(10, 15, "≈+5"), (1250, 5, "≈−1.245"), (5, 5, "≈0")])
def test_a_difference_of_rounded_numbers_is_never_written_as_exact(one, other, text):
    assert figures.difference(published(one), published(other)) == text
    assert figures.difference(published(one), published(other, is_rounded=False)).startswith("≈")


def test_a_difference_of_exact_numbers_has_its_sign():
    pairs = [(3, 5), (5, 3), (4, 4)]
    exact = [[published(value, is_rounded=False) for value in pair] for pair in pairs]
    assert [figures.difference(*pair) for pair in exact] == ["+2", "−2", "0"]


def test_numbers_that_are_written_alike_share_a_rank_and_what_has_none_has_no_rank():
    values = pd.Series([15, 5, 15, None, 0, 25])
    assert figures.ranks(values).tolist()[:3] == [2, 4, 2]
    assert figures.ranks(values).isna().tolist() == [False, False, False, True, False, False]
    assert figures.ranks(pd.Series([1.24, 1.21, 1.26]), 1).tolist() == [2, 2, 1]


@given(st.floats(0, 1e7), st.integers(0, 2))
def test_class_and_text_are_made_from_the_same_number(value, decimals):
    text = figures.written(value, decimals)
    number = figures.shown(value, decimals)
    assert text.startswith("<") if value and not number else float(text.replace(".", "").replace(",", ".")) == number


def test_nobody_else_writes_a_number_that_may_be_rounded():
    """What the browser gets is written: no script formats a number, and no chart does."""
    for script in (paths.ROOT / "timpora" / "draw" / "static").glob("*.js"):
        assert not re.search(r"NumberFormat|toLocaleString|toFixed", script.read_text("utf-8")), script.name
    assert "%{y" not in (paths.ROOT / "timpora" / "draw" / "charts.py").read_text("utf-8")


def test_a_step_of_rounding_is_what_the_gate_rounds_to():
    assert figures.STRAY == BASE - 1
    assert set(rounded(range(BASE), ["cell"] * BASE, SECRET)) <= {0, BASE}
