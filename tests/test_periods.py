from datetime import date, datetime

import pytest

from timpora.intake.periods import parse_date, parse_period


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


@pytest.mark.parametrize(
    "written",
    [
        *(
            "10/1/2024",
            "Oktober 20 4",
            "Okt 24 25",
            "Januari s.d. Oktober 2024",
            "1 September 2024 s.d. 31 Oktober 2024",
        ),
        "September 2023 - 2024",
    ],
)
def test_what_could_be_two_months_is_never_guessed(written):
    assert parse_period(written, "monthly", "last") is None


@pytest.mark.parametrize(
    "written",
    [
        *("October 15, 2024", "Oct-15-2024", "BULAN OKTOBER TAHUN 2024", "Oktober, 2024", "31/10/24", "2024/10"),
        *(202410, "2024-10-31 00:00:00", "01/10/2024"),
    ],
)
def test_other_ways_to_write_october(written):
    assert parse_period(written, "monthly", "last") == date(2024, 10, 1)


@pytest.mark.parametrize("written", ["III 2024", "III/2024", "Q3 2024", "2024 Triwulan III", "September 2024"])
def test_other_ways_to_write_a_quarter(written):
    assert parse_period(written, "quarterly", "last") == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        *(("Semester I 2024", 6), ("SMT 2/2024", 12), ("Sem. II Tahun 2024", 12), ("Juni 2024", 6)),
        *(("Semester Ganjil 2024/2025", 12), ("Semester I 2024/2025", 12)),
    ],
)
def test_a_semester_stands_for_its_last_month_and_an_odd_one_opens_the_school_year(written, month):
    assert parse_period(written, "semester", "last") == date(2024, month, 1)


def test_an_even_semester_ends_the_school_year_and_one_without_its_school_year_is_not_guessed():
    assert parse_period("Semester Genap 2023/2024", "semester", "last") == date(2024, 6, 1)
    assert parse_period("Semester Ganjil 2024", "semester", "last") is None
    assert parse_period("Maret 2024", "semester", "last") is None


def test_a_part_of_a_year_takes_the_year_of_its_table():
    assert parse_period("Jan", "monthly", "last", 2024) == date(2024, 1, 1)
    assert parse_period("TW II", "quarterly", "last", 2024) == date(2024, 6, 1)
    assert parse_period("Jan 5", "monthly", "last", 2024) is None
    assert parse_period("Jan", "monthly", "last") is None


@pytest.mark.parametrize(
    "written", ["05/03/2024", "5 Maret 2024", "5-Mar-2024", "2024-03-05", "Selasa, 5 Maret 2024", date(2024, 3, 5)]
)
def test_a_day_is_read_with_the_day_first(written):
    assert parse_date(written) == date(2024, 3, 5)


@pytest.mark.parametrize("written", ["31/02/2024", "Maret 2024", "5", "32 Maret 2024", "5/3"])
def test_what_is_no_day_is_none(written):
    assert parse_date(written) is None


def test_a_month_in_the_middle_of_a_quarter_is_no_quarter():
    assert parse_period("Juli 2024", "quarterly", "last") is None


def test_the_year_of_a_law_is_not_the_year_of_the_data():
    assert parse_period("Penduduk (UU Nomor 24 Tahun 2013)", "yearly", "first") is None
    assert parse_period("Keadaan 31 Desember 2023", "yearly", "first") == date(2023, 1, 1)
