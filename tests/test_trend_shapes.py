"""The shapes of /tren hold what their frame holds, say it in words, and are small enough for a slow line."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from test_charts import NONE, YEAR
from test_sentences import elections, series
from test_ways import HATCHED, months

from timpora.draw import (
    charts,
    trend_heat,
    trend_labels,
    trend_multiples,
    trend_sentences,
    trend_slope,
    trend_stack,
    trend_words,
)
from timpora.draw.on_screen import GROUND
from timpora.draw.trend_words import Reading
from timpora.measure import ways

PEOPLE = Reading(ways.LEVEL, "orang")
YEARLY = Reading(ways.YEAR, "orang")
SPAN = {"starts": date(2023, 1, 1), "ends": date(2024, 12, 1)}
OFFICE_KB = 15  # of a page's answer around its chart: choices, sentences, notes, as benchmarks measure it


def several(*groups: pd.DataFrame) -> pd.DataFrame:
    return ways.level(pd.concat(groups, ignore_index=True))


def lines(frame: pd.DataFrame, reading: Reading = PEOPLE):
    figure = charts.trend(
        frame,
        reading.unit,
        starts=YEAR["starts"],
        ends=YEAR["ends"],
        stages=NONE,
        elections=elections(),
        reading=reading,
    )
    return figure.data


def crowd(groups: int, count: int, *, rounded: bool = True) -> pd.DataFrame:
    chance = np.random.default_rng(68)
    drawn = [
        months(*(5 * chance.integers(0, 40, count)), group=f"Kecamatan {place}", rounded=rounded)
        for place in range(groups)
    ]
    return several(*drawn)


# lines


def test_a_break_in_the_series_is_two_lines_that_nothing_joins():
    frame = months(1, 2, 3, 4, first="2024-01").assign(segment=[1, 1, 2, 2])
    first, second = lines(frame)
    assert (list(first.x), list(second.x)) == (["2024-01-01", "2024-02-01"], ["2024-03-01", "2024-04-01"])


def test_provisional_months_at_the_end_are_hollow_and_their_line_is_dashed():
    frame = months(4, 5, 6, first="2024-01").assign(is_provisional=[False, False, True], mark=["", "", "sementara"])
    settled, dashed, open_ = lines(frame)
    assert list(settled.y) == [4, 5] and settled.line.dash == "solid" and settled.marker.color != GROUND
    assert list(dashed.y) == [5, 6] and dashed.line.dash == "dot" and dashed.mode == "lines"
    assert list(open_.y) == [6] and open_.marker.color == GROUND and "sementara" in open_.customdata[0]


def test_a_corrected_or_late_month_has_a_mark_and_says_why():
    frame = months(4, 5, 6, first="2024-01").assign(is_corrected=[False, True, False], is_late=[False, False, True])
    frame["mark"] = ["", "dikoreksi", "terlambat masuk"]
    (line,) = lines(frame)
    assert list(line.marker.symbol) == ["circle", "square", "square"]
    assert line.customdata[1].endswith("dikoreksi") and line.customdata[2].endswith("terlambat masuk")


def test_a_change_that_rounding_can_make_is_hollow_and_says_so_within_a_band():
    frame = ways.change(months(10, 15, 40, first="2024-01", rounded=True), 1, HATCHED)
    reading = Reading(ways.MONTH, "orang")
    figure = charts.trend(frame, "orang", **YEAR, stages=NONE, elections=elections(), reading=reading)
    (line,) = figure.data
    assert list(line.customdata)[1:] == ["dalam ketelitian pembulatan", "≈+25 orang"]
    assert line.marker.color[1] == GROUND and line.marker.color[2] != GROUND
    band = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (band.y0, band.y1) == (-8, 8) and figure.layout.yaxis.range[0] < -8


def test_an_index_without_a_base_is_a_mark_under_the_chart_and_no_number():
    frame = ways.index(months(0, 30, first="2024-01"), pd.Timestamp("2024-01-01"), HATCHED)
    line, mark = lines(frame, Reading(ways.INDEX, "orang", date(2024, 1, 1)))
    assert list(line.y) == [None, None] and mark.yaxis == "y2" and list(mark.customdata) == ["tidak berlaku"] * 2


# stack


def test_only_what_adds_up_is_stacked():
    frame = several(months(1, group="A"), months(2, group="B"))
    kinds = pd.Series({"A": "kabupaten", "B": "kabupaten"})
    assert trend_stack.why_not(frame, ways.LEVEL, kinds) is None
    assert trend_stack.why_not(frame, ways.INDEX, kinds) == "way"
    assert trend_stack.why_not(frame, ways.LEVEL, pd.Series({"A": "office", "B": "kabupaten"})) == "kinds"
    assert trend_stack.why_not(frame, ways.LEVEL, pd.Series({"A": "own", "B": "own"})) == "kinds"
    assert trend_stack.why_not(frame[frame["group_code"] == "A"], ways.LEVEL, kinds) == "one"
    many = crowd(trend_stack.MOST + 1, 1)
    assert trend_stack.why_not(many, ways.LEVEL, pd.Series("kecamatan", many["group_code"].unique())) == "many"


def test_a_month_that_may_still_change_is_stacked_paler():
    frame = crowd(2, 2).assign(is_provisional=[False, True] * 2)
    first, second = trend_stack.stack(frame, PEOPLE, **SPAN, elections=elections()).data
    assert list(first.marker.opacity) == list(second.marker.opacity) == [1, 0.5]


def test_a_month_in_which_a_part_is_missing_is_not_stacked():
    frame = several(months(1, 2, 3, group="A"), months(4, "-", 6, group="B"))
    first, second = trend_stack.stack(frame, PEOPLE, **SPAN, elections=elections()).data
    assert (list(first.y), list(second.y)) == ([1, None, 3], [4, None, 6])
    assert (
        trend_sentences.stack_answer(frame, PEOPLE) == "Maret 2023: 9 orang dalam 2 bagian, terbanyak B dengan 6 orang."
    )


# small multiples


def test_small_multiples_have_one_scale_and_a_panel_a_group():
    frame = several(months(1, 2, group="A"), months(90, 80, group="B"), months("*", 3, group="C"))
    figure = trend_multiples.multiples(frame, PEOPLE, **SPAN)
    assert [line.name for line in figure.data] == ["A", "B", "C", "C"]
    ranges = {tuple(figure.layout[f"yaxis{n}"].range) for n in ("", "2", "3")}
    assert len(ranges) == 1
    ((low, high),) = ranges
    assert low < figure.data[3].y[0] < 0 and high > 90  # what is withheld has a lane under zero
    assert list(figure.data[3].customdata) == ["disamarkan"]


@pytest.mark.parametrize(("panels", "across"), [(1, 1), (2, 2), (4, 4), (6, 3), (7, 4), (12, 4)])
def test_panels_stand_at_most_four_side_by_side(panels, across):
    assert trend_multiples.columns(panels) == across


# heat table


def test_a_heat_table_has_a_row_a_kecamatan_as_the_office_orders_them_and_each_empty_its_own_sign():
    frame = several(months(0, 4, 10, group="B"), months("-", "*", 200, group="A"))
    frame.loc[(frame["group_code"] == "A") & (frame["value"] == 200), "state"] = "reported"
    figure = trend_heat.heat(frame, PEOPLE, (5, 10, 25, 100), ["Kab. Satu", "Kab. Dua"])
    table, missing, withheld = figure.data
    assert list(table.y) == ["B", "A"] and list(table.x) == ["Jan 2023", "Feb 2023", "Mar 2023"]
    assert [list(row) for row in table.z] == [[0, 1, 3], [None, None, 5]]
    assert [list(row) for row in table.text] == [["0", "4", "10"], ["belum dilaporkan", "disamarkan", "200"]]
    assert (missing.name, list(missing.x), list(missing.y)) == ("belum dilaporkan", [0], [1])
    assert (withheld.name, list(withheld.x), list(withheld.y)) == ("disamarkan", [1], [1])
    assert missing.marker.symbol != withheld.marker.symbol
    assert [note.text for note in figure.layout.annotations] == ["Kab. Satu", "Kab. Dua"]


def test_two_kecamatan_of_one_name_say_where_they_lie():
    frame = several(months(1, group="A"), months(2, group="B")).assign(group_name="Barru")
    (table,) = trend_heat.heat(frame, PEOPLE, (5, 10, 25, 100), ["Satu", "Dua"]).data
    assert list(table.y) == ["Barru (Satu)", "Barru (Dua)"]


def test_a_change_of_the_heat_table_that_rounding_can_make_is_a_class_of_its_own():
    frame = ways.change(months(10, 15, 40, 10, rounded=True), 1, HATCHED)
    (table, _) = trend_heat.heat(frame, Reading(ways.MONTH, "orang"), (5, 10, 25)).data
    (row,) = table.z
    assert list(row) == [None, 3, 6, 0]  # within rounding; at least +25; at most −25
    assert list(table.colorbar.ticktext) == [
        *("≤ −25", "≤ −10", "≤ −5"),
        "dalam ketelitian pembulatan",
        *("≥ +5", "≥ +10", "≥ +25"),
    ]
    assert list(table.text[0])[1:] == ["±8", "≈+25", "≈−30 (≈−75 %)"]


def test_the_key_of_a_heat_table_says_what_a_rounded_zero_may_be_and_has_no_class_that_cannot_be():
    def words(rounded):
        frame = several(months(0, 15, rounded=rounded))
        return list(trend_heat.heat(frame, PEOPLE, (5, 10, 25, 100)).data[0].colorbar.ticktext)

    assert words(True) == ["0–4", "≥ 5", "≥ 10", "≥ 25", "≥ 100"]
    assert words(False) == ["0", "< 5", "≥ 5", "≥ 10", "≥ 25", "≥ 100"]


def test_an_exact_change_of_the_heat_table_is_small_or_large_and_never_hidden_by_rounding():
    frame = ways.change(months(10, 12, 40), 1, HATCHED)
    (table, _) = trend_heat.heat(frame, Reading(ways.MONTH, "orang"), (5, 10, 25)).data
    assert list(table.z[0]) == [None, 3, 6] and table.colorbar.ticktext[3] == "< ±5"


def test_classes_do_not_move_with_what_is_filtered_and_are_those_of_the_map():
    assert trend_heat.breaks(190, ways.LEVEL, (5.0, 10.0, 25.0, 100.0)) == (5, 10, 25, 100)
    assert trend_heat.breaks(40_000, ways.LEVEL) == (500, 1_000, 2_500, 10_000)
    assert trend_heat.breaks(60, ways.YEAR) == (5, 10, 25)


# slope


def test_a_slope_says_both_ends_and_tells_no_change_that_rounding_can_make():
    frame = several(
        months(10, 40, group="A", rounded=True),
        months(10, 15, group="B", rounded=True),
        months("-", 5, group="C", rounded=True),
    )
    first, last = date(2023, 1, 1), date(2023, 2, 1)
    compared = trend_slope.pairs(frame, PEOPLE, first, last, HATCHED)
    assert list(compared["is_told"]) == [True, False, None]
    assert list(compared["first_text"]) == ["≈10", "≈10", "belum dilaporkan"]
    assert list(compared["change_text"]) == ["≈+30", "dalam ketelitian pembulatan", "–"]
    a, b, c = trend_slope.slope(compared, first, last).data
    assert (a.line.dash, b.line.dash) == ("solid", "dot") and list(c.y) == [None, 5]
    said = (
        "Januari 2023 ke Februari 2023: naik A (≈10 → ≈40); dalam ketelitian pembulatan 1, tidak dapat dibandingkan 1."
    )
    assert trend_sentences.slope_answer(compared, first, last) == said
    table = trend_words.slope_table(compared, first, last)
    assert list(table.columns) == ["Januari 2023", "Februari 2023", "Selisih"] and list(table.index) == ["A", "B", "C"]


def test_a_slope_joins_no_two_months_with_a_break_between_them():
    whole = several(months(10, 40))
    frame = whole.assign(segment=[0, 1])
    first, last = date(2023, 1, 1), date(2023, 2, 1)
    (points,) = trend_slope.slope(trend_slope.pairs(frame, PEOPLE, first, last, HATCHED), first, last).data
    assert points.mode == "markers" and list(points.y) == [10, 40]
    (line,) = trend_slope.slope(trend_slope.pairs(whole, PEOPLE, first, last, HATCHED), first, last).data
    assert line.mode == "lines+markers"


def test_labels_of_a_slope_do_not_lie_on_one_another():
    frame = crowd(12, 2)
    ends = (date(2023, 1, 1), date(2023, 2, 1))
    figure = trend_slope.slope(trend_slope.pairs(frame, PEOPLE, *ends, HATCHED), *ends)
    low, high = figure.layout.yaxis.range
    for side in (0, 1):
        at = sorted(note.y for note in figure.layout.annotations if note.x == side)
        apart = np.diff(at) / (high - low) * (figure.layout.height - 60)
        assert len(at) == 12 and apart.min() >= 16.9


@pytest.mark.parametrize("wanted", [[1, 1, 1], [0, 10, 0.5], [10, 10, 10, 0], [5]])
def test_labels_make_room_and_stay_within_reach(wanted):
    places = trend_labels.spread(wanted, 1, 0, 10)
    assert min(np.diff(sorted(places)), default=1) >= 1 - 1e-9 and min(places) >= 0 and max(places) <= 10 + 1e-9
    order = np.argsort(wanted, kind="stable")
    assert list(np.argsort(places, kind="stable")) == list(order)


# sentences


@pytest.mark.parametrize(
    ("reading", "frame", "said"),
    [
        (PEOPLE, lambda f: ways.level(f), "U: 44 orang pada Februari 2024, naik dari 32 setahun sebelumnya."),
        (
            YEARLY,
            lambda f: ways.change(f, 12, HATCHED),
            "U, Februari 2024 dibanding setahun sebelumnya: +12 orang (+38 %).",
        ),
        (
            Reading(ways.MONTH, "orang"),
            lambda f: ways.change(f, 1, HATCHED),
            "U, Februari 2024 dibanding laporan sebelumnya: +1 orang (+2 %).",
        ),
        (
            Reading(ways.INDEX, "orang", date(2023, 10, 1)),
            lambda f: ways.index(f, pd.Timestamp("2023-10-01"), HATCHED),
            "U: indeks 110 pada Februari 2024 (Oktober 2023 = 100).",
        ),
        (
            Reading(ways.SUM, "tindakan"),
            lambda f: ways.over_year(f, ways.Rhythm()),
            "U: 462 tindakan dalam 12 bulan sampai Februari 2024.",
        ),
        (
            Reading(ways.MEAN, "orang"),
            lambda f: ways.over_year(f, ways.Rhythm(), is_mean=True),
            "U: rata-rata 38,5 orang dalam 12 bulan sampai Februari 2024.",
        ),
        (
            Reading(ways.RATE, "orang", decimals=1),
            lambda f: ways.per_base(f.assign(base_value=20_000.0), 1e4, 1000, HATCHED),
            "U: 22,0 orang per 10.000 penduduk pada Februari 2024, naik dari 16,0 setahun sebelumnya.",
        ),
    ],
)
def test_each_way_has_its_sentence(reading, frame, said):
    assert trend_sentences.answer(frame(months(*range(31, 45))), reading) == said


def test_of_many_lines_the_largest_are_told_and_how_many_rose():
    rows = [
        row
        for name, then, now in (("A", 10, 60), ("B", 50, 20), ("C", 10, 15), ("D", 0, 5), ("E", 40, "*"))
        for row in (f"{name} | 2023-10 | {then} | 1/1", f"{name} | 2024-10 | {now} | 1/1")
    ]
    said = trend_sentences.answer(series(*rows).assign(is_rounded=True), PEOPLE)
    assert said == (
        "Oktober 2024: 4 dari 5 punya angka. Terbanyak: A ≈60 orang, B ≈20 orang, C ≈15 orang. "
        "Dibanding setahun sebelumnya: naik 1, turun 1, dalam ketelitian pembulatan 2. Disamarkan: 1."
    )


# bytes


def test_six_lines_and_a_heat_table_of_an_office_fit_into_sixty_kilobytes_with_their_page():
    six = charts.trend(crowd(6, 24), "orang", **SPAN, stages=NONE, elections=elections())
    assert len(six.to_json()) < (30 - OFFICE_KB) * 1000
    bounds = (5, 10, 25, 100)
    full = trend_heat.heat(crowd(68, 24), PEOPLE, bounds, [f"Kabupaten {place // 10}" for place in range(68)])
    assert len(full.to_json()) < (60 - OFFICE_KB) * 1000
    # At worst half of a table is empty and has to say so.
    half = crowd(68, 24)
    is_empty = np.arange(len(half)) % 2 == 0
    half = half.assign(state=np.where(is_empty, "not_reported", "reported"), value=half["value"].mask(is_empty))
    assert len(trend_heat.heat(half, PEOPLE, bounds, ["Kabupaten"] * 68).to_json()) < (60 - OFFICE_KB) * 1000
    untold = ways.change(crowd(68, 24).assign(cells=60), 12, HATCHED)
    assert len(trend_heat.heat(untold, YEARLY, (5, 10, 25), ["Kabupaten"] * 68).to_json()) < (60 - OFFICE_KB) * 1000
