from datetime import date, datetime

import pytest

from timpora.intake.periods import parse_period


@pytest.mark.parametrize(
    "written",
    [
        *("Januari 2024", "JANUARI 2024", "Jan-24", "jan 2024", "01/2024", "1/2024", "31/01/2024", "2024-01"),
        *("2024-01-15", "Bulan: Januari 2024", "Keadaan akhir Januari 2024"),
        *(date(2024, 1, 31), datetime(2024, 1, 5, 9, 0)),
    ],
)
def test_a_month_is_read_however_it_is_written(written):
    assert parse_period(written, "monthly", "last") == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("written", "month"), [("Mei 2024", 5), ("Agustus 2024", 8), ("Agt-24", 8), ("Okt 24", 10), ("Desember 2024", 12)]
)
def test_indonesian_months_are_known(written, month):
    assert parse_period(written, "monthly", "last") == date(2024, month, 1)


def test_a_quarter_stands_for_its_last_or_first_month():
    assert parse_period("Triwulan III 2024", "quarterly", "last") == date(2024, 9, 1)
    assert parse_period("TW IV Tahun 2023", "quarterly", "last") == date(2023, 12, 1)
    assert parse_period("Triwulan I 2024", "quarterly", "first") == date(2024, 1, 1)


def test_a_year_is_a_period_only_for_a_yearly_source():
    assert parse_period("Tahun 2024", "yearly", "first") == date(2024, 1, 1)
    assert parse_period(2024, "yearly", "first") == date(2024, 1, 1)
    assert parse_period("2024", "monthly", "last") is None


@pytest.mark.parametrize("written", ["", None, "13/2024", "Ujung", "2024-13", 12.5, "Total 2024"])
def test_what_is_no_month_is_none(written):
    assert parse_period(written, "monthly", "last") is None
