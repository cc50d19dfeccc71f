"""Numbers that can be counted by eye: tables drawn in the test, loaded through the door, asked."""

import drafts
import pytest

from timpora.draw.pictures import of_kecamatan

APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"
PEOPLE = "TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK"


@pytest.fixture
def ask(house):
    def ask(question, **parameters):
        return drafts.current(is_judged=False).ask(question, **parameters)

    return ask


def kecamatan(ask, layer: str, period: str = "2024-10-01"):
    """What the map is drawn from."""
    return of_kecamatan(ask("layer_values", layer=layer, period=period))


def by_area(frame) -> dict[str, tuple]:
    """Area code → (value or None, state), for the kecamatan of Parepare."""
    parepare = frame[frame["area_code"].str.startswith("73.72")]
    return {
        row.area_code[-2:]: (None if row.value != row.value else row.value, row.state) for row in parepare.itertuples()
    }


def test_the_map_shows_every_kecamatan_and_zero_is_not_the_same_as_not_reported(house, ask):
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | -")
    answer = kecamatan(ask, "presence")
    assert len(answer) == 68
    assert by_area(answer) == {
        "01": (None, "not_reported"),
        "02": (12, "reported"),
        "03": (0, "reported"),
        "04": (None, "not_reported"),
    }


def test_a_rate_uses_the_newest_population_that_is_young_enough(house, ask):
    house.load(f"{PEOPLE}\n2023;Parepare;Ujung;30.000\n2024;Parepare;Ujung;40.000\n2019;Parepare;Soreang;50.000")
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 5")
    answer = kecamatan(ask, "presence_density")
    assert by_area(answer)["02"] == (3, "reported")  # 12 ÷ 40,000 × 10,000
    assert by_area(answer)["03"] == (None, "not_reported")  # a population of 2019 is too old for 2024
    assert by_area(kecamatan(ask, "presence_density", "2023-10-01"))["02"] == (None, "not_reported")


def test_coverage_is_withheld_on_few_lodgings_and_does_not_apply_where_there_are_none(house, ask):
    house.load(
        f"{APOA}\nOkt-24;Parepare;Ujung;10;8;3;2\nOkt-24;Parepare;Soreang;4;2;0;0\n"
        "Okt-24;Parepare;Bacukiki;0;0;0;0\nOkt-24;Parepare;Bacukiki Barat;20;0;0;0"
    )
    answer = kecamatan(ask, "apoa_coverage")
    assert by_area(answer) == {
        "01": (None, "not_applicable"),
        "02": (80, "reported"),
        "03": (None, "insufficient"),
        "04": (0, "reported"),
    }


def test_a_ratio_of_a_group_sums_before_it_divides(house, ask):
    house.load(f"{APOA}\nOkt-24;Parepare;Ujung;10;8;3;2\nOkt-24;Parepare;Soreang;30;12;0;0")
    whole = ask("layer_value", layer="apoa_coverage", area="73.72", period="2024-10-01").iloc[0]
    assert (whole.value, whole.numerator_value, whole.base_value) == (50, 20, 40)
    assert (whole.areas_reporting, whole.areas_expected) == (2, 4)


def test_a_monthly_count_is_never_carried_into_the_next_month(house, ask):
    house.permits("Sep-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 3")
    assert by_area(kecamatan(ask, "presence"))["02"] == (None, "not_reported")


def test_the_trend_sums_who_reported_and_leaves_a_gap_where_nobody_did(house, ask):
    house.permits("Jul-24 | Parepare | Ujung | 12", "Jul-24 | Parepare | Soreang | 3", "Jul-24 | Barru | Balusu | 200")
    house.permits("Sep-24 | Parepare | Ujung | 10")
    answer = ask("trend", measure="active_permits", areas=["kantor", "73.72", "73.72.03"])
    rows = [
        (row.group_code, f"{row.period:%m}", None if row.value != row.value else row.value, row.areas_reporting)
        for row in answer.itertuples()
    ]
    assert rows == [
        ("kantor", "07", 215, 3),
        ("kantor", "08", None, 0),
        ("kantor", "09", 10, 1),
        ("73.72", "07", 15, 2),
        ("73.72", "08", None, 0),
        ("73.72", "09", 10, 1),
        ("73.72.03", "07", 3, 1),
        ("73.72.03", "08", None, 0),
        ("73.72.03", "09", None, 0),
    ]
    assert set(answer["areas_expected"]) == {68, 4, 1}


def test_a_correction_replaces_its_kabupaten_whole_and_nothing_is_counted_twice(house, ask):
    house.permits("Okt-24 | Parepare | Ujung | 12", "Okt-24 | Parepare | Soreang | 3", "Okt-24 | Barru | Balusu | 200")
    house.permits("Okt-24 | Parepare | Ujung | 14", received="2024-11-08", reason="uji")
    answer = ask("trend", measure="active_permits", areas=["kantor", "73.72"])
    assert answer.set_index("group_code")["value"].to_dict() == {"73.72": 14, "kantor": 214}


def test_the_source_note_knows_agency_month_and_arrival(house, ask):
    house.permits("Okt-24 | Parepare | Ujung | 12", received="2024-11-05")
    house.load(f"{PEOPLE}\n2024;Parepare;Ujung;40.000", received="2024-02-10")
    parepare = ["73.72.01", "73.72.02", "73.72.03", "73.72.04"]
    rows = ask("layer_sources", layer="presence_density", period="2024-10-01", areas=parepare).to_dict("records")
    assert [(r["agency_name"], f"{r['newest_period']:%Y-%m}", f"{r['last_received_on']:%Y-%m-%d}") for r in rows] == [
        ("Imigrasi", "2024-10", "2024-11-05"),
        ("Dukcapil", "2024-01", "2024-02-10"),
    ]
    assert [(r["areas_reporting"], r["areas_expected"]) for r in rows] == [(1, 4), (1, 4)]


def test_what_is_known_of_an_area_says_which_month_each_number_is_of(house, ask):
    house.load("Triwulan II 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;9;1\n")
    house.permits("Okt-24 | Parepare | Ujung | 12")
    facts = ask("area_profile", area="73.72.02", period="2024-10-01").set_index("measure")
    assert facts.loc["residence_certificates", "value"] == 9
    assert f"{facts.loc['residence_certificates', 'oldest_period']:%Y-%m}" == "2024-06"
    assert facts.loc["limited_stay_permits", "value"] == 12
    assert facts.loc["population", "areas_reporting"] == 0


def test_every_answer_can_be_asked_of_an_almost_empty_snapshot(house, ask):
    house.load(f"{PEOPLE}\n2024;Parepare;Ujung;40.000")
    assert ask("periods").empty
    drafts.current().verify()


def test_a_groups_ratio_is_withheld_on_few_lodgings_and_does_not_apply_without_any(house, ask):
    house.load(
        f"{APOA}\nOkt-24;Parepare;Ujung;4;2;0;0\nOkt-24;Parepare;Soreang;0;0;0;0\nOkt-24;Parepare;Bacukiki;6;3;0;0"
    )
    states = {
        area: ask("layer_value", layer="apoa_coverage", area=area, period="2024-10-01")["state"].item()
        for area in ("73.72.02", "73.72.03", "73.72.01", "73.72.04", "73.72")
    }
    assert list(states.values()) == ["insufficient", "not_applicable", "reported", "not_reported", "reported"]


def test_the_newest_of_two_quarters_is_the_one_that_is_known(house, ask):
    for quarter, count in (("I", 5), ("II", 9)):
        house.load(f"Triwulan {quarter} 2024;;;\nKAB/KOTA;KECAMATAN;SKTT;KTP-EL OA\nParepare;Ujung;{count};1\n")
    house.permits("Jul-24 | Parepare | Ujung | 12")
    facts = ask("area_profile", area="73.72.02", period="2024-07-01").set_index("measure")
    assert facts.loc["residence_certificates", "value"] == 9


def test_freshness_counts_only_who_reported_the_newest_month(house, ask):
    house.permits("Sep-24 | Parepare | Ujung | 1", "Sep-24 | Parepare | Soreang | 1", received="2024-10-05")
    house.permits("Okt-24 | Parepare | Ujung | 1", received="2024-11-05")
    row = ask("freshness").set_index("source").loc["izin_tinggal"]
    assert (row.areas_reporting, f"{row.newest_period:%Y-%m}", f"{row.last_received_on:%m-%d}") == (
        1,
        "2024-10",
        "11-05",
    )


def test_a_rate_is_as_old_as_its_older_part_and_says_when_each_file_came(house, ask):
    house.load(f"{PEOPLE}\n2024;Parepare;Ujung;40.000", received="2024-02-10")
    house.permits("Okt-24 | Parepare | Ujung | 12", received="2024-11-05")
    house.permits("Okt-24 | Barru | Balusu | 2", received="2024-11-09")
    answer = kecamatan(ask, "presence_density").set_index("area_code")
    assert f"{answer.loc['73.72.02', 'source_period']:%Y-%m}" == "2024-01"
    rows = ask("layer_sources", layer="presence", period="2024-10-01", areas=["73.72.02", "73.11.07"])
    assert [f"{rows[name].item():%d}" for name in ("first_received_on", "last_received_on")] == ["05", "09"]


def test_a_source_note_of_a_trend_speaks_only_of_the_months_and_areas_shown(house, ask):
    house.permits("Jan-24 | Parepare | Ujung | 1", received="2024-02-05")
    house.permits("Okt-24 | Parepare | Ujung | 1", "Okt-24 | Barru | Balusu | 2", received="2024-11-05")
    row = ask(
        "measure_sources", measure="active_permits", areas=["73.72"], since="2024-05-01", until="2024-10-01"
    ).iloc[0]
    assert (f"{row.oldest_period:%m}", row.areas_reporting, row.areas_expected) == ("10", 1, 4)
