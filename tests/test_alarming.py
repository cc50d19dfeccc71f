"""Alarms as they are published: of places, totals and many together; of protected numbers only; one run, one alarm."""

import drafts
import duckdb
import numpy as np
import pandas as pd
import pytest

from timpora import paths, settings
from timpora.measure import alarm_rules, watching
from timpora.measure.watching import JOINT, PLACE, TOTAL
from timpora.store import alarm_book, note_book, publish, room, snapshot
from timpora.store.alarm_book import Kept
from timpora.store.notes import Note

MONTHS = pd.date_range("2020-01-01", "2024-10-01", freq="MS")
NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
LAST = MONTHS[-11:]  # published: enough for a series to be compared with the months before
PARTS = ("73.72.01", "73.72.02", "73.72.03", "73.72.04")
PLACES = {"Bacukiki": 10, "Ujung": 30, "Soreang": 20, "Bacukiki Barat": 0}


def numbers(series: dict[str, list[float]], *, is_rounded: bool = False) -> pd.DataFrame:
    """Series of one measure by group code, oldest first; NaN: not reported."""
    rows = [
        ("m", code, month, value)
        for code, values in series.items()
        for month, value in zip(MONTHS[-len(values) :], values, strict=True)
        if not np.isnan(value)
    ]
    return pd.DataFrame(rows, columns=["measure", "group_code", "period", "value"]).assign(
        is_rounded=is_rounded, is_stock=False
    )


def watched(series: dict[str, list[float]], *, is_rounded: bool = False, **changes) -> pd.DataFrame:
    members = pd.DataFrame({"group_code": "73.72", "area_code": PARTS})
    rule = alarm_rules.rule(dict(alarm_rules.alarm_rules().parameters) | changes)
    return watching.watched(numbers(series, is_rounded=is_rounded), members, MONTHS, rule).alarms


def steady(level: float, last: list[float], months: int = len(MONTHS)) -> list[float]:
    return [level + (month % 3) - 1 for month in range(months - len(last))] + last


def test_a_place_far_above_its_usual_is_an_alarm_and_a_steady_one_is_none():
    found = watched({PARTS[0]: steady(10, [40]), PARTS[1]: steady(10, [10])})
    [one] = found.itertuples()
    assert (one.kind, one.group_code, one.observed, one.since) == (PLACE, PARTS[0], 40, MONTHS[-1])
    assert 9 < one.expected < 11 < one.upper < 40 and one.q < 0.05


def test_one_person_after_months_with_nobody_is_no_alarm():
    assert watched({PARTS[0]: [0.0] * 57 + [1.0]}).empty
    assert watched({PARTS[0]: [0.0] * 57 + [4.0]}).empty


def test_a_total_is_watched_as_well_as_its_parts():
    found = watched({PARTS[0]: steady(10, [10]), "73.72": steady(100, [190])})
    assert found["kind"].tolist() == [TOTAL] and found["group_code"].tolist() == ["73.72"]


def test_many_a_little_high_are_found_together_where_none_of_them_is_alone():
    found = watched({code: steady(10, [17]) for code in PARTS})
    [one] = found.itertuples()
    assert (one.kind, one.group_code, one.observed) == (JOINT, "73.72", 68)
    assert (one.members, one.members_high) == (4, 4) and np.isnan(one.upper)


def test_what_the_total_says_already_is_not_said_again_by_its_parts():
    found = watched({**{code: steady(10, [17]) for code in PARTS}, "73.72": steady(40, [68 + 40])})
    assert found["kind"].tolist() == [TOTAL]


def test_a_kecamatan_whose_rounding_was_too_large_to_be_judged_is_not_named_among_many():
    with duckdb.connect() as con:
        con.execute("create schema marts")
        month = pd.Timestamp("2024-10-01")
        own = {"measure": "m", "period": month}
        tables = {
            "alarms": [own | {"group_code": "73.72", "kind": "joint"}],
            "area_groups": [{"group_code": "73.72", "area_code": code} for code in PARTS],
            "areas": [{"area_code": code, "area_name": code, "kabupaten_name": "Kota"} for code in PARTS],
            "bounds": [
                own | {"group_code": code, "observed": seen, "is_rounded": True, "expected": usual}
                for code, seen, usual in zip(PARTS, (20.0, 15.0, 10.0, 10.0), (12.0, 12.0, 6.0, 0.3), strict=True)
            ],
        }
        for name, rows in tables.items():
            frame = pd.DataFrame(rows)  # noqa: F841  read by name
            con.execute(f"create table marts.{name} as from frame")
        sql = (paths.ROOT / "queries" / "answers" / "alarm_members.sql").read_text()
        assert con.execute(sql, {"period": month}).df()["area_code"].tolist() == [PARTS[0], PARTS[2], PARTS[1]]


def test_one_very_high_member_does_not_make_an_alarm_of_many():
    series = {code: steady(10, [10]) for code in PARTS} | {PARTS[0]: steady(10, [90])}
    assert watched(series)["kind"].tolist() == [PLACE]


def test_rounded_nobodies_are_not_many_a_little_high():
    assert watched({code: [0.0, 5.0, 0.0, 0.0] * 8 + [0.0, 5.0] for code in PARTS}, is_rounded=True).empty


def test_months_that_follow_one_another_are_one_alarm_and_a_gap_in_reports_does_not_end_it():
    found = watched({PARTS[0]: steady(10, [40, 41, np.nan, 42])})
    assert found["since"].unique().tolist() == [MONTHS[-4]]
    assert len(found) == 3


def test_an_alarm_after_an_ordinary_month_is_another_one():
    found = watched({PARTS[0]: steady(10, [40, 10, 10, 40])})
    assert found["since"].tolist() == [MONTHS[-4], MONTHS[-1]]


def test_more_observed_never_makes_an_alarm_go_away():
    seen = [len(watched({PARTS[0]: steady(10, [float(last)])})) for last in range(10, 60, 5)]
    assert seen == sorted(seen) and seen[0] == 0 and seen[-1] == 1


def test_nothing_is_found_in_nothing():
    found = watching.watched(numbers({}), pd.DataFrame(columns=["group_code", "area_code"]), MONTHS, None)
    assert found.alarms.empty and found.bounds.empty


def surge(house):
    """A year of permits in Parepare; in the last month three times as many in Soreang."""
    rows = [
        f"{NAMES[month.month - 1]}-{month:%y} | Parepare | {name} | {level + (number % 3)}"
        for number, month in enumerate(LAST)
        for name, level in PLACES.items()
        if not (month == MONTHS[-1] and name == "Soreang")
    ]
    house.permits(*rows, "Okt-24 | Parepare | Soreang | 63")


@pytest.fixture
def published(house):
    return house.published(surge)


def alarms(period="2024-10-01") -> pd.DataFrame:
    return snapshot.current(None).ask("alarms", period=period)


def test_a_publication_holds_the_alarms_of_a_place_its_kabupaten_and_the_office(published):
    found = alarms().set_index("group_code")
    assert set(found.index) == {"73.72.03", "73.72", "kantor"}
    assert found.loc["73.72.03", "observed"] == 63 and found.loc["73.72.03", "group_name"] == "Soreang"
    assert set(found["measure"]) == {"active_permits"} and set(found["unit"]) == {"orang"}
    assert alarms("2024-09-01").empty


def test_protected_alarms_are_made_of_protected_numbers(published):
    _, protected = room.pair(published.stem)
    with duckdb.connect(str(protected), read_only=True) as con:
        shown = con.execute(
            "select bounds.observed, coalesce(measures.value, totals.value) from marts.bounds "
            "left join marts.measures on measures.measure = bounds.measure and measures.period = bounds.period "
            "and measures.area_code = bounds.group_code "
            "left join marts.totals on totals.measure = bounds.measure and totals.period = bounds.period "
            "and totals.group_code = bounds.group_code"
        ).fetchall()
        assert shown and all(one == other and one % 5 == 0 for one, other in shown)
        assert con.execute("select bool_and(is_rounded) from marts.bounds").fetchone() == (True,)
        assert con.execute("select bool_and(observed % 5 = 0) from marts.alarms").fetchone() == (True,)


def test_a_total_over_fewer_kecamatan_than_usual_is_not_compared(house):
    rows = [
        f"{NAMES[month.month - 1]}-{month:%y} | Parepare | {name} | {level + 10}"
        for month in LAST[-4:]
        for name, level in PLACES.items()
        if not (month == MONTHS[-2] and name == "Ujung")
    ]
    house.permits(*rows)
    seen = drafts.current().ask("watched_numbers").query("group_code == '73.72'")["period"]
    assert len(seen) == 3 and MONTHS[-2] not in set(seen)


def test_who_sees_one_kecamatan_sees_its_alarm_and_nobody_elses(published):
    own, other = (snapshot.current((code,)) for code in ("73.72.03", "73.72.02"))
    for question, parameters in (("alarms", {"period": "2024-10-01"}), ("alarm_runs", {}), ("watched_numbers", {})):
        assert set(own.ask(question, **parameters)["group_code"]) == {"73.72.03"}
        assert "73.72.03" not in set(other.ask(question, **parameters)["group_code"])
    kabupaten = snapshot.current(("73.72",)).ask("alarms", period="2024-10-01")
    assert set(kabupaten["group_code"]) == {"73.72", "73.72.03"}


def test_a_kept_rule_and_a_changed_file_make_another_snapshot(published):
    assert publish.is_current()
    rules = alarm_rules.alarm_rules()
    parameters = dict(rules.parameters) | {"least_count": 100}
    at = settings.now().isoformat(timespec="seconds")
    alarm_book.keep(Kept(rules.version, parameters, "hanya yang besar", "s@k.id", at))
    assert not publish.is_current()
    assert publish.publish().stem != published.stem
    assert set(alarms()["group_code"]) == {"73.72", "kantor"} - set(alarms().query("observed < 100")["group_code"])
    assert snapshot.current(None).ask("alarm_rule").set_index("parameter").loc["least_count", "value"] == 100
    assert bool(snapshot.current(None).ask("alarm_rule")["is_kept"].all())
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data/reference").iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "alarms.toml").write_text(rules.text.replace('version = "2024.1"', 'version = "2024.2"'))
    assert not publish.is_current()
    assert publish.publish().stem != published.stem and "73.72.03" in set(alarms()["group_code"])


def test_a_file_that_cannot_be_watched_by_stops_the_publication_and_what_is_served_stays(published):
    own = paths.data() / "reference"
    own.mkdir()
    for file in (paths.ROOT / "data/reference").iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    (own / "alarms.toml").write_text("version = 1")
    with pytest.raises(publish.PublicationError, match=r"alarms\.toml"):
        publish.publish()
    assert room.served().stem == published.stem and not publish.is_current()


def test_the_same_files_give_the_same_alarms(published):
    before = alarms()
    room.served().unlink()
    publish.publish()
    pd.testing.assert_frame_equal(alarms(), before)


def test_a_series_that_was_broken_off_is_not_held_against_what_it_meant_before(published):
    cut = Note(
        "", "definisi", "2024-10", "", "73.72.03", "Kini termasuk mess", measures=("active_permits",), is_break=True
    )
    note_book.add(cut, "s@k.id", None)
    assert not publish.is_current()
    publish.publish()
    assert set(alarms()["group_code"]) == {"73.72", "kantor"}
