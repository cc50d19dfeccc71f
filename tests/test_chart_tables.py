"""The table behind a picture says what the picture shows: the same numbers, written alike, and the same gaps."""

import re
from datetime import date
from types import SimpleNamespace

import pandas as pd

from timpora.draw import chart_tables, profile_rows

ON = date(2024, 10, 10)


def cells(markup: str) -> list[list[str]]:
    """The text of each row's cells, below the head."""
    body = markup.split("<tbody>")[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [[re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_the_steps_to_a_score_stand_in_their_order_and_sum_to_it():
    own = pd.DataFrame(
        [
            ("median", None, None, 30.0),
            ("early", "Deteksi dini", 3.0, -4.5),
            ("ready", "Kesiapan", 9.0, 12.5),
            ("late", "Keterlambatan", 0.1, 0.25),
        ],
        columns=["part", "indicator_name", "gain", "points"],
    )
    found = cells(chart_tables.waterfall(own, SimpleNamespace(area_name="Ujung", score=38.25)))
    assert [name for name, _ in found] == ["Nilai tengah kantor", "Kesiapan", "Deteksi dini", "Lain-lain", "Ujung"]
    assert [points for _, points in found] == ["30,0", "+12,5", "−4,5", "+0,2", "38,2"]


def test_a_month_without_a_score_says_so_and_the_method_is_named_where_there_are_two():
    one = {"method": "2024.1", "is_current": True, "state": "reported", "class_code": "high"}
    one |= {"score": 61.24, "score_low": 50.2, "score_high": 70.1, "period": pd.Timestamp("2024-10-01")}
    none = {"state": "insufficient", "class_code": None, "score": None, "score_low": None, "score_high": None}
    before = one | none | {"period": pd.Timestamp("2024-09-01")}
    found = pd.DataFrame([before, one])
    assert cells(chart_tables.history(found)) == [
        ["Oktober 2024", "Tinggi 61,2", "50–71"],
        ["September 2024", "data tidak cukup", "–"],
    ]
    two = pd.concat([found, found.assign(method="2023.1", is_current=False)])
    assert [row[1] for row in cells(chart_tables.history(two))] == ["2024.1", "2023.1"] * 2


def test_the_months_of_two_rules_stand_side_by_side():
    months = pd.to_datetime(["2024-09-01", "2024-10-01"])
    found = cells(chart_tables.alarms_by_month(months, pd.Series([3, 0]), pd.Series([1, 2])))
    assert found == [["Oktober 2024", "0", "2"], ["September 2024", "3", "1"]]


def test_what_an_alarm_was_made_from_is_written_as_on_its_card():
    alarm = {"measure": "nights", "measure_name": "Malam tamu", "group_code": "73.72.02", "group_name": "Ujung"}
    alarm |= {"group_kind": "kecamatan", "kabupaten_name": "Kota Parepare", "is_rounded": True, "cells": 1}
    seen = pd.DataFrame(
        {
            "measure": "nights",
            "group_code": "73.72.02",
            "period": pd.to_datetime(["2024-08-01", "2024-09-01", "2024-10-01"]),
            "observed": [0.0, None, 45.0],
            "expected": [None, 3.2, 12.6],
            "upper": [None, 9.5, 21.7],
        }
    )
    other = seen.assign(group_code="73.72.03")
    found = chart_tables.alarm_series(pd.DataFrame([alarm | {"observed": 45.0}]), pd.concat([seen, other]))
    assert found.to_numpy().tolist() == [
        ["Malam tamu", "Ujung, Kota Parepare", "Oktober 2024", "≈45", "sekitar 13", "21"],
        ["Malam tamu", "Ujung, Kota Parepare", "September 2024", "–", "sekitar 3,2", "9"],
        ["Malam tamu", "Ujung, Kota Parepare", "Agustus 2024", "0–4", "–", "–"],
    ]


def test_every_stage_has_its_days_and_how_it_stands():
    found = pd.DataFrame(
        [
            ("Coklit", "2024-06-24", "2024-07-24"),
            ("Kampanye", "2024-09-25", "2024-11-23"),
            ("Suara", "2024-11-27", "2024-11-27"),
        ],
        columns=["stage_name", "starts", "ends"],
    ).astype({"starts": "datetime64[ns]", "ends": "datetime64[ns]"})
    assert [(name, state) for name, _, _, state in cells(chart_tables.stages(found, ON))] == [
        ("Coklit", "selesai"), ("Kampanye", "sedang berjalan"), ("Suara", "akan datang"),
    ]  # fmt: skip
    assert cells(chart_tables.stages(found, ON))[1][1:3] == ["25 September 2024", "23 November 2024"]


def test_the_years_of_a_kecamatan_are_a_row_a_month_with_why_there_is_no_value():
    values = pd.DataFrame({"indicator": ["b", "a"], "indicator_name": ["Cakupan", "Kesiapan"], "unit": ["%", "%"]})
    rows = [("a", "2024-09-01", 20.0, "reported"), ("a", "2024-10-01", None, "suppressed")]
    rows += [("b", "2024-09-01", None, "not_reported"), ("b", "2024-10-01", 12.34, "reported")]
    history = pd.DataFrame(rows, columns=["indicator", "period", "value", "state"])
    history = history.assign(
        period=pd.to_datetime(history["period"]), is_rounded=False, cells=1, base=50.0, per=100.0, decimals=1
    )
    found = profile_rows.by_month(SimpleNamespace(values=values, history=history))
    assert list(found.columns) == ["Cakupan, %", "Kesiapan, %"] and list(found.index) == [
        "Oktober 2024",
        "September 2024",
    ]
    assert found.to_numpy().tolist() == [["12,3", "disamarkan"], ["belum dilaporkan", "20,0"]]
