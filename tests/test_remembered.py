"""What answers are kept: as many as fit, those asked last, whoever asks, and never at the cost of the process."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from timpora.web.remembered import MOST_KEPT, Remembered, frame_bytes


class Kitchen:
    """Makes what is asked for and knows what it was asked."""

    def __init__(self, most: int, size=lambda key, made: 10):
        self.kept, self.made = Remembered(most, size), []

    def ask(self, key: str) -> str:
        return self.kept.get(key, lambda: self.made.append(key) or f"made of {key}")

    def asked(self, keys: str) -> str:
        """Ask for each letter in turn; those that had to be made."""
        self.made.clear()
        assert [self.ask(key) for key in keys] == [f"made of {key}" for key in keys]
        return "".join(self.made)


def test_the_same_is_made_once():
    assert Kitchen(100).asked("abaab") == "ab"


def test_what_was_asked_longest_ago_goes_first():
    kitchen = Kitchen(100)
    kitchen.asked("abcdefghij")
    assert kitchen.kept.bytes == 100
    assert kitchen.asked("a") == ""
    assert kitchen.asked("k") == "k"
    assert kitchen.asked("acdefghijk") == ""
    assert kitchen.asked("b") == "b"


def test_it_never_keeps_more_bytes_than_it_may():
    kitchen = Kitchen(1000, lambda key, made: 1 + ord(key) % 100)
    for nth in range(500):
        kitchen.ask(chr(nth * 37 % 400 + 1))
        assert kitchen.kept.bytes <= 1000
    assert kitchen.kept.bytes > 900


def test_what_is_larger_than_a_tenth_is_given_and_pushes_nothing_out():
    kitchen = Kitchen(1000, lambda key, made: 101 if key == "x" else 100)
    kitchen.asked("abcdefghij")
    assert kitchen.asked("xx") == "xx"
    assert kitchen.asked("abcdefghij") == ""


def test_of_what_is_small_no_more_are_kept_than_so_many():
    kept = Remembered(10**9, lambda key, made: 10)
    for nth in range(MOST_KEPT + 1):
        kept.get(nth, lambda: "made")
    assert kept.bytes == MOST_KEPT * 10
    assert kept.get(0, lambda: "anew") == "anew" and kept.get(MOST_KEPT, lambda: "anew") == "made"


def test_what_failed_is_tried_again():
    kept = Remembered(100, lambda key, made: 1)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 / 0)
    assert kept.get("a", lambda: 7) == 7 == kept.get("a", lambda: 8)


def test_what_two_made_at_once_is_counted_once():
    kept = Remembered(100, lambda key, made: 10)
    assert kept.get("a", lambda: kept.get("a", lambda: 7)) == 7
    assert kept.bytes == 10


def test_many_threads_get_what_they_asked_for_and_the_bytes_are_counted_right():
    kept = Remembered(300, lambda key, made: 10)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            got = list(pool.map(lambda nth: kept.get(nth % 41, lambda: nth % 41), range(20_000)))
    finally:
        sys.setswitchinterval(before)
    assert got == [nth % 41 for nth in range(20_000)]
    assert kept.bytes == 300


def key(**parameters) -> tuple:
    return ("2024-10-abc", None, "protected", "trend", tuple(parameters.items()))


def test_a_frame_is_about_as_large_as_its_numbers_its_texts_its_lists_and_what_was_asked():
    rows = 6600
    numbers = pd.DataFrame({"value": [1.5] * rows})
    texts = numbers.assign(area_name=[f"Kecamatan nomor {nth}" for nth in range(rows)])
    lists = numbers.assign(breaks=[[1.0] * 50] * rows)
    for frame in (numbers, texts, lists):
        assert frame_bytes(key(), frame) == pytest.approx(frame.memory_usage(deep=True).sum(), rel=0.2, abs=15_000)
    areas = tuple(f"73.72.{nth:04d}" for nth in range(rows))
    assert frame_bytes(key(areas=areas), numbers) > frame_bytes(key(), numbers) + sum(map(sys.getsizeof, areas)) * 0.9
    assert 0 < frame_bytes(key(), numbers.iloc[:0]) < 5000
