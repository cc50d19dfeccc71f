"""The story for the standing agenda: ten slides made from the data, and what is asked of each agency in them."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from test_risk import READY, judged

from timpora import settings
from timpora.access.details import CHOICES
from timpora.access.people import LOCAL
from timpora.draw import asks, headline
from timpora.draw.asks import Ask
from timpora.draw.slide import Figure
from timpora.store import followup_book, publish
from timpora.store.followup_book import Item
from timpora.store.stories import PARTS, Scene
from timpora.text import number, say
from timpora.web import scene_agenda, scenes, standard_story

WHO = replace(LOCAL, view="protected")


def test_the_story_goes_from_where_to_what_is_asked_and_every_slide_has_a_title_and_a_note(house):
    house.published(judged)
    story = standard_story.standard(WHO)
    assert (story.id, story.name) == ("standar", "Rapat Timpora, Oktober 2024")
    pages = [scene.page for scene in story.scenes]
    assert pages == ["teks", "peta", "tren", "agenda", "peta", "risiko", "risiko", "agenda", "agenda", "agenda"]
    assert [scene.one("bagian", PARTS, "") for scene in story.scenes if scene.page == "agenda"] == list(PARTS)
    assert {name for scene in story.scenes for name in scene.choices} <= CHOICES
    assert [scene.spotlight for scene in story.scenes if scene.spotlight] == [("73.72.03",), ("73.72.03",)]
    slides = list(scenes.slides(WHO, story))
    assert all(0 < len(slide.title) <= headline.MOST and slide.note for slide in slides)
    assert "pemungutan suara" in slides[0].points[0]
    assert slides[1].title.startswith("Izin tinggal aktif, Oktober 2024: ≈") and slides[1].map
    assert slides[2].chart and "≈" in slides[2].title
    assert slides[4].points[-1] == "Bergaris tebal: Soreang."
    assert slides[6].title.startswith("Soreang: Tinggi")
    assert all("Oktober 2024" in slide.filters for slide in slides if slide.map or slide.address.startswith("/agenda"))


def test_a_story_keeps_choices_and_no_number_of_the_data(house):
    house.published(judged)
    for scene in standard_story.standard(WHO).scenes:
        assert not scene.title and not scene.note and not scene.text


def test_without_a_month_the_story_is_one_slide_that_says_so(house):
    house.load(f"{READY}\nTriwulan III 2024;Parepare;Ujung;Ya;15/08/2024;Ya;40;50")
    publish.publish()
    assert [slide.title for slide in scenes.slides(WHO, standard_story.standard(WHO))] == [say("slide.no_month")]


@pytest.mark.parametrize("part", [*PARTS, "'; <b>"])
def test_a_part_of_the_agenda_that_is_not_known_is_the_first(house, part):
    house.published(judged)
    slide = scenes.slide(WHO, Scene("agenda", {"bagian": [part], "periode": ["kapan"], "rapat": ["?"]}))
    assert slide.title and slide.filters[0] == say(f"agenda.{part if part in PARTS else PARTS[0]}")


def test_who_is_late_is_asked_for_the_newest_report_and_told_how_many_more_are_lacking():
    cells = pd.DataFrame(
        {
            "source": ["tka", "tka", "apoa"],
            "agency_name": ["Disnaker", "Disnaker", "Imigrasi (APOA)"],
            "source_name": ["TKA", "TKA", "APOA"],
            "rhythm": ["quarterly", "quarterly", "monthly"],
            "period": pd.to_datetime(["2024-06-01", "2024-09-01", "2024-09-01"]),
            "due_on": pd.to_datetime(["2024-07-20", "2024-10-20", "2024-10-10"]),
            "is_due": [True, True, True],
            "state": ["missing", "partial", "on_time"],
            "places_expected": [7, 7, 7],
            "places_reported": [0, 6, 7],
        }
    )
    asked = asks.of_reports(cells)
    assert asked == [
        Ask("Disnaker", "lengkapi TKA, Triwulan III 2024 (6/7 kabupaten/kota), dan 1 sebelumnya", date(2024, 10, 20))
    ]
    assert asks.of_reports(cells.tail(1)) == []


def test_an_agency_that_is_called_in_several_ways_has_one_line_with_the_oldest_day():
    lines = asks.by_agency(
        [
            Ask("Imigrasi (APOA)", "kirim APOA", date(2024, 10, 10)),
            Ask("Imigrasi", "selesaikan 2 tindak lanjut", date(2024, 9, 1)),
            Ask("KPU", "periksa DPT"),
        ]
    )
    assert lines == [
        ("Imigrasi", ("kirim APOA", "selesaikan 2 tindak lanjut"), date(2024, 9, 1)),
        ("KPU", ("periksa DPT",), None),
    ]
    assert (asks.until(None), asks.until(lines[0][2])) == ("rapat berikutnya", "segera, lewat 1 Sep 2024")


def test_what_is_asked_of_many_agencies_goes_on_to_a_second_slide_and_none_is_left_out(house, monkeypatch):
    house.published(judged)
    many = [Ask(f"Instansi {n}", "kirim laporan") for n in range(7)]
    monkeypatch.setattr(scene_agenda, "asked", lambda *_: many)
    first, second = (scenes.slide(WHO, scene) for scene in standard_story.standard(WHO).scenes[-2:])
    assert [len(slide.table.rows) for slide in (first, second)] == [4, 3]
    assert first.title.endswith("(1/2)") and second.title.endswith("(2/2)")
    many += [Ask(f"Instansi {n}", "kirim laporan") for n in range(7, 12)]  # since the story was kept
    kept = [Scene("agenda", {"bagian": ["minta"], "lanjutan": [turn]}) for turn in ("1/2", "2/2", "3/2", "x")]
    assert [len(scenes.slide(WHO, scene).table.rows) for scene in kept] == [6, 6, 12, 12]
    del many[1:]
    assert scenes.slide(WHO, kept[1]).points == (say("agenda.asked_before"),)


def test_what_is_done_or_in_time_is_not_asked_for():
    items = pd.DataFrame(
        {
            "state": ["open", "overdue", "overdue", "done"],
            "agency_name": ["KPU", "Polri", "Polri", "Polri"],
            "due": pd.to_datetime(["2024-12-01", "2024-10-01", "2024-09-01", "2024-01-01"]),
        }
    )
    assert asks.of_followups(items) == [Ask("Polri", "selesaikan 2 tindak lanjut yang lewat tenggat", date(2024, 9, 1))]


def test_behind_the_counts_of_what_is_open_is_the_list_of_it(house):
    house.published(judged)
    followup_book.agree(
        Item("73.72.03", "dukcapil", "2024-10-08", "2024-11-01", "Cocokkan SKTT"), "s@k.id", None, date(2024, 11, 5)
    )
    made = scenes.slide(WHO, Scene("agenda", {"bagian": ["terbuka"]}))
    late = (settings.now().date() - date(2024, 11, 1)).days
    row = ("Dukcapil", "Soreang, Kota Parepare", "Cocokkan SKTT", date(2024, 11, 1), Figure(number(late), float(late)))
    assert row in made.behind.rows
    assert "Hitungan tindak lanjut hari ini memuat 1 butir yang hanya dicatat di halaman" in " ".join(made.cautions)
