"""Any table, written in any combination of the ways agencies write, reads back as the same numbers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from written import FIELDS, Manner, file_of, manners, numbers

from timpora.intake import door

few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
# Each spreadsheet is read in a process of its own.
fewest = settings(few, max_examples=settings.default.max_examples // 2)
many = settings(few, max_examples=1500, derandomize=False)

NAME = "Izin Tinggal Oktober 2024.csv"


def read_back(house, table, manner: Manner):
    name, content = file_of(table, manner)
    outcome = door.examine(house.file(content, name), source="izin_tinggal")
    assert outcome.is_accepted, (manner, [found.message for found in outcome.findings])
    return {
        (row["period"].isoformat(), row["area_code"]): {name: row[name] for name in FIELDS}
        for row in outcome.table.rows
    }


@few
@given(numbers, manners)
@example({("2024-10-01", "73.72.02"): dict.fromkeys(FIELDS, 0)}, Manner(layout="long", zero="nihil"))
def test_a_csv_reads_back_as_the_numbers_that_were_written(house, table, manner):
    assert read_back(house, table, manner) == table


@fewest
@given(numbers, manners)
def test_a_spreadsheet_reads_back_as_the_numbers_that_were_written(house, table, manner):
    assert read_back(house, table, replace(manner, format="xlsx")) == table


@pytest.mark.slow
@many
@given(numbers, manners)
def test_a_great_many_tables_read_back_as_the_numbers_that_were_written(house, table, manner):
    assert read_back(house, table, manner) == table


@pytest.mark.slow
@settings(many, max_examples=150)
@given(numbers, manners)
def test_many_spreadsheets_read_back_as_the_numbers_that_were_written(house, table, manner):
    assert read_back(house, table, replace(manner, format="xlsx")) == table


def checked_table() -> bytes:
    """A table that says everything twice: numbers in two totals, the month in its title and in the file's name."""
    lines = ["Bulan: Oktober 2024", "KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"]
    rows = {"Bacukiki": (0, 2, 1, 0, 12, 1), "Ujung": (3, 0, 0, 1, 1234, 0), "Soreang": (0, 0, 7, 0, 25, 4)}
    rows["Bacukiki Barat"] = (1, 1, 1, 1, 1, 1)
    lines += [f"Parepare;{name};{';'.join(map(str, row))};{sum(row)}" for name, row in rows.items()]
    sums = [sum(column) for column in zip(*rows.values(), strict=True)]
    return "\r\n".join([*lines, f";JUMLAH;{';'.join(map(str, sums))};{sum(sums)}", ""]).encode()


def said(outcome) -> list[dict] | None:
    """The numbers that were understood, wherever they stand."""
    if not (outcome.table and outcome.is_accepted):
        return None
    return [{name: value for name, value in row.items() if name != "source_row"} for row in outcome.table.rows]


@pytest.fixture
def right(house) -> list[dict]:
    """What the whole file says."""
    return said(door.examine(house.file(checked_table(), NAME)))


def judge(house, content: bytes, right: list[dict]) -> None:
    """A damaged file is a finding, or says the same as the whole one; never a traceback, never another number."""
    outcome = door.examine(house.file(content, NAME))
    assert outcome.findings or said(outcome) == right


def test_a_file_cut_off_in_the_last_row_is_told_though_the_numbers_left_are_whole(house):
    whole = checked_table()
    cut = whole[: whole.index(b"1;1;1;1;1;1;6") + len(b"1;1;1;1;1;1")]
    outcome = door.examine(house.file(cut, NAME))
    assert [(found.rule, found.cell) for found in outcome.findings] == [("blank_cell", "I6")]
    assert door.examine(house.file(whole, NAME)).findings == []


def test_a_raised_digit_below_the_table_is_no_month(house):
    whole = checked_table()
    assert said(door.examine(house.file(whole + "²\r\n".encode(), NAME))) in (
        None,
        said(door.examine(house.file(whole, NAME))),
    )


@few  # the slow one damages every byte
@given(st.data())
def test_one_damaged_byte_gives_a_finding_or_the_same_numbers(house, right, data):
    whole = checked_table()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    judge(house, whole[:place] + bytes([byte]) + whole[place + 1 :], right)


@few
@given(st.data())
def test_a_file_that_breaks_off_or_repeats_a_stretch_gives_a_finding_or_the_same_numbers(house, right, data):
    # A stretch that is missing from the middle can take a name and another row's numbers with it, and leave a table
    # that nothing contradicts: a CSV file has no checksum. One that breaks off, or stutters, is noticed.
    whole = checked_table()
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    judge(house, data.draw(st.sampled_from([whole[:start], whole[:end] + whole[start:]])), right)


@pytest.mark.slow
def test_every_byte_damaged_in_turn_gives_a_finding_or_the_same_numbers(house, right):
    whole = checked_table()
    assert right and right[0]["period"] == date(2024, 10, 1)
    for place in range(len(whole)):
        for byte in (0, 32, 44, 45, 46, 48, 49, 57, 59, 65, 255, whole[place] ^ 1):
            if byte != whole[place]:
                damaged = whole[:place] + bytes([byte]) + whole[place + 1 :]
                outcome = door.examine(house.file(damaged, NAME))
                assert outcome.findings or said(outcome) == right, (place, byte)


@few
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_a_finding_never_a_traceback(house, content):
    outcome = door.examine(house.file(content, "apa-saja.csv"))
    assert outcome.findings
