"""Sentences by fixed rules: what is said is what the frame holds, and no more."""

from datetime import date

import pandas as pd
import pytest

from timpora.draw import sentences, trend_sentences
from timpora.draw.trend_words import Reading
from timpora.measure import ways

PEOPLE = Reading(ways.LEVEL, "orang")

LAYER = pd.Series(
    {
        "layer_name": "Cakupan APOA",
        "unit": "%",
        "decimals": 0,
        "per": 100.0,
        "indicator": None,
        "denominator": "registered_lodgings",
        "smallest_base": 5,
    }
)


def series(*rows: str) -> pd.DataFrame:
    """Rows "name | 2024-10 | value | reporting/expected"; - is a month nobody reported, * one that is withheld."""
    table = []
    for row in rows:
        name, period, value, share = (part.strip() for part in row.split("|"))
        reporting, expected = map(int, share.split("/"))
        state = {"-": "not_reported", "*": "suppressed"}.get(value, "reported")
        number = float(value) if state == "reported" else float("nan")
        table.append((name, name, pd.Timestamp(f"{period}-01"), number, state, reporting, expected))
    names = ["group_code", "group_name", "period", "value", "state", "areas_reporting", "areas_expected"]
    return pd.DataFrame(table, columns=names).assign(is_rounded=False, cells=1)


def elections(*rows: str) -> pd.DataFrame:
    table = [(*(part.strip() for part in row.split("|")),) for row in rows]
    frame = pd.DataFrame(table, columns=["election", "voting_day", "is_estimate"])
    frame["is_estimate"] = frame["is_estimate"] == "perkiraan"
    frame["voting_day"] = pd.to_datetime(frame["voting_day"])
    return frame.assign(election_name=frame["election"], election_source="uji")


def test_a_trend_is_compared_with_the_same_month_of_the_year_before():
    frame = series("Ujung | 2023-09 | 1 | 1/1", "Ujung | 2023-10 | 7 | 1/1", "Ujung | 2024-10 | 9 | 1/1")
    assert trend_sentences.answer(frame, PEOPLE) == "Ujung: 9 orang pada Oktober 2024, naik dari 7 setahun sebelumnya."


def test_a_part_is_never_said_as_the_whole_nor_compared_with_it():
    frame = series("Parepare | 2023-10 | 70 | 4/4", "Parepare | 2024-10 | 12 | 1/4")
    expected = "Parepare: 12 orang pada Oktober 2024 (1 dari 4 kecamatan melaporkan)."
    assert trend_sentences.answer(frame, PEOPLE) == expected


def test_a_gap_at_the_end_is_not_the_newest_value():
    frame = series("Ujung | 2024-09 | 7 | 1/1", "Ujung | 2024-10 | - | 0/1")
    assert trend_sentences.answer(frame, PEOPLE) == "Ujung: 7 orang pada September 2024."
    assert trend_sentences.answer(series("Ujung | 2024-10 | - | 0/1"), PEOPLE).startswith("Ujung: belum ada laporan")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 11, 5), "22 hari menuju pemungutan suara pilkada-2024 (27 November 2024)"),
        (date(2024, 11, 27), "Hari ini pemungutan suara pilkada-2024"),
        (date(2024, 11, 28), "1 hari sejak pemungutan suara pilkada-2024 (27 November 2024)"),
    ],
)
def test_the_clock_counts_to_the_next_certain_vote_and_then_from_it(today, said):
    known = elections("pilkada-2018 | 2018-06-27 | ", "pilkada-2024 | 2024-11-27 | ", "nanti | 2031-10-01 | perkiraan")
    assert sentences.election_clock(known, today) == said


def test_an_estimate_is_never_counted_in_days():
    only = sentences.election_clock(elections("nanti | 2031-10-01 | perkiraan"), date(2024, 11, 5))
    assert "perkiraan" in only and "hari" not in only
    assert (
        sentences.election_clock(elections(), date(2024, 11, 5))
        == "Belum ada pemilihan yang tercatat untuk wilayah ini."
    )


def test_the_source_note_names_agency_month_arrival_and_age():
    row = {
        "agency_name": "Imigrasi",
        "source_name": "Izin tinggal",
        "rhythm": "monthly",
        "oldest_period": pd.Timestamp("2024-10-01"),
        "newest_period": pd.Timestamp("2024-10-01"),
        "first_received_on": pd.Timestamp("2024-11-04"),
        "last_received_on": pd.Timestamp("2024-11-04"),
    }
    note = sentences.source_note(pd.DataFrame([row]), date(2024, 11, 16))
    assert note == "Sumber: Imigrasi, Izin tinggal, Oktober 2024, diterima 4 November 2024 (umur 12 hari)"
    later = row | {"first_received_on": pd.Timestamp("2024-10-05")}
    assert "diterima 5 Oktober 2024 sampai 4 November 2024 (umur 12 hari)" in sentences.source_note(
        pd.DataFrame([later]), date(2024, 11, 16)
    )


@pytest.mark.parametrize(("days", "said"), [(0, "hari ini"), (59, "59 hari"), (60, "2 bulan"), (730, "2 tahun")])
def test_an_age_is_told_in_the_largest_honest_unit(days, said):
    from timpora.text import age

    assert age(days) == said


def whole(**of) -> pd.Series:
    """A row of answers/layer_value.sql: 15 of 20 lodgings, in 2 of 3 kecamatan."""
    usual = {"value": 75.0, "state": "reported", "numerator_value": 15.0, "base_value": 20.0}
    usual |= {"is_rounded": False, "cells": 1, "is_small_base": False, "areas_reporting": 2, "areas_expected": 3}
    return pd.Series(usual | of)


def test_a_rate_says_whose_number_it_is_and_of_how_many_there_is_none_and_why():
    values = pd.DataFrame({"value": [80] + 3 * [float("nan")]})
    values["state"] = ["reported", "suppressed", "insufficient", "insufficient"]
    assert sentences.map_answer(values, whole(), LAYER, date(2024, 10, 1)) == (
        "Cakupan APOA, Oktober 2024: 75 %. 2 dari 3 kecamatan melaporkan. 1 kecamatan disamarkan. "
        "2 kecamatan: data tidak cukup."
    )


def test_a_rate_on_too_small_a_base_does_not_show_its_parts():
    chosen = whole(state="insufficient", numerator_value=1.0, base_value=1.0, areas_reporting=1, areas_expected=1)
    assert (
        sentences.made_from(chosen, LAYER)
        == "Cakupan APOA · dasar kurang dari 5, terlalu kecil untuk angka yang berarti"
    )


def test_a_rate_that_is_shown_says_of_how_many():
    assert sentences.made_from(whole(), LAYER) == "Cakupan APOA · 15 dari 20 · 2 dari 3 kecamatan melaporkan"


def test_a_rate_on_a_small_base_says_so_beside_its_parts():
    chosen = whole(base_value=18.0, is_small_base=True)
    assert sentences.made_from(chosen, LAYER).startswith("Cakupan APOA · 15 dari 18 · basis kecil · ")


def test_a_month_that_is_withheld_is_the_newest_one_known_and_never_said_to_be_missing():
    frame = series("Ujung | 2023-10 | 12 | 1/1", "Ujung | 2024-09 | 14 | 1/1", "Ujung | 2024-10 | * | 1/1")
    assert trend_sentences.answer(frame, PEOPLE) == "Ujung: disamarkan pada Oktober 2024."
    before = series("Ujung | 2023-10 | * | 1/1", "Ujung | 2024-10 | 12 | 1/1")
    assert trend_sentences.answer(before, PEOPLE) == "Ujung: 12 orang pada Oktober 2024."


def test_notes_speak_only_of_what_is_there():
    assert trend_sentences.marks(series("Ujung | 2024-10 | 9 | 1/1")) == []
    assert len(trend_sentences.marks(series("U | 2024-10 | 9 | 1/4"))) == 1
    withheld, zero = trend_sentences.marks(series("U | 2024-09 | * | 1/1", "U | 2024-10 | 0 | 1/1"))
    assert "disamarkan" in withheld and zero == "Belah ketupat: 0."


def test_a_vote_that_is_out_of_sight_is_said_to_be():
    known = elections("pilkada-2024 | 2024-11-27 | ")
    stages = pd.DataFrame({"stage_name": ["Kampanye"]})
    year = (date(2024, 1, 1), date(2024, 12, 31))
    assert trend_sentences.vote_notes(stages, known, "pilkada-2024", *year) == []
    (out,) = trend_sentences.vote_notes(stages, known, "pilkada-2024", date(2020, 1, 1), date(2020, 12, 31))
    assert "di luar rentang" in out
    (unknown,) = trend_sentences.vote_notes(stages.head(0), known, "pilkada-2024", *year)
    assert "belum tercatat" in unknown
