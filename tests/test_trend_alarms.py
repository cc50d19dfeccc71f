"""On the lines of /tren early warning is a triangle where a number was above its bound, and a band of what is usual."""

import pandas as pd
import plotly.graph_objects as go

from timpora.draw import alarm_pictures, trend_alarms

MONTHS = pd.date_range("2024-01-01", periods=4, freq="MS")
VALUES = pd.DataFrame({"group_code": "73.72", "group_name": "Parepare", "period": MONTHS, "value": [5.0, 6, 30, 7]})
BOUNDS = pd.DataFrame(
    {
        "group_code": "73.72",
        "period": MONTHS[[0, 2, 3]],
        "expected": [5.0, 5.5, 6.0],
        "upper": [11.0, 12.0, 13.0],
        "is_alarm": [False, True, False],
    }
)


def line() -> go.Figure:
    return go.Figure(go.Scatter(x=["2024-01-01"], y=[5], name="garis"))


def test_a_triangle_stands_on_the_number_that_was_above_its_bound_and_says_what_was_usual():
    triangles = trend_alarms.add(line(), VALUES, BOUNDS, is_single=False).data[-1]
    assert (list(triangles.x), list(triangles.y)) == (["2024-03-01"], [30])
    assert "Parepare" in triangles.customdata[0] and "batas 12" in triangles.customdata[0]


def test_the_band_is_behind_the_line_and_a_month_without_a_bound_is_a_gap_in_it():
    upper, expected, drawn, _ = trend_alarms.add(line(), VALUES, BOUNDS, is_single=True).data
    assert list(upper.y) == [11, 0, 0, None, 12, 13, 0, 0] and upper.fill == "toself"
    assert list(expected.y) == [5, None, 5.5, 6] and drawn.name == "garis"


def test_of_several_series_there_is_no_band_and_what_is_not_drawn_is_not_explained():
    quiet = BOUNDS.assign(is_alarm=False)
    assert len(trend_alarms.add(line(), VALUES, quiet, is_single=False).data) == 1
    assert trend_alarms.notes(quiet, is_single=False) == []
    assert len(trend_alarms.notes(BOUNDS, is_single=True)) == 2


def test_a_measure_that_is_not_watched_is_drawn_as_it_was():
    drawn = trend_alarms.add(line(), VALUES, BOUNDS.iloc[:0], is_single=True)
    assert len(drawn.data) == 1 and trend_alarms.notes(BOUNDS.iloc[:0], is_single=True) == []


def test_the_picture_of_an_alarm_is_not_joined_across_a_break():
    own = BOUNDS.assign(observed=[5.0, 6.0, 30.0])
    whole, broken = (alarm_pictures.series(own.assign(segment=parts), "x") for parts in ([0, 0, 0], [0, 1, 1]))
    assert broken.count("L") < whole.count("L") and alarm_pictures.series(own, "x") == whole
