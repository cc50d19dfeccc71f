"""/peringatan as its readers use it: what to look at, closed with a reason, and a rule tried before it is kept."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_access_pages import login, page  # noqa: F401
from test_alarming import LAST, MONTHS, NAMES, surge

from timpora import paths
from timpora.access import log
from timpora.access.roles import Viewer
from timpora.measure import alarm_rules
from timpora.store import alarm_book, publish
from timpora.store.alarm_book import Closing
from timpora.web import alarm_answers, alarm_closing, alarm_rehearsal, alarm_view
from timpora.web.navigation import PAGES

SOREANG = "tutup.active_permits.73.72.03.2024-10"


@pytest.fixture
def alarmed(house):
    house.published(surge)

    def open_page(**query: str) -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(str(paths.PAGES / "peringatan.py"))
        return app.run()

    return open_page


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.title, *app.caption, *app.info, *app.warning, *app.success, *app.get("html")]
    said = " ".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", " ", said, flags=re.DOTALL))
    ).replace("\\", "")


def press(app: AppTest, label: str, nth: int = 0) -> AppTest:
    return [button for button in app.button if button.label == label][nth].click().run()


def close(app: AppTest, reason: str, verdict: str = "kejadian") -> AppTest:
    app.radio(key=f"{SOREANG}.v").set_value(verdict)
    app.text_area(key=f"{SOREANG}.r").set_value(reason)
    return press(app, "Tutup peringatan ini")


def test_a_leader_is_told_how_many_are_open_where_what_is_usual_and_how_sure(alarmed):
    words = text(alarmed())
    assert "peringatan terbuka pada Oktober 2024" in words and "izin tinggal aktif di Soreang" in words
    assert "diamati 63 orang" in words and "kali biasanya" in words
    assert "Dibanding 7 bulan" in words and "Kebetulan semacam ini" in words and "kuat" in words
    assert "tidak pernah orang, dan tidak menambah skor apa pun" in words


def test_a_card_leads_to_the_series_the_place_and_the_file_behind_the_number(alarmed):
    links = set(re.findall(r'href="([^"]+)"', " ".join(html.proto.body for html in alarmed().get("html"))))
    assert "tren?seri=active_permits&amp;wilayah=73.72.03" in links
    assert "kecamatan?wilayah=73.72.03&amp;periode=2024-10" in links
    assert any(link.startswith("mutu-data?bagian=asal&amp;asal=active_permits&amp;wilayah=73.72.03") for link in links)


def test_a_month_in_which_all_is_as_usual_and_one_with_too_little_before_it_say_so(alarmed):
    assert "Tidak ada peringatan terbuka pada September 2024" in text(alarmed(periode="2024-09"))
    assert "Belum ada deret yang cukup panjang" in text(alarmed(periode="2024-01"))


def test_before_anything_is_published_the_page_says_so(house):
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    assert "Belum ada data yang terbit" in text(app.switch_page(str(paths.PAGES / "peringatan.py")).run())


def test_what_an_address_asks_for_and_there_is_not_is_said_and_left_out(alarmed):
    words = text(alarmed(bagian="uji", aturan="alpha:0.02,warna:biru,least_count:0"))
    assert "bagian aturan yang tidak dikenal" in words.replace("\\", "")
    assert "Aturan ini akan menimbulkan" in words
    assert "bagian" in text(alarmed(bagian="lain"))


def test_an_alarm_is_closed_with_what_was_found_and_why_and_stays_in_the_record(alarmed):
    app = close(alarmed(), "proyek baru, izinnya lengkap", "kejadian")
    words = text(app)
    assert "Peringatan ditutup: benar ada kejadiannya" in words and "1 lagi sudah ditutup" in words
    assert "Soreang" not in words.split("Peringatan ditutup")[0].split("izin tinggal aktif di")[-1]
    record = text(alarmed(bagian="riwayat"))
    assert "Benar ada kejadiannya" in record and "proyek baru, izinnya lengkap" in record
    [line] = [one for one in log.read() if one.action == "nilai"]
    assert line.details == {
        "step": "tutup",
        "measure": "active_permits",
        "wilayah": "73.72.03",
        "since": "2024-10",
        "verdict": "kejadian",
    }


def test_a_reason_with_somebody_in_it_closes_nothing(alarmed):
    app = close(alarmed(), "Bapak Andi Rahman, paspor A1234567")
    assert "menyebut orang" in text(app) and alarm_book.closings("exact") == []
    assert not [one for one in log.read() if one.action == "nilai"]


def test_a_closed_alarm_is_opened_again_with_a_reason(alarmed):
    close(alarmed(), "proyek baru, izinnya lengkap")
    app = alarmed(bagian="riwayat")
    app.text_area(key="buka_kembali.r").set_value("ternyata bulan ini naik lagi")
    assert "dibuka kembali" in text(press(app, "Buka kembali peringatan ini"))
    assert "izin tinggal aktif di Soreang" in text(alarmed())


def test_of_two_who_close_the_same_alarm_the_second_is_told_and_the_first_word_stands(alarmed):
    first, second = alarmed(), alarmed()
    close(first, "proyek baru, izinnya lengkap")
    assert "sudah ditutup orang lain" in text(close(second, "salah ketik", "data"))
    [stands] = alarm_book.closings("exact")
    assert (stands.verdict, stands.reason) == ("kejadian", "proyek baru, izinnya lengkap")
    both = alarmed(bagian="riwayat"), alarmed(bagian="riwayat")
    for app, said in zip(both, ("Peringatan dibuka kembali", "sudah dibuka kembali orang lain"), strict=True):
        app.text_area(key="buka_kembali.r").set_value("ternyata bulan ini naik lagi")
        assert said in text(press(app, "Buka kembali peringatan ini"))


def test_the_reason_of_one_closing_is_not_that_of_the_next(alarmed, monkeypatch):
    monkeypatch.setattr(alarm_view, "AT_ONCE", 0)
    app = alarmed()
    assert len(app.selectbox(key="tutup.lain.mana").options) > 1
    app.text_area(key="tutup.lain.r").set_value("proyek baru, izinnya lengkap")
    press(app, "Tutup peringatan ini")
    assert app.text_area(key="tutup.lain.r").value == ""


def test_an_alarm_that_another_rule_finds_a_month_earlier_is_the_same_alarm():
    def runs(*spans: tuple[str, str]) -> pd.DataFrame:
        found = pd.DataFrame(spans, columns=["since", "last_period"]).astype("datetime64[ns]")
        return found.assign(measure="m", group_code="73.72")

    force = runs(("2024-05", "2024-06"), ("2024-09", "2024-09"))
    laxer = runs(("2024-04", "2024-06"), ("2024-01", "2024-01"))
    both = alarm_rehearsal.compared(laxer, force, laxer, force)
    assert both["state"].tolist() == ["lost", "both", "new"]
    assert alarm_rehearsal.is_met(force, laxer).tolist() == [True, False]
    assert alarm_rehearsal.compared(laxer.iloc[:0], force, laxer, force)["state"].tolist() == ["lost"]


def test_an_alarm_that_a_correction_makes_vanish_leaves_its_closing_visible(alarmed, house):
    close(alarmed(), "angkanya salah ketik", "data")
    house.permits("Okt-24 | Parepare | Soreang | 21", reason="salah ketik")
    publish.publish()
    words = text(alarmed(bagian="riwayat"))
    assert "Datanya keliru atau terlambat · tidak lagi muncul" in words and "angkanya salah ketik" in words


def test_a_rule_is_tried_on_the_past_beside_the_one_in_force_and_kept_with_a_reason(alarmed):
    app = alarmed(bagian="uji")
    assert re.search(
        r"Aturan ini akan menimbulkan (\d+) peringatan dalam 11 bulan, [\d,]+ sebulan; yang berlaku \1\.", text(app)
    )  # of the months there are
    app.number_input(key="aturan.least_count").set_value(70).run()
    words = text(app)
    assert "tidak timbul lagi" in words and app.query_params["aturan"] == "least_count:70"
    app.text_area(key="simpan_aturan.r").set_value("hanya yang besar yang ditengok")
    assert "berlaku mulai penerbitan berikutnya" in text(press(app, "Simpan"))
    assert alarm_book.in_force().parameters["least_count"] == 70 and not publish.is_current()
    assert "Aturan lain sudah disimpan" in text(alarmed(bagian="uji"))
    publish.publish()
    assert "disimpan oleh analis" in text(alarmed()) and "Soreang," not in text(alarmed())


def test_who_sees_a_part_tries_a_rule_on_it_and_keeps_none(alarmed, login):  # noqa: F811
    app = login("peringatan", "parepare", bagian="uji", aturan="least_count:70")
    assert "Aturan berlaku untuk seluruh kantor" in text(app)
    assert not [button for button in app.button if button.label == "Simpan"]
    assert not alarm_closing.may_keep(Viewer("x@kantor.example", "analis", ("73.72",)))
    assert alarm_closing.may_keep(Viewer("x@kantor.example", "analis", None))


def test_the_areas_of_who_sees_a_part_are_no_office_that_anything_is_rehearsed_of(house):
    house.published(little_by_little)
    force = alarm_rules.alarm_rules().parameters
    for scope in (None, ("73.72",)):
        found = alarm_rehearsal.rehearsed(Viewer("x@kantor.example", "analis", scope), force)
        assert ("kantor" in set(found["group_code"])) is (scope is None) and "73.72" in set(found["group_code"])


def little_by_little(house):
    """Permits of Parepare, in the last month a little more in each of its kecamatan; its total is not there to tell."""
    names = ("Bacukiki", "Ujung", "Soreang", "Bacukiki Barat")
    rows = [
        f"{NAMES[month.month - 1]}-{month:%y} | Parepare | {name} | {17 if month == MONTHS[-1] else 9 + number % 3}"
        for number, month in enumerate(LAST)
        for place, name in enumerate(names)
        if place or number % 2
    ]
    house.permits(*rows)


def test_the_rule_that_is_tried_can_be_put_back(alarmed):
    app = press(alarmed(bagian="uji", aturan="least_count:70"), "Kembali ke aturan yang berlaku")
    assert "0 baru dan 0 tidak timbul lagi" in text(app)


def test_a_damaged_book_is_a_sentence_and_the_alarms_are_still_there(alarmed):
    paths.alarms().mkdir()
    (paths.alarms() / "book.jsonl").write_text("{\n")
    words = text(alarmed()).replace("\\", "")
    assert "rusak pada baris 1" in words and "izin tinggal aktif di Soreang" in words


@pytest.mark.parametrize(
    ("who", "judges"), [("analis", True), ("pimpinan", False), ("petugas", False), ("admin", False)]
)
def test_only_an_analyst_closes_and_only_who_answers_for_the_data_reads_who_did(alarmed, login, who, judges):  # noqa: F811
    app = login("peringatan", who)
    assert bool([button for button in app.button if button.label == "Tutup peringatan ini"]) is judges


def test_an_admin_who_looks_through_an_analysts_eyes_closes_nothing(alarmed, login):  # noqa: F811
    app = login("akses", "admin")
    app.selectbox(key="mata_peran").set_value("analis")
    app.button(key="mata_mulai").click().run()
    app = app.switch_page(str(paths.PAGES / "peringatan.py")).run()
    assert "izin tinggal aktif di Soreang" in text(app)
    assert not [button for button in app.button if button.label == "Tutup peringatan ini"]


def test_who_sees_one_kabupaten_is_told_of_its_alarms_and_not_the_offices(alarmed, login):  # noqa: F811
    words = text(login("peringatan", "parepare"))
    assert "Soreang" in words and "Kantor Parepare" not in words


@pytest.mark.parametrize(
    ("first", "last", "is_closed"),
    [
        ("2024-08", "2024-10", True),
        ("2024-05", "2024-09", True),
        ("2024-09", "2024-10", False),
        ("2023-01", "2023-08", False),
    ],
)
def test_a_closing_is_of_the_run_that_its_month_lies_in_and_of_no_other_run(first, last, is_closed):
    run = {"measure": "m", "group_code": "73.72", "since": pd.Timestamp(first), "last_period": pd.Timestamp(last)}
    closed = Closing(
        "m", "73.72", "2024-08", "protected", "nihil", "acara tahunan", "s@k.id", "2024-11-05T09:00:00+08:00"
    )
    [verdict] = alarm_answers.judged(pd.DataFrame([run]), [closed], last="last_period")["verdict"]
    assert (verdict == "nihil") is is_closed
    again = replace(closed, verdict="")
    assert alarm_answers.judged(pd.DataFrame([run]), [again], last="last_period")["verdict"].tolist() == [""]


def test_a_press_about_an_alarm_that_one_may_not_see_is_not_believed(alarmed):
    alarm = ("active_permits", "73.72.03", "2024-10")
    own, other = (Viewer("x@kantor.example", "analis", scope) for scope in (("73.72",), ("73.72.02",)))
    assert alarm_closing.is_there(own, alarm) and not alarm_closing.is_there(other, alarm)
    assert not alarm_closing.is_there(own, ("active_permits", "73.72.03", "2024-08"))


def test_what_was_closed_is_told_without_a_name_to_who_does_not_answer_for_the_data(alarmed, login):  # noqa: F811
    name, at = "siti@kantor.example", "2024-11-05T09:00:00+08:00"
    alarm = ("active_permits", "73.72.03", "2024-10")
    alarm_book.close(Closing(*alarm, "protected", "kejadian", "proyek baru, izinnya lengkap", name, at))
    seen = {who: text(login("peringatan", who, bagian="riwayat")) for who in ("analis", "penyaji")}
    assert all("proyek baru" in words for words in seen.values())
    assert "seorang analis" in seen["penyaji"] and f"{name}, " not in seen["penyaji"] and f"{name}, " in seen["analis"]


def test_the_sheet_of_a_kecamatan_and_the_method_know_of_alarms(alarmed):
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
    app.query_params["wilayah"] = "73.72.03"
    assert "Peringatan terbuka, Izin tinggal aktif:" in text(app.switch_page(str(paths.PAGES / "kecamatan.py")).run())
    assert "peringatan" in PAGES
