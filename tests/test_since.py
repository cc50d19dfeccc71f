"""What changed between two moments: each kind of change is told, and where nothing changed nothing is."""

from datetime import date

import pandas as pd
import pytest

from timpora.measure import since


def scored(*rows: str) -> pd.DataFrame:
    """ "73.72.01 | high 61 | 0 20 80": area, class and score (or –), share of the draws in low, medium and high."""
    found = []
    for row in rows:
        code, named, shares = (part.strip() for part in row.split("|"))
        name, _, score = named.partition(" ")
        low, medium, high = (int(share) / 100 for share in shares.split())
        is_known = name != "–"
        found.append(
            {
                "area_code": code,
                "area_name": f"Kecamatan {code}",
                "kabupaten_name": "Kota Parepare",
                "class_code": name if is_known else None,
                "score": float(score) if is_known else float("nan"),
                "state": "reported" if is_known else "insufficient",
                "class_share": {"low": low, "medium": medium, "high": high}.get(name),
                "share_low": low,
                "share_high": high,
            }
        )
    return pd.DataFrame(found)


def moved(then: str, now: str) -> pd.Series:
    found = since.classes(scored(f"73.72.01 | {then}"), scored(f"73.72.01 | {now}"), 0.1)
    assert len(found) == 1
    return found.iloc[0]


def test_a_class_that_is_another_is_told_with_both_scores():
    row = moved("medium 44 | 5 80 15", "high 61 | 0 5 95")
    assert (row.kind, row.class_before, row.class_code) == ("up", "medium", "high")
    assert (row.score_before, row.score, row.is_sure) == (44, 61, True)
    assert moved("medium 44 | 5 80 15", "low 12 | 95 5 0").kind == "down"


@pytest.mark.parametrize(
    ("then", "now", "left"),
    [
        ("medium 49 | 5 60 35", "high 51 | 0 40 60", 0.4),
        ("high 51 | 0 40 60", "medium 49 | 5 65 30", 0.3),
        ("low 24 | 60 40 0", "medium 26 | 35 65 0", 0.35),
    ],
)
def test_a_class_that_rounding_or_chance_alone_may_have_moved_is_not_sure(then, now, left):
    row = moved(then, now)
    assert not row.is_sure and row.share_before == pytest.approx(left)


def test_a_kecamatan_that_can_be_scored_now_or_no_longer_is_told_apart():
    row = moved("– | 0 0 0", "high 61 | 0 5 95")
    assert (row.kind, row.class_before, row.class_code, row.is_sure) == ("known", "", "high", True)
    row = moved("high 61 | 0 5 95", "– | 0 0 0")
    assert (row.kind, row.class_before, row.class_code, row.is_sure) == ("unknown", "high", "", True)


def test_what_rose_stands_first_and_what_kept_its_class_is_not_told():
    then = scored("1 | high 61 | 0 5 95", "2 | low 12 | 95 5 0", "3 | low 12 | 95 5 0", "4 | – | 0 0 0")
    now = scored("1 | low 12 | 95 5 0", "2 | medium 44 | 5 90 5", "3 | low 20 | 95 5 0", "4 | – | 0 0 0")
    assert list(since.classes(then, now, 0.1)["area_code"]) == ["2", "1"]
    assert since.classes(now, now, 0.1).empty


def alarms(*rows: str) -> pd.DataFrame:
    """ "guest_nights 73.72.02 | 2024-08 | 2024-09 | nihil": which, since, month, verdict."""
    found = []
    for row in rows:
        which, began, month, *verdict = (part.strip() for part in row.split("|"))
        measure, group = which.split()
        dates = {"since": pd.Timestamp(f"{began}-01"), "period": pd.Timestamp(f"{month}-01")}
        found.append({"measure": measure, "group_code": group, **dates, "verdict": verdict[0] if verdict else ""})
    columns = {"measure": object, "group_code": object, "verdict": object}
    columns |= {"since": "datetime64[us]", "period": "datetime64[us]"}
    return pd.DataFrame(found, columns=list(columns)).astype(columns)


def test_alarms_that_opened_were_closed_or_ended_are_told_and_one_that_goes_on_is_not():
    then = alarms("a 1 | 2024-08 | 2024-09", "b 1 | 2024-09 | 2024-09 | nihil", "c 1 | 2024-09 | 2024-09")
    now = alarms("a 1 | 2024-08 | 2024-10", "d 1 | 2024-10 | 2024-10", "d 2 | 2024-09 | 2024-10")
    found = since.alarms(then, now)
    told = list(zip(found["measure"], found["group_code"], found["kind"], strict=True))
    assert told == [("d", "1", "opened"), ("d", "2", "opened"), ("b", "1", "judged"), ("c", "1", "ended")]


def test_an_alarm_that_ended_and_began_again_is_both():
    found = since.alarms(alarms("a 1 | 2024-07 | 2024-08"), alarms("a 1 | 2024-10 | 2024-10"))
    assert list(found["kind"]) == ["opened", "ended"]


def test_without_alarms_then_or_now_the_others_are_told():
    one, none = alarms("a 1 | 2024-09 | 2024-09"), alarms()
    assert list(since.alarms(none, one)["kind"]) == ["opened"]
    assert list(since.alarms(one, none)["kind"]) == ["ended"]
    assert since.alarms(none, none).empty and since.alarms(one, one).empty


def reports(*rows: str) -> pd.DataFrame:
    """ "apoa 2024-09 5/7 due": source, month, kabupaten that reported of those expected, past its due day or not."""
    found = []
    for row in rows:
        source, month, share, *due = row.split()
        reported, expected = map(int, share.split("/"))
        state = "missing" if not reported else "partial" if reported < expected else "on_time"
        found.append(
            {
                "source": source,
                "agency_name": source.upper(),
                "source_name": source,
                "rhythm": "monthly",
                "period": pd.Timestamp(f"{month}-01"),
                "is_due": bool(due),
                "places_reported": reported,
                "places_expected": expected,
                "state": state if reported or due else "not_due",
            }
        )
    return pd.DataFrame(found)


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ("apoa 2024-08 7/7 due", "apoa 2024-09 0/7 due", "stopped"),
        ("apoa 2024-08 7/7 due", "apoa 2024-09 6/7 due", "fewer"),
        ("apoa 2024-08 0/7 due", "apoa 2024-09 7/7", "started"),
        ("apoa 2024-08 5/7 due", "apoa 2024-09 7/7 due", "more"),
    ],
)
def test_a_source_that_reports_less_or_more_than_then_is_told(then, now, kind):
    [found] = since.sources(reports(then), reports(then, now)).to_dict("records")
    assert found["kind"] == kind and found["period"] == pd.Timestamp("2024-09-01")
    assert found["period_then"] == pd.Timestamp("2024-08-01")


def test_a_source_of_which_nothing_had_come_has_started_and_what_is_not_due_yet_has_not_stopped():
    then = reports("apoa 2024-08 7/7 due")
    now = reports("apoa 2024-09 0/7", "apoa 2024-08 7/7 due", "tak 2024-08 7/7 due")
    [found] = since.sources(then, now).to_dict("records")
    assert (found["source"], found["kind"]) == ("tak", "started") and pd.isna(found["period_then"])
    part = reports("apoa 2024-08 7/7 due", "apoa 2024-09 1/7")
    assert since.sources(then, part).empty


def test_the_month_shown_is_the_newest_that_is_not_nearly_empty():
    usual = [f"apoa 2024-0{month} 6/7 due" for month in range(1, 9)]
    assert since.month_to_show(reports(*usual, "apoa 2024-09 3/7")) == date(2024, 9, 1)
    assert since.month_to_show(reports(*usual, "apoa 2024-09 2/7", "apoa 2024-10 0/7")) == date(2024, 8, 1)
    assert since.month_to_show(reports("apoa 2024-09 1/7")) == date(2024, 9, 1)
    assert since.month_to_show(reports("apoa 2024-09 0/7 due")) is None


def test_numbers_are_corrected_since_then_by_files_that_were_not_there():
    cells = pd.DataFrame({"load_id": ["000003", "000002"], "new_value": ["8", "5"]})
    assert list(since.corrections(cells, pd.Series(["000001", "000002"]))["new_value"]) == ["8"]


def test_follow_up_items_count_that_were_done_or_fell_due_after_the_day():
    items = pd.DataFrame(
        [
            ("done before", "2024-10-01", "2024-10-19", "done"),
            ("done since", "2024-10-01", "2024-10-20", "done"),
            ("late before", "2024-10-18", None, "overdue"),
            ("late since", "2024-10-19", None, "overdue"),
            ("in time", "2024-12-01", None, "open"),
        ],
        columns=["item", "due", "done", "state"],
    )
    items = items.assign(due=pd.to_datetime(items["due"]), done=pd.to_datetime(items["done"]))
    found = since.followups(items, date(2024, 10, 19))
    assert list(zip(found["item"], found["kind"], strict=True)) == [("late since", "overdue"), ("done since", "done")]
