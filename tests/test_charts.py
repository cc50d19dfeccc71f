"""The chart holds what the frame holds: gaps stay gaps, part-reported months look it, stages stand on their days."""

from datetime import date
from itertools import pairwise

import pandas as pd
from test_sentences import PEOPLE, elections, series

from timpora.draw import charts, trend_words
from timpora.draw.on_screen import GROUND

STAGES = pd.DataFrame(
    {
        "stage_name": ["Kampanye", "Lama"],
        "starts": pd.to_datetime(["2024-09-25", "2020-09-26"]),
        "ends": pd.to_datetime(["2024-11-23", "2020-12-05"]),
        "is_shaded": [True, True],
    }
)
NONE = STAGES.head(0)
YEAR = {"starts": date(2024, 1, 1), "ends": date(2024, 12, 31)}


def test_a_month_nobody_reported_is_a_gap_that_no_line_crosses():
    frame = series("U | 2024-08 | 7 | 1/1", "U | 2024-09 | - | 0/1", "U | 2024-10 | 9 | 1/1")
    (line,) = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections()).data
    assert list(line.y) == [7, None, 9] and line.connectgaps is False
    assert list(line.x) == ["2024-08-01", "2024-09-01", "2024-10-01"]


def test_a_month_in_which_part_reported_has_a_hollow_marker_and_says_so():
    frame = series("P | 2024-09 | 40 | 4/4", "P | 2024-10 | 12 | 1/4")
    (line,) = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections()).data
    whole, part = line.marker.color
    assert part == GROUND and whole != GROUND
    assert list(line.customdata) == ["40 orang", "12 orang (1 dari 4 kecamatan melaporkan)"]


def test_a_zero_is_a_diamond_and_a_withheld_month_a_mark_below_the_chart_that_says_so():
    frame = series("U | 2024-08 | 0 | 1/1", "U | 2024-09 | * | 1/1", "U | 2024-10 | 9 | 1/1", "P | 2024-09 | - | 0/1")
    line, silent, mark = charts.trend(frame, "orang", **YEAR, stages=STAGES, elections=elections()).data
    assert list(line.y) == [0, None, 9] and list(line.marker.symbol) == ["diamond", "circle", "circle"]
    assert (list(silent.y), silent.name) == ([None], "P")
    assert (list(mark.x), mark.yaxis, mark.name) == (["2024-09-01"], "y2", "U")
    assert list(mark.customdata) == ["disamarkan"] and mark.marker.color == line.line.color


def test_nothing_is_marked_as_withheld_where_nothing_is():
    figure = charts.trend(series("U | 2024-10 | 9 | 1/1"), "orang", **YEAR, stages=NONE, elections=elections())
    assert len(figure.data) == 1 and not figure.layout.annotations


def test_stages_within_the_range_stand_on_their_days_with_their_names():
    frame = series("U | 2024-10 | 9 | 1/1")
    figure = charts.trend(frame, "orang", **YEAR, stages=STAGES, elections=elections())
    bars = {(shape.x0, shape.x1) for shape in figure.layout.shapes}
    assert bars == {(pd.Timestamp("2024-09-25"), pd.Timestamp("2024-11-24"))}  # the last day is a whole day
    names = [note.text.strip() for note in figure.layout.annotations]
    assert names == ["Kampanye"]


def test_voting_day_is_a_line_with_its_name_and_an_estimate_says_that_it_is_one():
    frame = series("U | 2024-10 | 9 | 1/1")
    known = elections("pilkada-2024 | 2024-11-27 | ", "kira | 2024-12-01 | perkiraan", "lama | 2018-06-27 | ")
    figure = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=known)
    assert [f"{shape.x0:%Y-%m-%d}" for shape in figure.layout.shapes] == ["2024-11-27", "2024-12-01"]
    first, second = (note.text for note in figure.layout.annotations)
    assert first == "Pemungutan suara pilkada-2024, 27 November 2024"
    assert second.endswith("(perkiraan)")


def test_groups_keep_their_order_and_colours():
    frame = series("Kantor | 2024-10 | 9 | 1/1", "Ujung | 2024-10 | 5 | 1/1")
    figure = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections())
    assert [line.name for line in figure.data] == ["Kantor", "Ujung"]
    assert figure.data[0].line.color != figure.data[1].line.color


def test_up_to_six_lines_have_their_names_at_their_ends_apart_and_more_have_a_legend():
    def drawn(count):
        rows = [f"Wilayah {place} | 2024-10 | 9 | 1/1" for place in range(count)]
        return charts.trend(series(*rows), "orang", **YEAR, stages=NONE, elections=elections())

    six = drawn(6)
    names = [note for note in six.layout.annotations if note.text.startswith("Wilayah")]
    assert [note.font.color for note in names] == [line.line.color for line in six.data] and not six.layout.showlegend
    low, high = six.layout.yaxis.range
    at = sorted(note.y for note in names)
    pixels = [(after - before) / (high - low) * 255 for before, after in pairwise(at)]
    assert min(pixels) >= 16 and low <= at[0] and at[-1] <= high
    seven = drawn(7)
    assert seven.layout.showlegend and not seven.layout.annotations
    assert len({(line.line.color, line.line.dash) for line in seven.data}) == 7


def test_the_table_has_the_same_numbers_newest_first_and_words_for_gaps():
    frame = series("U | 2024-08 | * | 1/1", "U | 2024-09 | 1234 | 1/1", "U | 2024-10 | - | 0/1")
    table = trend_words.table(frame, PEOPLE)
    assert list(table.index) == ["Oktober 2024", "September 2024", "Agustus 2024"]
    assert list(table["U"]) == ["belum dilaporkan", "1.234", "disamarkan"]


def test_the_columns_of_the_table_stand_in_the_order_in_which_areas_were_chosen():
    rows = [f"{name} | 2024-{month:02} | 1 | 1/1" for name in ("Z", "A", "M") for month in range(1, 13)]
    assert list(trend_words.table(series(*rows), PEOPLE).columns) == ["Z", "A", "M"]
