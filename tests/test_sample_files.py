"""Sample files: deterministic, of the right size, and within the rules that real reports keep."""

import csv
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from timpora.sample import areas_of, figures, write
from timpora.sample.areas import apportion
from timpora.sample.schedule import WITA, sendings
from timpora.sample.styles import styles
from timpora.sample.times import month_of
from timpora.sample.times import number as month_number

DATA = Path(__file__).parent.parent / "data"
AREAS = areas_of(DATA / "reference")
LAST = date(2024, 10, 1)
SITE = next(area for area in AREAS if area.role == "site")
some_area = st.sampled_from(AREAS)
some_month = st.builds(date, st.integers(2017, 2027), st.integers(1, 12), st.just(1))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return list(write(tmp_path_factory.mktemp("sample"), AREAS))


def test_the_same_files_have_the_same_bytes_on_each_run(written, tmp_path):
    again = list(write(tmp_path, AREAS))
    assert [file.path.name for file in again] == [file.path.name for file in written]
    assert all(a.path.read_bytes() == b.path.read_bytes() for a, b in zip(again, written, strict=True))


def test_a_shorter_range_gives_the_same_files_with_fewer_of_them(written, tmp_path):
    all_months = {file.path.name: (file.path.read_bytes(), file.received_at) for file in written}
    two_years = list(write(tmp_path, AREAS, months=24))
    assert 0 < len(two_years) < len(written)
    for file in two_years:
        assert all_months[file.path.name] == (file.path.read_bytes(), file.received_at)


@given(some_area, some_month)
def test_permits_add_up_and_expiring_ones_are_among_them(area, month):
    row = figures.permits(area, month)
    assert row["total"] == sum(row[part] for part in ("bvk", "voa", "itk", "itk_peralihan", "itas", "itap"))
    assert 0 <= row["tanpa_permohonan"] <= row["akan_jatuh_tempo_30_hari"] <= row["itas"] + row["itk"]


@given(some_area, some_month)
def test_no_more_lodgings_report_than_exist_and_no_more_reports_are_late_than_were_made(area, month):
    row = figures.lodgings(area, month)
    assert 0 <= row["penginapan_melapor"] <= row["penginapan_terdaftar"]
    assert 0 <= row["terlambat_24_jam"] <= row["lapor_masuk"] <= row["malam_tamu"]
    assert row["penginapan_melapor"] or not row["lapor_masuk"]


@given(some_area, some_month)
def test_residents_change_slowly(area, month):
    following = month_of(month_number(month) + 1)
    now, then = sum(figures.residents(area, month)), sum(figures.residents(area, following))
    assert abs(then - now) <= max(2, 0.2 * now)


def test_dukcapil_sees_fewer_at_the_industrial_site_and_the_same_almost_everywhere_else():
    month = date(2024, 9, 1)
    held = {area: figures.residents(area, month) for area in AREAS}
    differing = [area for area in AREAS if held[area] != tuple(figures.registry(area, month).values())]
    assert SITE in differing and 2 <= len(differing) <= 12
    assert figures.registry(SITE, month)["sktt"] < 0.7 * held[SITE][0]


def test_one_site_holds_half_of_the_permits_and_most_kecamatan_a_few_or_none():
    totals = {area: figures.permits(area, LAST)["total"] for area in AREAS}
    assert 340 <= sum(totals.values()) <= 450
    assert 0.4 <= totals[SITE] / sum(totals.values()) <= 0.6
    assert figures.permits(SITE, date(2020, 10, 1))["total"] < 30
    assert sum(total <= 3 for total in totals.values()) > len(AREAS) / 2
    assert sum(total == 0 for total in totals.values()) >= 10


@pytest.mark.parametrize(
    ("election", "kabupaten"),
    [
        (date(2018, 6, 27), {"73.13", "73.14", "73.15", "73.16", "73.72"}),
        (date(2020, 12, 9), {"73.11", "73.12"}),
        (date(2024, 11, 27), {area.kabupaten_code for area in AREAS}),
    ],
)
def test_guests_come_in_a_wave_before_a_local_election_and_only_where_it_is_held(election, kabupaten):
    for area in AREAS:
        before = [figures.wave(area, month_of(month_number(election) - left)) for left in (3, 2, 1)]
        assert (min(before) > 1) if area.kabupaten_code in kabupaten else (before == [1, 1, 1])


def test_population_2024_adds_up_to_the_real_figure_of_each_kabupaten():
    with (DATA / "reference" / "kabupaten.csv").open(encoding="utf-8") as file:
        real = {row["kode_kemendagri"]: int(row["penduduk_dukcapil_2024"]) for row in csv.DictReader(file)}
    given_out = Counter()
    for area in AREAS:
        given_out[area.kabupaten_code] += figures.inhabitants(area, 2024)["penduduk"]
    assert given_out == real
    assert given_out["73.72"] == 163_314


@given(st.integers(0, 10**6), st.lists(st.floats(0.1, 100), min_size=1, max_size=30))
def test_apportioned_parts_add_up_and_are_within_one_of_their_share(total, shares):
    parts = apportion(total, shares)
    assert sum(parts) == total
    assert all(abs(p - total * s / sum(shares)) < 1.001 for p, s in zip(parts, shares, strict=True))


def test_one_report_is_corrected_and_the_correction_changes_two_numbers_of_one_kabupaten(written):
    (correction,) = [file for file in written if "perbaikan" in file.path.name]
    (original,) = [file for file in written if file.path.name == "Izin Tinggal Juli 2024.xlsx"]
    assert original.received_at < correction.received_at and correction.received_at.month == 9
    before, after = by_kecamatan(original.path), by_kecamatan(correction.path)
    assert len(after) == 4 and after.keys() < before.keys()
    changed = [
        (heading, before[place][heading] - value)
        for place, row in after.items()
        for heading, value in row.items()
        if heading not in ("NO", "TOTAL") and before[place][heading] != value
    ]
    assert sorted(changed) == [("ITAS", 2), ("ITK", 1)]


def test_files_come_in_the_order_received_and_none_after_the_fifth_of_the_following_month(written):
    received = [file.received_at for file in written]
    assert received == sorted(received)
    assert datetime(2024, 11, 4, tzinfo=WITA) < received[-1] < datetime(2024, 11, 6, tzinfo=WITA)


def test_months_are_missing_late_and_partly_blank():
    sent = sendings(AREAS, 82, LAST)
    apoa = {sending.period: sending for sending in sent if sending.source == "apoa"}
    assert len(apoa) == 81 and date(2020, 4, 1) not in apoa
    assert {len(AREAS) - len(sending.areas) for sending in apoa.values()} == {0, 8, 12}
    assert sum(sending.source == "adminduk" for sending in sent) == 27 * 7 - 2
    delays = [(s.received_at.date() - s.period).days for s in sent if s.source in ("apoa", "izin_tinggal")]
    assert sum(days > 50 for days in delays) >= 5


def test_every_heading_is_one_that_its_contract_accepts():
    for style in styles():
        contract = tomllib.loads((DATA / "contracts" / f"{style.source}.toml").read_text("utf-8"))
        accepted = {column["name"]: column["headers"] for column in contract["columns"]}
        accepted |= {"periode": contract["period"]["headers"], "kode": contract["area"]["code"]}
        accepted |= {part: contract["area"][part] for part in ("kabupaten", "kecamatan")}
        for column, heading in style.headings.items():
            plain = " ".join(heading.upper().split())
            assert column == "no" or plain in accepted[column], (style.name, heading)
        assert {c["name"] for c in contract["columns"] if c["required"]} <= style.headings.keys()


def test_the_total_row_of_a_csv_adds_up_its_columns(written):
    (path,) = [f.path for f in written if f.path.name == "Penduduk dan Luas Wilayah 2018.csv"]
    with path.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    start = next(i for i, row in enumerate(rows) if "KECAMATAN" in row) + 1
    end = next(i for i, row in enumerate(rows) if "JUMLAH" in row)
    assert end - start == len(AREAS)
    assert sum(number(row[3]) for row in rows[start:end]) == number(rows[end][3]) > 1_000_000
    assert sum(number(row[4]) for row in rows[start:end]) == pytest.approx(number(rows[end][4]))
    assert "," in rows[end][4] and "." in rows[end][3]


def test_the_merged_xlsx_names_a_kabupaten_once_and_says_the_month_in_its_title(written):
    (path,) = [f.path for f in written if f.path.name == "Data Izin Tinggal Maret 2019.xlsx"]
    book = CalamineWorkbook.from_path(path)
    (sheet,) = book.sheet_names
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    assert rows[1][0] == "Bulan: Maret 2019"
    named = [row[1] for row in rows[4:] if row[1] and row[1] != "TOTAL"]
    assert named == [
        "KAB. BARRU",
        "KAB. SOPPENG",
        "KAB. WAJO",
        "KAB. SIDENRENG RAPPANG",
        "KAB. PINRANG",
        "KAB. ENREKANG",
        "KOTA PAREPARE",
    ]


def test_more_areas_than_an_office_has_are_one_plain_file_each_with_the_code(tmp_path):
    nation = [replace(area, code=f"{area.code}-{copy}") for copy in range(8) for area in AREAS]
    files = list(write(tmp_path, nation, months=3))
    assert Counter(file.source for file in files) == {
        "izin_tinggal": 3,
        "apoa": 3,
        "adminduk": 1,
        "penduduk": 1,
    }
    for file in files:
        with file.path.open(encoding="utf-8", newline="") as rows:
            codes = [row["KODE"] for row in csv.DictReader(rows)]
        assert len(codes) == len(set(codes)) > 400


def by_kecamatan(path: Path) -> dict[tuple, dict]:
    """The rows of an XLSX file of 2024 by kabupaten and kecamatan, without its total row."""
    _, _, headings, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    return {(row["KAB/KOTA"], row["KECAMATAN"]): row for row in table if row["KAB/KOTA"]}


def number(written: str) -> float:
    return float(written.replace(".", "").replace(",", "."))
