import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.intake.numbers import BrokenCell, NumberError, parse_count, parse_decimal


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12", 12),
        ("1.234", 1234),
        ("12.345.678", 12345678),
        ("12,0", 12),
        ("12.0", 12),
        ("1 234", 1234),
        ("1.234,00", 1234),
        (" 7 ", 7),
        ("-", 0),
        ("–", 0),
        ("nihil", 0),
        ("NIHIL", 0),
        ("0", 0),
        (12, 12),
        (12.0, 12),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_count_is_read_as_people_write_it(written, meant):
    assert parse_count(written) == meant


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("-5", "negative_number"),
        (-5, "negative_number"),
        ("−5", "negative_number"),
        ("5,5", "not_whole"),
        (1.234, "not_whole"),
        ("1,234", "ambiguous_number"),
        ("12.34", "not_a_number"),
        ("0.500", "not_a_number"),
        ("9" * 25, "too_large"),
        ("9" * 5000, "not_a_number"),
        (1e300, "too_large"),
        (BrokenCell("formula_error"), "formula_error"),
        ("1e3", "not_a_number"),
        ("0x10", "not_a_number"),
        ("12-", "not_a_number"),
        ("dua", "not_a_number"),
        (True, "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "too_large"),
    ],
)
def test_what_is_no_count_is_named_and_never_guessed(written, rule):
    with pytest.raises(NumberError) as refused:
        parse_count(written)
    assert refused.value.rule == rule


def test_a_decimal_has_a_comma():
    assert parse_decimal("1.234,56") == 1234.56
    assert parse_decimal("89,626") == 89.626
    assert parse_decimal("66.70") == 66.7
    with pytest.raises(NumberError, match="ambiguous_number"):
        parse_decimal("66.700")
    assert parse_decimal(None) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_written_with_thousands_dots_reads_back_the_same(count):
    assert parse_count(f"{count:,}".replace(",", ".")) == count == parse_count(str(count))


@given(st.text())
def test_no_text_makes_the_parser_fall_over(text):
    try:
        parsed = parse_count(text)
    except NumberError:
        return
    assert parsed is None or parsed >= 0
