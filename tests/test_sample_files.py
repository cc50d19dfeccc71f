"""Sample files: deterministic, of the right size, and within the rules that real reports keep."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from timpora.intake import door, ledger
from timpora.sample import (
    LAST,
    areas_of,
    enforcement,
    figures,
    followups,
    loading,
    people,
    polling,
    readiness,
    wording,
    write,
)
from timpora.sample.areas import PILKADA_2024, apportion
from timpora.sample.reports import reported
from timpora.sample.schedule import WITA, Sending, sendings
from timpora.sample.styles import spellings, styles
from timpora.sample.times import month_of
from timpora.sample.times import number as month_number

DATA = Path(__file__).parent.parent / "data"
AREAS = areas_of(DATA / "reference" / "kabupaten.csv", DATA / "reference" / "kecamatan.csv")
SITE = next(area for area in AREAS if area.role == "site")
some_area = st.sampled_from(AREAS)
some_month = st.builds(date, st.integers(2017, 2027), st.integers(1, 12), st.just(1))
NEW = ("deteksi_dini", "dpt", "kebangsaan", "kesiapan", "pelajar", "rtl", "tak", "tka", "tps_rawan")
POLLING_DAYS = (date(2018, 6, 27), date(2020, 12, 9), PILKADA_2024)


@pytest.fixture(scope="module")
def sent():
    return sendings(AREAS, 82, LAST)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return list(write(tmp_path_factory.mktemp("sample"), AREAS))


@pytest.mark.slow  # two years are written again below
def test_the_same_files_have_the_same_bytes_on_each_run(written, tmp_path):
    again = list(write(tmp_path, AREAS))
    assert [file.path.name for file in again] == [file.path.name for file in written]
    assert all(a.path.read_bytes() == b.path.read_bytes() for a, b in zip(again, written, strict=True))


@pytest.mark.slow
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
    areas = tomllib.loads((DATA / "contracts" / "_area.toml").read_text("utf-8"))["area"]
    for style in styles():
        contract = contract_of(style.source)
        accepted = {column["name"]: column["headers"] for column in contract["columns"]}
        accepted |= {"periode": contract["period"]["headers"], "kode": areas["code"]}
        accepted |= {part: areas[part] for part in ("kabupaten", "kecamatan")}
        if style.long:
            accepted |= {"jenis": contract["long"]["names"], "banyaknya": contract["long"]["values"]}
        # Where a column is there for each month or category, its heading is the month, the category, or below it.
        fixed = {c: h for c, h in style.headings.items() if h != "{value}"}
        for column, heading in (*fixed.items(), *style.long.items()):
            plain = " ".join(heading.upper().split())
            assert column == "no" or plain in accepted[column], (style.name, heading)
        in_title = {"tahapan"} if "{roll}" in "".join(style.titles) else set()
        assert {c["name"] for c in contract["columns"] if c["required"]} <= style.fields | in_title


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


def test_a_month_stands_once_above_the_columns_it_heads(written):
    (path,) = [f.path for f in written if f.path.name == "Laporan Deteksi Dini TW IV 2023.xlsx"]
    above, below = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)[2:4]
    assert above[3:] == ["Oktober 2023", "", "", "November 2023", "", "", "Desember 2023", "", ""]
    assert below[:3] == ["", "", ""] and below[3:6] == below[6:9] == below[9:]
    (path,) = [f.path for f in written if f.path.name == "DPT Pilkada 2018.csv"]
    _, _, _, above, below, *_ = path.read_text("cp1252").splitlines()
    assert above == "NO;KAB/KOTA;KECAMATAN;TAHAPAN;TPS;PEMILIH;;" and below == ";;;;;L;P;JUMLAH"


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


def test_all_thirteen_sources_are_sent_in_some_two_hundred_files_more_than_four_needed(written):
    sources = Counter(file.source for file in written)
    assert sources.keys() == {path.stem for path in (DATA / "contracts").glob("[a-z]*.toml")}
    assert len({file.path.name for file in written}) == len(written)
    assert sum(sources[source] for source in NEW) <= 210


def test_no_file_speaks_of_a_month_that_is_not_over_but_the_rolls_of_voters(sent):
    for sending in sent:
        if sending.source != "penduduk":
            day = sending.received_at.date().replace(day=1)
            assert (sending.period <= day) if sending.source == "dpt" else (sending.period < day), sending


def test_no_month_of_a_kabupaten_is_sent_twice_except_in_two_corrections(sent):
    told = Counter()
    for sending in sent:
        rows = reported(sending)
        told.update({(sending.source, row.period, row.area.kabupaten_code, sending.stage) for row in rows})
    twice = [key for key, times in told.items() if times > 1]
    assert sorted(twice) == [
        ("izin_tinggal", date(2024, 7, 1), "73.72", ""),
        ("tka", date(2024, 6, 1), "73.11", ""),
    ]
    revision = next(sending for sending in sent if sending.remark == "revisi")
    original = next(s for s in sent if s.source == "tka" and s.period == revision.period)
    before, after = ({row.area: row.figures for row in reported(s)} for s in (original, revision))
    assert original.received_at < revision.received_at
    assert {area for area in after if before[area] != after[area]} == {SITE}
    assert before[SITE]["tka"] > after[SITE]["tka"]


def test_the_newest_month_is_there_for_every_monthly_source_save_what_villages_still_owe(sent):
    newest = {
        source: {
            row.area.kabupaten_code for s in sent if s.source == source for row in reported(s) if row.period == LAST
        }
        for source in ("izin_tinggal", "kebangsaan", "tak", "rtl", "deteksi_dini", "tps_rawan")
    }
    office = {area.kabupaten_code for area in AREAS}
    assert newest.pop("deteksi_dini") == office - {"73.12", "73.16"}
    assert all(kabupaten == office for kabupaten in newest.values())


def test_some_reports_of_each_routine_source_are_missing_and_some_are_late(sent):
    for source, every, days in (("tka", 3, 30), ("kesiapan", 3, 30), ("deteksi_dini", 1, 14), ("tak", 1, 15)):
        mine = [s for s in sent if s.source == source and s.remark != "revisi"]
        told = {(row.period, row.area.kabupaten_code) for s in mine for row in reported(s)}
        first = month_number(min(period for period, _ in told))
        months = [month_of(n) for n in range(first, month_number(LAST) + 1) if month_of(n).month % every == 0]
        assert 0 < len(months) * 7 - len(told) < 0.06 * len(months) * 7
        ended = [(s.received_at.date() - month_of(month_number(s.period) + 1)).days for s in mine]
        assert 0 < sum(late > days for late in ended) < 0.45 * len(ended)


@given(st.sampled_from(NEW), some_month, st.sampled_from(POLLING_DAYS), st.sampled_from(["dps", "dpshp", "dpt"]))
def test_every_row_keeps_the_arithmetic_of_its_contract(source, month, day, stage):
    contract = contract_of(source)
    columns = {column["name"]: column for column in contract["columns"]}
    keys = [name for name, column in columns.items() if column.get("is_key")]
    seen = set()
    for row in rows_of(source, month, day, stage):
        told = row.figures
        assert told.keys() <= columns.keys()
        for rule in contract.get("sums", ()):
            assert told[rule["total"]] == sum(told[part] for part in rule["parts"])
        for rule in contract.get("at_most", ()):
            smaller, larger = told[rule["smaller"]], told[rule["larger"]]
            assert smaller is None or larger is None or smaller <= larger
        for name, value in told.items():
            kind = columns[name]["kind"]
            assert value is not None or not columns[name]["required"]
            assert kind != "count" or (type(value) is int and value >= 0)
            assert kind != "yes_no" or type(value) is bool
            assert kind != "date" or value is None or value < month_of(month_number(month) + 1) or source == "rtl"
            assert kind != "label" or re.fullmatch(columns[name]["pattern"], value)
        seen.add((row.area.code, *(told[key] for key in keys)))
    assert len(seen) == len(rows_of(source, month, day, stage))


def test_every_spelling_of_a_category_is_one_that_its_contract_accepts():
    with (DATA / "reference" / "countries.csv").open(encoding="utf-8") as file:
        countries = [[row["code"], row["name"], *row["spellings_seen"].split("|")] for row in csv.DictReader(file)]
    columns = [column for source in NEW for column in contract_of(source)["columns"] if column["kind"] == "category"]
    assert {column["name"] for column in columns} == spellings().keys()
    for column in columns:
        values = [[v["id"], v["name"], *v.get("spellings", ())] for v in column.get("values", ())] or countries
        accepted = {value[0]: {same_letters(spelling) for spelling in value[1:]} for value in values}
        for value, written in spellings()[column["name"]].items():
            assert {same_letters(spelling) for spelling in written} <= accepted[value], value


def test_parepares_rolls_and_flagged_polling_stations_of_2024_are_the_real_ones():
    parepare = [area for area in AREAS if area.kabupaten_code == "73.72"]
    final = {area.name: row for area, row in polling.roll(AREAS, PILKADA_2024, "dpt") if area in parepare}
    assert {name: row["pemilih"] for name, row in final.items()} == {
        "Bacukiki": 19_374,
        "Bacukiki Barat": 33_082,
        "Ujung": 25_498,
        "Soreang": 33_920,
    }
    assert sum(row["pemilih"] for row in final.values()) == 111_874
    assert sum(row["tps"] for row in final.values()) == 198
    provisional = [row for area, row in polling.roll(AREAS, PILKADA_2024, "dps") if area in parepare]
    assert sum(row["pemilih"] for row in provisional) == 112_048
    flagged = Counter()
    for area, row in polling.flags(AREAS, PILKADA_2024):
        flagged[row["indikator"]] += row["tps_ditandai"] if area in parepare else 0
    real = {"dptb": 122, "disabilitas": 120, "kpps_luar": 64, "dpk": 55, "tms": 37}
    assert len(flagged) == 26 and {indicator: flagged[indicator] for indicator in real} == real


@pytest.mark.parametrize("day", POLLING_DAYS)
def test_no_more_polling_stations_are_flagged_than_there_are(day):
    there = {area: row["tps"] for area, row in polling.roll(AREAS, day, "dpt")}
    assert all(row["tps_ditandai"] <= there[area] for area, row in polling.flags(AREAS, day))
    assert all(250 < row["pemilih"] / row["tps"] < 800 for _, row in polling.roll(AREAS, day, "dpt"))


def test_a_roll_grows_shorter_from_stage_to_stage_and_its_findings_are_settled():
    rolls = [dict(polling.roll(AREAS, PILKADA_2024, stage)) for stage in ("dps", "dpshp", "dpt")]
    voters = [sum(row["pemilih"] for row in roll.values()) for roll in rolls]
    assert voters == sorted(voters, reverse=True) and voters[0] < 1.004 * voters[2]
    settled = [sum(row["tms_selesai"] for row in roll.values()) for roll in rolls]
    found = [sum(row["temuan_tms"] for row in roll.values()) for roll in rolls]
    assert settled == sorted(settled) and 0.95 < settled[2] / found[2] < 1
    assert sum(row["temuan_wna"] for row in rolls[2].values()) <= 8


def test_nationalities_are_counted_by_kabupaten_and_add_up_to_its_permits():
    permits, counted = Counter(), Counter()
    for area in AREAS:
        permits[area.kabupaten_code] += figures.permits(area, LAST)["total"]
    for area, row in people.nationalities(AREAS, LAST):
        counted[area.kabupaten_code] += row["jumlah"]
    assert counted == permits
    assert not any("kecamatan" in style.headings for style in styles() if style.source == "kebangsaan")


def test_disnaker_counts_more_workers_at_the_industrial_site_and_the_same_almost_everywhere_else():
    month = date(2024, 9, 1)
    resident = {area: figures.permits(area, month)["itas_kerja"] for area in AREAS}
    registered = {area: people.workers(area, month)["tka"] for area in AREAS}
    differing = [area for area in AREAS if resident[area] != registered[area]]
    assert registered[SITE] > 1.25 * resident[SITE] > 100
    assert SITE in differing and 2 <= len(differing) <= 12
    assert sum(registered.values()) > sum(resident.values())


@given(some_area, some_month)
def test_learners_and_workers_change_slowly(area, month):
    following = month_of(month_number(month) + 1)
    for told in (people.learners, people.workers):
        now, then = (sum(v for k, v in told(area, m).items() if k in LEARNERS) for m in (month, following))
        assert abs(then - now) <= max(3, 0.3 * now)


def test_a_handful_of_administrative_actions_a_month_in_a_whole_office():
    totals = [
        sum(enforcement.actions(area, date(year, month, 1))["total"] for area in AREAS)
        for year in (2023, 2024)
        for month in range(1, 13)
    ]
    assert 2 <= sum(totals) / len(totals) <= 8 and max(totals) <= 20


@given(some_area, some_month)
def test_teams_of_rt_rw_only_grow_and_what_was_decided_or_learnt_stays(area, month):
    now, then = (readiness.state(area, month_of(month_number(month) + more)) for more in (0, 3))
    assert 20 <= now["rt_rw"] == then["rt_rw"] <= 120
    for step in ("sk_tim", "pelatihan_apoa", "rt_rw_tim"):
        assert now[step] <= then[step]
    assert (now["rapat_terakhir"] or date.min) <= (then["rapat_terakhir"] or date.min)


def test_villages_report_none_to_six_times_a_month():
    months = [date(year, month, 1) for year in (2023, 2024) for month in range(1, 13)]
    received = Counter(readiness.reports(area, month)["laporan_diterima"] for area in AREAS for month in months)
    assert set(received) == set(range(7))
    assert 0.4 < received[0] / received.total() < 0.75


def test_readiness_improves_over_the_years_and_is_not_complete():
    shares = []
    for year in range(2018, 2025):
        states = [readiness.state(area, date(year, 9, 1)) for area in AREAS]
        shares.append(sum(state["rt_rw_tim"] for state in states) / sum(state["rt_rw"] for state in states))
        decrees = sum(state["sk_tim"] for state in states)
    assert shares == sorted(shares) and shares[0] < 0.1 and 0.3 < shares[-1] < 0.8
    assert 40 <= decrees < len(AREAS)


def test_an_agreed_item_is_listed_each_month_until_the_month_after_it_is_done():
    months = [month_of(n) for n in range(month_number(date(2022, 1, 1)), month_number(LAST) + 1)]
    lists = {month: {row["nomor"]: row for _, row in followups.listed(AREAS, month)} for month in months}
    for item in followups.items(AREAS, date(2024, 10, 31)):
        listed = [month for month in months if item.number in lists[month]]
        done = item.done.replace(day=1) if item.done else LAST
        until = min(LAST, month_of(month_number(done) + 1)) if item.done else LAST
        assert listed == [m for m in months if item.agreed.replace(day=1) <= m <= until]
        assert all((lists[m][item.number]["selesai"] is None) == (item.done is None or m < done) for m in listed)
    newest = lists[LAST].values()
    overdue = [row for row in newest if row["selesai"] is None and row["jatuh_tempo"] <= date(2024, 10, 31)]
    assert 15 <= len(newest) <= 60 and 3 <= len(overdue) < 0.6 * len(newest)


def test_every_word_in_every_file_is_of_a_template_a_place_or_a_month_and_no_number_is_a_person_s(written):
    known = {word for text in known_texts() for word in words_of(text)}
    for file in written:
        for cell in cells_of(file.path):
            assert not re.search(r"\d{9}", str(cell))
            if isinstance(cell, str):
                assert set(words_of(cell)) <= known, (file.path.name, cell)


@pytest.mark.parametrize("style", [s for s in styles() if s.scope == "office"], ids=lambda style: style.name)
def test_the_door_reads_each_template_as_the_figures_that_were_written(style, sent, written, house):
    place, sending = next((i, s) for i, s in enumerate(sent) if s.style == style)
    file = written[place]
    outcome = door.examine(file.path, period=file.period, received_at=file.received_at, is_sample=True)
    assert outcome.is_accepted, [found.message for found in outcome.findings]
    assert outcome.source == style.source
    columns = [column["name"] for column in contract_of(style.source)["columns"]]
    carried = [c for c in columns if c in style.fields or c == "tahapan"]
    is_kabupaten = style.source == "kebangsaan"
    expected = Counter(
        (row.period, row.area.kabupaten_code if is_kabupaten else row.area.code, *(row.figures[c] for c in carried))
        for row in reported(sending)
    )
    assert expected == Counter(
        (row["period"], row["area_code"], *(row[column] for column in carried)) for row in outcome.table.rows
    )


def test_a_sample_is_kept_whole_and_only_what_raises_doubts_needs_a_reason(house, capsys):
    assert loading.run("office", 8, False) == 0
    kept = ledger.entries()
    assert len(kept) == len(sendings(AREAS, 8, LAST))
    doubtful = {"Laporan APOA Juni 2024.csv", "deteksi_dini_2024-09.csv"}
    assert {entry.original_name for entry in kept if entry.reason} == doubtful


LEARNERS = {"pelajar", "mahasiswa", "pengajar", "tka"}


@cache
def contract_of(source: str) -> dict:
    return tomllib.loads((DATA / "contracts" / f"{source}.toml").read_text("utf-8"))


def rows_of(source: str, month: date, day: date, stage: str) -> list:
    style = next(style for style in styles() if style.source == source)
    at = datetime(2024, 11, 5, tzinfo=WITA)
    return reported(Sending(source, (month,), AREAS, at, style, polling_day=day, stage=stage))


def same_letters(text: str) -> str:
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.upper())


def known_texts() -> Iterator[str]:
    """Everything that is written in files as words: templates, spellings of categories and places, months."""
    for style in styles():
        yield from (*style.titles, *style.footnotes, *style.headings.values(), *style.groups.values())
        yield from (*style.long.values(), *style.total.values(), style.subtotal, style.prefix, style.yes, style.no)
    for values in spellings().values():
        yield from (spelling for written in values.values() for spelling in written)
    for area in AREAS:
        yield from (area.name, area.kabupaten_name, *area.spellings, *area.kabupaten_spellings)
    for period in (month_of(n) for n in range(month_number(date(2018, 1, 1)), month_number(LAST) + 1)):
        yield from (str(write(period)) for write in wording.PERIODS.values())
    yield "KAB. RTL nihil"


def cells_of(path: Path) -> Iterator[object]:
    if path.suffix == ".csv":
        content = path.read_bytes()
        try:
            yield from re.split(r"[;,\t\r\n]", content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield from re.split(r"[;,\t\r\n]", content.decode("cp1252"))
        return
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).to_python():
            yield from row


def by_kecamatan(path: Path) -> dict[tuple, dict]:
    """The rows of an XLSX file of 2024 by kabupaten and kecamatan, without its total row."""
    _, _, headings, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    return {(row["KAB/KOTA"], row["KECAMATAN"]): row for row in table if row["KAB/KOTA"]}


def number(written: str) -> float:
    return float(written.replace(".", "").replace(",", "."))


def test_the_meeting_of_the_sample_is_the_last_whose_items_are_on_the_newest_list():
    assert followups.met_before(LAST) == date(2024, 10, 19)
    assert followups.met_before(date(2023, 5, 1)) < date(2023, 5, 1)  # that month nobody met
