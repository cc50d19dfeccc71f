"""What may still change looks it, what was corrected or came late is marked; and nothing else is."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_upload import text

from timpora import paths
from timpora.access.people import LOCAL
from timpora.draw import mark_words
from timpora.measure import quality
from timpora.store import note_book, snapshot
from timpora.store.notes import Note
from timpora.web import trend_marks

AREAS = ["kantor", "73.72", "73.72.03", "73.72.01", "73.11"]


@pytest.fixture
def ask(house):
    """The marks of active permits, as of a day; which sources revise for how long."""
    house.published(draw)

    def ask(today: str, revised: dict[str, int] | None = None) -> pd.DataFrame:
        revised = revised or {}
        words = {"revised": list(revised), "revision_days": list(revised.values())}
        opened = snapshot.current(None)
        marks = opened.ask("trend_marks", measure="active_permits", areas=AREAS, today=today, **words)
        return marks.set_index(["group_code", marks["period"].dt.strftime("%Y-%m")])

    return ask


def draw(house):
    """Permits are due ten days after the month: Parepare's August came late, its September was corrected once."""
    house.permits("Agu-24 | Parepare | Soreang | 7", "Agu-24 | Parepare | Ujung | 8", received="2024-09-22")
    house.permits("Agu-24 | Barru | Balusu | 7", received="2024-09-10")
    house.permits("Sep-24 | Parepare | Soreang | 7", "Sep-24 | Parepare | Ujung | 8", received="2024-10-04")
    house.permits("Sep-24 | Barru | Balusu | 7", received="2024-10-04")
    house.permits(
        "Sep-24 | Parepare | Soreang | 9", "Sep-24 | Parepare | Ujung | 8", received="2024-10-30", reason="salah ketik"
    )
    house.permits("Okt-24 | Parepare | Soreang | 9", "Okt-24 | Parepare | Ujung | 8")


def test_a_number_is_provisional_until_the_due_day_has_passed_even_when_all_have_reported(ask):
    assert ask("2024-11-10").loc[("73.72", "2024-10"), "is_provisional"]
    assert not ask("2024-11-11")["is_provisional"].any()
    assert ask("2024-11-10").loc[("73.72", "2024-10"), "provisional_until"] == pd.Timestamp("2024-11-10")
    assert not ask("2024-11-10").loc[("73.72", "2024-09"), "is_provisional"]


def test_a_source_that_goes_on_revising_is_provisional_for_longer_and_no_other_one(ask):
    marks = ask("2024-11-11", {"apoa": 90, "izin_tinggal": 5})
    assert marks.loc[("kantor", "2024-10"), "provisional_until"] == pd.Timestamp("2024-11-15")
    assert marks["is_provisional"].groupby("period").any().to_dict() == {
        "2024-08": False,
        "2024-09": False,
        "2024-10": True,
    }


def test_late_is_a_report_that_came_after_its_due_day_and_a_correction_makes_none_late(ask):
    marks = ask("2024-11-20")
    late = marks[marks["is_late"]]
    assert list(late.index) == [(code, "2024-08") for code in ("kantor", "73.72", "73.72.03", "73.72.01")]
    office = marks.loc[("kantor", "2024-08")]
    assert (office.reports_late, office.reports_received, office.reports_expected, office.days_late) == (1, 2, 7, 12)


def test_corrected_is_the_kecamatan_whose_report_a_later_file_changed_and_what_it_is_part_of(ask):
    marks = ask("2024-11-20")
    assert list(marks[marks["is_corrected"]].index) == [
        (code, "2024-09")
        for code in ("kantor", "73.72", "73.72.03")  # not Bacukiki, nor Barru
    ]
    soreang = marks.loc[("73.72.03", "2024-09")]
    assert soreang.corrected_on == soreang.received_on == pd.Timestamp("2024-10-30") and soreang.cells_corrected > 0


def test_of_a_count_of_people_a_protected_snapshot_says_only_that_it_was_corrected(ask, monkeypatch):
    exact = mark_words.of(ask("2024-11-20").loc[("73.72.03", "2024-09")])
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    told = mark_words.of(ask("2024-11-20").loc[("73.72.03", "2024-09")])
    assert exact.startswith("laporannya dikoreksi 30 Oktober 2024, ") and told == "laporannya dikoreksi 30 Oktober 2024"


def test_a_number_without_a_mark_has_no_words_and_one_with_two_has_both(ask):
    marks = ask("2024-11-05")
    assert mark_words.of(marks.loc[("73.11", "2024-09")]) == ""
    assert mark_words.of(marks.loc[("73.72", "2024-10")]) == "sementara sampai 10 November 2024"
    assert mark_words.of(marks.loc[("73.72", "2024-08")]) == "laporan datang 12 hari sesudah batas lapor"
    assert "1 dari 7 laporan datang terlambat, paling lama 12 hari" in mark_words.of(marks.loc[("kantor", "2024-08")])


def test_a_month_without_a_number_has_no_mark_though_the_rest_of_its_report_was_late(house):
    house.published(draw)
    values = pd.DataFrame({"group_code": ["73.72.02", "73.72.03"], "period": pd.Timestamp("2024-08-01")})
    found = trend_marks.marked(LOCAL, values.assign(state=["not_reported", "reported"]), "active_permits")
    assert found["is_late"].tolist() == [False, True] and found["mark"].iloc[0] == ""


def test_a_group_somebody_put_together_is_marked_where_a_member_is_and_breaks_where_all_are(house):
    house.published(draw)
    note_book.add(Note("", "lain", "2024-09", "", "73.72", "Cara hitung baru", is_break=True), "siti", None)
    months = pd.date_range("2024-08-01", "2024-10-01", freq="MS")
    values = pd.DataFrame({"group_code": "kelompok-1", "period": months, "state": "reported"})
    found = trend_marks.marked(LOCAL, values, "active_permits", members={"kelompok-1": ("73.72.03", "73.72.04")})
    assert found["is_late"].tolist() == [True, False, False] and found["is_corrected"].tolist() == [False, True, False]
    assert found["mark"].tolist()[:2] == [
        "laporan datang 12 hari sesudah batas lapor",
        "laporannya dikoreksi 30 Oktober 2024, 2 sel",
    ]
    assert found["segment"].tolist() == [0, 1, 1]
    apart = trend_marks.marked(LOCAL, values, "active_permits", members={"kelompok-1": ("73.72.03", "73.11.01")})
    assert apart["segment"].tolist() == [0, 0, 0]


def test_what_marks_mean_is_said_of_those_that_occur_and_of_no_other():
    none = {"is_provisional": False, "is_corrected": False, "is_late": False, "segment": 0, "group_code": "U"}
    values = pd.DataFrame([none] * 4).assign(period=pd.date_range("2024-07-01", periods=4, freq="MS"))
    values["provisional_until"] = pd.Timestamp("2024-11-10")
    assert mark_words.notes(values) == []
    (said,) = mark_words.notes(values.assign(is_late=[True, True, True, False]))
    assert said == "Terlambat (titik kotak): 3 bulan. Laporannya datang sesudah batas lapor sumbernya."
    (said,) = mark_words.notes(values.assign(is_provisional=[False, False, False, True]))
    assert said.startswith("Sementara (titik kosong): Oktober")
    (said,) = mark_words.notes(values.assign(segment=[0, 0, 1, 1]))
    assert "tidak disambung" in said


def test_why_a_number_is_provisional_stands_beside_what_else_is_judged():
    judged = quality.judgement()
    assert "batas lapor" in judged.why_provisional and judged.revised == {}


def test_the_page_says_what_its_marks_mean_and_a_month_without_a_number_has_none(house):
    house.published(draw)
    words = text(trend("73.72.03"))
    assert "Dikoreksi (titik kotak): September 2024" in words and "Terlambat (titik kotak): Agustus 2024" in words
    assert "Terlambat" not in text(trend("73.15"))  # nobody there has reported


def trend(area: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.query_params["wilayah"] = area
    return app.switch_page(str(paths.PAGES / "tren.py")).run()
