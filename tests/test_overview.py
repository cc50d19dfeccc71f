"""The page that opens first: what changed since the meeting that was chosen, and how a meeting is recorded."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from conftest import WITA
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.access.roles import LOCAL, Viewer
from timpora.store import followup_book, meeting_book, publish, room, snapshot
from timpora.store.followup_book import Item
from timpora.store.stories import Scene
from timpora.web import answers, scenes, since_answers
from timpora.web.remembered import Remembered, frame_bytes

NOW = datetime(2024, 11, 5, 9, tzinfo=WITA)
MEETING = date(2024, 10, 19)
CORRECTED = "<b>6</b> <span>angka dikoreksi, oleh 2 berkas</span>"  # of each kecamatan the permits and their sum


def draw(house):
    """Shown at a meeting: September. Since then: October, one number corrected in Parepare and two in Barru."""
    house.permits(
        "Sep-24 | Parepare | Ujung | 40",
        "Sep-24 | Barru | Balusu | 30",
        "Sep-24 | Barru | Barru | 20",
        received="2024-10-05",
    )
    shown = publish.publish().stem
    meeting_book.record(MEETING, "Parepare", shown, "s@k.id", NOW)
    house.permits("Sep-24 | Parepare | Ujung | 80", received="2024-10-25", reason="koreksi")
    house.permits(
        "Sep-24 | Barru | Balusu | 35", "Sep-24 | Barru | Barru | 25", received="2024-10-26", reason="koreksi"
    )
    house.permits("Okt-24 | Parepare | Ujung | 90", "Okt-24 | Barru | Balusu | 30", received="2024-11-05")


@pytest.fixture
def met(house):
    """The id of the snapshot that the meeting was shown."""
    house.published(draw)
    return meeting_book.meetings()[0].snapshot


@pytest.fixture
def page(house):
    def open_page(**query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return open_page


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    return " ".join(str(part.proto.body) for part in app.get("html"))


def since(who=LOCAL):
    return since_answers.since(who, meeting_book.meetings()[0])


def test_the_page_says_since_which_meeting_and_every_line_leads_to_its_evidence(page, met):
    words = text(page())
    assert "Sejak rapat 19 Oktober 2024 di Parepare" in words
    assert f"Waktu itu ditunjukkan September 2024 (terbitan {met}), sekarang Oktober 2024." in words
    assert CORRECTED in words
    for address in ("risiko?periode=2024-10", "peringatan?periode=2024-10", "bagian=masuk", "bagian=koreksi"):
        assert re.search(rf'<li><a href="[^"]*{re.escape(address)}', words), address


def test_a_follow_up_item_that_was_done_since_is_told_at_once(page, met):
    assert "tindak lanjut: 0 selesai, 0 lewat tenggat (seluruhnya 0 lewat tenggat)" in text(page())
    draft = Item("73.72.02", "imigrasi", f"{MEETING}", "2024-10-30", "periksa penginapan")
    one = followup_book.agree(draft, "s@k.id", None, NOW.date())
    told = "0 selesai, 1 lewat tenggat (seluruhnya 1 lewat tenggat, 1 di antaranya hanya dicatat di halaman)"
    assert told in text(page())
    followup_book.done(one.id, date(2024, 11, 1), MEETING, "s@k.id", None, NOW.date())
    assert re.search(r"Ujung.*periksa penginapan.*selesai 1 November 2024", text(page()))


def test_whoever_sees_one_kabupaten_is_told_of_its_changes_only(met):
    theirs = since(Viewer("x@k.id", "pimpinan", ("73.72",)))
    assert theirs.meeting.place == "Parepare" and not theirs.instead
    assert set(theirs.corrections["kabupaten_name"]) == {"Kota Parepare"}
    assert set(since().corrections["kabupaten_name"]) == {"Kota Parepare", "Kabupaten Barru"}


def test_without_a_meeting_the_month_before_is_compared_with_and_one_is_asked_for(page, met):
    one = meeting_book.meetings()[0]
    meeting_book.withdraw(one.id, "s@k.id", NOW)
    app = page()
    words = text(app)
    assert "Belum ada rapat yang tercatat, maka Oktober 2024 dibandingkan dengan September 2024" in words
    assert "rapat" not in app.query_params


def test_where_the_snapshot_of_the_meeting_that_is_chosen_is_gone_that_is_said(page, met):
    older = meeting_book.record(date(2024, 8, 13), "Barru", "2024-07-0123456789ab", "s@k.id", NOW)
    app = page(rapat=older.id)
    words = text(app)
    assert "Terbitan 2024-07-0123456789ab yang ditunjukkan pada rapat 13 Agustus 2024 sudah tidak disimpan" in words
    assert CORRECTED in words and app.query_params["rapat"] == "0002"  # what came after the day of the meeting


def test_where_it_was_built_by_another_version_that_is_known_too(met, monkeypatch):
    meeting_book.record(date(2024, 10, 20), "Barru", met, "s@k.id", NOW)
    asked = snapshot.query
    unknown = {"answers.published_loads": "select load_id from marts.of_another_version"}
    monkeypatch.setattr(snapshot, "query", lambda name: replace(asked(name), sql=unknown.get(name, asked(name).sql)))
    monkeypatch.setattr(answers, "_REMEMBERED", Remembered(10**6, frame_bytes))  # not what was answered before
    assert since().instead == since_answers.OTHER


def test_a_meeting_is_recorded_with_the_snapshot_of_its_day_and_said_so(page, met):
    app = page()
    app.date_input(key="rapat_hari").set_value(date(2024, 11, 4))
    app.text_input(key="rapat_tempat").set_value("Barru")
    next(button for button in app.button if button.label == "Catat").click().run()
    newest = meeting_book.meetings()[0]
    assert (newest.day, newest.place, newest.snapshot) == ("2024-11-04", "Barru", room.served().stem)
    assert any("tercatat dengan terbitan" in said.value for said in app.success)
    assert app.query_params["rapat"] == newest.id and "Sejak rapat 4 November 2024 di Barru" in text(app)


def test_a_place_that_names_somebody_is_refused_on_the_page_and_nothing_is_recorded(page, met):
    app = page()
    app.text_input(key="rapat_tempat").set_value("rumah John Smith 0812 3456 7890")
    next(button for button in app.button if button.label == "Catat").click().run()
    assert any("nama atau nomor orang" in said.value for said in app.warning)
    assert len(meeting_book.meetings()) == 1


def test_a_damaged_book_is_said_and_the_page_goes_on(page, met):
    (paths.meetings() / "book.jsonl").write_text("{\n")
    app = page()
    assert any("rusak pada baris 1" in said.value for said in app.warning)
    assert "Sejak bulan sebelumnya" in text(app)


def test_a_link_that_names_a_month_shows_that_month_and_the_way_to_the_newest(page, met):
    words = text(page(periode="2024-09"))
    assert "Waktu itu dan sekarang September 2024" in words
    assert "Tautan ini tentang September 2024." in words and 'href="./"' in words
    app = page(periode="2024-10")
    assert "Tautan ini tentang" not in text(app) and "2024-10" in app.query_params["periode"]
    app = page(periode="1999-01")
    assert any("periode" in said.value and "1999" in said.value for said in app.warning)
    assert "sekarang Oktober 2024" in text(app)


def test_what_changed_leads_in_a_document_to_its_month_and_its_meeting(met):
    scene = scenes.settled(LOCAL, Scene("agenda", {"bagian": ["berubah"]}))
    assert scenes.address(scene) == "/?periode=2024-10&rapat=0001"


def test_who_reports_less_or_more_leads_to_the_report_and_month_of_the_first(page, met):
    words = text(page())
    (to,) = re.findall(r'<li><a href="([^"]*)"><b>[^<]*</b> <span>sumber', words) or [""]
    assert re.search(r"bagian=masuk.*sumber=izin_tinggal&amp;bulan=\d{4}-\d\d$", to)
