"""Files come in through the page: understood, mended or confirmed, kept, published, taken back, and never before."""

import gc
import re
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest

from timpora import paths
from timpora.draw import uploads
from timpora.intake import ledger, spellings
from timpora.intake.findings import finding
from timpora.store import publish
from timpora.web import private, tray, unlost
from timpora.web.publication import Publication
from timpora.web.tray import Tray

HEAD = "PERIODE;KAB/KOTA;KECAMATAN;BVK;VOA;ITK;ITK PERALIHAN;ITAS;ITAP;TOTAL"
CANARY = "X9981776"  # a passport number that nobody has


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder where this process puts temporary files."""
    folder = tmp_path / "sementara"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def page(house, temporary):
    """Open the page in a session of its own, on what the test has loaded."""

    def open_page() -> AppTest:
        app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60)
        return app.switch_page(str(paths.PAGES / "unggah.py")).run()

    return open_page


def permits(*rows: str, head: str = HEAD) -> bytes:
    """A file of stay permits; a row is "Okt-24 | Parepare | Ujung | 16": month, kabupaten, kecamatan, ITAS."""
    lines = [head]
    for row in rows:
        period, kabupaten, kecamatan, itas = (part.strip() for part in row.split("|"))
        lines.append(f"{period};{kabupaten};{kecamatan};0;0;0;0;{itas};0;{itas}")
    return "\n".join(lines).encode()


PAREPARE = [f"Okt-24 | Parepare | {name} | {n}" for n, name in enumerate(("Bacukiki", "Bacukiki Barat", "Soreang"), 3)]
GOOD = permits(*PAREPARE, "Okt-24 | Parepare | Ujung | 12")


def bring(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    box = app.file_uploader[0]
    return box.set_value([(name, content, "text/csv") for name, content in files]).run()


def text(app: AppTest) -> str:
    assert not app.exception, app.exception
    kinds = ("title", "caption", "info", "warning", "error", "success", "markdown", "code", "html", "header")
    parts = [part for kind in kinds for part in app.get(kind)]
    return " ".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)


def press(app: AppTest, name: str, at: int = 0) -> AppTest:
    return buttons(app, name)[at].click().run()


def buttons(app: AppTest, name: str) -> list:
    return [button for button in app.button if button.label.startswith(name)]


def data() -> dict[str, bytes]:
    """Every file of the data folder that says what is known."""
    kept = paths.extracts()
    return {str(f.relative_to(kept)): f.read_bytes() for f in sorted(kept.rglob("*")) if f.is_file()}


def held_files(temporary: Path) -> list[str]:
    """What this process holds open in its folder for temporary files, with a name or without."""
    found = []
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that lists them
            found.append(str(handle.readlink()))
    return [path for path in found if path.startswith(str(temporary))]


def test_a_file_is_understood_and_nothing_changes_before_it_is_kept(page):
    app = page()
    before = data()
    bring(app, ("Izin Tinggal Oktober.csv", GOOD))
    words = text(app)
    assert "Dapat diterima" in words and "Imigrasi, Izin tinggal · Oktober 2024 · 4 baris" in words
    assert "Kota Parepare" in words and "Bacukiki Barat" in words and "4 baris baru" in words
    app.run()
    assert data() == before
    press(app, "Simpan")
    entry = ledger.entries()[-1]
    assert (entry.original_name, entry.rows, entry.source) == ("Izin Tinggal Oktober.csv", 4, "izin_tinggal")
    assert f"Tersimpan sebagai catatan {entry.id}" in text(app)
    assert entry.received_file().read_bytes() == GOOD
    app.run()
    assert len(ledger.history()) == 1


def test_blanks_are_said_in_words_and_columns_the_file_does_not_have_are_named(page):
    content = GOOD.replace(b";Ujung;0;", b";Ujung;;")
    words = text(bring(page(), ("a.csv", content)))
    assert '<td class="n empty">belum dilaporkan</td>' in words
    assert "Tidak dilaporkan dalam berkas ini: AKAN JATUH TEMPO ≤30 HARI, TANPA PERMOHONAN, ITAS KERJA." in words
    rows = re.search(r'<table class="facts rows">.*</table>', words)[0]
    assert "None" not in rows and ">nan<" not in rows


def test_a_wrong_file_names_the_cells_to_mend_and_cannot_be_kept(page):
    app = page()
    before = data()
    wrong = permits("Okt-24 | Parepare | Ujung | 12-", "Okt-24 | Parepare | Soreang | x")
    bring(app, ("salah.csv", wrong))
    words = text(app)
    assert "Ditolak: 4 hal harus diperbaiki" in words
    assert '<td class="cell">H2</td>' in words and '<td class="value">12-</td>' in words
    assert buttons(app, "Simpan") == [] and data() == before


def test_a_file_of_which_nothing_more_can_be_asked_is_not_held_any_longer(page, temporary):
    app = page()
    bring(app, ("salah.csv", permits("Okt-24 | Parepare | Ujung | 12-")), ("baik.csv", GOOD))
    assert len(held_files(temporary)) == 1
    press(app, "Singkirkan")
    assert held_files(temporary) == [] and "baik.csv" not in text(app)


def test_a_file_about_persons_leaves_no_trace(page, temporary, tmp_path):
    app = page()
    content = f"{HEAD};NAMA;NO PASPOR\nOkt-24;Parepare;Ujung;0;0;0;0;12;0;12;Anu bin Fulan;{CANARY}".encode()
    bring(app, ("daftar.csv", content))
    words = text(app)
    assert "Ditolak: berisi data pribadi" in words and "NO PASPOR" in words
    assert CANARY not in words and "Fulan" not in words
    assert held_files(temporary) == []
    assert [f for f in tmp_path.rglob("*") if f.is_file() and CANARY.encode() in f.read_bytes()] == []
    assert [file.getvalue() for file in app.session_state["kotak"]] == [b""]
    card = app.session_state["_tray"].cards[0]
    assert card.outcome.table is None and card.shown is None and CANARY not in repr(card)
    assert CANARY.encode() not in uploads.findings_csv(card.outcome.findings, card.name)


def test_a_name_that_speaks_of_a_person_is_not_repeated(page, temporary):
    app = page()
    bring(app, (f"Paspor {CANARY} Anu.csv", GOOD))
    words = text(app)
    assert "Ditolak: berisi data pribadi" in words and "nama berkas tidak diulang" in words
    card = app.session_state["_tray"].cards[0]
    assert CANARY not in words + repr(card) and held_files(temporary) == []


@pytest.fixture
def doubtful(house) -> bytes:
    """A month whose number is a hundred times the one before."""
    house.permits("Sep-24 | Parepare | Ujung | 12", received="2024-10-05")
    return permits("Okt-24 | Parepare | Ujung | 1200")


def test_a_warning_beyond_form_wants_a_reason_before_the_file_is_kept(page, doubtful):
    app = page()
    before = data()
    bring(app, ("ragu.csv", doubtful))
    assert "Perlu dipastikan: 1 hal" in text(app) and "padahal periode sebelumnya 12" in text(app)
    press(app, "Simpan")
    assert "Tulis dulu alasan" in text(app) and data() == before
    app.text_input[0].set_value("  ")
    press(app, "Simpan")
    assert data() == before
    app.text_input[0].set_value("Sudah ditanyakan: tambang baru dibuka")
    press(app, "Simpan")
    assert ledger.entries()[-1].reason == "Sudah ditanyakan: tambang baru dibuka"
    assert "Alasan: Sudah ditanyakan: tambang baru dibuka" in text(app)


def test_a_reason_that_speaks_of_a_person_is_not_kept_and_another_one_may_be_given(page, doubtful):
    app = page()
    before = data()
    bring(app, ("ragu.csv", doubtful))
    app.text_input[0].set_value(f"paspor {CANARY} ada")
    press(app, "Simpan")
    assert "alasan yang ditulis berisi data pribadi" in text(app).lower() and data() == before
    app.text_input[0].set_value("sudah ditanyakan")
    press(app, "Simpan")
    assert ledger.entries()[-1].reason == "sudah ditanyakan"


def test_a_correction_shows_every_number_that_would_change(page, house):
    house.permits(*PAREPARE, "Okt-24 | Parepare | Ujung | 12")
    app = page()
    bring(app, ("perbaikan.csv", permits(*PAREPARE, "Okt-24 | Parepare | Ujung | 14")))
    words = text(app)
    cells = "<td>Ujung</td><td>Oktober 2024</td><td>ITAS</td>"
    assert f'{cells}<td class="n">12</td><td class="n">14</td>' in words
    assert "Yang akan berubah: 2 angka. Berkas ini menggantikan catatan 000001" in words
    press(app, "Simpan")
    assert ledger.entries()[-1].replaces == ("000001",)
    assert "digantikan" in text(app)


def test_the_same_file_twice_changes_nothing_and_says_so(page, house):
    house.load(GOOD)
    app = page()
    before = data()
    bring(app, ("lagi.csv", GOOD))
    assert "Sudah pernah dimuat (catatan 000001). Tidak ada yang berubah." in text(app)
    assert buttons(app, "Simpan") == [] and data() == before


def test_a_month_that_the_file_does_not_say_is_asked_and_never_guessed(page):
    app = page()
    content = GOOD.replace(b"PERIODE;", b"").replace(b"Okt-24;", b"")
    bring(app, ("tanpa bulan.csv", content))
    asked = next(box for box in app.selectbox if box.label == "Periode berkas ini")
    assert "Perlu dijawab dulu" in text(app) and asked.value is None and buttons(app, "Simpan") == []
    asked.set_value(date(2024, 10, 1)).run()
    assert "Izin tinggal · Oktober 2024 · 4 baris" in text(app)
    press(app, "Simpan")
    assert ledger.entries()[-1].periods == ["2024-10-01"]


def test_a_source_that_the_file_does_not_say_is_asked(page):
    app = page()
    bring(app, ("catatan.csv", b"Rapat;Hasil\nSenin;Baik\n"))
    asked = next(box for box in app.selectbox if box.label == "Sumber berkas ini")
    assert asked.value is None and len(asked.options) == 13
    asked.set_value("tka").run()
    words = text(app)
    # Now only this source's columns are named, and the choice can be mended.
    assert "tka: TKA" in words and "izin_tinggal:" not in words
    assert next(box for box in app.selectbox if box.label == "Sumber berkas ini").value == "tka"


def test_an_unknown_spelling_is_asked_once_and_remembered_with_who_and_when(page):
    app = page()
    misspelt = permits("Okt-24 | Parepare | Ujungg | 12", *PAREPARE)
    bring(app, ("ejaan.csv", misspelt))
    asked = next(box for box in app.selectbox if "Ujungg" in box.label)
    assert asked.value is None and asked.options[0] == "Ujung" and len(asked.options) == 4
    press(app, "Ingat")
    assert spellings.confirmed() == [] and "Perlu dijawab dulu" in text(app)
    asked = next(box for box in app.selectbox if "Ujungg" in box.label)
    asked.select("Ujung")
    press(app, "Ingat")
    line = spellings.confirmed()[0]
    assert (line["spelling"], line["kabupaten"], line["area_code"]) == ("Ujungg", "73.72", "73.72.02")
    assert line["by"] == ledger.person() and line["at"]
    assert "Dapat diterima" in text(app)
    press(app, "Simpan")
    bring(app, ("bulan depan.csv", misspelt.replace(b"Okt-24", b"Sep-24")))
    assert "Dapat diterima" in text(app)


def test_a_spelling_that_was_confirmed_by_mistake_can_be_forgotten(page):
    tray.confirm("Ujungg", "73.72", "73.72.03")
    app = page()
    misspelt = permits("Okt-24 | Parepare | Ujungg | 12")
    bring(app, ("ejaan.csv", misspelt))
    assert "«Ujungg» berarti Soreang, Kota Parepare" in text(app) and "Dapat diterima" in text(app)
    press(app, "Lupakan")
    assert "Perlu dijawab dulu" in text(app) and "berarti Soreang" not in text(app)


def test_all_that_can_be_accepted_is_kept_at_once_and_nothing_else(page, doubtful):
    app = page()
    good = [(f"{name}.csv", permits(f"Okt-24 | {name} | {name} | 7")) for name in ("Barru", "Enrekang")]
    bring(app, *good, ("ragu.csv", doubtful), ("salah.csv", permits("Okt-24 | Barru | Balusu | tiga")))
    press(app, "Simpan semua yang dapat diterima (2 berkas)")
    assert [entry.original_name for entry in ledger.entries()[1:]] == ["Barru.csv", "Enrekang.csv"]
    assert "2 berkas tersimpan" in text(app) and "1 berkas perlu dipastikan" in text(app)


def test_of_two_files_that_speak_for_the_same_only_the_first_is_kept_unseen(page):
    app = page()
    bring(app, ("pertama.csv", GOOD), ("kedua.csv", GOOD.replace(b";12;0;12", b";14;0;14")))
    press(app, "Simpan semua")
    assert [entry.original_name for entry in ledger.entries()] == ["pertama.csv"]
    words = text(app)
    assert "berisi kabupaten dan bulan yang sama" in words
    assert '<td class="n">12</td><td class="n">14</td>' in words
    press(app, "Simpan")
    assert ledger.entries()[-1].replaces == (ledger.entries()[-2].id,)


def test_two_people_with_the_same_file_keep_it_once(page):
    one, other = page(), page()
    bring(one, ("a.csv", GOOD))
    bring(other, ("a.csv", GOOD))
    press(one, "Simpan")
    press(other, "Simpan")
    assert len(ledger.entries()) == 1
    assert "Sudah pernah dimuat" in text(other)


def test_what_somebody_else_kept_meanwhile_is_shown_before_anything_is_kept(page):
    one, other = page(), page()
    bring(one, ("a.csv", GOOD))
    bring(other, ("b.csv", GOOD.replace(b";12;0;12", b";14;0;14")))
    assert "tidak ada angka lama yang diganti" in text(other)
    press(one, "Simpan")
    press(other, "Simpan")
    assert len(ledger.entries()) == 1 and "Sementara itu data berubah" in text(other)
    assert '<td class="n">12</td><td class="n">14</td>' in text(other)
    press(other, "Simpan")
    assert len(ledger.entries()) == 2


def test_each_file_is_read_once_and_again_only_when_what_it_is_compared_with_changes(page, house):
    app = page()
    bring(app, ("a.csv", GOOD))
    read = app.session_state["_tray"].cards[0].outcome
    app.run()
    app.run()
    assert app.session_state["_tray"].cards[0].outcome is read
    house.permits("Okt-24 | Parepare | Ujung | 5")
    app.run()
    assert app.session_state["_tray"].cards[0].outcome is not read
    assert "menggantikan catatan 000001" in text(app)


def test_what_was_kept_is_published_from_the_page_and_linked_to_its_month(page):
    app = page()
    bring(app, ("a.csv", GOOD))
    press(app, "Simpan")
    assert not publish.is_current() and "1 berkas baru akan tampil (Imigrasi, Izin tinggal" in text(app)
    press(app, "Terbitkan")
    words = text(app)
    assert publish.is_current() and "Sudah terbit" in words and "Tersimpan sebagai" not in words
    link = app.get("page_link")[0].proto
    assert link.label == "Buka peta Oktober 2024" and "periode=2024-10" in str(link)
    assert buttons(app, "Terbitkan") == []


def september(house):
    house.permits("Sep-24 | Parepare | Ujung | 12")


def corrected(house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    house.permits("Okt-24 | Parepare | Ujung | 14", "Okt-24 | Barru | Balusu | 2")


def test_a_publication_that_fails_says_why_and_what_is_served_stays(page, house):
    served = house.published(september)
    app = page()
    bring(app, ("a.csv", GOOD))
    press(app, "Simpan")
    ledger.entries()[-1].understood_file().write_text("rusak")
    press(app, "Terbitkan")
    assert "hilang atau berubah sejak diterima" in text(app) and "Sudah terbit" not in text(app)
    assert (paths.published() / "current").resolve().name == served.name and buttons(app, "Terbitkan")


def test_a_publication_goes_on_while_nobody_looks_and_tells_it_all_to_whoever_looks_later(house):
    house.load(GOOD)
    job = Publication()
    told = list(job.lines())
    assert job.is_over and job.problem is None and publish.is_current()
    assert told[-1].startswith("Terbit") and list(job.lines()) == told


def test_taking_a_file_back_says_first_what_speaks_again(page, house):
    house.published(corrected)
    app = page()
    before = data()
    app.selectbox(key="tarik").set_value("000002").run()
    words = text(app)
    assert "Yang berlaku lagi untuk Kota Parepare, Oktober 2024: catatan 000001" in words
    assert "Untuk Kabupaten Barru, Oktober 2024 tidak ada laporan lain" in words and data() == before
    press(app, "Batal")
    assert data() == before and app.selectbox(key="tarik").value is None
    app.selectbox(key="tarik").set_value("000002").run()
    press(app, "Ya, tarik kembali catatan 000002")
    assert [entry.id for entry in ledger.entries()] == ["000001"]
    words = text(app)
    assert "Catatan 000002 ditarik kembali" in words
    assert "1 berkas yang ditarik tidak akan tampil lagi (catatan 000002)" in words
    assert f"ditarik {ledger.person()}" in words
    assert "000002 " not in " ".join(app.selectbox(key="tarik").options)


def test_what_somebody_else_took_back_meanwhile_is_not_taken_back_twice(page, house):
    house.permits("Okt-24 | Parepare | Ujung | 12")
    one, other = page(), page()
    for app in (one, other):
        app.selectbox(key="tarik").set_value("000001").run()
    press(one, "Ya, tarik")
    press(other, "Ya, tarik")
    assert sum("undoes" in line for line in ledger.history()) == 1
    assert "sudah ditarik kembali sebelumnya" in text(other)


def test_a_file_that_was_taken_back_is_not_said_to_be_kept_any_longer(page):
    app = page()
    bring(app, ("a.csv", GOOD))
    press(app, "Simpan")
    app.selectbox(key="tarik").set_value("000001").run()
    press(app, "Ya, tarik")
    assert "Tersimpan sebagai" not in text(app)


def test_beside_sample_data_a_real_file_is_examined_and_never_kept(page, house):
    house.permits("Sep-24 | Parepare | Ujung | 12", is_sample=True)
    publish.publish()
    app = page()
    before = data()
    bring(app, ("a.csv", GOOD))
    words = text(app)
    assert "Dapat diterima" in words and "python -m timpora sample --remove" in words
    assert buttons(app, "Simpan") == []
    held = app.session_state["_tray"]
    assert not held.keep(held.cards[0]) and held.keep_ready() == 0
    assert data() == before


def test_in_an_empty_house_the_page_says_where_to_begin_and_has_a_template_for_every_source(page):
    app = page()
    words = text(app)
    assert "Belum ada data di sini" in words and "Imigrasi, Izin tinggal" in words
    assert "Sekretariat Timpora, Rencana tindak lanjut" in words
    assert "bulanan, paling lambat 10 hari sesudah periode berakhir" in words
    assert len([b for b in app.get("download_button") if b.proto.label == "Unduh templat"]) == 13
    bring(app, ("a.csv", GOOD))
    press(app, "Simpan")
    assert "Belum ada data di sini" not in text(app) and "Langkah berikutnya: terbitkan" in text(app)


def test_a_name_is_shown_and_nothing_more(page, tmp_path):
    app = page()
    bring(app, ("../../../<img src=x onerror=alert(1)>\u202e\x07.csv", GOOD))
    words = text(app)
    assert "&lt;img src=x onerror=alert(1)&gt;" in words and "<img" not in words and "../" not in words
    press(app, "Simpan")
    assert ledger.entries()[-1].original_name == "<img src=x onerror=alert(1)> .csv"
    assert sorted(f.name for f in tmp_path.rglob("*img*")) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\budi\\Izin.xlsx", "Izin.xlsx"),
        ("/etc/passwd", "passwd"),
        ("a\nb\x00c\u202ed.csv", "a b c d.csv"),
        ("", "–"),
        ("\x00\x00", "–"),
        ("x" * 300 + ".xlsx", "x" * 111 + "…xxx.xlsx"),
    ],
)
def test_the_name_of_a_file_is_its_last_part_without_what_cannot_be_seen(sent, shown):
    assert private.display_name(sent) == shown


def test_a_held_file_has_no_name_on_disk_and_goes_with_its_session(house, temporary):
    files = Tray()
    files.take("1", "a.csv", GOOD)
    files.examine(files.cards[0])
    assert files.cards[0].outcome.rows == 4
    assert list(temporary.rglob("*")) == [] and len(held_files(temporary)) == 1
    del files
    gc.collect()
    assert held_files(temporary) == []


def test_more_files_than_can_be_looked_at_are_not_taken_and_it_is_said(house, temporary):
    files = Tray()
    for number in range(tray.MOST + 1):
        files.take(str(number), f"{number}.csv", GOOD)
    assert len(files.cards) == tray.MOST and f"Berkas {tray.MOST}.csv tidak diambil" in files.problem


def test_the_list_of_findings_for_the_agency_holds_nothing_that_a_spreadsheet_would_run():
    told = [finding("warn", "blank_cell", sheet="Okt", cell="F14")]
    told += [finding("refuse", "not_a_number", cell=f"A{n}", value=v) for n, v in enumerate(("=1+1", "+1", "-1", "@x"))]
    content = uploads.findings_csv(told, "=cmd|' /C calc'!A0.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Berkas;Tingkat;Lembar;Sel;Tertulis;Apa yang salah, dan apa yang dilakukan"
    assert [re.search(r";A\d;([^;]*);", line)[1] for line in lines[1:5]] == ["'=1+1", "'+1", "'-1", "'@x"]
    assert lines[5].split(";")[1:5] == ["! Periksa", "Okt", "F14", ""]
    assert all(line.startswith("'=cmd") for line in lines[1:])


def test_the_gravest_findings_come_first_and_no_more_are_drawn_than_can_be_read():
    told = [finding("note", "column_ignored", value="NO")]
    told += [finding("warn", "blank_cell", cell=f"A{n}") for n in range(uploads.MOST)]
    told += [finding("warn", "ten_times", row=2, area="Ujung", column="ITAS", value="900", old=9)]
    told += [finding("refuse", "not_a_number", cell="B2", value="x")]
    rules = [found.rule for found in uploads.sorted_findings(told)]
    assert rules[:2] == ["not_a_number", "ten_times"] and rules[-1] == "column_ignored"
    drawn = uploads.findings_table(told)
    assert drawn.count("<tr>") == uploads.MOST + 1 and "Dan 3 temuan lagi" in drawn


def test_a_file_brought_while_the_page_begins_anew_is_told_where_to_go(monkeypatch):
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)
    unlost.keep()
    queue = ForwardMsgQueue()
    answer, drawn = ForwardMsg(), ForwardMsg()
    answer.file_urls_response.response_id = "satu"
    drawn.delta.new_element.text.body = "lama"
    queue.enqueue(answer)
    queue.enqueue(drawn)
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.flush() == [answer] and queue.is_empty()
