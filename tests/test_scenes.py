"""Slides of trends, risk, a kecamatan and words: what they say, and that nothing in a link can break them."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from test_risk import READY, judged

from timpora import settings
from timpora.access.people import LOCAL
from timpora.draw import clock_slide, headline
from timpora.draw.slide import Figure, Slide
from timpora.store import meeting_book, publish
from timpora.store.stories import Scene
from timpora.text import say
from timpora.web import risk_view, scenes

WHO = replace(LOCAL, view="exact")


def made(page: str, **choices: str | list[str]) -> Slide:
    lists = {name: [value] if isinstance(value, str) else value for name, value in choices.items()}
    return scenes.slide(WHO, Scene(page, lists))


def written(slide: Slide) -> list[list[str]]:
    return [[cell.text if isinstance(cell, Figure) else cell for cell in row] for row in slide.table.rows]


def test_a_title_is_as_many_whole_sentences_as_can_be_read_and_nothing_is_lost():
    assert headline.split("Pendek.") == ("Pendek", ())
    assert headline.split("Satu dua. Tiga empat. Lima", most=22) == ("Satu dua. Tiga empat.", ("Lima",))
    assert headline.split("Satu dua tiga; empat lima. Enam", most=15) == ("Satu dua tiga", ("Empat lima", "Enam"))
    assert headline.split("Satu dua tiga empat", most=5) == ("Satu dua tiga empat", ())


def test_a_trend_is_a_line_for_each_area_with_a_gap_where_nobody_reported(house):
    house.published(judged)
    slide = made("tren", wilayah="73.72.02", banding="73.72.01")
    assert slide.title.startswith("Izin tinggal aktif, Ujung: 12 orang pada Oktober 2024")
    assert slide.chart.kind == "line" and slide.chart.categories == ("Sep 2024", "Okt 2024")
    assert [(one.name, one.values) for one in slide.chart.series] == [("Ujung", (12, 12)), ("Bacukiki", (None, 3))]
    assert len({one.colour for one in slide.chart.series}) == 2
    assert written(slide) == [["Oktober 2024", "12", "3"], ["September 2024", "12", "belum dilaporkan"]]
    assert slide.figures["Ujung, Izin tinggal aktif, Oktober 2024"] == "12 orang"
    assert slide.filters[:2] == ("Izin tinggal aktif", "Ujung, Kota Parepare, Bacukiki, Kota Parepare")
    assert "Imigrasi" in slide.source_note
    assert say("slide.trend.gaps") in slide.cautions


def test_a_slope_has_two_months_and_many_areas_are_a_table_from_the_largest_on(house):
    house.published(judged)
    slope = made("tren", rupa="lereng", wilayah="73.72", dari="2024-10", ke="2024-09")
    assert slope.chart.categories == ("September 2024", "Oktober 2024")
    assert ("Ujung", (12, 12)) in [(one.name, one.values) for one in slope.chart.series]
    heat = made("tren", rupa="panas")
    assert heat.chart is None and len(heat.table.rows) == 68
    assert written(heat)[:2] == [["Ujung", "12", "12"], ["Bacukiki", "belum dilaporkan", "3"]]
    assert "68 wilayah" in " ".join(heat.cautions)


def test_what_is_settled_says_the_months_that_are_shown_in_a_range_in_which_its_page_heeds_them(house):
    house.published(judged)
    line, slope = Scene("tren", {"rentang": ["12"]}), Scene("tren", {"rupa": ["lereng"]})
    months = {"mulai": ["2024-09"], "sampai": ["2024-10"]}
    assert scenes.settled(WHO, line).choices == {"rentang": ["sendiri"], **months}
    assert scenes.settled(WHO, slope).choices == {"rupa": ["lereng"], "dari": ["2024-09"], "ke": ["2024-10"]}
    for scene in (line, slope):
        assert scenes.slide(WHO, scenes.settled(WHO, scene)).figures == scenes.slide(WHO, scene).figures


def test_what_changed_is_settled_on_its_month_and_its_meeting_and_shows_that_month(house):
    house.published(judged)
    meeting_book.record(date(2024, 10, 1), "Aula", "2024-10-0123456789ab", "lokal", settings.now())
    scene = Scene("agenda", {"bagian": ["berubah"]})
    told = {"bagian": ["berubah"], "periode": ["2024-10"], "rapat": ["0001"]}
    assert scenes.settled(WHO, scene).choices == told
    before = scenes.slide(WHO, replace(scene, choices=told | {"periode": ["2024-09"]}))
    assert before.filters[1] == "September 2024" and "September 2024" in before.cautions[0].split("dengan")[0]


def test_a_way_that_a_measure_does_not_have_is_said_on_its_slide(house):
    house.published(judged)
    slide = made("tren", cara="jumlah_setahun")
    assert "jumlah pada akhir bulan" in slide.title and slide.chart is None and slide.table is None


def test_who_asks_for_attention_is_a_table_with_how_sure_that_is(house):
    house.published(judged)
    slide = made("risiko", periode="2024-10")
    assert slide.title.startswith("Oktober 2024: dari 2 kecamatan yang dapat dinilai, 1 berkelas Tinggi")
    assert [row[0] for row in written(slide)] == ["Soreang, Kota Parepare"]
    _place, score, rank, certainty, strongest = written(slide)[0]
    assert score.startswith("Tinggi, ") and rank == "1 (1–1)" and "%" in certainty and strongest != "–"
    assert say("risk.exposure") in slide.cautions


def test_why_a_kecamatan_has_its_score_is_bars_that_lead_from_the_middle_to_it(house):
    house.published(judged)
    slide = made("risiko", periode="2024-10", wilayah="73.72.03")
    assert slide.title.startswith("Soreang: Tinggi, ") and "paling dinaikkan oleh" in slide.title
    whole = [cell.value for _, cell in slide.table.rows]
    assert slide.chart.kind == "bar" and sum(whole[:-1]) == pytest.approx(whole[-1], abs=0.5)
    assert slide.chart.series[0].values == tuple(whole[1:-1])
    explained = made("risiko", periode="2024-10", bagian="penjelasan")
    assert explained.title == slide.title


def test_a_kecamatan_is_its_indicators_and_a_line_of_its_months(house):
    house.published(judged)
    slide = made("kecamatan", periode="2024-10", wilayah="73.72.02")
    assert slide.title.startswith("Ujung: Rendah, ") and slide.title.endswith("12 izin tinggal aktif")
    assert slide.chart.series[0].values == (12, 12)
    assert "Kesenjangan kesiapan" in [row[0] for row in written(slide)]
    assert slide.figures["Ujung, Izin tinggal aktif, Oktober 2024"] == "12 orang"
    assert made("kecamatan", wilayah="73.72").title == say("slide.profile.none")


def test_words_are_shown_as_they_were_written_and_an_author_may_say_it_otherwise(house):
    house.published(judged)
    slide = scenes.slide(WHO, Scene("teks", {}, title="Acara", text=("Pembukaan", "Laporan")))
    assert (slide.title, slide.points, slide.source_note) == ("Acara", ("Pembukaan", "Laporan"), "")
    other = scenes.slide(WHO, Scene("tren", {}, title="Naik lagi", note="Tunggu."))
    assert (other.title, other.note) == ("Naik lagi", "Tunggu.")


def test_days_to_the_vote_are_lines_of_one_place_and_a_row_each_of_several(house):
    house.published(judged)
    office, one = made("tren", lihat="hari"), made("tren", lihat="hari", wilayah="73.72", pemilihan="pilkada-2024")
    assert office.chart is None and len(office.table.rows) == 1  # only Parepare has a number
    assert written(office)[0][:2] == ["Kota Parepare", "15"] and "H−43" in office.table.heads[1]
    assert one.title.startswith("Izin tinggal aktif: pada H−43 (Oktober 2024), Kota Parepare 15 orang")
    october = one.chart.categories.index("H−43")
    assert one.chart.series[0].values[october] == 15 and one.chart.series[0].texts[october] == "15"
    assert one.chart.series[0].values[-1] is None  # no month after the newest
    assert one.figures["Kota Parepare, Izin tinggal aktif, Oktober 2024"] == "15 orang"
    assert scenes.settled(WHO, Scene("tren", {"lihat": ["hari"]})).choices == {"lihat": ["hari"]}


def test_many_places_on_the_clock_are_counted_in_the_title_and_named_in_the_table():
    row = {"election_name": "Pilkada 2024", "is_estimate": False, "is_rounded": False, "state": "reported"}
    row |= {"areas_reporting": 1, "areas_expected": 1, "cells": 1, "is_outside": False, "segment": 0, "days": -43}
    rows = [
        row
        | {"group_code": str(n), "group_name": f"K{n}", "place": place, "value": value, "period": pd.Timestamp(when)}
        for n in range(4)
        for place, value, when in ((0, 5.0, "2024-10-01"), (1, float(n * 3), "2020-10-01"))
    ]
    phases = pd.DataFrame(rows)
    said = clock_slide.said(phases, "Izin", "orang")
    assert said.endswith("lebih banyak daripada tahap yang sama pemilihan sebelumnya di 2 dari 4, lebih sedikit di 2.")
    assert clock_slide.places(phases).rows[1] == ("K1", Figure("5"), Figure("3 (Okt 2020)"))


def test_two_agencies_are_two_lines_with_gaps_where_there_is_no_report_and_nobody_is_right(house):
    house.published(judged)
    slide = made("tren", lihat="instansi", wilayah="73.72")
    assert [one.name for one in slide.chart.series] == [
        "Izin tinggal terbatas (ITAS) · Imigrasi",
        "SKTT (untuk ITAS) · Dukcapil",
    ]
    assert slide.chart.series[1].values == (None, None)
    assert slide.table.heads[0] == "Bulan" and written(slide)[0][0] == "Oktober 2024"
    assert "tidak dapat dinilai" in slide.title


def test_the_stages_of_an_election_say_how_long_to_go_what_is_urgent_and_what_to_look_at(house):
    house.published(judged)
    slide = made("risiko", bagian="pemilihan", periode="2024-09", pemilihan="pilkada-2024")
    assert slide.title == "58 hari menuju pemungutan suara Pilkada 2024, 27 November 2024"
    assert slide.points[0].startswith("Kampanye, tersisa ")
    assert [row[0] for row in written(slide)].count("Kota Parepare") == 1
    assert all("(dulu " in cell for row in written(slide) for cell in row[1:]) and slide.figures


def test_all_comparisons_are_a_slide_that_says_that_nobody_is_wrong_yet(house):
    house.published(judged)
    slide = made("risiko", bagian="instansi", periode="2024-10")
    assert slide.title.startswith("Oktober 2024: ") and say("agreement.unknown") in slide.cautions


def test_a_look_that_no_slide_can_tell_says_so_and_every_other_has_a_slide_of_its_own(house):
    house.published(judged)
    simulated = made("risiko", bagian="simulasi", simulasi="apoa_coverage_gap.on:0")
    assert simulated.title == "Simulasi bobot tidak dapat dituturkan di salindia" and simulated.points
    looks = [("tren", "lihat", look) for look in ("seri", "hari", "instansi")]
    looks += [("risiko", "bagian", part) for part in risk_view.PARTS]
    slides = [made(page, **{name: look}) for page, name, look in looks]
    assert len({slide.title for slide in slides}) == len(looks)
    assert [look for page, name, look in looks if scenes.untold(Scene(page, {name: [look]}))] == ["simulasi"]


@pytest.mark.parametrize("page", ["tren", "risiko", "kecamatan", "peta"])
def test_nonsense_in_a_link_is_as_if_it_were_not_there(house, page):
    house.published(judged)
    names = ("periode", "wilayah", "seri", "jenis", "cara", "rupa", "rentang", "mulai", "dasar", "bagian", "metode")
    nonsense = dict.fromkeys((*names, "pemilihan", "kelompok", "lihat", "lapisan"), "'; <b>")
    asked, usual = made(page, **nonsense, banding=["x", "y"]), made(page)
    assert (asked.title, asked.filters, asked.figures) == (usual.title, usual.filters, usual.figures)


def test_before_the_first_month_a_slide_says_so(house):
    house.load(f"{READY}\nTriwulan III 2024;Parepare;Ujung;Ya;15/08/2024;Ya;40;50")
    publish.publish()
    for page in ("tren", "risiko", "kecamatan", "peta"):
        assert made(page).title == say("slide.no_month")
    assert scenes.slide(WHO, Scene("teks", {}, title="Acara")).title == "Acara"
