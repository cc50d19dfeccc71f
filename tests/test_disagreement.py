"""Every comparison at once: where numbers are apart, since when, and which file to ask for first."""

import re
from datetime import date

import drafts
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from timpora.draw import disagreement
from timpora.draw.disagreement import Compared
from timpora.draw.markup import report_href
from timpora.measure.quality import Pair, judgement
from timpora.store import publish, snapshot
from timpora.text import speak

APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"
WORKERS = "TRIWULAN;KAB/KOTA;KECAMATAN;JUMLAH TKA"
TODAY = "2024-11-20"


def pair(name: str = "itas-sktt") -> Pair:
    return judgement().pairs[name]


def found(
    period: str, name: str = "itas-sktt", today: str = TODAY, scope: tuple[str, ...] | None = None, **of_others: str
) -> pd.DataFrame:
    """The answer to disagreement of one pair, or by its limits of two other measures, by group code."""
    of = pair(name)
    rules = {"smallest": of.smallest, "allowed": of.allowed, "share": of.share, "first": of.first, "second": of.second}
    rows = drafts.current(scope, is_judged=False).ask("disagreement", period=period, today=today, **rules | of_others)
    return rows.set_index("group_code", drop=False)


def compared(period: str, today: str = TODAY) -> list[Compared]:
    rows = {name: found(period, name, today) for name in judgement().pairs}
    measures = drafts.current(is_judged=False).ask("measures").set_index("measure", drop=False)
    return [
        Compared(name, pair(name).name, measures.loc[pair(name).first], measures.loc[pair(name).second], rows[name])
        for name in rows
    ]


def registry(house, *rows: str, received: str = "2024-10-20"):
    """Load Dukcapil's numbers; a row is "II 2024 | Parepare | Ujung | 9": quarter, kabupaten, kecamatan, SKTT."""
    lines = [";".join([*(part.strip() for part in row.split("|")), "0"]) for row in rows]
    content = "\n".join(["TRIWULAN;KAB/KOTA;KECAMATAN;SKTT;KTP-EL OA", *lines])
    outcome = house.load(content, received, reason="uji")
    assert outcome.entry, [each.message for each in outcome.findings]


def workers(house, *rows: str):
    """Load Disnaker's numbers; a row is "II 2024 | Parepare | Ujung | 9": quarter, kabupaten, kecamatan, workers."""
    lines = [";".join(part.strip() for part in row.split("|")) for row in rows]
    outcome = house.load("\n".join([WORKERS, *lines]), "2024-10-20", reason="uji")
    assert outcome.entry, [each.message for each in outcome.findings]


def months(house, *lines: str):
    """Load numbers of ITAS; a line is "Barru | Balusu | 90 . 41": a kecamatan, and 2024 by month from January on.

    A dot is a month of which the file does not speak. A later file replaces what is known of a kabupaten's months.
    """
    names = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep"]
    rows = []
    for line in lines:
        kabupaten, kecamatan, numbers = (part.strip() for part in line.split("|"))
        by_month = zip(names, numbers.split(), strict=False)
        rows += [f"{name}-24 | {kabupaten} | {kecamatan} | {number}" for name, number in by_month if number != "."]
    outcome = house.permits(*rows, reason="uji")
    assert outcome.entry, [each.message for each in outcome.findings]


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))


# since when


def test_since_is_the_first_month_apart_after_the_last_in_which_they_agreed(house):
    months(house, "Barru | Balusu | 90 50 41 70 70 70")
    registry(house, "IV 2023 | Barru | Balusu | 40", "I 2024 | Barru | Balusu | 40", "II 2024 | Barru | Balusu | 40")
    row = found("2024-06-01").loc["73.11"]
    assert (f"{row.since:%Y-%m}", row.months_differing, row.months_not_judged) == ("2024-04", 3, 0)
    assert row.has_agreed and (row.first_value, row.second_value) == (70, 40)
    before = found("2024-02-01").loc["73.11"]
    assert (f"{before.since:%Y-%m}", before.months_differing, before.has_agreed) == ("2024-01", 2, False)
    agreed = found("2024-03-01").loc["73.11"]
    assert agreed.state == "agrees" and pd.isna(agreed.since) and pd.isna(agreed.asked)


def test_months_that_cannot_be_judged_neither_end_the_time_nor_count_in_it(house):
    # May and June have no report, and a month of APOA serves no other; August is too small to judge.
    house.load(
        "\n".join(
            [APOA]
            + [f"{m}-24;Barru;Balusu;9;9;{n};{n}" for m, n in (("Jan", 50), ("Feb", 51))]
            + [f"{m}-24;Barru;Balusu;9;9;90;30" for m in ("Mar", "Apr", "Jul")]
            + ["Agu-24;Barru;Balusu;9;9;4;1", "Sep-24;Barru;Balusu;9;9;90;30"]
        ),
        reason="uji",
    )
    rows = {month: found(f"2024-{month:02}-01", "masuk-keluar").loc["73.11"] for month in (4, 6, 7, 8, 9)}
    assert {month: row.state for month, row in rows.items()} == {
        4: "differs", 6: "not_reported", 7: "differs", 8: "too_small", 9: "differs"
    }  # fmt: skip
    told = [(f"{rows[m].since:%Y-%m}", rows[m].months_differing, rows[m].months_not_judged) for m in (4, 7, 9)]
    assert told == [("2024-03", 2, 0), ("2024-03", 3, 2), ("2024-03", 4, 3)]
    assert pd.isna(rows[8].since)  # what cannot be judged now is no finding, whatever was before
    drawn = text_of(disagreement.by_pair(compared("2024-09-01"), date(2024, 9, 1), date(2024, 11, 20)))
    assert "Mar 2024 4 bulan; 3 bulan lain tidak dapat dinilai " in drawn and "belum pernah sesuai" not in drawn


# which file


def test_who_lacks_a_report_that_is_due_is_asked_for_it_first(house):
    months(house, "Barru | Balusu | 40 40 40 90 90 90 90 90 90")
    registry(house, "I 2024 | Barru | Balusu | 40", "II 2024 | Barru | Balusu | 40")
    # The third quarter is due on 30 October.
    due = found("2024-09-01", today="2024-10-31").loc["73.11"]
    assert (due.asked, due.reason, f"{due.second_asked:%Y-%m}") == ("second", "behind", "2024-09")
    not_due = found("2024-09-01", today="2024-10-30").loc["73.11"]
    assert (not_due.asked, not_due.reason, f"{not_due.first_asked:%Y-%m}") == ("first", "moved", "2024-04")
    links = disagreement.by_pair(compared("2024-09-01"), date(2024, 9, 1), date(2024, 11, 20))
    assert 'href="mutu-data?bagian=masuk&amp;rentang=24&amp;sumber=adminduk&amp;bulan=2024-09"' in links
    assert "Dukcapil, Administrasi kependudukan orang asing, Triwulan III 2024" in links
    assert "laporan yang sudah jatuh tempo belum ada" in links


def test_of_two_that_are_behind_the_further_is_asked_first_and_both_where_they_are_alike(house):
    registry(house, "II 2024 | Barru | Balusu | 40", "I 2024 | Wajo | Tempe | 40", "II 2024 | Parepare | Ujung | 40")
    workers(house, "I 2024 | Barru | Balusu | 90", "II 2024 | Wajo | Tempe | 90", "II 2024 | Parepare | Ujung | 90")
    quarters = {"first": "residence_certificates", "second": "foreign_workers"}
    rows = found("2024-08-01", **quarters)
    assert set(rows.loc[["73.11", "73.13"], "reason"]) == {"behind"}
    assert rows.loc[["73.11", "73.13"], "asked"].tolist() == ["second", "first"]
    assert (rows.loc["73.72", "asked"], rows.loc["73.72", "reason"]) == ("both", "unclear")
    row = found("2024-09-01", **quarters).loc["73.72"]  # now the third quarter of both is due too
    assert (row.asked, row.reason) == ("both", "behind")
    assert {row.first_asked, row.second_asked} == {pd.Timestamp("2024-09-01")}


def test_the_number_that_moved_more_when_the_two_parted_is_asked_for_by_the_report_in_which_it_did(house):
    months(house, "Barru | Balusu | 100 100 103 103 103 103")
    quarters = (("IV 2023", 100), ("I 2024", 60), ("II 2024", 61))
    registry(house, *[f"{quarter} | Barru | Balusu | {number}" for quarter, number in quarters])
    row = found("2024-06-01", today="2024-08-20").loc["73.11"]
    assert (row.asked, row.reason, f"{row.second_asked:%Y-%m}") == ("second", "moved", "2024-03")
    assert f"{row.since:%Y-%m}" == "2024-03"


def test_a_move_that_comes_from_other_kecamatan_being_counted_tells_nothing(house):
    months(house, "Barru | Balusu | 100 100 100")
    registry(house, "IV 2023 | Barru | Balusu | 100", "I 2024 | Barru | Balusu | 100")
    assert found("2024-03-01").loc["73.11", "state"] == "agrees"
    house.permits("Mar-24 | Barru | Balusu | 100", "Mar-24 | Barru | Barru | 90", reason="uji")
    registry(house, "I 2024 | Barru | Balusu | 100", "I 2024 | Barru | Barru | 20", received="2024-10-25")
    row = found("2024-03-01").loc["73.11"]
    assert (row.state, row.asked, row.reason) == ("differs", "both", "unclear")


def test_where_nothing_else_tells_the_older_number_is_asked_for_and_of_one_age_both(house):
    months(house, "Barru | Balusu | . . 90 90")
    registry(house, "I 2024 | Barru | Balusu | 40")
    row = found("2024-04-01").loc["73.11"]
    assert (row.asked, row.reason, f"{row.second_asked:%Y-%m}") == ("second", "older", "2024-03")
    row = found("2024-03-01").loc["73.11"]
    assert (row.asked, row.reason) == ("both", "unclear")
    (both,) = [each for each in compared("2024-03-01") if each.id == "itas-sktt"]
    files = both.files(next(both.apart.itertuples()))
    assert [(side.source, f"{period:%Y-%m}") for side, period in files] == [
        ("izin_tinggal", "2024-03"),
        ("adminduk", "2024-03"),
    ]


def test_both_ends_of_one_agencys_count_are_one_file(house):
    house.load(f"{APOA}\nSep-24;Barru;Balusu;9;9;90;30", reason="uji")
    drawn = disagreement.by_pair(compared("2024-09-01"), date(2024, 9, 1), date(2024, 11, 20))
    assert drawn.count("sumber=apoa") == 2 and "satu berkas memuat kedua angka" in drawn  # kabupaten and kecamatan
    assert 'href="mutu-data?bagian=banding&amp;pasangan=masuk-keluar&amp;periode=2024-09"' in drawn


def test_a_link_to_a_report_older_than_the_matrix_opens_all_of_it():
    assert "rentang=24" in report_href("apoa", date(2022, 12, 1), date(2024, 11, 20))
    assert "rentang=semua" in report_href("apoa", date(2022, 11, 1), date(2024, 11, 20))


# one judgement


def kabupaten(house):
    """Gaps, blanks, zeros, small and large numbers, carried quarters, in three kabupaten."""
    months(
        house,
        "Barru | Balusu     | 60 61 .  70 9  80 81 82 83",
        "Barru | Barru      | 12 12 12 15 20 20 -  20 20",
        "Wajo | Tempe       | 0  0  5  5  6",
        "Pinrang | Suppa    | 4  4  4  4  4",
        "Soppeng | Lalabata | 30 30 30 30 30 30 30 30 30",
        "Parepare | Ujung   | 30 31 90 31 30 30 30 30 30",
        "Parepare | Soreang | 30 31 10 31 30 30 30 30 30",
    )
    registry(
        house,
        "IV 2023 | Barru | Balusu | 60", "I 2024 | Barru | Balusu | 30", "II 2024 | Barru | Balusu | 80",
        "I 2024 | Barru | Barru | 12", "III 2024 | Barru | Barru | 40", "I 2024 | Wajo | Tempe | 5",
        "IV 2023 | Parepare | Ujung | 30", "I 2024 | Parepare | Soreang | 30", "II 2024 | Parepare | Ujung | 10",
        "II 2024 | Parepare | Soreang | 50", "I 2024 | Pinrang | Suppa | 0",
        "IV 2023 | Soppeng | Lalabata | 30",
    )  # fmt: skip
    workers(house, "II 2024 | Barru | Balusu | 90", "II 2024 | Wajo | Tempe | 5")


@pytest.fixture
def drawn_house(house):
    house.published(kabupaten)
    return house


@pytest.mark.parametrize(
    ("view", "step"),
    [("protected", "4MS"), *(pytest.param(view, "2MS", marks=pytest.mark.slow) for view in ("protected", "exact"))],
)
def test_the_finding_and_the_comparison_of_a_month_never_disagree(drawn_house, monkeypatch, view, step):
    monkeypatch.setenv("TIMPORA_VIEW", view)
    same = ["state", "first_value", "second_value", "first_state", "second_state", "first_cells", "second_cells"]
    same += ["first_rounded", "second_rounded", "group_name", "kabupaten_name"]
    states = set()
    for of in judgement().pairs.values():
        for period in pd.date_range("2023-11-01", "2024-12-01", freq=step):
            rows = found(period.date(), of.id)
            rules = {"smallest": of.smallest, "allowed": of.allowed, "share": of.share}
            asked = {"first": of.first, "second": of.second, "period": period.date(), **rules}
            beside = snapshot.current(None).ask("agreement", **asked).set_index("group_code")
            pd.testing.assert_frame_equal(rows[same], beside.loc[rows.index, same], check_dtype=False)
            assert len(rows) == len(beside) - 1  # all but the office
            states |= set(rows["state"])
    withheld = {"suppressed"} if view == "protected" else set()
    assert states == {"differs", "agrees", "too_small", "not_reported"} | withheld


def test_whoever_sees_one_area_is_told_of_it_what_the_office_is_told(drawn_house):
    whole = found("2024-09-01")
    told = whole.index[whole["state"] != "not_reported"]
    assert len(told) > 5
    for code in (*told, whole.index[whole["state"] == "not_reported"][0]):
        rows = found("2024-09-01", scope=(code,))
        within = [each for each in whole.index if each.startswith(code)]
        assert rows.to_csv() == whole.loc[within].to_csv()


# what is drawn


def test_the_sentence_names_the_comparison_that_is_apart_most_often_and_the_file_to_ask_for(house):
    months(house, "Barru | Balusu | 40 40 40 90 90 90 90 90 90")
    registry(house, "I 2024 | Barru | Balusu | 40", "II 2024 | Barru | Balusu | 40")
    house.load(f"{APOA}\nSep-24;Barru;Balusu;9;9;25;24", reason="uji")
    assert disagreement.answer(compared("2024-09-01"), date(2024, 9, 1)) == (
        "September 2024: 1 dari 4 perbandingan berbeda melebihi batas; terbanyak ITAS dan SKTT (1 kabupaten/kota, "
        "1 kecamatan, paling lama sejak April 2024). Minta dahulu: Dukcapil, Administrasi kependudukan orang asing, "
        "Triwulan III 2024, untuk 2 dari 2 perbedaan. Mana yang benar belum diketahui sebelum berkasnya diperiksa. "
        "Tidak dapat dinilai: ITAS kerja dan TKA."
    )
    with speak("en"):
        assert "Ask first for: Dukcapil" in disagreement.answer(compared("2024-09-01"), date(2024, 9, 1))


def test_lines_stand_by_how_far_and_how_long_kabupaten_before_kecamatan_and_the_rest_behind_a_click(house):
    places = ["Barru | Balusu", "Barru | Barru", "Wajo | Tempe", "Pinrang | Suppa", "Soppeng | Lalabata"]
    numbers = zip(places, (50, 400, 60, 44, 80), strict=True)
    months(house, *[f"{place} | {n} {n} {n}" for place, n in numbers])
    registry(house, *[f"I 2024 | {place} | 40" for place in places])
    registry(house, "IV 2023 | Wajo | Tempe | 40", received="2024-10-25")  # apart for longer
    (each,) = [each for each in compared("2024-03-01") if each.id == "itas-sktt"]
    assert each.apart["group_name"].tolist() == [
        *("Kabupaten Wajo", "Kabupaten Barru", "Kabupaten Soppeng"),
        *("Tempe", "Barru", "Lalabata", "Balusu"),
    ]
    drawn = disagreement.by_pair(compared("2024-03-01"), date(2024, 3, 1), date(2024, 11, 20))
    part = drawn.split("</section>")[0]
    assert part.index("ITAS dan SKTT") < part.index("Tempe") < part.index("<details>") < part.index("Lalabata")
    assert "<summary>3 tempat lainnya</summary>" in part and part.count("<h4") == 1
    assert "400" in part and "Terburuk" not in drawn


def test_a_name_from_a_file_is_never_markup(house):
    months(house, "Barru | Balusu | 90 90 90")
    registry(house, "I 2024 | Barru | Balusu | 40")
    parts = compared("2024-03-01")
    parts[0].rows.loc["73.11", "group_name"] = "<script>"
    assert "<script>" not in disagreement.by_pair(parts, date(2024, 3, 1), date(2024, 11, 20))


def test_where_nothing_is_apart_it_says_so_and_what_could_not_be_judged(house):
    months(house, "Barru | Balusu | 40 40 40 4")
    months(house, "Wajo | Tempe | 90")
    registry(house, "I 2024 | Barru | Balusu | 40")
    parts = compared("2024-03-01")
    assert disagreement.answer(parts, date(2024, 3, 1)) == (
        "Maret 2024: dari 4 perbandingan tidak ada yang berbeda melebihi batas. "
        "Tidak dapat dinilai: ITAS kerja dan TKA, Lapor masuk dan lapor keluar."
    )
    drawn = text_of(disagreement.by_pair(parts, date(2024, 3, 1), date(2024, 11, 20)))
    assert "ITAS dan SKTT Tidak ada yang berbeda melebihi batas. Tidak dapat dinilai: 6 kabupaten/kota, 67" in drawn
    assert "ITAS kerja dan TKA Tidak dapat dinilai: 7 kabupaten/kota, 68 kecamatan (belum dapat dibandingkan)." in drawn
    assert disagreement.withheld(parts) is None


def test_a_house_without_any_of_the_numbers_has_nothing_to_compare(house):
    house.load("TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK\n2024;Parepare;Ujung;40.000", "2024-02-10")
    parts = compared("2024-03-01")
    assert {len(each.rows) for each in parts} == {75}
    assert disagreement.answer(parts, date(2024, 3, 1)) == "Maret 2024: belum ada yang dapat dibandingkan."
    assert "berbeda" not in disagreement.by_pair(parts, date(2024, 3, 1), date(2024, 11, 20))


# what is published


def test_a_difference_that_rounding_can_make_is_no_finding_and_a_kabupaten_speaks_for_what_is_withheld(
    house, monkeypatch
):
    months(
        house,
        "Barru | Balusu    | 155 155 155",
        "Wajo | Tempe      | 14  14  14",
        "Pinrang | Suppa   | 9   9   9",
        "Pinrang | Cempa   | 9   9   9",
        "Pinrang | Lembang | 9   9   9",
    )
    registry(
        house,
        "I 2024 | Barru | Balusu | 80", "I 2024 | Wajo | Tempe | 10",
        *[f"I 2024 | Pinrang | {name} | 0" for name in ("Suppa", "Cempa", "Lembang")],
    )  # fmt: skip
    publish.publish()
    places = ["73.11", "73.13", "73.15"]
    exact = found("2024-03-01")
    assert exact.loc[places, "state"].tolist() == ["differs"] * 3
    assert (exact["state"] == "suppressed").sum() == 0
    monkeypatch.setenv("TIMPORA_VIEW", "protected")
    rows = found("2024-03-01")
    assert rows.loc[places, "state"].tolist() == ["differs", "too_small", "differs"]
    assert rows.loc[["73.15.02", "73.15.08"], "state"].tolist() == ["suppressed", "suppressed"]
    parts = compared("2024-03-01")
    drawn = text_of(disagreement.by_pair(parts, date(2024, 3, 1), date(2024, 11, 20)))
    assert "Kabupaten Pinrang ≈" in drawn and re.search(r"≈−\d+ ≈\d+ %", drawn)
    assert "tidak dapat dibedakan dari pembulatan" in drawn and "disamarkan" in drawn
    assert "Cempa" not in drawn and "ITAS dan SKTT" in disagreement.withheld(parts)


def test_a_move_that_rounding_can_make_does_not_say_whom_to_ask(house, monkeypatch):
    # Multiples of five are published as they are; 15 is less than four on each of the four numbers that moved.
    months(house, "Barru | Balusu | 100 100 100")
    registry(house, "IV 2023 | Barru | Balusu | 100", "I 2024 | Barru | Balusu | 85")
    publish.publish()
    for view, reason in (("exact", "moved"), ("protected", "unclear")):
        monkeypatch.setenv("TIMPORA_VIEW", view)
        row = found("2024-03-01").loc["73.11"]
        assert (row.first_value, row.second_value, row.state, row.reason) == (100, 85, "differs", reason)


# the page


SCRIPT = """
from datetime import date
from timpora.web import access, agreement_view
agreement_view.show(access.viewer(), date(2024, 3, 1))
"""


def test_the_view_says_its_answer_its_sources_and_by_which_rules_it_judges(house):
    months(house, "Barru | Balusu | 90 90 90")
    registry(house, "I 2024 | Barru | Balusu | 40")
    drafts.current(is_judged=False)
    page = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert not page.exception
    drawn = " ".join(str(each.proto.body) for each in page.get("html"))
    assert "terbanyak ITAS dan SKTT" in drawn and "Kabupaten Barru" in drawn
    said = " ".join(caption.value for caption in page.caption)
    assert "Sumber: " in said and "Dukcapil" in said and "bukan peringkat wilayah" in said
    for of in judgement().pairs.values():
        assert of.caution in said and of.why in said
    assert page.expander[0].label == "Cara menilai, dan mengapa angka dapat berbeda"
