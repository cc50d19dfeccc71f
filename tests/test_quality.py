"""How far numbers can be trusted: what came in when, what was corrected, who differs, and where a number is from."""

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser

import drafts
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timpora import paths
from timpora.draw import agreement, corrections, provenance, reports, tables
from timpora.draw.markup import Markup, href, join, origin_href, tag
from timpora.intake import ledger
from timpora.measure.quality import judgement
from timpora.settings import now
from timpora.store import snapshot

OFFICE = {
    "Barru": "Balusu",
    "Soppeng": "Lalabata",
    "Wajo": "Tempe",
    "Sidenreng Rappang": "Panca Rijang",
    "Pinrang": "Suppa",
    "Enrekang": "Enrekang",
    "Parepare": "Ujung",
}
APOA = "BULAN;KAB/KOTA;KECAMATAN;PENGINAPAN TERDAFTAR;PENGINAPAN MELAPOR;LAPOR MASUK;LAPOR KELUAR"
PEOPLE = "TAHUN;KAB/KOTA;KECAMATAN;JUMLAH PENDUDUK"
HOSTILE = "<img src=x onerror=alert(1)>&quot;' \u202egnp.xlsx.csv"


@pytest.fixture
def ask(house):
    def ask(question, **parameters):
        return drafts.current(is_judged=False).ask(question, **parameters)

    return ask


@pytest.fixture
def office(house):
    """Load permits of a month for every kabupaten of the office, or all but some; one kecamatan stands for each."""

    def load(month: str, received: str, without: tuple[str, ...] = (), itas: int = 5):
        rows = [f"{month} | {kab} | {kec} | {itas}" for kab, kec in OFFICE.items() if kab not in without]
        return house.permits(*rows, received=received, reason="uji")

    return load


def matrix(ask, today: str, months: int | None = None, source: str = "izin_tinggal") -> dict[str, object]:
    """Month → row of the matrix, of one source."""
    cells = ask("report_matrix", today=today, months=months)
    return {f"{row.period:%Y-%m}": row for row in cells[cells["source"] == source].itertuples()}


def states(ask, today: str, months: int | None = None, source: str = "izin_tinggal") -> dict[str, str]:
    return {month: row.state for month, row in matrix(ask, today, months, source).items()}


def registry(house, quarter: str, *rows: str, received: str = "2024-10-20"):
    """Load Dukcapil's quarter; a row is "Parepare | Ujung | 9 | 1": kabupaten, kecamatan, SKTT, KTP-el."""
    lines = [";".join(part.strip() for part in row.split("|")) for row in rows]
    content = "\n".join([f"Triwulan {quarter};;;", "KAB/KOTA;KECAMATAN;SKTT;KTP-EL OA", *lines])
    return house.load(content, received, reason="uji")


# what came in, and when


def test_a_report_is_on_time_late_missing_or_not_yet_due_by_the_day_it_came(office, ask):
    office("Jun-24", "2024-07-10")  # the due day itself
    office("Jul-24", "2024-08-22")
    office("Sep-24", "2024-10-01")
    assert states(ask, "2024-11-09") == {
        "2024-06": "on_time",
        "2024-07": "late",
        "2024-08": "missing",
        "2024-09": "on_time",
        "2024-10": "not_due",
    }
    assert states(ask, "2024-11-11")["2024-10"] == "missing"
    assert matrix(ask, "2024-11-09")["2024-07"].days_late == 12


def test_a_report_without_some_kabupaten_is_there_in_part_until_they_came_and_then_it_is_late(office, house, ask):
    office("Sep-24", "2024-10-05", without=("Wajo", "Barru"))
    cell = matrix(ask, "2024-10-08")["2024-09"]
    assert (cell.state, cell.places_reported, cell.places_expected, cell.is_due) == ("partial", 5, 7, False)
    house.permits("Sep-24 | Wajo | Tempe | 1", "Sep-24 | Barru | Balusu | 1", received="2024-10-30", reason="uji")
    cell = matrix(ask, "2024-11-08")["2024-09"]
    assert (cell.state, cell.places_reported, cell.days_late) == ("late", 7, 20)


def test_a_correction_marks_the_report_and_makes_it_no_later_and_undo_takes_the_mark_away(office, house, ask):
    office("Sep-24", "2024-10-05")
    mended = house.permits("Sep-24 | Parepare | Ujung | 9", received="2024-11-20", reason="uji").entry
    cell = matrix(ask, "2024-11-25")["2024-09"]
    assert (cell.state, cell.cells_corrected) == ("on_time", 2)  # ITAS and TOTAL
    ledger.undo(mended.id, by="uji", at=now())
    assert matrix(ask, "2024-11-25")["2024-09"].cells_corrected == 0


def test_a_report_taken_back_is_missing_again(office, ask):
    office("Aug-24", "2024-09-05")
    entry = office("Sep-24", "2024-10-05").entry
    assert states(ask, "2024-11-05")["2024-09"] == "on_time"
    ledger.undo(entry.id, by="uji", at=now())
    assert states(ask, "2024-11-05")["2024-09"] == "missing"


def test_a_quarterly_source_is_expected_in_the_month_that_ends_its_quarter(house, ask):
    registry(house, "I 2024", *[f"{kab} | {kec} | 1 | 0" for kab, kec in OFFICE.items()], received="2024-04-20")
    house.permits("Sep-24 | Parepare | Ujung | 1", received="2024-10-01")
    found = states(ask, "2024-10-31", source="adminduk")
    assert found == {
        "2024-03": "on_time",
        "2024-04": "not_expected",
        "2024-05": "not_expected",
        "2024-06": "missing",
        "2024-07": "not_expected",
        "2024-08": "not_expected",
        "2024-09": "missing",
    }
    assert states(ask, "2024-10-30", source="adminduk")["2024-09"] == "not_due"


def test_a_source_is_expected_from_its_first_report_on_and_one_that_never_came_is_not(office, house, ask):
    office("Jul-24", "2024-08-05")
    house.load(f"{APOA}\nSep-24;Parepare;Ujung;10;8;3;2", "2024-10-05")
    assert list(states(ask, "2024-10-05", source="apoa").values()) == ["not_expected", "not_expected", "partial"]
    assert set(states(ask, "2024-10-05", source="tak").values()) == {"not_expected"}
    cells = ask("report_matrix", today="2024-10-05", months=24)
    drawn = reports.matrix(cells, None, {})
    assert drawn.count("belum pernah diterima") == 11


def test_a_roll_is_expected_of_the_kabupaten_that_vote_next_and_only_where_one_came(house, ask):
    head = "PERIODE;TAHAPAN;KAB/KOTA;KECAMATAN;TPS;PEMILIH L;PEMILIH P;TOTAL"
    house.load(f"{head}\nSep-20;DPS;Barru;Balusu;9;5;5;10\nSep-20;DPS;Soppeng;Lalabata;9;5;5;10", "2020-09-14")
    house.load(f"{head}\nSep-24;DPT;Barru;Balusu;9;5;5;10", "2024-10-20", reason="uji")
    found = matrix(ask, "2024-11-05", source="dpt")
    assert (found["2020-09"].state, found["2020-09"].places_expected) == ("on_time", 2)
    assert (found["2024-09"].state, found["2024-09"].places_expected) == ("partial", 7)
    assert found["2022-09"].state == "not_expected"


def test_a_list_of_agreed_items_lacks_nothing_where_nothing_was_agreed(house, ask):
    head = "PERIODE;NOMOR;KAB/KOTA;KECAMATAN;INSTANSI;DISEPAKATI;JATUH TEMPO;SELESAI"
    outcome = house.load(f"{head}\nSep-24;RTL-1;Parepare;Ujung;Imigrasi;01/08/2024;01/09/2024;-", "2024-10-05")
    assert outcome.entry, [found.message for found in outcome.findings]
    assert states(ask, "2024-10-20", source="rtl") == {"2024-09": "on_time"}


def test_a_kabupaten_that_was_switched_off_is_not_waited_for_nor_counted(office, house, ask):
    house.permits("Aug-24 | Wajo | Tempe | 1", received="2024-09-05")
    office("Sep-24", "2024-10-05", without=("Wajo",))
    table = paths.own_reference() / "office.toml"
    table.parent.mkdir()
    table.write_text(paths.reference("office.toml").read_text("utf-8").replace('"73.13",', ""), "utf-8")
    assert states(ask, "2024-10-08") == {"2024-09": "on_time"}  # August, which only Wajo reported, is no month of ours


def test_the_newest_months_are_shown_up_to_the_month_that_has_ended(office, ask):
    office("Jan-23", "2023-02-05")
    assert list(states(ask, "2024-11-30", months=3)) == ["2024-08", "2024-09", "2024-10"]
    assert len(states(ask, "2024-11-30")) == 22


def test_what_lies_behind_a_cell_names_each_kabupaten_file_person_and_reason(office, house, ask):
    office("Sep-24", "2024-10-05", without=("Wajo",))
    house.permits("Sep-24 | Parepare | Ujung | 9", received="2024-10-12", reason="angka lama terbalik")
    files = ask("report_files", source="izin_tinggal", period="2024-09-01")
    assert list(files["load_id"]) == ["000002", "000001"]
    assert list(files["places_in_force"]) == [1, 5] and list(files["places_covered"]) == [1, 6]
    assert list(files["cells_corrected"]) == [2, 0]
    assert files["reason"].iloc[0] == "angka lama terbalik"
    drawn = provenance.files(files, names_people=True)
    assert "dipakai untuk 5 dari 6" in drawn and "Alasan diterima: angka lama terbalik" in drawn
    assert ledger.person() in drawn and "12 Oktober 2024" in drawn
    places = ask("report_places", source="izin_tinggal", period="2024-09-01").set_index("kabupaten_code")
    assert pd.isna(places.loc["73.13", "first_received_on"])
    assert f"{places.loc['73.72', 'first_received_on']:%Y-%m-%d}" == "2024-10-05"
    assert (places.loc["73.72", "areas_reporting"], places.loc["73.72", "areas_expected"]) == (1, 4)
    assert places.loc["73.72", "areas_missing"] == "Bacukiki, Soreang, Bacukiki Barat"
    drawn = provenance.places(places.reset_index(), pd.Timestamp("2024-10-03"))
    assert "terlambat 2 hari" in drawn and "belum masuk" in drawn and "tanpa Bacukiki, Soreang" in drawn


def test_a_file_that_was_replaced_whole_is_named_and_said_to_be_replaced(house, ask):
    for itas in (5, 9):
        house.permits(f"Sep-24 | Parepare | Ujung | {itas}", received="2024-10-05", reason="uji")
    drawn = provenance.files(ask("report_files", source="izin_tinggal", period="2024-09-01"), names_people=True)
    assert drawn.index("catatan 000002") < drawn.index("<td>dipakai; 2 angka dikoreksi</td>")
    assert drawn.index("catatan 000001") < drawn.index("<td>sudah digantikan</td>")


def test_the_newest_month_is_said_in_a_sentence_with_what_is_still_waited_for(office, house, ask):
    office("Jun-24", "2024-07-05")
    office("Jul-24", "2024-08-30")
    house.load(f"{APOA}\nJul-24;Parepare;Ujung;10;8;3;2", "2024-08-05")
    house.load("Bulan: Juni 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;3;2", "2024-07-05")
    cells = ask("report_matrix", today="2024-08-31", months=24)
    assert reports.answer(cells) == (
        "Juli 2024: 1 dari 3 sumber yang diharapkan sudah masuk lengkap; "
        "terlambat: Imigrasi, Izin tinggal (20 hari); baru sebagian: Imigrasi (APOA) (1/7); "
        "belum masuk: Imigrasi, Orang asing menurut kebangsaan."
    )
    assert reports.awaited_sentence(cells) == (
        "Masih ditunggu lewat tenggat (3): Imigrasi (APOA) Juli 2024 (1/7) · "
        "Imigrasi, Orang asing menurut kebangsaan Juli 2024 (belum masuk) · "
        "Imigrasi, Orang asing menurut kebangsaan Juni 2024 (1/7)."
    )


def test_every_cell_has_a_sign_and_words_and_a_link_to_what_lies_behind_it(office, ask):
    office("Jul-24", "2024-08-22")
    office("Sep-24", "2024-10-05")
    cells = ask("report_matrix", today="2024-10-05", months=24)
    own = cells[cells["source"] == "izin_tinggal"]
    drawn = reports.matrix(cells, own.iloc[0], {"rentang": "24"})
    assert 'href="?rentang=24&amp;sumber=izin_tinggal&amp;bulan=2024-08"' in drawn
    assert 'title="Imigrasi, Izin tinggal, Juli 2024: terlambat 12 hari"' in drawn
    assert 'title="Imigrasi, Izin tinggal, Agustus 2024: belum masuk, lewat tenggat 10 September 2024"' in drawn
    assert [reports.sign_of(cell) for cell in own.itertuples()] == ["+12", "✕", "✓"]
    assert drawn.count("chosen") == 2  # the row's head and the cell
    key = reports.legend(cells)
    assert all(word in key for word in ("tepat waktu", "terlambat", "sebagian", "belum masuk", "tidak diharapkan"))


# what was corrected


def test_corrections_are_listed_newest_first_with_old_and_new_and_both_files(office, house, ask):
    office("Jul-24", "2024-08-05", itas=14)
    house.permits("Jul-24 | Parepare | Ujung | 12", received="2024-09-12", reason="uji")
    house.permits("Jul-24 | Parepare | Soreang | 1.200", received="2024-10-12", reason="uji")
    cells = ask("corrections", today="2024-11-05", months=24)
    assert list(cells["load_id"].unique()) == ["000003", "000002"]
    assert corrections.answer(cells) == (
        "2 berkas mengoreksi 16 angka; yang terbaru diterima 12 Oktober 2024 (Imigrasi, Izin tinggal, Juli 2024)."
    )
    drawn = corrections.log(cells, names_files=True)
    assert "<strong>12 September 2024 · Imigrasi, Izin tinggal, Juli 2024</strong>" in drawn
    assert "Ujung, Kota Parepare, ITAS: <span" in drawn and ">14 → 12<" in drawn
    assert ">belum dilaporkan → 1.200<" in drawn and ">12 → belum dilaporkan<" in drawn
    assert drawn.index("12 Oktober") < drawn.index("12 September")
    assert "berkas-2.csv" in drawn and "menggantikan" in drawn and "berkas-1.csv" in drawn


def test_a_correction_is_shown_while_its_month_is_young_or_still_in_use(house, ask):
    for received, count in (("2022-03-01", "40.000"), ("2022-03-09", "41.000")):
        house.load(f"{PEOPLE}\n2022;Parepare;Ujung;{count}", received, reason="uji")
    for received, itas in (("2022-07-03", 3), ("2022-07-09", 4)):
        house.permits(f"Jun-22 | Parepare | Ujung | {itas}", received=received, reason="uji")
    shown = {
        today: set(ask("corrections", today=today, months=24)["source"])
        for today in ("2024-06-01", "2024-07-02", "2025-12-01", "2026-01-02")
    }
    assert shown == {
        "2024-06-01": {"penduduk", "izin_tinggal"},
        "2024-07-02": {"penduduk"},
        "2025-12-01": {"penduduk"},
        "2026-01-02": set(),
    }
    assert len(ask("corrections", today="2030-01-01", months=None)) == 3
    assert corrections.answer(ask("corrections", today="2030-01-01", months=24)) == "Tidak ada angka yang dikoreksi."


def test_a_corrected_roll_names_the_roll_and_a_long_correction_opens(house, ask):
    head = "PERIODE;TAHAPAN;KAB/KOTA;KECAMATAN;TPS;PEMILIH L;PEMILIH P;TOTAL"
    for received, men in (("2024-08-12", 5), ("2024-08-20", 6)):
        rows = [
            f"Agu-24;DPS;Parepare;{kec};9;{men};5;{men + 5}"
            for kec in ("Ujung", "Soreang", "Bacukiki", "Bacukiki Barat")
        ]
        house.load("\n".join([head, *rows]), received, reason="uji")
    cells = ask("corrections", today="2024-11-05", months=24)
    drawn = corrections.log(cells, names_files=True)
    assert "Ujung, Kota Parepare, DPS, PEMILIH L: " in drawn
    assert len(cells) == 8 and "<summary>2 angka lain</summary>" in drawn


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("1200", "count", "1.200"),
        ("0", "count", "0"),
        ("1.25", "decimal", "1,25"),
        ("2024-09-12", "date", "12 September 2024"),
        ("True", "yes_no", "ya"),
        ("False", "yes_no", "tidak"),
        ("<b>", "label", "<b>"),
        (None, "count", "belum dilaporkan"),
        (float("nan"), "count", "belum dilaporkan"),
    ],
)
def test_a_corrected_value_is_written_as_a_person_reads_it(value, kind, text):
    assert corrections.value_text(value, kind) == text


# who differs


def judged(ask, period: str = "2024-09-01") -> pd.DataFrame:
    pair = judgement().pairs["itas-sktt"]
    rules = {"smallest": pair.smallest, "allowed": pair.allowed, "share": pair.share}
    rows = ask("agreement", first=pair.first, second=pair.second, period=period, **rules)
    return rows.set_index("group_code", drop=False)


def test_two_agencies_agree_differ_or_cannot_be_judged(house, ask):
    house.permits(
        "Sep-24 | Parepare | Ujung | 100",
        "Sep-24 | Barru | Balusu | 50",
        "Sep-24 | Wajo | Tempe | 4",
        "Sep-24 | Pinrang | Suppa | 3",
        "Sep-24 | Soppeng | Lalabata | 8",
        received="2024-10-05",
    )
    rows = ("Parepare | Ujung | 90 | 0", "Barru | Balusu | 40 | 0", "Wajo | Tempe | 1 | 0", "Pinrang | Suppa | 3 | 0")
    registry(house, "III 2024", *rows)
    found = judged(ask)
    assert found.loc[["73.72", "73.11", "73.13", "73.15", "73.12", "73.16"], "state"].tolist() == [
        "agrees",  # ten of a hundred is within a tenth
        "differs",
        "too_small",
        "agrees",  # the same number, however small
        "not_reported",
        "not_reported",
    ]
    assert (found.loc["73.12", "first_areas"], found.loc["73.12", "second_areas"]) == (1, 0)
    assert agreement.answer(found, "ITAS dan SKTT", date(2024, 9, 1)) == (
        "ITAS dan SKTT, September 2024: di 1 dari 7 kabupaten/kota berbeda melebihi batas (Kabupaten Barru). "
        "1 terlalu kecil untuk dinilai. 3 belum dapat dibandingkan. Mana yang benar belum diketahui."
    )


def test_only_kecamatan_that_both_report_are_summed_and_opposite_differences_do_not_hide(house, ask):
    house.permits(
        "Sep-24 | Parepare | Ujung | 30", "Sep-24 | Parepare | Soreang | 10", "Sep-24 | Parepare | Bacukiki | 7",
        "Sep-24 | Barru | Balusu | 30", received="2024-10-05",
    )  # fmt: skip
    registry(house, "III 2024", "Parepare | Ujung | 10 | 0", "Parepare | Soreang | 30 | 0", "Barru | Balusu | 20 | 0")
    row = judged(ask).loc["73.72"]
    assert (row.first_value, row.second_value, row.areas_compared) == (40, 40, 2)
    assert (row.state, row.areas_differing) == ("agrees", 2)
    drawn = agreement.by_kecamatan(judged(ask), *sides(ask), date(2024, 9, 1))
    assert drawn.index("Ujung") < drawn.index("Soreang") < drawn.index("Balusu")  # the furthest apart first
    assert "Bacukiki" not in drawn


def sides(ask) -> list[agreement.Side]:
    measures, pair = ask("measures").set_index("measure", drop=False), judgement().pairs["itas-sktt"]
    rows = [measures.loc[name] for name in (pair.first, pair.second)]
    return [agreement.Side(row.measure, row.measure_name, row.agency_name, row.rhythm) for row in rows]


def test_an_older_quarter_is_compared_while_it_serves_and_its_month_is_said(house, ask):
    registry(house, "II 2024", "Parepare | Ujung | 9 | 0", received="2024-07-20")
    house.permits("Sep-24 | Parepare | Ujung | 9", received="2024-10-05")
    assert judged(ask).loc["73.72", "state"] == "agrees"
    drawn = agreement.by_kabupaten(judged(ask), *sides(ask), date(2024, 9, 1))
    assert "Imigrasi, September 2024" in drawn and "Dukcapil, Triwulan II 2024" in drawn
    assert 'href="mutu-data?bagian=asal&amp;asal=residence_certificates&amp;wilayah=73.72' in drawn
    house.permits("Des-24 | Parepare | Ujung | 9", received="2025-01-05", reason="uji")
    assert judged(ask, "2024-12-01").loc["73.72", "state"] == "not_reported"


def test_every_pair_compares_two_agencies_or_two_ends_of_one_count_and_says_why_and_how(house, ask):
    house.permits("Sep-24 | Parepare | Ujung | 1")
    measures = ask("measures").set_index("measure")
    assert judgement().months > 0 and judgement().why_months
    for pair in judgement().pairs.values():
        both = measures.loc[[pair.first, pair.second]]
        assert both["agency_name"].nunique() == (1 if pair.id == "masuk-keluar" else 2)
        assert both["unit"].nunique() == 1  # its limits are said in this unit
        assert pair.why and pair.caution and 0 < pair.share < 1 and pair.allowed >= 1 and pair.smallest >= 1
    assert "Terdaftar bukan berarti menetap" in judgement().pairs["kerja-tka"].caution


def test_more_leaving_than_arriving_is_a_difference_of_one_agencys_reports(house, ask):
    house.load(f"{APOA}\nSep-24;Parepare;Ujung;10;8;24;54\nSep-24;Barru;Balusu;10;8;40;45", "2024-10-05", reason="uji")
    pair = judgement().pairs["masuk-keluar"]
    rules = {"smallest": pair.smallest, "allowed": pair.allowed, "share": pair.share}
    found = ask("agreement", first=pair.first, second=pair.second, period="2024-09-01", **rules)
    found = found.set_index("group_code")
    assert found.loc[["73.72", "73.11", "73.13"], "state"].tolist() == ["differs", "agrees", "not_reported"]


# where a number is from


@pytest.fixture
def several(house):
    """Months, a quarter, a year, blanks, a correction: enough for numbers to come from many files."""
    house.published(draw_several)
    return snapshot.current(None).ask


def draw_several(house):
    house.load(
        f"{PEOPLE}\n2023;Parepare;Ujung;30.000\n2023;Parepare;Soreang;40.000\n2023;Barru;Balusu;20.000", "2023-03-01"
    )
    house.load(f"{PEOPLE}\n2024;Parepare;Ujung;31.000", "2024-03-01", reason="uji")
    house.load(f"{APOA}\nSep-24;Parepare;Ujung;10;8;3;2\nSep-24;Parepare;Soreang;30;12;0;0", "2024-10-05")
    registry(house, "IV 2023", "Wajo | Tempe | 3 | 0", received="2024-01-20")  # too old to count in September
    registry(house, "III 2024", "Parepare | Ujung | 9 | 1", "Barru | Balusu | 4 | 0")
    house.permits("Sep-24 | Parepare | Ujung | 12", "Sep-24 | Parepare | Soreang | -", received="2024-10-05")
    house.permits("Sep-24 | Barru | Balusu | 200", "Sep-24 | Barru | Barru | 5", received="2024-10-06", reason="uji")
    house.permits(
        "Sep-24 | Parepare | Ujung | 14", "Sep-24 | Parepare | Bacukiki | 2", received="2024-10-20", reason="uji"
    )


GROUPS = ("kantor", "73.72", "73.11", "73.13", "73.72.02", "73.72.03", "73.11.01")


@pytest.mark.parametrize(
    ("groups", "least"), [(("kantor", "73.11", "73.72.02"), 20), pytest.param(GROUPS, 31, marks=pytest.mark.slow)]
)
def test_the_rows_behind_a_number_add_up_to_it_for_every_size_of_area_and_every_measure(several, groups, least):
    """What the panel, the layer's headline and a comparison show is the sum of what the origin lists."""
    layers, pair = several("layers").query("indicator.isna()"), judgement().pairs["itas-sktt"]
    rules = {"smallest": 5, "allowed": 2, "share": 0.1}
    compared = several("agreement", first=pair.first, second=pair.second, period="2024-09-01", **rules)
    compared = compared.set_index("group_code")

    @cache
    def origin_of(measure: str, area: str, beside: str | None = None) -> float | None:
        return origin_sum(several, measure, area=area, period="2024-09-01", beside=beside)

    checked = 0
    for group in groups:
        view = {"area": group, "period": "2024-09-01"}
        for fact in several("area_profile", **view).itertuples():
            assert same(origin_of(fact.measure, group), fact.value), (group, fact.measure)
            checked += not pd.isna(fact.value)
        for layer in layers.itertuples():
            whole = several("layer_value", layer=layer.layer, **view).iloc[0]
            base = layer.denominator if isinstance(layer.denominator, str) else None
            assert same(origin_of(layer.numerator, group, base), whole.numerator_value)
            if base:
                assert same(origin_of(base, group, layer.numerator), whole.base_value)
        for own, other, value in (
            (pair.first, pair.second, compared.loc[group, "first_value"]),
            (pair.second, pair.first, compared.loc[group, "second_value"]),
        ):
            assert same(origin_of(own, group, other), value)
    assert checked >= least, checked


def origin_sum(ask, measure: str, area: str, period: str, beside: str | None = None) -> float | None:
    rows = ask("origin", measure=measure, area=area, period=period, beside=beside)
    counted = rows[rows["is_counted"]]
    return counted["value"].sum() if len(counted) else None


def same(found: float | None, shown: float | None) -> bool:
    return found == shown or (found is None and pd.isna(shown))


def test_a_number_leads_to_its_file_row_person_and_to_the_file_it_replaced(several):
    view = {"measure": "limited_stay_permits", "area": "73.72", "period": "2024-09-01"}
    rows = several("origin", beside=None, **view)
    found = rows.set_index("area_code").loc["73.72.02"]
    assert (found.value, found.load_id, found.source_row, found.original_name) == (14, "000008", 2, "berkas-8.csv")
    assert pd.isna(rows.set_index("area_code").loc["73.72.03", "value"])  # the correction leaves Soreang out
    replaced = several("origin_superseded", **view)
    assert list(replaced["load_id"]) == ["000006"]
    described = several("measures").set_index("measure", drop=False).loc["limited_stay_permits"]
    drawn = provenance.origin(rows, whole(several, **view), described, names_people=True)
    assert "catatan 000008" in drawn and "baris 2" in drawn and "20 Oktober 2024" in drawn and "16 orang" in drawn
    assert drawn.count("belum dilaporkan") == 2
    assert "berkas-6.csv" in provenance.superseded(replaced, "monthly", names_people=True)


def test_a_kecamatan_without_the_other_half_of_a_ratio_is_there_but_not_counted(several):
    rows = several("origin", measure="active_permits", area="kantor", period="2024-09-01", beside="population")
    flags = rows.dropna(subset="value").set_index("area_name")["is_counted"].to_dict()
    assert flags == {"Ujung": True, "Balusu": True, "Bacukiki": False, "Barru": False}
    described = several("measures").set_index("measure", drop=False).loc["active_permits"]
    number = whole(several, "active_permits", "kantor", "2024-09-01")
    drawn = provenance.origin(rows, number, described, names_people=True)
    assert drawn.count("tidak dihitung") == 2


def test_a_number_of_a_whole_nation_lists_some_of_its_rows_and_counts_them_all(several):
    view = {"measure": "limited_stay_permits", "area": "73.72", "period": "2024-09-01"}
    rows = pd.concat([several("origin", beside=None, **view)] * 1000)
    described = several("measures").set_index("measure", drop=False).loc["limited_stay_permits"]
    drawn = provenance.origin(rows, whole(several, **view), described, names_people=True)
    assert drawn.count("<tr>") == provenance.ROWS + 3 and "dan 3.700 kecamatan lain" in drawn
    assert "16 orang" in drawn and "2.000 dari 4.000 kecamatan" in drawn


def whole(ask, measure: str, area: str, period: str) -> pd.Series:
    """The number of an area itself, as the page on origins asks for it."""
    return ask("area_profile", area=area, period=period).set_index("measure").loc[measure]


def test_an_older_period_stands_beside_the_number_it_gives(several):
    rows = several("origin", measure="population", area="73.72", period="2024-09-01", beside=None)
    months = rows.set_index("area_code")["source_period"]
    assert f"{months['73.72.02']:%Y}" == "2024" and f"{months['73.72.03']:%Y}" == "2023"


def test_what_is_known_of_kabupaten_only_is_no_gap_of_a_kecamatan_and_still_is_fresh(house, ask):
    house.load("Bulan: Oktober 2024;;\nKABUPATEN/KOTA;Malaysia;RRT\nKota Parepare;3;2\nKab. Barru;0;7\n")
    house.permits("Okt-24 | Parepare | Ujung | 1")
    assert "foreign_nationals" not in set(ask("area_profile", area="73.72", period="2024-10-01")["measure"])
    assert "foreign_nationals" not in set(ask("measures")["measure"])
    drawn = tables.freshness(ask("freshness"), date(2024, 11, 6))
    assert "2 dari 7 kabupaten/kota melaporkan" in drawn
    assert '<a href="mutu-data?sumber=kebangsaan">' in drawn


# nothing that a file brings with it becomes markup


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text, self.attributes = [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def seen(markup: str) -> Seen:
    parser = Seen()
    parser.feed(markup)
    parser.close()
    return parser


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc")))


@given(PRINTABLE, PRINTABLE)
def test_any_text_comes_out_of_markup_as_that_text_and_nothing_else(inside, title):
    found = seen(tag("td", inside, join([inside, tag("b", inside)], " "), title=title))
    assert found.tags == ["td", "b"] and found.text == f"{inside}{inside} {inside}"
    assert found.attributes == [("title", title)]


@given(PRINTABLE)
def test_any_text_in_an_address_stays_one_value_of_it(value):
    address = href("mutu-data", sumber=value)
    assert address.count("&") == 0 and address.count("#") == 0 and '"' not in address and "<" not in address


def test_a_hostile_file_name_reason_or_sheet_is_only_text_everywhere(house, ask):
    house.permits("Sep-24 | Parepare | Ujung | 1", received="2024-10-01", name=HOSTILE)
    house.permits(
        "Sep-24 | Parepare | Ujung | 2", received="2024-10-02", name=HOSTILE, reason="<script>alert(2)</script>"
    )
    described = ask("measures").set_index("measure", drop=False).loc["active_permits"]
    view = {"measure": "active_permits", "area": "73.72", "period": "2024-09-01"}
    rows = ask("origin", beside=None, **view).assign(sheet="<b>Okt</b>")
    drawn = [
        provenance.files(ask("report_files", source="izin_tinggal", period="2024-09-01"), names_people=True),
        provenance.origin(rows, whole(ask, **view), described, names_people=True),
        provenance.superseded(ask("origin_superseded", **view), "monthly", names_people=True),
        corrections.log(ask("corrections", today="2024-11-01", months=24), names_files=True),
    ]
    for markup in drawn:
        assert isinstance(markup, Markup)
        found = seen(markup)
        assert not {"img", "script", "b"} & set(found.tags) and HOSTILE in found.text
        assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert "<script>alert(2)</script>" in seen(drawn[0]).text and "lembar <b>Okt</b>" in seen(drawn[1]).text


def test_who_may_not_know_who_loaded_a_file_sees_its_number_only_and_no_name_nor_reason(house, ask):
    for day, itas in (("01", 1), ("02", 2)):
        house.permits(
            f"Sep-24 | Parepare | Ujung | {itas}", received=f"2024-10-{day}", name="dari Budi.csv", reason="kata Budi"
        )
    described = ask("measures").set_index("measure", drop=False).loc["active_permits"]
    view = {"measure": "active_permits", "area": "73.72", "period": "2024-09-01"}
    for may in (True, False):
        drawn = [
            provenance.files(ask("report_files", source="izin_tinggal", period="2024-09-01"), names_people=may),
            provenance.origin(ask("origin", beside=None, **view), whole(ask, **view), described, names_people=may),
            provenance.superseded(ask("origin_superseded", **view), "monthly", names_people=may),
            corrections.log(ask("corrections", today="2024-11-01", months=24), names_files=may),
        ]
        assert all(("Budi" in markup) == may and "catatan 00000" in markup for markup in drawn)
        people = [markup for markup in drawn if ledger.person() in markup]
        assert len(people) == (3 if may else 0)
        for markup in drawn[:3]:  # no row is wider or narrower than its head
            head, *body = [re.split("<t[dh]", row)[1:] for row in markup.split("<tr>")[1:]]
            assert {widths(row) for row in body} == {len(head)}


def widths(cells: list[str]) -> int:
    """How many columns these cells fill."""
    return sum(int(cell.split('colspan="')[1].split('"')[0]) if "colspan" in cell else 1 for cell in cells)


def test_the_address_of_an_origin_is_the_whole_view_so_that_going_back_takes_one_step():
    assert origin_href("active_permits", "73.72", "2024-10") == (
        "mutu-data?bagian=asal&asal=active_permits&wilayah=73.72&periode=2024-10"
    )
    assert origin_href("population", "kantor", "2024-10", "active_permits").endswith("&bersama=active_permits")
