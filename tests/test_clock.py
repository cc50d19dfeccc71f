"""The election clock: months by days to the vote, the same phase of the elections before, and what is never mixed."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora.draw import clock_chart, clock_words
from timpora.draw.on_screen import GROUND
from timpora.measure import clock
from timpora.store import snapshot

VOTES = {
    "pilkada-2024": ("Pilkada 2024", "2024-11-27", False),
    "pilkada-2020": ("Pilkada 2020", "2020-12-09", False),
    "pilkada-2018": ("Pilkada 2018", "2018-06-27", False),
    "pilkada-2031": ("Pilkada berikutnya", "2031-10-01", True),
}
TODAY = date(2024, 11, 5)


def series(*rows: str, is_rounded: bool = False) -> pd.DataFrame:
    """As answers/clock_series.sql; a row is "Barru | pilkada-2020 | 1 | 2020-10 | 20 | 7/7": place, election, how far
    back, month, number, kecamatan; "*" is withheld, "-" not reported, "x" outside the data.
    """
    return pd.DataFrame([_row(*[part.strip() for part in row.split("|")], is_rounded) for row in rows])


def _row(name, election, place, month, shown, coverage, is_rounded) -> dict:
    title, vote, is_estimate = VOTES[election]
    period, vote = pd.Timestamp(f"{month}-01"), pd.Timestamp(vote)
    reporting, expected = map(int, coverage.split("/"))
    return {
        "group_code": name,
        "group_name": name,
        "election": election,
        "election_name": title,
        "voting_day": vote,
        "is_estimate": is_estimate,
        "place": int(place),
        "period": period,
        "days": clock.days(period.date(), vote.date()),
        "is_outside": shown == "x",
        "value": None if shown in "*-x" else float(shown),
        "state": {"*": "suppressed", "-": "not_reported", "x": "not_reported"}.get(shown, "reported"),
        "is_rounded": is_rounded,
        "cells": 1,
        "areas_reporting": reporting,
        "areas_expected": expected,
    }


def said(*rows: str, **more) -> str:
    return clock_words.answer(clock.phases(series(*rows, **more), TODAY), "orang")


def stages(*rows: str, **about) -> pd.DataFrame:
    parts = [[part.strip() for part in row.split("|")] for row in rows]
    frame = pd.DataFrame(parts, columns=["stage_name", "starts", "ends"])
    frame = frame.assign(starts=pd.to_datetime(frame["starts"]), ends=pd.to_datetime(frame["ends"]), is_shaded=True)
    return clock.bands(frame, date(2024, 11, 27)).assign(
        **{"election_name": "Pilkada 2024", "is_earlier": False} | about
    )


BANDS = stages("Kampanye | 2024-09-25 | 2024-11-23", is_estimate=False)


def drawn(frame: pd.DataFrame, *, bands=BANDS, is_estimate=False, today: int | None = -22, is_shared=True):
    name = frame.loc[frame["place"] == 0, "election_name"].iloc[0]
    heads = clock_words.heads(clock.phases(frame, TODAY), "orang")
    return clock_chart.clock(frame, bands, clock_chart.Axis("orang", name, is_estimate, today, heads, is_shared))


# the count of days


def test_a_month_stands_on_its_fifteenth():
    assert clock.days(date(2024, 10, 1), date(2024, 11, 27)) == -43
    assert clock.days(date(2024, 12, 1), date(2024, 11, 27)) == 18


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(-24, 3))
def test_the_same_phase_never_lies_more_than_a_middle_of_a_month_away(vote, earlier, months):
    period = (pd.Timestamp(vote).replace(day=1) + pd.DateOffset(months=months)).date()
    found = clock.same_phase(period, vote, earlier)
    assert found.day == 1 and abs(clock.days(found, earlier) - clock.days(period, vote)) <= 16


def test_a_stage_is_a_day_wide_at_least_and_is_cut_to_the_clock():
    found = stages(
        "Sehari | 2024-11-27 | 2024-11-27", "Lama | 2022-01-01 | 2024-11-26", "Dulu | 2020-01-01 | 2020-02-01"
    )
    assert found[["stage_name", "start", "end"]].values.tolist() == [["Sehari", 0, 1], ["Lama", -clock.BEFORE, 0]]


# from a published snapshot


@pytest.fixture
def opened(house):
    house.published(draw)

    def ask(election: str, *areas: str, scope: tuple[str, ...] | None = None) -> pd.DataFrame:
        asked = {"before": clock.BEFORE, "after": clock.AFTER, "measure": "active_permits"}
        return snapshot.current(scope).ask("clock_series", election=election, areas=list(areas), **asked)

    return ask


def draw(house):
    house.permits("Okt-20 | Barru | Balusu | 20", "Des-20 | Barru | Balusu | 11", received="2021-01-05", reason="uji")
    house.permits("Okt-24 | Barru | Balusu | 35", "Okt-24 | Parepare | Ujung | 9", reason="uji")


def test_each_place_has_its_own_election_before_and_never_another_ones(opened):
    found = opened("pilkada-2024", "73.11", "73.72")
    before = found[found["place"] == 1].groupby("group_code")["election"].unique().map(list)
    assert before.to_dict() == {"73.11": ["pilkada-2020"], "73.72": ["pilkada-2018"]}
    known = found[found["state"] == "reported"].set_index(["group_code", "days"])["value"]
    assert known.to_dict() == {("73.11", -43): 35, ("73.11", -55): 20, ("73.11", 6): 11, ("73.72", -43): 9}


def test_of_the_whole_office_no_election_before_is_drawn_because_its_parts_voted_on_two_days(opened):
    assert opened("pilkada-2024", "kantor")["election"].unique().tolist() == ["pilkada-2024"]
    assert opened("pilkada-2031", "kantor")["election"].unique().tolist() == ["pilkada-2031", "pilkada-2024"]
    assert opened("pilkada-2020", "kantor").empty  # it was held in a part of it only


def test_several_elections_before_are_counted_from_the_last_one(opened):
    found = opened("pilkada-2031", "73.11")
    assert found.groupby("place")["election"].first().tolist() == ["pilkada-2031", "pilkada-2024", "pilkada-2020"]


def test_months_the_snapshot_does_not_reach_are_outside_and_not_unreported(opened):
    found = opened("pilkada-2024", "73.72")
    early = found[found["election"] == "pilkada-2018"]
    assert early["is_outside"].all()
    assert clock.missing(found)["first"].isna().tolist() == [True]
    barru = clock.missing(opened("pilkada-2024", "73.11"))
    assert barru[["election_name", "first"]].values.tolist() == [["Pilkada 2020", pd.Timestamp("2020-10-01")]]


def test_the_clock_and_the_election_page_name_the_same_month_as_the_same_phase(house):
    house.published(draw)
    votes = {"73.11": date(2020, 12, 9), "73.72": date(2018, 6, 27)}
    for period in pd.date_range("2023-10-01", "2025-01-01", freq="MS"):
        rows = snapshot.current(None).ask("election_places", election="pilkada-2024", period=str(period.date()))
        rows = rows.set_index("kabupaten_code")
        for code, voted in votes.items():
            own = clock.same_phase(period.date(), date(2024, 11, 27), voted)
            assert rows.loc[code, "period_before"].date() == own, (code, period)


def test_who_may_see_one_kabupaten_has_the_clock_of_that_one(opened):
    assert opened("pilkada-2024", "73.11", "73.72", scope=("73.72",))["group_code"].unique().tolist() == ["73.72"]


# in words


def test_the_sentence_says_the_day_both_numbers_and_of_which_election():
    assert said(
        "Barru | pilkada-2024 | 0 | 2024-09 | 30 | 7/7",
        "Barru | pilkada-2024 | 0 | 2024-10 | 35 | 7/7",
        "Barru | pilkada-2020 | 1 | 2020-10 | 20 | 7/7",
        "Barru | pilkada-2020 | 1 | 2020-11 | 99 | 7/7",
        is_rounded=True,
    ) == ("Pada H−43 (Oktober 2024), Barru ≈35 orang; pada tahap yang sama Pilkada 2020 (Oktober 2020) ≈20 orang.")


def test_a_difference_that_rounding_can_make_is_said_to_be_none():
    rows = ("U | pilkada-2024 | 0 | 2024-10 | 15 | 1/1", "U | pilkada-2020 | 1 | 2020-10 | 10 | 1/1")
    assert said(*rows, is_rounded=True).endswith("≈10 orang (tidak dapat dibedakan dari pembulatan).")
    assert said(*rows).endswith("10 orang.")


@pytest.mark.parametrize(
    ("shown", "words"),
    [("-", "belum dilaporkan"), ("*", "disamarkan"), ("x", "di luar data"), ("0", "0 orang")],
)
def test_each_kind_of_empty_of_the_earlier_phase_keeps_its_name(shown, words):
    rows = ("U | pilkada-2024 | 0 | 2024-10 | 15 | 1/1", f"U | pilkada-2020 | 1 | 2020-10 | {shown} | 1/1")
    assert f"(Oktober 2020) {words}." in said(*rows)


def test_a_part_of_the_kecamatan_is_said_and_of_many_places_not_compared():
    part = said("B | pilkada-2024 | 0 | 2024-10 | 9 | 3/7", "B | pilkada-2020 | 1 | 2020-10 | 8 | 7/7")
    assert "B 9 orang (3 dari 7 kecamatan melaporkan);" in part
    many = [f"{n} | pilkada-2024 | 0 | 2024-10 | 9 | 1/1" for n in "ABC"]
    many += [f"{n} | pilkada-2020 | 1 | 2020-10 | {v} | 1/1" for n, v in zip("ABC", (5, 12, 9), strict=True)]
    many += ["D | pilkada-2024 | 0 | 2024-10 | 9 | 3/7", "D | pilkada-2020 | 1 | 2020-10 | 8 | 7/7"]
    assert said(*many) == (
        "Pada H−43 (Oktober 2024), dibandingkan dengan tahap yang sama pemilihan sebelumnya di tempat masing-masing: "
        "lebih banyak di 1 dari 4 (A); lebih sedikit di 1 dari 4 (B); sama di 1 dari 4 (C); "
        "tidak dapat dibandingkan di 1 dari 4 (D)."
    )


def test_a_quarters_report_is_set_against_the_nearest_one_and_says_its_own_day():
    frame = series(
        "P | pilkada-2024 | 0 | 2024-08 | - | 0/4",
        "P | pilkada-2024 | 0 | 2024-09 | 30 | 4/4",
        "P | pilkada-2018 | 1 | 2018-03 | 20 | 4/4",
        "P | pilkada-2018 | 1 | 2018-04 | - | 0/4",
    )
    words = clock_words.answer(clock.phases(frame, TODAY, months=3), "orang")
    assert words == (
        "Pada H−73 (September 2024), P 30 orang; pada tahap yang sama Pilkada 2018 (Maret 2018, H−104) 20 orang."
    )
    assert "(April 2018) belum dilaporkan" in clock_words.answer(clock.phases(frame, TODAY), "orang")
    written = clock_words.table(frame, months=3)
    assert written.index.tolist() == ["H−73 · September 2024"]  # no row for a month in which no report is due
    assert written["P · Pilkada 2018"].tolist() == ["20 (Mar 2018)"]


def test_of_many_places_without_an_election_before_the_numbers_are_said():
    words = said(*[f"{name} | pilkada-2024 | 0 | 2024-10 | 9 | 1/1" for name in "ABCD"])
    assert words.startswith("Pada H−43 (Oktober 2024): A 9 orang, B 9 orang") and "tidak tercatat" in words


def test_of_a_clock_that_has_run_out_the_last_month_before_the_vote_is_said():
    rows = [f"B | pilkada-2020 | 0 | {month} | {n} | 7/7" for month, n in (("2020-11", 5), ("2020-12", 7))]
    assert said(*rows).startswith("Pada H−24 (November 2020), B 5 orang; pemilihan sebelumnya")


def test_to_an_estimate_no_day_is_counted():
    row = "B | pilkada-2031 | 0 | 2031-05 | 5 | 7/7"
    assert said(row).startswith("Pada ± 5 bulan (Mei 2031), B 5 orang")
    ticks = drawn(series(row), is_estimate=True, today=None).layout.xaxis.ticktext
    assert "perkiraan" in ticks and "± 6 bulan" in ticks and not any("H" in tick for tick in ticks)


def test_an_election_whose_months_are_yet_to_come_says_how_far_the_data_is_from_it():
    estimate = pd.Series({"election_name": "Pilkada berikutnya", "voting_day": pd.Timestamp("2031-10-01")})
    estimate["is_estimate"] = True
    words = clock_words.silent(estimate, date(2024, 10, 1), "Izin tinggal aktif", is_held=True)
    assert "Oktober 2024, ± 84 bulan dari pemungutan suara" in words
    assert "tidak diadakan" in clock_words.silent(estimate, date(2024, 10, 1), "Izin", is_held=False)


# the picture


def test_what_was_lies_muted_under_what_is_and_a_month_without_number_is_a_gap():
    figure = drawn(
        series(
            "B | pilkada-2024 | 0 | 2024-08 | 7 | 7/7",
            "B | pilkada-2024 | 0 | 2024-09 | - | 0/7",
            "B | pilkada-2024 | 0 | 2024-10 | 0 | 3/7",
            "B | pilkada-2024 | 0 | 2024-11 | x | 0/7",
            "B | pilkada-2020 | 1 | 2020-10 | 20 | 7/7",
        )
    )
    earlier, now = figure.data
    assert (earlier.name, now.name) == ("Pilkada 2020", "Pilkada 2024")
    assert list(now.x) == [-104, -73, -43] and list(now.y) == [7, None, 0] and now.connectgaps is False
    assert list(now.marker.symbol) == ["circle", "circle", "diamond"] and now.marker.color[2] == GROUND
    assert earlier.line.color != now.line.color and earlier.line.width < now.line.width
    assert now.customdata[0] == "Pilkada 2024, H−104, Agustus 2024: <b>7 orang</b>"


def test_a_withheld_month_is_a_sign_without_height():
    figure = drawn(series("B | pilkada-2024 | 0 | 2024-10 | * | 7/7"))
    (sign,) = [each for each in figure.layout.annotations if each.text == "⊙"]
    assert (sign.x, sign.y, sign.yref) == (-43, 0, "y domain") and "disamarkan" in sign.hovertext


def test_voting_day_is_dashed_only_where_it_is_an_estimate():
    def line(figure):
        return next(each for each in figure.layout.shapes if each.type == "line" and each.x0 == 0).line.dash

    certain = drawn(series("B | pilkada-2024 | 0 | 2024-10 | 9 | 7/7"))
    estimate = drawn(series("B | pilkada-2031 | 0 | 2031-05 | 5 | 7/7"), is_estimate=True, today=None)
    assert (line(certain), line(estimate)) == ("solid", "dash")
    assert any("(perkiraan)" in (each.text or "") for each in estimate.layout.annotations)


def test_panels_share_one_scale_unless_each_is_asked_for_its_own():
    frame = series("A | pilkada-2024 | 0 | 2024-10 | 200 | 7/7", "B | pilkada-2024 | 0 | 2024-10 | 15 | 7/7")
    shared, own = drawn(frame), drawn(frame, is_shared=False)
    assert shared.layout.yaxis.range == shared.layout.yaxis2.range
    assert own.layout.yaxis.range[1] > 10 * own.layout.yaxis2.range[1]


def test_stages_of_both_elections_stand_in_lanes_and_an_earlier_one_is_an_outline_with_its_election():
    early = BANDS.assign(election_name="Pilkada 2020", is_earlier=True)
    both = pd.concat([BANDS, early], ignore_index=True)
    figure = drawn(series("B | pilkada-2024 | 0 | 2024-10 | 9 | 7/7"), bands=both)
    now, before = [each for each in figure.layout.shapes if each.yref == "y99"]
    assert (now.x0, now.x1) == (before.x0, before.x1) == (-63, -3) and before.fillcolor == GROUND != now.fillcolor
    names = [each.text.strip() for each in figure.layout.annotations if each.yref == "y99"]
    assert names == ["Kampanye", "Kampanye (Pilkada 2020)"]


def test_the_table_sets_the_month_of_the_same_phase_beside_each_month():
    written = clock_words.table(
        series(
            "B | pilkada-2024 | 0 | 2024-10 | 35 | 7/7",
            "B | pilkada-2024 | 0 | 2024-11 | x | 0/7",
            "B | pilkada-2020 | 1 | 2020-10 | * | 7/7",
            "B | pilkada-2020 | 1 | 2020-11 | 21 | 7/7",
        )
    )
    assert written.index.tolist() == ["H−12 · November 2024", "H−43 · Oktober 2024"]
    assert written["B · Pilkada 2024"].tolist() == ["belum ada", "35"]
    assert written["B · Pilkada 2020"].tolist() == ["21 (Nov 2020)", "disamarkan (Okt 2020)"]


def test_the_notes_say_what_is_missing_and_why_the_office_is_drawn_by_kabupaten():
    frame = series(
        "B | pilkada-2024 | 0 | 2024-10 | 35 | 7/7",
        "B | pilkada-2020 | 1 | 2020-10 | 20 | 7/7",
        "P | pilkada-2024 | 0 | 2024-10 | 9 | 4/4",
        "P | pilkada-2018 | 1 | 2017-12 | x | 0/4",
        "P | pilkada-2018 | 1 | 2018-01 | 7 | 4/4",
    )
    notes = " ".join(clock_words.notes(frame, BANDS, is_office=True))
    assert "Digambar per kabupaten/kota" in notes
    assert "Pilkada 2018 (27 Juni 2018), P: data baru ada sejak Januari 2018 (H−163)" in notes
    assert "Pita: Kampanye H−63 sampai H−4." in notes
    assert "Tahapan Pilkada 2020, Pilkada 2018 belum dicatat" in notes
    assert "Digambar per" not in " ".join(clock_words.notes(frame, BANDS, is_office=False))


def test_the_same_phase_on_the_other_side_of_a_break_is_not_compared_nor_joined():
    rows = [
        f"Barru | pilkada-2024 | 0 | 2024-{month} | {number} | 7/7"
        for month, number in (("08", 20), ("09", 30), ("10", 40))
    ]
    frame = series(*rows, "Barru | pilkada-2020 | 1 | 2020-10 | 20 | 7/7")
    assert [len(line.x) for line in drawn(frame).data if line.legendgroup] == [1, 3]
    broken = frame.assign(segment=[0, 1, 1, 0])
    phases = clock.phases(broken, TODAY)
    assert "20 orang (artinya berubah sejak itu, tidak dibandingkan)" in clock_words.answer(phases, "orang")
    assert [len(line.x) for line in drawn(broken).data if line.legendgroup] == [1, 1, 2]
    assert any("tidak disambung" in note for note in clock_words.notes(broken, BANDS, is_office=False))
    assert not any("tidak disambung" in note for note in clock_words.notes(frame, BANDS, is_office=False))
    many = pd.concat([broken.assign(group_code=name, group_name=name) for name in "ABCD"])
    assert "lebih banyak" not in clock_words.answer(clock.phases(many, TODAY), "orang")


def test_two_numbers_that_were_rounded_to_the_same_one_are_not_said_to_be_the_same():
    rows = "Barru | pilkada-2024 | 0 | 2024-10 | 20 | 7/7", "Barru | pilkada-2020 | 1 | 2020-10 | 20 | 7/7"
    for is_rounded, kind in ((True, "pembulatan"), (False, "sama di 4 dari 4")):
        frame = series(*rows, is_rounded=is_rounded)
        many = pd.concat([frame.assign(group_code=name, group_name=name) for name in "ABCD"])
        assert kind in clock_words.answer(clock.phases(many, TODAY), "orang")
