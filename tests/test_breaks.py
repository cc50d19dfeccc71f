"""Where a series breaks nothing joins and nothing is compared; and a break holds for what lies in its area only."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from test_charts import NONE, YEAR
from test_sentences import elections, series

from timpora.draw import charts, trend_sentences
from timpora.draw.trend_words import Reading
from timpora.measure import breaks, ways

MONTHS = pd.date_range("2023-01-01", "2024-12-01", freq="MS")


def table(*lines: str) -> pd.DataFrame:
    """Breaks; a line is "active_permits | 73.72 | 2024-03"."""
    rows = [tuple(part.strip() for part in line.split("|")) for line in lines]
    found = pd.DataFrame(rows, columns=list(breaks.COLUMNS))
    return found.assign(since=pd.to_datetime(found["since"]))


def rows(measure: str, area: str, *months: str) -> pd.DataFrame:
    return pd.DataFrame({"measure": measure, "group_code": area, "period": pd.to_datetime(list(months))})


def test_a_segment_begins_with_the_month_of_the_break_and_the_month_before_is_the_last_of_the_other():
    months = rows("permits", "73.72", "2024-01", "2024-02", "2024-03", "2024-04")
    assert breaks.segments(months, table("permits | 73.72 | 2024-03")).tolist() == [0, 0, 1, 1]


def test_a_break_of_an_area_holds_for_what_lies_in_it_and_not_for_what_it_lies_in():
    known = table("permits | 73.72 | 2024-03")
    after = {code: breaks.segments(rows("permits", code, "2024-04"), known)[0] for code in ("kantor", "73.72", "73.7")}
    assert after == {"kantor": 0, "73.72": 1, "73.7": 0}
    assert breaks.segments(rows("permits", "73.72.01", "2024-04"), known)[0] == 1
    assert breaks.segments(rows("permits", "73.15.01", "2024-04"), table("permits | kantor | 2024-03"))[0] == 1
    assert breaks.segments(rows("guests", "73.72", "2024-04"), known)[0] == 0
    assert not breaks.covers("73.7", "73.72") and not breaks.covers("73.72", "kantor")


def test_a_group_somebody_put_together_breaks_where_all_its_members_do():
    own = {"kelompok-1": ("73.72.01", "73.15.02")}
    months = rows("permits", "kelompok-1", "2024-02", "2024-04", "2024-06")
    one, both = "permits | 73.72 | 2024-03", "permits | 73.15.02 | 2024-03"
    assert breaks.segments(months, table(one), members=own).tolist() == [0, 0, 0]
    assert breaks.segments(months, table(one, both), members=own).tolist() == [0, 1, 1]
    assert breaks.segments(months, table(one, "permits | 73.15.02 | 2024-05"), members=own).tolist() == [0, 0, 0]


def test_two_months_are_across_a_break_whichever_is_the_later_one():
    since = breaks.since(table("permits | kantor | 2024-03", "permits | 73.72 | 2024-03"), "permits", ["73.72"])
    assert since.tolist() == [date(2024, 3, 1)]
    before, first = pd.Timestamp("2024-02-01"), pd.Timestamp("2024-03-01")
    assert breaks.is_across(first, before, since) and breaks.is_across(before, first, since)
    assert not breaks.is_across(first, pd.Timestamp("2024-12-01"), since)
    assert not breaks.is_across(before, before, since)


def test_a_sum_over_twelve_months_is_across_a_break_until_all_of_them_are_after_it():
    since = breaks.since(table("permits | 73.72 | 2023-12"), "permits", ["73.72.01"])
    across = breaks.is_across(MONTHS, MONTHS - pd.DateOffset(months=11), since)
    assert MONTHS[across][[0, -1]].tolist() == [pd.Timestamp("2023-12"), pd.Timestamp("2024-10")]


def test_a_baseline_for_early_warning_begins_anew_at_a_break_for_the_broken_series_alone():
    known = table("permits | 73.72 | 2023-03", "permits | 73.72 | 2023-05", "guests | kantor | 2022-01")
    found = breaks.starts(known, ["permits", "permits", "guests"], ["73.72.01", "73.15.01", "73.72.01"], MONTHS[:6])
    assert found.dtype.kind == "i"
    assert found.tolist() == [[0, 0, 2, 2, 4, 4], [0] * 6, [0] * 6]


lines = st.lists(
    st.tuples(
        st.sampled_from(["permits", "guests"]),
        st.sampled_from(["kantor", "73.72", "73.15", "73.72.01"]),
        st.sampled_from(list(pd.date_range("2022-10-01", "2025-03-01", freq="MS"))),
    ),
    max_size=6,
)


@given(lines)
def test_the_start_of_a_segment_is_the_first_month_that_lies_in_it(drawn):
    known = pd.DataFrame(drawn, columns=list(breaks.COLUMNS)).astype({"since": "datetime64[ns]"})
    areas = ["kantor", "73.72", "73.72.01"]
    starts = breaks.starts(known, ["permits"] * 3, areas, MONTHS)
    for area, own in zip(areas, starts, strict=True):
        segment = breaks.segments(rows("permits", area, *(f"{month:%Y-%m}" for month in MONTHS)), known)
        first = [int(np.flatnonzero(segment == value)[0]) for value in segment]
        assert own.tolist() == first


def test_no_line_of_the_chart_joins_across_a_break():
    frame = series("U | 2024-07 | 7 | 1/1", "U | 2024-08 | 8 | 1/1", "U | 2024-09 | 9 | 1/1", "U | 2024-10 | 9 | 1/1")
    frame["segment"] = breaks.segments(frame.assign(measure="permits"), table("permits | kantor | 2024-09"))
    traces = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections()).data
    assert [list(trace.x) for trace in traces] == [["2024-07-01", "2024-08-01"], ["2024-09-01", "2024-10-01"]]


def test_no_sentence_compares_across_a_break():
    frame = series("U | 2023-10 | 7 | 1/1", "U | 2024-10 | 9 | 1/1")
    reading = Reading(ways.LEVEL, "orang")
    assert "dari 7 setahun sebelumnya" in trend_sentences.answer(frame.assign(segment=0), reading)
    assert "setahun" not in trend_sentences.answer(frame.assign(segment=[0, 1]), reading)
