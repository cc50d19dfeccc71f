"""The published count of persons: right on average, never far off, the same whenever it is asked for."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timpora.disclosure.rounding import FAR, cell_id, intervals, rounded

SECRET = b"a secret of these tests"
CELLS = [cell_id("active_permits", "", f"73.72.{number:05d}") for number in range(40_000)]


def interval(shown: float, state: str, is_finest: bool = False) -> tuple[int, int]:
    least, most = intervals([shown], [state], [is_finest])
    return int(least[0]), int(most[0])


@given(st.lists(st.integers(0, 10**6), max_size=50), st.binary(min_size=16, max_size=32))
def test_a_value_is_never_five_away_and_multiples_of_five_and_zero_stay(values, secret):
    shown = rounded(values, CELLS[: len(values)], secret)
    assert (shown % 5 == 0).all() and (abs(shown - values) <= 4).all()
    assert all(shown[place] == value for place, value in enumerate(values) if value % 5 == 0)


@given(st.integers(0, 400), st.binary(min_size=16, max_size=16))
@example(10, SECRET)
def test_what_a_shown_value_tells_always_holds_the_truth(value, secret):
    shown = int(rounded([value], ["cell"], secret)[0])
    least, most = interval(shown, "reported")
    assert least <= value <= most and least >= 0
    if value >= 10:
        least, most = interval(shown, "reported", is_finest=True)
        assert 10 <= least <= value <= most


@pytest.mark.parametrize("value", [1, 2, 3, 4, 13, 101])
def test_rounding_is_right_on_average(value):
    """The mean of n draws strays from the truth by sqrt(p(1-p)·25/n); five times that is one chance in a million."""
    shown = rounded([value] * len(CELLS), CELLS, SECRET)
    up = value % 5 / 5
    assert abs(shown.mean() - value) < 5 * math.sqrt(up * (1 - up) * 25 / len(CELLS))


def test_the_chances_of_neighbouring_values_and_cells_do_not_hang_together():
    twos, threes = rounded([2] * len(CELLS), CELLS, SECRET), rounded([3] * len(CELLS), CELLS, SECRET)
    assert abs(np.corrcoef(twos, threes)[0, 1]) < 0.03
    assert abs(np.corrcoef(twos[:-1], twos[1:])[0, 1]) < 0.03


def test_the_same_cell_and_value_are_always_published_the_same_in_any_order_and_company():
    values = np.arange(2000) % 23
    shown = rounded(values, CELLS[:2000], SECRET)
    assert (rounded(values[::-1], CELLS[:2000][::-1], SECRET)[::-1] == shown).all()
    assert all(rounded([values[place]], [CELLS[place]], SECRET)[0] == shown[place] for place in range(0, 2000, 97))


def test_another_secret_is_another_draw():
    values = [3] * 1000
    assert (rounded(values, CELLS[:1000], SECRET) != rounded(values, CELLS[:1000], SECRET + b"!")).sum() > 300


def test_known_values_are_published_as_ever():
    """A change of the rule would be a second draw of everything that was ever published: it must not pass unseen."""
    shown = rounded(list(range(1, 20)), CELLS[:19], b"0123456789abcdef")
    assert shown.tolist() == [5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15, 15, 15, 15, 15, 15, 20, 20]


def test_a_withheld_cell_tells_less_than_ten_and_a_hidden_one_nothing():
    assert interval(math.nan, "suppressed", is_finest=True) == (0, 9)
    assert interval(math.nan, "hidden") == (0, FAR)
    with pytest.raises(ValueError, match="not secret"):
        interval(5, "secret")


def test_what_cannot_be_rounded_is_refused_with_the_cell_named():
    with pytest.raises(ValueError, match=r"73\.72\.00001 is -1"):
        rounded([3, -1], CELLS[:2], SECRET)
    with pytest.raises(ValueError, match="2 values for 1 cells"):
        rounded([3, 1], CELLS[:1], SECRET)
    with pytest.raises(ValueError, match="at least 16"):
        rounded([3], CELLS[:1], b"short")
