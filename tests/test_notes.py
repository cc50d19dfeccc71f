"""Notes on the time line: who may write and read which, what the book keeps, and where they stand on the chart."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pandas as pd
import pytest
from identity import LISTED, list_people
from plotly.graph_objects import Figure
from test_access_pages import go, login, numbers, page, plainly, told  # noqa: F401 (fixtures)
from test_charts import NONE
from test_sentences import elections, series
from test_upload import text

from timpora import paths
from timpora.draw import charts, note_tables, trend_notes
from timpora.draw.on_screen import VOTING_DAY
from timpora.store import note_book, notes
from timpora.store.notes import Note, NoteRefused

SITI, SPAN = "siti@kantor.go.id", (date(2024, 1, 1), date(2024, 12, 31))
MEASURES = pd.DataFrame(
    {
        "measure": ["active_permits"],
        "measure_name": ["Izin tinggal aktif"],
        "source": ["izin_tinggal"],
        "agency_name": ["Imigrasi"],
        "source_name": ["Izin tinggal"],
    }
)


def drawn(starts: str, words: str = "Festival pantai", area: str = "kantor", **more) -> Note:
    return Note(**{"id": "", "kind": "acara", "starts": starts, "ends": "", "area": area, "text": words} | more)


def add(starts: str, words: str = "Festival pantai", area: str = "kantor", **more) -> Note:
    return note_book.add(drawn(starts, words, area, **more), SITI, None)


def refused(note: Note, scope: tuple[str, ...] | None = None) -> str:
    with pytest.raises(NoteRefused) as refusal:
        note_book.add(note, SITI, scope)
    assert note_book.written() == []
    return str(refusal.value)


# The book


def test_a_note_is_kept_with_author_and_date_and_once_withdrawn_stays_with_the_reason(house):
    kept = add("2024-08-03", " Razia gabungan ", "73.72", kind="operasi", measures=("active_permits",))
    assert (kept.id, kept.by, kept.text, kept.first, kept.last) == (
        "000001", SITI, "Razia gabungan", date(2024, 8, 3), date(2024, 8, 3)
    )  # fmt: skip
    assert note_book.written() == [kept] and kept.written.date() and kept in note_book.in_force()
    gone = note_book.withdraw(kept.id, "Salah bulan", "budi@kantor.go.id", None)
    assert note_book.written() == [gone] and gone not in note_book.in_force()
    assert (gone.withdrawn_by, gone.withdrawn_why, gone.text) == ("budi@kantor.go.id", "Salah bulan", kept.text)
    with pytest.raises(NoteRefused, match="sudah ditarik"):
        note_book.withdraw(kept.id, "Lagi", SITI, None)


def test_what_is_kept_is_never_rewritten_only_added_to(house):
    add("2024-08")
    before = note_book.book().read_bytes()
    note_book.withdraw("000001", "Keliru", SITI, None)
    add("2024-09")
    assert note_book.book().read_bytes().startswith(before) and [n.id for n in note_book.written()] == [
        "000001",
        "000002",
    ]


def test_two_who_write_at_once_both_have_their_note(house):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add("2024-08", f"Acara ke {'abcdefghijklmnop'[n]}"), range(16)))
    assert [int(note.id) for note in note_book.written()] == list(range(1, 17))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "masih kosong"),
        ("x" * 201, "201 huruf, paling banyak 200"),
        ("Bapak John Smith ditemukan di hotel", "menyebut orang"),
        ("Paspor A1234567 diperiksa", "menyebut orang"),
        ("Hubungi 081234567890", "menyebut orang"),
        ("Operasi gabungan, 3 WNA diamankan", "tidak memuat jumlah orang"),
        ("Pabrik baru, sekitar 1.200 pekerja", "tidak memuat jumlah orang"),
        ("Diperiksa dua belas (12) orang asing", "tidak memuat jumlah orang"),
        ("Ditemukan seorang pelanggar", "tidak memuat jumlah orang"),
    ],
)
def test_a_text_without_words_or_about_a_person_is_refused_in_a_sentence(house, words, said):
    assert said in refused(drawn("2024-08", words))
    assert not note_book.book().exists()


def test_numbers_of_things_laws_and_days_are_no_number_of_people(house):
    for words in ("Perpol 3/2025 berlaku", "Festival 12 hari", "Pabrik kedua, 3 gedung", "Operasi 2 malam di 4 hotel"):
        assert add("2024-08", words).text == words


@pytest.mark.parametrize(("starts", "ends"), [("2024-13", ""), ("", ""), ("besok", ""), ("2024-08", "2024-02-30")])
def test_a_time_that_is_none_is_refused(house, starts, ends):
    assert "bukan bulan atau tanggal" in refused(drawn(starts, ends=ends))


def test_a_note_that_ends_before_it_begins_or_names_no_area_is_refused(house):
    assert "selesai sebelum mulai" in refused(drawn("2024-08", ends="2024-07-31"))
    assert "tidak ada di wilayah kerja" in refused(drawn("2024-08", area="99.99"))


def test_a_reason_about_a_person_withdraws_nothing(house):
    kept = add("2024-08")
    with pytest.raises(NoteRefused, match="menyebut orang"):
        note_book.withdraw(kept.id, "Diminta Bapak John Smith, 081234567890", SITI, None)
    assert note_book.in_force()[-1] == kept


@pytest.mark.parametrize("damage", [b"bukan json\n", b'{"withdraw": "000009", "by": "x", "at": "y", "why": "z"}\n'])
def test_a_damaged_book_is_a_sentence_with_the_line_and_nothing_is_added_to_it(house, damage):
    add("2024-08")
    with note_book.book().open("ab") as book:
        book.write(damage)
    assert len(note_book.written()) == 1
    for act in (note_book.breaks, note_book.essence, lambda: add("2024-09")):
        with pytest.raises(NoteRefused, match=r"notes\.jsonl rusak pada baris 2"):
            act()


def test_half_a_line_that_the_power_cut_was_never_kept_and_swallows_no_other(house):
    first = add("2024-08")
    with note_book.book().open("ab") as book:
        book.write(b'{"note": {"id": "0000')
    assert note_book.written() == [first]
    add("2024-09", "Festival kota")
    assert [note.text for note in note_book.written()] == [first.text, "Festival kota"]


def test_a_book_that_cannot_be_read_is_a_sentence(house):
    note_book.book().mkdir(parents=True)
    with pytest.raises(NoteRefused, match="tidak dapat dibaca"):
        note_book.written()


# Whose notes


def test_whoever_has_a_part_writes_and_withdraws_of_that_part_only(house):
    own = ("73.72",)
    for area in ("73.72", "73.72.01"):
        note_book.add(drawn("2024-08", area=area), SITI, own)
    for area in ("kantor", "73.15", "73.15.01"):
        with pytest.raises(NoteRefused, match="di luar wilayah Anda"):
            note_book.add(drawn("2024-08", area=area), SITI, own)
    foreign = add("2024-08", area="73.15")
    with pytest.raises(NoteRefused, match="di luar wilayah Anda"):
        note_book.withdraw(foreign.id, "Keliru", SITI, own)
    with pytest.raises(NoteRefused, match="di luar wilayah Anda"):
        note_book.add(drawn("2024-08", area="73.72"), SITI, ("73.72.01",))


def test_notes_of_other_areas_and_office_notes_that_name_one_are_not_told(house):
    def may(words: str, area: str, scope=("73.72",)) -> bool:
        return notes.may_see(drawn("2024-08", words, area), scope)

    assert may("Festival", "73.72.02") and may("Aturan baru", "kantor") and may("Rapat di Bacukiki Barat", "kantor")
    assert not may("Festival", "73.15") and not may("Festival di Pinrang", "kantor")
    assert not may("Rapat di kecamatan SUPPA", "kantor") and not may("Festival", "73.72", ("73.72.01",))
    assert may("Festival di Pinrang", "kantor", None)


# What is not the office's own


def test_the_reference_notes_say_where_they_are_from_and_the_law_of_march_2025_is_among_them(house):
    found = {note.id: note for note in notes.reference()}
    law = found["perpol-3-2025"]
    assert (law.since, law.kind, law.is_break) == (date(2025, 3, 1), "hukum", False)
    assert "dari berkas acuan: Perpol 3/2025" in note_tables.origin(law, is_named=True)
    assert all(note.stated_by and len(note.text) <= notes.LONGEST and note.starts for note in found.values())


def test_a_series_that_the_law_broke_is_broken_once_there_is_a_contract_for_it(house):
    assert note_book.breaks().empty
    contract = paths.data() / "contracts" / "stm.toml"
    contract.parent.mkdir(parents=True)
    shipped = (paths.ROOT / "data/contracts/tak.toml").read_text("utf-8")
    contract.write_text(re.sub(r'id = "(\w+)"', r'id = "stm_\1"', shipped).replace('id = "stm_tak"', 'id = "stm"'))
    [(measure, area, since), *_] = note_book.breaks().itertuples(index=False)
    assert measure.startswith("stm_") and area == "kantor" and since == pd.Timestamp("2025-03-01")


def test_a_change_that_a_contract_states_breaks_its_source_from_that_month_on(house):
    contract = paths.data() / "contracts" / "tka.toml"
    contract.parent.mkdir(parents=True)
    change = '[[changes]]\nsince = "2023-07"\nis_break = true\ntext = "Dihitung menurut lokasi kerja"\n'
    contract.write_text((paths.ROOT / "data/contracts/tka.toml").read_text("utf-8") + change)
    assert set(note_book.breaks()["measure"]) == {"foreign_workers", "employers_of_foreign_workers"}
    assert [note.stated_by for note in notes.reference() if note.id == "tka-2023-07"] == ["Disnaker"]


def test_background_knowledge_is_never_shown_as_official(house):
    assert "latar umum" in note_tables.origin(drawn("2024-08", stated_by="x", is_background=True), is_named=True)


def test_a_reference_file_that_is_wrong_is_named_in_a_sentence(house):
    file = paths.data() / "reference" / "notes.toml"
    file.parent.mkdir(parents=True)
    for shipped in (paths.ROOT / "data" / "reference").iterdir():
        (file.parent / shipped.name).write_bytes(shipped.read_bytes())
    file.write_text(
        '[[notes]]\nid = "a"\nkind = "gosip"\nstarts = "2024-01"\narea = "kantor"\ntext = "x"\nsource = "y"\n'
    )
    with pytest.raises(NoteRefused, match=r"notes\.toml"):
        note_book.in_force()


# Breaks, as publication reads them


def test_a_break_concerns_its_measures_its_source_or_everything_until_it_is_withdrawn(house):
    add("2024-03-15", area="73.72", measures=("active_permits",), is_break=True)
    add("2024-05", sources=("tka",), is_break=True)
    add("2024-06", "Bukan putus")
    found = note_book.breaks()
    assert found.values.tolist() == [
        ["active_permits", "73.72", pd.Timestamp("2024-03-01")],
        ["employers_of_foreign_workers", "kantor", pd.Timestamp("2024-05-01")],
        ["foreign_workers", "kantor", pd.Timestamp("2024-05-01")],
    ]
    everything = add("2024-07", is_break=True)
    assert len(note_book.breaks()) > 40
    note_book.withdraw(everything.id, "Keliru", SITI, None)
    assert note_book.breaks().equals(found)


def test_a_snapshot_is_another_one_where_a_break_is_and_the_same_where_a_note_is(house):
    before = note_book.essence()
    add("2024-06")
    assert note_book.essence() == before
    broken = add("2024-06", is_break=True)
    assert note_book.essence() != before
    note_book.withdraw(broken.id, "Keliru", SITI, None)
    assert note_book.essence() == before


# On the chart


def figure(*found: Note, votes=()):
    """A chart of 2024 with these notes, and the table of those that fall into it."""
    frame = series("U | 2024-01 | 7 | 1/1", "U | 2024-10 | 9 | 1/1")
    starts, ends = SPAN
    known = elections(*votes).assign(election_name="Pilkada")
    drawing = charts.trend(frame, "orang", starts=starts, ends=ends, stages=NONE, elections=known)
    seen = trend_notes.seen(note_tables.for_chart(found, {}, MEASURES, is_named=True), starts, ends)
    return trend_notes.flags(drawing, seen, starts, ends), seen


def flags(drawing) -> list:
    return [one for one in drawing.layout.annotations if one.bgcolor]


def test_notes_are_numbered_by_when_they_begin_and_those_outside_the_view_are_not_drawn():
    drawing, seen = figure(drawn("2024-08-03"), drawn("2023-02"), drawn("2024-03"), drawn("2023-11", ends="2024-01"))
    assert seen["when"].tolist() == ["November 2023–Januari 2024", "Maret 2024", "3 Agustus 2024"]
    found = [(flag.text, f"{pd.Timestamp(flag.x):%Y-%m-%d}") for flag in flags(drawing)]
    assert found == [("1", "2024-01-01"), ("2", "2024-03-01"), ("3", "2024-08-03")]
    assert "Festival pantai" in flags(drawing)[1].hovertext


def test_flags_that_would_lie_on_each_other_share_one():
    drawing, _ = figure(drawn("2024-08-03"), drawn("2024-08-06"), drawn("2024-08-09"), drawn("2024-11"))
    assert [flag.text for flag in flags(drawing)] == ["1–3", "4"]
    assert flags(drawing)[0].hovertext.count("Festival pantai") == 3


def test_a_flag_stands_above_the_name_of_a_voting_day_and_under_the_legend():
    plain, _ = figure(votes=("pilkada | 2024-11-27 | pasti",))
    drawing, _ = figure(drawn("2024-11-27"), votes=("pilkada | 2024-11-27 | pasti",))
    (vote,) = [one for one in drawing.layout.annotations if one.font.color == VOTING_DAY]
    (flag,) = flags(drawing)
    assert flag.yref == vote.yref == "paper" and flag.y == vote.y and flag.yshift >= 1.5 * vote.font.size
    assert drawing.layout.height - plain.layout.height == drawing.layout.margin.t - plain.layout.margin.t > 0
    assert drawing.layout.legend.y > plain.layout.legend.y


def test_a_break_is_a_dashed_line_between_the_months_it_parts_and_says_so():
    drawing, seen = figure(drawn("2024-05", is_break=True))
    (line,) = [one for one in drawing.layout.shapes if one.type == "line" and one.yref == "y domain"]
    assert line.line.dash == "dash" and pd.Timestamp("2024-04-01") < line.x0 == line.x1 < pd.Timestamp("2024-05-01")
    assert flags(drawing)[0].text == "1 · putus" and "putus deret" in trend_notes.listed(seen)


def test_of_several_plots_each_has_the_line_of_a_break_and_an_axis_without_days_has_none():
    _, seen = figure(drawn("2024-05", is_break=True))
    several = Figure(layout={f"xaxis{n}": {"type": "date", "anchor": f"y{n}"} for n in ("", 2, 3)})
    lines = trend_notes.flags(several, seen, *SPAN).layout.shapes
    assert [(one.xref, one.yref) for one in lines] == [("x", "y domain"), ("x2", "y2 domain"), ("x3", "y3 domain")]
    other = Figure(layout={"xaxis": {"type": "category"}, "height": 300})
    assert trend_notes.flags(other, seen, *SPAN) == Figure(layout={"xaxis": {"type": "category"}, "height": 300})


def test_what_somebody_wrote_is_never_markup():
    drawing, seen = figure(drawn("2024-05", "<b>x</b> & <a href='y'>"))
    assert "<a" not in trend_notes.listed(seen).replace("<article", "") and "<a" not in flags(drawing)[0].hovertext


def test_the_table_of_a_trend_says_what_was_noted_in_a_month():
    values = series("U | 2024-07 | 7 | 1/1", "U | 2024-08 | 9 | 1/1").assign(mark=["", "dikoreksi 2 Mei 2025"])
    table = pd.DataFrame({"U": ["9", "7"]}, index=["Agustus 2024", "Juli 2024"])
    seen = trend_notes.seen(note_tables.for_chart([drawn("2024-07-09")], {}, MEASURES, is_named=True), *SPAN)
    noted = trend_notes.noted(table, values, seen)
    assert noted["Catatan"].to_dict() == {"Juli 2024": "Festival pantai", "Agustus 2024": "U: dikoreksi 2 Mei 2025"}
    assert trend_notes.noted(table, values.assign(mark=""), seen.head(0)).equals(table)


# On the page


def opened(app):
    """The box with the notes, open."""
    app.session_state["kotak_catatan"] = True
    return app.run()


def test_an_analyst_writes_a_note_it_is_drawn_and_logged_and_withdraws_it_with_a_reason(login, numbers):  # noqa: F811
    app = opened(login("tren", "analis"))
    app.text_input(key="catatan_teks").set_value("Festival pantai")
    app.selectbox(key="catatan_mulai").set_value("2024-10")
    app.checkbox(key="catatan_putus").set_value(True)
    app = app.button(key="FormSubmitter:tulis_catatan-Simpan catatan").click().run()
    assert "Catatan Oktober 2024 tersimpan" in text(app) and "Festival pantai" in text(app)
    assert "oleh analis@kantor.example" in text(app) and note_book.breaks()["measure"].tolist() == ["active_permits"]
    app.text_input(key="catatan_alasan").set_value("Salah bulan")
    app = app.button(key="FormSubmitter:tarik_catatan-Tarik").click().run()
    assert "<s>Festival pantai</s>" in text(app) and "Salah bulan" in text(app) and note_book.breaks().empty
    assert [(line["step"], line["note"], line["scope"]) for line in told("catat")] == [
        ("tulis", "000001", "kantor"),
        ("tarik", "000001", "kantor"),
    ]


def test_a_note_about_a_person_is_refused_on_the_page_and_what_was_typed_stays(login, numbers):  # noqa: F811
    app = opened(login("tren", "analis"))
    app.text_input(key="catatan_teks").set_value("Paspor A1234567 diperiksa")
    app = app.button(key="FormSubmitter:tulis_catatan-Simpan catatan").click().run()
    assert "menyebut orang" in app.error[0].value and note_book.written() == []
    assert app.text_input(key="catatan_teks").value == "Paspor A1234567 diperiksa" and told("catat") == []


def test_who_may_only_look_reads_notes_without_their_authors_and_has_no_form(login, numbers):  # noqa: F811
    add("2024-10", "Festival pantai")
    app = opened(login("tren", "pimpinan"))
    assert "Festival pantai" in text(app) and SITI not in text(app)
    assert not app.text_input and "oleh analis" in text(app)


def test_a_press_by_whoever_has_lost_the_right_meanwhile_writes_nothing(login, numbers):  # noqa: F811
    app = opened(login("tren", "analis"))
    list_people(paths.data(), LISTED | {"analis": LISTED["pimpinan"]})
    app.text_input(key="catatan_teks").set_value("Festival pantai")
    app = app.button(key="FormSubmitter:tulis_catatan-Simpan catatan").click().run()
    assert "oleh analis" in plainly(app.error[0].value) and note_book.written() == []


def test_an_analyst_of_one_area_reads_and_writes_its_own(login, numbers):  # noqa: F811
    add("2024-10", "Festival jauh", "73.15")
    add("2024-10", "Rapat di Pinrang")
    add("2024-10", "Festival pantai", "73.72.01")
    app = opened(login("tren", "parepare", wilayah="73.72"))
    assert "Festival pantai" in text(app) and "Festival jauh" not in text(app) and "Rapat di" not in text(app)
    areas = app.selectbox(key="catatan_wilayah").options
    assert areas[0] == "Kota Parepare" and len(areas) == 5
    assert "Festival pantai" in text(go(login("kecamatan", "parepare", wilayah="73.72.01"), "kecamatan"))


def test_a_damaged_book_is_said_and_the_page_still_shows_its_numbers(login, numbers):  # noqa: F811
    add("2024-10")
    note_book.book().write_bytes(b"rusak\n")
    app = login("tren", "analis")
    assert "baris 1" in plainly(app.warning[0].value) and "Sumber: Imigrasi" in text(app)
